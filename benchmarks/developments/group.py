"""Group a stream of documents the way the daemon does, one JSON line a document: {id, development, kind, score}.

    python benchmarks/developments/group.py FOLDER [--dates published] [--join 0.22] > mine.jsonl

FOLDER holds documents.jsonl or documents.jsonl.gz: {id, published, language, title, text} in stream order; `published`
may be null. The watch's own entities are left out, so that texts about anything can be measured.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from worker.developments.assign import Settings, assign, index_keys, search_keys
from worker.developments.similarity import Idf, load_prior
from worker.entities.names import features
from worker.model import Candidate, DevelopmentId, DocumentId, Features
from worker.tokens import Tokens

FIRST_SEEN = datetime(2026, 11, 21, tzinfo=UTC)  # fixed: a day without a year must not depend on when this runs
FEWEST, SHARE = 50, 0.02  # keys in more documents than both are not searched for
DEVELOPMENTS, MEMBERS = 50, 30


def documents(folder: Path) -> Iterator[dict[str, Any]]:
    packed, plain = folder / "documents.jsonl.gz", folder / "documents.jsonl"
    data = gzip.decompress(packed.read_bytes()) if packed.exists() else plain.read_bytes()
    return (json.loads(line) for line in data.splitlines() if line.strip())


def read(document: dict[str, Any], *, text_dates: bool) -> Features:
    return features(
        document.get("title") or "",
        document.get("text") or "",
        language=document.get("language"),
        published=datetime.fromisoformat(document["published"]) if document.get("published") else None,
        first_seen=FIRST_SEEN,
        own=no_entities,
        text_dates=text_dates,
    )


def no_entities(tokens: Tokens, language: str | None) -> Sequence[tuple[int, int, str]]:
    return ()


class Memory:
    """What a database would hold: postings, members of developments, counts."""

    def __init__(self, prior: dict[str, float]) -> None:
        self.prior = prior
        self.counts: Counter[str] = Counter()
        self.postings: dict[str, list[DevelopmentId]] = defaultdict(list)
        self.members: dict[DevelopmentId, list[Candidate]] = defaultdict(list)
        self.total = 0

    def idf(self) -> Idf:
        return Idf(self.counts, self.total, self.prior)

    def candidates(self, f: Features) -> list[Candidate]:
        limit = max(FEWEST, SHARE * self.total)
        keys = [key for key in search_keys(f, self.idf()) if len(self.postings[key]) < limit]
        found = Counter(development for key in keys for development in set(self.postings[key]))
        chosen = sorted(found, key=lambda d: (-found[d], d))[:DEVELOPMENTS]
        return [candidate for development in chosen for candidate in self.members[development][-MEMBERS:]]

    def add(self, f: Features, development: DevelopmentId) -> None:
        self.members[development].append(Candidate(DocumentId(self.total), development, f))
        for key in index_keys(f):
            self.postings[key].append(development)
            self.counts[key] += 1
        self.total += 1


def group(stream: Iterable[tuple[str, Features]], prior: dict[str, float], rules: Settings) -> Iterator[dict[str, Any]]:
    memory = Memory(prior)
    for number, (name, f) in enumerate(stream):
        made = assign(f, memory.candidates(f), memory.idf(), rules)
        development = DevelopmentId(number) if made.development is None else made.development
        memory.add(f, development)
        yield {"id": name, "development": f"d{development}", "kind": made.kind.value, "score": made.evidence.score}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dates", choices=("text", "published"), default="text")
    parser.add_argument("--join", type=float, default=Settings().join)
    args = parser.parse_args()
    lines = files("worker.developments").joinpath("common_words.tsv").read_text("utf-8").splitlines()
    rules = Settings(join=args.join, grey=args.join * Settings().grey / Settings().join)
    stream = ((str(d["id"]), read(d, text_dates=args.dates == "text")) for d in documents(args.folder))
    for row in group(stream, load_prior(lines), rules):
        print(json.dumps(row))


if __name__ == "__main__":
    main()
