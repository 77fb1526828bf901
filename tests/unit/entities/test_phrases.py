"""Turns of two words with others between them."""

from importlib.resources import files

import pytest

from worker.entities.concepts import load_concepts
from worker.entities.phrases import phrases, read_rows
from worker.tokens import tokenise

LEXICON = load_concepts(files("worker.entities").joinpath("concepts.tsv").read_text("utf-8").splitlines())


@pytest.mark.parametrize(
    ("language", "text", "concept"),
    [
        pytest.param("en", "Ship pulled free", "release", id="en pulled free"),
        pytest.param("en", "Wreck of ferry found", "discovery", id="en found"),
        pytest.param("en", "Search called off", "cancel", id="en called off"),
        pytest.param("en", "Flight ban is lifted", "overturn", id="en lifted, in any order"),
        pytest.param("en", "Port opens again", "reopen", id="en opens again"),
        pytest.param("da", "Skibet er bragt flot", "release", id="da bragt flot"),
        pytest.param("da", "Lufthavnen er åben igen", "reopen", id="da åben igen"),
        pytest.param("no", "Skipet er trukket av grunnen", "release", id="no trukket av grunn"),
        pytest.param("no", "Havnen åpner igjen", "reopen", id="no åpner igjen"),
        pytest.param("sv", "Fartyget har dragits loss", "release", id="sv dragits loss"),
        pytest.param("fi", "Alus irrotettu karilta", "release", id="fi irrotettu karilta"),
        pytest.param("is", "Skipið var dregið af strandstað", "release", id="is dregið af strandstað"),
        pytest.param("is", "Leit var hætt", "end", id="is leit hætt"),
        pytest.param("ru", "Судно сняли с мели", "release", id="ru сняли с мели"),
        pytest.param("ru", "Запрет на полёты снят", "overturn", id="ru запрет снят"),
        pytest.param("de", "Seit dem Morgen läuft Öl aus", "leak", id="de läuft Öl aus"),
        pytest.param("de", "Aus dem Rumpf tritt Diesel", "leak", id="de aus dem tritt"),
        pytest.param("de", "Kanal wieder frei", "release", id="de wieder frei"),
        pytest.param("fr", "Le navire remis à flot", "release", id="fr remis à flot"),
        pytest.param("fr", "Du fioul s'échappe du navire", "leak", id="fr s'échappe"),
        pytest.param("en", "Gunmen open fire on a beach", "shooting", id="en open fire"),
        pytest.param("en", "The minister is stepping down", "resign", id="en stepping down"),
        pytest.param("en", "Flood claims forty lives", "death", id="en claims lives"),
        pytest.param("da", "Ministeren træder tilbage", "resign", id="da træder tilbage"),
        pytest.param("da", "Hun er valgt til formand", "election", id="da valgt til"),
        pytest.param("no", "Flommen har tatt førti liv", "death", id="no tatt liv"),
        pytest.param("sv", "Hon väljs till ordförande", "election", id="sv väljs till"),
        pytest.param("sv", "Stormen har krävt fyra liv", "death", id="sv krävt liv"),
        pytest.param("fi", "Kolme menetti henkensä tulvassa", "death", id="fi menetti henkensä"),
        pytest.param("is", "Ráðherrann segir af sér", "resign", id="is segir af sér"),
        pytest.param("ru", "Соглашение о прекращении огня", "cease-fire", id="ru прекращении огня"),
        pytest.param("ru", "Наводнение унесло жизни сорока человек", "death", id="ru унесло жизни"),
        pytest.param("de", "Der Minister tritt nach Protesten zurück", "resign", id="de tritt zurück"),
        pytest.param("de", "Vierzig Menschen kamen ums Leben", "death", id="de ums Leben"),
        pytest.param("fr", "La Première ministre démissionne", "prime-minister", id="fr Première ministre"),
        pytest.param("fr", "Un homme ouvre le feu sur une plage", "shooting", id="fr ouvre le feu"),
        pytest.param("da", "Banken sænker igen renten", "reduce", id="da sænker renten"),
        pytest.param("no", "Sentralbanken hever styringsrenten", "increase", id="no hever styringsrenten"),
        pytest.param("fi", "Keskuspankki laskee ohjauskorkoa", "reduce", id="fi laskee ohjauskorkoa"),
        pytest.param("fr", "La banque abaisse ses taux", "reduce", id="fr abaisse ses taux"),
    ],
)
def test_phrases(language: str, text: str, concept: str) -> None:
    assert {c for _, word in phrases(text, tokenise(text), language) for c in LEXICON.of(word, language)} == {concept}


@pytest.mark.parametrize(
    ("language", "text", "concept"),
    [
        pytest.param(
            "en",
            "Captain held by police after the collision",
            "arrest",
            id="en arrest: Captain held by police after the collision",
        ),
        pytest.param("en", "Toll climbs to five after the crash", "death", id="en death: Toll climbs to five after the crash"),
        pytest.param(
            "en", "Body of the pilot pulled from the fjord", "found", id="en found: Body of the pilot pulled from the fjord"
        ),
        pytest.param("en", "Kayakers turn up alive", "found", id="en found: Kayakers turn up alive"),
        pytest.param("en", "Trawler allowed to leave Tromsø", "release", id="en release: Trawler allowed to leave Tromsø"),
        pytest.param("en", "Ferry pulled off rocks", "release", id="en release: Ferry pulled off rocks"),
        pytest.param("en", "Power back on in Longyearbyen", "restore", id="en restore: Power back on in Longyearbyen"),
        pytest.param("en", "Burning trawler goes down off Iceland", "sink", id="en sink: Burning trawler goes down off Iceland"),
        pytest.param("en", "All passengers taken off the ship", "evacuate", id="en evacuate: All passengers taken off the ship"),
        pytest.param(
            "en", "Allies pull troops out of Keflavik", "withdraw", id="en withdraw: Allies pull troops out of Keflavik"
        ),
        pytest.param("en", "Moscow rejects claims about its ship", "deny", id="en deny: Moscow rejects claims about its ship"),
        pytest.param("en", "Energy minister steps down", "resign", id="en resign: Energy minister steps down"),
        pytest.param("en", "Base deal gets the green light", "approve", id="en approve: Base deal gets the green light"),
        pytest.param("en", "Icebreaker put off until 2029", "delay", id="en delay: Icebreaker put off until 2029"),
        pytest.param("en", "Spy gets eight years in prison", "sentence", id="en sentence: Spy gets eight years in prison"),
        pytest.param("en", "Oslo throws three diplomats out", "expel", id="en expel: Oslo throws three diplomats out"),
        pytest.param(
            "da", "Politiet har taget to mænd i forvaring", "arrest", id="da arrest: Politiet har taget to mænd i forvaring"
        ),
        pytest.param("da", "Skibet får lov at sejle videre", "release", id="da release: Skibet får lov at sejle videre"),
        pytest.param("da", "Strømmen er kommet tilbage i Nuuk", "restore", id="da restore: Strømmen er kommet tilbage i Nuuk"),
        pytest.param("da", "Strejken i havnen er slut", "end", id="da end: Strejken i havnen er slut"),
        pytest.param("da", "Kutteren er gået ned ved Anholt", "sink", id="da sink: Kutteren er gået ned ved Anholt"),
        pytest.param("da", "Der siver olie ud fra vraget", "leak", id="da leak: Der siver olie ud fra vraget"),
        pytest.param("da", "Ministeren går af", "resign", id="da resign: Ministeren går af"),
        pytest.param("da", "Folketinget siger ja til aftalen", "approve", id="da approve: Folketinget siger ja til aftalen"),
        pytest.param("da", "Oslo smider tre diplomater ud", "expel", id="da expel: Oslo smider tre diplomater ud"),
        pytest.param("no", "To menn er tatt hånd om av politiet", "arrest", id="no arrest: To menn er tatt hånd om av politiet"),
        pytest.param("no", "Isbryteren har fått løs skipet", "release", id="no release: Isbryteren har fått løs skipet"),
        pytest.param("no", "Fiberkabelen virker igjen", "restore", id="no restore: Fiberkabelen virker igjen"),
        pytest.param("no", "Tråleren har gått ned", "sink", id="no sink: Tråleren har gått ned"),
        pytest.param(
            "no", "Mannskapet er heist opp i helikopter", "evacuate", id="no evacuate: Mannskapet er heist opp i helikopter"
        ),
        pytest.param("no", "Det renner olje fra vraket", "leak", id="no leak: Det renner olje fra vraket"),
        pytest.param("no", "Forsvareren anker dommen", "appeal", id="no appeal: Forsvareren anker dommen"),
        pytest.param(
            "no",
            "Moskva svarer med å utvise tre nordmenn",
            "retaliate",
            id="no retaliate: Moskva svarer med å utvise tre nordmenn",
        ),
        pytest.param("sv", "Två män har tagits i förvar", "arrest", id="sv arrest: Två män har tagits i förvar"),
        pytest.param("sv", "Fartyget är loss från grundet", "release", id="sv release: Fartyget är loss från grundet"),
        pytest.param("sv", "Strömmen är tillbaka på Gotland", "restore", id="sv restore: Strömmen är tillbaka på Gotland"),
        pytest.param("sv", "Strejken är över", "end", id="sv end: Strejken är över"),
        pytest.param("sv", "Trålaren har gått till botten", "sink", id="sv sink: Trålaren har gått till botten"),
        pytest.param("sv", "Direktören får sparken", "dismiss", id="sv dismiss: Direktören får sparken"),
        pytest.param("fi", "Kaksi miestä otettiin kiinni", "arrest", id="fi arrest: Kaksi miestä otettiin kiinni"),
        pytest.param("fi", "Tankkeri sai jatkaa matkaansa", "release", id="fi release: Tankkeri sai jatkaa matkaansa"),
        pytest.param("fi", "Sähköt palasivat Utsjoelle", "restore", id="fi restore: Sähköt palasivat Utsjoelle"),
        pytest.param("fi", "Miehistö nostettiin helikopteriin", "evacuate", id="fi evacuate: Miehistö nostettiin helikopteriin"),
        pytest.param("fi", "Öljyä valuu mereen", "leak", id="fi leak: Öljyä valuu mereen"),
        pytest.param("fi", "Vakooja valittaa hovioikeuteen", "appeal", id="fi appeal: Vakooja valittaa hovioikeuteen"),
        pytest.param("is", "Tveir menn eru í haldi", "arrest", id="is arrest: Tveir menn eru í haldi"),
        pytest.param("is", "Skipið er laust af strandstað", "release", id="is release: Skipið er laust af strandstað"),
        pytest.param("is", "Rafmagn komið á að nýju", "restore", id="is restore: Rafmagn komið á að nýju"),
        pytest.param("is", "Ráðherrann segir af sér", "resign", id="is resign: Ráðherrann segir af sér"),
        pytest.param("is", "Vísa þremur mönnum úr landi", "expel", id="is expel: Vísa þremur mönnum úr landi"),
        pytest.param("ru", "Капитана взяли под стражу", "arrest", id="ru arrest: Капитана взяли под стражу"),
        pytest.param("ru", "Траулеру разрешили покинуть порт", "release", id="ru release: Траулеру разрешили покинуть порт"),
        pytest.param("ru", "В посёлок вернулось электричество", "restore", id="ru restore: В посёлок вернулось электричество"),
        pytest.param("ru", "Аэропорт снова принимает рейсы", "reopen", id="ru reopen: Аэропорт снова принимает рейсы"),
        pytest.param("ru", "Поиски экипажа прекращены", "end", id="ru end: Поиски экипажа прекращены"),
        pytest.param("ru", "Судно пошло ко дну", "sink", id="ru sink: Судно пошло ко дну"),
        pytest.param("de", "Die Polizei nimmt zwei Männer fest", "arrest", id="de arrest: Die Polizei nimmt zwei Männer fest"),
        pytest.param("de", "Küstenwache setzt Tanker fest", "seize", id="de seize: Küstenwache setzt Tanker fest"),
        pytest.param(
            "de", "Der Minister tritt nach der Affäre zurück", "resign", id="de resign: Der Minister tritt nach der Affäre zurück"
        ),
        pytest.param("de", "Die Verbündeten ziehen Truppen ab", "withdraw", id="de withdraw: Die Verbündeten ziehen Truppen ab"),
        pytest.param("de", "Oslo weist drei Diplomaten aus", "expel", id="de expel: Oslo weist drei Diplomaten aus"),
        pytest.param("de", "Suche nach der Besatzung eingestellt", "end", id="de end: Suche nach der Besatzung eingestellt"),
        pytest.param("fr", "Le capitaine placé en garde à vue", "arrest", id="fr arrest: Le capitaine placé en garde à vue"),
        pytest.param("fr", "Le capitaine mis en examen", "charge", id="fr charge: Le capitaine mis en examen"),
        pytest.param("fr", "Le capitaine remis en liberté", "release", id="fr release: Le capitaine remis en liberté"),
        pytest.param("fr", "Fin de la grève au port", "end", id="fr end: Fin de la grève au port"),
        pytest.param(
            "fr",
            "Les habitants forcés de quitter leurs maisons",
            "evacuate",
            id="fr evacuate: Les habitants forcés de quitter leurs maisons",
        ),
    ],
)
def test_turns_of_headlines(language: str, text: str, concept: str) -> None:
    """Read as one of the words of the lexicon, whose concepts may be two (a conviction is verdict and sentence)."""
    assert concept in {c for _, word in phrases(text, tokenise(text), language) for c in LEXICON.of(word, language)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "", id="empty"),
        pytest.param(None, "Search called off", id="no language"),
        pytest.param("pl", "Search called off", id="a language without phrases"),
        pytest.param("en", "Guests were called, the lights are off", id="not across a comma"),
        pytest.param("en", "Called by the harbour master late last night they set off", id="not so far apart"),
        pytest.param("de", "Die Fregatte läuft aus", id="de a ship that leaves"),
        pytest.param("no", "Skipet har kommet på grunn", id="no a ship that runs aground"),
        pytest.param("ru", "Фильм сняли в Тикси", id="ru a film that is shot"),
        pytest.param("en", "Police said the ship held its course", id="en words of an idiom in another order"),
        pytest.param("en", "A light, green ship", id="en an idiom across a comma"),
        pytest.param("en", "The charges were dropped while troops trained", id="en another verb"),
        pytest.param("da", "Havnen går efter planen af med overskud", id="da not next to each other"),
        pytest.param("fr", "Le poste de garde a une belle vue", id="fr other words between"),
    ],
)
def test_no_phrases(language: str | None, text: str) -> None:
    assert list(phrases(text, tokenise(text), language)) == []


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("en\tfreed", id="no parts"),
        pytest.param("en\tfreed\tpulled free", id="no sign between the parts"),
        pytest.param("en\tfreed\tpulled + free\tagain", id="a column too many"),
        pytest.param("english\tfreed\tpulled + free", id="no code of a language"),
    ],
)
def test_a_malformed_row_is_named(line):
    with pytest.raises(ValueError, match=r"phrases\.tsv:2: expected language"):
        read_rows(["# a comment", line])
