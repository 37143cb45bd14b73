"""What the invented texts of ``lawful_texts`` are made of, in six languages."""

from __future__ import annotations

from typing import NamedTuple


class Phrases(NamedTuple):
    """Words for prose, and the sentences that a form says again; braces stand for what differs."""

    vocabulary: str
    title: str
    refrain: tuple[str, str]
    clause: str
    regard: str
    tariff: str
    forecast: str
    days: list[str]
    topics: list[str]
    names: list[str]
    carried: str
    answer: str
    tickets: str
    reminder: str
    wrote: str
    signature: str
    response: str
    amen: str
    step: str

    @property
    def words(self) -> list[str]:
        return self.vocabulary.split()


PHRASES = {
    "en": Phrases(
        vocabulary="anchor barley bellows cellar chimney clerk cobbler dairy drover fiddle gravel hamlet "
        "heron hinge inkwell"
        " kiln ladder meadow miller orchard otter paddle pasture quarry raft reed saddle shutter sluice spindle thatch"
        " timber trestle turnip wagon weaver wharf willow yarn yoke",
        title="The autumn fair of the weavers and millers",
        refrain=(
            "Then bring in the barley, my darling, bring it in before the rain,",
            "for the mill will be turning till morning, and we shall not gather again.",
        ),
        clause="The Lessee shall return the {noun} in good repair within fourteen days after the end of the term, and "
        "shall bear the cost of any damage that exceeds fair wear and tear.",
        regard="Having regard to section {number} of the charter of the guild and to the report that the warden of the "
        "{noun} laid before the assembly,",
        tariff="Class {number}. For every load of up to {one} stone that is carried across the river by day, the toll "
        "is {two} pence, and for every load that is carried by night a further {three} pence.",
        forecast="Cloudy at first, with bright spells from noon on and a light wind from the west. Showers "
        "are possible "
        "in the hills towards evening. Highs of twelve to fourteen degrees.",
        days=["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
        topics=["The old sluice", "The market hall", "Repair of the wharf", "Any other business"],
        names=["Warden Pell", "Mr Ashdown", "Mrs Larkin"],
        carried="The motion was put to the vote and carried without a voice against it. The clerk was asked to inform "
        "everyone concerned before the next sitting.",
        answer="Please write to the office, and add the number of your card. We answer every letter within three "
        "working days, in the order in which they reach us.",
        tickets="The doors open half an hour before the start. Seats are not numbered, and tickets are sold "
        "at the gate "
        "until all places are taken.",
        reminder="Let me remind the witness that he is still under oath. He need not answer a question if the answer "
        "could bring a charge against him.",
        wrote="On 3 March, {name} wrote:",
        signature="Edith Larkin, keeper of the weights\nGuild of Weavers and Millers, 4 Sluice Lane, open on weekdays\n"
        "from nine to twelve. This message is meant for its reader only.",
        response="Hear us, we ask of you, and lead our feet back to the path that our fathers and mothers walked.",
        amen="Hear us, we ask of you, and lead our feet back to the path that our fathers and mothers walked. "
        "So be it.",
        step="Cover the bowl with a damp cloth and leave the dough to rise for an hour in a warm place. Then knead it "
        "again on a floured board until it is smooth.",
    ),
    "de": Phrases(
        vocabulary="Amboss Brunnen Dachboden Deich Ernte Fähre Fuhrwerk Gasse Giebel Hafer Heuboden "
        "Hufschmied Kachel Kanne"
        " Kessel Koppel Krug Laterne Leiter Linde Mühle Pflug Rechen Reuse Sattel Scheune Schleuse Schwelle Seil Spule"
        " Stelle Tenne Trage Ufer Wagen Weber Weide Werft Wiese Zaun",
        title="Der große Herbstmarkt der Weber und Müller",
        refrain=(
            "So tragt die Ernte zur Mühle, ihr Lieben, ehe der Regen fällt,",
            "denn morgen dreht sich das Rad nicht mehr, und still liegt unser Feld.",
        ),
        clause="Der Pächter hat die {noun} binnen vierzehn Tagen nach dem Ende der Pacht in gutem Zustand "
        "zurückzugeben "
        "und haftet für jeden Schaden, der über die gewöhnliche Abnutzung hinausgeht.",
        regard="gestützt auf Abschnitt {number} der Satzung der Zunft und auf den Bericht, den der Vorsteher "
        "der {noun} "
        "der Versammlung vorgelegt hat,",
        tariff="Klasse {number}. Für jede Last bis zu {one} Zentnern, die bei Tag über den Fluss gebracht "
        "wird, beträgt "
        "die Gebühr {two} Groschen, und für jede Last bei Nacht kommen weitere {three} Groschen hinzu.",
        forecast="Zunächst stark bewölkt, ab Mittag einige Aufheiterungen bei schwachem Wind aus West. Gegen "
        "Abend sind "
        "in den Bergen Schauer möglich. Höchstwerte zwölf bis vierzehn Grad.",
        days=["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag"],
        topics=["Die alte Schleuse", "Die Markthalle", "Ausbesserung der Werft", "Verschiedenes"],
        names=["Vorsteher Pell", "Herr Aschdorn", "Frau Lerch"],
        carried="Der Antrag wurde zur Abstimmung gestellt und ohne Gegenstimme angenommen. Der Schreiber "
        "wurde gebeten, "
        "alle Beteiligten vor der nächsten Sitzung zu unterrichten.",
        answer="Bitte schreiben Sie an das Büro und geben Sie die Nummer Ihrer Karte an. Wir beantworten jeden Brief "
        "innerhalb von drei Werktagen in der Reihenfolge des Eingangs.",
        tickets="Einlass ist eine halbe Stunde vor Beginn. Die Plätze sind nicht nummeriert, und Karten gibt es an der "
        "Pforte, bis alle Plätze vergeben sind.",
        reminder="Ich erinnere den Zeugen daran, dass er noch unter Eid steht. Er muss eine Frage nicht "
        "beantworten, wenn "
        "ihn die Antwort belasten könnte.",
        wrote="Am 3. März schrieb {name}:",
        signature="Edith Lerch, Hüterin der Gewichte\nZunft der Weber und Müller, Schleusengasse 4, werktags geöffnet\n"
        "von neun bis zwölf. Diese Nachricht ist nur für ihren Empfänger bestimmt.",
        response="Höre uns, wir bitten dich, und führe unsere Füße zurück auf den Weg, den unsere Eltern "
        "gegangen sind.",
        amen="Höre uns, wir bitten dich, und führe unsere Füße zurück auf den Weg, den unsere Eltern gegangen sind. So "
        "sei es.",
        step="Die Schüssel mit einem feuchten Tuch bedecken und den Teig eine Stunde an einem warmen Ort gehen lassen. "
        "Dann auf einem bemehlten Brett noch einmal glatt kneten.",
    ),
    "fr": Phrases(
        vocabulary="ancre avoine bêche bergère boisseau bouleau brouette cale cave charrue chaudron cheminée "
        "colline coteau"
        " cuve échelle écluse enclume étable faucille ferme ficelle gerbe grange gué hameau jonc lanterne lavoir meule"
        " moulin osier pâturage poutre puits radeau ruche sabot sillon verger",
        title="La grande foire d'automne des tisserands",
        refrain=(
            "Rentrez l'avoine, ma belle, rentrez-la avant que vienne la pluie,",
            "car le moulin tournera jusqu'à l'aube et demain la fête est finie.",
        ),
        clause="Le preneur restituera la {noun} en bon état dans les quatorze jours qui suivent la fin du bail et "
        "supportera le coût de tout dommage qui dépasse l'usure normale.",
        regard="Vu l'article {number} de la charte de la guilde et le rapport que le gardien de la {noun} a présenté à "
        "l'assemblée,",
        tariff="Classe {number}. Pour chaque charge de {one} livres au plus qui traverse la rivière de jour, "
        "le péage est "
        "de {two} sous, et pour chaque charge qui la traverse de nuit, de {three} sous de plus.",
        forecast="Ciel couvert au début, éclaircies à partir de midi et vent faible d'ouest. Des averses sont "
        "possibles "
        "en montagne vers le soir. Maximales de douze à quatorze degrés.",
        days=["Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi"],
        topics=["La vieille écluse", "La halle du marché", "Réparation du quai", "Questions diverses"],
        names=["Le gardien Pell", "M. Aubépin", "Mme Larque"],
        carried="La motion a été mise aux voix et adoptée sans opposition. Le greffier a été prié d'informer tous les "
        "intéressés avant la prochaine séance.",
        answer="Veuillez écrire au bureau et indiquer le numéro de votre carte. Nous répondons à chaque "
        "lettre dans les "
        "trois jours ouvrables, dans l'ordre de leur arrivée.",
        tickets="Les portes ouvrent une demi-heure avant le début. Les places ne sont pas numérotées et les "
        "billets sont "
        "vendus à l'entrée jusqu'à ce que la salle soit pleine.",
        reminder="Je rappelle au témoin qu'il est toujours sous serment. Il n'est pas tenu de répondre à une "
        "question si "
        "la réponse pouvait l'accuser.",
        wrote="Le 3 mars, {name} a écrit :",
        signature="Édith Larque, gardienne des poids\nGuilde des tisserands, 4 ruelle de l'Écluse, ouvert en semaine\n"
        "de neuf heures à midi. Ce message ne s'adresse qu'à son destinataire.",
        response="Écoute-nous, nous te prions, et ramène nos pas sur le chemin que nos pères et nos mères ont suivi.",
        amen="Écoute-nous, nous te prions, et ramène nos pas sur le chemin que nos pères et nos mères ont suivi. Ainsi "
        "soit-il.",
        step="Couvrir le saladier d'un linge humide et laisser lever la pâte une heure dans un endroit chaud. "
        "La pétrir "
        "de nouveau sur une planche farinée jusqu'à ce qu'elle soit lisse.",
    ),
    "es": Phrases(
        vocabulary="acequia aldea almendro ancla arado avena azada balsa barril cabaña campana cántaro "
        "carreta cesto colina"
        " corral dehesa encina era escalera establo farol fragua gavilla granero herrero huerto junco lavadero molino"
        " olivo palanca pastor pozo puente rueda senda telar trigo vereda",
        title="La gran feria de otoño de los tejedores",
        refrain=(
            "Recoge la avena, mi vida, recógela antes de que llueva,",
            "que el molino dará vueltas hasta el alba y el camino a tu casa me lleva.",
        ),
        clause="El arrendatario devolverá la {noun} en buen estado dentro de los catorce días siguientes al fin del "
        "plazo y correrá con los gastos de todo daño que exceda del desgaste normal.",
        regard="Vistos el artículo {number} de la carta del gremio y el informe que el guardián de la {noun} "
        "presentó a "
        "la asamblea,",
        tariff="Clase {number}. Por cada carga de hasta {one} arrobas que cruce el río de día, el peaje será de {two} "
        "reales, y por cada carga que lo cruce de noche, de otros {three} reales.",
        forecast="Nublado al principio, con claros a partir del mediodía y viento flojo del oeste. Son posibles los "
        "chubascos en la sierra hacia la tarde. Máximas de doce a catorce grados.",
        days=["Lunes", "Martes", "Miércoles", "Jueves", "Viernes"],
        topics=["La vieja esclusa", "El mercado cubierto", "Reparación del muelle", "Ruegos y preguntas"],
        names=["El guardián Pell", "Sr. Espino", "Sra. Alondra"],
        carried="La moción se sometió a votación y se aprobó sin ningún voto en contra. Se pidió al escribano que "
        "informara a todos los interesados antes de la próxima sesión.",
        answer="Escriba a la oficina e indique el número de su tarjeta. Respondemos a todas las cartas en un plazo de "
        "tres días hábiles, en el orden en que llegan.",
        tickets="Las puertas se abren media hora antes del comienzo. Los asientos no están numerados y las entradas se "
        "venden en la verja hasta completar el aforo.",
        reminder="Recuerdo al testigo que sigue bajo juramento. No tiene que responder a una pregunta si la respuesta "
        "pudiera perjudicarle.",
        wrote="El 3 de marzo, {name} escribió:",
        signature="Edith Alondra, guardiana de las pesas\nGremio de tejedores, callejón de la Esclusa 4, abierto\n"
        "de nueve a doce los días laborables. Este mensaje es solo para su destinatario.",
        response="Escúchanos, te lo pedimos, y devuelve nuestros pasos al camino que anduvieron nuestros padres.",
        amen="Escúchanos, te lo pedimos, y devuelve nuestros pasos al camino que anduvieron nuestros padres. Así sea.",
        step="Cubrir el cuenco con un paño húmedo y dejar que la masa suba durante una hora en un lugar "
        "cálido. Volver a "
        "amasarla sobre una tabla enharinada hasta que quede lisa.",
    ),
    "vi": Phrases(
        vocabulary="bến bờ bếp cau cày cầu chòm chuông cối cổng củi dâu đèn đê đò đồng gạch giếng gốm hiên hồ "
        "kênh kho lúa lưới"
        " mạ mái mây ngói nương ong quán rơm ruộng sân sông tre thóc thuyền vườn xóm",
        title="Phiên chợ mùa thu của làng dệt bên sông",
        refrain=(
            "Gặt lúa về thôi em ơi, gặt lúa về trước khi mưa tới,",
            "cối xay còn quay đến sáng, mai này ta biết gặp lại nhau nơi nào.",
        ),
        clause="Bên thuê phải trả lại {noun} trong tình trạng tốt trong thời hạn mười bốn ngày kể từ ngày hết hạn thuê "
        "và chịu chi phí cho mọi hư hỏng vượt quá mức hao mòn thông thường.",
        regard="Căn cứ Điều {number} của điều lệ phường dệt và báo cáo mà người trông coi {noun} đã trình trước hội "
        "nghị,",
        tariff="Hạng {number}. Mỗi chuyến hàng không quá {one} cân chở qua sông vào ban ngày phải nộp {two} "
        "đồng tiền đò, "
        "và mỗi chuyến chở vào ban đêm phải nộp thêm {three} đồng.",
        forecast="Sáng nhiều mây, từ trưa trời hửng nắng, gió tây nhẹ. Chiều tối vùng núi có thể có mưa rào. "
        "Nhiệt độ cao "
        "nhất từ mười hai đến mười bốn độ.",
        days=["Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu"],
        topics=["Cống cũ đầu làng", "Nhà chợ", "Sửa bến thuyền", "Việc khác"],
        names=["Ông Lê Pha", "Ông Trần Gai", "Bà Vũ Sơn Ca"],
        carried="Kiến nghị được đưa ra biểu quyết và được thông qua, không ai phản đối. Thư ký được giao báo cho những "
        "người liên quan trước phiên họp sau.",
        answer="Xin gửi thư đến văn phòng và ghi rõ số thẻ của quý vị. Chúng tôi trả lời mọi thư trong vòng "
        "ba ngày làm "
        "việc, theo thứ tự nhận được.",
        tickets="Cửa mở nửa giờ trước khi bắt đầu. Ghế không đánh số, vé bán ở cổng cho đến khi hết chỗ ngồi.",
        reminder="Tôi nhắc nhân chứng rằng ông vẫn đang chịu lời thề. Ông không phải trả lời nếu câu trả lời "
        "có thể làm "
        "ông bị buộc tội.",
        wrote="Ngày 3 tháng 3, {name} viết:",
        signature="Vũ Sơn Ca, người giữ cân\nPhường dệt, số 4 ngõ Cống, mở cửa các ngày trong tuần\n"
        "từ chín giờ đến mười hai giờ. Thư này chỉ dành cho người nhận.",
        response="Xin hãy nghe chúng con, và dẫn bước chân chúng con trở về con đường mà cha mẹ chúng con đã đi.",
        amen="Xin hãy nghe chúng con, và dẫn bước chân chúng con trở về con đường mà cha mẹ chúng con đã đi. "
        "Xin được như "
        "vậy.",
        step="Đậy âu bằng khăn ẩm và để bột nở trong một giờ ở nơi ấm. Sau đó nhồi lại trên thớt rắc bột cho "
        "đến khi mịn.",
    ),
    "ru": Phrases(
        vocabulary="амбар баржа бочка верба весло гряда гумно дверь деготь жернов забор иволга калитка канат "
        "колодец колос"
        " корзина кузница лавка лодка луг мельница мост невод овес овраг ольха пасека плуг погреб пристань роща седло"
        " сноп телега ткач ухват фонарь хутор шлюз",
        title="Осенняя ярмарка ткачей и мельников у реки",
        refrain=(
            "Убирай же овес, моя радость, убирай, пока дождь не пошел,",
            "до утра будет мельница петь нам, а наутро остынет котел.",
        ),
        clause="Арендатор обязан вернуть {noun} в исправном состоянии в течение четырнадцати дней по окончании срока и "
        "возместить любой ущерб, который превышает обычный износ.",
        regard="принимая во внимание статью {number} устава цеха и доклад, который смотритель, ведающий {noun}, "
        "представил собранию,",
        tariff="Разряд {number}. За каждый груз до {one} пудов, который перевозят через реку днем, взимается {two} "
        "копеек, а за каждый груз, который перевозят ночью, еще {three} копеек.",
        forecast="Сначала облачно, с полудня прояснения, ветер слабый западный. К вечеру в горах возможны ливни. "
        "Температура воздуха от двенадцати до четырнадцати градусов.",
        days=["Понедельник", "Вторник", "Среда", "Четверг", "Пятница"],
        topics=["Старый шлюз", "Крытый рынок", "Починка пристани", "Разное"],
        names=["Смотритель Пелль", "Г-н Ясенев", "Г-жа Ларькина"],
        carried="Предложение было поставлено на голосование и принято без единого голоса против. Писарю поручили "
        "известить всех, кого это касается, до следующего заседания.",
        answer="Напишите, пожалуйста, в контору и укажите номер своей карты. Мы отвечаем на каждое письмо в "
        "течение трех "
        "рабочих дней в порядке поступления.",
        tickets="Двери открываются за полчаса до начала. Места не нумерованы, билеты продаются у ворот, пока есть "
        "свободные места.",
        reminder="Напоминаю свидетелю, что он все еще под присягой. Он не обязан отвечать на вопрос, если ответ может "
        "быть обращен против него.",
        wrote="3 марта {name} пишет:",
        signature="Эдит Ларькина, хранительница гирь\nЦех ткачей, Шлюзовой переулок, дом 4, открыто по будням\n"
        "с девяти до двенадцати. Это письмо предназначено только адресату.",
        response="Услышь нас, просим тебя, и верни наши стопы на дорогу, по которой шли наши отцы и матери.",
        amen="Услышь нас, просим тебя, и верни наши стопы на дорогу, по которой шли наши отцы и матери. Да будет так.",
        step="Накрыть миску влажным полотенцем и оставить тесто на час в теплом месте. Затем снова вымесить его на "
        "присыпанной мукой доске, пока не станет гладким.",
    ),
}
