"""What a text adds to what was told."""

import itertools
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.developments.novelty import OUTCOMES, TURNS, new_facts, new_sentences
from worker.model import Features

Read = Callable[..., Features]

TOLD = "The cable to Sunnoy was cut near Vardal on Tuesday. The repair ship Hedda left port. Police suspect an anchor."


@pytest.mark.parametrize(
    ("text", "told", "limit", "expected"),
    [
        pytest.param("", [TOLD], 4, (), id="empty"),
        pytest.param("Three engineers from Oslo inspected the damaged section.", [TOLD], 0, (), id="limit none"),
        pytest.param(TOLD, [TOLD], 4, (), id="all told"),
        pytest.param("Near Vardal the cable to Sunnoy was cut Tuesday.", [TOLD], 4, (), id="told in another order"),
        pytest.param("Read more.", [TOLD], 4, (), id="a fragment"),
        pytest.param(
            "The ship Hedda left port. Engineers from Oslo inspected the damaged section.",
            [TOLD],
            4,
            ("Engineers from Oslo inspected the damaged section.",),
            id="the new one",
        ),
        pytest.param(
            "The repair ship Hedda left port with 31 police.",
            [TOLD],
            4,
            ("The repair ship Hedda left port with 31 police.",),
            id="a new number in told words",
        ),
        pytest.param(
            "Engineers from Oslo inspected the damaged section. Ferries carry diesel across fjord waters. "
            "The Hedda crew repaired Sunnoy power lines.",
            [TOLD],
            2,
            ("Engineers from Oslo inspected the damaged section.", "Ferries carry diesel across fjord waters."),
            id="the newest ones, in text order",
        ),
        pytest.param(
            "Engineers from Oslo inspected the damaged section.",
            ["Engineers inspected", "a section of Oslo, damaged"],
            4,
            (),
            id="covered by several texts together",
        ),
    ],
)
def test_new_sentences(text: str, told: list[str], limit: int, expected: tuple[str, ...]) -> None:
    assert new_sentences(text, told, limit) == expected


@given(st.text(max_size=500), st.lists(st.text(max_size=200), max_size=3), st.integers(-1, 5))
def test_sentences_come_from_the_text_in_order(text: str, told: list[str], limit: int) -> None:
    found = new_sentences(text, told, limit)
    assert len(found) <= max(0, limit)
    places = [text.find(sentence) for sentence in found]
    assert -1 not in places
    assert new_sentences(text, [*told, text], limit) == ()


def test_long_texts_are_read_to_a_limit() -> None:
    text = " ".join(f"Sentence number{i} mentions harbour{i} against glacier{i}." for i in range(30_000))
    assert len(new_sentences(text, [TOLD])) == 4


# ------------------------------------------------------------------ facts that make an update


def report(
    hours: float | None,
    title: Sequence[str] = (),
    lead: Sequence[str] = (),
    behind: Sequence[str] = (),
    *,
    days: Sequence[int] = (),
    numbers: Collection[str] = (),
    words: int = 100,
) -> Features:
    """A document so many hours after noon of January 7, 2026, with the concepts of its parts and the days that it names."""
    every = (*title, *lead, *behind)
    return Features(
        "en",
        None if hours is None else datetime(2026, 1, 7, 12, tzinfo=UTC) + timedelta(hours=hours),
        "" if hours is None else "published",
        {},
        {},
        concepts={concept: 1 / (n + 2) for n, concept in enumerate(every)},
        lead=frozenset(numbers),
        headline=frozenset(title),
        opening=frozenset((*title, *lead)),
        event_dates=tuple(date(2026, 1, day) for day in days),
        words=words,
    )


FIRST = report(0, ["cable"], ["leak"], ["repair"], days=[6], numbers={"12|farms", "cable", "9|ships", "5|skib|ship", "4|miles|~"})
LATER = "2026-01-08, was 2026-01-06"
QUIET = "the first report for 1 day"
ARREST, TWO = ("first told: arrest",), ("first told: arrest, tow",)


@pytest.mark.parametrize(
    ("f", "expected"),
    [
        pytest.param(report(9, ["embassy"]), (), id="a turn in the title is not enough"),
        pytest.param(report(9, ["arrest"]), ARREST, id="an outcome there is"),
        pytest.param(report(9, ["end"]), ("first told: end",), id="so is an end"),
        pytest.param(report(9, ["correct"]), ("first told: correct",), id="and a correction"),
        pytest.param(report(30, [], ["end"]), (), id="an end further down is none"),
        pytest.param(report(9, [], ["arrest"]), (), id="in the lead it is not"),
        pytest.param(report(9, ["arrest"], words=131), (), id="nor in a long text"),
        pytest.param(report(9, ["arrest", "tow"]), TWO, id="two are"),
        pytest.param(report(9, ["arrest"], ["tow"]), TWO, id="one there and one in the lead"),
        pytest.param(report(9, ["arrest"], [], ["tow"]), TWO, id="one there and one behind"),
        pytest.param(report(9, [], ["arrest"], ["tow"]), (), id="one in the lead and one behind: not enough"),
        pytest.param(report(9, [], ["arrest", "tow"]), (), id="two in the lead are not"),
        pytest.param(report(9, [], [], ["arrest", "tow", "charge", "court", "prison"]), (), id="five behind: looking back"),
        pytest.param(report(20, [], ["arrest"], days=[8]), (*ARREST, LATER), id="on a later day it is"),
        pytest.param(report(20, [], ["arrest"], ["tow"], days=[8]), (*TWO, LATER), id="with one behind it is too"),
        pytest.param(report(20, [], [], ["arrest"], days=[8]), (), id="one behind on a later day: not enough"),
        pytest.param(report(20, [], [], ["arrest", "tow"], days=[8]), (*TWO, LATER), id="two behind on a later day"),
        pytest.param(report(20, days=[8]), (), id="a later day alone"),
        pytest.param(report(20, numbers={"31|farms"}, days=[8]), ("31 farms, was 12", LATER), id="another number on a later day"),
        pytest.param(
            report(20, numbers={"3|ships|ship"}, days=[8]), ("3 ships, was 5", LATER), id="of a thing that languages share"
        ),
        pytest.param(report(20, numbers={"7|miles|~"}, days=[8]), (), id="another measure on a later day: not enough"),
        pytest.param(
            report(20, [], [], ["arrest"], days=[8], numbers={"7|miles|~"}),
            (*ARREST, "7 miles, was 4", LATER),
            id="with a turn behind it is",
        ),
        pytest.param(report(9, numbers={"31|farms"}), (), id="another number alone"),
        pytest.param(
            report(9, [], ["arrest"], numbers={"31|farms"}), (*ARREST, "31 farms, was 12"), id="a number and a turn in the lead"
        ),
        pytest.param(report(9, [], [], ["arrest"], numbers={"31|farms"}), (), id="a number and a turn behind: not enough"),
        pytest.param(
            report(9, ["fire"], ["tow"], numbers={"31|farms"}), ("first told: fire, tow", "31 farms, was 12"), id="and two"
        ),
        pytest.param(report(20, numbers={"14|cows", "31"}, days=[8]), (), id="another unit, and a number of nothing"),
        pytest.param(report(9, ["leak"], ["arrest"], ["tow"]), (), id="a turn that was prominent before"),
        pytest.param(report(9, ["repair"], ["arrest"], ["tow"]), ("first told: repair, arrest, tow",), id="one that was not"),
        pytest.param(report(23.9, [], ["arrest"]), (), id="before a day is over"),
        pytest.param(report(24, [], ["arrest"]), (*ARREST, QUIET), id="after a silence of a day"),
        pytest.param(report(24, [], [], ["arrest"]), (*ARREST, QUIET), id="so is one behind"),
        pytest.param(report(24), (), id="nothing new after a silence"),
        pytest.param(report(24 * 7 - 0.1), (), id="before a week is over"),
        pytest.param(report(24 * 7), ("the first report for 7 days",), id="nothing new after a week"),
        pytest.param(report(24 * 7, words=131), ("the first report for 7 days",), id="nor in a long text"),
        pytest.param(replace(report(24 * 7), language="de"), ("the first report for 7 days",), id="nor abroad"),
        pytest.param(replace(report(24 * 7, words=131), language="de"), (), id="a long text abroad"),
        pytest.param(
            report(80, [], [], ["arrest", "tow"]), (*TWO, "the first report for 3 days"), id="two are, after three days"
        ),
        pytest.param(report(24, [], ["arrest"], words=131), (), id="a long text after a silence looks back"),
        pytest.param(report(9, ["helicopter", "minister"], ["whale"]), (), id="new concepts that are no turns"),
        pytest.param(report(2.9, ["arrest"]), (), id="while the first reports come in"),
        pytest.param(report(2.9, ["arrest", "tow"]), TWO, id="unless much is new"),
        pytest.param(report(3, ["arrest"]), ARREST, id="after three hours"),
        pytest.param(report(9, ["arrest"], [], ["tow"], words=131), (), id="a long text looks back"),
        pytest.param(report(9, ["arrest"], [], ["tow"], words=130), TWO, id="a shorter one does not"),
        pytest.param(report(None, ["arrest", "tow"], days=[8]), (), id="undated"),
        pytest.param(report(-1, ["arrest", "tow"], days=[8]), (), id="older than what is known"),
        pytest.param(
            report(9, ["charge", "tow"], ["arrest", "court"]), ("first told: charge, tow, arrest",), id="three, the title first"
        ),
    ],
)
def test_new_facts(f: Features, expected: tuple[str, ...]) -> None:
    assert new_facts(f, [FIRST]) == expected


@pytest.mark.parametrize(
    ("told", "called"),
    [
        pytest.param("seize", "arrest", id="a ship is seized here and held there"),
        pytest.param("sentence", "verdict", id="a sentence is a verdict"),
        pytest.param("dismiss", "resign", id="who was dismissed has to go"),
        pytest.param("pollution", "leak", id="what pollutes has leaked"),
        pytest.param("reopen", "overturn", id="what is open again is not closed any more"),
        pytest.param("repair", "restore", id="what is repaired is back"),
    ],
)
def test_a_turn_under_another_name_is_told(told: str, called: str) -> None:
    later = report(9, [called, "tow"], ["charge"])
    assert new_facts(later, [report(0, ["cable"])]) == (f"first told: {called}, tow, charge",)
    assert new_facts(later, [report(0, ["cable"], [told])]) == ()


ALSO = report(1, ["tow"], days=[8], numbers={"15|farms"})


@pytest.mark.parametrize(
    ("f", "expected"),
    [
        pytest.param(report(9, ["embassy", "tow"]), (), id="a turn that one of them told"),
        pytest.param(report(20, [], ["arrest"], ["charge"], days=[8]), (), id="a day that one of them named"),
        pytest.param(
            report(20, [], ["arrest"], ["charge"], days=[9]),
            ("first told: arrest, charge", "2026-01-09, was 2026-01-08"),
            id="later than any",
        ),
        pytest.param(report(25, [], ["arrest"], days=[8]), (*ARREST, QUIET), id="a day after the last of them"),
        pytest.param(report(20, [], ["arrest"], ["charge"], numbers={"12|farms"}), (), id="a number that one of them gave"),
        pytest.param(
            report(9, ["arrest"], numbers={"31|farms", "100|farms", "8|ships"}),
            (*ARREST, "31 and 100 farms, was 12 and 15", "8 ships, was 9"),
            id="numbers in order",
        ),
    ],
)
def test_what_any_member_told_is_told(f: Features, expected: tuple[str, ...]) -> None:
    for members in itertools.permutations([FIRST, ALSO, report(None, ["cable"])]):
        assert new_facts(f, members) == expected


@pytest.mark.parametrize(
    ("number", "title", "expected"),
    [
        pytest.param("6|hunters", ["death"], ("6 hunters, was 4",), id="a toll that has grown"),
        pytest.param("3|hunters", ["death"], (), id="a smaller number"),
        pytest.param("6|hunters", ["cable"], (), id="the headline says nothing of deaths"),
        pytest.param("6|miles|~", ["death"], (), id="a measure"),
        pytest.param("6|seals", ["death"], (), id="a number of another thing"),
    ],
)
def test_a_toll_that_grows_is_an_update(number: str, title: list[str], expected: tuple[str, ...]) -> None:
    first = report(0, ["death"], numbers={"4|hunters", "4|miles|~"})
    assert new_facts(report(9, title, numbers={number}), [first]) == expected


def german(hours: float, title: Sequence[str] = (), lead: Sequence[str] = ()) -> Features:
    return replace(report(hours, title, lead), language="de")


def russian(hours: float, title: Sequence[str] = (), lead: Sequence[str] = ()) -> Features:
    return replace(report(hours, title, lead), language="ru")


@pytest.mark.parametrize(
    ("later", "members", "expected"),
    [
        pytest.param(german(9, ["arrest"]), [FIRST], (), id="a turn that the first report in a language tells is less sure"),
        pytest.param(german(9, ["arrest", "tow"]), [FIRST], TWO, id="two are sure enough"),
        pytest.param(german(9, ["arrest"]), [FIRST, german(4)], ARREST, id="so is one in a language that was there"),
        pytest.param(
            report(9, ["arrest"]),
            [FIRST, german(4, ["arrest"])],
            ARREST,
            id="a second report may tell what one abroad alone said",
        ),
        pytest.param(
            report(9, ["arrest"]), [FIRST, german(4), german(5, ["arrest"])], (), id="not what a later one in its language said"
        ),
        pytest.param(
            report(9, ["arrest"]), [FIRST, german(4, ["arrest"]), russian(5, [], ["arrest"])], (), id="nor what two abroad said"
        ),
        pytest.param(german(9, ["arrest"], ["tow"]), [report(0, ["arrest"]), german(4)], (), id="the first of all is heard"),
        pytest.param(
            report(9, ["arrest"]), [FIRST, german(4, ["arrest", "tow"])], (), id="one abroad that was an update is heard too"
        ),
        pytest.param(replace(german(9, ["arrest"]), language=None), [FIRST], ARREST, id="an unknown language may be any"),
    ],
)
def test_other_languages_are_less_sure_of_turns(later: Features, members: list[Features], expected: tuple[str, ...]) -> None:
    for order in itertools.permutations(members):
        assert new_facts(later, order) == expected


def test_without_members_there_is_nothing_to_update() -> None:
    assert new_facts(report(9, ["arrest", "tow"]), []) == ()


def test_turns_are_concepts_of_the_lexicon() -> None:
    lines = files("worker.entities").joinpath("concepts.tsv").read_text("utf-8").splitlines()
    assert {line.partition("\t")[0] for line in lines} >= TURNS > OUTCOMES


# ------------------------------------------------------------------ what was denied was not told


@pytest.mark.parametrize(
    ("language", "denied", "title"),
    [
        pytest.param("en", "A fire broke out on the trawler Havstein. No one was killed.", "Man died after fire", id="en"),
        pytest.param("da", "Kutteren Havstein brændte natten til i dag. Ingen er omkommet.", "En omkommet i brand", id="da"),
        pytest.param("no", "Tråleren Havstein tok fyr. Vraket er ikke funnet.", "Vraket er funnet", id="no"),
        pytest.param("sv", "Trålaren Havstein fattade eld. Ingen person har gripits.", "Man gripen efter brand", id="sv"),
        pytest.param("fi", "Troolari Havstein syttyi palamaan. Alus ei uponnut.", "Alus upposi", id="fi"),
        pytest.param("is", "Eldur kom upp í togaranum Havstein. Enginn lést.", "Maður lést eftir bruna", id="is"),
        pytest.param("ru", "На траулере «Хавстейн» вспыхнул огонь. Погибших нет.", "Один моряк погиб", id="ru"),
        pytest.param("de", "Auf dem Trawler Havstein brach Feuer aus. Niemand wurde getötet.", "Ein Seemann ist tot", id="de"),
        pytest.param("fr", "Le chalutier Havstein a pris feu. Personne n'a été tué.", "Un mort après l'incendie", id="fr"),
    ],
)
def test_an_outcome_that_was_denied_is_an_update_when_it_comes(read: Read, language: str, denied: str, title: str) -> None:
    first = read(denied, 7, language=language)
    later = replace(read("", 7, title=title, language=language), when=datetime(2026, 1, 7, 20, tzinfo=UTC))
    (fact,) = new_facts(later, [first])
    assert fact.startswith("first told: ")
    assert new_facts(later, [first, replace(first, denied=frozenset())]) == ()


@pytest.mark.parametrize(
    ("language", "feared", "again", "title"),
    [
        pytest.param("en", "It could sink.", "Havstein may sink", "Havstein sank", id="en"),
        pytest.param("da", "Politiet frygter et olieudslip.", "Olieudslip frygtes i fjorden", "Olieudslip i fjorden", id="da"),
        pytest.param("no", "Kystverket frykter utslipp.", "Kan lekke olje", "Skipet lekker olje", id="no"),
        pytest.param("sv", "Båten riskerar att sjunka.", "Båten hotar att sjunka", "Båten har sjunkit", id="sv"),
        pytest.param("fi", "Alus on vaarassa upota.", "Alus saattaa upota", "Alus upposi", id="fi"),
        pytest.param("is", "Báturinn gæti sokkið.", "Hætta á að báturinn sökkvi", "Báturinn sökk", id="is"),
        pytest.param("ru", "Судно может затонуть.", "Есть угроза, что судно может затонуть", "Судно затонуло", id="ru"),
        pytest.param("de", "Der Kutter droht zu sinken.", "Kutter könnte sinken", "Kutter gesunken", id="de"),
        pytest.param("fr", "Le navire risque de couler.", "Le navire menace de chavirer", "Le navire a coulé", id="fr"),
    ],
)
def test_what_was_feared_is_an_update_when_it_comes(read: Read, language: str, feared: str, again: str, title: str) -> None:
    first, fears = read(feared, 7, language=language), evening(read, again, language)
    assert new_facts(fears, [first]) == ()
    (fact,) = new_facts(evening(read, title, language), [first, fears])
    assert fact.startswith("first told: ")


@pytest.mark.parametrize(
    ("language", "first", "title"),
    [
        pytest.param("en", "The cause of the fire is being investigated.", "Faulty fuse was cause of fire", id="en"),
        pytest.param("da", "Årsagen kendes ikke.", "Branden skyldtes en sikring", id="da"),
        pytest.param("no", "Årsaken er ukjent.", "En sikring var årsaken", id="no"),
        pytest.param("sv", "Orsaken är oklar.", "Branden berodde på en säkring", id="sv"),
        pytest.param("fi", "Syy on tuntematon.", "Palon syy selvisi", id="fi"),
        pytest.param("is", "Orsök brunans er ókunn.", "Orsök brunans fundin", id="is"),
        pytest.param("ru", "Причины выясняются.", "Названа причина возгорания", id="ru"),
        pytest.param("de", "Die Brandursache ist unklar.", "Brandursache geklärt", id="de"),
        pytest.param("fr", "On ignore la cause.", "La cause identifiée", id="fr"),
    ],
)
def test_a_cause_that_was_unknown_is_an_update_when_it_is_found(read: Read, language: str, first: str, title: str) -> None:
    later = evening(read, title, language)
    (fact,) = new_facts(later, [read(first, 7, language=language)])
    assert "cause" in fact
    assert new_facts(later, [read(first, 7, language=language), later]) == ()


def test_what_one_report_denies_another_may_have_told(read: Read) -> None:
    told = read("Two men were killed aboard the Havstein. Nobody else was killed.", 7)
    later = replace(read("", 7, title="Two killed aboard the Havstein"), when=datetime(2026, 1, 7, 20, tzinfo=UTC))
    assert new_facts(later, [read("No one was killed.", 7), told]) == ()


def test_a_turn_that_is_no_outcome_is_told_by_its_denial(read: Read) -> None:
    told = read("Norway will not expel the consul.", 7)
    later = replace(read("It will.", 7, title="Norway to expel consul, tow boat"), when=datetime(2026, 1, 7, 20, tzinfo=UTC))
    assert new_facts(later, [told]) == ()


# ------------------------------------------------------------------ answers, and what it was not

SIGHTING = {
    "en": "Drones were seen over the airport at Vardal on Tuesday night.",
    "da": "Droner blev set over lufthavnen i Vardal natten til onsdag.",
    "no": "Droner ble sett over lufthavnen i Vardal natt til onsdag.",
    "sv": "Drönare sågs över flygplatsen i Vardal natten mot onsdagen.",
    "fi": "Drooneja nähtiin Vardalin lentoaseman yllä keskiviikon vastaisena yönä.",
    "is": "Drónar sáust yfir flugvellinum í Vardal aðfaranótt miðvikudags.",
    "ru": "Дроны заметили над аэропортом Вардала в ночь на среду.",
    "de": "Drohnen wurden in der Nacht zu Mittwoch über dem Flughafen Vardal gesehen.",
    "fr": "Des drones ont été vus au-dessus de l'aéroport de Vardal dans la nuit.",
}
DENIALS = {
    "en": "Shipowner denies any part in it",
    "da": "Rederiet afviser enhver rolle",
    "no": "Rederiet avviser påstandene",
    "sv": "Rederiet tillbakavisar uppgifterna",
    "fi": "Varustamo kiistää osuutensa",
    "is": "Útgerðin neitar aðild",
    "ru": "Судовладелец отрицает причастность",
    "de": "Reederei bestreitet Beteiligung",
    "fr": "L'armateur dément toute implication",
}
CONFIRMATIONS = {
    "en": "Ministry confirms the sighting",
    "da": "Ministeriet bekræfter nu",
    "no": "Departementet bekrefter nå",
    "sv": "Departementet bekräftar nu",
    "fi": "Ministeriö vahvisti havainnon",
    "is": "Ráðuneytið staðfestir fréttina",
    "ru": "Министерство подтвердило сообщения",
    "de": "Ministerium bestätigt Sichtung",
    "fr": "Le ministère confirme",
}
NO_DRONES = {
    "en": "It was no drone after all",
    "da": "Det var ikke droner",
    "no": "Det var ikke droner likevel",
    "sv": "Det var inga drönare",
    "fi": "Kyse ei ollut drooneista",
    "is": "Þetta voru ekki drónar",
    "ru": "Это были не дроны, а чайки",
    "de": "Es waren doch keine Drohnen",
    "fr": "Ce n'étaient pas des drones",
}


def evening(read: Read, title: str, language: str = "en", text: str = "") -> Features:
    """A report eight hours after those of noon of January 7."""
    return replace(read(text, 7, title=title, language=language), when=datetime(2026, 1, 7, 20, tzinfo=UTC))


@pytest.mark.parametrize(
    ("language", "title", "fact"),
    [
        pytest.param(language, titles[language], fact, id=f"{language} {fact}")
        for titles, fact in (
            (DENIALS, "first told: deny"),
            (CONFIRMATIONS, "first told: confirm"),
            (NO_DRONES, "first denied: drone"),
        )
        for language in SIGHTING
    ],
)
def test_an_answer_is_an_update_once(read: Read, language: str, title: str, fact: str) -> None:
    first, later = read(SIGHTING[language], 7, language=language), evening(read, title, language, SIGHTING[language])
    assert any(told.startswith(fact) for told in new_facts(later, [first]))
    assert new_facts(evening(read, title, language), [first, later]) == ()


@pytest.mark.parametrize(
    ("title", "text"),
    [
        pytest.param("Denmark has no defence against drones", "", id="not what they are lacking against them"),
        pytest.param("Not only drones over Vardal", "", id="not only"),
        pytest.param("Airport paints its cafe", "These were no drones.", id="not in the title"),
        pytest.param("Drones or no drones at Vardal?", "", id="both"),
        pytest.param("No helicopters over Vardal", "", id="what nobody told"),
        pytest.param("Ministry does not confirm it", "", id="what is not confirmed"),
        pytest.param("Airport waits", "The ministry confirms the sighting.", id="a confirmation further down"),
    ],
)
def test_no_answer(read: Read, title: str, text: str) -> None:
    assert new_facts(evening(read, title, text=text), [replace(read(SIGHTING["en"], 7), headline=frozenset({"drone"}))]) == ()


def test_what_is_not_there_takes_nothing_back(read: Read) -> None:
    """Who writes "second day without cable" says nothing against the report that it was cut."""
    first = read("The cable to Vardal was cut.", 7)
    assert new_facts(evening(read, "Vardal without a cable"), [first]) == ()


@pytest.mark.parametrize(
    ("language", "told", "title", "fact"),
    [
        pytest.param(
            "en", "Nothing points to sabotage.", "Police suspect sabotage", "sabotage, suspect", id="en it was sabotage"
        ),
        pytest.param(
            "no", "Ingenting tyder på sabotasje.", "Politiet mener det var sabotasje", "sabotage", id="no it was sabotage"
        ),
        pytest.param("ru", "Взрыва не было.", "На складе был взрыв", "explosion", id="ru there was an explosion"),
        pytest.param("en", "The boat is missing.", "Wreck discovered", "discovery", id="en found"),
        pytest.param("sv", "Båten saknas.", "Vraket hittat", "found", id="sv found"),
        pytest.param("de", "Das Boot wird vermisst.", "Wrack entdeckt", "discovery", id="de found"),
        pytest.param("fr", "Le bateau est porté disparu.", "L'épave localisée", "discovery", id="fr found"),
        pytest.param("fr", "Un marin est blessé.", "Un marin succombe à ses blessures", "death", id="fr he dies of it"),
        pytest.param("en", "The airport was emptied.", "Airport threat was a hoax", "false-alarm", id="en a hoax"),
        pytest.param("en", "Ten are missing.", "Wreck found", "discovery", id="en a wreck that was looked for"),
        pytest.param("de", "Zwei werden vermisst.", "Leiche geborgen", "found", id="de a body"),
        pytest.param("en", "The ship is aground.", "Ship refloated", "release", id="en refloated"),
        pytest.param("ru", "Судно село на мель.", "Судно сняли с мели", "release", id="ru refloated"),
        pytest.param("da", "Skibet gik på grund.", "Skibet er bragt flot", "release", id="da refloated"),
        pytest.param("fi", "Alus ajoi karille.", "Alus irrotettu karilta", "release", id="fi refloated"),
        pytest.param("fr", "Le navire est échoué.", "Le navire remis à flot", "release", id="fr refloated"),
        pytest.param("da", "Skibet gik på grund.", "Skibet lækker olie", "leak", id="da leaks"),
        pytest.param("de", "Das Schiff lief auf Grund.", "Seit dem Morgen läuft Öl aus", "leak", id="de leaks"),
        pytest.param("fr", "Le navire est échoué.", "Du fioul s'échappe du navire", "leak", id="fr leaks"),
        pytest.param("en", "The ferry is gone.", "Search called off", "cancel", id="en called off"),
        pytest.param("en", "Flights were banned.", "Flight ban lifted", "overturn", id="en lifted"),
        pytest.param("en", "The port was closed.", "Port reopens", "reopen", id="en reopened"),
        pytest.param("sv", "Hamnen stängdes.", "Hamnen öppnar igen", "reopen", id="sv reopened"),
        pytest.param("ru", "Кабель порван.", "Связь восстановлена", "restore", id="ru restored"),
        pytest.param("no", "Lufthavnen ble tømt.", "Trusselen var feilalarm", "false-alarm", id="no a false alarm"),
    ],
)
def test_a_headline_that_turns_the_story(read: Read, language: str, told: str, title: str, fact: str) -> None:
    first, later = read(told, 7, language=language), evening(read, title, language)
    assert new_facts(later, [first]) == (f"first told: {fact}",)
    assert new_facts(later, [first, later]) == ()


@pytest.mark.parametrize(
    ("language", "told", "title"),
    [
        pytest.param("en", "A ferry burned. Police investigate the cause.", "Cause of fire unknown", id="a cause still unknown"),
        pytest.param("en", "A ferry burned. A candle was the cause.", "Candle was the cause", id="a cause that was told"),
        pytest.param("en", "The ship is aground.", "Salvors try to refloat it", id="not refloated yet"),
        pytest.param("de", "Es lief kein Öl aus.", "Es tritt kein Öl aus", id="de denied again"),
        pytest.param("en", "The tanker is aground. No oil has leaked.", "Tanker aground, no leak", id="denied again"),
        pytest.param("no", "Båten er savnet.", "Fortsatt ingen funn", id="not found"),
        pytest.param("en", "A drone flew over Vardal.", "Drone discovered over Vardal", id="nobody looked for it"),
    ],
)
def test_a_headline_that_turns_nothing(read: Read, language: str, told: str, title: str) -> None:
    assert new_facts(evening(read, title, language), [read(told, 7, language=language)]) == ()


@pytest.mark.parametrize(
    ("language", "told", "title", "facts"),
    [
        pytest.param("en", "A man was arrested.", "Second man arrested", ("once more: arrest",), id="en"),
        pytest.param("sv", "En man greps i morse.", "Även en annan man gripen", ("once more: arrest",), id="sv"),
        pytest.param("no", "En mann er pågrepet.", "Ytterligere to pågrepet", ("once more: arrest",), id="no"),
        pytest.param("de", "Ein Mann wurde verhaftet.", "Zwei weitere Männer verhaftet", ("once more: arrest",), id="de"),
        pytest.param("ru", "Задержан капитан.", "Задержан второй моряк", ("once more: arrest",), id="ru"),
        pytest.param("en", "A second man was arrested.", "Second man arrested", (), id="told already"),
        pytest.param("en", "A man was arrested.", "Man arrested", (), id="the same one"),
        pytest.param("en", "A man was arrested.", "No second man arrested", (), id="denied"),
        pytest.param("en", "A man was arrested.", "Second day of talks", (), id="another thing"),
    ],
)
def test_an_outcome_that_comes_a_second_time(read: Read, language: str, told: str, title: str, facts: tuple[str, ...]) -> None:
    first, later = read(told, 7, language=language), evening(read, title, language)
    assert new_facts(later, [first]) == facts
    assert new_facts(later, [first, later]) == ()


@pytest.mark.parametrize(
    ("language", "told", "title", "text"),
    [
        pytest.param("en", "Two sailors died.", "Toll rises to four", "", id="en a number without a noun"),
        pytest.param(
            "en", "Two dead on a ferry.", "Ferry fire claims two more lives", "The toll is now four.", id="en in the text"
        ),
        pytest.param("da", "To sømænd er døde.", "Dødstallet er steget til fire", "", id="da"),
        pytest.param("no", "To sjøfolk mistet livet.", "Dødstallet stiger til fire", "", id="no"),
        pytest.param("sv", "Två sjömän dog.", "Nu fyra döda", "", id="sv"),
        pytest.param("fi", "Kaksi merimiestä kuoli.", "Kuolonuhrien määrä nousi neljään", "", id="fi"),
        pytest.param("is", "Tveir sjómenn létust.", "Fjórir látnir", "", id="is"),
        pytest.param("ru", "Погибли два моряка.", "Число жертв выросло до четырёх", "", id="ru"),
        pytest.param("de", "Zwei Seeleute kamen ums Leben.", "Zahl der Toten steigt auf vier", "", id="de"),
        pytest.param("fr", "Deux marins sont morts.", "Le bilan monte à quatre morts", "", id="fr"),
    ],
)
def test_a_toll_rises_whatever_is_counted(read: Read, language: str, told: str, title: str, text: str) -> None:
    first, later = read(told, 7, language=language), evening(read, title, language, text)
    long = evening(read, title, language, f"{text} {'And so on and on. ' * 40}")
    assert any(fact.startswith("4 ") and fact.endswith(", was 2") for fact in new_facts(later, [first]))
    assert new_facts(long, [first]) == new_facts(later, [first])
    assert new_facts(later, [first, later]) == ()


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Fire kills two", id="the same"),
        pytest.param("Fire kills two of the 70 aboard", id="of how many"),
        pytest.param("Two killed, five hurt", id="the hurt"),
        pytest.param("34-year-old among two killed", id="an age"),
        pytest.param("No third person killed", id="denied"),
        pytest.param("Seven feared dead", id="feared"),
        pytest.param("Fire kills two people, 70 passengers saved", id="told of others: people and passengers change places"),
    ],
)
def test_a_toll_that_has_not_risen(read: Read, title: str) -> None:
    first = read("Two passengers died in a fire. The 70 people aboard were saved.", 7)
    assert new_facts(evening(read, title), [first]) == ()
