"""Language vote, dates, addresses, titles, authors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.extract import meta
from worker.extract.lines import Line

SAMPLES = {
    "en": "The ship that was sent to the fjord is not the one that had been promised, and it will be there for the winter.",
    "da": "Skibet, der blev sendt til fjorden, er ikke det, som var lovet, og det skal blive der efter jul, siger han.",
    "no": "Skipet som ble sendt til fjorden er ikke det som var lovet, og det skal bli der etter jul, sier han nå.",
    "sv": "Fartyget som blev skickat till fjorden är inte det som var lovat, och det ska vara där efter jul, säger han nu.",
    "fi": "Laiva, joka on nyt satamassa, ei ole se, jonka piti tulla, mutta se oli jo siellä ennen kuin jää tuli, ja hän tiesi.",
    "is": "Skipið sem var sent í fjörðinn er ekki það sem var lofað, og það verður þar fyrir jól, segir hann við blaðið um það.",
    "ru": "Судно, которое было в порту, не то, что он обещал, и оно будет там до весны, но это не так важно для них.",
    "de": "Das Schiff, das in den Fjord fuhr, ist nicht das, was er versprochen hat, und es wird auch nach dem Winter da sein.",
    "fr": "Le navire qui est dans le port n’est pas celui que la ville a promis, et il ne sera pas là pour le printemps.",
}


@pytest.mark.parametrize("code", SAMPLES)
def test_language_by_vote(code):
    assert meta.language(SAMPLES[code]) == code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Politiet sier at mannskapet er avhørt og at fartøyet ligger til kai, men de vil ikke si mer om saken. Trafikken er "
            "flyttet til andre linjer, og kundene vil knapt merke noe til feilen som oppsto ved øya.",
            "no",
            id="no",
        ),
        pytest.param(
            "Politiet siger, at mandskabet er afhørt, og at fartøjet ligger ved kaj, men de vil ikke sige mere om sagen. "
            "Trafikken er flyttet til andre linjer, og kunderne vil næppe mærke noget til den fejl, der opstod ved øen.",
            "da",
            id="da",
        ),
        pytest.param(
            "Kystvakta opplyser at ein trålar måndag skal ha drege ankeret over havbotnen, der to kablar går i land. Politiet "
            "seier at mannskapet er avhøyrt, men dei vil ikkje seie meir om saka.",
            "no",
            id="nynorsk",
        ),
        pytest.param(
            "Strandavaktin heldur eyga við skipinum, sum liggur við bryggju í Sørvági, til kanningin er liðug, men tey "
            "vilja ikki siga meira um hetta, og teir báðir kaplarnir eru týdningarmiklir fyri oyggjarnar.",
            "fo",
            id="faroese is not icelandic",
        ),
    ],
)
def test_neighbours_are_told_in_two_sentences(text, expected):
    assert meta.language(text) == expected


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        pytest.param("", None, None, id="nothing"),
        pytest.param("Kangerlussuaq", None, None, id="one name"),
        pytest.param("og i det er en til på for med som", None, None, id="only words that da and no share"),
        pytest.param(
            "Rannikkovartiosto kertoo, että alus on hinattu satamaan ja sen miehistö pysyy siellä, kunnes poliisi pääsee "
            "kuulustelemaan heitä. Kaksi laivaa partioi alueella.",
            None,
            "fi",
            id="finnish has few small words",
        ),
        pytest.param(
            "Rannavalve sõnul on laev sadamas ja selle meeskond jääb sinna, kuni politsei jõuab kohale, ning see ei ole "
            "esimene kord, kui se nii läheb, ja ta on ka vana.",
            None,
            None,
            id="estonian is not finnish",
        ),
        pytest.param("Танкер сел на мель", None, "ru", id="four words in Russian letters"),
        pytest.param("Танкер сів на мілину", None, None, id="four in letters that Russian has not"),
        pytest.param(SAMPLES["da"], "da-DK", "da", id="region"),
        pytest.param(SAMPLES["no"], "nb", "no", id="bokmål"),
        pytest.param("Kort tekst", "nn_NO", "no", id="nynorsk"),
        pytest.param(SAMPLES["en"], "english", "en", id="not a code"),
        pytest.param("Nuuk", "kl", "kl", id="a language outside the nine"),
        pytest.param(SAMPLES["ru"], "en", "ru", id="the script speaks against the template"),
        pytest.param(SAMPLES["ru"], "uk", "uk", id="another Cyrillic language is believed"),
        pytest.param(SAMPLES["de"] * 2, "en", "de", id="twenty stop words speak against the template"),
        pytest.param(SAMPLES["de"], "en", "en", id="ten do not"),
        pytest.param(
            "Kystvakten opplyser hvor skipet ble sendt mandag, og mannskapet må bli i havn til det er avhørt av "
            "politiet, som ikke vil si mer om saken.",
            "en-US",
            "no",
            id="twelve do where the declared one has next to none",
        ),
        pytest.param(SAMPLES["da"] * 4, "no", "no", id="neighbours share too many words to overrule what is declared"),
        pytest.param(SAMPLES["de"] * 2, "nl", "nl", id="a language outside the nine has no words to be outvoted by"),
    ],
)
def test_language_with_what_is_declared(text, declared, expected):
    assert meta.language(text, declared) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", None, id="empty"),
        pytest.param("1989-12-31", None, id="before the web"),
        pytest.param("2026-02-30", None, id="no such day"),
        pytest.param("12.01.2026", None, id="day first is not guessed"),
        pytest.param("2026-01-12", datetime(2026, 1, 12, tzinfo=UTC), id="day"),
        pytest.param("2026-01-12T10:00:00Z", datetime(2026, 1, 12, 10, tzinfo=UTC), id="zulu"),
        pytest.param("2026-01-12 10:00:00+01:00", datetime(2026, 1, 12, 9, tzinfo=UTC), id="blank and offset"),
        pytest.param("0001-01-01T00:00:00+14:00", None, id="outside the calendar in UTC"),
        pytest.param("2026-01-12 10:00:00 +0100", datetime(2026, 1, 12, 9, tzinfo=UTC), id="blank before the offset"),
        pytest.param("1768212000", datetime(2026, 1, 12, 10, tzinfo=UTC), id="seconds since 1970"),
        pytest.param("2026-01-12T10:00+01:00[Europe/Oslo]", datetime(2026, 1, 12, 9, tzinfo=UTC), id="a zone in brackets"),
        pytest.param("Mon Jan 12 11:00:00 EET 2026", datetime(2026, 1, 12, 9, tzinfo=UTC), id="as Java writes it"),
        pytest.param("Mon, 12 Jan 2026 10:00:00 CET", datetime(2026, 1, 12, 9, tzinfo=UTC), id="zone by name"),
        pytest.param("20260112100000", datetime(2026, 1, 12, 10, tzinfo=UTC), id="digits alone"),
        pytest.param("1768212000999", datetime(2026, 1, 12, 10, tzinfo=UTC), id="milliseconds since 1970"),
    ],
)
def test_moment(text, expected):
    assert meta.moment(text) == expected


@given(st.text(max_size=70))
def test_a_moment_is_aware_or_none(text):
    found = meta.moment(text)
    assert found is None or (found.utcoffset() is not None and found.year >= 1990)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param(None, None, id="none"),
        pytest.param("https://a.example/2026/13/01/x", None, id="no such month"),
        pytest.param("https://a.example/x?d=/2026/01/12/", None, id="in the query"),
        pytest.param("https://[broken/2026/01/12/x", None, id="malformed"),
        pytest.param("https://a.example/2026/01/12/x", datetime(2026, 1, 12, tzinfo=UTC), id="slashes"),
        pytest.param("https://a.example/news/2026-01-12-x", datetime(2026, 1, 12, tzinfo=UTC), id="hyphens"),
        pytest.param("https://a.example/2026/jan/12/x", datetime(2026, 1, 12, tzinfo=UTC), id="name of the month"),
        pytest.param("https://a.example/2026/januar/12/x", datetime(2026, 1, 12, tzinfo=UTC), id="name in another language"),
        pytest.param("https://a.example/2026/far/12/x", None, id="no name of a month"),
        pytest.param("https://a.example/20260112-x", datetime(2026, 1, 12, tzinfo=UTC), id="eight digits"),
        pytest.param("https://a.example/x-2026-01-12/", datetime(2026, 1, 12, tzinfo=UTC), id="at the end"),
        pytest.param("https://a.example/x-20260112", datetime(2026, 1, 12, tzinfo=UTC), id="eight digits at the end"),
        pytest.param("https://a.example/2026/0112/123-x", datetime(2026, 1, 12, tzinfo=UTC), id="month and day in one"),
        pytest.param("https://a.example/12.01.2026/x", datetime(2026, 1, 12, tzinfo=UTC), id="dots"),
        pytest.param("https://a.example/x_20260112.html", datetime(2026, 1, 12, tzinfo=UTC), id="in front of an ending"),
        pytest.param("https://a.example/12-01-2026/x", datetime(2026, 1, 12, tzinfo=UTC), id="day first with hyphens"),
        pytest.param("https://a.example/x-january-12-2026", datetime(2026, 1, 12, tzinfo=UTC), id="american at the end"),
        pytest.param("https://a.example/x-12-janvier-2026/", datetime(2026, 1, 12, tzinfo=UTC), id="french at the end"),
        pytest.param("https://a.example/x-table-12-2026", None, id="a word that is no month"),
        pytest.param("https://a.example/2026/1399/123-x", None, id="two numbers"),
        pytest.param("https://a.example/story/20269931-x", None, id="eight digits that are a number"),
        pytest.param("https://a.example/2026/01/x", None, id="month only"),
    ],
)
def test_date_in_url(url, expected):
    assert meta.date_in_url(url) == expected


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "tag", "expected"),
    [
        pytest.param("", "en", None, id="empty"),
        pytest.param("12 January", "en", None, id="no year"),
        pytest.param("January 2026", "en", None, id="no day"),
        pytest.param("© 2026 The Coast Gazette", "en", None, id="the year of a footer"),
        pytest.param("30 February 2026", "en", None, id="no such day"),
        pytest.param("12 Smarch 2026", "en", None, id="no such month"),
        pytest.param("version 1.12.20264", "en", None, id="a longer number"),
        pytest.param("01/02/2026", "en", None, id="two readings, English of nowhere"),
        pytest.param("01/02/2026", None, None, id="two readings, no language"),
        pytest.param("12.01.2026", "en", None, id="two readings with dots"),
        pytest.param("12/01-2026", "da", utc(2026, 1, 12), id="da slash and hyphen"),
        pytest.param("01/02/2026", "en-GB", utc(2026, 2, 1), id="British"),
        pytest.param("01/02/2026", "en_US", utc(2026, 1, 2), id="American"),
        pytest.param("01/02/2026", "fr", utc(2026, 2, 1), id="French"),
        pytest.param("13/02/2026", "en", utc(2026, 2, 13), id="one reading is possible"),
        pytest.param("02/13/2026", "en", utc(2026, 2, 13), id="the other one is possible"),
        pytest.param("03/03/2026", "en", utc(2026, 3, 3), id="both readings are the same"),
        pytest.param("2026/01/12", "en", utc(2026, 1, 12), id="year first"),
        pytest.param("January 12, 2026 10:30 CET", "en", utc(2026, 1, 12, 9, 30), id="en zone"),
        pytest.param("Jan. 12th, 2026 at 5:30 p.m. EST", "en", utc(2026, 1, 12, 22, 30), id="en half of the day"),
        pytest.param("12 Jan 2026 12.30am", "en", utc(2026, 1, 12, 0, 30), id="en half past midnight"),
        pytest.param("11:11 PM EST Jan 12, 2026", "en", utc(2026, 1, 13, 4, 11), id="en time in front"),
        pytest.param("Mon Jan 12 2026 10:00:00 GMT+0100 (CET)", "en", utc(2026, 1, 12, 9), id="as browsers write it"),
        pytest.param("12 January 2026, 25:10", "en", utc(2026, 1, 12), id="no such time"),
        pytest.param("Den 12. januar 2026 kl. 10.30", "da", utc(2026, 1, 12, 9, 30), id="da"),
        pytest.param("12.januar 2026", "no", utc(2026, 1, 12), id="no without blank"),
        pytest.param("Publicerad 12 jan. 2026 10.30", "sv", utc(2026, 1, 12, 9, 30), id="sv"),
        pytest.param("tammikuun 12. päivänä 2026", "fi", utc(2026, 1, 12), id="fi genitive"),
        pytest.param("12. tammikuuta 2026 klo 10.30", "fi", utc(2026, 1, 12, 8, 30), id="fi partitive"),
        pytest.param("12. ágúst 2025 kl. 09:05", "is", utc(2025, 8, 12, 9, 5), id="is"),
        pytest.param("12 января 2026 г., 10:30", "ru", utc(2026, 1, 12, 7, 30), id="ru"),
        pytest.param("12 января 2026 в 10:30 МСК", "ru", utc(2026, 1, 12, 7, 30), id="ru zone"),
        pytest.param("10:30, 12 января 2026", "ru", utc(2026, 1, 12, 7, 30), id="ru time in front"),
        pytest.param("Montag, 12. Januar 2026, 10:30 Uhr", "de", utc(2026, 1, 12, 9, 30), id="de"),
        pytest.param("12.01.2026", "de", utc(2026, 1, 12), id="de digits"),
        pytest.param("le 1er mai 2026 à 10h30", "fr", utc(2026, 5, 1, 8, 30), id="fr"),
        pytest.param("Jeudi 12 février 2026 - 14 h 05", "fr", utc(2026, 2, 12, 13, 5), id="fr blanks in the clock"),
        pytest.param("12 mars 2026 à 9 h", "fr", utc(2026, 3, 12, 8), id="fr whole hour"),
        pytest.param("12.03.26 14:05", "no", utc(2026, 3, 12, 13, 5), id="two digits of the year"),
        pytest.param("12/03/26", "fr", utc(2026, 3, 12), id="two digits and slashes"),
        pytest.param("12/03/26", "en", None, id="two digits and two readings"),
        pytest.param("version 12.03.26.1", "no", None, id="a version"),
        pytest.param("12/3 2026 kl. 14.05", "da", utc(2026, 3, 12, 13, 5), id="da slash and blank"),
        pytest.param("torsdag 12 mars 2026 klockan 14:05", "sv", utc(2026, 3, 12, 13, 5), id="sv klockan"),
        pytest.param("12 марта 2026 года, 14:05", "ru", utc(2026, 3, 12, 11, 5), id="ru года"),
        pytest.param("12. Jänner 2026, 15 Uhr", "de", utc(2026, 1, 12, 14), id="Austrian, whole hour"),
        pytest.param("12. Maerz 2026", "de", utc(2026, 3, 12), id="de without umlaut"),
        pytest.param("Mar. 12, 2026, 2 PM ET", "en-US", utc(2026, 3, 12, 19), id="en whole hour, Eastern time"),
        pytest.param("12 March 2026 14:05 UTC+1", "en", utc(2026, 3, 12, 13, 5), id="offset in hours"),
        pytest.param("12. August 2026, 10:30 Uhr", "de", utc(2026, 8, 12, 8, 30), id="de in summer"),
        pytest.param("12. Januar 2026, 10:30 Uhr UTC", "de", utc(2026, 1, 12, 10, 30), id="de with a zone"),
        pytest.param("12 januari 2026 kl. 10.30", "sv-FI", utc(2026, 1, 12, 8, 30), id="Swedish of Finland"),
        pytest.param("12. januar 2026 kl. 10.30", "da-GL", utc(2026, 1, 12, 12, 30), id="Danish of Greenland"),
        pytest.param("12 janvier 2026 à 10h30", "fr-CA", utc(2026, 1, 12, 10, 30), id="a country of several zones"),
        pytest.param("12 January 2026, 10:30", "en-GB", utc(2026, 1, 12, 10, 30), id="British winter"),
        pytest.param("12 mars 2026 14 hommes", "fr", utc(2026, 3, 12), id="a number that is no hour"),
    ],
)
def test_written_dates(text, tag, expected):
    assert meta.written(text, tag) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("The ship left on 12 January 2026.", None, id="a sentence"),
        pytest.param("Updated 12 January 2026", None, id="an update"),
        pytest.param("Oppdatert: 12. januar 2026", None, id="an update in Norwegian"),
        pytest.param("Päivitetty klo 10.30 12.1.2026", None, id="an update in Finnish"),
        pytest.param("Обновлено 12 января 2026", None, id="an update in Russian"),
        pytest.param(
            "What the harbour council of the coast decided in its long meeting on 12 January 2026",
            None,
            id="a headline with a date",
        ),
        pytest.param("Published 12 January 2026, updated 13 January 2026", utc(2026, 1, 12), id="both"),
        pytest.param(
            "Publié le 12 janvier 2026 à 08h15, modifié le 14 janvier 2026 à 10h00", utc(2026, 1, 12, 8, 15), id="both in French"
        ),
        pytest.param(
            "Publiceret 12. januar 2026 kl. 9.30. Opdateret i dag.", utc(2026, 1, 12, 9, 30), id="a stamp that is a sentence"
        ),
        pytest.param("MAJ le 12 janvier 2026 à 08h00", None, id="an update in French, short"),
        pytest.param("Последнее изменение: 12 января 2026", None, id="a change in Russian"),
        pytest.param("Updated 13 January 2026 | Published 12 January 2026", utc(2026, 1, 12), id="the update first"),
        pytest.param("By Anna Berg, Nuuk | January 12, 2026 at 5 p.m.", utc(2026, 1, 12, 17), id="with a name, closed by a dot"),
        pytest.param("12 января 2026 г.", utc(2026, 1, 12), id="closed by an abbreviation"),
    ],
)
def test_dateline(line, expected):
    assert meta.dateline(line, "en-GB") == expected


@given(st.text(alphabet="0123456789 .:/-+januryмя,kloGMTam", max_size=80), st.sampled_from([None, "en", "en-US", "de", "?"]))
def test_a_written_date_is_aware_or_none(text, tag):
    found = meta.written(text, tag)
    assert found is None or found.utcoffset() is not None


NOW = utc(2026, 1, 12, 12)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("2 hours ago", utc(2026, 1, 12, 10), id="en"),
        pytest.param("Published an hour ago", utc(2026, 1, 12, 11), id="en in words"),
        pytest.param("for 3 dage siden", utc(2026, 1, 9), id="da"),
        pytest.param("Publisert for 25 minutter siden", utc(2026, 1, 12, 11, 35), id="no"),
        pytest.param("för 2 timmar sedan", utc(2026, 1, 12, 10), id="sv"),
        pytest.param("2 tuntia sitten", utc(2026, 1, 12, 10), id="fi"),
        pytest.param("fyrir 2 klukkustundum", utc(2026, 1, 12, 10), id="is"),
        pytest.param("5 дней назад", utc(2026, 1, 7), id="ru"),
        pytest.param("vor einer Stunde", utc(2026, 1, 12, 11), id="de"),
        pytest.param("il y a 2 semaines", utc(2025, 12, 29), id="fr"),
        pytest.param("Oppdatert for 2 timer siden", None, id="an update"),
        pytest.param("for 2 personer siden", None, id="no unit"),
        pytest.param("I dag 09:05", utc(2026, 1, 12, 9, 5), id="today"),
        pytest.param("Вчера, 21:40", utc(2026, 1, 11, 21, 40), id="yesterday"),
        pytest.param("Heute im Norden", None, id="today without a clock"),
        pytest.param("Publisert 9. januar kl. 14:05", utc(2026, 1, 9, 14, 5), id="without a year"),
        pytest.param("Dec 28, 14:05", utc(2025, 12, 28, 14, 5), id="of last year"),
        pytest.param("Julkaistu 9.1. klo 14.05", utc(2026, 1, 9, 14, 5), id="in digits"),
        pytest.param("12. april kl. 18:00", None, id="of an event to come"),
        pytest.param("9. januar", None, id="a day alone"),
        pytest.param("Oppdatert 9. januar kl. 14:05", None, id="an update without a year"),
        pytest.param("Published 9 January 2019, read 9 March 14:05", None, id="a year stands in it"),
        pytest.param("On 9 January at 14:05 the ship left the harbour with all its crew aboard.", None, id="a sentence"),
    ],
)
def test_dates_that_are_seen_from_today(line, expected):
    assert meta.recent_dateline(line, NOW) == expected


def test_today_is_that_of_the_readers_of_a_language():
    night = utc(2026, 1, 11, 23, 45)
    assert meta.recent_dateline("I dag kl. 00:30", night, "da") == utc(2026, 1, 11, 23, 30)
    assert meta.recent_dateline("Сегодня, 02:30", night, "ru") == utc(2026, 1, 11, 23, 30)


@given(st.text(alphabet="0123456789 .:agofrsidenvöhtunJjmrylп", max_size=60))
def test_a_date_seen_from_today_is_not_after_it(text):
    found = meta.recent_dateline(text, NOW)
    assert found is None or found - NOW <= timedelta(days=1)


ADDRESS = "https://a.example/2026/01/10/x"


@pytest.mark.parametrize(
    ("stated", "url", "visible", "expected"),
    [
        pytest.param((), None, (), (None, ""), id="nothing"),
        pytest.param(("2026-01-11",), ADDRESS, ("12.01.2026",), (utc(2026, 1, 11), "meta"), id="stated first"),
        pytest.param(("soon", "2026-01-11"), ADDRESS, (), (utc(2026, 1, 11), "meta"), id="what is no date is passed over"),
        pytest.param(("11. januar 2026 kl. 10",), None, (), (utc(2026, 1, 11), "meta"), id="stated in words"),
        pytest.param(("2026-01-13T11:00:00Z",), None, (), (utc(2026, 1, 13, 11), "meta"), id="a clock that is a day fast"),
        pytest.param(("2026-01-13T13:00:00Z",), ADDRESS, (), (utc(2026, 1, 10), "url"), id="in the future"),
        pytest.param(("1989-12-31",), ADDRESS, (), (utc(2026, 1, 10), "url"), id="before the web"),
        pytest.param((), "https://a.example/2027/01/10/x", ("11.01.2026",), (utc(2026, 1, 11), "text"), id="the address too"),
        pytest.param((), None, ("Nuuk", "11.01.2026"), (utc(2026, 1, 11), "text"), id="dateline"),
        pytest.param((), None, ("12.12.2026",), (None, ""), id="a dateline in the future"),
        pytest.param((), None, ("for 2 timer siden",), (utc(2026, 1, 12, 10), "text"), id="seen from today"),
        pytest.param((), None, ("for 2 timer siden", "10.01.2026"), (utc(2026, 1, 10), "text"), id="a whole date counts more"),
        pytest.param(
            ("2026-01-11",), "https://a.example/2019/05/01/x", (), (utc(2019, 5, 1), "url"), id="imported years after its address"
        ),
        pytest.param(("2019-05-01",), ADDRESS, (), (utc(2019, 5, 1), "meta"), id="moved to a new address"),
        pytest.param(("2026-01-11",), "https://a.example/2025/03/01/x", (), (utc(2026, 1, 11), "meta"), id="less than a year"),
    ],
)
def test_published(stated, url, visible, expected):
    assert meta.published(stated, url, visible, "da", NOW) == expected


def test_without_a_clock_no_date_is_too_late():
    assert meta.published(["2099-01-01"], None, [], None) == (utc(2099, 1, 1), "meta")


HEADLINE = Line("Second ship sent north", kind="heading")
LEAD = Line("The coast guard sent a second ship to the fjord on Tuesday, and the governor said that more would follow.")


@pytest.mark.parametrize(
    ("lines", "marked", "expected"),
    [
        pytest.param([], (), (), id="nothing"),
        pytest.param([Line("12.01.2026"), LEAD], (), (), id="no headline: the day of the visit"),
        pytest.param([Line("12.01.2026"), HEADLINE, LEAD], (), (), id="above the headline"),
        pytest.param([HEADLINE, LEAD, Line("12.01.2026")], (), (), id="below the first paragraph"),
        pytest.param([HEADLINE, Line("12.01.2026", groups=frozenset({"related"})), LEAD], (), (), id="of another item"),
        pytest.param([HEADLINE, Line("Anna Berg"), Line("12.01.2026"), LEAD], (), ("Anna Berg", "12.01.2026"), id="below it"),
        pytest.param([HEADLINE, Line("Updated:"), Line("12.01.2026")], (), ("Updated: 12.01.2026",), id="label and value"),
        pytest.param(
            [HEADLINE, Line("Last updated"), Line("12.01.2026")], (), ("Last updated 12.01.2026",), id="without a colon"
        ),
        pytest.param([], ("12.01.2026", "Anna Berg"), ("12.01.2026",), id="marked"),
        pytest.param([], ("12.01.2026", "11.01.2026"), (), id="marks of a list"),
        pytest.param([], ("Updated 12.01.2026", "12.01.2026"), (), id="the mark of an update"),
    ],
)
def test_datelines(lines, marked, expected):
    assert tuple(meta.datelines(lines, frozenset({"second ship sent north"}), marked, "de")) == expected


def test_a_class_around_the_whole_page_does_not_hide_its_dateline():
    around = frozenset({"related"})
    lines = [Line(HEADLINE.text, kind="heading", groups=around), Line("12.01.2026", groups=around)]
    assert meta.below_headline(lines, frozenset({"second ship sent north"})) == ("12.01.2026",)


PAGE = "https://www.coast.example/news/ship?utm=1"


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        pytest.param(None, PAGE, id="nothing declared"),
        pytest.param("javascript:alert(1)", PAGE, id="no web address"),
        pytest.param("undefined", PAGE, id="a script without a value"),
        pytest.param("https://www.coast.example/{{ page.url }}", PAGE, id="a template that was not filled"),
        pytest.param("https://www.coast.example/en/", PAGE, id="the front page of a language"),
        pytest.param("https://www.coast.example/index.html", PAGE, id="the front page by its file"),
        pytest.param("https://other.example/news/ship", PAGE, id="another site"),
        pytest.param("https://www.coast.example/", PAGE, id="the front page"),
        pytest.param("https://[broken", PAGE, id="malformed"),
        pytest.param("/news/ship", "https://www.coast.example/news/ship", id="relative"),
        pytest.param("https://coast.example/news/ship#top", "https://coast.example/news/ship", id="without www and fragment"),
        pytest.param(
            "http://www.coast.example/news/ship", "https://www.coast.example/news/ship", id="the page was read over https"
        ),
        pytest.param("/s?id=7&utm_source=mail&fbclid=x", "https://www.coast.example/s?id=7", id="tracking parameters"),
    ],
)
def test_canonical(declared, expected):
    assert meta.canonical(declared, PAGE) == expected


@pytest.mark.parametrize(
    ("declared", "url", "other", "expected"),
    [
        pytest.param(None, None, None, None, id="nothing"),
        pytest.param(None, "https://a.example/x?utm_medium=feed", None, "https://a.example/x", id="own address without tracking"),
        pytest.param(None, "https://a.example/x?utm_medium=feed", "https://a.example/y", "https://a.example/y", id="og:url"),
        pytest.param(
            "https://b.example/", "https://a.example/x", "https://a.example/y", "https://a.example/y", id="og:url second"
        ),
        pytest.param("https://www.a.example/x", "https://amp.a.example/x/amp", None, "https://www.a.example/x", id="amp"),
        pytest.param("https://b.co.uk/x", "https://a.co.uk/x", None, "https://a.co.uk/x", id="another British site"),
        pytest.param("https://a.co.uk/x", "https://www.a.co.uk/amp/x", None, "https://a.co.uk/x", id="the same British site"),
        pytest.param("https://dr.dk/x", "https://www.dr.dk/x", None, "https://dr.dk/x", id="short name below a country"),
        pytest.param(
            "https://b.wordpress.com/x", "https://a.wordpress.com/x", None, "https://a.wordpress.com/x", id="another blog"
        ),
        pytest.param("https://a.example/?p=7", "https://a.example/x", None, "https://a.example/?p=7", id="no front page"),
        pytest.param("https://a.example/x", None, None, "https://a.example/x", id="of a file"),
        pytest.param(
            "https://a.example/show.php",
            "https://a.example/show.php?id=7",
            None,
            "https://a.example/show.php?id=7",
            id="number lost",
        ),
        pytest.param(
            "https://a.example/x-7.html",
            "https://a.example/x-7.html?id=9",
            None,
            "https://a.example/x-7.html",
            id="number in the path",
        ),
    ],
)
def test_canonical_of_sites(declared, url, other, expected):
    assert meta.canonical(declared, url, other) == expected


@pytest.mark.parametrize(
    ("headings", "declared", "tab", "expected"),
    [
        pytest.param((), (), "", "", id="nothing"),
        pytest.param(("Coast Gazette",), ("Ship sent to fjord",), "", "Ship sent to fjord", id="the heading is the site's name"),
        pytest.param(
            ("Ship sent to fjord",), ("Ship sent to fjord | Gazette",), "", "Ship sent to fjord", id="confirmed heading"
        ),
        pytest.param((), (), "Second ship sent north - Gazette", "Second ship sent north", id="tab without the site"),
        pytest.param(("Ship sent",), (), "", "Ship sent", id="heading alone"),
        pytest.param(("Second ship sent",), (), "Untitled Document", "Second ship sent", id="a program's default in the tab"),
        pytest.param(("Second ship sent", "More"), (), "Home", "Home", id="several headings do not say which"),
        pytest.param(("SHIP SENT",), ("Ship sent",), "", "Ship sent", id="a heading in capitals"),
        pytest.param(
            (), (), "Второе судно ушло на север :: Общество :: Газета", "Второе судно ушло на север", id="double colons"
        ),
    ],
)
def test_choose_title(headings, declared, tab, expected):
    assert meta.choose_title(headings, declared, tab) == expected


@pytest.mark.parametrize(
    ("headings", "declared", "tab", "expected"),
    [
        pytest.param(("Coast Gazette",), ("Coast Gazette",), "Coast Gazette", "", id="nothing but the site"),
        pytest.param(("Coast Gazette", "Ship sent"), ("coast-gazette",), "Coast Gazette", "Ship sent", id="another heading"),
        pytest.param((), ("Ship sent | Coast Gazette",), "", "Ship sent", id="bar"),
        pytest.param((), ("Ship sent|Coast Gazette",), "", "Ship sent", id="bar without blanks"),
        pytest.param(
            (), ("Coast Gazette: Ship sent",), "", "Coast Gazette: Ship sent", id="a colon without blank joins a sentence"
        ),
        pytest.param((), (), "Coast Gazette: Ship sent", "Ship sent", id="a tab says where one is"),
        pytest.param((), (), "Coast guard: Ship sent", "Coast guard: Ship sent", id="a tab with another colon"),
        pytest.param((), ("Ship sent – News – Coast Gazette",), "", "Ship sent – News", id="dash; the section stays"),
        pytest.param((), ("Coast Gazette » Ship sent",), "", "Ship sent", id="in front"),
        pytest.param((), ("SHIP SENT • coastgazette.example",), "", "SHIP SENT", id="host, and capitals stay"),
        pytest.param((), ("Ship sent – three missing",), "", "Ship sent – three missing", id="no name of the site"),
        pytest.param((), ("Coast Gazette closes down",), "", "Coast Gazette closes down", id="news about the site"),
        pytest.param(("Ship sent north after storm",), ("Ship sent north…",), "", "Ship sent north after storm", id="cut short"),
        pytest.param((), ("Ship sent north...",), "Ship sent north by night", "Ship sent north by night", id="whole in the tab"),
        pytest.param(("Other news",), ("Ship sent north…",), "", "Ship sent north…", id="nothing goes on with it"),
        pytest.param(("Ship sails",), ("Ship sent north",), "", "Ship sent north", id="heading and declared title disagree"),
    ],
)
def test_title_without_the_site(headings, declared, tab, expected):
    sites = meta.site_names(["Coast Gazette"], "https://www.coastgazette.example/x")
    assert meta.choose_title(headings, declared, tab, sites) == expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        pytest.param((), "", id="nothing"),
        pytest.param(("https://a.example/news", "News"), "News", id="an address"),
        pytest.param(("Home", "Forside", "Uncategorized", "12", "—", "Arctic"), "Arctic", id="no subjects"),
        pytest.param(("x" * 61, "Север"), "Север", id="too long"),
        pytest.param((" Foreign \n policy ",), "Foreign policy", id="blanks"),
    ],
)
def test_section(stated, expected):
    assert meta.choose_section(stated) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("By The Newsroom", "The Newsroom"),
        ("https://a.example/x", ""),
        ("@handle", ""),
        ("x" * 200, ""),
        ("Admin", ""),
        ("wp-admin", ""),
        ("Redaktion", ""),
        ("Редакция", ""),
        ("Die Redaktion", ""),
        ("anna.berg@coast.example", ""),
        ("By", ""),
        ("Anna Berg (anna@coast.example)", "Anna Berg"),
        ("By Anna Berg and Olav Lie", "Anna Berg, Olav Lie"),
        ("Text: Anna Berg Foto: Olav Lie", "Anna Berg"),
        ("Af Anna Berg og Olav Lie", "Anna Berg, Olav Lie"),
        ("Von Anna Berg und Olav von der Au", "Anna Berg, Olav von der Au"),
        ("Par Anna Berg et Olav Lie", "Anna Berg, Olav Lie"),
        ("Teksti: Anna Berg ja Olav Lie", "Anna Berg, Olav Lie"),
        ("Автор: Анна Берг и Олав Ли", "Анна Берг, Олав Ли"),
        ("Anna Berg, Arctic correspondent", "Anna Berg"),
        ("Anna Berg, Ph.D.", "Anna Berg"),
        ("ANNA BERG, Associated Press", "ANNA BERG, Associated Press"),
        ("Anna Berg | 12 January 2026", "Anna Berg"),
        ("Anna Berg, anna berg, Olav Lie", "Anna Berg, Olav Lie"),
        ("A. One, B. Two, C. Three, D. Four", "A. One, B. Two, C. Three"),
        ("Reuters", "Reuters"),
        ("polar_fox", "polar_fox"),
        ("AP, Reuters", "AP, Reuters"),
        ("Von Anna Berg, dpa", "Anna Berg, dpa"),
        ("Par Anna Berg avec AFP", "Anna Berg, AFP"),
        ("Anna Berg og Olav Lie (foto)", "Anna Berg, Olav Lie"),
        ("Anna Berg Publisert 12.03.2026", "Anna Berg"),
        ("false", ""),
        ("[object Object]", ""),
    ],
)
def test_author(text, expected):
    assert meta.clean_author(text) == expected


@pytest.mark.parametrize(
    ("stated", "signed", "bylines", "expected"),
    [
        pytest.param((), (), (), "", id="nothing"),
        pytest.param(("Admin", "Anna Berg"), ("Olav Lie",), (), "Anna Berg", id="the first statement with a name"),
        pytest.param((), ("More about the author", "Olav Lie"), (), "Olav Lie", id="a mark that is no name"),
        pytest.param((), ("Olav Lie 12 January",), (), "", id="a mark with a day"),
        pytest.param((), (), ("Olav Lie",), "", id="a class alone is not believed"),
        pytest.param((), (), ("By Olav Lie",), "Olav Lie", id="a class and a word"),
        pytest.param((), (), ("By Olav Lie Last updated January",), "", id="and nothing but names"),
    ],
)
def test_choose_author(stated, signed, bylines, expected):
    assert meta.choose_author(stated, signed, bylines) == expected


@given(st.text(max_size=130))
def test_an_author_is_short_and_no_address(text):
    name = meta.clean_author(text)
    assert len(name) <= 130
    assert "://" not in name
