"""What a page says of itself: titles, dates, author, language, address, in its head, its structured data and its marks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from worker.extract.segments import Tree

DATE_NAMES = (
    "article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "dcterms.issued",
    "dc.date.issued", "dcterms.created", "dc.date", "dcterms.date", "publish-date", "publication_date", "pubdate", "date",
)  # fmt: skip
_ARTICLE_TYPES = ("Article", "Posting", "Report", "Review")
_MAX_NODES = 20_000


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Facts a page states about itself, as written; empty where it states nothing."""

    tab: str
    headings: tuple[str, ...]
    metas: Mapping[str, str]
    article: Mapping[str, str]
    language: str | None
    canonical: str | None
    times: tuple[str, ...]

    @property
    def titles(self) -> tuple[str, ...]:
        """Declared titles, best first."""
        named = {name: self.metas.get(name, "") for name in ("og:title", "headline", "twitter:title")}
        declared = (named["og:title"], self.article.get("headline", ""), named["headline"], named["twitter:title"])
        return tuple(dict.fromkeys(filter(None, declared)))


def page_facts(tree: Tree) -> PageFacts:
    return PageFacts(
        tab=next((_text(e) for e in tree.iter("title")), ""),
        headings=tuple(text for e in tree.iter("h1") if (text := _text(e))),
        metas=_metas(tree),
        article=_json_article(tree),
        language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang"),
        canonical=next((e.get("href") for e in tree.iter("link") if (e.get("rel") or "").lower() == "canonical"), None),
        times=_times(tree),
    )


def _text(element: Tree) -> str:
    return " ".join("".join(element.itertext()).split())[:1000]


def _metas(tree: Tree) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = " ".join((element.get("content") or "").split())
        if name and content:
            found.setdefault(name.strip().lower(), content[:1000])
    return found


def _times(tree: Tree) -> tuple[str, ...]:
    """Machine-readable times marked as publication, or the first one of a page with a single article."""
    every = [e for e in tree.iter("time") if e.get("datetime")]
    marked = [e for e in every if (e.get("itemprop") or "") == "datePublished" or e.get("pubdate") is not None]
    articles = list(tree.iter("article"))
    inside = [e for e in articles[0].iter("time") if e.get("datetime")][:1] if len(articles) == 1 else []
    return tuple(e.get("datetime") for e in (*marked, *inside))


def _json_article(tree: Tree) -> dict[str, str]:
    """Headline, date, author and body of the first article in the page's JSON-LD (schema.org), as far as stated."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            if _is_article(node):
                return _article_fields(node)
    return {}


def _nodes(data: object) -> Iterator[dict[str, Any]]:
    waiting, seen = [data], 0
    while waiting and seen < _MAX_NODES:
        node, seen = waiting.pop(0), seen + 1
        if isinstance(node, dict):
            yield node
            waiting += [value for value in node.values() if isinstance(value, dict | list)]
        elif isinstance(node, list):
            waiting += node


def _is_article(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and name.endswith(_ARTICLE_TYPES) for name in names)


def _article_fields(node: Mapping[str, Any]) -> dict[str, str]:
    author = node.get("author")
    first = author[0] if isinstance(author, list) and author else author
    name = first.get("name") if isinstance(first, dict) else first
    stated = {
        "headline": node.get("headline"),
        "date": node.get("datePublished"),
        "body": node.get("articleBody"),
        "author": name,
    }
    return {key: value.strip() for key, value in stated.items() if isinstance(value, str) and value.strip()}
