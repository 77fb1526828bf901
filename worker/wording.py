"""The answers of `why` and `status` in words, line by line, for a person at a terminal. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from worker.overview import manual_line


def why_lines(account: Mapping[str, Any], zone: ZoneInfo) -> Iterator[str]:
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
    dated = f"{_at(document['published'], zone)} ({document['published_origin']})" if document["published"] else "no date"
    yield f"  about     language {document['language'] or 'unknown'}, published {dated}"
    for removed in document["removed"]:
        yield f"  removed   {removed['reason']}: {removed['text'][:90]}"
        if "site" in removed:
            stands = ", ".join(map(str, removed["documents"]))
            yield f"            stands in documents {stands} of {removed['site']}, first seen {_at(removed['since'], zone)}"
    yield from _development_lines(account["development"], zone)
    yield from _rule_lines(account, zone)


def _development_lines(development: Mapping[str, Any], zone: ZoneInfo) -> Iterator[str]:
    evidence = development["evidence"]
    yield f"  belongs   to development d{development['id']} as {development['kind']}: {development['title']}"
    uncertain = f"; uncertain: {evidence['uncertain']}" if evidence["uncertain"] else ""
    yield f"            likeness {evidence['score']:.2f}, needed {evidence['threshold']:.2f}{uncertain}"
    if evidence["veto"]:
        yield f"            not joined: {evidence['veto']}"
    for what in ("names", "terms"):
        if evidence[what]:
            yield f"            shared {what}: " + ", ".join(f"{name} {weight:.2f}" for name, weight in evidence[what])
    others = [f"{d['id']} ({d['kind']})" for d in development["documents"]]
    yield f"            documents: {', '.join(others)}"
    for decision in development["manual"]:
        yield f"            {manual_line(decision, zone)}" + (f"; {decision['document']}" if decision["document"] else "")


def _rule_lines(account: Mapping[str, Any], zone: ZoneInfo) -> Iterator[str]:
    if not account["rules"]:
        yield "  rules     none holds"
    for rule in account["rules"]:
        yield f"  rule      {rule['id']} ({rule['severity']}{'' if rule['live'] else ', on test'}): {'; '.join(rule['clauses'])}"
        yield f"            {rule['sentence']}"
    for decision in account["alerts"]:
        yield f"  alert     {decision['channel']}: {decision['outcome']}, because: {decision['reason']}"
    for delivery in account["deliveries"]:
        when = f"sent {_at(delivery['sent_at'], zone)}" if delivery["sent_at"] else f"{delivery['state']} {delivery['reason']}"
        yield f"  delivery  {delivery['id']} to {delivery['channel']} ({delivery['kind']}): {when}"


def status_lines(result: Mapping[str, Any], zone: ZoneInfo) -> Iterator[str]:
    """The state on one screen: a verdict, the numbers, what is wrong, the latest alerts."""
    yield f"northwatch: {result['verdict']} (last sign of life: {_at(result['last_tick'], zone)})"
    yield (
        f"{result['documents']} documents, {result['matched']} matched, {result['developments']} developments; "
        f"items waiting {result['items'].get('waiting', 0)}, refused {result['items'].get('refused', 0)}"
    )
    yield from (f"! {problem}" for problem in result["problems"])
    for channel, counts in result["channels"].items():
        yield f"channel {channel}: {counts['sent']} sent, {counts['pending'] + counts['sending']} waiting, {counts['dead']} dead"
    yield from _failing_lines(result)
    yield from (f"file not read: {f['file'] or f['source']}: {f['reason']}" for f in result["refused_files"])
    for alert in result["alerts"]:
        told = f"{alert['channel']}: {_at(alert['sent_at'], zone) if alert['sent_at'] else alert['state']}"
        yield f"alert {alert['id']}: development d{alert['development']}, {alert['rule']} ({alert['severity']}) to {told}"


def _failing_lines(result: Mapping[str, Any]) -> Iterator[str]:
    """The sources that fail, the first ten by name; not one by one while nothing can be reached at all."""
    failing = [source for source in result["sources"] if source["error"]]
    yield f"sources: {len(result['sources'])}, of them failing {len(failing)}"
    if result["network_down"]:
        return
    for source in failing[:10]:
        yield f"  {source['id']}: {source['error'][:110]} (failures in a row: {source['failures']})"
    if len(failing) > 10:
        yield f"  and {len(failing) - 10} more; all are in `status --json`"


def _at(moment: str | None, zone: ZoneInfo) -> str:
    """A moment of the JSON answer as a person reads it, in the configured time zone; "never" for none."""
    return f"{datetime.fromisoformat(moment).astimezone(zone):%Y-%m-%d %H:%M:%S %Z}" if moment else "never"
