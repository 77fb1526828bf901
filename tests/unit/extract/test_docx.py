"""Word documents: paragraphs, tables, tracked changes, what belongs to the pages, titles, dates, and hostile archives."""

from __future__ import annotations

import random
import struct
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data.files.made import docx, p, part, table, zipped
from worker.extract import extract_file

LEAD = "The coast guard sent a second ship to the fjord on Tuesday, and the governor said that more of them would follow soon."
NEXT = "Nobody in the village had expected it so early, he said, because the ice was still too thick for the older vessels."
ENDLESS = '<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
DELETED = "<w:r><w:delText> old</w:delText></w:r>"
LISTED = (
    '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>The first ship has left the harbour</w:t></w:r></w:p>'
)


def read(data):
    return extract_file("a.docx", data)


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(p(LEAD) + p("") + p(NEXT), f"{LEAD}\n{NEXT}", id="paragraphs, an empty one between"),
        pytest.param(p(LEAD) + p("Older vessels", "Overskrift1") + p(NEXT), f"{LEAD}\nOlder vessels\n{NEXT}", id="heading"),
        pytest.param(p(LEAD) + LISTED, f"{LEAD}\nThe first ship has left the harbour", id="list item without its number"),
        pytest.param(table([[p("Ship"), p("Crew")], [p("Ismo"), p("24")]]), "| Ship | Crew |\n| Ismo | 24 |", id="table"),
        pytest.param(table([[p(LEAD) + p(NEXT)]]), f"{LEAD}\n{NEXT}", id="a table that only places text"),
        pytest.param(table([[table([[p("Ismo")], [p("24")]]), p("old")]]), "| Ismo 24 | old |", id="table in a table"),
        pytest.param(f"<w:p><w:ins>{run('Two')}</w:ins>{run(' ships')}</w:p>", "Two ships", id="tracked insertion"),
        pytest.param(f"<w:p>{run('Two')}<w:del>{DELETED}</w:del></w:p>", "Two", id="tracked deletion"),
        pytest.param(f"<w:p>{ENDLESS}{run('Two')}</w:p><w:p>{run(' ships')}</w:p>", "Two ships", id="deleted end of a paragraph"),
        pytest.param(f"<w:p>{ENDLESS}{run('Two')}</w:p>", "Two", id="deleted end of the last paragraph"),
        pytest.param(f"<w:p>{ENDLESS}<w:del>{DELETED}</w:del></w:p>{p('Two')}{p('ships')}", "Two\nships", id="deleted paragraph"),
        pytest.param(
            table([[f"<w:p>{ENDLESS}{run('Two')}</w:p>{p(' ships')}", p("24")]]), "| Two ships | 24 |", id="deleted end in a cell"
        ),
        pytest.param(f"<w:p><w:moveFrom>{run('gone')}</w:moveFrom><w:moveTo>{run('here')}</w:moveTo></w:p>", "here", id="moved"),
        pytest.param(
            f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>gone</w:t></w:r>"
            f'<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>Two</w:t></w:r>{run(" ships")}</w:p>',
            "Two ships",
            id="hidden text",
        ),
        pytest.param(f"<w:sdt><w:sdtContent>{p('Two ships')}</w:sdtContent></w:sdt>", "Two ships", id="content control"),
        pytest.param(f"<w:p>{run(1)}<w:r><w:tab/><w:t>two</w:t><w:br/><w:t>3</w:t></w:r></w:p>", "1 two 3", id="tab, break"),
        pytest.param(
            f"<w:p>{run('See')}<w:r><w:instrText>PAGE 7</w:instrText></w:r><w:hyperlink>{run(' the map')}</w:hyperlink></w:p>",
            "See the map",
            id="field code and link",
        ),
        pytest.param(
            f'<w:p><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:txbxContent>{p("In a box.")}</w:txbxContent></mc:Choice>'
            f"<mc:Fallback><w:txbxContent>{p('In a box.')}</w:txbxContent></mc:Fallback></mc:AlternateContent>{run(LEAD)}</w:p>",
            f"In a box.\n{LEAD}",
            id="text box once",
        ),
        pytest.param(
            f'<w:p><w:pPr><w:outlineLvl w:val="²"/></w:pPr>{run(LEAD)}</w:p>', LEAD, id="a level that is a digit and no number"
        ),
    ],
)
def test_text(body, text):
    assert read(docx(body)).text == text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param(
            "Kystvagten sendte et skib til fjorden, og det blev sagt af dem, at der kommer flere efter det nu.", "da", id="da"
        ),
        pytest.param("Kustbevakningen sände ett fartyg till fjorden i tisdags, och det kommer fler efter det.", "sv", id="sv"),
        pytest.param(
            "Rannikkovartiosto lähetti aluksen vuonolle tiistaina, ja se oli siellä ennen kuin muut olivat.", "fi", id="fi"
        ),
        pytest.param(
            "Береговая охрана направила судно во фьорд во вторник, и это было не последнее, как он сказал.", "ru", id="ru"
        ),
    ],
)
def test_language_is_that_of_the_text(text, language):
    found = read(docx(p(text)))
    assert (found.text, found.language) == (text, language)


SAVED = "<dcterms:created>2026-03-20T10:00:00Z</dcterms:created>"


@pytest.mark.parametrize(
    ("opening", "properties", "day", "origin"),
    [
        pytest.param(p("12 March 2026"), SAVED, "2026-03-12", "text", id="a day over the text"),
        pytest.param(p("PRESS RELEASE") + p("Oslo, Thursday 12 March 2026"), "", "2026-03-12", "text", id="a release, not dated"),
        pytest.param(table([[p("Ref. 2026/17"), p("12 March 2026")]]), SAVED, "2026-03-12", "text", id="in a letterhead"),
        pytest.param(p("20 March 2026"), SAVED, "2026-03-20", "meta", id="the day when it was saved"),
        pytest.param(p("14 April 2026"), SAVED, "2026-03-20", "meta", id="a day to come"),
        pytest.param(p("What we know of the collision off the coast on 3 May 2025"), SAVED, "2026-03-20", "meta", id="a heading"),
        pytest.param("", SAVED, "2026-03-20", "meta", id="none"),
    ],
)
def test_the_day_over_the_text_counts_when_the_file_was_saved_later(opening, properties, day, origin):
    found = read(docx(opening + p("Second ship sent to the fjord", "Overskrift1") + p(LEAD) + p(NEXT), properties=properties))
    assert (found.published.date().isoformat(), found.published_origin) == (day, origin)


def test_a_release_is_not_called_press_release():
    body = p("PRESS RELEASE") + p("12 March 2026") + p("Second ship sent to the fjord") + p(LEAD) + p(NEXT)
    assert read(docx(body)).title == "Second ship sent to the fjord"


def test_what_belongs_to_the_pages_is_listed():
    parts = {
        "word/header1.xml": part("hdr", p("Fjord Gazette")),
        "word/header2.xml": part("hdr", p("Fjord Gazette")),
        "word/footer1.xml": part("ftr", p("Page 1")),
        "word/comments.xml": part("comments", f"<w:comment>{p('Is this so?')}</w:comment>"),
        "word/footnotes.xml": part(
            "footnotes", f'<w:footnote w:type="separator">{p("-")}</w:footnote><w:footnote>{p(NEXT)}</w:footnote>'
        ),
    }
    found = read(docx(p("Older vessels 3", "INNH1") + p(LEAD) + p("The ship in May", "Bildetekst"), parts=parts))
    assert found.text == f"{LEAD}\n{NEXT}"
    assert found.caption == "The ship in May"
    assert {(cut.reason, cut.text) for cut in found.removed} == {
        ("contents", "Older vessels 3"), ("page-header", "Page 1"), ("page-header", "Fjord Gazette"), ("comments", "Is this so?"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "properties", "title"),
    [
        pytest.param(p("Second Ship Sent", "Tittel"), "<dc:title>Port report 2014</dc:title>", "Second Ship Sent", id="styled"),
        pytest.param("", "<dc:title>Second Ship Sent</dc:title>", "Second Ship Sent", id="stated"),
        pytest.param(
            p("Second Ship Sent", "Overskrift1"), "<dc:title>Document1</dc:title>", "Second Ship Sent", id="first heading"
        ),
        pytest.param("", "<dc:title>letter.docx</dc:title>", "", id="a file name"),
        pytest.param(p("Second Ship Sent"), "", "Second Ship Sent", id="a first line without style"),
    ],
)
def test_title(body, properties, title):
    found = read(docx(body + p(LEAD), properties=properties))
    assert (found.title, found.text) == (title, LEAD)


@pytest.mark.parametrize(
    ("properties", "published"),
    [
        pytest.param("", None, id="none"),
        pytest.param("<dcterms:created>2026-01-12T10:00:00Z</dcterms:created>", datetime(2026, 1, 12, 10, tzinfo=UTC), id="made"),
        pytest.param(
            "<dcterms:created>2019-01-12T10:00:00Z</dcterms:created><dcterms:modified>2026-01-12T10:00:00Z</dcterms:modified>",
            datetime(2026, 1, 12, 10, tzinfo=UTC),
            id="made from an old file",
        ),
        pytest.param("<dcterms:created>soon</dcterms:created>", None, id="no date"),
    ],
)
def test_publication_date(properties, published):
    found = read(docx(p(LEAD), properties=properties))
    assert (found.published, found.published_origin) == (published, "meta" if published else "")


@pytest.mark.parametrize(
    ("creator", "author"),
    [
        pytest.param("Coast Desk", "Coast Desk", id="a name"),
        pytest.param("python-docx", "", id="a program"),
        pytest.param("Microsoft Office User", "", id="an account"),
    ],
)
def test_author(creator, author):
    assert read(docx(p(LEAD), properties=f"<dc:creator>{creator}</dc:creator>")).author == author


# ------------------------------------------------------------------ files that are no documents

LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">'
    '<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]><w><p><t>&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;</t></p></w>'
)
OUTSIDE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w><p><t>&x;</t></p></w>'
BOMB = zipped({"word/document.xml": b"<w>" + b" " * 41_000_000 + b"</w>"})


def declared_small(data):
    """The archive with every size "unpacked" set to ten bytes."""
    changed, size = bytearray(data), struct.pack("<I", 41_000_007)
    while (at := changed.find(size)) >= 0:
        changed[at : at + 4] = struct.pack("<I", 10)
    return bytes(changed)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        pytest.param(b"", "the file is empty", id="empty"),
        pytest.param(b"words", "not a Word document but plain text", id="text"),
        pytest.param(b"<html><p>words", "not a Word document but a web page", id="page"),
        pytest.param(b"%PDF-1.7", "not a Word document but a PDF file", id="pdf"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "locked with a password; save it as .docx", id="old or locked"),
        pytest.param(b"PK\x03\x04nothing", "damaged", id="cut"),
        pytest.param(zipped({"a.txt": "words"}), "not a Word document but another zip archive", id="zip"),
        pytest.param(zipped({"xl/workbook.xml": "<a/>"}), "not a Word document but an Excel workbook", id="workbook"),
        pytest.param(zipped({"word/document.xml": "<w>"}), "damaged in 'word/document.xml'", id="bad XML"),
        pytest.param(zipped({"word/document.xml": LAUGHS}), "holds a document type", id="entities in entities"),
        pytest.param(zipped({"word/document.xml": OUTSIDE}), "holds a document type", id="entity of a file"),
        pytest.param(BOMB, "unpacks to more than 40,000,000 bytes", id="bomb"),
        pytest.param(declared_small(BOMB), "damaged in 'word/document.xml'", id="bomb with a false size"),
        pytest.param(docx(""), "holds no text", id="nothing in it"),
        pytest.param(docx("", parts={"word/media/image1.png": "x"}), "holds pictures only", id="pictures"),
        pytest.param(docx("<w:p>" * 5000 + "</w:p>" * 5000), "damaged in 'word/document.xml'", id="nested deeply"),
    ],
)
def test_files_without_text_say_why(data, error):
    found = read(data)
    assert error in found.error
    assert not found.text


WHOLE = docx(p("Second Ship Sent", "Tittel") + p(LEAD) + table([[p("Ismo"), p("24")]]) + p(NEXT))


def test_a_part_packed_in_another_way_and_damaged_gives_an_error():
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", part("document", p(LEAD) * 50))
    damaged = bytearray(buffer.getvalue())
    damaged[60:80] = b"\xff" * 20
    assert "damaged in 'word/document.xml'" in read(bytes(damaged)).error


@pytest.mark.parametrize("seed", range(100))
def test_a_file_cut_anywhere_gives_an_error(seed):
    found = read(WHOLE[: random.Random(seed).randrange(len(WHOLE))])
    assert found.error
    assert not found.text


@settings(deadline=1000)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=20))
def test_changed_bytes_give_text_or_an_error(changes):
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place] = value
    found = read(bytes(data))
    assert bool(found.text) is not bool(found.error)


@settings(deadline=1000)
@given(st.recursive(st.sampled_from([p("word"), run("word"), "<w:tr/>", "<w:tc/>"]), lambda inner: st.tuples(
    st.sampled_from(["p", "tbl", "tr", "tc", "r", "ins", "del", "hyperlink", "txbxContent", "pPr"]), st.lists(inner, max_size=3)
).map(lambda made: f"<w:{made[0]}>{''.join(made[1])}</w:{made[0]}>"), max_leaves=15))  # fmt: skip
def test_any_order_of_elements_is_read(body):
    found = read(docx(body))
    assert bool(found.text) is not bool(found.error)
