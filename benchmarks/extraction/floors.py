"""Floors under measured figures, which only go up unless a person says why not. Higher is better for every figure.

A floor belongs to the data that it was measured on: with other data it says nothing until it is measured anew.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

FLOORS = Path(__file__).resolve().parents[2] / "tests" / "quality" / "floors.json"
# Figures are rounded to four places where they are made; what is closer than that is the same figure.
SAME = 0.000_05


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured now. `digest` is the SHA-256 of the data, pages and truth together."""

    name: str
    digest: str
    value: float


@dataclass(frozen=True, slots=True)
class Floor:
    """What must be reached. `because` tells each time that a person lowered it, the latest last."""

    name: str
    digest: str
    floor: float
    measured: float
    because: tuple[str, ...] = ()


def read(path: Path = FLOORS) -> dict[str, Floor]:
    """The floors by name; none when the file does not exist yet."""
    rows = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return {row["name"]: Floor(**{**row, "because": tuple(row.get("because", ()))}) for row in rows}


def write(floors: Mapping[str, Floor], path: Path = FLOORS) -> None:
    """One line a floor, by name, so that a change reads well."""
    rows = [{key: value for key, value in asdict(floors[name]).items() if value != ()} for name in sorted(floors)]
    path.write_text("[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n", encoding="utf-8")


# ------------------------------------------------------------------ decisions


def fault(figure: Figure, floor: Floor | None) -> str:
    """Why the figure does not pass, as a sentence that says what to do, or ""."""
    if floor is None:
        return f"{figure.name}: measured {figure.value:.4f} and has no floor yet; raise the floors"
    if figure.value < floor.floor - SAME:
        return f"{figure.name}: {figure.value:.4f} is below the floor of {floor.floor:.4f}"
    if figure.digest != floor.digest:
        return f"{figure.name}: the data has changed since its floor was measured; raise the floors"
    return ""


def can_rise(figure: Figure, floor: Floor | None) -> bool:
    """Whether the figure is better than a floor that was measured on the same data."""
    return floor is not None and figure.digest == floor.digest and figure.value > floor.floor + SAME


def forgotten(figures: Iterable[Figure], floors: Mapping[str, Floor], family: str) -> list[str]:
    """The names of the floors of a family ("sites/") that no figure was measured for."""
    return sorted({name for name in floors if name.startswith(family)} - {figure.name for figure in figures})


@dataclass(frozen=True, slots=True)
class Lowering:
    """Which floors a person lets go down ("sites/dev/*" takes all of them), and why."""

    pattern: str
    because: str


def settled(
    figures: Sequence[Figure], floors: Mapping[str, Floor], lowering: Lowering | None
) -> tuple[dict[str, Floor], list[str]]:
    """The floors after the figures were measured, and why some of them stay as they are."""
    result, refused = dict(floors), []
    for figure in figures:
        old, new = floors.get(figure.name), Floor(figure.name, figure.digest, figure.value, figure.value)
        if old is None or figure.value >= old.floor - SAME:
            result[figure.name] = replace(new, because=old.because if old else ())
        elif lowering is not None and fnmatchcase(figure.name, lowering.pattern):
            told = f"{old.floor:.4f} -> {figure.value:.4f}: {lowering.because}"
            result[figure.name] = replace(new, because=(*old.because, told))
        else:
            refused.append(f"{figure.name}: {figure.value:.4f} is below the floor of {old.floor:.4f}, which stays")
    return result, refused


# ------------------------------------------------------------------ commands


def add_options(parser: ArgumentParser) -> None:
    """The options with which a person lets floors move."""
    parser.add_argument("--raise", dest="rise", action="store_true", help="write the figures as floors; none goes down")
    parser.add_argument("--lower", metavar="NAME", help="let this floor go down with --raise; * stands for any part")
    parser.add_argument("--because", metavar="TEXT", help="why it may; kept in floors.json")


def lowering_of(parser: ArgumentParser, given: Namespace) -> Lowering | None:
    """What --lower and --because say; a usage error when there is one without the other or without --raise."""
    reason = (given.because or "").strip()
    if bool(given.lower) != bool(reason) or (reason and not given.rise):
        parser.error("--raise, --lower NAME and --because TEXT go together: a floor goes down only with a reason")
    return Lowering(given.lower, reason) if given.lower else None


def check(figures: Sequence[Figure], path: Path = FLOORS) -> list[str]:
    """A line for every figure that does not pass."""
    floors = read(path)
    return [reason for figure in figures if (reason := fault(figure, floors.get(figure.name)))]


def settle(figures: Sequence[Figure], lowering: Lowering | None, path: Path = FLOORS) -> list[str]:
    """Write the floors anew; a line for every floor that had to stay."""
    floors, refused = settled(figures, read(path), lowering)
    write(floors, path)
    return refused


# ------------------------------------------------------------------ command


def command(prog: str, measured: Callable[[], Sequence[Figure]], arguments: Sequence[str] | None = None) -> int:
    """Print the figures beside their floors, and raise or check these; 1 when something is to be told, else 0."""
    parser = ArgumentParser(prog=prog, description="figures beside their floors")
    add_options(parser)
    options = parser.parse_args(arguments)
    lowering = lowering_of(parser, options)
    figures = measured()
    print(_table(figures, read()))
    told = settle(figures, lowering) if options.rise else check(figures)
    print("\n".join(told), end="\n" if told else "")
    return 1 if told else 0


def _table(figures: Sequence[Figure], known: Mapping[str, Floor]) -> str:
    rows = [f"{f.name:55}{f.value:10.4f}{known[f.name].floor if f.name in known else float('nan'):10.4f}" for f in figures]
    return "\n".join([f"{'figure':55}{'measured':>10}{'floor':>10}", *rows])
