"""The answers of `why`, `why-not`, `status` and `rules ...` in words, line by line, for a person at a terminal. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from worker.overview import Spoken, delivery_state, evidence_lines, manual_line, published_at
from worker.tokens import count


def why_lines(account: Mapping[str, Any], zone: ZoneInfo, spoken: Spoken = str) -> Iterator[str]:
    """The account of one item for a person, stage by stage."""
    item, document = account["item"], account["document"]
    yield f"item {item['id']} from source {item['source']}: {item['title'] or item['path'] or item['url']}"
    yield f"  came in   {_at(item['first_seen'], zone)}" + (
        "; stood in the feed before we watched it (baseline)" if item["baseline"] else ""
    )
    if item["stage"] != "done":
        again = f"; next try {_at(item['next_attempt_at'], zone)}" if item["next_attempt_at"] else ""
        yield f"  {item['stage']}   {item['reason'] or 'not read yet'} (tries: {item['attempts']}){again}"
    if document is None:
        return
    yield f"  text      document {document['id']}, {document['characters']} characters from the {document['text_from']}" + (
        f"; {document['note']}" if document["note"] else ""
    )
    dated = (
        f"{published_at(document['published'], zone)} ({document['published_origin']})" if document["published"] else "no date"
    )
    yield f"  about     language {document['language'] or 'unknown'}, published {dated}"
    for removed in document["removed"]:
        yield f"  removed   {removed['reason']}: {removed['text'][:90]}"
        if "site" in removed:
            stands = ", ".join(map(str, removed["documents"]))
            yield f"            stands in documents {stands} of {removed['site']}, first seen {_at(removed['since'], zone)}"
    yield from _development_lines(account["development"], zone, spoken)
    yield from _rule_lines(account, zone, spoken)


def _development_lines(development: Mapping[str, Any], zone: ZoneInfo, spoken: Spoken) -> Iterator[str]:
    yield f"  belongs   to development d{development['id']} as {development['kind']}: {development['title']}"
    yield from (f"            {line}" for line in evidence_lines(development["evidence"], spoken))
    others = [f"{d['id']} ({d['kind']})" for d in development["documents"]]
    yield f"            documents: {', '.join(others)}"
    for decision in development["manual"]:
        yield f"            {manual_line(decision, zone)}" + (f"; {decision['document']}" if decision["document"] else "")


# More of them explain nothing to a person; the JSON has all.
MOST_CLAUSES, LONGEST_CLAUSE = 3, 160
_ENTITY = re.compile(r"\$([a-z][a-z0-9_]*)")


def _clauses(clauses: Sequence[str], spoken: Spoken) -> str:
    """The first clauses that held, as a person reads them."""
    shown = [_cut(_with_titles(clause, spoken)) for clause in clauses[:MOST_CLAUSES]]
    more = [f"and {count(len(clauses) - MOST_CLAUSES, 'more clause')}"] if len(clauses) > MOST_CLAUSES else []
    return "; ".join(shown + more)


def _cut(clause: str) -> str:
    return clause if len(clause) <= LONGEST_CLAUSE else clause[: LONGEST_CLAUSE - 1] + "…"


def _with_titles(text: str, spoken: Spoken) -> str:
    """The text with the titles of entities in the place of their ids; what has no title stays $id."""
    return _ENTITY.sub(lambda found: _titled(found[0], spoken(f"entity:{found[1]}")), text)


def _titled(name: str, title: str) -> str:
    return name if title in (name[1:], f"entity:{name[1:]}") else f"<{title}>"


def _rule_lines(account: Mapping[str, Any], zone: ZoneInfo, spoken: Spoken) -> Iterator[str]:
    if not account["rules"]:
        yield "  rules     none holds"
    for rule in account["rules"]:
        held = _clauses(rule["clauses"], spoken)
        yield f"  rule      {rule['id']} ({rule['severity']}{'' if rule['live'] else ', on test'}): {held}"
        yield f"            {rule['sentence']}"
    for decision in account["alerts"]:
        yield f"  alert     {decision['channel']}: {decision['outcome']}, because: {decision['reason']}"
    for delivery in account["deliveries"]:
        state = delivery_state(delivery, lambda moment: _at(moment, zone))
        yield f"  delivery  {delivery['id']} to {delivery['channel']} ({delivery['kind']}): {state}"


# ------------------------------------------------------------------ why not


def why_not_lines(account: Mapping[str, Any], zone: ZoneInfo, most: int | None, spoken: Spoken = str) -> Iterator[str]:
    """How near each rule came to one item, and why nothing was sent; of the misses the nearest `most` (None: all)."""
    item, document = account["item"], account["document"]
    yield f"item {item['id']} from source {item['source']}: {item['title'] or item['path'] or item['url']}"
    if document is None:
        again = f"; next try {_at(item['next_attempt_at'], zone)}" if item["next_attempt_at"] else ""
        yield f"  {item['stage']}   {item['reason'] or 'not read yet'}{again}: no rule was tried"
        return
    kind, development = account["development"]["kind"], account["development"]["id"]
    yield f"  document  {document['id']}, {kind} of development {development}, language {document['language'] or 'unknown'}"
    holding = [rule for rule in account["rules"] if rule["holds"]]
    misses = [rule for rule in account["rules"] if not rule["holds"]]
    for rule in holding:
        yield from _held_lines(rule, account["alerts"])
    shown = misses if most is None else misses[:most]
    for rule in shown:
        yield from _missed_lines(rule, spoken, brief=most is not None)
    if len(misses) > len(shown):
        yield f"  and {len(misses) - len(shown)} more rules that were further away; --all shows them"
    if not account["rules"]:
        yield "  no rule is configured"


def _held_lines(rule: Mapping[str, Any], alerts: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield f"  ✓ {rule['id']}{_standing(rule)} holds"
    if rule["status"] == "retired":
        yield "      a retired rule is not tried"
    elif not rule["recorded"]:
        yield "      it did not when the document came in: the rule is newer, or was changed since"
    elif not alerts:
        yield "      no enabled channel takes its alerts" if rule["status"] == "live" else "      a rule on test is never sent"
    else:
        for alert in alerts:
            other = f" (decided by {alert['rule']})" if alert["rule"] != rule["id"] else ""
            yield f"      {alert['channel']}: {alert['outcome']}, because: {alert['reason']}{other}"


def _missed_lines(rule: Mapping[str, Any], spoken: Spoken, *, brief: bool) -> Iterator[str]:
    """What a rule lacks; `brief`: the first thing of it, as any one of them is enough to explain the silence."""
    yield f"  ✗ {rule['id']}{_standing(rule)}: {rule['held']} of {rule['required']} things are there"
    for missing in rule["missing"][: 1 if brief else None]:
        yield f"      missing: {_with_titles(missing, spoken)}"
    if brief and len(rule["missing"]) > 1:
        yield f"      and {count(len(rule['missing']) - 1, 'more thing')}"
    if rule["recorded"]:
        yield "      it held when the document came in: the rule was changed since"
    if len(rule["removed"]) == 1:
        [line] = rule["removed"]
        yield f"      the removed line {line['text'][:90]!r} would make it hold: reason {line['reason']}"
    elif rule["removed"]:
        reasons = ", ".join(sorted({line["reason"] for line in rule["removed"]}))
        yield f"      removed lines together would make it hold: reasons {reasons}"


def _standing(rule: Mapping[str, Any]) -> str:
    return {"test": " (on test)", "retired": " (retired)"}.get(rule["status"], "")


# ------------------------------------------------------------------ rules


def rule_lines(listed: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A table of the rules, one line each."""
    rows = [("rule", "status", "severity", "channels", "examples", "place", "title")]
    rows += [
        (r["id"], r["status"], r["severity"], ",".join(r["channels"]) or "all", str(r["examples"]), r["place"], r["title"])
        for r in listed
    ]
    yield from _table(rows)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows with columns as wide as their widest cell; the last one as it is."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row[:-1], widths[:-1], strict=True)]
        yield "  ".join([*cells, row[-1]]).rstrip()


def explanation_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    """Why one rule holds for one document, or does not."""
    document = answer["document"]
    name = f"document {document['id']}" if document["id"] else "the text"
    verdict = "holds" if answer["holds"] else "does not hold"
    place = f" ({answer['place']})" if answer["place"] else ""
    yield f"{answer['id']}{_standing(answer)} {verdict} for {name}: {document['title']}{place}"
    yield from (f"  {line}" for line in answer["tree"])
    if answer["sentence"]:
        yield f"  sentence: {answer['sentence']}"


def form_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    """What a term covers, a line for each language."""
    says = {"dictionary": "", "stem": "words with the stem ", "as written": "only as written"}
    for line in answer["languages"]:
        forms = ", ".join(line["forms"])
        yield f"{line['language']}  {line['source']:<10}  {says.get(line['source'], '')}{forms}".rstrip()
    yield f"{answer['term']!r} itself counts in every language; case and accents do not matter"


def looked_up_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    """What became of the words of all rules."""
    known, stems = answer["dictionary"], answer["stems"]
    yield f"{len(known) + len(stems)} words of rules may have forms: {len(known)} are known to a dictionary"
    if stems:
        yield f"{len(stems)} are found by their stems, where the language has any: {', '.join(stems)}"
    if not answer["installed"]:
        yield 'no dictionaries are installed: pip install "northwatch[forms]"'
    yield from answer["problems"]


# ------------------------------------------------------------------ backtest

_BARS = " ▁▂▃▄▅▆▇█"
MOST_CHANGES = 10  # gained or lost developments and alerts that are named; all of them are in the JSON


def backtest_lines(answer: Mapping[str, Any], named: Collection[str]) -> Iterator[str]:
    """What rules would have done, on a page: the whole, then the rules `named` in full or all in a table, then what differs."""
    if not answer["documents"]:
        yield f"no document came in within {answer['days']} days; --days looks further back"
        return
    days = f"{count(answer['days'], 'day')}, from {answer['from'][:10]} to {answer['to'][:10]}"
    yield f"{count(answer['documents'], 'document')} of {days}"
    yield f"matched: {_found(answer, 'matched')}"
    yield f"documents a day: {sparkline([day['documents'] for day in answer['per_day']])}"
    if named:
        for rule in answer["rules"]:
            if rule["id"] in named:
                yield from _backtested(rule)
    else:
        yield from _backtest_table(answer["rules"])
    if answer["against"]:
        yield from _difference_lines(answer["against"])


def _found(answer: Mapping[str, Any], documents: str) -> str:
    found = f"{count(answer[documents], 'document')} in {count(answer['developments'], 'development')}"
    return f"{found}; {_alerts(answer['alerts'])}"


def _alerts(counts: Mapping[str, Any]) -> str:
    each = counts["channels"].items()
    channels = ", ".join(f"{name}: {n['new']} new, {count(n['update'], 'update')}" for name, n in each)
    return count(counts["total"], "alert") + (f" ({channels})" if channels else "")


def sparkline(numbers: Sequence[int]) -> str:
    """One bar a number, the highest full; a blank is zero. "" without numbers."""
    most = max(numbers, default=0) or 1
    return "".join(_BARS[-(-n * (len(_BARS) - 1) // most)] for n in numbers)


def _backtest_table(rules: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    rows = [("rule", "documents", "developments", "alerts", "by day")]
    for rule in sorted(rules, key=lambda rule: (-rule["documents"], rule["id"])):
        days = sparkline([day["documents"] for day in rule["per_day"]]) if rule["documents"] else "(matched nothing)"
        name = rule["id"] + _standing(rule)
        rows.append((name, str(rule["documents"]), str(rule["developments"]), str(rule["alerts"]["total"]), days))
    yield ""
    yield from _table(rows)
    yield "an alert counts for the gravest rule that holds; --rule ID shows one rule with its sentences and unused words"


def _backtested(rule: Mapping[str, Any]) -> Iterator[str]:
    as_live = f", {rule['status']}: taken as live" if rule["as_live"] else ""
    yield ""
    yield f"{rule['id']} ({rule['severity']}{as_live}), {rule['place']}: {rule['title']}"
    if not rule["documents"]:
        yield "  matched no document"
    else:
        yield f"  {_found(rule, 'documents')}"
        yield f"  by day     {sparkline([day['documents'] for day in rule['per_day']])}"
        yield f"  decided by {_counted(rule['terms'])}"
        yield f"  sources    {_counted(rule['sources'])}"
    for sample in rule["samples"]:
        yield f"  {sample['at'][:10]} document {sample['document']}, {sample['development']}: {sample['title']}"
        yield f"      {_one_line(sample['sentence'])}"
    if rule["dead_words"]:
        yield f"  in no document: {', '.join(rule['dead_words'])}"
    if rule["never_decided"]:
        yield f"  never decided:  {', '.join(rule['never_decided'])}"


def _counted(rows: Sequence[Sequence[Any]]) -> str:
    return "; ".join(f"{name} ({number})" for name, number in rows)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _difference_lines(other: Mapping[str, Any]) -> Iterator[str]:
    what = "what held when the documents came in" if other["with"] == "recorded" else "the configured rules"
    yield ""
    yield f"against {what}: {_found(other, 'matched')}"
    for key, name in (
        ("developments_gained", "developments gained"),
        ("developments_lost", "developments lost"),
        ("alerts_gained", "alerts gained"),
        ("alerts_lost", "alerts lost"),
    ):
        yield f"{name}: {len(other[key])}"
        yield from (_change_line(row) for row in other[key][:MOST_CHANGES])
        if len(other[key]) > MOST_CHANGES:
            yield f"  and {len(other[key]) - MOST_CHANGES} more; all are in --json"


def _change_line(row: Mapping[str, Any]) -> str:
    alert = f", {row['kind']} to {row['channel']}" if "channel" in row else ""
    return f"  {row['development']} {row['rule']}{alert}: {row['title']}: {_one_line(row['sentence'])}"


# ------------------------------------------------------------------ status, health


def health_line(life: Mapping[str, Any], now: datetime) -> str:
    """Whether the daemon is working, and since when not."""
    ago = f"{(now - datetime.fromisoformat(life['last_tick'])).total_seconds():.0f} s ago" if life["last_tick"] else "never"
    if life["ended"]:
        return f"not working: it was stopped or a single run is done, {ago}"
    return f"{'working' if life['alive'] else 'not working'}: last sign of life {ago}"


def status_lines(result: Mapping[str, Any], zone: ZoneInfo) -> Iterator[str]:
    """The state on one screen: a verdict, the numbers, what is wrong, the latest alerts."""
    ended = ", it was stopped or a single run is done" if result["ended"] and result["verdict"] == "not running" else ""
    yield f"northwatch: {result['verdict']}{ended} (last sign of life: {_at(result['last_tick'], zone)})"
    yield (
        f"{count(result['documents'], 'document')}, {result['matched']} matched, {count(result['developments'], 'development')}; "
        f"items waiting {result['items'].get('waiting', 0)}, refused {result['items'].get('refused', 0)}"
    )
    yield from (f"! {problem}" for problem in result["problems"])
    for channel, counts in result["channels"].items():
        yield f"channel {channel}: {counts['sent']} sent, {counts['pending'] + counts['sending']} waiting, {counts['dead']} dead"
    yield from _failing_lines(result)
    yield from _quiet_lines([source for source in result["sources"] if source["quiet"]])
    yield from (f"file not read: {f['file'] or f['source']}: {f['reason']}" for f in result["refused_files"])
    for alert in result["alerts"]:
        told = f"{alert['channel']}: {delivery_state(alert, lambda moment: _at(moment, zone))}"
        yield f"alert {alert['id']}: development d{alert['development']}, {alert['rule']} ({alert['severity']}) to {told}"


def _failing_lines(result: Mapping[str, Any]) -> Iterator[str]:
    """The sources that fail, the first ten by name; not one by one while nothing can be reached at all."""
    failing = [source for source in result["sources"] if source["error"]]
    yield f"sources: {len(result['sources'])}, of them failing {len(failing)}"
    if result["network_down"]:
        return
    lines = [f"{source['id']}: {source['error'][:110]} (failures in a row: {source['failures']})" for source in failing]
    yield from _first_ten(lines)


def _quiet_lines(quiet: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The sources that answer and bring nothing: an empty feed is as good as a dead one, and nothing else says so."""
    if quiet:
        yield f"sources that answer, but bring nothing: {len(quiet)}"
    since = [f"nothing new since {source['last_item'][:10]}" if source["last_item"] else "no item so far" for source in quiet]
    yield from _first_ten([f"{source['id']}: {text}" for source, text in zip(quiet, since, strict=True)])


def _first_ten(lines: Sequence[str]) -> Iterator[str]:
    yield from (f"  {line}" for line in lines[:10])
    if len(lines) > 10:
        yield f"  and {len(lines) - 10} more; all are in `status --json`"


def _at(moment: str | None, zone: ZoneInfo) -> str:
    """A moment of the JSON answer as a person reads it, in the configured time zone; "never" for none."""
    return f"{datetime.fromisoformat(moment).astimezone(zone):%Y-%m-%d %H:%M:%S %Z}" if moment else "never"
