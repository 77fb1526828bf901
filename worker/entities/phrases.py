"""Turns that are told in two words with others between them: "bragt flot", "сняли с мели", "läuft Öl aus", "called off". Pure.

The lexicon of concepts has single words only; what stands here is read as one of its words.
"""

from __future__ import annotations

from collections.abc import Iterator

from worker.entities.denials import clauses_of
from worker.tokens import Tokens, fold

# The words of a phrase stand within so many: "läuft seit dem Morgen Öl aus" has six.
_WITHIN = 6


def _phrase(word: str, *parts: str) -> tuple[str, tuple[frozenset[str], ...]]:
    return fold(word), tuple(frozenset(map(fold, part.split())) for part in parts)


# Language -> (the word of the lexicon that it is read as, one word of each of these), in any order.
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
    ),
    "sv": (
        _phrase("friges", "dragits dragen draget drogs kommit kom", "loss flott"),
        _phrase("friges", "flott", "igen"),
        _phrase("återöppnat", "öppnar öppnat öppnats öppnas öppnades öppen öppet", "igen åter"),
        _phrase("valet", "väljer väljs valts valdes vald", "till"),
        _phrase("skjutning", "öppnar öppnade öppnat", "eld"),
        _phrase("dödade", "kräver krävde krävt skördat mister mist", "liv livet"),
        _phrase("ökar", "höjer höjs höjde höjt", "räntan styrräntan"),
    ),
    "fi": (
        _phrase("vapautettu", "irti irrotettu irrotettiin irtosi", "karilta karikosta matalikolta"),
        _phrase("uudelleenavattu", "avattiin avattu avataan avautui avautuu auki", "uudelleen jälleen taas"),
        _phrase("kuoli", "menetti menettivät menettänyt", "henkensä"),
        _phrase("ampui", "avasi avasivat", "tulen"),
        _phrase("kasvaa", "nostaa nosti nostavat", "korkoa ohjauskorkoa ohjauskorkoaan korkoja"),
        _phrase("vähentää", "laskee laski laskevat", "korkoa ohjauskorkoa ohjauskorkoaan korkoja"),
    ),
    "is": (
        _phrase("sleppt", "losnaði losnað dregið dreginn dregin náðist", "strandstað flot skerinu skeri"),
        _phrase("lokið", "leit leitinni aðgerðum", "hætt"),
        _phrase("enduropnað", "opnað opnaður opnuð opinn opin opið", "aftur ný"),
        _phrase("afsögn", "segir sagði sagt", "af", "sér"),
        _phrase("létust", "missti misstu misst", "lífið"),
    ),
    "ru": (
        _phrase("освобожден", "снят снята снято сняли сняла", "мели"),
        _phrase("упразднен", "снят снята снято сняты сняли снял сняла", "запрет запреты санкции ограничения эмбарго"),
        _phrase("возобновлен", "открыт открыта открыто открыты открыли открылся открылась", "снова вновь"),
        _phrase("перемирие", "прекращение прекращении прекращения прекращению", "огня"),
        _phrase("погибли", "унес унесла унесли унесло", "жизни жизней жизнь"),
        _phrase("стрельба", "открыл открыла открыли", "огонь"),
        _phrase("повысил", "поднял подняла поднимает", "ставку"),
    ),
    "de": (
        _phrase("ausgelaufen", "tritt trat läuft lief strömt fließt", "öl schweröl dieselöl diesel treibstoff kraftstoff", "aus"),
        _phrase("freigelassen", "wieder", "frei flott"),
        _phrase("freigelassen", "darf durfte", "weiterfahren auslaufen"),
        _phrase("wiedereröffnet", "wieder", "offen geöffnet öffnet"),
        _phrase("rücktritt", "tritt trat traten", "zurück"),
        _phrase("schoss", "eröffnet eröffnete eröffneten", "feuer"),
        _phrase("getötet", "ums", "leben"),
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
    ),
}


def phrases(text: str, tokens: Tokens, language: str | None) -> Iterator[tuple[int, str]]:
    """(position, word of the lexicon) for each phrase of a text, at the last of its words; nothing without a language."""
    known = [(word, parts) for word, parts in _PHRASES.get(language or "", ()) if not parts[0].isdisjoint(tokens.folded)]
    clauses = clauses_of(text, tokens) if known else []
    for word, parts in known:
        yield from ((at, word) for at in _ends(tokens.folded, parts, clauses))


def _ends(folded: tuple[str, ...], parts: tuple[frozenset[str], ...], clauses: list[int]) -> Iterator[int]:
    """Where a phrase ends: at the last of its words, each of them another, near each other in one clause."""
    for i, word in enumerate(folded):
        if any(word in part for part in parts):
            window = [folded[at] for at in range(max(0, i - _WITHIN), i + 1) if clauses[at] == clauses[i]]
            if all(not part.isdisjoint(window) for part in parts):
                yield i
