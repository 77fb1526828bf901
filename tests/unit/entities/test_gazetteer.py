"""Names of entities in a text: languages, stems, capitals, overlaps, ambiguous names."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.entities.gazetteer import Gazetteer, Mention
from worker.model import Alias, Entity
from worker.tokens import tokenise

NORDIC = frozenset(("da", "no", "sv"))
RUSSIAN = frozenset(("ru",))
ENTITIES = (
    Entity("greenland", "Greenland", "place", (Alias("Greenland*"), Alias("Grønland*", NORDIC), Alias("Kalaallit Nunaat"))),
    Entity("greenland_sea", "Greenland Sea", "place", (Alias("Greenland Sea"), Alias("Grønlandshav*", NORDIC))),
    Entity("iceland", "Iceland", "place", (Alias("Iceland"), Alias("Island", NORDIC, case_sensitive=True))),
    Entity("fleet", "Northern Fleet", "organisation", (Alias("Северн* флот*", RUSSIAN), Alias("Northern Fleet"))),
    Entity("alaska", "Alaska", "place", (Alias("Alaska"),)),
    Entity("nome", "Nome", "place", (Alias("Nome, Alaska", case_sensitive=True),), context=True),
    Entity("white_sea", "White Sea", "place", (Alias("White Sea"),), context=True),
    Entity("command", "Supreme headquarters", "organisation", (Alias("SHAPE", case_sensitive=True),), weak=True),
    Entity("minister", "A minister", "person", (Alias("Støre", case_sensitive=True),), weak=True),
    Entity("yamal", "Yamal", "place", (Alias("Yamal LNG"),)),
    Entity("gas_plant", "Gas plant", "organisation", (Alias("Yamal LNG"), Alias("Arctic LNG 2"))),
    Entity("jet", "Jets", "capability", (Alias("F-35"), Alias("P-8*")), weak=True),
    Entity("dome", "Shield", "capability", (Alias("Golden Dome*", case_sensitive=True),), weak=True),
    Entity("division", "A division", "organisation", (Alias("71-* дивизи*", RUSSIAN),), weak=True),
    Entity("north", "The north", "group", (Alias("Greenland*"), Alias("Iceland")), exceptions=(Alias("Iceland rescue"),)),
    Entity(
        "faroe",
        "Faroe Islands",
        "place",
        (Alias("Faroe*"), Alias("Føroya*")),
        exceptions=(
            Alias("Faroe stew*"),
            Alias("far from Faroe"),
            Alias("Faroe bunad", NORDIC),
            Alias("Faroe Stamps", NORDIC, True),
        ),
    ),
    Entity("stamps", "Stamps", "topic", (Alias("stamps"),), weak=True),
)
GAZETTEER = Gazetteer(ENTITIES)


def named(text: str, language: str | None = None) -> list[str]:
    tokens = tokenise(text)
    found = GAZETTEER.mentions(tokens, language)
    return [f"{m.entity}: {' '.join(tokens.words[m.start_token : m.end_token])}" for m in found]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("", None, [], id="empty"),
        pytest.param("\u00ad …", None, [], id="no words"),
        pytest.param("A quiet day at sea.", "en", [], id="no names"),
        pytest.param("GREENLAND’s ice, greenlandic ice", "en", ["greenland: GREENLAND", "greenland: greenlandic"], id="stem"),
        pytest.param("New Green land", "en", [], id="not a stem of two words"),
        pytest.param("Kalaallit-Nunaat", "en", ["greenland: Kalaallit Nunaat"], id="a hyphen for the blank"),
        pytest.param("Kalaallit", "en", [], id="half a name at the end"),
        # languages
        pytest.param("Grønland og Island", "da", ["greenland: Grønland", "iceland: Island"], id="own language"),
        pytest.param("Grønland, Island", "en", [], id="another language"),
        pytest.param("Grønland, Island", None, ["greenland: Grønland", "iceland: Island"], id="unknown language"),
        pytest.param("en island", "no", [], id="the capital counts"),
        pytest.param("Корабли Северного флота вышли", "ru", ["fleet: Северного флота"], id="two stems"),
        pytest.param("71-я дивизия", "ru", ["division: 71 я дивизия"], id="any word between"),
        # capitals and accents
        pytest.param("to shape it, asked SHAPE", "en", ["command: SHAPE"], id="capitals"),
        pytest.param("Store and Støre", "en", ["minister: Støre"], id="as written"),
        pytest.param("the golden dome, the Golden Domes", "en", ["dome: Golden Domes"], id="as written, stem"),
        pytest.param("an F-35, a P-8A", "en", ["jet: F 35", "jet: P 8A"], id="hyphens and digits"),
        # overlaps
        pytest.param("in the Greenland Sea", "en", ["greenland_sea: Greenland Sea"], id="more words win"),
        pytest.param("Grønlandshavet", "no", ["greenland_sea: Grønlandshavet"], id="more letters win"),
        pytest.param(
            "Greenland Sea off Greenland", "en", ["greenland_sea: Greenland Sea", "greenland: Greenland"], id="only there"
        ),
        pytest.param("Yamal LNG", "en", ["gas_plant: Yamal LNG", "yamal: Yamal LNG"], id="equal names stand side by side"),
        # exceptions
        pytest.param("Faroe stews", "en", [], id="an exception"),
        pytest.param("Faroe, Faroe stew", "en", ["faroe: Faroe"], id="there alone"),
        pytest.param("not far from Faroe", "en", [], id="an exception with words in front"),
        pytest.param("far from Faroe stew", "en", [], id="two exceptions across each other"),
        pytest.param("Faroe bunad", "en", ["faroe: Faroe"], id="an exception of another language"),
        pytest.param("Faroe bunad", "no", [], id="an exception of its language"),
        pytest.param("Faroe bunad", None, [], id="an exception in an unknown language"),
        pytest.param("Faroe Stamps", "no", ["stamps: Stamps"], id="others count inside an exception"),
        pytest.param("Faroe stamps", "no", ["faroe: Faroe", "stamps: stamps"], id="an exception as written"),
        pytest.param("Iceland rescue", "en", ["iceland: Iceland"], id="exceptions of groups are left out as well"),
        pytest.param("White Sea, Faroe stew", "en", [], id="an exception is no strong name"),
        # ambiguous names
        pytest.param("on the White Sea", "en", [], id="ambiguous, alone"),
        pytest.param("on the White Sea, asked SHAPE", "en", ["command: SHAPE"], id="ambiguous, beside a weak one"),
        pytest.param(
            "White Sea and Iceland", "en", ["white_sea: White Sea", "iceland: Iceland"], id="ambiguous, beside a strong one"
        ),
        pytest.param("in Nome, Alaska", "en", ["nome: Nome Alaska"], id="the strong one may stand inside"),
    ],
)
def test_names_in_a_text(text: str, language: str | None, expected: list[str]) -> None:
    assert named(text, language) == expected


def test_a_mention_counts_words_from_0_with_its_end_exclusive() -> None:
    assert GAZETTEER.mentions(tokenise("The Northern Fleet sails"), None) == (Mention("fleet", 1, 3),)


@pytest.mark.parametrize("alias", ["", "…", "*", "* sea", "Sval*bard", "*breaker"])
def test_an_alias_that_cannot_be_looked_for_is_refused(alias: str) -> None:
    with pytest.raises(ValueError, match="entity 'odd': alias"):
        Gazetteer((Entity("odd", "Odd", "place", (Alias(alias),)),))
    with pytest.raises(ValueError, match="entity 'odd': alias"):
        Gazetteer((Entity("odd", "Odd", "place", (), exceptions=(Alias(alias),)),))


PIECES = st.sampled_from(
    ["Greenland", "Sea", "Grønlandshavet", "Yamal", "LNG", "Arctic", "2", "Nome,", "Alaska", "White", "F-35", "x", "\n"]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=20).map(" ".join), st.sampled_from([None, "en", "no"]))
def test_mentions_are_in_order_inside_the_text_and_never_cross(text: str, language: str | None) -> None:
    tokens = tokenise(text)
    found = GAZETTEER.mentions(tokens, language)
    places = sorted({(m.start_token, m.end_token) for m in found})
    assert [(m.start_token, m.end_token) for m in found] == sorted((m.start_token, m.end_token) for m in found)
    assert all(0 <= start < end <= len(tokens) for start, end in places)
    assert all(one[1] <= other[0] for one, other in pairwise(places))
    assert not any(m.entity == "north" for m in found)
