"""What rules cost, as ratios in one run: matching, preparing a document, one regular expression for each term, loading, memory.

    python -m benchmarks.rules.speed FOLDER [--rules 10 100 1000 10000] [--rounds 5] [--documents 302]
                                    [--parts match load memory] [--config DIR]

FOLDER holds sets of texts (truth.jsonl.gz {id, text}), which are not part of this project: those of 400 words or more, cut at
1,100, are the documents. The rules are made up and seeded: (2 words or pairs) AND or NEAR (3) AND NOT one, all from those texts.
The parts of a round take turns. What the index, every rule tried, and the expressions decide is compared.
"""

from __future__ import annotations

import argparse
import gc
import random
import re
import shutil
import tracemalloc
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import yaml

from benchmarks.extraction import command
from benchmarks.extraction.public import set_folders
from benchmarks.rules import making
from worker.errors import ConfigError
from worker.extract.language import detect_language
from worker.model import Document, Entity
from worker.rules.forms import LANGUAGES, Dictionary, LookUp
from worker.rules.index import RuleSet
from worker.rules.match import holds
from worker.settings.kept import Kept
from worker.settings.load import read_folder
from worker.tokens import fold

SHORTEST, LONGEST = 400, 1_100  # words of a document: a news story
SEED = 5
# Of the texts. Then some six in a hundred rules are tried on a document and one holds: still far more than in real life.
COMMON = 0.15
A_FILE = 100  # rules in one file
FILES = 10
# Regular expressions are far slower, so they are tried on as many documents as keep a round within some seconds.
REGEX_WORK = 30_000  # rules times documents
_WORD = re.compile(r"[A-Za-z]{3,}")
_PAIR = re.compile(r"\b([A-Za-z]{3,}) (?=([A-Za-z]{3,})\b)")


def documents_of(folder: Path, most: int) -> list[Document]:
    """Texts of the length of a news story, longer ones cut, at most so many, in the order of the sets."""
    rows = [row for found in set_folders(folder) for row in command.read_rows(found / "truth.jsonl.gz")]
    texts = [_first_words(row["text"]) for row in rows if len(row["text"].split()) >= SHORTEST]
    return [making.document(text, language=detect_language(text)) for text in texts[:most]]


def _first_words(text: str) -> str:
    """The text up to LONGEST words, line breaks kept."""
    ends = [found.end() for found in islice(re.finditer(r"\S+", text), LONGEST)]
    return text[: ends[-1]]


# ------------------------------------------------------------------ made-up rules


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A rule as lists of terms: one of `left` and one of `right`, and not `denied`. `operator` stands between the two."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    denied: str
    operator: str = "AND"

    @property
    def query(self) -> str:
        left, right = (f"({' OR '.join(side)})" for side in (self.left, self.right))
        return f"({left} {self.operator} {right}) AND NOT {self.denied}"


class Drawing:
    """Words and pairs of words of some texts, half of them drawn as often as they are used, half all alike.

    What stands in more than COMMON of the texts is left out, as nobody watches for it.
    """

    def __init__(self, documents: Sequence[Document], seed: int = SEED) -> None:
        self._rng = random.Random(seed)
        texts = [document.text.lower() for document in documents]
        self._words = _seldom([_WORD.findall(text) for text in texts])
        self._pairs = _seldom([[" ".join(pair) for pair in _PAIR.findall(text)] for text in texts])

    def term(self) -> str:
        """A word, one time in three a pair of words."""
        running, different = self._pairs if self._rng.random() < 1 / 3 else self._words
        return self._rng.choice(running if self._rng.random() < 0.5 else different)

    def rule(self, operators: Sequence[str] = ("AND",)) -> MadeUp:
        left, right = (tuple(self.term() for _ in range(number)) for number in (2, 3))
        return MadeUp(left, right, self.term(), self._rng.choice(operators))

    def rules(self, number: int, operators: Sequence[str] = ("AND",)) -> list[MadeUp]:
        return [self.rule(operators) for _ in range(number)]

    def mixed(self, made: MadeUp, entities: Sequence[str]) -> MadeUp:
        """The rule with a stem in place of one term in five, and an entity in place of one in ten."""
        left, right = (tuple(self._other(term, entities) for term in side) for side in (made.left, made.right))
        return replace(made, left=left, right=right)

    def _other(self, term: str, entities: Sequence[str]) -> str:
        chance = self._rng.random()
        if chance < 0.1:
            return f"${self._rng.choice(entities)}"
        return f"{term[:5]}*" if chance < 0.3 and term[:5].isalpha() else term


def _seldom(texts: Sequence[Sequence[str]]) -> tuple[list[str], list[str]]:
    """All that stands in few texts, as often as it stands there, and each once."""
    texts_with = Counter(one for text in texts for one in set(text))
    running = [one for text in texts for one in text if texts_with[one] <= COMMON * len(texts)]
    return running, sorted(set(running))


def only_itself(words: Collection[str]) -> Dictionary:
    """A dictionary in which no word has forms: plain words mean what a regular expression for them means."""
    return {language: {word: frozenset({fold(word)}) for word in words} for language in LANGUAGES}


def nine_forms(words: Collection[str]) -> Dictionary:
    """A dictionary in which each word has nine forms in one language, as terms of watch rules have in the middle."""
    return {"en": {word: frozenset(f"{fold(word)}{ending}" for ending in range(9)) for word in words}}


# ------------------------------------------------------------------ matching


class Expressions:
    """One regular expression for each term, a rule is any() and all() over them: how other feed tools look for words."""

    def __init__(self, made: Sequence[MadeUp]) -> None:
        known: dict[str, re.Pattern[str]] = {}
        for term in {term for rule in made for term in (*rule.left, *rule.right, rule.denied)}:
            known[term] = re.compile(rf"\b{re.escape(term)}\b", re.IGNORECASE)
        self._rules = [
            (f"r{number}", [known[term] for term in rule.left], [known[term] for term in rule.right], known[rule.denied])
            for number, rule in enumerate(made, start=1)
        ]

    def holding(self, text: str) -> set[str]:
        return {
            name
            for name, left, right, denied in self._rules
            if any(term.search(text) for term in left) and any(term.search(text) for term in right) and not denied.search(text)
        }


@dataclass(slots=True)
class Times:
    """Seconds of the parts of one round over all documents. `matches` holds everything that an alert needs; `regexes` over
    some of the documents alone; of those are `sampled` (decide) and `whole` (prepare and match).
    """

    prepare: float = 0.0
    decide: float = 0.0
    matches: float = 0.0
    regexes: float = 0.0
    sampled: float = 0.0
    whole: float = 0.0


@dataclass(frozen=True, slots=True)
class Matching:
    """What one number of rules shows. `different`: decisions of the regular expressions that are others, of `compared`."""

    rules: int
    rounds: Sequence[Times]
    candidates: float
    hits: float
    brute_s: float
    compared: int
    different: int

    def middle(self, of: Callable[[Times], float]) -> float:
        return median(of(times) for times in self.rounds)


def matching(documents: Sequence[Document], made: Sequence[MadeUp], rounds: int, *, regexes: bool = True) -> Matching:
    """Times of some rounds, after decisions were compared. AssertionError when the index decides otherwise than every rule."""
    rules = RuleSet(making.rules(making.compiler(look_up=only_itself), [rule.query for rule in made]))
    number = max(3, REGEX_WORK // len(made)) if regexes else 0
    sample = documents[:: max(1, len(documents) // number)][:number] if number else []
    brute_s, decided, candidates = _decisions(rules, documents)
    expressions = Expressions(made if sample else ())
    found = [(expressions.holding(document.text), decided[document.text]) for document in sample]
    times = [_round(rules, documents, sample, expressions) for _ in range(rounds)]
    hits = sum(map(len, decided.values())) / len(documents)
    different = sum(len(theirs ^ ours) for theirs, ours in found)
    return Matching(len(made), times, candidates / len(documents), hits, brute_s, len(sample) * len(made), different)


def _decisions(rules: RuleSet, documents: Sequence[Document]) -> tuple[float, dict[str, set[str]], int]:
    """Seconds for trying every rule, the rules that hold by text, and the number of candidates."""
    decided: dict[str, set[str]] = {}
    seconds, candidates = 0.0, 0
    for document in documents:
        reading = rules.read(document)
        start = perf_counter()
        decided[document.text] = {rule.id for rule in rules.rules if holds(rule.expression, reading)}
        seconds += perf_counter() - start
        assert {match.rule for match in rules.matches(document)} == decided[document.text], document.text[:80]
        candidates += sum(1 for _ in rules.candidates(rules.read(document)))
    return seconds, decided, candidates


def _round(rules: RuleSet, documents: Sequence[Document], sample: Sequence[Document], expressions: Expressions) -> Times:
    """Each part goes through all documents: on the same document, the later one would find what the first one had to fetch."""
    times, sampled = Times(), {document.text for document in sample}
    for document in documents:
        start = perf_counter()
        reading = rules.read(document)
        prepared = perf_counter()
        _ = [rule for rule in rules.candidates(reading) if holds(rule.expression, reading)]
        decided = perf_counter()
        times.prepare += prepared - start
        times.decide += decided - prepared
        times.sampled += decided - prepared if document.text in sampled else 0.0
    for document in documents:
        start = perf_counter()
        rules.matches(document)
        matched = perf_counter()
        times.matches += matched - start
        times.whole += matched - start if document.text in sampled else 0.0
    start = perf_counter()
    for document in sample:
        expressions.holding(document.text)
    times.regexes = perf_counter() - start
    return times


# ------------------------------------------------------------------ loading


def write_folder(folder: Path, config: Path, drawing: Drawing) -> None:
    """A config folder with the entities of another and 1,000 rules in ten files, two examples each."""
    shutil.copytree(config, folder, ignore=shutil.ignore_patterns("rules"))
    (folder / "rules").mkdir()
    for number in range(FILES):
        write_rules(folder, number, drawing)


def write_rules(folder: Path, number: int, drawing: Drawing) -> None:
    """One file of rules anew, with the same ids."""
    rules = [_entry(f"rule-{number}-{place}", made) for place, made in enumerate(drawing.rules(A_FILE, ("AND", "NEAR/10")))]
    text = yaml.safe_dump({"version": 1, "rules": rules}, allow_unicode=True, sort_keys=False)
    (folder / "rules" / f"{number}.yaml").write_text(text, encoding="utf-8")


def _entry(id: str, made: MadeUp) -> dict[str, object]:
    examples = {"match": [f"The {made.left[0]} {made.right[0]}."], "ignore": ["Nothing."]}
    query = replace(made, denied="zeppelin").query  # so that no example holds the word
    return {"id": id, "title": f"Rule {id}", "why": "One sentence.", "match": {"query": query}, "examples": examples}


def loading(config: Path, drawing: Drawing, rounds: int) -> tuple[float, float]:
    """Median seconds for a folder that was never read, and once more after one of its files has changed."""
    cold, again = [], []
    read_folder(config, {})  # modules are loaded when the first folder is read
    for _ in range(rounds):
        with TemporaryDirectory() as name:
            folder = Path(name) / "config"
            write_folder(folder, config, drawing)
            kept = Kept()
            start = perf_counter()
            read_folder(folder, {}, kept)
            cold.append(perf_counter() - start)
            write_rules(folder, 3, drawing)
            start = perf_counter()
            read_folder(folder, {}, kept)
            again.append(perf_counter() - start)
    return median(cold), median(again)


# ------------------------------------------------------------------ memory


def memory(entities: Sequence[Entity], queries: Sequence[str], look_up: LookUp | None) -> float:
    """MiB that rules hold, without the entities and what reading documents keeps."""
    made_by = making.compiler(entities, look_up)
    gc.collect()
    tracemalloc.start()
    rules = RuleSet(making.rules(made_by, queries))
    gc.collect()
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rules.rules
    return used / 2**20


# ------------------------------------------------------------------ command


def shown(results: Sequence[Matching], title: str) -> str:
    """A line for each number of rules, all in units of preparing the documents in the same round."""
    head = f"{'rules':>7}{'decide':>9}{'match':>9}{'each':>9}{'regexes':>10}{'to all':>10}{'tried':>8}{'hits':>8}  otherwise"
    return "\n".join([title, head, *map(_line, results), *_growth(results)])


def _line(result: Matching) -> str:
    each = result.brute_s / result.middle(lambda t: t.decide)
    regexes = result.middle(lambda t: t.regexes / t.sampled) if result.compared else 0.0
    whole = result.middle(lambda t: t.regexes / t.whole) if result.compared else 0.0
    told = f"{result.different} of {result.compared}" if result.compared else "not run"
    cost = f"{result.middle(_decide):9.2f}{result.middle(_match):9.2f}{each:8.0f}x{regexes:9.0f}x{whole:9.0f}x"
    figures = f"{cost}{result.candidates:8.1f}{result.hits:8.2f}"
    return f"{result.rules:7}{figures}  {told}"


def _growth(results: Sequence[Matching]) -> Iterator[str]:
    known = {result.rules: result for result in results}
    if {1_000, 10_000} <= set(known):
        decide, match = (known[10_000].middle(part) / known[1_000].middle(part) for part in (_decide, _match))
        yield f"10,000 rules against 1,000: decide {decide:.1f} x, match {match:.1f} x"


def _decide(times: Times) -> float:
    return times.decide / times.prepare


def _match(times: Times) -> float:
    return (times.matches - times.prepare) / times.prepare


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rules.speed", description="what watch rules cost")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rules", type=int, nargs="+", default=[10, 100, 1_000, 10_000], help="numbers of rules")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--documents", type=int, default=302, help="at most so many")
    parser.add_argument("--config", type=Path, default=making.CONFIG, metavar="DIR", help="entities; default: as shipped")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    given = parser.parse_args(arguments)
    documents = documents_of(given.folder, given.documents)
    if not documents:
        raise SystemExit(f"{given.folder}: no text of {SHORTEST} to {LONGEST} words")
    print(f"{len(documents)} documents of {SHORTEST} to {LONGEST} words, seed {SEED}, median of {given.rounds}")
    try:
        for part in given.parts:
            print(PARTS[part](documents, given), flush=True)
    except ConfigError as error:
        raise SystemExit(str(error)) from error
    return 0


def _match_part(documents: Sequence[Document], given: argparse.Namespace) -> str:
    drawing = Drawing(documents)
    plain = [matching(documents, drawing.rules(number), given.rounds) for number in given.rules]
    near = [matching(documents, drawing.rules(number, ("AND", "NEAR/10")), given.rounds, regexes=False) for number in given.rules]
    units = (
        "decide, match: in units of preparing a document; each, regexes: trying every rule, and regular expressions, in units of "
        "decide; to all: regular expressions in units of preparing and match; otherwise: their other decisions"
    )
    return "\n".join([units, shown(plain, "AND alone"), shown(near, "AND or NEAR/10")])


def _load_part(documents: Sequence[Document], given: argparse.Namespace) -> str:
    cold, again = loading(given.config, Drawing(documents), given.rounds)
    return f"loading {FILES * A_FILE} rules with examples and the shipped entities: {cold:.2f} s, one file changed: {again:.2f} s"


def _memory_part(documents: Sequence[Document], given: argparse.Namespace) -> str:
    drawing, number = Drawing(documents), max(given.rules)
    entities = making.shipped(given.config).entities
    strong = [entity.id for entity in entities if not entity.weak]
    made = drawing.rules(number, ("AND", "NEAR/10"))
    plain = [rule.query for rule in made]
    mixed = [drawing.mixed(rule, strong).query for rule in made]
    rows = {
        "plain words": memory(entities, plain, None),
        "with stars and entities": memory(entities, mixed, None),
        "the same, nine forms a word": memory(entities, mixed, nine_forms),
    }
    return "\n".join(f"{number} rules, {name}: {used:.1f} MiB" for name, used in rows.items())


PARTS = {"match": _match_part, "load": _load_part, "memory": _memory_part}

if __name__ == "__main__":
    raise SystemExit(main())
