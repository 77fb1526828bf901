"""What stands below a press release, from whom to call to the sender's other releases."""

from __future__ import annotations

import pytest

from worker.extract.lines import Line
from worker.extract.noise import decide
from worker.extract.reasons import PageContext

RELEASE = (
    "The agency has stationed a fifth tug in the north from today, which can tow the largest ships that call there.",
    "It replaces an older vessel, said the head of preparedness, who had asked the ministry for it three times before.",
    "Five tugs are now on call between the southern cape and the border, and each of them can be at sea in half an hour.",
)
FINNISH = (
    "Virasto sijoittaa pohjoiseen viidennen hinaajan, joka pystyy hinaamaan suurimpiakin alueella liikkuvia aluksia myrskyssä.",
    "Alus korvaa vanhemman hinaajan, kertoo valmiusjohtaja, joka oli pyytänyt sitä ministeriöltä jo kolme kertaa aikaisemmin.",
    "Hinaajia päivystää nyt viisi, ja jokainen niistä pääsee tarvittaessa merelle puolessa tunnissa myös talvella ja yöllä.",
)


def stay(text: tuple[str, ...], below: list[Line]) -> list[str]:
    lines = [*map(Line, text), *below]
    reasons = decide(lines, PageContext())
    return [line.text for line, reason in zip(lines, reasons, strict=True) if reason is None]


def heading(text: str, box: int = -1) -> Line:
    return Line(text, kind="heading", box=box)


NEWSROOM = [
    heading("Contacts"),
    Line("Anna Lind"),
    Line("head of preparedness"),
    Line("Tel: 33 03 48 00"),
    heading("About the agency of the coast"),
    Line("The agency looks after lights, pilots and the sea lanes, and has some nine hundred people in all."),
    heading("Latest releases"),
    Line("Pilot boat back in service 10.11.2026 | Press release", link=0.6),
    Line("The boat was in the yard for two weeks."),
]


@pytest.mark.parametrize(
    ("text", "below"),
    [
        pytest.param(RELEASE, NEWSROOM, id="portrait and other releases"),
        pytest.param(RELEASE, [heading("Keywords"), Line("tug", link=1.0), *NEWSROOM], id="labels and links above it"),
        pytest.param(
            FINNISH,
            [
                heading("Yhteyshenkilöt"),
                Line("Puh: 0295 34 3333"),
                heading("Lue lisää julkaisijalta Virasto"),
                Line("Väylän syventäminen alkaa 4.11.2026 08:00:00 EET | Tiedote", link=0.5),
            ],
            id="Finnish",
        ),
        pytest.param(
            RELEASE,
            [
                Line("For more information, please contact:"),
                Line("press@tugs.example"),
                Line("Tugs of the North is a firm with sixty years at sea, and its ships are at home in three countries."),
            ],
            id="no headings",
        ),
    ],
)
def test_what_stands_below_a_release_goes(text, below):
    assert stay(text, below) == list(text)


@pytest.mark.parametrize(
    "below",
    [
        pytest.param([heading("Contacts"), Line("The two had met at sea, and nobody spoke of it.")], id="nobody to call"),
        pytest.param(
            [heading("Contacts"), Line("The number to call in need is still the old one, said the chief of the tugs on Monday."),
             Line("All who heard it laughed, and then they went back to the ropes and to the long wait for better weather.")],
            id="sentences",
        ),
    ],
)  # fmt: skip
def test_a_sub_heading_stays_with_its_text(below):
    assert stay(RELEASE, below) == [*RELEASE, *(line.text for line in below)]


TUGS = [Line("Tug: Sails to the cape on Friday."), Line("Pilots: Meet the tug at sea.")]


@pytest.mark.parametrize(
    ("below", "stays"),
    [
        pytest.param(TUGS, True, id="sentences"),
        pytest.param([*TUGS, Line("___"), Line("More of today: a.example/tugs", kind="label")], True, id="and more to read"),
        pytest.param([line._replace(link=1.0) for line in TUGS], False, id="linked sentences"),
        pytest.param([line._replace(box=4) for line in TUGS], False, id="sentences apart"),
        pytest.param([Line("Tug sails to the cape"), *TUGS], False, id="a label among them"),
    ],
)
def test_sentences_below_a_heading_of_other_items_are_the_text(below, stays):
    text = tuple(f"{line[:-1]} on day {day}." for day in range(4) for line in RELEASE)
    assert (stay(text, [Line("UP NEXT"), *below])[len(text) :][:3] == ["UP NEXT", *(line.text for line in TUGS)]) is stays


def test_a_box_of_contacts_within_the_text_takes_nothing_that_follows():
    box = [heading("Contacts", box=7), Line("Anna Lind", box=7), Line("Tel: 33 03 48 00", box=7)]
    assert stay(RELEASE, [*box, Line(RELEASE[0].replace("fifth", "sixth"))])[-1] == RELEASE[0].replace("fifth", "sixth")


def test_a_release_with_less_text_above_than_below_keeps_both():
    below = [heading("Contacts"), Line("press@tugs.example"), *map(Line, RELEASE)]
    assert stay(("The captain spoke for an hour in the hall, and all of the guests rose.",), below)[-3:] == list(RELEASE)


def test_a_page_of_nothing_but_links_keeps_its_first_line():
    lines = [Line(text, link=1.0) for text in (*RELEASE, "Contacts", "press@tugs.example")]
    assert decide(lines, PageContext())[0] is None


@pytest.mark.parametrize(
    ("below", "stays"),
    [
        pytest.param("“We had asked for this for years,” said the mayor.", True, id="a quotation"),
        pytest.param("We had asked for this for years.", False, id="a reader's letter"),
    ],
)
def test_a_quotation_below_a_word_for_comments(below, stays):
    lines = [*map(Line, RELEASE), heading("Comments", box=3), Line(below, box=5), Line(RELEASE[0].replace("fifth", "sixth"))]
    reasons = decide(lines, PageContext())
    assert (reasons[4] is None) is stays
    assert reasons[5] is None


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        pytest.param(
            "The minutes of the hearing show who voted for the plan.", True, id="one sentence, which may name a document"
        ),
        pytest.param(
            "The hearing was long. The minutes show who voted for the plan.", False, id="two, the teaser of another item"
        ),
        pytest.param("Who voted for the plan", False, id="a headline"),
    ],
)
def test_a_linked_line_in_a_box_below_the_text(text, stays):
    lines = [*map(Line, RELEASE), Line(text, link=1.0, box=3)]
    assert (decide(lines, PageContext())[-1] is None) is stays


# ------------------------------------------------------------------ places in a list of other items


RANKED = ("Ice came to the coast two weeks late", "A new ship leaves the yard in the south", "Levy on cod is to rise in autumn")


def ranked(signs: tuple[str, ...]) -> list[Line]:
    return [line for sign, text in zip(signs, RANKED, strict=True) for line in (Line(sign), Line(text, 1.0))]


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("Most read", id="en"),
        pytest.param("Mest læste", id="da"),
        pytest.param("Mest lest", id="no"),
        pytest.param("Mest läst", id="sv"),
        pytest.param("Luetuimmat", id="fi"),
        pytest.param("Mest lesið", id="is"),
        pytest.param("Самое читаемое", id="ru"),
        pytest.param("Meistgelesen", id="de"),
        pytest.param("Les plus lus", id="fr"),
    ],
)
@pytest.mark.parametrize(
    "signs", [pytest.param(("1", "2", "3"), id="numbers"), pytest.param(("8.", "9.", "10."), id="with a dot")]
)
def test_the_places_over_links_go_with_them(head, signs):
    lines = [*map(Line, RELEASE), Line(head), *ranked(signs), *(Line(f"{text} Again.") for text in RELEASE)]
    reasons = decide(lines, PageContext())
    assert None not in reasons[3:-3]
    assert set(reasons[:3] + reasons[-3:]) == {None}


@pytest.mark.parametrize(
    ("below", "stays"),
    [
        pytest.param([Line("2026"), Line("The year of two ships.")], ["2026", "The year of two ships."], id="a year"),
        pytest.param([Line("3"), Line("That many ships were sent.")], ["3", "That many ships were sent."], id="over no link"),
        pytest.param(
            [Line("3 ships"), Line("That many were sent.")], ["3 ships", "That many were sent."], id="a number of things"
        ),
    ],
)
def test_numbers_below_a_list_of_links_that_are_no_places(below, stays):
    again = [Line(f"{text} Again.") for text in RELEASE]
    lines = [*map(Line, RELEASE), Line("Most read"), *ranked(("1", "2", "3")), *below, *again]
    kept = [line.text for line, reason in zip(lines, decide(lines, PageContext()), strict=True) if reason is None]
    assert kept == [*RELEASE, *stays, *(line.text for line in again)]


def test_numbers_over_links_below_a_heading_of_the_text_stay():
    again = [Line(f"{text} Again.") for text in RELEASE]
    lines = [*map(Line, RELEASE), heading("The ships"), Line("1"), Line("The tug in the south.", 1.0), *again]
    assert set(decide(lines, PageContext())) == {None}
