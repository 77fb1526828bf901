"""Who wrote a document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.extract.authors import choose_author, clean_author


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("By The Newsroom", "The Newsroom"),
        ("https://a.example/x", ""),
        ("@handle", ""),
        ("x" * 200, ""),
        ("Admin", ""),
        ("wp-admin", ""),
        ("Redaktion", ""),
        ("Редакция", ""),
        ("Die Redaktion", ""),
        ("anna.berg@coast.example", ""),
        ("By", ""),
        ("Anna Berg (anna@coast.example)", "Anna Berg"),
        ("By Anna Berg and Olav Lie", "Anna Berg, Olav Lie"),
        ("Text: Anna Berg Foto: Olav Lie", "Anna Berg"),
        ("Af Anna Berg og Olav Lie", "Anna Berg, Olav Lie"),
        ("Von Anna Berg und Olav von der Au", "Anna Berg, Olav von der Au"),
        ("Par Anna Berg et Olav Lie", "Anna Berg, Olav Lie"),
        ("Teksti: Anna Berg ja Olav Lie", "Anna Berg, Olav Lie"),
        ("Автор: Анна Берг и Олав Ли", "Анна Берг, Олав Ли"),
        ("Anna Berg, Arctic correspondent", "Anna Berg"),
        ("Anna Berg, Ph.D.", "Anna Berg"),
        ("ANNA BERG, Associated Press", "ANNA BERG, Associated Press"),
        ("Anna Berg | 12 January 2026", "Anna Berg"),
        ("Anna Berg, anna berg, Olav Lie", "Anna Berg, Olav Lie"),
        ("A. One, B. Two, C. Three, D. Four", "A. One, B. Two, C. Three"),
        ("Reuters", "Reuters"),
        ("polar_fox", "polar_fox"),
        ("AP, Reuters", "AP, Reuters"),
        ("Von Anna Berg, dpa", "Anna Berg, dpa"),
        ("Par Anna Berg avec AFP", "Anna Berg, AFP"),
        ("Anna Berg og Olav Lie (foto)", "Anna Berg, Olav Lie"),
        ("Anna Berg Publisert 12.03.2026", "Anna Berg"),
        ("false", ""),
        ("[object Object]", ""),
    ],
)
def test_author(text, expected):
    assert clean_author(text) == expected


@pytest.mark.parametrize(
    ("stated", "signed", "bylines", "expected"),
    [
        pytest.param((), (), (), "", id="nothing"),
        pytest.param(("Admin", "Anna Berg"), ("Olav Lie",), (), "Anna Berg", id="the first statement with a name"),
        pytest.param((), ("More about the author", "Olav Lie"), (), "Olav Lie", id="a mark that is no name"),
        pytest.param((), ("Olav Lie 12 January",), (), "", id="a mark with a day"),
        pytest.param((), (), ("Olav Lie",), "", id="a class alone is not believed"),
        pytest.param((), (), ("By Olav Lie",), "Olav Lie", id="a class and a word"),
        pytest.param((), (), ("By Olav Lie Last updated January",), "", id="and nothing but names"),
    ],
)
def test_choose_author(stated, signed, bylines, expected):
    assert choose_author(stated, signed, bylines) == expected


@given(st.text(max_size=130))
def test_an_author_is_short_and_no_address(text):
    name = clean_author(text)
    assert len(name) <= 130
    assert "://" not in name
