"""What grouping costs: the search for candidates by size of the window, replay by the document, and 10,000 equal texts.

    python -m benchmarks.developments.cost [--sizes 1000 4000 16000 48000] [--documents 36500] [--equal 10000] [--json]
    python -m benchmarks.developments.cost --sizes --documents 0 --equal 0 --pages FOLDER     # beside cleaning the same pages

The stream is made up and seeded: words by Zipf's law, stories with names and words of their own that fade in days, copies,
100 documents a day. Searches are timed in turn on stores of each size, all of it inside the window. Memory is that of the
process (Linux), which holds no documents; 0 leaves a part out. 48,000 documents take 2 GB in the temporary folder.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate, count, islice
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from benchmarks.extraction import command
from worker.app import common_words
from worker.entities.gazetteer import Gazetteer
from worker.extract.html import extract_html
from worker.judge import Judge
from worker.model import DevelopmentId, Document, DocumentId, Extract, Reading
from worker.replay import Recorded, replay
from worker.rules.index import RuleSet
from worker.store import index
from worker.store.codec import features_to_json
from worker.store.database import Database
from worker.store.schema import DevelopmentRow, DocumentRow, ItemRow

START = datetime(2026, 1, 1, tzinfo=UTC)
A_DAY = 100  # documents
PROBES = 200  # searches that are timed on each store
AT_ONCE = 500  # documents written together
OPEN_STORIES = 300  # that documents still come of
_SYLLABLES = [c + v for c in "bdfghjklmnprstv" for v in ("a", "e", "i", "o", "u", "an", "er", "or")]


# ------------------------------------------------------------------ the stream


class Words:
    """Made-up words, the n-th as common as 1 / n."""

    def __init__(self, rng: random.Random, number: int) -> None:
        self._words = list(dict.fromkeys("".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4))) for _ in range(number)))
        self._sums = list(accumulate(1 / (rank + 10) for rank in range(len(self._words))))

    def pick(self, rng: random.Random, number: int) -> list[str]:
        return rng.choices(self._words, cum_weights=self._sums, k=number)

    def rare(self, rng: random.Random, number: int) -> list[str]:
        """Words of the rarer nine tenths, all equally likely."""
        return rng.choices(self._words[len(self._words) // 10 :], k=number)


@dataclass(slots=True)
class Story:
    """What its documents share: words, names and a number. `told` are the texts that copies are made of."""

    development: DevelopmentId
    words: list[str]
    names: list[str]
    number: int
    told: list[tuple[str, str]] = field(default_factory=list)


def stream(seed: int = 1) -> Iterator[tuple[DevelopmentId, Recorded]]:
    """(true development, document) without end, `A_DAY` a day: every other one of a new story, one in ten a copy."""
    rng = random.Random(seed)
    words, names = Words(rng, 60_000), Words(rng, 20_000)
    stories: list[Story] = []
    for number in count():
        if not stories or rng.random() < 0.5:
            stories = [*stories[1 - OPEN_STORIES :], _story(rng, DevelopmentId(number + 1), words, names)]
        story = stories[-1 - int(rng.expovariate(1 / 40)) % len(stories)]
        title, text = _copy(rng, story, words) if story.told and rng.random() < 0.1 else _report(rng, story, words)
        story.told = [*story.told[-3:], (title, text)]
        yield story.development, recorded(number, title, text)


def recorded(number: int, title: str, text: str) -> Recorded:
    published = START + number * timedelta(days=1) / A_DAY
    document = Document(DocumentId(0), "synthetic", None, title, text, language="en", published=published)
    return Recorded(str(number), document)


def _story(rng: random.Random, development: DevelopmentId, words: Words, names: Words) -> Story:
    called = [name.title() for name in names.pick(rng, 2) + names.rare(rng, 4)]
    return Story(development, words.rare(rng, 14), called, rng.randint(11, 9_999))


def _report(rng: random.Random, story: Story, words: Words) -> tuple[str, str]:
    sentences = [_sentence(rng, story, words, rng.randint(12, 26)) for _ in range(rng.randint(6, 22))]
    return _sentence(rng, story, words, 9), ".\n".join(sentences)


def _sentence(rng: random.Random, story: Story, words: Words, length: int) -> str:
    """Common words, a fifth of the story's own, and one or two of its names; at times its number."""
    chosen = (
        words.pick(rng, length * 7 // 10) + rng.choices(story.words, k=length // 5) + rng.choices(story.names, k=1 + length // 16)
    )
    chosen += [str(story.number)] if rng.random() < 0.2 else []
    rng.shuffle(chosen)
    return f"The {' '.join(chosen)}"


def _copy(rng: random.Random, story: Story, words: Words) -> tuple[str, str]:
    title, text = rng.choice(story.told)
    return title, f"{text}\nBy {' '.join(words.pick(rng, 3))}."


def a_judge() -> Judge:
    """Groups as the daemon does, without rules and entities: the texts are about nothing that anybody watches."""
    return Judge(RuleSet(()), Gazetteer(()), common_words(), dates_from_text=False)


# ------------------------------------------------------------------ the search for candidates


@dataclass(frozen=True, slots=True)
class Search:
    """One search among so many documents: milliseconds, and the candidates that it gave on average."""

    documents: int
    median_ms: float
    p95_ms: float
    candidates: float


def searches(sizes: Sequence[int], seed: int = 1) -> list[Search]:
    """Searches in one store as it grows to each of the sizes, by the documents that come next."""
    judge, given, found = a_judge(), stream(seed), []
    with tempfile.TemporaryDirectory(prefix="northwatch-cost-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'cost.db'}")
        database.migrate()
        stored = 0
        for size in sorted(sizes):
            fill(database, judge, islice(given, size - stored), first=stored + 1)
            stored = size
            probes = [judge.read(_seen(next_one)) for _, next_one in islice(stream(seed), size, size + PROBES)]
            found.append(_timed(database, judge, probes, size))
        database.close()
    return found


def _seen(given: Recorded) -> Document:
    """The document as first seen at one moment with all others: the whole store lies in the window."""
    return replace(given.document, first_seen=START)


def fill(database: Database, judge: Judge, documents: Iterable[tuple[DevelopmentId, Recorded]], first: int) -> None:
    """Store documents in their true developments, under the ids from `first` on."""
    numbered = enumerate(documents, start=first)
    while part := list(islice(numbered, AT_ONCE)):
        with database.writing() as session:
            for number, (development, given) in part:
                reading = judge.read(_seen(given))
                session.merge(DevelopmentRow(id=development, title="", opened_at=START, last_at=START))
                session.add(_item(number))
                session.flush()
                session.add(_document(number, development, reading))
                session.flush()
                index.add(session, DocumentId(number), judge.index_keys(reading.features))


def _item(number: int) -> ItemRow:
    texts = dict.fromkeys(("source", "title", "content", "content_type", "author"), "")
    moments = {"first_seen": START, "next_attempt_at": START}
    return ItemRow(id=number, **texts, **moments, baseline=False, stage="done")


def _document(number: int, development: DevelopmentId, reading: Reading) -> DocumentRow:
    texts = dict.fromkeys(("source", "caption", "author", "published_origin", "text_from", "note"), "")
    return DocumentRow(
        **texts,
        id=number,
        item_id=number,
        development_id=development,
        title=reading.document.title,
        text=reading.document.text,
        first_seen=START,
        from_folder=False,
        baseline=False,
        removed=[],
        boxed=[],
        kind="report",
        evidence={},
        features=features_to_json(reading.features),
    )


def _timed(database: Database, judge: Judge, probes: Sequence[Reading], size: int) -> Search:
    taken, candidates = [], 0
    with database.reading() as session:
        for reading in probes:
            counts = index.term_counts(session, judge.index_keys(reading.features))
            keys = judge.search_keys(reading, counts)
            start = perf_counter()
            candidates += len(index.find_candidates(session, keys, START, counts))
            taken.append(1000 * (perf_counter() - start))
    return Search(size, median(taken), sorted(taken)[int(0.95 * len(taken))], candidates / len(probes))


# ------------------------------------------------------------------ replay


@dataclass(frozen=True, slots=True)
class Replay:
    """Milliseconds of processor a document in the first and the last tenth, seconds in all, and MB at both ends."""

    documents: int
    developments: int
    first_ms: float
    last_ms: float
    cpu_s: float
    first_mb: float
    last_mb: float


def replayed(documents: Iterable[Recorded], number: int) -> Replay:
    """Replay of so many documents (ten at least)."""
    marks, developments = [(process_time(), _memory_mb())], set()
    tenth = number // 10
    for done, (_, judged) in enumerate(replay(islice(documents, number), a_judge(), START), start=1):
        developments.add(judged.development)
        if done % tenth == 0:
            marks.append((process_time(), _memory_mb()))
    first, last = (1000 * (marks[i][0] - marks[i - 1][0]) / tenth for i in (1, 10))
    return Replay(number, len(developments), first, last, marks[-1][0] - marks[0][0], marks[1][1], marks[-1][1])


def equal_documents() -> Iterator[Recorded]:
    """One text again and again, within hours."""
    _, one = next(stream())
    return (replace(one, id=str(number)) for number in count())


def _memory_mb() -> float:
    """Memory of this process that is resident now; pages of 4 kB (Linux)."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096 / 1e6


# ------------------------------------------------------------------ beside cleaning


@dataclass(frozen=True, slots=True)
class Share:
    """Milliseconds of processor a page for cleaning it and for grouping its text, medians, and the ratio of each turn."""

    pages: int
    cleaning_ms: float
    grouping_ms: float
    ratios: tuple[float, ...]


def beside_cleaning(pages: Sequence[command.Row], turns: int = 5) -> Share:
    """Both in this process: cleaning without a pool; grouping from the text to the development and its index, without storing."""
    cleaned = [_clean(page) for page in pages]  # readers and memories are there before a clock runs
    _grouping_s(cleaned)
    taken = []
    for _ in range(turns):
        start = process_time()
        for page in pages:
            _clean(page)
        taken.append((process_time() - start, _grouping_s(cleaned)))
    cleaning, grouping = (1000 * median(column) / len(pages) for column in zip(*taken, strict=True))
    return Share(len(pages), cleaning, grouping, tuple(sorted(ours / theirs for theirs, ours in taken)))


def _clean(page: command.Row) -> Extract:
    return extract_html(page["html"].encode(), page.get("url"), "utf-8")


def _grouping_s(extracts: Sequence[Extract]) -> float:
    """Seconds of processor that grouping takes of these texts, which come a quarter of an hour apart."""
    judge, taken = a_judge(), 0.0
    with tempfile.TemporaryDirectory(prefix="northwatch-cost-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'cost.db'}")
        database.migrate()
        with database.writing() as session:
            for number, extract in enumerate(extracts, start=1):
                document = Document(DocumentId(0), "pages", None, extract.title, extract.text, language=extract.language)
                moment = START + number * timedelta(minutes=15)
                start = process_time()
                reading = judge.read(replace(document, published=moment, first_seen=moment))
                keys = judge.index_keys(reading.features)
                counts = index.term_counts(session, keys)
                reading = judge.weigh(reading, counts)
                candidates = index.find_candidates(session, judge.search_keys(reading, counts), START, counts)
                development = judge.group(reading, candidates, counts).development or DevelopmentId(number)
                taken += process_time() - start
                session.merge(DevelopmentRow(id=development, title="", opened_at=moment, last_at=moment))
                session.add(_item(number))
                session.flush()
                session.add(_document(number, development, reading))
                session.flush()
                start = process_time()
                index.add(session, DocumentId(number), keys)
                taken += process_time() - start
        database.close()
    return taken


# ------------------------------------------------------------------ command


def shown(found: Search | Replay | Share) -> str:
    if isinstance(found, Share):
        least, most = found.ratios[0], found.ratios[-1]
        return (
            f"{found.pages} pages, {len(found.ratios)} turns: cleaning {found.cleaning_ms:.1f} ms of processor a page, grouping "
            f"{found.grouping_ms:.1f}; ratio {median(found.ratios):.2f} ({least:.2f} to {most:.2f})"
        )
    if isinstance(found, Search):
        times = f"median {found.median_ms:.2f} ms, p95 {found.p95_ms:.2f} ms"
        return f"{found.documents:6} documents: {times}, {found.candidates:.1f} candidates"
    return (
        f"{found.documents} documents, {found.developments} developments: {found.cpu_s:.0f} s of processor, "
        f"{found.first_ms:.1f} ms a document in the first tenth, {found.last_ms:.1f} in the last; "
        f"{found.first_mb:.0f} MB after the first tenth, {found.last_mb:.0f} at the end"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.developments.cost", description="what grouping costs")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 4_000, 16_000, 48_000], help="documents in the window")
    parser.add_argument("--documents", type=int, default=36_500, help="documents of the replay; 0: none")
    parser.add_argument("--equal", type=int, default=10_000, help="equal documents to replay; 0: none")
    parser.add_argument("--pages", type=Path, metavar="FOLDER", help="sets of pages (pages.jsonl.gz) to clean and group")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    found: dict[str, list[Search] | list[Replay] | list[Share]] = {"search": searches(given.sizes)}
    found["replay"] = [replayed((one for _, one in stream()), given.documents)] if given.documents else []
    found["equal"] = [replayed(equal_documents(), given.equal)] if given.equal else []
    found["beside cleaning"] = [beside_cleaning(command.pages_in(given.pages))] if given.pages else []
    if given.json:
        print(json.dumps({part: [asdict(row) for row in rows] for part, rows in found.items()}, indent=1))
    else:
        print("\n".join(f"{part}: {shown(row)}" for part, rows in found.items() for row in rows))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
