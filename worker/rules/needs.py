"""What a rule still needs, read from its clause tree: in words, for a person who asks why nothing was sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice


@dataclass(slots=True)
class Part:
    """One line of a clause tree, and the lines below it. `text` is without mark and indent."""

    good: bool
    text: str
    parts: list[Part] = field(default_factory=list)


def parsed(lines: Sequence[str]) -> list[Part]:
    """The tree that the lines of `RuleSet.explain` draw; lines without ✓ or ✗ (points of a score) say nothing here."""
    roots: list[Part] = []
    above: list[list[Part]] = [roots]
    for line in lines:
        plain = line.lstrip(" ")
        if plain[:1] not in ("✓", "✗"):
            continue
        depth = (len(line) - len(plain)) // 2
        part = Part(plain[0] == "✓", plain[2:])
        del above[depth + 1 :]
        above[-1].append(part)
        above.append(part.parts)
    return roots


def requirements(part: Part) -> list[tuple[bool, str]]:
    """What a part of a tree requires, each with whether it is there and, in words, what it is.

    "all of" and NEAR are taken apart; a NEAR whose sides are both there requires one thing more: that they stand near. What
    must not be there counts only where it is: every text lacks most of it.
    """
    near = _NEAR.match(part.text)
    if part.good and part.text.startswith("NOT "):
        return []
    if not part.parts or not (near or part.text == "all of"):
        return [(part.good, _in_words(part))]
    found = [each for below in part.parts for each in requirements(below)]
    if near and all(below.good for below in part.parts):
        sides = " and ".join(filter(None, map(_words_found, part.parts)))
        found.append((part.good, f"{near[1]}: {sides or 'both sides'} are there, but not that near to each other"))
    return found


def nearness(parts: Sequence[Part]) -> float:
    """The share, 0 to 1, of what these parts require that is there; of alternatives that one counts which is nearest."""
    shares = [share for part in parts for share in _shares(part)]
    return sum(shares) / len(shares) if shares else 1.0


def _shares(part: Part) -> list[float]:
    near = _NEAR.match(part.text)
    if part.good:
        return [] if part.text.startswith("NOT ") else [1.0]
    if part.text == "any of":
        return [max((nearness([below]) for below in part.parts), default=0.0)]
    if part.parts and (near or part.text == "all of"):
        together = [0.0] if near and all(below.good for below in part.parts) else []
        return [share for below in part.parts for share in _shares(below)] + together
    return [nearness(part.parts)] if part.parts and _ZONE.match(part.text) else [0.0]


_ZONE = re.compile(r"(?:title|lead|text):")
_NEAR = re.compile(r"((?:NEAR|BEFORE)/\S+) of(?=:|$)")
_FOUND = re.compile(r": ('.*)$", re.DOTALL)
# Each thing that is missing is one line for a person; `rules explain` shows the whole.
MOST_NAMED, LONGEST_NAME, LONGEST_LIST = 6, 160, 90  # alternatives, characters of one, of all
MOST_FOUND = 3  # findings that are quoted of the nearest alternative


def _in_words(part: Part) -> str:
    """What a part of a tree that is not taken apart requires; of many alternatives the first few."""
    if part.text == "any of":
        return _nearest_of(part)
    if points := _POINTS.fullmatch(part.text):
        return f"points: {points[2]} found, {points[1]} needed"
    if part.text.startswith("at least "):
        return f"{part.text} {_listed(part)}: {sum(below.good for below in part.parts)} held"
    if (zone := _ZONE.match(part.text)) and part.parts and nearness(part.parts) > 0:
        return f"{zone[0]} {_lacks(part.parts)}"
    return _short(part.text)


_POINTS = re.compile(r"(-?\d+) points or more \((-?\d+) found\)")


def _nearest_of(part: Part) -> str:
    """Of alternatives that one of which most is there: what of it was found, and what it lacks; none of them: their names."""
    ways = list(_ways(part))
    nearest = max(ways, key=lambda way: nearness([way]))
    if not 0 < nearness([nearest]) < 1:
        return f"none of {_listed(part)}"
    words = list(dict.fromkeys(filter(None, map(_words_found, _good_parts(nearest)))))
    found = ", ".join(words[:MOST_FOUND]) or "a part"
    return f"none of {len(ways)} ways; the nearest has {found} and lacks {_lacks([nearest])}"


def _lacks(parts: Sequence[Part]) -> str:
    missing = (text for part in parts for good, text in requirements(part) if not good)
    return "; ".join(re.sub(r"^((?:title|lead|text): )?none of (?!\d+ ways;)", r"\1any of ", text) for text in missing)


def _ways(part: Part) -> Iterator[Part]:
    for below in part.parts:
        if below.text == "any of":
            yield from _ways(below)
        else:
            yield below


def _good_parts(part: Part) -> Iterator[Part]:
    for below in part.parts:
        if below.good:
            yield below
        else:
            yield from _good_parts(below)


def _listed(part: Part) -> str:
    """The names of the first few alternatives, and how many more there are."""
    names = [name for below in part.parts for name in _alternatives(below)]
    lengths = accumulate(len(name) + 2 for name in names)
    shown = max(1, sum(length <= LONGEST_LIST for length in islice(lengths, MOST_NAMED)))
    listed = ", ".join(_short(name) for name in names[:shown])
    return listed + (f" or {len(names) - shown} more" if len(names) > shown else "")


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _alternatives(part: Part) -> list[str]:
    """The alternatives that a part stands for; one that has parts of its own is written in brackets."""
    if part.text == "any of":
        return [name for below in part.parts for name in _alternatives(below)]
    near = _NEAR.match(part.text)
    if part.parts and (near or part.text == "all of"):
        sides = [" OR ".join(_alternatives(below)) for below in part.parts]
        return ["(" + f" {near[1] if near else 'AND'} ".join(sides) + ")"]
    return [_FOUND.sub("", part.text)]


def _words_found(part: Part) -> str:
    """The words that a part found, as the tree quotes them; "" when it quotes none."""
    quoted = _FOUND.search(part.text)
    if quoted:
        return quoted[1]
    return next(filter(None, (_words_found(below) for below in part.parts if below.good)), "")
