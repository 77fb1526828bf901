"""`$entity`: exceptions, groups, and the false friends and look-alikes of the entities that we ship."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from worker.entities.gazetteer import Gazetteer
from worker.model import Alias, Document, DocumentId, Entity
from worker.rules.match import Names, Reading
from worker.rules.syntax import QueryError
from worker.settings.entityset import read_entities
from worker.settings.reading import Reading as Folder
from worker.tokens import tokenise

SWEDISH = frozenset({"sv"})
CAPE = Entity(
    "cape",
    "Cape",
    "place",
    (Alias("Cape*"), Alias("Cape Rock Light")),
    exceptions=(Alias("red cape*"), Alias("Cape Rock"), Alias("Cape Horn", SWEDISH), Alias("Cape Town", case_sensitive=True)),
)
ROCK = Entity("rock", "Rock", "place", (Alias("Rock"), Alias("Cape Rock")), exceptions=(Alias("rock music"),))
SEA = Entity("sea", "Sea", "place", (Alias("Black Sea"),), context=True)
COAST = Entity("coast", "Coast", "group", (*CAPE.aliases, *ROCK.aliases, *SEA.aliases), members=("cape", "rock", "sea"))
NAMES = Names((COAST, CAPE, ROCK, SEA))


def found(entity: str, text: str, title: str = "", language: str | None = "en", names: Names = NAMES) -> list[str]:
    document = Document(DocumentId(1), "test", None, title, text, language=language)
    reading = Reading(document, names)
    places = (reading.place(span) for span in reading.name(entity))
    return [(title if zone == "title" else text)[start:end] for zone, start, end in places]


@pytest.mark.parametrize(
    ("entity", "text", "language", "expected"),
    [
        pytest.param("cape", "", "en", [], id="empty"),
        pytest.param("cape", "a red cape", "en", [], id="the name inside an exception"),
        pytest.param("cape", "red capes, a Cape", "en", ["Cape"], id="outside it counts"),
        pytest.param("cape", "red red cape cape", "en", ["cape"], id="the next word counts"),
        pytest.param("cape", "Cape Rock Light", "en", [], id="a longer name over an exception"),
        pytest.param("cape", "Cape Horn", "en", ["Cape"], id="an exception of another language"),
        pytest.param("cape", "Cape Horn", "sv", [], id="an exception of its language"),
        pytest.param("cape", "Cape Horn", None, [], id="an exception in an unknown language"),
        pytest.param("cape", "Cape town, Cape Town", "en", ["Cape"], id="an exception as written"),
        pytest.param("rock", "Cape Rock", "en", ["Cape Rock", "Rock"], id="exceptions belong to one entity"),
        pytest.param("coast", "Cape Rock", "en", ["Cape Rock", "Rock"], id="a group counts what some member counts"),
        pytest.param("coast", "red cape, rock music", "en", [], id="a group counts nothing that no member counts"),
        pytest.param("sea", "on the Black Sea in a red cape", "en", [], id="an exception is no strong name"),
        pytest.param("sea", "on the Black Sea at the Cape", "en", ["Black Sea"], id="beside a strong name"),
        pytest.param("coast", "on the Black Sea", "en", [], id="an ambiguous member of a group stays ambiguous"),
    ],
)
def test_where_an_entity_stands(entity: str, text: str, language: str | None, expected: list[str]) -> None:
    assert found(entity, text, language=language) == expected


def test_no_exception_crosses_from_the_title_into_the_text() -> None:
    assert found("cape", "cape", title="red") == ["cape"]
    assert found("cape", "sea", title="red cape") == []


@pytest.mark.parametrize("alias", ["…", "*", "*cape", "=a=b"])
def test_an_exception_that_cannot_be_looked_for_is_refused(alias: str) -> None:
    with pytest.raises(QueryError):
        Names((replace(CAPE, exceptions=(Alias(alias),)),))


TEXTS = st.lists(st.sampled_from(["red", "cape", "Cape", "Town", "Rock", "Light", "Horn", "x", "\n"]), max_size=15).map(" ".join)


@settings(deadline=None)
@given(TEXTS, st.sampled_from([None, "en", "sv"]))
def test_rules_and_grouping_agree_where_an_entity_stands(text: str, language: str | None) -> None:
    tokens = tokenise(text)
    mentions = Gazetteer((CAPE,)).mentions(tokens, language)
    covered = {word for m in mentions for word in range(m.start_token, m.end_token)}
    document = Document(DocumentId(1), "test", None, text, "", language=language)
    spans = Reading(document, Names((CAPE,))).name("cape")

    assert covered == {word for first, last in spans for word in range(first, last + 1)}


# ------------------------------------------------------------------ what we ship


@pytest.fixture(scope="module")
def shipped() -> Mapping[str, Entity]:
    return {entity.id: entity for entity in read_entities(Folder(ROOT / "config", {}))[0]}


# A strong name that no row below is about, so that ambiguous ones may count.
BESIDE = "Qaanaaq. Каанаак. "

FALSE_FRIENDS = [
    ("arctic", "en", "An Arctic blast froze the roads, and Arctic Monkeys cancelled."),
    ("arctic", "en", "A mass of Arctic air; the keeper fed the arctic foxes and arctic char."),
    ("arctic", "da", "Arktisk kulde rammer landet."),
    ("arctic", "no", "Arktiske luftmasser gir frost."),
    ("arctic", "sv", "Arktisk kyla väntas."),
    ("arctic", "fi", "Arktinen kylmyys yllätti, arktista ilmamassaa virtaa."),
    ("arctic", "ru", "Арктический воздух принёс мороз."),
    ("arctic", "de", "Arktische Kaltluft und arktische Temperaturen."),
    ("arctic", "fr", "Un froid arctique et un renard arctique."),
    ("high_north", "en", "Cyclone warnings for Far North Queensland."),
    ("greenland", "en", "A Greenland shark swam through the Greenland Sea."),
    ("greenland", "en", "Shares of Greenland Holdings fell."),
    ("greenland", "da", "En grønlandshaj blev fanget i Grønlandshavet."),
    ("greenland", "no", "Politiet rykket ut til Grønland T-banestasjon."),
    ("greenland", "sv", "En grönlandsval sågs i Grönlandshavet."),
    ("greenland", "fi", "Grönlanninhylkeet viihtyvät Grönlanninmerellä."),
    ("greenland", "is", "Skipið sigldi um Grænlandssund."),
    ("greenland", "ru", "В Гренландском море видели гренландского кита."),
    ("greenland", "de", "Ein Grönlandhai in der Grönlandsee."),
    ("greenland", "fr", "Des requins du Groenland en mer du Groenland."),
    ("iceland", "en", "Iceland Foods opens shops; the supermarket chain Iceland cuts prices."),
    ("svalbard", "no", "Passasjerene gikk om bord i MS Spitsbergen."),
    ("bear_island", "fi", "Espoon Karhusaaressa remontoidaan."),
    ("bodo", "en", "Bodø/Glimt won at home."),
    ("bodo", "ru", "«Будё/Глимт» выиграл дома."),
    ("norrbotten", "sv", "Luleå Hockey vann finalen."),
    ("alaska", "en", "An Alaska Airlines flight was late."),
    ("alaska", "de", "Alaska-Seelachs wird teurer."),
    ("china", "en", "Like a bull in a china shop."),
    ("russia", "fr", "Le budget ressemble aux montagnes russes."),
    ("novaya_zemlya", "en", "Novaya Gazeta was fined."),
    ("golden_dome", "en", "They met at the Golden Dome mosque."),
    ("golden_dome", "fr", "Le Dôme doré des Invalides brille."),
    ("submarine", "en", "A submarine cable was laid."),
    ("submarine", "fr", "Un câble sous-marin est posé."),
    ("poseidon_belgorod", "en", "A P-8 Poseidon drone hunter took off."),
    ("poseidon_belgorod", "ru", "Самолёт «Посейдон» взлетел."),
    ("burevestnik", "ru", "Дети учили «Песню о Буревестнике»."),
    ("military_exercise", "en", "Both were told to exercise restraint."),
    ("nato", "en", "The bomber's NATO reporting name is Bear."),
    ("nato", "en", "Two natos."),
    ("jef", "en", "JEF United lost; his friend Jef came."),
    ("beac", "fr", "La BEAC relève son taux."),
    ("northern_fleet", "ru", "Выступит рок-группа «Северный флот»."),
    ("egede", "da", "Statuen af Hans Egede blev malet."),
    ("medvedev", "fi", "Daniil Medvedev voitti erän."),
    ("carney", "en", "The destroyer USS Carney sailed."),
    ("giuk", "en", "Giuk is a surname."),
    ("barents_sea", "en", "The Barents Observer wrote about it."),
]
TRUE_NAMES = [
    ("arctic", "en", "Arctic air defence and an Arctic cold war."),
    ("arctic", "fi", "Arktinen kylmä sota."),
    ("arctic", "ru", "Арктическая холодная война."),
    ("high_north", "en", "Troops in the Far North."),
    ("greenland", "en", "Frigates crossed the Greenland Sea to Greenland."),
    ("greenland", "no", "Statsministeren reiser til Grønland."),
    ("greenland", "ru", "Гренландская морская граница."),
    ("iceland", "en", "Iceland hosts an air base."),
    ("bodo", "no", "Flystasjonen i Bodø."),
    ("alaska", "en", "Bombers took off in Alaska."),
    ("novaya_zemlya", "ru", "Полигон на Новой Земле."),
    ("golden_dome", "en", "Money for Golden Dome."),
    ("golden_dome", "da", "Den gyldne kuppel på Grønland."),
    ("submarine", "en", "A submarine near a submarine cable."),
    ("poseidon_belgorod", "ru", "Испытания «Посейдона» прошли."),
    ("nato", "en", "Nato and NATO’s members."),
    ("nato", "fr", "L'Otan réagit."),
    ("drones", "ru", "Сбит БпЛА."),
    ("barents_sea", "ru", "В акватории Баренцева."),
    ("northern_fleet", "ru", "Корабли «Северного флота»."),
]


@pytest.mark.parametrize(
    ("entity", "language", "text", "stands"),
    [(*row, stands) for rows, stands in ((FALSE_FRIENDS, False), (TRUE_NAMES, True)) for row in rows],
)
def test_shipped_entities_know_their_false_friends(
    shipped: Mapping[str, Entity], entity: str, language: str, text: str, stands: bool
) -> None:
    some = (shipped[entity], shipped["qaanaaq"])
    in_rules = found(entity, BESIDE + text, language=language, names=Names(some))
    in_grouping = [m for m in Gazetteer(some).mentions(tokenise(BESIDE + text), language) if m.entity == entity]

    assert (bool(in_rules), bool(in_grouping)) == (stands, stands)


def test_a_shipped_group_keeps_the_exceptions_of_its_members(shipped: Mapping[str, Entity]) -> None:
    names = Names(shipped.values())

    assert found("greenland_any", "A Greenland shark.", names=names) == []
    assert found("greenland_any", "A Greenland shark off Nuuk.", names=names) == ["Nuuk"]
    assert found("arctic_any", "In the Greenland Sea.", names=names) == ["Greenland Sea"]


def test_a_star_behind_a_hyphen_at_the_end_of_a_name_asks_for_nothing() -> None:
    names = Names((Entity("ships", "Ships", "ship", (Alias("Svalbard-*"),)),))
    for text in ("The Svalbard", "The Svalbard-class"):
        document = Document(DocumentId(1), "test", None, text, "")
        assert [
            text[start:end] for _, start, end in map(Reading(document, names).place, Reading(document, names).name("ships"))
        ] == ["Svalbard"]


def test_an_ambiguous_member_of_a_group_needs_a_strong_name_too() -> None:
    members = (
        Entity("svalbard", "Svalbard", "place", (Alias("Svalbard"),)),
        Entity("bear_island", "Bear Island", "place", (Alias("Bear Island"),), context=True),
    )
    names = Names((*members, Entity("any_island", "any", "group", (), members=("svalbard", "bear_island"))))

    def found(text: str) -> int:
        return len(Reading(Document(DocumentId(1), "test", None, "", text), names).name("any_island"))

    assert (found("A cottage on Bear Island."), found("Bear Island and Svalbard.")) == (0, 2)
