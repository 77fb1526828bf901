"""Cards of other items: a linked headline with little under it goes whatever its markup, and what an article tells of stays."""

from __future__ import annotations

import pytest

from worker.extract.html import extract_html
from worker.extract.lines import Line
from worker.extract.noise import decide
from worker.extract.reasons import PageContext, Reason

# Three paragraphs, two headlines with a sentence each, a heading of the article's own, and a sentence that announces a list.
TEXTS = {
    "en": (
        (
            "The coast guard sent a second ship to the fjord on Tuesday, and the governor said that more would follow soon.",
            "Nobody in the village had expected it so early, he said, because the ice was still too thick for older vessels.",
            "Its crew will stay until the end of the season and will then be relieved by volunteers from the mainland.",
        ),
        (("Harbour pier closed after the storm", "Divers look at the damage today."),
         ("Survey of ice in the inner fjord", "It was measured at forty places.")),
        "What the papers say",
        "Two papers set the frame for the rescue service up here:",
    ),
    "da": (
        (
            "Forsvaret har sendt endnu et inspektionsskib til farvandet ud for kysten, oplyser kommandoen tirsdag morgen.",
            "Skibet skal blive i området indtil udgangen af måneden, og besætningen får følgeskab af et fly fra nabolandet.",
            "Borgmesteren siger, at hun gerne ville have været orienteret, før skibet viste sig for indbyggerne i fjorden.",
        ),
        (("Kajen er lukket efter stormen", "Dykkere ser på skaden i dag."),
         ("Måling af isen i den indre fjord", "Der blev målt fyrre steder.")),
        "Hvad papirerne siger",
        "To papirer sætter rammen for redningen heroppe ved kysten:",
    ),
    "no": (
        (
            "Kystvakten har sendt enda et skip til fjorden, og sysselmesteren sier at det snart kommer flere nordover.",
            "Ingen i bygda hadde ventet det så tidlig, sier han, for isen var fremdeles for tykk for de eldre fartøyene.",
            "Mannskapet blir værende til sesongen er over, og blir så avløst av frivillige som kommer fra fastlandet.",
        ),
        (("Kaia er stengt etter stormen", "Dykkere ser på skadene i dag."),
         ("Måling av isen i den indre fjorden", "Det ble målt på førti steder.")),
        "Hva papirene sier",
        "To papirer setter rammen for redningstjenesten her oppe i nord:",
    ),
    "sv": (
        (
            "Kustbevakningen har skickat ännu ett fartyg till fjorden, och landshövdingen säger att fler snart följer efter.",
            "Ingen i byn hade väntat det så tidigt, säger han, för isen var fortfarande för tjock för de äldre fartygen.",
            "Besättningen stannar till säsongens slut och blir därefter avlöst av frivilliga som kommer från fastlandet.",
        ),
        (("Kajen är stängd efter stormen", "Dykare ser på skadan i dag."),
         ("Mätning av isen i den inre fjorden", "Man mätte på fyrtio ställen.")),
        "Vad papperen säger",
        "Två papper sätter ramen för räddningen här uppe i norr:",
    ),
    "fi": (
        (
            "Merivartiosto on lähettänyt vuonolle toisen aluksen, ja maaherran mukaan uusia aluksia seuraa pian perässä.",
            "Kukaan kylässä ei odottanut sitä näin varhain, hän sanoo, sillä jää oli yhä liian paksua vanhoille aluksille.",
            "Miehistö jää paikalle kauden loppuun asti, minkä jälkeen mantereelta tulevat vapaaehtoiset ottavat sen paikan.",
        ),
        (("Laituri suljettu eilisen myrskyn jälkeen", "Sukeltajat tutkivat vaurioita tänään."),
         ("Jään mittaus vuonon perukassa talvella", "Mittauspaikkoja oli neljäkymmentä.")),
        "Mitä paperit kertovat",
        "Kaksi paperia antaa puitteet meripelastukselle täällä pohjoisessa meren äärellä:",
    ),
    "is": (
        (
            "Landhelgisgæslan hefur sent annað skip inn á fjörðinn og sýslumaðurinn segir að fleiri skip fylgi fljótlega.",
            "Enginn í þorpinu átti von á því svona snemma, segir hann, því að ísinn var enn of þykkur fyrir eldri skipin.",
            "Áhöfnin verður þar til vertíðinni lýkur og þá taka sjálfboðaliðar af meginlandinu við af henni um sinn.",
        ),
        (("Bryggjan er lokuð eftir óveðrið", "Kafarar skoða skemmdirnar í dag."),
         ("Mæling á ísnum í innri firðinum", "Mælt var á fjörutíu stöðum.")),
        "Hvað skjölin segja",
        "Tvö skjöl setja björgun á hafinu hér nyrðra skýran ramma:",
    ),
    "ru": (
        (
            "Береговая охрана направила во фьорд второе судно, и губернатор сообщил, что вскоре за ним последуют другие.",
            "В посёлке никто не ждал его так рано, сказал он, потому что лёд был ещё слишком толстым для старых судов.",
            "Экипаж останется там до конца сезона, после чего его сменят добровольцы, которые прибудут с материка.",
        ),
        (("Причал закрыт после сильного шторма", "Водолазы осматривают его сегодня."),
         ("Измерение льда в глубине фьорда", "Его измерили в сорока местах.")),
        "Что говорят бумаги",
        "Две бумаги задают рамки для спасения людей на море:",
    ),
    "de": (
        (
            "Die Küstenwache hat ein zweites Schiff in den Fjord geschickt, und der Gouverneur kündigte bald weitere an.",
            "Niemand im Dorf hatte so früh damit gerechnet, sagte er, weil das Eis für ältere Schiffe noch zu dick war.",
            "Die Besatzung bleibt bis zum Ende der Saison und wird dann von Freiwilligen vom Festland abgelöst werden.",
        ),
        (("Kai bleibt nach dem Sturm gesperrt", "Taucher sehen sich heute den Schaden an."),
         ("Messung des Eises im inneren Fjord", "Gemessen wurde an vierzig Stellen.")),
        "Was die Papiere sagen",
        "Zwei Papiere setzen den Rahmen für die Rettung auf See:",
    ),
    "fr": (
        (
            "Les garde-côtes ont envoyé un second navire dans le fjord, et le gouverneur a dit que d'autres suivraient.",
            "Personne au village ne l'attendait si tôt, a-t-il dit, car la glace était encore trop épaisse pour les bateaux.",
            "L'équipage restera jusqu'à la fin de la saison, puis des volontaires venus du continent prendront sa place.",
        ),
        (("Le quai fermé après la tempête", "Des plongeurs l'examinent aujourd'hui."),
         ("Mesure de la glace au fond du fjord", "On a mesuré en quarante endroits.")),
        "Ce que disent les papiers",
        "Deux papiers fixent le cadre du sauvetage en mer ici :",
    ),
}  # fmt: skip
LANGUAGES = sorted(TEXTS)


def paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def lines_of(body: str, language: str = "en") -> list[str]:
    """The text of an article with this body, line by line, without the signs of a list."""
    data = f'<html lang="{language}"><head><title>Fjord</title></head><body><article><h1>Fjord</h1>{body}</article></body></html>'
    found = extract_html(data.encode(), "https://coast.example/a", "utf-8").text
    return [line.removeprefix("- ") for line in found.split("\n")]


def cards_of(language: str, card: str, around: str = "{}") -> str:
    return around.format("".join(card.format(href=f"/n/{n}", head=head, tells=tells)
                                 for n, (head, tells) in enumerate(TEXTS[language][1])))  # fmt: skip


def sentences(language: str) -> list[str]:
    return [tells for _, tells in TEXTS[language][1]]


ENTRY, LIST = '<li><a href="{href}">{head}</a><br>{tells}</li>', "<ul>{}</ul>"
PARAGRAPH = '<p><a href="{href}">{head}</a><br>{tells}</p>'
BOX = '<div class="c"><a href="{href}">{head}</a><p>{tells}</p></div>'
WHOLE = '<div><a href="{href}"><h3>{head}</h3><p>{tells}</p></a></div>'
ROLE = '<div role="link" data-to="{href}"><h3>{head}</h3><p>{tells}</p></div>'
SPANS = '<div><a href="{href}"><span>{head}</span><span>{tells}</span></a></div>'


# ------------------------------------------------------------------ what goes


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("card", "around"),
    [
        pytest.param(ENTRY, LIST, id="entries"),
        pytest.param(WHOLE, "{}", id="a heading and a sentence in one link"),
        pytest.param(ROLE, "{}", id="elements that say they are links"),
        pytest.param(SPANS, "{}", id="spans of a link"),
    ],
)
def test_cards_below_the_text_go(card, around, language):
    text = TEXTS[language][0]
    assert lines_of(paragraphs(text) + cards_of(language, card, around), language) == [*text]


@pytest.mark.parametrize("card", [pytest.param(BOX, id="boxes"), pytest.param(WHOLE, id="in one link")])
def test_cards_between_the_paragraphs_go(card):
    text = TEXTS["en"][0] * 2
    named = tuple(f"{n}. {one}" if n > 2 else one for n, one in enumerate(text))
    found = lines_of(paragraphs(named[:3]) + cards_of("en", card) + paragraphs(named[3:]))
    assert not set(sentences("en")) & set(found)
    assert found == [*named]


@pytest.mark.parametrize("heading", ["Related articles", "Read more"])
def test_a_list_between_the_paragraphs_goes_under_a_heading_of_other_items(heading):
    text = TEXTS["en"][0]
    found = lines_of(f"{paragraphs(text[:2])}<h3>{heading}</h3>{cards_of('en', ENTRY, LIST)}{paragraphs(text[2:])}")
    assert not set(sentences("en")) & set(found)


@pytest.mark.parametrize(("heading", "stays"), [("Other stories from this region", False), ("What the harbours say", True)])
def test_cards_that_look_as_the_paragraphs_do_go_under_a_heading_of_other_items(heading, stays):
    text = [f"{one} {n}." for n, one in enumerate(TEXTS["en"][0] * 3)]
    nested = "<div><div><p>{}</p></div></div>"
    card = f'<div><h3><a href="{{href}}">{{head}}</a></h3>{nested.format("{tells}")}</div>'
    found = lines_of(f"{''.join(map(nested.format, text))}<section><h2>{heading}</h2>{cards_of('en', card)}</section>")
    assert (set(sentences("en")) <= set(found)) is stays
    assert stays or found == text


# ------------------------------------------------------------------ what stays


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("card", [pytest.param(f"<ul>{ENTRY}</ul>", id="list"), pytest.param(f"<ol>{ENTRY}</ol>", id="numbered")])
@pytest.mark.parametrize("above", [pytest.param("<h2>{0}</h2>", id="heading"), pytest.param("<p>{1}</p>", id="sentence")])
@pytest.mark.parametrize("kept", [pytest.param(2, id="amid"), pytest.param(3, id="below")])
def test_what_the_article_announces_stays(above, card, kept, language):
    text, _, heading, sentence = TEXTS[language]
    announced = above.format(heading, sentence) + cards_of(language, card)
    found = lines_of(paragraphs(text[:kept]) + announced + paragraphs(text[kept:]), language)
    assert set(sentences(language)) <= set(found)
    assert set(text) <= set(found)


@pytest.mark.parametrize(
    ("card", "around"),
    [
        pytest.param(ENTRY, LIST, id="list"),
        pytest.param(ENTRY, "<ol>{}</ol>", id="numbered list"),
        pytest.param("<li><div><a href='{href}'>{head}</a></div><div>{tells}</div></li>", LIST, id="list of blocks"),
        pytest.param("<dt><a href='{href}'>{head}</a></dt><dd>{tells}</dd>", "<dl>{}</dl>", id="terms"),
        pytest.param(PARAGRAPH, "{}", id="paragraphs"),
        pytest.param("<li><strong><a href='{href}'>{head}</a></strong><br>{tells}</li>", LIST, id="strong links"),
    ],
)
def test_a_list_within_the_text_stays_whatever_sentence_is_above(card, around):
    text = TEXTS["en"][0]
    found = lines_of(paragraphs(text[:2]) + cards_of("en", card, around) + paragraphs(text[2:]))
    assert all(any(line.endswith(tells) for line in found) for tells in sentences("en"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tag", ["h3", "h4", "p"])
def test_the_sentences_of_a_round_up_keep_their_headings(tag, language):
    """What is written as the paragraphs are is the text, and what it is headed by is its sub-heading."""
    text, items, *_ = TEXTS[language]
    heads = [f"{items[0][0]} {n}" for n in range(6)]
    entry = "<div><{0}><a href='/n/{1}'>{2}</a></{0}><p>{1}. {3} {4}</p></div>"
    rounds = "".join(entry.format(tag, n, head, items[n % 2][1], text[n % 3]) for n, head in enumerate(heads))
    found = lines_of(f"<p>{text[2]}</p>{rounds}", language)
    assert [line for line in found if line in heads] == heads


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param('<div class="e"><h3><a href="#{n}">{head}</a></h3><p>{tells}</p></div>', id="its own permalink"),
        pytest.param('<div class="e"><a id="{n}"><b>{head}</b></a><p>{tells}</p></div>', id="an id"),
        pytest.param('<p><a name="{n}"><b>{head}</b></a><br>{tells}</p>', id="a name of old"),
        pytest.param('<ul><li><a href="#{n}">{head}</a><br>{tells}</li></ul>', id="entries"),
    ],
)
def test_what_leads_to_the_same_page_is_no_card(entry):
    text, items, *_ = TEXTS["en"]
    entries = "".join(entry.format(n=n, head=head, tells=tells) for n, (head, tells) in enumerate(items))
    assert set(sentences("en")) <= set(lines_of(paragraphs(text) + entries))


def test_a_link_of_a_script_is_one_to_another_item():
    text = TEXTS["en"][0]
    assert lines_of(paragraphs(text) + cards_of("en", WHOLE.replace("{href}", "#"))) == [*text]


@pytest.mark.parametrize("end", [pytest.param("</a>", id="around two"), pytest.param("", id="never closed")])
def test_a_mark_around_paragraphs_is_no_card(end):
    text = TEXTS["en"][0]
    body = f'{paragraphs(text)}<a name="old"><h2>Background of the old dispute</h2><p>Three boats were lost.</p>{end}'
    assert lines_of(body)[-2:] == ["Background of the old dispute", "Three boats were lost."]


ASKED = {
    "en": ("May the ships pass at all?", "Who pays for the rescue at sea?"),
    "da": ("Må skibene overhovedet passere her?", "Hvem betaler for redningen til søs?"),
    "no": ("Kan skipene i det hele tatt passere?", "Hvem betaler for redningen til havs?"),
    "sv": ("Får fartygen över huvud taget passera?", "Vem betalar för räddningen till havs?"),
    "fi": ("Saavatko alukset ylipäätään kulkea täällä?", "Kuka maksaa pelastamisen merellä nyt?"),
    "is": ("Mega skipin yfirleitt sigla hér hjá?", "Hver borgar fyrir björgun á hafi?"),
    "ru": ("Могут ли суда здесь вообще пройти?", "Кто платит за спасение на море?"),
    "de": ("Dürfen die Schiffe überhaupt hier durch?", "Wer bezahlt die Rettung auf See?"),
    "fr": ("Les navires peuvent-ils seulement passer ?", "Qui paie le sauvetage en mer ?"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "entry",
    [
        pytest.param('<div class="q"><a href="/q{n}">{q}</a><p>{a}</p></div>', id="links"),
        pytest.param("<div><h3><a href='/q{n}'>{q}</a></h3><p>{a}</p></div>", id="headings"),
    ],
)
def test_answers_stay_below_their_questions(entry, language):
    text = TEXTS[language][0]
    answers = sentences(language)
    asked = "".join(entry.format(n=n, q=q, a=a) for n, (q, a) in enumerate(zip(ASKED[language], answers, strict=True)))
    assert set(answers) <= set(lines_of(paragraphs(text) + asked, language))


@pytest.mark.parametrize(
    ("inside", "whole"),
    [
        pytest.param("As <a href='/x'><span>the ministry of fisheries said in </span><span>its report last week</span></a>, "
                     "there is no money.", "As the ministry of fisheries said in its report last week, there is no money.",
                     id="within a sentence"),
        pytest.param("<a href='/x'><span>The ministry of fisheries published </span><span>its report last week.</span></a>",
                     "The ministry of fisheries published its report last week.", id="a sentence of its own"),
        pytest.param("<b>In short:</b><a href='/x'><span> The ministry of fisheries </span><span>Norway published it.</span></a>",
                     "In short: The ministry of fisheries Norway published it.", id="beside a word"),
    ],
)  # fmt: skip
def test_spans_of_a_sentence_are_one_line(inside, whole):
    text = TEXTS["en"][0]
    assert whole in lines_of(f"{paragraphs(text[:2])}<div>{inside}</div>{paragraphs(text[2:])}")


# ------------------------------------------------------------------ the headings over them

CONTEXT = PageContext()
BODY = [Line(text) for text in TEXTS["en"][0]]
MORE = [Line("Three boats were lost in the same waters last winter, and only one of them was found when the ice had gone.")]
BEFORE = [Line(f"{head} {tells}", 0.5, points="before") for head, tells in TEXTS["en"][1]]
TEASERS = [Line(tells, box=n, points="teaser") for n, (_, tells) in enumerate(TEXTS["en"][1])]


@pytest.mark.parametrize("others", [pytest.param(BEFORE, id="in one line"), pytest.param(TEASERS, id="cards")])
@pytest.mark.parametrize(
    ("head", "below", "goes"),
    [
        pytest.param(Line("From the same coast", kind="heading"), [], True, id="a heading"),
        pytest.param(Line("From the same coast", kind="heading"), MORE, False, id="a heading with text of its own"),
        pytest.param(Line("Related articles", kind="heading"), MORE, True, id="a heading of other items"),
        pytest.param(Line("From the same coast"), [], False, id="a line of the text"),
        pytest.param(Line("From the same coast", box=9), [], True, id="a line apart"),
        pytest.param(Line("From the same coast:"), [], True, id="a label"),
        pytest.param(Line("They all came from the coast.", kind="heading"), [], False, id="a sentence"),
    ],
)
def test_the_heading_over_cards(head, below, goes, others):
    reasons = decide([*BODY, head, *others, *below], CONTEXT)
    at = len(BODY)
    assert set(reasons[at + 1 : at + 3]) == {Reason.RELATED}
    assert (reasons[at] is not None) is goes


@pytest.mark.parametrize("others", [pytest.param(BEFORE, id="in one line"), pytest.param(TEASERS, id="cards")])
def test_more_cards_than_text_stay(others):
    many = [line._replace(text=f"{n}. {line.text}", box=10 * line.box + n) for n in range(4) for line in others]
    many = [line._replace(box=-1) if line.points == "before" else line for line in many]
    assert decide([BODY[0], *many], CONTEXT) == (None,) * (1 + len(many))


@pytest.mark.parametrize("others", [pytest.param(BEFORE, id="in one line"), pytest.param(TEASERS, id="cards")])
def test_deciding_again_takes_nothing_more(others):
    lines = [*BODY, Line("From the same coast", kind="heading"), *others]
    stay = [line for line, reason in zip(lines, decide(lines, CONTEXT), strict=True) if reason is None]
    assert decide(stay, CONTEXT) == (None,) * len(stay)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param(BOX * 10_000, id="boxes"),
        pytest.param(f"<ul>{ENTRY * 10_000}</ul>", id="entries"),
        pytest.param('<a href="{href}">' + "<p>{tells}</p>" * 10_000, id="a link around all"),
        pytest.param(f"{'<div>' * 200}{BOX * 5_000}", id="deep"),
    ],
)
def test_ten_thousand_cards_are_not_quadratic(hostile):
    head, tells = TEXTS["en"][1][0]
    assert lines_of(paragraphs(TEXTS["en"][0]) + hostile.format(href="/n", head=head, tells=tells))


# ------------------------------------------------------------------ headlines with something in front


@pytest.mark.parametrize(
    ("language", "label"),
    [("en", "Read also"), ("da", "Læs også"), ("no", "Les også"), ("sv", "Läs också"), ("fi", "Lue myös"), ("is", "Lesa meira"),
     ("ru", "Читайте также"), ("de", "Mehr zum Thema"), ("fr", "À lire aussi")],
)  # fmt: skip
def test_a_label_with_the_headline_of_another_item_goes_from_within_the_text(language, label):
    text, ((headline, _), _), _, _ = TEXTS[language]
    between = f"<p>{label} <a href='/2'>{headline}</a></p>"
    assert lines_of(paragraphs(text[:1]) + between + paragraphs(text[1:]), language) == list(text)


STAMPED = "Published 11 August 2026, 17:59"


DATED = "14 mai 2026 à 21h19"


@pytest.mark.parametrize("tag", ["p", "div"])
def test_a_chronology_of_documents_within_the_text_stays(tag):
    text, heads, title, _ = TEXTS["fr"]
    told = "".join(f"<{tag}>{DATED} <a href='/{n}'>{head}</a></{tag}><p>{tells}</p>" for n, (head, tells) in enumerate(heads))
    found = lines_of(f"{paragraphs(text[:1])}<section class='c'><h3>{title}</h3>{told}</section>{paragraphs(text[1:])}", "fr")
    assert [line for line in found if line in sentences("fr")] == sentences("fr")


def test_a_label_that_a_sentence_announces_stays():
    text, ((headline, _), _), _, announces = TEXTS["sv"]
    shown = f"<p>{announces}</p><p>Mest läst <a href='/2'>{headline}</a></p>"
    assert f"Mest läst {headline}" in lines_of(paragraphs(text[:1]) + shown + paragraphs(text[1:]), "sv")


MORE = (
    "The mayor said that the school would stay open for the families of the crew, and that the shop had ordered more flour.",
    "Two winters ago a tanker lay in the same place for nine days before an icebreaker of the navy could reach it.",
    "The owners of the trawlers have asked for a channel that is kept open, which the ministry called too expensive then.",
)


def test_cards_in_one_cell_with_a_date_before_each_headline_go():
    text, heads = (*TEXTS["en"][0], *MORE), TEXTS["en"][1]
    cards = "".join(
        f"{STAMPED} <a href='/{n}'><b>{headline}</b></a><br>{told} <a href='/{n}'>Read full</a><br><br>"
        for n, (headline, told) in enumerate(heads)
    )
    box = f"<div class='blk'><div class='blk_t'>Of the same desk</div><div class='blk_c'>{cards}</div></div>"
    assert lines_of(f"<div>{paragraphs(text)}</div>{box}") == list(text)
