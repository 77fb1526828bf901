"""Documents that cannot be read: `extract` says of each which it is, as a line and as a file, and goes on."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import COMMAND, Place

SENTENCE = "The harbour office of Tasiilaq closed the pier on Monday after the ice had pushed two barges against it."
SENTENCES = (
    SENTENCE,
    "Nobody was hurt, but one barge took in water and has to be lifted before it can be towed to the yard.",
    "The supply ship waits outside the fjord until an engineer from Nuuk has looked at the piles.",
    "The shops in town have flour and fuel for three weeks, the municipality said in the evening.",
    "Forecasters expect the ice to drift south when the wind turns later this week.",
)
ARTICLE = f"<html><body><article><h1>Pier Closed</h1>{''.join(f'<p>{each}</p>' for each in SENTENCES)}</article></body></html>"
SCRIPT_ONLY = "<html><head><title>App</title></head><body><div id='root'></div><script>start()</script></body></html>"
FEED = '<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><item><title>Ice</title></item></channel></rss>'
DEEP = "<html><body>" + "<div>" * 20_000 + SENTENCE + "</div>" * 20_000 + "</body></html>"
CUT = ARTICLE[: ARTICLE.index(SENTENCES[-1]) + 30]
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
    ("empty", "", "the page is empty"),
    ("blank", " \r\n\t", "the page is empty"),
    ("binary", "\x89PNG\r\n\x1a\n" + "\x00" * 99, "binary"),
    ("PDF", "%PDF-1.7\n%\u00e2\u00e3", "a PDF file"),
    ("zero bytes", "<p>one\x00two</p>" * 20, "binary data"),
    ("script-only page", SCRIPT_ONLY, "script"),
    ("feed", FEED, "this is a feed"),
    ("JSON", '{"headline": "Ice", "body": "More ice."}', "JSON"),
    ("XML", "<?xml version='1.0'?><note><to>You</to></note>", "XML"),
    ("page without text", "<html><body></body></html>", "no"),
    ("no element", "<", "not HTML"),
]


def test_each_line_with_a_bad_page_says_which_and_costs_its_neighbours_nothing(place: Place) -> None:
    bad = [row(name, html=html) for name, html, _ in BAD_PAGES]
    answers = lines_of(place, *(line for one in bad for line in (one, row("good", html=ARTICLE))))
    assert [answer["id"] for answer in answers] == [name for bad_name, *_ in BAD_PAGES for name in (bad_name, "good")]
    assert all((answer["text"], answer["error"]) == ("\n".join(SENTENCES), None) for answer in answers[1::2])
    for answer, (name, _, reason) in zip(answers[::2], BAD_PAGES, strict=True):
        assert no_text(answer, reason), name


NO_DOCUMENTS = [
    (b"{}", None),
    (b"{", None),
    (b"[1, 2]", None),
    (b'"text"', None),
    (b"null", None),
    (b'{"id": "x"}', "x"),
    (b'{"id": "x", "html": 5}', "x"),
    (b'{"id": "x", "html": "<p>a</p>", "url": ["u"]}', "x"),
    (b'{"id": "x", "text": null}', "x"),
    (b"\x00\xff\xfe\x80", None),
    (b"[" * 20_000, None),
]


def test_each_line_that_is_no_document_is_answered_as_well(place: Place) -> None:
    answers = lines_of(place, *(line for bad, _ in NO_DOCUMENTS for line in (bad, row("good", html=ARTICLE))))
    assert [answer["id"] for answer in answers] == [name for _, bad_name in NO_DOCUMENTS for name in (bad_name, "good")]
    assert all(answer["text"] == "" and answer["error"] for answer in answers[::2])


def test_no_lines_are_no_answers(place: Place) -> None:
    assert lines_of(place) == []


DAMAGED = [
    (CUT, SENTENCE),
    ("<html><head><title>a", ""),
    (DEEP, ""),
    (ARTICLE.replace("<p>", "<p>&#xFFFFFFF;&nosuch;&"), SENTENCE),
    (ARTICLE * 9 + "\x00", SENTENCE),
    (ARTICLE.replace("Monday", "\ud800Monday"), "harbour office of Tasiilaq"),
]


def test_a_damaged_page_gives_its_text_or_says_why_not(place: Place) -> None:
    answers = lines_of(place, *(row(str(i), html=html) for i, (html, _) in enumerate(DAMAGED)))
    for answer, (html, kept) in zip(answers, DAMAGED, strict=True):
        assert bool(answer["text"]) != bool(answer["error"]), html[:200]
        assert kept in answer["text"], html[:200]


def test_what_breaks_a_library_is_no_complaint_on_standard_error(place: Place) -> None:
    with_control = f"{SENTENCE}\x01"  # which lxml reads and refuses to write
    block = f"<div><span>x</span>{with_control}<p>{SENTENCE}</p>{with_control}</div>"
    page = f"<html><body><div class='comments'>{block * 20}</div></body></html>"
    done = place.run("extract", "--jsonl", given=row("page", html=page))
    assert done.returncode == 0
    assert b"control characters" not in done.stderr


# ------------------------------------------------------------------ files


BAD_FILES = [
    ("empty.txt", b"", "is empty"),
    ("empty.html", b"", "is empty"),
    ("blank.txt", b" \n\n\t", "is empty"),
    ("polish.txt", "Łódź wyszła z portu o świcie".encode("cp1250"), "not valid UTF-8: byte 0xa3 at position 0 (line 1)"),
    ("binary.txt", bytes(range(256)) * 40, "binary"),
    ("picture.html", b"\x89PNG\r\n\x1a\n" + bytes(99), "a PNG picture"),
    ("script.html", SCRIPT_ONLY.encode(), "script"),
    ("feed.html", FEED.encode(), "this is a feed"),
    ("data.html", b'{"headline": "Ice"}', "JSON"),
    ("picture.png", b"\x89PNG\r\n\x1a\n", "the ending '.png' is not read"),
    ("broken.pdf", b"%PDF-1.7\n" + b"\x00" * 500, "PDF"),
    ("broken.docx", b"PK\x03\x04" + b"\x00" * 500, ""),
]


def test_each_bad_file_says_which_and_the_exit_code_is_1(place: Place) -> None:
    for name, data, _ in BAD_FILES:
        (place.folder / name).write_bytes(data)
    place.write("good.html", ARTICLE)
    done = place.run("extract", *(name for name, *_ in BAD_FILES), "good.html", "--json")
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    *bad, good = json.loads(done.stdout)
    for answer, (name, _, reason) in zip(bad, BAD_FILES, strict=True):
        assert no_text(answer, reason), name
        assert answer["error"], name
    assert SENTENCE in good["text"]


def test_a_bad_file_is_told_on_standard_error_without_json(place: Place) -> None:
    place.write("script.html", SCRIPT_ONLY)
    done = place.run("extract", "script.html")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith("script.html: ")


ENCODED = [
    ("declared as Latin", DANISH.join(["<meta charset=iso-8859-1><p>", "</p>"]).encode("latin-1") * 3),
    ("Latin, not declared", (f"<p>{DANISH}</p>" * 3).encode("latin-1")),
    ("Latin, declared as UTF-8", (f"<meta charset=utf-8><p>{DANISH}</p>" * 3).encode("cp1252")),
    ("UTF-8, declared as Latin", (f"<meta charset=iso-8859-1><p>{DANISH}</p>" * 3).encode()),
    ("UTF-16 with a mark", (f"<p>{DANISH}</p>" * 3).encode("utf-16")),
]


def test_a_page_in_another_encoding_is_read_all_the_same(place: Place) -> None:
    for i, (_, data) in enumerate(ENCODED):
        (place.folder / f"page{i}.html").write_bytes(data)
    done = place.run("extract", *(f"page{i}.html" for i in range(len(ENCODED))), "--json")
    assert done.returncode == 0, done.stderr
    for answer, (how, _) in zip(json.loads(done.stdout), ENCODED, strict=True):
        assert DANISH.strip() in answer["text"], how


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


def test_a_closed_standard_input_is_told_and_files_are_read_all_the_same(place: Place) -> None:
    (place.folder / "page.html").write_text(ARTICLE)
    closed = ["sh", "-c", 'exec "$0" "$@" <&-', COMMAND, "extract"]
    told = "standard input is closed; name a file"
    for argument, code, expected in (("--jsonl", 2, told), ("-", 2, told), ("page.html", 0, "")):
        done = subprocess.run([*closed, argument], cwd=place.folder, capture_output=True, check=False, timeout=60)
        assert done.returncode == code
        assert expected in done.stderr.decode()
        assert "Traceback" not in done.stderr.decode()
