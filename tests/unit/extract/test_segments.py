"""A tree to its lines: where a line ends, what its place in the markup says, and which block it stands in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as markup

from worker.extract.html import extract_html
from worker.extract.main_text import body_of, parse
from worker.extract.segments import FIELD, Layout, layout, segments

# libxml2 drops what is deeper; the reader may use the call stack down to there.
DEEPEST = 250


def read(body: str) -> Layout:
    return layout(body_of(parse(f"<html><body>{body}</body></html>")))


def texts(body: str) -> list[str]:
    return [line.text for line in read(body).lines]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("<p> \n\t</p><div>&nbsp;</div>", [], id="blanks only"),
        pytest.param("<p>\u200b\u00ad\ufeff</p>", [], id="invisible signs only"),
        pytest.param("Is", ["Is"], id="text of the body itself"),
        pytest.param("<p>Hav</p>is", ["Hav", "is"], id="text behind a block"),
        pytest.param("<div>Hav<p>is</p>fjord</div>", ["Hav", "is", "fjord"], id="text before, in and behind a block"),
        pytest.param("<p>Gr<b>ø</b>n<i>la</i>nd</p>", ["Grønland"], id="marks inside a word"),
        pytest.param("<p>Jään<wbr>murtaja</p>", ["Jäänmurtaja"], id="a place to break a word"),
        pytest.param("<p>Is\u00adbry\u200bter\u2060en</p>", ["Isbryteren"], id="soft hyphens and zero-width blanks"),
        pytest.param("<a href='x'>\u00ad \u200b</a>", [], id="invisible signs in a link"),
        pytest.param("<p>\u200b Is \u2060 sne</p>", ["Is sne"], id="blanks around invisible signs"),
        pytest.param("<p>Лёд\n   и  \t снег</p>", ["Лёд и снег"], id="blanks and line ends of the source"),
        pytest.param("<p>Eis<br>Schnee<br/><br>Wind</p>", ["Eis", "Schnee", "Wind"], id="line breaks"),
        pytest.param("<p>Mer<!-- mer -->glace</p>", ["Merglace"], id="a comment"),
        pytest.param("<p>Mer<script>var a</script></p><style>p{}</style><p>glace</p>", ["Mer", "glace"], id="code and styles"),
        pytest.param("<select><option>1</option></select><textarea>2</textarea><noscript>3</noscript>", [], id="not for readers"),
        pytest.param("<p>Is<button>Lyt</button>sne</p>", ["Is", "sne"], id="a button"),
        pytest.param("<x-card>Skip</x-card><o:p>Haf</o:p>", ["Skip", "Haf"], id="unknown elements are blocks"),
        pytest.param("<table><tr><td>A</td><td>B</td></tr></table>", ["A", "B"], id="cells"),
    ],
)
def test_where_a_line_ends(body, expected):
    assert texts(body) == expected


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param("<p>x</p>", "", id="paragraph"),
        pytest.param("<div>x</div>", "", id="division"),
        pytest.param("<h4><span>x</span></h4>", "heading", id="heading"),
        pytest.param("<ul><li><p>x</p></li></ul>", "item", id="paragraph of an item"),
        pytest.param("<dl><dd>x</dd></dl>", "item", id="explanation of a term"),
        pytest.param("<table><tr><th>x</th></tr></table>", "cell", id="head of a table"),
        pytest.param("<figure><figcaption><p>x</p></figcaption></figure>", "caption", id="caption"),
        pytest.param("<figcaption><h3>x</h3></figcaption>", "caption", id="a caption keeps its kind below"),
    ],
)
def test_kind(body, kind):
    assert [line.kind for line in read(body).lines] == [kind]


@pytest.mark.parametrize(
    ("body", "share"),
    [
        pytest.param("<p>abcd</p>", 0.0, id="none"),
        pytest.param("<p><a href='x'>abcd</a></p>", 1.0, id="all"),
        pytest.param("<a href='x'><p>ab <b>cd</b></p></a>", 1.0, id="a block inside a link"),
        pytest.param("<p>ab <a href='x'>c d</a></p>", 0.5, id="half, blanks do not count"),
        pytest.param("<p>ab<a href='x'><b>cd</b></a></p>", 0.5, id="half, marks inside the link"),
        pytest.param("<p><a href='x'>ab</a></p>cd", 1.0, id="the text behind is another line"),
        pytest.param("<p><a href='x'><img></a>abcd</p>", 0.0, id="a linked picture"),
        pytest.param("<p><a href='x'>\u200bab</a></p>", 1.0, id="never more than all"),
    ],
)
def test_link_share(body, share):
    assert read(body).lines[0].link == share


@pytest.mark.parametrize(
    ("body", "points"),
    [
        pytest.param("<p><a>Havn lukkes efter storm</a> Alle om bord er i sikkerhed.</p>", "before", id="headline and teaser"),
        pytest.param("<p><a>Chefen for det danske søværn</a> Lars Holm sagde, at isen er tynd.</p>", "named", id="an office"),
        pytest.param("<p><a>Sturm schließt den Hafen</a> Die Retter laufen aus.</p>", "before", id="a noun with its article"),
        pytest.param("<p><a><b>Havn lukkes</b> efter storm</a><br></p>", "", id="a headline alone"),
        pytest.param("<p><a>En rapport fra det nye råd</a> viser, at isen er tynd.</p>", "", id="a sentence goes on"),
        pytest.param("<p><a>Læs rapporten</a> Alle om bord er i sikkerhed.</p>", "", id="too short for a headline"),
        pytest.param("<p><a>Havn lukkes efter storm</a> Vardø</p>", "", id="a place behind it"),
        pytest.param("<p>Alle er i sikkerhed. <a>Havn lukkes efter storm</a></p>", "behind", id="teaser and headline"),
        pytest.param("<p>Alle er i sikkerhed. <a>Havn lukkes efter storm</a> <span>Læs mere</span></p>", "behind", id="and more"),
        pytest.param("<p>Alle er i sikkerhed efter <a>den store storm i nord</a></p>", "", id="the end of a sentence"),
        pytest.param("<p>Emner: <a>Is</a>, <a>Forsvar</a>, <a>Kystvagt</a></p>", "row", id="tags"),
        pytest.param("<p>Del <a>[Facebook]</a> <a>[X]</a> <a>[Send]</a></p>", "row", id="share buttons"),
        pytest.param("<p><a>Is</a>, <a>vind</a> og <a>sne</a> lukker havnen.</p>", "", id="links of a sentence"),
        pytest.param("<p>Følg os på <a>Facebook</a>, <a>Bluesky</a> eller <a>X</a> og få nyt.</p>", "row", id="networks"),
        pytest.param("<p>Konti: <a>@is</a>, <a>@vind</a>, <a>@sne</a></p>", "", id="accounts"),
        pytest.param("<p>Læs også <a>Havn lukkes efter storm</a></p>", "labelled", id="a label and a headline"),
        pytest.param("<p>Læs også om <a>Havn lukkes efter storm</a></p>", "", id="words and a headline"),
        pytest.param(
            "<p>Publiceret 11. august 2026 kl. 17.59 <a>Havn lukkes efter storm</a></p>", "dated", id="when it appeared"
        ),
        pytest.param("<p>11. august 2026 <a>Havn lukkes efter storm</a></p>", "", id="a day of a chronology"),
    ],
)
def test_what_a_line_points_to(body, points):
    (line,) = read(body).lines
    assert line.points == points


@pytest.mark.parametrize(
    ("body", "groups"),
    [
        pytest.param("<p>x</p>", set(), id="nothing said"),
        pytest.param("<p class='paragraf'>x</p>", set(), id="a name that says nothing"),
        pytest.param("<div class='Newsletter-Box'><p>x</p></div>", {"subscribe"}, id="around, in capitals"),
        pytest.param("<div id='comments'><section class='share-bar'><p>x</p></section></div>", {"comments", "share"}, id="two"),
        pytest.param("<p><span class='byline'>x</span></p>", set(), id="only a part of the line is named"),
        pytest.param("<form><p>x</p></form>", {"form"}, id="form"),
        pytest.param("<article class='comment-page'><p>x</p></article>", set(), id="the name of the whole page"),
        pytest.param("<div class='related'></div><p>x</p>", set(), id="a block that is closed"),
    ],
)
def test_groups(body, groups):
    assert set(read(body).lines[-1].groups) == groups


COMMENTS = "<ol><li class='comment'>The ice was never as thin as this, I saw it.</li><li class='comment'>Then who pays?</li></ol>"


@pytest.mark.parametrize(
    ("body", "named"),
    [
        pytest.param(f"<section><h2>Join in</h2><p>Be kind.</p>{COMMENTS}</section>", True, id="with a heading and rules"),
        pytest.param(f"<section><h1>Join in</h1><p>Be kind.</p>{COMMENTS}</section>", False, id="with the headline of the page"),
        pytest.param(f"<section><h2>Join in</h2><p>{'Ice ' * 40}</p>{COMMENTS}</section>", False, id="with a text"),
        pytest.param(f"<section><h2>Join in</h2><p>Be kind.</p></section><section>{COMMENTS}</section>", False, id="apart"),
        pytest.param(f"<section><p>Join in</p><p>Be kind.</p>{COMMENTS}</section>", False, id="without a heading"),
        pytest.param(f"<section><h2>Join in</h2><p class='comment'>{'Ice ' * 20}</p></section>", False, id="one, of an expert"),
        pytest.param(f"<section><h2>Join in</h2><p>Be kind.</p>{COMMENTS}</section><p>{'Ice ' * 40}</p>", False, id="above text"),
        pytest.param(f"<section><h2>Join in</h2><div><h1>Ice</h1></div>{COMMENTS}</section>", False, id="around the headline"),
    ],
)
def test_what_stands_in_one_block_with_comments(body, named):
    page = read(f"<h1>Ice closes the port</h1><p>{'The port is closed. ' * 20}</p>{body}")
    assert {"comments" in line.groups for line in page.lines if line.text == "Join in"} == {named}


def test_comments_deep_down_are_named_with_what_stands_with_them():
    deep = "<div>" * 200 + f"<h2>Join in</h2><p>Be kind.</p>{COMMENTS}" + "</div>" * 200
    page = read(deep * 50)
    assert all("comments" in line.groups for line in page.lines)


def test_a_page_whose_body_is_named_like_a_part():
    tree = parse("<html><body class='has-sidebar related'><p>x</p></body></html>")
    assert segments(body_of(tree))[0].groups == frozenset()


def test_blocks_hold_their_lines_and_know_the_block_around_them():
    page = read("<div><p>a</p><ul class='x'><li>b</li><li>c</li></ul>d</div>")
    names = [page.blocks[i].look for i in page.owner]
    assert names == ["p", "li", "li", "div"]
    item = page.blocks[page.owner[1]]
    around = page.blocks[item.parent]
    assert (around.look, around.start, around.end) == ("ul.x", 1, 3)
    assert page.blocks[0] == type(item)(-1, 0, 4, "body", "body")


def test_two_paragraphs_of_different_class_look_different():
    page = read("<p class='a'>x</p><p class='b'>y</p><p class='a'>z</p>")
    first, second, third = (page.blocks[i].look for i in page.owner)
    assert first == third != second


def test_attributes_without_a_class_do_not_change_the_look():
    page = read("<p dir='ltr'>x</p><p>y</p><p class=''>z</p>")
    assert [page.blocks[i].look for i in page.owner] == ["p", "p", "p"]


@pytest.mark.parametrize("tag", ["div", "span", "li", "blockquote", "font"])
def test_deep_nesting(tag):
    body = f"<{tag}>x" * 20_000
    assert texts(body)[0].startswith("x")


def test_the_text_of_every_level_is_read_once():
    depth = DEEPEST - 10
    lines = texts("".join(f"<div>n{i} " for i in range(depth)) + "</div>" * depth)
    assert lines == [f"n{i}" for i in range(depth)]


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("body", "lines"),
    [
        pytest.param("<p>Isen kom tidligt.</p>" * 20_000, 20_000, id="equal lines"),
        pytest.param("<p>" + "is og sne " * 100_000 + "</p>", 1, id="one line of a megabyte"),
        pytest.param("<a href='/x'>is</a> " * 50_000, 1, id="links in one line"),
        pytest.param("<p><a href='/x'>is</a></p>" * 50_000, 50_000, id="links in lines"),
        pytest.param("<div>" * 200 + "<b>is</b><br>" * 20_000, 20_000, id="breaks deep down"),
    ],
)
def test_large_pages(body, lines):
    assert len(texts(body)) == lines


# ------------------------------------------------------------------ properties

TAGS = st.sampled_from(["p", "div", "span", "a", "li", "ul", "td", "h2", "br", "b", "script", "figcaption", "form", "svg", "x-y"])
WORDS = st.text(alphabet="aø я\u00ad\u200b\n", max_size=5)
CLASSES = st.sampled_from([None, "", "share", "news-letter x", "caption"])
UNSEEN = {"script", "svg"}


@st.composite
def trees(draw, depth: int = 4):
    element = markup.Element(draw(TAGS))
    element.text, element.tail = draw(WORDS), draw(WORDS)
    named = draw(CLASSES)
    if named is not None:
        element.set("class", named)
    for _ in range(draw(st.integers(0, 3 if depth else 0))):
        element.append(draw(trees(depth - 1)))
    return element


def seen(element) -> str:
    inside = (
        "" if element.tag in UNSEEN else (element.text or "") + "".join(seen(child) + (child.tail or "") for child in element)
    )
    return "".join(sign for sign in inside if not sign.isspace() and sign not in "\u00ad\u200b")


@settings(deadline=None, max_examples=150)
@given(trees())
def test_every_sign_is_in_one_line_and_every_line_in_its_blocks(tree):
    body = markup.Element("body")
    body.append(tree)
    page = layout(body)
    whole = seen(tree) + "".join(sign for sign in tree.tail or "" if not sign.isspace() and sign not in "\u00ad\u200b")
    assert "".join("".join(line.text.split()) for line in page.lines) == whole
    assert all(line.text == " ".join(line.text.split()) for line in page.lines)
    assert all(line.text and 0.0 <= line.link <= 1.0 for line in page.lines)
    for i, owner in enumerate(page.owner):
        while owner >= 0:
            assert page.blocks[owner].start <= i < page.blocks[owner].end
            owner = page.blocks[owner].parent


# ------------------------------------------------------------------ tables without data


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        pytest.param("<table><tr><td>Fakta</td></tr></table>", "", id="one cell"),
        pytest.param("<table><tr><td>Is</td><td>Vind</td></tr></table>", "", id="one row"),
        pytest.param("<table border=0><tr><td>Is<td>1</tr><tr><td>Vind<td>2</tr></table>", "", id="no borders and few cells"),
        pytest.param("<table><tr><td>Is<td>1</tr><tr><td>Vind<td>2</tr></table>", "cell", id="two rows"),
        pytest.param("<table><tr><th>Is</th><td>1</td></tr></table>", "cell", id="one row with a header"),
        pytest.param(f"<table border=0>{'<tr><td>Is<td>1</tr>' * 6}</table>", "cell", id="no borders and many cells"),
    ],
)
def test_a_table_that_only_places_things_has_no_cells(table, kind):
    assert read(table).lines[0].kind == kind


@pytest.mark.parametrize(
    ("body", "points"),
    [
        pytest.param(
            "<p>13:33 <a>Havn lukkes efter storm</a> Alle om bord er i sikkerhed.</p>", "before", id="clock, headline, sentence"
        ),
        pytest.param("<p>Kl. 13 er <a>den store havn lukket</a> efter en storm.</p>", "", id="a sentence"),
        pytest.param("<p>Del <a>X</a> | <a>Mail</a> | <a>Kopiér adressen på denne side</a></p>", "row", id="a long button"),
    ],
)
def test_what_a_line_with_something_in_front_points_to(body, points):
    assert read(body).lines[0].points == points


# ------------------------------------------------------------------ lists of articles

TWO = "<p>Havnen er lukket.</p><p>Isen er tyk.</p>"


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        pytest.param(f"<ol>{f'<li><time>12:01</time>{TWO}</li>' * 2}</ol>", {""}, id="entries with a moment"),
        pytest.param(f"<ul>{f'<li><header>Kl. 12</header>{TWO}</li>' * 2}</ul>", {""}, id="entries with a header"),
        pytest.param(f"<ol>{f'<li><time>12:01</time>{TWO}</li>' * 2}<li>Mere</li></ol>", {""}, id="and one without"),
        pytest.param(f"<ol>{f'<li>{TWO}</li>' * 2}</ol>", {"item"}, id="no moment"),
        pytest.param(f"<ol><li><time>12:01</time>{TWO}</li></ol>", {"item"}, id="one entry"),
        pytest.param("<ul>" + "<li><time>12:01</time><p>Isen er tyk.</p></li>" * 2 + "</ul>", {"item"}, id="one paragraph each"),
        pytest.param(
            f"<ul>{f'<li><time>12:01</time><h3><a>Havnen i byen er lukket</a></h3>{TWO}</li>' * 2}</ul>",
            {"item", "heading"},
            id="headlines of other items",
        ),
        pytest.param(
            f"<ol>{f'<li><time>12:01</time>{TWO}<p>Se <a>hele den lange rapport om</a> isen.</p></li>' * 2}</ol>",
            {""},
            id="a link in a sentence",
        ),
    ],
)
def test_a_list_whose_entries_are_articles_is_no_list(body, kinds):
    assert {line.kind for line in read(body).lines} == kinds


# ------------------------------------------------------------------ components


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<p>Is</p><template><p>Vind</p></template><p>Sne</p>", ["Is", "Sne"], id="a template is not shown"),
        pytest.param("<p>Is</p><template></template>Sne", ["Is", "Sne"], id="what stands behind one is"),
        pytest.param(
            "<x-a><template shadowrootmode='open'><style>b{}</style><p>Vind</p></template><p>Sne</p></x-a>",
            ["Vind", "Sne"],
            id="a shadow root is shown",
        ),
    ],
)
def test_templates(body, expected):
    assert texts(body) == expected


@pytest.mark.parametrize(
    ("body", "groups"),
    [
        pytest.param("<nord-comments><p>Is</p></nord-comments>", {"comments"}, id="the name of a custom element"),
        pytest.param("<nord-text><p>Is</p></nord-text>", set(), id="a name that says nothing"),
        pytest.param("<x-card><p slot='bio'>Is</p></x-card>", {"author"}, id="the name of a slot"),
        pytest.param("<comments><p>Is</p></comments>", set(), id="an element that nobody may define"),
    ],
)
def test_names_of_components(body, groups):
    assert read(body).lines[0].groups == groups


@pytest.mark.parametrize(
    ("attributes", "is_field"),
    [
        ("name=epost", True),
        ("type=text placeholder='Din e-mail'", True),
        ("type=EMAIL class=felt", True),
        ("type=tel", True),
        ("", False),
        ("type=text name=navn", False),
        ("type=hidden", False),
        ("type=radio", False),
        ("type=email readonly", False),
    ],
)
def test_a_field_to_write_into(attributes, is_field):
    assert (read(f"<div>Is<input {attributes}></div>").blocks[-1].look == FIELD) is is_field


# ------------------------------------------------------------------ names made of headings


@pytest.mark.parametrize(
    ("slug", "heading"),
    [
        ("authorities-respond", "Authorities respond"),
        ("no_comment_from_moscows_embassy", "No comment from Moscow’s <em>embassy</em>"),
        ("public-consent-for", "Public consent for mining"),
        ("donations-pour-in", "Donations pour in"),
        ("more-on-board", "Møre, on board"),
    ],
)
@pytest.mark.parametrize("markup", ["<section id={0}><h2>{1}</h2>", "<section><h2 id={0}>{1}</h2>"])
def test_an_id_made_of_a_heading_says_nothing(slug, heading, markup):
    tree = parse(f"<html><body>{markup.format(slug, heading)}<p>Nobody was hurt.</p></section></body></html>")
    assert [line.groups for line in segments(body_of(tree))] == [frozenset(), frozenset()]


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        pytest.param("comments", "Comments", id="a section that is what it is called"),
        pytest.param("commentary", "Commentary", id="a section with one word"),
        pytest.param("leave-a-comment", "Leave a comment", id="a heading that is a cue"),
        pytest.param("cookie-settings", "Cookie settings", id="consent in few words"),
        pytest.param("reader-comments", "What others said", id="another heading"),
        pytest.param("comment-" * 40, "comment " * 40, id="longer than a program makes"),
    ],
)
def test_the_id_of_a_part_of_the_page_still_names_it(name, heading):
    tree = parse(f"<html><body><section id={name}><h2>{heading}</h2><p>Nobody was hurt.</p></section></body></html>")
    assert all(line.groups for line in segments(body_of(tree)))


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        pytest.param("display:block", ["To skibe er på vej.", "De kommer i dag."], id="a block"),
        pytest.param("font-size:2em; display : flex", ["To skibe er på vej.", "De kommer i dag."], id="among others"),
        pytest.param("display:inline-block", ["To skibe er på vej.De kommer i dag."], id="inline"),
        pytest.param("color:red", ["To skibe er på vej.De kommer i dag."], id="another style"),
    ],
)
def test_spans_with_the_style_of_blocks_are_lines(style, expected):
    spans = "".join(f'<span style="{style}">{text}</span>' for text in ("To skibe er på vej.", "De kommer i dag."))
    assert [line.text for line in segments(body_of(parse(f"<html><body><div>{spans}</div></body></html>")))] == expected


def test_a_span_within_a_paragraph_stays_a_part_of_it():
    tree = parse('<html><body><p>To skibe <span style="display:block">er på vej.</span></p></body></html>')
    assert [line.text for line in segments(body_of(tree))] == ["To skibe er på vej."]


@pytest.mark.parametrize(
    ("part", "stays"),
    [
        pytest.param('<amp-video src="v.mp4"><div fallback><p>{}</p></div></amp-video>', False, id="fallback"),
        pytest.param("<amp-iframe><p placeholder>{}</p></amp-iframe>", False, id="placeholder"),
        pytest.param("<amp-twitter><blockquote placeholder><p>{}</p></blockquote></amp-twitter>", True, id="a post in its place"),
        pytest.param("<amp-accordion><section><h4>Then</h4><p>{}</p></section></amp-accordion>", True, id="what AMP folds"),
        pytest.param("<amp-video></amp-video><div fallback><p>{}</p></div>", True, id="beside the part of AMP"),
        pytest.param("<div><p placeholder>{}</p></div>", True, id="no part of AMP"),
    ],
)
def test_stand_ins_of_amp_go(part, stays):
    sentence = "Four more boats will join the search on the eastern side tomorrow."
    around = "<p>The coast guard sent a second ship to the fjord on Tuesday, and the governor said that more would follow.</p>"
    article = f"<h1>Ships</h1>{around}{part.format(sentence)}{around.replace('second', 'third')}"
    page = f"<html><body><article>{article}</article></body></html>"
    text = extract_html(page.encode(), "https://www.example.org/a", "utf-8").text
    assert (sentence in text) is stays
    assert "third ship" in text


# ------------------------------------------------------------------ links around lines


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<p>Is</p>", (0,), id="no link"),
        pytest.param("<a href='/a'><h3>Is</h3><p>Sne.</p></a>", (1, 1), id="one link around two lines"),
        pytest.param("<p><a href='/a'>Is</a></p><p><a href='/b'>Sne</a></p>", (1, 2), id="a link each"),
        pytest.param("<p><a href='/a'>Is</a> <a href='/b'>sne</a></p>", (2,), id="two in a line"),
        pytest.param("<div role='link'><h3>Is</h3><p>Sne.</p></div><p>Vind</p>", (1, 1, 0), id="an element that says it is one"),
        pytest.param("<div role='list'><h3>Is</h3></div>", (0,), id="another role"),
        pytest.param("<a href='#'><h3>Is</h3></a>", (1,), id="where a script decides"),
        pytest.param("<a href='#is'><h3>Is</h3></a>", (0,), id="a place of the same page"),
        pytest.param("<a name='is'><h3>Is</h3></a>", (0,), id="a mark"),
        pytest.param("<a name='is'><h3>Is</h3></a><p><a href='/a'>Sne</a></p>", (0, 2), id="a mark and a link"),
    ],
)
def test_the_link_of_each_line(body, expected):
    assert tuple(read(body).anchors) == expected
