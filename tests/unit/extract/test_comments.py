"""What readers wrote below an article: what goes, and what looks like it and stays."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from worker.extract.comments import stamp_name
from worker.extract.html import extract_html
from worker.extract.lines import Line
from worker.extract.noise import decide
from worker.extract.reasons import PageContext, Reason

BODY = (
    "The coast guard sent a second ship to the fjord on Tuesday, and the governor said that more would follow soon.",
    "Nobody in the village had expected it so early, he said, because the ice was still too thick for the older vessels.",
    "Its crew will stay until the end of the season and will then be relieved by volunteers from the mainland, it was said.",
    "The council is going to discuss in the spring whether a permanent station could be paid for from the fishing levy.",
)
MORE = (
    "For the shipowners the matter is settled: without an escort none of their tankers will leave the terminal before April.",
    "Insurers had raised the premium twice since the autumn, and a third time after the cable to the islands was cut.",
    "Two aircraft of the navy have watched the strait from the air since the weekend, the commander of the base confirmed.",
)
PLAIN = [Line(text) for text in BODY]
SAID = (
    "I sailed past that place last summer and the ice was much thinner than any of the charts would say.",
    "They should have asked the fishermen first, who know every rock of the fjord since they were boys.",
    "Nobody listens to us anyway, so why would they begin now of all times, when the money is gone?",
)
TITLE = "Second ship sent to the fjord"


def page(below: str, language: str = "en", above: str = "") -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in (*BODY, *MORE))
    body = f"<article><h1>{TITLE}</h1>{above}{text}{below}</article>"
    return f'<!DOCTYPE html><html lang="{language}"><head><title>{TITLE}</title></head><body>{body}</body></html>'.encode()


def read(below: str, language: str = "en", above: str = "") -> list[str]:
    return extract_html(page(below, language, above), "https://paper.example/ship", "utf-8").text.split("\n")


def boxed(heads: Iterable[str], style: str = "k4") -> str:
    """Entries as a comment system writes them: a box each, classes that say nothing."""
    said = zip(heads, SAID, strict=False)
    return "".join(f'<div class="k3"><div class="{style}">{head}</div><div class="k5">{text}</div></div>' for head, text in said)


def flat(heads: Iterable[str]) -> str:
    return "".join(f"<p><strong>{head}</strong></p><p>{text}</p>" for head, text in zip(heads, SAID, strict=False))


# ------------------------------------------------------------------ between the buttons for an answer


@pytest.mark.parametrize(("below", "gone"), [(BODY, False), (BODY[:2], False), ((), True)])
def test_a_label_that_comes_twice_within_the_text_lists_no_comments(below, gone):
    lines = [*BODY, *BODY[:3], "Comment", "Nobody had asked the mayor of the town.", "Comment", *below]
    lines = [f"{n}: {text}" if text in BODY else text for n, text in enumerate(lines)]
    assert (decide([Line(text) for text in lines], PageContext())[-1 - len(below)] is Reason.COMMENTS) is gone


def test_comments_go_with_the_labels_below_them():
    comments = [
        line for text in ("Well explained, thank you.", "I was there and remember it.") for line in (Line(text), Line("Reply"))
    ]
    reasons = decide([*map(Line, BODY), *comments], PageContext())
    assert reasons[:4] == (None,) * 4
    assert set(reasons[4:]) == {Reason.COMMENTS}


def test_one_reply_says_nothing_of_the_line_above_it():
    assert decide([*map(Line, BODY), Line("Reply")], PageContext())[3] is None


@pytest.mark.parametrize(
    ("label", "goes"),
    [
        pytest.param("Antworten", True, id="de"),
        pytest.param("Svar", True, id="da and no"),
        pytest.param("Reply", True, id="en"),
        pytest.param("Antworten der Reederei", False, id="a heading"),
    ],
)
def test_readers_between_the_buttons_for_an_answer(label, goes):
    below = [Line("They said the same in spring."), Line(label), Line("And who is going to pay for it?"), Line(label)]
    reasons = decide([*PLAIN, *below], PageContext())[len(PLAIN) :]
    assert (set(reasons) == {Reason.COMMENTS}) is goes


def test_one_list_of_answers_stays():
    assert decide([*PLAIN[:3], Line("Antworten"), PLAIN[3]], PageContext()) == (None,) * 5


@pytest.mark.parametrize(
    "buttons",
    [
        pytest.param("Reply · Like · Report", id="en"),
        pytest.param("Svar · Liker · Rapporter", id="no"),
        pytest.param("Svar | Synes om | Anmeld", id="da"),
        pytest.param("Svara • Gilla • Anmäl", id="sv"),
        pytest.param("Vastaa  Tykkää  Ilmianna", id="fi"),
        pytest.param("Svara, Líkar, Tilkynna", id="is"),
        pytest.param("Ответить · Нравится · 12", id="ru"),
        pytest.param("Antworten · Gefällt mir 14", id="de"),
        pytest.param("Répondre · Signaler", id="fr"),
        pytest.param("Answer · 3", id="en answer"),
    ],
)
def test_buttons_beside_the_one_for_an_answer(buttons):
    below = [line for text in SAID for line in (Line(text), Line(buttons))]
    reasons = decide([*PLAIN, *map(Line, MORE), *below], PageContext())
    assert [reason is None for reason in reasons] == [True] * 7 + [False] * 6


@pytest.mark.parametrize("beside", ["Like · Ships", "Report on the ice", "Share", "Reply of the ministry", "Svar fra kapteinen"])
def test_words_that_are_no_buttons(beside):
    below = [line for text in SAID for line in (Line(beside), Line(text))]
    assert decide([*PLAIN, *map(Line, MORE), *below], PageContext())[7:].count(Reason.COMMENTS) == 0


QUESTIONS = ("Will the ferry run in winter?", "Who pays for it?", "When will it start?")
ANSWERS = ("It will, twice a week, as long as the ice allows it.", "The county does.", "In November, says the shipping company.")


@pytest.mark.parametrize("tag", ["p", "h4", "b"])
@pytest.mark.parametrize(
    ("language", "question", "answer"),
    [
        pytest.param("en", "Question", "Answer", id="en"),
        pytest.param("no", "Spørsmål", "Svar", id="no"),
        pytest.param("da", "Spørgsmål", "Svar", id="da"),
        pytest.param("sv", "Fråga", "Svar", id="sv"),
        pytest.param("fi", "Kysymys", "Vastaus", id="fi"),
        pytest.param("is", "Spurning", "Svar", id="is"),
        pytest.param("ru", "Вопрос", "Ответ", id="ru"),
        pytest.param("de", "Frage", "Antwort", id="de"),
        pytest.param("fr", "Question", "Réponse", id="fr"),
    ],
)
def test_questions_and_their_answers_stay(language, question, answer, tag):
    told = zip(QUESTIONS, ANSWERS, strict=True)
    below = "".join(f"<{tag}>{question}</{tag}><p>{q}</p><{tag}>{answer}</{tag}><p>{a}</p>" for q, a in told)
    assert {*QUESTIONS, *ANSWERS}.issubset(read(below, language))


@pytest.mark.parametrize(
    "below",
    [
        pytest.param([Line("Svar"), Line("Fylket.", kind="item"), Line("Svar"), Line("November", kind="item")], id="in lists"),
        pytest.param(
            [Line("Who pays?"), Line("Svar"), Line("Fylket"), Line("When?"), Line("Svar"), Line("I november")], id="short"
        ),
        pytest.param([Line("Reply", kind="heading"), Line(SAID[0]), Line("Reply", kind="heading"), Line(SAID[1])], id="headings"),
        pytest.param(
            [Line("It sails."), Line("Svar", kind="cell"), Line("It waits."), Line("Svar", kind="cell")], id="cells of a table"
        ),
    ],
)
def test_answers_under_their_label_stay(below):
    assert set(decide([*PLAIN, *map(Line, MORE), *below], PageContext())) == {None}


@pytest.mark.parametrize(
    "label",
    [
        pytest.param(Line("Svar", link=1.0), id="a link"),
        pytest.param(Line("Svar · Liker"), id="another button beside it"),
    ],
)
def test_buttons_between_questions_of_readers(label):
    below = [line for text in ("Who pays for it?", "And when?", "So what?") for line in (Line(text), label)]
    assert all(decide([*PLAIN, *map(Line, MORE), *below], PageContext())[7:])


# ------------------------------------------------------------------ under a name and how long ago that was

STAMPS = {
    "en": ("Kari N. · 2 hours ago", "tor22 · an hour ago", "Old Salt · 3 days ago"),
    "no": ("Kari N. · 2 timer siden", "tor22 · for en time siden", "Gammel skipper · 3 dager siden"),
    "da": ("Kari N. · for 2 timer siden", "tor22 · en time siden", "Gammel skipper · 3 dage siden"),
    "sv": ("Kari N. · för 2 timmar sedan", "tor22 · för en timme sedan", "Gammal skeppare · 3 dagar sedan"),
    "fi": ("Kari N. · 2 tuntia sitten", "tor22 · tunti sitten", "Vanha kippari · 3 päivää sitten"),
    "is": ("Kari N. · fyrir 2 klukkustundum", "tor22 · fyrir klukkutíma", "Gamli sjór · fyrir 3 dögum"),
    "ru": ("Кари Н. · 2 часа назад", "tor22 · час назад", "Старый моряк · 3 дня назад"),
    "de": ("Kari N. · vor 2 Stunden", "tor22 · vor einer Stunde", "Alter Seebär · vor 3 Tagen"),
    "fr": ("Kari N. · il y a 2 heures", "tor22 · il y a une heure", "Vieux marin · il y a 3 jours"),
}
OWN = [*BODY, *MORE]


@pytest.mark.parametrize("language", STAMPS)
def test_boxes_of_readers_below_the_text_go(language):
    assert read(boxed(STAMPS[language]), language) == OWN


@pytest.mark.parametrize("language", STAMPS)
def test_readers_below_their_label_go_without_boxes(language):
    assert read(f"<h3>Disqus: 3 comments</h3>{flat(STAMPS[language])}".replace("Disqus: ", ""), language) == OWN


@pytest.mark.parametrize(
    "form",
    ["{} ({})", "{}, {}", "{} – {}", "{} | {} | Reply", "<b>{}</b> • <time>{}</time>", "{1} · {0}", "by {}, {}"],
)
def test_forms_of_what_stands_over_a_comment(form):
    heads = [form.format(*stamp.split(" · ")) for stamp in STAMPS["en"]]
    assert read(boxed(heads)) == OWN


@pytest.mark.parametrize(
    "ages",
    [
        pytest.param(("yesterday", "Yesterday at 14:20", "3 h"), id="en"),
        pytest.param(("i går", "i går kl. 14.20", "3 t"), id="no"),
        pytest.param(("eilen", "eilen klo 14.20", "3 pv"), id="fi"),
        pytest.param(("вчера", "вчера в 14:20", "3 ч"), id="ru"),
        pytest.param(("gestern", "gestern um 14:20", "3 Std."), id="de"),
        pytest.param(("hier à 14:20", "hier, 14h20", "3 j"), id="fr"),
    ],
)
def test_short_ages_behind_a_dot(ages):
    assert read(boxed(f"{who} · {when}" for who, when in zip(("Kari N.", "tor22", "Old Salt"), ages, strict=True))) == OWN


# What is written like it, three lines each, over text of the article's own.
CHRONOLOGY = {
    "en": ("Yesterday morning", "Yesterday evening", "What happened yesterday"),
    "no": ("I går morges", "I går kveld", "Hva skjedde i går"),
    "sv": ("I går morse", "I går kväll", "Vad som hände i går"),
    "fi": ("Eilen aamulla", "Eilen illalla", "Mitä eilen tapahtui"),
    "is": ("Í gær um morgun", "Í gær um kvöld", "Hvað gerðist í gær"),
    "ru": ("Вчера утром", "Вчера вечером", "Что было вчера"),
    "de": ("Gestern Morgen", "Gestern Abend", "Was gestern geschah"),
    "fr": ("Hier matin", "Hier soir", "Ce qui se passa hier"),
}
HEADINGS = {
    "en": ("A case for an icebreaker", "Race for a harbour", "Room for one ferry"),
    "no": ("Kamp for et bedre liv", "Plass for en ferge", "Rom for 20 båter"),
    "da": ("Kamp for et bedre liv", "Plads for en færge", "Rum for 20 både"),
    "sv": ("Kamp för ett bättre liv", "Plats för en färja", "Rum för 20 båtar"),
    "is": ("Barátta fyrir einni höfn", "Pláss fyrir 20 báta", "Rúm fyrir ferju"),
    "de": ("Angst vor einem Krieg", "Warnung vor 20 Delegierten", "Flucht vor einem Sturm"),
}
OTHERS = {
    "lengths": ("Preparation 20 min", "Baking 30 min", "Cooling 1 h"),
    "weights": ("Crane Berta 20 t", "Crane Anna 12 t", "Crane Clara 5 t"),
    "routes": ("Tromsø – Bodø, 3 h", "Bodø – Værøy, 5 h", "Værøy – Røst, 2 h"),
    "where to click": ("Mehr Informationen hier", "Karte des Fjords hier", "Bilder hier"),
    "findings": ("Found 3 days ago", "Lost 2 weeks ago", "Sunk a month ago"),
    "posts of one author": ("Kari N. · 2 hours ago", "Kari N. · 3 hours ago", "Kari N. · 4 hours ago"),
    "two reporters in turn": ("Kari N. · 2 hours ago", "Ole B. · 3 hours ago", "Kari N. · 4 hours ago"),
    "updates": ("Updated · 2 hours ago", "Updated · 3 hours ago", "Updated · yesterday"),
    "sentences": ("He left 2 hours ago.", "She came 3 hours ago.", "It sank a day ago."),
}
ALIKE = [
    pytest.param(heads, id=f"{kind}-{name}")
    for kind, table in (("chronology", CHRONOLOGY), ("headings", HEADINGS), ("others", OTHERS))
    for name, heads in table.items()
]


@pytest.mark.parametrize("heads", ALIKE)
def test_text_under_what_looks_like_a_stamp_stays(heads):
    assert set(SAID) <= set(read(boxed(heads)))  # their labels go as lines of other blocks
    assert read(flat(heads)) == [*OWN, *(line for pair in zip(heads, SAID, strict=True) for line in pair)]


def test_the_ticker_of_those_whom_the_byline_names_stays():
    below = boxed(("Kari N. · 2 hours ago", "Ole B. · 3 hours ago", "Eva D. · 4 hours ago"))
    assert set(SAID) <= set(read(f"<p>The reporters Kari N. and Ole B. were on board of the second ship.</p>{below}"))


def test_entries_in_the_running_text_stay():
    assert set(SAID) <= set(read(flat(STAMPS["en"])))


def test_the_text_that_goes_on_below_stays_with_what_is_above_it():
    assert {*SAID, *BODY} <= set(read(f"{boxed(STAMPS['en'])}<p>{BODY[0]} And again.</p>"))


def test_a_document_of_such_entries_under_headings_stays():
    said = {f"{text} This was on day {n}." for n in range(2) for text in SAID}
    parts = (
        f"<h2>Day {n}</h2>{boxed(STAMPS['en']).replace('.</div></div>', f'. This was on day {n}.</div></div>')}" for n in range(2)
    )
    assert {line for line in said if "gone?" not in line} <= set(read("".join(parts)))


@pytest.mark.parametrize("above", ["<p>Kari Nordmann · 2 hours ago</p>", '<div class="k4">Kari Nordmann · 2 hours ago</div>'])
def test_who_wrote_the_article_and_when_takes_no_text_along(above):
    assert set(OWN) <= set(read(boxed(STAMPS["en"]), above=f"<p>{OWN[0]} Once more.</p>{above}"))


def test_a_name_that_closes_the_text_stays_above_the_readers():
    assert read(f"<p>Ole Hansen, Vardø</p>{boxed(STAMPS['en'])}") == [*OWN, "Ole Hansen, Vardø"]


def test_a_heading_over_the_readers_goes_with_them():
    assert read(f"<h3>From the harbour</h3>{boxed(STAMPS['en'])}") == OWN


APART = '<div class="q1"><p>The lamp of the pier burns a litre of oil each night.</p></div>'
READERS = ("Kari Nordmann · 2 hours ago", "Ola Berg · 3 hours ago", "Per Lund · 5 hours ago")


def test_what_is_set_apart_below_the_readers_goes():
    assert read(boxed(READERS) + APART) == read("") == [*BODY, *MORE]
    assert "a litre of oil" in "".join(read(APART))


@pytest.mark.parametrize(
    "follows",
    [
        pytest.param("<p>The ferry has sailed since Monday.</p>", id="running text"),
        pytest.param(
            f'<div class="q2">{"".join(f"<p>And then: {text}</p>" for text in (*BODY, *SAID))}</div>', id="another article"
        ),
    ],
)
def test_what_is_set_apart_stays_where_more_follows(follows):
    assert "a litre of oil" in "".join(read(boxed(READERS) + APART + follows))


@pytest.mark.parametrize(
    "note",
    [
        pytest.param("<p>Correction: An earlier version said six piles of the quay were lost.</p>", id="a correction"),
        pytest.param("<h3>The quay in figures</h3><ul><li>Length: 210 metres</li><li>Depth: 9 metres</li></ul>", id="facts"),
        pytest.param("<h3>Where the quay is told of</h3><p>The harbour office published its report in May.</p>", id="sources"),
    ],
)
def test_notes_below_the_readers_stay(note):
    assert "quay" in "".join(read(boxed(READERS) + f'<div class="q4">{note}</div>'))


def test_a_box_of_reactions_without_readers_takes_nothing_along():
    reactions = f'<div class="q3"><h3>Comments</h3>{"".join(f"<p>{text}</p>" for text in SAID)}</div>'
    assert "a litre of oil" in "".join(read(reactions + APART))


@pytest.mark.parametrize(
    ("between", "goes"),
    [("<p>Your email address will not be published. Required fields are marked.</p>", True), (f"<p>{SAID[0]}</p>", False)],
)
def test_a_heading_goes_with_rules_between_it_and_the_readers(between, goes):
    assert ("Now it is up to them" not in read(f"<h3>Now it is up to them</h3>{between}{boxed(READERS)}")) is goes


def test_deciding_twice_takes_no_more():
    lines = [Line(text) for text in OWN]
    for head, said in zip(STAMPS["en"], SAID, strict=True):
        lines += [Line(head, box=9, look="p.k1"), Line(said, box=9, look="p.k2")]
    reasons = decide(lines, PageContext())
    assert [reason is None for reason in reasons] == [True] * 7 + [False] * 6
    assert set(decide([line for line, reason in zip(lines, reasons, strict=True) if not reason], PageContext())) == {None}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("Kari Nordmann 2 hours ago", "Kari Nordmann", id="a full name"),
        pytest.param("Kari, 2 hours ago", "Kari", id="a comma"),
        pytest.param("2 hours ago by Kari", "Kari", id="the age first"),
        pytest.param("Kari 2 hours ago", "", id="one word alone"),
        pytest.param("2 hours ago", "", id="no name"),
        pytest.param("12, 2 hours ago", "", id="a number"),
        pytest.param("The man at the pier and his dog, 2 hours ago", "", id="too many words"),
        pytest.param("Kari, 2 hours ago, wrote this", "Kari", id="little behind"),
        pytest.param("Kari, 2 hours ago, wrote all this", "", id="more behind"),
    ],
)
def test_the_name_of_who_wrote_a_comment(text, name):
    assert stamp_name(Line(text)).strip(" ,.·").removeprefix("by ") == name


# ------------------------------------------------------------------ over a line that says who and when


def letters(texts: Iterable[str]) -> list[Line]:
    return [line for day, text in enumerate(texts, 9) for line in (Line(text), Line(f"Written by Ole {day}, {day} January 2026"))]


def test_letters_that_are_the_document_stay():
    assert set(decide(letters((*BODY, *MORE)), PageContext())) == {None}


def test_readers_below_a_longer_text_go():
    reasons = decide([*PLAIN, *map(Line, MORE), *letters(SAID)], PageContext())
    assert reasons[9:] == (Reason.COMMENTS,) * 4


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([Line("Reply"), Line(BODY[0])] * 10_000, id="replies"),
        pytest.param([Line("Svar"), Line("Ice?")] * 10_000, id="labels that are nouns"),
        pytest.param([Line("Kari N. · 2 hours ago"), Line("Ice")] * 10_000, id="stamps without text"),
        pytest.param([*PLAIN, *[Line("Kari N. · 2 hours ago", box=1, look="p.a"), Line("Ice", box=1)] * 10_000], id="one name"),
        pytest.param([*PLAIN, *[Line(f"R{n} X. · 2 hours ago", box=1, look="p.a") for n in range(20_000)]], id="names in a row"),
        pytest.param([Line("for a " * 16)] * 20_000, id="nearly an age"),
    ],
)
def test_large_documents_of_comments(lines):
    assert len(decide(lines, PageContext())) == len(lines)


TOLD = (
    "The coast guard sent a second ship to the fjord on Tuesday, and the governor said that more would follow soon.",
    "Nobody in the village had expected it so early, he said, because the ice was still too thick for the older vessels.",
    "Its crew will stay until the end of the season and will then be relieved by volunteers from the mainland, it was said.",
)
WRITERS = (
    ("Margaret T. 20 minutes ago", "Does the ferry still sail?"),
    ("skipper_joe 18 hours ago", "Sorry, but that is an old map."),
)


@pytest.mark.parametrize(
    ("heading", "writers", "stays"),
    [
        pytest.param("<h3>Add your thoughts</h3>", WRITERS, False, id="under a heading, each once"),
        pytest.param("", WRITERS, True, id="without a heading"),
        pytest.param("<h3>Minute by minute</h3>", WRITERS[:1] * 2, True, id="one writer twice"),
    ],
)
def test_comments_without_a_box_go_under_a_heading(heading, writers, stays):
    below = heading + "".join(f"<p><b>{name}</b><br>{text}</p>" for name, text in writers)
    body = f"<h1>Second ship</h1>{''.join(f'<p>{text}</p>' for text in TOLD)}{below}"
    found = extract_html(f"<html lang=en><body>{body}</body></html>".encode(), "https://coast.example/a", "utf-8").text
    assert (writers[0][1] in found) is stays
    assert all(text in found for text in TOLD)


# ------------------------------------------------------------------ names of one word, and what programs write

LONE_STAMPS = ("Kari N. 2 hours ago", "Old Salt 5 hours ago", "Northerner 1 day ago")


def test_a_name_of_one_word_among_others_is_one():
    assert read(f"<h3>Comments</h3>{flat(LONE_STAMPS)}") == OWN


@pytest.mark.parametrize("label", ["Found 3 days ago", "Sunk 2 hours ago"])
def test_a_word_and_an_age_alone_is_a_label(label):
    assert stamp_name(Line(label)) == ""
    assert label in read(f"<p>{label}</p><p>{SAID[0]}</p>")


@pytest.mark.parametrize(
    "stamp",
    [
        "Kari says: 16 December 2026 20:15",
        "Kari sier: 16. desember 2026 kl. 20:15",
        "Kari siger: 16. december 2026 kl. 20:15",
        "Kari säger: 16 december 2026 kl. 20:15",
        "Kari sanoo: 16. joulukuuta 2026 20:15",
        "Kari segir: 16. desember 2026 kl. 20:15",
        "Кари пишет: 16 декабря 2026 20:15",
        "Kari sagt: 16. Dezember 2026 um 20:15 Uhr",
        "Kari dit : 16 décembre 2026 20:15",
        "Kari says: 2 hours ago",
    ],
)
def test_who_says_it_and_when(stamp):
    assert stamp_name(Line(stamp)).casefold() in ("kari", "кари")


@pytest.mark.parametrize("line", ["Kari says: we stay", "The minister says: 40 ships by 2030", "Kari sagt: Wir bleiben bis 2030"])
def test_what_somebody_says_is_no_stamp(line):
    assert stamp_name(Line(line)) == ""


def test_comments_of_a_common_program_go_below_any_heading():
    stamps = ("Kari says: 16 December 2026 20:15", "Salt says: 17 December 2026 8:02", "Tor N. says: 17 December 2026 9:40")
    assert read(f"<h3>Your view, please</h3>{flat(stamps)}") == OWN


@pytest.mark.parametrize(
    "below",
    [
        pytest.param(
            f"<h2>25 comments</h2><p>Sent in by the end of May 2026</p><p>{SAID[0]}</p><p>{SAID[1]}</p>", id="a hearing"
        ),
        pytest.param(f"<h3>Status</h3>{boxed(('Started 5 days ago', 'Extended 3 days ago'))}", id="a search"),
    ],
)
def test_what_comes_under_a_count_or_an_age_is_text(below):
    assert SAID[0] in read(below)


def test_a_name_of_one_word_above_the_first_whole_one_is_a_label():
    heads = ("Extended 3 days ago", "Kari N. 2 hours ago", "Old Salt 5 hours ago")
    assert SAID[0] in read(f"<h3>Comments</h3>{flat(heads)}")
