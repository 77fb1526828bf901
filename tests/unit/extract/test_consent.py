"""News about consent, and news right below a wall that asks for it: both stay, the wall goes."""

from __future__ import annotations

import pytest

from worker.extract.html import extract_html
from worker.extract.text import extract_text

WALL = "We and our 47 partners store cookies on your device; you can accept or refuse this in the settings at any time."
STORY = (
    "The trawler struck ice north of the island on Monday evening with eleven men on board.",
    "Two helicopters took off from the base, but fog forced them to return before midnight.",
)


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("Without the consent of the islands we cannot accept the plan, the minister said.", id="en"),
        pytest.param("The firm agreed to pay us for the third pier without the consent of the council.", id="en third pier"),
        pytest.param("Uden samtykke fra Nuuk kan vi ikke acceptere planen, siger ministeren.", id="da"),
        pytest.param("Uten samtykke fra Sametinget kan vi ikke godta planen, sier statsråden.", id="no"),
        pytest.param("Utan samtycke från byn kan vi inte acceptera planen, säger ministern.", id="sv"),
        pytest.param("Ilman kylän suostumusta me emme hyväksy kaivosta, ministeri sanoi.", id="fi"),
        pytest.param("Alþingi veitti samþykki sitt við kaupum á nýju varðskipi fyrir Landhelgisgæsluna.", id="is by, not we"),
        pytest.param("Без согласия общины мы не будем принимать проект, сказал губернатор.", id="ru"),
        pytest.param("Die Reederei hatte ohne Einwilligung ihrer Kunden deren Gerät ausgelesen.", id="de they, not you"),
        pytest.param("Sans le consentement du village, la commune va refuser le permis du port.", id="fr of the, not you"),
        pytest.param("La loi nous oblige à refuser tout permis sans le consentement du village, rappelle le maire.", id="fr"),
    ],
)
def test_news_about_consent_asks_nobody_for_it(sentence):
    assert sentence in extract_text("\n\n".join([STORY[0], sentence, STORY[1]]), "a.txt").text


@pytest.mark.parametrize(
    "lead",
    [
        pytest.param("“We cannot accept that a ship cuts our cable,” the mayor said on Tuesday.", id="en quotation"),
        pytest.param("I agree with our partners that the winter route must stay open, the minister said.", id="en speaker"),
        pytest.param("»Vi kan ikke acceptere, at et skib skærer vores kabel over,« lød det i går.", id="da inward quotes"),
        pytest.param("Vi sendte en enhed nordpå i nat.", id="da unit"),
        pytest.param("– Vi kan ikke godta at et skip kutter kabelen vår, lyder det i brevet.", id="no dash"),
        pytest.param("Sie und ihre Partner wollen das Gerät im Frühjahr am Meeresboden verankern.", id="de they, not you"),
        pytest.param("L'appareil du port nous a survolés vers minuit.", id="fr aircraft"),
        pytest.param("Lögreglan vill ekki leyfa umferð við höfnina fyrr en á fimmtudag.", id="is by, not we"),
        pytest.param("Наши партнёры отклонили просьбу о ледоколе, сказал министр.", id="ru speaker"),
    ],
)
@pytest.mark.parametrize(
    "buttons", [pytest.param((), id="no buttons"), pytest.param(("Accept all", "Only what must be"), id="buttons")]
)
def test_the_lead_right_below_a_wall_of_consent_stays(lead, buttons):
    lines = "".join(f"<div>{line}</div>" for line in (WALL, *buttons, lead, *STORY))
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{lines}</body></html>'
    assert extract_html(page.encode(), "https://coast.example/a", None).text.split("\n") == [lead, *STORY]
