"""One document -> development, kind, matches, alert decisions. Live and replay share it; it only ever sees values.

1. `read`     title and text -> names, words, dates, and the rules that hold for this text alone
2. `group`    beside the documents that share its rare words: which development, which kind, why
3. `tell`     beside what was told of that development already: told, merged, held or silent, per channel, why
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from worker.alerts import policy
from worker.developments import assign
from worker.developments.similarity import Idf, weighed
from worker.entities.concepts import Concepts
from worker.entities.gazetteer import Gazetteer
from worker.entities.names import features
from worker.entities.origins import origin_of
from worker.entities.places import Places
from worker.model import Assignment, Candidate, Decision, Document, Features, Kind, Reading, Standing
from worker.rules.index import RuleSet
from worker.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Judge:
    """Everything that decides, made once from the configuration. `channels` are those that can be told, in order."""

    rules: RuleSet
    gazetteer: Gazetteer
    prior: Mapping[str, float]
    concepts: Concepts = field(default_factory=Concepts)
    places: Places = field(default_factory=Places)
    channels: tuple[str, ...] = ()
    policy: policy.Policy = field(default_factory=policy.Policy)
    dates_from_text: bool = True

    def read(self, document: Document) -> Reading:
        """What the document says by itself. Time grows with its length; nothing outside it is looked at."""
        document = replace(document, language=plain_language(document.language))
        found = features(
            document.title,
            document.text,
            language=document.language,
            published=document.published,
            first_seen=_moment(document),
            own=self._own_names,
            concepts=self.concepts.of,
            places=self.places.at,
            text_dates=self.dates_from_text,
        )
        origin = origin_of(document.title, document.text, document.url or "")
        return Reading(document, replace(found, origin=origin.key), self.rules.matches(document))

    def meaning(self, sentence: str, document: Document) -> frozenset[str]:
        """What a sentence of the document says in any language: its names, places, numbers, days and concepts, as keys."""
        language = plain_language(document.language)
        found = features(
            "",
            sentence,
            language=language,
            published=document.published,
            first_seen=_moment(document),
            own=self._own_names,
            concepts=self.concepts.of,
            places=self.places.at,
        )
        # German writes every noun with a capital: what is no place, entity or number may be any word.
        names = [name for name in found.sounds if language != "de" or ":" in name or name[0].isdecimal()]
        return frozenset((*names, *found.concepts, *(day.isoformat() for day in found.event_dates)))

    def weigh(self, reading: Reading, counts: Mapping[str, int]) -> Reading:
        """The reading with the weights that its words have beside all documents so far; kept with the document."""
        return replace(reading, features=weighed(reading.features, self._idf(counts)))

    def index_keys(self, features: Features) -> Sequence[str]:
        return assign.index_keys(features)

    def search_keys(self, reading: Reading, counts: Mapping[str, int]) -> Sequence[str]:
        return assign.search_keys(reading.features, self._idf(counts))

    def group(self, reading: Reading, candidates: Sequence[Candidate], counts: Mapping[str, int]) -> Assignment:
        return assign.assign(reading.features, candidates, self._idf(counts))

    def throttled(self, rules: Collection[str]) -> Mapping[str, int]:
        """Of these rules those of which `tell` must know the latest alerts, and how many."""
        return self.policy.throttled(rules)

    def tell(self, reading: Reading, kind: Kind, standing: Standing, now: datetime) -> Sequence[Decision]:
        document = reading.document
        going_on = [told.rule for told in standing.told.values() if self.rules.may_tell(told.rule, document)]
        return policy.decide(document, kind, reading.matches, standing, self.channels, now, self.policy, going_on)

    def _idf(self, counts: Mapping[str, int]) -> Idf:
        return Idf(counts, counts.get("", 0), self.prior)

    def _own_names(self, tokens: Tokens, language: str | None) -> Sequence[tuple[int, int, str]]:
        return [(m.start_token, m.end_token, m.entity) for m in self.gazetteer.mentions(tokens, language)]


def plain_language(code: str | None) -> str | None:
    """The language that entities and word lists know: no region ("en-GB" is "en"), one Norwegian ("nb" and "nn" are "no")."""
    if not code:
        return None
    plain = code.replace("_", "-").split("-")[0].lower()
    return "no" if plain in ("nb", "nn") else plain


def _moment(document: Document) -> datetime:
    if document.first_seen is None:
        raise ValueError(f"document {document.id} has no first_seen")
    return document.first_seen
