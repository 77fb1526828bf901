"""Plain-text documents: decoding, title and caption, front matter, wrapped lines, what is glued to the end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.errors import ExtractError, RefusedError
from worker.extract import extract_file
from worker.extract.text import decode, extract_text

LEAD = "The coast guard sent a second ship to the fjord on Tuesday, and the governor said that more would follow soon."
NEXT = "Nobody in the village had expected it so early, he said, because the ice was still too thick for the older vessels."


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"", "", id="empty"),
        pytest.param("Grønland".encode(), "Grønland", id="utf-8"),
        pytest.param("Grønland".encode("utf-8-sig"), "Grønland", id="utf-8 with mark"),
        pytest.param("Grønland".encode("utf-16"), "Grønland", id="utf-16"),
        pytest.param("\ufeffлёд".encode("utf-16-be"), "лёд", id="utf-16 big endian"),
        pytest.param(b"one\x0ctwo\x02", "one\x0ctwo", id="a stray control character"),
    ],
)
def test_decode(data, expected):
    assert decode(data) == expected


FOLD = (
    "Kystvakten sendte et skip til fjorden tirsdag morgen, og sysselmesteren\n"
    "sa at det kommer flere etter det, men ikke før isen er borte fra\n"
    "leia, som er stengt.\n{gap}"
    "Ingen i bygda hadde ventet det så tidlig, sa han, fordi isen ennå var\n"
    "for tykk for de eldre fartøyene som ligger ved kai lenger sør i landet."
)


@pytest.mark.parametrize("gap", ["", "\n"], ids=["one blank line", "two between paragraphs"])
def test_lines_with_a_blank_one_behind_each(gap):
    found = extract_text(f"Skip sendt til fjorden\n{gap}{FOLD.format(gap=gap)}\n".replace("\n", "\n\n"), "a.txt")
    assert found.title == "Skip sendt til fjorden"
    assert [line.rpartition(" ")[2] for line in found.text.split("\n")] == ["stengt.", "landet."]


def test_headlines_with_a_blank_line_between_them_stay_apart():
    headlines = [f"Second ship number {n} sent to the northern fjord on Tuesday" for n in range(6)]
    assert extract_text("\n\n".join(headlines), "a.txt").text.split("\n") == headlines


OLD_FILES = {
    "en": "“The ship”, he said – and it was the one from Tromsø – is not here, and it’s not known when it will be…",
    "da": "Færgen til Ærø måtte vende om på grund af isen, og den skal blive i havnen, til det er lyst, siger han.",
    "sv": "Färjan fick vända på grund av isen, och den ska vara kvar i hamnen till i morgon, säger han på måndagen.",
    "fi": "Lautta kääntyi takaisin jään vuoksi, ja se on nyt satamassa, mutta se lähtee kun jää on sulanut tai väylä avattu.",
    "is": "Ferjan varð að snúa við vegna íss og hún er í höfn þar til það birtir, en það var ekki sagt hvenær hún fer.",
    "de": "Die Fähre musste für die Nacht umkehren, und sie soll im Hafen bleiben, bis das Eis nach Süden treibt.",
    "fr": "La traversée a été annulée à cause de la glace, et le navire est resté à quai dans la nuit de lundi.",
    "ru": "Паром не смог пройти из-за льда, и он будет в порту, так как для него это не первый раз, но и не последний.",
}
OLD_SETS = {
    "cp1252": OLD_FILES.keys() - {"ru"},
    "mac_roman": {"en", "da", "sv", "fi", "de", "fr"},
    "cp850": {"da", "sv", "fi", "is"},
}
OLD_SETS |= {encoding: {"ru"} for encoding in ("cp1251", "koi8_r", "iso8859_5", "cp866")}


@pytest.mark.parametrize(("encoding", "language"), [(e, language) for e in OLD_SETS for language in sorted(OLD_SETS[e])])
def test_an_older_encoding_that_is_plainly_right(encoding, language):
    assert decode(OLD_FILES[language].encode(encoding)) == OLD_FILES[language]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        pytest.param("cp1250", "Statek wypłynął z portu w nocy i do rana nie odezwał się na wezwania straży.", id="polish"),
        pytest.param(
            "cp1254", "Gemi dün akşam limandan ayrıldı ve ne zaman döneceği en son bilinmiyor, dedi o da.", id="turkish"
        ),
        pytest.param("cp1257", "Laivas naktį išplaukė iš uosto ir iki ryto neatsiliepė į pakrantės šaukimus.", id="lithuanian"),
        pytest.param("cp1251", "Судно вийшло з порту вночі і до ранку не відповідало, але це було не вперше.", id="ukrainian"),
        pytest.param("mac_cyrillic", OLD_FILES["ru"], id="the capitals stand elsewhere"),
    ],
)
def test_an_encoding_that_is_not_plain_is_refused(encoding, text):
    with pytest.raises(ExtractError, match="not valid UTF-8"):
        decode(text.encode(encoding))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param("first\nGrønland".encode("latin-1"), r"not valid UTF-8: byte 0xf8 at position 8 \(line 2\)", id="latin-1"),
        pytest.param(b"\xff\xfea", "not valid UTF-16", id="half a character"),
        pytest.param(b"%PDF-1.7 text", "a PDF file", id="pdf"),
        pytest.param(b"PK\x03\x04rest", "office document", id="docx"),
        pytest.param(b"abc\x00def", "looks like a binary file", id="zero byte"),
        pytest.param(b"\x01\x02\x03\x04abc", "looks like a binary file", id="control characters"),
        pytest.param("Grønland".encode("utf-16-le"), "looks like a binary file", id="utf-16 without mark"),
    ],
)
def test_what_cannot_be_decoded(data, message):
    with pytest.raises(ExtractError, match=message):
        decode(data)


@pytest.mark.parametrize(
    ("first", "title"),
    [
        pytest.param("The ship has left the harbour.", "", id="a sentence"),
        pytest.param("What follows:", "", id="ends with a colon"),
        pytest.param("- Second ship sent", "", id="a bullet"),
        pytest.param("Second Ship Sent to the Fjord", "Second Ship Sent to the Fjord", id="headline"),
        pytest.param("Andet skib sendt til fjorden", "Andet skib sendt til fjorden", id="headline without capitals"),
        pytest.param("Is the Ice Getting Thinner?", "Is the Ice Getting Thinner?", id="a question"),
    ],
)
def test_title(first, title):
    found = extract_text(f"{first}\n\n{LEAD}\n{NEXT}", "a.txt")
    assert found.title == title
    assert found.text == "\n".join([*([] if title else [first]), LEAD, NEXT])


CAPTION = (
    "Soldiers from three countries walk across a frozen fjord during an exercise with the home guard near the old radar station"
)


@pytest.mark.parametrize(
    ("second", "is_caption"),
    [
        pytest.param("Governor promises more ships before the spring", False, id="standfirst"),
        pytest.param("Ships, ice and money", False, id="sub-heading"),
        pytest.param(f"{CAPTION}.", False, id="ends like a sentence"),
        pytest.param(CAPTION, True, id="long and without an end"),
        pytest.param("Soldiers take part in a drill during the winter", True, id="shows what is seen"),
        pytest.param("Et skib i isen. Foto: Fjordposten", True, id="credit da"),
        pytest.param("Laiva jäässä. Kuva: Lehtikuva", True, id="credit fi"),
        pytest.param("Судно во льдах. Фото: пресс-служба", True, id="credit ru"),
    ],
)
def test_caption_under_the_title(second, is_caption):
    found = extract_text(f"Second Ship Sent to the Fjord\n{second}\n{LEAD}\n{NEXT}", "a.txt")
    assert (found.caption == second) is is_caption
    assert (second in found.text.split("\n")) is not is_caption
    assert not found.removed


def test_a_byline_becomes_the_author():
    found = extract_text(f"Second Ship Sent to the Fjord\nBy Fjord Gazette Newsroom\n{LEAD}\n{NEXT}", "a.txt")
    assert found.author == "Fjord Gazette Newsroom"
    assert found.text == f"{LEAD}\n{NEXT}"


@pytest.mark.parametrize("glue", ["\n\n", "\n", ""], ids=["blank line", "line", "no space at all"])
def test_related_posts_at_the_end_without_a_line_feed(glue):
    found = extract_text(f"{LEAD}\n{NEXT}{glue}Related Posts", "a.txt")
    assert found.text == f"{LEAD}\n{NEXT}"
    assert [(r.reason, r.text) for r in found.removed] == [("tail-heading", "Related Posts")]


@pytest.mark.parametrize(
    ("header", "published"),
    [
        pytest.param("Published: 2026-01-12", datetime(2026, 1, 12, tzinfo=UTC), id="bare date is UTC"),
        pytest.param("Date: 2026-01-12T22:30:00-02:00", datetime(2026, 1, 13, 0, 30, tzinfo=UTC), id="offset"),
        pytest.param("Date: Mon, 12 Jan 2026 10:00:00 +0100", datetime(2026, 1, 12, 9, tzinfo=UTC), id="mail form"),
        pytest.param("Date: 01/02/2026", None, id="two readings"),
        pytest.param("Date: soon", None, id="no date"),
        pytest.param("date: 12 January 2026", datetime(2026, 1, 12, tzinfo=UTC), id="in words"),
    ],
)
def test_front_matter_with_and_without_fence(header, published):
    for text in (f"{header}\n\n{LEAD}\n{NEXT}", f"---\n{header}\nunknown: 1\n---\n{LEAD}\n{NEXT}"):
        found = extract_text(text, "a.txt")
        assert (found.published, found.published_origin) == (published, "meta" if published else "")
        assert found.text == f"{LEAD}\n{NEXT}"


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("Tittel: Second ship sent\nDato: 12. januar 2026\nKilde: https://coast.example/a", id="no"),
        pytest.param("Заголовок: Second ship sent\nДата: 12 января 2026 года\nИсточник: https://coast.example/a", id="ru"),
        pytest.param("Titel: Second ship sent\nDatum: 12. Januar 2026\nQuelle: https://coast.example/a", id="de"),
        pytest.param(
            "---\ntitle: >-\n  Second ship\n  sent\ndate: 12 January 2026\nurl: 'https://coast.example/a'\n---", id="folded"
        ),
        pytest.param('+++\ntitle = "Second ship sent"\ndate = 2026-01-12\nurl = "https://coast.example/a"\n+++', id="toml"),
    ],
)
def test_headers_of_other_languages_and_fences(header):
    found = extract_text(f"{header}\n\n{LEAD}\n{NEXT}", "a.md")
    assert (found.title, found.published, found.url) == (
        "Second ship sent",
        datetime(2026, 1, 12, tzinfo=UTC),
        "https://coast.example/a",
    )
    assert found.text == f"{LEAD}\n{NEXT}"


@pytest.mark.parametrize(
    "authors",
    [pytest.param("authors:\n  - Kari Lund\n  - Per Vik", id="list"), pytest.param("author: [Kari Lund, Per Vik]", id="row")],
)
def test_several_authors_of_a_fenced_header(authors):
    assert extract_text(f"---\n{authors}\n---\n{LEAD}\n{NEXT}", "a.md").author == "Kari Lund, Per Vik"


@pytest.mark.parametrize(
    "above",
    [
        pytest.param("12 January 2026", id="day"),
        pytest.param("PRESS RELEASE\nFor immediate release\n12 January 2026", id="release"),
        pytest.param("Пресс-релиз\n12 января 2026 г.", id="release ru"),
        pytest.param("https://coast.example/2026/01/12/a\nThursday 12 January 2026, 14:05 CET", id="address"),
    ],
)
def test_what_stands_over_the_title_is_no_title(above):
    found = extract_text(f"{above}\n\nSecond ship sent to the fjord\n\n{LEAD}\n{NEXT}", "a.txt")
    assert (found.title, found.published.date().isoformat()) == ("Second ship sent to the fjord", "2026-01-12")


@pytest.mark.parametrize(
    ("opening", "day"),
    [
        pytest.param("KIRKENES, 12 January 2026 (NTB) -- ", "2026-01-12", id="agency"),
        pytest.param("OSLO, Norway, Jan. 12, 2026 /Coastwire/ - ", "2026-01-12", id="newswire"),
        pytest.param("Tromsø (12. januar 2026) – ", "2026-01-12", id="brackets"),
        pytest.param("МУРМАНСК, 12 января 2026 г. /Север/ — ", "2026-01-12", id="ru"),
        pytest.param("On Monday, 12 January 2026 – as planned - ", None, id="a sentence"),
        pytest.param("The Nordlys, which left on 12 January 2026 with a crew - ", None, id="a day of the story"),
    ],
)
def test_the_day_with_which_a_report_begins(opening, day):
    found = extract_text(f"Second ship sent to the fjord\n\n{opening}{LEAD}\n\n{NEXT}", "a.txt")
    assert (found.published.date().isoformat() if found.published else None) == day


def test_a_first_sentence_that_looks_like_a_field_is_no_header():
    found = extract_text(f"Source: the harbour office says so, and it has said so before.\n{LEAD}", "a.txt")
    assert found.text.startswith("Source: the harbour office")


def test_lines_broken_at_a_column_are_joined_to_paragraphs():
    text = (
        "The coast guard sent a second ship to the fjord on Tuesday,\nand the governor said that more of them would follow as\n"
        "soon as the ice allows it.\n\n"
        "Nobody in the village had expected it so early, he said, and\n"
        "the older vessels have to stay where they are until the\nspring.\n"
    )
    assert len(extract_text(text, "a.txt").text.split("\n")) == 2


BROKEN = (
    """The coast guard sent a second ship to the fjord on Tuesday,
and the governor said that more of them would follow as
soon as the ice allows it.""",
    """Nobody in the village had expected it so early, he said, and
the older vessels have to stay where they are until the
spring.""",
)
WHOLE = "\n".join(paragraph.replace("\n", " ") for paragraph in BROKEN)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\n\n".join(BROKEN).replace("\n", "\r\n"), id="carriage returns with line feeds"),
        pytest.param("\n\n".join(BROKEN).replace("\n", "\r"), id="carriage returns alone"),
        pytest.param("\n\n".join(BROKEN).replace("\n", "\u2028"), id="separators of Unicode"),
        pytest.param("\n".join(f"    {paragraph}" for paragraph in BROKEN), id="first lines set in"),
        pytest.param("\n".join(BROKEN), id="a last line that leaves room"),
        pytest.param("\n\n".join((BROKEN[0].replace("governor", "gover-\nnor"), BROKEN[1])), id="a broken word"),
        pytest.param("\n\n".join(BROKEN) + f"\n\nhttps://coast.example/{'a' * 99}", id="a long address below"),
    ],
)
def test_broken_lines_are_joined_whatever_parts_paragraphs(text):
    assert extract_text(text, "a.txt").text.split("\nhttps")[0] == WHOLE


def test_a_title_with_its_date_and_author_right_below_stays_apart_from_them():
    above = "Second ship sent to the fjord\n=============================\nPublished 12 March 2026 14:05\nBy Kari Lund"
    found = extract_text("\n\n".join((above, *BROKEN, *BROKEN)), "a.txt")
    assert (found.title, found.published) == ("Second ship sent to the fjord", datetime(2026, 3, 12, 14, 5, tzinfo=UTC))


def test_markdown_marks_go_and_words_stay():
    found = extract_text(
        f"# Second Ship Sent\n\n{LEAD}\n\n## The **old** vessels\n\n[{NEXT[:-1]}](https://coast.example/a).", "note.md"
    )
    assert found.title == "Second Ship Sent"
    assert found.text == f"{LEAD}\nThe old vessels\n{NEXT}"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        pytest.param('See [the map](https://coast.example/a_(b) "Map of the fjord") of it.', "See the map of it.", id="link"),
        pytest.param("See [the map][1] of it.\n\n[1]: https://coast.example/a", "See the map of it.", id="reference"),
        pytest.param("The *old* and the _new_ ship, **both** of them.", "The old and the new ship, both of them.", id="emphasis"),
        pytest.param("It is 2*3*4 and snake_case_name here.", "It is 2*3*4 and snake_case_name here.", id="no emphasis"),
        pytest.param("One ship\\* and `code` stay.", "One ship* and code stay.", id="escapes and code"),
        pytest.param("It left early.[^1]\n\n[^1]: So the office.", "It left early.\nSo the office.", id="notes"),
        pytest.param("```text\nA line of code.\n```", "A line of code.", id="fence"),
        pytest.param("<div align=center>\nA line in a box.\n</div>", "A line in a box.", id="markup"),
    ],
)
def test_marks_of_markdown(line, text):
    assert extract_text(f"# Second ship sent\n\n{LEAD}\n\n{line}\n\n{NEXT}", "a.md").text == f"{LEAD}\n{text}\n{NEXT}"


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["[a](", "*a ", "_a", '[a](b "', "![", "[^1", "`a", "((", "<a "])
def test_unclosed_marks_take_no_time(piece):
    assert extract_text(f"# Second ship sent\n\n{LEAD}\n\n{piece * 20_000}\n\n{NEXT}", "a.md").text.startswith(LEAD)


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        pytest.param("a.txt", b"", "the file is empty", id="empty"),
        pytest.param("a.html", b" \n", "the file is empty", id="blank page"),
        pytest.param("a.TXT", b"\x00\x01", "looks like a binary file", id="binary"),
        pytest.param("a.txt", "ø".encode("latin-1"), "not valid UTF-8", id="encoding"),
        pytest.param("a.txt", b"Date: 2026-01-12\n\n", "no text below its header", id="header only"),
    ],
)
def test_files_without_text_say_why(name, data, error):
    found = extract_file(name, data)
    assert error in found.error
    assert not found.text


@pytest.mark.parametrize("name", ["a.doc", "a.rtf", "README", "a.txt.exe", ""])
def test_other_types_are_refused_with_the_types_that_are_read(name):
    with pytest.raises(RefusedError, match=r"\.txt, \.md, \.markdown, \.html"):
        extract_file(name, b"text")


@given(st.text(max_size=400))
def test_no_text_crashes_and_nothing_disappears(text):
    found = extract_text(text, "a.txt")
    assert found.error or found.text or found.title


@given(st.binary(max_size=200))
def test_no_bytes_crash(data):
    assert extract_file("a.txt", data) == extract_file("a.txt", data)


PARAGRAPH = "The harbour office counted eleven ships in the sound on Tuesday, two more than in the week before, and sent a pilot."


@pytest.mark.parametrize(
    ("below", "day", "origin"),
    [
        pytest.param("Published: 18 November 2026", "2026-11-18", "text", id="a label and a day"),
        pytest.param("Vardal, 18 November 2026", "2026-11-18", "text", id="a place and a day"),
        pytest.param("On 18 November 2026 the office counted.", None, "", id="a sentence is no dateline"),
        pytest.param("Published: 18 November 1926", None, "", id="older than the web"),
        pytest.param("A short line", None, "", id="no day"),
    ],
)
def test_the_day_below_the_title_is_the_publication(below: str, day: str | None, origin: str) -> None:
    found = extract_text(f"# Eleven ships in the sound\n{below}\n\n{PARAGRAPH}\n\n{PARAGRAPH}\n", "a.md")
    assert (found.published.date().isoformat() if found.published else None, found.published_origin) == (day, origin)


def test_a_day_in_the_running_text_is_no_publication() -> None:
    assert extract_text(f"# Eleven ships\n\n{PARAGRAPH}\n\n{PARAGRAPH}\n\nVardal, 18 November 2026\n", "a.md").published is None


@pytest.mark.timeout(20)
def test_many_paragraphs_are_not_quadratic():
    text = "\n\n".join(f"Paragraph number {n} has a sentence that ends." for n in range(16_000))
    assert extract_text(text, "a.txt").text.count("\n") == 15_999
