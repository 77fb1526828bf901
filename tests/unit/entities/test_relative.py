"""Days named from the day of publication, in nine languages. The texts are published on Thursday, 15 January 2026."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.entities.days import absolute_days, named_days
from worker.entities.relative import LANGUAGES, DayOrigin, read_rows

PUBLISHED = datetime(2026, 1, 15, 12, tzinfo=UTC)
LAST_THURSDAY, FRIDAY, SATURDAY, SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 1, 8 + n) for n in range(8))
NONE = ()

EN = [
    ("", NONE),
    ("a story on Sunday Mirror staff", NONE),
    ("The Monday Club met in Oslo.", NONE),
    ("the Sunday Times reported", NONE),
    ("a report in the Mail on Sunday", NONE),
    ("The Black Friday sales", NONE),
    ("on Good Friday", NONE),
    ("the shop is open on Mondays", NONE),
    ("every Monday", NONE),
    ("on a Monday in March", NONE),
    ("until Monday", NONE),
    ("by late Monday", NONE),
    ("after Monday's attack", NONE),
    ("next Monday", NONE),
    ("on Monday next week", NONE),
    ("on Monday last week", NONE),
    ("the repair is expected to start on Sunday", NONE),
    ("a court was due to rule on Thursday", (THURSDAY,)),
    ("the tug will wait, the owner said on Monday", (MONDAY,)),
    ("in 2011 on Monday the pact", NONE),
    ("on Monday in March 2011", NONE),
    ("the worst on a Monday, since 2011 on Monday", (MONDAY,)),
    ("on Monday for the first time since 2011", (MONDAY,)),
    ("on Monday, March 3, 1851", NONE),
    ("Today is a Russian channel; Russia Today said", (THURSDAY,)),
    ("the USA Today report", NONE),
    ("tomorrow", NONE),
    ("on Monday", (MONDAY,)),
    ("On Monday NATO said", (MONDAY,)),
    ("Police said Monday the port was shut.", (MONDAY,)),
    ("in protest at Monday's NATO vote", (MONDAY,)),
    ("late on Monday night", (MONDAY,)),
    ("stuck since early Monday", (MONDAY,)),
    ("last Friday", (FRIDAY,)),
    ("last Thursday", (LAST_THURSDAY,)),
    ("on Thursday", (THURSDAY,)),
    ("yesterday evening", (WEDNESDAY,)),
    ("the day before yesterday", (TUESDAY,)),
    ("last night", (WEDNESDAY,)),
    ("earlier today", (THURSDAY,)),
    ("this morning, and tonight", (THURSDAY,)),
    ("fell silent overnight", (THURSDAY,)),
    ("an overnight closure on Tuesday", (TUESDAY,)),
    ("A closure on Tuesday. It ended overnight.", (TUESDAY, THURSDAY)),
    ("Monday (January 12)", (MONDAY,)),
    ("on Monday 12 soldiers and on Tuesday 3 fell ill", (MONDAY, TUESDAY)),
    ("On Tuesday it said that the ship left on Sunday", (TUESDAY, SUNDAY)),
    ("two days ago, and three days ago", (TUESDAY, MONDAY)),
    ("overnight from Monday to Tuesday", (MONDAY,)),
]
DA = [
    ("til sent mandag", NONE),
    ("en sort mandag for børsen, den sorte mandag", NONE),
    ("sidste torsdag", (LAST_THURSDAY,)),
    ("første gang siden 2011 mandag", (MONDAY,)),
    ("hver mandag", NONE),
    ("en mandag i marts", NONE),
    ("om mandagen", NONE),
    ("på mandag", NONE),
    ("næste mandag", NONE),
    ("mandag i næste uge", NONE),
    ("de bliver til mandag", NONE),
    ("et fartøj ventes fremme mandag", NONE),
    ("Bladet Mandag skriver", NONE),
    ("i morgen", NONE),
    ("bladet Rigsfællesskabet i Dag", NONE),
    ("i 2011 mandag", NONE),
    ("mandag den 3. marts 2025", (date(2025, 3, 3),)),
    ("mandag den 12. januar", (MONDAY,)),
    ("lufthavnen blev mandag aften lukket", (MONDAY,)),
    ("natten til søndag", (SUNDAY,)),
    ("i mandags", (MONDAY,)),
    ("i torsdags", (LAST_THURSDAY,)),
    ("torsdag formiddag", (THURSDAY,)),
    ("siden tidligt tirsdag", (TUESDAY,)),
    ("tirsdagens møde", (TUESDAY,)),
    ("Lørdag morgen", (SATURDAY,)),
    ("klokken tre i nat", (THURSDAY,)),
    ("i går og i dag", (WEDNESDAY, THURSDAY)),
    ("i aftes", (WEDNESDAY,)),
    ("i forgårs", (TUESDAY,)),
    ("i morges", (THURSDAY,)),
    ("“Vi så det i dag,” sagde han i 2026.", (THURSDAY,)),
    ("for to dage siden", (TUESDAY,)),
    ("gårsdagens eksplosion", (WEDNESDAY,)),
]
NO = [
    ("til sent mandag", NONE),
    ("i torsdags", (LAST_THURSDAY,)),
    ("i forgårs", (TUESDAY,)),
    ("første gang siden 2011 mandag", (MONDAY,)),
    ("hver mandag", NONE),
    ("neste mandag", NONE),
    ("kommende mandag", NONE),
    ("mandag neste uke", NONE),
    ("stengt til mandag", NONE),
    ("etter mandag", NONE),
    ("møtet skal holdes mandag", NONE),
    ("en svart mandag", NONE),
    ("i morgen", NONE),
    ("Mandag er et band; gruppa Mandag spiller", (MONDAY,)),
    ("ble mandag kveld stengt", (MONDAY,)),
    ("beskjed på onsdag", (WEDNESDAY,)),
    ("Skipet ligger der. På mandag skal det slepes", NONE),
    ("På mandag skal han ha truet dem", (MONDAY,)),
    ("På mandag ble det slept", (MONDAY,)),
    ("Det skjedde på mandag. Skal det slepes", (MONDAY,)),
    ("mannen som ble tatt på mandag skal avhøres", (MONDAY,)),
    ("natt til tirsdag", (TUESDAY,)),
    ("forrige torsdag", (LAST_THURSDAY,)),
    ("tysdag", (TUESDAY,)),
    ("mandagens møte og mandagskvelden", (MONDAY,)),
    ("i går kveld", (WEDNESDAY,)),
    ("i natt", (THURSDAY,)),
    ("i kveld", (THURSDAY,)),
    ("i morges", (THURSDAY,)),
    ("mandag 12. januar", (MONDAY,)),
    ("igår", (WEDNESDAY,)),
    ("for to dager siden, for tre dagar sidan", (TUESDAY, MONDAY)),
    ("sist natt", (THURSDAY,)),
    ("gårsdagens møte", (WEDNESDAY,)),
]
SV = [
    ("till sent måndag", NONE),
    ("under måndagen nästa vecka", NONE),
    ("förra torsdagen", (LAST_THURSDAY,)),
    ("första gången sedan 2011 på måndagen", (MONDAY,)),
    ("varje måndag", NONE),
    ("nästa måndag", NONE),
    ("kommande måndag", NONE),
    ("på måndag nästa vecka", NONE),
    ("på måndag", NONE),
    ("till måndag", NONE),
    ("efter tisdagens händelse", NONE),
    ("väntas komma på måndagen", NONE),
    ("i morgon", NONE),
    ("svarta måndagen", NONE),
    ("på måndagen", (MONDAY,)),
    ("under tisdagen", (TUESDAY,)),
    ("i måndags", (MONDAY,)),
    ("i torsdags", (LAST_THURSDAY,)),
    ("natten till söndagen", (SUNDAY,)),
    ("sent på onsdagskvällen", (WEDNESDAY,)),
    ("på torsdagsmorgonen", (THURSDAY,)),
    ("igår", (WEDNESDAY,)),
    ("i går kväll", (WEDNESDAY,)),
    ("i förrgår", (TUESDAY,)),
    ("sedan i natt", (THURSDAY,)),
    ("i morse och ikväll", (THURSDAY,)),
    ("måndagen den 12 januari", (MONDAY,)),
    ("för två dagar sedan", (TUESDAY,)),
    ("under gårdagen", (WEDNESDAY,)),
]
FI = [
    ("ennen maanantain kokousta", NONE),
    ("vuonna 2011 varhain maanantaina", NONE),
    ("ensi kertaa vuodesta 2011 maanantaina", (MONDAY,)),
    ("joka maanantai", NONE),
    ("ensi maanantaina", NONE),
    ("maanantaina ensi viikolla", NONE),
    ("ennen maanantaita", NONE),
    ("maanantaisin", NONE),
    ("maanantaihin asti", NONE),
    ("korjaus odotetaan alkavan maanantaina", NONE),
    ("musta maanantai", NONE),
    ("huomenna", NONE),
    ("vuonna 2011 maanantaina", NONE),
    ("maanantaina", (MONDAY,)),
    ("tiistaina aamupäivällä", (TUESDAY,)),
    ("maanantain vastaisena yönä", (MONDAY,)),
    ("keskiviikosta asti", (WEDNESDAY,)),
    ("keskiviikkoiltana", (WEDNESDAY,)),
    ("viime torstaina", (LAST_THURSDAY,)),
    ("viime yönä", (THURSDAY,)),
    ("katkesi yöllä", (THURSDAY,)),
    ("tiistaina yöllä", (TUESDAY,)),
    ("eilen", (WEDNESDAY,)),
    ("toissapäivänä", (TUESDAY,)),
    ("Tänään", (THURSDAY,)),
    ("maanantaina 12. tammikuuta", (MONDAY,)),
    ("kaksi päivää sitten", (TUESDAY,)),
    ("eilisen räjähdyksen", (WEDNESDAY,)),
]
IS = [
    ("til seint mánudags", NONE),
    ("svarta mánudag", NONE),
    ("í fyrsta sinn síðan 2011 á mánudag", (MONDAY,)),
    ("hvern mánudag", NONE),
    ("næsta mánudag", NONE),
    ("mánudag í næstu viku", NONE),
    ("til mánudags", NONE),
    ("eftir mánudaginn", NONE),
    ("á morgun", NONE),
    ("fundurinn verður á mánudag", NONE),
    ("á mánudögum", NONE),
    ("á mánudag", (MONDAY,)),
    ("á mánudaginn", (MONDAY,)),
    ("mánudagskvöld", (MONDAY,)),
    ("aðfaranótt mánudags", (MONDAY,)),
    ("síðastliðinn fimmtudag", (LAST_THURSDAY,)),
    ("í dag", (THURSDAY,)),
    ("snemma í morgun", (THURSDAY,)),
    ("í nótt", (THURSDAY,)),
    ("í gærkvöldi", (WEDNESDAY,)),
    ("þingið samþykkti í gær", (WEDNESDAY,)),
    ("í fyrradag", (TUESDAY,)),
    ("mánudaginn 12. janúar", (MONDAY,)),
    ("fyrir tveimur dögum", (TUESDAY,)),
    ("sprenging gærdagsins", (WEDNESDAY,)),
]
RU = [
    ("впервые с 2011 года в понедельник", (MONDAY,)),
    ("окружающая среда", NONE),
    ("защита окружающей среды", NONE),
    ("в рабочей среде", NONE),
    ("по понедельникам", NONE),
    ("каждый понедельник", NONE),
    ("в следующий понедельник", NONE),
    ("в понедельник на следующей неделе", NONE),
    ("перенесено на понедельник", NONE),
    ("до понедельника", NONE),
    ("не раньше вечера субботы", NONE),
    ("судно должно прибыть в понедельник", NONE),
    ("завтра", NONE),
    ("агентство «Россия сегодня»", NONE),
    ("в 2011 году в понедельник", NONE),
    ("в понедельник", (MONDAY,)),
    ("во вторник ночью", (TUESDAY,)),
    ("в ночь на понедельник", (MONDAY,)),
    ("вечером в среду", (WEDNESDAY,)),
    ("вечером среды", (WEDNESDAY,)),
    ("в минувший четверг", (LAST_THURSDAY,)),
    ("вчера", (WEDNESDAY,)),
    ("позавчера", (TUESDAY,)),
    ("Сегодня", (THURSDAY,)),
    ("связь пропала ночью", (THURSDAY,)),
    ("минувшей ночью", (THURSDAY,)),
    ("12 января, в понедельник", (MONDAY,)),
    ("два дня назад", (TUESDAY,)),
    ("после вчерашнего взрыва", (WEDNESDAY,)),
    ("в ночь с понедельника на вторник", (TUESDAY,)),
]
DE = [
    ("bis Montagabend", NONE),
    ("jeden Montagabend", NONE),
    ("am Samstag", (SATURDAY,)),
    ("erstmals seit 2011 am Montag", (MONDAY,)),
    ("Herr Freitag sprach mit Frau Montag", NONE),
    ("die Welt am Sonntag", NONE),
    ("jeden Montag", NONE),
    ("montags", NONE),
    ("an einem Montag", NONE),
    ("am nächsten Montag", NONE),
    ("am Montag kommender Woche", NONE),
    ("bis zum Montag", NONE),
    ("ab Montag", NONE),
    ("nach dem Montag", NONE),
    ("wird frühestens am Samstag erwartet", NONE),
    ("Wer hier oben besteht", NONE),
    ("morgen", NONE),
    ("im Jahr 2011 am Montag", NONE),
    ("am Montag", (MONDAY,)),
    ("am späten Montagabend", (MONDAY,)),
    ("am frühen Montag", (MONDAY,)),
    ("seit der Nacht zum Dienstag", (TUESDAY,)),
    ("in der Nacht auf Dienstag", (TUESDAY,)),
    ("läuft seit Mittwochabend", (WEDNESDAY,)),
    ("am vergangenen Donnerstag", (LAST_THURSDAY,)),
    ("am Sonnabend", (SATURDAY,)),
    ("Heute, nicht gestern", (THURSDAY, WEDNESDAY)),
    ("die Sendung im Kanal Heute", NONE),
    ("vorgestern", (TUESDAY,)),
    ("in der Nacht", (THURSDAY,)),
    ("am Montag, dem 12. Januar", (MONDAY,)),
    ("vor zwei Tagen", (TUESDAY,)),
    ("in der Nacht von Montag auf Dienstag", (MONDAY, TUESDAY)),
    ("in der Nacht zu Dienstag", (TUESDAY,)),
    ("gearbeitet wird, von Montag an", NONE),
]
FR = [
    ("un défilé de mardi gras", NONE),
    ("première fois depuis 2011 lundi", (MONDAY,)),
    ("coupé dans la nuit", (THURSDAY,)),
    ("coupé dans la nuit de lundi à mardi", (MONDAY, TUESDAY)),
    ("le mardi gras", NONE),
    ("le Journal du Dimanche", NONE),
    ("chaque lundi", NONE),
    ("le lundi", NONE),
    ("un lundi de mars", NONE),
    ("lundi prochain", NONE),
    ("lundi de la semaine prochaine", NONE),
    ("jusqu'à mercredi", NONE),
    ("d'ici lundi", NONE),
    ("dès lundi", NONE),
    ("les secours devraient arriver lundi", NONE),
    ("demain", NONE),
    ("en 2011, un lundi noir", NONE),
    ("a confirmé lundi l'achat", (MONDAY,)),
    ("mardi soir", (TUESDAY,)),
    ("Samedi matin", (SATURDAY,)),
    ("jeudi dernier", (LAST_THURSDAY,)),
    ("ce jeudi", (THURSDAY,)),
    ("hier soir", (WEDNESDAY,)),
    ("avant-hier", (TUESDAY,)),
    ("aujourd'hui", (THURSDAY,)),
    ("aujourd’hui", (THURSDAY,)),
    ("ce matin et cet après-midi", (THURSDAY,)),
    ("depuis mardi", (TUESDAY,)),
    ("lundi 12 janvier", (MONDAY,)),
    ("il y a deux jours", (TUESDAY,)),
    ("dans l'après-midi de mardi", (TUESDAY,)),
]
TABLES = {"en": EN, "da": DA, "no": NO, "sv": SV, "fi": FI, "is": IS, "ru": RU, "de": DE, "fr": FR}


def days_of(text: str, language: str | None, published: datetime = PUBLISHED) -> tuple[date, ...]:
    return tuple(found.day for found in named_days(text, reference=published, language=language))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param(language, text, expected, id=f"{language}: {text}")
        for language, rows in TABLES.items()
        for text, expected in rows
    ],
)
def test_days_named_from_the_publication(language: str, text: str, expected: tuple[date, ...]) -> None:
    assert days_of(text, language) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_weekday_of_the_publication_is_its_own_day(language: str) -> None:
    own_day = {
        "en": "on Thursday", "da": "torsdag", "no": "torsdag", "sv": "på torsdagen", "fi": "torstaina", "is": "á fimmtudag",
        "ru": "в четверг", "de": "am Donnerstag", "fr": "jeudi",
    }  # fmt: skip
    assert days_of(own_day[language], language) == (THURSDAY,)


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        pytest.param("on 12 January 2026", DayOrigin.STATED, id="with its year"),
        pytest.param("on 12 January", DayOrigin.YEARLESS, id="without a year"),
        pytest.param("on Monday", DayOrigin.WEEKDAY, id="weekday"),
        pytest.param("on Monday, 12 January 2026", DayOrigin.STATED, id="weekday and date"),
        pytest.param("on Monday. It was 12 January 2026.", DayOrigin.STATED, id="the surest of two mentions"),
        pytest.param("on 12 January 2026. It was on Monday.", DayOrigin.STATED, id="the surest, the other way round"),
    ],
)
def test_origin(text: str, origin: DayOrigin) -> None:
    (found,) = named_days(text, reference=PUBLISHED, language="en")
    assert (found.day, found.origin) == (MONDAY, origin)


def test_the_first_mention_gives_place_and_words() -> None:
    text = "Ice fell yesterday. On Wednesday, 14 January 2026, ships stopped."
    (found,) = named_days(text, reference=PUBLISHED, language="en")
    assert (found.at, found.words, found.origin) == (9, "yesterday", DayOrigin.STATED)


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        pytest.param(datetime(2026, 1, 14, 22, 30, tzinfo=UTC), THURSDAY, id="late in UTC it is Thursday in the North"),
        pytest.param(datetime(2026, 1, 14, 20, 30, tzinfo=UTC), LAST_THURSDAY, id="earlier it is not"),
        pytest.param(
            datetime(2026, 1, 14, 22, 30, tzinfo=timezone(timedelta(hours=1))), LAST_THURSDAY, id="a local time is exact"
        ),
    ],
)
def test_a_weekday_late_in_the_evening(published: datetime, expected: date) -> None:
    assert days_of("torsdag kveld", "no", published) == (expected,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("am Montag, i går", (MONDAY, WEDNESDAY), id="any of the nine"),
        pytest.param("Wer hier oben besteht, muss eilen", NONE, id="words that mean something else elsewhere"),
    ],
)
def test_unknown_language(text: str, expected: tuple[date, ...]) -> None:
    assert days_of(text, None) == expected


def test_a_language_that_is_not_watched_has_dates_only() -> None:
    assert days_of("el lunes, on Monday, 2026-01-12", "es") == (MONDAY,)


def test_dates_alone_where_the_publication_is_unknown() -> None:
    text = "on Tuesday, then on 12 January"
    assert [found.origin for found in absolute_days(text, reference=PUBLISHED, language="en")] == [DayOrigin.YEARLESS]
    assert [named.day for named in absolute_days(text, reference=PUBLISHED, language="en")] == [MONDAY]


@pytest.mark.parametrize("year", [1, 1970, 2099, 9999])
@pytest.mark.parametrize("month", [1, 12])
def test_any_publication_is_good(year: int, month: int) -> None:
    published = datetime(year, month, 1 if month == 1 else 31, 23, tzinfo=UTC)
    found = days_of("last Monday, on Tuesday, the day before yesterday", "en", published)
    assert all(day.toordinal() <= published.toordinal() + 1 for day in found)


@given(st.text(max_size=200), st.sampled_from([None, *LANGUAGES]))
def test_days_come_once_and_in_order(text: str, language: str | None) -> None:
    said = f"{text}. On Monday, i dag, вчера, am Montag, lundi, tänään {text}"
    found = named_days(said, reference=PUBLISHED, language=language)
    assert len({f.day for f in found}) == len(found)
    assert [f.at for f in found] == sorted(f.at for f in found)
    assert all(said.startswith(f.words, f.at) for f in found)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("words", ["on Monday ", "the late ", "overnight ", "12 January Monday ", "mandag den "])
def test_a_long_text_takes_linear_time(words: str) -> None:
    assert len(days_of(f"12 January, {words * 20_000}on Monday", "en")) <= 2


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("en\tlast", id="a column is missing"),
        pytest.param("en\tlast\tlast\tpast", id="a column too many"),
        pytest.param("xx\tlast\tlast", id="no such language"),
        pytest.param("en\tlatest\tlast", id="no such meaning"),
        pytest.param("en\tlast\tlast, ", id="an empty entry"),
        pytest.param("en\tweekday\tMonday, Tuesday", id="not seven weekdays"),
    ],
)
def test_a_malformed_row_is_named(line: str) -> None:
    with pytest.raises(ValueError, match=r"day_words\.tsv:2: expected"):
        read_rows(["# heading", line])
