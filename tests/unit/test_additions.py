"""What an alert says that nobody was told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import pytest

from tests.builders import a_document
from worker.additions import new_lines
from worker.alerts.view import Publisher, Sighting
from worker.entities.concepts import load_concepts
from worker.entities.gazetteer import Gazetteer
from worker.entities.places import load_places
from worker.judge import Judge
from worker.model import Kind
from worker.rules.index import RuleSet

SHIPPED = files("worker.entities")
ENGLISH = (
    "One of the two subsea cables between Harstad and Longyearbyen was cut on Thursday evening, Space Norway said. "
    'A coast guard vessel boarded the trawler "Polar Sever" west of Andøya, police in Tromsø said.'
)
RUSSIAN_OLD = "Подводный кабель между Харстадом и Лонгйиром на Шпицбергене был перерезан в четверг вечером."
RUSSIAN_NEW = "Норвежская полиция арестовала капитана и двух членов экипажа траулера «Polar Sever» в субботу."
GERMAN_OLD = "Am Donnerstagabend wurde ein Seekabel zwischen Harstad und Longyearbyen durchtrennt."
GERMAN_NEW = "Die Reparatur vor Spitzbergen soll zehn Tage dauern."


@pytest.fixture(scope="module")
def judge() -> Judge:
    concepts = load_concepts((SHIPPED / "concepts.tsv").read_text(encoding="utf-8").splitlines())
    places = load_places((SHIPPED / "places.tsv").read_text(encoding="utf-8").splitlines())
    return Judge(RuleSet(()), Gazetteer(()), {}, concepts, places)


def seen(text: str, language: str, kind: Kind = Kind.UPDATE, *, told: bool = False, **changes: Any) -> Sighting:
    day = datetime(2026, 11, 20 if told else 21, 18, tzinfo=UTC)
    document = a_document(title="", text=text, language=language, published=day, first_seen=day, source=language)
    return Sighting(document, kind, language, (), told, **changes)


def lines(judge: Judge, *sightings: Sighting) -> Sequence[str]:
    return [line for line, _ in new_lines(sightings, {}, judge)]


FIRST = seen(ENGLISH, "en", Kind.NEW, told=True)


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [pytest.param("ru", RUSSIAN_OLD, RUSSIAN_NEW, id="ru"), pytest.param("de", GERMAN_OLD, GERMAN_NEW, id="de")],
)
def test_what_was_told_in_another_language_is_not_new(judge: Judge, language: str, old: str, new: str) -> None:
    assert lines(judge, FIRST, seen(f"{old} {new}", language)) == [new]
    assert lines(judge, FIRST, seen(f"{new} {old}", language)) == [new]


def test_german_nouns_are_no_names(judge: Judge) -> None:
    told = "Lufthavnen i Nuuk blev lukket i to timer fredag aften, efter at to store droner var set over landingsbanen."
    update = "Zwei Männer wurden am Sonntag in Nuuk festgenommen."
    first = seen(told, "da", Kind.NEW, told=True)
    assert lines(judge, first, seen(f"{update} Der Flughafen von Nuuk war am Freitagabend zwei Stunden geschlossen.", "de")) == [
        update
    ]


def test_an_update_that_only_repeats_in_another_language_says_what_makes_it_one(judge: Judge) -> None:
    update = seen(RUSSIAN_OLD, "ru", new_facts=("the first report for 2 days",))
    assert lines(judge, FIRST, update) == ["the first report for 2 days"]


def test_another_number_or_turn_is_new_in_any_language(judge: Judge) -> None:
    seized = "Der Trawler „Polar Sever“ wurde von der Polizei in Tromsø beschlagnahmt."
    assert lines(judge, FIRST, seen(seized, "de")) == [seized]


@pytest.mark.parametrize(
    ("language", "stamp"),
    [("ru", "21 ноября 2026 года"), ("en", "Published 21 November 2026, 18:05"), ("no", "Oppdatert 21. november 2026 kl. 18.05")],
)
def test_the_day_of_publication_is_no_news(judge: Judge, language: str, stamp: str) -> None:
    said = {
        "ru": RUSSIAN_NEW,
        "en": "The skipper and two men of the crew were arrested on Saturday.",
        "no": "Skipperen og to av mannskapet ble pågrepet lørdag.",
    }[language]
    assert lines(judge, FIRST, seen(f"{stamp}\n\n{said}", language)) == [said]


def test_updates_come_first_and_name_who_says_it(judge: Judge) -> None:
    report = seen("Residents of Longyearbyen were told to save water as a pump failed as well.", "en", Kind.REPORT)
    update = seen("The skipper and two men of the crew were arrested on Saturday.", "en")
    found = new_lines([FIRST, report, update], {"en": Publisher("Coast Daily")}, judge)
    assert found == [(update.document.text, "Coast Daily"), (report.document.text, "Coast Daily")]


def test_a_report_in_a_language_that_nobody_was_told_in_adds_nothing_to_an_update(judge: Judge) -> None:
    update = seen("The skipper and two men of the crew were arrested on Saturday.", "en")
    assert lines(judge, FIRST, seen(GERMAN_NEW, "de", Kind.REPORT), update) == [update.document.text]


def test_a_first_alert_has_nothing_new(judge: Judge) -> None:
    assert lines(judge, seen(ENGLISH, "en", Kind.NEW)) == []
