"""What sites write beside a date: that it is of publication, of an update, or of something else."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from provenance.attribution.changes import UPDATED
from provenance.attribution.dates.months import weekday, word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a date is of, where it is not the day of publication or of an update.
Role = Literal[
    "embargo", "event", "deadline", "effective", "court", "life", "member", "accessed", "clock", "received"
]  # fmt: skip
# Words that say that a text was published; a line that begins with one is a timestamp, whatever else is in it.
PUBLISHING = word_set(
    "publiziert publikationsdatum uploaded premiered aired streamed republished"
    " delivered मिति तिथि तारीख publikacja publikation publikace publiceringsdatum publicering veröffentlichungsdatum"
    " erstveröffentlichung publisering publiseringsdato julkaisuaika julkaisupäivä julkaisupvm publiceret"
    " publikována datum: objave közzététel megjelenés publicare публікація публікації публикуване датум tanggal"
    " tarikh tgl เมื่อ โพสต์ เผยแพร่เมื่อ วันที่เผยแพร่ 발행일자 등록일시 게시일 発表日 発行日 投稿日時 公開日時 掲載日時"
    " 配信日時 发稿时间 发文日期 发布日 公布日期 登載日期 張貼日期 張貼 刊登日期 上架日期 posted: zveřejnění"
    " zverejnenia vydání publikacije objavljeno: δημοσίευσης ημερομηνία ανάρτησης published publish posted post"
    " first issued issue released release created submitted publicado publicada publicados publié publiée publie"
    " paru parue veröffentlicht veröffentlichung erstellt stand erschienen erscheinungsdatum datum eingestellt"
    " online pubblicato pubblicata pubblicazione publicação publicación publicação: publication publishing redigé"
    " rédigé ecrit écrit escrito scritto creado criado creato créé опубликовано опубликована опубликован публикация"
    " публикации дата создано размещено добавлено đăng dipublikasikan terbit diterbitkan tayang diunggah yayınlanma"
    " yayın tarihi tarih yayınlandı yayımlanma eklenme oluşturulma giriş opublikowano dodano dodane dodana dodany"
    " utworzono added gepostet posté postée postado postada fecha ligne"
    " data publikacji"
    " utworzenia dodania vydáno publikováno zveřejněno vloženo zverejnené publikované vydané geplaatst gepubliceerd"
    " publicatiedatum publicerad publicerat publicerades skapad udgivet offentliggjort oprettet publisert lagt"
    " опубліковано оприлюднено створено közzétéve megjelent publikálva feltöltve publicat publicată publicării"
    " postat adăugat objavljeno publicēts publicēta paskelbta publikuota avaldatud julkaistu δημοσίευση δημοσιεύθηκε"
    " δημοσιεύτηκε ανάρτηση публикувано публикувана публикуван објављено објавено פורסם פרסום تاریخ تاريخ النشر نشر"
    " نُشر انتشار منتشر شائع გამოქვეყნებულია შექმნილია հրապարակվել հրապարակված жарияланды жарияланған chop etilgan"
    " dərc प्रकाशित प्रकाशन তারিখ প্রকাশ প্রকাশিত வெளியிடப்பட்டது เผยแพร่ วันที่ 发布时间 发布 发表 发布于 发布日期 發布"
    " 發布時間 發布日期 發佈 發佈日期 刊登 日期 公開 公開日 掲載 掲載日 配信 投稿日 投稿 日時 入力 날짜 발행 발행일"
    " 등록일 입력 등록 승인 송고 게시 작성일 작성 dátum pubdate dated diterbit disiarkan lansat objava"
)
# Words between labels, dates and clocks, which say nothing of the date.
_JOINING = word_set(
    "date on at time by from in for to and und et y e i a à als de la le les du des el al del las los das der den il"
    " lo alle ore dalle auf vom am um uhr ist hrs hours hs horas heures г года год в и о от в: ngày lúc vào giờ ngay"
    " gmt utc pukul jam pada saat saati saatte godz godzina dnia dne v o ve klo kl klokken ura uri časova hod óra om"
    " op last min read reading minutes minute mins lecture lire temps lettura leitura lectura tempo tiempo lesezeit"
    " leestijd lukuaika čtení czytania minuty minut minuter minutter minuto minutos minuti of the edt est pm pm. am."
    " a.m p.m a.m. p.m. thứ hai ba tư năm sáu bảy chủ nhật cn às em ás في عند على م ص هـ ساعة ساعت الساعة منذ mon"
    " tue tues wed thu thur thurs fri sat sun mo di mi do fr sa so lun mar mer jeu ven sam dim mié jue vie sáb gio"
    " sab seg ter qua qui sex пн вт ср чт пт сб вс нд wo vr za zo ma pon wt śr czw pt sob niedz út st čt pá ne po"
    " pzt sal çar cum cmt paz tir ons tor lør søn mån tis lör sön ke pe su δευ τρι τετ πεμ παρ σαβ κυρ ago hour day"
    " days week weeks month months year years ya vor hace há tage tagen stunde stunden tag uur pagi siang sore"
    " petang malam wib h n g mês mes στις στη ώρα ωρα часа часов בשעה ב תאריך ა է ж día año প্রকাশের வெளியீடு เวลา น"
    " leave comment comments comentarios comentários kommentare kommentar commentaires commenti no share shares"
    " views view visualizações lượt xem reads hits print email e-mail tweet whatsapp facebook twitter linkedin"
    " pinterest telegram listen save bookmark follow copy link icon timer schedule access visibility calendar clock"
    " person 时间 時間 阅读 浏览 点击 评论 年 月 日 วันที่: 조회 조회수 댓글 기사 n° nr eet cet last: zuletzt letzte"
    " letzter letztes letzten última último ultima ultimo ultimul ultimele dernière dernier laatste laatst senast"
    " seneste sidst sist viimeksi viimati ostatnia ostatnio ostatnie poslední naposledy posledná utolsó utoljára"
    " последнее последняя последний останнє остання son sonra τελευταία τελευταια terakhir lần cuối zadnja zadnje"
    " posljednja posljednje poslednja poslednji paskutinį pēdējo 最后 最後 最終 최종 آخر آخرین अंतिम শেষ সর্বশেষ"
    " artikel beitrag meldung ausgabe pressemitteilung mitteilung communiqué presse comunicado prensa imprensa"
    " comunicato stampa nota edición edição edizione ausg"
    " ultima: tüm d. m. г. р. р року дата: час годин хв this version original originally heute hoy oggi hoje"
    " aujourd'hui today сегодня сьогодні dziś dnes bugün tänään idag 今日 edition edición rev ver"
    " r kell plkst val ora orele kello klockan sati ч час. časa horas"
    " asked gefragt preguntado preguntada demandé demandée אחרון לאחרונה ครั้ง ล่าสุด เมื่อ"
    " години ώρα по за києвом київським київ часом москве московскому москва времени киеву киевскому минску мінску"
    " местному місцевим астане local locale lokal ortszeit heure hora kyiv moscow"
)


# Phrases that say what else a date is of, parted by "|"; "*" stands for any ending.  "$": the date follows at once.
# "^": the phrase begins its line, and nothing but a day of the week is between it and the date.
_ROLES: dict[Role, str] = {
    "embargo":
    "embargo*|under embargo|not for release|not for publication|do not publish|hold for release|hold until"
    "|release on or after|sperrfrist*|gesperrt bis|frei ab|sous embargo|no publicar antes|non pubblicare prima"
    "|não publicar antes|эмбарго*|ембарго*|ambargo*|禁运|解禁|엠바고|حظر النشر",
    "deadline":
    "deadline*|applications by$|payment due|closing date*|closes|closing on|due$|due date|due by|apply by"
    "|applications close|apply before|register by|registration closes|submit by|expires|expiry*|expiration*|rsvp"
    "|notification|camera ready|camera-ready|bewerbungsschluss|einsendeschluss|anmeldeschluss|bewerbungsfrist"
    "|meldeschluss|frist*|abgabefrist|redaktionsschluss|date limite*|date butoir|clôture*|fecha límite*"
    "|fecha limite*|plazo*|cierre de|vencimiento*|vence|scadenza*|scade|entro il|prazo*|data limite*|inscrições até"
    "|encerramento*|uiterlijk*|sluitingsdatum|inschrijven voor|sista dag*|sista ansökningsdag|ansøgningsfrist*"
    "|tilmeldingsfrist*|søknadsfrist*|svarfrist*|hakuaika*|määräaika*|termin skład*|termin nadsył*|termin zgłosz*"
    "|uzávěrka*|uzávierka*|termín podání|határidő*|jelentkezési határidő|termen limită|termenul limită|краен срок"
    "|крайний срок|срок подачи|срок до|дедлайн*|крайній термін|προθεσμία*|son başvuru*|son tarih*|الموعد النهائي"
    "|آخر موعد|مهلت|अंतिम तिथि|শেষ তারিখ|hạn chót|hạn nộp|batas akhir|batas waktu|tenggat*|tarikh tutup|截止|締切"
    "|締め切り|마감|ถึงวันที่|ภายในวันที่|đến hết ngày|đến ngày|sampai tanggal|hingga tanggal|sampai dengan|截至|截止到",
    "effective":
    "effective*|royal assent|commencement*|in force*|into force|takes effect|with effect from|valid from|valid until"
    "|valid till|valid through|valid to|applies from|supersed*|replaces|repealed|superseded|gültig*|wirksam*"
    "|in kraft|inkrafttreten|gilt ab|gilt bis|ersetzt|en vigueur|entrée en vigueur|valable*|remplace|vigente*"
    "|vigencia*|en vigor|válido*|sustituye|em vigor|vigência*|válida*|in vigore|valido*|valida*|decorrenza"
    "|van kracht|geldig*|ingangsdatum|gäller*|ikraftträd*|gælder*|gjelder*|voimassa*|voimaan*|ważn*|obowiązuje*"
    "|wchodzi w życie|platn*|účinn*|hatály*|în vigoare|в сила|вступает в силу|вступил в силу|вступила в силу"
    "|действует*|действителен*|набирає чинності|чинний з|yürürlük*|geçerli*|يسري*|سارية|berlaku*|hiệu lực|有效期"
    "|生效|施行|発効|有効期限|시행|유효",
    "court":
    "urteil*|urt|beschluss*|beschl|entscheidung*|verfügung*|bescheid vom|judgment*|judgement*|decision of"
    "|decision dated|decision no*|ruling*|order of|order dated|opinion of|decided|argued|filed|filed on|filing date"
    "|priority date|handed down|heard|hearing*|date of decision|arrêt*|jugement*|décision du|ordonnance*|sentencia*"
    "|auto de|auto del|resolución*|fallo*|sentenza*|ordinanza*|decreto*|real decreto|ley|legge|lei|loi|gesetz*"
    "|verordnung*|acórdão*|decisão*|arrest van|uitspraak*|vonnis*|dom av|dom den|wyrok*|postanowieni*|uchwał*"
    "|rozsudek*|usnesení|ítélet*|постановлени*|решение*|определение суда|приказ*|указ*|закон*|рішення*|απόφαση*"
    "|kararı|karar tarihi|判決|裁定|判决|판결|선고|regulation*|directive*|resolution*|notice no*|act of"
    "|in the matter of|lecture du|audience du|séance du|sitzung vom|tagung vom",
    "life":
    "born|born on|died|died on|birth*|death*|dob|date of birth|date of death|deceased|funeral*|burial*|geboren*|geb"
    "|gestorben*|gest|verstorben*|beerdigung*|trauerfeier*|beisetzung*|né le|née le|né à|née à|décédé*|mort le"
    "|morte le|naissance|décès|obsèques|nacid*|nació*|nacimiento*|falleci*|murió*|nato il|nata il|nato a|nata a"
    "|morto il|morta il|nascita|nascid*|nasceu*|nascimento*|faleci*|faleceu*|overleden*|född*|avliden*|død*|født*"
    "|syntynyt*|syntymä*|kuollut*|urodz*|ur|zmarł*|zm|narozen*|zemřel*|narodený*|zomrel*|született*|meghalt*|născut*"
    "|decedat*|роди*|умер*|дата рождения|дата смерти|народи*|помер*|почина*|γεννήθηκε*|πέθανε*|doğum*|ölüm*|ولد*"
    "|ولادة|توفي*|وفات|متولد|lahir*|meninggal*|wafat*|sinh ngày|mất ngày|ngày sinh|出生|去世|生于|生まれ|没年|死去"
    "|출생|사망|†",
    "member":
    "joined|join date|last seen|last visit*|last online|last active|last login|zuletzt online|zuletzt gesehen"
    "|member since|registered|registered on|account created|user since|follower since|subscriber since|founded"
    "|established|established in|since$|mitglied seit|registriert*|angemeldet seit|beigetreten*|gegründet*"
    "|dabei seit|inscrit*|membre depuis|fondé*|créée en|miembro desde|registrad*|se unió*|fundad*|iscritt*"
    "|membro dal*|fondat*|membro desde|entrou em|lid sinds|lid geworden|opgericht*|medlem sedan|medlem siden"
    "|gick med|liittynyt*|jäsen*|dołączył*|zarejestrowan*|członek od|założon*|členem od|registrován*|registrácia"
    "|založen*|regisztrált*|csatlakozott*|membru din|înregistrat*|регистрация*|зарегистрирован*|на сайте с"
    "|на форуме с|реєстрація*|зареєстрован*|μέλος από|εγγραφή|katılım*|katıldı|üyelik*|kayıt tarihi|kuruluş*|عضو منذ"
    "|انضم*|تاريخ التسجيل|عضویت|bergabung*|tham gia|ngày tham gia|注册|註冊|登録日|参加日|가입|가입일",
    "accessed":
    "retrieved*|accessed*|access date|archived*|crawled*|downloaded*|printed*|captured*|snapshot*|saved from"
    "|saved on|cached*|viewed on|last visited|abgerufen*|zugriff*|aufgerufen*|gedruckt*|ausgedruckt*"
    "|heruntergeladen*|archiviert*|consulté*|archivé*|imprimé*|consultad*|recuperado*|archivad*|impreso*|consultat*"
    "|archiviat*|stampato*|acessado*|acesso em|acedido*|arquivado*|impresso*|geraadpleegd*|gearchiveerd*|hämtad*"
    "|arkiverad*|hentet*|arkivert*|arkiveret*|besøgt*|viitattu*|luettu*|arkistoitu*|dostęp*|pobrano*|zarchiwizowano*"
    "|citováno*|staženo*|hozzáférés*|accesat*|arhivat*|дата обращения*|архивировано*|загружено*|дата звернення*"
    "|архівовано*|ανακτήθηκε*|erişim*|arşivlendi*|diakses*|dicapai*|truy cập*|访问|浏览于|檢索|检索|存档|閲覧"
    "|アクセス|접속|확인일|وصول|اطلع عليه",
    "clock":
    "today is|today's date|todays date|it is now|current time|current date|local time|server time|time now|heute ist"
    "|aktuelles datum|aktuelle zeit|hoy es|fecha actual|hora actual|nous sommes|date du jour|oggi è|hoje é"
    "|vandaag is|idag är|dagens datum|i dag er|tänään on|dziś jest|dzisiaj jest|dnes je|сегодня:|текущее время"
    "|сейчас|сьогодні:|поточний час|bugün:|bugünün tarihi|اليوم هو|امروز|hari ini:|hôm nay là|今天是|现在是|今日は"
    "|오늘은|^today|^heute|^hoy|^oggi|^hoje|^aujourd'hui|^aujourd’hui|^vandaag|^idag|^i dag|^tänään|^dziś|^dzisiaj"
    "|^dnes|^azi|^astăzi|^danas|^данас|^днес|^сегодня|^сьогодні|^сёння|^σήμερα|^bugün|^bu gün|^bugun|^бүгін|^avui"
    "|^täna|^šodien|^šiandien|^sot|^hari ini|^hôm nay|^ngayon|^اليوم|^امروز|^آج|^היום|^आज|^আজ|^இன்று|^ఈరోజు"
    "|^วันนี้|^今天|^今日|^本日|^오늘|all times are|next update|nächste aktualisierung|valid for",
    "event":
    "made|gift of|given by|bequest of|bequeathed*|acquired*|purchased*|donated*|donation of"
    "|minted|cast in|carved*|engraved*|woven*|excavated*|found at|geschenk von|stiftung von|erworben*|angefertigt*"
    "|geschenk*|schenkung*|schenking*|ankauf*|zugang*|datiert*|signiert*|gedateerd*|gesigneerd*|aankoop*|datato*"
    "|datata*|firmato*|acquisizione*|donazione*|daté du|datée du|signé*|achat*"
    "|fechado*|firmado*|adquisición*|datado*|aquisição*"
    "|hergestellt*|don de|legs de|acquis*|fabriqué*|donación de|legado de|adquirido*|hecho en|dono di|lascito di"
    "|acquistato*|realizzato*|doação de|schenking van|legaat van|aangekocht*|vervaardigd*|gåva av|gave fra|dar od"
    "|подарок*|дар от|изготовлен*|寄贈|购于|기증"
    "|when|week of$|as of$|woche vom$|semaine du$|semana del$|settimana del$|election day|match day|match date"
    "|recorded|recorded on|taken|taken on|filmed|shot on|launched|built|completed|signed|first flight|check-in"
    "|check in|arrival|departure|anreise|abreise|next meeting|forecast for|weather for|rendez-vous"
    "|date & time|date and time|event date|photo added|photo uploaded|picture added|image added|comment added"
    "|comment posted|whatsapp image|screenshot*|screen shot|bildschirmfoto|capture d'écran|captura de pantalla"
    "|event starts|doors|doors open|starts|starting|start date|begins|begin date|end date|ends|showtime|kick-off"
    "|kickoff|kick off|opening night|opens|save the date|on view|on display|from$|through$|until$|till$|travel dates"
    "|conference dates|wann|einlass*|beginn*|anpfiff|termin*|veranstaltungs*|konzerttermin|ab dem$|bis zum$|bis$"
    "|quand|date de l'événement|début*|ouverture des portes|jusqu'au$|cuándo|cuando|fecha del evento|inicio*"
    "|comienzo*|apertura de puertas|hasta el$|desde el$|quando|data evento|inizio*|fino al$|dal$|início*"
    "|data do evento|até$|wanneer|aanvang*|tot en met$|vanaf$|när|startar|öppnar|hvornår|når|starter|alkaa|milloin"
    "|kiedy|początek*|rozpoczęcie*|kdy|začátek*|začiatok*|kedy|mikor|kezdés*|kezdete|când|începe*|кога|начало*|когда"
    "|коли|початок*|дата проведения|дата мероприятия|πότε|έναρξη*|ne zaman|başlangıç*|etkinlik tarihi|متى|يبدأ"
    "|زمان برگزاری|kapan|mulai*|khi nào|bắt đầu*|thời gian diễn ra|开始时间|活动时间|开幕|舉辦|開催|開催日時|開演"
    "|일시|개막|행사일",
    "received":
    "received*|accepted*|manuscript*|submitted$|submission*|first submitted|revision received|in revised form"
    "|eingereicht*|eingegangen*|angenommen*|recibido*|aceptado*|reçu*|accepté*|ricevuto*|accettato*|recebido*"
    "|aceito*|aprovado em|поступила*|принята*|получена*|надійшла*|otrzymano*|przyjęto*|geliş tarihi|kabul tarihi"
    "|收稿|录用|接受日期|接收|受理|受付|採択|투고|접수|게재확정|심사",
}  # fmt: skip
_REACH = 48  # characters before a date that can say what it is of
_COURT_REACH = 30
_APART = str.maketrans(dict.fromkeys(':：?？,;()（）[]|–—•·"“”„«»/\u00a0\t', " "))


def is_label(word: str) -> bool:
    """Return whether a word, in lower case, can be beside a date without being anybody's name."""
    return word in PUBLISHING or word in UPDATED or word in _JOINING or weekday(word) >= 0


class _Phrase(NamedTuple):
    """A phrase as it is looked for, and the place of its role in the table: the first one wins.

    *whole*: another word must not go on behind it.  *last*: nothing may stand between it and its date.  *first*: it
    begins the line, as the clock of a page does, and only a day of the week may stand between.
    """

    rank: int
    words: str
    whole: bool
    last: bool
    first: bool

    def fits(self, said: str, start: int) -> bool:
        """Whether the phrase, at *start* of what was *said* before a date, has no more around it than it allows."""
        end = start + len(self.words)
        if self.whole and said[end : end + 1] not in {"", " "}:
            return False
        if self.first:
            return not start and all(weekday(word) >= 0 for word in said[end:].split())
        return not (self.last and end < len(said))


@cache
def _phrases() -> dict[str, tuple[_Phrase, ...]]:
    """Return the phrases by their first three characters: most words before a date begin none of them."""
    found: dict[str, list[_Phrase]] = {}
    for rank, phrases in enumerate(_ROLES.values()):
        for phrase in phrases.split("|"):
            stem = phrase.strip("^*$")
            whole = phrase[-1] != "*" and not _joined(stem)
            found.setdefault(stem[:3], []).append(_Phrase(rank, stem, whole, phrase[-1] == "$", phrase[0] == "^"))
    return {key: tuple(each) for key, each in found.items()}


def _begun(said: str, start: int) -> tuple[_Phrase, ...]:
    """Return the phrases that can begin at *start*, those of no more than two characters first."""
    phrases = _phrases()
    return phrases.get(said[start : start + 2], ()) + phrases.get(said[start : start + 3], ())


def _joined(words: str) -> bool:
    """Whether *words* are in a script that does not part them."""
    return words[0] >= "\u2e80" or words == "†"


def role_of(before: str) -> Role | None:
    """Return what a date is of, by the words *before* it on its line; None for publication, an update, or nothing."""
    said = " ".join(before[-_REACH:].lower().translate(_APART).split())
    if not said:
        return None
    best: tuple[int, int] | None = None  # the rank of the role, and where its phrase ends
    for start in _starts(said):
        for phrase in _begun(said, start):
            if (
                (best is None or phrase.rank < best[0])
                and said.startswith(phrase.words, start)
                and phrase.fits(said, start)
                and _near(phrase, len(said) - start)
            ):
                best = phrase.rank, start + len(phrase.words)
    if best is None:
        return None
    # the label that is nearest to the date says what it is of
    return None if not _STATING.isdisjoint(said[best[1] :].split()) else _ROLE_NAMES[best[0]]


def _starts(said: str) -> Iterator[int]:
    """Yield where a phrase can begin: with a word, or anywhere in a script that does not part words."""
    place = 0
    while place >= 0:
        yield place
        place = said.find(" ", place) + 1 or -1
    if not said.isascii():
        yield from (at for at, letter in enumerate(said) if at and said[at - 1] != " " and _joined(letter))


def _near(phrase: _Phrase, distance: int) -> bool:
    return _ROLE_NAMES[phrase.rank] != "court" or distance < _COURT_REACH


_ROLE_NAMES = tuple(_ROLES)


def labels_below(above: str) -> Role | None:
    """Return what the date below a line is of, where the line is a label: Deadline; Date of birth:"""
    if len(above) > _REACH:
        return None
    if above[-1:] in {":", "："}:
        return role_of(above)
    said = " ".join(above.lower().translate(_APART).split())
    for phrase in _begun(said, 0):
        role, rest = _ROLE_NAMES[phrase.rank], said.removeprefix(phrase.words)
        # no headline of two words: Bridge opens
        if said.startswith(phrase.words) and (not rest or (role == "court") or not (phrase.whole or " " in rest)):
            return role
    return None


CERTAIN = PUBLISHING - word_set(
    "date dated data fecha 날짜 datum dátum tarih tarihi تاريخ تاریخ дата 日期 日時 online first on"
)
_STATING = (PUBLISHING | UPDATED) - word_set(
    "date dated data datum dátum tarih tarihi 日期 日時 online first on first:"
)
