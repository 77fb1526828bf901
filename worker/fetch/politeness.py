"""Manners towards a host: robots.txt (RFC 9309) and the spacing of requests. Decisions only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit

PRODUCT = "northwatch"

# RFC 9309 section 2.5: a crawler reads at least 500 kibibytes; what stands behind is ignored.
ROBOTS_BYTES = 500 * 1024
# Section 2.4: not to be used for more than 24 hours.
ROBOTS_KEPT = timedelta(hours=24)
# Our choice: how long an unreachable robots.txt is not asked for again.
ROBOTS_RETRY = timedelta(minutes=10)
# Our choice: Crawl-delay is not part of the RFC; beyond half a minute an alert would come too late.
CRAWL_DELAY_MOST_S = 30.0

_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


class RobotsAnswer(StrEnum):
    """What a status of robots.txt means: read its rules, everything is allowed, or nothing for now."""

    READ = "read"
    ALLOW = "allow"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class RobotsRule:
    """One Allow or Disallow line; `pattern` is percent-normalised and may hold `*` and a final `$`."""

    allow: bool
    pattern: str

    def __str__(self) -> str:
        return f"{'Allow' if self.allow else 'Disallow'}: {self.pattern}"


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one robots.txt that apply to us, in file order, and the pause that it asks for between requests."""

    rules: tuple[RobotsRule, ...] = ()
    crawl_delay_s: float = 0.0


ALLOW_ALL = Robots()


def robots_answer(status: int) -> RobotsAnswer:
    """RFC 9309 section 2.3.1: 4xx means no rules, 5xx means stay away for now. 429 asks to slow down, so we wait too."""
    if 200 <= status < 300:
        return RobotsAnswer.READ
    return RobotsAnswer.ALLOW if 400 <= status < 500 and status != 429 else RobotsAnswer.WAIT


def parse_robots(text: str, product: str = PRODUCT) -> Robots:
    """The rules for `product`: all groups that name it together, else all groups for `*`, else none (section 2.2.1).

    Unknown lines are skipped, rules before the first group are ignored. An empty pattern matches nothing.
    """
    groups = list(_groups(text))
    token = product.lower()
    mine = [lines for agents, lines in groups if token in agents] or [lines for agents, lines in groups if "*" in agents]
    lines = [line for group in mine for line in group]
    rules = tuple(RobotsRule(key == "allow", normalised(value)) for key, value in lines if key != "crawl-delay" and value)
    return Robots(rules, max((_delay(value) for key, value in lines if key == "crawl-delay"), default=0.0))


def denied_by(robots: Robots, url: str) -> RobotsRule | None:
    """The rule that forbids `url`, or None when it may be fetched.

    Section 2.2.2: the longest matching pattern decides, Allow wins a tie, no match is permission, and robots.txt
    itself is always permitted.
    """
    parts = urlsplit(url)
    target = normalised((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    if target == "/robots.txt":
        return None
    matching = [rule for rule in robots.rules if matches(rule.pattern, target)]
    best = max(matching, key=lambda rule: (len(rule.pattern), rule.allow), default=None)
    return None if best is None or best.allow else best


def matches(pattern: str, target: str) -> bool:
    """Whether a path (with query) starts with `pattern`; `*` is any run of characters, a final `$` the end.

    Pieces between stars are sought from left to right, so the cost is linear in the number of pieces and no pattern can stall us.
    """
    anchored = pattern.endswith("$")
    first, *rest = (pattern[:-1] if anchored else pattern).split("*")
    if not target.startswith(first):
        return False
    if not rest:
        return not anchored or target == first
    position = len(first)
    for piece in rest[:-1] if anchored else rest:
        position = target.find(piece, position)
        if position < 0:
            return False
        position += len(piece)
    return not anchored or (target.endswith(rest[-1]) and len(target) - len(rest[-1]) >= position)


def normalised(path: str) -> str:
    """A path or pattern in the form in which section 2.2.2 compares: escapes of plain characters undone, others upper-case,
    everything beyond ASCII as escaped UTF-8."""
    ascii_only = "".join(c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode("utf-8", "replace")) for c in path)
    return _ESCAPE.sub(_plain, ascii_only)


def start_after(now_s: float, free_at_s: float, spacing_s: float) -> tuple[float, float]:
    """(start of this request, earliest start of the next) for a host whose next start is allowed at `free_at_s`."""
    start = max(now_s, free_at_s)
    return start, start + spacing_s


def _plain(escape: re.Match[str]) -> str:
    character = chr(int(escape[1], 16))
    return character if character in _UNRESERVED else escape[0].upper()


def _groups(text: str) -> Iterator[tuple[set[str], list[tuple[str, str]]]]:
    """(agents, lines) of each group. Consecutive User-agent lines open one group; other records do not close it."""
    agents: set[str] = set()
    lines: list[tuple[str, str]] = []
    for key, value in _records(text.splitlines()):
        if key == "user-agent":
            if lines:
                yield agents, lines
                agents, lines = set(), []
            agents.add(_token(value))
        elif agents and key in ("allow", "disallow", "crawl-delay"):
            lines.append((key, value))
    if agents:
        yield agents, lines


def _records(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        key, colon, value = line.lstrip("\ufeff").partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _token(value: str) -> str:
    """The product token of a User-agent line, which some write with a version behind it; `*` stays `*`."""
    found = re.match(r"\*|[A-Za-z_-]+", value)
    return found.group().lower() if found else ""


def _delay(value: str) -> float:
    found = re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", value)
    return min(float(value), CRAWL_DELAY_MOST_S) if found else 0.0
