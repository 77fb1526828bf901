"""Extracted lines on their page: their markup comes back, what was lost between them too, and boxes are told apart."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from worker.extract.alignment import Placed, align, filled, in_boxes, in_order, is_carded
from worker.extract.lines import Line
from worker.extract.main_text import body_of, parse
from worker.extract.segments import Block, Layout, layout

DANISH = (
    "Forsvaret har sendt endnu et inspektionsskib til farvandet ud for kysten, oplyser kommandoen tirsdag morgen.",
    "Skibet skal blive i området indtil udgangen af måneden, og besætningen får følgeskab af et fly fra nabolandet.",
    "Borgmesteren siger, at hun gerne ville have været orienteret, før skibet viste sig for indbyggerne i fjorden.",
    "Øvelsen slutter i næste uge, hvorefter fartøjet sejler videre til hovedstaden for at få skiftet mandskab.",
)
RUSSIAN = (
    "Губернатор сообщил во вторник о начале строительства новой станции наблюдения на северном побережье области.",
    "По его словам, объект будет введён в эксплуатацию к концу следующего года и заменит старое оборудование.",
)


def read(body: str) -> Layout:
    return layout(body_of(parse(f"<html><body>{body}</body></html>")))


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def lines_of(placed: list[Placed]) -> list[str]:
    return [line.line.text for line in placed]


# ------------------------------------------------------------------ align


@pytest.mark.parametrize(
    ("text", "body", "cover", "kind", "link"),
    [
        pytest.param("Is og sne", "", (), "item", 0.0, id="an empty page"),
        pytest.param("Noget helt andet", "<p>Is og sne</p>", (), "item", 0.0, id="words that are not there"),
        pytest.param("— · —", "<p>Is</p><p>— · —</p>", (), "item", 0.0, id="no words at all"),
        pytest.param("| Andet | helt |", "<p>Is og sne</p>", (), "item", 0.0, id="a row that is not there"),
        pytest.param("sne", "<p>Issne</p>", (), "item", 0.0, id="part of a word"),
        pytest.param(
            "Fisker, 20:57Godt sagt om isen i fjorden.",
            "<p>Fisker, 20:57</p><div>Godt sagt om isen i fjorden.</div>",
            (0, 1),
            "",
            0.0,
            id="a label and its text without a blank",
        ),
        pytest.param(
            "Fisker, 20:57Godt sagt om isen",
            "<p>Fisker, 20:57</p><div>Godt sagt om isen i fjorden.</div>",
            (),
            "item",
            0.0,
            id="a part of the text without a blank",
        ),
        pytest.param("Is og sne", "<p>Vind</p><p>Is og sne</p>", (1,), "", 0.0, id="paragraph"),
        pytest.param("- IS, OG  SNE!", "<ul><li>Is og sne</li></ul>", (0,), "item", 0.0, id="signs, blanks and capitals"),
        pytest.param("Is og sne", "<p>Is\u00ad og s\u200bne</p>", (0,), "", 0.0, id="soft hyphens"),
        pytest.param("Is og sne", "<h2>Is og sne</h2>", (0,), "heading", 0.0, id="heading"),
        pytest.param("Is og sne", "<p><a href='x'>Is og sne</a></p>", (0,), "", 1.0, id="link"),
        pytest.param("og sne", "<p>Is og sne</p>", (0,), "", 0.0, id="a line that was cut"),
        pytest.param("Is sne", "<p>—</p><p>Is</p><p>…</p><p>sne</p>", (1, 2, 3), "", 0.0, id="joined, over signs without words"),
        pytest.param(
            "| År | Skibe |",
            "<table><tr><td>År</td><td>Skibe</td></tr><tr><td>1</td></tr></table>",
            (0, 1),
            "cell",
            0.0,
            id="table row",
        ),
        pytest.param(
            "Kort nyt En lang linje om is", "<a href='x'>Kort nyt</a><p>En lang linje om is</p>", (0, 1), "card", 0.3, id="card"
        ),
    ],
)
def test_a_line_gets_its_markup_back(text, body, cover, kind, link):
    (found,) = align([text], read(body))
    assert (found.line.text, tuple(found.cover), found.line.kind) == (text, cover, kind)
    assert found.line.link == pytest.approx(link, abs=0.05)


@pytest.mark.parametrize(
    ("parts", "body"),
    [
        pytest.param(("Et fly fra", "nabolandet følger", "skibet mod nord."), "<p>{} <a href='x'>{}</a> {}</p>", id="at a link"),
        pytest.param(("Et fly", "fra", "nabolandet", "følger skibet."), "<p><a>{}</a> {} <a href='x'>{}</a> {}</p>", id="at two"),
        pytest.param(("Et fly fra", "nabolandet følger skibet."), "<p>{} {}</p>", id="in two"),
        pytest.param(
            ("Sport", "Kultur", "Vejr"), "<div><a href='1'>{}</a><a href='2'>{}</a><a href='3'>{}</a></div>", id="buttons"
        ),
    ],
)
def test_a_line_that_was_cut_is_whole_again(parts, body):
    page = read(body.format(*parts))
    (line,) = page.lines
    assert lines_of(align(parts, page)) == [line.text]


def test_the_lines_of_a_program_stay_lines():
    lines = ("let ice = 1", "let snow = 2", "let wind = 3")
    assert lines_of(align(lines, read(f"<pre>{chr(10).join(lines)}</pre>"))) == [*lines]


WRAPPED = (
    "Isbryderen skal efter planen sejle i næste",
    "uge, men besætningen venter stadig på at",
    "få besked om, hvornår isen ud for byen er",
    "tynd nok til, at skibet kan komme ind til kajen.",
)


@pytest.mark.parametrize("tag", ["div", "blockquote", "section"])
def test_a_paragraph_is_one_line_however_its_source_is_wrapped(tag):
    lines = [f"      {line}" for line in WRAPPED]
    page = read(f"<p>{DANISH[0]}</p><{tag}>\n{chr(10).join(lines)}\n</{tag}><p>{DANISH[1]}</p>")
    assert lines_of(align([DANISH[0], *lines, DANISH[1]], page)) == [DANISH[0], " ".join(WRAPPED), DANISH[1]]


def test_the_lines_of_a_poem_stay_lines():
    lines = ("Isen ligger", "Skibet venter", "Fjorden tier")
    assert lines_of(align(lines, read(f"<div>{chr(10).join(lines)}</div>"))) == [*lines]


@pytest.mark.parametrize(("tag", "text"), [("div", DANISH[0]), ("blockquote", DANISH[0]), ("pre", f"    {DANISH[0]}")])
def test_the_blanks_before_a_line_stay_where_browsers_show_them(tag, text):
    assert lines_of(align([f"    {DANISH[0]}"], read(f"<{tag}>    {DANISH[0]}</{tag}>"))) == [text]


def test_a_button_is_known_among_others_without_blanks_between():
    (found,) = align(["Kultur"], read("<div><a href='1'>Sport</a><a href='2'>Kultur</a><a href='3'>Vejr</a></div>"))
    assert (found.line.link, tuple(found.cover)) == (1.0, (0,))


def test_a_button_is_not_taken_for_the_same_word_in_a_sentence():
    page = read(f"<div><a href='1'>Sport</a><a href='2'>Kommandoen</a></div><p>{DANISH[3]}</p><p>{DANISH[0]}</p>")
    assert [tuple(line.cover) for line in align(["Kommandoen", DANISH[3]], page)] == [(0,), (1,)]


def test_the_same_words_twice_are_taken_in_order():
    page = read(paragraphs("Hvorfor?", DANISH[0], "Hvorfor?", DANISH[1]))
    assert [tuple(line.cover) for line in align(["Hvorfor?", DANISH[0], "Hvorfor?", DANISH[1]], page)] == [(0,), (1,), (2,), (3,)]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("<p><a href='x'>{}</a></p>", id="a link"),
        pytest.param("<div class='related'><p>{}</p></div>", id="a part with a name"),
    ],
)
def test_of_two_places_the_one_that_looks_like_an_article_counts(other):
    page = read(other.format("Is på vej") + paragraphs("Is på vej", DANISH[0]) + other.format("Is på vej"))
    (found, _) = align(["Is på vej", DANISH[0]], page)
    assert tuple(found.cover) == (1,)


@pytest.mark.parametrize("texts", [pytest.param(DANISH[:2], id="da"), pytest.param(RUSSIAN, id="ru")])
def test_paragraphs_that_were_joined_come_apart(texts):
    page = read(f"<table><tr><td><div>{texts[0]}</div><div>{texts[1]}</div></td></tr></table>")
    assert lines_of(align([f"| {' '.join(texts)} |"], page)) == list(texts)


def test_a_label_joined_with_its_paragraph_stays_one_line():
    page = read(f"<div>Kirkenes</div><div>{DANISH[0]}</div>")
    assert lines_of(align([f"Kirkenes {DANISH[0]}"], page)) == [f"Kirkenes {DANISH[0]}"]


def test_a_long_row_with_words_that_are_not_on_the_page_comes_apart():
    texts = [f"{number}. {text}" for number in ("Først", "Siden", "Sidst") for text in DANISH]
    row = " En tekst til et billede ".join(texts)
    assert lines_of(align([row], read("".join(f"<div>{text}</div>" for text in texts)))) == texts


def test_a_long_line_with_little_of_the_page_in_it_stays_one_line():
    row = " ".join(f"Ord nummer {number} står ingen andre steder end her." for number in range(30))
    page = read(paragraphs("Ord nummer", *DANISH))
    assert lines_of(align([row], page)) == [row]


PIECES = st.sampled_from(["Is", "is og sne", "sne", *DANISH[:2], "—", "", "Vind Vind", "og"])


@settings(deadline=None, max_examples=150)
@example(["is og sne"], ["Is", "Is og"])  # parts of one line that overlap
@given(st.lists(PIECES, max_size=8), st.lists(st.lists(PIECES, min_size=1, max_size=3).map(" ".join), max_size=6))
def test_covers_lie_on_the_page_and_no_text_is_lost(page_texts, texts):
    lines = [Line(text) for text in page_texts]
    page = Layout(lines, [Block(-1, 0, len(lines), "body", "body")], [0] * len(lines))
    placed = align(texts, page)
    assert bool(placed) == bool(texts)
    assert all(0 <= i < len(lines) for line in placed for i in line.cover)
    assert "".join("".join(texts).split()).count(DANISH[0][:9]) <= "".join(lines_of(placed)).count(DANISH[0][:9])
    assert filled(placed, page) or not texts
    assert lines_of(in_boxes(placed, page)) == lines_of(placed)


@pytest.mark.parametrize("other", ["label", "time", "button", "figure", "dialog", "output"])
@pytest.mark.parametrize("place", [4, 30, 60])
def test_words_that_an_extractor_left_out_of_a_line_do_not_hide_its_place(other, place):
    page = read(f"<p>{DANISH[0]}</p><p>{DANISH[1][:place]} <{other}>Lyt her</{other}> {DANISH[1][place:]} {DANISH[2]}</p>")
    text = f"{DANISH[1][:place]} {DANISH[1][place:]} {DANISH[2]}"
    placed = align([DANISH[0], text], page)
    assert placed[1].cover
    assert sum(DANISH[2] in line for line in lines_of(filled(placed, page))) == 1


def test_a_menu_word_inside_a_long_row_does_not_hide_its_paragraphs():
    texts = [f"{number}. {text}" for number in ("Først", "Siden", "Sidst") for text in DANISH]
    page = read("<nav><p>Mandskab</p></nav>" + "".join(f"<div>{text}</div>" for text in texts))
    assert lines_of(align([" Billede ".join(texts)], page)) == texts


def test_a_row_with_one_paragraph_is_written_as_the_paragraph():
    assert lines_of(align([f"| {DANISH[0]} |"], read(f"<table><tr><td>{DANISH[0]}</td></tr></table>"))) == [DANISH[0]]


# ------------------------------------------------------------------ filled


def test_a_line_without_a_word_does_not_part_a_heading_from_its_text():
    quoted = f"<div>”</div><blockquote>{DANISH[1]}</blockquote>"
    body = f"<article><p>{DANISH[0]}</p><h2>Baggrund</h2>{quoted}</article>"
    assert fill(body, DANISH[0], DANISH[1]) == [DANISH[0], "Baggrund", DANISH[1]]


def fill(body: str, *texts: str) -> list[str]:
    page = read(body)
    return lines_of(filled(align(texts, page), page))


@pytest.mark.parametrize(
    "lost",
    [
        pytest.param("<h3>Borgmesteren er overrasket</h3>", id="sub-heading"),
        pytest.param(f"<h3>Borgmesteren er overrasket</h3><p>{DANISH[2]}</p>", id="sub-heading and its paragraph"),
        pytest.param("<h2>Del to</h2><h3>Borgmesteren er overrasket</h3>", id="two headings"),
        pytest.param("<p>»Vi hørte det først fra en fanger, der kom forbi.«</p>", id="quotation da"),
        pytest.param("<p>„Wir haben es erst von einem Jäger gehört, der vorbeikam.“</p>", id="quotation de"),
        pytest.param("<ul><li>Syv om bord</li></ul>", id="list item"),
        pytest.param("<dl><dt>Længde</dt><dd>72 meter</dd></dl>", id="terms"),
        pytest.param(f"<p>{DANISH[2]}</p>", id="paragraph"),
        pytest.param(f"<div>{DANISH[2]}</div>", id="text of a division"),
        pytest.param(f"<p>{DANISH[2][:60]} <a href='x'>kommandoen</a> om øvelsen.</p>", id="paragraph with a link"),
        pytest.param("<p>Her er de tre ting, som kommunen nu vil gøre:</p>", id="what announces a list"),
        pytest.param("<p>«Vi hørte det først fra en fanger som kom forbi.»</p>", id="quotation"),
        pytest.param(f"<p><a href='x'>{DANISH[2]}</a></p>", id="a whole sentence that points to a document"),
    ],
)
def test_what_was_lost_between_two_lines_comes_back(lost):
    before, after = DANISH[0], DANISH[1]
    found = fill(f"<article><p>{before}</p>{lost}<p>{after}</p></article>", before, after)
    assert found == [before, *(line.text for line in read(lost).lines), after]


@pytest.mark.parametrize(
    "around", ["form", "div class='elementor-widget'", "div class='social-wrap'", "div class='content-author'"]
)
@pytest.mark.parametrize(
    "lost", [f"<div>{DANISH[2]}</div>", "<h3>Borgmesteren er overrasket</h3>", "<ul><li>Syv om bord</li></ul>"]
)
def test_a_part_that_holds_the_whole_article_is_no_reason_to_leave_a_line_out(around, lost):
    article = f"<p>{DANISH[0]}</p>{lost}<div class='newsletter'><p>{DANISH[3]}</p></div><p>{DANISH[1]}</p>"
    found = fill(f"<{around}>{article}</{around.split()[0]}>", DANISH[0], DANISH[1])
    assert found == [DANISH[0], *(line.text for line in read(lost).lines), DANISH[1]]


LINKED = "Brevet fra øens beboere nævner 80 usikre pladser."


@pytest.mark.parametrize(
    ("lost", "name", "comes"),
    [
        pytest.param(f"<p class='txt'><a>{LINKED}</a></p>", "txt", True, id="with the class of the paragraphs"),
        pytest.param(f"<p class='mere'><a>{LINKED}</a></p>", "txt", False, id="with another one"),
        pytest.param(f"<p><a>{LINKED}</a></p>", "", False, id="without any"),
        pytest.param("<p class='txt'><a>Brevet fra øens beboere om de usikre pladser</a></p>", "txt", False, id="a headline"),
        pytest.param(f"<figure class='social'><blockquote><p>{LINKED}</p></blockquote></figure>", "txt", True, id="a post"),
        pytest.param(f"<figure class='social'><p>{LINKED}</p></figure>", "txt", False, id="not quoted"),
        pytest.param(f"<figure class='related'><blockquote>{LINKED}</blockquote></figure>", "txt", False, id="of other items"),
        pytest.param(
            f"<figure class='social'><blockquote><a>{LINKED}</a></blockquote></figure>", "txt", False, id="a linked post"
        ),
    ],
)
def test_a_sentence_with_furniture_around_it(lost, name, comes):
    texts = [f"<p class='{name}'>{text}</p>" if name else f"<p>{text}</p>" for text in DANISH]
    body = f"<article>{''.join(texts[:2])}<div>12:01</div>{lost}<div>12:07</div>{''.join(texts[2:])}</article>"
    assert (LINKED in fill(body, *DANISH)) is comes


@pytest.mark.parametrize(
    "noise",
    [
        pytest.param(f"<div class='newsletter'><p>{DANISH[2]}</p></div>", id="newsletter box"),
        pytest.param("<div class='share-bar'><ul><li>Del på væggen</li></ul></div>", id="share bar"),
        pytest.param("<ul><li><a href='x'>Fiskere klager over støj fra flåden</a></li></ul>", id="linked item"),
        pytest.param("<p><a href='x'>Fiskere klager over støj fra flåden i fjorden</a></p>", id="linked headline"),
        pytest.param(f"<div class='related'><p><a href='x'>{DANISH[2]}</a></p></div>", id="linked paragraph in a box"),
        pytest.param(f"<figure><figcaption>{DANISH[2]}</figcaption></figure>", id="caption"),
        pytest.param(f"<div class='related'><h3>Flere nyheder</h3><p>{DANISH[2]}</p></div>", id="related"),
        pytest.param("<form><p>Skriv din adresse her, så hører du fra os hver eneste mandag.</p></form>", id="form"),
        pytest.param("<p>Annonce</p>", id="label"),
        pytest.param("<p>Artiklen fortsætter under annoncen</p>", id="no sentence"),
        pytest.param("<h3><a href='x'>Fiskere klager over støj</a></h3>", id="linked heading"),
        pytest.param("<h3>Mest læste</h3><p>Annonce</p>", id="heading over something else"),
        pytest.param(f"<p>{DANISH[0].upper()}</p>", id="a line that is there already"),
    ],
)
def test_what_is_not_the_article_stays_out(noise):
    before, after = DANISH[0], DANISH[1]
    assert fill(f"<article><p>{before}</p>{noise}<p>{after}</p></article>", before, after) == [before, after]


def test_headings_that_only_their_look_tells_come_back_when_there_are_several():
    blocks = (f"<div class='b v1'>{DANISH[i % 4]}</div><div class='b v2'>{heading}</div>" for i, heading in enumerate(HEADINGS))
    body = f"<div>{''.join(blocks)}<div class='b v1'>{DANISH[2]}</div></div>"
    found = fill(body, DANISH[0], DANISH[1], DANISH[2])
    assert found == [DANISH[0], HEADINGS[0], DANISH[1], HEADINGS[1], DANISH[2]]


HEADINGS = ("Derfor er det vigtigt", "Sådan går det videre")


@pytest.mark.parametrize(
    ("above", "below"),
    [
        pytest.param(f"<p>{DANISH[0]}</p>", "<p>Ingen kom til skade.</p>", id="a short sentence below"),
        pytest.param("<p>Ingen kom til skade.</p>", f"<p>{DANISH[2]}</p>", id="a short sentence above"),
        pytest.param("<table><tr><th>Skibe</th></tr><tr><td>Syv</td></tr></table>", f"<p>{DANISH[2]}</p>", id="below a table"),
        pytest.param("<ul><li>Syv skibe</li><li>To fly</li></ul>", f"<p>{DANISH[2]}</p>", id="below a list that was left out"),
    ],
)
def test_a_heading_that_only_its_look_tells_beside_what_is_no_paragraph(above, below):
    first, second = (f"<div class='v2'>{heading}</div>" for heading in HEADINGS)
    page = read(f"<div><p>{DANISH[1]}</p>{above}{first}{below}<div class='ad'>Annonce</div>{second}<p>{DANISH[3]}</p></div>")
    texts = [line.text for line in page.lines if line.kind != "item" and line.text not in ("Annonce", *HEADINGS)]
    found = lines_of(filled(align(texts, page), page))
    assert [text for text in found if text in ("Annonce", *HEADINGS)] == [*HEADINGS]


def test_headings_of_one_look_below_advertisements_and_over_what_was_left_out_come_back():
    first, second = (f"<div class='v2'>{heading}</div>" for heading in HEADINGS)
    begin, end = (
        f"<p>{one}</p><div>Annonce</div>{heading}<p>{two}</p>"
        for one, heading, two in ((DANISH[0], first, DANISH[1]), ("", second, DANISH[2]))
    )
    body = f"{begin}{end}<p>{DANISH[3]}</p>"
    assert fill(body, DANISH[0], DANISH[1], DANISH[3]) == [DANISH[0], HEADINGS[0], DANISH[1], HEADINGS[1], *DANISH[2:4]]


@pytest.mark.parametrize(
    "labels",
    [
        pytest.param(("Annonce", "Annonce"), id="the same label twice"),
        pytest.param(("Derfor er det vigtigt", ""), id="one alone"),
    ],
)
def test_labels_are_no_headings(labels):
    first, second = (f"<div class='v2'>{label}</div>" for label in labels)
    body = f"<p>{DANISH[0]}</p>{first}<p>{DANISH[1]}</p>{second}<p>{DANISH[2]}</p>"
    assert fill(body, *DANISH[:3]) == [*DANISH[:3]]


def test_the_heading_of_other_items_comes_in_to_tell_what_they_are():
    page = read(f"<p>{DANISH[0]}</p><div>Læs også</div><p>{DANISH[1]}</p><div>Læs også</div><p>Andet</p>")
    lines = [placed.line for placed in filled(align(DANISH[:2], page), page)]
    assert [(line.text, line.kind) for line in lines] == [(DANISH[0], ""), ("Læs også", "label"), (DANISH[1], "")]


def test_a_caption_between_a_lost_heading_and_its_paragraph():
    body = paragraphs(DANISH[0]) + "<h2>Ny øvelse</h2><figcaption>Skibet.</figcaption>" + paragraphs(DANISH[1])
    assert fill(body, DANISH[0], DANISH[1]) == [DANISH[0], "Ny øvelse", DANISH[1]]


LIST = "<ul><li>En ny radar</li><li>To skibe mere</li></ul>"


@pytest.mark.parametrize(
    ("below", "comes"),
    [
        pytest.param(LIST, ["En ny radar", "To skibe mere"], id="a list"),
        pytest.param(f"{LIST}<p>{DANISH[2]}</p>", ["En ny radar", "To skibe mere"], id="nothing behind it"),
        pytest.param("<ul><li><a href='/x'>En ny radar</a></li></ul>", [], id="links"),
        pytest.param(f"<div>{LIST}</div>", [], id="in another part of the page"),
        pytest.param("<ul class='related'><li>En ny radar</li></ul>", [], id="of other items"),
        pytest.param(f"<p>{DANISH[2]}</p>{LIST}", [], id="not right below"),
    ],
)
def test_a_list_right_below_the_last_line_belongs_to_it(below, comes):
    found = fill(f"<article>{paragraphs(*DANISH[:2])}{below}</article>", *DANISH[:2])
    assert found == [*DANISH[:2], *(f"- {text}" if found[-1].startswith("- ") else text for text in comes)]


def test_nothing_comes_from_above_the_first_and_below_the_last_line():
    assert fill(paragraphs(*DANISH), *DANISH[1:3]) == list(DANISH[1:3])


def test_the_first_and_the_last_line_that_are_taken_frame_what_comes_back():
    assert fill(paragraphs(*DANISH), DANISH[0], DANISH[1], DANISH[3]) == list(DANISH)


def test_nothing_comes_from_a_block_with_little_of_the_text():
    teaser = f"<div>{paragraphs(DANISH[0], DANISH[3], DANISH[1])}</div>"
    text = [f"{number}. {line}" for number in range(5) for line in DANISH[2:]]
    other = "<div>" + paragraphs(*(f"{DANISH[3]} {number}." for number in range(20))) + "</div>"
    found = fill(teaser + other + f"<div>{paragraphs(*text)}</div>", DANISH[0], DANISH[1], *text)
    assert found == [DANISH[0], DANISH[1], *text]


def test_a_line_of_unknown_place_keeps_its_order():
    page = read(paragraphs(*DANISH[:3]))
    found = lines_of(filled(align([DANISH[0], "Ord fra ingen steder", DANISH[2]], page), page))
    assert found == [DANISH[0], "Ord fra ingen steder", DANISH[1], DANISH[2]]


def test_nothing_is_filled_where_nothing_was_found():
    assert fill(paragraphs(*DANISH)) == []
    assert fill(paragraphs(*DANISH), "Ord fra ingen steder") == ["Ord fra ingen steder"]


# ------------------------------------------------------------------ boxes


def boxes(body: str) -> list[str]:
    page = read(body)
    placed = [Placed(line, range(i, i + 1)) for i, line in enumerate(page.lines)]
    return [line.line.text for line in in_boxes(placed, page) if line.line.box >= 0]


def article(inside: str, name: str = "") -> str:
    attribute = f" class='{name}'" if name else ""
    texts = [f"<p{attribute}>{text}</p>" for text in DANISH]
    return f"<article><div class='body'>{''.join(texts[:2])}{inside}{''.join(texts[2:])}</div></article>"


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param("", id="nothing"),
        pytest.param("<h2>Borgmesteren er overrasket</h2>", id="sub-heading"),
        pytest.param("<h2 class='sub'>Borgmesteren er overrasket</h2>", id="sub-heading with a class"),
        pytest.param("<ul><li>Syv om bord</li><li>Ingen skadet</li></ul>", id="list"),
        pytest.param("<ol><li><p>Syv om bord</p></li></ol>", id="list of paragraphs"),
        pytest.param(
            "<table><tbody><tr><td>Længde</td><td>72 meter</td></tr><tr><td>Bredde</td><td>9 meter</td></tr></tbody></table>",
            id="table",
        ),
        pytest.param("<blockquote><p>Vi hørte det fra en fanger.</p></blockquote>", id="quotation"),
        pytest.param("<dl><dt>Længde</dt><dd>72 meter</dd></dl>", id="terms"),
        pytest.param("<p><b>Kort.</b></p>", id="short paragraph"),
    ],
)
@pytest.mark.parametrize("name", ["", "paragraf"])
def test_what_is_part_of_the_running_text(inside, name):
    assert boxes(article(inside, name)) == []


@pytest.mark.parametrize(
    ("inside", "apart"),
    [
        pytest.param("<x-top><h2>Baggrund</h2></x-top>", [], id="a heading in a block of its own"),
        pytest.param("<div class='top'><div><h3>Baggrund</h3></div></div>", [], id="in two"),
        pytest.param("<div class='top'><h2><a href='x'>Baggrund</a></h2></div>", ["Baggrund"], id="a link"),
        pytest.param("<div class='top'><h2>Læs også</h2></div>", ["Læs også"], id="a heading of other items"),
        pytest.param("<div class='top'><h2>Baggrund</h2></div><div class='ad'></div>", ["Baggrund"], id="over an empty block"),
        pytest.param("<div class='box'><h2>Tip</h2><p>Skriv.</p></div>", ["Tip", "Skriv."], id="over a text of its own"),
    ],
)
def test_a_heading_between_the_paragraphs_is_no_box(inside, apart):
    assert boxes(article(inside)) == apart


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param("<div class='nyhedsbrev'><p>Få det vigtigste om morgenen.</p></div>", id="division with a class"),
        pytest.param("<div><p>Få det vigtigste om morgenen.</p></div>", id="division"),
        pytest.param("<aside>Få det vigtigste om morgenen.</aside>", id="aside"),
        pytest.param("<p class='note'>Få det vigtigste om morgenen.</p>", id="paragraph of another class"),
        pytest.param("<section><h3>Få det vigtigste om morgenen.</h3></section>", id="heading of a section"),
        pytest.param("<div class='fakta'><ul><li>Få det vigtigste om morgenen.</li></ul></div>", id="list in a division"),
    ],
)
def test_what_looks_unlike_the_running_text(inside):
    assert boxes(article(inside)) == ["Få det vigtigste om morgenen."]


TEASER = "Alle om bord er i sikkerhed."


@pytest.mark.parametrize(
    ("box", "is_teaser"),
    [
        pytest.param(f"<b>Mere</b><h3><a>Havnen i byen lukkes</a></h3><p>{TEASER}</p>", True, id="a label and a headline"),
        pytest.param(f"<h3><a>Havnen i byen lukkes</a></h3><p>{TEASER}</p>", True, id="a headline"),
        pytest.param(f"<h3>Havnen i byen lukkes</h3><p>{TEASER}</p>", False, id="a headline without a link"),
        pytest.param(f"<p>{DANISH[0]}</p><h3><a>Havnen i byen lukkes</a></h3><p>{TEASER}</p>", False, id="a text above"),
        pytest.param("<h3><a>Havnen i byen lukkes</a></h3><p>Tolv skibe</p>", False, id="no sentence"),
    ],
)
def test_the_sentence_of_a_headline_that_did_not_come_in(box, is_teaser):
    page = read(article(f"<div class='box'>{box}</div>"))
    last = max(i for i, line in enumerate(page.lines) if line.text in (TEASER, "Tolv skibe"))
    shown = [i for i, line in enumerate(page.lines) if line.text in DANISH or i == last]
    found = in_boxes([Placed(page.lines[i], range(i, i + 1)) for i in shown], page)
    assert (found[shown.index(last)].line.points == "teaser") is is_teaser


@pytest.mark.parametrize(
    ("box", "asks"),
    [
        pytest.param("<p>Nyt hver dag.</p><input type='email'>", True, id="a field"),
        pytest.param("<p>Nyt hver dag.</p><div><span><input name='epost'></span></div>", True, id="deep in the box"),
        pytest.param("<p>Nyt hver dag.</p><input value='https://x.test/a' readonly>", False, id="an address to copy"),
        pytest.param("<p>Nyt hver dag.</p><input type='checkbox'>", False, id="a box to tick"),
        pytest.param("<p>Nyt hver dag.</p></div><input type='email'><div>", False, id="behind the box"),
        pytest.param("<p>Nyt hver dag.</p>" + "<p>Is.</p>" * 5 + "<input type='email'>", False, id="a long box"),
    ],
)
def test_a_box_with_a_field_asks_for_something(box, asks):
    page = read(article(f"<div class='box'>{box}</div>"))
    placed = [Placed(line, range(i, i + 1)) for i, line in enumerate(page.lines)]
    found = {line.line.text: line.line.asks for line in in_boxes(placed, page)}
    assert found["Nyt hver dag."] is asks
    assert found[DANISH[0]] is False


CALL = "<p><b>Til pressen</b><br>Vagthavende<br>Telefon +45 00 00 00 09</p>"
ABOUT = "<p><b>Kort fortalt</b><br>Rederiet har sejlet i fjorden siden 1921.</p>"


@pytest.mark.parametrize(
    ("below", "apart"),
    [
        pytest.param(CALL, 3, id="whom to call"),
        pytest.param(CALL + ABOUT, 5, id="and who they are"),
        pytest.param(ABOUT, 0, id="nobody to call"),
        pytest.param(CALL.replace("Vagthavende", "Højde 182 cm"), 0, id="facts beside the number"),
        pytest.param(f"{CALL}<p>{DANISH[0]}</p>", 0, id="above a paragraph"),
        pytest.param("<p>Til pressen<br>" + "Vagt<br>" * 5 + "Telefon +45 00 00 00 09</p>", 0, id="a long list"),
        pytest.param("<p>Her kan pressen ringe til de vagthavende.<br>Telefon +45 00 00 00 09</p>", 0, id="no label"),
    ],
)
def test_whom_to_call_is_a_box_below_the_text(below, apart):
    assert len(boxes(f"<article>{paragraphs(*DANISH)}{below}</article>")) == apart


def test_what_stands_outside_of_the_running_text():
    outside = "<div class='foot'>Sagen opdateres.</div>"
    assert boxes(article("") + outside) == ["Sagen opdateres."]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(paragraphs(*DANISH), id="paragraphs of the body"),
        pytest.param("<br>".join(DANISH), id="text of the body with line breaks"),
        pytest.param(f"<div id='t'>{'<br><br>'.join(DANISH)}</div>", id="a division with line breaks"),
        pytest.param("".join(f"<div class='txt'>{text}</div>" for text in DANISH), id="divisions instead of paragraphs"),
        pytest.param("".join(f"<div class='blok'><p>{text}</p></div>" for text in DANISH), id="each paragraph wrapped"),
        pytest.param("".join(f"<section><h2>Del</h2><p>{text}</p></section>" for text in DANISH), id="sections"),
        pytest.param(
            f"<section>{paragraphs(*DANISH[:2])}</section><section>{paragraphs(*DANISH[2:])}</section>", id="two halves"
        ),
    ],
)
def test_an_article_in_another_form_is_no_box(body):
    assert boxes(f"<main>{body}</main>") == []


def test_lines_of_unknown_place_are_no_boxes():
    page = read(article(""))
    assert [line.line.box for line in in_boxes(align(["Ord fra ingen steder"], page), page)] == [-1]
    assert in_boxes([], page) == []


# ------------------------------------------------------------------ hostile pages


def flat(texts: list[str]) -> Layout:
    return Layout([Line(text) for text in texts], [Block(-1, 0, len(texts), "body", "body")], [0] * len(texts))


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("texts", "page"),
    [
        pytest.param([f"{n} sne {' x '.join(DANISH * 3)}" for n in range(1_500)],
                     [f"{n} {text} {n}" for n in range(1_500) for text in DANISH], id="long lines that are not there"),
        pytest.param([DANISH[0]] * 20_000, [DANISH[0]] * 20_000, id="equal lines"),
        pytest.param(["is " * 300_000], ["is " * 300_000], id="one line of a megabyte"),
        pytest.param(["is " * 300_000], ["is sne " * 100_000], id="one line that is not there"),
        pytest.param([f"{n} sne {DANISH[0]}" for n in range(5_000)],
                     [f"{n} {DANISH[0]}" for n in range(20_000)], id="other lines"),
        pytest.param([" sne ".join(f"{n} {DANISH[0]}" for n in range(10_000))],
                     [f"{n} {DANISH[0]}" for n in range(10_000)], id="all lines in one"),
    ],
)  # fmt: skip
def test_large_pages(texts, page):
    found = flat(page)
    placed = filled(align(texts, found), found)
    assert len(placed) >= len(texts)
    assert len(in_boxes(placed, found)) == len(placed)


@pytest.mark.timeout(30)
def test_a_large_box_is_looked_at_once():
    lines = [*map(Line, DANISH), *(Line(f"Bemærkning {n}", kind="item") for n in range(60_000))]
    box = len(DANISH)
    owner = [0] * box + [1] * (len(lines) - box)
    page = Layout(lines, [Block(-1, 0, len(lines), "body", "body"), Block(0, box, len(lines), "div", "div.liste")], owner)
    found = in_boxes([Placed(line, range(i, i + 1)) for i, line in enumerate(lines)], page)
    assert [one.line.box for one in found] == [-1] * box + [1] * 60_000


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("link", "lines"),
    [
        pytest.param(0.5, [" ".join(f"ord{n}" for n in range(20_000))], id="a paragraph cut in thousands"),
        pytest.param(0.0, [" ".join(f"ord{n}" for n in range(20_000))], id="a program of thousands of lines"),
        pytest.param(1.0, [f"ord{n}ord{n + 1}" for n in range(20_000)], id="thousands of rows of buttons"),
    ],
)
def test_parts_of_large_pages(link, lines):
    page = Layout([Line(text, link) for text in lines], [Block(-1, 0, len(lines), "body", "body")], [0] * len(lines))
    assert align([f"ord{n}" for n in range(20_000)], page)


# ------------------------------------------------------------------ paragraphs cut at a link, <div> for <p>, cards


def test_a_paragraph_that_was_cut_at_its_link_comes_out_whole():
    page = read(f"<div>{DANISH[0]} <a href='/x'>{DANISH[1]}</a> {DANISH[2]}</div>")
    assert lines_of(align([f"{DANISH[0]} {DANISH[1]}", DANISH[2]], page)) == [" ".join(DANISH[:3])]


@pytest.mark.parametrize("cut", ["Et fly fra nabolandet følger skibet", "Et fly fra nabolandet følger skibet,"])
def test_a_lead_that_opens_with_the_headline_and_was_cut_at_its_link_comes_out_whole(cut):
    lead = f"<div>{cut} <a href='/x'>sagde kommandoen</a> i går.</div>"
    page = read(f"<div>Et fly fra nabolandet følger skibet</div>{lead}<div>{DANISH[0]}</div>")
    found = align([cut, "sagde kommandoen", "i går.", DANISH[0]], page)
    assert [(placed.line.text, list(placed.cover)) for placed in found] == [
        (f"{cut} sagde kommandoen i går.", [1]),
        (DANISH[0], [2]),
    ]


def test_the_rest_of_a_cut_paragraph_is_not_looked_for_further_down():
    page = read(f"<div>{DANISH[0]} Nej, sagde hun. {' '.join(DANISH[1:])}</div><div>Så kom svaret: Nej, sagde hun.</div>")
    assert [list(placed.cover) for placed in align([DANISH[0], "Nej, sagde hun."], page)] == [[0], [0]]


def boxed(body: str, *texts: str) -> list[bool]:
    page = read(body)
    return [placed.line.box >= 0 for placed in in_boxes(align(texts, page), page)]


def divs(*texts: str) -> str:
    return "".join(f"<div>{text}</div>" for text in texts)


def test_where_paragraphs_are_divs_the_div_around_them_is_the_frame():
    texts = (*DANISH, *RUSSIAN)  # six, so that none alone is a fifth of the text
    body = f"<div>{divs(*texts)}</div><div>{divs('Om os', 'Vi passer på havet.')}</div>"
    assert boxed(body, *texts, "Om os", "Vi passer på havet.") == [False] * 6 + [True] * 2


def test_a_consent_wall_longer_than_the_article_is_not_the_frame():
    wall = "We and our partners use cookies on your device, and you can manage your choices or accept all of them here. " * 3
    body = f"<div>{divs(wall, 'Accept all')}</div><div>{divs(DANISH[0])}</div>"
    assert boxed(body, wall.strip(), "Accept all", DANISH[0]) == [True, True, False]


def card(title: str, link: float = 1.0) -> list[Line]:
    return [Line(title, link), Line("Skibet kom tilbage tirsdag.")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param([], False, id="nothing"),
        pytest.param(card("Skib vender hjem"), False, id="one may be a pointer to a source"),
        pytest.param([*card("Skib vender hjem"), *card("Havn er lukket")], True, id="two"),
        pytest.param([Line("Andre nyheder"), *card("Skib vender hjem"), *card("Havn er lukket")], True, id="under a heading"),
        pytest.param([Line(DANISH[0]), *card("Skib vender hjem"), *card("Havn er lukket")], False, id="under a paragraph"),
        pytest.param([*card("Rapporten er ude."), *card("Notatet er ude.")], False, id="sentences that are links to documents"),
        pytest.param([*card("Skib vender hjem", 0.5), *card("Havn er lukket", 0.5)], False, id="headlines that are no links"),
        pytest.param(
            [*card("Skib vender hjem"), *card("Havn er lukket") * 40, Line(" ".join(DANISH * 2))], False, id="a long text"
        ),
    ],
)
def test_cards(lines, expected):
    assert is_carded(lines) is expected


# ------------------------------------------------------------------ what only its look tells


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        pytest.param("<p class='x2'><b>Derfor er det vigtigt</b></p>", [], id="a sub-heading"),
        pytest.param("<p class='x2'>Annonce</p><p><img src='x'></p>", ["Annonce"], id="a label over an empty block"),
        pytest.param(
            "<p class='x2'>Andre nyheder</p><ul><li><a>Storm</a></li></ul>", ["Andre nyheder"], id="a label over lost links"
        ),
        pytest.param("<p class='x2'>Derfor er det vigtigt.</p>", ["Derfor er det vigtigt."], id="a sentence"),
    ],
)
def test_a_sub_heading_belongs_to_the_text(inside, found):
    page = read(article(inside))
    texts = [line.text for line in page.lines if line.text != "Storm"]
    assert [line.line.text for line in in_boxes(align(texts, page), page) if line.line.box >= 0] == found


def test_labels_and_numbers_in_turn_are_a_table():
    facts = "".join(f"<div class='c'>{label}</div><div class='c'>{number}</div>" for label, number in (("Skibe", 3), ("Fly", 12)))
    assert boxes(article(f"<div class='g'>{facts}</div>")) == []
    assert boxes(article("<div class='g'><div class='c'>Set af</div><div class='c'>3</div></div>")) == ["Set af", "3"]


def test_a_class_of_labels_is_no_class_of_paragraphs():
    labels = "".join(
        f"<p class='k'>{text}</p>" for text in ("Nyhederne fra hele fjorden i dag", "Del med andre", "Kontakt os her") * 4
    )
    assert len(boxes(article("").replace("</div></article>", f"{labels}</div></article>"))) == 12


def test_text_between_line_breaks_lends_no_look_to_boxes():
    body = f"<div>{'<br><br>'.join(DANISH)}<div><div>Få det vigtigste om morgenen.</div></div></div>"
    assert boxes(body) == ["Få det vigtigste om morgenen."]


def test_the_label_of_links_that_were_left_out_comes_in_as_one():
    below = "<p>Andre nyheder</p><ul><li><a>Storm lukker havnen</a></li><li><a>Isen kommer for sent</a></li></ul>"
    page = read(article("") + below)
    kinds = {one.line.text: one.line.kind for one in filled(align([*DANISH, "Andre nyheder"], page), page)}
    assert kinds["Andre nyheder"] == "label"
    page = read(article("") + "<p>Andre nyheder</p><ul><li>Storm</li><li>Is</li></ul>")
    kinds = {one.line.text: one.line.kind for one in filled(align([*DANISH, "Andre nyheder"], page), page)}
    assert kinds["Andre nyheder"] == ""


@pytest.mark.parametrize(
    ("last", "points"),
    [
        pytest.param("<dd><a>Til artiklen</a></dd>", "teaser", id="closes with a link"),
        pytest.param("<dd>Til artiklen</dd>", "", id="no link"),
    ],
)
def test_a_headline_with_a_sentence_and_a_link_is_a_teaser(last, points):
    box = f"<div class='b'><dl><dt>Storm lukker havnen igen</dt><dd>Alle er i sikkerhed nu.</dd>{last}</dl></div>"
    page = read(article(box))
    texts = [line.text for line in page.lines if line.text != "Til artiklen"]
    (found,) = [one.line for one in in_boxes(align(texts, page), page) if one.line.text.startswith("Storm lukker")]
    assert found.points == points


def test_the_look_of_a_heading_tells_another_one_above_a_list():
    facts = "<div class='h'>Tidslinje</div><ul><li>Syv om bord</li></ul>"
    headings = f"<div class='h'>{HEADINGS[0]}</div>"
    body = f"<div><p>{DANISH[0]}</p>{headings}<p>{DANISH[1]}</p>{facts}<p>{DANISH[2]}</p></div>"
    assert fill(body, DANISH[0], DANISH[1], "Syv om bord", DANISH[2])[3] == "Tidslinje"
    alone = body.replace(headings, "")
    assert "Tidslinje" not in fill(alone, DANISH[0], DANISH[1], "Syv om bord", DANISH[2])


@pytest.mark.parametrize(
    ("quote", "comes"),
    [
        pytest.param("<figure><blockquote>»Vi begynder i det små.«</blockquote></figure>", True, id="in a figure"),
        pytest.param('<div class="card"><blockquote><p>Vi begynder i det små.</p></blockquote></div>', True, id="in a card"),
        pytest.param("<blockquote>Søren Andersen</blockquote>", False, id="a name"),
        pytest.param('<blockquote><a href="/a">Vi begynder i det små.</a></blockquote>', False, id="a link"),
        pytest.param("<p>Vi begynder i det små.</p>", False, id="no quotation"),
    ],
)
def test_a_short_quotation_between_two_paragraphs_comes_back(quote, comes):
    found = fill(f"<p>{DANISH[0]}</p>{quote}<p>{DANISH[1]}</p>", *DANISH[:2])
    assert (len(found) == 3) is comes


@pytest.mark.parametrize(
    ("body", "texts", "expected"),
    [
        pytest.param(paragraphs(*DANISH), (*DANISH[1:], DANISH[0]), DANISH, id="a lead that came last"),
        pytest.param(
            f"<ul><li>Havnen</li></ul>{paragraphs(*DANISH[:2])}<h2>Havnen</h2>{paragraphs(DANISH[2])}",
            (*DANISH[:2], "Havnen", DANISH[2]), (*DANISH[:2], "Havnen", DANISH[2]), id="a heading that a list of contents names",
        ),
        pytest.param(paragraphs(*DANISH), (DANISH[0], *DANISH[:0:-1]), (DANISH[0], *DANISH[:0:-1]), id="below the first"),
        pytest.param(
            paragraphs(*DANISH[:2]), ("Andre ord.", *DANISH[1::-1]), (DANISH[0], "Andre ord.", DANISH[1]), id="unknown words"
        ),
        pytest.param("", (), (), id="nothing"),
    ],
)  # fmt: skip
def test_what_stands_above_the_first_line_comes_first(body, texts, expected):
    page = read(body)
    assert lines_of(in_order(align(list(texts), page), page)) == list(expected)


def test_the_credit_that_was_left_out_comes_in_to_tell_a_caption():
    figure = "<div class='f'><div class='g'>Skibet forlader havnen</div><div class='g'>Foto: Søværnet</div></div>"
    page = read(f"<div><p>{DANISH[0]}</p>{figure}<p>{DANISH[1]}</p></div>")
    found = {one.line.text: one.line.kind for one in filled(align([DANISH[0], "Skibet forlader havnen", DANISH[1]], page), page)}
    assert found["Foto: Søværnet"] == "caption"


# ------------------------------------------------------------------ above the first paragraph, and beside the text

BOX = "<div class='extra'><ul><li><a href='/x'>Tre skibe på billeder fra havnen</a></li></ul></div>"


@pytest.mark.parametrize(
    ("above", "came_in"),
    [
        pytest.param(f"<p>{BOX}{DANISH[0]}</p>", True, id="behind a box within its paragraph"),
        pytest.param(DANISH[0], True, id="bare"),
        pytest.param(f"<div>{DANISH[0]}</div>", False, id="in an element of its own"),
        pytest.param("Læs op", False, id="a label"),
        pytest.param(f"<a href='/y'>{DANISH[0]}</a>", False, id="a link"),
    ],
)
def test_bare_text_above_the_first_paragraph_is_its_opening(above, came_in):
    page = read(f"<h1>Skibet</h1><div>{above}<p>{DANISH[1]}</p><p>{DANISH[2]}</p></div>")
    found = lines_of(filled(align(DANISH[1:3], page), page))
    assert (DANISH[0] in found, found[-2:]) == (came_in, list(DANISH[1:3]))


def test_a_list_beside_the_text_that_an_extractor_opens_with_comes_last():
    own = [DANISH[0], "Afgørelsen", "Retten fandt følgende:", DANISH[1], "Begrundelse", DANISH[2]]
    page = read(f"<div>{paragraphs(*own)}</div><ul><li>Emner</li><li>Breve</li></ul>")
    texts = ["- Emner", "- Breve", *own]
    assert lines_of(in_order(align(texts, page), page)) == [*own, "- Emner", "- Breve"]


LOST = ("Storm lukker havnen i nord", "Isen kommer for sent igen")


def label_amid(label: str, below: str, came_in: tuple[str, ...] = ()) -> str:
    """The kind of a label between two paragraphs, of which the lines below did not come in unless said."""
    page = read(f"<div><p>{DANISH[0]}</p><p>{DANISH[1]}</p>{label}{below}<p>{DANISH[2]}</p><p>{DANISH[3]}</p><p>Vejr</p></div>")
    text = page.lines[2].text
    found = filled(align([*DANISH[:2], text, *came_in, *DANISH[2:], "Vejr"], page), page)
    return next((one.line.kind for one in found if one.line.text == text), "gone")


LISTED = "<ul>" + "".join(f"<li><a href='/{text}'>{text}</a></li>" for text in LOST) + "</ul>"
CARDS = "".join(f"<p><a href='/a'>{text}</a> Havnefogeden ventede det ikke.</p>" for text in LOST)


@pytest.mark.parametrize(
    ("label", "below", "came_in"),
    [
        pytest.param("<p>Fra kysten</p>", LISTED, (), id="a list"),
        pytest.param("<p><b>Fra kysten</b></p>", "".join(f"<div><a>{text}</a></div>" for text in LOST), (), id="blocks"),
        pytest.param("<div>Из портов</div>", LISTED, (), id="in Russian"),
    ],
)
def test_a_label_between_paragraphs_over_links_that_did_not_come_in(label, below, came_in):
    assert label_amid(label, below, came_in) == "label"


@pytest.mark.parametrize(
    ("label", "below", "came_in"),
    [
        pytest.param("<p>Fra kysten</p>", LISTED, LOST, id="the links came in"),
        pytest.param("<p>Fra kysten</p>", LISTED, LOST[:1], id="the first link came in"),
        pytest.param("<p>Fra kysten</p>", f"<p><a>{LOST[0]}</a></p>", (), id="one link"),
        pytest.param("<p>Fra kysten</p>", "<ul><li><a>Alta</a></li><li><a>Oulu</a></li></ul>", (), id="linked names"),
        pytest.param(
            "<p>Fra kysten</p>",
            "".join(f"<p><a>{text}.</a></p>" for text in LOST),
            (),
            id="sentences that are links to documents",
        ),
        pytest.param("<p>Fra kysten</p>", "<ul><li>Syv skibe ligger ved kaj</li></ul>" + LISTED, (), id="facts stand between"),
        pytest.param("<p>Fra kysten</p>", f"<p>{DANISH[0]} Igen.</p>{LISTED}", (), id="a paragraph stands between"),
        pytest.param("<h3>Fra kysten</h3>", LISTED, (), id="a heading of the article"),
        pytest.param("<p>Hvem betaler for skibet?</p>", LISTED, (), id="a question"),
        pytest.param("<p>Skibet blev i fjorden.</p>", LISTED, (), id="a sentence"),
        pytest.param("<p>Det her er en linje på langt mere end otte ord</p>", LISTED, (), id="long"),
        pytest.param("<p><a href='/k'>Fra kysten</a></p>", LISTED, (), id="a link itself"),
        pytest.param(
            "<p>Fra kysten</p>", CARDS, tuple(f"{t} Havnefogeden ventede det ikke." for t in LOST), id="entries came in"
        ),
    ],
)
def test_a_label_between_paragraphs_that_is_of_the_article(label, below, came_in):
    assert label_amid(label, below, came_in) != "label"


def test_a_label_below_the_text_does_not_stand_apart_for_being_one():
    """A block of which a label is the most stays the frame of the text: what the label stands for is told by its place."""
    page = read(f"<div>{paragraphs(*DANISH)}<p>Fra kysten</p>{LISTED}</div>")
    placed = filled(align([*DANISH, "Fra kysten"], page), page)
    assert [one.line.box for one in in_boxes(placed, page)] == [-1] * 5


@pytest.mark.parametrize(
    ("between", "found"),
    [
        pytest.param(1, range(1, 4), id="over a headline"),
        pytest.param(2, range(1, 5), id="over two lines"),
        pytest.param(6, range(0), id="too far away"),
    ],
)
def test_a_label_glued_to_its_text_over_lines_left_out_is_found(between, found):
    label, text = "Published on 2 March 2026 at 8:48", "The harbour of Vardo has been shut since Monday, the skippers were told."
    page = flat(
        ["Other items", label, *(f"Boats wait for the ice to break in the bay of the town {n}" for n in range(between)), text]
    )
    assert align([f"{label}{text}"], page)[0].cover == found
