"""Articles for the pages of the benchmark: made of sentences in ten languages, the same ones each time."""

from __future__ import annotations

import random
from typing import NamedTuple

PLACES = ("Norrick", "Tellmouth", "Ashby Quay", "Kessing", "Loburg", "Verin", "Saltow", "Dunmere")
PEOPLE = ("Mira Holt", "Jonas Weil", "Ada Kern", "Tomas Rey", "Lena Brandt", "Piet Vos", "Sara Lund", "Ilya Moor")
SITES = ("Harbour Courier", "Tell Valley Post", "The Quay", "Northern Ledger", "Kessing Today", "Saltow Mirror")
SENTENCES = {
    "en": (
        "The council of {place} voted {n} to {m} on Monday to rebuild the old bridge over the canal.",
        "Engineers had warned for years that the piers would not survive another winter of floating ice.",
        "{person}, who led the inquiry, said that the cost of {n} million had been agreed with the county.",
        "“We looked at every other way, and none of them would have kept the road open,” {person} told reporters.",
        "Work is to begin in the spring, and the ferry will carry cars and carts until the new deck is laid.",
        "Shopkeepers on the north bank fear that they will lose a third of their trade during the works.",
        "A petition with {n},{m}00 names was handed over before the vote, but it changed few minds.",
        "The last time the crossing was closed, in the year of the flood, the detour took {n} minutes by car.",
        "According to the plan, the arches of brick stay where they are and are only strengthened from below.",
        "The opposition called the tender rushed and asked for the papers to be laid open by the end of the month.",
        "Divers found {n} cracks in the footing of the second pier, three of them wider than a hand.",
        "Residents can look at the drawings in the town hall of {place} until the middle of next month.",
        "Nobody could say on Monday who would pay if the work took longer than the {n} weeks foreseen.",
        "A spokesman of the shipping office confirmed that barges may pass at night while the deck is open.",
    ),
    "de": (
        "Der Rat von {place} hat am Montag mit {n} zu {m} Stimmen beschlossen, die alte Brücke zu erneuern.",
        "Fachleute hatten seit Jahren davor gewarnt, dass die Pfeiler keinen weiteren Winter überstehen würden.",
        "„Wir haben jede andere Lösung geprüft“, sagte {person} nach der Sitzung vor Journalisten.",
        "Die Arbeiten sollen im Frühjahr beginnen; bis dahin setzt die Fähre alle {n} Minuten über.",
        "Händler am Nordufer fürchten, dass sie während der Bauzeit ein Drittel ihrer Kundschaft verlieren.",
        "Taucher fanden {n} Risse im Fundament des zweiten Pfeilers, drei davon breiter als eine Hand.",
        "Die Pläne liegen bis Mitte des Monats im Rathaus von {place} zur Einsicht aus.",
        "Wer zahlt, wenn die Arbeiten länger als {n} Wochen dauern, konnte am Montag niemand sagen.",
    ),
    "fr": (
        "Le conseil de {place} a décidé lundi, par {n} voix contre {m}, de reconstruire le vieux pont.",
        "Les ingénieurs répétaient depuis des années que les piles ne passeraient pas un autre hiver.",
        "« Nous avons étudié toutes les autres voies », a déclaré {person} à l’issue de la séance.",
        "Les travaux doivent commencer au printemps, et le bac traversera toutes les {n} minutes.",
        "Les commerçants de la rive nord craignent de perdre un tiers de leur clientèle.",
        "Des plongeurs ont relevé {n} fissures dans l’assise de la deuxième pile, dont trois très larges.",
        "Les plans peuvent être consultés à la mairie de {place} jusqu’au milieu du mois prochain.",
    ),
    "vi": (
        "Hội đồng {place} hôm thứ Hai đã bỏ phiếu {n} trên {m} để xây lại cây cầu cũ bắc qua con kênh.",
        "Các kỹ sư đã cảnh báo nhiều năm rằng những trụ cầu không thể chịu thêm một mùa lũ nữa.",
        "“Chúng tôi đã xem xét mọi phương án khác”, {person} nói với các phóng viên sau cuộc họp.",
        "Công việc sẽ bắt đầu vào mùa xuân, và phà sẽ chở xe cứ mỗi {n} phút một chuyến.",
        "Các chủ cửa hàng ở bờ bắc lo rằng họ sẽ mất một phần ba khách hàng trong thời gian thi công.",
        "Thợ lặn đã tìm thấy {n} vết nứt ở móng trụ thứ hai, ba vết trong số đó rộng hơn bàn tay.",
        "Người dân có thể xem bản vẽ tại tòa thị chính {place} cho đến giữa tháng sau.",
    ),
    "ru": (
        "Совет города {place} в понедельник решил {n} голосами против {m} перестроить старый мост через канал.",
        "Инженеры много лет предупреждали, что опоры не выдержат ещё одной зимы с ледоходом.",
        "«Мы рассмотрели все другие пути», — сказал {person} журналистам после заседания.",
        "Работы начнутся весной, а до тех пор паром будет ходить каждые {n} минут.",
        "Торговцы на северном берегу боятся потерять треть покупателей за время стройки.",
        "Водолазы нашли {n} трещин в основании второй опоры, три из них шире ладони.",
        "С чертежами можно ознакомиться в ратуше города {place} до середины следующего месяца.",
    ),
    "ar": (
        "صوت مجلس مدينة {place} يوم الاثنين بأغلبية {n} مقابل {m} لصالح إعادة بناء الجسر القديم فوق القناة.",
        "وكان المهندسون قد حذروا منذ سنوات من أن الدعامات لن تصمد أمام شتاء آخر من الفيضانات.",
        "وقال {person} للصحفيين بعد الجلسة إن المجلس درس كل الحلول الأخرى قبل اتخاذ القرار.",
        "ومن المقرر أن يبدأ العمل في الربيع وأن تعبر العبارة كل {n} دقيقة حتى ذلك الحين.",
        "ويخشى أصحاب المتاجر على الضفة الشمالية أن يخسروا ثلث زبائنهم خلال فترة الأشغال.",
        "وعثر الغواصون على {n} شقا في أساس الدعامة الثانية ثلاثة منها أعرض من كف اليد.",
        "ويمكن للسكان الاطلاع على الرسوم في مبنى بلدية {place} حتى منتصف الشهر المقبل.",
    ),
    "he": (
        "מועצת העיר {place} החליטה ביום שני ברוב של {n} מול {m} לבנות מחדש את הגשר הישן שמעל התעלה.",
        "המהנדסים הזהירו במשך שנים כי העמודים לא יעמדו בחורף נוסף של שיטפונות וסחף.",
        "לדברי {person}, שעמד בראש הבדיקה, נבחנו כל הדרכים האחרות לפני שהתקבלה ההחלטה.",
        "העבודות יתחילו באביב, ועד אז תפליג המעבורת כל {n} דקות בין שתי הגדות.",
        "בעלי החנויות בגדה הצפונית חוששים לאבד שליש מן הלקוחות שלהם בזמן העבודות.",
        "הצוללנים מצאו {n} סדקים ביסוד של העמוד השני, שלושה מהם רחבים יותר מכף יד.",
    ),
    "ja": (
        "{place}の議会は月曜日、運河にかかる古い橋を建て直すことを{n}対{m}の賛成多数で決めた。",
        "技術者たちは、橋脚がもう一度の冬の流氷には耐えられないと何年も前から警告していた。",
        "調査を率いた{person}氏は記者団に対し、ほかの方法はすべて検討したと語った。",
        "工事は春に始まる予定で、それまでは渡し船が{n}分おきに車と人を運ぶという。",
        "北岸の商店主たちは、工事の間に客の三分の一を失うのではないかと心配している。",
        "潜水士は二番目の橋脚の基礎に{n}か所のひびを見つけ、そのうち三つは手のひらより広かった。",
    ),
    "zh": (
        "{place}市议会星期一以{n}票对{m}票决定重建运河上的旧桥。",
        "工程师们多年来一直警告说，桥墩经受不住又一个冬天的浮冰。",
        "主持调查的{person}对记者说，其他所有办法都已经研究过了。",
        "工程将在春天开始，在此之前渡船每{n}分钟运送一次车辆和行人。",
        "北岸的店主们担心在施工期间会失去三分之一的顾客。",
        "潜水员在第二座桥墩的基础上发现了{n}处裂缝，其中三处比手掌还宽。",
    ),
    "pl": (
        "Rada miasta {place} zdecydowała w poniedziałek stosunkiem głosów {n} do {m}, że stary most zostanie odbudowany.",
        "Inżynierowie od lat ostrzegali, że filary nie przetrwają kolejnej zimy z płynącą krą.",
        "„Rozważyliśmy każdą inną możliwość” – powiedziała dziennikarzom po sesji {person}.",
        "Prace mają się rozpocząć wiosną, a do tego czasu prom będzie kursował co {n} minut.",
        "Sklepikarze z północnego brzegu obawiają się, że stracą jedną trzecią klientów.",
        "Nurkowie znaleźli {n} pęknięć w podstawie drugiego filara, z których trzy są szersze niż dłoń.",
    ),
}
TITLES = {
    "en": (
        "Council of {place} votes to rebuild the old bridge",
        "{place}: ferry takes over as the canal bridge closes",
    ),
    "de": ("{place} erneuert die alte Brücke über den Kanal",),
    "fr": ("{place} : le vieux pont sera reconstruit",),
    "vi": ("{place} xây lại cây cầu cũ qua kênh",),
    "ru": ("{place}: старый мост через канал перестроят",),
    "ar": ("مجلس {place} يقرر إعادة بناء الجسر القديم",),
    "he": ("מועצת {place} תבנה מחדש את הגשר הישן",),
    "ja": ("{place}、運河の古い橋を建て直しへ",),
    "zh": ("{place}决定重建运河旧桥",),
    "pl": ("{place}: stary most zostanie odbudowany",),
}


class Article(NamedTuple):
    """What a page shows: a *title*, its *paragraphs*, an *author*, the *day* of publication (ISO), and its *site*."""

    title: str
    paragraphs: list[str]
    author: str
    day: str
    clock: str
    site: str
    language: str
    other: list[str]  # headlines of other articles of the site
    teasers: list[str]  # their first sentences


def article(seed: str, language: str = "en", paragraphs: int = 0) -> Article:
    """Return an article; equal seeds give equal ones."""
    rng = random.Random(f"{seed} {language}")

    def filled(pattern: str) -> str:
        return pattern.format(
            place=rng.choice(PLACES), person=rng.choice(PEOPLE), n=rng.randint(11, 98), m=rng.randint(2, 9)
        )

    count = paragraphs or rng.randint(4, 9)
    bank = SENTENCES[language]
    body = []
    for _ in range(count):
        some = rng.sample(bank, min(len(bank), rng.randint(2, 4)))
        body.append(("" if language in {"ja", "zh"} else " ").join(map(filled, some)))
    titles = list(dict.fromkeys(filled(rng.choice(TITLES[language])) for _ in range(60)))[:7]
    titles += [f"{titles[0]} ({at})" for at in range(7 - len(titles))]
    teasers = [filled(rng.choice(bank)) for _ in range(6)]
    day = f"{rng.randint(2009, 2024)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    clock = f"{rng.randint(5, 22):02}:{rng.randint(0, 59):02}:00"
    return Article(titles[0], body, rng.choice(PEOPLE), day, clock, rng.choice(SITES), language, titles[1:], teasers)
