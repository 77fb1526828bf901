"""Places of the north under their names in nine languages."""

import re
from importlib.resources import files

import pytest

from worker.entities.places import SHORTEST_STEM, Places, load_places
from worker.tokens import fold, tokenise

LINES = (
    "# id country latitude longitude radius forms",
    "",
    "raahe\tFI\t64.7\t24.5\t10\tRaahe | Brahestad | Раахе",
    "murmansk\tRU\t69.0\t33.1\t15\tMurmansk | Мурманск*",
    "bear-island\tSJ\t74.4\t19.0\t20\tBear Island | Bjørnøya | острова Медвежий",
    "keflavik\tIS\t64.0\t-22.6\t10\tKeflavík*",
    "baffin\tCA\t68.0\t-70.0\t500\tБаффиновой Земл*",
    "bear\tUS\t39.6\t-75.7\t10\tBear",
    "alta\tNO\t70.0\t23.3\t12\tAlta",
    "tromso\tNO\t69.6\t19.0\t15\tTromsø | Тромсё",
    "lulea\tSE\t65.6\t22.2\t12\tLuleå",
)
PLACES = load_places(LINES)
SHIPPED = files("worker.entities").joinpath("places.tsv").read_text(encoding="utf-8").splitlines()


def named(text: str, language: str | None, places: Places = PLACES) -> list[tuple[str, int]]:
    """(id, words of the name) for each word from which a place is named."""
    tokens = tokenise(text)
    found = (places.at(tokens.words, tokens.folded, i, language) for i in range(len(tokens)))
    return [(place[0].id, place[1]) for place in found if place]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("Aground off Raahe.", "en", ["raahe"], id="as it stands"),
        pytest.param("Karille Raahen edustalla", "fi", ["raahe"], id="an ending of the language"),
        pytest.param("Fartyg utanför Brahestads hamn", "sv", ["raahe"], id="another name, with a genitive"),
        pytest.param("Schiff vor Raahen", "de", [], id="an ending of another language"),
        pytest.param("von Raahen", None, [], id="no language has no endings"),
        pytest.param("В Мурманске", "ru", ["murmansk"], id="a stem"),
        pytest.param("Keflavíkurflugvöllur lokaður", "is", ["keflavik"], id="a stem in a compound"),
        pytest.param("south of Bear Island", "en", ["bear-island"], id="the longer name wins"),
        pytest.param("in Bear, Delaware", "en", ["bear"], id="else the shorter one"),
        pytest.param("у острова Медвежий", "ru", ["bear-island"], id="one word with a capital is enough"),
        pytest.param("bear island", "en", [], id="none is no name"),
        pytest.param("a raahe of sorts", "en", [], id="nor is a word without a capital"),
        pytest.param("Bear", "en", ["bear"], id="a name of several words may end before its second"),
        pytest.param("у Баффиновой Земли", "ru", ["baffin"], id="a short stem behind another word"),
        pytest.param("Brudd på Murmanskkabelen", "no", ["murmansk"], id="at the front of a compound"),
        pytest.param("Brudd på Brahestadskabeln", "sv", ["raahe"], id="with the letter that joins"),
        pytest.param("Murmansker", "de", [], id="too little behind it for a compound"),
        pytest.param("Murmanskerin aus", "de", [], id="who comes from there"),
        pytest.param("Raaheplan", "sv", [], id="too short a front"),
        pytest.param("Murmanskcable", "en", [], id="English writes two words"),
        pytest.param("Keflavík" + "a" * 2_000_000, "is", [], id="a word that is none, at no cost"),
        pytest.param("Brand i Älta", "sv", [], id="a marked letter is another one"),
        pytest.param("Brand i A\u0308lta", "sv", [], id="in two characters too"),
        pytest.param("Brann i Alta", "no", ["alta"], id="a plain one is itself"),
        pytest.param("off Tromso", "en", ["tromso"], id="or any other on a foreign keyboard"),
        pytest.param("vor Tromsö", "de", ["tromso"], id="the mark of another language"),
        pytest.param("TROMSØS havn", "no", ["tromso"], id="with an ending, in capitals"),
        pytest.param("в Тромсе", "ru", ["tromso"], id="Russian writes no dots"),
        pytest.param("i Lulea och Luleå", "sv", ["lulea", "lulea"], id="with the mark and without"),
        pytest.param("", "en", [], id="nothing"),
    ],
)
def test_places_are_found_by_all_their_names(text: str, language: str | None, expected: list[str]) -> None:
    assert [place for place, _ in named(text, language)] == expected


def test_the_number_of_words_goes_with_the_place() -> None:
    assert named("Bear Island", "en") == [("bear-island", 2)]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param("a\tFI\t64.7\t24.5\t10", "expected id, country", id="a column is missing"),
        pytest.param("a\tFI\t64.7\t24.5\t\tRaahe", "expected id, country", id="a column is empty"),
        pytest.param("a\tFI\tnorth\t24.5\t10\tRaahe", "could not convert", id="no number"),
        pytest.param("a\tFI\t94.7\t24.5\t10\tRaahe", "no such point", id="beyond the pole"),
        pytest.param("a\tFI\t64.7\t24.5\t-1\tRaahe", "no such point", id="a radius below nothing"),
        pytest.param("raahe\tFI\t64.7\t24.5\t10\tPattijoki", "'raahe' stands twice", id="an id twice"),
        pytest.param("a\tFI\t64.7\t24.5\t10\tBrahestad", "'Brahestad' stands for 'raahe' already", id="a name twice"),
        pytest.param("a\tFI\t64.7\t24.5\t10\tRaah*", f"a stem of {SHORTEST_STEM} letters", id="a short stem"),
        pytest.param("a\tFI\t64.7\t24.5\t10\tA | ", "expected a name", id="an empty name"),
    ],
)
def test_a_malformed_line_is_named(line: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^line {len(LINES) + 1}: .*{re.escape(message)}"):
        load_places((*LINES, line))


# ------------------------------------------------------------------ the shipped table


def test_shipped_names_meet_in_nine_languages() -> None:
    shipped = load_places(SHIPPED)
    texts = {
        "en": "off Bornholm", "da": "syd for Bornholm", "no": "ved Bornholm", "sv": "utanför Bornholm", "de": "vor Bornholm",
        "fi": "Bornholmin edustalla", "is": "við Bornholm", "fr": "au large de Bornholm", "ru": "у Борнхольма",
    }  # fmt: skip
    assert {language: named(text, language, shipped) for language, text in texts.items()} == {
        language: [("bornholm", 1)] for language in texts
    }


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("no", "i Irbestredet", "irbe-strait"),
        ("sv", "i Irbesundet", "irbe-strait"),
        ("fi", "Turun käräjäoikeudessa", "turku"),
        ("ru", "у Гримсея", "grimsey"),
        ("ru", "на Камчатке", "kamchatka"),
        ("ru", "в Балтийске", "baltiysk"),
        ("ru", "из порта Приморск", "primorsk"),
        ("de", "auf Kamtschatka", "kamchatka"),
        ("fi", "Kamtšatkan niemimaalla", "kamchatka"),
        ("sv", "utanför Skånes kust", "skane"),
        ("ru", "у побережья Сконе", "skane"),
        ("no", "i Lisboa", "lisbon"),
        ("fi", "Lissabonissa", "lisbon"),
        ("ru", "в Лиссабоне", "lisbon"),
        ("is", "í Feneyjum", "venice"),
        ("fi", "Venetsian elokuvajuhlilla", "venice"),
        ("de", "in Neu-Delhi", "delhi"),
        ("ru", "в Дели", "delhi"),
        ("fi", "Jaavan edustalla", "java"),
        ("ru", "у берегов Явы", "java"),
        ("fr", "à Istanbul", "istanbul"),
        ("ru", "в Огайо", "ohio"),
    ],
)
def test_shipped_names_in_the_cases_of_their_languages(language: str, text: str, place: str) -> None:
    assert place in [found for found, _ in named(text, language, load_places(SHIPPED))]


@pytest.mark.parametrize(
    "text", ["в Балтийском море", "Балтийский флот", "Балтийская", "Приморского края", "Советский Союз", "Беломорская"]
)
def test_adjectives_of_something_else_are_no_towns(text: str) -> None:
    assert named(text, "ru", load_places(SHIPPED)) == []


def test_shipped_names_are_no_everyday_words() -> None:
    """A capital at the start of a sentence must not make a place of a word. Capitals of states are everyday words of news."""
    text = files("worker.developments").joinpath("common_words.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    words = [(word.capitalize(), language) for language, word, _ in rows if ":" not in word]
    shipped = load_places(SHIPPED)
    found = [(word, shipped.at((word,), (fold(word),), 0, language)) for word, language in words]
    assert [word for word, place in found if place and place[0].radius] == []
