"""What people tell of their own country, ship or village is no appeal of a site to its readers."""

from __future__ import annotations

import pytest

from worker.extract.lines import Line
from worker.extract.noise import decide
from worker.extract.reasons import PageContext, Reason
from worker.extract.text import extract_text

STORIES = {
    "en": (
        "The trawler struck ice north of the island on Monday evening with eleven men on board.",
        "Two helicopters took off from the base, but fog forced them to return before midnight.",
    ),
    "sv": (
        "Trålaren körde på is norr om ön på måndagskvällen, och elva man var ombord.",
        "Två helikoptrar lyfte från basen, men det var för tät dimma och de vände före midnatt.",
    ),
    "is": (
        "Togarinn rakst á ís norður af eyjunni á mánudagskvöld og ellefu menn voru um borð.",
        "Tvær þyrlur fóru frá stöðinni en þoka neyddi þær til að snúa við fyrir miðnætti.",
    ),
    "ru": (
        "Траулер столкнулся со льдом в понедельник вечером к северу от острова, на борту было одиннадцать человек.",
        "С базы вылетели два вертолёта, но туман вынудил их вернуться до полуночи, и никто не пострадал.",
    ),
    "de": (
        "Der Trawler lief am Montagabend nördlich der Insel mit elf Mann an Bord auf Eis.",
        "Zwei Hubschrauber starteten vom Stützpunkt und mussten wegen Nebels vor Mitternacht umkehren.",
    ),
    "fr": (
        "Le chalutier a heurté la glace lundi soir au nord de l'île, avec onze hommes à bord.",
        "Deux hélicoptères ont décollé de la base, et le brouillard les a forcés à rentrer avant minuit.",
    ),
}


@pytest.mark.parametrize(
    ("language", "sentence", "stays"),
    [
        pytest.param("en", "Data from our stations show that the ice is retreating faster.", True, id="en data"),
        pytest.param("en", "News of the loss reached our village on Sunday morning.", True, id="en news"),
        pytest.param("en", "Our newsletter brings the week from the coast each Friday.", False, id="en newsletter"),
        pytest.param("en", "Your data are safe and your address goes nowhere.", False, id="en said to the reader"),
        pytest.param("en", "News for us? Write at any hour.", False, id="en asked"),
        pytest.param("sv", "Fyra medlemmar av vår besättning fördes till sjukhus i Luleå.", True, id="sv members"),
        pytest.param("sv", "Vårt nyhetsbrev kommer varje fredag.", False, id="sv newsletter"),
        pytest.param("sv", "Nyheterna finns i vår app.", False, id="sv our app"),
        pytest.param("sv", "En app för fiskarna kommer i vår.", True, id="sv an app in spring"),
        pytest.param("is", "Gögn frá stöðvum okkar sýna að ísinn hopar hraðar.", True, id="is data"),
        pytest.param("ru", "В связи с закрытием порта наши рыбаки остались без работы.", True, id="ru in view of"),
        pytest.param("ru", "Паромное сообщение с нашим островом прервано до четверга.", True, id="ru ferry service"),
        pytest.param("ru", "Наша рассылка выходит по пятницам.", False, id="ru newsletter"),
        pytest.param("de", "Das Angebot der Werft deckt nur die Hälfte unseres Bedarfs.", True, id="de offer"),
        pytest.param("de", "Unser Newsletter kommt jeden Freitag.", False, id="de newsletter"),
        pytest.param("fr", "Notre pays a donné son accord à la construction de la base.", True, id="fr agreement"),
        pytest.param("fr", "Notre région n'avait pas eu de nouvelles du bateau depuis dimanche.", True, id="fr word"),
        pytest.param("fr", "Notre newsletter paraît chaque vendredi.", False, id="fr newsletter"),
    ],
)
def test_our_own_is_news_and_what_is_offered_is_not(language, sentence, stays):
    first, second = STORIES[language]
    text = extract_text("\n\n".join([first, sentence, second]), "a.txt").text.split("\n")
    assert text == ([first, sentence, second] if stays else [first, second])


# An appeal goes in a text that speaks to nobody: what makes a text speak decides.
SPOKEN = {
    "da": (
        "Trawleren stødte på is nord for øen mandag aften med elleve mand om bord.",
        "To helikoptere lettede fra basen, men tågen tvang dem til at vende om før midnat.",
        "»Vi så isen for sent, og så var der intet at gøre,« sagde skipperen om natten.",
        "Er du læser af avisen? Støt redaktionen.",
    ),
    "fi": (
        "Troolari törmäsi jäihin saaren pohjoispuolella maanantai-iltana, ja sillä oli yksitoista miestä.",
        "Kaksi helikopteria lähti tukikohdasta, mutta sumu pakotti ne kääntymään ennen keskiyötä satamaan.",
        "”Me näimme jään liian myöhään, eikä mitään ollut enää tehtävissä silloin yöllä”, sanoi kapteeni Longyearbyenissä.",
        "Oletko sinä lehden lukija? Auta toimitusta.",
    ),
    "is": (
        *STORIES["is"],
        "Aðilar náðu samkomulagi um leitina og skipverjar fylgdu henni, en þeir skildu ekki allt sem sagt var.",
        "Ert þú lesandi blaðsins? Sendu okkur línu.",
    ),
    "sv": (
        *STORIES["sv"],
        "Hamnen ska byggas ut i vår, och nästa vår kommer två fartyg till enligt myndigheten i Luleå.",
        "Är du läsare av tidningen? Stöd redaktionen.",
    ),
}


@pytest.mark.parametrize("language", SPOKEN)
def test_what_others_say_and_words_of_two_meanings_speak_to_no_reader(language):
    *told, appeal = SPOKEN[language]
    assert extract_text("\n\n".join([*told, appeal]), "a.txt").text.split("\n") == told


BODY = (
    *STORIES["en"],
    "The harbour master said the quay would stay closed until divers had looked at the piles under it, which takes a week.",
)


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        pytest.param(Line("You can give two dollars or twenty each month.", box=9), False, id="the reader, in a box"),
        pytest.param(Line("You can give two dollars or twenty each month."), True, id="the reader, in the text"),
        pytest.param(Line("Our fishermen lost two million dollars in one night.", box=9), True, id="the country"),
        pytest.param(Line("Do you support a base in the north?", kind="heading"), True, id="a question"),
    ],
)
def test_who_is_asked_for_money_and_support(line, stays):
    assert (decide([*map(Line, BODY), line, Line(BODY[2])], PageContext())[len(BODY)] is None) is stays


def test_a_box_that_speaks_to_readers_does_not_speak_for_the_author():
    told = Line("Whoever sees the wreck is thanked for telling you know whom before the day is over.", box=8)
    appeal = Line("We mend mistakes: write to the editors.", box=9)
    assert decide([*map(Line, BODY), told, appeal], PageContext())[-1] is Reason.APPEAL
    assert decide([*map(Line, BODY), told._replace(box=-1), appeal], PageContext())[-1] is None
