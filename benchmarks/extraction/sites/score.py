"""How well a text was cleaned: noise lines that are gone and content lines that were lost, counted against the truth."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WINDOW = 8  # as many words of a noise line in a row count as the line being left
SHORT = 5  # a content line of fewer words is looked for as a whole
KEPT_SHARE = 0.8  # of a content line's three-word sequences
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one line. `group`: "noise", "content" or "caption"; `bad`: left noise, lost content, caption in the text."""

    id: str
    language: str
    template: str
    ordinal: str
    group: str
    category: str
    hard: bool
    text: str
    bad: bool


def words(text: str) -> Words:
    """The words of a text in small letters, without punctuation."""
    return tuple(re.findall(r"\w+", text.lower()))


def sequences(line: Words, size: int) -> Iterator[Words]:
    """All runs of `size` words of a line; the line itself when it is shorter."""
    yield from (line[i : i + size] for i in range(max(1, len(line) - size + 1)))


class Text:
    """The words of a text, ready to be asked how often a sequence of words stands in it, also across lines."""

    def __init__(self, text: str) -> None:
        self._parts = [words(text)]
        self._counts: dict[int, Counter[Words]] = {}

    def add(self, line: str) -> None:
        """Another line of the text; no sequence is found across its border."""
        self._parts.append(words(line))
        self._counts.clear()

    def count(self, sequence: Words) -> int:
        size = len(sequence)
        if size not in self._counts:
            self._counts[size] = Counter(run for part in self._parts for run in sequences(part, size))
        return self._counts[size][sequence]


def is_left(line: str, text: Text, expected: Text) -> bool:
    """Whether a noise line stands in `text`: as a whole, or eight of its words in a row.

    What the article says itself (`expected`: title, content, captions) is not held against the text: a sequence
    counts only as far as it comes more often than there.
    """
    found = words(line)
    return bool(found) and any(text.count(run) > expected.count(run) for run in sequences(found, WINDOW))


def is_lost(line: str, text: Text, expected: Text) -> bool:
    """Whether a content line is missing in `text`: fewer than 80 % of its three-word sequences stand there.

    A line of fewer than five words is looked for as a whole and has to come as often as in the article: "Background"
    as a sub-heading is not found by the same word in a sentence.
    """
    found = words(line)
    if not found:
        return False
    if len(found) < SHORT:
        return text.count(found) < expected.count(found)
    runs = list(sequences(found, 3))
    return sum(text.count(run) > 0 for run in runs) < KEPT_SHARE * len(runs)


# ------------------------------------------------------------------ pages


def compare(truth: Iterable[Mapping[str, Any]], output: Iterable[Mapping[str, Any]]) -> list[Verdict]:
    """A verdict for every line of the truth; a page without output counts as an empty text."""
    texts = {str(result["id"]): str(result.get("text") or "") for result in output}
    return [verdict for page in truth for verdict in _page(page, texts.get(page["id"], ""))]


def _page(page: Mapping[str, Any], cleaned: str) -> Iterator[Verdict]:
    text, content = Text(cleaned), Text("\n".join(page["content"]))
    expected = Text("\n".join([page["title"], *page["content"], *page["caption"]]))
    without_captions = Text("\n".join([page["title"], *page["content"]]))
    verdict = _verdicts(page)
    for line in sorted(page["noise"], key=lambda line: -len(line["text"])):
        bad = is_left(line["text"], text, expected)
        if bad:  # longest first: the site's name in a line that was left is not a menu that was left
            expected.add(line["text"])
        yield verdict("noise", line["category"], line["hard"], line["text"], bad)
    for line in page["content"]:
        yield verdict("content", "content", True, line, is_lost(line, text, content))
    for line in page["caption"]:
        yield verdict("caption", "caption", True, line, is_left(line, text, without_captions))


def _verdicts(page: Mapping[str, Any]) -> Callable[[str, str, bool, str, bool], Verdict]:
    ordinal = str(page["page"]) if page["page"] < 3 else "3+"

    def verdict(group: str, category: str, hard: bool, text: str, bad: bool) -> Verdict:
        return Verdict(page["id"], page["language"], page["template"], ordinal, group, category, hard, text, bad)

    return verdict


# ------------------------------------------------------------------ report

Report = dict[str, dict[str, dict[str, float | int | None]]]


def report(verdicts: Sequence[Verdict]) -> Report:
    """Figures by view ("all", "language and page", "template", "category") and row; shares in per cent, None without lines."""
    return {
        "all": _rows(verdicts, lambda v: "all"),
        "language and page": _rows(verdicts, lambda v: f"{v.language} {v.ordinal}"),
        "page": _rows(verdicts, lambda v: v.ordinal),
        "template": _rows(verdicts, lambda v: v.template),
        "category": _rows([v for v in verdicts if v.group == "noise"], lambda v: v.category),
    }


def _rows(verdicts: Sequence[Verdict], key: Callable[[Verdict], str]) -> dict[str, dict[str, float | int | None]]:
    groups: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(key(verdict), []).append(verdict)
    return {name: _figures(group) for name, group in sorted(groups.items())}


def _figures(verdicts: Sequence[Verdict]) -> dict[str, float | int | None]:
    noise = [v.bad for v in verdicts if v.group == "noise"]
    hard = [v.bad for v in verdicts if v.group == "noise" and v.hard]
    content = [v.bad for v in verdicts if v.group == "content"]
    return {
        "noise": len(noise),
        "gone": _percent(noise, good=True),
        "hard": len(hard),
        "hard gone": _percent(hard, good=True),
        "content": len(content),
        "lost": _percent(content),
        "captions in text": _percent([v.bad for v in verdicts if v.group == "caption"]),
    }


def _percent(bad: Sequence[bool], *, good: bool = False) -> float | None:
    if not bad:
        return None
    share = 100 * sum(bad) / len(bad)
    return round(100 - share if good else share, 2)


def table(figures: Report) -> str:
    """The report as text, one table a view."""
    return "\n\n".join(_view(name, rows) for name, rows in figures.items())


def _view(name: str, rows: Mapping[str, Mapping[str, float | int | None]]) -> str:
    columns = list(next(iter(rows.values()), {}))
    head = f"{name:20}" + "".join(f"{column:>18}" for column in columns)
    body = [f"{row:20}" + "".join(f"{_cell(values[column]):>18}" for column in columns) for row, values in rows.items()]
    return "\n".join([head, *body])


def _cell(value: float | int | None) -> str:
    return "-" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)


def lines(verdicts: Sequence[Verdict], most: int) -> list[str]:
    """Up to `most` lost content lines and as many left noise lines, each with page and category."""
    lost = [f"lost  {v.id}  {v.text}" for v in verdicts if v.bad and v.group == "content"]
    left = [
        f"left  {v.id}  [{v.category}{', hard' if v.hard else ''}]  {v.text}" for v in verdicts if v.bad and v.group == "noise"
    ]
    return ["", *lost[:most], *left[:most]]
