"""The shipped entities in grouping: one key for a name in nine languages, and two keys for two ships."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.conftest import ROOT
from worker.app import judge_of
from worker.judge import Judge
from worker.model import Document, DocumentId
from worker.settings.load import read_folder

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def judge() -> Judge:
    return judge_of(read_folder(ROOT / "config", {}))


def names(judge: Judge, text: str, language: str) -> set[str]:
    document = Document(DocumentId(1), "drop", None, "", text, language=language, published=NOW, first_seen=NOW)
    return set(judge.read(document).features.names)


@pytest.mark.parametrize(
    ("entity", "mentions"),
    [
        pytest.param(
            "iaea",
            [
                ("en", "inspectors of the IAEA"),
                ("ru", "инспекторы МАГАТЭ"),
                ("de", "die Inspektoren der IAEO"),
                ("fr", "les inspecteurs de l'AIEA"),
                ("is", "hjá Alþjóðakjarnorkumálastofnuninni"),
            ],
            id="nuclear inspectors",
        ),
        pytest.param(
            "osce",
            [
                ("en", "observers of the OSCE"),
                ("no", "observatører fra OSSE"),
                ("sv", "observatörer från OSSE"),
                ("fi", "kokous Etyjin johdolla"),
                ("is", "fundur hjá ÖSE"),
                ("ru", "наблюдатели ОБСЕ"),
                ("de", "Beobachter der OSZE"),
            ],
            id="observers",
        ),
        pytest.param(
            "ices",
            [
                ("en", "advice of ICES"),
                ("ru", "совет ИКЕС"),
                ("fr", "un avis du CIEM"),
                ("is", "ráðgjöf frá Alþjóðahafrannsóknaráðinu"),
            ],
            id="stock advice",
        ),
    ],
)
def test_an_organisation_is_one_name_in_all_languages(judge: Judge, entity: str, mentions: list[tuple[str, str]]) -> None:
    assert [text for language, text in mentions if f"entity:{entity}" not in names(judge, text, language)] == []


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        pytest.param("en", "the frigate Admiral Levchenko left", "the frigate Admiral Kasatonov left", id="two frigates"),
        pytest.param("en", "the ship Admiral Vladimirsky left", "the ship Yuri Ivanov left", id="two survey ships"),
        pytest.param("en", "the ship Xue Long left", "the ship Tan Suo San Hao left", id="two ships of China"),
        pytest.param("en", "that is what Lavrov said", "that is what Patrushev said", id="two ministers"),
        pytest.param("ru", "об этом сказал Лавров", "об этом сказал Песков", id="two ministers in Russian"),
        pytest.param("en", "the exercise Grom-2025 began", "the exercise Umka-2025 began", id="two exercises"),
    ],
)
def test_two_ships_people_or_exercises_are_two_names(judge: Judge, language: str, one: str, other: str) -> None:
    first, second = names(judge, one, language), names(judge, other, language)
    assert first - second
    assert second - first
