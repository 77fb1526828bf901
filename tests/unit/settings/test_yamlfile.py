"""Types of the core schema, faults with their place, and places inside scalars."""

from __future__ import annotations

import math

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from worker.errors import ConfigError, Problem
from worker.settings import positions, yamlfile
from worker.settings.yamlfile import load


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("", None, id="nothing"),
        pytest.param("~", None, id="tilde"),
        pytest.param("null", None, id="null"),
        pytest.param("nUll", "nUll", id="null in odd case"),
        pytest.param("no", "no", id="Norwegian"),
        pytest.param("on", "on", id="on"),
        pytest.param("yes", "yes", id="yes"),
        pytest.param("22:00", "22:00", id="time of day"),
        pytest.param("2026-11-21", "2026-11-21", id="date"),
        pytest.param("1_000", "1_000", id="underscore"),
        pytest.param("=JEF", "=JEF", id="equals sign"),
        pytest.param("<<", "<<", id="merge sign"),
        pytest.param("0x", "0x", id="hexadecimal without digits"),
        pytest.param("true", True, id="true"),
        pytest.param("False", False, id="False"),
        pytest.param("-12", -12, id="negative number"),
        pytest.param("012", 12, id="leading zero is decimal"),
        pytest.param("0o17", 15, id="octal"),
        pytest.param("0x1F", 31, id="hexadecimal"),
        pytest.param("1e3", 1000.0, id="exponent"),
        pytest.param(".5", 0.5, id="fraction"),
        pytest.param("-.INF", -math.inf, id="minus infinity"),
        pytest.param("9" * 101, "9" * 101, id="no number has 101 digits"),
        pytest.param("'5'", "5", id="quoted number"),
        pytest.param('"no"', "no", id="quoted word"),
        pytest.param("!!str 5", "5", id="string tag"),
    ],
)
def test_plain_text_gets_the_type_of_the_core_schema(written: str, meant: object) -> None:
    value = load("f.yaml", f"- {written}\n".encode()).plain

    assert value == [meant]
    assert type(value[0]) is type(meant)  # type: ignore[index]


def test_not_a_number_is_read() -> None:
    assert math.isnan(load("f", b"- .nan").plain[0])  # type: ignore[index]


def test_keys_are_text_whatever_they_look_like() -> None:
    assert load("f", b"{no: 1, 5: 2, true: 3, ~: 4}").plain == {"no": 1, "5": 2, "true": 3, "~": 4}


@pytest.mark.parametrize(
    "data", [b"", b"# only a comment\n", b"\xef\xbb\xbf", b"---\n"], ids=["empty", "comment", "mark", "dashes"]
)
def test_a_file_without_a_value_is_none(data: bytes) -> None:
    assert load("f", data).plain is None


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        pytest.param(b"a: 1\nb: \xff", (2, 4), "these bytes are not UTF-8 text", id="latin-1"),
        pytest.param("a: ø\nb: 'x\ny".encode(), (2, 4), "this quoted text is never closed", id="open quote"),
        pytest.param(b"a:\n\t- b", (2, 1), "a tab character in front of a value", id="tab"),
        pytest.param(b"a: @b", (1, 4), "a text without quotes cannot begin with '@'", id="at sign"),
        pytest.param(b"a: [b\nc: d", (1, 4), "this list is never closed", id="open list"),
        pytest.param(b"a: {b: c\nd: e", (1, 4), "this mapping is never closed", id="open mapping"),
        pytest.param(b"a: b: c", (1, 5), "a key cannot stand here", id="colon in a text"),
        pytest.param(b"a: x\nb: x\na: y", (3, 1), "'a' stands twice, first in line 1", id="key twice"),
        pytest.param(b"- *tail", (1, 3), "an alias to a name that is not defined above", id="star in front"),
        pytest.param(b"a: &x [*x]", (1, 8), "this alias stands inside the value that it repeats", id="endless"),
        pytest.param(b"? [a]\n: b", (1, 3), "a list or mapping cannot be a key", id="list as key"),
        pytest.param(b"a\n---\nb", (2, 1), "a second document begins here", id="two documents"),
        pytest.param(b"- !!python/name:os.system x", (1, 3), "tags are not used in config files", id="tag"),
        pytest.param(b"- a\n- b\x00", (2, 4), "the character U+0000 cannot stand in a config file", id="control character"),
        pytest.param("- a\u2028b".encode(), (1, 4), "the character U+2028 cannot stand in a config file", id="line separator"),
        pytest.param(b'- "\\q"', (1, 4), "unknown escape in double quotes", id="escape"),
        pytest.param(b"[" * 60, (1, 51), "more than 50 levels inside each other", id="too deep"),
        pytest.param(b"- " * 60, (1, 101), "more than 50 levels inside each other", id="too deep in blocks"),
    ],
)
def test_a_fault_has_its_place(data: bytes, place: tuple[int, int], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load("f.yaml", data)

    [problem] = caught.value.problems
    assert (problem.file, problem.line, problem.column, problem.message) == ("f.yaml", *place, message)
    assert problem.hint


def test_all_doubled_keys_are_reported_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        load("f", b"a: 1\na: 2\nb: {c: 1, d: 2, c: 3}\n")

    assert [(p.line, p.column) for p in caught.value.problems] == [(2, 1), (3, 17)]


def test_aliases_repeat_a_value() -> None:
    assert load("f", b"a: &x [1, {b: c}]\nd: *x\n").plain == {"a": [1, {"b": "c"}], "d": [1, {"b": "c"}]}


def test_aliases_cannot_multiply_without_end() -> None:
    lines = ["- &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"- &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]

    with pytest.raises(ConfigError, match="holds more than 200000 values"):
        load("f", "\n".join(lines).encode())


def test_aliases_cannot_nest_without_end() -> None:
    lines = ["- &a0 [x]", *(f"- &a{n} [*a{n - 1}]" for n in range(1, 100))]

    with pytest.raises(ConfigError, match="50 levels"):
        load("f", "\n".join(lines).encode())


def test_a_huge_file_is_refused() -> None:
    with pytest.raises(ConfigError, match="at most 8388608 are read"):
        load("f", b"#" * (yamlfile.MAX_BYTES + 1))


def test_the_line_is_shown_with_the_column_below_it() -> None:
    with pytest.raises(ConfigError) as caught:
        load("f", "a: ø\n  bø: @c # why\n".encode())

    assert str(caught.value).splitlines()[1:3] == ["      bø: @c # why", "        ^"]


@pytest.mark.parametrize("data", [b"url: [hunter2", b"url: 'hunter2", b"hunter2: 1\nhunter2: 2", b"url: @hunter2", b"- *hunter2"])
def test_a_private_file_is_never_quoted(data: bytes) -> None:
    with pytest.raises(ConfigError) as caught:
        load("f", data, private=True)

    assert "hunter2" not in str(caught.value)


# ------------------------------------------------------------------ places

A_FILE = """\
# comment
rules:
  - id: a
    "match":
      all: [one, 'two']
  -
    id: b
    empty:
"""


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        pytest.param((), (2, 1), (2, 1), id="whole file"),
        pytest.param(("rules",), (3, 3), (2, 1), id="list"),
        pytest.param(("rules", 0), (3, 5), (3, 5), id="entry"),
        pytest.param(("rules", 0, "match"), (5, 7), (4, 5), id="mapping"),
        pytest.param(("rules", 0, "match", "all", 1), (5, 18), (5, 18), id="quoted entry"),
        pytest.param(("rules", 1, "id"), (7, 9), (7, 5), id="entry on a line of its own"),
        pytest.param(("rules", 1, "empty"), (8, 11), (8, 5), id="no value"),
        pytest.param(("rules", 1, "title"), (7, 5), (7, 5), id="missing key: where it would stand"),
        pytest.param(("rules", 0, "id", "deeper"), (3, 9), (3, 9), id="below a scalar"),
    ],
)
def test_marks(path: tuple[str | int, ...], value: tuple[int, int], key: tuple[int, int]) -> None:
    file = load("f", A_FILE.encode())

    assert (file.mark(path), file.key_mark(path)) == (value, key)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("the X word", id="plain"),
        pytest.param("føroyar ♥ X", id="letters beyond ASCII"),
        pytest.param("one\n  two\n\n  three X four", id="plain over lines"),
        pytest.param("&name the X word", id="behind an anchor"),
        pytest.param("!!str the X word", id="behind a tag"),
        pytest.param("'the captain''s ''X'' ship'", id="single quotes"),
        pytest.param("'one\n  two X'", id="single quotes over lines"),
        pytest.param(r'"\u00e6\t\"\x41\U0001F40B X"', id="escapes"),
        pytest.param('"one \\\n    two\n\n    X"', id="escaped line break"),
        pytest.param(">-\n  one two\n  three X\n", id="folded"),
        pytest.param(">\n  one\n\n\n  two\n    deeper\n  X back\n\n", id="folded with empty and deeper lines"),
        pytest.param("|\n  one\n   two\n  X\n", id="literal"),
        pytest.param("|2-\n    one\n   X\n", id="indentation in the header"),
        pytest.param(">+ # comment\n\n  one\n  X\n\n", id="comment in the header"),
        pytest.param(">-\r\n  one\r\n  two X\r\n", id="lines of Windows"),
        pytest.param(">-\n  one\n  X", id="no line break at the end"),
    ],
)
def test_an_offset_in_a_value_is_found_in_the_file(written: str) -> None:
    text = f"# head\nk: {written}"
    file = load("f", text.encode())
    value = file.plain["k"]  # type: ignore[index, call-overload]

    line, column = file.offset_position(("k",), value.index("X"))

    assert text.split("\n")[line - 1][column - 1] == "X"


def test_an_offset_behind_the_end_is_the_end() -> None:
    file = load("f", b"k: >-\n  one\n  two\n")

    assert file.offset_position(("k",), 99) == file.offset_position(("k",), len("one two")) == (3, 6)
    assert file.offset_position(("k",), -1) == (2, 3)


def test_an_offset_in_no_scalar_is_its_mark() -> None:
    assert load("f", b"k:\n  - a\n").offset_position(("k",), 3) == (2, 3)


def test_a_value_that_does_not_fit_the_source_gives_its_beginning() -> None:
    assert positions.places("k: abc", 3, 6, "", "xyz") == (3, 3, 3, 3)


STYLES = st.sampled_from(["'", '"', "|", ">"])
WORDS = st.lists(st.sampled_from(["a", "bø", "c'd", 'e"f', "g\\h", "#", "é"]), min_size=1, max_size=12)


@given(words=WORDS, style=STYLES, width=st.integers(1, 30))
def test_every_word_of_a_written_text_is_found_again(words: list[str], style: str, width: int) -> None:
    value = " ".join(words)
    text = yaml.dump({"k": value}, default_style=style, width=width, allow_unicode=True)
    node = load("f", text.encode()).node(("k",))
    places = positions.places(text, node.start, node.end, node.style, node.raw or "")

    assert len(places) == len(value) + 1
    for index, character in enumerate(value):
        if character.isalpha():
            assert text[places[index]] in (character, "\\")


@given(st.binary(max_size=200))
def test_bytes_give_a_value_or_a_config_error(data: bytes) -> None:
    try:
        load("f", data)
    except ConfigError as error:
        problems = error.problems
    else:
        return
    assert problems


@given(st.text(alphabet="ab:-[]{}#&*!|>'\"%@`,? \n\t", max_size=60))
def test_yaml_signs_give_a_value_or_problems_inside_the_file(text: str) -> None:
    try:
        file = load("f", text.encode())
    except ConfigError as error:
        for problem in error.problems:
            assert isinstance(problem, Problem)
            assert 1 <= problem.line <= text.count("\n") + 1
    else:
        for place in _marks(file.root):
            assert 0 <= place <= len(text)


def _marks(node: yamlfile.Node) -> list[int]:
    below = [mark for child in node.children.values() for mark in _marks(yamlfile.Node(*child))]
    return [node.start, node.end, *node.keys.values(), *below]
