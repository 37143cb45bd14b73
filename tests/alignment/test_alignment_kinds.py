"""What is found, what is not, and what it is called."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from alignment_texts import THEIRS, passage, words

from provenance.alignment import align, edits, repeats
from provenance.kernels.plain import Letters
from provenance.settings import Aligning


def framed(text, seed):
    """Put *text* between unrelated words; return the whole and where *text* stands in it."""
    head = passage(20, seed, THEIRS)
    return f"{head}\n\n{text}\n\n{passage(20, seed + 1, THEIRS)}", (len(head) + 2, len(head) + 2 + len(text))


def spans(overlap):
    return (overlap.left.start, overlap.left.end), (overlap.right.start, overlap.right.end)


def only(left, right, settings=None):
    (overlap,) = align(left, right, settings)
    return overlap


def test_verbatim_passage_in_unrelated_texts():
    """It starts and ends where it does on both sides."""
    text = passage(25)
    (left, here), (right, there) = framed(text, 11), framed(text, 21)

    overlap = only(left, right)

    assert spans(overlap) == (here, there)
    assert (overlap.kind, overlap.similarity, overlap.words) == ("verbatim", 1, 25)


def test_glued_flattened_copy_is_verbatim():
    """Case, punctuation, line breaks and glued sentences make no difference to words."""
    text = ". ".join(passage(9, seed).capitalize() for seed in range(4)) + "."
    overlap = only(framed(text, 11)[0], framed(text.upper().replace(". ", ".").replace(" ", "\n"), 21)[0])

    assert overlap.kind == "verbatim"


def test_edited_passage_is_near():
    """Few words replaced: near, with the edits at their places."""
    changed = words(40, 1)
    changed[12], changed[30] = "klmn", "opqr"
    left, right = passage(40), " ".join(changed)

    overlap = only(left, right)

    assert overlap.kind == "near"
    assert overlap.similarity == 1 - 2 / 40
    assert [right[e.right.start : e.right.end] for e in edits(left, right, overlap)] == ["klmn", "opqr"]


def test_much_edited_passage_is_loose():
    """A third of the words replaced: still one passage from end to end."""
    rng, text = random.Random(4), words(120, 1)
    others = words(9, 7, THEIRS)
    changed = [rng.choice(others) if rng.random() < 0.3 and 2 < at < 117 else word for at, word in enumerate(text)]

    overlap = only(framed(" ".join(text), 11)[0], " ".join(changed))

    assert overlap.kind == "loose"
    assert (overlap.right.start, overlap.right.end) == (0, len(" ".join(changed)))


def test_misread_passage():
    """Letters misread in every other word: words differ, letters hardly do."""
    text = words(40, 1)
    misread = [w[:1] + "x" + w[2:] if at % 2 else w for at, w in enumerate(text)]

    overlap = only(" ".join(text), " ".join(misread))

    assert overlap.kind == "misread"
    assert overlap.similarity == 0.5


def test_a_changed_word_or_figure_is_not_misread():
    """One word that another replaces, or figures that differ: hardly any letters, and near all the same."""
    text = words(60, 1)
    other = [*text[:30], words(1, 7, THEIRS)[0], *text[31:]]
    one, two = ([*text[:20], figure, *text[20:40], figure, *text[40:]] for figure in ("412", "398"))

    assert only(" ".join(text), " ".join(other)).kind == "near"
    assert only(" ".join(one), " ".join(two)).kind == "near"


OTHERS = {
    "a slip": {12: ("granary", "granery")},
    "two slips": {12: ("granary", "granery"), 30: ("orchard", "orhcard")},
    "endings": {9: ("ferry", "ferries"), 20: ("lantern", "lanterns"), 31: ("mended", "mending")},
    "spellings": {9: ("harbour", "harbor"), 20: ("theatre", "theater"), 31: ("organised", "organized")},
    "doubled letters": {9: ("travelled", "traveled"), 20: ("labelling", "labeling"), 31: ("jewellery", "jewelery")},
    "abbreviations": {9: ("months", "mths"), 20: ("shares", "shrs"), 31: ("quarterly", "qtly")},
    "names": {9: ("Petrovich", "Petrovitch"), 20: ("Yablonsky", "Jablonski"), 31: ("Sergei", "Sergey")},
    "ratings": {9: ("A2", "Aa2"), 20: ("B1", "Ba1"), 31: ("P3", "Pp3")},
    "one word spelled in two ways": dict.fromkeys((9, 20, 31, 44), ("kaftan", "caftan")),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_words_that_are_spelled_in_another_way_are_not_misread(kind):
    """Letters differ where somebody meant them, or in hardly a word."""
    text = words(50, 1)
    one, two = list(text), list(text)
    for at, (here, there) in OTHERS[kind].items():
        one[at], two[at] = here, there

    assert only(" ".join(one), " ".join(two)).kind == "near"


def test_a_few_misread_words_are_misread():
    """Three different words with letters that look like the right ones, far from each other."""
    text = words(50, 1)
    misread = list(text)
    for at, (here, there) in {9: ("morning", "moming"), 20: ("lantern", "lantcrn"), 31: ("village", "vi1lage")}.items():
        text[at], misread[at] = here, there

    assert only(" ".join(text), " ".join(misread)).kind == "misread"


def test_sentences_in_another_order_are_one_passage():
    """One overlap, reordered, over all of them."""
    sentences = [passage(14, seed) for seed in range(6)]
    shuffled = [sentences[at] for at in (3, 0, 5, 1, 4, 2)]
    (left, here), (right, there) = framed(". ".join(sentences), 11), framed(". ".join(shuffled), 21)

    overlap = only(left, right)

    assert overlap.kind == "reordered"
    assert overlap.similarity == 1.0
    assert spans(overlap) == (here, there)


def test_passage_that_stands_twice_is_two_overlaps():
    """Twice on one side: two overlaps, whichever side it is."""
    text = passage(20)
    once = framed(text, 11)[0]
    twice = framed(text, 21)[0] + "\n\n" + framed(text, 31)[0]

    assert len(align(once, twice)) == len(align(twice, once)) == 2


def test_line_of_a_table_is_told_once():
    """A short line that stands in every part of a long copied text is no overlap for every pair of its places."""
    line = passage(12, 3)
    text = "\n".join(f"{line} {passage(12, seed)}" for seed in range(10, 20))

    assert len(align(framed(text, 11)[0], framed(text, 21)[0])) == 1


def test_new_sentence_within_a_copy():
    """A passage stays one when a sentence is put in."""
    one, two = passage(40, 1), passage(40, 2)

    overlap = only(f"{one} {two}", f"{one} {passage(8, 9, THEIRS)} {two}")

    assert overlap.left.end == len(one) + 1 + len(two)


def test_two_passages_far_apart_are_two():
    """What lies between is not the passage's."""
    one, two = passage(20, 1), passage(20, 2)

    assert len(align(f"{one} {passage(80, 8, THEIRS)} {two}", f"{one} {passage(90, 9, THEIRS)} {two}")) == 2


@pytest.mark.parametrize("count", [9, 10])
def test_fewest_words(count):
    """Ten equal words are a passage by default, nine are not."""
    text = passage(count, 8)

    assert len(align(framed(text, 11)[0], framed(text, 21)[0])) == (count == 10)


def test_fewest_words_can_be_chosen():
    """A setting asks for shorter passages or for longer ones only."""
    left, right = framed(passage(6), 11)[0], framed(passage(6), 21)[0]

    assert only(left, right, Aligning(min_words=6)).words == 6
    assert align(left, right, Aligning(min_words=7)) == []


def test_strangers_share_nothing():
    """Texts of the same words in other orders share no passage."""
    rng, vocabulary = random.Random(1), words(300, 1)
    texts = [" ".join(rng.choice(vocabulary) for _ in range(400)) for _ in range(6)]

    assert not any(align(one, other) for one, other in combinations(texts, 2))


HAN = "国家统计局今天公布的数据显示经济增长速度放缓"
THAI = "คณะรัฐมนตรีเห็นชอบแผนพัฒนาเศรษฐกิจฉบับใหม่เมื่อวานนี้"
VIETNAMESE = "Bộ trưởng Bộ Ngoại giao cho biết hai nước sẽ tiếp tục tăng cường hợp tác trong nhiều lĩnh vực"
ARABIC = "قال وزير الخارجية إن البلدين سيواصلان تعزيز التعاون في مجالات كثيرة خلال العام المقبل"
HEBREW = "שר החוץ אמר כי שתי המדינות ימשיכו לחזק את שיתוף הפעולה בתחומים רבים בשנה הקרובה"


@pytest.mark.parametrize("text", [HAN, THAI, VIETNAMESE, ARABIC, HEBREW])
def test_scripts(text):
    """A sentence is found in any script, with spaces or without."""
    (left, here), (right, there) = framed(text, 11), framed(text, 21)

    assert spans(only(left, right)) == (here, there)


def test_letters_without_spaces_are_no_passage_when_few():
    """Twelve letters of a title are a turn of phrase."""
    assert align(f"前面的文字{HAN[:12]}后", f"其他{HAN[:12]}内容不同") == []


# Sentences of scripts that do not write where a word ends, and how many words they have, by ICU's dictionaries; the
# Tibetan ones are counted by hand.
UNSPACED = [
    ("เมื่อเช้าวานนี้เรือข้ามฟากหยุดวิ่งเพราะคลื่นลมแรงผู้โดยสารต้องรอจนถึงเย็น", 19),
    ("ເຮືອຂ້າມຟາກຢຸດແລ່ນໃນຕອນເຊົ້າມື້ວານນີ້ຍ້ອນລົມແຮງຜູ້ໂດຍສານຕ້ອງລໍຖ້າຈົນຮອດແລງ", 15),
    ("កាណូតចម្លងបានឈប់រត់កាលពីព្រឹកម្សិលមិញដោយសារខ្យល់ខ្លាំងអ្នកដំណើរត្រូវរង់ចាំរហូតដល់ល្ងាច", 15),
    ("မနေ့ကမနက်ပိုင်းတွင်လေပြင်းတိုက်သောကြောင့်ကူးတို့သင်္ဘောရပ်နားခဲ့ပြီးခရီးသည်များညနေအထိစောင့်ခဲ့ရသည်", 21),
    ("ཁ་སང་ཞོགས་པ་རླུང་ཆེན་པོ་ལངས་པས་གྲུ་གཟིངས་མཚམས་བཞག་ནས་འགྲུལ་པ་ཚོས་དགོང་མོ་བར་དུ་སྒུག་དགོས་བྱུང་སོང་", 18),
]


@pytest.mark.parametrize("text", [text for text, _ in UNSPACED])
def test_a_sentence_without_spaces_is_found(text):
    """A sentence of more than ten words is a passage, though nothing shows where its words end."""
    (left, here), (right, there) = framed(text, 11), framed(text, 21)
    end = len(text.rstrip("་"))

    assert spans(only(left, right)) == ((here[0], here[0] + end), (there[0], there[0] + end))


@pytest.mark.parametrize(("text", "count"), UNSPACED)
def test_a_turn_of_phrase_without_spaces_is_no_passage(text, count):
    """Seven words are none, though they are more than ten clusters of letters."""
    phrase = text[: len(text) * 7 // count]

    assert align(framed(phrase, 11)[0], framed(phrase, 21)[0]) == []
    assert align(framed(phrase, 11)[0], framed(phrase, 21)[0], Aligning(min_words=4)) != []


@pytest.mark.parametrize(("text", "count"), UNSPACED)
def test_a_few_letters_are_about_a_word(text, count):
    """The words that a passage counts as are those that a dictionary finds, give or take a quarter."""
    letters = Letters(text)

    assert 0.75 < letters.spoken(0, len(letters)) / count < 1.25


def test_normal_forms_and_case_make_no_difference():
    """Composed, decomposed, upper case: the same words, spans in each text's own code points."""
    import unicodedata

    decomposed = unicodedata.normalize("NFD", VIETNAMESE).upper()
    overlap = only(VIETNAMESE, decomposed)

    assert overlap.kind == "verbatim"
    assert spans(overlap) == ((0, len(VIETNAMESE)), (0, len(decomposed)))


@pytest.mark.parametrize("text", ["", "one", "\u0301" * 50, "\u0e34" * 50, " \n\t", "🙂" * 40, "\ud800" * 30])
def test_texts_without_enough_words(text):
    """Nothing is shared, nothing is repeated."""
    assert align(text, text) == align(text, passage()) == repeats(text) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [('"', '"', True), ("“", "”", True), ("«", "»", True), ("「", "」", True), ("", "", False), ("”", "“", False)],
)
def test_quoted(before, after, said):
    """In quotation marks on one side at least."""
    text = passage(14)
    left = f"He said: {before}{text},{after} and more."

    assert only(left, framed(text, 21)[0]).quoted is said


@pytest.mark.parametrize(
    ("mark", "width", "said"),
    [("> ", 6, True), ("> > ", 6, True), (">", 6, True), ("  > ", 6, True), ("", 6, False), ("| ", 6, False)],
)
def test_quoted_lines(mark, width, said):
    """Lines with a mark before them, as replies to mails have them, are a quotation."""
    text = passage(24).split()
    lines = [mark + " ".join(text[at : at + width]) for at in range(0, len(text), width)]
    reply = "\n".join(["On Monday Ida Holm wrote:", *lines, "", "That is so."])

    assert only(" ".join(text), reply).quoted is said


def test_quoted_lines_that_were_wrapped():
    """The last word of a line may be on a line of its own, without a mark; half a passage without marks is none."""
    text = passage(30).split()
    lines = ["> " + " ".join(text[at : at + 9]) + "\n" + text[at + 9] for at in range(0, 30, 10)]
    half = ["> " + " ".join(text[:15]), " ".join(text[15:])]

    assert only(" ".join(text), "\n".join(lines)).quoted
    assert not only(" ".join(text), "\n".join(half)).quoted


def test_who_is_quoted():
    """Two replies that quote one mail below the same line share a quotation; a line without a colon is none of it."""
    text = f"On Monday the fourth Ida Holm{{}}\n> {passage(20)}"

    assert only(text.format(" wrote:"), text.format(" wrote:")).quoted
    assert not only(text.format(" wrote"), text.format(" wrote")).quoted


def test_quotation_that_closes_inside_is_none():
    """A passage with a closing mark in it is not a quotation."""
    text = passage(10, 1) + '" he said, "' + passage(10, 2)

    assert not only(f'And "{text}".', framed(text, 21)[0]).quoted
