"""What the attributes of an element say: page parts, dates, authors and breadcrumbs, and nothing for most names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.extract import cues
from worker.extract.naming import Said, said_by

NOTHING = Said()


@pytest.mark.parametrize(
    ("tag", "attributes", "groups", "marks"),
    [
        pytest.param("div", [], set(), (), id="no attributes"),
        pytest.param("div", [("class", " \n")], set(), (), id="an empty class"),
        pytest.param("p", [("class", "paragraf lead-2 x7f3a")], set(), (), id="names that say nothing"),
        pytest.param("div", [("title", "newsletter"), ("data-x", "comments")], set(), (), id="attributes that do not name"),
        pytest.param("div", [("class", "Box NEWS-Letter")], {"subscribe"}, (), id="capitals"),
        pytest.param("div", [("class", "comments"), ("id", "share-bar")], {"comments", "share"}, (), id="two attributes"),
        pytest.param("div", [("data-testid", "cookie-wall")], {"consent"}, (), id="a name for tests"),
        pytest.param("span", [("class", "share date")], {"share", "meta"}, ("date",), id="two names of one class"),
        pytest.param("div", [("class", "reshared antibiotic")], set(), (), id="the middle of a word"),
        pytest.param("div", [("class", "design-upgrade")], set(), (), id="the end of a word and the beginning of the next"),
        pytest.param("div", [("class", "form_sign-up")], {"subscribe"}, (), id="two words"),
        pytest.param("div", [("class", "emailSignupBox")], {"subscribe"}, (), id="one word in another"),
        pytest.param("div", [("class", "entry-meta")], {"meta"}, (), id="a name in two parts"),
        pytest.param("div", [("class", "x" * 1000 + " Share")], {"share"}, (), id="longer than what is remembered"),
        pytest.param("time", [], set(), ("date",), id="time without attributes"),
        pytest.param("time", [("class", "posted-on")], set(), ("date",), id="a mark is named once"),
        pytest.param("p", [("class", "byline")], {"author"}, ("date", "byline"), id="byline"),
        pytest.param("meta", [("itemprop", "datePublished")], set(), ("date",), id="property of a date"),
        pytest.param("span", [("property", "schema:author")], set(), ("signed",), id="property of an author"),
        pytest.param("a", [("rel", "nofollow author")], set(), ("signed",), id="link to an author"),
        pytest.param("a", [("rel", "authorship")], set(), (), id="another relation"),
        pytest.param("nav", [("aria-label", " Breadcrumb ")], set(), ("trail",), id="label of a breadcrumb"),
        pytest.param("div", [("aria-label", "The ships in the fjord")], set(), (), id="a label that says nothing"),
        pytest.param("div", [("aria-label", "Comments " * 20)], set(), (), id="a label that is a text"),
        pytest.param("div", [("role", "dialog")], {"dialog"}, (), id="dialogue"),
        pytest.param("div", [("role", " AlertDialog ")], {"dialog"}, (), id="dialogue of a notice"),
        pytest.param("div", [("aria-modal", "true")], {"dialog"}, (), id="over the page"),
        pytest.param("div", [("aria-modal", "false")], set(), (), id="not over the page"),
        pytest.param("div", [("role", "alert")], {"apart"}, (), id="notice"),
        pytest.param("div", [("class", "alert alert-warning")], set(), (), id="a warning in a box"),
        pytest.param("p", [("class", "dialog")], set(), (), id="what people say"),
        pytest.param("p", [("data-nosnippet", "")], {"apart"}, (), id="not to be cited"),
        pytest.param("p", [("data-nosnippet", "false")], set(), (), id="to be cited"),
        pytest.param("p", [("class", "no-print")], {"apart"}, (), id="not printed"),
        pytest.param("p", [("class", "print:hidden")], {"apart"}, (), id="hidden in print"),
        pytest.param("p", [("class", "print-head")], set(), (), id="printed"),
        pytest.param("span", [("class", "sr-only")], {"apart"}, (), id="for the ear"),
        pytest.param("span", [("class", "not-sr-only")], set(), (), id="for the eye as well"),
        pytest.param("span", [("class", "md:not-sr-only")], set(), (), id="for the eye on large screens"),
    ],
)
def test_what_attributes_say(tag, attributes, groups, marks):
    assert said_by(tag, attributes) == Said(frozenset(groups), marks)


@pytest.mark.parametrize(
    ("label", "group"),
    [
        pytest.param("Related articles", "related", id="en"),
        pytest.param("Læs også", "related", id="da"),
        pytest.param("Les også", "related", id="no"),
        pytest.param("Läs också", "related", id="sv"),
        pytest.param("Lue myös", "related", id="fi"),
        pytest.param("Lestu einnig", "related", id="is"),
        pytest.param("Читайте также", "related", id="ru"),
        pytest.param("Lesen Sie auch", "related", id="de"),
        pytest.param("À lire aussi", "related", id="fr"),
        pytest.param("Kommentarer", "comments", id="sv comments"),
        pytest.param("Kommentit", "comments", id="fi comments"),
        pytest.param("Комментарии", "comments", id="ru comments"),
        pytest.param("Del artikkelen", "share", id="no share"),
        pytest.param("Artikel teilen", "share", id="de share"),
    ],
)
def test_the_label_of_a_part_is_read_as_a_heading_is(label, group):
    assert said_by("section", [("aria-label", label)]).groups == {group}


def test_only_the_first_names_of_an_element_count():
    assert said_by("div", [("class", "x " * 40 + "newsletter")]) == NOTHING


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_every_name_of_a_group_is_found(data):
    """The quick look at a value, which spares most of the searches, must not miss what one of the searches finds."""
    group = data.draw(st.sampled_from(sorted(cues.GROUPS)))
    name = data.draw(st.from_regex(cues.GROUPS[group].pattern, fullmatch=True))
    assert group in said_by("div", [("class", f"x {name}")]).groups


@pytest.mark.parametrize(
    "name", ["date", "datetime", "dateline", "dato", "datum", "published", "posted", "timestamp", "time-stamp", "byline"]
)
def test_every_name_of_a_date_is_found(name):
    assert "date" in said_by("span", [("class", f"entry_{name}-x")]).marks
