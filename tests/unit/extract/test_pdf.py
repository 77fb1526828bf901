"""PDF files: paragraphs, broken words, running headers, titles and dates, and files that hold no text."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data.files.made import pdf, with_objects, wrapped
from worker.extract import extract_file
from worker.extract.pdf import MOST_PAGES
from worker.extract.printed import Printed, blocks, running

LEAD = "The coast guard sent a second ship to the fjord on Tuesday, and the governor said that more of them would follow soon."
NEXT = "Nobody in the village had expected it so early, he said, because the ice was still too thick for the older vessels."
THIRD = "The harbour office keeps a place free for it until the spring, when the first freighters of the season are due again."


def read(data, name="a.pdf"):
    return extract_file(name, data)


def test_lines_are_joined_to_paragraphs_under_the_title():
    page = [(60, 800, 20, "Second Ship Sent"), *wrapped(LEAD), *wrapped(NEXT, top=720), (60, 680, 14, "Older vessels")]
    found = read(pdf([[*page, *wrapped(THIRD, top=650)]]))
    assert found.title == "Second Ship Sent"
    assert found.text == f"{LEAD}\n{NEXT}\nOlder vessels\n{THIRD}"
    assert [(cut.reason, cut.text) for cut in found.removed] == [("title", "Second Ship Sent")]
    assert found.language == "en"


def test_the_day_with_which_a_report_begins_counts_when_the_file_was_made_later():
    page = [(60, 800, 20, "Second Ship Sent"), *wrapped(f"KIRKENES, 12 March 2026 (NTB) - {LEAD}"), *wrapped(NEXT, top=700)]
    found = read(pdf([page], info="/CreationDate(D:20260320100000Z)"))
    assert (found.published, found.published_origin) == (datetime(2026, 3, 12, tzinfo=UTC), "text")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param(
            "Kystvagten sendte et skib til fjorden, og det blev sagt af dem, at der kommer flere efter det nu.", "da", id="da"
        ),
        pytest.param(
            "Kystvakten sendte et skip til fjorden tirsdag, og det kommer flere etter, som det ble sagt nå.", "no", id="no"
        ),
        pytest.param("Kustbevakningen sände ett fartyg till fjorden i tisdags, och det kommer fler efter det.", "sv", id="sv"),
        pytest.param(
            "Rannikkovartiosto lähetti aluksen vuonolle tiistaina, ja se oli siellä ennen kuin muut olivat.", "fi", id="fi"
        ),
        pytest.param(
            "Landhelgisgæslan sendi skip í fjörðinn á þriðjudag og það er sagt að fleiri komi þegar líður.", "is", id="is"
        ),
        pytest.param(
            "Береговая охрана направила судно во фьорд во вторник, и это было не последнее, как он сказал.", "ru", id="ru"
        ),
        pytest.param("Die Küstenwache schickte ein zweites Schiff in den Fjord, und das ist nicht das letzte.", "de", id="de"),
        pytest.param(
            "La garde côtière a envoyé un navire dans le fjord, et il est le premier qui passe par les glaces.", "fr", id="fr"
        ),
    ],
)
def test_every_language(text, language):
    found = read(pdf([wrapped(text, columns=40)]))
    assert (found.text, found.language) == (text, language)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(["a well-known infra-", "structure"], "a well-known infrastructure", id="broken by the program"),
        pytest.param(["the sea-", "bed and the sea-bed"], "the sea-bed and the sea-bed", id="written with a hyphen elsewhere"),
        pytest.param(["the sea-", "bed and the seabed"], "the seabed and the seabed", id="written in one word elsewhere"),
        pytest.param(["talks between NATO-", "Russia"], "talks between NATO-Russia", id="before a capital"),
        pytest.param(["two F-", "35 fighters"], "two F-35 fighters", id="before digits"),
        pytest.param(["die Nord-", "und Ostsee"], "die Nord- und Ostsee", id="half of a compound de"),
        pytest.param(["sild-", "og makrelfiskeri"], "sild- og makrelfiskeri", id="half of a compound da"),
        pytest.param(["ледо-", "кол вышел"], "ледокол вышел", id="ru"),
        pytest.param(["ships that are long-"], "ships that are long-", id="at the very end"),
    ],
)
def test_hyphens_at_the_end_of_a_line(lines, expected):
    assert read(pdf([[(60, 700 - 12 * n, 10, line) for n, line in enumerate(lines)]])).text == expected


def test_a_paragraph_goes_on_in_the_next_column_and_on_the_next_page():
    first, second = wrapped(LEAD, columns=40), wrapped(NEXT, columns=40)
    left = [*first, *second[:2]]
    right = [(320, 760 - 12 * n, 10, line) for n, (*_, line) in enumerate(second[2:])]
    over = [[*left, *right, *wrapped(THIRD, left=320, top=700, columns=40)[:1]], wrapped(THIRD, columns=40)[1:]]
    assert read(pdf(over)).text == f"{LEAD}\n{NEXT}\n{THIRD}"


@pytest.mark.parametrize("over", [0, 2], ids=["as long as each other", "the left one is longer"])
def test_columns_that_were_drawn_row_by_row(over):
    left, right = wrapped(f"{LEAD} {NEXT}", columns=32), wrapped(f"{THIRD} {LEAD}", left=320, columns=32)
    right = right[: len(right) - over]
    rows = [line for n in range(max(len(left), len(right))) for side in (left, right) for line in side[n : n + 1]]
    found = read(pdf([rows]))
    assert " ".join(found.text.split("\n")) == " ".join(text for side in (left, right) for *_, text in side)


def test_rows_of_a_table_stay_rows():
    cells = [("Boris Kola of the north", "Left on Monday at eight"), ("Nordlys of the coast", "Came on Friday at nine")] * 4
    rows = [(x, 700 - 14 * n, 10, text) for n, row in enumerate(cells) for x, text in zip((60, 320), row, strict=True)]
    assert "Boris Kola of the north Left on Monday at eight" in read(pdf([rows])).text


def test_first_lines_that_are_set_in_begin_paragraphs():
    lines = wrapped(LEAD, columns=60)
    again = wrapped(f"{NEXT} {THIRD}", columns=60, top=lines[-1][1] - 12)
    set_in = [(left + 20, *rest) if n == 0 else (left, *rest) for n, (left, *rest) in enumerate(again)]
    assert read(pdf([[*lines, *set_in]])).text == f"{LEAD}\n{NEXT} {THIRD}"


def test_list_items_and_rows_stay_lines():
    items = [
        (60, 700, 10, "• The first ship has left the harbour and is"),
        (70, 688, 10, "under way to the fjord."),
        (60, 676, 10, "• The second waits."),
    ]
    found = read(pdf([[*wrapped(LEAD), *items]]))
    assert found.text.split("\n")[1:] == [
        "• The first ship has left the harbour and is under way to the fjord.",
        "• The second waits.",
    ]


def header_pages(count, header="Fjord Gazette, January 2026", footer="Page {}"):
    texts = (LEAD, NEXT, THIRD)
    return [
        [
            (60, 820, 9, header),
            *wrapped(f"{texts[n % 3]} Number {n} of them is new.", top=700 - 30 * (n % 2)),
            (290, 30, 9, footer.format(n + 1)),
        ]
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("pages", "furniture"),
    [
        pytest.param(header_pages(1)[:1], {"Page 1"}, id="one page: only the number"),
        pytest.param(header_pages(2), {"Fjord Gazette, January 2026", "Page 1", "Page 2"}, id="two pages"),
        pytest.param(
            header_pages(3, "Fjord Gazette", "{} / 3"), {"Fjord Gazette", "1 / 3", "2 / 3", "3 / 3"}, id="number of pages"
        ),
        pytest.param(header_pages(3, "Стр. издания", "{}"), {"Стр. издания", "1", "2", "3"}, id="ru"),
    ],
)
def test_running_headers_go_and_are_listed(pages, furniture):
    found = read(pdf(pages))
    assert {cut.text for cut in found.removed if cut.reason == "page-header"} == furniture
    assert all(text not in found.text.split("\n") for text in furniture)


def test_what_stands_at_different_places_is_no_header():
    pages = [[*wrapped(f"{LEAD} It is number {n}.", top=760 - 60 * n), *wrapped(NEXT, top=400)] for n in range(4)]
    assert not running(
        [Printed(text, n, left, 500, base, size) for n, page in enumerate(pages) for left, base, size, text in page[:1]]
    )


@pytest.mark.parametrize(
    ("info", "biggest", "title"),
    [
        pytest.param("/Title(Second Ship Sent)", "Second Ship Sent", "Second Ship Sent", id="stated and shown"),
        pytest.param("/Title(Microsoft Word - x.doc)", "Second Ship Sent", "Second Ship Sent", id="written by a program"),
        pytest.param("/Title(report_final_v2.indd)", "Second Ship Sent", "Second Ship Sent", id="file name"),
        pytest.param("/Title(Untitled document)", "Second Ship Sent", "Second Ship Sent", id="untitled"),
        pytest.param("/Title(Annual Report of the Port)", "Second Ship Sent", "Second Ship Sent", id="left over from a template"),
        pytest.param("/Title(Annual Report of the Port)", "", "Annual Report of the Port", id="nothing big on the page"),
        pytest.param("", "", "", id="none at all"),
    ],
)
def test_title(info, biggest, title):
    page = [(60, 800, 20, biggest)] if biggest else []
    assert read(pdf([[*page, *wrapped(LEAD), *wrapped(NEXT, top=700)]], info=info)).title == title


@pytest.mark.parametrize(
    ("stated", "published"),
    [
        pytest.param("D:20260112100000+01'00'", datetime(2026, 1, 12, 9, tzinfo=UTC), id="offset"),
        pytest.param("D:20260112100000Z", datetime(2026, 1, 12, 10, tzinfo=UTC), id="UTC"),
        pytest.param("D:20260112", datetime(2026, 1, 12, tzinfo=UTC), id="a day"),
        pytest.param("D:20261312", None, id="no such month"),
        pytest.param("D:19700101000000Z", None, id="a clock that was never set"),
        pytest.param("yesterday", None, id="no date"),
    ],
)
def test_publication_date(stated, published):
    found = read(pdf([wrapped(LEAD)], info=f"/CreationDate({stated})"))
    assert (found.published, found.published_origin) == (published, "meta" if published else "")


ENCRYPTED = b"/Encrypt<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -44>>/ID[(0123456789abcdef)(0123456789abcdef)]" % (
    b"o" * 32,
    b"u" * 32,
)
_WITH_PICTURE = [
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 6 0 R>>>>/Contents 4 0 R>>",
    b"<</Length 24>>stream\nq 90 0 0 90 9 9 cm /I Do Q\nendstream",
    b"<<>>",
    b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n0\nendstream",
]
_LOOP = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 3/Kids[2 0 R 2 0 R]/Parent 2 0 R>>", b"<<>>", b"<<>>", b"<<>>"]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        pytest.param(b"", "the file is empty", id="empty"),
        pytest.param(b"plain words", "not a PDF file but plain text", id="text"),
        pytest.param(b"<!doctype html><html><p>x", "not a PDF file but a web page", id="page"),
        pytest.param(b"PK\x03\x04", "not a PDF file but a zip archive", id="zip"),
        pytest.param(b"%PDF-1.7\nnothing", "damaged", id="damaged"),
        pytest.param(with_objects(_LOOP), "holds no text", id="pages that contain themselves"),
        pytest.param(with_objects(_WITH_PICTURE), "holds pictures only, no text: run text recognition", id="scanned"),
        pytest.param(pdf([[]]), "holds no text", id="blank page"),
        pytest.param(with_objects(_WITH_PICTURE, trailer=ENCRYPTED), "encrypted: open it with its password", id="encrypted"),
    ],
)
def test_files_without_text_say_why(data, error):
    found = read(data)
    assert error in found.error
    assert not found.text


def test_pages_beyond_the_limit_are_named():
    one = wrapped(LEAD)[:1]
    found = read(pdf([one, *([[]] * MOST_PAGES)], compress=True))
    assert [cut.text[:19] for cut in found.removed if cut.reason == "page-limit"] == ["pages 1001 to 1001:"]


WHOLE = pdf(header_pages(3), info="/Title(Second Ship Sent)/CreationDate(D:20260112)", compress=True)


@pytest.mark.parametrize("seed", range(100))
def test_a_file_cut_anywhere_gives_text_or_an_error(seed):
    found = read(WHOLE[: random.Random(seed).randrange(len(WHOLE))])
    assert bool(found.text) is not bool(found.error)


@settings(max_examples=60, deadline=2000)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=30))
def test_changed_bytes_give_text_or_an_error(changes):
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place] = value
    found = read(bytes(data))
    assert bool(found.text) is not bool(found.error)


printed = st.builds(
    Printed,
    text=st.text(min_size=1, max_size=30).map(lambda text: " ".join(text.split())).filter(bool),
    page=st.integers(0, 3),
    left=st.floats(-1000, 1000),
    right=st.floats(-1000, 1000),
    base=st.floats(-1000, 1000),
    size=st.floats(1, 100),
    broken=st.booleans(),
)


@given(st.lists(printed, max_size=25))
def test_no_letter_is_lost_between_lines_and_paragraphs(lines):
    kept = "".join("".join(line.text for line in lines).split())
    assert "".join("".join(block.text for block in blocks(lines)).split()).replace("-", "") == kept.replace("-", "")
