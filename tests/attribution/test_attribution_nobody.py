"""What is in the place of a name and names nobody, and which headings are of other texts."""

import pytest

from provenance.attribution.sources.chrome import heading
from provenance.attribution.sources.nobody import name_in


@pytest.mark.parametrize(
    "printed",
    [
        "Unknown Publisher", "No author", "Anonymous source", "untitled site", "no author given", "Unbekannter Autor",
        "Sin autor", "Sem fonte", "Sans auteur",
    ],
)  # fmt: skip
def test_a_noun_beside_a_placeholder_names_nobody(printed):
    """In the languages whose sites write so."""
    assert name_in(printed) == ""


@pytest.mark.parametrize("printed", ["The Unknown Soldier", "No Name News", "Anonymous Press", "Site", "Without Walls"])
def test_a_name_with_such_a_word_is_a_name(printed):
    """What more it says is a name."""
    assert name_in(printed) == printed


@pytest.mark.parametrize(
    "line",
    ["Recommended Stories", "More stories for you", "Popular articles", "Empfohlene Artikel", "Artículos relacionados",
     "Altri articoli", "Похожие новости", "Liens", "Einzelnachweise", "Collegamenti", "参考"],
)  # fmt: skip
def test_headings_of_other_texts(line):
    """One word says others, another says texts; and those of references."""
    assert heading(line)


@pytest.mark.parametrize("line", ["Other worlds", "Popular bridge articles", "News stories"])
def test_headlines_are_no_headings(line):
    """Both words are needed, and no more than these."""
    assert not heading(line)
