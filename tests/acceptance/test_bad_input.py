"""Documents that cannot be read: `extract` says of each which it is, as a line and as a file, and goes on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import Place

SENTENCE = "The harbour office of Tasiilaq closed the pier on Monday after the ice had pushed two barges against it."
ARTICLE = f"<html><body><article><h1>Pier Closed</h1>{f'<p>{SENTENCE}</p>' * 5}</article></body></html>"
SCRIPT_ONLY = "<html><head><title>App</title></head><body><div id='root'></div><script>start()</script></body></html>"
FEED = '<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><item><title>Ice</title></item></channel></rss>'
DEEP = "<html><body>" + "<div>" * 20_000 + SENTENCE + "</div>" * 20_000 + "</body></html>"
CUT = ARTICLE[: ARTICLE.rindex(SENTENCE) + 30]
DANISH = "Færgen til Ærø måtte vende om på grund af isen, oplyser havnekontoret i dag til avisen. "


def lines_of(place: Place, *rows: bytes) -> list[dict[str, Any]]:
    """What `extract --jsonl` prints for lines of input; a bad one is no reason for another exit code than 0."""
    done = place.run("extract", "--jsonl", given=b"\n".join(rows))
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.decode().split("\n") if line]


def row(name: str, **fields: object) -> bytes:
    return json.dumps({"id": name, **fields}).encode()


def no_text(answer: dict[str, Any], reason: str) -> bool:
    return answer["text"] == "" and reason in answer["error"]


# ------------------------------------------------------------------ lines

BAD_PAGES = [
    pytest.param("", "the page is empty", id="empty"),
    pytest.param(" \r\n\t", "the page is empty", id="blank"),
    pytest.param("\x89PNG\r\n\x1a\n" + "\x00" * 99, "binary", id="binary"),
    pytest.param("%PDF-1.7\n%\u00e2\u00e3", "a PDF file", id="PDF"),
    pytest.param("<p>one\x00two</p>" * 20, "binary data", id="zero bytes"),
    pytest.param(SCRIPT_ONLY, "script", id="script-only page"),
    pytest.param(FEED, "this is a feed", id="feed"),
    pytest.param('{"headline": "Ice", "body": "More ice."}', "JSON", id="JSON"),
    pytest.param("<?xml version='1.0'?><note><to>You</to></note>", "XML", id="XML"),
    pytest.param("<html><body></body></html>", "no", id="page without text"),
    pytest.param("<", "not HTML", id="no element"),
]


@pytest.mark.parametrize(("html", "reason"), BAD_PAGES)
def test_a_line_with_a_bad_page_says_which(place: Place, html: str, reason: str) -> None:
    bad, good = lines_of(place, row("bad", html=html), row("good", html=ARTICLE))
    assert no_text(bad, reason), bad
    assert (good["id"], good["error"]) == ("good", None)
    assert SENTENCE in good["text"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        pytest.param(b"{}", None, id="no id"),
        pytest.param(b"{", None, id="half an object"),
        pytest.param(b"[1, 2]", None, id="a list"),
        pytest.param(b'"text"', None, id="a string"),
        pytest.param(b"null", None, id="null"),
        pytest.param(b'{"id": "x"}', "x", id="neither page nor text"),
        pytest.param(b'{"id": "x", "html": 5}', "x", id="a page that is a number"),
        pytest.param(b'{"id": "x", "html": "<p>a</p>", "url": ["u"]}', "x", id="an address that is a list"),
        pytest.param(b'{"id": "x", "text": null}', "x", id="a text that is null"),
        pytest.param(b"\x00\xff\xfe\x80", None, id="bytes"),
        pytest.param(b"[" * 20_000, None, id="nested deeply"),
    ],
)
def test_a_line_that_is_no_document_is_answered_as_well(place: Place, line: bytes, name: str | None) -> None:
    bad, good = lines_of(place, line, row("good", html=ARTICLE))
    assert bad["id"] == name
    assert no_text(bad, "")
    assert bad["error"]
    assert good["id"] == "good"


def test_no_lines_are_no_answers(place: Place) -> None:
    assert lines_of(place) == []


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        pytest.param(CUT, SENTENCE, id="cut in the last sentence"),
        pytest.param("<html><head><title>a", "", id="cut in the head"),
        pytest.param(DEEP, "", id="nested 20,000 deep"),
        pytest.param(ARTICLE.replace("<p>", "<p>&#xFFFFFFF;&nosuch;&"), SENTENCE, id="broken entities"),
        pytest.param(ARTICLE * 9 + "\x00", SENTENCE, id="zero byte late in the page"),
        pytest.param(ARTICLE.replace("Monday", "\ud800Monday"), "harbour office of Tasiilaq", id="half a surrogate pair"),
    ],
)
def test_a_damaged_page_gives_its_text_or_says_why_not(place: Place, html: str, kept: str) -> None:
    [answer] = lines_of(place, row("page", html=html))
    assert bool(answer["text"]) != bool(answer["error"])
    assert kept in answer["text"]


def test_what_breaks_a_library_is_no_complaint_on_standard_error(place: Place) -> None:
    with_control = f"{SENTENCE}\x01"  # which lxml reads and refuses to write
    block = f"<div><span>x</span>{with_control}<p>{SENTENCE}</p>{with_control}</div>"
    page = f"<html><body><div class='comments'>{block * 20}</div></body></html>"
    done = place.run("extract", "--jsonl", given=row("page", html=page))
    assert done.returncode == 0
    assert b"control characters" not in done.stderr


def test_one_line_costs_no_other_line_anything(place: Place) -> None:
    bad = [row(str(i), html=str(case.values[0])) for i, case in enumerate(BAD_PAGES)]
    mixed = [line for pair in zip(bad, [row("good", html=ARTICLE)] * len(bad), strict=True) for line in pair]
    answers = lines_of(place, *mixed)
    assert [answer["id"] for answer in answers] == [name for i in range(len(bad)) for name in (str(i), "good")]
    assert all(answer["text"].count(SENTENCE) == 5 for answer in answers[1::2])
    assert all(answer["text"] == "" and answer["error"] for answer in answers[::2])


# ------------------------------------------------------------------ files


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        pytest.param("empty.txt", b"", "is empty", id="empty text"),
        pytest.param("empty.html", b"", "is empty", id="empty page"),
        pytest.param("blank.txt", b" \n\n\t", "is empty", id="blank text"),
        pytest.param("danish.txt", DANISH.encode("latin-1"), "not valid UTF-8: byte 0xe6 at position 1 (line 1)", id="not UTF-8"),
        pytest.param("binary.txt", bytes(range(256)) * 40, "binary", id="binary"),
        pytest.param("picture.html", b"\x89PNG\r\n\x1a\n" + bytes(99), "a PNG picture", id="picture called a page"),
        pytest.param("script.html", SCRIPT_ONLY.encode(), "script", id="script-only page"),
        pytest.param("feed.html", FEED.encode(), "this is a feed", id="feed"),
        pytest.param("data.html", b'{"headline": "Ice"}', "JSON", id="JSON"),
        pytest.param("picture.png", b"\x89PNG\r\n\x1a\n", "the ending '.png' is not read", id="unknown ending"),
        pytest.param("broken.pdf", b"%PDF-1.7\n" + b"\x00" * 500, "PDF", id="broken PDF"),
        pytest.param("broken.docx", b"PK\x03\x04" + b"\x00" * 500, "", id="broken Word document"),
    ],
)  # fmt: skip
def test_a_bad_file_says_which_and_the_exit_code_is_1(place: Place, name: str, data: bytes, reason: str) -> None:
    (place.folder / name).write_bytes(data)
    place.write("good.html", ARTICLE)
    done = place.run("extract", name, "good.html", "--json")
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    bad, good = json.loads(done.stdout)
    assert no_text(bad, reason), bad
    assert bad["error"]
    assert SENTENCE in good["text"]


def test_a_bad_file_is_told_on_standard_error_without_json(place: Place) -> None:
    place.write("script.html", SCRIPT_ONLY)
    done = place.run("extract", "script.html")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith("script.html: ")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(DANISH.join(["<meta charset=iso-8859-1><p>", "</p>"]).encode("latin-1") * 3, id="declared as Latin"),
        pytest.param((f"<p>{DANISH}</p>" * 3).encode("latin-1"), id="Latin, not declared"),
        pytest.param((f"<meta charset=utf-8><p>{DANISH}</p>" * 3).encode("cp1252"), id="Latin, declared as UTF-8"),
        pytest.param((f"<meta charset=iso-8859-1><p>{DANISH}</p>" * 3).encode(), id="UTF-8, declared as Latin"),
        pytest.param((f"<p>{DANISH}</p>" * 3).encode("utf-16"), id="UTF-16 with a mark"),
    ],
)
def test_a_page_in_another_encoding_is_read_all_the_same(place: Place, data: bytes) -> None:
    (place.folder / "page.html").write_bytes(data)
    done = place.run("extract", "page.html")
    assert done.returncode == 0, done.stderr
    assert DANISH.strip() in done.stdout.decode()


@pytest.mark.parametrize(
    ("html", "kept"), [pytest.param(CUT, SENTENCE, id="cut"), pytest.param(DEEP, "", id="nested 20,000 deep")]
)
def test_a_damaged_file_gives_its_text_or_says_why_not(place: Place, html: str, kept: str) -> None:
    place.write("page.html", html)
    done = place.run("extract", "page.html", "--json")
    [answer] = json.loads(done.stdout)
    assert done.returncode == (1 if answer["error"] else 0)
    assert bool(answer["text"]) != bool(answer["error"])
    assert kept in answer["text"]


@pytest.mark.parametrize(
    ("given", "reason"), [pytest.param(b"", "is empty", id="empty"), pytest.param(b"\xff" * 50, "UTF-8", id="bytes")]
)
def test_bad_standard_input_says_which(place: Place, given: bytes, reason: str) -> None:
    done = place.run("extract", "-", given=given)
    assert (done.returncode, done.stdout) == (1, b"")
    assert reason in done.stderr.decode()


def test_a_folder_in_the_place_of_a_file(place: Place) -> None:
    Path(place.folder / "reports.txt").mkdir()
    done = place.run("extract", "reports.txt")
    assert done.returncode == 1
    assert "reports.txt: cannot be read: Is a directory" in done.stderr.decode()
