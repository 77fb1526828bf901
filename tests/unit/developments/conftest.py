"""Documents of these tests: short texts with a fixed small prior and the shipped lexicon."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.resources import files

import pytest

from worker.developments.assign import assign
from worker.developments.similarity import Idf, weighed
from worker.entities.concepts import Concepts, load_concepts
from worker.entities.names import features
from worker.model import Assignment, Candidate, DevelopmentId, DocumentId, Features
from worker.tokens import Tokens

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
OWN = {"arctic": "arctic", "arktis": "arctic", "alliance": "pact", "greenland": "greenland", "rutte": "rutte"}
COMMON = "a the in on of to and is was said that for with at by have has will it its as he she they from an be not after".split()  # noqa: SIM905

Read = Callable[..., Features]
Stream = Callable[[Sequence[Features]], list[Assignment]]


def _own(tokens: Tokens, language: str | None) -> list[tuple[int, int, str]]:
    return [(i, i + 1, OWN[word]) for i, word in enumerate(tokens.folded) if word in OWN]


@pytest.fixture(scope="session")
def lexicon() -> Concepts:
    return load_concepts(files("worker.entities").joinpath("concepts.tsv").read_text("utf-8").splitlines())


@pytest.fixture
def idf() -> Idf:
    return Idf(prior=dict.fromkeys(COMMON, 0.8))


@pytest.fixture
def read(lexicon: Concepts, idf: Idf) -> Read:
    def read(text: str, day: int | None = None, *, title: str = "", language: str | None = "en") -> Features:
        """A weighed text published at noon of a day of January 2026, or undated."""
        published = None if day is None else datetime(2026, 1, day, 12, tzinfo=UTC)
        found = features(title, text, language=language, published=published, first_seen=NOW, own=_own, concepts=lexicon.of)
        return weighed(found, idf)

    return read


@pytest.fixture
def stream(idf: Idf) -> Stream:
    def stream(documents: Sequence[Features]) -> list[Assignment]:
        """Assigns documents one after the other; a new development is named after the place of its first document."""
        known: list[Candidate] = []
        made: list[Assignment] = []
        for number, f in enumerate(documents):
            a = assign(f, known, idf)
            made.append(a)
            known.append(Candidate(DocumentId(number), DevelopmentId(number) if a.development is None else a.development, f))
        return made

    return stream
