"""Files by the endings of their names: one document in every format gives one text, and a wrong ending is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data.files.made import docx, mail, p, pdf, wrapped
from worker.errors import RefusedError
from worker.extract import READERS, extract_file
from worker.extract.assembly import is_real_title

TEXTS = {
    "en": (
        "Second ship sent",
        "The coast guard sent a second ship to the fjord, and the governor said that it was not the last.",
    ),
    "da": (
        "Et skib mere sendt",
        "Kystvagten sendte et skib til fjorden, og det blev sagt af dem, at der kommer flere efter det nu.",
    ),
    "no": (
        "Enda et skip sendt",
        "Kystvakten sendte et skip til fjorden tirsdag, og det kommer flere etter, som det ble sagt nå.",
    ),
    "sv": ("Ett fartyg till skickat", "Kustbevakningen sände ett fartyg till fjorden i tisdags, och det kommer fler efter det."),
    "fi": ("Toinen alus lähti", "Rannikkovartiosto lähetti aluksen vuonolle tiistaina, ja se oli siellä ennen kuin muut olivat."),
    "is": ("Annað skip sent", "Landhelgisgæslan sendi skip í fjörðinn á þriðjudag og það er sagt að fleiri komi þegar líður."),
    "ru": ("Второе судно вышло", "Береговая охрана направила судно во фьорд во вторник, и это было не последнее, как он сказал."),
    "de": (
        "Ein zweites Schiff entsandt",
        "Die Küstenwache schickte ein zweites Schiff in den Fjord, und das ist nicht das letzte.",
    ),
    "fr": (
        "Un second navire envoyé",
        "La garde côtière a envoyé un navire dans le fjord, et il est le premier qui passe par les glaces.",
    ),
}
MADE = datetime(2026, 1, 12, 9, tzinfo=UTC)


def as_file(ending, title, text):
    """The document as a file of that format, made on 12 January 2026 at ten in Oslo."""
    if ending == ".eml":
        return mail(text, Subject=f"Fwd: {title}")
    if ending == ".pdf":
        return pdf([[(60, 800, 20, title), *wrapped(text, columns=50)]], info="/CreationDate(D:20260112100000+01'00')")
    made = "<dcterms:created>2026-01-12T09:00:00Z</dcterms:created>"
    return docx(p(title, "Tittel") + p(text), properties=made)


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("ending", [".eml", ".pdf", ".docx"])
def test_every_format_gives_the_same_document(ending, language):
    title, text = TEXTS[language]
    found = extract_file(f"a{ending}", as_file(ending, title, text))
    assert (found.title, found.text, found.language) == (title, text, language)
    assert (found.published, found.published_origin, found.error) == (MADE, "meta", "")


@pytest.mark.parametrize("name", ["a.doc", "a.rtf", "a.odt", "a.msg", "a.pptx", "a.zip", "a.txt.exe", "README", ""])
def test_other_endings_are_refused_with_those_that_are_read(name):
    with pytest.raises(RefusedError, match=r"\.txt, \.md, \.markdown, \.html, \.htm, \.xhtml, \.eml, \.pdf, \.docx"):
        extract_file(name, b"text")


@pytest.mark.parametrize("ending", READERS)
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b" \r\n\t", id="blank"),
        pytest.param(b"\x00\x01\x02\x03" * 50, id="zeros"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, id="picture"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 50, id="old office"),
    ],
)
def test_no_text_in_a_file_of_any_ending_is_told(ending, data):
    found = extract_file(f"A{ending.upper()}", data)
    assert found.error
    assert not found.text


@pytest.mark.parametrize("ending", READERS)
def test_a_document_under_a_wrong_name_is_told(ending):
    for right in {".pdf", ".docx"} - {ending}:
        found = extract_file(f"a{ending}", as_file(right, *TEXTS["en"]))
        assert found.error
        assert not found.text


@settings(deadline=1000)
@given(
    st.sampled_from(sorted(READERS)),
    st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"From: a\n\n", b"<html>"]),
    st.binary(max_size=300),
)
def test_no_bytes_crash(ending, head, tail):
    found = extract_file(f"a{ending}", head + tail)
    assert found.error or found.text or found.title


HEADS = {
    "en": ("Coast Guard", "PRESS RELEASE No. 4/2026", "Vardo, 12 January 2026"),
    "da": ("Forsvaret", "Pressemeddelelse", "12. januar 2026"),
    "no": ("Kystvakten", "Pressemelding nr. 4/2026", "Vardø, 12. januar 2026"),
    "sv": ("Kustbevakningen", "Pressmeddelande 4/2026", "Stockholm 2026-01-12"),
    "fi": ("Rannikkovartiosto", "Tiedote 4/2026", "12.1.2026"),
    "is": ("Landhelgisgæslan", "Fréttatilkynning", "Reykjavík, 12. janúar 2026"),
    "ru": ("Береговая охрана", "Пресс-релиз № 4", "12 января 2026 г."),
    "de": ("Küstenwache", "Pressemitteilung Nr. 4/2026", "Kiel, 12. Januar 2026"),
    "fr": ("Garde côtière", "Communiqué de presse", "Paris, le 12 janvier 2026"),
}


@pytest.mark.parametrize("ending", [".txt", ".docx"])
@pytest.mark.parametrize("language", HEADS)
def test_the_head_of_a_release_stands_over_its_title(language, ending):
    title, text = TEXTS[language]
    lines = (*HEADS[language], title, text)
    found = extract_file(f"a{ending}", docx("".join(map(p, lines))) if ending == ".docx" else "\n\n".join(lines).encode())
    assert (found.title, found.published) == (title, datetime(2026, 1, 12, tzinfo=UTC))


def test_a_headline_over_the_word_release_is_no_office():
    title, text = "Second ship sent to the fjord in the north", TEXTS["en"][1]
    assert extract_file("a.txt", f"{title}\nPress release\n\n{text}".encode()).title == title


@pytest.mark.parametrize(
    ("name", "day"),
    [
        pytest.param("2026-01-12_release.txt", 12, id="year first"),
        pytest.param("release-20260112.md", 12, id="in one"),
        pytest.param("Mitteilung 12.01.2026.html", 12, id="dots"),
        pytest.param("release-2026.txt", 0, id="a year"),
        pytest.param("20269931.txt", 0, id="a number"),
    ],
)
def test_a_file_without_a_date_has_that_of_its_name(name, day):
    title, text = TEXTS["de"]
    body = (
        f"<html><body><h1>{title}</h1><p>{text}</p><p>{text[::-1]}.</p></body></html>"
        if name.endswith("html")
        else f"{title}\n\n{text}"
    )
    assert extract_file(name, body.encode()).published == (datetime(2026, 1, day, tzinfo=UTC) if day else None)


def test_the_date_in_a_text_counts_before_that_of_the_name():
    title, text = TEXTS["de"]
    assert extract_file("2026-02-01.txt", f"{title}\n12.01.2026\n\n{text}".encode()).published == datetime(
        2026, 1, 12, tzinfo=UTC
    )


def test_a_text_may_say_at_its_end_when_it_was_published():
    title, text = TEXTS["fr"]
    found = extract_file("a.txt", f"{title}\n\n{text}\n\nPublié le 12 janvier 2026\n".encode())
    assert found.published == datetime(2026, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "comment",
    [
        "saved from url=(0048)https://coast.example/2026/01/12/ship",
        "Page saved with SingleFile\n url: https://coast.example/2026/01/12/ship",
    ],
)
def test_a_page_that_a_browser_saved_knows_its_address(comment):
    title, text = TEXTS["de"]
    found = extract_file(
        "a.html", f"<!-- {comment} --><html><body><h1>{title}</h1><p>{text}</p><p>{text}</p></body></html>".encode()
    )
    assert (found.url, found.published) == ("https://coast.example/2026/01/12/ship", datetime(2026, 1, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("title", "real"),
    [
        pytest.param("", False, id="empty"),
        pytest.param("Greenland", False, id="one word"),
        pytest.param("Microsoft Word - x.doc", False, id="program and file"),
        pytest.param("Microsoft Word - Ship report", False, id="program"),
        pytest.param("ship report final.docx", False, id="file name"),
        pytest.param("PowerPoint Presentation", False, id="default of slides"),
        pytest.param("Document 1", False, id="default en"),
        pytest.param("Dokument 2", False, id="default da no sv de"),
        pytest.param("Без названия 1", False, id="default ru"),
        pytest.param("Sans titre 1", False, id="default fr"),
        pytest.param("Presentation of the new ship", True, id="begins like a default"),
        pytest.param("Document leak at the port", True, id="begins like a default too"),
    ],
)
def test_titles_that_a_person_wrote(title, real):
    assert is_real_title(title) is real
