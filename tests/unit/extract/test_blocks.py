"""Blocks of sites: what may be one, what goes, and what looks like one and stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.extract import blocks
from worker.extract.reasons import MOST
from worker.model import Extract, Removed

BODY = (
    "The coast guard sent a second ship to the fjord on Tuesday, and the governor said that more would follow soon.",
    "Nobody in the village had expected it so early, he said, because the ice was still too thick for the older vessels.",
    "Its crew will stay until the end of the season and will then be relieved by volunteers from the mainland.",
    "The council is going to discuss in spring whether a permanent station could be paid for from the fishing levy.",
)
QUOTE = "“Nobody asked us, and nobody is going to,” the mayor said."
BOX = "Get the northern briefing every morning, free of charge."
LONG = " ".join(["Our editors choose what matters."] * 12)
LABEL = "Listen to this page"


def page(*lines: str, boxed: tuple[str, ...] = ()) -> Extract:
    return Extract(text="\n".join(lines), boxed=tuple(i for i, line in enumerate(lines) if line in boxed))


def seen(*lines: str, developments: int = 2, boxed: bool = False) -> dict[int, int]:
    return {blocks.digest(line, boxed=boxed): developments for line in lines}


# ------------------------------------------------------------------ the site


@pytest.mark.parametrize(
    ("url", "text_from", "site"),
    [
        pytest.param(None, "page", "", id="no address"),
        pytest.param("http://[", "page", "", id="no address but brackets"),
        pytest.param("/relative", "page", "", id="no host"),
        pytest.param("https://coast.example/a.txt", "file", "", id="a file teaches nothing"),
        pytest.param("https://WWW.Coast.example:8443/a", "page", "coast.example", id="www, case and port"),
        pytest.param("https://m.coast.example./a", "page", "coast.example", id="mobile"),
        pytest.param("https://amp.coast.example/a", "page", "coast.example", id="amp"),
        pytest.param("https://mcoast.example/a", "page", "mcoast.example", id="only looks like mobile"),
        pytest.param("https://news.coast.example/a", "page", "news.coast.example", id="another part of a house"),
        pytest.param("https://coast.example/a", "feed", "coast.example (feed)", id="a feed learns apart"),
    ],
)
def test_lines_are_learned_per_host(url: str | None, text_from: str, site: str) -> None:
    assert blocks.site_of(url, text_from) == site


# ------------------------------------------------------------------ digests


@pytest.mark.parametrize(
    ("text", "boxed"),
    [
        pytest.param("", True, id="empty"),
        pytest.param("* * *", True, id="no word"),
        pytest.param("1,204", True, id="a number"),
        pytest.param("12 km", True, id="a number and its unit"),
        pytest.param("5 May 2026", False, id="a date"),
    ],
)
def test_a_line_that_says_too_little_has_no_digest(text: str, boxed: bool) -> None:
    assert blocks.digest(text, boxed=boxed) is None


@pytest.mark.parametrize(
    ("one", "other", "boxed", "same"),
    [
        pytest.param("Read by 1,204", "read by 988.", True, True, id="counters in a box"),
        pytest.param("Ships at sea: 12", "Ships at sea: 14", False, False, id="figures in the text are facts"),
        pytest.param("| Ships at sea | 12 |", "| Ships at sea | 14 |", True, False, id="figures in a table are facts"),
        pytest.param("Følg oss på Facebook!", "FØLG OSS PÅ FACEBOOK", False, True, id="case and punctuation"),
        pytest.param("Подписаться на рассылку", "Подписаться на новости", True, False, id="other words"),
    ],
)
def test_what_makes_two_lines_the_same(one: str, other: str, boxed: bool, same: bool) -> None:
    assert (blocks.digest(one, boxed=boxed) == blocks.digest(other, boxed=boxed)) is same


def test_a_digest_is_the_same_in_every_run_and_fits_a_column_of_64_bits() -> None:
    assert blocks.digest("Follow us", boxed=False) == 999822490577157555
    assert 0 <= blocks.digest(BOX, boxed=True) < 2**63


# ------------------------------------------------------------------ what is learned


def test_the_edges_and_the_boxes_are_learned_and_the_middle_is_not() -> None:
    lines = [f"Sentence {'abcdefghijklmnopqrstuvwxyz'[n]} of the article." for n in range(20)]
    learned = blocks.to_learn(page(*lines, boxed=(lines[9],)), {})
    edges = {*range(blocks.HEAD), *range(20 - blocks.TAIL, 20)}
    assert set(learned) == {blocks.digest(lines[n], boxed=n == 9) for n in edges | {9}}


def test_behind_a_known_footer_the_next_lines_are_edge() -> None:
    lines = [f"Sentence {'abcdefghijklmnopqrstuvwxyz'[n]} of the article." for n in range(26)]
    known = seen(*lines[-blocks.TAIL :])
    learned = blocks.to_learn(page(*lines), known)
    assert set(seen(*lines[-2 * blocks.TAIL :])) <= set(learned)


def test_a_hostile_page_of_2000_boxed_lines_teaches_a_bounded_number() -> None:
    lines = [f"Line {f'{n:04}'.translate(str.maketrans('0123456789', 'abcdefghij'))} again" for n in range(2000)]
    extract = page(*lines, boxed=tuple(lines))
    bound = blocks.MOST_BOXED + blocks.HEAD_REACH + blocks.TAIL_REACH
    assert blocks.MOST_BOXED // 2 < len(blocks.digests(extract)) <= bound
    assert len(blocks.to_learn(extract, {})) <= bound


@pytest.mark.parametrize(
    ("reason", "learned"),
    [
        pytest.param("title", False, id="the headline is of one page"),
        pytest.param("related", False, id="other items change every day"),
        pytest.param("appeal", True, id="an appeal"),
        pytest.param("outside", True, id="a label beside the text"),
        pytest.param("footer", True, id="a line of the footer"),
    ],
)
def test_what_went_by_its_place_on_one_page_is_known_on_the_next(reason: str, learned: bool) -> None:
    went = replace(page(*BODY), removed=(Removed(reason, "We read 12 letters a day"),))
    digests = {blocks.digest("We read 12 letters a day", boxed=boxed) for boxed in (False, True)}
    assert digests.issubset(blocks.to_learn(went, {})) is learned


# ------------------------------------------------------------------ what goes


def gone(extract: Extract, known: dict[int, int]) -> list[str]:
    return [removed.text for removed in blocks.clean(extract, known).removed]


def test_a_box_goes_from_the_third_page_wherever_it_stands() -> None:
    cleaned = blocks.clean(page(BODY[0], BOX, BODY[1], boxed=(BOX,)), seen(BOX, boxed=True))
    assert cleaned.text == "\n".join(BODY[:2])
    assert cleaned.removed == (Removed("site-block", BOX),)


def test_the_boxes_that_stay_are_numbered_anew() -> None:
    own = "Facts about this ship and its crew of forty."
    cleaned = blocks.clean(page(BODY[0], BOX, BODY[1], own, BODY[2], boxed=(BOX, own)), seen(BOX, boxed=True))
    assert [cleaned.text.split("\n")[i] for i in cleaned.boxed] == [own]


@pytest.mark.parametrize(
    ("lines", "known", "boxed", "expected"),
    [
        pytest.param(("",), seen(BOX), (), [], id="no text"),
        pytest.param((BODY[0], BOX), seen(BOX, developments=1), (), [], id="one development is no evidence"),
        pytest.param((BOX, *BODY, BOX), seen(BOX), (), [BOX, BOX], id="at both ends"),
        pytest.param((BODY[0], QUOTE, *BODY[1:]), seen(QUOTE), (), [], id="a quotation in the middle"),
        pytest.param((*BODY, BOX, "And the storm is over."), seen(BOX), (), [], id="the end is not the end"),
        pytest.param((*BODY, BOX, LABEL), {**seen(BOX), **seen(LABEL)}, (), [BOX, LABEL], id="a run at the end"),
        pytest.param((BOX,), seen(BOX, boxed=True), (BOX,), [], id="never all of it"),
        pytest.param((BODY[0], BOX, LABEL), seen(BODY[0], BOX, LABEL), (), [], id="never most of it"),
        pytest.param(
            (BODY[0], *BODY[1:]), seen(*BODY[1:], boxed=True), BODY[1:], list(BODY[1:]), id="most of it when it is boxed"
        ),
        pytest.param(
            (BODY[0], BODY[1], BODY[2], BODY[3]),
            {**seen(BODY[1], boxed=True), **seen(BODY[2]), **seen(BODY[3])},
            (BODY[1],),
            [BODY[1]],
            id="only what is boxed when it would be too much",
        ),
    ],
)
def test_what_goes(lines: tuple[str, ...], known: dict, boxed: tuple[str, ...], expected: list[str]) -> None:
    assert gone(page(*lines, boxed=boxed), known) == expected


@pytest.mark.parametrize(
    ("lines", "boxed", "developments", "expected"),
    [
        pytest.param((LABEL, *BODY), (), 2, [], id="a heading over the article's text"),
        pytest.param((*BODY, LABEL), (), 2, [LABEL], id="nothing stands under it"),
        pytest.param((LABEL, *BODY), (LABEL,), 2, [LABEL], id="a boxed label above the article"),
        pytest.param((BODY[0], LABEL, *BODY[1:]), (LABEL,), 2, [], id="a lone label inside may be a sub-heading"),
        pytest.param((BODY[0], LABEL, *BODY[1:]), (LABEL,), 3, [LABEL], id="a lone label in three developments"),
        pytest.param((BODY[0], LABEL, "Length: six minutes", BODY[1]), (LABEL, "Length: six minutes"), 3, [], id="over a box"),
        pytest.param((BODY[0], BOX, LABEL, *BODY[1:]), (BOX, LABEL), 2, [BOX, LABEL], id="the last line of a box"),
        pytest.param((BODY[0], LABEL, BOX, *BODY[1:]), (BOX, LABEL), 2, [LABEL, BOX], id="the heading of a box"),
    ],
)
def test_a_heading_goes_only_with_what_stands_under_it(
    lines: tuple[str, ...], boxed: tuple[str, ...], developments: int, expected: list[str]
) -> None:
    known = {line: developments for text in (LABEL, BOX) for line in (blocks.digest(text, boxed=text in boxed),)}
    assert gone(page(*lines, boxed=boxed), known) == expected


@pytest.mark.parametrize(
    ("closing", "expected"),
    [
        pytest.param(
            "The village had asked the governor for a permanent station in the fjord years ago.", False, id="background"
        ),
        pytest.param("Subscribe to our newsletter and read the latest stories from everywhere first.", True, id="a block"),
    ],
)
def test_background_at_the_end_that_the_article_takes_up_stays(closing: str, expected: bool) -> None:
    assert bool(gone(page(*BODY, closing), seen(closing))) is expected


def test_background_in_a_box_goes() -> None:
    closing = "The village had asked the governor for a permanent station in the fjord years ago."
    assert gone(page(*BODY, closing, boxed=(closing,)), seen(closing, boxed=True)) == [closing]


@pytest.mark.parametrize(
    ("lines", "known", "expected"),
    [
        pytest.param((), {}, "", id="no text"),
        pytest.param((*BODY, BOX), {}, "\n".join((*BODY, BOX)), id="nothing known"),
        pytest.param((*BODY, BOX), seen(BOX, developments=1), "\n".join(BODY), id="seen once is enough"),
        pytest.param((*BODY, BOX), seen(*BODY, developments=1), "\n".join((*BODY, BOX)), id="the same article once more"),
        pytest.param(
            (BODY[0], QUOTE, LONG), seen(LONG, boxed=True), "\n".join((BODY[0], QUOTE)), id="a box longer than the text"
        ),
        pytest.param((LONG,), seen(LONG, boxed=True), LONG, id="an article that is all box"),
    ],
)
def test_stories_are_compared_without_what_the_site_had_before(lines: tuple[str, ...], known: dict, expected: str) -> None:
    assert blocks.own_text(page(*lines, boxed=(LONG,)), known) == expected


def test_boxes_that_hold_the_article_itself_say_nothing() -> None:
    lines = (BODY[0], QUOTE, *BODY[1:], BOX)
    known = {**seen(QUOTE, boxed=True), **seen(BOX, boxed=True)}
    assert gone(page(*lines, boxed=lines), known) == [BOX]
    assert gone(page(*lines, boxed=(QUOTE, BOX)), known) == [QUOTE, BOX]
    above = ("Wind from the north.", BOX, *lines[:-1])
    assert gone(page(*above, boxed=("Wind from the north.", BOX, *lines[1:])), known) == [BOX]


def test_an_unknown_box_does_not_end_a_run_at_the_edge() -> None:
    own = "Also today: wolves reach the coast"
    assert gone(page(*BODY, BOX, own, LABEL, boxed=(own,)), seen(BOX, LABEL)) == [BOX, LABEL]
    assert gone(page(*BODY, BOX, own, LABEL), seen(BOX, LABEL)) == [LABEL]


def test_a_known_list_above_the_article_goes_to_its_last_item() -> None:
    choices = ("We value your privacy", "- Statistics", "- Marketing")
    assert gone(page(*choices, *BODY), seen(*choices)) == list(choices)


_LINE = st.sampled_from([*BODY, QUOTE, BOX, LABEL, "Background", "Read by 1,204", "", "12 km", "Share"])
_PAGES = st.lists(_LINE, max_size=12).flatmap(
    lambda lines: st.tuples(st.just(lines), st.sets(st.integers(0, max(len(lines) - 1, 0)), max_size=6))
)


@settings(max_examples=300, deadline=None)
@given(_PAGES, st.data())
def test_cleaning_twice_is_cleaning_once_and_nothing_is_lost(given_page: tuple[list[str], set[int]], data: st.DataObject) -> None:
    lines, boxed = given_page
    extract = Extract(text="\n".join(lines), boxed=tuple(sorted(boxed)))
    known = {line: data.draw(st.integers(1, 3)) for line in blocks.digests(extract)}
    once = blocks.clean(extract, known)
    assert blocks.clean(once, known) is once
    left = [line for line in once.text.split("\n") if line]
    assert sorted(left + [removed.text for removed in once.removed]) == sorted(line for line in lines if line)
    assert bool(left) is any(lines)
    apart = sum(len(removed.text) for removed in once.removed if removed.text in {lines[i] for i in boxed if i < len(lines)})
    assert sum(len(removed.text) for removed in once.removed) <= max(MOST * sum(map(len, lines)), apart)


# ------------------------------------------------------------------ stories

CABLE_A = Extract(
    title="Cable to the archipelago cut, police look for a trawler",
    text="One of two subsea cables to the archipelago was damaged on Friday, and investigators suspect sabotage.\n"
    "A trawler had crossed the route several times at low speed, according to the operator of the cables.\n"
    "All telephone and internet traffic was moved to the remaining cable, and a repair vessel left the harbour.\n" + QUOTE,
)
CABLE_B = Extract(
    title="Investigators suspect sabotage",
    text="Police opened an investigation after a subsea cable between the mainland and the archipelago was damaged.\n"
    "The operator moved its traffic to the other cable; a repair vessel should reach the place on Sunday.\n"
    "A fishing trawler that had crossed the route is being questioned about the damaged cable.\n" + QUOTE,
)
QUOTA = Extract(
    title="Fishing quota for cod lowered again",
    text="Ministers agreed on Thursday to lower the quota for cod in the northern waters for the third year in a row.\n"
    "Scientists had recommended a steeper reduction because young fish are scarce around the spawning grounds.\n"
    "Coastal communities fear that processing plants will close, and the opposition demands compensation.\n" + QUOTE,
)
# Two short reports of a site that puts more around them than they say themselves.
AROUND = "\n".join((
    "The harbour authority watches the traffic at sea, advises the ministries and has offices in four towns.",
    "Questions of journalists are answered by the press office at any hour of the day and of the night.",
    "Publisher: Harbour Gazette Limited, Customs Square, Westport; all content is protected by copyright.",
    "A short letter about everything that moves the north, written by our editors and sent every morning.",
))  # fmt: skip
STORM = Extract(
    title="Storm destroys the pier",
    text="Waves of eleven metres broke the concrete of the harbour pier during Thursday night.\n"
    "Fishermen moved their vessels to the inner basin before midnight.\n" + AROUND,
)
HEARING = Extract(
    title="Committee hears the shipowner",
    text="Lawmakers questioned the shipowner about insurance certificates on Wednesday afternoon.\n"
    "Opposition members demanded documents about earlier inspections abroad.\n" + AROUND,
)
ELECTION = Extract(
    title="Parliament dissolved, vote in April",
    text="The prime minister dissolved parliament on Monday and announced elections for the last Sunday in April.\n"
    "Opinion polls show the independence party ahead, followed by the social democrats and the greens.\n"
    "Observers expect that mining licences and the relationship with the kingdom will dominate the campaign.",
)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param(Extract(), Extract(), True, id="nothing to compare"),
        pytest.param(CABLE_A, Extract(text="Wind."), True, id="no title and too little to compare"),
        pytest.param(CABLE_A, Extract(title="Weather warning", text="Wind."), False, id="a short note on something else"),
        pytest.param(replace(CABLE_A, title=""), CABLE_B, True, id="one event, one without a title"),
        pytest.param(replace(CABLE_A, title=""), QUOTA, False, id="two events, one without a title"),
        pytest.param(CABLE_A, replace(CABLE_B, title="Sabotage north of the harbour"), True, id="one event, another headline"),
        pytest.param(CABLE_A, replace(CABLE_A, title="Ministers meet"), True, id="the same text under another headline"),
        pytest.param(
            replace(page(BOX, QUOTE, *BODY[:2], boxed=(BOX, QUOTE)), title="Second ship sent"),
            replace(page(BOX, QUOTE, "Wind.", boxed=(BOX, QUOTE)), title="Weather"),
            False,
            id="a box in both that is longer than the article",
        ),
        pytest.param(CABLE_A, Extract(title=CABLE_A.title, text=QUOTA.text), True, id="the same headline"),
        pytest.param(CABLE_A, CABLE_A, True, id="the same page"),
        pytest.param(CABLE_A, CABLE_B, True, id="two reports of one event that share a quotation"),
        pytest.param(CABLE_A, QUOTA, False, id="two events that share a quotation"),
        pytest.param(QUOTA, ELECTION, False, id="two events"),
        pytest.param(STORM, HEARING, False, id="short reports with much around them"),
        pytest.param(STORM, replace(STORM, title="Committee hears the shipowner"), True, id="one of them under another headline"),
        pytest.param(STORM, replace(HEARING, title="Harbour destroys"), True, id="a headline of words that both have"),
    ],
)
def test_which_pages_tell_two_stories(one: Extract, other: Extract, same: bool) -> None:
    left, right = blocks.story_of(one), blocks.story_of(other)
    assert blocks.same_story(left, right) is same
    assert blocks.same_story(right, left) is same
