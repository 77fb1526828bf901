"""The shipped places in watch rules: $north holds in every language and form, and not for what only bears the name."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.rules import making
from worker.rules.index import RuleSet


@cache
def north() -> RuleSet:
    return RuleSet(making.rules(making.compiler(making.shipped().entities), ["$north"]))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("no", "Fartøyet la til kai i Kyrkjenes.", id="Kirkenes in nynorsk"),
        pytest.param("no", "Trålaren kom frå Kola om natta.", id="from Kola in nynorsk"),
        pytest.param("no", "Gassen kjem frå Jamalhalvøya.", id="Yamal in nynorsk"),
        pytest.param("no", "Hamna i Dudinka vart stengd.", id="Dudinka in Norwegian"),
        pytest.param("da", "Skibet sejlede ad den nordlige søvej.", id="sea route in Danish"),
        pytest.param("da", "Flyet landede på Bjørneøen.", id="Bear Island in Danish"),
        pytest.param("da", "Basen på Tjukotka udvides.", id="Chukotka in Danish"),
        pytest.param("sv", "Fartyget ligger i Davissundet.", id="Davis Strait in Swedish"),
        pytest.param("sv", "Norilsks smältverk stoppades.", id="Norilsk in Swedish, genitive"),
        pytest.param("fi", "Kaasukenttä Jamalilla suljettiin.", id="Yamal in Finnish"),
        pytest.param("fi", "Laiva ajelehti Davisinsalmessa.", id="Davis Strait in Finnish"),
        pytest.param("is", "Skipið fórst í Íshafinu.", id="Arctic Ocean in Icelandic, dative"),
        pytest.param("ru", "В Дудинке загорелся склад.", id="Dudinka in Russian"),
        pytest.param("ru", "Власти ЯНАО закрыли дорогу.", id="Yamal-Nenets in capitals"),
        pytest.param("ru", "Полигон построят на севере Якутии.", id="the north of Yakutia"),
        pytest.param("de", "Ein Brand stoppte die Hütte in Norilsk.", id="Norilsk in German"),
        pytest.param("de", "Auf der Halbinsel Jamal brennt ein Gasfeld.", id="Yamal in German"),
        pytest.param("fr", "Le port de Doudinka est fermé.", id="Dudinka in French"),
        pytest.param("fr", "Une explosion au gisement de Iamal.", id="Yamal in French"),
        pytest.param("fr", "Le navire dérive en mer des Laptev.", id="Laptev Sea in French"),
    ],
)
def test_a_place_of_the_north_is_known_in_its_languages(language: str, text: str) -> None:
    assert north().matches(making.document(text, language=language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "Lamine Yamal scored twice for Spain.", id="a footballer"),
        pytest.param("fr", "Lamine Yamal marque deux buts.", id="a footballer in French"),
        pytest.param("de", "Jamal Musiala traf zweimal.", id="another footballer"),
        pytest.param("en", "Kemi Badenoch wants more frigates.", id="a politician"),
        pytest.param("no", "Kemi Badenoch vil ha flere fregatter.", id="a politician in Norwegian"),
        pytest.param("en", "A trek to the South Pole ended in a rescue.", id="the other pole"),
        pytest.param("en", "A Labrador retriever found the soldier.", id="a dog"),
        pytest.param("de", "Ein Labrador-Welpe fand den Soldaten.", id="a dog in German"),
        pytest.param("en", "Hudson's Bay Company closes its stores.", id="a shop"),
        pytest.param("sv", "En Thule takbox lossnade på motorvägen.", id="a roof box"),
        pytest.param("no", "Politiet rykket ut til bydelen Grønland i natt.", id="a quarter of Oslo"),
    ],
)
def test_what_only_bears_the_name_of_a_place_is_not_the_north(language: str, text: str) -> None:
    assert not north().matches(making.document(text, language=language))
