from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.errors import FetchError
from worker.fetch.decoding import Body

TEXT = b"ice and sea " * 500


def collect(coding: str, data: bytes, limit: int = 1 << 20, step: int = 100) -> bytes:
    body = Body(coding, limit, "http://a.example/")
    for start in range(0, len(data), step):
        body.feed(data[start : start + step])
    return body.finish()


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "data"),
    [
        pytest.param("", TEXT, id="none"),
        pytest.param("identity", TEXT, id="identity"),
        pytest.param("gzip", gzip.compress(TEXT), id="gzip"),
        pytest.param(" X-GZIP ", gzip.compress(TEXT), id="old name"),
        pytest.param("gzip", gzip.compress(TEXT[:600]) + gzip.compress(TEXT[600:]), id="two members"),
        pytest.param("gzip", gzip.compress(TEXT) + b"\0" * 300, id="padding behind the end"),
        pytest.param("deflate", zlib.compress(TEXT), id="deflate"),
        pytest.param("deflate", bare_deflate(TEXT), id="deflate without its header"),
    ],
)
@pytest.mark.parametrize("step", [1, 7, 100_000])
def test_codings_are_undone(coding, data, step):
    assert collect(coding, data, step=step) == TEXT


@pytest.mark.parametrize(
    ("coding", "data", "limit", "kind"),
    [
        pytest.param("br", b"", 100, "encoding", id="not asked for"),
        pytest.param("gzip, gzip", b"", 100, "encoding", id="stacked"),
        pytest.param("gzip", b"plain text", 100, "encoding", id="not what it says"),
        pytest.param("gzip", gzip.compress(TEXT)[:-1], 1 << 20, "truncated", id="last byte missing"),
        pytest.param("gzip", gzip.compress(TEXT)[:30], 1 << 20, "truncated", id="cut in the middle"),
        pytest.param("", TEXT, len(TEXT) - 1, "too-large", id="one byte too many"),
        pytest.param("gzip", gzip.compress(TEXT), len(TEXT) - 1, "too-large", id="one byte too many, compressed"),
        pytest.param("gzip", gzip.compress(b"\0" * (1 << 22)), 10_000, "too-large", id="bomb"),
        pytest.param("gzip", gzip.compress(b"") * 600, 10_000, "too-large", id="members without content for ever"),
    ],
)
def test_what_cannot_be_used_whole_is_an_error(coding, data, limit, kind):
    with pytest.raises(FetchError) as caught:
        collect(coding, data, limit)
    assert caught.value.kind == kind


@pytest.mark.parametrize("coding", ["", "gzip"])
def test_a_body_of_exactly_the_limit_is_whole(coding):
    data = gzip.compress(TEXT) if coding else TEXT
    assert collect(coding, data, limit=len(TEXT)) == TEXT


def test_an_empty_body_is_empty_whatever_its_coding():
    assert collect("gzip", b"") == b""


def test_a_beginning_is_kept_for_those_who_can_use_it():
    body = Body("gzip", 100, "http://a.example/")
    with pytest.raises(FetchError):
        body.feed(gzip.compress(TEXT))
    assert body.collected == TEXT[:100]


@given(st.binary(max_size=2000), st.integers(1, 50))
def test_any_bytes_survive_any_cut(data, step):
    assert collect("gzip", gzip.compress(data), step=step) == data
