"""Where each character of a YAML scalar's value stands in the file, for messages that point into a rule's expression. Pure.

The parser tells only where a scalar begins and ends. Here its text is read a second time by the rules of YAML 1.2.2
(chapters 7.3 and 8.1: escapes, line folding, block scalars), keeping the index of every character. The result is
compared with the value that the parser gave: a difference means "begins here", never a wrong place.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator

Pair = tuple[str, int]  # a character of the value and its index in the source

_BREAK = re.compile(r"\r\n?|\n")
_FOLD = re.compile(r"[ \t]*(?:\r\n?|\n)[ \t\r\n]*")  # a line break with the white space around it
_JOINED = re.compile(r"\\(?:\r\n?|\n)([ \t\r\n]*)")  # a line break that a backslash takes away
_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")  # an anchor or a tag in front of the scalar
_MEANING = dict(zip('0abt\tnvfre "/\\N_LP', '\0\a\b\t\t\n\v\f\r\x1b "/\\\x85\xa0\u2028\u2029', strict=True))
_DEEPEST = 80  # columns that are tried as the margin of a block whose header names its indentation


def places(source: str, start: int, end: int, style: str, value: str) -> tuple[int, ...]:
    """The index in `source` of every character of `value`, and of the place behind the last: len(value) + 1 numbers.

    The scalar stands at source[start:end]; `style` is "" (plain), "'", '"', "|" or ">". When the value cannot be
    found again character by character, all numbers are the scalar's beginning.
    """
    begin = _PROPERTIES.match(source, start, end).end()  # type: ignore[union-attr]  # the pattern matches nothing too
    for pairs in _readings(source, begin, end, style):
        if "".join(c for c, _ in pairs[: len(value)]) == value and value:
            found = [index for _, index in pairs[: len(value)]]
            return (*found, found[-1] + 1)
    return (begin,) * (len(value) + 1)


def _readings(source: str, begin: int, end: int, style: str) -> Iterator[list[Pair]]:
    if style in ("|", ">"):
        yield from _block_readings(source, begin, end, style)
    elif style:
        yield list(_flow(source, begin + 1, end - 1, style))
    else:
        yield list(_flow(source, begin, end, ""))


def _flow(source: str, index: int, end: int, quote: str) -> Iterator[Pair]:
    """Plain and quoted scalars: one line break is a blank, n are n - 1 line breaks."""
    while index < end:
        if found := _FOLD.match(source, index, end):
            yield from _folded(found.group(), index)
            index = found.end()
        elif quote == '"' and source[index] == "\\":
            pairs, index = _escaped(source, index, end)
            yield from pairs
        else:
            yield source[index], index
            index += 2 if quote == "'" == source[index] else 1


def _folded(gap: str, index: int) -> list[Pair]:
    breaks = len(_BREAK.findall(gap))
    return [(" ", index)] if breaks == 1 else [("\n", index)] * (breaks - 1)


def _escaped(source: str, index: int, end: int) -> tuple[list[Pair], int]:
    if found := _JOINED.match(source, index, end):
        return [("\n", index)] * len(_BREAK.findall(found.group(1))), found.end()
    escape = _ESCAPE.match(source, index, end)
    if escape is None:
        return [], end
    return [(_meaning(escape.group()[1:]), index)], escape.end()


def _meaning(code: str) -> str:
    """The character that an escape stands for; `code` is what follows the backslash, "n" or "u00e6"."""
    if len(code) == 1:
        return _MEANING.get(code, code)
    number = int(code[1:], 16)
    return chr(number) if number <= sys.maxunicode else ""


def _block_readings(source: str, begin: int, end: int, style: str) -> Iterator[list[Pair]]:
    """Literal and folded blocks, once for each margin that the block may have."""
    header = _BREAK.search(source, begin, end)
    if header is None:
        return
    lines = list(_lines(source, header.end(), end))
    margin = next((len(text) - len(text.lstrip(" ")) for _, text in lines if text.strip(" ")), 0)
    explicit = any(c.isdigit() for c in source[begin : header.start()].partition("#")[0])
    for indent in range(margin, max(-1, margin - _DEEPEST) if explicit else margin - 1, -1):
        yield _block(lines, indent, style == ">")


def _lines(source: str, begin: int, end: int) -> Iterator[tuple[int, str]]:
    while begin < end:
        stop = _BREAK.search(source, begin, end)
        yield begin, source[begin : stop.start() if stop else end]
        begin = stop.end() if stop else end


def _block(lines: Iterable[tuple[int, str]], indent: int, folded: bool) -> list[Pair]:
    pairs: list[Pair] = []
    held: int | None = None  # the last line's break: what it becomes depends on the line that follows
    empty: list[Pair] = []
    spaced = False
    for start, text in lines:
        if len(text) <= indent and not text.strip(" "):
            empty.append(("\n", start + len(text)))
            continue
        if text[:indent].strip(" "):
            break
        body = text[indent:]
        folds = folded and not spaced and body[0] not in " \t"
        if held is not None and not (folds and empty):
            pairs.append((" " if folds else "\n", held))
        pairs += empty
        pairs += ((c, start + indent + i) for i, c in enumerate(body))
        held, empty, spaced = start + len(text), [], body[0] in " \t"
    return [*pairs, *([("\n", held)] if held is not None else []), *empty]
