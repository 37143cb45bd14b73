"""Where a text stops: within a sentence of its last paragraph, or below the article, where a site goes on."""

import pytest

from provenance.form.ends import truncated

STORY = (
    "The ferry to Norrvik sails every hour from Monday on, the county said. Two vessels with batteries replace the old "
    "one. The mayor hopes that the queues at the quay are a thing of the past"
)
WRAPPED = (
    "The ferry to Norrvik sails every hour from Monday on, the county said.\n"
    "Two vessels with batteries replace the old one, which had crossed the\n"
    "sound since the year 1974. The mayor hopes that the queues at the quay\n"
    "and the long waits of the summer are soon a thing"
)


@pytest.mark.parametrize("text", [STORY, WRAPPED, f"Harbour news\n\n{STORY}", f"{STORY}, as the"])
def test_a_sentence_that_was_begun_in_the_last_paragraph_is_an_end(text):
    """On one line, or on several of one width."""
    (found,) = truncated(text)

    assert found.span.end == len(text)


@pytest.mark.parametrize(
    "below",
    [
        "Harbour master opens the new bridge over the lower river after years of delay",
        "Follow the harbour news on all channels and never miss a story again from us",
        "Sign up for the newsletter of the harbour that comes to you every morning at six\nContact us",
        "Imprint and privacy",
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_what_stands_below_an_article_is_not_its_end(below, gap):
    """A headline, an invitation or a footer ends in a word too, but no sentence of its paragraph is before it."""
    assert list(truncated(f"{STORY}.{gap}{below}")) == []
