"""feedfarm: a deterministic local farm of web feeds, with faults, for testing feed pollers.

It serves N healthy feeds (RSS 2.0, RSS 1.0, Atom) with article pages, honours conditional
requests, publishes new items on command, serves one feed per fault kind, and writes one JSON
line per request so that a poller's manners can be judged afterwards (see checks.py).

Everything is bound to loopback addresses only (127.0.1.1 ... and traps on 127.66.6.6 and 127.102.6.6),
and every address and link that the farm serves lies inside 127.0.0.0/8 too, so that even a poller
without any guard cannot be sent out of the machine (`--self-check` proves it for every reply).
Nothing but the standard library is needed; uvloop is used when it is installed.

    python feedfarm.py --feeds 1000 --hosts 50 --port 8900 --log farm.jsonl
    curl -s 'http://127.0.1.1:8900/_ctl/urls?set=healthy'          # one feed URL a line
    curl -s 'http://127.0.1.1:8900/_ctl/urls?set=faults'
    curl -s 'http://127.0.1.1:8900/_ctl/publish?n=1&share=0.1'     # 10 % of feeds get one item
    curl -s 'http://127.0.1.1:8900/_ctl/mark?label=cycle2'         # a marker line in the log
    curl -s 'http://127.0.1.1:8900/_ctl/truth'                     # what should have arrived
    curl -s 'http://127.0.1.1:8900/_ctl/stats'
    curl -s 'http://127.0.1.1:8900/_ctl/post?feed=3' \
        -d '{"title": "...", "html": "<p>...</p>", "published": "2026-01-05T10:00:00Z"}'

URLs:  /feed/<i>  healthy feed i     /fault/<kind>  faulty feed     /a/<feed>/<n>  article page
The same seed gives the same bytes, apart from kinds whose point is to change at each request.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gzip
import hashlib
import ipaddress
import itertools
import json
import random
import re
import signal
import socket
import struct
import sys
import time
import zlib
from datetime import datetime
from email.utils import formatdate
from html import unescape
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

EPOCH = 1_767_225_600  # 2026-01-01T00:00:00Z: the newest item of a fresh farm is near this
TRAP_HOST = "127.66.6.6"
TRAP_OCTAL = "127.0102.6.6"  # octal reading: 127.66.6.6; decimal reading: 127.102.6.6, a trap too
TRAPS = (TRAP_HOST, "127.102.6.6")
TRAP_INT = int.from_bytes(socket.inet_aton(TRAP_HOST), "big")
LOREM = [
    "icebreaker",
    "patrol",
    "radar",
    "station",
    "Arctic",
    "council",
    "coast",
    "guard",
    "runway",
    "convoy",
    "submarine",
    "cable",
    "exercise",
    "minister",
    "alliance",
    "Greenland",
    "Svalbard",
    "Barents",
    "fishing",
    "quota",
    "pipeline",
    "tanker",
    "frigate",
    "sanction",
    "satellite",
    "drone",
    "airspace",
    "sovereignty",
    "treaty",
    "parliament",
    "budget",
    "research",
    "vessel",
    "port",
    "harbour",
    "permafrost",
    "mining",
    "licence",
    "investor",
    "community",
    "election",
    "weather",
    "storm",
    "rescue",
    "helicopter",
    "brigade",
    "battalion",
    "training",
    "winter",
    "garrison",
    "shipyard",
    "northern",
    "route",
    "insurance",
    "escort",
    "corridor",
]
ACTORS = ["Norway", "Denmark", "Canada", "Finland", "Sweden", "Iceland", "Greenland", "Nuuk", "Oslo", "Ottawa", "NATO", "Tromso"]
VERBS = ["announces", "delays", "opens", "inspects", "disputes", "reviews", "expands", "confirms", "rejects", "signs"]
HEADLINES = [
    "Ten recipes for a cold evening",
    "Local team wins again",
    "Shares close higher",
    "How to choose a phone plan",
    "Celebrity couple parts ways",
]

# kind -> what a good poller does; the keys are the fault feeds that exist
FAULTS: dict[str, str] = {
    # status codes and redirects
    "status-404": "error, back off, keep the feed",
    "status-410": "stop polling the feed",
    "status-401": "error, back off",
    "status-500": "error, back off, no retry storm",
    "status-503-retry": "wait Retry-After: 7200",
    "status-429-retry": "wait Retry-After: 7200",
    "status-429-date": "wait Retry-After as an HTTP date",
    "redirect-301": "follow, remember the new URL",
    "redirect-308": "follow, remember the new URL",
    "redirect-302": "follow, ask the old URL next time",
    "redirect-307": "follow, ask the old URL next time",
    "redirect-loop": "stop after a few hops",
    "redirect-chain-30": "stop after a bounded number of hops",
    # server-side request forgery: the trap stands for every address that a poller must not reach
    "ssrf-trap": "never connect to the trap address",
    "ssrf-second-hop": "the same, where the first hop is an allowed address",
    "ssrf-decimal": "never connect to the trap written as one decimal number",
    "ssrf-hex": "never connect to the trap written as one hexadecimal number",
    "ssrf-octal": "never connect to the trap written with an octal part",
    "ssrf-short": "never connect to the trap written with two parts",
    "ssrf-mapped6": "never connect to the trap as an IPv4-mapped IPv6 address",
    "ssrf-mapped6-hex": "the same with the last 32 bits in hexadecimal",
    "ssrf-userinfo": "never connect to the trap behind another host's name in the user part",
    "ssrf-backslash": "never connect to the trap through a backslash that URL parsers read differently",
    "ssrf-no-scheme": "never connect to the trap through a //host redirect",
    "ssrf-file": "never read file:///etc/passwd",
    "ssrf-ftp": "never follow ftp://",
    "ssrf-entry-link": "item links to the trap and to file://: never fetched as an article",
    "ssrf-article": "item links to an article page that redirects to the trap",
    "ssrf-discover": "an HTML page whose <link rel=alternate> is the trap",
    "ssrf-next-page": "RFC 5005 rel=next is the trap",
    "ssrf-hub": "the WebSub hub is the trap",
    # slow and broken transport
    "slow-headers": "total deadline",
    "slow-body": "total deadline",
    "hang": "total deadline",
    "hang-body": "total deadline, no items lost later",
    "reset-early": "error, back off",
    "reset-body": "error, not a complete feed",
    "truncated": "error (short of Content-Length), validators not stored",
    "length-short": "must not crash",
    "chunked-truncated": "error, validators not stored",
    "close-delimited": "works: body ends with the connection",
    # size
    "gzip-bomb": "decompressed size cap",
    "gzip-trunc": "error, validators not stored",
    "big-50mb": "size cap or bounded memory",
    "endless": "size cap or deadline",
    "empty-200": "error, not 'all items gone'",
    # XML
    "xml-billion-laughs": "no expansion",
    "xml-quadratic": "no expansion",
    "xml-xxe-file": "no external entity",
    "xml-xxe-http": "no external DTD fetch (trap)",
    "xml-amp": "items kept (lenient parse)",
    "xml-cut": "items before the cut kept, flagged",
    "xml-control": "items kept",
    "xml-nbsp": "items kept (undefined HTML entity)",
    "xml-junk-before": "items kept (blank lines before the prolog)",
    "xml-deep": "no crash (20,000 nested elements)",
    # encodings and content types
    "enc-latin1": "text right",
    "enc-cp1251": "text right",
    "enc-sjis": "text right",
    "enc-utf16": "text right",
    "enc-lie": "declares utf-8, is cp1252: text right",
    "enc-header-conflict": "header says latin-1, prolog and body utf-8: text right",
    "type-html": "valid RSS sent as text/html: items kept",
    "type-octet": "valid RSS sent as application/octet-stream: items kept",
    "type-none": "no Content-Type: items kept",
    "html-page": "an HTML page: error 'not a feed', known items kept",
    "html-discover": "an HTML page with <link rel=alternate>: discovery",
    "json-feed": "JSON Feed 1.1 parsed",
    "deflate": "Content-Encoding: deflate only if asked",
    # items
    "guid-changing": "no repeated alert: same link and title, new guid each time",
    "guid-none": "identity from the link",
    "guid-nolink": "identity from the content",
    "guid-dup": "all items share one guid: all kept",
    "title-edit": "an update, not a new item",
    "link-tracking": "utm_* changes: not a new item",
    "date-none": "no date: first-seen time",
    "date-bad": "unparsable date: kept",
    "date-future": "year 2099: not pinned on top for ever",
    "date-1970": "kept",
    "urls-relative": "relative links resolved",
    "reorder": "order changes: nothing new",
    "dup-items": "the same item twice in one document: once",
    "xss": "no script reaches an alert",
    "header-inject": "newline in title cannot add a header",
    "burst": "25 new items for each request on a window of 10: the gap is reported",
    "paged": "RFC 5005 rel=next pages",
    # manners
    "etag-weak": "W/ prefix echoed exactly",
    "etag-unquoted": "echoed exactly",
    "lm-odd": "odd Last-Modified echoed exactly",
    "lm-only": "If-Modified-Since used",
    "etag-changes": "the newest etag is echoed, not an old one",
    "validators-none": "no validators made up",
    "cookie": "the cookie is not sent back",
    "max-age": "Cache-Control: max-age=10800 respected",
    "ttl": "RSS ttl 180 respected",
    "skip-hours": "skipHours respected",
    "sy": "sy:updatePeriod daily respected",
    "flaky": "200, 503, 200 with news: nothing lost",
    "websub": "hub link found",
}


def clean_words(rng: random.Random, n: int) -> str:
    words = [rng.choice(LOREM) for _ in range(n)]
    words[0] = words[0].capitalize()
    return " ".join(words) + "."


class Item:
    """One news item; its text is a pure function of (seed, feed, number)."""

    __slots__ = ("feed", "n", "seed")

    def __init__(self, seed: int, feed: str, n: int):
        self.seed, self.feed, self.n = seed, feed, n

    def rng(self, part: str) -> random.Random:
        return random.Random(f"{self.seed}/{self.feed}/{self.n}/{part}")

    @property
    def title(self) -> str:
        r = self.rng("t")
        return f"{r.choice(ACTORS)} {r.choice(VERBS)} {r.choice(LOREM)} {r.choice(LOREM)} [{self.feed}-{self.n}]"

    @property
    def when(self) -> int:
        return EPOCH + self.n * 3600 + self.rng("d").randrange(0, 1800)

    @property
    def guid(self) -> str:
        return f"tag:farm.test,2026:{self.feed}/{self.n}"

    def paragraphs(self) -> list[str]:
        r = self.rng("p")
        return [" ".join(clean_words(r, r.randrange(8, 22)) for _ in range(r.randrange(2, 5))) for _ in range(r.randrange(4, 8))]

    def summary(self) -> str:
        return self.paragraphs()[0]

    def truth(self) -> str:
        return "\n".join(self.paragraphs())

    def page(self, base: str) -> bytes:
        """An article page with the usual noise around the text."""
        r = self.rng("noise")
        p = self.paragraphs()
        related = "".join(f'<li><a href="/a/{self.feed}/{k}">{escape(r.choice(HEADLINES))}</a></li>' for k in range(4))
        return self.shell(base, self.body(r, p), related)

    def body(self, r: random.Random, p: list[str]) -> str:
        body = (
            f"<p>{escape(p[0])}</p><figure><img src='/i.jpg' alt=''><figcaption>File photo: "
            f"{escape(r.choice(LOREM))}. Photo by Staff</figcaption></figure>"
        )
        for k, text in enumerate(p[1:]):
            body += f"<p>{escape(text)}</p>"
            if k == 1:
                body += f'<p><strong>Read more:</strong> <a href="/a/{self.feed}/1">{HEADLINES[1]}</a></p>'
        return body

    def shell(self, base: str, body: str, related: str) -> bytes:
        return f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{escape(self.title)} | Farm News</title><link rel="canonical" href="{base}/a/{self.feed}/{self.n}">
<meta property="og:title" content="{escape(self.title)}"><meta property="article:published_time"
 content="{time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.when))}">
<link rel="alternate" type="application/rss+xml" href="/feed/{self.feed}"></head><body>
<div id="cookie-banner" role="dialog">We use cookies. <button>Accept all</button> <button>Reject</button></div>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li>Sign in</li></ul></nav></header>
<main><article><h1>{escape(self.title)}</h1><p class="byline">By Farm Staff</p>{body}
<div class="newsletter">Discover more from Farm News. Subscribe to get the latest posts sent to your email.</div>
</article><aside class="related"><h3>Related Posts</h3><ul>{related}</ul></aside></main>
<footer>&copy; 2026 Farm News. All rights reserved. <a href="/privacy">Privacy</a></footer></body></html>
""".encode()


class Post(Item):
    """An article that a test wrote: its title, its HTML and its time, in the same page with the same noise around it."""

    __slots__ = ("html", "posted_title", "posted_when")

    def __init__(self, seed: int, feed: str, n: int, post: dict):
        super().__init__(seed, feed, n)
        self.posted_title, self.html = post["title"], post["html"]
        moment = datetime.fromisoformat(post["published"]) if post.get("published") else None
        self.posted_when = int(moment.timestamp()) if moment else super().when

    @property
    def title(self) -> str:
        return self.posted_title

    @property
    def when(self) -> int:
        return self.posted_when

    def paragraphs(self) -> list[str]:
        blocks = re.split(r"</?(?:p|h[1-6]|li|ul|ol|div|blockquote|figure)\b[^>]*>", self.html)
        return [text for block in blocks if (text := unescape(re.sub(r"<[^>]+>", "", block)).strip())] or [""]

    def body(self, r: random.Random, p: list[str]) -> str:
        return self.html


def rfc822(ts: float) -> str:
    return formatdate(ts, usegmt=True)


def iso(ts: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(ts))


def rss(
    feed: str, items: list[Item], base: str, *, head: str = "", encoding: str = "utf-8", item_xml=None, full: bool = False
) -> str:
    def default(it: Item) -> str:
        extra = ""
        if full:
            html = "".join(f"<p>{escape(p)}</p>" for p in it.paragraphs())
            extra = f"<content:encoded><![CDATA[{html}]]></content:encoded>"
        return (
            f"<item><title>{escape(it.title)}</title><link>{base}/a/{it.feed}/{it.n}</link>"
            f'<guid isPermaLink="false">{it.guid}</guid><pubDate>{rfc822(it.when)}</pubDate>'
            f"<category>arctic</category><description>{escape(it.summary())}</description>{extra}</item>"
        )

    body = "\n".join((item_xml or default)(it) for it in items)
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">'
        f"<channel><title>Farm feed {feed}</title><link>{base}/</link><description>Synthetic</description>"
        f"<language>en</language>{head}\n{body}\n</channel></rss>\n"
    )


def rdf(feed: str, items: list[Item], base: str) -> str:
    seq = "".join(f'<rdf:li rdf:resource="{base}/a/{i.feed}/{i.n}"/>' for i in items)
    body = "\n".join(
        f'<item rdf:about="{base}/a/{i.feed}/{i.n}"><title>{escape(i.title)}</title><link>{base}/a/{i.feed}/{i.n}</link>'
        f"<dc:date>{iso(i.when)}</dc:date><description>{escape(i.summary())}</description></item>"
        for i in items
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="{base}/"><title>Farm feed {feed}</title><link>{base}/</link><description>Synthetic'
        f"</description><items><rdf:Seq>{seq}</rdf:Seq></items></channel>\n{body}\n</rdf:RDF>\n"
    )


def atom(feed: str, items: list[Item], base: str, *, links: str = "", full: bool = False) -> str:
    def one(i: Item) -> str:
        c = ""
        if full:
            html = "".join(f"<p>{escape(p)}</p>" for p in i.paragraphs())
            c = f'<content type="html">{escape(html)}</content>'
        return (
            f"<entry><id>{i.guid}</id><title>{escape(i.title)}</title>"
            f'<link href="{base}/a/{i.feed}/{i.n}"/><published>{iso(i.when)}</published><updated>{iso(i.when)}</updated>'
            f"<author><name>Farm Staff</name></author><summary>{escape(i.summary())}</summary>{c}</entry>"
        )

    newest = max((i.when for i in items), default=EPOCH)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:farm.test,2026:{feed}</id>'
        f'<title>Farm feed {feed}</title><updated>{iso(newest)}</updated><link href="{base}/"/>{links}\n'
        + "\n".join(one(i) for i in items)
        + "\n</feed>\n"
    )


class Farm:
    """State of all feeds: how many items each has published, and rendered bytes."""

    def __init__(self, args: argparse.Namespace):
        self.a = args
        self.count: dict[str, int] = {str(i): args.items for i in range(args.feeds)}
        self.count.update(dict.fromkeys(FAULTS, args.items))
        self.hits: dict[str, int] = {}
        self.cache: dict[str, tuple] = {}
        self.serial = itertools.count()
        self.log = open(args.log, "a", buffering=1 << 16, encoding="utf-8")  # noqa: SIM115
        self.label = ""
        self.stats = {"requests": 0, "bytes": 0, "status": {}, "open": 0, "peak_open": 0, "trap": 0}
        self.override: dict[str, str] = {}
        self.posts: dict[tuple[str, int], dict] = {}
        self._bomb: bytes | None = None
        self._big: bytes | None = None

    # --- addresses
    def host_of(self, feed: str) -> str:
        k = int(feed) if feed.isdigit() else int(hashlib.sha1(feed.encode()).hexdigest(), 16)
        return f"127.0.1.{1 + k % self.a.hosts}"

    def base(self, feed: str) -> str:
        return f"http://{self.host_of(feed)}:{self.a.port}"

    def url(self, feed: str) -> str:
        return f"{self.base(feed)}/{'feed' if feed.isdigit() else 'fault'}/{feed}"

    def window(self, feed: str) -> list[Item]:
        n = self.count[feed]
        return [self.item(feed, k) for k in range(n - 1, max(-1, n - 1 - self.a.window), -1)]

    def item(self, feed: str, n: int) -> Item:
        post = self.posts.get((feed, n))
        return Post(self.a.seed, feed, n, post) if post else Item(self.a.seed, feed, n)

    def post(self, feed: str, body: bytes) -> str:
        """Publish a given article as the newest item of a feed; answers where its page is."""
        article = json.loads(body)
        n = self.count[feed]
        Post(self.a.seed, feed, n, article)  # a missing member or a bad date is told now
        self.posts[feed, n] = article
        self.count[feed] = n + 1
        return json.dumps({"n": n, "url": f"{self.base(feed)}/a/{feed}/{n}", "feed": self.url(feed)}) + "\n"

    # --- healthy feeds
    def render(self, feed: str) -> tuple[bytes, bytes, str, str | None, str | None]:
        """body, gzipped body, content type, etag, last-modified; cached per version."""
        n = self.count[feed]
        hit = self.cache.get(feed)
        if hit and hit[0] == n:
            return hit[1]
        i, items, base = int(feed), self.window(feed), self.base(feed)
        full = i % 3 == 0
        if i % 10 < 5:
            text, ctype = rss(feed, items, base, full=full), "application/rss+xml; charset=utf-8"
        elif i % 10 < 9:
            text, ctype = atom(feed, items, base, full=full), "application/atom+xml; charset=utf-8"
        else:
            text, ctype = rdf(feed, items, base), "text/xml"
        body = text.encode()
        tag = hashlib.sha1(body).hexdigest()[:16]
        etag = None if i % 5 == 4 else (f'W/"{tag}"' if i % 5 == 3 else f'"{tag}"')
        modified = None if i % 5 == 2 else rfc822(max(x.when for x in items))
        out = (body, gzip.compress(body, 1, mtime=0), ctype, etag, modified)
        self.cache[feed] = (n, out)
        return out

    def gzip_bomb(self) -> bytes:
        """A valid RSS document whose comment is bomb_mib of blanks, cheap to build."""
        if self._bomb is None:
            head, tail = rss("gzip-bomb", self.window("gzip-bomb"), self.base("gzip-bomb")).encode().split(b"</channel>", 1)
            block = b" " * (1 << 20)
            c = zlib.compressobj(9, zlib.DEFLATED, -15)
            first = c.compress(head + b"<!--") + c.flush(zlib.Z_FULL_FLUSH)
            unit = c.compress(block) + c.flush(zlib.Z_FULL_FLUSH)
            last = c.compress(b"--></channel>" + tail) + c.flush()
            crc, size = zlib.crc32(head + b"<!--"), len(head) + 4
            for _ in range(self.a.bomb_mib):
                crc = zlib.crc32(block, crc)
            crc = zlib.crc32(b"--></channel>" + tail, crc)
            size += (self.a.bomb_mib << 20) + 13 + len(tail)
            self._bomb = (
                b"\x1f\x8b\x08\0\0\0\0\0\2\xff"
                + first
                + unit * self.a.bomb_mib
                + last
                + struct.pack("<II", crc, size & 0xFFFFFFFF)
            )
        return self._bomb

    def big(self) -> bytes:
        if self._big is None:
            one = rss("big-50mb", self.window("big-50mb"), self.base("big-50mb"))
            head, rest = one.split("<item>", 1)
            unit = (
                "<item><title>filler {k}</title><link>{b}/a/big-50mb/{k}</link><guid>big-{k}</guid>"
                "<description>" + "blank text " * 90 + "</description></item>\n"
            )
            b = self.base("big-50mb")
            filler = "".join(unit.replace("{k}", str(k)).replace("{b}", b) for k in range(46_000))
            self._big = (head + filler + "<item>" + rest).encode()
        return self._big

    def write_log(self, rec: dict) -> None:
        self.log.write(json.dumps(rec, separators=(",", ":")) + "\n")


class Reply:
    __slots__ = ("body", "headers", "plan", "status")

    def __init__(self, status=200, body=b"", ctype="application/rss+xml; charset=utf-8", plan=None, **headers):
        self.status, self.body, self.plan = status, body, plan
        self.headers = [("ETag" if k == "etag" else k.replace("_", "-").title(), v) for k, v in headers.items() if v is not None]
        if ctype:
            self.headers.append(("Content-Type", ctype))


PHRASES = {
    200: "OK",
    301: "Moved Permanently",
    302: "Found",
    304: "Not Modified",
    307: "Temporary Redirect",
    308: "Permanent Redirect",
    401: "Unauthorized",
    404: "Not Found",
    410: "Gone",
    400: "Bad Request",
    429: "Too Many Requests",
    500: "Server Error",
    503: "Unavailable",
    202: "Accepted",
}


def fault_reply(farm: Farm, kind: str, query: dict, headers: dict) -> Reply:
    """The reply of one fault feed. `hit` counts requests to this kind, from 0."""
    hit = farm.hits[kind] = farm.hits.get(kind, -1) + 1
    base, port = farm.base(kind), farm.a.port
    if kind == "burst":
        farm.count[kind] += 25 if hit else 0
    items = farm.window(kind)
    enc = rss(kind, items, base)
    body = enc.encode()
    tag = '"' + hashlib.sha1(body).hexdigest()[:16] + '"'
    lm = rfc822(max(i.when for i in items))
    ok = {"etag": tag, "last_modified": lm}

    def redirect(code: int, where: str) -> Reply:
        return Reply(code, b"", None, location=where)

    def custom(fn, head="", encoding="utf-8") -> bytes:
        return rss(kind, items, base, head=head, item_xml=fn, encoding=encoding).encode(
            encoding if encoding != "utf-8" else "utf-8"
        )

    def simple(it: Item, *, title=None, link=None, guid=None, date=None, desc=None) -> str:
        out = f"<title>{it.title if title is None else title}</title>"
        out += f"<link>{base}/a/{it.feed}/{it.n}</link>" if link is None else (f"<link>{link}</link>" if link else "")
        out += f"<guid isPermaLink='false'>{it.guid}</guid>" if guid is None else (f"<guid>{guid}</guid>" if guid else "")
        out += f"<pubDate>{rfc822(it.when)}</pubDate>" if date is None else (f"<pubDate>{date}</pubDate>" if date else "")
        return f"<item>{out}<description>{escape(it.summary()) if desc is None else desc}</description></item>"

    def moved() -> Reply:
        return conditional(farm, headers, Reply(200, body, **ok), tag, lm)

    if kind.startswith("status-"):
        code = int(kind.split("-")[1])
        retry = {"retry": "7200", "date": rfc822(time.time() + 7200)}.get(kind.rsplit("-", 1)[-1])
        return Reply(code, b"no", "text/plain", retry_after=retry)
    if kind in ("redirect-301", "redirect-308", "redirect-302", "redirect-307"):
        if "moved" in query:
            return moved()
        return redirect(int(kind[-3:]), f"{base}/fault/{kind}?moved=1")
    if kind == "redirect-loop":
        return redirect(302, f"{base}/fault/redirect-loop?n={int(query.get('n', ['0'])[0]) + 1}")
    if kind == "redirect-chain-30":
        n = int(query.get("n", ["0"])[0])
        return moved() if n >= 30 else redirect(302, f"{base}/fault/{kind}?n={n + 1}")
    if kind == "ssrf-trap":
        return redirect(302, f"http://{TRAP_HOST}:{port}/trap/redirect")
    if kind == "ssrf-second-hop":
        return redirect(302, f"http://{TRAP_HOST}:{port}/trap/second-hop" if "moved" in query else f"{base}/fault/{kind}?moved=1")
    spelled = {
        "ssrf-decimal": f"http://{TRAP_INT}:{port}/trap/decimal",
        "ssrf-hex": f"http://0x{TRAP_INT:08x}:{port}/trap/hex",
        "ssrf-octal": f"http://{TRAP_OCTAL}:{port}/trap/octal",
        "ssrf-short": f"http://127.{TRAP_INT & 0xFFFFFF}:{port}/trap/short",
        "ssrf-mapped6": f"http://[::ffff:{TRAP_HOST}]:{port}/trap/mapped6",
        "ssrf-mapped6-hex": f"http://[::ffff:{TRAP_INT >> 16:x}:{TRAP_INT & 0xFFFF:x}]:{port}/trap/mapped6-hex",
        "ssrf-userinfo": f"http://127.0.1.1:{port}@{TRAP_HOST}:{port}/trap/userinfo",
        "ssrf-backslash": f"http://{TRAP_HOST}:{port}\\@127.0.1.1:{port}/trap/backslash",
        "ssrf-no-scheme": f"//{TRAP_HOST}:{port}/trap/no-scheme",
    }
    if kind in spelled:
        return redirect(302, spelled[kind])
    if kind == "ssrf-file":
        return redirect(302, "file:///etc/passwd")
    if kind == "ssrf-ftp":
        return redirect(302, f"ftp://{TRAP_HOST}/x")
    if kind == "ssrf-entry-link":
        links = [f"http://{TRAP_HOST}:{port}/trap/entry", "file:///etc/passwd", "javascript:alert(1)"]
        return Reply(200, custom(lambda it: simple(it, link=links[it.n % 3])), **ok)
    if kind == "ssrf-article":
        return Reply(200, custom(lambda it: simple(it, link=f"{base}/trapped/{it.n}")), **ok)
    if kind == "ssrf-discover":
        page = f'<!doctype html><html><head><title>x</title><link rel="alternate" type="application/rss+xml" href="http://{TRAP_HOST}:{port}/trap/discover"></head><body>hi</body></html>'
        return Reply(200, page.encode(), "text/html")
    if kind == "ssrf-next-page":
        more = f'<link rel="next" href="http://{TRAP_HOST}:{port}/trap/next-page"/>'
        return Reply(200, atom(kind, items, base, links=more).encode(), "application/atom+xml", **ok)
    if kind == "ssrf-hub":
        hub = f"http://{TRAP_HOST}:{port}/trap/hub"
        head = f'<atom:link rel="hub" href="{hub}"/><atom:link rel="self" href="{farm.url(kind)}"/>'
        return Reply(200, rss(kind, items, base, head=head).encode(), link=f'<{hub}>; rel="hub"', **ok)
    if kind in (
        "slow-headers",
        "slow-body",
        "hang",
        "hang-body",
        "reset-early",
        "reset-body",
        "truncated",
        "length-short",
        "chunked-truncated",
        "close-delimited",
        "endless",
    ):
        return Reply(200, body, plan=kind, **ok)
    if kind == "gzip-bomb":
        return Reply(200, farm.gzip_bomb(), content_encoding="gzip", **ok)
    if kind == "gzip-trunc":
        gz = gzip.compress(body)
        return Reply(200, gz[: len(gz) // 2], content_encoding="gzip", **ok)
    if kind == "big-50mb":
        return Reply(200, farm.big(), **ok)
    if kind == "empty-200":
        return Reply(200, b"" if hit else body, **(ok if not hit else {}))
    if kind == "xml-billion-laughs":
        ents = '<!ENTITY l0 "lol">' + "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
        text = custom(lambda it: simple(it, title="&l9;")).decode().replace("?>\n", f"?>\n<!DOCTYPE rss [{ents}]>\n", 1)
        return Reply(200, text.encode(), **ok)
    if kind == "xml-quadratic":
        text = custom(lambda it: simple(it, desc="&a;" * 2000)).decode()
        return Reply(200, text.replace("?>\n", f'?>\n<!DOCTYPE rss [<!ENTITY a "{"A" * 100_000}">]>\n', 1).encode(), **ok)
    if kind == "xml-xxe-file":
        text = custom(lambda it: simple(it, title="&x;")).decode()
        return Reply(
            200, text.replace("?>\n", '?>\n<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n', 1).encode(), **ok
        )
    if kind == "xml-xxe-http":
        dtd = f'?>\n<!DOCTYPE rss SYSTEM "http://{TRAP_HOST}:{port}/trap/dtd">\n'
        return Reply(200, enc.replace("?>\n", dtd, 1).encode(), **ok)
    if kind == "xml-amp":
        return Reply(200, custom(lambda it: simple(it, title=it.title + " R&D AT&T")), **ok)
    if kind == "xml-cut":
        return Reply(200, body[: int(len(body) * 0.6)], **ok)
    if kind == "xml-control":
        return Reply(200, custom(lambda it: simple(it, title=it.title + " \x0b\x08")), **ok)
    if kind == "xml-nbsp":
        return Reply(200, custom(lambda it: simple(it, title=it.title + "&nbsp;&eacute;")), **ok)
    if kind == "xml-junk-before":
        return Reply(200, b"\n\n  \n" + body, **ok)
    if kind == "xml-deep":
        deep = "<a>" * 20_000 + "</a>" * 20_000
        return Reply(200, custom(lambda it: simple(it, desc=deep if it.n == items[0].n else None)), **ok)
    if kind.startswith("enc-"):
        words = {
            "enc-latin1": ("iso-8859-1", "Tromsø Ålesund café"),
            "enc-cp1251": ("windows-1251", "Арктика и Север"),
            "enc-sjis": ("shift_jis", "北極の安全保障"),
            "enc-utf16": ("utf-16", "Grønland 北極"),
            "enc-lie": ("cp1252", "Tromsø – “quoted”"),
            "enc-header-conflict": ("utf-8", "Grønland 北極"),
        }
        codec, word = words[kind]
        declared = "utf-8" if kind == "enc-lie" else codec
        text = rss(kind, items, base, encoding=declared, item_xml=lambda it: simple(it, title=f"{word} [{it.feed}-{it.n}]"))
        ctype = {"enc-header-conflict": "application/rss+xml; charset=iso-8859-1"}.get(kind, "application/rss+xml")
        return Reply(200, text.encode(codec), ctype, **ok)
    if kind.startswith("type-"):
        return Reply(
            200, body, {"type-html": "text/html", "type-octet": "application/octet-stream", "type-none": None}[kind], **ok
        )
    if kind == "html-page":
        return (
            Reply(200, body, **ok)
            if hit == 0
            else Reply(200, b"<!doctype html><html><title>Oops</title><body>Site maintenance</body></html>", "text/html")
        )
    if kind == "html-discover":
        return Reply(
            200,
            b'<!doctype html><html><head><title>x</title><link rel="alternate" type="application/rss+xml" href="/feed/0">'
            b"</head><body>hi</body></html>",
            "text/html",
        )
    if kind == "json-feed":
        doc = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Farm json",
            "home_page_url": base,
            "items": [
                {
                    "id": i.guid,
                    "url": f"{base}/a/{i.feed}/{i.n}",
                    "title": i.title,
                    "content_text": i.truth(),
                    "date_published": iso(i.when),
                }
                for i in items
            ],
        }
        return Reply(200, json.dumps(doc).encode(), "application/feed+json", **ok)
    if kind == "deflate":
        want = "deflate" in headers.get("accept-encoding", "")
        return Reply(200, zlib.compress(body) if want else body, content_encoding="deflate" if want else None, **ok)
    if kind == "guid-changing":
        return Reply(200, custom(lambda it: simple(it, guid=f"g-{next(farm.serial)}")))
    if kind == "guid-none":
        return Reply(200, custom(lambda it: simple(it, guid="")))
    if kind == "guid-nolink":
        return Reply(200, custom(lambda it: simple(it, guid="", link="")))
    if kind == "guid-dup":
        return Reply(200, custom(lambda it: simple(it, guid="same-for-all")))
    if kind == "title-edit":
        return Reply(200, custom(lambda it: simple(it, title=f"{it.title} (edit {hit})")))
    if kind == "link-tracking":
        return Reply(
            200, custom(lambda it: simple(it, guid="", link=f"{base}/a/{it.feed}/{it.n}?utm_source=r{hit}&amp;utm_medium=rss"))
        )
    if kind.startswith("date-"):
        value = {
            "date-none": "",
            "date-bad": "yesterday at noon",
            "date-future": "Fri, 01 Jan 2099 00:00:00 GMT",
            "date-1970": "Thu, 01 Jan 1970 00:00:00 GMT",
        }[kind]
        return Reply(200, custom(lambda it: simple(it, date=value)), **ok)
    if kind == "urls-relative":
        return Reply(
            200,
            custom(
                lambda it: simple(it, link=f"/a/{it.feed}/{it.n}", desc=escape('<a href="../x.html">x</a> <img src="/p.png">'))
            ),
            **ok,
        )
    if kind == "reorder":
        random.Random(f"{farm.a.seed}/reorder/{hit}").shuffle(items)
        return Reply(200, rss(kind, items, base).encode())
    if kind == "dup-items":
        return Reply(200, rss(kind, items + items, base).encode(), **ok)
    if kind == "xss":
        return Reply(
            200,
            custom(
                lambda it: simple(
                    it,
                    title=escape(f"<script>alert({it.n})</script> [{it.feed}-{it.n}]"),
                    link="javascript:alert(1)" if it.n % 2 else None,
                    desc=escape('<img src=x onerror=alert(1)><svg onload=alert(1)><a href="javascript:alert(1)">x</a>'),
                )
            ),
            **ok,
        )
    if kind == "header-inject":
        return Reply(
            200, custom(lambda it: simple(it, title=f"Hi&#13;&#10;Bcc: evil@trap.invalid&#10;X-A: b [{it.feed}-{it.n}]")), **ok
        )
    if kind == "burst":
        return Reply(200, body, **ok)
    if kind == "paged":
        page = int(query.get("page", ["1"])[0])
        total = farm.count[kind] + 20
        every = [Item(farm.a.seed, kind, k) for k in range(total - 1, -1, -1)]
        part = every[(page - 1) * 10 : page * 10]
        more = f'<link rel="next" href="{base}/fault/paged?page={page + 1}"/>' if page * 10 < total else ""
        return Reply(200, atom(kind, part, base, links=more).encode(), "application/atom+xml", **ok)
    if kind == "etag-weak":
        return conditional(farm, headers, Reply(200, body, etag="W/" + tag), "W/" + tag, None)
    if kind == "etag-unquoted":
        return conditional(farm, headers, Reply(200, body, etag=tag.strip('"')), tag.strip('"'), None)
    if kind == "lm-odd":
        odd = "Monday, 05-Jan-26 01:02:03 +0000"
        return conditional(farm, headers, Reply(200, body, last_modified=odd), None, odd)
    if kind == "lm-only":
        return conditional(farm, headers, Reply(200, body, last_modified=lm), None, lm)
    if kind == "etag-changes":
        return Reply(200, body, etag=f'"v{hit}"', last_modified=rfc822(EPOCH + hit))
    if kind == "validators-none":
        return Reply(200, body)
    if kind == "cookie":
        return Reply(200, body, set_cookie="track=1; Path=/", **ok)
    if kind == "max-age":
        return conditional(farm, headers, Reply(200, body, cache_control="max-age=10800", **ok), tag, lm)
    if kind in ("ttl", "skip-hours", "sy"):
        head = {
            "ttl": "<ttl>180</ttl>",
            "skip-hours": "<skipHours>" + "".join(f"<hour>{h}</hour>" for h in range(24)) + "</skipHours>",
            "sy": "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>",
        }[kind]
        return conditional(farm, headers, Reply(200, rss(kind, items, base, head=head).encode(), **ok), tag, lm)
    if kind == "flaky":
        if hit == 1:
            farm.count[kind] += 3
            return Reply(503, b"busy", "text/plain")
        return conditional(farm, headers, Reply(200, body, **ok), tag, lm)
    if kind == "websub":
        return conditional(
            farm,
            headers,
            Reply(
                200,
                rss(
                    kind,
                    items,
                    base,
                    head=f'<atom:link rel="hub" href="{base}/hub"/><atom:link rel="self" href="{farm.url(kind)}"/>',
                ).encode(),
                link=f'<{base}/hub>; rel="hub"',
                **ok,
            ),
            tag,
            lm,
        )
    return Reply(404, b"no such fault", "text/plain")


def conditional(farm: Farm, headers: dict, reply: Reply, etag: str | None, modified: str | None) -> Reply:
    """RFC 9110 section 13.2.2: If-None-Match wins over If-Modified-Since; exact comparison."""
    inm, ims = headers.get("if-none-match"), headers.get("if-modified-since")
    same = (etag is not None and inm == etag) if inm is not None else (modified is not None and ims == modified)
    if same:
        reply.status, reply.body, reply.plan = 304, b"", None
        reply.headers = [(k, v) for k, v in reply.headers if k.lower() not in ("content-type", "content-encoding")]
    return reply


def handle(farm: Farm, method: str, target: str, headers: dict) -> tuple[Reply, str]:
    parts = urlsplit(target)
    query, path = parse_qs(parts.query), parts.path
    seg = path.strip("/").split("/")
    if seg[0] == "feed" and len(seg) == 2 and seg[1] in farm.count:
        feed = seg[1]
        kind = farm.override.get(feed)
        if kind:
            return fault_reply(farm, kind, query, headers), feed
        body, gz, ctype, etag, modified = farm.render(feed)
        use_gz = "gzip" in headers.get("accept-encoding", "")
        r = Reply(
            200,
            gz if use_gz else body,
            ctype,
            etag=etag,
            last_modified=modified,
            vary="Accept-Encoding",
            content_encoding="gzip" if use_gz else None,
        )
        return conditional(farm, headers, r, etag, modified), feed
    if seg[0] == "fault" and len(seg) == 2 and seg[1] in FAULTS:
        return fault_reply(farm, seg[1], query, headers), seg[1]
    if seg[0] == "a" and len(seg) == 3 and seg[2].isdigit() and seg[1] in farm.count:
        return Reply(200, farm.item(seg[1], int(seg[2])).page(farm.base(seg[1])), "text/html; charset=utf-8"), "article"
    if seg[0] == "trapped":
        return Reply(302, b"", None, location=f"http://{TRAP_HOST}:{farm.a.port}/trap/article"), "article"
    if path == "/robots.txt":
        return Reply(200, b"User-agent: *\nDisallow: /private/\nDisallow: /a/1/\nCrawl-delay: 1\n", "text/plain"), "robots"
    if path == "/hub" and method == "POST":
        return Reply(202, b"", "text/plain"), "hub"
    return Reply(404, b"not found", "text/plain"), "other"


def control(farm: Farm, target: str, body: bytes = b"") -> Reply:
    parts = urlsplit(target)
    q = {k: v[0] for k, v in parse_qs(parts.query).items()}
    verb = parts.path.removeprefix("/_ctl/")
    farm.log.flush()
    text = "ok\n"
    if verb == "urls":
        healthy = [farm.url(str(i)) for i in range(farm.a.feeds)]
        faults = [farm.url(k) for k in FAULTS if not q.get("skip") or k not in q["skip"].split(",")]
        text = "\n".join({"healthy": healthy, "faults": faults}.get(q.get("set", ""), healthy + faults)) + "\n"
    elif verb == "publish":
        r = random.Random(f"{farm.a.seed}/{q}/{sum(farm.count.values())}")
        unknown = [f for f in q.get("feeds", "0").split(",") if f not in farm.count]
        if unknown:
            raise ValueError(f"no such feed: {unknown}")
        names = q["feeds"].split(",") if "feeds" in q else [str(i) for i in range(farm.a.feeds)]
        chosen = [f for f in names if r.random() < float(q.get("share", "1"))]
        for f in chosen:
            farm.count[f] += int(q.get("n", "1"))
        text = json.dumps({"published": len(chosen) * int(q.get("n", "1")), "feeds": len(chosen)}) + "\n"
    elif verb == "mark":
        farm.label = q.get("label", "")
        farm.write_log({"mark": farm.label, "t": time.time(), "hits": farm.hits})
        farm.log.flush()
    elif verb == "set-fault":
        if q.get("kind"):
            if q["kind"] not in FAULTS or not (q["feed"].isdigit() and q["feed"] in farm.count):
                raise ValueError(f"no such fault or healthy feed: {q}")
            farm.override[q["feed"]] = q["kind"]
        else:
            farm.override.pop(q["feed"], None)
    elif verb == "truth":
        want = [q["feed"]] if "feed" in q else list(farm.count)
        text = json.dumps(
            {f: {"url": farm.url(f), "titles": [i.title for i in farm.window(f)], "published": farm.count[f]} for f in want}
        )
    elif verb == "text":
        text = farm.item(q["feed"], int(q["n"])).truth()
    elif verb == "post":
        text = farm.post(q["feed"], body)
    elif verb == "faults":
        text = json.dumps(FAULTS, indent=1)
    elif verb == "stats":
        text = json.dumps(farm.stats) + "\n"
    elif verb == "reset-stats":
        farm.stats.update(requests=0, bytes=0, status={}, peak_open=farm.stats["open"], trap=0)
        farm.hits.clear()
    else:
        return Reply(404, b"unknown control verb\n", "text/plain")
    return Reply(200, text.encode(), "text/plain")


class Connection(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, written by hand so that every fault can be made on the wire."""

    ids = itertools.count(1)

    def __init__(self, farm: Farm, trap: bool = False):
        self.farm, self.trap, self.buf, self.n = farm, trap, b"", 0
        self.task: asyncio.Task | None = None
        self.can_write = asyncio.Event()
        self.can_write.set()

    def connection_made(self, transport) -> None:
        self.t = transport
        self.id = next(self.ids)
        self.local = transport.get_extra_info("sockname")[0]
        s = self.farm.stats
        s["open"] += 1
        s["peak_open"] = max(s["peak_open"], s["open"])
        if self.trap:
            s["trap"] += 1
            self.farm.write_log({"trap": self.local, "t": time.time(), "label": self.farm.label})

    def connection_lost(self, exc) -> None:
        self.farm.stats["open"] -= 1
        self.can_write.set()
        if self.task:
            self.task.cancel()

    def pause_writing(self) -> None:
        self.can_write.clear()

    def resume_writing(self) -> None:
        self.can_write.set()

    def data_received(self, data: bytes) -> None:
        self.buf += data
        while (end := self.buf.find(b"\r\n\r\n")) >= 0 and self.task is None:
            head = self.buf[:end]
            lines = head.decode("latin-1").split("\r\n")
            try:
                method, target, version = lines[0].split(" ", 2)
            except ValueError:
                return self.t.close()
            headers = {}
            for line in lines[1:]:
                k, _, v = line.partition(":")
                headers[k.strip().lower()] = v.strip()
            length = int(headers.get("content-length") or 0)
            if len(self.buf) < end + 4 + length:
                return None  # the rest of the body is on its way
            sent, self.buf = self.buf[end + 4 : end + 4 + length], self.buf[end + 4 + length :]
            self.answer(method, target, version, headers, sent)
        return None

    def answer(self, method, target, version, headers, sent: bytes = b"") -> None:
        farm = self.farm
        if target.startswith("http://"):
            target = "/" + target.split("/", 3)[3]
        if target.startswith("/_ctl/"):
            try:
                reply = control(farm, target, sent)
            except (KeyError, ValueError) as error:
                reply = Reply(400, f"bad control call: {error!r}\n".encode(), "text/plain")
            return self.send(reply, headers, method)
        self.n += 1
        reply, feed = (Reply(200, b"root:trap", "text/plain"), "trap") if self.trap else handle(farm, method, target, headers)
        s = farm.stats
        s["requests"] += 1
        s["bytes"] += len(reply.body)
        s["status"][reply.status] = s["status"].get(reply.status, 0) + 1
        given = {k.lower(): v for k, v in reply.headers}
        farm.write_log(
            {
                "t": time.time(),
                "label": farm.label,
                "host": self.local,
                "conn": self.id,
                "nth": self.n,
                "open": s["open"],
                "m": method,
                "v": version,
                "path": target,
                "feed": feed,
                "h": headers,
                "status": reply.status,
                "len": len(reply.body),
                "etag": given.get("etag"),
                "lm": given.get("last-modified"),
                "loc": given.get("location"),
                "ra": given.get("retry-after"),
            }
        )
        self.send(reply, headers, method)
        return None

    def send(self, reply: Reply, headers: dict, method: str) -> None:
        close = headers.get("connection", "").lower() == "close"
        out = [f"HTTP/1.1 {reply.status} {PHRASES.get(reply.status, 'X')}", f"Date: {rfc822(time.time())}", "Server: feedfarm"]
        out += [f"{k}: {v}" for k, v in reply.headers]
        if reply.plan:
            self.task = asyncio.ensure_future(self.misbehave(reply, out))
            self.task.add_done_callback(lambda t: t.cancelled() or t.exception())
            return
        if reply.status != 304:
            out.append(f"Content-Length: {len(reply.body)}")
        if close:
            out.append("Connection: close")
        self.t.write("\r\n".join(out).encode("latin-1") + b"\r\n\r\n" + (b"" if method == "HEAD" else reply.body))
        if close:
            self.t.close()

    def reset(self) -> None:
        sock = self.t.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.t.abort()

    async def misbehave(self, reply: Reply, out: list[str]) -> None:
        """The faults that live in timing and framing rather than in content. All end after max_stall."""
        plan, body, stop = reply.plan, reply.body, self.farm.a.max_stall
        full = "\r\n".join([*out, f"Content-Length: {len(body)}"]).encode("latin-1") + b"\r\n\r\n"
        t0 = time.monotonic()
        if plan == "hang":
            await asyncio.sleep(stop)
        elif plan == "slow-headers":
            for b in full:
                if time.monotonic() - t0 > stop:
                    break
                self.t.write(bytes([b]))
                await asyncio.sleep(1)
        elif plan == "slow-body":
            self.t.write(full)
            for b in body:
                if time.monotonic() - t0 > stop:
                    break
                self.t.write(bytes([b]))
                await asyncio.sleep(0.5)
        elif plan == "hang-body":
            self.t.write(full + body[: len(body) // 2])
            await asyncio.sleep(stop)
        elif plan == "reset-early":
            return self.reset()
        elif plan == "reset-body":
            self.t.write(full + body[: len(body) // 2])
            await asyncio.sleep(0.05)
            return self.reset()
        elif plan == "truncated":
            self.t.write(full + body[: len(body) // 2])
        elif plan == "length-short":
            self.t.write("\r\n".join([*out, f"Content-Length: {len(body) // 2}"]).encode() + b"\r\n\r\n" + body)
        elif plan == "chunked-truncated":
            self.t.write(
                "\r\n".join([*out, "Transfer-Encoding: chunked"]).encode()
                + b"\r\n\r\n%x\r\n" % len(body)
                + body[: len(body) // 2]
            )
        elif plan == "close-delimited":
            self.t.write("\r\n".join([*out, "Connection: close"]).encode() + b"\r\n\r\n" + body)
        elif plan == "endless":
            self.t.write(
                "\r\n".join([*out, "Transfer-Encoding: chunked"]).encode() + b"\r\n\r\n%x\r\n" % len(body) + body + b"\r\n"
            )
            block = b"10000\r\n" + b" " * 65536 + b"\r\n"
            sent = 0
            while time.monotonic() - t0 < stop and sent < self.farm.a.endless_mib << 20 and not self.t.is_closing():
                await self.can_write.wait()
                self.t.write(block)
                sent += 65536
                await asyncio.sleep(0)
        self.t.close()
        return None


def dns_answer(query: bytes, turns: dict[str, int]) -> bytes:
    """The answer to one DNS query. Only farm.test names exist, and only 127.0.0.0/8 is ever answered:

    rebind-<x>.farm.test alternates a farm address and the trap; 127-a-b-c.farm.test is 127.a.b.c."""
    labels, pos = [], 12
    while query[pos]:
        labels.append(query[pos + 1 : pos + 1 + query[pos]].decode("latin-1").lower())
        pos += 1 + query[pos]
    qtype = struct.unpack(">H", query[pos + 1 : pos + 3])[0]
    ip = None
    if labels[-2:] == ["farm", "test"] and len(labels) == 3:
        if labels[0].startswith("rebind"):
            turns[labels[0]] = turns.get(labels[0], -1) + 1
            ip = "127.0.1.1" if turns[labels[0]] % 2 == 0 else TRAP_HOST
        else:
            ip = loopback_or_none(labels[0].replace("-", "."))
    found = ip is not None and qtype == 1
    head = query[:2] + struct.pack(">HHHHH", 0x8180 if ip else 0x8183, 1, int(found), 0, 0)
    answer = b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 0, 4) + socket.inet_aton(ip) if ip and found else b""
    return head + query[12 : pos + 5] + answer


def loopback_or_none(text: str) -> str | None:
    try:
        address = ipaddress.IPv4Address(text)
    except ValueError:
        return None
    return str(address) if address.is_loopback else None


class Dns(asyncio.DatagramProtocol):
    """A tiny resolver for rebinding tests, TTL 0. Point the poller's resolver at it; never the system's."""

    def __init__(self) -> None:
        self.turns: dict[str, int] = {}

    def connection_made(self, transport) -> None:
        self.t = transport

    def datagram_received(self, data: bytes, addr) -> None:
        with contextlib.suppress(IndexError, struct.error):  # not a DNS query
            self.t.sendto(dns_answer(data, self.turns), addr)


URL_IN_REPLY = re.compile(rb"(?i)\b(?:https?|ftp):(?:\\|//)[^\s\"'<>)]*|[\"'](//[^\s\"'<>]+)")
NAMES_ONLY = ("purl.org", "www.w3.org", "jsonfeed.org")  # namespaces and format versions: identifiers, not links


def outside(url: str) -> bool:
    """Does any reading of this URL lead out of 127.0.0.0/8?"""
    rest = url.split(":", 1)[1] if not url.startswith("//") else url
    authority = re.split(r"[/?#]", rest.lstrip("/\\"), maxsplit=1)[0]
    if authority in NAMES_ONLY:
        return False
    for part in re.split(r"[@\\]", authority):  # userinfo and backslash: every piece may be read as the host
        host = part[1 : part.index("]")] if part.startswith("[") else part.split(":")[0]
        if not host:
            continue
        try:
            if ":" in host:
                mapped = ipaddress.IPv6Address(host).ipv4_mapped
                readings = [str(mapped)] if mapped else ["outside"]
            else:
                readings = [socket.inet_ntoa(socket.inet_aton(host))]
                if re.fullmatch(r"[0-9]+(\.[0-9]+){3}", host):  # leading zeros read as decimal
                    readings.append(".".join(str(int(x)) for x in host.split(".")))
        except (ValueError, OSError):
            return True
        if not all(loopback_or_none(r) for r in readings):
            return True
    return False


def self_check(farm: Farm) -> int:
    """Render every reply of the farm and list each address in it that is not inside 127.0.0.0/8."""
    farm.a.bomb_mib = 1
    bad = 0
    targets = [f"/feed/{i}" for i in range(farm.a.feeds)] + ["/robots.txt", "/a/0/1", "/trapped/1", "/nothing"]
    for kind in FAULTS:
        targets += [f"/fault/{kind}", f"/fault/{kind}?moved=1", f"/fault/{kind}?n=29", f"/fault/{kind}?page=2"]
    for target in targets:
        reply, _ = handle(farm, "GET", target, {})
        body = (
            gzip.decompress(reply.body)
            if reply.plan is None and reply.body[:2] == b"\x1f\x8b" and "gzip-trunc" not in target
            else reply.body
        )
        for codec in ("utf-16", "utf-8"):
            if codec == "utf-8" or body[:2] in (b"\xff\xfe", b"\xfe\xff"):
                body = body.decode(codec, "replace").encode() if codec == "utf-16" else body
        found = {m.group(1) or m.group() for m in URL_IN_REPLY.finditer(body[:2_000_000])}
        found |= {v.encode() for k, v in reply.headers if k == "Location"}
        for url in sorted(u.decode("latin-1") for u in found):
            if re.match(r"(?i)https?:|ftp:|//", url) and outside(url):
                bad += 1
                print(f"{target}: leads outside of 127.0.0.0/8: {url}")
    print(f"{len(targets)} replies of {len(FAULTS)} faults and {farm.a.feeds} feeds rendered, {bad} links outside of 127.0.0.0/8")
    return bad


async def main(args: argparse.Namespace) -> None:
    farm = Farm(args)
    loop = asyncio.get_running_loop()
    first = await loop.create_server(lambda: Connection(farm), "127.0.1.1", args.port, backlog=4096)
    args.port = first.sockets[0].getsockname()[1]  # 0 asks for any free port; all other hosts get the same
    for host in [f"127.0.1.{1 + h}" for h in range(1, args.hosts)]:
        assert loopback_or_none(host)
        await loop.create_server(lambda: Connection(farm), host, args.port, backlog=4096)
    for host in TRAPS:
        await loop.create_server(lambda: Connection(farm, trap=True), host, args.port)
    if args.dns_port:
        await loop.create_datagram_endpoint(Dns, local_addr=("127.0.1.1", args.dns_port))
    if args.prewarm:
        for i in range(args.feeds):
            farm.render(str(i))
    done = asyncio.Event()
    for s in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(s, done.set)
    print(f"feedfarm ready: {args.feeds} feeds on {args.hosts} hosts, http://127.0.1.1:{args.port}/_ctl/urls", flush=True)
    while not done.is_set():
        try:
            await asyncio.wait_for(done.wait(), 1)
        except TimeoutError:
            farm.log.flush()
    farm.log.close()


def parser() -> argparse.ArgumentParser:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--feeds", type=int, default=100)
    p.add_argument("--items", type=int, default=10, help="items each feed has at the start")
    p.add_argument("--window", type=int, default=10, help="items a feed document shows")
    p.add_argument("--hosts", type=int, default=20, help="loopback addresses, at most 250")
    p.add_argument("--port", type=int, default=8900, help="0: any free one, named in the line that says ready")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--log", default="farm.jsonl")
    p.add_argument("--bomb-mib", type=int, default=64, help="decompressed size of gzip-bomb")
    p.add_argument("--endless-mib", type=int, default=256, help="bytes after which endless stops")
    p.add_argument("--max-stall", type=float, default=60, help="seconds after which hanging faults close")
    p.add_argument("--dns-port", type=int, default=0, help="UDP port of the rebinding name server on 127.0.1.1; 0: none")
    p.add_argument("--prewarm", action="store_true", help="render all healthy feeds before the first request")
    p.add_argument("--self-check", action="store_true", help="serve nothing; prove that no reply leads outside of 127.0.0.0/8")
    return p


if __name__ == "__main__":
    ns = parser().parse_args()
    if not 1 <= ns.hosts <= 250:
        sys.exit("--hosts must be 1 to 250")
    if ns.self_check:
        sys.exit(1 if self_check(Farm(ns)) else 0)
    try:
        import uvloop

        uvloop.run(main(ns))
    except ImportError:
        asyncio.run(main(ns))
