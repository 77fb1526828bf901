"""Which forms a dictionary gives to a term, and which it does not."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.entities.forms import MOST_FORMS, Forms, Found, inflected, may_be, settled
from worker.tokens import fold


def dictionary(*families: str) -> dict[str, str]:
    """word -> headword of lines "headword: form form"; the headword is a form of itself unless the line begins with "-"."""
    words: dict[str, str] = {}
    for family in families:
        head, _, forms = family.partition(":")
        names = forms.split() if head.startswith("-") else [head, *forms.split()]
        words |= dict.fromkeys(names, head.removeprefix("-"))
    return words


NORWEGIAN = dictionary(
    "kabel: kabelen kabler kablene", "sjø: sjøen sjøer", "gasskabel: gasskabelen gasskabler gasskablene",
    "Svalbard:", "hav: havet", "fiskeri: fiskeriet", "grense: grensen grenser", "ny: nytt nye", "nyhet: nyheten", "nys: nyset",
)  # fmt: skip
SWEDISH = dictionary("-kabel: kabeln kablarna", "-kabla: kabel kablade", "-inte: int")
GERMAN = dictionary(
    "Vertrag: Vertrags Verträge", "-vertragen: vertrag vertrug", "vertragen:", "Übung: Übungen", "Kreuz: Kreuze Kreuzes",
    "kreuzen: gekreuzt kreuzte", "-gut: beste", "gut:", "Eis: Eises", "Bulgarien:",
)  # fmt: skip
RUSSIAN = dictionary(
    "море: моря морю Баренцево", "Берген: Бергена Бергену", "рентген: рентгена рентгену", "учение: учения учений",
    "самолёт: самолёта самолеты",
)  # fmt: skip
ICELANDIC = dictionary("öld: aldir aldar", "lýðveldi: lýðveldis lýðveldið", "-velja: veldi valdir", "velja:", "full:")
FINNISH = dictionary(
    "-ottaa: otan ottaa", "meri: meren merellä", "Kara:", "olla: " + " ".join(f"ole{n}" for n in range(MOST_FORMS))
)


@pytest.mark.parametrize(
    ("words", "language", "term", "expected"),
    [
        pytest.param(NORWEGIAN, "no", "icebreaker", None, id="unknown"),
        pytest.param({}, "no", "kabel", None, id="empty dictionary"),
        pytest.param(NORWEGIAN, "no", "", None, id="empty term"),
        pytest.param(FINNISH, "fi", "olla", None, id="too many forms to be one word"),
        pytest.param(NORWEGIAN, "no", "Svalbard", "svalbard svalbards", id="name that only takes -s"),
        pytest.param(NORWEGIAN, "no", "kabel", "kabel kabelen kabler kablene kabels kabelens kablers kablenes", id="headword"),
        pytest.param(NORWEGIAN, "no", "kablene", "kabel kabelen kabler kablene kabels kabelens kablers kablenes", id="form"),
        pytest.param(NORWEGIAN, "no", "KABEL", None, id="capitals only stay as they are"),
        pytest.param(NORWEGIAN, "no", "Kabel", "kabel kabelen kabler kablene kabels kabelens kablers kablenes", id="capital"),
        pytest.param(NORWEGIAN, "no", "ny", "ny nytt nye nytts nyes", id="-s makes another known word"),
        pytest.param(
            SWEDISH, "sv", "kabel", "kabel kabels kabeln kabelns kablarna kablarnas kablade kablades", id="both headwords"
        ),
        pytest.param(SWEDISH, "sv", "int", None, id="three letters are no form"),
        pytest.param(GERMAN, "de", "Vertrag", "vertrag vertrags vertrage", id="noun, genitive known"),
        pytest.param(GERMAN, "de", "vertrag", "vertrag vertrags vertrage", id="noun before verb"),
        pytest.param(GERMAN, "de", "vertrug", "vertragen vertrag vertrug", id="verb, no genitive"),
        pytest.param(GERMAN, "de", "Eis", "eis eises", id="no -s behind s"),
        pytest.param(GERMAN, "de", "bulgarien", "bulgarien bulgariens", id="genitive of a name"),
        pytest.param(GERMAN, "de", "kreuzen", "kreuzen gekreuzt kreuzte", id="participle begins otherwise"),
        pytest.param(GERMAN, "de", "gut", "gut", id="another word under the same headword"),
        pytest.param(ICELANDIC, "is", "öld", "old aldir aldar", id="first vowel changes"),
        pytest.param(RUSSIAN, "ru", "море", "море моря морю", id="half of a name is no form"),
        pytest.param(RUSSIAN, "ru", "Баренцево", None, id="nor does it take the forms of the other half"),
        pytest.param(RUSSIAN, "ru", "учения", "учение учения учений", id="plural as term"),
        pytest.param(RUSSIAN, "ru", "самолёт", "самолет самолета самолеты", id="folded"),
        pytest.param(FINNISH, "fi", "otan", "otan ottaa", id="form in small letters"),
        pytest.param(FINNISH, "fi", "Otan", None, id="a name is no form of a verb"),
        pytest.param({"manoeuvre": "manoeuvre", "manoeuvres": "manoeuvre"}, "fr", "manœuvre", "manoeuvre manoeuvres", id="œ"),
        pytest.param(
            {"be": "be", "am": "be", "b": "be", "being": "be", "be-in": "be"}, "en", "be", "be being", id="short, joined"
        ),
    ],
)
def test_forms_of_a_term(words: Mapping[str, str], language: str, term: str, expected: str | None) -> None:
    found = inflected(words, language, [term])
    assert found.keys() <= {term}
    assert (set(found[term].words) if term in found else None) == (None if expected is None else set(expected.split()))


@pytest.mark.parametrize(
    ("words", "language", "term", "expected"),
    [
        pytest.param(NORWEGIAN, "no", "bykabel", None, id="first part unknown"),
        pytest.param(NORWEGIAN, "no", "sjøhest", None, id="last part unknown"),
        pytest.param(NORWEGIAN, "en", "sjøkabel", None, id="English writes compounds apart"),
        pytest.param(NORWEGIAN, "no", "SJØKABEL", None, id="capitals only"),
        pytest.param(NORWEGIAN, "no", "sjøkabel", "sjokabel sjokabelen sjokabler sjokablene sjokabels sjokabelens sjokablers"
                     " sjokablenes", id="like kabel"),
        pytest.param(NORWEGIAN, "no", "fiskerisgrense", "fiskerisgrense fiskerisgrensen fiskerisgrenser fiskerisgrenses"
                     " fiskerisgrensens fiskerisgrensers", id="linked by s"),
        pytest.param(NORWEGIAN | {"sjøkabler": "sjøkable"}, "no", "sjøkabel", "sjokabel sjokabelen sjokablene sjokabels"
                     " sjokabelens sjokablers sjokablenes", id="a form that is another known word is left out"),
        pytest.param(FINNISH, "fi", "Karameri", "karameri karameren karamerella", id="name"),
        pytest.param(ICELANDIC, "is", "fullveldi", "fullveldi fullveldis fullveldid", id="like a compound, not like the verb"),
        pytest.param(RUSSIAN, "ru", "Шпицберген", "шпицберген шпицбергена шпицбергену", id="Russian by its letters"),
        pytest.param(RUSSIAN, "ru", "ген", None, id="too short to be like anything"),
    ],
)  # fmt: skip
def test_an_unknown_word_inflects_like_known_ones(words: dict[str, str], language: str, term: str, expected: str | None) -> None:
    found = inflected(words, language, [term])
    assert (set(found[term].words) if term in found else None) == (None if expected is None else set(expected.split()))
    assert all(forms.found is Found.LIKE for forms in found.values())


def test_most_models_decide() -> None:
    words = dictionary("поминал: поминалы", "криминал: криминала", "номинал: номинала")
    assert inflected(words, "ru", ["терминал"])["терминал"].words == {"терминал", "терминала"}


def test_the_longest_common_ending_decides() -> None:
    words = dictionary("поминал: поминалы", "сусминал: сусминала", "абсминал: абсминала", "фермерминал: фермерминалу")
    assert inflected(words, "ru", ["терминал"])["терминал"].words == {"терминал", "терминалу"}


@pytest.mark.parametrize(
    ("words", "language", "term", "expected"),
    [
        pytest.param(NORWEGIAN, "no", "kabel", Found.HEADWORD, id="headword"),
        pytest.param(NORWEGIAN, "no", "kabelen", Found.FORM, id="form"),
        pytest.param(SWEDISH, "sv", "kabel", Found.HEADWORD, id="headword of two others"),
        pytest.param(dictionary("-kabel: kabeln", "-kabla: kabel"), "sv", "kabel", Found.FORM, id="one other is a slip"),
    ],
)
def test_how_a_term_was_found(words: dict[str, str], language: str, term: str, expected: Found) -> None:
    assert inflected(words, language, [term])[term].found is expected


def entry(found: Found) -> dict[str, Forms]:
    return {"term": Forms(frozenset({"term", found.name}), found)}


@pytest.mark.parametrize(
    ("by_language", "languages"),
    [
        pytest.param({}, set(), id="nowhere"),
        pytest.param({"sv": Found.LIKE}, {"sv"}, id="only like others"),
        pytest.param({"sv": Found.LIKE, "fi": Found.LIKE}, {"sv", "fi"}, id="like others in two languages"),
        pytest.param({"sv": Found.LIKE, "de": Found.FORM}, {"de"}, id="a form beats likeness"),
        pytest.param({"da": Found.FORM, "no": Found.FORM}, {"da", "no"}, id="a form in two languages: soldater"),
        pytest.param({"da": Found.FORM, "en": Found.FORM}, {"en"}, id="English first: islands"),
        pytest.param({"en": Found.HEADWORD, "de": Found.FORM}, {"en"}, id="a headword beats a form: war"),
        pytest.param({"en": Found.FORM, "de": Found.HEADWORD}, {"de"}, id="also one of another language"),
        pytest.param({"en": Found.HEADWORD, "de": Found.HEADWORD}, {"en", "de"}, id="headword in both: arm"),
    ],
)
def test_a_term_counts_where_it_is_surest(by_language: dict[str, Found], languages: set[str]) -> None:
    forms = settled({language: entry(found) for language, found in by_language.items()})
    assert {language for language, terms in forms.items() if terms} == languages


@pytest.mark.parametrize(
    ("term", "languages"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("5", "", id="digit"),
        pytest.param("2026", "", id="number"),
        pytest.param("x", "", id="one letter"),
        pytest.param("sea-bed", "", id="two words"),
        pytest.param("北极", "", id="no script of ours"),
        pytest.param("кабелx", "", id="mixed scripts"),
        pytest.param("кабель", "ru", id="Cyrillic"),
        pytest.param("й1й", "ru", id="letters and a digit"),
        pytest.param("cable", "en da no sv fi is de fr", id="Latin"),
        pytest.param("Ísafjörður", "is", id="eth"),
        pytest.param("sjøkabel", "da no", id="o with stroke"),
        pytest.param("A\u030aland", "da no sv fi", id="ring, decomposed"),
        pytest.param("Grænland", "da no is", id="ligature"),
        pytest.param("Straße", "de", id="sharp s"),
    ],
)
def test_languages_that_a_term_can_be_of(term: str, languages: str) -> None:
    assert [
        language for language in ("en", "da", "no", "sv", "fi", "is", "ru", "de", "fr") if may_be(term, language)
    ] == languages.split()


letters = st.text("aeikoslnæøåäöðþпроливьСК", min_size=1, max_size=9)


@given(
    st.dictionaries(letters, letters, max_size=40),
    st.sampled_from(["en", "da", "no", "sv", "fi", "is", "ru", "de"]),
    st.sets(letters),
)
def test_forms_are_folded_words_and_hold_the_term(words: dict[str, str], language: str, terms: set[str]) -> None:
    found = inflected(words, language, terms)
    assert found.keys() <= terms
    for term, forms in found.items():
        assert fold(term) in forms.words
        assert all(form == fold(form) and " " not in form for form in forms.words)
    assert found == {term: forms for one in terms for term, forms in inflected(words, language, [one]).items()}
