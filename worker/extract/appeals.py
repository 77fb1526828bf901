"""Lines in which the house speaks to its readers, or of itself: appeals, and what a site repeats. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from worker.extract import cues
from worker.extract.lines import DIRECT_SPEECH, QUOTATION, Line, ends_sentence, is_paragraph, squash
from worker.extract.reasons import Found, PageContext, Reason

# An appeal is a line or two; longer ones, and more than so many, are how the author writes.
LONGEST_APPEAL, MOST_APPEALS = 260, 8
# A report speaks to nobody outside of its quotations: at most this share of its words stands in paragraphs that do.
ADDRESSED_SHARE = 0.04
OPENING_TEXT = 30  # lines that tell the language
OTHER_WORDS = 25  # with less text beside the appeals nothing is known of how the author writes
_SPEAKS, _OFFERED = frozenset({"house", "reader"}), frozenset({"offer", "topic"})
_TOPIC, _GIFT = frozenset({"topic"}), frozenset({"gift"})


def appeals(lines: Sequence[Line], _page: PageContext | None) -> Found:
    """Lines in which the house speaks to its readers, or of what it offers them, in a text that speaks to nobody.

    Which words those are is data (house, reader, offer): two of the three make a line suspect. Columns and letters address
    their readers all over and keep every line.
    """
    language = cues.language_of(" ".join([squash(line.text) for line in lines[:OPENING_TEXT]]).split())
    long = [line.text for line in lines if len(line.text) > LONGEST_APPEAL and is_paragraph(line.text)]
    if not language or not _speak_to_nobody(long, _words(line.text for line in lines), language):  # a column shows it here
        return
    found = {i for i, line in enumerate(lines) if _is_appeal(line, language)}
    others = [line.text for i, line in enumerate(lines) if i not in found and _is_of_author(line, language)]
    words = _words(others)
    if 0 < len(found) <= MOST_APPEALS and words >= OTHER_WORDS and _speak_to_nobody(others, words, language):
        yield from ((i, Reason.APPEAL) for i in sorted(found))


def _is_of_author(line: Line, language: str) -> bool:
    """Whether a paragraph shows how the author writes: the box of a few words that speaks to somebody is the house's."""
    return is_paragraph(line.text) and (line.box < 0 or len(line.text) > LONGEST_APPEAL or not _speaks(line.text, language))


def _words(texts: Iterable[str]) -> int:
    return sum(text.count(" ") + 1 for text in texts)


def _is_appeal(line: Line, language: str) -> bool:
    text = line.text
    if len(text) > LONGEST_APPEAL or line.kind == "cell":
        return False
    if not _speaks_of_offer(text, _with_gifts(line, cues.addressed(text, language))):
        return False
    if cues.QUOTED.search(text) or DIRECT_SPEECH.match(text):
        return False
    return not (cues.is_reported(text) or any(verb.search(text) for pair in cues.SPEECH for verb in pair))


def _with_gifts(line: Line, said: frozenset[str]) -> frozenset[str]:
    """What a line names; money and support are news, but where a box speaks of them to the reader."""
    return (said | _TOPIC if line.box >= 0 and "reader" in said else said) - _GIFT if "gift" in said else said


def _speaks_of_offer(text: str, said: frozenset[str]) -> bool:
    """Whether two of house, reader and offer are named.

    "Our" and a thing that news speak of as well, in a whole statement, is what somebody tells of his own country or ship: an
    appeal asks, or is no sentence.
    """
    if said == _OUR_TOPIC and ends_sentence(text) and "?" not in text:
        return False
    return len(said) - ("offer" in said and "topic" in said) > 1


_OUR_TOPIC = frozenset({"house", "topic"})


def speaks_of_site(line: Line, sites: Collection[str], language: str) -> bool:
    """Whether a short line names its site (`sites` as `squash` leaves them) or what sites offer: newsletter, editors.

    Alone that says little; the same line in several articles of a site is furniture then, and no standing background.
    """
    text = line.text
    if len(text) > LONGEST_APPEAL or line.kind == "cell" or cues.QUOTED.search(text) or DIRECT_SPEECH.match(text):
        return False
    words = f" {squash(text)} "
    return any(f" {site} " in words for site in sites) or (
        language in cues.LANGUAGES and not _OFFERED.isdisjoint(cues.addressed(text, language))
    )


def _speak_to_nobody(texts: Iterable[str], words: int, language: str) -> bool:
    """Whether texts that speak to somebody hold at most `ADDRESSED_SHARE` of so many words."""
    left = ADDRESSED_SHARE * words
    for text in texts:
        left -= (text.count(" ") + 1) * _speaks(text, language)
        if left < 0:
            return False
    return True


def _speaks(text: str, language: str) -> bool:
    if DIRECT_SPEECH.match(text) or not cues.addressed(text, language) & _SPEAKS:
        return False
    return bool(cues.addressed(QUOTATION.sub(" ", text), language) & _SPEAKS)
