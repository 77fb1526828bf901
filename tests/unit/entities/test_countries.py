"""Country names have one code in all languages."""

import pytest

from worker.entities.countries import country_at
from worker.tokens import tokenise


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("they told us", "en", [], id="a pronoun"),
        pytest.param("croatia", "en", [], id="small letters"),
        pytest.param("Chadwick", "en", [], id="a name that begins like a country"),
        pytest.param("Island", "en", [], id="an island in English"),
        pytest.param("Island", "da", ["IS"], id="Iceland in Danish"),
        pytest.param("the US and the U.S. and the USA", "en", ["US", "US", "US"], id="abbreviations"),
        pytest.param("South Korea", "en", ["KR"], id="two words"),
        pytest.param("United States", "en", ["US"], id="two words, plural"),
        pytest.param("Croatian troops", "en", ["HR"], id="English adjective"),
        pytest.param("i Kroatien", "da", ["HR"], id="Danish"),
        pytest.param("danske soldater", "da", ["DK"], id="Danish adjective in small letters"),
        pytest.param("i Kroatia", "no", ["HR"], id="Norwegian"),
        pytest.param("Kroatiassa", "fi", ["HR"], id="Finnish case"),
        pytest.param("Kroatien", "de", ["HR"], id="German"),
        pytest.param("la Croatie", "fr", ["HR"], id="French"),
        pytest.param("в Хорватии", "ru", ["HR"], id="Russian case"),
        pytest.param("til Noregs og Danmerkur", "is", ["NO", "DK"], id="Icelandic cases"),
        pytest.param("Соединённых Штатов", "ru", ["US"], id="Russian case of two words"),
        pytest.param("der Vereinigten Staaten", "de", ["US"], id="German case of two words"),
        pytest.param("der Europäischen Union, der Vereinten Nationen", "de", ["EU", "UN"], id="German case of unions"),
        pytest.param("Euroopan unionin ja Euroopan unionissa", "fi", ["EU", "EU"], id="Finnish cases of two words"),
        pytest.param("hjá Sameinuðu þjóðunum", "is", ["UN"], id="Icelandic case of two words"),
        pytest.param("в Европейском союзе", "ru", ["EU"], id="Russian case of a union"),
        pytest.param("Stortinget og Folketinget", "no", ["NO", "DK"], id="parliaments with names of their own"),
        pytest.param("eduskunnan ja suurkäräjien", "fi", ["FI", "NO"], id="parliaments in Finnish cases"),
        pytest.param("Госдумы и стортинга", "ru", ["RU", "NO"], id="parliaments in Russian cases"),
        pytest.param("the State Duma and a storting", "en", ["RU"], id="an English parliament has a capital"),
        pytest.param("the Democratic Republic of the Congo's east", "en", ["CD"], id="five words"),
        pytest.param("Ivory Coast's cocoa, two South Koreans", "en", ["CI", "KR"], id="endings behind two words"),
        pytest.param("den saudi-arabiske kronprinsen", "no", ["SA"], id="an adjective of two words"),
        pytest.param("le président nord-coréen", "fr", ["KP"], id="an adjective of two words in French"),
        pytest.param("Etelä-Koreassa ja Isossa-Britanniassa", "fi", ["KR", "GB"], id="Finnish cases of other names of two words"),
        pytest.param("til Suður-Afríku", "is", ["ZA"], id="Icelandic case of two words of a name"),
        pytest.param("в Саудовской Аравии и ДР Конго", "ru", ["SA", "CD"], id="Russian cases of two words"),
        pytest.param("in der Demokratischen Republik Kongo", "de", ["CD"], id="three words"),
        pytest.param("the Riksbank and the European Central Bank", "en", ["SE", "EU"], id="central banks"),
        pytest.param("den europeiske sentralbanken", "no", ["EU"], id="a bank without a capital"),
        pytest.param("EZB senkt Leitzins", "de", ["EU"], id="a bank by its letters"),
        pytest.param("Croatia Kroatien", None, ["HR", "HR"], id="unknown language"),
        pytest.param("Croatia", "../x", [], id="nonsense language"),
    ],
)
def test_countries(text: str, language: str | None, expected: list[str]) -> None:
    tokens = tokenise(text)
    found, at = [], 0
    while at < len(tokens):
        code, size = country_at(tokens.words, tokens.folded, at, language) or ("", 1)
        found += [code] if code else []
        at += size
    assert found == expected


RIGHT = {
    "en": "Canada:CA Canadian:CA Russians:RU Danes:DK Iceland's:IS Estonian:EE Scottish:GB Faroes:FO U.N.:UN"
    " Iraqi:IQ Israelis:IL Swiss:CH Filipino:PH Myanmar:MM Gaza:PS Thai:TH Peruvian:PE",
    "da": "Norges:NO Polens:PL danske:DK tyske:DE tyskere:DE Malis:ML Kinas:CN "
    "FN:UN FN's:UN EUs:EU canadiske:CA russerne:RU amerikanerne:US grønlænderne:GL islændingene:IS hollandske:NL"
    " brasilianske:BR israelsk:IL Tjekkiet:CZ irakiske:IQ mexicanske:MX Congo:CD Elfenbenskysten:CI schweiziske:CH",
    "no": "Norges:NO tyske:DE tyskere:DE russiske:RU Kinas:CN Kenyas:KE "
    "USAs:US EUs:EU FNs:UN kanadiske:CA russerne:RU britene:GB nordmenn:NO svenskene:SE grønlenderne:GL Noregs:NO"
    " meksikanske:MX sørkoreansk:KR Kongo:CD iranske:IR sveitsiske:CH",
    "sv": "Danmarks:DK ryskt:RU ryska:RU tyskt:DE tyskar:DE danska:DK norskt:NO Kinas:CN "
    "FN:UN finländska:FI ryssarna:RU kanadensiska:CA norrmän:NO grönlänningarna:GL estländska:EE"
    " brasilianska:BR syriska:SY Vitryssland:BY spanska:ES pakistanska:PK irländska:IE",
    "fi": "Suomessa:FI suomalaisen:FI Yhdysvaltain:US Yhdysvalloissa:US Virossa:EE Puolan:PL Kiinaan:CN Venäjällä:RU "
    "ruotsalaisen:SE saksalaiset:DE ranskalaista:FR virolaisia:EE Islannin:IS Irakissa:IQ Irania:IR Norjaan:NO "
    "YK:UN Britannian:GB brittiläinen:GB kanadalaisten:CA latvialainen:LV liettualaisia:LT ukrainalaisen:UA Färsaarten:FO"
    " yhdysvaltalainen:US iranilaisen:IR Turkin:TR Tšekissä:CZ Filippiineillä:PH Kongossa:CD palestiinalaisten:PS",
    "is": "Noregi:NO Danmerkur:DK Rússlands:RU Úkraínu:UA Georgíu:GE norskum:NO Svíþjóðar:SE Ástrala:AU "
    "Bandaríkjanna:US Bandaríkjaforseta:US Evrópusambandsins:EU breska:GB kanadískt:CA Færeyjum:FO Norðmenn:NO Danir:DK"
    " egypska:EG ísraelskir:IL Filippseyjum:PH indverskur:IN Spáni:ES",
    "ru": "России:RU российские:RU россиян:RU Литвы:LT Дании:DK Кении:KE Китая:CN Грузию:GE Норвежские:NO датского:DK "
    "Нидерландов:NL Филиппин:PH Эстонией:EE Украине:UA украинцы:UA Ирана:IR "
    "ЕС:EU Евросоюза:EU ООН:UN РФ:RU КНР:CN ФРГ:DE канадского:CA латвийский:LV германские:DE норвежцы:NO датчане:DK"
    " израильского:IL бразильский:BR Молдавии:MD Киргизия:KG южнокорейских:KR ЮАР:ZA Гонконге:HK",
    "de": "Polens:PL deutschen:DE norwegische:NO Maltas:MT Japaner:JP Chinas:CN "
    "UNO:UN Großbritanniens:GB kanadischen:CA Amerikaner:US Norweger:NO Dänen:DK"
    " brasilianische:BR israelischen:IL Moldau:MD Kongo:CD Weißrussland:BY südkoreanischer:KR",
    "fr": "Norvège:NO norvégiens:NO danoises:DK Chine:CN Estonie:EE "
    "UE:EU l'ONU:UN norvégienne:NO canadiennes:CA finlandais:FI ukrainienne:UA Féroé:FO"
    " brésilienne:BR israéliens:IL RDC:CD marocaine:MA turque:TR moldave:MD",
}
WRONG = {
    "en": "Liberties Chadwick Maltese Islander Englander Un Us Sus",
    "da": "Malin Malik Palads Kongen Georg Roman",
    "no": "Man Kong Kongen Georg Roman Malin finner fn",
    "sv": "Malin Malik iris spannmål gas",
    "fi": "Oman Omana puolustus puolue puolet puoli puolella kiinni Samoin Virolahti Perusteet Puolanka Palautetta Turku",
    "is": "Mon Málið Georg finna Bretagne",
    "ru": "Самолет Палата Данилов Даниил Кубани Литвинов Того Груза Самое Франциск Франца Армен Кита газе Газета казак",
    "de": "Malte Palast Malik Turku Georg Russell Uno Konglomerat Irre Gasse",
    "fr": "Malin Ue gaz argent belles",
}


def code_of(word: str, language: str) -> str | None:
    tokens = tokenise(word)
    found = country_at(tokens.words, tokens.folded, 0, language)
    return found[0] if found else None


@pytest.mark.parametrize(("language", "row"), [(language, row) for language in RIGHT for row in RIGHT[language].split()])
def test_forms_of_countries(language: str, row: str) -> None:
    word, code = row.split(":")
    assert code_of(word, language) == code


@pytest.mark.parametrize(("language", "word"), [(language, word) for language in WRONG for word in WRONG[language].split()])
def test_words_that_begin_like_countries(language: str, word: str) -> None:
    assert code_of(word, language) is None
