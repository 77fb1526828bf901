"""What an alert says that nobody was told: the sentences of an update that are new, each with who says it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from worker.alerts.view import Publisher, Sighting, publisher_of
from worker.developments.novelty import new_sentences, share_untold
from worker.entities.days import split_stamp
from worker.judge import Judge, plain_language
from worker.model import Document, Kind
from worker.tokens import sentences

MOST_LINES = 5
MOST_COMPARED = 200  # sentences of the told texts whose meaning is looked at, the latest documents first


def new_lines(sightings: Sequence[Sighting], publishers: Mapping[str, Publisher], judge: Judge) -> list[tuple[str, str]]:
    """Sentences that nobody was told, each with its publisher: of the updates first, the newest before the others.

    A report tells the same facts, so it adds what it alone says, in a language that was told before, and what it says is no
    news in an update. In another language every word is new: there a sentence counts by what languages share.
    """
    told = [s for s in sightings if s.told]
    fresh = [s for s in sightings if not s.told and told]
    updates = [s for s in reversed(fresh) if s.kind is Kind.UPDATE]
    reports = [s for s in fresh if s.kind is not Kind.UPDATE]
    languages = {plain_language(s.document.language) for s in told}
    comparable = [s for s in reports if not updates or plain_language(s.document.language) in languages]
    meaning = _Meaning(judge, told)
    found = [
        *_lines_of(updates, [*told, *reports], publishers, meaning),
        *_lines_of(comparable, told, publishers, meaning),
    ]
    return found[:MOST_LINES]


def _lines_of(
    sightings: Sequence[Sighting], told: Sequence[Sighting], publishers: Mapping[str, Publisher], meaning: _Meaning
) -> list[tuple[str, str]]:
    known, lines = [s.document.text for s in told], []
    for sighting in sightings:
        publisher = publisher_of(sighting.document, publishers).name
        new = new_sentences(_without_stamps(sighting.document), known, share=meaning.of(sighting.document))
        lines += [(line, publisher) for line in new or _in_short(sighting)]
        known.append(sighting.document.text)
    return lines


def _without_stamps(document: Document) -> str:
    """The text without lines that give the day of publication, which is always new."""
    if document.first_seen is None:
        return document.text
    return split_stamp(document.text, reference=document.first_seen, language=plain_language(document.language))[1]


def _in_short(sighting: Sighting) -> tuple[str, ...]:
    """What makes an update of a document whose words were all told before ("first told: arrest")."""
    return ("; ".join(sighting.new_facts),) if sighting.new_facts else ()


class _Meaning:
    """How much of a sentence was told in other languages, by the names, days, numbers and concepts that they share."""

    def __init__(self, judge: Judge, told: Sequence[Sighting]) -> None:
        self._judge, self._told = judge, told
        self._languages = {plain_language(s.document.language) for s in told}
        self._known: frozenset[str] | None = None

    def of(self, document: Document) -> Callable[[str], float] | None:
        """Sentence -> the share that is new, 0 to 1; None for a document in a language that was told, whose words tell."""
        if plain_language(document.language) in self._languages:
            return None
        if self._known is None:
            self._known = frozenset().union(*self._keys())
        known = self._known
        return lambda sentence: share_untold(self._judge.meaning(sentence, document), known)

    def _keys(self) -> Iterable[frozenset[str]]:
        left = MOST_COMPARED
        for document in (s.document for s in reversed(self._told)):
            yield self._judge.meaning(document.title, document)
            for start, end in sentences(document.text):
                if left <= 0:
                    return
                left -= 1
                yield self._judge.meaning(document.text[start:end], document)
