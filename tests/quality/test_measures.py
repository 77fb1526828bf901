"""What the measurements of the cleaning rest on: scores, lost lines, damaged pages, and promises about the answers."""

from __future__ import annotations

import json
from random import Random

import pytest

from benchmarks.extraction import mutate, mutations, speed
from benchmarks.extraction.metrics import BAG, SHINGLES, Score, Total, bag_score, difference, lost_lines, shingle_score
from benchmarks.extraction.mutate import SOUND_PAGE, Answer, Case, Tally

# ------------------------------------------------------------------ scores

ICE = "The ice closed the harbour for nine days"


@pytest.mark.parametrize(
    ("reference", "text", "expected"),
    [
        pytest.param("", "", Score(None, None, 0.0), id="nothing expected and nothing found"),
        pytest.param("", ICE, Score(0.0, None, 0.0), id="nothing expected"),
        pytest.param(ICE, "", Score(None, 0.0, 0.0), id="nothing found"),
        pytest.param("Ice.", "Ice", Score(1.0, 1.0, 1.0), id="one word is one run"),
        pytest.param("Ice", "ice", Score(0.0, 0.0, 0.0), id="other letters"),
        pytest.param(ICE, f"{ICE}.", Score(1.0, 1.0, 1.0), id="the same words"),
        pytest.param(ICE, "The ice closed the harbour", Score(1.0, 0.4, 4 / 7), id="two of five runs"),
        pytest.param("a b c d e", "a b c d a b c d", Score(0.2, 0.5, 2 / 7), id="a run counts as often as it is expected"),
    ],
)
def test_runs_of_four_words(reference: str, text: str, expected: Score) -> None:
    found = shingle_score(reference, text)
    assert (found.precision, found.recall) == (expected.precision, expected.recall)
    assert found.f1 == pytest.approx(expected.f1)


@pytest.mark.parametrize(
    ("reference", "text", "expected"),
    [
        pytest.param("", "", (1.0, 1.0, 1.0), id="nothing expected and nothing found"),
        pytest.param("", "ice", (0.0, 0.0, 0.0), id="nothing expected"),
        pytest.param("ice", "...", (0.0, 0.0, 0.0), id="no words found"),
        pytest.param("Ice and snow", "snow AND ice", (1.0, 1.0, 1.0), id="order and case do not matter"),
        pytest.param("ice ice snow", "ice rain", (0.5, 1 / 3, 0.4), id="a word counts as often as it is expected"),
    ],
)
def test_single_words(reference: str, text: str, expected: tuple[float, float, float]) -> None:
    found = bag_score(reference, text)
    assert (found.precision, found.recall, found.f1) == pytest.approx(expected)


def test_a_set_counts_pages_alike_and_leaves_out_what_is_undefined() -> None:
    scores = [Score(1.0, 0.5, 2 / 3), Score(None, 0.0, 0.0), Score(0.5, 1.0, 2 / 3)]
    assert SHINGLES.total(scores) == Total(0.6, 0.75, 0.5)
    assert BAG.total([Score(1.0, 1.0, 1.0), Score(0.0, 0.0, 0.0)]) == Total(0.5, 0.5, 0.5)


def test_the_interval_holds_the_difference_and_is_zero_for_equal_results() -> None:
    ours = [Score(p / 10, p / 10, p / 10) for p in (9, 8, 10, 7, 9, 8)]
    theirs = [Score(p / 10, p / 10, p / 10) for p in (8, 8, 9, 7, 9, 7)]
    found = difference(BAG, ours, theirs)
    assert found.f1 == pytest.approx(0.05)
    assert 0.0 <= found.low < found.f1 < found.high <= 0.1
    same = difference(SHINGLES, ours, ours)
    assert (same.f1, same.low, same.high) == (0.0, 0.0, 0.0)


REFERENCE = f"{ICE}.\nBackground\nThe pilot said that nobody had seen such ice before."


@pytest.mark.parametrize(
    ("line", "text", "lost"),
    [
        pytest.param("", "", False, id="no words"),
        pytest.param("Share", "", False, id="a short line that is no line of the reference"),
        pytest.param("Harbour", "", False, id="a short line within a sentence of the reference"),
        pytest.param("Background:", "", True, id="a sub-heading"),
        pytest.param("Background", "Background", False, id="a sub-heading that was left once"),
        pytest.param("The ice closed the harbour for nine days", "", True, id="a sentence"),
        pytest.param("The ice closed the harbour for nine days", REFERENCE, False, id="a sentence that stands twice"),
        pytest.param("The ice closed the harbour, and the shop for nine days", "", False, id="half of a sentence"),
        pytest.param("Sign up for our letter about ice and harbours", "", False, id="noise"),
    ],
)
def test_content_among_removed_lines(line: str, text: str, lost: bool) -> None:
    assert bool(lost_lines([line], REFERENCE, text)) is lost


# ------------------------------------------------------------------ pages


@pytest.mark.parametrize("name", mutations.MUTATIONS)
@pytest.mark.parametrize("page", [b"", b"<", SOUND_PAGE.encode()], ids=["empty", "one byte", "page"])
def test_a_damage_is_the_same_for_the_same_numbers_and_takes_any_page(name: str, page: bytes) -> None:
    damage = mutations.MUTATIONS[name]
    assert damage(page, Random(3)) == damage(page, Random(3))
    assert isinstance(damage(page, Random(4)), bytes)


@pytest.mark.parametrize("name", mutations.MUTATIONS)
def test_every_damage_changes_a_page(name: str) -> None:
    page = SOUND_PAGE.encode() * 3
    assert any(mutations.MUTATIONS[name](page, Random(seed)) != page for seed in range(5))


def test_damaged_pages_are_lines_in_order() -> None:
    pages = [{"id": "p", "url": None, "html": SOUND_PAGE}]
    found = list(mutate.cases(pages, 28, seed=1))
    assert [case.mutation for case in found] == [*mutations.MUTATIONS] * 2
    assert [json.loads(case.line.decode("utf-8", "replace"))["id"] for case in found] == [str(i) for i in range(28)]
    assert all(b"\n" not in case.line for case in found)


@pytest.mark.parametrize(
    ("count", "huge"),
    [
        pytest.param(0, 0, id="no pages"),
        pytest.param(99, 0, id="a few"),
        pytest.param(100, 3, id="each kind once"),
        pytest.param(400, 4, id="one for every hundred"),
        pytest.param(10_000, 9, id="each kind three times"),
    ],
)
def test_few_pages_are_huge(count: int, huge: int) -> None:
    names = mutate.plan(count)
    assert len(names) == count
    assert sum(name in mutations.HUGE for name in names) == huge


@pytest.mark.parametrize(("rows", "most", "expected"), [(5, None, 5), (5, 9, 5), (519, 100, 100), (3, 1, 1), (0, 4, 0)])
def test_pages_spread_over_the_sets(rows: int, most: int | None, expected: int) -> None:
    chosen = speed.spread([{"id": n} for n in range(rows)], most)
    assert len(chosen) == len({row["id"] for row in chosen}) == expected


# ------------------------------------------------------------------ answers

SOUND = Case(mutate.SOUND, mutate.SOUND, b"{}")
BAD = Case("7 cut of page", "cut", b"{}")
WHOLE = json.dumps({"id": "sound", "text": mutate.SENTENCE, "error": None}).encode()


def answered(**fields: object) -> bytes:
    return json.dumps({"id": "7", "text": "", "error": "the page is empty", **fields}).encode()


@pytest.mark.parametrize(
    ("line", "broken"),
    [
        pytest.param(answered(), "", id="an error"),
        pytest.param(answered(text="Ice.", error=None), "", id="a text"),
        pytest.param(answered(error="extract_html took more than 10 s and was ended"), "", id="too slow: its own time only"),
        pytest.param(answered(error=None), "0 characters of text and the error None", id="neither"),
        pytest.param(answered(text="Ice."), "4 characters of text and the error", id="both"),
        pytest.param(answered(id="8"), "has the id '8'", id="out of order"),
        pytest.param(b"Killed", "no line as promised", id="no JSON"),
        pytest.param(b"{}", "no line as promised", id="no fields"),
        pytest.param(answered(error="the line is no JSON object with"), "no JSON object", id="a sound line"),
        pytest.param(answered(error="the process of extract_html died with exit code 11"), "exit code 11", id="a dead worker"),
    ],
)
def test_what_is_promised_of_a_line(line: bytes, broken: str) -> None:
    _, faults = mutate.judge([BAD, SOUND], Answer([(0.1, line), (0.1, WHOLE)], 0, ""))
    assert len(faults) == bool(broken)
    assert broken in "".join(faults)


@pytest.mark.parametrize(
    ("given", "broken"),
    [
        pytest.param(Answer([(0.1, answered()), (0.1, WHOLE)], 0, "a warning"), "", id="good"),
        pytest.param(Answer([(0.1, answered()), (0.1, WHOLE)], 1, ""), "exit code 1", id="exit code"),
        pytest.param(Answer([(0.1, answered())], 0, ""), "2 lines in, 1 out", id="a line is missing"),
        pytest.param(Answer([(0.1, answered()), (0.1, WHOLE)], 0, "Traceback (\nOSError: x"), "OSError: x", id="a traceback"),
        pytest.param(Answer([(0.1, answered()), (0.1, WHOLE.replace(b"ice", b""))], 0, ""), "lost its text", id="a neighbour"),
    ],
)
def test_what_is_promised_of_a_batch(given: Answer, broken: str) -> None:
    tally = Tally()
    found = mutate.add(tally, [BAD, SOUND], given)
    assert len(found) == bool(broken)
    assert broken in "".join(found)
    assert tally.broken == found
    assert tally.pages == 1
    assert "1 damaged pages" in mutate.shown(tally)
