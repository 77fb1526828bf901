"""What is read from one text: names, numbers, days, and their limits."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.entities.names import LEAD_WORDS, features
from worker.entities.places import load_places
from worker.model import Features, Spot
from worker.tokens import Tokens

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def own(tokens: Tokens, language: str | None) -> list[tuple[int, int, str]]:
    """The watch of these tests knows the Arctic and the alliance."""
    known = {"arctic": "arctic", "arktis": "arctic", "alliance": "pact"}
    return [(i, i + 1, known[word]) for i, word in enumerate(tokens.folded) if word in known]


def about(word: str, language: str | None) -> tuple[str, ...]:
    """The lexicon of these tests knows the coastguard, and another one."""
    words = {"coastguard en": ("coast", "guard"), "kystvagten da": ("coast", "guard"), "vagten da": ("guard",)}
    words |= {"another en": ("another",), "boot de": ("ship",), "uboot de": ("submarine",), "sousmarin fr": ("submarine",)}
    return words.get(f"{word} {language}", ())


def read(text: str, title: str = "", language: str | None = "en", published: datetime | None = None) -> Features:
    return features(title, text, language=language, published=published, first_seen=NOW, own=own, concepts=about)


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        pytest.param("", "", set(), id="empty"),
        pytest.param("Snow", "", set(), id="one word"),
        pytest.param("Ships wait. Nobody knows.", "", set(), id="sentence starts say nothing"),
        pytest.param('He said: "Ships wait."', "", set(), id="nor does a quotation's start"),
        pytest.param('The tanker "Valora" left.', "", {"valora"}, id="a name in quotation marks is one"),
        pytest.param("The ship Hedda left Vardal.", "", {"hedda", "vardal"}, id="names"),
        pytest.param("Then Hedda met Ruttes crew in Davos.", "", {"hedda", "rutte", "davos"}, id="genitive s, but Davos"),
        pytest.param("They met on Monday in January.", "", set(), id="weekdays and months"),
        pytest.param("From October 30 to 31 October 2026, 12 ships.", "", {"2026", "12"}, id="days of a month, but not its year"),
        pytest.param("It cost 4000 January wages.", "", {"4000"}, id="four digits beside a month are no day"),
        pytest.param("About 15,000 people in 3 ports, 12 ships.", "", {"15000", "12"}, id="numbers; no single digit"),
        pytest.param("It rose 0,25 points to 2.25 and not 12.75.", "", {"12"}, id="what stands behind the point is no number"),
        pytest.param("They flew to Croatia.", "", {"geo:HR"}, id="country"),
        pytest.param(
            "They flew to Norrland.",
            "Ships Leave Port After Storm Near Norrland",
            {"norrland"},
            id="title case believed if confirmed",
        ),
        pytest.param("", "Hedda leaves port", {"hedda"}, id="a headline alone speaks for itself"),
        pytest.param("", "Coastguard leaves Vardal", {"vardal"}, id="but the first word is no name if it is about something"),
        pytest.param("In the Arctic.", "", {"entity:arctic"}, id="the watch's own"),
        pytest.param("(NTB) Ships wait.\nVARDAL (TT) Nobody knows.", "", set(), id="nor does what stands behind a credit"),
        pytest.param("Frigate Otto (F310) Sverdrup left.", "", {"otto", "sverdrup"}, id="a bracket inside a name is no credit"),
        pytest.param("It sank, said Reuters and Interfax, Ritzaus paper.", "", set(), id="agencies that are credited"),
    ],
)
def test_names(text: str, title: str, expected: set[str]) -> None:
    assert set(read(text, title).names) == expected


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        pytest.param("no", "Der var 15 000 soldater.", "15000", id="a plain space"),
        pytest.param("fi", "Siellä oli 15 000 ihmistä.", "15000", id="in Finnish"),
        pytest.param("ru", "Без света 1 200 000 жителей.", "1200000", id="two groups"),
        pytest.param("fr", "On compte 15\u2009000 habitants.", "15000", id="a thin space"),
        pytest.param("no", "Det var i mai 15 000 soldater der.", "15000", id="behind a month"),
        pytest.param("en", "They had 12 man there.", "12", id="a weekday of another language"),
        pytest.param("sv", "Der var 12 man.", "12", id="a short weekday is an everyday word"),
        pytest.param("en", "Of them 31 may have died.", "31", id="an English month has a capital"),
        pytest.param("sv", "Det var den 12 maj.", None, id="a Swedish one has none"),
        pytest.param("ru", "Это было 12 мая.", None, id="nor has a Russian one"),
        pytest.param("de", "Es war am 12. Mai.", None, id="a German one has"),
        pytest.param("da", "Det var fredag 12. maj.", None, id="a weekday and a month"),
    ],
)
def test_numbers_beside_words_and_spaces(language: str, text: str, number: str | None) -> None:
    f = read(text, language=language)
    assert [name for name in f.names if name.isdecimal()] == ([number] if number else [])
    assert {key.split("|")[0] for key in f.lead if "|" in key} == ({number} if number else set())


def test_a_year_takes_no_thousands() -> None:
    f = read("It sent 300 men and in 2026 300 ships.")
    assert {"300|men", "300|ships"} <= f.lead
    assert set(f.names) == {"300", "2026"}


def test_what_stands_beside_an_own_name_is_no_own_name() -> None:
    f = read(
        "A miner called Ilua Alliance Metal went home from Croatia, said Alliance Secretary Hedda Vik without further words."
    )
    assert f.own == {"alliance", "entity:pact"}
    assert {"ilua", "metal", "hedda", "vik", "geo:HR"} <= f.names.keys()


def test_a_country_of_the_watch_is_a_country_too() -> None:
    def island(tokens: Tokens, language: str | None) -> list[tuple[int, int, str]]:
        return [(i, i + 1, "island") for i, word in enumerate(tokens.folded) if word == "iceland"]

    known = features("", "In May Iceland votes.", language="en", published=NOW, first_seen=NOW, own=island, concepts=about)
    foreign = features(
        "", "I maj rostar isländska byar.", language="sv", published=NOW, first_seen=NOW, own=island, concepts=about
    )
    assert known.names == {"entity:island": 1, "geo:IS": 1}
    assert known.own == {"iceland", "entity:island"}
    assert foreign.names == {"geo:IS": 1}


def test_lead_holds_numbers_with_what_they_count() -> None:
    lead = read("A blast left 31 dead, 1,200 homeless, on 12 January 2026.").lead
    assert {"31|dead", "1200|homeless"} <= lead
    assert not any(key.startswith(("12|", "2026|")) for key in lead)


@pytest.mark.parametrize(
    ("language", "text", "key"),
    [
        pytest.param("en", "The storm sank twelve boats.", "12|boats", id="a number in words"),
        pytest.param("fi", "Myrsky upotti kaksitoista venettä.", "12|venetta", id="in Finnish"),
        pytest.param("en", "Nine thousand homes were without power.", "9000|homes", id="thousands in words"),
        pytest.param("ru", "Без света 14 тысяч домов.", "14000|домов", id="thousands behind digits"),
        pytest.param("de", "Das waren 3 Boot weniger.", "3|boot|ship", id="what languages share"),
        pytest.param("en", "It sent 2,000 soldiers.", "2000|soldiers", id="two thousand is no year"),
        pytest.param("en", "It sent two thousand soldiers.", "2000|soldiers", id="nor is it in words"),
        pytest.param("de", "Das Schiff trieb zwölf Stunden.", "12|stunden|~", id="a measure"),
    ],
)
def test_numbers_of_the_lead_in_any_writing(language: str, text: str, key: str) -> None:
    assert key in read(text, language=language).lead


def test_a_number_in_words_is_no_name() -> None:
    """Two reports that both say "twelve" have nothing in common by that."""
    assert not any(name.isdecimal() for name in read("The storm sank twelve boats.").names)


PUBLISHED = datetime(2026, 1, 13, 8, tzinfo=UTC)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "published", "days"),
    [
        pytest.param("Snow fell.", None, [], id="undated"),
        pytest.param("Snow fell.", PUBLISHED, [], id="published"),
        pytest.param("Snow fell on January 12.", None, ["2026-01-12"], id="text only"),
        pytest.param("Snow fell on January 12.", PUBLISHED, ["2026-01-12"], id="published and text"),
        pytest.param("Snow fell on Monday.", PUBLISHED, ["2026-01-12"], id="a weekday"),
        pytest.param("Snow fell on Monday.", None, [], id="a weekday of an undated text"),
        pytest.param("13 January 2026\nSnow fell on Monday.", None, [], id="nor beside a stamp"),
        pytest.param("Snow fell yesterday.", PUBLISHED, ["2026-01-12"], id="yesterday"),
        pytest.param("Snow fell yesterday.", None, [], id="yesterday of an undated text"),
        pytest.param("Snow fell on Thursday.", PUBLISHED, ["2026-01-08"], id="a weekday five days back"),
        pytest.param("Snow falls on Wednesday.", PUBLISHED, [], id="a weekday six days back is tomorrow's"),
        pytest.param("Snow fell on January 7.", PUBLISHED, ["2026-01-07"], id="a date six days back"),
        pytest.param("Snow fell on Wednesday, January 7.", PUBLISHED, ["2026-01-07"], id="a weekday with its date six days back"),
        pytest.param("Snow fell on January 3.", PUBLISHED, ["2026-01-03"], id="ten days back"),
        pytest.param("Snow fell on January 2.", PUBLISHED, [], id="eleven days back"),
        pytest.param("Snow falls on 14 January 2026.", PUBLISHED, ["2026-01-14"], id="tomorrow is today elsewhere"),
        pytest.param("Snow falls on 15 January 2026.", PUBLISHED, [], id="the day after is not"),
        pytest.param("As on 5 May 1951.", PUBLISHED, [], id="history is no event"),
        pytest.param("As on 5 May 1951.", None, ["1951-05-05"], id="any day that is over, when nothing else is known"),
        pytest.param("It starts on 1 February 2026.", PUBLISHED, [], id="a plan is no event"),
        pytest.param("It starts on 1 February 2027.", None, [], id="nor is one of an undated text"),
        pytest.param("It sails on 9 December.", None, [], id="nor is one without a year that comes soon"),
        pytest.param("It sailed on 9 April.", None, ["2026-04-09"], id="a day without a year, months ago"),
        pytest.param("It sailed on 9 December 2025.", None, ["2025-12-09"], id="a day of last year"),
        pytest.param("word " * 300 + "on January 12", None, [], id="far down is background"),
        pytest.param("12 June 2020\nSnow fell on June 11.", None, ["2020-06-11"], id="a stamp gives the year"),
        pytest.param("12 June 2020\nSnow fell.", None, [], id="a stamp is no event"),
        pytest.param("12 June 2020\nAs on 1 May 2020.", None, [], id="a stamp makes older days background"),
    ],
)
def test_days(text: str, published: datetime | None, days: list[str]) -> None:
    assert [day.isoformat() for day in read(text, published=published).event_dates] == days


@pytest.mark.parametrize("text", ["Snow fell on January 12.", "12 June 2020\nSnow fell."], ids=["event day", "stamp"])
@pytest.mark.parametrize(("published", "origin"), [(None, ""), (PUBLISHED, "published")], ids=["undated", "published"])
def test_the_moment_is_that_of_publication_and_never_from_the_text(text: str, published: datetime | None, origin: str) -> None:
    f = read(text, published=published)
    assert (f.when, f.when_origin) == (published, origin)


def test_dates_of_the_text_can_be_switched_off() -> None:
    f = features(
        "",
        "Snow fell on January 12.",
        language="en",
        published=PUBLISHED,
        first_seen=NOW,
        own=own,
        concepts=about,
        text_dates=False,
    )
    assert (f.event_dates, f.when) == ((), PUBLISHED)


def test_languages_meet_in_countries_and_own_names() -> None:
    english, danish = read("Talks in Croatia about the Arctic."), read("Møder i Kroatien om Arktis.", language="da")
    assert set(english.names) & set(danish.names) == {"geo:HR", "entity:arctic"}


def test_languages_meet_in_sounds() -> None:
    """Names in one spelling; countries, entities and numbers stay what they are."""
    texts = {
        "en": "The ship left Bornholm for Croatia, 12000 miles from the Arctic.",
        "da": "Skibet fra Bornholms havn er i Kroatien, 12000 mil fra Arktis.",
        "fi": "Laiva lähti Bornholmista, matkaa on 12000 mailia.",
        "ru": "Судно ушло от Борнхольма, впереди 12000 миль.",
    }
    sounds = {language: set(read(text, language=language).sounds) for language, text in texts.items()}
    shared = {"brnlm", "12000"}
    assert sounds == {
        language: shared | ({"geo:HR", "entity:arctic"} if language in ("en", "da") else set()) for language in texts
    }


def test_spellings_of_one_name_count_together() -> None:
    assert read("Судно шло от Борнхольма, потом у Борнхольме ждало.", language="ru").sounds == {"brnlm": 2}


def test_languages_meet_in_concepts() -> None:
    english, danish = read("The coastguard came, then the coastguard left."), read("Kystvagten kom, vagten gik.", language="da")
    assert english.concepts == {"coast": 2, "guard": 2}
    assert danish.concepts == {"coast": 1, "guard": 2}
    assert read("Kystvagten kom.").concepts == {}, "Danish words say nothing in English"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(" ".join(f"w{i:x}" for i in range(250_000)), id="words"),
        pytest.param("y" * 2_000_000, id="one word"),
        pytest.param('"Abc def ' * 200_000, id="open quotations"),
        pytest.param("12 January 2026 " * 120_000, id="dates"),
        pytest.param("1,000," * 300_000, id="numbers"),
    ],
)
def test_two_megabytes_give_small_features(text: str) -> None:
    f = read(text, title=text)
    sizes = [len(x) for x in (f.terms, f.names, f.sounds, f.concepts, f.own, f.quotations, f.event_dates)]
    assert max(sizes) <= 300
    assert len(f.shingles) <= 1_000
    assert len(f.lead) <= 500
    assert max(map(len, f.terms), default=0) <= 60


@settings(max_examples=60)
@given(st.text(max_size=400), st.text(max_size=80), st.sampled_from(["en", "da", "fi", "ru", None, "xx"]))
def test_any_text_gives_plain_values(text: str, title: str, language: str | None) -> None:
    f = read(text, title, language)
    assert f == read(text, title, language)
    assert all(0 <= h < 2**63 for h in f.shingles | f.quotations)
    assert f.own <= f.terms.keys() | f.names.keys()
    plain = [dict(counts) for counts in (f.terms, f.names, f.sounds, f.concepts)]
    assert json.loads(json.dumps(plain)) == plain
    assert sum(f.sounds.values()) == sum(f.names.values())


def test_hashes_do_not_change_between_versions() -> None:
    """They lie in databases: a change means that old copies are no longer found."""
    assert read("one two three four five").shingles == STABLE


STABLE = frozenset({3295811152039795821})


# ------------------------------------------------------------------ places

VESSELS = {
    "submarine": "submarine",
    "skipet": "ship",
    "суда": "court ship",
    "танкер": "tanker",
    "alus": "ship",
    "кпп": "crossing",
}
NAMESAKES = ("vardal", "vardalessa", "вардала", "вардал")


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param("en", "The submarine Vardal fired.", "vardal", id="behind a ship"),
        pytest.param("en", "They saw the “Vardal” there.", "vardal", id="in quotation marks"),
        pytest.param("ru", "Там стоял «Вардал» один.", "вардал", id="in guillemets"),
        pytest.param("ru", "Там стоял танкер Вардал один.", "вардал", id="Russian"),
        pytest.param("fi", "Siellä oli alus Vardal yksin.", "vardal", id="Finnish"),
        pytest.param("en", "The submarine off Vardal fired.", "place:vardal", id="not right behind"),
        pytest.param("en", "The submarine, Vardal said, fired.", "place:vardal", id="behind a comma"),
        pytest.param("en", "They said “Vardal is open” there.", "place:vardal", id="not alone in quotation marks"),
        pytest.param("no", "Da krysset skipet Vardal-kabelen.", "place:vardal", id="the front of a compound"),
        pytest.param("no", "Da forlot skipet Vardal i går.", "place:vardal", id="which it left"),
        pytest.param("ru", "Решение суда Вардала готово.", "place:vardal", id="the court of a town"),
        pytest.param("fi", "Siellä on alus Vardalessa yksin.", "place:vardal", id="an ending says where it is"),
        pytest.param("fi", "Siellä on alus Vardal edustalla yksin.", "place:vardal", id="the word behind says where it is"),
        pytest.param("ru", "Закрыт КПП «Вардал» один.", "place:vardal", id="a crossing in guillemets"),
    ],
)
def test_a_ship_that_is_named_after_a_place_is_not_there(language: str, text: str, expected: str) -> None:
    def vessel(word: str, language: str | None) -> tuple[str, ...]:
        return tuple(VESSELS.get(word, "").split())

    def place_at(words: Sequence[str], folded: Sequence[str], index: int, language: str | None) -> tuple[Spot, int] | None:
        return (SPOTS[("vardal",)], 1) if folded[index] in NAMESAKES else None

    f = features("", text, language=language, published=None, first_seen=NOW, own=own, concepts=vessel, places=place_at)
    assert expected in f.names
    assert bool(f.spots) is expected.startswith("place:")


SPOTS = {("vardal",): Spot("vardal", "NO", 65.8, 12.4, 10), ("bear", "island"): Spot("bear-island", "SJ", 74.4, 19.0, 20)}


def place_at(words: Sequence[str], folded: Sequence[str], index: int, language: str | None) -> tuple[Spot, int] | None:
    """The table of these tests knows two places."""
    return next(((spot, len(n)) for n, spot in SPOTS.items() if tuple(folded[index : index + len(n)]) == n), None)


def placed(text: str, title: str = "") -> Features:
    return features(title, text, language="en", published=None, first_seen=NOW, own=own, concepts=about, places=place_at)


def test_a_place_is_a_name_of_its_own_in_every_language() -> None:
    found = placed("Vardal waits. The ship Rosa left Bear Island.")
    assert {**found.names} == {**found.sounds}
    assert {name: count for name, count in found.names.items() if not name.startswith("geo:")} == {
        "place:vardal": 1, "rosa": 1, "place:bear-island": 1
    }  # fmt: skip


def test_a_place_stands_for_its_country_too() -> None:
    """At home a report names the town, abroad a headline names the country."""
    assert placed("Word from Bear Island: Vardal waits for Vardal.").names["geo:NO"] == 1
    assert placed("Norway, says Norway, waits. Vardal too.").names["geo:NO"] == 2


def test_the_headline_has_the_concepts_and_countries_of_the_title() -> None:
    found = placed("Finland waits at Bear Island.", "Coastguard of Norway at Vardal")
    assert found.headline == {"coast", "guard", "geo:NO"}
    assert found.opening == {"coast", "guard"}
    assert placed("Norway waits.", "At Bear Island").headline == {"geo:SJ"}


def test_a_number_beside_an_everyday_word_is_no_day() -> None:
    """Polish "się" folds to what is short for September."""
    assert read("Na pokładzie znalazło się 30 osób.", language="pl").names == {"30": 1}


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        pytest.param("", "The coastguard waits.", set(), id="nothing"),
        pytest.param("No coastguard", "The coastguard waits.", {"coast", "guard"}, id="the title before the opening"),
        pytest.param("Coastguard waits", "No coastguard.", set(), id="what the title tells is told"),
        pytest.param("No coastguard but a coastguard", "", set(), id="told and denied at one place"),
        pytest.param(
            "", "No coastguard. Vardal waits. The coastguard waits.", {"coast", "guard"}, id="the opening before the rest"
        ),
        pytest.param("", "Vardal waits. It does. But no coastguard.", {"coast", "guard"}, id="else the rest"),
    ],
)
def test_what_is_denied_where_it_is_named_first(title: str, text: str, expected: set[str]) -> None:
    found = placed(text, title)
    assert found.denied == expected
    assert found.concepts.keys() >= expected


def test_another_one_marks_a_story_and_is_not_what_it_is_about() -> None:
    found = read("Another coastguard.", "Another one")
    assert (found.headline, found.opening, set(found.concepts)) == (
        {"another"},
        {"another", "coast", "guard"},
        {"coast", "guard"},
    )


def test_places_of_title_and_lead_stand_in_order_each_once() -> None:
    assert [s.id for s in placed("Vardal, Vardal.", "To Bear Island").spots] == ["bear-island", "vardal"]


def test_places_behind_the_lead_are_names_only() -> None:
    found = placed("word " * LEAD_WORDS + "at Vardal")
    assert (found.spots, found.names) == ((), {"place:vardal": 1})


def test_an_entity_of_the_watch_may_be_a_place() -> None:
    spot = Spot("arctic", "NO", 80.0, 0.0, 200)

    def arctic_at(words: Sequence[str], folded: Sequence[str], index: int, language: str | None) -> tuple[Spot, int] | None:
        return (spot, 1) if folded[index] == "arctic" else None

    found = features(
        "", "In the Arctic.", language="en", published=None, first_seen=NOW, own=own, concepts=about, places=arctic_at
    )
    assert (found.names, found.spots) == ({"entity:arctic": 1, "geo:NO": 1}, (spot,))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("VARDAL (NTB): A ship sank.", [], id="a dateline with its agency"),
        pytest.param("VARDAL, 2 March. /TASS/. A ship sank.", [], id="a dateline with its day"),
        pytest.param("Vardal - A ship sank.", [], id="a dateline with a dash"),
        pytest.param("Vardal waits for a ship.", ["vardal"], id="a sentence that begins with it"),
        pytest.param("A ship from Vardal sank.", [], id="where it came from"),
        pytest.param("A ship from the Russian port of Vardal sank.", [], id="the port it came from"),
        pytest.param("A ship in the Russian port of Vardal sank.", ["vardal"], id="the port it was in"),
        pytest.param("A ship bound for Vardal sank off Bear Island.", ["bear-island"], id="where it was bound for"),
        pytest.param("On its way to the port of Vardal a ship sank off Bear Island.", ["bear-island"], id="the port"),
        pytest.param("A rescue ship is on its way to Vardal.", ["vardal"], id="where help is going, without another scene"),
        pytest.param("Off Vardal a ship on its way to Vardal sank.", ["vardal"], id="both"),
        pytest.param("A ship sank off Vardal (Norway).", ["vardal"], id="further on"),
    ],
)
def test_the_scene_is_neither_the_dateline_nor_the_origin(text: str, expected: list[str]) -> None:
    found = placed(text)
    assert [spot.id for spot in found.spots] == expected
    assert "place:vardal" in found.names


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("Ein U-Boot tauchte auf.", "de", {"ship", "submarine"}, id="U-Boot"),
        pytest.param("Ein Boot sank.", "de", {"ship"}, id="any other boat"),
        pytest.param("Deux sous-marins et un marin.", "fr", set(), id="what the lexicon does not know"),
        pytest.param("Un sous-marin.", "fr", {"submarine"}, id="sous-marin"),
    ],
)
def test_words_of_two_parts_have_a_meaning_of_their_own(text: str, language: str, expected: set[str]) -> None:
    assert set(read(text, language=language).concepts) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The tanker was bound for the Russian port of Vardal when it stopped off Bear Island."),
        ("da", "Tankskibet var på vej til Vardal, da det stoppede ved Bear Island."),
        ("no", "Skipet var på vei til Vardal da det stanset ved Bear Island."),
        ("sv", "Fartyget var på väg mot Vardal när det stannade vid Bear Island."),
        ("fi", "Alus oli matkalla Vardal, kun se pysähtyi: Bear Island."),
        ("is", "Skipið var á leið til Vardal þegar það stöðvaðist við Bear Island."),
        ("ru", "Судно следовало в порт Vardal, но остановилось у Bear Island."),
        ("de", "Das Schiff war unterwegs nach Vardal, als es vor Bear Island stoppte."),
        ("fr", "Le navire faisait route vers Vardal, au large de Bear Island."),
    ],
    ids=lambda value: value if len(value) == 2 else "",
)
def test_where_a_ship_was_bound_for_is_no_scene(language: str, text: str) -> None:
    f = features("", text, language=language, published=None, first_seen=NOW, own=own, concepts=about, places=place_at)
    assert [spot.id for spot in f.spots] == ["bear-island"]
    assert "place:vardal" in f.names


def test_a_form_that_begins_with_from_is_an_origin() -> None:
    """Where the bare name is an everyday word, the table knows it behind "from" alone."""
    known = load_places(["vardal\tNO\t70.4\t31.1\t15\tиз Вардала | в Вардале", "hekla\tNO\t71.0\t28.0\t15\tХекла | Хеклы"])
    spots = [
        features("", text, language="ru", published=None, first_seen=NOW, own=own, concepts=about, places=known.at).spots
        for text in ("Танкер из Вардала сел на мель у Хеклы.", "Танкер сел на мель в Вардале.")
    ]
    assert [[spot.id for spot in each] for each in spots] == [["hekla"], ["vardal"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("They seized a boot Friday.", set(), id="a day"),
        pytest.param("They seized the boot Hedda in a small port there.", {"ship|hedda"}, id="in the lead"),
        pytest.param("word " * 60 + "the boot Hedda", set(), id="far down is background"),
        pytest.param("the boot Vardal was seized by them", {"ship|vrdl"}, id="a ship with the name of a place"),
        pytest.param("the boot Norway bought", set(), id="a country"),
    ],
)
def test_names_of_ships_in_the_lead(text: str, expected: set[str]) -> None:
    def ships(word: str, language: str | None) -> tuple[str, ...]:
        return ("ship",) if word == "boot" else ()

    found = features("", text, language="en", published=None, first_seen=NOW, own=own, concepts=ships, places=place_at)
    assert found.called == expected
