"""The answers of `why` and `status` in words, line by line, for a person at a terminal. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def why_lines(account: Mapping[str, Any]) -> Iterator[str]:
    """The account of one item for a person, stage by stage."""
    item, document = account["item"], account["document"]
    yield f"item {item['id']} from source {item['source']}: {item['title'] or item['path'] or item['url']}"
    yield f"  came in   {item['first_seen']}" + (
        "; stood in the feed before we watched it (baseline)" if item["baseline"] else ""
    )
    if item["stage"] != "done":
        again = f"; next try {item['next_attempt_at']}" if item["next_attempt_at"] else ""
        yield f"  {item['stage']}   {item['reason'] or 'not read yet'} (tries: {item['attempts']}){again}"
    if document is None:
        return
    yield f"  text      document {document['id']}, {document['characters']} characters from the {document['text_from']}" + (
        f"; {document['note']}" if document["note"] else ""
    )
    dated = f"{document['published']} ({document['published_origin']})" if document["published"] else "no date"
    yield f"  about     language {document['language'] or 'unknown'}, published {dated}"
    for removed in document["removed"]:
        yield f"  removed   {removed['reason']}: {removed['text'][:90]}"
    yield from _development_lines(account["development"])
    yield from _rule_lines(account)


def _development_lines(development: Mapping[str, Any]) -> Iterator[str]:
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


def _rule_lines(account: Mapping[str, Any]) -> Iterator[str]:
    if not account["rules"]:
        yield "  rules     none holds"
    for rule in account["rules"]:
        yield f"  rule      {rule['id']} ({rule['severity']}{'' if rule['live'] else ', on test'}): {'; '.join(rule['clauses'])}"
        yield f"            {rule['sentence']}"
    for decision in account["alerts"]:
        yield f"  alert     {decision['channel']}: {decision['outcome']}, because: {decision['reason']}"
    for delivery in account["deliveries"]:
        when = f"sent {delivery['sent_at']}" if delivery["sent_at"] else f"{delivery['state']} {delivery['reason']}"
        yield f"  delivery  {delivery['id']} to {delivery['channel']} ({delivery['kind']}): {when}"


def status_lines(result: Mapping[str, Any]) -> Iterator[str]:
    """The state on one screen: a verdict, the numbers, what is wrong, the latest alerts."""
    yield f"northwatch: {result['verdict']} (last sign of life: {result['last_tick'] or 'never'})"
    yield (
        f"{result['documents']} documents, {result['matched']} matched, {result['developments']} developments; "
        f"items waiting {result['items'].get('waiting', 0)}, refused {result['items'].get('refused', 0)}"
    )
    yield from (f"! {problem}" for problem in result["problems"])
    for channel, counts in result["channels"].items():
        yield f"channel {channel}: {counts['sent']} sent, {counts['pending'] + counts['sending']} waiting, {counts['dead']} dead"
    failing = [s for s in result["sources"] if s["error"]]
    yield f"sources: {len(result['sources'])}, of them failing {len(failing)}"
    yield from (f"  {s['id']}: {s['error'][:110]} (failures {s['failures']})" for s in failing[:10])
    if len(failing) > 10:
        yield f"  and {len(failing) - 10} more; all are in `status --json`"
    yield from (f"file not taken: {f['file'] or f['source']}: {f['reason']}" for f in result["refused_files"])
    for alert in result["alerts"]:
        told = f"{alert['channel']}: {alert['sent_at'] or alert['state']}"
        yield f"alert {alert['id']}: development d{alert['development']}, {alert['rule']} ({alert['severity']}) to {told}"
