"""Turns that are told in some words: "bragt flot", "сняли с мели", "läuft Öl aus", "steps down", "mis en examen". Pure.

The lexicon of concepts has single words only; what stands here is read as one of its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from worker.entities.denials import clauses_of
from worker.tokens import Tokens, fold

# The words of a phrase stand within so many: "läuft seit dem Morgen Öl aus" has six.
_WITHIN = 6


class _Phrase(NamedTuple):
    """The word of the lexicon that it is read as, and one word of each of its parts: in any order or, `together`, one after the
    other with nothing between them.
    """

    word: str
    parts: tuple[frozenset[str], ...]
    together: bool = False


def _phrase(word: str, *parts: str) -> _Phrase:
    return _Phrase(fold(word), tuple(frozenset(map(fold, part.split())) for part in parts))


def _idiom(word: str, *parts: str) -> _Phrase:
    return _phrase(word, *parts)._replace(together=True)


_PHRASES = {
    "en": (
        _phrase("freed", "pulled towed hauled floated", "free clear"),
        _phrase("released", "let lets", "go"),
        _phrase("discovered", "wreck wreckage debris body bodies remains hull recorder recorders box boxes", "found located"),
        _phrase("axed", "called", "off"),
        _phrase("reopened", "open opens opened", "again"),
        _phrase("rescinded", "lift lifts lifted", "ban bans restrictions sanctions blockade embargo order closure warning"),
        _phrase("resigned", "step steps stepped stepping", "down"),
        _phrase("gunfire", "open opens opened", "fire"),
        _phrase("died", "claim claims claimed lose loses lost", "life lives"),
        _phrase("rates", "policy key interest base", "rate"),
        _phrase("increases", "raise raises raised hike hikes hiked", "rate rates"),
        _phrase("reduces", "cut cuts lower lowers lowered", "rate rates"),
        _idiom("arrested", "held", "by", "police"),
        _phrase("dead", "toll", "rises rise rose climbs climbed jumps grows mounts increases passes reaches"),
        _phrase("recovered", "body bodies remains wreck wreckage hull", "pulled raised lifted"),
        _phrase("recovered", "found rescued turned turn picked", "alive unharmed unhurt"),
        _phrase("recovered", "found", "safe", "well sound"),
        _idiom("freed", "allowed free", "to", "leave sail go depart proceed continue"),
        _phrase("freed", "pulled towed hauled floated tugged", "off", "rocks reef sandbank shoal ground rock"),
        _phrase(
            "restored",
            "power electricity lights heating link links connection internet network service",
            "back restored",
            "on up online",
        ),
        _idiom("restored", "up", "and", "running", "again"),
        _idiom("ended", "abandon abandons", "search hunt"),
        _phrase(
            "sank", "trawler ship vessel boat ferry tanker freighter barge yacht cutter submarine", "goes went gone going", "down"
        ),
        _phrase("evacuated", "crew passengers people everyone sailors all", "taken lifted plucked winched", "off"),
        _phrase("evacuated", "leave flee fled abandon", "homes houses village"),
        _phrase("withdrawn", "troops soldiers forces marines jets staff", "pull pulls pulled pulling", "out home back"),
        _phrase(
            "denies",
            "rejects rejected dismisses dismissed",
            "claims claim accusations accusation allegations allegation suspicion",
        ),
        _idiom("resigned", "steps stepped stepping", "down"),
        _idiom("approved", "green", "light"),
        _idiom("rejected", "turn turns turned", "down"),
        _idiom("postponed", "put pushed puts pushes", "off back", "until to till by for"),
        _phrase("acquitted", "clears cleared", "court judge jury judges", "of"),
        _phrase("sentenced", "gets got given handed receives", "years months", "prison jail"),
        _phrase("expelled", "kicks kicked throws threw thrown", "out", "diplomat diplomats envoy envoys attache consul"),
        _idiom("retaliates", "hits strikes", "back"),
        _phrase("indicted", "stand stands", "trial"),
        _phrase("died", "lost lose loses claims claimed", "life lives"),
    ),
    "da": (
        _phrase("frigivet", "bragt trukket slæbt kommet", "flot fri"),
        _phrase("genåbnet", "åbner åbnet åbnes åben åbent", "igen"),
        _phrase("afgår", "træder trådte trådt", "tilbage"),
        _phrase("valg", "vælger vælges valgt valgtes", "til"),
        _phrase("skyder", "åbner åbnede åbnet", "ild"),
        _phrase("dræbt", "kræver krævede krævet kostet mister mistede mistet", "liv livet"),
        _phrase("øger", "hæver hæves hævede hævet", "rente renten"),
        _phrase("reducerer", "sænker sænkes sænkede sænket", "rente renten"),
        _phrase("anholdt", "taget tager tog", "forvaring"),
        _phrase("død", "dødstal dødstallet antallet", "stiger steget steg", "døde omkomne dræbte"),
        _phrase("fundet", "lig liget ligene vraget", "bjærget hævet hentet"),
        _phrase("fundet", "reddet samlet hentet bjærget", "live behold"),
        _idiom("frigivet", "sejle fortsætte", "videre"),
        _phrase("frigivet", "får fik", "lov", "forlade sejle afgå"),
        _phrase(
            "genoprettet", "strøm strømmen elektriciteten internettet forbindelsen lyset varmen", "tilbage igen", "er kommet kom"
        ),
        _phrase("genoprettet", "virker fungerer", "igen"),
        _phrase("afsluttet", "strejken strejke eftersøgningen eftersøgning lockouten konflikten", "slut forbi ovre"),
        _phrase(
            "sunket", "kutter kutteren skib skibet trawler trawleren båd båden færge færgen fartøj fartøjet", "gået gik", "ned"
        ),
        _phrase("evakueret", "besætning besætningen passagerer passagererne alle", "hentet hejst taget", "helikopter"),
        _phrase("evakueret", "forlade", "hjem huse boliger"),
        _phrase("lækker", "siver løber sivet løbet vælter", "olie diesel brændstof", "ud"),
        _phrase(
            "tilbagetrækning", "trækker trækkes trak trukket", "soldater tropper styrker soldaterne tropperne", "hjem ud tilbage"
        ),
        _idiom("fratræder", "går gik gået", "af"),
        _idiom("godkendt", "siger sagde sagt stemmer stemte stemt", "ja"),
        _phrase("anket", "anker ankede", "dom dommen dommene landsret landsretten højesteret spiondømt dømt dømte afgørelsen"),
        _phrase("idømt", "års måneders", "fængsel", "for får fik"),
        _phrase("udvist", "smider smed smidt sparker", "ud", "diplomat diplomater ambassadefolk attache"),
        _idiom("repressalier", "svarer svarede", "igen"),
        _phrase("død", "mistet mister mistede", "livet"),
    ),
    "no": (
        _phrase("frigitt", "trukket dratt slept", "grunn grunna grunnen grunnstøtingsstedet løs flott fri"),
        _phrase("frigitt", "kommet kom", "løs flott"),
        _phrase("gjenåpnet", "åpner åpnet åpnes åpen åpent", "igjen"),
        _phrase("valg", "velger velges valgt valgtes", "til"),
        _phrase("skyting", "åpner åpnet", "ild"),
        _phrase("drept", "krever krevde krevd kostet mister mistet tatt", "liv livet"),
        _phrase("øker", "hever heves hevet", "rente renta renten styringsrente styringsrenta styringsrenten"),
        _phrase(
            "reduserer", "kutter kuttes senker senkes senket", "rente renta renten styringsrente styringsrenta styringsrenten"
        ),
        _phrase("pågrepet", "tatt tar tok", "hånd", "politiet politi"),
        _phrase("død", "tallet antall antallet", "stiger steget steg", "døde omkomne drepte"),
        _phrase("funnet", "reddet funnet hentet plukket", "live behold"),
        _idiom("funnet", "til", "rette"),
        _idiom("frigitt", "får fikk", "forlate seile dra"),
        _phrase("frigitt", "får fikk fått", "løs løst"),
        _phrase(
            "gjenopprettet", "strøm strømmen straumen internettet forbindelsen sambandet lyset", "tilbake igjen", "er kom kommet"
        ),
        _phrase("gjenopprettet", "virker fungerer", "igjen"),
        _phrase("avsluttet", "streiken streik leteaksjonen letingen søket lockouten konflikten", "over slutt"),
        _phrase("sunket", "båt båten skip skipet tråler tråleren ferge ferga fergen fartøy fartøyet skøyta", "gått gikk", "ned"),
        _phrase("evakuert", "mannskapet mannskap passasjerene passasjerer alle", "heist hentet løftet plukket", "helikopter"),
        _phrase("evakuert", "forlate rømme", "hjem hjemmene hus husene boligene"),
        _phrase("evakuert", "må måtte", "ut", "hus husene hjem hjemmene"),
        _phrase("lekkasje", "renner siver lekker rent", "olje diesel drivstoff oljen dieselen", "fra ut"),
        _phrase(
            "tilbaketrekning",
            "trekker trekkes trakk trukket",
            "soldater soldatene tropper troppene styrker styrkene",
            "ut hjem tilbake",
        ),
        _idiom("fratrer", "går gikk gått", "av", "etter som"),
        _idiom("vedtatt", "sier sa sagt stemmer stemte stemt", "ja"),
        _phrase("anket", "anker", "dom dommen dommene lagmannsretten høyesterett spiondømt dømt dømte kjennelsen frifinnelsen"),
        _phrase("idømt", "års måneders", "fengsel", "for får fikk"),
        _phrase("utvist", "kaster kastet kastes hiver", "ut", "diplomat diplomater attache ambassadeansatte"),
        _phrase("mottiltak", "svarer svarte", "utvise utvisning sanksjoner"),
        _phrase("død", "mistet mister mista", "livet"),
    ),
    "sv": (
        _phrase("friges", "dragits dragen draget drogs kommit kom", "loss flott"),
        _phrase("friges", "flott", "igen"),
        _phrase("återöppnat", "öppnar öppnat öppnats öppnas öppnades öppen öppet", "igen åter"),
        _phrase("valet", "väljer väljs valts valdes vald", "till"),
        _phrase("skjutning", "öppnar öppnade öppnat", "eld"),
        _phrase("dödade", "kräver krävde krävt skördat mister mist", "liv livet"),
        _phrase("ökar", "höjer höjs höjde höjt", "räntan styrräntan"),
        _phrase("gripen", "förvar", "tagits tas i"),
        _phrase("död", "dödssiffran dödstalet", "stiger stigit steg ökar"),
        _phrase("hittad", "räddats räddade hittats hittade räddad", "livet vid", "liv livet"),
        _phrase("friges", "får fick", "segla lämna fortsätta", "vidare hamnen färden resan"),
        _phrase("friges", "loss", "grund grundet grynnan isen"),
        _phrase("återställd", "strömmen elen internet förbindelsen", "tillbaka igen åter"),
        _phrase("återställd", "fungerar", "igen åter"),
        _phrase("avslutad", "strejken strejk", "över slut"),
        _phrase("avslutad", "sökandet eftersökningarna räddningsinsatsen letandet", "avbryts avbrutits avbröts ställs"),
        _phrase("sjunkit", "fartyg fartyget båt båten trålare trålaren färja färjan", "gått gick", "botten"),
        _phrase(
            "evakuerad",
            "besättningen besättning passagerarna passagerare alla",
            "lyfts lyft vinschades vinschats hissades hämtats",
            "helikopter helikoptern",
        ),
        _phrase("evakuerad", "lämna", "hem hus bostäder hemmen husen"),
        _phrase("läcker", "rinner läcker sipprar runnit", "olja diesel oljan bränsle", "ut från"),
        _phrase("tillbakadragande", "drar dras drog dragit", "soldater trupper styrkor soldaterna trupperna", "tillbaka hem"),
        _idiom("avskedad", "får fick fått", "sparken"),
        _idiom("godkänt", "säger sade sa röstar röstade", "ja"),
        _phrase("dömd", "års månaders", "fängelse", "för får fick"),
        _phrase("repressalier", "svarar svarade", "utvisa utvisning utvisningar sanktioner"),
        _phrase("död", "miste mister mist förlorat", "livet"),
    ),
    "fi": (
        _phrase("vapautettu", "irti irrotettu irrotettiin irtosi", "karilta karikosta matalikolta"),
        _phrase("uudelleenavattu", "avattiin avattu avataan avautui avautuu auki", "uudelleen jälleen taas"),
        _phrase("kuoli", "menetti menettivät menettänyt", "henkensä"),
        _phrase("ampui", "avasi avasivat", "tulen"),
        _phrase("kasvaa", "nostaa nosti nostavat", "korkoa ohjauskorkoa ohjauskorkoaan korkoja"),
        _phrase("vähentää", "laskee laski laskevat", "korkoa ohjauskorkoa ohjauskorkoaan korkoja"),
        _phrase("pidätetty", "otettu otettiin ottanut ottivat otti saatiin sai saatu", "kiinni"),
        _phrase("kuollut", "kuolonuhrien uhriluku kuolleiden", "nousi nousee noussut kasvoi"),
        _phrase("löytyi", "pelastettiin pelastettu pelastunut", "hengissä elossa"),
        _phrase("vapautettu", "sai saa saivat", "jatkaa poistua lähteä", "matkaansa matkaa satamasta"),
        _phrase("vapautettu", "saatiin saatu", "irti"),
        _phrase("vapautettu", "päästettiin päästetty", "vapaaksi"),
        _phrase("palautettiin", "sähköt sähkö yhteys yhteydet valot", "palasi palasivat palannut palanneet"),
        _phrase("evakuoitu", "miehistö matkustajat kaikki", "nostettiin vinssattiin noudettiin", "helikopteriin helikopterilla"),
        _phrase("evakuoitu", "jättämään jättää jättivät", "kotinsa kodit kotejaan"),
        _phrase("vuoto", "valuu valui vuotaa vuoti", "öljyä dieseliä polttoainetta mereen"),
        _phrase("vetäytyy", "vetää vetävät veti", "joukkonsa joukkoja sotilaansa sotilaita", "pois kotiin"),
        _idiom("valitus", "valittaa valitti valittavat", "hovioikeuteen tuomiosta oikeuteen korkeimpaan tuomiostaan"),
        _phrase("vapauttava", "vapautettiin vapautti", "syytteistä syytteestä"),
        _phrase("vastatoimi", "vastaa vastasi", "karkottamalla karkotuksilla pakotteilla"),
        _phrase("kuollut", "menetti menettivät menettänyt sai", "henkensä surmansa"),
    ),
    "is": (
        _phrase("sleppt", "losnaði losnað dregið dreginn dregin náðist", "strandstað flot skerinu skeri"),
        _phrase("lokið", "leit leitinni aðgerðum", "hætt"),
        _phrase("enduropnað", "opnað opnaður opnuð opinn opin opið", "aftur ný"),
        _phrase("afsögn", "segir sagði sagt", "af", "sér"),
        _phrase("létust", "missti misstu misst", "lífið"),
        _phrase("handtekinn", "haldi varðhaldi"),
        _phrase("látinn", "tala fjöldi", "látinna", "hækkar hækkaði komin"),
        _phrase("fannst", "heilir heill heil heilar", "húfi"),
        _phrase("sleppt", "leyft fær fékk fengu", "halda sigla yfirgefa", "áfram för höfn höfnina"),
        _phrase("sleppt", "laus lausir laust", "strandstað strandi"),
        _phrase("endurheimt", "rafmagn samband sambandið rafmagnið", "komið komst", "nýju aftur"),
        _phrase("rýming", "áhöfnin áhöfn skipverjar skipverjum farþegar allir", "hífð hífðir hífðar bjargað", "þyrlu"),
        _phrase("rýming", "yfirgefa", "heimili hús"),
        _phrase("afturkallað", "kalla kallar kölluðu draga dregur", "herlið hermenn herliðið", "heim"),
        _idiom("afsögn", "segir sagði segja", "af", "sér"),
        _phrase("fangelsisdómur", "ára mánaða", "fangelsi", "fyrir"),
        _phrase("brottvísun", "vísar vísuðu vísa vísaði rekur rekur", "landi"),
        _phrase("látinn", "týndu týndi misstu", "lífi lífið"),
    ),
    "ru": (
        _phrase("освобожден", "снят снята снято сняли сняла", "мели"),
        _phrase("упразднен", "снят снята снято сняты сняли снял сняла", "запрет запреты санкции ограничения эмбарго"),
        _phrase("возобновлен", "открыт открыта открыто открыты открыли открылся открылась", "снова вновь"),
        _phrase("перемирие", "прекращение прекращении прекращения прекращению", "огня"),
        _phrase("погибли", "унес унесла унесли унесло", "жизни жизней жизнь"),
        _phrase("стрельба", "открыл открыла открыли", "огонь"),
        _phrase("повысил", "поднял подняла поднимает", "ставку"),
        _phrase("арестован", "взят взяты взяли взяла заключен заключили", "стражу"),
        _phrase("погиб", "число", "погибших жертв", "выросло возросло увеличилось достигло"),
        _phrase("найден", "тело тела обломки", "подняли подняты поднято извлекли"),
        _phrase("найден", "нашлись нашелся нашлась спасены спасен", "живыми живым живой"),
        _phrase("освобожден", "разрешили разрешено позволили", "покинуть продолжить уйти"),
        _phrase("освобожден", "вызволил вызволили вызволен", "льда плена судно"),
        _phrase(
            "восстановлен", "вернулось вернулся вернулась вернули дали", "электричество свет связь электроэнергия интернет тепло"
        ),
        _phrase("восстановлен", "починили починен починена отремонтировали", "кабель связь линию"),
        _phrase("возобновлен", "снова вновь", "принимает принимают работает заработал", "аэропорт порт рейсы"),
        _phrase("завершен", "поиски поиск", "прекращены прекратили прекращен свернуты остановлены"),
        _phrase("затонул", "пошло пошел пошла ушел ушло ушла", "дно дну"),
        _phrase("эвакуирован", "экипаж моряков пассажиров людей", "сняли снят сняты", "вертолет вертолетом судна борта"),
        _phrase("приговорен", "получил получила получили", "лет год года", "шпион колонии тюрьмы капитан"),
        _idiom("ответный", "в", "ответ", "высылает высылают выслала выслал вводит ввела ввел"),
    ),
    "de": (
        _phrase("ausgelaufen", "tritt trat läuft lief strömt fließt", "öl schweröl dieselöl diesel treibstoff kraftstoff", "aus"),
        _phrase("freigelassen", "wieder", "frei flott"),
        _phrase("freigelassen", "darf durfte", "weiterfahren auslaufen"),
        _phrase("wiedereröffnet", "wieder", "offen geöffnet öffnet"),
        _phrase("rücktritt", "tritt trat traten", "zurück"),
        _phrase("schoss", "eröffnet eröffnete eröffneten", "feuer"),
        _phrase("getötet", "ums", "leben"),
        _phrase("festgenommen", "nimmt nahm nehmen nahmen", "polizei ermittler beamte bundespolizei zoll", "fest"),
        _phrase("festgenommen", "gewahrsam"),
        _phrase("beschlagnahmt", "setzt setzte setzen setzten", "tanker schiff frachter trawler schiffe", "fest"),
        _phrase("gestorben", "erliegt erlag", "verletzungen verletzung"),
        _phrase("gefunden", "vermisste vermisster vermissten", "wohlbehalten lebend unverletzt"),
        _phrase("freigelassen", "freiem freien", "fuß"),
        _phrase("freigelassen", "freigeschleppt"),
        _phrase("wiederhergestellt", "strom verbindung internet kabel seekabel netz", "wieder", "fließt da betrieb steht läuft"),
        _phrase("beendet", "suche suchaktion", "eingestellt abgebrochen"),
        _phrase("evakuiert", "besatzung passagiere alle menschen", "bord", "geholt gebracht gerettet"),
        _phrase("evakuiert", "verlassen", "häuser wohnungen"),
        _phrase("abzug", "zieht ziehen zog zogen", "truppen soldaten kräfte", "ab"),
        _phrase("rücktritt", "tritt trat treten", "zurück"),
        _phrase(
            "zugestimmt", "stimmt stimmte stimmen stimmten", "zu", "parlament bundestag kabinett mehrheit abgeordnete regierung"
        ),
        _phrase("abgesagt", "sagt sagte sagen bläst blasen blies", "übung manöver treffen besuch gipfel suche", "ab"),
        _phrase("verurteilt", "jahre monate jahren", "haft gefängnis", "für"),
        _phrase("abgelehnt", "lehnen", "ab"),
        _phrase("ausweisung", "weist wies weisen wiesen", "diplomaten diplomat attache konsul botschafter", "aus"),
        _phrase("gegenmaßnahme", "reagiert reagierte antwortet antwortete", "ausweisung ausweisungen sanktionen"),
        _phrase("wiedereröffnet", "wieder", "freigegeben", "landebahn flughafen brücke straße strecke grenze"),
        _idiom("gestorben", "ums", "leben"),
    ),
    "fr": (
        _phrase("libéré", "remis remise remettre", "flot"),
        _phrase("déversé", "échappe échappent échappé coule", "pétrole fioul carburant gazole mazout diesel hydrocarbures"),
        _phrase("révoqué", "levé levée levées levés lève", "interdiction sanctions embargo restrictions blocus"),
        _phrase("premier", "première", "ministre"),
        _phrase("fusillade", "ouvre ouvrent ouvert", "feu"),
        _phrase("morts", "perd perdent perdu", "vie"),
        _phrase("augmente", "relève relèvent relevé", "taux"),
        _phrase("réduit", "abaisse abaissent abaissé", "taux"),
        _idiom("arrestation", "garde", "à", "vue"),
        _idiom("inculpé", "mis mise mises", "en", "examen"),
        _phrase("mort", "bilan", "monte alourdit"),
        _phrase("libéré", "autorisé autorisée autorisés", "repartir quitter reprendre appareiller"),
        _idiom("libéré", "remis remise remises", "en", "liberté"),
        _phrase("rétabli", "nouveau", "service fonctionne opérationnel", "câble réseau liaison internet ligne de"),
        _phrase("terminé", "recherches recherche", "abandonnées suspendues arrêtées interrompues"),
        _idiom("terminé", "fin", "de", "la", "grève"),
        _idiom("terminé", "fin", "du", "blocus blocage conflit"),
        _phrase("évacué", "quitter fuir", "maisons logements domiciles habitations"),
        _phrase("évacué", "équipage passagers marins", "hélitreuillé hélitreuillés hélitreuillée"),
        _phrase("annulé", "renonce renoncent renoncé", "à aux au", "sous marins achat exercice manœuvres projet manoeuvres"),
        _phrase("pourvoi", "fait font", "appel", "condamné condamnée verdict parquet jugement peine tribunal"),
        _phrase("condamné", "ans mois", "prison", "pour"),
        _phrase("riposte", "réplique répliquent répond", "expulsant expulsions expulsion sanctions"),
        _phrase("mort", "perdu perdent perdre perd", "vie"),
    ),
}


def phrases(text: str, tokens: Tokens, language: str | None) -> Iterator[tuple[int, str]]:
    """(position, word of the lexicon) for each phrase of a text, at the last of its words; nothing without a language."""
    known = [phrase for phrase in _PHRASES.get(language or "", ()) if not _lacks(phrase, tokens.folded)]
    clauses = clauses_of(text, tokens) if known else []
    for phrase in known:
        ends = _ends_together if phrase.together else _ends
        yield from ((at, phrase.word) for at in ends(tokens.folded, phrase.parts, clauses))


def _lacks(phrase: _Phrase, folded: tuple[str, ...]) -> bool:
    """Whether some part of a phrase has no word in a text."""
    return any(part.isdisjoint(folded) for part in phrase.parts)


def _ends_together(folded: tuple[str, ...], parts: tuple[frozenset[str], ...], clauses: list[int]) -> Iterator[int]:
    """Where a phrase ends whose words stand in their order and next to each other in one clause."""
    for end in range(len(parts) - 1, len(folded)):
        start = end - len(parts) + 1
        if clauses[start] == clauses[end] and all(
            word in part for word, part in zip(folded[start : end + 1], parts, strict=True)
        ):
            yield end


def _ends(folded: tuple[str, ...], parts: tuple[frozenset[str], ...], clauses: list[int]) -> Iterator[int]:
    """Where a phrase ends: at the last of its words, each of them another, near each other in one clause."""
    for i, word in enumerate(folded):
        if any(word in part for part in parts):
            window = [folded[at] for at in range(max(0, i - _WITHIN), i + 1) if clauses[at] == clauses[i]]
            if all(not part.isdisjoint(window) for part in parts):
                yield i
