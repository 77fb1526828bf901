"""Figures of the shipped rules that only go up: hand-labelled texts in nine languages, under the rules as shipped.

The floors lie in floors.json beside those of the cleaning:

    python -m tests.quality.test_rules                                    # the figures beside their floors
    python -m tests.quality.test_rules --raise                            # write them; no floor goes down
    python -m tests.quality.test_rules --raise --lower 'rules/open/*' --because "..."

Nobody reads the kept half, or lists its errors, to make its figures better.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.extraction import floors
from benchmarks.extraction.floors import Figure
from benchmarks.rules import background, forms, labelled, making, own, speed
from benchmarks.rules.labelled import SETS, Labelled, digest, read_set, texts_of
from benchmarks.rules.scores import Share, score
from tests.conftest import ROOT
from worker.errors import ConfigError
from worker.extract.text import extract_text
from worker.model import Document, DocumentId
from worker.rules.index import RuleSet
from worker.settings.yamlfile import load

FAMILY = "rules/"
VALUES = ("precision", "recall")
FIGURES = tuple(f"{FAMILY}{half}/{value}" for half in SETS for value in VALUES)


# ------------------------------------------------------------------ floors


def half_figures(half: str) -> Iterator[Figure]:
    """Over the pack; 0.0 for what nothing was found of, which passes no floor."""
    result = own.measured(half)
    for name, share in zip(VALUES, (result.total.precision, result.total.recall), strict=True):
        yield Figure(f"{FAMILY}{half}/{name}", result.digest, round(share.value or 0.0, 4))


@cache
def half(name: str) -> dict[str, Figure]:
    return {figure.name: figure for figure in half_figures(name)}


@pytest.mark.parametrize("name", FIGURES)
def test_no_figure_is_below_its_floor(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    floor, figure = floors.read().get(name), half(name.split("/")[1])[name]
    assert floors.fault(figure, floor) == ""
    if floors.can_rise(figure, floor) and floor is not None:
        with capsys.disabled():
            print(f"\n{name}: {figure.value:.4f}, the floor of {floor.floor:.4f} can be raised")


def test_every_floor_is_measured() -> None:
    assert sorted(name for name in floors.read() if name.startswith(FAMILY)) == sorted(FIGURES)


# ------------------------------------------------------------------ the labelled set


@cache
def texts(half: str) -> Sequence[Labelled]:
    return read_set(labelled.ROOT / half)


@pytest.mark.parametrize("half", SETS)
def test_each_half_has_for_every_shipped_rule_what_the_readme_promises(half: str) -> None:
    shipped = {rule.id for rule in making.shipped().rules if rule.definition.status != "retired"}
    counts = Counter((text.rule, text.wanted) for text in texts(half))
    assert {rule for rule, _ in counts} == shipped
    assert min(counts.values()) >= 12
    for rule in shipped:
        assert counts[rule, True] <= counts[rule, False], rule  # near misses are as many at least
        assert half == "open" or counts[rule, True] == counts[rule, False], rule
        assert len({text.language for text in texts(half) if text.rule == rule}) >= 6, rule


def test_no_text_is_in_both_halves() -> None:
    first, second = ({text.text for text in texts(half)} for half in SETS)
    assert first.isdisjoint(second)


@pytest.mark.parametrize("path", sorted((ROOT / "seeds").glob("*.txt")), ids=lambda path: path.stem)
def test_every_sample_document_matches_a_shipped_rule(path: Path) -> None:
    found = extract_text(path.read_text(encoding="utf-8"), path.name)
    document = Document(DocumentId(1), "drop", None, found.title, found.text, language=found.language)
    assert RuleSet(making.shipped().rules).matches(document)


TEXT = {"lang": "da", "label": "match", "title": "Kajen er lukket", "text": "Kajen er lukket for skibe."}


def a_file(*given_texts: object, rule: object = "quay") -> str:
    """The text of a file. JSON is YAML too."""
    return json.dumps({"rule": rule, "texts": list(given_texts)}, ensure_ascii=False)


def read(text: str) -> Sequence[Labelled]:
    return texts_of([load("quay.yaml", text.encode(), private=True)])


FAULTS = {
    "no keys": ("[]", "expected the keys rule (text) and texts (a list)"),
    "a rule that is a number": (a_file(TEXT, rule=3), "expected the keys rule (text)"),
    "the rule of another file": (a_file(TEXT, rule="pier"), "rule 'pier' in a file named 'quay'"),
    "no texts": (a_file(), "expected a list of texts"),
    "texts that are text": ('{"rule": "quay", "texts": "x"}', "expected a list of texts"),
    "a text that is text": (a_file("x"), "expected a text: a mapping"),
    "a field is absent": (a_file({k: v for k, v in TEXT.items() if k != "title"}), "title: expected text"),
    "an empty text": (a_file(TEXT | {"text": " "}), "text: expected text"),
    "no quotes, an old reader": (a_file(TEXT | {"lang": False}), "lang: expected text"),
    "an unknown key": (a_file(TEXT | {"source": "x"}), "unknown key 'source'"),
    "an unknown label": (a_file(TEXT | {"label": "maybe"}), "unknown label 'maybe'"),
    "an unknown language": (a_file(TEXT | {"lang": "nb"}), "unknown language 'nb'"),
    "Norwegian without quotes": (a_file(TEXT).replace('"da"', "no"), "no without quotes"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_file_is_refused_with_place_and_reason_and_without_its_line(name: str) -> None:
    text, message = FAULTS[name]
    with pytest.raises(ConfigError) as refused:
        read(text)
    assert all(problem.file == "quay.yaml" and problem.hint for problem in refused.value.problems)
    assert message in str(refused.value)
    assert "lukket" not in str(refused.value)


def test_texts_are_read_with_their_numbers_and_labels() -> None:
    first, second = read(a_file(TEXT, TEXT | {"lang": "no", "label": "ignore"}))
    assert first == Labelled("quay", 1, "da", True, "Kajen er lukket", "Kajen er lukket for skibe.")
    assert (second.number, second.language, second.wanted) == (2, "no", False)
    assert digest([first]) != digest([first, second])


def test_a_missing_half_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"no files \*.yaml here\n.*name open or kept, and with --folder"):
        own.main(["open", "--folder", str(tmp_path)])


# ------------------------------------------------------------------ scores


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        pytest.param(0, 0, 0.0, 1.0, id="nothing counted"),
        pytest.param(0, 10, 0.0, 0.2775, id="none of ten"),
        pytest.param(10, 10, 0.7225, 1.0, id="ten of ten"),
        pytest.param(1, 1, 0.2065, 1.0, id="one of one"),
        pytest.param(81, 263, 0.2553, 0.3662, id="a textbook's example"),
    ],
)
def test_wilson_s_interval(part: int, whole: int, low: float, high: float) -> None:
    assert Share(part, whole).interval == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 400).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_an_interval_holds_its_share_and_narrows_with_numbers(counts: tuple[int, int]) -> None:
    part, whole = counts
    low, high = Share(part, whole).interval
    assert 0 <= low <= part / whole + 1e-12
    assert part / whole - 1e-12 <= high <= 1
    wider_low, wider_high = Share(4 * part, 4 * whole).interval
    assert wider_high - wider_low < high - low


@pytest.mark.parametrize(
    ("decisions", "precision", "recall"),
    [
        pytest.param([], None, None, id="nothing"),
        pytest.param([(True, False), (False, False)], None, 0.0, id="nothing held"),
        pytest.param([(False, True)], 0.0, None, id="nothing to find"),
        pytest.param([(True, True), (True, False), (True, True), (False, True)], 2 / 3, 2 / 3, id="mixed"),
    ],
)
def test_precision_and_recall(decisions: list[tuple[bool, bool]], precision: float | None, recall: float | None) -> None:
    found = score(decisions)
    assert (found.precision.value, found.recall.value) == (precision, recall)


# ------------------------------------------------------------------ commands

RULE = """\
version: 1
rules:
- id: quay
  title: Quays that are closed
  match: {query: quay NEAR/5 closed}
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A config folder with one rule."""
    folder = tmp_path / "config"
    for name, text in {
        "northwatch.yaml": "version: 1\n",
        "sources.yaml": "version: 1\nsources: []\n",
        "channels.yaml": "version: 1\nchannels: []\n",
        "entities/none.yaml": "version: 1\n",
        "rules/quay.yaml": RULE,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def halves(tmp_path: Path) -> Path:
    """Two halves, each with a text found, one missed and one false, and a text of a rule that is not there."""
    given_texts = (("match", "The quay is closed."), ("match", "No ship may land."), ("ignore", "The quay was not closed."))
    rows = [{"lang": "en", "label": label, "title": "Harbour", "text": text} for label, text in given_texts]
    for name in SETS:
        (tmp_path / name).mkdir()
        (tmp_path / name / "quay.yaml").write_text(a_file(*rows), "utf-8")
        (tmp_path / name / "pier.yaml").write_text(a_file(TEXT, rule="pier"), "utf-8")
    return tmp_path


def measured(halves: Path, config: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, object]:
    assert own.main(["open", "--folder", str(halves), "--config", str(config), "--json", *options]) == 0
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


def test_a_half_is_measured_by_rule_by_language_and_over_the_pack(
    halves: Path, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = measured(halves, config, capsys)
    assert found["pack"] == {"precision": [1, 2], "recall": [1, 3]}
    assert found["rules"] == {
        "pier": {"precision": [0, 0], "recall": [0, 1]},
        "quay": {"precision": [1, 2], "recall": [1, 2]},
    }
    assert found["languages"] == {
        "da": {"precision": [0, 0], "recall": [0, 1]},
        "en": {"precision": [1, 2], "recall": [1, 2]},
    }
    assert (found["absent"], found["errors"]) == (["pier"], [])


def test_wrong_decisions_are_told_with_their_clauses(halves: Path, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pier, missed, false = measured(halves, config, capsys, "--errors", "9")["errors"]  # type: ignore[misc]
    assert pier == "missed: pier, text 1 (da): Kajen er lukket\n    no such rule is in force"
    assert missed.startswith("missed: quay, text 2 (en): Harbour\n    ✗ ")
    assert false.startswith("false: quay, text 3 (en): Harbour\n    ✓ ")


def test_the_table_has_a_line_for_each_rule_and_language(halves: Path, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own.main(["kept", "--folder", str(halves), "--config", str(config)])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[2:7]] == [
        ["rule", "pier"], ["rule", "quay"], ["language", "da"], ["language", "en"], ["the", "pack"],
    ]  # fmt: skip
    assert "0.500 [0.095, 0.905] 1/2" in lines[6]
    assert lines[7] == "no such rule is in force: pier"


@pytest.mark.parametrize("folder", [[], ["--folder", "elsewhere"]])
def test_errors_of_the_kept_half_are_not_shown(folder: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        own.main(["kept", "--errors", "1", *folder])
    assert left.value.code == 2
    assert "only scored" in capsys.readouterr().err


def write_packed(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))


def test_false_alarms_are_counted_on_pages_and_judged_hits_are_not(
    tmp_path: Path, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = [{"id": "p1", "text": "The quay is closed."}, {"id": "p2", "text": "A closed quay!"}, {"id": "p3", "text": "Snow."}]
    write_packed(tmp_path / "set" / "truth.jsonl.gz", pages)
    assert background.main([str(tmp_path), "--config", str(config), "--show"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("set: 3 pages, 2 hits, 0 right, 2 false, 666.7 per 1,000; pages with one: 2, 666.7 [")
    assert "  2 false of quay" in out
    assert "false\tp2\tquay\n    quay NEAR/5 closed\n    A closed quay!" in out


def test_a_hit_that_a_person_judged_right_is_no_false_alarm(tmp_path: Path, config: Path) -> None:
    judged = tmp_path / "judged.tsv"
    judged.write_text("page\trule\tverdict\twhy\np1\tquay\tright\tits quay is closed\np2\tquay\tfalse\ta game\n", "utf-8")
    rules = own.RuleSet(making.shipped(config).rules)
    pages = [background.Page("set", id, making.document("The quay is closed.")) for id in ("p1", "p2", "p3")]
    found = background.hits(rules, pages, background.read_judged(judged))
    assert [hit.right for hit in found] == [True, False, False]
    judged.write_text("page\trule\tverdict\twhy\np1\tquay\tyes\t\n", "utf-8")
    with pytest.raises(SystemExit, match=r"judged\.tsv:2: verdict 'yes'; expected one of right, false"):
        background.read_judged(judged)
    assert background.read_judged(tmp_path / "none.tsv") == {}


def test_forms_count_by_kind_and_a_hyphened_one_by_its_parts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        ("icebreaker", "en", "icebreakers", "form"),
        ("icebreaker", "en", "icebreaker-class", "compound"),
        ("icebreaker", "en", "ice", "near-miss"),
    ]
    lines = ["\t".join(row) for row in (("term", "language", "form", "kind"), *rows)]
    (tmp_path / "forms.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    found = forms.by_words(making.compiler(), forms.read_forms(tmp_path / "forms.tsv"))
    assert [one.found for one in found] == [True, True, False]
    assert forms.wrong(found) == []
    assert forms.main([str(tmp_path), "--stems"]) == 0
    assert "words: 1 terms" in capsys.readouterr().out
    with pytest.raises(SystemExit, match=r"no forms\.tsv here"):
        forms.main([str(tmp_path / "none")])


def test_speed_compares_the_decisions_of_all_ways(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letters = "abcdefghijklmnop"
    texts = [" ".join(f"{one}{page}{other} and" for one in letters for other in letters) for page in "abcdefgh"]
    pages = [{"id": str(number), "text": text} for number, text in enumerate(texts)]
    write_packed(tmp_path / "set" / "truth.jsonl.gz", pages)
    assert speed.main([str(tmp_path), "--rules", "20", "--rounds", "1", "--parts", "match", "memory"]) == 0
    out = capsys.readouterr().out
    assert "8 documents" in out
    assert "  0 of 160\n" in out, "the regular expressions decide the same"
    assert "20 rules, plain words: " in out


# ------------------------------------------------------------------ command


def main(arguments: Sequence[str] | None = None) -> int:
    prog, measured = "python -m tests.quality.test_rules", lambda: [figure for name in SETS for figure in half(name).values()]
    return floors.command(prog, measured, arguments)


if __name__ == "__main__":
    raise SystemExit(main())
