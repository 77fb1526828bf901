"""The tables of cue phrases: every row proves itself, the notation, and that no line can make matching slow."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.errors import ConfigError
from worker.extract import cues
from worker.extract.cues.notation import NETWORKS, fold, keys_of, letters_of, telling_keys, translate
from worker.extract.cues.phrases import LONGEST, Phrases, Place
from worker.extract.cues.table import COLUMNS, Row, faults, read

# What finds whole lines in running text: here a near miss must be left alone by all of them, not by its own alone.
LINE_CUES = {
    "pointer": cues.POINTER,
    "subscribe": cues.SUBSCRIBE,
    "inbox": cues.INBOX,
    "consent-button": cues.CONSENT_BUTTON,
    "tail-heading": cues.TAIL_HEADING,
    "comments": cues.COMMENTS_HEADING,
    "share": cues.SHARE,
    "share-button": cues.SHARE_BUTTON,
    "author": cues.AUTHOR_HEADING,
    "footer": cues.FOOTER,
    "stamp": cues.STAMP,
    "sign-off": cues.SIGN_OFF,
    "paywall": cues.PAYWALL,
    "unavailable": cues.UNAVAILABLE,
}
# Pairs that say much the same of a line: "More from Oslo: ..." points and heads, a paywall asks to subscribe, a footer
# says when, by whom, or what the form for comments says.
ALIKE = (
    {"pointer", "tail-heading"},
    {"subscribe", "inbox"},
    {"subscribe", "paywall"},
    {"subscribe", "unavailable"},
    {"paywall", "unavailable"},
    {"footer", "unavailable"},
    {"footer", "comments"},
    {"footer", "stamp"},
    {"footer", "sign-off"},
    {"share", "share-button"},
)
EVERYWHERE = set(cues.PLACES) - {"honorific"}
RUNNING = sorted({row.near_miss for row in cues.ROWS if row.near_miss and row.category in LINE_CUES})

START = Place(True, r"(?:PHRASE)(?!\w)")
INSIDE = Place(False, r"(?<!\w)(?:PHRASE)(?!\w)")


def one(phrase: str, place: Place = START) -> Phrases:
    return Phrases([(phrase, keys_of(phrase), place)])


@cache
def of_category(category: str, language: str) -> Phrases:
    rows = (row for row in cues.ROWS if row.category == category and row.file == f"{language}.tsv")
    return Phrases((row.phrase, row.keys, cues.PLACES[category]) for row in rows)


# ------------------------------------------------------------------ the rows

# A test a table and not one a row: with 3,400 rows the reporting of 10,000 results took longer than the rows themselves.
FILES = sorted({row.file for row in cues.ROWS})
EACH_TABLE = pytest.mark.parametrize("file", FILES)


def failing(file: str, fails: Callable[[Row], object]) -> list[str]:
    """Where each row of the table stands that fails, and what it fails with."""
    found = ((row, fails(row)) for row in cues.ROWS if row.file == file)
    return [f"{row.file}:{row.line}: {row.phrase!r} {fault}" for row, fault in found if fault]


def test_no_row_has_a_fault():
    assert not list(faults(cues.ROWS)), "\n".join(map(str, faults(cues.ROWS)))


@EACH_TABLE
def test_the_example_is_recognised_by_its_own_phrase(file):
    assert failing(file, lambda row: one(row.phrase, cues.PLACES[row.category]).search(row.example) is None) == []


@EACH_TABLE
def test_the_example_is_recognised_as_nothing_else(file):
    def others(row: Row) -> set[str]:
        if row.category not in LINE_CUES:
            return set()
        found = {category for category, pattern in LINE_CUES.items() if pattern.search(row.example)}
        return {other for other in found - {row.category} if {row.category, other} not in ALIKE}

    assert failing(file, others) == []


@EACH_TABLE
def test_the_near_miss_is_left_alone(file):
    def found(row: Row) -> list[str]:
        patterns = LINE_CUES if row.category in LINE_CUES else {row.category: of_category(row.category, row.file[:2])}
        return [category for category, pattern in patterns.items() if row.near_miss and pattern.search(row.near_miss)]

    assert failing(file, found) == []


@pytest.mark.parametrize("language", cues.LANGUAGES)
def test_every_language_has_every_category_with_a_near_miss(language):
    rows = [row for row in cues.ROWS if row.file == f"{language}.tsv"]
    assert {row.category for row in rows} >= EVERYWHERE
    assert {row.category for row in rows if row.near_miss} >= set(LINE_CUES)


def test_spelling_variants_of_all_examples_are_recognised():
    """Capitals, decomposed letters, typographic apostrophes, doubled and unbreakable blanks."""
    for row in cues.ROWS:
        pattern = one(row.phrase, cues.PLACES[row.category])
        for variant in (row.example.upper(), unicodedata.normalize("NFD", row.example), row.example.replace("'", "’")):
            assert pattern.search(variant), (row.file, row.line, variant)
        assert pattern.search(row.example.replace(" ", "\u00a0")), (row.file, row.line)


# ------------------------------------------------------------------ moments in numbers


@pytest.mark.parametrize(
    ("line", "found"),
    [
        pytest.param("14.03.2026", False, id="a day alone may be a line of a chronology"),
        pytest.param("12 January 2026", False, id="a day with the name of the month alone"),
        pytest.param("21:19", False, id="a clock time alone"),
        pytest.param("14.03.2026 the ship left at 21:19", False, id="words between"),
        pytest.param("14.03.2026 21:19", True, id="points"),
        pytest.param("14/03/2026, 21:19 UTC", True, id="strokes and a time zone"),
        pytest.param("2026-03-14 21:19:05", True, id="year first, with seconds"),
        pytest.param("14.3.2026 klo 21.19", True, id="a word before the clock time"),
        pytest.param("14.03.2026 | 21:19 Uhr", True, id="a bar between"),
        pytest.param("14/03/2026 à 21h19", True, id="hours with h"),
    ],
)
def test_a_stamp_has_a_day_and_a_clock_time(line, found):
    assert bool(cues.STAMP.search(line)) is found


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Subscribe here, the bosun told the new hands.", id="en"),
        pytest.param("Tilmeld dig her, sagde bådsmanden til de nye.", id="da"),
        pytest.param("Abonner her, sa båtsmannen til de nye.", id="no"),
        pytest.param("Prenumerera här, sade båtsmannen till de nya.", id="sv"),
        pytest.param("Tilaa tästä, pursimies sanoi uusille.", id="fi"),
        pytest.param("Skráðu þig hér, sagði bátsmaðurinn við nýliðana.", id="is"),
        pytest.param("Подпишитесь здесь, велел боцман новичкам и протянул журнал.", id="ru"),
        pytest.param("Melden Sie sich hier an, sagte der Bootsmann zu den Neuen.", id="de"),
        pytest.param("Inscrivez-vous ici, dit le bosco aux nouveaux.", id="fr"),
    ],
)
def test_an_order_that_somebody_gives_is_no_invitation(line):
    assert [name for name, pattern in LINE_CUES.items() if pattern.search(line)] == []


# ------------------------------------------------------------------ the notation


@pytest.mark.parametrize(
    ("phrase", "line", "found"),
    [
        pytest.param("see also", "See alsop", False, id="a longer last word"),
        pytest.param("see also", "See, also", False, id="punctuation between words"),
        pytest.param("see also", "They see also", False, id="not first"),
        pytest.param("see also", "» See  also this", True, id="signs before, two blanks"),
        pytest.param("read [the] full story|article", "Read full article", True, id="optional word missing, other choice"),
        pytest.param("read [the] full story|article", "Read the full story", True, id="optional word there"),
        pytest.param("read [the] full story|article", "Read the the full story", False, id="optional word twice"),
        pytest.param("[in] [this] article", "article", True, id="optional words in front, missing"),
        pytest.param("[in] [this] article", "In this article", True, id="optional words in front"),
        pytest.param("cookie*", "Cookies", True, id="any ending"),
        pytest.param("cookie*", "A cookie", False, id="any ending, not first"),
        pytest.param("*cookie", "Webcookie", True, id="any beginning"),
        pytest.param("sign up ... letter", "Sign up letter", True, id="an empty gap"),
        pytest.param("sign up ... letter", "Sign up 1 2 3 4 5 6 7 8 letter", True, id="eight words"),
        pytest.param("sign up ... letter", "Sign up 1 2 3 4 5 6 7 8 9 letter", False, id="nine words"),
        pytest.param("sign up ... letter", "Sign up. The letter came", False, id="a sentence end in front of the gap"),
        pytest.param("sign up ... letter", "Sign up here. The letter came", False, id="a sentence end in the gap"),
        pytest.param("sign up ... letter", "Sign up by 12. May for the letter", True, id="a day in the gap"),
        pytest.param("more on ... <end>", "More on the north", True, id="gap to the end"),
        pytest.param("more on ... <end>", "More on the north.", False, id="gap to the end of a sentence"),
        pytest.param("subscribe <end>", "Subscribe!", True, id="end"),
        pytest.param("subscribe <end>", "Subscribe rates", False, id="not the end"),
        pytest.param("<number> min", "1,200 min", True, id="number"),
        pytest.param("<number> min", "ten min", False, id="no digits"),
        pytest.param("updated <year>", "Updated 2031", True, id="year"),
        pytest.param("updated <year>", "Updated 1800", False, id="no year"),
        pytest.param("on <network>", "On YouTube", True, id="network"),
        pytest.param("on <network>", "On deck", False, id="no network"),
        pytest.param("(<number>) replies", "(4) replies", None, id="begins with a sign"),
        pytest.param("like it?", "Like it", False, id="question mark missing"),
        pytest.param("like it?", "Like it? Share", True, id="question mark"),
        pytest.param("straße", "STRASSE", True, id="sharp s in capitals"),
        pytest.param("ещё", "Еще", True, id="ё and е"),
        pytest.param("don't", "Don’t", True, id="apostrophes"),
        pytest.param("don't", "Do\u00adn't", True, id="soft hyphen"),
    ],
)
def test_notation(phrase, line, found):
    if found is None:
        with pytest.raises(ValueError, match="begins with a letter"):
            one(phrase)
    else:
        assert bool(one(phrase).search(line)) is found


@pytest.mark.parametrize(("phrase", "letters"), [
    pytest.param("<network>|<number>", (("",),), id="nothing is sure"),
    pytest.param("[the] ... <end>", (), id="no word must stand there"),
    pytest.param("in|to your inbox|mailbox <end>", (("inbox", "mailbox"), ("your",), ("in", "to")), id="the longest first"),
    pytest.param("<start> cookie* [of <number>]", (("cookie",),), id="an open ending, and brackets"),
    pytest.param("<network>: Følg", (("følg",), (":",)), id="a placeholder with a sign"),
])  # fmt: skip
def test_letters_that_every_line_with_a_phrase_has(phrase, letters):
    assert letters_of(phrase) == letters


@pytest.mark.parametrize(("phrase", "keys"), [
    pytest.param("<number> comments", ("comments",), id="behind a number"),
    pytest.param("in|to your inbox|in-box <end>", ("your",), id="the shortest spelling counts"),
    pytest.param("[the] app* for phones|tablets", ("phones", "tablets"), id="one of two"),
    pytest.param("*settings", (), id="any beginning"),
])  # fmt: skip
def test_the_word_by_which_a_phrase_is_found(phrase, keys):
    assert telling_keys(phrase) == keys


def test_start_holds_where_a_phrase_may_stand_anywhere():
    assert one("<start> ad <end>", INSIDE).search("– Ad –")
    assert not one("<start> ad <end>", INSIDE).search("An ad")
    assert one("ad <end>", INSIDE).search("An ad")


@pytest.mark.parametrize(
    ("phrase", "message"),
    [
        pytest.param("[the story", "never closed", id="bracket left open"),
        pytest.param("the] story", "no partner", id="bracket never opened"),
        pytest.param("read [] story", "encloses nothing", id="empty brackets"),
        pytest.param("read [the [full]] story", "no partner", id="brackets in brackets"),
        pytest.param("[read] [on]", "every word is in brackets", id="all optional"),
        pytest.param("", "every word is in brackets", id="empty"),
        pytest.param("story| article", "a word is missing beside", id="a blank beside the bar"),
        pytest.param("co*ie", "beginning or end of a word", id="star inside"),
        pytest.param("ab*", "at least 3 letters", id="stem too short"),
        pytest.param("on <planet>", "'<planet>' is not known", id="unknown mark"),
        pytest.param("ad <end> here", "only be the last", id="end in the middle"),
        pytest.param("ad <start>", "only be the first", id="start at the end"),
        pytest.param("ad [...]", "cannot stand in brackets", id="optional gap"),
        pytest.param("... ad", "cannot begin with", id="gap first"),
        pytest.param("© us", "begins with a letter", id="sign first"),
    ],
)
def test_what_is_wrong_with_a_phrase(phrase, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        (keys_of(phrase), translate(phrase))


# ------------------------------------------------------------------ the tables

HEADER = "\t".join(COLUMNS)


def test_a_table_with_comments_and_windows_line_ends():
    text = f"# a note\r\n{HEADER}\r\n\r\npointer\tsee also\tSee also: x\t\r\n"
    (row,) = read({"en.tsv": text}, {"pointer"})
    assert (row.line, row.phrase, row.example, row.near_miss) == (4, "see also", "See also: x", "")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        pytest.param("pointer\tsee also", "en.tsv:2:1: expected category, phrase, example, near miss", id="columns missing"),
        pytest.param("pointer\tsee\tSee:\tx\ty", "got 5 columns", id="too many columns"),
        pytest.param("pionter\tsee\tSee:\tx", "category 'pionter' is not known; expected one of pointer", id="category"),
        pytest.param("pointer\tsee\t\tx", "one of them is empty", id="no example"),
        pytest.param("pointer\t\tSee:\tx", "one of them is empty", id="no phrase"),
        pytest.param('pointer\tsee\t"See:"\tx', "spreadsheets put around cells", id="quoted cell"),
        pytest.param("pointer\t© see\tSee:\tx", "a phrase begins with a letter", id="phrase"),
    ],
)
def test_what_is_wrong_with_a_row(row, message):
    with pytest.raises(ConfigError, match=re.escape(message)):
        read({"en.tsv": f"{HEADER}\n{row}"}, {"pointer"})


def test_all_faults_of_all_tables_are_told_at_once():
    with pytest.raises(ConfigError) as failed:
        read({"en.tsv": "x", "da.tsv": "pointer\tse\tSe:\ny"}, {"pointer"})
    assert [(problem.file, problem.line) for problem in failed.value.problems] == [("da.tsv", 2), ("en.tsv", 1)]


def test_faults_inside_phrases_and_repeated_phrases():
    rows = ("read on|\tRead on:", "see also\tSee also:", "see also\tSee also -")
    found = [str(fault) for fault in faults(read({"en.tsv": "\n".join(f"pointer\t{row}" for row in rows)}, {"pointer"}))]
    assert found == [
        "en.tsv:3:1: phrase 'see also' stands in line 2 already; remove one of the two",
        "en.tsv:1:1: phrase 'read on|': 'on|': a word is missing beside '|'; write the words without blanks: story|article",
    ]


# ------------------------------------------------------------------ hostile lines


WORDS = sorted({word for row in cues.ROWS for word in re.findall(r"[\w']+", fold(row.phrase))})
HOSTILE = [
    pytest.param(" " * LONGEST, id="blanks"),
    pytest.param("-" * LONGEST, id="signs"),
    pytest.param("a" * LONGEST, id="one word"),
    pytest.param("a." * (LONGEST // 2), id="letters and points"),
    pytest.param("12. " * (LONGEST // 4), id="days"),
    pytest.param(("sign up " + " " * 200) * 9, id="gaps of blanks"),
    pytest.param("sign up " + "a::::::::: " * 180, id="signs behind every word"),
    pytest.param(("get the latest " * 140)[:LONGEST], id="half phrases again and again"),
    pytest.param(("this article was originally published " * 60)[:LONGEST], id="several gaps"),
    pytest.param("by " + "a" * (LONGEST - 4) + "!x", id="byline without an end"),
    pytest.param("by " + "a " * (LONGEST // 2 - 3) + "!", id="byline of many names"),
    pytest.param("facebook " * (LONGEST // 9) + "x9", id="share bar without an end"),
    pytest.param(("photo (" * 300)[:LONGEST], id="brackets never closed"),
]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("line", HOSTILE)
def test_no_line_makes_matching_slow(line):
    """With one ambiguous repetition these lines would take years; the limit is for a busy machine."""
    for pattern in chain(LINE_CUES.values(), (cues.CREDIT, cues.PICTURED, cues.BYLINE, cues.CONSENT_THING)):
        pattern.search(line)
    cues.offers_choice(line)


def test_longer_lines_are_not_searched():
    assert cues.FOOTER.search("x " * 900 + "all rights reserved")
    assert cues.FOOTER.search("x " * LONGEST + "all rights reserved") is None


def test_longer_lines_are_not_remembered():
    line = "Wir danken Ihnen. " * LONGEST
    before = sys.getrefcount(line)
    assert cues.said(line) == frozenset()
    assert cues.addressed(line, "de") == {"reader"}
    assert cues.addressed(line, "en") == frozenset()
    assert sys.getrefcount(line) == before


@pytest.mark.timeout(60)
@given(st.lists(st.sampled_from([*WORDS, *NETWORKS, ".", ":", "?", "...", " ", "2026", "©"]), max_size=60))
def test_any_mixture_of_the_words_is_searched_without_fail(words):
    line = " ".join(words)
    for pattern in LINE_CUES.values():
        found = pattern.search(line)
        assert found is None or found.string == fold(line)


@given(st.sampled_from(RUNNING), st.sampled_from(RUNNING))
def test_two_sentences_of_news_in_one_line_are_no_footer_or_inbox(first, second):
    """What may stand anywhere must not arise where two sentences meet."""
    line = f"{first.rstrip('.')}. {second}"
    assert not cues.FOOTER.search(line)
    assert not cues.INBOX.search(line)
