"""Who the facts of a text come from. The texts are our own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.entities.origins import REACH, Origin, origin_of, read_rows

HOST = "https://www.nordkysten.example/nyheter/1"
PUBLISHER = "host:nordkysten.example"
LONG = "The ship left the pier in the morning and sailed north along the coast. " * 20


@pytest.mark.parametrize(
    ("text", "key"),
    [
        pytest.param("OSLO, Jan 12 (Reuters) - A ship sank.", "wire:reuters", id="en: place and day"),
        pytest.param("WASHINGTON (AP) — A ship sank.", "wire:ap", id="en: AP"),
        pytest.param("(Reuters) - A ship sank.", "wire:reuters", id="en: no place"),
        pytest.param("Rio de Janeiro (AFP) - A ship sank.", "wire:afp", id="en: short words in the place"),
        pytest.param("Moscow. January 12. INTERFAX.RU - A ship sank.", "wire:interfax", id="en: no brackets"),
        pytest.param("By Anna Holm\n\nOSLO (Reuters) - A ship sank.", "wire:reuters", id="en: below a byline"),
        pytest.param("RØNNE /Ritzau/ - Et skib sank.", "wire:ritzau", id="da: slashes"),
        pytest.param("Tórshavn/København (Ritzau) - Et skib sank.", "wire:ritzau", id="da: two places"),
        pytest.param("BODØ (NTB): Et skip sank.", "wire:ntb", id="no: colon"),
        pytest.param("(NTB) Et skip sank.", "wire:ntb", id="no: bracket alone"),
        pytest.param("OSLO (NTB-Reuters) Et skip sank.", "wire:reuters", id="no: joint, the last one counts"),
        pytest.param("HELSINGFORS (TT). Ett fartyg sjönk.", "wire:tt", id="sv: full stop"),
        pytest.param("HELSINKI, STT. Laiva upposi.", "wire:stt", id="fi: comma"),
        pytest.param("(STT) Laiva upposi.", "wire:stt", id="fi: bracket"),
        pytest.param("МУРМАНСК, 13 января. /ТАСС/. Судно затонуло.", "wire:tass", id="ru: TASS"),
        pytest.param("МУРМАНСК, 13 янв — РИА Новости. Судно затонуло.", "wire:ria", id="ru: RIA"),
        pytest.param("Мурманск. 13 января. ИНТЕРФАКС - Судно затонуло.", "wire:interfax", id="ru: Interfax"),
        pytest.param("Kiel (dpa/lno) - Ein Schiff sank.", "wire:dpa", id="de: with its regional service"),
        pytest.param("Berlin (AFP/dpa) - Ein Schiff sank.", "wire:dpa", id="de: joint"),
        pytest.param("(AFP) - Un navire a coulé.", "wire:afp", id="fr"),
    ],
)
def test_datelines(text: str, key: str) -> None:
    found = origin_of("", text, HOST)
    assert (found.key, found.how) == (key, "dateline")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        pytest.param(f"{LONG}(Reuters)", "wire:reuters", id="en: bracket at the end"),
        pytest.param("AFP, Tuesday 13 Jan 2026\nA ship sank.", "wire:afp", id="en: with its day"),
        pytest.param("Et skib sank. /ritzau/", "wire:ritzau", id="da: small letters"),
        pytest.param("Et skip sank. (NTB)\n\nFølg oss på telefonen.", "wire:ntb", id="no: a line follows"),
        pytest.param("Av: Redaksjonen / NTB\n\nEt skip sank.", "wire:ntb", id="no: byline"),
        pytest.param("NTB – Polarsirkelen\n\nEt skip sank.", "wire:ntb", id="no: agency and paper"),
        pytest.param("Ett fartyg sjönk. (TT-AFP)", "wire:afp", id="sv: joint"),
        pytest.param("Ett fartyg sjönk.\nText: TT", "wire:tt", id="sv: labelled"),
        pytest.param("Ett fartyg sjönk.\nTT", "wire:tt", id="sv: a line of its own"),
        pytest.param("Laiva upposi. STT", "wire:stt", id="fi: behind the last sentence"),
        pytest.param("Ett fartyg sjönk. FNB", "wire:stt", id="fi: the Swedish name of the agency"),
        pytest.param("Ein Schiff sank.\n© dpa-infocom, dpa:260113-99-123/2", "wire:dpa", id="de: sign"),
        pytest.param("Un navire a coulé. (AFP)", "wire:afp", id="fr"),
        pytest.param("Судно затонуло. (ТАСС)", "wire:tass", id="ru"),
    ],
)
def test_signatures(text: str, key: str) -> None:
    found = origin_of("", text, HOST)
    assert (found.key, found.how) == (key, "signature")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        pytest.param("A ship sank, Reuters reported.", "wire:reuters", id="en: reported"),
        pytest.param("A ship sank, reported Reuters.", "wire:reuters", id="en: reported, before the name"),
        pytest.param("A ship sank, according to the news agency TASS.", "wire:tass", id="en: according to"),
        pytest.param("A ship sank, the owner told Reuters.", "wire:reuters", id="en: told"),
        pytest.param("A ship sank, the owner confirmed to the Associated Press.", "wire:ap", id="en: confirmed to"),
        pytest.param("A ship sank, a Reuters witness said.", "wire:reuters", id="en: its own witness"),
        pytest.param("A ship sank. Source: Interfax", "wire:interfax", id="en: source"),
        pytest.param("Et skib sank, skriver Ritzau.", "wire:ritzau", id="da: writes"),
        pytest.param("Et skib sank, siger ejeren til Ritzau.", "wire:ritzau", id="da: says to"),
        pytest.param("Et skib sank, oplyser det russiske nyhedsbureau Tass, ifølge Tass.", "wire:tass", id="da: according to"),
        pytest.param("Et skip sank, ifølge NTB.", "wire:ntb", id="no: according to"),
        pytest.param("Et skip sank, sier eieren til NTB.", "wire:ntb", id="no: says to"),
        pytest.param("Ett fartyg sjönk, rapporterar TT.", "wire:tt", id="sv: reports"),
        pytest.param("Ett fartyg sjönk, enligt nyhetsbyrån TT.", "wire:tt", id="sv: according to"),
        pytest.param("Laiva upposi, STT kertoo.", "wire:stt", id="fi: tells"),
        pytest.param("Laiva upposi Reutersin mukaan.", "wire:reuters", id="fi: ending"),
        pytest.param("Laiva upposi STT:n mukaan.", "wire:stt", id="fi: ending behind a colon"),
        pytest.param("Laiva upposi, omistaja sanoo STT:lle.", "wire:stt", id="fi: says to"),
        pytest.param("Skip sökk samkvæmt fréttastofu AFP.", "wire:afp", id="is: according to"),
        pytest.param("Skip sökk, RÚV greinir frá.", "host:ruv.is", id="is: a broadcaster is its own origin"),
        pytest.param("Судно затонуло, сообщает ТАСС.", "wire:tass", id="ru: reports"),
        pytest.param("Судно затонуло, сообщили агентству «Интерфакс».", "wire:interfax", id="ru: quoted name"),
        pytest.param("Судно затонуло, передает корреспондент ТАСС.", "wire:tass", id="ru: its correspondent"),
        pytest.param("Судно затонуло, по данным РИА Новости.", "wire:ria", id="ru: according to"),
        pytest.param("Ein Schiff sank nach Angaben der Agentur dpa.", "wire:dpa", id="de: according to"),
        pytest.param("Ein Schiff sank, sagte der Reeder der dpa.", "wire:dpa", id="de: said to"),
        pytest.param("Ein Schiff sank, sagte er der Deutschen Presse-Agentur.", "wire:dpa", id="de: the full name"),
        pytest.param("Un navire a coulé, selon l'AFP.", "wire:afp", id="fr: according to"),
        pytest.param("Un navire a coulé, a appris l'AFP de source militaire.", "wire:afp", id="fr: learnt"),
        pytest.param("Un navire a coulé, a constaté un journaliste de l'AFP.", "wire:afp", id="fr: its own witness"),
        pytest.param("Ein Schiff sank, wie die dpa erfuhr.", "wire:dpa", id="de: learnt"),
        pytest.param("Laiva upposi, poliisista kerrotaan STT:lle.", "wire:stt", id="fi: is told"),
        pytest.param('Об этом сообщил "Интерфакс" со ссылкой на флот.', "wire:interfax", id="ru: straight quotation marks"),
        pytest.param("Об этом «Интерфаксу» сообщили в штабе.", "wire:interfax", id="ru: told to, in front"),
        pytest.param("Un navire a coulé, selon l’agence AFP.", "wire:afp", id="fr: the agency"),
        pytest.param("Un navire a coulé, a déclaré le maire à l'AFP.", "wire:afp", id="fr: said to"),
    ],
)
def test_credits(text: str, key: str) -> None:
    found = origin_of("", text, HOST)
    assert (found.key, found.how) == (key, "credit")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("Protesters met before the TASS building in Moscow.", id="en: a building"),
        pytest.param("Reuters will cut jobs in Oslo.", id="en: about the agency"),
        pytest.param("Reuters reported a profit of 12 million.", id="en: reported a profit"),
        pytest.param("A Reuters journalist was arrested in Oslo.", id="en: about a journalist"),
        pytest.param("A Reuters office\n\nWorkers said on Monday that TASS had closed it.", id="en: in a heading"),
        pytest.param("The school offers AP courses.", id="en: courses"),
        pytest.param("The Associated Press (AP) - an agency of its members - moves.", id="en: its name explained"),
        pytest.param("They tried short-term training (STT) in Oslo.", id="en: another abbreviation"),
        pytest.param("He learnt short-term training (STT)", id="en: another abbreviation at the end"),
        pytest.param("A ship sank.\nPhoto: Anna Holm / Reuters", id="en: a picture"),
        pytest.param("The TT-line ferry sailed, according to TT-Line.", id="en: a shipping line"),
        pytest.param(f"{LONG}A ship sank, Reuters reported. {LONG}", id="en: in the middle"),
        pytest.param("Containerne er sene, ifølge AP Møller.", id="da: a company"),
        pytest.param("Et skib sank.\nFoto: J. Hansen/Ritzau Scanpix", id="da: a picture"),
        pytest.param("Jonas Vik (Ap) svarer NTB-sjefen.", id="no: a party"),
        pytest.param("Streik i NTB stanser nyhetene.", id="no: about the agency"),
        pytest.param("Ett fartyg sjönk.\nBild: TT", id="sv: a picture"),
        pytest.param("Hon vann etappen i TT.", id="sv: a race"),
        pytest.param("Laiva upposi.\nKuva: Lehtikuva", id="fi: pictures only"),
        pytest.param("STT palkkaa toimittajia.", id="fi: about the agency"),
        pytest.param("Skip sökk.\nMynd: AFP", id="is: a picture"),
        pytest.param("У здания ТАСС прошёл пикет.", id="ru: a building"),
        pytest.param("Журналист Интерфакса стал министром.", id="ru: about a journalist"),
        pytest.param("Die dpa baut Stellen ab.", id="de: about the agency"),
        pytest.param("Ein Schiff sank.\nFoto: Anna Holm/dpa", id="de: a picture"),
        pytest.param("L'AFP recrute à Oslo.", id="fr: about the agency"),
    ],
)
def test_no_credit(text: str) -> None:
    assert origin_of("", text, HOST) == Origin(PUBLISHER, "publisher", HOST)


@pytest.mark.parametrize(
    ("title", "key"),
    [
        pytest.param("A ship sank off Bodø, Reuters reports", "wire:reuters", id="reports"),
        pytest.param("A ship sank off Bodø - Reuters", "wire:reuters", id="at the end"),
        pytest.param("ТАСС: судно затонуло", "wire:tass", id="at the beginning"),
        pytest.param("Reuters opens an office in Nuuk", PUBLISHER, id="about the agency"),
        pytest.param("TT-line orders a ship", PUBLISHER, id="a shipping line"),
    ],
)
def test_titles(title: str, key: str) -> None:
    assert origin_of(title, "A ship sank.", HOST).key == key


@pytest.mark.parametrize(
    ("said", "group", "key"),
    [
        pytest.param("", None, "", id="nothing known"),
        pytest.param("Østersø Posten", None, "name:ostersø posten".replace("ø", "o"), id="a name is folded"),
        pytest.param("www.yle.fi", None, "host:yle.fi", id="without www"),
        pytest.param("https://rss.dw.com/xml/rss-en-all", None, "host:dw.com", id="an address"),
        pytest.param("http://10.1.0.7:8080/news/3", None, "host:10.1.0.7", id="a number of one's own network"),
        pytest.param("http://[fd00::7]/news/3", None, "host:[fd00::7]", id="a number of six"),
        pytest.param("news.abc.net.au", None, "host:abc.net.au", id="two-part country suffix"),
        pytest.param("feeds.bbci.co.uk", None, "group:bbc", id="one newsroom, several addresses"),
        pytest.param("bbc.com", None, "group:bbc", id="and another of them"),
        pytest.param("north.substack.com", None, "host:north.substack.com", id="an author on a platform"),
        pytest.param("tass.com", None, "wire:tass", id="an agency's own site"),
        pytest.param("polaris.example", "Polaris Média", "group:polaris media", id="group from the configuration"),
        pytest.param("2001:db8::1", None, "name:2001:db8::1", id="no host name"),
    ],
)
def test_publishers(said: str, group: str | None, key: str) -> None:
    found = origin_of("A ship sank", "A ship sank off Bodø.", said, group)
    assert (found.key, found.how) == (key, "publisher")


def test_a_credit_counts_more_than_a_group() -> None:
    assert origin_of("", "OSLO (NTB) Et skip sank.", HOST, "Polaris").key == "wire:ntb"


def test_the_words_stand_in_the_text() -> None:
    assert origin_of("", "OSLO, Jan 12 (Reuters) - A ship sank.", HOST).words == "OSLO, Jan 12 (Reuters)"


@given(st.text(max_size=400), st.text(max_size=400), st.text(max_size=60))
def test_any_text_is_good(title: str, text: str, host: str) -> None:
    found = origin_of(title, f"{text} Reuters, TT {text}", host)
    assert found.how in {"dateline", "signature", "credit", "publisher"}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["A", "OSLO ", "(", "1 ", "sier ", "NTB/", "siger til ", " ", "\n", ", ", "/ritzau"])
def test_any_repetition_is_quick(piece: str) -> None:
    text = piece * 2_000_000
    assert origin_of(text[:2_000], text[:2_000_000], HOST[:REACH]).key


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("agency\twire:x", id="a column is missing"),
        pytest.param("agency\twire:x\tX\tY", id="a column too many"),
        pytest.param("agent\twire:x\tX", id="no such kind"),
        pytest.param("agency\twire:x\tX, ", id="an empty entry"),
    ],
)
def test_a_malformed_row_is_named(line: str) -> None:
    with pytest.raises(ValueError, match=r"origins\.tsv:2: expected"):
        read_rows(["# heading", line])
