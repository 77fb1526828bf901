"""What a text only fears, holds possible or wants to prevent: "fears a spill", "droht zu sinken", "опасаются разлива". Pure.

It has not happened: the report that it has is news.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from worker.entities.denials import REACH, clauses_of
from worker.tokens import Tokens, fold

# Before a word that stands behind what is feared: "Ölpest vor Husavik befürchtet", "olieudslip frygtes", "sinken könnte".
_REACH_BACK = 3
# "befürchtet, dass das Schiff heute noch sinkt", "frygter, at", "опасаются, что": the comma before "that" ends nothing, and
# the verb may stand so many words behind it.
_THAT = frozenset(map(fold, ["dass", "at", "att", "että", "что", "чтобы", "að", "że", "que", "ob"]))
_REACH_THAT = 7


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of a language. `ahead`: what comes behind them is feared. `behind`: so is what stands right before them; `last`: so
    it is where they end a clause or one of `but` follows. `but` ends what is feared: behind it stands what has happened ("after
    the sinking"), a place, or what somebody can say for sure.
    """

    ahead: frozenset[str] = frozenset()
    behind: frozenset[str] = frozenset()
    last: frozenset[str] = frozenset()
    but: frozenset[str] = frozenset()


def _set(words: str) -> frozenset[str]:
    return frozenset(map(fold, words.split()))


# Left out is what is said of things that have happened as well: concern and "oro", "can" and "kann", "probably" and "trolig".
_WORDS = {
    "en": _Words(
        _set(
            "fear fears feared fearing could may might risk risks risked risking danger threat threaten threatens threatened"
            " threatening possible possibly potential potentially prevent prevents preventing avoid avert if whether"
        ),
        last=_set("feared possible"),
        but=_set("after following since amid over from as in off near confirm confirms confirmed"),
    ),
    "da": _Words(
        _set(
            "frygt frygten frygter frygtede frygtes fare faren risiko risikoen risikerer kan truer trussel mulig muligt mulige"
            " muligvis måske forhindre forebygge undgå hindre hvis hvorvidt"
        ),
        _set("frygtes"),
        but=_set("efter fra siden over bekræfte bekræfter"),
    ),
    "no": _Words(
        _set(
            "frykt frykten frykter fryktet fryktes fare faren risiko risikoen risikerer kan truer trussel mulig mulige muligens"
            " kanskje forhindre hindre unngå forebygge dersom hvis hvorvidt"
        ),
        _set("fryktes"),
        but=_set("etter fra siden over bekrefte bekrefter stadfeste"),
    ),
    "sv": _Words(
        _set(
            "befarar befarade befaras fruktar fruktade fruktas rädsla fara risk risken riskerar kan hotar hot möjlig möjligt"
            " möjliga möjligen eventuell eventuellt eventuella kanske förhindra hindra undvika ifall huruvida"
        ),
        _set("befaras fruktas"),
        but=_set("efter från sedan över bekräfta bekräftar"),
    ),
    "fi": _Words(
        _set(
            "pelätään pelkää pelkäävät pelättiin pelätty pelko pelkona vaara vaarassa vaaraan vaarana riski riskinä uhka uhkaa"
            " uhkasi uhkana saattaa saattavat voi voivat voisi mahdollinen mahdollista mahdollisen mahdollisesti ehkä estää jos"
        ),
        _set("pelätään pelättiin pelko pelkoa pelosta vaara vaaraa vaarasta riski riskiä uhka"),
        but=_set("jälkeen vahvistaa"),
    ),
    "is": _Words(
        _set(
            "óttast óttuðust óttumst ótti hætta hættu gæti gætu kann kunna mögulegur möguleg mögulegan hugsanlega hugsanlegur"
            " hugsanlegan kannski forða afstýra hindra veg ef hvort"
        ),
        but=_set("eftir frá síðan staðfest staðfesta"),
    ),
    "ru": _Words(
        _set(
            "опасается опасаются опасались опасения опасений опасность опасности угроза угрозы угрозу угрозе угрожает грозит риск"
            " риска риски может могут мог могла могло могли возможен возможна возможно возможны возможный возможная возможного"
            " возможной возможную возможном предотвратить предотвращения избежать если"
        ),
        last=_set("возможен возможна возможно возможны опасаются"),
        but=_set("после от из подтвердить"),
    ),
    "de": _Words(
        _set(
            "befürchtet befürchten befürchtete befürchteten befürchtung befürchtungen fürchtet fürchten angst gefahr risiko droht"
            " drohen drohte drohten drohende drohenden drohender könnte könnten mögliche möglichen möglicher möglicherweise"
            " eventuell vielleicht verhindern vermeiden falls ob"
        ),
        _set("befürchtet"),
        _set("droht drohte drohen könnte könnten möglich verhindern vermeiden"),
        _set("nach von aus seit über"),
    ),
    "fr": _Words(
        _set(
            "craint craignent craignait craignant crainte craintes redoute redoutent redoutant peur risque risquent risquait"
            " risques danger menace menacent menaçait menaçant pourrait pourraient possible possibles éventuel éventuelle"
            " éventuellement éviter empêcher prévenir"
        ),
        last=_set("redouté redoutée craint crainte possible"),
        but=_set("après depuis provenant"),
    ),
    "pl": _Words(
        _set(
            "obawia obawiają obawy obawa ryzyko groźba grozi grożą zagrożenie może mogą mógł mogła mogło mogłoby możliwy możliwe"
        ),
        last=_set("możliwy możliwe"),
        but=_set("po od z"),
    ),
    "pt": _Words(
        _set("teme temem temor receio receia receiam risco riscos ameaça ameaçam pode podem poderia poderiam possível evitar"),
        last=_set("possível"),
        but=_set("após desde depois"),
    ),
}
_NOTHING = _Words()

# Said of a cause, they tell that nobody knows it yet. A leak or a death that is looked into has happened all the same.
_UNKNOWN = {
    "en": _set("unknown unclear undetermined investigate investigated investigates investigating investigation probe determine"),
    "da": _set("ukendt ukendte uklar uklart kendes undersøger undersøges efterforsker efterforskes"),
    "no": _set("ukjent ukjente uklar uklart undersøker undersøkes etterforsker etterforskes gransker granskes"),
    "sv": _set("okänd okänt oklar oklart utreder utreds undersöker undersöks"),
    "fi": _set("tuntematon tuntematonta epäselvä epäselvää tutkii tutkitaan selvitetään selvittää tiedossa"),
    "is": _set("ókunn ókunnar óljós óljóst óþekkt rannsakar rannsökuð rannsókn vitað"),
    "ru": _set(
        "неизвестна неизвестны неизвестно неизвестной неясна неясны выясняется выясняются выясняют устанавливается"
        " устанавливаются устанавливают расследуют расследуются"
    ),
    "de": _set("unklar unbekannt unbekannte unbekannter ungeklärt ungeklärte ungeklärter ermittelt ermitteln untersucht"),
    "fr": _set("inconnue inconnues indéterminée indéterminées ignore ignorent déterminer enquête enquêtent"),
    "pl": _set("nieznana nieznane nieznanych ustalają ustala wyjaśniają badają"),
    "pt": _set("desconhecida desconhecidas desconhece investiga investigam investigada apura apuram"),
}


def feared_words(text: str, tokens: Tokens, language: str | None) -> frozenset[int]:
    """The positions of words that the text only fears or holds possible: as many as a "no" denies (`denials.REACH`) behind
    "fears", "could" or "risk of" in the same clause, and those before a "feared" at its end.

    Nothing without a language. `tokens` are those of the text, or its first ones.
    """
    words = _WORDS.get(language or "", _NOTHING)
    if (words.ahead | words.behind | words.last).isdisjoint(tokens.folded):
        return frozenset()
    clauses = clauses_of(text, tokens)
    return frozenset(at for i in range(len(tokens)) for at in _feared_by(tokens, i, words, clauses))


def _feared_by(tokens: Tokens, i: int, words: _Words, clauses: list[int]) -> Iterator[int]:
    """The positions of what a word fears; none for most words, and for the month of May."""
    folded = tokens.folded
    if folded[i] in words.ahead and tokens.words[i] != "May":
        yield from _feared_ahead(folded, i, words.but, clauses)
    ends = i + 1 == len(folded) or clauses[i + 1] != clauses[i] or folded[i + 1] in words.but
    if folded[i] in words.behind or (ends and folded[i] in words.last):
        before = (at for at in range(max(0, i - _REACH_BACK), i) if clauses[at] == clauses[i])
        yield from (at for at in before if words.but.isdisjoint(folded[max(0, at - 1) : at + 1]))


def _feared_ahead(folded: tuple[str, ...], i: int, but: frozenset[str], clauses: list[int]) -> Iterator[int]:
    clause, end, at = clauses[i], i + REACH, i + 1
    while at < len(folded) and at <= end and folded[at] not in but:
        if clauses[at] == clause + 1 and clauses[at - 1] == clause and folded[at] in _THAT:
            clause, end = clause + 1, at + _REACH_THAT
        if clauses[at] != clause:
            break
        yield at
        at += 1


def unknown_words(text: str, tokens: Tokens, language: str | None) -> frozenset[int]:
    """The positions of words in a clause that says of something that it is not known, or looked into."""
    unknown = _UNKNOWN.get(language or "", frozenset())
    if unknown.isdisjoint(tokens.folded):
        return frozenset()
    clauses = clauses_of(text, tokens)
    unsure = {clauses[i] for i, word in enumerate(tokens.folded) if word in unknown}
    return frozenset(at for at, clause in enumerate(clauses) if clause in unsure)
