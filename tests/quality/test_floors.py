"""Figures of the cleaning that only go up: the sample documents, and generated sites in nine languages.

They are measured with the installed command, in one run over all pages, as a user would. The floors lie in floors.json:

    python -m tests.quality.test_floors                                    # the figures beside their floors
    python -m tests.quality.test_floors --raise                            # write them; no floor goes down
    python -m tests.quality.test_floors --raise --lower 'sites/dev/*' --because "..."

Nobody reads the pages of the held set to make its figures better.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256

import pytest

from benchmarks.extraction import command, floors
from benchmarks.extraction.command import Row
from benchmarks.extraction.floors import Figure, Floor, Lowering
from benchmarks.extraction.sites.__main__ import site_pages, truth_of
from benchmarks.extraction.sites.language import LANGUAGES, TEMPLATE_SETS
from benchmarks.extraction.sites.render import Renderer
from benchmarks.extraction.sites.score import compare, report
from tests.conftest import ROOT

# One host of three pages for each template and language: what a site repeats shows on the third; done in half a minute.
HOSTS, PAGES, SEED = 1, 3, 1
FAMILIES = ("seeds/", "sites/")
SITE_VALUES = (
    "noise gone, page 1",
    "noise gone, page 3+",
    "hard noise gone, page 1",
    "hard noise gone, page 3+",
    "content kept",
)
SITE_FIGURES = tuple(
    f"sites/{name}/{language}/{value}" for name in TEMPLATE_SETS for language in LANGUAGES for value in SITE_VALUES
)
SEED_FIGURES = ("seeds/noise lines gone", "seeds/content lines kept")


def digest(rows: Sequence[Row]) -> str:
    return sha256("\n".join(json.dumps(row, sort_keys=True) for row in rows).encode()).hexdigest()


# ------------------------------------------------------------------ the sample documents


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def seed_rows() -> tuple[list[Row], list[Row]]:
    """The sample documents, and the expectation of each: the lines that are content, title or caption, and what goes."""
    pages, truth = [], []
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        head, _, body = (ROOT / f"tests/data/seeds/{path.stem}.expected.txt").read_text("utf-8").partition("\n\n")
        fields = dict(line.split(":", 1) for line in head.split("\n") if not line.startswith("removed "))
        removed = [line.split(": ", 1)[1] for line in head.split("\n") if line.startswith("removed ")]
        noise = [line for line in map(squeezed, [*removed, fields["caption"]]) if line]
        content = [line for line in map(squeezed, [fields["title"], *body.split("\n")]) if line]
        pages.append({"id": path.name, "text": path.read_text("utf-8")})
        truth.append({"id": path.name, "noise": noise, "content": content})
    return pages, truth


def seed_figures() -> Iterator[Figure]:
    """Shares in per cent. Content is kept in the text or as the title; a caption is gone when it is not in the text."""
    pages, truth = seed_rows()
    rows = {row["id"]: row for row in command.extract(pages)}
    gone: list[bool] = []
    kept: list[bool] = []
    for page in truth:
        row = rows[page["id"]]
        lines = {squeezed(line) for line in row["text"].split("\n")}
        gone += [line not in lines for line in page["noise"]]
        kept += [line in lines or line == squeezed(row["title"]) for line in page["content"]]
    for name, found in zip(SEED_FIGURES, (gone, kept), strict=True):
        yield Figure(name, digest([*pages, *truth]), round(100 * sum(found) / len(found), 4))


# ------------------------------------------------------------------ generated sites


def site_rows(set_name: str) -> tuple[list[Row], list[Row]]:
    renderer, pages, truth = Renderer(set_name), [], []
    for page in site_pages(set_name, HOSTS, PAGES, SEED):
        html, recorded = renderer.render(page)
        pages.append({"id": page.id, "url": page.url, "html": html})
        truth.append(truth_of(page, recorded))
    return pages, truth


def site_figures() -> Iterator[Figure]:
    """Shares in per cent by language. All sets go through one run of the command."""
    sets = {set_name: site_rows(set_name) for set_name in TEMPLATE_SETS}
    output = command.extract([page for pages, _ in sets.values() for page in pages])
    for set_name, (pages, truth) in sets.items():
        data = digest([*pages, *truth])
        for name, value in values_of(truth, output):
            yield Figure(f"sites/{set_name}/{name}", data, value)


def values_of(truth: Sequence[Row], output: Sequence[Row]) -> Iterator[tuple[str, float]]:
    verdicts = compare(truth, output)
    by_page = report(verdicts)["language and page"]
    for language in LANGUAGES:
        for page in ("1", "3+"):
            row = by_page[f"{language} {page}"]
            yield f"{language}/noise gone, page {page}", share(row["gone"])
            yield f"{language}/hard noise gone, page {page}", share(row["hard gone"])
        lost = report([v for v in verdicts if v.language == language])["all"]["all"]["lost"]
        yield f"{language}/content kept", share(100 - share(lost))


def share(value: float | None) -> float:
    """The figure, or 0.0 where nothing was counted: a set without lines passes no floor."""
    return round(value or 0.0, 4)


# ------------------------------------------------------------------ floors


@cache
def seeds() -> dict[str, Figure]:
    return {figure.name: figure for figure in seed_figures()}


@cache
def sites() -> dict[str, Figure]:
    return {figure.name: figure for figure in site_figures()}


def measured(name: str) -> Figure:
    return (seeds() if name.startswith("seeds/") else sites())[name]


@pytest.mark.parametrize("name", [*SEED_FIGURES, *SITE_FIGURES])
def test_no_figure_is_below_its_floor(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    floor, figure = floors.read().get(name), measured(name)
    assert floors.fault(figure, floor) == ""
    if floors.can_rise(figure, floor) and floor is not None:
        with capsys.disabled():
            print(f"\n{name}: {figure.value:.4f}, the floor of {floor.floor:.4f} can be raised")


def test_every_floor_is_measured() -> None:
    known = floors.read()
    names = {*SEED_FIGURES, *SITE_FIGURES}
    assert [name for name in known if name.startswith(FAMILIES) and name not in names] == []
    assert {name.split("/")[1] for name in known if name.startswith("public/")} == {"scrapinghub", "wcxb"}


def test_a_lowered_floor_says_why() -> None:
    assert all(floor.floor <= floor.measured for floor in floors.read().values())
    assert all(reason.strip() for floor in floors.read().values() for reason in floor.because)


# ------------------------------------------------------------------ what floors promise

GOOD = Floor("a", "data", 90.0, 90.0)


@pytest.mark.parametrize(
    ("figure", "floor", "reason"),
    [
        pytest.param(Figure("a", "data", 90.0), None, "has no floor yet", id="no floor"),
        pytest.param(Figure("a", "data", 89.99), GOOD, "is below the floor of 90.0000", id="below"),
        pytest.param(Figure("a", "other", 99.0), GOOD, "the data has changed", id="better, on other data"),
        pytest.param(Figure("a", "data", 90.0), GOOD, "", id="the same"),
        pytest.param(Figure("a", "data", 99.0), GOOD, "", id="better"),
    ],
)
def test_a_figure_passes_or_says_why_not(figure: Figure, floor: Floor | None, reason: str) -> None:
    assert (reason in floors.fault(figure, floor)) is True
    assert bool(floors.fault(figure, floor)) is bool(reason)


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        pytest.param(Figure("a", "data", 90.0), False, id="the same"),
        pytest.param(Figure("a", "other", 95.0), False, id="other data"),
        pytest.param(Figure("a", "data", 90.01), True, id="better"),
    ],
)
def test_a_floor_can_rise(figure: Figure, expected: bool) -> None:
    assert floors.can_rise(figure, GOOD) is expected


LOWER = Lowering("a*", "the truth was wrong")


@pytest.mark.parametrize(
    ("value", "lowering", "expected", "refused"),
    [
        pytest.param(95.0, None, 95.0, 0, id="up"),
        pytest.param(95.0, LOWER, 95.0, 0, id="up although it may go down"),
        pytest.param(90.0, None, 90.0, 0, id="the same"),
        pytest.param(80.0, None, 90.0, 1, id="down is refused"),
        pytest.param(80.0, Lowering("b*", "why"), 90.0, 1, id="another one may go down"),
        pytest.param(80.0, LOWER, 80.0, 0, id="down with a reason"),
    ],
)
def test_floors_only_go_up_unless_somebody_says_why(
    value: float, lowering: Lowering | None, expected: float, refused: int
) -> None:
    settled, told = floors.settled([Figure("a", "new", value)], {"a": GOOD}, lowering)
    assert settled["a"].floor == expected
    assert len(told) == refused
    assert settled["a"].digest == ("data" if refused else "new")
    assert settled["a"].because == (("90.0000 -> 80.0000: the truth was wrong",) if value == expected == 80.0 else ())


def test_reasons_are_kept_when_a_floor_rises_again() -> None:
    lowered, _ = floors.settled([Figure("a", "data", 80.0)], {"a": GOOD}, LOWER)
    again, _ = floors.settled([Figure("a", "data", 85.0)], lowered, None)
    assert (again["a"].floor, len(again["a"].because)) == (85.0, 1)


def test_a_written_floor_is_read_again(tmp_path) -> None:
    path = tmp_path / "floors.json"
    assert floors.read(path) == {}
    assert floors.settle([Figure("b", "data", 1.0), Figure("a", "data", 2.0)], None, path) == []
    assert floors.settle([Figure("a", "data", 1.0)], None, path) == ["a: 1.0000 is below the floor of 2.0000, which stays"]
    assert floors.settle([Figure("a", "data", 1.5)], LOWER, path) == []
    assert [(f.name, f.floor, len(f.because)) for f in floors.read(path).values()] == [("a", 1.5, 1), ("b", 1.0, 0)]
    assert floors.check([Figure("b", "data", 0.5)], path) == ["b: 0.5000 is below the floor of 1.0000"]


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--raise", "--lower", "sites/*"], id="no reason"),
        pytest.param(["--raise", "--lower", "sites/*", "--because", "  "], id="an empty reason"),
        pytest.param(["--raise", "--because", "so"], id="no name"),
        pytest.param(["--lower", "sites/*", "--because", "so"], id="nothing to write"),
    ],
)
def test_a_floor_is_not_lowered_by_half_a_command(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert "a floor goes down only with a reason" in capsys.readouterr().err


# ------------------------------------------------------------------ command


def main(arguments: Sequence[str] | None = None) -> int:
    return floors.command("python -m tests.quality.test_floors", lambda: [*seeds().values(), *sites().values()], arguments)


if __name__ == "__main__":
    raise SystemExit(main())
