"""What a site says of itself beside its articles goes; news that sounds like it stays."""

from __future__ import annotations

import pytest

from worker.extract.html import extract_html
from worker.extract.lines import Line
from worker.extract.noise import decide
from worker.extract.reasons import PageContext, Reason

BODIES = {
    "en": (
        "The ice has closed the strait since Monday, and three ships wait.",
        "The pilots expect a channel by the end of the week.",
    ),
    "da": ("Isen har lukket strædet siden mandag, og tre skibe venter.", "Lodserne regner med en rende inden ugen er omme."),
    "no": ("Isen har stengt sundet siden mandag, og tre skip venter.", "Losene regner med ei råk før uka er omme."),
    "sv": (
        "Isen har stängt sundet sedan i måndags, och tre fartyg väntar.",
        "Lotsarna räknar med en ränna innan veckan är slut.",
    ),
    "fi": (
        "Jää on sulkenut salmen maanantaista lähtien, ja kolme alusta odottaa.",
        "Luotsit odottavat väylää jo tällä samalla viikolla.",
    ),
    "is": ("Ísinn hefur lokað sundinu frá mánudegi og þrjú skip bíða þar.", "Hafnsögumenn vænta rennu áður en vikan er úti."),
    "ru": ("Лед закрыл пролив в понедельник, и три судна стоят у кромки.", "Лоцманы ждут канала до конца этой долгой недели."),
    "de": (
        "Das Eis hat die Enge seit Montag geschlossen, drei Schiffe warten.",
        "Die Lotsen rechnen bis zum Wochenende mit einer Rinne.",
    ),
    "fr": (
        "La glace ferme le détroit depuis lundi, et trois navires attendent.",
        "Les pilotes espèrent un chenal avant la fin de la semaine.",
    ),
}
SITES = {
    "en": "northern ledger", "da": "havets avis", "no": "nordlandsposten ekstra", "sv": "norra kusten idag", "fi": "pohjan kaiku",
    "is": "strandblaðið nýja", "ru": "полярный листок", "de": "nordmeer bote", "fr": "gazette du large",
}  # fmt: skip
TITLE = "pack ice closes the strait for a week"


def page_of(language: str) -> PageContext:
    return PageContext(frozenset({TITLE, f"{TITLE} {SITES[language]}"}))


def reasons_of(language: str, *texts: str) -> list[Reason | None]:
    return list(decide([Line(text) for text in texts], page_of(language)))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "Northern Ledger employs four reporters north of the circle.", id="en house"),
        pytest.param("en", "Eva has reported for Northern Ledger from three polar stations.", id="en author"),
        pytest.param("en", "Some 4,300 readers fund this newsroom already. Will you be next?", id="en donate"),
        pytest.param("en", "Find Northern Ledger on Mastodon and Threads too.", id="en follow"),
        pytest.param("en", "Fresh posts load here by themselves.", id="en live"),
        pytest.param("en", "Publisher: Ledger Media Ltd, 7 Quay Road, 9100 Northport", id="en imprint"),
        pytest.param("en", "Mornings with Northern Ledger", id="en letter"),
        pytest.param("da", "Karin har dækket Arktis for Havets Avis siden 2018.", id="da author"),
        pytest.param("da", "Du kan også følge Havets Avis på Instagram.", id="da follow"),
        pytest.param("da", "Vi har ingen ejere, kun læsere. Giv hvad du vil.", id="da donate"),
        pytest.param("no", "Nordlandsposten Ekstra har tre journalister nord for polarsirkelen.", id="no house"),
        pytest.param("no", "Sist endret 12. mai 2026", id="no stamp"),
        pytest.param("sv", "Karin har bevakat Arktis för Norra Kusten Idag sedan 2018.", id="sv author"),
        pytest.param("sv", "Utgivare: Norra Medier AB, Tullgatan 7, 972 00 Nordhamn", id="sv imprint"),
        pytest.param("fi", "Pohjan Kaiulla on kolme toimittajaa napapiirin pohjoispuolella.", id="fi house, the name in a case"),
        pytest.param("fi", "Uudet viestit näkyvät tässä automaattisesti.", id="fi live"),
        pytest.param("is", "Á Strandblaðinu Nýja starfa þrír blaðamenn norðan baugs.", id="is house, the name in a case"),
        pytest.param("is", "Síðast uppfært 12. maí 2026", id="is stamp"),
        pytest.param(
            "ru", "Ольга пишет об Арктике для издания «Полярный листок» с 2018 года.", id="ru author, the name in quotes"
        ),
        pytest.param("ru", "У Полярного листка три корреспондента за полярным кругом.", id="ru house, the name in a case"),
        pytest.param("ru", "Последнее обновление: 12 мая 2026 года", id="ru stamp"),
        pytest.param("de", "Karin berichtet seit 2018 für Nordmeer Bote aus der Arktis.", id="de author"),
        pytest.param("de", "Neue Meldungen erscheinen hier automatisch.", id="de live"),
        pytest.param("fr", "Claire couvre l'Arctique pour Gazette du Large depuis 2018.", id="fr author"),
        pytest.param("fr", "Dernière mise à jour le 12 mai 2026", id="fr stamp"),
    ],
)
def test_what_the_site_says_of_itself_goes_from_the_end(language, text):
    first, second = BODIES[language]
    assert reasons_of(language, first, second, text)[:2] == [None, None]
    assert reasons_of(language, first, second, text)[2] is not None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "The ministry did not answer questions from Northern Ledger by Sunday night.", id="en asked"),
        pytest.param("en", "Two reporters of the Northern Ledger were expelled from Murmansk in March.", id="en expelled"),
        pytest.param("en", "The fund was set up in 1990 and pays for rescue at sea.", id="en a fund of the news"),
        pytest.param(
            "en", "More than 7,500 people have donated to the families of the drowned crew.", id="en donations of others"
        ),
        pytest.param("en", "The agency employs 300 people, most of them in Tromsø.", id="en an agency of the news"),
        pytest.param("en", "He has worked for the alliance since 2019.", id="en works for others"),
        pytest.param("en", "The northern ledger of the harbour shows three subscribers.", id="en the words, not the name"),
        pytest.param("en", "Follow the events minute by minute, the admiral told his staff.", id="en an order told"),
        pytest.param("da", "Ministeriet har ikke svaret på Havets Avis' spørgsmål.", id="da asked"),
        pytest.param("da", "Styrelsen har 300 ansatte, de fleste i Nuuk.", id="da an agency of the news"),
        pytest.param("no", "To journalister i Nordlandsposten Ekstra ble utvist i mars.", id="no expelled"),
        pytest.param("sv", "Fonden inrättades 1990 och betalar för räddning till sjöss.", id="sv a fund of the news"),
        pytest.param("sv", "Departementet har inte svarat på frågorna från Norra Kusten Idag.", id="sv asked"),
        pytest.param("fi", "Ministeriö ei ole vastannut Pohjan Kaiun kysymyksiin.", id="fi asked"),
        pytest.param("is", "Ráðuneytið hefur ekki svarað spurningum Strandblaðsins Nýja.", id="is asked"),
        pytest.param("ru", "Двух корреспондентов Полярного листка выслали после ареста в марте.", id="ru expelled"),
        pytest.param("ru", "Более 7500 человек пожертвовали деньги семьям погибших.", id="ru donations of others"),
        pytest.param("de", "Der Admiral lebt in Kiel und segelt, wann immer er kann.", id="de lives somewhere"),
        pytest.param("de", "Das Ministerium hat Fragen von Nordmeer Bote nicht beantwortet.", id="de asked"),
        pytest.param("fr", "La newsletter du ministère a été piratée vendredi.", id="fr a newsletter hacked"),
        pytest.param("fr", "L'agence emploie 300 personnes, la plupart à Brest.", id="fr an agency of the news"),
    ],
)
def test_news_that_sounds_like_it_stays_at_the_end(language, text):
    assert not any(reasons_of(language, *BODIES[language], text))


def test_within_the_text_it_is_news():
    first, second = BODIES["en"]
    assert not any(reasons_of("en", first, "Northern Ledger employs four reporters north of the circle.", second))
    assert not any(reasons_of("en", first, "Some 900 readers already pay for this site.", second))


def test_beside_an_invitation_it_goes_within_the_text():
    first, second = BODIES["en"]
    found = reasons_of("en", first, "Sign up for our newsletter", "Mornings with Northern Ledger", second)
    assert found == [None, Reason.SUBSCRIBE, Reason.FOOTER, None]


def test_a_linked_label_of_the_house_goes():
    lines = [*map(Line, BODIES["fi"]), Line("Meillä ei ole omistajia, vain lukijoita."), Line("Haluan osallistua", link=1.0)]
    assert [reason is not None for reason in decide(lines, page_of("fi"))] == [False, False, True, True]


@pytest.mark.parametrize(
    ("label", "goes"),
    [
        pytest.param("Advertisement", False, id="an advertisement says nothing of the paragraph below"),
        pytest.param("About us", True, id="about us"),
        pytest.param("Notes to editors", True, id="notes"),
    ],
)
def test_a_body_is_portrayed_below_its_heading(label, goes):
    first, second = BODIES["en"]
    found = reasons_of("en", first, second, label, "The agency was founded in 1950 and runs nine stations.")
    assert found[:2] == [None, None]
    assert (found[3] is not None) is goes


@pytest.mark.parametrize(
    ("page", "names"),
    [
        pytest.param(PageContext(), set(), id="nothing known"),
        pytest.param(page_of("en"), {"northern ledger"}, id="behind the headline in the tab"),
        pytest.param(PageContext(frozenset({TITLE, f"coast post {TITLE}"})), {"coast post"}, id="before the headline"),
        pytest.param(
            PageContext(frozenset({"coast post", TITLE, f"{TITLE} coast post"})), {"coast post"}, id="the headline is no name"
        ),
        pytest.param(
            PageContext(addresses=frozenset({"https://www.tromso.example/a"})), {"tromso example", "www tromso example"},
            id="a host with its ending, as the name alone may be a town",
        ),
    ],
)  # fmt: skip
def test_names_of_the_site(page, names):
    assert page.sites == names


def kept_of(language: str, *below: str, lead: str = "", site: str = "Northern Ledger") -> str:
    """The text of a whole small page: a lead, a report of two sentences, and what stands below it, as markup or paragraphs."""
    parts = [lead, *BODIES[language], *below]
    blocks = "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in parts if part)
    head = f'<title>{TITLE} - {site}</title><meta property="og:site_name" content="{site}">'
    page = f"<html lang={language}><head>{head}</head><body><article><h1>{TITLE}</h1>{blocks}</article></body></html>"
    return extract_html(page.encode(), "https://www.northernledger.example/news/7", "utf-8").text


PRESS_FEET = [
    pytest.param("en", ["The service was founded in 1950 and runs nine stations.",
                        "Head of communications, mobile +47 77 00 00 04, press@desk.example"], id="en"),
    pytest.param("en", ["Notes", "Journalists reach the desk at +47 77 00 00 04 day and night.",
                        "The service is a public agency with 420 employees."], id="en a label over both"),
    pytest.param("da", ["Vagten blev oprettet i 1950 og har 420 ansatte.", "Pressechef, mobil +45 77 00 00 04"], id="da"),
    pytest.param("no", ["Vakten ble opprettet i 1950 og har 420 ansatte.", "Kommunikasjonssjef, mobil +47 77 00 00 04"], id="no"),
    pytest.param("sv", ["Verket inrättades 1950 och har 420 anställda.", "Presschef, mobil +46 77 00 00 04"], id="sv"),
    pytest.param("fi", ["Laitos perustettiin vuonna 1950.", "Viestintäpäällikkö, matkapuhelin +358 77 00 00 04"], id="fi"),
    pytest.param("is", ["Gæslan var stofnuð 1950 og hefur um 420 starfsmenn.", "Samskiptastjóri, farsími +354 77 00 00 04"],
                 id="is"),
    pytest.param("ru", ["Служба создана в 1950 году.", "На вопросы журналистов отвечает пресс-служба, +7 77 00 00 04."], id="ru"),
    pytest.param("de", ["Das Amt wurde 1950 gegründet.", "Leiterin Kommunikation, mobil +49 77 00 00 04"], id="de"),
    pytest.param("fr", ["Le service, fondé en 1950, emploie 420 personnes.", "Responsable de presse, portable +33 77 00 00 04"],
                 id="fr"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "foot"), PRESS_FEET)
def test_what_a_sender_is_goes_beside_whom_the_press_may_call(language, foot):
    text = kept_of(language, *foot)
    assert [line for line in foot if line in text] == []
    assert all(sentence in text for sentence in BODIES[language])


@pytest.mark.parametrize(
    ("language", "foot"),
    [
        pytest.param("en", ["Anyone who saw the ship can ring +47 22 12 34 56.",
                            "The investigators' office was founded in 1959 and has 600 employees."], id="en witnesses"),
        pytest.param("no", ["Vitner bes ringe +47 22 12 34 56.", "Kripos ble opprettet i 1959 og har 600 ansatte."],
                     id="no witnesses"),
        pytest.param("de", ["Die Bundesstelle wurde 1959 gegründet.", "Hinweise nimmt sie unter +49 30 123 45 67 entgegen."],
                     id="de hints"),
        pytest.param("fr", ["Le bureau, fondé en 1959, emploie 600 personnes.", "Les témoins appellent le +33 1 23 45 67 89."],
                     id="fr witnesses"),
        pytest.param("en", ["The agency was founded in 1950 and has 300 staff.", "It has lost two boats since then."],
                     id="en no number"),
    ],
)  # fmt: skip
def test_what_a_body_is_stays_beside_a_number_for_everybody(language, foot):
    portrait = next(line for line in foot if "19" in line)
    assert portrait in kept_of(language, *foot)


def test_a_list_of_consulates_over_furniture_stays():
    consulates = [
        f"Consulate in {town}: +47 77 60 00 0{n}" for n, town in enumerate(("Bodø", "Alta", "Vardø", "Vadsø", "Tromsø"))
    ]
    text = kept_of("en", "Those who are stranded may turn to these:", *consulates, "Share this article")
    assert [line for line in consulates if line not in text] == []
    assert "Share this article" not in text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "Facebook, Instagram and Twitter have been blocked in Russia since March 2022.", id="en blocked"),
        pytest.param("en", "The US asked Facebook and Instagram.", id="en a country, not us"),
        pytest.param("da", "Facebook og Instagram har fjernet de russiske sider.", id="da removed"),
        pytest.param("no", "Videoene ble først spredt på Telegram og WhatsApp.", id="no spread"),
        pytest.param("sv", "Facebook och Instagram har tagit bort de ryska sidorna.", id="sv removed"),
        pytest.param("fi", "Facebook ja Instagram poistivat venäläiset sivut.", id="fi removed"),
        pytest.param("is", "Facebook og Instagram hafa fjarlægt rússnesku síðurnar.", id="is removed"),
        pytest.param("ru", "Ролики разошлись в Telegram и WhatsApp.", id="ru spread"),
        pytest.param("de", "Die Videos verbreiteten sich auf Telegram und TikTok.", id="de spread"),
        pytest.param("fr", "Les images ont circulé sur Facebook et Telegram.", id="fr spread"),
        pytest.param("en", "The report also plays down the threat from the air.", id="en a report, not this article"),
        pytest.param("da", "Retten vil også høre historien fra styrmanden.", id="da heard in court"),
        pytest.param("no", "Retten skal også høre saken i november.", id="no heard in court"),
        pytest.param("sv", "Rätten vill också höra berättelsen från styrmannen.", id="sv heard in court"),
        pytest.param("fi", "Juttu levisi myös ääneen kerrottuna.", id="fi told"),
        pytest.param("is", "Frétt um málið fylgdi einnig hljóð.", id="is with sound"),
        pytest.param("ru", "Текст соглашения также читали вслух.", id="ru read aloud"),
        pytest.param("de", "Der Text wurde auch vom Minister vorgelesen.", id="de read aloud"),
        pytest.param("fr", "Il a également évoqué ce sujet avec son homologue norvégien.", id="fr his"),
        pytest.param("en", "The coast guard has reported 40 such incidents since 2019.", id="en reported since"),
        pytest.param("da", "Staten har dækket udgifterne siden 2014.", id="da covered since"),
        pytest.param("no", "Instituttet har fulgt isbjørnene siden 1988.", id="no followed since"),
        pytest.param("sv", "Staten har bevakat gränsen sedan 2014.", id="sv watched since"),
        pytest.param("fi", "Instituutti on seurannut jäätilannetta vuodesta 1978.", id="fi followed since"),
        pytest.param("is", "Stofnunin hefur fjallað um málið síðan 2014.", id="is treated since"),
        pytest.param("de", "Die Behörde arbeitet seit 2019 für das Ministerium.", id="de works since"),
        pytest.param("fr", "La glace couvre la baie depuis 2021.", id="fr covered since"),
    ],
)
def test_news_of_networks_reports_and_bodies_stays_first_and_last(language, text):
    assert text in kept_of(language, text)
    assert text in kept_of(language, lead=text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "You can also find Northern Ledger on Instagram and TikTok.", id="en the site"),
        pytest.param("en", "Find us on Facebook and Instagram", id="en us"),
        pytest.param("da", "Du finder også Northern Ledger på Instagram og TikTok.", id="da the site"),
        pytest.param("fr", "Gardez le contact avec nous sur LinkedIn et YouTube", id="fr us"),
        pytest.param("ru", "Нас можно найти также во ВКонтакте и на YouTube.", id="ru us"),
        pytest.param("en", "Kari Holm has covered the sea since 1998.", id="en since when somebody writes"),
        pytest.param("en", "This article is also there to listen to.", id="en heard"),
        pytest.param("da", "Artiklen findes også som lyd.", id="da heard"),
        pytest.param("no", "Saken finnes også som lyd.", id="no heard"),
        pytest.param("sv", "Artikeln finns även som ljud.", id="sv heard"),
        pytest.param("fi", "Jutun voi myös kuunnella.", id="fi heard"),
        pytest.param("is", "Fréttina má líka heyra.", id="is heard"),
        pytest.param("ru", "Эту статью можно также послушать.", id="ru heard"),
        pytest.param("de", "Diesen Artikel gibt es auch als Audio.", id="de heard"),
        pytest.param("fr", "Cet article existe aussi en audio.", id="fr heard"),
    ],
)
def test_where_else_the_site_and_the_article_are_goes(language, text):
    assert text not in kept_of(language, text)


@pytest.mark.parametrize(
    ("above", "site"),
    [
        pytest.param("Advertisement", "Northern Ledger", id="an advertisement between two paragraphs"),
        pytest.param("Sign up for our newsletter", "Northern Ministry", id="a letter between two paragraphs"),
    ],
)
def test_the_last_sentence_of_news_about_the_site_itself_stays(above, site):
    text = f"The {site} will sell two of its stations in May."
    assert text in kept_of("en", above, text, "Share this article", site=site)


@pytest.mark.parametrize(
    ("language", "text", "goes"),
    [
        pytest.param("fr", "Le navigateur n'a pas retrouvé son voilier.", False, id="fr a sailor"),
        pytest.param("en", "Yandex Browser does not play videos from abroad.", False, id="en news of a browser"),
        pytest.param("de", "Der Tor-Browser spielt kein Video ab.", False, id="de news of a browser"),
        pytest.param("ru", "Яндекс Браузер не воспроизводит видео из-за рубежа.", False, id="ru news of a browser"),
        pytest.param("en", "The video lasts 6 minutes.", False, id="en a video of the news"),
        pytest.param("da", "Optagelsen varer 14 minutter.", False, id="da a recording of the news"),
        pytest.param("no", "Opptaket varer i 14 minutter.", False, id="no a recording of the news"),
        pytest.param("sv", "Inspelningen är 14 minuter.", False, id="sv a recording of the news"),
        pytest.param("fi", "Tallenne kestää 14 minuuttia.", False, id="fi a recording of the news"),
        pytest.param("is", "Upptaka símtalsins er 14 mínútur.", False, id="is a recording of the news"),
        pytest.param("ru", "Запись длится 14 минут.", False, id="ru a recording of the news"),
        pytest.param("de", "Das Video dauert 12 Minuten.", False, id="de a video of the news"),
        pytest.param("fr", "Le port a perdu son courant pendant 6 minutes.", False, id="fr his"),
        pytest.param("en", "2x", False, id="one speed, or two ships"),
        pytest.param("en", "0.75x 1x 1.5x", True, id="speeds"),
        pytest.param("en", "0:00 / 5:43", True, id="where a player stands"),
        pytest.param("en", "Your browser does not support the video element.", True, id="en your browser"),
        pytest.param("da", "Din browser kan ikke afspille lyden.", True, id="da your browser"),
        pytest.param("no", "Nettleseren din kan ikke spille av lyden.", True, id="no your browser"),
        pytest.param("sv", "Din webbläsare kan inte spela upp ljudet.", True, id="sv your browser"),
        pytest.param("fi", "Selaimesi ei pysty toistamaan ääntä.", True, id="fi your browser"),
        pytest.param("is", "Vafrinn þinn getur ekki spilað hljóðið.", True, id="is your browser"),
        pytest.param("ru", "Ваш браузер не может воспроизвести запись.", True, id="ru your browser"),
        pytest.param("de", "Ihr Browser kann die Aufnahme nicht wiedergeben.", True, id="de your browser"),
        pytest.param("fr", "Votre navigateur ne peut pas lire cet enregistrement.", True, id="fr your browser"),
    ],
)
def test_players_and_their_excuses_go_amid_the_text_and_news_of_videos_stay(language, text, goes):
    found = reasons_of(language, BODIES[language][0], text, BODIES[language][1])
    assert [reason is not None for reason in found] == [False, goes, False]


def test_deciding_twice_about_a_foot_takes_nothing_more():
    lines = [
        *BODIES["en"],
        "Head of communications, mobile +47 77 00 00 04",
        "The service was founded in 1950.",
        "Share this article",
    ]
    first = decide([Line(text) for text in lines], page_of("en"))
    rest = [Line(text) for text, reason in zip(lines, first, strict=True) if reason is None]
    assert len(rest) < len(lines)
    assert not any(decide(rest, page_of("en")))


# ------------------------------------------------------------------ who wrote it

SIGNED = (
    "By Ann Vik", "Words: Ann Vik", "Ann Vik, Arctic correspondent", "Text: Ann Vik", "Af Ann Vik", "Teksti: Anni Kallio",
    "Anni Kallio, ulkomaantoimittaja", "Sofie Brandt, journalist, erhverv og havne", "Von Wiebke Ahrens",
    "Wiebke Ahrens, Korrespondentin für Nordeuropa", "Текст: Анна Беляева", "Анна Беляева, корреспондент",
)  # fmt: skip


@pytest.mark.parametrize("line", SIGNED)
def test_who_wrote_it_goes_over_and_under_the_text(line):
    body = [Line(text) for text in BODIES["en"]]
    page = PageContext(frozenset((TITLE,)))
    assert decide([Line(line), *body], page) == (Reason.AUTHOR_BOX, None, None)
    assert decide([*body, Line(line)], page)[-1] is not None
    assert decide([body[0], Line(line), body[1]], page) == (None, None, None)


@pytest.mark.parametrize(
    "line",
    ["By the Sea", "Von Norwegen nach Island", "Af Danmark", "By Nuuk", "Ann Vik, minister of defence", "Ann Vik", "By Ann Vik."],
)
def test_what_is_no_byline_stays_over_the_text(line):
    body = [Line(text) for text in BODIES["en"]]
    assert decide([Line(line), *body], PageContext(frozenset((TITLE,))))[0] is not Reason.AUTHOR_BOX


@pytest.mark.parametrize(
    "foot",
    [
        pytest.param(("The prize of the coast this year goes to:", "Ann Vik, Arctic correspondent"), id="a winner"),
        pytest.param(("Two of the paper died.", "Ann Vik, correspondent", "Per Lund, journalist"), id="victims"),
        pytest.param(("Silence on channel sixteen", "by Ann Vik"), id="a book"),
        pytest.param(("Signed by:", "Ann Vik, director general"), id="a letter"),
    ],
)
def test_people_of_the_news_stay_below_the_text(foot):
    reasons = decide([*(Line(text) for text in BODIES["en"]), *map(Line, foot)], PageContext(frozenset((TITLE,))))
    assert Reason.AUTHOR_BOX not in reasons


def test_who_is_interviewed_stays_over_the_text():
    lines = [Line("On the panel"), Line("Ann Vik, reporter"), *(Line(text) for text in BODIES["en"])]
    assert Reason.AUTHOR_BOX not in decide(lines, PageContext(frozenset((TITLE,))))


def test_a_list_of_reporters_below_the_text_stays():
    names = [Line(f"{name}, reporter") for name in ("Ann Vik", "Per Dahl", "Ida Holm", "Jon Berg")]
    reasons = decide([*(Line(text) for text in BODIES["en"]), *names], PageContext(frozenset((TITLE,))))
    assert reasons == (None,) * 6
