"""YAML 1.2 core schema with a place for every value. The only importer of PyYAML.

PyYAML on its own follows YAML 1.1 and reads `[no, se]` as [False, 'se'], `22:00` as 1320 and lets a key stand twice.
Here only its parser is used, event by event; types, duplicate keys and limits are decided in this module.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

import yaml

from worker.errors import ConfigError, Problem
from worker.settings import positions

Path = tuple[str | int, ...]  # keys and indexes from the top of a file: ("rules", 0, "match", "all", 2)

# Far above any real file (1,000 rules are about 40,000 nodes and 1 MiB), far below what hurts. Nodes that an alias
# repeats are counted each time, so a "billion laughs" file ends at the same limit.
MAX_BYTES = 8 * 1024 * 1024
MAX_NODES = 200_000
MAX_DEPTH = 50

# The parser in C is about ten times faster; the one in Python gives the same events where a wheel lacks it.
_PARSER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

# YAML 1.2.2 section 5.1, less U+0085, U+2028 and U+2029: YAML 1.1 parsers break lines there and editors do not.
_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_BREAK = re.compile(r"\r\n?|\n")
_HARMLESS = re.compile(r"[a-z_]{1,30}")  # a key that may be named in a message although secrets may stand around it

# YAML 1.2.2 section 10.3.2. A number of more than 100 digits is no number that anybody meant: it stays text.
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"(?P<dec>[-+]?[0-9]{1,100})|0o(?P<oct>[0-7]{1,100})|0x(?P<hex>[0-9a-fA-F]{1,100})")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_TYPED = frozenset("~nNtTfF.+-0123456789")  # what a null, a truth value or a number may begin with
_STRING_TAGS = ("!", "tag:yaml.org,2002:str")


_NOTHING: Mapping[Any, Any] = MappingProxyType({})


# What a Node is made of, or the first five of it for a scalar: making Nodes of a hundred thousand names takes longer than
# parsing them.
Fields = tuple[Any, ...]


class Node(NamedTuple):
    """A value in a file: text[start:end], in characters. `raw` is a scalar's text before it got a type.

    `children` are keyed like the value itself; `keys` are where a mapping's keys begin. `size` counts this
    node and all below it, `height` the lists and mappings inside each other; both with aliases expanded.
    """

    plain: object
    start: int
    end: int
    raw: str | None = None
    style: str = ""
    children: Mapping[str | int, Fields] = _NOTHING
    keys: Mapping[str, int] = _NOTHING
    size: int = 1
    height: int = 0


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A file that was read. `private`: its lines may hold secrets and are never quoted in a problem."""

    name: str
    text: str
    root: Node
    starts: tuple[int, ...]
    private: bool = False

    @property
    def plain(self) -> object:
        """The whole content as dict, list, str, int, float, bool or None; keys are always text."""
        return self.root.plain

    def node(self, path: Path) -> Node:
        """The node at `path`, or the deepest one on the way there that exists."""
        node = self.root
        for step in path:
            child = node.children.get(step)
            if child is None:
                break
            node = Node(*child)
        return node

    def mark(self, path: Path) -> tuple[int, int]:
        """Line and column (from 1) where the value at `path` begins; of the deepest existing one for a missing value."""
        return self._line_column(self.node(path).start)

    def key_mark(self, path: Path) -> tuple[int, int]:
        """Line and column (from 1) of the key that `path` ends with; the value's mark when that is no key."""
        start = self.node(path[:-1]).keys.get(str(path[-1])) if path else None
        return self.mark(path) if start is None else self._line_column(start)

    def offset_position(self, path: Path, offset: int) -> tuple[int, int]:
        """Line and column (from 1) of the character `offset` of the text at `path`, through quotes, escapes and folds.

        An offset behind the end counts as the end; a value that is no scalar gives its mark.
        """
        node = self.node(path)
        if node.raw is None:
            return self._line_column(node.start)
        found = positions.places(self.text, node.start, node.end, node.style, node.raw)
        return self._line_column(found[min(max(offset, 0), len(found) - 1)])

    def problem(self, at: tuple[int, int], message: str, hint: str = "") -> Problem:
        """A fault at this line and column, with the line itself unless the file is private or the line is very long."""
        return Problem(self.name, *at, message, hint, "" if self.private else _excerpt(self.text, self.starts, *at))

    def _line_column(self, index: int) -> tuple[int, int]:
        line = bisect_right(self.starts, index)
        return line, index - self.starts[line - 1] + 1


class _FaultError(Exception):
    """The file cannot be read any further; `index` is the character."""

    def __init__(self, index: int, message: str, hint: str = "") -> None:
        self.index, self.message, self.hint = index, message, hint
        super().__init__(message)


def load(path_name: str, data: bytes, *, private: bool = False) -> YamlFile:
    """The content of a file with places. `path_name` is only shown.

    Raises ConfigError: for bytes that are no UTF-8 or no YAML with the first fault, for keys that stand twice with all.
    """
    text = _decoded(path_name, data)
    starts = (0, *(found.end() for found in _BREAK.finditer(text)))
    composer = _Composer(text, starts)
    try:
        root = composer.run()
    except _FaultError as fault:
        composer.faults.append(fault)
        root = Node(None, 0, 0)
    file = YamlFile(path_name, text, root, starts, private)
    if composer.faults:
        raise ConfigError([file.problem(file._line_column(f.index), f.message, f.hint) for f in composer.faults])
    return file


def _decoded(path_name: str, data: bytes) -> str:
    if len(data) > MAX_BYTES:
        what = f"the file has {len(data)} bytes, at most {MAX_BYTES} are read"
        raise ConfigError([Problem(path_name, 1, 1, what, "split it into several files")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        head = data[: error.start].decode("utf-8", "replace")
        line, column = head.count("\n") + 1, len(head) - head.rfind("\n")
        problem = Problem(path_name, line, column, "these bytes are not UTF-8 text", "save the file in the encoding UTF-8")
        raise ConfigError([problem]) from None


def _excerpt(text: str, starts: tuple[int, ...], line: int, column: int) -> str:
    """The line, cut behind the fault; nothing when the mark below it could not be seen on a screen."""
    if column > 160 or line > len(starts):
        return ""
    found = _BREAK.search(text, starts[line - 1])
    whole = text[starts[line - 1] : found.start() if found else len(text)].replace("\t", " ")
    shown = whole[: max(120, column + 40)]
    return "" if _UNPRINTABLE.search(shown) else shown.rstrip()


# ------------------------------------------------------------------ events -> nodes


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    start: int
    is_list: bool
    anchor: str | None
    children: dict[str | int, Fields] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    key: str | None = None
    size: int = 1
    height: int = 1

    def closed(self, end: int) -> Node:
        plain: object
        if self.is_list:
            plain = [child[0] for child in self.children.values()]
        else:
            plain = {key: child[0] for key, child in self.children.items()}
        return Node(plain, self.start, end, children=self.children, keys=self.keys, size=self.size, height=self.height)


class _Composer:
    def __init__(self, text: str, starts: tuple[int, ...]) -> None:
        self.text, self.starts = text, starts
        self.faults: list[_FaultError] = []
        self.open = [_Open(0, True, None)]
        self.anchors: dict[str, Node | None] = {}

    def run(self) -> Node:
        """The one document of the text; None for an empty one. Raises _FaultError where nothing can be read any more."""
        if found := _UNPRINTABLE.search(self.text):
            what = f"the character U+{ord(found.group()):04X} cannot stand in a config file"
            raise _FaultError(
                found.start(), what, r'delete it, or write it in double quotes as "\u' + f'{ord(found.group()):04x}"'
            )
        for event in _events(self.text):
            handler = _HANDLERS.get(type(event))
            if handler:
                handler(self, event)
        top = self.open[0].children
        return Node(*top[0]) if top else Node(None, 0, 0)

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        if self.open[0].children:
            hint = "one file holds one document: remove the line '---'"
            raise _FaultError(_index(event.start_mark), "a second document begins here", hint)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if event.tag:
            _refuse_tag(event)
        value, style, start, end = event.value, event.style or "", event.start_mark, event.end_mark
        plain = value if style or event.tag else _typed(value)
        # `_index` for each of a hundred thousand names takes a tenth of the time.
        found = (plain, start.index if start else 0, end.index if end else 0, value, style)
        frame = self.open[-1]
        if frame.is_list and not event.anchor and frame.size < MAX_NODES:  # as `_add`, for nearly all of them
            frame.size += 1
            frame.children[len(frame.children)] = found
        else:
            self._add(Node(*found), event.anchor)

    def _alias(self, event: yaml.AliasEvent) -> None:
        node = self.anchors.get(event.anchor or "", ...)
        if isinstance(node, Node):
            return self._add(node, None, _index(event.start_mark))
        if node is None:
            raise _FaultError(
                _index(event.start_mark), "this alias stands inside the value that it repeats", "write the value out"
            )
        what = "an alias to a name that is not defined above"
        raise _FaultError(_index(event.start_mark), what, "put quotes around a text that begins with *")

    def _begin(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        _refuse_tag(event)
        is_list = isinstance(event, yaml.SequenceStartEvent)
        if event.anchor:
            self.anchors[event.anchor] = None
        self.open.append(_Open(_index(event.start_mark), is_list, event.anchor))
        if len(self.open) > MAX_DEPTH + 1:
            raise _FaultError(_index(event.start_mark), f"more than {MAX_DEPTH} levels inside each other", "write it flatter")

    def _end(self, event: yaml.MappingEndEvent | yaml.SequenceEndEvent) -> None:
        frame = self.open.pop()
        self._add(frame.closed(_index(event.end_mark)), frame.anchor)

    def _add(self, node: Node, anchor: str | None, index: int | None = None) -> None:
        """Put a finished node into the open list or mapping. `index` is where it stands, when that is an alias."""
        at = node.start if index is None else index
        if anchor:
            self.anchors[anchor] = node
        frame = self.open[-1]
        frame.size += node.size
        if node.height >= frame.height:
            frame.height = node.height + 1
        if frame.size > MAX_NODES or frame.height + len(self.open) > MAX_DEPTH + 2:
            what = f"the file holds more than {MAX_NODES} values or {MAX_DEPTH} levels, aliases counted"
            raise _FaultError(at, what, "split it, or write without aliases")
        if frame.is_list:
            frame.children[len(frame.children)] = node
        else:
            self._add_to_mapping(frame, node, at)

    def _add_to_mapping(self, frame: _Open, node: Node, at: int) -> None:
        if frame.key is not None:
            frame.children.setdefault(frame.key, node)
            frame.key = None
        elif node.raw is None:
            raise _FaultError(
                at, "a list or mapping cannot be a key", "write a text as key, or quote a text that begins with [ or {"
            )
        else:
            frame.key = node.raw
            self._check_twice(frame, node.raw, at)

    def _check_twice(self, frame: _Open, key: str, at: int) -> None:
        if key in frame.keys:
            name = repr(key) if _HARMLESS.fullmatch(key) else "this key"
            line = bisect_right(self.starts, frame.keys[key])
            self.faults.append(_FaultError(at, f"{name} stands twice, first in line {line}", "keep one of the two"))
        frame.keys.setdefault(key, at)


# Not an attribute of the composer: with its own methods in it, it would not be freed before a search for cycles.
_HANDLERS: dict[type, Callable[..., None]] = {
    yaml.DocumentStartEvent: _Composer._document,
    yaml.ScalarEvent: _Composer._scalar,
    yaml.AliasEvent: _Composer._alias,
    yaml.MappingStartEvent: _Composer._begin,
    yaml.SequenceStartEvent: _Composer._begin,
    yaml.MappingEndEvent: _Composer._end,
    yaml.SequenceEndEvent: _Composer._end,
}


def _typed(raw: str) -> object:
    """What plain (unquoted) text means in the core schema."""
    if raw and raw[0] not in _TYPED:  # nearly all of them
        return raw
    if raw in _NULL:
        return None
    if raw in _BOOL:
        return _BOOL[raw]
    if raw[0].isalpha():
        return raw
    if found := _INT.fullmatch(raw):
        return int(found[found.lastgroup or 0], {"dec": 10, "oct": 8, "hex": 16}[found.lastgroup or "dec"])
    if _FLOAT.fullmatch(raw) and len(raw) <= 100:
        return float(raw)
    return float(raw.replace(".", "")) if _INFINITE.fullmatch(raw) else raw


def _refuse_tag(event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
    if event.tag and event.tag not in _STRING_TAGS:
        raise _FaultError(
            _index(event.start_mark), "tags are not used in config files", "put quotes around a text that begins with !"
        )


def _events(text: str) -> Iterator[yaml.Event]:
    """The parser's events; its errors as _FaultError."""
    try:
        loader = _PARSER(text)  # `yaml.parse` does the same, with one more generator around each event
        while loader.check_event():
            yield loader.get_event()
    except yaml.MarkedYAMLError as error:
        raise _explained(error, text) from None
    except yaml.YAMLError as error:
        raise _FaultError(0, f"not valid YAML: {error}") from None


# ------------------------------------------------------------------ the parser's messages in our words

# What its message contains, ours, hint; "^" in front: the fault lies where the construct began.
_MESSAGES = (
    ("while scanning a quoted scalar", "^this quoted text is never closed", "put the closing quote at its end"),
    ("mapping values are not allowed", "a key cannot stand here", "check the indentation; quote a text that holds ': '"),
    ("unknown escape character", "unknown escape in double quotes", "use single quotes, or write the backslash twice"),
    ("expected ',' or ']'", "^this list is never closed", "put ] at its end and commas between its entries"),
    ("expected ',' or '}'", "^this mapping is never closed", "put } at its end and commas between its entries"),
    ("while scanning an alias", "^an alias without a valid name", "put quotes around a text that begins with *"),
    ("could not find expected ':'", "^a key without ':'", "write 'key: value', or indent a line that continues a text"),
    ("did not find expected key", "a key was expected here", "indent it like the keys above; nothing may follow a closing quote"),
    ("did not find expected '-' indicator", "an entry '- ...' was expected here", "indent it like the entries above"),
    ("block sequence entries are not allowed", "a list entry cannot stand here", "begin the list on a line of its own"),
)


def _explained(error: yaml.MarkedYAMLError, text: str) -> _FaultError:
    said = f"{error.context or ''}; {error.problem or ''}"
    at = _index(error.problem_mark, error.context_mark)
    character = text[at : at + 1]
    if "cannot start any token" in said:
        if character == "\t":
            return _FaultError(at, "a tab character in front of a value", "indent with blanks")
        return _FaultError(at, f"a text without quotes cannot begin with {character!r}", "put quotes around it")
    for part, message, hint in _MESSAGES:
        if part in said:
            begins = message.startswith("^")
            return _FaultError(_index(error.context_mark, error.problem_mark) if begins else at, message.lstrip("^"), hint)
    return _FaultError(at, f"not valid YAML: {error.problem or 'unreadable'}", "check indentation and quotes")


class _Mark(Protocol):
    @property
    def index(self) -> int: ...


def _index(*marks: _Mark | None) -> int:
    return next((mark.index for mark in marks if mark is not None), 0)
