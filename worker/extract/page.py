"""What a page says of itself: titles, dates, authors, section, language and address, in its head, structured data and marks."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from worker.extract.datelines import dateline
from worker.extract.dates import is_called_update, moment
from worker.extract.lines import visible
from worker.extract.segments import Tree

# Names that mean publication and nothing else, and names that some systems use for other days.
_PUBLISHED_NAMES = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "dcterms.issued", "dc.date.issued", "article.published", "article:published",
    "lp.article:published_time", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "bt:pubdate", "rnews:datepublished",
    "originalpublicationdate", "dcsext.articlefirstpublished", "mediator_published_time", "og:release_date", "video:release_date",
    "dc.date.published", "dcterms.published", "dc.date.publication", "dc.date.available", "date.issued", "article:post_date",
    "article.published_time", "article_published_time", "shareaholic:article_published_time", "og:pubdate",
    "citation_publication_date", "citation_online_date", "dcterms.available",
)  # fmt: skip
_DATE_NAMES = (
    "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "dc:date", "dcterms:date", "publish-date",
    "publish_date", "publication_date",
    "publicationdate", "pubdate", "pub_date", "published_time", "publishdate", "publish_time", "published_at", "published-date",
    "date_published", "published_date", "datepublication", "date-publication", "release_date", "article.date", "article.created",
    "datecreated", "date",
)  # fmt: skip
_AUTHOR_NAMES = (
    "author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "dc.contributor", "byl", "byline",
    "article:author", "og:article:author", "mediator_author", "cxenseparse:author", "citation_author",
)  # fmt: skip
_SECTION_NAMES = ("article:section", "og:article:section", "articlesection", "parsely-section", "section")
_LANGUAGE_NAMES = ("content-language", "og:locale", "dc.language", "dcterms.language", "inlanguage", "language")
_TIER_NAMES = ("article:content_tier", "og:article:content_tier")  # Facebook's catalogue: free, metered, locked
_LONGEST_FACT = 1000


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Facts a page states about itself, as written; empty where it states nothing.

    `article` holds what its structured data says of the article: headline, date, body, author, section, language,
    publisher, locked ("yes": it says that the text is not free). `languages`: every declared language tag, best first.
    `times` are machine-readable publication times of its marks, `visible` the texts that are marked as dates, `signed`
    those that are marked as authors, and `bylines` those whose class is named so. `trail`: the names of its breadcrumb,
    from the front page on. `front`: what it calls its front page. `lower`: its first headings of the second and third level.
    """

    tab: str
    headings: tuple[str, ...]
    metas: Mapping[str, str]
    article: Mapping[str, str]
    language: str | None
    canonical: str | None
    times: tuple[str, ...]
    languages: tuple[str, ...] = ()
    visible: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()
    trail: tuple[str, ...] = ()
    front: tuple[str, ...] = ()
    lower: tuple[str, ...] = ()

    @property
    def titles(self) -> tuple[str, ...]:
        """Declared titles, best first."""
        named = {name: self.metas.get(name, "") for name in ("og:title", "headline", "twitter:title")}
        declared = (named["og:title"], self.article.get("headline", ""), named["headline"], named["twitter:title"])
        return tuple(dict.fromkeys(filter(None, declared)))

    @property
    def dates(self) -> tuple[str, ...]:
        """Stated dates of publication, most trusted first; dates of a change are not among them."""
        named = (self.metas.get(name, "") for name in _PUBLISHED_NAMES)
        others = (self.metas.get(name, "") for name in _DATE_NAMES)
        return tuple(filter(None, (*named, self.article.get("date", ""), *others, *self.times)))

    @property
    def doubted_dates(self) -> frozenset[str]:
        """Those whose name some systems use for other days, as that on which they wrote the page."""
        others, named = ({self.metas[name] for name in names if name in self.metas} for names in (_DATE_NAMES, _PUBLISHED_NAMES))
        return frozenset(others - named)

    @property
    def authors(self) -> tuple[str, ...]:
        """Stated authors, most trusted first; several names of one statement are joined with commas."""
        named = (self.metas.get(name, "") for name in _AUTHOR_NAMES)
        return tuple(filter(None, (self.article.get("author", ""), *named)))

    @property
    def sections(self) -> tuple[str, ...]:
        """The site's names for the subject, most trusted first; the last is the innermost category of the breadcrumb."""
        named = (self.metas.get(name, "") for name in _SECTION_NAMES)
        return tuple(filter(None, (*named, self.article.get("section", ""), _category(self.trail, self.titles))))

    @property
    def sites(self) -> tuple[str, ...]:
        """Names of the site itself, which are no titles."""
        named = (self.metas.get(name, "") for name in ("og:site_name", "application-name", "apple-mobile-web-app-title"))
        return tuple(filter(None, (*named, self.article.get("publisher", ""), *self.front)))

    @property
    def tier(self) -> str:
        """ "locked", "metered" or "": whether the page says that its text is for paying readers."""
        if self.article.get("locked"):
            return "locked"
        stated = next((self.metas[name].lower() for name in _TIER_NAMES if name in self.metas), "")
        return stated if stated in ("locked", "metered") else ""


def page_facts(tree: Tree, marked: Mapping[str, Sequence[Tree]]) -> PageFacts:
    """What a page says of itself. `marked` are the elements of its body that are marked as dates, authors and the like."""
    metas, stated, marks = _metas(tree), _stated(tree), _marks(tree, marked)
    own = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang")
    declared = (own, *(metas.get(name) for name in _LANGUAGE_NAMES), stated.article.get("language"))
    languages = tuple(dict.fromkeys(tag.strip() for tag in declared if tag and tag.strip()))
    return PageFacts(
        tab=next((_text(e) for e in tree.iter("title") if next(e.iterancestors("svg"), None) is None), ""),
        headings=tuple(text for e in tree.iter("h1") if (text := _headline_text(e))),
        metas=metas,
        article=stated.article,
        language=languages[0] if languages else None,
        canonical=_canonical(tree),
        times=marks.times,
        languages=languages,
        visible=marks.visible,
        signed=marks.signed,
        bylines=marks.bylines,
        trail=stated.trail or marks.trail,
        front=(*_front_page(tree), *_of_feeds(tree)),
        lower=tuple(text for e in islice(tree.iter("h2", "h3"), _MOST_MARKS) if (text := _short_text(e))),
    )


def _canonical(tree: Tree) -> str | None:
    """The address in the head, whole where the page says what its addresses begin with (<base>)."""
    links = (e.get("href") for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split())
    base = next((e.get("href") for e in tree.iter("base") if e.get("href")), "")
    href = next(links, None)
    try:
        return urljoin(base, href.strip()) if href and base else href
    except ValueError:
        return href


# rel="home" is the logo of WordPress; in a first-level heading a link to a host alone is one as well. The axis is written out, as
# "//" first lists every node of the page.
_TO_FRONT_PAGE = etree.XPath("descendant::a[@href='/' or @rel='home']")
_LINKS_OF_HEADING = etree.XPath("ancestor::a[@href] | descendant::a[@href]")
_ROOT = re.compile(r"/|(?:https?:)?//[^/?#\s]{1,253}/?", re.IGNORECASE)
_LONGEST_NAME = 60


def _front_page(tree: Tree) -> tuple[str, ...]:
    """The texts of the first links to the front page, a logo's words included: the name of the site, or "Home"."""
    logos = filter(_is_root, dict.fromkeys(link for heading in tree.iter("h1") for link in _LINKS_OF_HEADING(heading)))
    links = (*islice(_TO_FRONT_PAGE(tree), _MOST_KEPT), *islice(logos, _MOST_KEPT))
    texts = (text for a in links for text in (_short_text(a), *(plain(i.get("alt") or "") for i in islice(a.iter("img"), 2))))
    return tuple(dict.fromkeys(text for text in texts if 0 < len(text) <= _LONGEST_NAME))


# What programs for blogs call their feeds: "Site » Feed", "Site » Headline Comments Feed", "Site - Atom", "Site RSS Feed".
_FEED_NAME = re.compile(r"(.{2,60}?)\s+(?:»\s.*|(?:[-–|:]\s)?(?:RSS|Atom)(?:[- ]?Feed)?(?:\s2\.0)?)", re.IGNORECASE)


def _of_feeds(tree: Tree) -> tuple[str, ...]:
    """The names of the site in what it calls its feeds; no headline of the page is one."""
    feeds = (e for e in tree.iter("link") if (e.get("type") or "").lower().endswith(("rss+xml", "atom+xml")))
    named = (_FEED_NAME.fullmatch(plain(e.get("title") or "")) for e in islice(feeds, _MOST_KEPT))
    headlines = {_headline_text(e).casefold() for e in tree.iter("h1")}
    return tuple(dict.fromkeys(found[1] for found in named if found and found[1].casefold() not in headlines))


def _is_root(link: Tree) -> bool:
    return _ROOT.fullmatch((link.get("href") or "").strip()) is not None


def _text(element: Tree) -> str:
    return plain("".join(element.itertext()))


_LINE_TAGS = frozenset(("br", "div", "p", "h2", "h3"))


def _headline_text(element: Tree) -> str:
    """The text of a headline; its lines, and a kicker and what follows it, are words apart even without a blank in the markup."""
    pieces: list[str] = []
    for event, part in etree.iterwalk(element, events=("start", "end", "comment")):
        if event == "start":
            apart = part.tag in _LINE_TAGS or (part.tag == "span" and _follows_span(part, "".join(pieces[-3:])))
            pieces += [" " if apart else "", part.text or ""]
        elif part is not element:
            pieces += [" " if part.tag in _LINE_TAGS else "", part.tail or ""]
    return plain("".join(pieces))


def _follows_span(part: Tree, before: str) -> bool:
    """Whether a span stands right behind another one that ends a word, and begins a sentence of its own."""
    other = part.getprevious()
    begins = _short_text(part)[:1]
    return (
        other is not None
        and other.tag == "span"
        and not other.tail
        and begins.isupper()
        and (before[-1:].islower() or before[-1:] in tuple(":.!?"))
    )


_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,31}\d{0,2});", re.IGNORECASE)


def plain(text: str) -> str:
    """The text in one line of at most 1000 characters, without the entities of a page that was escaped twice, tags that stand in
    it as text, and characters that nobody sees."""
    for _ in range(2 if "&" in text else 0):
        text = html.unescape(text) if _ENTITY.search(text) else text
    text = _TAG.sub("", text) if "<" in text else text
    return " ".join(visible(text).split())[:_LONGEST_FACT]


_TAG = re.compile(r"</?(?:b|br|em|i|mark|span|strong|sub|sup|wbr)(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)


def _metas(tree: Tree) -> dict[str, str]:
    """The first content of each name; the names of several authors are joined."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (
            element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv") or ""
        ).strip().lower()  # fmt: skip
        content = plain(element.get("content") or "")
        if name == "parsely-page":
            found = _of_parsely(element.get("content") or "") | found
        if name and content and name in found and name in _AUTHOR_NAMES:
            found[name] = f"{found[name]}, {content}"[:_LONGEST_FACT]
        elif name and content:
            found.setdefault(name, content)
    return found


# A JSON object that says what single tags of the same service say (its documentation calls it "repeated metatags").
_PARSELY = {"title": "headline", "pub_date": "parsely-pub-date", "author": "parsely-author", "authors": "parsely-author",
            "section": "parsely-section"}  # fmt: skip


def _of_parsely(content: str) -> dict[str, str]:
    value = _values(html.unescape(content) if content.lstrip("{ ").startswith("&quot;") else content)
    stated = value.items() if isinstance(value, dict) else ()
    texts = ((name, ", ".join(filter(None, map(_string, v))) if isinstance(v, list) else _string(v)) for name, v in stated)
    return {_PARSELY[name]: plain(text) for name, text in texts if name in _PARSELY and text.strip()}


def _category(trail: tuple[str, ...], titles: Iterable[str]) -> str:
    """The innermost name of a breadcrumb that is neither the front page nor the article itself."""
    known = {title.casefold() for title in titles}
    inner = [name for name in trail[1:] if name.casefold() not in known and not any(t.startswith(name.casefold()) for t in known)]
    return inner[-1] if inner and len(inner[-1].split()) <= 6 else ""


# ------------------------------------------------------------------ marks in the body: times, bylines, breadcrumbs

# Parts of a page that carry dates and names of something else: other items, comments, the masthead with today's date.
_ELSEWHERE = re.compile(
    r"comment|disqus|\brelated|recommend|sidebar|widget|footer|popular|trending|teaser|masthead|navbar|site-header",
    re.IGNORECASE,
)
_NAME_TAGS = ("span", "a", "div", "p", "strong", "b", "em", "meta")
_OUTSIDE_TAGS = ("nav", "footer", "aside")
_LONGEST_MARK = 140
_MOST_MARKS = 60  # a bound for pages that mark thousands of things
_MOST_KEPT = 4


@dataclass(frozen=True, slots=True)
class _Marks:
    """What elements of the body are marked as, in document order."""

    times: tuple[str, ...]
    visible: tuple[str, ...]
    signed: tuple[str, ...]
    bylines: tuple[str, ...]
    trail: tuple[str, ...]


def _marks(tree: Tree, marked: Mapping[str, Sequence[Tree]]) -> _Marks:
    dated, signed, bylines, trails = (marked.get(name, ())[:_MOST_MARKS] for name in ("date", "signed", "byline", "trail"))
    has_main = bool(dated or signed or bylines) and _declares_main(tree)
    own = _around_headline(tree) if dated or signed or bylines else frozenset()
    return _Marks(
        times=_times(dated, tree, own),
        visible=_texts(e for e in _of_article(dated, has_main, own) if not _is_change(e)),
        signed=_texts((*map(_name_within, _of_article(signed, has_main, own)), *_named(_of_article(bylines, has_main, own)))),
        bylines=_texts(_of_article(bylines, has_main, own)),
        trail=_trail(trails),
    )


def _around_headline(tree: Tree) -> frozenset[Tree]:
    """The parts of the page around its only headline: an article that is a "widget" to its system is the article all the same."""
    headlines = list(islice(tree.iter("h1"), 2))
    if len(headlines) != 1 or any(map(_is_root, headlines[0].iter("a"))):
        headlines = _ENTRY_TITLES(tree)
    return frozenset(headlines[0].iterancestors()) if len(headlines) == 1 else frozenset()


# The headline of an entry by the name that feeds and microformats have for it (hAtom), where the first heading names the site.
_ENTRY_TITLES = etree.XPath(
    "(.//h1|.//h2|.//h3|.//h4)[contains(concat(' ', normalize-space(@class), ' '), ' entry-title ')][position() < 3]"
)


def _is_elsewhere(element: Tree, own: Set[Tree]) -> bool:
    """Whether a mark stands in a part of the page that is about other things; `own` are parts that are not."""
    around = (e for e in (element, *element.iterancestors()) if e not in own)
    return any(e.tag in _OUTSIDE_TAGS or _is_of_others(_names(e)) for e in around if e.tag not in ("body", "html"))


def _names(element: Tree) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"[:300]


@lru_cache(maxsize=1024)  # the marks of a page stand in the same few parts
def _is_of_others(names: str) -> bool:
    return _ELSEWHERE.search(names) is not None


def _is_main(element: Tree) -> bool:
    return element.tag in ("article", "main") or element.get("role") == "main" or "Article" in element.get("itemtype", "")


def _declares_main(tree: Tree) -> bool:
    """Whether the page says which is its main part. Most do it with an element of that name, which is found at once."""
    return next(tree.iter("article", "main"), None) is not None or any(map(_is_main, tree.iter("div", "section")))


def _of_article(elements: Iterable[Tree], has_main: bool, own: Set[Tree]) -> list[Tree]:
    """The marks in what the page declares to be its main part; all, where it declares none; none about other things."""
    found = [element for element in elements if not _is_elsewhere(element, own)]
    if has_main:
        found = [element for element in found if any(map(_is_main, (element, *element.iterancestors())))]
    return found


def _name_within(element: Tree) -> Tree:
    """The part of an author's mark that is the name, when it says which."""
    return next((e for e in element.iter(*_NAME_TAGS) if _property(e).endswith("name")), element)


_NAME_CLASSES = frozenset(("name", "fn", "author-name", "byline-name", "author__name", "byline__name", "author_name"))


def _named(bylines: Iterable[Tree]) -> Iterator[Tree]:
    """The parts of bylines whose class says that they are the name (hCard's "fn")."""
    for byline in bylines:
        parts = islice(byline.iter(*_NAME_TAGS), _MOST_MARKS)
        yield from (e for e in parts if not _NAME_CLASSES.isdisjoint(e.get("class", "").lower().split()))


def _texts(elements: Iterable[Tree]) -> tuple[str, ...]:
    """Short texts, each once, the first few."""
    found = (text for e in elements if (text := _short_text(e)))
    return tuple(dict.fromkeys(found))[:_MOST_KEPT]


def _short_text(element: Tree) -> str:
    """The text of a mark; "" when it is longer than any, without reading the whole of it: a mark may enclose the page."""
    text = ""
    for piece in element.itertext():
        text += piece
        if len(text) > 4 * _LONGEST_MARK:  # blanks of the markup are still to go
            return ""
    text = plain(text)
    return text if len(text) <= _LONGEST_MARK else ""


def _times(dated: Iterable[Tree], tree: Tree, own: Set[Tree]) -> tuple[str, ...]:
    """Machine-readable times marked as publication, or the first one of a page with a single article."""
    articles = list(islice(tree.iter("article"), 2))
    alone = len(articles) == 1 and (not own or articles[0] in own or not _is_teaser(articles[0]))
    times = islice(articles[0].iter("time") if alone else (), _MOST_MARKS)
    inside = [e for e in times if e.get("datetime") and not _property(e).endswith("dateModified") and not _is_elsewhere(e, own)]
    # Themes call the only date of a post "updated" (hAtom), but words beside it mean what they say.
    inside = [e for e in inside if not _is_called_change(e)]
    marked = (*(e for e in dated if _is_publication(e) and not _is_elsewhere(e, own)), *sorted(inside, key=_is_change)[:1])
    stated = (e.get("datetime") or e.get("content") or e.get("title") for e in marked)
    return tuple(filter(None, stated)) or _of_attributes(dated, own)


def _is_teaser(article: Tree) -> bool:
    """Whether an <article> is as short as those that a page shows of others, where its own text stands outside."""
    return bool(_short_text(article))


# Attributes in which scripts keep the moment of a text such as "2 hours ago".
_MOMENT_NAMES = (
    "title",
    "content",
    "data-timestamp",
    "data-time",
    "data-date",
    "data-datetime",
    "data-published",
    "data-epoch",
    "data-utc",
    "data-published-at",
    "data-published-date",
    "data-publish-date",
    "data-publication-date",
    "data-pubdate",
    "data-unixtime",
)


def _of_attributes(dated: Iterable[Tree], own: Set[Tree]) -> tuple[str, ...]:
    """The moments in attributes of marks that are no <time>, when there is one alone: several belong to a list."""
    marks = [e for e in dated if e.tag != "time" and not _is_change(e) and not _is_elsewhere(e, own)]
    values = ((e.get(name) or "").strip() for e in marks for name in _MOMENT_NAMES)
    found = {value for value in values if moment(value) or (len(value) <= _LONGEST_MARK and dateline(value, "da"))}
    return tuple(found) if len(found) == 1 else ()


def _property(element: Tree) -> str:
    return element.get("itemprop") or element.get("property") or ""


def _is_publication(element: Tree) -> bool:
    return _property(element).endswith("datePublished") or (element.tag == "time" and element.get("pubdate") is not None)


_CHANGE_CLASS = re.compile(r"(?:^|[_-])(?:last-?)?(?:date-?)?(?:updated|modified)(?:-?(?:date|time|at|on))?(?:$|[_-])")


def _is_change(element: Tree) -> bool:
    """Whether a mark is the date of a change (schema.org, the hAtom classes "updated published", the words before it)."""
    classes = element.get("class", "").lower().split()
    named = _property(element).endswith("dateModified") or (
        any(map(_CHANGE_CLASS.search, classes)) and not any("publish" in name for name in classes)
    )
    return named or _is_called_change(element)


def _is_called_change(element: Tree) -> bool:
    return element.tag == "time" and is_called_update(_text_before(element))


def _text_before(element: Tree) -> str:
    """The words right in front of a mark: in its parent, in the element before it, or before its parent (a label in <dt>)."""
    for within in (element, element.getparent()):
        before = within.getprevious() if within is not None else None
        parent = within.getparent() if within is not None else None
        if before is not None:
            return (before.tail or "").strip() or _short_text(before)
        if parent is None or (parent.text or "").strip():
            return (parent.text or "").strip() if parent is not None else ""
    return ""


def _trail(elements: Iterable[Tree]) -> tuple[str, ...]:
    """The texts of the links of the first breadcrumb."""
    for element in elements:
        names = tuple(text for link in element.iter("a") if (text := _short_text(link)))
        if names:
            return names[:10]
    return ()


# ------------------------------------------------------------------ structured data (JSON-LD, schema.org)

_ARTICLE_TYPES = ("Article", "Posting", "Report", "Review")
_PAGE_TYPES = ("WebPage", "ItemPage")
_MAX_NODES = 20_000
# What stands under these names is about something else: other items, comments, the site.
_OTHERS = frozenset((
    "itemListElement", "comment", "comments", "review", "reviews", "citation", "isPartOf", "publisher", "relatedLink", "mentions",
    "about", "associatedMedia", "liveBlogUpdate", "blogPost", "blogPosts",
))  # fmt: skip
# A page of a section or a blog lists its articles as its parts, where an article's parts are those that are locked.
_LISTING_TYPES = ("CollectionPage", "WebSite", "Blog", "Periodical", "SearchResultsPage", "ProfilePage")


@dataclass(frozen=True, slots=True)
class _Stated:
    """The article of the structured data, field by field, and its breadcrumb."""

    article: Mapping[str, str]
    trail: tuple[str, ...]


def _stated(tree: Tree) -> _Stated:
    nodes = list(_nodes([data for script in tree.iter("script") if (data := _read(script)) is not None]))
    names = {str(node["@id"]): node["name"] for node in nodes if "@id" in node and isinstance(node.get("name"), str)}
    articles = [node for node in nodes if _is_a(node, _ARTICLE_TYPES)]
    pages = [node for node in nodes if _is_a(node, _PAGE_TYPES)]
    best = _the_article(articles, tree)
    fields = _article_fields(best, names) if best else {}
    for node in pages:
        stated = _article_fields(node, names)
        fields = {key: stated[key] for key in ("date", "language", "locked") if key in stated} | fields
    if "date" not in fields and (video := _the_video(nodes, tree)):
        fields |= {"date": video}
    return _Stated(fields, next((trail for node in nodes if (trail := _breadcrumb(node))), ()))


# Of a text without blanks at its ends. Behind each of many blanks any number of them would be looked at again.
_WRAPPING = re.compile(
    r"^(?://|/\*)?\s*(?:<!--|<!\[CDATA\[)(?:\s*\*/)?|(?://|/\*)?\s{0,20}(?:-->|\]\]>)\s{0,20}(?:\*/)?\s{0,20};?$"
)
_LOOSE_COMMA = re.compile(r",(\s*[}\]])")
_ESCAPE = re.compile(r"\\([\"\\/bfnrtu]?)")  # of JSON (RFC 8259, section 7): \' is one of JavaScript
_LINE_COMMENT = re.compile(r"^[ \t]*//[^\n]*$", re.MULTILINE)
_MOST_VALUES = 20


def _read(script: Tree) -> object:
    """The value of a JSON-LD script, or None; several in a row are a list. What people and programs write wrongly is forgiven:
    wrappings, loose commas, comments, escapes of other languages, entities. Of what stays broken the plain fields are read."""
    if "ld+json" not in (script.get("type") or "").lower():
        return None
    text = (script.text or "").strip("\ufeff \t\r\n")
    text = text if text.startswith(("{", "[")) and text.endswith(("}", "]")) else _WRAPPING.sub("", text).strip()
    text = html.unescape(text) if text[:20].lstrip("[{ \n").startswith("&quot;") else text
    return _values(text) or _values(_mended(text)) or _salvaged(text)


def _mended(text: str) -> str:
    escaped = _ESCAPE.sub(lambda found: found[0] if found[1] else "", text)
    return _LOOSE_COMMA.sub(r"\1", _LINE_COMMENT.sub("", escaped))


def _values(text: str) -> object:
    """The value of a text, or a list of the values that stand in it one after another; None when the first cannot be read."""
    decoder, at = json.JSONDecoder(strict=False), 0
    values: list[object] = []
    try:
        while at < len(text) and len(values) < _MOST_VALUES:
            value, at = decoder.raw_decode(text, at)
            values.append(value)
            at = _next_value(text, at)
    except (ValueError, RecursionError):
        pass
    return None if not values else values[0] if len(values) == 1 else values


def _next_value(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n,;":
        at += 1
    return at


_KIND = re.compile(r'"@type"\s{0,20}:\s{0,20}\[?\s{0,20}"([\w:/.]{0,40}(?:Article|Posting|Report))"')
_FIELD = re.compile(r'"(headline|datePublished|inLanguage)"\s{0,20}:\s{0,20}"([^"\\\n]{2,300})"')


def _salvaged(text: str) -> object:
    """An article of the plain fields that follow the first type of one in a broken script, or None."""
    kind = _KIND.search(text)
    if kind is None:
        return None
    fields = {found[1]: found[2] for found in reversed(list(islice(_FIELD.finditer(text, kind.end()), _MOST_VALUES)))}
    return {"@type": kind[1]} | fields if "datePublished" in fields else None


def _nodes(data: object) -> Iterator[dict[str, Any]]:
    """The objects in breadth-first order, without those that are about other items."""
    waiting, seen = [data], 0
    while seen < min(len(waiting), _MAX_NODES):
        node, seen = waiting[seen], seen + 1
        if isinstance(node, dict):
            yield node
            others = _OTHERS | {"hasPart"} if _is_a(node, _LISTING_TYPES) else _OTHERS
            waiting += [value for key, value in node.items() if isinstance(value, dict | list) and key not in others]
        elif isinstance(node, list):
            waiting += node


def _is_a(node: Mapping[str, Any], types: tuple[str, ...]) -> bool:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and name.endswith(types) for name in names)


def _the_article(articles: list[dict[str, Any]], tree: Tree) -> dict[str, Any] | None:
    """Of several articles the one whose headline the page shows as its own, else the first."""
    if len(articles) < 2:
        return articles[0] if articles else None
    shown = " ".join(_headline_text(e) for e in tree.iter("h1", "title")).casefold()
    own = (node for node in articles if (name := plain(_string(node.get("headline"))).casefold()) and name in shown)
    return next(own, articles[0])


def _the_video(nodes: Sequence[Mapping[str, Any]], tree: Tree) -> str:
    """When the video went up whose name the page shows as its own; "" without one: others stand in articles."""
    shown = " ".join(_headline_text(e) for e in tree.iter("h1", "title")).casefold()
    videos = (
        node
        for node in nodes
        if _is_a(node, ("VideoObject",)) and (name := plain(_string(node.get("name")))) and name.casefold() in shown
    )
    return next((text for node in videos if (text := _string(node.get("uploadDate")).strip())), "")


def _article_fields(node: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, str]:
    stated = {
        "headline": plain(_string(_first(node.get("headline")))),
        "date": _moment_of(node),
        "body": _string(node.get("articleBody")),
        "author": plain(", ".join(_people(node.get("author"), names))),
        "section": plain(_string(_first(node.get("articleSection")))),
        "language": _string(_first(node.get("inLanguage"))),
        "publisher": plain(", ".join(_people(node.get("publisher"), names)[:1])),
        "locked": "yes" if _is_locked(node) else "",
    }
    return {key: value.strip() for key, value in stated.items() if value.strip()}


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _moment_of(node: Mapping[str, Any]) -> str:
    """When an article was published, else when it was made or its coverage began; a number of seconds is a text too."""
    named = (_first(node.get(name)) for name in ("datePublished", "dateCreated", "coverageStartTime"))
    texts = (str(value) if isinstance(value, int) and value > 0 else _string(value).strip() for value in named)
    return next(filter(None, texts), "")


def _first(value: object) -> object:
    """The first text of a list; the text of a value with its type or language ({"@value": ...}); else the value itself."""
    if isinstance(value, dict):
        return value.get("@value", "")
    return next((v for v in value if isinstance(v, str) and v.strip()), "") if isinstance(value, list) else value


def _people(value: object, names: Mapping[str, Any]) -> list[str]:
    """The names of one or more authors: texts, objects with a name, or pointers to such objects of the page."""
    people: list[str] = []
    for person in value if isinstance(value, list) else [value]:
        name = _name_of(person, names) if isinstance(person, dict) else person
        people += [part for part in (name if isinstance(name, list) else [name]) if isinstance(part, str) and part.strip()]
    return list(dict.fromkeys(people))


def _name_of(person: Mapping[str, Any], names: Mapping[str, Any]) -> object:
    parts = (person.get("givenName"), person.get("familyName"))
    return person.get("name") or names.get(str(person.get("@id"))) or " ".join(filter(None, map(_string, parts)))


def _is_locked(node: Mapping[str, Any]) -> bool:
    """Whether the article, or a part of it, is said not to be free (schema.org/isAccessibleForFree)."""
    parts = node.get("hasPart")
    every = [node, *(parts if isinstance(parts, list) else [parts])]
    return any(isinstance(part, dict) and str(part.get("isAccessibleForFree", "")).lower().endswith("false") for part in every)


def _breadcrumb(node: Mapping[str, Any]) -> tuple[str, ...]:
    entries = node.get("itemListElement")
    if not _is_a(node, ("BreadcrumbList",)) or not isinstance(entries, list):
        return ()
    placed = sorted((_place(entry), i) for i, entry in enumerate(entries) if isinstance(entry, dict))
    return tuple(name for _, i in placed if (name := _entry_name(entries[i])))[:10]


def _place(entry: Mapping[str, Any]) -> int:
    position = str(entry.get("position", ""))
    return int(position) if position.isdecimal() and len(position) < 4 else 0


def _entry_name(entry: Mapping[str, Any]) -> str:
    item = entry.get("item")
    inner = item.get("name") if isinstance(item, dict) else None
    return plain(_string(entry.get("name")) or _string(inner))
