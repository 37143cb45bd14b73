"""Passages in 22 languages, of invented words in their letters: how well they are found, and what strangers share.

    python benchmarks/alignment_scripts.py quality [PAIRS OF A KIND]     recall, precision, granularity, plagdet
    python benchmarks/alignment_scripts.py words                         letters a word, by ICU's dictionaries (PyICU)

The words are syllables at random, drawn as often as words of a language are (1 ÷ rank); scripts without spaces have
none.
"""

from __future__ import annotations

import random
import sys
from itertools import pairwise
from typing import NamedTuple

from alignment_set import Reuse, Vocabulary, make, measures

from provenance.alignment import align, repeats
from provenance.kernels.plain import Letters


class Language(NamedTuple):
    """How the words of a language look: beginnings, middles and ends of syllables, and what stands between words."""

    onsets: str
    vowels: str
    codas: str
    space: str = " "


LANGUAGES = {
    "English": Language("b c d f g h l m n p r s t w st th br", "a e i o u ea ou", "- - n r s t nd"),
    "Spanish": Language("b c d f g l m n p r s t v", "a e i o u ue ie á ó", "- - - n s r l"),
    "German": Language("b d f g h k l m n r s t w sch st", "a e i o u ei au ü ä", "n r t ch st -"),
    "Polish": Language("b c d g k ł m n p r s t w z sz cz prz", "a e i o u y ą ę ó", "- - ć ł n k"),
    "Turkish": Language("b c d g k l m n s t y ş ç", "a e ı i o ö u ü", "- - n r k l"),
    "Vietnamese": Language("b c d đ h l m n ng nh ph t th tr v", "a ă â e ê i o ô ơ u ư à á ạ ế ộ", "- n ng c t m"),
    "Indonesian": Language("b d g j k l m n p r s t", "a a e i o u", "- - n ng r k h"),
    "Swahili": Language("b ch d f h j k l m mw n ng p s t w", "a a e i o u", "-"),
    "Russian": Language("б в г д к л м н п р с т ст пр", "а е и о у ы я", "- - н т л й"),
    "Kazakh": Language("б ғ д ж к қ л м н р с т", "а ә е і о ө ұ ү ы", "- н р қ ң т"),
    "Greek": Language("β γ δ κ λ μ ν π ρ σ τ", "α ε η ι ο ου ά ί", "- - ν ς"),
    "Arabic": Language("ب ت ج ح د ر س ش ع ف ق ك ل م ن", "ا و ي - -", "- ر ن م"),
    "Hebrew": Language("א ב ג ד ה ח ט כ ל מ נ ס ע פ ר ש ת", "ו י - -", "- ן ר ל"),
    "Hindi": Language("क ख ग च ज त द न प ब म र ल स ह", "ा ि ी ु े ो -", "- - न र"),
    "Korean": Language(
        "가 나 다 라 마 바 사 아 자 하 고 노 도 로 모 보 소 오 조 호 기 니 디 리 미 비 시 이", "-",
        "- - 는 을",
    ),
    "Chinese": Language(
        " ".join("的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能"),
        "-", "-", "",
    ),
    "Japanese": Language(
        "か き く け こ さ し す せ そ た ち つ て と な に の は ひ ま み も や ら り る 東 京 都 会 社 新 聞",
        "- - い う ん っ", "-", "",
    ),
    "Thai": Language("ก ข ค ง จ ช ด ต ท น บ ป พ ม ร ล ว ส ห อ", "ะ า ิ ี ึ ุ ู ั้ ่า ้า - -", "น ง ม ก - ย", ""),
    "Lao": Language("ກ ຂ ຄ ງ ຈ ຊ ດ ຕ ທ ນ ບ ປ ພ ມ ລ ວ ສ ຫ", "ະ າ ິ ີ ຸ ູ ່າ ້າ ົ ັ", "ນ ງ ມ ກ - ຍ", ""),
    "Khmer": Language("ក ខ គ ច ជ ដ ត ថ ទ ន ប ព ម រ ល ស ហ ប្រ ក្រ ស្ថ", "ា ិ ី ុ ូ េ ែ ោ ាំ", "- ន ង ម ក ត", ""),
    "Burmese": Language("က ခ ဂ စ ဆ တ ထ ဒ န ပ ဖ ဗ မ လ သ ဟ ကြ ပြ", "ာ ိ ီ ု ူ ေ ော ို ဲ", "- း ့ န် င် တ်", ""),
    "Tibetan": Language("ཀ ཁ ག ང ཅ ཆ ཇ ཉ ཏ ཐ ད ན པ ཕ བ མ ཙ ས ར ལ བཀ སྐ", "ི ུ ེ ོ - -", "- ན ང ས ག ད", "་"),
}  # fmt: skip
# Running text, one sentence a script, for the letters that a word has.
SENTENCES = {
    "th": (
        "นายกรัฐมนตรีกล่าวเมื่อวันอังคารว่ารัฐบาลจะเร่งซ่อมแซมถนนที่เส"
        "ียหายจากน้ำท่วมในภาคเหนือ และจะจ่ายเงินช่วยเหลือให้แก่เกษตรกร"
    ),
    "lo": (
        "ນາຍົກລັດຖະມົນຕີກ່າວໃນວັນອັງຄານວ່າລັດຖະບານຈະສ້ອມແປງຖະໜົນທ"
        "ີ່ເສຍຫາຍຈາກນ້ຳຖ້ວມຢູ່ພາກເໜືອ ແລະຈະຊ່ວຍເຫຼືອຊາວນາທຸກຄອບຄົວ"
    ),
    "km": (
        "នាយករដ្ឋមន្ត្រីបាននិយាយកាលពីថ្ងៃអង្គារថារដ្ឋាភិបា"
        "លនឹងជួសជុលផ្លូវដែលខូចខាតដោយសារទឹកជំនន់នៅភាគខាងជើង"
    ),
    "my": (
        "ဝန်ကြီးချုပ်က အင်္ဂါနေ့တွင် ပြောကြားရာ၌ အစိုးရသည် မြောက်ပိုင်းဒေသ"
        "တွင် ရေကြီးမှုကြောင့် ပျက်စီးသွားသော လမ်းများကို ပြန်လည်ပြုပြင်မည်"
    ),
}  # fmt: skip


def vocabulary(name: str) -> Vocabulary:
    """Return the words of a language: the most frequent ones are short."""
    language, rng = LANGUAGES[name], random.Random(name)
    parts = [part.split() for part in language[:3]]

    def syllable() -> str:
        return "".join(rng.choice(part) for part in parts).replace("-", "")

    words: dict[str, None] = {}
    while len(words) < 900:
        size = 1 + (len(words) > 40 and rng.random() < 0.8) + (len(words) > 100 and rng.random() < 0.4)
        words["".join(syllable() for _ in range(size))] = None
    return Vocabulary(list(words), [1 / (rank + 3) for rank in range(len(words))])


def written(pair: Reuse, space: str) -> Reuse:
    """Return *pair* with *space* between its words, as its language has it; a sentence still ends with a space."""
    if space == " ":
        return pair
    sides, moved = [], []
    for text in (pair.left, pair.right):
        pieces = [space if one == " " and text[at - 1] != "." else one for at, one in enumerate(text)]
        places = [0]
        for piece in pieces:
            places.append(places[-1] + len(piece))
        sides.append("".join(pieces))
        moved.append(places)
    spans = [(moved[0][a], moved[0][b], moved[1][c], moved[1][d]) for a, b, c, d in pair.places]
    return Reuse(pair.name, pair.kind, sides[0], sides[1], spans)


def quality(count: int) -> None:
    """Print the measures of each language, and how many pairs of strangers share a passage."""
    print("| language | recall | precision | granularity | plagdet | strangers |\n|---|---|---|---|---|---|")
    for name, language in LANGUAGES.items():
        cases, reported, strangers = [], [], 0
        for drawn in make(count, 1, vocabulary(name)):
            pair = written(drawn, language.space)
            found = repeats(pair.left) if pair.left == pair.right else align(pair.left, pair.right)
            cases += [(pair.name, place) for place in pair.places]
            reported += [(pair.name, (one.left.start, one.left.end, one.right.start, one.right.end)) for one in found]
            strangers += pair.kind == "stranger" and bool(found)
        shown = " | ".join(f"{value:.3f}" for value in measures(cases, reported))
        print(f"| {name} | {shown} | {strangers} of {count} |")


def words(_: int) -> None:
    """Print how many letters and marks a word has by a dictionary."""
    import icu

    print("| language | words | letters | letters a word |\n|---|---|---|---|")
    for language, text in SENTENCES.items():
        breaks = icu.BreakIterator.createWordInstance(icu.Locale(language))
        breaks.setText(text)
        ends = [0, *breaks]
        count = sum(any(map(str.isalnum, text[a:b])) for a, b in pairwise(ends))
        letters = len(Letters(text).codes)
        print(f"| {language} | {count} | {letters} | {letters / count:.2f} |")


COMMANDS = {"quality": quality, "words": words}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    COMMANDS[sys.argv[1]](int(sys.argv[2]) if len(sys.argv) > 2 else 12)
