"""What a rule still needs, read from its clause tree: in words, for a person who asks why nothing was sent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field


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

    "all of" and NEAR are taken apart; a NEAR whose sides are both there requires one thing more: that they stand near.
    """
    near = _NEAR.match(part.text)
    if not part.parts or not (near or part.text == "all of"):
        return [(part.good, _in_words(part))]
    found = [each for below in part.parts for each in requirements(below)]
    if near and all(below.good for below in part.parts):
        sides = " and ".join(filter(None, map(_words_found, part.parts)))
        found.append((part.good, f"{near[1]}: {sides or 'both sides'} are there, but not that near to each other"))
    return found


_NEAR = re.compile(r"((?:NEAR|BEFORE)/\S+) of(?=:|$)")
_FOUND = re.compile(r": ('.*)$", re.DOTALL)
# Each thing that is missing is one line for a person; `rules explain` shows the whole.
MOST_NAMED, LONGEST_NAME = 6, 160  # alternatives, characters


def _in_words(part: Part) -> str:
    """What a part of a tree that is not taken apart requires; of many alternatives the first few."""
    names = [name for below in part.parts for name in _alternatives(below)]
    listed = ", ".join(names[:MOST_NAMED]) + (f" or {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else "")
    if part.text == "any of":
        return f"none of {listed}"
    if part.text.startswith("at least "):
        return f"{part.text} {listed}: {sum(below.good for below in part.parts)} held"
    return part.text if len(part.text) <= LONGEST_NAME else part.text[: LONGEST_NAME - 1] + "…"


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
