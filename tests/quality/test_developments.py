"""Figures of the grouping that only go up: hand-labelled developments in nine languages, through `replay` as shipped.

The floors lie in floors.json beside those of the cleaning:

    python -m tests.quality.test_developments                                    # the figures beside their floors
    python -m tests.quality.test_developments --raise                            # write them; no floor goes down
    python -m tests.quality.test_developments --raise --lower 'developments/open/*' --because "..."

Nobody reads the kept half, or lists its errors, to make its figures better.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.developments import edits, own, public
from benchmarks.developments.edits import Words
from benchmarks.developments.labelled import LANGUAGES, SETS, Labelled, digest, in_order, read_set, truth
from benchmarks.developments.own import folder_of
from benchmarks.developments.scores import Label, Rate, Scores, as_json, score, shown
from benchmarks.extraction import floors
from benchmarks.extraction.floors import Figure
from worker.errors import ConfigError
from worker.model import Kind
from worker.settings.yamlfile import load

FAMILY = "developments/"
VALUES = (
    "B-cubed F1",
    "first documents that open",
    "other documents that do not open",
    "update precision",
    "update recall",
    "copies found",
    "others not taken for copies",
)
EDITED = f"{FAMILY}open/edited copies found"
FIGURES = (*(f"{FAMILY}{half}/{value}" for half in SETS for value in VALUES), EDITED)


# ------------------------------------------------------------------ floors


def values_of(scores: Scores) -> tuple[float, ...]:
    """The figures of `VALUES`, all better when higher; 0.0 for what nothing was found of, which passes no floor."""
    taken = 1.0 if scores.taken_for_copies is None else scores.taken_for_copies
    return (
        scores.bcubed.f1,
        1 - scores.miss,
        1 - scores.false_alarm,
        scores.update.precision or 0.0,
        scores.update.recall or 0.0,
        scores.copies_found or 0.0,
        1 - taken,
    )


def half_figures(half: str) -> Iterator[Figure]:
    result = own.measured(half)
    for name, value in zip(VALUES, values_of(result.scores), strict=True):
        yield Figure(f"{FAMILY}{half}/{name}", result.digest, round(value, 4))
    if half == "open":
        found = own.copies_found(result.documents)
        yield Figure(EDITED, result.digest, round(sum(found.values()) / len(found), 4))


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
def stream(half: str) -> Sequence[Labelled]:
    return read_set(folder_of(half))


@pytest.mark.parametrize("half", SETS)
def test_each_half_says_what_the_readme_promises(half: str) -> None:
    documents = stream(half)
    spoken: dict[str, list[str]] = {}
    for document in documents:
        spoken.setdefault(document.development, []).append(document.language)
    single = [development for development, languages in spoken.items() if len(languages) == 1]
    assert bool(single) is half.endswith(("-wide", "-more"))
    for development in single:
        del spoken[development]
    assert len(spoken) >= 15
    assert all(4 <= len(languages) <= 10 for languages in spoken.values())
    assert sum(len(set(languages)) > 1 for languages in spoken.values()) >= len(spoken) / 2
    assert {document.language for document in documents} == set(LANGUAGES)
    assert {document.kind for document in documents} == set(Kind)


def test_no_document_or_development_is_in_two_sets() -> None:
    for first, second in combinations(map(stream, SETS), 2):
        assert {d.id for d in first}.isdisjoint(d.id for d in second)
        assert {d.development for d in first}.isdisjoint(d.development for d in second)


DOCUMENT = {
    "id": "quay-1",
    "kind": "new",
    "published": "2026-01-12T05:10:00Z",
    "language": "da",
    "source": "Kajbladet",
    "url": "https://kajbladet.example/1",
    "title": "Kajen er lukket",
    "text": "Kajen er lukket for skibe.",
}
SECOND = DOCUMENT | {"id": "quay-2", "kind": "report", "published": "2026-01-12T06:10:00Z"}


def labelled(*documents: Mapping[str, object], development: object = "quay") -> str:
    """The text of a file with one development. JSON is YAML too."""
    return json.dumps({"saga": "harbours", "developments": [{"id": development, "documents": list(documents)}]})


def read(*texts: str) -> Sequence[Labelled]:
    return in_order([load(f"{number}.yaml", text.encode(), private=True) for number, text in enumerate(texts, start=1)])


FAULTS = {
    "no keys": ("[]", "expected the keys saga (text) and developments (a list)"),
    "no developments": ('{"saga": "x", "developments": []}', "expected a list of developments"),
    "a development without documents": (labelled(), "expected a list of documents"),
    "a development without a text id": (labelled(DOCUMENT, development=3), "expected the keys id (text) and documents"),
    "a document that is text": (labelled("quay-1"), "expected a document: a mapping"),
    "a field is absent": (labelled({k: v for k, v in DOCUMENT.items() if k != "url"}), "url: expected text"),
    "an empty title": (labelled(DOCUMENT | {"title": " "}), "title: expected text"),
    "no quotes, an old reader": (labelled(DOCUMENT | {"language": False}), "language: expected text"),
    "an unknown key": (labelled(DOCUMENT | {"author": "x"}), "unknown key 'author'"),
    "of is a number": (labelled(DOCUMENT, SECOND | {"of": 1}), "of: expected the id of a document"),
    "an unknown kind": (labelled(DOCUMENT, SECOND | {"kind": "reprint"}), "unknown kind 'reprint'"),
    "an unknown language": (labelled(DOCUMENT | {"language": "nb"}), "unknown language 'nb'"),
    "Norwegian without quotes": (labelled(DOCUMENT).replace('"da"', "no"), "no without quotes"),
    "no date": (labelled(DOCUMENT | {"published": "Monday"}), "no date and time: 'Monday'"),
    "a date without an offset": (labelled(DOCUMENT | {"published": "2026-01-12T05:10:00"}), "no date and time"),
    "the first is a report": (labelled(DOCUMENT | {"kind": "report"}), "the first document of a development is new"),
    "the second is new": (labelled(DOCUMENT, SECOND | {"kind": "new"}), "no other is"),
    "a copy of nothing": (labelled(DOCUMENT, SECOND | {"kind": "copy"}), "of stands with every copy"),
    "a report of another": (labelled(DOCUMENT, SECOND | {"of": "quay-1"}), "of stands with every copy"),
    "a copy of itself": (labelled(DOCUMENT, SECOND | {"kind": "copy", "of": "quay-2"}), "no earlier document"),
    "out of order": (labelled(DOCUMENT, SECOND | {"published": "2026-01-11T06:10:00Z"}), "published before the document"),
    "a document twice": (labelled(DOCUMENT, SECOND | {"id": "quay-1"}), "the id 'quay-1' stands twice"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_file_is_refused_with_place_and_reason(name: str) -> None:
    text, message = FAULTS[name]
    with pytest.raises(ConfigError) as refused:
        read(text)
    assert all(problem.file == "1.yaml" and problem.hint for problem in refused.value.problems)
    assert message in str(refused.value)


def test_a_fault_does_not_show_the_line() -> None:
    with pytest.raises(ConfigError) as refused:
        read(labelled(DOCUMENT | {"kind": "reprint"}))
    assert "Kajen" not in str(refused.value)


def test_ids_of_two_files_are_told_apart_and_all_faults_are_told() -> None:
    with pytest.raises(ConfigError) as refused:
        read(labelled(DOCUMENT), labelled(DOCUMENT))
    assert [(p.file, "quay-1" in p.message) for p in refused.value.problems] == [
        ("1.yaml", False), ("1.yaml", True), ("2.yaml", False), ("2.yaml", True),
    ]  # fmt: skip


def test_documents_are_a_stream_in_order_of_publication() -> None:
    other = DOCUMENT | {"id": "pier-1", "published": "2026-01-12T06:00:00+02:00", "language": "no", "text": ""}
    found = read(labelled(DOCUMENT, SECOND | {"kind": "copy", "of": "quay-1"}), labelled(other, development="pier"))
    assert [document.id for document in found] == ["pier-1", "quay-1", "quay-2"]
    assert [label.development for label in truth(found).values()] == ["pier", "quay", "quay"]
    assert found[2].of == "quay-1"
    assert found[1].as_input()["published"] == "2026-01-12T05:10:00+00:00"
    assert digest(found) != digest(found[:2])


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no files \*.yaml here"):
        read_set(tmp_path)


# ------------------------------------------------------------------ scores

N, R, C, U = "new", "report", "copy", "update"


def labels(*given: str) -> dict[str, Label]:
    """Documents 1, 2, ... from "development kind" or "development"."""
    return {str(number): Label(*text.split()) for number, text in enumerate(given, start=1)}


TRUE = labels("a", "a", "a", "b", "b")


@pytest.mark.parametrize(
    ("found", "precision", "recall", "miss", "false_alarm", "lost", "openings"),
    [
        pytest.param("xxxyy", 1.0, 1.0, 0.0, 0.0, 0.0, 1.0, id="right under other names"),
        pytest.param("xxxxx", 13 / 25, 1.0, 0.5, 0.0, 0.5, 0.5, id="all together"),
        pytest.param("vwxyz", 1.0, 2 / 5, 0.0, 1.0, 0.0, 2.5, id="each alone"),
        pytest.param("xxyxy", 8 / 15, 8 / 15, 0.5, 1 / 3, 0.5, 1.0, id="mixed: the second is lost"),
        pytest.param("xxxxy", 7 / 10, 4 / 5, 0.5, 1 / 3, 0.0, 1.0, id="late: missed, then told"),
    ],
)
def test_grouping_and_openings(
    found: str, precision: float, recall: float, miss: float, false_alarm: float, lost: float, openings: float
) -> None:
    scores = score(TRUE, labels(*found))
    assert (scores.bcubed.precision, scores.bcubed.recall) == pytest.approx((precision, recall))
    assert (scores.miss, scores.false_alarm, scores.lost, scores.openings) == pytest.approx((miss, false_alarm, lost, openings))


def test_the_cost_weighs_misses_and_repeated_alerts() -> None:
    assert score(TRUE, labels(*"xxxyy")).cost == 0.0
    assert score(TRUE, labels(*"xxyxy")).cost == pytest.approx((0.02 * 0.5 + 0.1 * 0.98 / 3) / 0.02)


@pytest.mark.parametrize(
    ("kinds", "found", "update", "copies", "taken", "messages"),
    [
        pytest.param("NRCU", "NRCU", (1.0, 1.0), 1.0, 0.0, 2.0, id="right"),
        pytest.param("NRRR", "NRRR", (None, None), None, 0.0, 1.0, id="nothing labelled or found"),
        pytest.param("NRRU", "NUUR", (0.0, 0.0), None, 0.0, 3.0, id="the wrong ones"),
        pytest.param("NRUU", "NUUR", (0.5, 0.5), None, 0.0, 3.0, id="one of two"),
        pytest.param("NCUC", "NCCR", (None, 0.0), 0.5, 1.0, 1.0, id="an update taken for a copy"),
        pytest.param("NRRC", "NCRR", (None, None), 0.0, 0.5, 1.0, id="a report taken for a copy"),
    ],
)
def test_kinds(
    kinds: str, found: str, update: tuple[float | None, float | None], copies: float | None, taken: float, messages: float
) -> None:
    words = {"N": N, "R": R, "C": C, "U": U}
    scores = score(labels(*(f"a {words[k]}" for k in kinds)), labels(*(f"x {words[k]}" for k in found)))
    assert scores.update == Rate(*update)
    assert (scores.copies_found, scores.taken_for_copies, scores.messages) == (copies, taken, messages)


def test_without_labels_of_kind_only_messages_are_counted() -> None:
    scores = score(TRUE, labels("x new", "x update", "x report", "y new", "y copy"))
    assert scores.messages == 1.5
    assert (scores.update, scores.copies_found, scores.taken_for_copies) == (Rate(None, None), None, None)
    assert as_json(scores)["update_precision"] is None
    assert "update P -  R -" in shown("a set", scores)


@pytest.mark.parametrize(
    ("given", "found", "message"),
    [
        pytest.param({}, {}, "no documents", id="nothing"),
        pytest.param(TRUE, labels(*"xxxy"), "1 documents are only in", id="one was not decided"),
        pytest.param(labels("a"), labels(*"xy"), "1 documents are only in", id="one was not labelled"),
    ],
)
def test_a_truth_and_an_outcome_of_other_documents_are_refused(
    given: Mapping[str, Label], found: Mapping[str, Label], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        score(given, found)


GROUPS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=12)


@given(GROUPS)
def test_figures_stay_in_range_and_f1_is_whole_only_for_the_truth(pairs: list[tuple[int, int]]) -> None:
    given_truth, found = labels(*(f"a{a}" for a, _ in pairs)), labels(*(f"b{b}" for _, b in pairs))
    scores = score(given_truth, found)
    assert all(0 <= value <= 1 for value in (scores.bcubed.f1, scores.miss, scores.false_alarm, scores.lost))
    assert scores.lost <= scores.miss
    same = len(set(pairs)) == len({a for a, _ in pairs}) == len({b for _, b in pairs})
    assert (scores.bcubed.f1 > 1 - 1e-9) is same


# ------------------------------------------------------------------ edited copies

TEXT = " ".join(f"word{number}" for number in range(100))
WORDS = Words(own=("is", "sne"), foreign=("лёд",))


@pytest.mark.parametrize(
    ("edit", "words", "shared"),
    [
        pytest.param("byline and foreign words", 128, 100, id="framed"),
        pytest.param("first 60 %", 60, 60, id="cut"),
        pytest.param("40 % added", 140, 100, id="lengthened"),
        pytest.param("10 % of words replaced", 100, 90, id="reworded"),
    ],
)
def test_an_edit_changes_what_it_says(edit: str, words: int, shared: int) -> None:
    made = edits.EDITS[edit](TEXT, WORDS, Random(1)).split()
    assert (len(made), sum(word.startswith("word") for word in made)) == (words, shared)
    assert " ".join(made) == " ".join(edits.EDITS[edit](TEXT, WORDS, Random(1)).split()), "the same for the same seed"


def test_an_edited_copy_is_another_paper_s_and_later() -> None:
    [document] = read(labelled(DOCUMENT | {"text": TEXT}))
    other = read(labelled(DOCUMENT | {"id": "pier-1", "text": "Broen holder"}, development="pier"))
    copy = edits.edited(document, "40 % added", [document, *other])
    assert (copy.kind, copy.of, copy.development) == (Kind.COPY, "quay-1", "quay")
    assert copy.published - document.published == timedelta(minutes=30)
    assert (copy.url != document.url, copy.source != document.source) == (True, True)
    assert set(copy.text.split()) - set(TEXT.split()) == {"Broen", "holder"}


def test_only_texts_of_some_length_are_copied() -> None:
    [document] = read(labelled(DOCUMENT))
    assert edits.long_enough([document]) == []
    assert own.copies_found([document]) == {}


# ------------------------------------------------------------------ commands


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "harbours.yaml").write_text(labelled(DOCUMENT, SECOND | {"title": "Broen er åben", "text": ""}), "utf-8")
    return tmp_path


def test_a_folder_of_labelled_files_is_measured(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert own.main([str(folder), "--json", "--errors", "5"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["documents"], found["developments"], found["found"], found["false_alarm"]) == (2, 1, 2, 1.0)
    assert found["errors"][0].startswith("opens again (report): quay-2: Broen er åben")


def test_a_faulty_file_ends_the_command_with_its_place(folder: Path) -> None:
    (folder / "harbours.yaml").write_text(labelled(DOCUMENT | {"kind": "reprint"}), "utf-8")
    with pytest.raises(SystemExit, match=r"harbours.yaml:1:\d+: unknown kind 'reprint'"):
        own.main([str(folder)])


@pytest.mark.parametrize("name", ["kept", str(folder_of("kept")), "kept-alike"])
def test_errors_of_the_kept_half_are_not_shown(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        own.main([name, "--errors", "1"])
    assert left.value.code == 2
    assert "only scored" in capsys.readouterr().err


KINDS_OF_ERROR = {
    "right": (["a new", "a report"], ["x new", "x report"], []),
    "again": (["a new", "a report"], ["x new", "y new"], ["opens again (report): 2"]),
    "swallowed": (["a new", "b new"], ["x new", "x report"], ["swallowed: 2"]),
    "elsewhere": (["a new", "b new", "b copy"], ["x new", "y new", "x copy"], ["joins another development (copy): 3"]),
    "kind": (["a new", "a update"], ["x new", "x report"], ["update taken for report: 2"]),
}


@pytest.mark.parametrize("name", KINDS_OF_ERROR)
def test_a_wrong_decision_is_told_with_its_kind(name: str) -> None:
    given_labels, found, expected = KINDS_OF_ERROR[name]
    result = a_result(labels(*given_labels), labels(*found))
    assert [text.partition(": Title")[0] for text in own.errors(result)] == expected


def a_result(given_truth: Mapping[str, Label], found: Mapping[str, Label]) -> own.Result:
    when = datetime(2026, 1, 12, tzinfo=UTC)
    documents = [
        Labelled(name, label.development, Kind(label.kind), "", when, "da", "", "", "Title", "")
        for name, label in given_truth.items()
    ]
    evidence = {
        "threshold": 0.2,
        "names": [["nuuk", 0.3]],
        "terms": [],
        "places": "",
        "runner_up": None,
        "veto": "",
        "uncertain": "",
    }
    rows = [
        {"id": name, "development": label.development, "kind": label.kind, "score": 0.1, "evidence": evidence}
        for name, label in found.items()
    ]
    return own.Result("a set", "", documents, rows, score(given_truth, found))


def write_public(folder: Path, developments: Mapping[str, str]) -> Path:
    folder.mkdir()
    rows = [{"id": name, "published": None, "language": "da", "title": TEXT, "text": None} for name in ("p1", "p2")]
    gold = [{"id": name, "development": development} for name, development in developments.items()]
    for name, lines in (("documents.jsonl", rows), ("gold.jsonl", gold)):
        (folder / name).write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return folder


def test_public_sets_are_measured_with_their_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_public(tmp_path / "one", {"p1": "a", "p2": "a"})
    write_public(tmp_path / "two", {"p2": "b", "p1": "a"})
    assert public.main([str(tmp_path), "--json"]) == 0
    first, second, together = json.loads(capsys.readouterr().out)
    assert (first["set"], first["bcubed_f1"], first["miss"]) == ("one", 1.0, 0.0)
    assert (second["set"], second["bcubed_precision"], second["miss"]) == ("two", 0.5, 0.5)
    assert (together["set"], together["bcubed_f1"]) == ("two, labels that share a text as one", 1.0)


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["", "One", "one", "two", "three"])), max_size=12))
def test_labels_that_share_a_text_are_one(rows: list[tuple[str, str]]) -> None:
    documents = [{"id": str(n), "title": title, "text": None} for n, (_, title) in enumerate(rows)]
    found = public.labels_together(documents, {str(n): label for n, (label, _) in enumerate(rows)})
    assert list(found) == [row["id"] for row in documents]
    for (first, one), (second, other) in combinations(enumerate(rows), 2):
        if one[0] == other[0] or (one[1] and one[1].lower() == other[1].lower()):
            assert found[str(first)] == found[str(second)]
    if not any(title for _, title in rows):
        assert list(found.values()) == [label for label, _ in rows], "no text is no text in common"


def test_a_public_set_with_other_labels_ends_the_command(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"no gold\.jsonl here"):
        public.main([str(tmp_path)])
    with pytest.raises(SystemExit, match="documents without a label"):
        public.main([str(write_public(tmp_path / "one", {"p1": "a"}))])


# ------------------------------------------------------------------ command


def main(arguments: Sequence[str] | None = None) -> int:
    prog, measured = (
        "python -m tests.quality.test_developments",
        lambda: [figure for name in SETS for figure in half(name).values()],
    )
    return floors.command(prog, measured, arguments)


if __name__ == "__main__":
    raise SystemExit(main())
