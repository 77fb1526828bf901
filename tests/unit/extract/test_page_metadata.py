"""Date, title, author and address of pages as newspapers, offices and old blogs write them, through the reader of pages."""

from __future__ import annotations

import pytest

from worker.extract.html import extract_html
from worker.model import Extract

TEXTS = {
    "en": "The coast guard sent a second ship to the fjord, and the governor said that more of them would follow soon.",
    "no": "Kystvakten sendte et skip til fjorden i natt, og sysselmesteren sier at det skal bli der så lenge det trengs.",
    "de": "Die Küstenwache hat ein zweites Schiff in den Fjord geschickt, und es soll dort bleiben, bis das Eis aufgeht.",
    "fr": "Les garde-côtes ont envoyé un second navire dans le fjord, et il doit y rester jusqu’à la fin de la semaine.",
    "ru": "Береговая охрана направила в залив второе судно, и оно останется там до конца недели, сообщил губернатор.",
}
NEXT = {
    "en": "Nobody in the village had expected it so early, he said, because the ice was still too thick for older vessels.",
    "no": "Ingen i bygda hadde ventet det så tidlig, sier han, for isen er fortsatt for tykk for de eldre fartøyene.",
    "de": "Niemand im Dorf habe das so früh erwartet, sagte er, denn das Eis sei für ältere Schiffe noch immer zu dick.",
    "fr": "Personne au village ne l’attendait si tôt, a-t-il dit, car la glace est encore trop épaisse pour les autres.",
    "ru": "Никто в посёлке не ждал его так рано, сказал он, потому что лёд ещё слишком толстый для старых судов.",
}


def text_of(language: str) -> str:
    return f"<p>{TEXTS[language]}</p><p>{NEXT[language]}</p>"


def read(body: str, *, head: str = "", lang: str = "en", url: str | None = "https://coast.example/news/second-ship") -> Extract:
    page = f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    return extract_html(page.encode(), url, "utf-8")


def day(found: Extract) -> str:
    return found.published.strftime("%Y-%m-%d %H:%M") if found.published else ""


LOGO = "Polar Desk: all news of the north"


@pytest.mark.parametrize(
    ("head", "body", "title", "published"),
    [
        pytest.param(
            f"<title>Ship adrift | {LOGO}</title><meta property='og:title' content='Ship adrift'>",
            f"<header><h1>{LOGO}</h1></header><h1>Ship adrift</h1><p>12 January 2026</p>{text_of('en')}",
            "Ship adrift",
            "2026-01-12 00:00",
            id="a logo that is longer than the headline",
        ),
        pytest.param(
            f"<title>Ship adrift at night - {LOGO}</title><meta property='og:title' content='Ship adrift at night'>",
            f"<h1>{LOGO}</h1><p>22 November 2026</p><h2>Ship adrift at night</h2><p>12 January 2026</p>{text_of('en')}",
            "Ship adrift at night",
            "2026-01-12 00:00",
            id="the day of the visit below a logo",
        ),
        pytest.param(
            "<title>Ship adrift - Gazette</title><meta property='og:title' content='Ship adrift'>",
            f"<h1>Market desk</h1><p>08:48, 23 September 2026</p><h1>Ship adrift</h1><p>12 January 2026</p>{text_of('en')}",
            "Ship adrift",
            "2026-01-12 00:00",
            id="the name of a section is a first-level heading too",
        ),
        pytest.param(
            "<title>Ship sent to fjord after storm | Gazette</title><meta property='og:title' content='Ship sent'>",
            f"<h1>Ship sent to fjord after storm</h1><p>12 January 2026</p>{text_of('en')}",
            "Ship sent to fjord after storm",
            "2026-01-12 00:00",
            id="a declared title that is the beginning of the headline",
        ),
    ],
)
def test_the_headline_among_the_headings(head, body, title, published):
    found = read(body, head=head)
    assert (found.title, day(found)) == (title, published)
