"""Cleaning for the commands: lines in, results in order, and nothing that a line can say ends the run."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from worker.cleaning import LONGEST_ID, LONGEST_WAITING, NO_DOCUMENT, Cleaned, Cleaner, SiteMemory, open_cleaner, read_line
from worker.cli import extracting
from worker.model import Extract
from worker.settings.load import read_main

PAGE = (
    "<html><body><article><h1>Ice on the strait</h1>"
    + "<p>The ice has closed the strait for the third time in a year, the pilots say.</p>" * 5
    + "</article></body></html>"
)


def line(**fields: object) -> bytes:
    return json.dumps(fields).encode()


# ------------------------------------------------------------------ one line


def nested(depth: int) -> bytes:
    return b'{"id": ' + b"[" * depth + b"]" * depth + b', "text": "Some text."}'


@pytest.mark.parametrize(
    ("given", "id"),
    [
        pytest.param(b"", None, id="empty"),
        pytest.param(b"\xff\xfe", None, id="no text"),
        pytest.param(b"[1, 2]", None, id="a list"),
        pytest.param(line(text="no id"), None, id="no id"),
        pytest.param(line(id="a"), "a", id="neither html nor text"),
        pytest.param(line(id="a", html=None), "a", id="html is null"),
        pytest.param(line(id=["a"] * LONGEST_ID), None, id="an endless id"),
        pytest.param(b"[" * 100_000, None, id="too deep"),
    ],
)
def test_a_line_that_is_no_document_says_so(given: bytes, id: object) -> None:
    found = read_line(given)
    assert (found.id, found.url, found.extract.text, found.extract.error) == (id, None, "", NO_DOCUMENT)


@pytest.mark.parametrize("id", ["a", 7, None, True, ["a", 1], {"set": "x"}], ids=str)
def test_an_id_comes_back_as_it_is(id: object) -> None:
    found = read_line(line(id=id, text="A line of text that is a paragraph."))
    assert (found.id, found.url, found.extract.error) == (id, None, "")


def test_an_id_that_is_too_deep_to_be_printed_is_none() -> None:
    assert read_line(nested(600)).id is None
    assert json.dumps(read_line(nested(400)).id) == "[" * 400 + "]" * 400


def test_a_page_carries_its_address_and_a_text_none() -> None:
    assert read_line(line(id=1, url="https://coast.example/1", html=PAGE)).url == "https://coast.example/1"
    assert read_line(line(id=1, url="https://coast.example/1", text="Some text.")).url is None


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        pytest.param({"html": 5}, "expected html and url as text, got int and NoneType", id="a number for a page"),
        pytest.param({"html": PAGE, "url": ["x"]}, "expected html and url as text, got str and list", id="a list for a url"),
        pytest.param({"text": None}, "expected text and url as text, got NoneType and NoneType", id="no text"),
    ],
)
def test_a_field_of_the_wrong_type_is_named(fields: dict[str, object], error: str) -> None:
    assert read_line(line(id=1, **fields)).extract.error == error


# ------------------------------------------------------------------ through worker processes


@pytest.fixture
async def hasty(tmp_path: Path) -> AsyncIterator[Cleaner]:
    """A cleaner that gives a document one second."""
    (tmp_path / "northwatch.yaml").write_text("version: 1\nlimits: {document_time: 1s, workers: 1}\n", encoding="utf-8")
    async with open_cleaner(read_main(tmp_path, {}), lambda: b"") as cleaner:
        yield cleaner


async def test_a_line_that_takes_too_long_keeps_its_id_and_the_next_one_is_read(hasty: Cleaner) -> None:
    sluggish = line(id="slow", html="<div>" + "<p>One paragraph of very many, all of them alike.</p>" * 300_000)
    found = await hasty.line(sluggish)
    assert (found.id, found.url, found.extract.text) == ("slow", None, "")
    assert "took more than 1 s" in found.extract.error
    assert (await hasty.line(line(id="next", text="A line of text that is a paragraph."))).extract.error == ""


# ------------------------------------------------------------------ blocks of sites

BOX = "Get the letter of the harbour office every morning in your inbox."
EVENTS = (
    ("Ferry runs aground", "A ferry with forty passengers touched the bottom beside the northern breakwater before sunrise."),
    (
        "Mayor signs budget",
        "Councillors approved spending plans for schools, libraries and playgrounds after debating until midnight.",
    ),
    (
        "Whale seen off cape",
        "Fishermen photographed a humpback feeding among herring near the lighthouse during yesterday's calm weather.",
    ),
)


@pytest.mark.parametrize("repeated", [1, 1 + LONGEST_WAITING // len(EVENTS[0][1])], ids=["usual", "too long to wait"])
def test_the_first_page_of_a_site_counts_as_well_whether_it_waits_or_not(repeated: int) -> None:
    memory = SiteMemory()
    bodies = ["\n".join([text] * (repeated if n == 0 else 1)) for n, (_, text) in enumerate(EVENTS)]
    pages = [Extract(title=title, text=f"{body}\n{BOX}") for (title, _), body in zip(EVENTS, bodies, strict=True)]
    left = [BOX in memory.clean("https://harbour.example/a", page).text for page in pages]
    assert left == [True, True, False]


# ------------------------------------------------------------------ many lines, in order


async def numbers(count: int, work: dict[int, asyncio.Event], started: list[int]) -> AsyncIterator[bytes]:
    async def one(given: bytes) -> bytes:
        started.append(int(given))
        await work[int(given)].wait()
        return given

    async for result in extracting._in_order((str(n).encode() for n in range(count)), one):
        yield result


async def test_a_slow_document_holds_up_no_worker_until_the_window_is_full() -> None:
    started: list[int] = []
    work = {n: asyncio.Event() for n in range(100)}
    for n in range(1, 100):
        work[n].set()
    results = numbers(100, work, started)
    first = asyncio.ensure_future(anext(results))
    while len(started) < extracting.EXTRACT_AHEAD:
        await asyncio.sleep(0)
    assert not first.done()
    work[0].set()
    assert [await first, *[result async for result in results]] == [str(n).encode() for n in range(100)]


async def test_few_large_documents_are_in_hand_at_once() -> None:
    held, most = 0, 0

    async def work(given: bytes) -> int:
        nonlocal held, most
        held += 1
        most = max(most, held)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        held -= 1
        return len(given)

    size = extracting.EXTRACT_AHEAD_BYTES // 2
    assert [n async for n in extracting._in_order((b"x" * size for _ in range(6)), work)] == [size] * 6
    assert most <= 3


async def test_what_is_finished_is_given_out_before_the_input_ends() -> None:
    read: list[int] = []

    def lines() -> Iterator[bytes]:
        for n in range(10):
            read.append(n)
            yield b"x"

    async def work(given: bytes) -> Cleaned:
        return read_line(given)

    async for _ in extracting._in_order(lines(), work):
        break
    assert len(read) < 10
