"""Line decisions: for every detector what goes, and what looks like it and stays."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.extract import cues
from worker.extract.appeals import speaks_of_site
from worker.extract.consent import is_consent
from worker.extract.lines import Line, ends_sentence, squash, visible
from worker.extract.noise import decide, is_pointer, is_subscribe, kept
from worker.extract.reasons import PageContext, Reason
from worker.extract.tails import tail_heading

BODY = (
    "The coast guard sent a second ship to the fjord on Tuesday, and the governor said that more would follow soon.",
    "Nobody in the village had expected it so early, he said, because the ice was still too thick for the older vessels.",
    "Its crew will stay until the end of the season and will then be relieved by volunteers from the mainland, it was said.",
    "The council is going to discuss in the spring whether a permanent station could be paid for from the fishing levy.",
)


def reasons_of(*texts: str, page: PageContext | None = None) -> list[Reason | None]:
    return list(decide([Line(text) for text in texts], page))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Watch officers spotted the vessel: it had no lights.", False, id="a word and a colon later"),
        pytest.param("More than forty ships: a record", False, id="more, but no cue"),
        pytest.param("Watch: the ice is moving faster than the models said.", False, id="a whole sentence"),
        pytest.param("Must-read signals from the north", False, id="hyphen inside a word"),
        pytest.param("Read more: Minister welcomes tariff decision", True, id="en"),
        pytest.param("WATCH NOW | Ships leave the harbour", True, id="en capitals and a bar"),
        pytest.param("Læs også: Isen kommer tidligere i år", True, id="da"),
        pytest.param("Les også: Radaren er i drift", True, id="no"),
        pytest.param("Läs mer: Isbrytaren är tillbaka", True, id="sv"),
        pytest.param("Lue myös: Jäänmurtaja palasi satamaan", True, id="fi"),
        pytest.param("Lestu einnig: Skipið kom til hafnar", True, id="is"),
        pytest.param("Читайте также: Как измеряют лёд", True, id="ru"),
        pytest.param("Lesen Sie auch: Das Schiff kehrt zurück", True, id="de"),
        pytest.param("À lire aussi : Le brise-glace est rentré", True, id="fr"),
        pytest.param("Les også denne boka til barna.", False, id="no, a sentence"),
    ],
)
def test_pointer(text, expected):
    assert is_pointer(text, False) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Subscribers to the satellite service were warned an hour before.", False, id="subscribers"),
        pytest.param("The states agreed to subscribe to the declaration.", False, id="subscribe inside a sentence"),
        pytest.param("Join our allies in the north, the minister told the troops.", False, id="join our allies"),
        pytest.param("Følg sporene i sneen, sagde jægeren.", False, id="da follow the tracks"),
        pytest.param("Subscribe to the treaty or leave the fishery, the envoy told Beijing.", False, id="en an order told"),
        pytest.param("Sign up for our list and stay ashore, the harbour master advised.", False, id="en an order advised"),
        pytest.param("Støt vores kyst med et skib, opfordrede borgmesteren ministeren.", False, id="da an order told"),
        pytest.param("Følg oss på Facebook i natt, ropte mannskapet til dem på kaia.", False, id="no an order told"),
        pytest.param("Följ oss på Facebook i natt, ropade besättningen till kajen.", False, id="sv an order told"),
        pytest.param("Seuraa meitä Facebookissa, miehistö huusi laiturille.", False, id="fi an order told"),
        pytest.param("Fylgdu okkur á Facebook í nótt, hrópaði áhöfnin upp á bryggju.", False, id="is an order told"),
        pytest.param("Подпишитесь на наш канал, посоветовал капитан рыбакам.", False, id="ru an order told"),
        pytest.param("Folgen Sie uns auf Facebook, riet die Besatzung den Leuten am Kai.", False, id="de an order told"),
        pytest.param("Suivez-nous sur Facebook, a conseillé l'équipage aux gens du quai.", False, id="fr an order told"),
        pytest.param(
            "Sign up for our newsletter, and our desk tells you first what it wrote.", True, id="en the house itself says"
        ),
        pytest.param("Discover more from Polar Desk | News and Views", True, id="en discover"),
        pytest.param("Subscribe to get the latest posts sent to your email.", True, id="en with a full stop"),
        pytest.param("Get breaking news straight to your inbox", True, id="en inbox"),
        pytest.param("Tilmeld dig vores nyhedsbrev", True, id="da"),
        pytest.param("Meld deg på nyhetsbrevet vårt", True, id="no"),
        pytest.param("Prenumerera på vårt nyhetsbrev", True, id="sv"),
        pytest.param("Tilaa uutiskirjeemme", True, id="fi"),
        pytest.param("Skráðu þig á póstlistann", True, id="is"),
        pytest.param("Подпишитесь на наш канал", True, id="ru"),
        pytest.param("Jetzt unseren Newsletter abonnieren", True, id="de"),
        pytest.param("Abonnez-vous à notre lettre", True, id="fr"),
    ],
)
def test_subscribe(text, expected):
    assert is_subscribe(text) is expected


WALL = (
    "We and our 85 partners store and access information on your device, such as cookies, and process personal data, such as "
    "unique identifiers, to show personalised advertisements and content, to measure them and to learn about audiences. You can "
    "give your consent or refuse it. You can change your choice at any time at the bottom of the page. Some partners process "
    "data on the ground of a legitimate interest, to which you can object at any time in the settings."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The regulator fined the company because its site set cookies without consent.", False, id="news on cookies"
        ),
        pytest.param("“We use cookies on your device and you can accept them,” the banner said.", False, id="quoted"),
        pytest.param("Denmark gave its consent to the use of the base.", False, id="consent of a state"),
        pytest.param("Our tools help you manage your settings on any device.", False, id="no cookie, no consent"),
        pytest.param("Samtykke fra Grønland er nødvendigt, siger ministeren.", False, id="da consent of a country"),
        pytest.param("Accept all cookies", True, id="button"),
        pytest.param("We use cookies to improve your visit. Manage preferences", True, id="en"),
        pytest.param(
            "We need your consent to load this player contentWe use a player that can set cookies on your device. "
            "Please review the details and accept them.Manage Preferences",
            True,
            id="en glued",
        ),
        pytest.param(WALL, True, id="a whole wall in one line"),
        pytest.param(WALL.replace("our 85 partners", "the shop"), False, id="a long line without partners"),
        pytest.param("Vi bruger cookies til at forbedre din oplevelse. Accepter eller afvis dem her.", True, id="da"),
        pytest.param("Vi bruker informasjonskapsler. Du kan endre dine innstillinger.", True, id="no"),
        pytest.param("Vi använder kakor för att din läsning ska fungera. Hantera inställningar", True, id="sv"),
        pytest.param("Hyväksy kaikki evästeet", True, id="fi"),
        pytest.param("Við notum vafrakökur. Þú getur breytt stillingum.", True, id="is"),
        pytest.param("Мы используем куки. Вы можете изменить настройки.", True, id="ru"),
        pytest.param("Wir brauchen Ihre Einwilligung, um Cookies auf Ihrem Gerät zu speichern.", True, id="de"),
        pytest.param("Nous utilisons des cookies. Vous pouvez les accepter ou les refuser.", True, id="fr"),
    ],
)
def test_consent(text, expected):
    assert is_consent(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Related to the decision is a second one", None, id="a sentence that begins so"),
        pytest.param("Strategic Stakes in the Arctic", None, id="sub-heading"),
        pytest.param("Kommentarer fra Moskva", None, id="no comments from Moscow"),
        pytest.param("Related Posts", Reason.TAIL_HEADING, id="en"),
        pytest.param("Mest læste", Reason.TAIL_HEADING, id="da"),
        pytest.param("Relaterte saker", Reason.TAIL_HEADING, id="no"),
        pytest.param("Fler nyheter", Reason.TAIL_HEADING, id="sv"),
        pytest.param("Luetuimmat", Reason.TAIL_HEADING, id="fi"),
        pytest.param("Tengdar fréttir", Reason.TAIL_HEADING, id="is"),
        pytest.param("Материалы по теме", Reason.TAIL_HEADING, id="ru"),
        pytest.param("Mehr zum Thema:", Reason.TAIL_HEADING, id="de"),
        pytest.param("Sur le même sujet", Reason.TAIL_HEADING, id="fr"),
        pytest.param("Leave a comment", Reason.COMMENTS, id="comments"),
        pytest.param("12 Kommentare", Reason.COMMENTS, id="comments de"),
        pytest.param("Share this article", Reason.SHARE, id="share"),
        pytest.param("Facebook | X | WhatsApp", Reason.SHARE, id="share bar"),
        pytest.param("Om forfatteren", Reason.AUTHOR_BOX, id="author da"),
    ],
)
def test_tail_heading(text, expected):
    assert tail_heading(text) is expected


def test_a_tail_heading_takes_the_list_below_it():
    found = reasons_of(*BODY, "Related Posts", "Ferry line cuts its timetable", "Harbour master retires")
    assert found[4:] == [Reason.TAIL_HEADING, Reason.HEADLINE_LIST, Reason.HEADLINE_LIST]
    assert not any(found[:4])


def test_a_tail_heading_between_paragraphs_of_plain_text_stays():
    assert not any(reasons_of(*BODY[:2], "Related", *BODY[2:]))


def test_a_note_on_the_author_goes_with_its_heading():
    found = reasons_of(*BODY, "About the author", "She writes about ports.")
    assert found[4:] == [Reason.AUTHOR_BOX, Reason.AUTHOR_BOX]


HEADLINES = (
    "Central Bank Holds Rates Steady as Prices Fall",
    "Dockworkers Vote to Strike Over New Shift Rules",
    "Heavy Snow Closes Alpine Passes and Strands Drivers",
)
SENTENCE_STYLE = (
    "Ny færge er forsinket for tredje gang",
    "Skole på øen får endelig nyt tag",
    "Fiskere klager over den nye afgift",
    "Museum viser fund fra den gamle havn",
)


@pytest.mark.parametrize(
    ("tail", "gone"),
    [
        pytest.param(HEADLINES[:2], 0, id="two are too few"),
        pytest.param(HEADLINES, 3, id="three in capitals"),
        pytest.param(SENTENCE_STYLE[:3], 0, id="three without capitals are too few"),
        pytest.param(SENTENCE_STYLE, 4, id="four without capitals"),
        pytest.param(tuple(f"- {h}" for h in HEADLINES), 0, id="a bulleted list belongs to the text"),
        pytest.param(("Denmark", "Norway", "Iceland", "Canada"), 0, id="a list of names"),
        pytest.param((HEADLINES[0], "Strategic Stakes", HEADLINES[1]), 0, id="broken by a sub-heading"),
    ],
)
def test_headline_list_at_the_end(tail, gone):
    found = reasons_of(*BODY, *tail)
    assert found == [None] * (len(found) - gone) + [Reason.HEADLINE_LIST] * gone


def test_a_list_announced_by_a_colon_stays():
    assert not any(
        reasons_of(*BODY[:3], "The council named three priorities for the coming year, all of them in the north:", *HEADLINES)
    )


MR_BODY = (
    "Mr Trump said on Monday that the tariffs were off, and markets in Europe rose within minutes of his statement.",
    "Asked about the island, Mr Trump said that he had found a solution which would last and which everybody would like.",
    "The price of shipping insurance fell, and the two harbours in the west opened again after a week of waiting.",
    "Diplomats said that Mr Trump had spoken with the Secretary General before, and that nothing was signed yet.",
)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        pytest.param("Focus on Arctic Security, Not Ukraine", None, id="sub-heading"),
        pytest.param("Denmark Draws a Clear Red Line", None, id="sub-heading with a verb"),
        pytest.param(
            "Insurers Wait as Trump Says Two Harbours Open Again Within a Week", None, id="taken up by the next paragraph"
        ),
        pytest.param("What the insurers say about it all in the end", None, id="not written like a headline"),
        pytest.param(
            "Markets Cheer as Trump Says Tariff Plan Is Gone", Reason.FOREIGN_HEADLINE, id="name and verb unlike the body"
        ),
        pytest.param(
            "‘A very good outcome,’ Trump says on deal nobody has read yet", Reason.FOREIGN_HEADLINE, id="opens with a quotation"
        ),
        pytest.param("Mr Trump and the Long Way to an Agreement on Tariffs", None, id="the name as in the body"),
    ],
)
def test_foreign_headline(heading, expected):
    found = reasons_of(*MR_BODY[:2], heading, *MR_BODY[2:])
    assert found == [None, None, expected, None, None]


def test_a_quotation_in_a_language_that_reports_in_the_present_is_no_evidence():
    body = (
        "Ministeren siger, at skibene bliver liggende i havnen, indtil isen er væk, og at ingen er i fare lige nu.",
        "»Det tager tid«, siger han til avisen om den beslutning, som kommunen har ventet på siden sidste sommer.",
    )
    assert not any(reasons_of(body[0], "»Vi har ikke travlt«, siger ministeren om havnen", body[1]))


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        pytest.param("Copyright law in the north is changing fast.", False, id="copyright as a subject"),
        pytest.param("The post was closed in winter.", False, id="a post that is a place"),
        pytest.param("18 May 2026 20:36 Ship leaves the strait", False, id="an entry of a chronicle"),
        pytest.param("18 May 2026 | 20:36", True, id="a moment"),
        pytest.param("18. toukokuuta 2026 – klo 20.36", True, id="a moment in another language"),
        pytest.param("May 18, 2026, 20:36", True, id="a moment, month first"),
        pytest.param("18 May 2026 | 20:36 Viewed 3,398 times", True, id="a moment and who read it"),
        pytest.param("Zuerst erschienen am 3. November 2026 8.429-mal gelesen", True, id="a first day and who read it"),
        pytest.param("On 18 May 2026 at 20:36 the ship was viewed 3,398 times", False, id="a sentence with a moment"),
        pytest.param("© 2026 Coast Gazette", True, id="sign"),
        pytest.param("Copyright 2026 Coast Gazette. All rights reserved.", True, id="en"),
        pytest.param("The post Ice and Fire appeared first on Polar Desk.", True, id="feed tail"),
        pytest.param("Alle rettigheder forbeholdes", True, id="da"),
        pytest.param("Все права защищены", True, id="ru"),
    ],
)
def test_footer(text, gone):
    assert reasons_of(*BODY, text)[-1] is (Reason.FOOTER if gone else None)


# ------------------------------------------------------------------ with the page

TITLE = "Second ship sent to the fjord"
PAGE = PageContext(frozenset({squash(TITLE)}))


def test_the_headline_goes_at_the_top_and_stays_further_down():
    found = decide([Line(text) for text in (TITLE, *BODY, TITLE)], PAGE)
    assert found == (Reason.TITLE, None, None, None, None, None)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(Line("Ferry Line Cuts Its Timetable", link=1.0), Reason.LINK_LINE, id="a link between paragraphs"),
        pytest.param(Line("Ferry Line Cuts Its Timetable", link=1.0, kind="heading"), None, id="a linked sub-heading"),
        pytest.param(Line("Ferry Line Cuts Its Timetable", link=1.0, kind="item"), None, id="a linked list item"),
        pytest.param(Line("Ferry Line Cuts Its Timetable"), None, id="no link"),
        pytest.param(Line("A ship in the ice", kind="caption"), Reason.CAPTION, id="caption"),
        pytest.param(
            Line("Once a week, for free.", groups=frozenset({"subscribe"})), Reason.SUBSCRIBE, id="inside a newsletter box"
        ),
        pytest.param(Line("Your name", groups=frozenset({"form"})), Reason.SUBSCRIBE, id="inside a form"),
        pytest.param(Line("I was there too.", groups=frozenset({"comments"})), Reason.COMMENTS, id="inside comments"),
        pytest.param(Line("She covers the coast.", groups=frozenset({"author"})), Reason.AUTHOR_BOX, id="inside an author box"),
        pytest.param(Line("Ice on the strait", 1.0, frozenset({"related"})), Reason.RELATED, id="linked inside a related box"),
        pytest.param(Line("The ice is thin.", 0.1, frozenset({"related"})), None, id="text inside a related box"),
    ],
)
def test_what_markup_adds(line, expected):
    body = [Line(text) for text in BODY]
    assert decide([*body[:2], line, *body[2:]], PAGE)[2] is expected


def test_a_page_part_with_most_of_the_text_is_the_article_whatever_its_name():
    lines = [Line(text, groups=frozenset({"comments", "author"})) for text in BODY]
    assert not any(decide(lines, PAGE))
    half = [*(Line(text) for text in BODY[:2]), *lines[2:]]
    assert not any(decide(half, PAGE))


def test_never_most_of_a_document():
    assert not any(reasons_of("Read more: one thing", "Watch: another thing", "Short."))
    assert not any(reasons_of("Accept all cookies", "Manage preferences"))


# ------------------------------------------------------------------ said twice, or not to people


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("", "", id="empty"),
        pytest.param(" — · … ", "", id="signs only"),
        pytest.param("___", "", id="a rule"),
        pytest.param("  Hafið\u00a0er   KALT!", "hafið er kalt", id="blanks, capitals and signs"),
        pytest.param(
            "Eis\u00adbre\u00adcher, Lotsen\u200bboot", "eisbrecher lotsenboot", id="soft hyphens and zero-width blanks"
        ),
        pytest.param("\ufeffЛёд\u2060 идёт", "лёд идёт", id="byte order mark and word joiner"),
    ],
)
def test_squash(text, words):
    assert squash(text) == words


def test_visible_leaves_what_a_reader_sees():
    assert visible("Is\u00adbryter – «på vei»") == "Isbryter – «på vei»"


QUESTION = "Why does the ice matter to the people who live here?"
QUOTATION = "“We were told nothing at all until the ship was standing in the fjord,” the master of the harbour said on Tuesday."
ITEMS = ("Two ships in the fjord", "One aircraft on call", "Forty volunteers")


@pytest.mark.parametrize(
    ("texts", "gone"),
    [
        pytest.param((), [], id="nothing"),
        pytest.param((*BODY, *BODY), [4, 5, 6, 7], id="the whole article"),
        pytest.param(("Ship on its way", *BODY, "Ship on its way", *BODY), [5, 6, 7, 8, 9], id="with its heading"),
        pytest.param((*BODY, *BODY, *BODY), [4, 5, 6, 7, 8, 9, 10, 11], id="three times"),
        pytest.param((*BODY, "A note.", *BODY[:2]), [5, 6], id="two paragraphs of it"),
        pytest.param((*BODY, *(text.upper() for text in BODY)), [4, 5, 6, 7], id="in capitals"),
        pytest.param((*BODY, BODY[0]), [], id="a single paragraph"),
        pytest.param((*BODY, BODY[1], BODY[0]), [], id="in another order"),
        pytest.param((QUESTION, BODY[0], QUESTION, BODY[1], QUESTION, BODY[2]), [], id="a question of an interview"),
        pytest.param((BODY[0], QUOTATION, BODY[1], QUOTATION, BODY[2]), [], id="a quotation"),
        pytest.param((BODY[0], *ITEMS, BODY[1], *ITEMS), [], id="a list"),
        pytest.param((BODY[0],) * 12, [], id="a refrain"),
    ],
)
@pytest.mark.parametrize("page", [None, PageContext()])
def test_an_article_that_stands_twice_stays_once(texts, gone, page):
    found = reasons_of(*texts, page=page)
    assert [i for i, reason in enumerate(found) if reason is Reason.REPEATED] == gone
    assert sum(reason is not None for reason in found) == len(gone)


ADDRESS = "https://coast.example/2026/01/ship"


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        pytest.param("The call came at 2026-01-12T08:00:00Z, the log says.", False, id="a moment in a sentence"),
        pytest.param("2026-01-12", False, id="a day"),
        pytest.param("https://harbour.example/tables", False, id="the address of something else"),
        pytest.param(f"The report is at {ADDRESS} for all to read.", False, id="the own address in a sentence"),
        pytest.param("2026-01-12T08:00:00+01:00", True, id="a moment"),
        pytest.param("- 2026-01-12T08:00", True, id="a moment in a list"),
        pytest.param("https://coast.example/a.JPG?w=300", True, id="the address of a picture"),
        pytest.param(ADDRESS, True, id="the own address"),
    ],
)
def test_what_was_meant_for_programs(text, gone):
    found = decide([Line(line) for line in (*BODY[:2], text, *BODY[2:])], PageContext(addresses=frozenset({ADDRESS})))
    assert found == (None, None, Reason.MACHINE_DATA if gone else None, None, None)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Write to the author at news@coast.example", id="en"),
        pytest.param("Tips til redaktionen? Skriv til tips@kyst.example.", id="da"),
        pytest.param("Følg saken hos @kystposten", id="no"),
        pytest.param("Автор ждёт писем: pismo@bereg.example", id="ru"),
        pytest.param("Questions from journalists are answered by the duty officer, telephone +47 00 00 00 00.", id="the sender"),
        pytest.param("Questions on the privacy policy are answered at news@coast.example day and night.", id="a policy"),
    ],
)
def test_whom_to_write_to_goes_from_the_end_only(text):
    assert reasons_of(*BODY, text) == [None] * 4 + [Reason.SIGN_OFF]
    assert reasons_of(*BODY, text, "Reported by two of us.", text) == [None] * 6 + [Reason.SIGN_OFF]
    assert not any(reasons_of(*BODY[:2], text, *BODY[2:]))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("“Write to news@coast.example,” the leaflet said.", id="quoted"),
        pytest.param(f"{BODY[0]} {BODY[1]} {BODY[2]} Whoever saw it may write to harbour@coast.example.", id="a long paragraph"),
        pytest.param("The fee is 4 @ 20 crowns.", id="a sign for each"),
        pytest.param(
            "The minister (@minister) will visit the town on Monday and meet the mayor of the island there.", id="account"
        ),
        pytest.param(
            "The police ask everybody who saw the drone on Monday to call +47 00 00 00 00.", id="what the police ask for"
        ),
        pytest.param("Polisen ber alla som såg båten i sundet att ringa +46 00 000 00 00.", id="what the police ask for, sv"),
        pytest.param("Relatives of the sailors can write to crisis@coast.example, the ministry said.", id="what somebody said"),
    ],
)
def test_the_last_line_of_the_text_is_no_sign_off(text):
    assert not any(reasons_of(*BODY, text))


def test_a_list_of_addresses_stays():
    assert not any(reasons_of(*BODY, *(f"Harbour {number}: h{number}@coast.example" for number in range(4))))


@pytest.mark.parametrize("end", ["»", "«", "“", "”", "’", "›", "“)", "«."])
def test_a_sentence_may_close_with_a_quotation_of_any_language(end):
    assert ends_sentence(f"Vi hørte det først fra en fanger.{end}")


def test_a_text_of_addresses_alone_stays():
    assert not any(reasons_of("harbour@coast.example", "ferry@coast.example"))


@pytest.mark.timeout(60)
@pytest.mark.parametrize("page", [None, PAGE])
@pytest.mark.parametrize(
    "texts",
    [
        pytest.param([BODY[0]] * 20_000, id="equal lines"),
        pytest.param([f"{BODY[0]} {number}" for number in range(20_000)], id="different lines"),
        pytest.param([f"{BODY[0]} " * 10_000], id="one line of a megabyte"),
        pytest.param(["Related Posts", BODY[0]] * 5_000, id="headings of tails"),
        pytest.param(["“", "«"] * 10_000, id="quotation marks"),
        pytest.param([TITLE] * 5_000 + [f"{BODY[0]} {number}" for number in range(5_000)], id="headlines"),
        pytest.param([f"{BODY[0]} {number}" for number in range(5_000)] + ["@coast"] * 5_000, id="accounts"),
    ],
)
def test_large_documents(texts, page):
    assert len(reasons_of(*texts, page=page)) == len(texts)


# ------------------------------------------------------------------ properties

PIECES = [
    *BODY, *HEADLINES, *SENTENCE_STYLE, *MR_BODY, "Related Posts", "Leave a comment", "Share", "About the author", "", "   ", "—",
    "Read more: a thing", "Subscribe to our letter", "Accept all cookies", "© 2026 somebody",
    "Markets Cheer as Trump Says Plan Is Gone", "news@coast.example", "2026-01-12T08:00", TITLE, "Is\u00ad\u200bbryter",
]  # fmt: skip
LINES = st.builds(
    Line,
    st.sampled_from(PIECES) | st.text(max_size=60),
    st.sampled_from([0.0, 0.5, 0.7, 1.0]),
    st.frozensets(st.sampled_from(sorted([*cues.GROUPS, "form"])), max_size=2),
    st.sampled_from(["", "", "heading", "item", "caption"]),
    st.sampled_from([-1, -1, 3]),
)


@settings(deadline=None, max_examples=150)
@given(st.lists(LINES, max_size=14) | st.lists(LINES, max_size=5).map(lambda lines: lines * 2), st.sampled_from([None, PAGE]))
def test_deciding_is_idempotent_and_never_takes_everything(lines, page):
    found = decide(lines, page)
    stays = [line for line, reason in zip(lines, found, strict=True) if reason is None]
    assert not any(decide(stays, page))
    assert any(squash(line.text) for line in stays) or not any(squash(line.text) for line in lines)
    assert len(list(kept(lines, found))) == sum(bool(squash(line.text)) for line in stays)


# ------------------------------------------------------------------ the house speaks to its readers

REPORTS = {
    "en": "The icebreaker left the harbour on Monday and is expected at the station in the north within three days. "
    "The crew of forty carries fuel, food and spare parts for the winter, the harbour master told the council.",
    "de": "Der Eisbrecher hat den Hafen am Montag verlassen und soll die Station im Norden in drei Tagen erreichen. "
    "Die Besatzung hat Treibstoff, Proviant und Ersatzteile für den ganzen Winter an Bord, wie der Hafenmeister mitteilte.",
    "da": "Isbryderen forlod havnen mandag og ventes at nå frem til stationen i nord i løbet af tre dage, hvis isen er til det. "
    "Besætningen på fyrre har brændstof, mad og reservedele til hele vinteren med om bord, oplyser havnefogeden.",
    "no": "Isbryteren forlot havna mandag og ventes fram til stasjonen i nord i løpet av tre dager, hvis isen ikke er for tykk. "
    "Mannskapet på førti har drivstoff, mat og reservedeler til hele vinteren med om bord, opplyser havnesjefen.",
    "sv": "Isbrytaren lämnade hamnen i måndags och väntas vara framme vid stationen i norr inom tre dagar, om isen tillåter det. "
    "Besättningen på fyrtio har bränsle, mat och reservdelar för hela vintern ombord, uppger hamnkaptenen.",
    "fi": "Jäänmurtaja lähti satamasta maanantaina, ja sen on määrä olla pohjoisessa asemalla kolmen päivän kuluttua. "
    "Miehistöllä on mukana polttoainetta, ruokaa ja varaosia koko talveksi, satamapäällikön mukaan.",
    "is": "Ísbrjóturinn fór úr höfn á mánudag og er væntanlegur að stöðinni í norðri eftir þrjá daga ef ísinn er ekki of þykkur. "
    "Áhöfnin er með eldsneyti, mat og varahluti til alls vetrarins um borð, að sögn hafnarstjórans á staðnum.",
    "ru": "Ледокол вышел из порта в понедельник и через три дня должен прийти на станцию на севере, если лед не окажется толще. "
    "На борту топливо, продукты и запасные части на всю зиму, а экипаж из сорока человек вернется только весной.",
    "fr": "Le brise-glace a quitté le port lundi et doit atteindre la station du nord dans trois jours si la glace le permet. "
    "L'équipage de quarante marins emporte du carburant, des vivres et des pièces pour tout l'hiver, selon la capitainerie.",
}


def appeals_in(language: str, *texts: str) -> list[bool]:
    return [reason is Reason.APPEAL for reason in reasons_of(REPORTS[language], *texts)[1:]]


@pytest.mark.parametrize(
    ("language", "text", "gone"),
    [
        pytest.param(
            "en", "The editors of the map were thanked by the council.", False, id="en: a thing that sites offer, and nobody"
        ),
        pytest.param("en", "“You owe us a story,” the pilot shouted.", False, id="en: a quotation"),
        pytest.param("en", "– You owe us a story", False, id="en: direct speech after a dash"),
        pytest.param("en", "Write to us about any mistake, the agency told its readers.", False, id="en: somebody says so"),
        pytest.param("en", "Keep your ships away from our coast, the envoy replied.", False, id="en: somebody replies so"),
        pytest.param("da", "Du skylder os et skib, svarede borgmesteren.", False, id="da: somebody replies so"),
        pytest.param(
            "de", "Haltet eure Schiffe von unserer Küste fern, antwortete der Gesandte.", False, id="de: somebody replies so"
        ),
        pytest.param("fr", "Éloignez vos navires de nos côtes, a répondu l'envoyé.", False, id="fr: somebody replies so"),
        pytest.param("ru", "Уведите ваши корабли от наших берегов, ответил посланник.", False, id="ru: somebody replies so"),
        pytest.param("en", "Which of our stories would you put on the first page?", True, id="en"),
        pytest.param("de", "Sie fanden den Text in der Station.", False, id="de: they, at the beginning of a sentence"),
        pytest.param("de", "Danach fanden sie den Text in der Station.", False, id="de: they"),
        pytest.param("de", "Welche Geschichte sollen wir als Nächstes erzählen?", True, id="de: the house and what it offers"),
        pytest.param("de", "Im Postfach finden Sie jeden Abend einen Überblick", True, id="de: the polite form"),
        pytest.param("da", "Læserne fik avisen mandag.", False, id="da: readers, and nobody speaks"),
        pytest.param("da", "Hvilken historie skal vi fortælle dig næste gang?", True, id="da"),
        pytest.param("no", "Leserne fikk avisen mandag.", False, id="no: readers, and nobody speaks"),
        pytest.param("no", "Hvilken sak skal vi fortelle deg neste gang?", True, id="no"),
        pytest.param("sv", "Läsarna fick tidningen i måndags.", False, id="sv: readers, and nobody speaks"),
        pytest.param("sv", "Vilken berättelse ska vi skriva åt dig nästa gång?", True, id="sv"),
        pytest.param("fi", "Lukijat saivat lehden maanantaina.", False, id="fi: readers, and nobody speaks"),
        pytest.param("fi", "Minkä tarinan haluatko meiltä seuraavaksi?", True, id="fi"),
        pytest.param("is", "Lesendur fengu blaðið á mánudag.", False, id="is: readers, and nobody speaks"),
        pytest.param("is", "Hvaða sögu viltu lesa hjá okkur næst?", True, id="is"),
        pytest.param("ru", "Читатели получили газету в понедельник.", False, id="ru: readers, and nobody speaks"),
        pytest.param("ru", "О чем нам написать вам в следующий раз?", True, id="ru"),
        pytest.param("fr", "Les lecteurs ont reçu le journal lundi.", False, id="fr: readers, and nobody speaks"),
        pytest.param("fr", "Quel récit voulez-vous lire chez nous la prochaine fois ?", True, id="fr"),
    ],
)
def test_an_appeal_in_a_report_goes(language, text, gone):
    assert appeals_in(language, text) == [gone]


def test_a_column_that_speaks_to_its_readers_keeps_every_line():
    column = "You have read about the harbour for three weeks, and we still do not know why your taxes pay for the pier."
    assert reasons_of(column, "Tell us your story of the harbour", column[:-1] + " and the mole.")[1] is None


def test_a_quotation_in_a_report_does_not_make_it_a_column():
    quoted = "“We told you in spring that our pier would not last the winter,” the harbour master wrote to the council on Monday."
    assert reasons_of(REPORTS["en"], quoted, "Which of our stories would you put first?")[2] is Reason.APPEAL


def test_many_appeals_are_how_the_author_writes():
    texts = [f"Which of our {n} stories would you put on page {n}?" for n in range(9)]
    assert Reason.APPEAL not in reasons_of(*BODY, *texts)
    assert reasons_of(*BODY, *texts[:8])[4:] == [Reason.APPEAL] * 8


def test_next_to_no_text_says_nothing_of_how_the_author_writes():
    assert reasons_of("The icebreaker left.", "Which of our stories would you read?") == [None, None]


# ------------------------------------------------------------------ cards


def carded(text: str, link: float = 0.0, kind: str = "") -> Line:
    return Line(text, link, kind=kind, box=7, carded=True)


TEXT = Line(REPORTS["en"])


@pytest.mark.parametrize(
    ("lines", "gone"),
    [
        pytest.param([carded("The pier was closed on Monday.")], [False], id="above the text"),
        pytest.param([TEXT, carded("The pier was closed on Monday.")], [False, True], id="a teaser"),
        pytest.param(
            [TEXT, carded("Elsewhere in town", kind="heading"), carded("The pier was closed on Monday.")],
            [False, True, True],
            id="with the heading over it",
        ),
        pytest.param([TEXT, carded("The pier was closed.", kind="item")], [False, False], id="items may be answers"),
        pytest.param([TEXT, Line("The pier was closed on Monday.", box=7)], [False, False], id="a box without cards"),
    ],
)
def test_teasers_of_cards(lines, gone):
    assert [reason is Reason.RELATED for reason in decide(lines, PageContext())] == gone


def boxed(text: str, link: float = 0.0, kind: str = "") -> Line:
    return Line(text, link, kind=kind, box=7, invites=link > 0)


MORE = boxed("Loe edasi", 1.0)


@pytest.mark.parametrize(
    ("lines", "gone"),
    [
        pytest.param([boxed("The pier was closed on Monday."), MORE], [True, True], id="a teaser with its link"),
        pytest.param(
            [boxed("The pier", 1.0, "heading"), boxed("It was closed on Monday."), MORE], [True] * 3, id="under its headline"
        ),
        pytest.param([boxed("The pier was closed on Monday.")], [False], id="no link"),
        pytest.param([boxed("Six ships", kind="item"), MORE], [False, False], id="a list"),
        pytest.param([boxed("The pier was closed. " * 20), MORE], [False, False], id="too long for a teaser"),
        pytest.param([boxed("One."), boxed("Two."), boxed("Three."), boxed("Four."), MORE], [False] * 5, id="many lines"),
    ],
)
def test_a_teaser_between_the_paragraphs(lines, gone):
    found = decide([TEXT, *lines, Line(BODY[0]), Line(BODY[1])], PageContext())
    assert [reason is Reason.RELATED for reason in found[1:-2]] == gone


# ------------------------------------------------------------------ what a label announces

# Labels in Estonian, of which there is no table.
HEADLINE = Line("Storm ødelegger kai i Alta", 1.0, invites=True)
ITEM = Line("- Storm ødelegger kai i Alta", 1.0, kind="item", invites=True)


@pytest.mark.parametrize(
    ("lines", "gone"),
    [
        pytest.param([Line("Varem samal teemal meil: Storm ødelegger kai i Alta", 0.51, invites=True)], [True], id="on one line"),
        pytest.param(
            [Line("Varem samal teemal meil: Storm ødelegger kai i Alta", 1.0, invites=True)], [True], id="all of it linked"
        ),
        pytest.param([Line("Samal teemal:"), HEADLINE], [True, True], id="on two lines"),
        pytest.param([Line("Samal teemal:"), ITEM, ITEM], [True] * 3, id="a list"),
        pytest.param([Line("Veel uudiseid sadamast"), HEADLINE, HEADLINE], [True] * 3, id="a heading over several"),
        pytest.param([Line("Veel uudiseid sadamast"), HEADLINE], [False, False], id="a heading over one"),
        pytest.param([Line("Nettside: Storm ødelegger kai i Alta", 0.7, invites=True)], [False], id="the name of a field"),
        pytest.param([Line("Varem samal teemal meil: Storm ødelegger kai i Alta")], [False], id="no link"),
        pytest.param(
            [Line("Varem samal teemal meil: Storm ødelegger kai i Alta.", 0.51, invites=True)], [False], id="a sentence"
        ),
        pytest.param([Line("Dette sa ordføreren i går:"), Line("Storm ødelegger kai i Alta")], [False] * 2, id="not linked"),
        pytest.param([Line("Samal teemal:"), *[ITEM] * 9], [False] * 10, id="a list that the text is about"),
        pytest.param([Line("Samal teemal:", kind="cell"), HEADLINE], [False, False], id="a row of a table"),
        pytest.param(
            [Line("Best hammock of all: Kammok Mantis with its net", 1.0, invites=True)] * 2, [False] * 2, id="a choice"
        ),
    ],
)
def test_other_items_between_the_paragraphs(lines, gone):
    found = decide([Line(BODY[0]), *lines, Line(BODY[1]), Line(BODY[2])], PageContext())
    assert [reason is Reason.POINTER for reason in found[1:-2]] == gone


# ------------------------------------------------------------------ lines that speak of their site


@pytest.mark.parametrize(
    ("line", "language", "expected"),
    [
        pytest.param(Line("Morgen med Kystposten"), "no", True, id="its name"),
        pytest.param(Line("Et kort brev, skrevet av redaksjonen og sendt klokka seks."), "no", True, id="what it offers"),
        pytest.param(Line("Skipet ble bygd i 2018 og er bygd om to ganger."), "no", False, id="news"),
        pytest.param(Line("– Det sa Kystposten aldri til oss"), "no", False, id="somebody speaks"),
        pytest.param(Line("Kystpostens kai ble stengt."), "no", False, id="another word"),
        pytest.param(Line("Kystposten", kind="cell"), "no", False, id="a table"),
        pytest.param(Line("Kystposten " + "og havet " * 40), "no", False, id="long"),
        pytest.param(Line("Det brevet skriver redaksjonen."), "", False, id="unknown language"),
    ],
)
def test_lines_that_speak_of_their_site(line, language, expected):
    assert speaks_of_site(line, frozenset({"kystposten"}), language) is expected


def test_a_linked_sentence_below_a_list_of_other_items_may_be_a_document():
    document = Line("The full report of the port authority runs to 75 pages and lists all measurements.", 1.0, invites=True)
    found = decide([Line(BODY[0]), Line("Related:"), ITEM, ITEM, document, Line(BODY[1]), Line(BODY[2])], PageContext())
    assert [reason is None for reason in found] == [True, False, False, False, True, True, True]


@pytest.mark.parametrize(
    ("before", "link", "goes"),
    [
        pytest.param("", 1.0, True, id="links"),
        pytest.param("13:54 ", 0.85, True, id="with a clock in front"),
        pytest.param("Alta: ", 0.85, False, id="with a word in front"),
        pytest.param("13:54 ", 0.5, False, id="half of them links"),
    ],
)
def test_the_heading_over_the_links_of_a_ticker(before, link, goes):
    entries = [Line(f"- {before}{text}", link=link, kind="item") for text in HEADLINES[:3]]
    reasons = decide([Line(BODY[0]), Line("More of today"), *entries, *map(Line, BODY[1:])], PageContext())
    assert (reasons[1] is Reason.POINTER) is goes


# ------------------------------------------------------------------ other items with a sentence of theirs

HEADS = ("Harbour closed after the storm", "Icebreaker turns back again", "Council argues about a quay")
TEASER = "Two diplomats confirm that everybody on board is safe."
CARDS = [line for head in HEADS for line in (Line(head, 1.0), Line(TEASER))]
AFTER = Line("The harbour master wants to see the plans before the summer, when the first of the new boats is to arrive here.")


@pytest.mark.parametrize(
    ("below", "gone"),
    [
        pytest.param([Line("Related stories"), *CARDS[:4]], 5, id="two below their heading"),
        pytest.param([Line("Related stories"), *CARDS[:4], AFTER], 5, id="two below their heading, and the text goes on"),
        pytest.param([Line("Seen from the north"), *CARDS, AFTER], 7, id="three below any heading"),
        pytest.param([Line("Seen from the north"), *CARDS[:4]], 5, id="two at the end below any heading"),
        pytest.param(CARDS, 6, id="three at the end"),
        pytest.param([*CARDS[:4], AFTER], 0, id="two pointers between short paragraphs"),
        pytest.param([Line(text) for text in HEADS], 0, id="no links"),
    ],
)
def test_linked_headlines_with_teasers(below, gone):
    reasons = decide([*map(Line, BODY), *below], PageContext())
    assert reasons[:4] == (None,) * 4
    assert [reason is not None for reason in reasons[4:]] == [i < gone for i in range(len(below))]


def test_a_text_that_is_made_of_headlines_and_summaries_keeps_them():
    lines = [Line("The week in the north"), *CARDS, *CARDS]
    assert not any(decide(lines, PageContext())[1:])


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([*CARDS, Line("Vardø")] * 3_000, id="runs of teasers"),
        pytest.param(
            [Line(f"{TEASER} {HEADS[0]}", 0.4, points="before"), Line(BODY[0])] * 10_000, id="headlines beside sentences"
        ),
        pytest.param([Line("Comments"), Line("Ice")] * 10_000, id="words for comments"),
    ],
)
def test_large_documents_of_other_items(lines):
    assert len(decide(lines, PageContext())) == len(lines)


@pytest.mark.parametrize(
    ("places", "gone"),
    [
        pytest.param(["before"], True, id="a headline before a sentence"),
        pytest.param(["row"], True, id="a row of links"),
        pytest.param(["behind", "behind"], True, id="behind sentences, in a row"),
        pytest.param(["behind"], False, id="behind one sentence"),
        pytest.param(["named", "before"], True, id="before names, in a row"),
        pytest.param(["named"], False, id="an office before a name"),
        pytest.param(["named", "behind"], False, id="an office, and a remark"),
    ],
)
def test_lines_that_point_to_other_items(places, gone):
    pointing = [Line(f"{TEASER} {head}", 0.4, points=place) for head, place in zip(HEADS, places, strict=False)]
    reasons = decide([*map(Line, BODY[:2]), *pointing, *map(Line, BODY[2:])], PageContext())
    assert [reason is Reason.RELATED for reason in reasons] == [False] * 2 + [gone] * len(places) + [False] * 2


def test_a_paragraph_of_a_megabyte_is_not_remembered():
    text = "Two ships went out to the ice on Monday morning. " * 20_000
    before = sys.getrefcount(text)
    assert decide([Line(text), *map(Line, BODY)], PageContext())[0] is None
    assert not is_consent(text)
    assert sys.getrefcount(text) == before


def test_comments_in_boxes_go_with_the_heading_over_them():
    boxes = [Line(f"I was there in {2010 + n} and remember it differently.", box=n) for n in range(3)]
    reasons = decide([*map(Line, BODY[:3]), Line("Comments (3)", box=9), *boxes, AFTER], PageContext())
    assert [reason is None for reason in reasons] == [True] * 3 + [False] * 4 + [True]


def test_an_invitation_to_comment_between_the_paragraphs_ends_no_text():
    reasons = decide([*map(Line, BODY), Line("Leave a comment"), AFTER], PageContext())
    assert (reasons[:4], reasons[5]) == ((None,) * 4, None)


def test_a_label_never_stays():
    lines = [Line(BODY[0]), Line("Related stories", kind="label"), *map(Line, BODY[1:])]
    assert decide(lines, PageContext()) == (None, Reason.TAIL_HEADING, None, None, None)


# ------------------------------------------------------------------ pages whose markup names nothing

GREY = "p.k1"
FURNITURE = ("Subscribe to our newsletter", "Share on Facebook", "All rights reserved", "Related articles")


def grey(text: str, box: int = 1, **more: str) -> Line:
    return Line(text, box=box, look=GREY, **more)


def test_what_is_written_like_furniture_below_the_text_goes():
    below = [
        grey(text, i) for i, text in enumerate((*FURNITURE, "The council watches over the strait and has offices in four towns."))
    ]
    assert all(decide([*map(Line, BODY), *below], PageContext())[len(BODY) :])


@pytest.mark.parametrize(
    "head",
    [
        pytest.param([], id="another look"),
        pytest.param([Line("Two sides of the strait", kind="heading", box=9, look=GREY)], id="a heading"),
    ],
)
def test_what_is_written_otherwise_stays_below_the_text(head):
    own = [*head, Line(f"{BODY[0]} Again.", box=9, look="p.k2")]
    below = [grey(text, i) for i, text in enumerate(FURNITURE)]
    assert not any(decide([*map(Line, BODY), *own, *below], PageContext())[: len(BODY) + len(own)])


@pytest.mark.parametrize(
    ("heads", "below", "goes"),
    [
        pytest.param(["On the quay"], ["Subscribe to our newsletter"], True, id="over what goes"),
        pytest.param(["A mast falls", "A second falls"], ["Subscribe to our newsletter"], False, id="two, as in a chronology"),
        pytest.param(["Emergency: 120"], ["Subscribe to our newsletter"], False, id="a number"),
        pytest.param(["On the quay"], ["Source: Reuters"], False, id="over a credit"),
        pytest.param(["On the quay"], [BODY[1], "Subscribe to our newsletter"], False, id="over text, and what goes"),
        pytest.param(["On the quay"], [], False, id="with nothing below, as at the end of a page"),
        pytest.param(["Two ships stay."], ["Subscribe to our newsletter"], False, id="a sentence"),
    ],
)
def test_a_heading_at_the_end_goes_with_all_that_stood_below_it(heads, below, goes):
    lines = [Line(BODY[0]), *(Line(text, kind="heading") for text in heads), *map(Line, below)]
    reasons = decide(lines, PageContext())
    assert [reason is not None for reason in reasons[1 : 1 + len(heads)]] == [goes] * len(heads)
    stay = [line for line, reason in zip(lines, reasons, strict=True) if reason is None]
    assert not any(decide(stay, PageContext()))


@pytest.mark.parametrize("place", [pytest.param(0, id="a lead above the text"), pytest.param(2, id="a quotation in it")])
def test_a_sentence_above_or_between_the_text_keeps_the_look_of_furniture(place):
    lines = [*map(Line, BODY), *(grey(text, i) for i, text in enumerate(FURNITURE))]
    lines.insert(place, grey("“We cannot guard a coast this long with two ships,” the harbour master said.", 9))
    assert decide(lines, PageContext())[place] is None


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        pytest.param(Line("13:47", box=1), True, id="of an entry"),
        pytest.param(Line("kl. 9.05", box=1), True, id="with a word"),
        pytest.param(Line("13:47"), False, id="in the running text"),
        pytest.param(Line("13:47", kind="cell", box=1), False, id="in a timetable"),
        pytest.param(Line("13:47 Ferry", box=1), False, id="with what happens then"),
        pytest.param(Line("26:47", box=1), False, id="a score"),
    ],
)
def test_a_clock_alone(line, goes):
    lines = [*map(Line, BODY[:2]), line, *map(Line, BODY[2:])]
    assert (decide(lines, PageContext())[2] is not None) is goes


def test_the_section_above_the_headline_goes():
    lines = [Line("Shipping"), Line("Ferry line cuts its timetable"), *map(Line, BODY)]
    assert decide(lines, PageContext(frozenset({"ferry line cuts its timetable"})))[:2] == (Reason.OUTSIDE, Reason.TITLE)
    assert decide([lines[0], *lines[2:]], PageContext())[0] is None


def test_a_label_of_menu_and_article_goes_and_a_list_of_words_stays():
    assert decide([Line("Shipping"), Line("Shipping"), *map(Line, BODY)], PageContext())[:2] == (Reason.OUTSIDE,) * 2
    assert not any(decide([Line("Ice")] * 40, PageContext()))


def test_a_lead_that_opens_with_the_headline_and_a_colon_stays():
    context = PageContext(frozenset({"ferry line cuts its timetable"}))
    assert decide([Line("Ferry line cuts its timetable:"), *map(Line, BODY)], context)[0] is None


def test_a_box_of_addresses_below_the_text_goes():
    box = [Line("Who to call", box=1), Line("Desk +47 00 00 00 11", box=1), Line("desk@coast.example", box=1)]
    assert (
        decide([*map(Line, BODY), *box, Line("Last word of all", box=2, kind="item")], PageContext())[4:7]
        == (Reason.SIGN_OFF,) * 3
    )
    assert not any(decide([*map(Line, BODY[:2]), *box, *map(Line, BODY[2:])], PageContext())[2:5])


def test_a_box_that_the_page_shows_to_be_a_teaser_goes():
    box = [Line(HEADS[0], kind="item", box=1, points="teaser"), Line(TEASER, kind="item", box=1, points="teaser")]
    assert decide([*map(Line, BODY), *box, AFTER], PageContext())[4:6] == (Reason.RELATED,) * 2
    plain = [Line(line.text, kind="item", box=1) for line in box]
    assert not any(decide([*map(Line, BODY), *plain, AFTER], PageContext())[4:6])


def test_a_word_for_comments_may_be_a_sub_heading():
    quotation = Line("“We heard it first,” she said.", box=1)
    assert not any(decide([Line(BODY[0]), Line("Comments"), quotation, *map(Line, BODY[1:])], PageContext()))
    assert all(decide([*map(Line, BODY), Line("Comments"), quotation], PageContext())[4:])


POINTS = ("The harbour has been closed since Monday.", "The ice is thicker than last year.")


@pytest.mark.parametrize(
    ("head", "points", "above", "gone"),
    [
        pytest.param(boxed("Top stories", kind="heading"), POINTS, True, False, id="sentences above the text"),
        pytest.param(boxed("Top stories", kind="heading"), POINTS, False, True, id="below it"),
        pytest.param(boxed("Top stories", kind="item"), POINTS, True, True, id="the heading is one of them"),
        pytest.param(boxed("Top stories", kind="heading"), ("Harbour closed", "Ice in the fjord"), True, True, id="headlines"),
    ],
)
def test_the_main_points_of_an_article_stay(head, points, above, gone):
    box = [head, *(boxed(text, kind="item") for text in points)]
    text = [Line(paragraph) for paragraph in BODY]
    reasons = decide([*box, *text] if above else [*text, *box], PAGE)
    of_box = reasons[: len(box)] if above else reasons[-len(box) :]
    assert [reason is not None for reason in of_box[1:]] == [gone] * len(points)


# ------------------------------------------------------------------ boxes that ask, close a page or list files


def test_a_box_with_a_field_goes_whole():
    box = [Line("Nothing from the north passes you by", kind="heading", box=3, asks=True), Line("Five a day.", box=3, asks=True)]
    text = [Line(paragraph) for paragraph in BODY]
    assert decide([*text[:2], *box, *text[2:]], PAGE)[2:4] == (Reason.SUBSCRIBE, Reason.SUBSCRIBE)
    without = [line._replace(asks=False) for line in box]
    assert decide([*text[:2], *without, *text[2:]], PAGE)[2:4] == (None, None)


@pytest.mark.parametrize(
    ("foot", "gone"),
    [
        pytest.param(("Polar Desk is published by a trust", "© 2026 Polar Desk", "Imprint and privacy"), True, id="a foot"),
        pytest.param(("Polar Desk is published by a trust", "The press of the town", "Its printers"), False, id="nobody's right"),
    ],
)
def test_the_foot_of_a_page_goes_with_its_copyright(foot, gone):
    text = [Line(paragraph) for paragraph in BODY]
    reasons = decide([*text, *(Line(words, kind="item", box=9) for words in foot)], PAGE)
    assert [reason is not None for reason in reasons[len(text) :]] == [gone] * len(foot)


def test_a_box_within_the_text_keeps_its_lines_above_a_copyright():
    words = ("The port in figures", "It has four quays.", "It takes 40 ships a day.", "© 2026 Polar Desk")
    text, box = [Line(paragraph) for paragraph in BODY], [Line(line, box=9) for line in words]
    assert decide([*text[:2], *box, *text[2:]], PAGE)[2:5] == (None, None, None)


@pytest.mark.parametrize(
    ("lines", "gone"),
    [
        pytest.param(
            [carded("Off the quay:", kind="heading"), *[carded("Harbour closed. Ice.", 0.4, "card")] * 2], True, id="cards"
        ),
        pytest.param([carded("Off the quay:", kind="heading"), carded("Harbour closed. Ice.", 0.4, "card")], False, id="one"),
        pytest.param(
            [carded("Off the quay:", kind="heading"), carded("Harbour closed. Ice.", 0.4, "card"), carded("Ice.", kind="item")],
            False,
            id="an item among them",
        ),
    ],
)
def test_a_box_of_nothing_but_cards_goes_between_the_paragraphs(lines, gone):
    text = [Line(paragraph) for paragraph in BODY]
    reasons = decide([*text[:2], *lines, *text[2:]], PAGE)
    assert [reason is not None for reason in reasons[2 : 2 + len(lines)]] == [gone] * len(lines)
    assert decide([*lines, *text], PAGE)[len(lines) - 1] is None, "above the text they may be its points"


@pytest.mark.parametrize(
    ("lines", "gone"),
    [
        pytest.param(["Duty officer", "Press desk", "+47 00 00 00 09"], [True] * 3, id="one number in three lines"),
        pytest.param(["+47 00 00 00 09", "Duty officer", "He is on call all day."], [False] * 3, id="with a sentence"),
        pytest.param(["Duty officer", "Press desk", "Second floor"], [False] * 3, id="no number"),
    ],
)
def test_a_box_of_few_lines_with_a_number_goes_below_the_text(lines, gone):
    text = [Line(paragraph) for paragraph in BODY]
    reasons = decide([*text, *(Line(line, kind="item", box=4) for line in lines)], PAGE)
    assert [reason is Reason.SIGN_OFF for reason in reasons[len(text) :]] == gone


def test_who_may_be_called_is_told_below_the_number():
    text = [Line(paragraph) for paragraph in BODY]
    call = [Line("For the press", box=4), Line("Duty officer", box=4), Line("+47 00 00 00 09", box=4)]
    about = [Line("In a few words", box=5), Line("The line has sailed the fjord since 1921.", box=5)]
    photos = Line("Pictures from press@line.example")
    assert decide([*text, *call, *about, photos], PAGE)[len(text) :] == (Reason.SIGN_OFF,) * 6
    assert decide([*text, *about], PAGE)[len(text) + 1] is None


FILES = Line("Pictures and papers", kind="heading", box=6)


@pytest.mark.parametrize(
    ("lines", "gone"),
    [
        pytest.param([FILES, Line("| The quay in winter | PDF, 46 kB |", 0.6, kind="card", box=7)], [True] * 2, id="a row"),
        pytest.param([Line("Карта льда (PDF, 67 кБ)", 0.5, kind="item", box=7)], [True], id="ru"),
        pytest.param([Line("Plan du quai (PDF, 1,2 Mo)", 0.5, kind="item", box=7)], [True], id="fr"),
        pytest.param([Line("Kartta (PDF, 300 kt)", 0.5, kind="item", box=7)], [True], id="fi"),
        pytest.param(
            [FILES, Line("The quay in winter", 1.0, kind="item", box=7), Line("Image, 49 MB", kind="item", box=7)],
            [True] * 3,
            id="one below the other",
        ),
        pytest.param([Line("Memory: 46 GB", kind="item", box=7)], [False], id="no link"),
        pytest.param([Line("Slettnes lighthouse: 86 kt", 0.6, kind="item", box=7)], [False], id="knots"),
        pytest.param([Line("Rotterdam refinery: 46 Mt", 0.6, kind="item", box=7)], [False], id="megatonnes"),
        pytest.param([Line("The whole archive is 46 GB.", 0.5, box=7)], [False], id="a sentence that ends so"),
        pytest.param(
            [FILES, Line("The quay in winter (PDF, 2 MB)", 0.6, kind="item", box=7), Line("Nobody was hurt, they say.")],
            [False, True, False],
            id="a heading over text",
        ),
        pytest.param([Line("The reactor gives 46 MW", 1.0, kind="item", box=7)], [False], id="no size"),
        pytest.param([Line("The stick with the plans held 46 GB of pictures.", 0.4, box=7)], [False], id="within a sentence"),
    ],
)
def test_files_with_their_sizes(lines, gone):
    reasons = decide([*(Line(paragraph) for paragraph in BODY), *lines], PAGE)
    assert [reason is Reason.ATTACHMENT for reason in reasons[len(BODY) :]] == gone


@pytest.mark.parametrize(
    ("lines", "stays"),
    [
        pytest.param([Line("Fakta: Øvelsen", kind="heading", box=4), Line("300 soldater", box=4)], False, id="a headline alone"),
        pytest.param(
            [Line("Fakta: Øvelsen", kind="heading", box=4), Line("Varer til 15. november.", box=4), Line("Kilde: Hæren", box=4)],
            True, id="a box of facts",
        ),
        pytest.param(
            [Line("Fakta: Skibet", kind="heading", box=4), *(Line(f"- {n} meter", kind="item", box=4) for n in (90, 13))],
            True, id="a list of facts",
        ),
        pytest.param([Line("Fakta: Øvelsen", kind="heading"), Line(BODY[1])], True, id="a sub-heading"),
        pytest.param([Line("Fakta: Øvelsen begynder", link=1.0), Line(BODY[1])], False, id="a link"),
    ],
)  # fmt: skip
def test_facts_of_the_article_point_nowhere(lines, stays):
    lines = [Line(BODY[0]), Line(BODY[2]), *lines, *([Line(BODY[3])] if lines[-1].text == BODY[1] else [])]
    reasons = decide(lines, PageContext())
    assert (reasons[2] is None) is stays
    if stays:
        assert set(reasons) == {None}


def _linked(text: str, kind: str) -> Line:
    return Line(text, 1.0, kind=kind, box=3)


@pytest.mark.parametrize(
    ("box", "gone"),
    [
        pytest.param([_linked("Mayor wants a new pier", "heading"), _linked("It costs 40 million.", "")], True, id="card"),
        pytest.param([Line("The pier", kind="heading", box=3), _linked("The report on it, 2026.", "")], False, id="document"),
    ],
)  # fmt: skip
def test_another_item_within_one_link(box, gone):
    reasons = decide([Line(BODY[0]), Line(BODY[1]), *box, Line(BODY[2])], PageContext())
    assert (reasons[3] is Reason.RELATED) is gone


# ------------------------------------------------------------------ pictures and mastheads that no markup names

PLAIN = tuple(map(Line, BODY))
PICTURE = "The second ship leaving the harbour on Tuesday"


@pytest.mark.parametrize(
    ("above", "credit", "expected"),
    [
        pytest.param(Line(PICTURE), "Photo: Coast Guard", [Reason.CAPTION, Reason.CAPTION], id="below its picture"),
        pytest.param(
            Line(f"{PICTURE}.", box=7), "Фото: пресс-служба", [Reason.CAPTION, Reason.CAPTION], id="a sentence in a box"
        ),
        pytest.param(Line(f"{PICTURE}."), "Foto: Kystvakten", [None, Reason.CAPTION], id="a sentence of the text"),
        pytest.param(Line(PICTURE, kind="heading"), "Kuva: Rajavartiolaitos", [None, Reason.CAPTION], id="a heading"),
        pytest.param(Line("What now"), "Bild: Marinen", [None, Reason.CAPTION], id="two words may head the text"),
        pytest.param(Line(PICTURE), "Photo: how they saw it.", [None, None], id="a sentence is no credit"),
        pytest.param(Line(PICTURE), "Coast Guard", [None, None], id="a name is no credit"),
    ],
)
def test_a_caption_by_its_credit(above, credit, expected):
    assert decide([*PLAIN[:2], above, Line(credit), *PLAIN[2:]], PageContext())[2:4] == tuple(expected)


MENU = [Line(text, 1.0, kind="item") for text in ("Home", "News", "Our vessels", "Contact", "Jobs")]
SHIP_TITLE = "Second ship sent to the fjord"


@pytest.mark.parametrize(
    ("opening", "stays"),
    [
        pytest.param([*MENU, Line(SHIP_TITLE, kind="heading")], [], id="a list of links over the headline"),
        pytest.param([Line(SHIP_TITLE, kind="heading"), Line("12 January 2026")], [], id="the day"),
        pytest.param([Line("Published: 12.01.2026 · Reading time: 3 minutes")], [], id="the day with words around it"),
        pytest.param([Line("12 января 2026 года")], [], id="the day in Russian"),
        pytest.param([Line("Home / News / 2026")], [], id="the way from the front page"),
        pytest.param([Line("Home > News > Second ship sent to the fjord this week")], [], id="the way with the headline"),
        pytest.param([Line("12 January 2026", kind="item")], ["12 January 2026"], id="the day of an entry"),
        pytest.param([Line("Ship / Aircraft")], ["Ship / Aircraft"], id="one sign"),
    ],
)
def test_what_stands_above_the_text(opening, stays):
    lines = [*opening, *PLAIN]
    found = list(kept(lines, decide(lines, PageContext(frozenset({squash(SHIP_TITLE)})))))
    assert found == [*stays, *BODY]


def test_the_first_day_of_a_chronology_stays():
    lines = [Line("12 January 2026"), *PLAIN[:2], Line("13 January 2026"), *PLAIN[2:]]
    assert set(decide(lines, PageContext())) == {None}


def test_a_page_without_sentences_keeps_its_days():
    lines = [Line(text) for text in ("12 January 2026", "Two ships")]
    assert decide(lines, PageContext()) == (None, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("Nobody was hurt.", None, id="a sentence"),
        pytest.param("Harbour news", Reason.OUTSIDE, id="a name"),
        pytest.param("Stay tuned!", Reason.OUTSIDE, id="a call"),
    ],
)
def test_a_few_words_apart_from_the_text(text, reason):
    for lines in ([Line(text, box=7), *PLAIN], [*PLAIN, Line(text, box=7)]):
        assert [found for line, found in zip(lines, decide(lines, PageContext()), strict=True) if line.text == text] == [reason]


def test_the_day_of_an_update_makes_no_chronology():
    lines = [Line("12.01.2026"), *PLAIN, Line("Päivitetty viimeksi: 13.01.2026")]
    assert decide(lines, PageContext())[0] is Reason.FOOTER


# ------------------------------------------------------------------ links and names of networks apart from the text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Ships wait for the ice to break", id="en"),
        pytest.param("Skibene venter på at isen bryder op", id="da"),
        pytest.param("Skipene venter på at isen går", id="no"),
        pytest.param("Fartygen väntar på att isen bryts", id="sv"),
        pytest.param("Laivat odottavat yhä jäiden lähtöä pohjoisessa", id="fi"),
        pytest.param("Skipin bíða eftir að ísinn brotni", id="is"),
        pytest.param("Суда ждут когда вскроется лёд", id="ru"),
        pytest.param("Noch warten alle darauf, dass es endlich taut", id="de"),
        pytest.param("Les navires attendent toujours la débâcle", id="fr"),
    ],
)
def test_a_linked_headline_in_a_box_goes_whatever_its_capitals(text):
    lines = [*PLAIN[:2], Line(text, 1.0, box=4), *PLAIN[2:]]
    assert decide(lines, PageContext())[2] is Reason.LINK_LINE


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(Line("Ships wait for the ice to break", 1.0), id="in the running text"),
        pytest.param(Line("Ships wait for the ice to break", 0.8, box=4), id="words beside the link"),
        pytest.param(Line("Ships wait for the ice to break.", 1.0, box=4), id="a sentence"),
        pytest.param(Line("Are ships to wait for the ice?", 1.0, box=4), id="a question"),
        pytest.param(Line("The papers of the ministry on this:", 1.0, box=4), id="opens a list"),
        pytest.param(Line("the plan for Alta", 1.0, box=4), id="four words"),
        pytest.param(Line("“We shall not leave anybody behind”", 1.0, box=4), id="a pull quote to share, en"),
        pytest.param(Line("»Vi lader ingen tilbage på isen«", 1.0, box=4), id="a pull quote to share, da"),
        pytest.param(Line("« Nous ne laissons personne derrière nous »", 1.0, box=4), id="a pull quote to share, fr"),
        pytest.param(Line("„Wir lassen niemanden zurück hier“", 1.0, box=4), id="a pull quote to share, de"),
        pytest.param(Line("1. the plan for the harbour and the pier", 1.0, box=4), id="a numbered heading"),
        pytest.param(Line("– the plan for the harbour and the pier", 1.0, box=4), id="an entry of a list"),
        pytest.param(Line("the plan for the harbour and the pier", 1.0, kind="item", box=4), id="an item"),
        pytest.param(Line("the plan for the harbour and the pier", 1.0, kind="cell", box=4), id="a cell"),
        pytest.param(Line("what is planned for the harbour and the pier", 1.0, kind="heading", box=4), id="a heading"),
    ],
)
def test_a_link_that_may_be_the_articles_own_stays(line):
    lines = [*PLAIN[:2], line, *PLAIN[2:]]
    assert decide(lines, PageContext())[2] is None


PAPERS = [
    Line(text, 1.0, box=box)
    for box, text in enumerate(
        ("threats in the north in 2026", "white paper of the ministry on the fleet", "minutes of the council")
    )
]


@pytest.mark.parametrize(
    ("over", "stay"),
    [
        pytest.param(Line("The following papers were used for this text:"), True, id="en"),
        pytest.param(Line("Følgende papirer er brugt til denne tekst:"), True, id="da"),
        pytest.param(Line("Для этого текста мы прочитали такие документы:"), True, id="ru"),
        pytest.param(Line("Diese Papiere haben wir für den Text gelesen:"), True, id="de"),
        pytest.param(Line("This is what else was printed on the day:", box=9), False, id="apart from the text"),
        pytest.param(Line("This is what else was printed on the day:", kind="heading"), False, id="a heading"),
        pytest.param(Line("This is what else was printed on the day"), False, id="no colon"),
        pytest.param(Line("Printed:"), False, id="a word"),
    ],
)
def test_links_that_a_sentence_of_the_text_introduces_stay(over, stay):
    lines = [*PLAIN[:2], over, *PAPERS, *PLAIN[2:]]
    found = decide(lines, PageContext())[3:5]
    assert (found == (None, None)) is stay
    if stay:
        assert decide([*lines, Line("ships wait for the ice to break", 1.0, box=8), PLAIN[0]], PageContext())[-2] is not None


SHARES = Line("Share this article", 1.0)


@pytest.mark.parametrize(
    ("beside", "stays"),
    [
        pytest.param([Line("- Bluesky", kind="item"), Line("- Facebook", kind="item")], [], id="a list"),
        pytest.param([Line("• Telegram", kind="item")], ["• Telegram"], id="one name over a sentence, which may be a heading"),
        pytest.param([Line("Telegram", 1.0)], [], id="a linked name over a sentence"),
        pytest.param([Line("Telegram", kind="heading")], ["Telegram"], id="a heading"),
        pytest.param([Line("Facebook", kind="cell"), Line("41", kind="cell")], ["Facebook", "41"], id="cells"),
        pytest.param(
            [Line("- Harbours", kind="item"), Line("- Facebook", kind="item")], ["- Harbours", "- Facebook"], id="apart"
        ),
        pytest.param([Line("- Facebook was down", kind="item")], ["- Facebook was down"], id="words with the name"),
    ],
)
def test_names_of_networks_beside_what_asks_to_share(beside, stays):
    lines = [*PLAIN[:2], SHARES, *beside, *PLAIN[2:]]
    assert list(kept(lines, decide(lines, PageContext()))) == [*BODY[:2], *stays, *BODY[2:]]


def linked(text: str) -> Line:
    return Line(text, 1.0)


HEADLINES = (
    "ice came to the coast two weeks late",
    "a new ship leaves the yard in the south",
    "levy on cod is to rise in autumn",
)


def of(author: Line) -> list[Line]:
    return [line for text in HEADLINES for line in (linked(text), author)]


@pytest.mark.parametrize(
    ("under", "goes"),
    [
        pytest.param(linked("Read on"), True, id="a button"),
        pytest.param(linked("Läs vidare"), True, id="a button, sv"),
        pytest.param(linked("Далее"), True, id="a button, ru"),
        pytest.param(Line("Yesterday"), True, id="a word that is no link"),
        pytest.param(linked("Anna Maria Lind"), False, id="a linked name"),
        pytest.param(Line("- Lind", 1.0, kind="item"), False, id="an entry of a list"),
        pytest.param(Line("Lind", 1.0, kind="cell"), False, id="a cell"),
    ],
)
def test_other_items_that_close_with_a_button(under, goes):
    lines = [
        *PLAIN,
        Line("From the coast", kind="heading"),
        *of(under),
        Line(f"{BODY[0]} Again."),
        Line(f"{BODY[1]} Again."),
    ]
    found = decide(lines, PageContext())[len(PLAIN) + 1 : -2]
    assert ((found[0], None in found) == (Reason.RELATED, False)) is goes


def test_a_list_that_is_most_of_the_text_keeps_its_buttons():
    lines = [PLAIN[0], Line("From the coast", kind="heading"), *of(linked("Read on")), *of(linked("Read on"))]
    assert Reason.RELATED not in decide(lines, PageContext())


# ------------------------------------------------------------------ facts that close with where to read more

TOLD = ("The fjord is eighty kilometres long.", "It is closed by ice in winter.", "Four hundred people live there.")


def told(*texts: str, kind: str = "", link: float = 0.0) -> list[Line]:
    return [Line(text, link, kind=kind, box=6) for text in texts]


@pytest.mark.parametrize(
    "pointer",
    [
        pytest.param("Read more: Ships wait for the ice", id="en"),
        pytest.param("Læs også: Skibene venter på isen", id="da"),
        pytest.param("Les også: Skipene venter på isen", id="no"),
        pytest.param("Läs mer: Fartygen väntar på isen", id="sv"),
        pytest.param("Lue myös: Laivat odottavat jäitä", id="fi"),
        pytest.param("Lestu einnig: Skipin bíða eftir ísnum", id="is"),
        pytest.param("Читайте также: Суда ждут льда", id="ru"),
        pytest.param("Lesen Sie auch: Die Schiffe warten auf das Eis", id="de"),
        pytest.param("À lire aussi : Les navires attendent la glace", id="fr"),
    ],
)
@pytest.mark.parametrize(
    "facts",
    [
        pytest.param(told(*TOLD), id="sentences"),
        pytest.param(told("80 km long", "closed in winter", "400 people", kind="item"), id="a list"),
    ],
)
@pytest.mark.parametrize("place", [pytest.param(2, id="amid the text"), pytest.param(4, id="below the text")])
def test_of_facts_only_the_closing_pointer_goes(pointer, facts, place):
    box = [*told("What the fjord is like"), *facts, *told(pointer, link=1.0)]
    lines = [*PLAIN[:place], *box, *PLAIN[place:]]
    assert [line for line, reason in zip(lines, decide(lines, PageContext()), strict=True) if reason] == box[-1:]


@pytest.mark.parametrize(
    "box",
    [
        pytest.param(told("The fjord", *TOLD[:2]), id="a teaser of two sentences"),
        pytest.param(told("The fjord", *TOLD[:2], "The yard and the levy"), id="a label among them"),
        pytest.param(told("The fjord", *TOLD[:2]) + told(TOLD[2], link=0.4), id="a sentence with a link"),
    ],
)
def test_a_box_of_other_items_goes_whole_with_its_pointer(box):
    lines = [*PLAIN[:2], *box, *told("Read more: Ships wait for the ice", link=1.0), *PLAIN[2:]]
    assert None not in decide(lines, PageContext())[2:-2]


# ------------------------------------------------------------------ what is set apart for the ear, the screen or a robot


@pytest.mark.parametrize(
    ("group", "text", "link", "reason"),
    [
        pytest.param("apart", "Figure of a ship", 0.0, Reason.OUTSIDE, id="a hint"),
        pytest.param("apart", "Use the arrow keys.", 0.0, Reason.OUTSIDE, id="a short sentence"),
        pytest.param("apart", BODY[3], 1.0, Reason.OUTSIDE, id="a paragraph that is a link"),
        pytest.param("apart", BODY[3], 0.0, None, id="a correction, a warning"),
        pytest.param("dialog", BODY[3], 0.0, Reason.OUTSIDE, id="over the page"),
    ],
)
def test_what_is_apart(group, text, link, reason):
    own = [
        Line(text) for text in (*BODY[:3], "Two of the older vessels have been laid up since January, as the yard has no dock.")
    ]
    own += [Line("The union of fishermen welcomed it, although it had asked for a helicopter and not for another ship up there.")]
    assert decide([*own, Line(text, link, frozenset({group}))], PageContext())[-1] is reason
