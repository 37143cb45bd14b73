"""From a sentence near the top to whether the story begins with it or it is a standfirst above the byline."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from provenance.attribution.layout import reads_on
from provenance.attribution.sources import bylines, chrome, timestamps
from provenance.attribution.sources.timestamps import only_days

if TYPE_CHECKING:
    from provenance.attribution.layout import Context
    from provenance.attribution.sources.agencies import Agencies

_AHEAD = 9  # lines behind a standfirst in which the byline or the day comes: share buttons may be between
_BODY = 25  # characters of a sentence of the story
_STOPS = frozenset(".!?»”。")
_SENTENCES = 3  # a standfirst and two captions
_CAPTION = 10  # words of a caption; a title has fewer
LONGEST = 250  # characters; a lead is often longer


class Head(NamedTuple):
    """What the lines before a sentence already gave: who *signed* the text, and the day it is *dated*."""

    signed: bool
    dated: bool


def stands_first(context: Context, place: int, agencies: Agencies, head: Head) -> bool:
    """Return whether the sentence at *place* is a standfirst: what *head* lacks follows, and then the story.

    Only sentences, buttons and labels may be between: another title begins the list of other stories.
    """
    lines = context.lines
    if len(lines[place].text) > LONGEST or (head.signed and head.dated):
        return False
    ahead = 1 if head.signed or head.dated else _AHEAD
    sentences, found = 1, False
    for at in range(place + 1, min(place + 1 + _AHEAD, len(lines))):
        text = lines[at].text
        if reads_on(text):
            sentences += 1
            if found or sentences > _SENTENCES or len(text) > LONGEST:
                return found
        elif found:
            if len(text) >= _BODY and text[-1] in _STOPS:
                return True  # the story, however short its sentences are
        elif at - place <= ahead and _gives(context, at, agencies, head):
            found = True
        elif _above_masthead(context, at, agencies):
            continue
        elif chrome.titular(text) or (chrome.heading(text) and not chrome.button(text)):
            return False
    return False


def _above_masthead(context: Context, place: int, agencies: Agencies) -> bool:
    """Whether a line is as long as a caption, and a byline and the day are right below it."""
    lines = context.lines
    if place + 2 >= len(lines) or lines[place].text.count(" ") < _CAPTION - 1 or not only_days(lines[place + 2]):
        return False
    return any(claim.property in {"author", "source"} for claim in bylines.byline_claims(lines, place + 1, agencies))


def _gives(context: Context, place: int, agencies: Agencies, head: Head) -> bool:
    """Whether a line names who signs the text, or when it was published, where the head does not."""
    line = context.lines[place]
    if not head.signed:
        named = {claim.property for claim in bylines.byline_claims(context.lines, place, agencies)}
        if named & {"author", "source"}:
            return True
    stamp = None if head.dated or not line.numbers else timestamps.stamp_of(line, context.text, agencies)
    return stamp is not None and any(moment.day for moment, _ in stamp.dates)
