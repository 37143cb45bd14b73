"""Words that are misread are noticed by the other words of a corpus, in whatever language."""

from __future__ import annotations

import random

import pytest

from provenance.cli import main
from provenance.form.misreading import SHARE, misread_share

WORDS = {
    "english": "government committee yesterday carpenter different telephone afternoon neighbour question the of a in",
    "german": "regierung ausschuss gestern zimmermann verschieden nachmittag nachbarin fragestellung der und das in",
    "russian": "правительство комитетов вчерашний плотников различный телефонов соседский вопросами в и на не",
}


def prose(language: str, seed: int, words: int = 1500) -> str:
    """Return words in random order, with plurals and figures."""
    rng = random.Random(seed)
    some = rng.choices(WORDS[language].split(), k=words)
    return " ".join(rng.choice([word, word, word + "s", f"{rng.randint(1, 1999)}"]) for word in some)


def misread(text: str, rate: float, seed: int = 1) -> str:
    """Return *text* with a share of its letters read as others."""
    rng = random.Random(seed)
    return "".join(rng.choice("abcdeilmnorstu01") if one.isalpha() and rng.random() < rate else one for one in text)


@pytest.mark.parametrize("rate", [0.02, 0.06, 0.12])
@pytest.mark.parametrize("language", WORDS)
def test_misread_words_are_noticed(language: str, rate: float) -> None:
    """Texts with some letters wrong have many words that differ from frequent ones in a letter."""
    assert misread_share([misread(prose(language, at), rate, at) for at in range(4)]) >= SHARE


@pytest.mark.parametrize("language", WORDS)
def test_clean_words_are_not(language: str) -> None:
    """Inflected words, figures and a few typing errors are no misread words."""
    assert misread_share([prose(language, at) for at in range(4)] + ["govcrnment comittee"]) == 0


@pytest.mark.parametrize("texts", [[], [""], ["one two"], ["a" * 50_000], ["ab1" * 1000] * 3])
def test_texts_without_words_are_not(texts: list[str]) -> None:
    """Empty and strange texts give no share."""
    assert misread_share(texts) == 0


def test_an_audit_says_that_noisy_would_help(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An audit of scans says on standard error that --noisy would help; with it, and of clean texts, it does not."""
    monkeypatch.chdir(tmp_path)  # type: ignore[arg-type]
    for name, rate in (("scans", 0.06), ("clean", 0.0)):
        lines = "\n".join(f'{{"text": "{misread(prose("english", at), rate, at)}"}}' for at in range(12))
        with open(f"{name}.jsonl", "w", encoding="utf-8") as stream:
            stream.write(lines + "\n")
    said = {}
    for name, *options in (("scans",), ("scans", "--noisy"), ("clean",)):
        main(["audit", f"{name}.jsonl", "--select", "TXT", "--write", "groups,findings", *options])
        said[name, *options] = "--noisy compares texts by their letters" in capsys.readouterr().err

    assert said == {("scans",): True, ("scans", "--noisy"): False, ("clean",): False}
