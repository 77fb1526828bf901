"""Judge a feed poller from feedfarm's request log. Prints PASS / FAIL / n/a per checklist item.

    python checks.py farm.jsonl

The log needs at least two cycles of the poller over the fault feeds (mark them with
/_ctl/mark?label=cycle1 and cycle2, less than an hour apart). What the log cannot show (items stored,
memory, text right) is checked from the poller's own store: compare with /_ctl/truth.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict

# A good poller need not keep validators of these: the transfer broke, was cut off at a limit, or is not a whole and plain feed.
NOT_WHOLE = {
    "slow-headers",
    "slow-body",
    "hang",
    "hang-body",
    "reset-early",
    "reset-body",
    "truncated",
    "length-short",
    "chunked-truncated",
    "endless",
    "gzip-bomb",
    "gzip-trunc",
    "big-50mb",
    "empty-200",
    "html-page",
    "html-discover",
    "ssrf-discover",
    "xml-billion-laughs",
    "xml-quadratic",
    "xml-xxe-file",
    "xml-xxe-http",
    "xml-cut",
    "xml-deep",
}


def load(path: str):
    reqs, traps, marks = [], [], []
    with open(path, encoding="utf-8") as log:
        for line in log:
            r = json.loads(line)
            (traps if "trap" in r else marks if "mark" in r else reqs).append(r)
    return reqs, traps, marks


def main(path: str) -> int:
    reqs, traps, marks = load(path)
    by = defaultdict(list)
    for r in reqs:
        by[r["feed"]].append(r)
    feeds = {f: rs for f, rs in by.items() if f not in ("article", "robots", "other", "hub", "trap")}
    results: list[tuple[str, str, str]] = []
    labels = [m["mark"] for m in marks] or [""]

    def say(n: str, text: str, ok: bool | None, note: str = "") -> None:
        results.append((n, "n/a " if ok is None else "PASS" if ok else "FAIL", f"{text}{'  [' + note + ']' if note else ''}"))

    def cycles(feed: str) -> dict[str, list]:
        out = defaultdict(list)
        for r in feeds.get(feed, []):
            out[r["label"]].append(r)
        return out

    # --- conditional requests, over every feed
    made_up = changed = missing = could = 0
    examples: dict[str, str] = {}
    for f, rs in feeds.items():
        etag = lm = None
        ever_e, ever_l = set(), set()
        for r in sorted(rs, key=lambda r: r["t"]):
            inm, ims = r["h"].get("if-none-match"), r["h"].get("if-modified-since")
            for got, ever, cur, _name in ((inm, ever_e, etag, "etag"), (ims, ever_l, lm, "lm")):
                if got is not None and got not in ever:
                    made_up += 1
                    examples.setdefault("made up", f"{f}: sent {got!r}, server had sent {cur!r}")
                elif got is not None and got != cur:
                    changed += 1
                    examples.setdefault("old", f"{f}: sent {got!r}, newest was {cur!r}")
            if (etag or lm) and r["status"] in (200, 304) and f not in NOT_WHOLE:
                could += 1
                if inm is None and ims is None:
                    missing += 1
                    examples.setdefault("missing", f)
            if r["status"] == 200:
                etag, lm = r["etag"], r["lm"]
                ever_e |= {etag} if etag else set()
                ever_l |= {lm} if lm else set()
    healthy = [f for f in feeds if f.isdigit()]
    second = [r for f in healthy for r in feeds[f] if len(labels) > 1 and r["label"] == labels[1]]
    say(
        "C1",
        "second poll of unchanged healthy feeds is answered 304",
        None if not second else sum(r["status"] == 304 for r in second) >= 0.99 * len(second),
        f"{sum(r['status'] == 304 for r in second)}/{len(second)}" if second else "",
    )
    say(
        "C2",
        "validators sent whenever the server gave one with a whole feed",
        None if not could else missing == 0,
        f"{missing} of {could} without; e.g. {examples.get('missing')}" if missing else "",
    )
    say("C3", "no validator made up or rewritten", made_up == 0, f"{made_up}; {examples.get('made up')}" if made_up else "")
    say("C4", "newest validator used, not an old one", changed == 0, f"{changed}; {examples.get('old')}" if changed else "")
    for n, kind, text in (
        ("C5", "etag-weak", "weak ETag echoed exactly"),
        ("C6", "etag-unquoted", "unquoted ETag echoed exactly"),
        ("C7", "lm-odd", "odd Last-Modified echoed exactly"),
        ("C8", "lm-only", "Last-Modified-only feed gets If-Modified-Since"),
    ):
        rs = feeds.get(kind, [])
        say(n, text, None if len(rs) < 2 else any(r["status"] == 304 for r in rs[1:]))
    bad = [
        f
        for f in ("truncated", "chunked-truncated", "gzip-trunc", "hang-body", "reset-body")
        if any("if-none-match" in r["h"] or "if-modified-since" in r["h"] for r in feeds.get(f, []))
    ]
    say("C9", "validators of a broken transfer are not stored (items would be lost)", not bad, ", ".join(bad))

    # --- redirects
    for n, kind, keep in (
        ("R1", "redirect-301", False),
        ("R2", "redirect-308", False),
        ("R3", "redirect-302", True),
        ("R4", "redirect-307", True),
    ):
        c = cycles(kind)
        last = c[labels[-1]] if len(labels) > 1 else []
        if not last:
            say(n, f"{kind}: next poll goes to the {'old' if keep else 'new'} URL", None)
        else:
            first_is_new = "moved=1" in last[0]["path"]
            say(n, f"{kind}: next poll goes to the {'old' if keep else 'new'} URL", first_is_new != keep)
    for n, kind, most in (("R5", "redirect-loop", 12), ("R6", "redirect-chain-30", 12)):
        c = cycles(kind)
        worst = max((len(v) for v in c.values()), default=0)
        say(n, f"{kind}: at most {most} hops in a poll", None if not worst else worst <= most, f"{worst} hops")

    # --- back-off
    for n, kind in (("B1", "status-429-retry"), ("B2", "status-429-date"), ("B3", "status-503-retry")):
        rs = feeds.get(kind, [])
        say(
            n,
            f"{kind}: no request before Retry-After (7200 s) is over",
            None if not rs or len(labels) < 2 else len(rs) == 1,
            f"{len(rs)} requests",
        )
    rs = feeds.get("status-410", [])
    say("B4", "410 Gone: polling stops", None if not rs or len(labels) < 2 else len(rs) == 1, f"{len(rs)} requests")
    storm = {
        f: max(len(v) for v in cycles(f).values())
        for f in ("status-500", "status-404", "status-401", "reset-early", "reset-body", "hang")
        if f in feeds
    }
    say(
        "B5",
        "at most 2 tries in a cycle on errors",
        None if not storm else max(storm.values()) <= 2,
        str({k: v for k, v in storm.items() if v > 2} or ""),
    )
    for n, kind in (("B6", "max-age"), ("B7", "ttl"), ("B8", "skip-hours"), ("B9", "sy")):
        rs = feeds.get(kind, [])
        say(n, f"{kind}: hint to wait respected", None if not rs or len(labels) < 2 else len(rs) == 1, f"{len(rs)} requests")

    # --- safety
    say(
        "S1",
        "no connection to a trap address (redirect, DTD, item link, article, hub, next page)",
        not traps and not by.get("trap"),
        ", ".join(sorted({r["path"] for r in by.get("trap", [])})) or (f"{len(traps)} connections" if traps else ""),
    )

    # --- manners
    anon = ("python-requests", "python-urllib", "aiohttp", "python/", "curl/", "python-httpx", "java", "go-http")
    agents = {r["h"].get("user-agent", "") for r in reqs}
    say(
        "M1",
        "User-Agent names the program and a contact URL or mail",
        all(a and not a.lower().startswith(anon) and ("http" in a or "@" in a) for a in agents),
        "; ".join(sorted(agents))[:140],
    )
    say("M2", "compression offered", all("gzip" in r["h"].get("accept-encoding", "") for r in reqs if r["m"] == "GET"))
    say("M3", "no cookies sent", not any("cookie" in r["h"] for r in reqs))
    say("M4", "no Referer, no added query parameters", not any("referer" in r["h"] for r in reqs))
    say(
        "M5",
        "Accept names feed types",
        all(any(t in r["h"].get("accept", "") for t in ("rss", "atom", "xml")) for f in feeds for r in feeds[f]),
    )
    twice = [f for f in healthy for v in cycles(f).values() if len(v) > 1]
    say(
        "M6",
        "one request a feed and cycle",
        None if not healthy else not twice,
        f"{len(twice)} feeds asked twice" if twice else "",
    )
    live = defaultdict(set)
    for r in reqs:
        live[(r["label"], r["host"])].add(r["conn"])
    per_host = max((len(v) for v in live.values()), default=0)
    conns = len({r["conn"] for r in reqs})
    say(
        "M7",
        "connections are reused (requests per connection > 1 where a host has several feeds)",
        None if not reqs else conns < 0.9 * len(reqs),
        f"{len(reqs)} requests on {conns} connections, most per host and cycle {per_host}",
    )
    art = by.get("article", [])
    rob = {r["host"] for r in by.get("robots", [])}
    say(
        "M8",
        "robots.txt read before article pages, and obeyed",
        None if not art else all(r["host"] in rob for r in art) and not any(r["path"].startswith("/a/1/") for r in art),
        f"{len(art)} article requests",
    )
    starts = [r["t"] for r in second]
    say(
        "M9",
        "polls are spread, not one burst (first and last second-cycle request apart)",
        None if len(starts) < 50 else max(starts) - min(starts) > 0.1 * len(starts) / 100,
        f"{max(starts) - min(starts):.1f} s for {len(starts)}" if starts else "",
    )

    for n, verdict, text in results:
        print(f"{n:3s} {verdict} {text}")
    fails = sum(v == "FAIL" for _, v, _ in results)
    print(f"{sum(v == 'PASS' for _, v, _ in results)} passed, {fails} failed, {sum(v == 'n/a ' for _, v, _ in results)} n/a")
    return 1 if fails else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
