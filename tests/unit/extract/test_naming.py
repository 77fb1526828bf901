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
    ],
)
def test_what_attributes_say(tag, attributes, groups, marks):
    assert said_by(tag, attributes) == Said(frozenset(groups), marks)


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
