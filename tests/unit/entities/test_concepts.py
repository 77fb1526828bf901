"""What words are about, in eleven languages."""

from collections.abc import Iterator
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.entities.concepts import LONGEST_WORD, MOST, NOTHING, Concepts, load_concepts
from worker.tokens import fold, tokenise

LANGUAGES = ("en", "da", "no", "sv", "fi", "is", "ru", "de", "fr", "pl", "pt")
LINES = files("worker.entities").joinpath("concepts.tsv").read_text(encoding="utf-8").splitlines()
SHIPPED = load_concepts(LINES)


def rows() -> Iterator[tuple[str, str, list[str]]]:
    for line in LINES:
        if not line.startswith("#"):
            concept, language, forms = line.split("\t")
            yield concept, language, forms.split(" | ")


def concepts_of(text: str, language: str | None, lexicon: Concepts = SHIPPED) -> set[str]:
    return {concept for word in tokenise(text).folded for concept in lexicon.of(word, language)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Second tanker boarded in five days"),
        ("da", "Politiet tager et andet skib"),
        ("no", "Nok en: Annen tanker bordet på fem dager"),
        ("sv", "Ytterligare ett fartyg stoppas"),
        ("fi", "Toinenkin kaapeli poikki"),
        ("is", "Annað olíuskip stöðvað"),
        ("ru", "Задержан второй танкер за неделю"),
        ("de", "Zweiter Tanker binnen einer Woche gestoppt"),
        ("fr", "Un deuxième pétrolier contrôlé"),
        ("pl", "Kolejny tankowiec zatrzymany"),
        ("pt", "Outro navio parado"),
    ],
)
def test_another_of_a_kind_is_told_in_every_language(language: str, text: str) -> None:
    assert "another" in concepts_of(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ten seconds later"),
        ("da", "Skibet er endnu ikke fundet"),
        ("ru", "Очередь у порта"),
        ("de", "Das Schiff fährt weiter"),
        ("pt", "Na segunda, segundo a polícia"),
    ],
)
def test_nothing_else_is_another(language: str, text: str) -> None:
    assert "another" not in concepts_of(text, language)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param(
            "en",
            "A power cable on the seabed was damaged, and police boarded a tanker that had dragged its anchor.",
            "electricity cable sea damage police inspection tanker anchor",
            id="en 1",
        ),
        pytest.param(
            "en",
            "Three crew members are missing after a trawler sank in a storm; the coastguard sent a helicopter.",
            "crew membership missing trawler sink storm coast guard helicopter",
            id="en 2",
        ),
        pytest.param(
            "en",
            "The prime minister will resign after losing a vote of confidence in parliament.",
            "prime-minister minister resign defeat vote impeachment parliament",
            id="en 3",
        ),
        pytest.param(
            "en", "Fighter jets intercepted two bombers near the border.", "fighter-jet intercept bomber border", id="en 4"
        ),
        pytest.param(
            "en",
            "An earthquake of magnitude six killed at least forty people, and the airport is closed.",
            "quake death airport closure",
            id="en 5",
        ),
        pytest.param(
            "en",
            "The court found the former mayor guilty of bribery and sentenced him to prison.",
            "court mayor verdict corruption sentence prison",
            id="en 6",
        ),
        pytest.param(
            "da",
            "Et søkabel er beskadiget, og politiet bordede et tankskib, der havde slæbt sit anker.",
            "cable damage police inspection tanker tow anchor",
            id="da 1",
        ),
        pytest.param(
            "da",
            "Tre af besætningen er savnet, efter at en trawler forliste i en storm, og kystvagten sendte en helikopter.",
            "crew missing trawler sink storm coast guard helicopter",
            id="da 2",
        ),
        pytest.param(
            "da", "Statsministeren går af efter en afstemning i Folketinget.", "prime-minister vote parliament", id="da 3"
        ),
        pytest.param("da", "Kampfly afskar to bombefly nær grænsen.", "fighter-jet bomber border", id="da 4"),
        pytest.param(
            "da", "Et jordskælv har dræbt mindst fyrre, og lufthavnen er lukket.", "quake death airport closure", id="da 5"
        ),
        pytest.param(
            "da",
            "Retten fandt den tidligere borgmester skyldig i bestikkelse, og han fik fængsel.",
            "court mayor verdict corruption prison",
            id="da 6",
        ),
        pytest.param(
            "no",
            "En sjøkabel er skadet, og politiet bordet et tankskip som hadde slept ankeret.",
            "cable injury damage police tanker tow anchor",
            id="no 1",
        ),
        pytest.param(
            "no",
            "Tre av mannskapet er savnet etter at en tråler forliste i en storm, og kystvakten sendte et helikopter.",
            "crew missing trawler sink storm coast guard helicopter",
            id="no 2",
        ),
        pytest.param(
            "no", "Statsministeren går av etter en avstemning i Stortinget.", "prime-minister vote parliament", id="no 3"
        ),
        pytest.param("no", "Jagerfly avskar to bombefly nær grensen.", "fighter-jet intercept bomber border", id="no 4"),
        pytest.param(
            "no", "Et jordskjelv har drept minst førti, og flyplassen er stengt.", "quake death airport closure", id="no 5"
        ),
        pytest.param(
            "no", "Reindriften tapte mot et vindkraftverk i Høyesterett.", "reindeer defeat wind-power court", id="no 6"
        ),
        pytest.param(
            "sv",
            "En sjökabel har skadats och kustbevakningen bordade ett tankfartyg.",
            "cable injury damage coast guard inspection tanker",
            id="sv 1",
        ),
        pytest.param(
            "sv",
            "Tre i besättningen saknas sedan en trålare förlist i en storm, och en helikopter letar.",
            "crew missing trawler sink storm helicopter search",
            id="sv 2",
        ),
        pytest.param(
            "sv", "Statsministern avgår efter en omröstning i riksdagen.", "prime-minister resign vote parliament", id="sv 3"
        ),
        pytest.param("sv", "Stridsflygplan mötte två bombplan nära gränsen.", "fighter-jet bomber border", id="sv 4"),
        pytest.param(
            "sv", "En jordbävning har dödat minst fyrtio, och flygplatsen är stängd.", "quake death airport closure", id="sv 5"
        ),
        pytest.param(
            "sv", "Isbrytaren fick motorhaveri och bogserades till varvet.", "icebreaker breakdown tow shipyard", id="sv 6"
        ),
        pytest.param(
            "fi",
            "Merikaapeli vaurioitui, ja poliisi tarkasti säiliöaluksen, jonka ankkuri oli laahannut pohjaa.",
            "cable damage police tanker anchor",
            id="fi 1",
        ),
        pytest.param(
            "fi",
            "Kolme miehistön jäsentä on kateissa, kun troolari upposi myrskyssä, ja helikopteri etsii heitä.",
            "crew membership missing trawler sink storm helicopter search",
            id="fi 2",
        ),
        pytest.param(
            "fi", "Pääministeri eroaa eduskunnan äänestyksen jälkeen.", "prime-minister resign parliament vote", id="fi 3"
        ),
        pytest.param(
            "fi", "Hävittäjät torjuivat kaksi pommikonetta lähellä rajaa.", "fighter-jet intercept bomber border", id="fi 4"
        ),
        pytest.param(
            "fi",
            "Maanjäristys tappoi ainakin neljäkymmentä, ja lentoasema on suljettu.",
            "quake death airport closure",
            id="fi 5",
        ),
        pytest.param(
            "fi",
            "Jäänmurtajan konerikko pysäytti laivan, ja se hinattiin telakalle.",
            "icebreaker breakdown ship tow shipyard",
            id="fi 6",
        ),
        pytest.param(
            "is",
            "Sæstrengur skemmdist og lögreglan skoðaði olíuskip sem hafði dregið akkerið.",
            "cable damage police inspection oil tanker tow anchor",
            id="is 1",
        ),
        pytest.param(
            "is",
            "Þriggja úr áhöfn er saknað eftir að togari sökk í óveðri og þyrla leitar.",
            "crew missing trawler sink storm helicopter search",
            id="is 2",
        ),
        pytest.param(
            "is", "Forsætisráðherra segir af sér eftir atkvæðagreiðslu á Alþingi.", "prime-minister vote parliament", id="is 3"
        ),
        pytest.param(
            "is", "Orrustuþotur flugu á móti tveimur sprengjuflugvélum við landamærin.", "fighter-jet bomber border", id="is 4"
        ),
        pytest.param(
            "is", "Jarðskjálfti varð minnst fjörutíu að bana og flugvellinum var lokað.", "quake death airport closure", id="is 5"
        ),
        pytest.param("is", "Eldgos hófst á skaganum og þorpið var rýmt.", "eruption village evacuate", id="is 6"),
        pytest.param(
            "ru",
            "Подводный кабель повреждён, и полиция досмотрела танкер, который тащил якорь.",
            "submarine cable damage police inspection tanker anchor",
            id="ru 1",
        ),
        pytest.param(
            "ru",
            "Трое членов экипажа пропали, когда траулер затонул во время шторма; их ищет вертолёт.",
            "membership crew missing trawler sink storm helicopter",
            id="ru 2",
        ),
        pytest.param(
            "ru",
            "Премьер-министр подал в отставку после голосования в парламенте.",
            "prime-minister minister resign vote parliament",
            id="ru 3",
        ),
        pytest.param(
            "ru", "Истребители перехватили два бомбардировщика у границы.", "fighter-jet intercept bomber border", id="ru 4"
        ),
        pytest.param(
            "ru", "При землетрясении погибли не менее сорока человек, аэропорт закрыт.", "quake death airport closure", id="ru 5"
        ),
        pytest.param(
            "ru",
            "Суд признал бывшего мэра виновным во взятке и приговорил его к тюрьме.",
            "court mayor verdict corruption sentence prison",
            id="ru 6",
        ),
        pytest.param(
            "de",
            "Ein Seekabel wurde beschädigt, und die Polizei durchsuchte einen Tanker, der seinen Anker geschleppt hatte.",
            "cable damage police inspection tanker anchor tow",
            id="de 1",
        ),
        pytest.param(
            "de",
            "Drei Mitglieder der Besatzung werden vermisst, nachdem ein Trawler im Sturm gesunken ist, ein Hubschrauber sucht.",
            "membership crew missing trawler storm sink helicopter",
            id="de 2",
        ),
        pytest.param(
            "de",
            "Der Ministerpräsident kündigt nach einer Abstimmung im Parlament seinen Rücktritt an.",
            "prime-minister vote parliament resign",
            id="de 3",
        ),
        pytest.param("de", "Kampfjets fingen zwei Bomber nahe der Grenze ab.", "fighter-jet bomber border", id="de 4"),
        pytest.param(
            "de",
            "Bei einem Erdbeben wurden mindestens vierzig Menschen getötet, der Flughafen ist geschlossen.",
            "quake death airport closure",
            id="de 5",
        ),
        pytest.param(
            "de",
            "Das Gericht verurteilte den früheren Bürgermeister wegen Bestechung zu einer Haftstrafe.",
            "court verdict sentence mayor corruption",
            id="de 6",
        ),
        pytest.param(
            "fr",
            "Un câble électrique sous-marin a été endommagé et la police a inspecté un pétrolier qui traînait son ancre.",
            "cable electricity damage police inspection tanker anchor",
            id="fr 1",
        ),
        pytest.param(
            "fr",
            "Trois marins sont portés disparus après le naufrage d'un chalutier; un hélicoptère les cherche.",
            "missing sink trawler helicopter",
            id="fr 2",
        ),
        pytest.param(
            "fr",
            "Le premier ministre démissionne après un vote au parlement.",
            "prime-minister minister resign vote parliament",
            id="fr 3",
        ),
        pytest.param(
            "fr",
            "Des chasseurs ont intercepté deux bombardiers près de la frontière.",
            "fighter-jet hunter intercept bomber border",
            id="fr 4",
        ),
        pytest.param(
            "fr", "Un séisme a tué au moins quarante personnes et l'aéroport est fermé.", "quake death airport closure", id="fr 5"
        ),
        pytest.param(
            "fr",
            "Le tribunal a déclaré l'ancien maire coupable de corruption et l'a condamné à une peine de prison.",
            "court mayor verdict corruption sentence prison",
            id="fr 6",
        ),
        pytest.param(
            "pl",
            "Kabel energetyczny na dnie morza został uszkodzony, a policja weszła na pokład tankowca, który ciągnął kotwicę.",
            "cable electricity sea damage police tanker anchor",
            id="pl 1",
        ),
        pytest.param(
            "pl",
            "Trzej członkowie załogi zaginęli, gdy kuter zatonął podczas sztormu; straż przybrzeżna wysłała śmigłowiec.",
            "membership crew missing trawler sink storm guard coast helicopter",
            id="pl 2",
        ),
        pytest.param(
            "pl",
            "Premier podał się do dymisji po głosowaniu nad wotum nieufności w parlamencie.",
            "prime-minister resign vote impeachment parliament",
            id="pl 3",
        ),
        pytest.param(
            "pl",
            "Myśliwce przechwyciły dwa bombowce w pobliżu granicy.",
            "fighter-jet intercept bomber border",
            id="pl 4",
        ),
        pytest.param(
            "pl",
            "W trzęsieniu ziemi zginęło co najmniej czterdzieści osób, a lotnisko zamknięto.",
            "quake death airport closure",
            id="pl 5",
        ),
        pytest.param(
            "pl",
            "Sąd uznał byłego burmistrza za winnego łapówkarstwa i skazał go na więzienie.",
            "court mayor verdict corruption sentence prison",
            id="pl 6",
        ),
        pytest.param(
            "pl",
            "Lodołamacz po awarii odholowano do stoczni.",
            "icebreaker breakdown tow shipyard",
            id="pl 7",
        ),
        pytest.param(
            "pl",
            "Po wyborach ministrowie, posłowie i ambasadorowie mówią na szczycie o pokojowym porozumieniu w mieście przy moście.",
            "election minister parliament embassy summit peace agreement city bridge",
            id="pl 8",
        ),
        pytest.param(
            "pl",
            "Po śmierci księcia w szpitalu pogrzebano go w kościele na wsi; w żałobie był też król.",
            "death prince hospital funeral church village king",
            id="pl 9",
        ),
        pytest.param(
            "pl",
            "Rakieta trafiła w elektrownię, ranni są żołnierze, a dziewczynkę i chłopca uratowali strażacy.",
            "missile rocket electricity injury soldier child rescue fire",
            id="pl 10",
        ),
        pytest.param(
            "pl",
            "Na jeziorze i w lesie leżał śnieg, a mróz i wichura zerwały dachy domów.",
            "lake forest snow temperature storm building",
            id="pl 11",
        ),
        pytest.param(
            "pt",
            "Um cabo elétrico no fundo do mar foi danificado e a polícia inspecionou um petroleiro que arrastava a âncora.",
            "cable electricity sea damage police inspection tanker anchor",
            id="pt 1",
        ),
        pytest.param(
            "pt",
            "Três tripulantes desaparecidos no naufrágio de um pesqueiro numa tempestade; a guarda costeira enviou helicóptero.",
            "crew missing sink trawler fish storm guard coast helicopter",
            id="pt 2",
        ),
        pytest.param(
            "pt",
            "O premiê vai renunciar depois de uma votação da moção de censura no parlamento.",
            "prime-minister resign vote impeachment parliament",
            id="pt 3",
        ),
        pytest.param(
            "pt",
            "Caças intercetaram dois bombardeiros perto da fronteira.",
            "fighter-jet intercept bomber border",
            id="pt 4",
        ),
        pytest.param(
            "pt",
            "Um terramoto matou pelo menos quarenta pessoas e o aeroporto está fechado.",
            "quake death airport closure",
            id="pt 5",
        ),
        pytest.param(
            "pt",
            "O tribunal condenou o antigo autarca por corrupção a uma pena de prisão.",
            "court verdict sentence mayor corruption prison",
            id="pt 6",
        ),
        pytest.param(
            "pt",
            "O navio avariado foi rebocado para o estaleiro e reparado.",
            "ship breakdown tow shipyard repair",
            id="pt 7",
        ),
        pytest.param(
            "pt",
            "Ônibus e caminhão colidiram na rodovia; bombeiros resgataram os feridos e o motorista morreu.",
            "bus car collision road fire rescue injury death",
            id="pt 8",
        ),
        pytest.param(
            "pt",
            "As eleições, o referendo e a greve dos professores fecharam as escolas da cidade.",
            "election referendum strike school closure city",
            id="pt 9",
        ),
        pytest.param(
            "pt",
            "Deputados aprovaram o orçamento e as sanções; o juiz absolveu o réu.",
            "parliament approve budget sanction judge verdict acquit charge",
            id="pt 10",
        ),
        pytest.param(
            "pt",
            "A neve, a chuva e as inundações destruíram pontes e casas na aldeia.",
            "snow rain flood damage bridge building village",
            id="pt 11",
        ),
    ],
)
def test_a_sentence_says_what_it_is_about(language: str, text: str, expected: str) -> None:
    assert concepts_of(text, language) == set(expected.split())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(("en", "undersea cable"), ("fi", "merikaapelin"), id="cable"),
        pytest.param(("en", "coast guard"), ("da", "kystvagten"), id="two words and a compound"),
        pytest.param(("en", "coast guard"), ("ru", "береговая охрана"), id="two words in Russian"),
        pytest.param(("en", "the foreign minister"), ("de", "Außenministerin"), id="foreign minister"),
        pytest.param(("no", "isbryteren"), ("is", "ísbrjóturinn"), id="icebreaker"),
        pytest.param(("en", "oil spill"), ("no", "oljeutslipp"), id="oil spill, Norwegian"),
        pytest.param(("da", "olieudslippet"), ("sv", "oljeutsläppet"), id="oil spill, Danish and Swedish"),
        pytest.param(("de", "Ölaustritt"), ("fi", "öljyvuoto"), id="oil spill, German and Finnish"),
        pytest.param(("en", "border crossing"), ("de", "Grenzübergang"), id="border crossing, German"),
        pytest.param(("no", "grenseovergangen"), ("fi", "rajanylityspaikka"), id="border crossing, Norwegian and Finnish"),
        pytest.param(("en", "border guard"), ("sv", "gränsbevakningen"), id="border guard, Swedish"),
        pytest.param(("en", "border guard"), ("fi", "rajavartiolaitos"), id="border guard, Finnish"),
        pytest.param(("en", "border fence"), ("da", "grænsehegnet"), id="border fence"),
        pytest.param(("en", "reindeer fence"), ("sv", "renstängslet"), id="reindeer fence"),
        pytest.param(("en", "defence budget"), ("no", "forsvarsbudsjettet"), id="defence budget, Norwegian"),
        pytest.param(("fi", "puolustusbudjetti"), ("de", "Verteidigungshaushalt"), id="defence budget, Finnish and German"),
        pytest.param(("en", "minesweeper"), ("ru", "тральщик"), id="minesweeper"),
        pytest.param(("fi", "miinanraivaus"), ("sv", "minröjning"), id="mine-clearing"),
        pytest.param(("no", "flystasjon"), ("da", "flyvestation"), id="air station"),
        pytest.param(("en", "airspace violation"), ("fi", "ilmatilaloukkaus"), id="airspace violation"),
        pytest.param(("en", "governor"), ("da", "sysselmesteren"), id="governor of Svalbard"),
        pytest.param(("en", "sabotage"), ("fi", "tuhotyöstä"), id="sabotage"),
        pytest.param(("en", "drones"), ("fi", "drooneja"), id="drones"),
        pytest.param(("en", "fleet navy"), ("ru", "флота"), id="fleet"),
        pytest.param(("sv", "järnvägen"), ("fr", "le train"), id="railway"),
        pytest.param(("en", "coast guard"), ("pl", "straży przybrzeżnej"), id="two words in Polish"),
        pytest.param(("en", "coast guard"), ("pt", "guarda costeira"), id="two words in Portuguese"),
        pytest.param(("pl", "śledztwo prokuratury"), ("pt", "investigação do procurador"), id="prosecutor"),
        pytest.param(("pl", "pociągiem"), ("pt", "comboios"), id="train"),
        pytest.param(("pt", "indemnização"), ("pt", "indenização"), id="two spellings of Portuguese"),
    ],
)
def test_two_languages_meet(one: tuple[str, str], other: tuple[str, str]) -> None:
    (language, text), (other_language, other_text) = one, other
    assert concepts_of(text, language) == concepts_of(other_text, other_language) != set()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        pytest.param(
            "en", "stable stability important authority birthday protestant rainbow found open general interest", id="en"
        ),
        pytest.param("da", "politisk måneder over to både tanker gældende begrænse forskellige tvivl mobilen bordet", id="da"),
        pytest.param("no", "ting over gyldig lovende måneder prinsipp politikk eiendommer spredning løpet maten", id="no"),
        pytest.param(
            "sv", "kapacitet grundläggande händelse plan tänker hyresgäst feminister företrädare kommunikation", id="sv"
        ),
        pytest.param("fi", "saa tehtävä perusteella siltä näistä aluksi jokin voit tietenkin vahingossa kuuluvan", id="fi"),
        pytest.param("is", "hér hundrað sjö hafa Sigurður samfélag aðstöðu flottur framleiðslu sagði", id="is"),
        pytest.param("ru", "поэтому спасибо поездка дорого следовательно сборник связи мир вид порядок", id="ru"),
        pytest.param("de", "fahren zugelassen gesetzt schließlich Durchmesser Brandenburg grund unterlagen bar kalt", id="de"),
        pytest.param(
            "fr", "couleur finalement commun trouver exploitation reportage panneau répartition général portrait", id="fr"
        ),
        pytest.param(
            "pl",
            "naprawdę połowa więc niezależnie powodzenie rzecznik zadanie mieszkaniec rzekomo dostawać podróż gwałtowny"
            " pociągnąć ustawić zawał konwencjonalny sędziwy wizytówka pozwala kościsty urodziny generalny dywersyfikacja"
            " banknot przełożony lodówka pokojówka pozarządowe książeczka Hołownia rąk cel podwójny wydano",
            id="pl",
        ),
        pytest.param(
            "pt",
            "precisa importante aproveitar esquina compreender convencer primeiro feriado fazendo Pacífico gravidade caminho"
            " sucesso negócio especial consulta perdão chuveiro coliseu cerca faça desabafo solteiro liberal medicamento"
            " exploração pescoço salvador hospitalidade nomeadamente atrás escritório homólogo presidir encarecidamente",
            id="pt",
        ),
    ],
)
def test_everyday_words_say_nothing(language: str, words: str) -> None:
    assert {word: found for word in words.split() if (found := SHIPPED.of(fold(word), language))} == {}


def test_every_concept_has_all_languages() -> None:
    languages: dict[str, list[str]] = {}
    for concept, language, _ in rows():
        languages.setdefault(concept, []).append(language)
    languages.pop(NOTHING)
    assert len(languages) >= 300
    assert {concept: has for concept, has in languages.items() if sorted(has) != sorted(LANGUAGES)} == {}


def test_no_form_says_more_than_two_things() -> None:
    claims: dict[tuple[str, str], list[str]] = {}
    for concept, language, forms in rows():
        for form in forms:
            claims.setdefault((language, fold(form)), []).append(concept)
    crowded = {form: said for form, said in claims.items() if len(said) > MOST or (NOTHING in said and len(said) > 1)}
    assert crowded == {}


# ------------------------------------------------------------------ forms

SMALL = load_concepts(
    [
        "# a comment",
        "",
        "ice\tda\tis | isbjerg*",
        "bear\tda\tbjørn | isbjørn*",
        "ice\tda\tisbjørn*",
        "cable\tda\t*kabel*",
        "ship\tda\t*skibet",
        "coast\tda\tkyst*",
        "crime\tda\t*skade*",
        "-\tda\tkystnær",
        "-\tda\tisbjergsalat*",
        "ice\tsv\tis",
        "gift\tde\tgift*",
        "wedding\tsv\tgift*",
    ]
)


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        pytest.param("", "da", (), id="no letters"),
        pytest.param("i", "da", (), id="one letter"),
        pytest.param("kabel" * 20, "da", (), id="longer than any word"),
        pytest.param("is", "da", ("ice",), id="a whole word"),
        pytest.param("isen", "da", (), id="a whole word with an ending"),
        pytest.param("isbjerget", "da", ("ice",), id="a beginning"),
        pytest.param("isbjergsalaten", "da", (), id="a longer form says nothing"),
        pytest.param("kystnaer", "da", (), id="a whole word that says nothing"),
        pytest.param("isbjornen", "da", ("bear", "ice"), id="a form of two concepts"),
        pytest.param("kabler", "da", (), id="another stem"),
        pytest.param("kablet", "da", (), id="shorter than the form"),
        pytest.param("kabelbrud", "da", ("cable",), id="a part at the beginning"),
        pytest.param("sokablet", "da", (), id="a part that is not there"),
        pytest.param("sokabelen", "da", ("cable",), id="a part in the middle"),
        pytest.param("kystkabel", "da", ("coast", "cable"), id="two parts, in their order"),
        pytest.param("kystkabelskader", "da", ("coast", "cable"), id="the first two of three"),
        pytest.param("fragtskibet", "da", ("ship",), id="an end"),
        pytest.param("skibet", "da", ("ship",), id="an end that is the word"),
        pytest.param("fragtskibets", "da", (), id="an end with letters behind it"),
        pytest.param("is", "et", (), id="a language that is not there"),
        pytest.param("is", None, ("ice",), id="no language, all agree"),
        pytest.param("gift", None, (), id="no language, no agreement"),
    ],
)
def test_forms(word: str, language: str | None, expected: tuple[str, ...]) -> None:
    assert SMALL.of(word, language) == expected
    assert SMALL.of(word, language) == expected, "remembered"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        pytest.param("cable\ten", "concept, language and forms between tabs", id="a column too few"),
        pytest.param("cable\ten\tcable*\tmore", "concept, language and forms between tabs", id="a column too many"),
        pytest.param("cable\t\tcable*", "concept, language and forms between tabs", id="no language"),
        pytest.param("cable\ten\tcable* | ", "one word", id="an empty form"),
        pytest.param("cable\ten\t*", "one word", id="only a star"),
        pytest.param("cable\ten\tsea cable", "one word", id="two words"),
        pytest.param("cable\ten\tca*ble", "one word", id="a star in the middle"),
        pytest.param("cable\ten\t" + "c" * 31, "at most 30 letters", id="too long"),
        pytest.param("ship\tda\t*bad", "needs 5 letters", id="too short a part"),
    ],
)
def test_a_malformed_line_is_named(line: str, fault: str) -> None:
    with pytest.raises(ValueError, match=rf"^line 2: .*{fault}"):
        load_concepts(["ice\tda\tis", line])


@given(st.text(max_size=LONGEST_WORD + 5), st.sampled_from([*LANGUAGES, None, "et", ""]))
def test_any_word_has_at_most_two_concepts(word: str, language: str | None) -> None:
    found = SHIPPED.of(fold(word), language)
    assert len(found) == len(set(found)) <= MOST
    assert NOTHING not in found


@given(st.lists(st.sampled_from([form for _, _, forms in rows() for form in forms]), min_size=1, max_size=4))
def test_any_compound_has_at_most_two_concepts(forms: list[str]) -> None:
    word = fold("".join(forms).replace("*", ""))
    for language in (*LANGUAGES, None):
        assert len(SHIPPED.of(word, language)) <= MOST


# Turns open an update: words of everyday news that only look like one have cost false alerts.
@pytest.mark.parametrize(
    ("language", "concept", "wrong", "right"),
    [
        ("fr", "arrest", "Un arrêté préfectoral interdit la pêche", "Deux hommes arrêtés au port"),
        ("en", "verdict", "The ruling party ruled it out", "The jury's verdict: guilty"),
        ("da", "charge", "Sigtbarheden var ringe", "To mænd er sigtet"),
        ("da", "resign", "Alle afgange er aflyst", "Ministeren afgår"),
        ("no", "resign", "Neste avgang går klokka ti", "Ministeren avgår"),
        ("sv", "resign", "Nästa avgång går klockan tio", "Ministern avgår"),
        ("en", "resign", "Patrols were stepped up", "The minister resigned"),
        ("en", "false-alarm", "The ship sailed under a false flag", "The threat was a hoax"),
        ("fr", "sentence", "À peine arrivé", "Le capitaine a été condamné"),
        ("fr", "charge", "La mairie a prévenu les habitants", "Le capitaine est accusé"),
        ("fr", "appeal", "L'appel à témoins de la police", "La cour de cassation"),
        ("no", "reduce", "Noen har kuttet sjøkabelen", "Kutt i budsjettet"),
        ("sv", "prison", "En intern utredning", "Kaptenen dömdes till fängelse"),
        ("fi", "collision", "Tulipalo Kolarissa", "Kaksi autoa kolaroi"),
        ("fi", "extradite", "Yhtiö luovutti aluksen", "Venäjän luovutuspyyntö hylättiin"),
        ("ru", "cease-fire", "Движение прекращено", "Стороны объявили перемирие"),
        ("fr", "shooting", "Des coups de vent", "Une fusillade au port"),
    ],
)
def test_what_only_looks_like_a_turn_is_none(language: str, concept: str, wrong: str, right: str) -> None:
    assert concept not in concepts_of(wrong, language)
    assert concept in concepts_of(right, language)


# Each row: a word of everyday news and the concept it only looks like. Marks are dropped when words are folded.
LOOKALIKES = {
    "en": "matched:match goal:match striker:strike director:film peaked:mountain constructive:construction booked:book "
    "independently:independence sexuality:abuse carrier:aircraft-carrier polar:bear navigation:gps",
    "da": "bad:ship mine:mining flade:navy gengæld:retaliate modsvarer:retaliate indlæg:hospital stævnen:lawsuit "
    "krænget:violate udviser:expel trækker:withdraw overgang:crossing vejer:road børste:shares konventionelle:treaty "
    "konstruktiv:construction spredning:rescue biografi:film brændpunkt:fire overleveret:survivor "
    "optagelse:membership midsjøbanken:bank sandbanken:bank navigation:gps seksualitet:abuse",
    "no": "politikeren:police bergensere:rescue forsvarlig:army romtemperatur:escape konvensjonelle:treaty "
    "konstruktiv:construction påvente:pope fraktur:cargo-ship maneter:planet overlevert:survivor flåte:navy "
    "gjengjeld:retaliate stevne:lawsuit krenget:violate trekker:withdraw trakk:resign overgangen:crossing "
    "ror:pipeline aktor:prosecutor aktøren:prosecutor utsatte:delay innstillingen:delay opptak:membership "
    "kirkenes:church laget:sport navigasjon:gps seksualitet:abuse",
    "sv": "väl:election låg:law säng:music hamnar:port kapade:hijack avbrott:power-cut utnyttja:abuse ingrepp:intercept "
    "övergång:crossing borsta:shares häcken:cyber hjärtattack:attack värnamo:warning koldioxid:temperature "
    "influenser:virus renare:reindeer armenien:army fraktur:cargo-ship konventionella:treaty "
    "konstruktivt:construction anslutning:membership midsjöbanken:bank navigering:gps",
    "fi": "näytteet:museum liittyy:membership kaatui:sink kieltäytyi:ban kieltä:ban tutkinto:investigation "
    "epäilemättä:suspect rauhassa:peace sijoittui:investment kirkkoniemi:church",
    "is": "skoðun:inspection bönd:farmer lausnar:resign keyrði:collision arason:attack fjölluðu:mountain "
    "vaxtar:interest-rate fundinum:discovery fagnaði:festival",
    "ru": "постановление:verdict ветром:wind-power гейзер:rights ложный:false-alarm навигация:gps судов:court "
    "холодильник:temperature",
    "de": "autofahrer:ferry kommunizieren:city stichprobe:knife stichwahl:knife stichtag:knife unterliegt:defeat "
    "navigation:gps",
    "fr": "marée:leak sombre:sink fausse:false-alarm humanité:aid recrudescence:conscript violence:abuse violemment:abuse "
    "réalisation:film marins:submarine commandement:order hospitalité:hospital célèbre:festival marie:wedding navigation:gps",
    "pl": "fałszywe:false-alarm spadł:reduce lodówce:glacier",
    "pt": "falso:false-alarm pena:sentence navegação:gps",
}  # fmt: skip
STILL = {
    "en": "match:match goalkeeper:match strike:strike construction:construction booklet:book freighter:ship bears:bear",
    "da": "båden:ship minedrift:mining flåden:fleet flåden:navy gengældelse:retaliate indlagt:hospital stævning:lawsuit "
    "krænket:violate udvist:expel vejen:road børsen:shares konvention:treaty redning:rescue overlevede:survivor "
    "banken:bank",
    "no": "politiet:police berget:rescue rømte:escape konvensjonen:treaty paven:pope frakt:cargo-ship månen:planet "
    "flåten:navy gjengjeldelse:retaliate stevning:lawsuit krenket:violate utsatt:delay innstilt:delay "
    "rørledningen:pipeline kirken:church trussel:threat truslene:threat påtalemyndigheten:prosecutor",
    "sv": "valet:election lagen:law sångaren:music hamnen:port kapning:hijack strömavbrott:power-cut häktad:arrest "
    "attacken:attack varnar:warning renar:reindeer armén:army anslut:membership banken:bank",
    "fi": "näyttelyn:museum liittymistä:membership upposi:sink kielletty:ban tutkinta:investigation epäilty:suspect "
    "kirkossa:church",
    "is": "skoðað:inspection bóndi:farmer lausnarbeiðni:resign árekstur:collision árás:attack fjöllin:mountain "
    "vaxta:interest-rate fundinn:discovery fagnaður:festival",
    "ru": "приговор:verdict ветропарк:wind-power геев:rights лжеминирование:false-alarm глонасс:gps суда:court судов:ship",
    "de": "fähre:ferry kommune:city messer:knife gps:gps",
    "fr": "fuites:leak naufrage:sink canular:false-alarm chantier:shipyard humanitaire:aid recrutement:conscript "
    "violée:abuse réalisateur:film hôpital:hospital fête:festival mariée:wedding",
    "pl": "fejk:false-alarm spadek:reduce lodowca:glacier",
    "pt": "trote:false-alarm penas:sentence gps:gps",
}  # fmt: skip


def word_rows(table: dict[str, str]) -> list[tuple[str, str, str]]:
    return [(language, *row.split(":")) for language, rows in table.items() for row in rows.split()]  # type: ignore[misc]


# Turns of a story as headlines write them.
TURNS_IN_HEADLINES = {
    "en": "blacklisted:sanction refloated:release rammed:collision shelled:attack",
    "no": "lekker:leak omkomne:death skadde:injury innstilt:cancel avblåst:cancel svartelistet:sanction domfelt:verdict "
    "tilbakeholdt:seize bordes:inspection reetablert:restore",
    "sv": "funna:found släpps:release häktats:arrest bordat:inspection uppbringat:seize klubbade:approve lagats:repair "
    "avfärdar:deny dödad:death lossdragen:tow inställs:cancel öppnats:opening",
    "fi": "kiinniotettu:arrest vuotoa:leak uppoaa:sink matalikolle:aground lykkääntyy:delay iskussa:attack",
    "is": "látinna:death fundust:found fundin:found lekið:leak sekkur:sink kviknaði:fire hertekið:seize dreginn:tow",
    "ru": "вышлет:expel выслать:expel вытекло:leak обжалует:appeal виновен:verdict отказалась:reject протаранил:collision",
    "de": "geentert:inspection stirbt:death behoben:repair verabschiedet:approve geräumt:evacuate "
    "abgebrochen:suspend strandung:aground freigeschleppt:tow einspruch:appeal",
    "fr": "écroué:arrest renfloué:release relâchés:release déversé:leak",
}


# What news items of one sentence are about: elections, disasters, prizes.
NEWS_ITEMS = {
    "en": "funicular:train skyscraper:building physics:physics handball:handball literature:literature",
    "da": "presidentvalget:president flystyrt:aircraft hurtigtog:train højhus:building fredsprisen:peace fysik:physics",
    "no": "presidentvalget:president stortingsvalget:parliament høyhusbrann:fire småflyet:aircraft kjemi:chemistry",
    "sv": "segrar:win presidentvalet:president flygolycka:aircraft havererar:crash tågkrock:train litteraturpriset:literature",
    "fi": "hurrikaani:storm sorruttua:collapse kerrostalopalossa:fire valittiin:election käsipallon:handball",
    "is": "kjörinn:election forsetakosningarnar:president fjölbýlishúsi:building friðarverðlaun:peace efnafræði:chemistry",
    "ru": "высотке:building авиакатастрофе:aircraft физике:physics гандболу:handball литературе:literature",
    "de": "Brückeneinsturz:collapse Hochhausbrand:fire Friedensnobelpreis:peace Physiknobelpreis:physics gewählt:election",
    "fr": "élu:election présidentielle:president législatives:parliament médecine:medicine",
}


@pytest.mark.parametrize(("language", "word", "concept"), word_rows(NEWS_ITEMS))
def test_what_news_items_are_about(language: str, word: str, concept: str) -> None:
    assert concept in concepts_of(word, language)


@pytest.mark.parametrize(("language", "word", "concept"), word_rows(TURNS_IN_HEADLINES))
def test_turns_as_headlines_write_them(language: str, word: str, concept: str) -> None:
    assert concept in concepts_of(word, language)


def test_an_interrupted_connection_is_not_suspended() -> None:
    assert "suspend" not in concepts_of("Связь с островом прервана", "ru")


@pytest.mark.parametrize(("language", "word", "concept"), word_rows(LOOKALIKES))
def test_words_that_only_look_like_a_concept(language: str, word: str, concept: str) -> None:
    assert concept not in concepts_of(word, language)


@pytest.mark.parametrize(("language", "word", "concept"), word_rows(STILL))
def test_what_they_look_like_is_found(language: str, word: str, concept: str) -> None:
    assert concept in concepts_of(word, language)
