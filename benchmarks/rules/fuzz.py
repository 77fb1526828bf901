"""Random expressions and random rule files: each is read, or refused with a place; nothing else may happen.

    python -m benchmarks.rules.fuzz [--count 10000] [--seed N] [--json]

Prints what was read and refused, and each traceback once with its input. Expressions that are read are tried on a text of
20,000 words of few kinds, where every word is near every other. tests/unit/rules/test_fuzz.py runs a few of the same.
"""

from __future__ import annotations

import argparse
import json
import random
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import yaml
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from benchmarks.rules import making
from worker.errors import ConfigError, Problem
from worker.model import Alias, Entity
from worker.rules.explain import evidence, excerpt, tree
from worker.rules.index import RuleSet
from worker.rules.lexicon import Lexicon
from worker.rules.match import Reading, holds
from worker.rules.rule import Rule, RuleCompiler, RuleDefinition
from worker.settings.load import read_folder

ENTITIES = (
    Entity("greenland", "Greenland", "place", (Alias("Green*"), Alias("Kalaallit Nunaat"), Alias("Grøn*", frozenset({"da"})))),
    Entity("nato", "NATO", "organisation", (Alias("NATO", case_sensitive=True),), weak=True),
    Entity("white_sea", "White Sea", "place", (Alias("White Sea"), Alias("snow-*")), context=True),
)
WORDS = ("ice", "cable", "snow", "sea", "White", "NATO", "Greenland", "undersea", "лёд", "Grønland")
LENGTH = 20_000  # words of the long text


# ------------------------------------------------------------------ expressions

OPERATORS = (
    "AND", "OR", "NOT", "NEAR", "NEAR/5", "NEAR/100", "NEAR/s", "NEAR/p", "NEAR/0", "NEAR/101", "NEAR/x", "NEAR/", "near/5",
    "BEFORE", "BEFORE/3", "BEFORE/s", "ATLEAST/2", "ATLEAST/100", "ATLEAST", "ATLEAST/0", "w/5",
)  # fmt: skip
PIECES = (
    *WORDS, "ice*", "*sea", "=Ice", "ic*", "*", "**", "=", "i*e", "*ice*", "==ice", "U.S.", "F-35", "l'eau", "-", "/", "&", "…",
    "(", ")", '"', '"AND"', "“ice”", "$greenland", "$nato", "$white_sea", "$nobody", "$", "title:", "lead:", "text:", "body:",
    "\u00ad", "\u200b", "\u0301", "\x00", "\ud800", "İ", "ß", "\n", "\t",
)  # fmt: skip
STRETCHED = st.builds(
    lambda piece, number: piece * number,
    st.sampled_from(("(", ")", "a", "ice ", "*", "NOT ", "title:", '"')),
    st.integers(2, 3_000),
)
SOUP = st.lists(st.sampled_from(OPERATORS) | st.sampled_from(PIECES) | st.text(max_size=8) | STRETCHED, max_size=14)
TERMS = st.sampled_from(
    (*WORDS, "ice*", "*sea", "=ice", "$greenland", "$white_sea", '"sea ice"', "sea * ice", "White $greenland", "cable sea")
)
JOINED = ("AND", "OR", "AND NOT", "NEAR/5", "NEAR/100", "NEAR/s", "NEAR/p", "BEFORE/5", "BEFORE/p", "NEAR")
FRAMES = ("({})", "title:({})", "lead:{}", "text:({})", "ATLEAST/2 ({})", "ATLEAST/100 ({})")


def _joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    side = inner | inner.map("({})".format)
    return st.builds("{} {} {}".format, side, st.sampled_from(JOINED), side) | st.builds(
        str.format, st.sampled_from(FRAMES), inner
    )


NEARLY_RIGHT = st.recursive(TERMS, _joined, max_leaves=25)
EXPRESSIONS = st.builds("".join, st.lists(NEARLY_RIGHT, max_size=1)) | st.builds(
    lambda s, parts: s.join(parts), st.sampled_from((" ", "")), SOUP
)


# ------------------------------------------------------------------ files

NOISE: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def often(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """What belongs there, one time in twelve anything else."""
    return st.integers(0, 11).flatmap(lambda n: NOISE if n == 0 else strategy)


def _record(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A mapping with some of the keys, seldom with one that nobody knows."""
    known = st.fixed_dictionaries({}, optional={name: often(value) for name, value in fields.items()})
    return st.builds(
        lambda a, b: a | b,
        known,
        st.integers(0, 9).flatmap(lambda n: st.just({}) if n else st.dictionaries(st.text(max_size=8), NOISE, max_size=1)),
    )


IDS = st.sampled_from(("one", "two", "three", "Four", "fi ve", "6", ""))
LINES = st.lists(often(NEARLY_RIGHT), max_size=3)
EXAMPLE = st.sampled_from(("The ice of Greenland.", "NATO cable.\nSnow.", "")) | _record(
    text=st.text(max_size=20), title=st.text(max_size=8), lang=st.sampled_from(("en", "no", "nb", "xx1"))
)
RULE = st.builds(
    lambda start, rest: start | rest if isinstance(rest, dict) else rest,
    st.fixed_dictionaries({"id": IDS, "title": often(st.just("A rule")), "match": often(_record(query=NEARLY_RIGHT))}),
    _record(
        why=st.text(max_size=8),
        status=st.sampled_from(("live", "test", "retired", "off")),
        severity=st.sampled_from(("low", "high", "urgent")),
        tags=st.lists(st.text(max_size=4), max_size=2),
        match=_record(query=EXPRESSIONS, all=LINES, any=LINES, none=LINES, at_least=_record(n=st.integers(-1, 4), of=LINES)),
        score=_record(
            at_least=st.integers(-2, 9), cap=st.integers(-1, 9),
            points=st.dictionaries(NEARLY_RIGHT, often(st.integers(-9, 9)), max_size=3),
        ),
        where=_record(
            lang=st.lists(st.sampled_from(("en", "no")), max_size=2),
            source=st.lists(IDS, max_size=2),
            not_source=st.lists(IDS, max_size=2),
            url=st.lists(st.sampled_from(("*.mil/*", "*", "[", "https://nato.example/*")), max_size=2),
            max_age=st.sampled_from(("3d", "1h", "0s", "3 days", "-1d")),
        ),
        alert=_record(
            channels=st.lists(IDS, max_size=2),
            mode=st.sampled_from(("instant", "digest", "none")),
            quiet_hours=st.sampled_from(("22:00-06:00 Europe/Oslo", "22:00-22:00 UTC", "25:00-06:00 UTC", "22-6 Mars/Base")),
            quiet_unless=st.sampled_from(("critical", "never")),
            throttle=st.sampled_from(("1 per 30m", "0 per 1h", "many")),
            updates=st.sampled_from(("material", "all", "none", "some")),
        ),
        examples=_record(match=st.lists(EXAMPLE, max_size=2), ignore=st.lists(EXAMPLE, max_size=2)),
    ),
)  # fmt: skip
RULES = _record(
    defaults=_record(severity=st.just("low"), status=st.just("test"), channels=st.lists(IDS, max_size=1)),
    rules=st.lists(often(RULE), max_size=3),
)
ALIASES = st.lists(
    often(st.sampled_from(("Green*", "=NATO", "White Sea", "*", "i*e", "=", "-", "P-8*", "Svalbard-*", "Gr ø n", "\u00ad"))),
    max_size=4,
)
NAMES = st.dictionaries(st.sampled_from(("any", "en", "no", "nb", "EN")), often(ALIASES), max_size=3)
ENTITY = _record(
    id=st.sampled_from(("greenland", "nato", "white_sea", "White", "x-y")), title=st.just("A thing"), kind=st.just("place"),
    weak=st.booleans(), context=st.booleans(), names=NAMES, override=st.booleans(), **{"except": NAMES | ALIASES},
)  # fmt: skip
GROUPS = st.dictionaries(
    st.sampled_from(("north", "greenland", "No")),
    often(st.lists(st.sampled_from(("greenland", "nato", "nobody")), max_size=3)),
    max_size=2,
)
THINGS = _record(entities=st.lists(often(ENTITY), max_size=3), groups=GROUPS)


def _written(value: object, style: int) -> str:
    """The value as YAML: in block style, in flow style, or as JSON."""
    value = {"version": 1} | value if isinstance(value, dict) else value
    if style == 2:
        return json.dumps(value, ensure_ascii=False)
    try:
        return yaml.safe_dump(value, allow_unicode=True, default_flow_style=style == 1)
    except UnicodeEncodeError:  # a lone surrogate, which JSON can spell
        return json.dumps(value)


def _damaged(text: str, hurts: Sequence[tuple[str, int, str]]) -> bytes:
    """The file with a line twice, a piece cut out or a piece put in, each at a place that counts round the text."""
    for kind, at, piece in hurts:
        here = at % (len(text) + 1)
        lines = text.split("\n")
        match kind:
            case "twice":
                lines.insert(at % len(lines), lines[at % len(lines)])
                text = "\n".join(lines)
            case "cut":
                text = text[:here] + text[here + 1 + at % 5 :]
            case _:
                text = text[:here] + piece + text[here:]
    return text.encode("utf-8", "surrogatepass")


YAML_PIECES = (
    "&a ",
    "*a",
    "!!str ",
    "! ",
    "? ",
    "- ",
    ": ",
    "{",
    "}",
    "[",
    "]",
    "'",
    '"',
    "|",
    ">-\n",
    "#",
    "---\n",
    "%YAML 1.2\n",
    "\t",
    "\ufeff",
    "\x85",
    "\x00",
    "<<: ",
    "no",
    "22:00",
    "0x1F",
    "1e999",
    ".nan",
    "rules:",
    "version: 1\n",
    "id: ",
    "query: ",
)
HURT = st.tuples(
    st.sampled_from(("twice", "cut", "put")), st.integers(0, 5_000), st.sampled_from(YAML_PIECES) | st.text(max_size=4)
)
DEEP = st.builds(
    lambda piece, number: b"version: 1\nrules: " + piece * number,
    st.sampled_from((b"[", b"{a: ", b"- ", b"? ", b"&a [")),
    st.integers(1, 3_000),
)
YAML_SOUP = st.lists(st.sampled_from(YAML_PIECES) | st.sampled_from(("\n", "\n  ", " ")), max_size=30).map(
    lambda parts: "".join(parts).encode()
)


def _files(structures: st.SearchStrategy[Any]) -> st.SearchStrategy[bytes]:
    hurts = st.integers(0, 2).flatmap(lambda n: st.just([]) if n else st.lists(HURT, max_size=4))
    near = st.builds(_damaged, st.builds(_written, structures, st.integers(0, 2)), hurts)
    return st.integers(0, 9).flatmap(
        lambda n: near if n < 7 else YAML_SOUP if n == 7 else DEEP if n == 8 else st.binary(max_size=60)
    )


FILES = (
    st.tuples(st.just("rules"), _files(RULES))
    | st.tuples(st.just("rules"), _files(RULES))
    | st.tuples(st.just("entities"), _files(THINGS))
)


# ------------------------------------------------------------------ what may happen


class LongText:
    """A text of LENGTH words of few kinds, and every expression's work on it."""

    def __init__(self, made_by: RuleCompiler) -> None:
        rng = random.Random(7)
        words = [rng.choice(WORDS) + rng.choice(("", "", "", "", "", ".", ".\n")) for _ in range(LENGTH)]
        self._document = making.document(" ".join(words), title="Ice sea ice", language="en")
        self._compiler, self._used = made_by, 0
        self._reading = Reading(self._document, made_by.names, Lexicon((), made_by.forms))

    def tried(self, rule: Rule) -> bool:
        """Whether the rule holds; spans, sentence and clause tree are made as for an alert and sliced from the text."""
        self._used += 1
        if self._used % 25 == 0:  # it remembers every word of every rule, which is thousands of places each
            self._reading = Reading(self._document, self._compiler.names, Lexicon((), self._compiler.forms))
        held = holds(rule.expression, self._reading)
        _, found = evidence(rule.expression, self._reading)
        assert held or not found
        fields = {"title": self._document.title, "text": self._document.text}
        assert all(fields[span.zone][span.start : span.end].strip() for span in found)
        sentence, inside = excerpt(self._reading, found)
        assert all(0 <= start < end <= len(sentence) for start, end in inside)
        assert next(tree(rule.expression, self._reading))[0] == ("✓" if held else "✗")
        return held


def check_expression(made_by: RuleCompiler, long_text: LongText, text: str) -> str:
    """What became of an expression: "held", "read" or "refused". AssertionError for a fault without a place or a message."""
    rule, faults = made_by.compile(RuleDefinition("fuzz", "Fuzz", query=text))
    for fault in faults:
        assert fault.message.strip(), "a fault says nothing"
        assert fault.position is None or 0 <= fault.position <= len(text), f"{fault.position} of {len(text)} characters"
        assert fault.path[0] == "match"
    assert (rule is None) is bool(faults)
    if rule is None:
        return "refused"
    held = long_text.tried(rule)
    rules, short = RuleSet([rule]), making.document("The undersea cable. Ice of Greenland, NATO", title="Snow")
    assert bool(rules.matches(short)) is holds(rule.expression, rules.read(short)), "not as trying every rule"
    return "held" if held else "read"


def prepare(folder: Path) -> None:
    """The other files of a config folder, small and right."""
    for name, text in (
        ("northwatch.yaml", "version: 1\n"),
        ("sources.yaml", "version: 1\nsources:\n- {id: one, kind: feed, url: 'https://one.example/feed'}\n"),
        ("channels.yaml", "version: 1\nchannels:\n- {id: two, kind: console}\n"),
        ("entities/a.yaml", _written({"entities": [_entity(entity) for entity in ENTITIES]}, 0)),
        ("rules/a.yaml", "version: 1\nrules: []\n"),
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def _entity(entity: Entity) -> dict[str, object]:
    names = {"any": [alias.text for alias in entity.aliases]}
    return {
        "id": entity.id,
        "title": entity.title,
        "kind": entity.kind,
        "weak": entity.weak,
        "context": entity.context,
        "names": names,
    }


def check_file(folder: Path, given_file: tuple[str, bytes]) -> str:
    """What became of a file in a prepared folder: "read" or "refused". AssertionError for a problem without a place or message.

    The other folder keeps its right file, so both kinds of files meet rules and names that exist.
    """
    kind, data = given_file
    path = folder / kind / "b.yaml"
    right = folder / "entities" / "a.yaml"
    path.write_bytes(data)
    if kind == "entities":  # in its place: else every id would be there twice
        right = right.rename(folder / "entities" / "a.off")
    try:
        problems = _problems(folder)
    finally:
        path.unlink()
        if kind == "entities":
            right.rename(folder / "entities" / "a.yaml")
    for problem in problems:
        assert problem.line >= 1, problem
        assert problem.column >= 1, problem
        assert problem.message.strip(), problem
        assert str(problem).startswith(f"{problem.file}:{problem.line}:{problem.column}: ")
    return "refused" if problems else "read"


def _problems(folder: Path) -> Sequence[Problem]:
    """What is wrong with the folder; none when it could be read. AssertionError for a refusal without a problem."""
    try:
        read_folder(folder, {})
    except ConfigError as error:
        problems = error.problems
    else:
        return ()
    assert problems, "refused without a problem"
    return problems


# ------------------------------------------------------------------ command


@dataclass(slots=True)
class Outcome:
    """What became of many examples. `crashes`: the first input of each different traceback. Seconds are of the slowest one."""

    counts: Counter[str] = field(default_factory=Counter)
    crashes: dict[str, str] = field(default_factory=dict)
    slowest_s: float = 0.0
    slowest: str = ""

    def tried(self, check: Callable[[Any], str], value: object) -> None:
        start = perf_counter()
        try:
            self.counts[check(value)] += 1
        except Exception as error:  # noqa: BLE001  # whatever happens is the finding
            self.counts["crashed"] += 1
            self.crashes.setdefault(_place(error), f"{value!r}\n{''.join(traceback.format_exception(error))}")
        if (seconds := perf_counter() - start) > self.slowest_s:
            self.slowest_s, self.slowest = seconds, repr(value)


def _place(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno}"


def run(strategy: st.SearchStrategy[Any], check: Callable[[Any], str], count: int, start: int) -> Outcome:
    """Many examples of a strategy, the same for the same seed; nothing stops at a crash."""
    outcome = Outcome()

    @settings(max_examples=count, deadline=None, database=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
    @seed(start)
    @given(strategy)
    def each(value: object) -> None:
        outcome.tried(check, value)

    each()
    return outcome


def shown(what: str, outcome: Outcome) -> str:
    counts = ", ".join(f"{number} {name}" for name, number in sorted(outcome.counts.items()))
    slowest = f"slowest {1000 * outcome.slowest_s:.0f} ms: {outcome.slowest[:300]}"
    return "\n".join([f"{what}: {outcome.counts.total()} tried, {counts}; {slowest}", *map(": ".join, outcome.crashes.items())])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rules.fuzz", description="random expressions and rule files")
    parser.add_argument("--count", type=int, default=10_000, help="examples of each kind")
    parser.add_argument("--seed", type=int, default=1)
    given_options = parser.parse_args(arguments)
    made_by = making.compiler(ENTITIES)
    with TemporaryDirectory() as name:
        prepare(Path(name))
        checks = {
            "expressions": (EXPRESSIONS, partial(check_expression, made_by, LongText(made_by))),
            "files": (FILES, partial(check_file, Path(name))),
        }
        outcomes = {what: run(*given_check, given_options.count, given_options.seed) for what, given_check in checks.items()}
    print("\n".join(shown(what, outcome) for what, outcome in outcomes.items()))
    return 1 if any(outcome.crashes for outcome in outcomes.values()) else 0


if __name__ == "__main__":
    raise SystemExit(main())
