"""Weights and likeness."""

import math
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.developments.assign import Settings
from worker.developments.similarity import (
    CAPITAL_NOUNS,
    ENOUGH_CONCEPTS,
    HEADLINE_WORDS,
    TOLD,
    Idf,
    cosine,
    kilometres,
    likeness,
    load_prior,
    shared,
    weighed,
)
from worker.model import Features, Spot
from worker.tokens import fold

TEXT = st.text(alphabet="abc0", min_size=1, max_size=3)
KEYS = st.dictionaries(TEXT, st.integers(1, 9), max_size=8)
COUNTS = st.dictionaries(st.tuples(st.sampled_from("tnxc"), TEXT).map(":".join), st.integers(0, 2_000), max_size=12)
VECTORS = st.dictionaries(TEXT, st.floats(0.05, 1), max_size=8).map(
    lambda vector: {key: weight / math.hypot(*vector.values()) for key, weight in vector.items()}
)


def made(terms: Mapping[str, float], names: Mapping[str, float] | None = None, language: str | None = "en") -> Features:
    return Features(language, None, "", terms, names or {}, sounds=names or {}, concepts=terms, words=100)


def length(vector: Mapping[str, float]) -> float:
    return math.hypot(*vector.values())


def test_prior_takes_the_largest_share_of_all_languages() -> None:
    lines = ["# a comment\n", "\n", "en\tthe\t0.9\n", "da\tså\t0.3\n", "sv\tSÅ\t0.5\n", "*\tgeo:US\t0.4\n"]
    assert load_prior(lines) == {"the": 0.9, "sa": 0.5, "geo:US": 0.4}


@pytest.mark.parametrize("line", ["en\tthe", "en\tthe\tmany", "en\tthe\t1.5", "en\tthe\tnan", "en the 0.5"])
def test_malformed_prior_names_its_line(line: str) -> None:
    with pytest.raises(ValueError, match="line 2: expected language, word and share"):
        load_prior(["en\ta\t0.9", line])


# ------------------------------------------------------------------ weights


@pytest.mark.parametrize(
    ("rare", "common"),
    [
        pytest.param("t:hedda", "t:the", id="unseen against prior"),
        pytest.param("t:hedda", "t:port", id="unseen against counted"),
        pytest.param("n:geo:HR", "n:geo:US", id="country against listed country"),
        pytest.param("n:hedda", "n:geo:HR", id="name against country"),
        pytest.param("n:hedda", "n:entity:pact", id="name against entity of the watch"),
        pytest.param("n:31", "n:2026", id="number against year"),
        pytest.param("n:20260", "n:2026", id="five digits are no year"),
        pytest.param("n:hedda", "c:cable", id="name against concept"),
        pytest.param("c:cable", "c:police", id="concept against counted"),
        pytest.param("c:cable", "c:ship", id="concept against everyday concept"),
        pytest.param("x:hd", "x:brnlm", id="sounds against counted"),
    ],
)
def test_rare_keys_weigh_more(rare: str, common: str) -> None:
    idf = Idf({"t:port": 400, "c:police": 400, "x:brnlm": 400}, 1_000, {"the": 0.9, "geo:US": 0.4, "c:ship": 0.1})
    assert idf.weight(rare) > idf.weight(common) >= 0


def test_a_concept_does_not_weigh_what_the_english_word_weighs() -> None:
    assert Idf(prior={"sea": 0.9}).weight("c:sea") == Idf().weight("c:sea") > Idf(prior={"sea": 0.9}).weight("t:sea")


def test_a_key_of_every_document_weighs_nothing() -> None:
    idf = Idf({"t:a": 10_000}, 10_000, {"a": 1.0})
    assert idf.weight("t:a") == pytest.approx(0, abs=1e-3)
    assert weighed(made({"a": 3}), Idf({"t:a": 10_001}, 10_000, {"a": 1.0})).terms == {}


@given(KEYS, KEYS, COUNTS)
def test_weighed_vectors_have_length_one(terms: dict[str, int], names: dict[str, int], counts: dict[str, int]) -> None:
    f = weighed(made(terms, names), Idf(counts, max(counts.values(), default=0)))
    for vector, keys in ((f.terms, terms), (f.names, names), (f.sounds, names), (f.concepts, terms)):
        assert vector.keys() <= keys.keys()
        assert all(0 <= weight <= 1 for weight in vector.values())
        assert length(vector) == pytest.approx(1 if vector else 0, abs=1e-3)


def test_weighing_leaves_the_rest_alone() -> None:
    f = replace(made({"cable": 2}, {"hedda": 1}), own=frozenset({"cable"}), lead=frozenset({"hedda"}))
    assert replace(weighed(f, Idf()), terms=f.terms, names=f.names, sounds=f.sounds, concepts=f.concepts) == f


def test_a_word_said_often_weighs_more_but_not_as_often() -> None:
    terms = weighed(made({"cable": 9, "port": 1}), Idf()).terms
    assert terms["cable"] / terms["port"] == pytest.approx(1 + math.log(9), rel=1e-3)


def test_numbers_places_and_entities_among_the_sounds_are_counted_as_names() -> None:
    """Else each would be unseen for ever: only names in letters are posted by their sounds."""
    names = {"31": 1, "geo:HR": 1, "entity:pact": 1, "hd": 1}
    counts = {f"n:{name}": 900 for name in names}
    sounds = weighed(made({}, names), Idf(counts, 1_000)).sounds
    assert sounds["hd"] > 2 * max(sounds["31"], sounds["geo:HR"], sounds["entity:pact"])


# ------------------------------------------------------------------ likeness


@pytest.mark.parametrize("language", ["en", "fi", None], ids=["one language", "two languages", "unknown"])
@given(KEYS, KEYS, KEYS, KEYS, st.frozensets(TEXT))
def test_likeness_is_symmetric_and_bounded(
    language: str | None, a: dict[str, int], b: dict[str, int], c: dict[str, int], d: dict[str, int], without: frozenset[str]
) -> None:
    left, right = weighed(made(a, c), Idf()), weighed(made(b, d, language), Idf())
    there, back = likeness(left, right, without), likeness(right, left, without)
    assert there == back
    assert all(0 <= part <= 1 for part in (there.words, there.names, there.concepts))


@given(KEYS.filter(bool), KEYS.filter(bool))
def test_a_text_is_most_like_itself(terms: dict[str, int], names: dict[str, int]) -> None:
    f = weighed(made(terms, names), Idf())
    like = likeness(f, f)
    assert [like.words, like.names] == pytest.approx([1, 1], abs=1e-3)
    assert like.concepts == 0


def test_a_german_capital_letter_says_less_than_a_country() -> None:
    names = {"schiff": 1.0, "geo:NO": 1.0}
    english, german = (weighed(replace(made({}, names, language=code), sounds=names), Idf()) for code in ("en", "de"))
    assert english.sounds["schiff"] > english.sounds["geo:NO"]
    assert german.sounds["schiff"] / german.sounds["geo:NO"] == pytest.approx(
        CAPITAL_NOUNS["de"] * english.sounds["schiff"] / english.sounds["geo:NO"], rel=1e-3
    )
    assert math.hypot(*german.sounds.values()) == pytest.approx(1, abs=1e-3)


def test_words_of_two_languages_are_never_compared() -> None:
    """German "Gift" is poison."""
    german = replace(made({"gift": 1.0}, language="de"), concepts={"poison": 1.0})
    assert likeness(made({"gift": 1.0}), german).words == 0.0
    assert likeness(made({"gift": 1.0}, language=None), german).words == 1.0


@pytest.mark.parametrize(
    ("words", "shared_concepts", "expected"),
    [
        pytest.param(HEADLINE_WORDS, 0, 0.0, id="headlines, none"),
        pytest.param(HEADLINE_WORDS, 1, 1 / 4 / ENOUGH_CONCEPTS**2, id="headlines, one of four"),
        pytest.param(HEADLINE_WORDS, 3, 3 / 4, id="headlines, enough"),
        pytest.param(HEADLINE_WORDS + 1, 1, 1 / 4 / ENOUGH_CONCEPTS, id="texts, one of four"),
        pytest.param(HEADLINE_WORDS + 1, 3, 3 / 4, id="texts, enough"),
    ],
)
def test_few_concepts_without_a_name_count_less(words: int, shared_concepts: int, expected: float) -> None:
    ours = dict.fromkeys("abcd", 0.5)
    theirs = dict.fromkeys("abcd"[:shared_concepts] + "wxyz"[shared_concepts:], 0.5)
    first, second = replace(made(ours), words=words), replace(made(theirs, language="fi"), words=words)
    assert likeness(first, second).concepts == likeness(second, first).concepts == pytest.approx(expected)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("brsln", 1.0, id="a name"),
        pytest.param("place:vardal", 1.0, id="a place"),
        pytest.param("geo:NO", 1 / ENOUGH_CONCEPTS, id="a country, which has news every day"),
    ],
)
def test_one_concept_of_long_texts_counts_in_full_beside_a_name(name: str, expected: float) -> None:
    first, second = (replace(made({"bus": 1.0}, language=code), sounds={name: 1.0}) for code in ("en", "fi"))
    assert likeness(first, second).concepts == pytest.approx(expected)


@pytest.mark.parametrize(
    ("shared_keys", "names", "concepts"),
    [
        pytest.param(0, 0.0, 0.0, id="nothing"),
        pytest.param(1, TOLD / 4, TOLD / 4 / ENOUGH_CONCEPTS, id="one of four, name and concept"),
        pytest.param(4, TOLD, TOLD, id="all"),
    ],
)
def test_a_headline_counts_by_how_much_of_it_a_longer_text_tells(shared_keys: int, names: float, concepts: float) -> None:
    """What the text tells besides, here 96 more keys, is no reason against them."""
    ours = dict.fromkeys("abcd", 0.5)
    theirs = dict.fromkeys([*"abcd"[:shared_keys], *map(str, range(100 - shared_keys))], 0.1)
    headline = replace(made({}), words=8, sounds=ours, concepts=ours)
    text = replace(made({}, language="fi"), words=300, sounds=theirs, concepts=theirs)
    for like in (likeness(headline, text), likeness(text, headline)):
        assert (like.names, like.concepts) == pytest.approx((max(names, shared_keys * 0.05), concepts))


@pytest.mark.parametrize(("concept", "names"), [("cable", TOLD), ("football", 0.1)], ids=["and a concept", "alone"])
def test_one_country_of_a_headline_says_little_alone(concept: str, names: float) -> None:
    """Else any headline about Norway would join the first long report that mentions it."""
    headline = replace(made({}), words=8, sounds={"geo:NO": 1.0}, concepts={concept: 1.0})
    text = replace(made({}, language="fi"), words=300, sounds={"geo:NO": 0.1}, concepts={"cable": 0.1})
    assert likeness(headline, text).names == pytest.approx(names)


def test_keys_left_out_are_left_out_of_a_headline_too() -> None:
    ours, theirs = dict.fromkeys("abcd", 0.5), dict.fromkeys("abwxyz", 0.4)
    headline = replace(made({}), words=8, sounds=ours)
    text = replace(made({}, language="fi"), words=300, sounds=theirs)
    assert likeness(headline, text, frozenset("cd")).names == pytest.approx(max(TOLD, 0.4 / math.sqrt(0.5)))
    assert likeness(headline, text, frozenset("abcd")).names == 0.0


def test_nothing_in_common_and_nothing_at_all() -> None:
    assert likeness(made({}), made({})).words == 0.0
    assert likeness(made({"a": 1.0}), made({"b": 1.0})).words == 0.0


def directly(a: Mapping[str, float], b: Mapping[str, float], without: frozenset[str]) -> float:
    """The cosine of the vectors that are left, from its definition."""
    ours, theirs = ({key: weight for key, weight in vector.items() if key not in without} for vector in (a, b))
    lengths = length(ours) * length(theirs)
    return sum(weight * theirs.get(key, 0) for key, weight in ours.items()) / lengths if lengths else 0.0


@given(VECTORS, VECTORS, st.frozensets(TEXT, max_size=6))
def test_cosine_without_keys_is_that_of_what_is_left(a: dict[str, float], b: dict[str, float], without: frozenset[str]) -> None:
    assert cosine(a, b, without) == pytest.approx(directly(a, b, without), abs=1e-6)


def test_keys_left_out_neither_join_nor_part() -> None:
    a, b = {"pact": 0.8, "snow": 0.6}, {"pact": 0.8, "fish": 0.6}
    assert cosine(a, b) == pytest.approx(0.64)
    assert cosine(a, b, {"pact"}) == 0.0
    assert cosine(a, {"snow": 0.6, "fish": 0.8}, {"pact", "fish"}) == pytest.approx(1.0)
    assert cosine(a, a, {"pact", "snow"}) == 0.0


@given(VECTORS, VECTORS)
def test_shared_parts_add_up_to_the_cosine(a: dict[str, float], b: dict[str, float]) -> None:
    parts = shared(a, b)
    assert sum(part for _, part in parts) == pytest.approx(cosine(a, b))
    assert [part for _, part in parts] == sorted((part for _, part in parts), reverse=True)


# ------------------------------------------------------------------ places

OSLO, BERGEN = Spot("oslo", "NO", 59.9, 10.8, 0), Spot("bergen", "NO", 60.4, 5.3, 0)
POINTS = st.builds(Spot, st.just("x"), st.just("NO"), st.floats(-90, 90), st.floats(-180, 180), st.integers(0, 200))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        pytest.param(OSLO, BERGEN, 309, id="across a country"),
        pytest.param(OSLO._replace(radius=20), BERGEN._replace(radius=15), 274, id="less what belongs to both"),
        pytest.param(OSLO._replace(radius=200), BERGEN._replace(radius=200), 0, id="they touch"),
        pytest.param(OSLO, OSLO, 0, id="the same"),
        pytest.param(Spot("a", "RU", 66.0, 179.5, 0), Spot("b", "RU", 66.0, -179.5, 0), 45, id="across the date line"),
        pytest.param(Spot("a", "NO", 90.0, 0.0, 0), Spot("b", "NO", 90.0, 90.0, 0), 0, id="the pole"),
    ],
)
def test_kilometres_between_places(a: Spot, b: Spot, expected: float) -> None:
    assert kilometres(a, b) == pytest.approx(expected, abs=2)


@given(POINTS, POINTS)
def test_kilometres_are_the_same_both_ways(a: Spot, b: Spot) -> None:
    assert kilometres(a, b) == pytest.approx(kilometres(b, a), abs=1e-6)
    assert 0 <= kilometres(a, b) <= 20_100  # half of the way around


# ------------------------------------------------------------------ the shipped table


@pytest.mark.parametrize(
    "word", ["KNM", "HMS", "Øst", "Öst", "Itä", "Säpo", "Supo", "МИД", "Минобороны", "Admiral", "Küste", "Capitaine"]
)
def test_offices_ranks_ships_and_directions_are_no_rare_names(word: str) -> None:
    """Two texts that share "KNM" or the front of Øst-Finnmark are not about one ship or place for that."""
    prior = load_prior(files("worker.developments").joinpath("common_words.tsv").read_text(encoding="utf-8").splitlines())
    assert Idf(prior=prior).weight(f"n:{fold(word)}") < Settings().rare < Idf(prior=prior).weight("n:vardal")


def test_everyday_concepts_of_the_shipped_table_are_in_the_lexicon() -> None:
    prior = load_prior(files("worker.developments").joinpath("common_words.tsv").read_text(encoding="utf-8").splitlines())
    lexicon = files("worker.entities").joinpath("concepts.tsv").read_text(encoding="utf-8").splitlines()
    everyday = {key.removeprefix("c:") for key in prior if key.startswith("c:")}
    assert everyday
    assert everyday <= {line.split("\t")[0] for line in lexicon}
    assert Idf(prior=prior).weight("c:ship") < Idf(prior=prior).weight("c:volcano")
