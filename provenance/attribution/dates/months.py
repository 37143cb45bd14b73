"""What languages call months and weekdays, and what time zones are called."""

from __future__ import annotations

from functools import cache
from itertools import chain

from provenance.kernels import kernels

# Twelve months a language, in lower case: "/" between full names and inflected forms, "|" before abbreviations.
MONTHS = {
    "en": "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep "
    "october|oct november|nov december|dec",
    "es": "enero|ene febrero|feb marzo|mar abril|abr mayo|may junio|jun julio|jul agosto|ago "
    "septiembre/setiembre|sep|sept|set octubre|oct noviembre|nov diciembre|dic",
    "fr": "janvier|janv février/fevrier|févr|fév mars avril|avr mai juin juillet|juil août/aout septembre|sept "
    "octobre|oct novembre|nov décembre/decembre|déc",
    "de": "januar/jänner|jan februar/feber|feb märz/maerz|mär|mrz april|apr mai juni|jun juli|jul august|aug "
    "september|sept|sep oktober|okt november|nov dezember|dez",
    "pt": "janeiro|jan fevereiro|fev março|mar abril|abr maio|mai junho|jun julho|jul agosto|ago setembro|set "
    "outubro|out novembro|nov dezembro|dez",
    "it": "gennaio|gen febbraio|febbr|feb marzo|mar aprile|apr maggio|mag giugno|giu luglio|lug agosto|ago "
    "settembre|sett|set ottobre|ott novembre|nov dicembre|dic",
    "ru": "января/январь/январе|янв февраля/февраль/феврале|фев|февр марта/март/марте|мар "
    "апреля/апрель/апреле|апр мая/май/мае июня/июнь/июне|июн июля/июль/июле|июл "
    "августа/август/августе|авг сентября/сентябрь/сентябре|сен|сент октября/октябрь/октябре|окт "
    "ноября/ноябрь/ноябре|ноя|нояб декабря/декабрь/декабре|дек",
    "uk": "січня/січень/січні|січ лютого/лютий|лют березня/березень/березні|бер квітня/квітень/квітні|квіт|кві "
    "травня/травень/травні|трав|тра червня/червень/червні|черв|чер липня/липень/липні|лип "
    "серпня/серпень/серпні|серп|сер вересня/вересень/вересні|вер жовтня/жовтень/жовтні|жовт|жов "
    "листопада/листопад/листопаді|листоп грудня/грудень/грудні|груд|гру",
    "ar": "يناير/جانفي فبراير/شباط/فيفري مارس/آذار أبريل/ابريل/إبريل/نيسان/أفريل مايو/أيار/ماي "
    "يونيو/حزيران/يونيه/جوان يوليو/تموز/يوليه/يوليوز/جويلية أغسطس/اغسطس/آب/أوت/غشت سبتمبر/أيلول/شتنبر "
    "أكتوبر/اكتوبر نوفمبر/نونبر ديسمبر/دجنبر",
    "fa": "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
    "id": "januari|jan februari|feb maret|mar april|apr mei juni|jun juli|jul agustus|agt|ags september|sep "
    "oktober|okt november|nov desember|des",
    "ms": "januari februari mac april mei jun julai ogos september oktober november disember",
    "tr": "ocak şubat/subat mart nisan mayıs/mayis haziran temmuz ağustos/agustos eylül/eylul ekim kasım/kasim "
    "aralık/aralik",
    "pl": "stycznia/styczeń/styczniu lutego/luty/lutym marca/marzec/marcu kwietnia/kwiecień/kwietniu "
    "maja/maj/maju czerwca/czerwiec/czerwcu lipca/lipiec/lipcu sierpnia/sierpień/sierpniu "
    "września/wrzesień/wrześniu października/październik/październiku listopada/listopad/listopadzie "
    "grudnia/grudzień/grudniu",
    "cs": "ledna/leden/lednu února/únor/únoru března/březen/březnu dubna/duben/dubnu května/květen/květnu "
    "června/červen/červnu července/červenec/červenci srpna/srpen/srpnu září října/říjen/říjnu listopadu "
    "prosince/prosinec/prosinci",
    "nl": "januari|jan februari|feb maart|mrt april|apr mei juni|jun juli|jul augustus|aug september|sep "
    "oktober|okt november|nov december|dec",
    "ro": "ianuarie|ian februarie|feb martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "sr": "januara/januar/јануара/јануар februara/februar/фебруара/фебруар marta/mart/марта aprila/april/априла "
    "maja/maj/маја juna/jun/јуна jula/jul/јула avgusta/avgust/августа septembra/septembar/септембра "
    "oktobra/oktobar/октобра novembra/novembar/новембра decembra/decembar/децембра",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts/mars april maj/mai juni juli august september oktober november december/desember",
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta "
    "marraskuuta joulukuuta",
    "bg": "януари февруари март април май юни юли август септември октомври ноември декември",
    # without listopada: October here, November in Polish
    "hr": "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopad studenoga/studenog prosinca",
    "sk": "januára/januarja februára/februarja marca apríla mája júna/junija júla/julija augusta septembra októbra "
    "novembra decembra",
    "ca": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    "az": "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
    "ur": "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
    "he": "בינואר/ינואר בפברואר/פברואר במרץ/מרץ באפריל/אפריל במאי/מאי ביוני/יוני ביולי/יולי באוגוסט/אוגוסט "
    "בספטמבר/ספטמבר באוקטובר/אוקטובר בנובמבר/נובמבר בדצמבר/דצמבר",
    "hi": "जनवरी फरवरी/फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर नवंबर/नवम्बर दिसंबर/दिसम्बर",
    "bn": "জানুয়ারি/জানুয়ারি ফেব্রুয়ারি/ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
    "th": "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
    "hu": "január február március április május június július augusztus szeptember október november december",
    "lt": "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
    "lv": "janvāris/janvārī februāris/februārī marts/martā aprīlis/aprīlī maijs/maijā jūnijs/jūnijā jūlijs/jūlijā "
    "augusts/augustā septembris/septembrī oktobris/oktobrī novembris/novembrī decembris/decembrī",
    "et": "jaanuar/jaanuaril veebruar/veebruaril märts/märtsil aprill/aprillil mai/mais juuni/juunil juuli/juulil "
    "august/augustil september/septembril oktoober/oktoobril november/novembril detsember/detsembril",
    "is": "janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember",
    "mk": "јануари февруари март април мај јуни јули август септември октомври ноември декември",
    "sq": "janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor",
    "cy": "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
    "sw": "januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba",
    "tl": "enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre",
    "af": "januarie februarie maart april mei junie julie augustus september oktober november desember",
    "uz": "yanvar fevral mart aprel may iyun iyul avgust sentyabr/sentabr oktyabr/oktabr noyabr dekabr",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "ka": "იანვარი/იანვარს თებერვალი/თებერვალს მარტი/მარტს აპრილი/აპრილს მაისი/მაისს ივნისი/ივნისს ივლისი/ივლისს "
    "აგვისტო/აგვისტოს სექტემბერი/სექტემბერს ოქტომბერი/ოქტომბერს ნოემბერი/ნოემბერს დეკემბერი/დეკემბერს",
    "hy": "հունվարի/հունվար փետրվարի/փետրվար մարտի/մարտ ապրիլի/ապրիլ մայիսի/մայիս հունիսի/հունիս հուլիսի/հուլիս "
    "օգոստոսի/օգոստոս սեպտեմբերի/սեպտեմբեր հոկտեմբերի/հոկտեմբեր նոյեմբերի/նոյեմբեր դեկտեմբերի/դեկտեմբեր",
    "am": "ጃንዋሪ/ጃንዩወሪ ፌብሩዋሪ/ፌብሩወሪ ማርች ኤፕሪል/ኤፕረል ሜይ ጁን ጁላይ ኦገስት ሴፕቴምበር ኦክቶበር ኖቬምበር ዲሴምበር",
    "mr": "जानेवारी फेब्रुवारी मार्च एप्रिल मे जून जुलै ऑगस्ट सप्टेंबर ऑक्टोबर नोव्हेंबर डिसेंबर",
    "ne": "जनवरी फेब्रुअरी मार्च अप्रिल मे जुन जुलाई अगस्ट/अगष्ट सेप्टेम्बर अक्टोबर नोभेम्बर डिसेम्बर",
    "gu": "જાન્યુઆરી ફેબ્રુઆરી માર્ચ એપ્રિલ મે જૂન જુલાઈ ઓગસ્ટ/ઑગસ્ટ સપ્ટેમ્બર ઓક્ટોબર/ઑક્ટોબર નવેમ્બર ડિસેમ્બર",
    "pa": "ਜਨਵਰੀ ਫਰਵਰੀ ਮਾਰਚ ਅਪ੍ਰੈਲ ਮਈ ਜੂਨ ਜੁਲਾਈ ਅਗਸਤ ਸਤੰਬਰ ਅਕਤੂਬਰ ਨਵੰਬਰ ਦਸੰਬਰ",
    "ta": "ஜனவரி பிப்ரவரி மார்ச் ஏப்ரல் மே ஜூன் ஜூலை ஆகஸ்ட்/ஆகஸ்டு செப்டம்பர் அக்டோபர் நவம்பர் டிசம்பர்",
    "te": "జనవరి ఫిబ్రవరి మార్చి ఏప్రిల్ మే జూన్ జులై/జూలై ఆగస్టు సెప్టెంబర్ అక్టోబర్ నవంబర్ డిసెంబర్",
    "kn": "ಜನವರಿ ಫೆಬ್ರವರಿ ಮಾರ್ಚ್ ಏಪ್ರಿಲ್ ಮೇ ಜೂನ್ ಜುಲೈ ಆಗಸ್ಟ್ ಸೆಪ್ಟೆಂಬರ್ ಅಕ್ಟೋಬರ್ ನವೆಂಬರ್ ಡಿಸೆಂಬರ್",
    "ml": "ജനുവരി ഫെബ്രുവരി മാർച്ച് ഏപ്രിൽ മേയ്/മെയ് ജൂൺ ജൂലൈ ഓഗസ്റ്റ് സെപ്റ്റംബർ/സെപ്തംബർ ഒക്ടോബർ നവംബർ ഡിസംബർ",
    "si": "ජනවාරි පෙබරවාරි මාර්තු අප්‍රේල්/අප්රේල් මැයි ජූනි ජූලි අගෝස්තු සැප්තැම්බර් ඔක්තෝබර් නොවැම්බර් දෙසැම්බර්",
    "lo": "ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ ກໍລະກົດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ",
    "my": "ဇန်နဝါရီ/ဇန်နဝါရီလ ဖေဖော်ဝါရီ/ဖေဖော်ဝါရီလ မတ်/မတ်လ ဧပြီ/ဧပြီလ မေ/မေလ ဇွန်/ဇွန်လ ဇူလိုင်/ဇူလိုင်လ "
    "ဩဂုတ်/ဩဂုတ်လ/သြဂုတ်/သြဂုတ်လ စက်တင်ဘာ/စက်တင်ဘာလ အောက်တိုဘာ/အောက်တိုဘာလ နိုဝင်ဘာ/နိုဝင်ဘာလ ဒီဇင်ဘာ/ဒီဇင်ဘာလ",
    "km": "មករា/ខែមករា កុម្ភៈ/ខែកុម្ភៈ មីនា/ខែមីនា មេសា/ខែមេសា ឧសភា/ខែឧសភា មិថុនា/ខែមិថុនា កក្កដា/ខែកក្កដា "
    "សីហា/ខែសីហា កញ្ញា/ខែកញ្ញា តុលា/ខែតុលា វិច្ឆិកា/ខែវិច្ឆិកា ធ្នូ/ខែធ្នូ",
    "mn": "нэгдүгээр хоёрдугаар гуравдугаар дөрөвдүгээр тавдугаар зургаадугаар/зургадугаар долоодугаар/долдугаар "
    "наймдугаар есдүгээр аравдугаар арваннэгдүгээр арванхоёрдугаар",
    "el": "ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου/μαίου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου "
    "νοεμβρίου δεκεμβρίου",
}
# The months of Iran's solar year, which begins with spring; years of it are made Gregorian in `calendars`.
SOLAR = ("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند")
# Seven weekdays, Monday first.
WEEKDAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "es": "lunes martes miércoles/miercoles jueves viernes sábado/sabado domingo",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "de": "montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "it": "lunedì/lunedi martedì/martedi mercoledì/mercoledi giovedì/giovedi venerdì/venerdi sabato domenica",
    "ru": "понедельник вторник среду/среда четверг пятницу/пятница субботу/суббота воскресенье",
    "uk": "понеділок вівторок середу/середа четвер п'ятницю/п'ятниця суботу/субота неділю/неділя",
    "ar": "الاثنين/الإثنين الثلاثاء الأربعاء/الاربعاء الخميس الجمعة السبت الأحد/الاحد",
    "id": "senin selasa rabu kamis jumat/jum'at sabtu minggu",
    "tr": "pazartesi salı çarşamba perşembe cuma cumartesi pazar",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "pl": "poniedziałek wtorek środę/środa czwartek piątek sobotę/sobota niedzielę/niedziela",
    "cs": "pondělí úterý středu/středa čtvrtek pátek sobotu/sobota neděli/neděle",
    "hu": "hétfő kedd szerda csütörtök péntek szombat vasárnap",
    "sv": "måndag tisdag onsdag torsdag fredag lördag söndag",
    "da": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "hr": "ponedjeljak utorak srijeda četvrtak petak subota nedjelja",
    "hi": "सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार",
    "ro": "luni marți/marţi miercuri joi vineri sâmbătă duminică",
}
# Weekdays of more languages: read in timestamps and datelines, never in a sentence.
MORE_WEEKDAYS = {
    "ca": "dilluns dimarts dimecres dijous divendres dissabte diumenge",
    "sk": "pondelok utorok streda štvrtok piatok sobota nedeľa",
    "sl": "ponedeljek torek sreda četrtek petek sobota nedelja",
    "sr": "ponedeljak/понедељак utorak/уторак sreda/среда četvrtak/четвртак petak/петак subota/субота nedelja/недеља",
    "bg": "понеделник вторник сряда четвъртък петък събота неделя",
    "el": "δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή",
    "fi": "maanantai/maanantaina tiistai/tiistaina keskiviikko/keskiviikkona torstai/torstaina perjantai/perjantaina "
    "lauantai/lauantaina sunnuntai/sunnuntaina",
    "et": "esmaspäev teisipäev kolmapäev neljapäev reede laupäev pühapäev",
    "lv": "pirmdiena/pirmdien otrdiena/otrdien trešdiena/trešdien ceturtdiena/ceturtdien piektdiena/piektdien "
    "sestdiena/sestdien svētdiena/svētdien",
    "lt": "pirmadienis antradienis trečiadienis ketvirtadienis penktadienis šeštadienis sekmadienis",
    "is": "mánudagur þriðjudagur miðvikudagur fimmtudagur föstudagur laugardagur sunnudagur",
    "sq": "e hënë martë mërkurë enjte premte shtunë diel",
    "cy": "llun mawrth mercher iau gwener sadwrn sul",
    "af": "maandag dinsdag woensdag donderdag vrydag saterdag sondag",
    "ms": "isnin selasa rabu khamis jumaat sabtu ahad",
    "sw": "jumatatu jumanne jumatano alhamisi ijumaa jumamosi jumapili",
    "tl": "lunes martes miyerkules huwebes biyernes sabado linggo",
    "uz": "dushanba seshanba chorshanba payshanba juma shanba yakshanba",
    "az": "bazar ertəsi çərşənbə axşamı çərşənbə cümə axşamı cümə şənbə bazar",
    "kk": "дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі",
    "hy": "երկուշաբթի երեքշաբթի չորեքշաբթի հինգշաբթի ուրբաթ շաբաթ կիրակի",
    "ka": "ორშაბათი სამშაბათი ოთხშაბათი ხუთშაბათი პარასკევი შაბათი კვირა",
}
# Words that name a day by its distance from publication.  "Today" is said of an age too, so that they count in the lead
# only.
RELATIVE = {
    "yesterday": -1, "ayer": -1, "hier": -1, "gestern": -1, "ieri": -1, "ontem": -1, "gisteren": -1, "вчера": -1,
    "вчора": -1, "wczoraj": -1, "včera": -1, "dün": -1, "kemarin": -1, "أمس": -1, "semalam": -1,
    "today": 0, "hoy": 0, "aujourd'hui": 0, "aujourd’hui": 0, "heute": 0, "oggi": 0, "hoje": 0, "vandaag": 0,
    "сегодня": 0, "сьогодні": 0, "dziś": 0, "dzisiaj": 0, "dnes": 0, "bugün": 0,
    "tomorrow": 1, "завтра": 1, "jutro": 1, "amanhã": 1, "domani": 1,
}  # fmt: skip
# "hier" is "here" where one of these stands.
HERE = frozenset(("und", "der", "das", "het", "een", "nicht", "niet"))
ZONES = {
    "gmt": "Z", "utc": "Z", "z": "Z", "est": "-05:00", "edt": "-04:00", "cdt": "-05:00", "mst": "-07:00", "mdt":
    "-06:00", "pst": "-08:00", "pdt": "-07:00", "bst": "+01:00", "cet": "+01:00", "cest": "+02:00", "mez": "+01:00",
    "mesz": "+02:00", "eet": "+02:00", "eest": "+03:00", "msk": "+03:00", "мск": "+03:00", "jst": "+09:00", "kst":
    "+09:00", "hkt": "+08:00", "sgt": "+08:00", "wib": "+07:00", "wita": "+08:00", "wit": "+09:00", "ict": "+07:00",
    "aest": "+10:00", "aedt": "+11:00", "nzst": "+12:00", "nzdt": "+13:00", "pkt": "+05:00", "trt": "+03:00",
    "ist": "+05:30", "npt": "+05:45", "gst": "+04:00", "et": "-05:00", "ct": "-06:00", "mt": "-07:00", "pt": "-08:00",
    "sast": "+02:00", "eat": "+03:00", "wat": "+01:00", "myt": "+08:00", "pht": "+08:00", "cst": "-06:00",
    "akst": "-09:00", "akdt": "-08:00", "hst": "-10:00", "nst": "-03:30", "ndt": "-02:30", "adt": "-03:00",
    "wet": "Z", "west": "+01:00", "brt": "-03:00", "art": "-03:00", "pet": "-05:00", "cot": "-05:00",
    "awst": "+08:00", "acst": "+09:30", "acdt": "+10:30", "cat": "+02:00",
    "idt": "+03:00", "uzt": "+05:00", "hkst": "+08:00",
}  # fmt: skip


# Languages that write the month before the day ("March 5", "Marzo 5", "március 5", "kovo 5", "மார்ச் 5").
MONTH_FIRST = frozenset(("en", "es", "hi", "hu", "lt", "tl", "ta", "te", "kn", "ml", "si", "my", "mn"))
# Languages that write the year before the day and its month ("2024. gada 5. marts").
YEAR_FIRST = ("lv", "kk", "uz")
# Everyday words in lower case: months only when capitalised, or between a day and a year.
WORDS = frozenset({"may", "march", "mac"})
ABBREVIATED = 16  # added to the number of a month whose name is abbreviated

# What Thai abbreviations of months begin with, before their full stops (5 มี.ค. 2567).
THAI_INITIALS = ("ม", "ก", "มี", "เม", "พ", "มิ", "ส", "ต", "ธ")


def word_set(words: str) -> frozenset[str]:
    """Return the words of a table that is written as one text."""
    return frozenset(words.split())


# The first words of the months of the Islamic and the Nepali year, whose days are found in `almanacs`.
OTHER_MONTHS = word_set(
    "محرم صفر ربيع جمادى رجب شعبان رمضان شوال ذو ذي बैशाख वैशाख बैसाख जेठ जेष्ठ ज्येष्ठ असार आषाढ असाढ साउन श्रावण सावन"
    " भदौ भाद्र असोज आश्विन आसोज कात्तिक कार्तिक मंसिर मङ्सिर मंसीर पुस पुष पौष माघ फागुन फाल्गुन चैत चैत्र"
)

_after: dict[str, int] = {}
_before: dict[str, int] = {}
_weekdays: dict[str, int] = {}
_beginnings: set[str] = set()
_year_first: set[str] = set()


def phrase_set(phrases: str) -> frozenset[str]:
    """Return the phrases of a table that is written as one text, with a bar between two."""
    return frozenset(phrases.split("|"))


def _fill() -> None:
    for language, names in MONTHS.items():
        for number, spellings in enumerate(names.split(" "), 1):
            full, *short = spellings.split("|")
            for name in full.split("/"):
                _after[name] = number
            for name in short:
                _after.setdefault(name, number + ABBREVIATED)
            if language in MONTH_FIRST:
                for name in full.split("/"):
                    _before[name] = number
                if language == "en":
                    _before.update(dict.fromkeys(short, number + ABBREVIATED))
            if language in YEAR_FIRST:
                _year_first.update(full.split("/"))


def month_after(word: str) -> int:
    """Return the number of the month that *word* names after a day, or 0; ABBREVIATED is added to an abbreviation."""
    if not _after:
        _fill()
    return _after.get(word) or _after.get(word.lower(), 0)


def month_before(word: str) -> int:
    """Return the number of the month that *word* names before a day ("March 5"), or 0; see month_after."""
    if not _before:
        _fill()
    return _before.get(word) or _before.get(word.lower(), 0)


def years_stand_first(word: str) -> bool:
    """Return whether a year may stand before the day and this month: 2024. gada 5. marts."""
    return word.lower() in _year_first


def month_beginnings() -> set[str]:
    """Return the first three letters of all months, and of the words that may stand before one."""
    if not _beginnings:
        if not _after:
            _fill()
        _beginnings.update(name[:3] for name in _after)
        _beginnings.update(("of ", "de ", "d' ", "d'a", "d’a", "d'o", "d’o", "den", "thá", "كان", "تشر"))
        _beginnings.update(name[:3] for name in (*SOLAR, *OTHER_MONTHS))
        _beginnings.update(("من ", "गते", "ذو ", "ذي "))
    return _beginnings


def first_word(name: str) -> str:
    """Return the first word of a name that says when, in lower case: "segunda" of "segunda-feira"."""
    return name.lower().replace("-", " ").replace("'", " ").replace("’", " ").split()[0]


@cache
def calendar() -> kernels.Calendar:
    """Return all words that say when, to look for in a text: all months, the first word of each other name."""
    if not _after:
        _fill()
    weekdays = [name for names in WEEKDAYS.values() for name in names.replace("/", " ").split(" ")]
    others = sorted({*map(first_word, [*weekdays, *RELATIVE]), *HERE})
    rest = ("tháng", "كانون", "تشرين", "сарын", "juche", "주체")
    return kernels.Calendar([*_after, *SOLAR, *THAI_INITIALS, *OTHER_MONTHS, *rest], others)


def weekday(word: str) -> int:
    """Return the number of the weekday that *word* names, 0 for Monday, or -1."""
    if not _weekdays:
        for names in chain(MORE_WEEKDAYS.values(), WEEKDAYS.values()):
            for number, spellings in enumerate(names.split(" ")):
                _weekdays.update(dict.fromkeys(spellings.split("/"), number))
    return _weekdays.get(word.lower(), -1)
