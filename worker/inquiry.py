"""What happened, and why: the answers of `status` and `why`, as plain data from the store. Reads only."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from worker.alerts.outbox import GIVE_UP_AFTER, left_behind
from worker.alerts.view import headline_of, publisher_of
from worker.model import DevelopmentId, Document, DocumentId, Evidence, Kind, Match, Removed
from worker.rules.needs import nearness, parsed, requirements
from worker.sources.health import failing_for_long
from worker.store import blocks, constraints, deliveries, documents, sources, state
from worker.store import developments as archive
from worker.store.database import Database, disk_problem
from worker.store.documents import StoredDocument, StoredItem

if TYPE_CHECKING:
    from worker.rules.index import RuleSet
    from worker.rules.rule import Rule, RuleDefinition
    from worker.store.regrouping import Regrouped

# Three missed heartbeats of 30 s, rounded up: then the daemon is not working, whatever its process says.
ALIVE_WITHIN = timedelta(minutes=2)
# A feed that brings nothing for so long, or never brought anything, may be one that its site left behind.
QUIET_FOR = timedelta(days=30)
# The reason of a removed line that its site puts into many articles (`extract.blocks`).
SITE_BLOCK = "site-block"


def status(database: Database, now: datetime, zone: tzinfo = UTC) -> dict[str, Any]:
    """The state of the installation with stable keys; `verdict` is "ok", "degraded" or "not running", `problems` says why.

    Times in the words of `problems` are those of `zone`.
    """
    with database.reading() as session:
        tick, network = state.get(session, "tick"), state.get(session, "network")
        config, setup = state.get(session, "config"), state.get(session, "setup")
        names, channels = (setup[0]["sources"], setup[0]["channels"]) if setup else ([], [])
        states = [s for s in sources.all_states(session) if s.id in names]
        latest = sources.latest_items(session)
        away = {source: why for source, why in sources.folders_away(session).items() if source in names}
        waiting = deliveries.waiting(session)
        counts = deliveries.count_by_state(session)
        result: dict[str, Any] = {
            "verdict": "ok",
            "problems": [],
            "last_tick": tick[1].isoformat() if tick else None,
            "ended": _ended(tick),
            **state.totals(session),
            "items": sources.count_items(session),
            "alerts": [_delivery(d) for d in deliveries.latest(session)],
            "channels": {c: {s: counts.get((c, s), 0) for s in ("sent", "pending", "sending", "dead")} for c in channels},
            "sources": [_source(s, latest.get(s.id), now) for s in states],
            "refused_files": [{"source": s, "file": n, "reason": r} for s, n, r in sources.refused_files(session)],
        }
    free = database.free_bytes()
    result["free_mib"] = None if free is None else free >> 20
    result["network_down"] = bool(network and network[0]["down"])
    result["problems"] = [problem] if (problem := disk_problem(free)) else []
    result["problems"] += [f"{reason} (since {_at(since, zone)})" for reason, since in away.values()]
    result["problems"] += _problems(states, waiting, channels or {d.channel for d in waiting}, network, config, now, zone)
    if not tick or result["ended"] or abs(now - tick[1]) > ALIVE_WITHIN:
        result["verdict"] = "not running"
    elif result["problems"]:
        result["verdict"] = "degraded"
    return result


def why(database: Database, reference: str) -> list[dict[str, Any]]:
    """For each item that `reference` may mean, what happened to it at each stage and why; empty when it is unknown."""
    with database.reading() as session:
        return [_account(session, item, document) for item, document in _meant(session, reference)]


def _meant(session: Any, reference: str) -> list[tuple[StoredItem, StoredDocument | None]]:
    """What `documents.find` gives; for a development that a merge emptied, those where its documents are today."""
    number = re.fullmatch(r"[dD](\d{1,18})", reference)
    found = documents.find(session, reference)
    if found or number is None:
        return found
    homes = constraints.moved_to(session, DevelopmentId(int(number[1])))
    moved = [each for home in homes for each in documents.find(session, f"d{home}")]
    return sorted(moved, key=lambda each: -each[0].id)


class UnclearReferenceError(ValueError):
    """A reference that means something, but not one document; the message says what it means."""


def document(database: Database, reference: str) -> Document | None:
    """The newest stored document that is meant, or None when nothing is known under the reference.

    UnclearReferenceError for a development with several documents, and for an item of which there is no text (yet).
    """
    with database.reading() as session:
        found = _meant(session, reference)
    stored = [document.document for _, document in found if document is not None]
    if found and not stored:
        item = found[0][0]
        state = "refused" if item.stage == "refused" else "still waiting to be read"
        raise UnclearReferenceError(f"{reference!r} is {state}{f': {item.reason}' if item.reason else ''}; it has no text")
    if len(stored) > 1 and re.fullmatch(r"[dD]\d+", reference):
        numbers = ", ".join(str(document.id) for document in reversed(stored))
        raise UnclearReferenceError(f"development {reference} has several documents; name one of {numbers}")
    return stored[0] if stored else None


def developments(database: Database, since: datetime) -> list[dict[str, Any]]:
    """One row per development that a document joined since then, the latest first; `updates` counts documents of that kind."""
    with database.reading() as session:
        return [_summary(overview) for overview in archive.since(session, since)]


def development(database: Database, number: DevelopmentId) -> dict[str, Any] | None:
    """A development with all its members and their evidence, and what was decided by hand; None when it has no documents."""
    with database.reading() as session:
        found = archive.one(session, number)
        if found is None:
            return None
        reasons = constraints.reasons(session, number)
        members = documents.of_development(session, number)
        return {
            **_summary(found),
            "manual": [_manual(decision) for decision in constraints.on_development(session, number)],
            "members": [_member(session, member, reasons.get(member.document.id)) for member in members],
            "deliveries": [_delivery(d) for d in deliveries.of_development(session, number)],
        }


def why_no_development(database: Database, number: DevelopmentId) -> str:
    """Why there is nothing to show under this number, and what to ask for instead."""
    from worker.store import regrouping  # with it comes judging, which most questions do not need

    with database.reading() as session:
        return regrouping.unknown(session, number)


def change(done: Regrouped) -> dict[str, Any]:
    """What a merge or split did, with stable keys."""
    return {
        "development": f"d{done.development}",
        "others": [f"d{other}" for other in done.others],
        "documents": list(done.documents),
        "undone": [_manual(decision) for decision in done.undone],
        "withdrawn": done.withdrawn,
        "waiting": done.waiting,
    }


def constraint_pairs(database: Database) -> list[dict[str, Any]]:
    """The pairs of documents that a person put together or apart, oldest first: each the line that `replay` reads."""
    with database.reading() as session:
        pairs = constraints.in_force(session)
    return [{"a": pair.a, "b": pair.b, "kind": pair.kind.value, "at": pair.at.isoformat() if pair.at else None} for pair in pairs]


def life(database: Database, now: datetime) -> dict[str, Any]:
    """Whether the daemon is working, with stable keys; `ended`: its last sign of life was a clean end."""
    with database.reading() as session:
        tick = state.get(session, "tick")
    ended = _ended(tick)
    alive = tick is not None and not ended and abs(now - tick[1]) <= ALIVE_WITHIN
    return {"alive": alive, "ended": ended, "last_tick": tick[1].isoformat() if tick else None}


def _ended(tick: tuple[dict[str, Any], datetime] | None) -> bool:
    return bool(tick and not tick[0].get("owner", "?"))


# ------------------------------------------------------------------ why a rule holds, or does not


def explanation(rules: RuleSet, definition: RuleDefinition, document: Document) -> dict[str, Any]:
    """Which parts of a rule hold for a document; `definition` as configured, in `rules` it may count as live."""
    found = next((match for match in rules.matches(document) if match.rule == definition.id), None)
    return {
        **_rule(definition),
        "holds": found is not None,
        "document": {
            "id": document.id or None,
            "title": headline_of(document),
            "source": document.source or None,
            "url": document.url,
            "language": document.language,
            "published": document.published.isoformat() if document.published else None,
        },
        "tree": list(rules.explain(document, definition.id)),
        "clauses": list(found.clauses) if found else [],
        "sentence": found.sentence if found else "",
        "sentence_spans": [list(span) for span in found.sentence_spans] if found else [],
        "spans": [asdict(span) for span in found.spans] if found else [],
    }


def _rule(definition: RuleDefinition) -> dict[str, Any]:
    return {
        "id": definition.id,
        "title": definition.title,
        "status": definition.status,
        "severity": definition.severity.value,
        "place": definition.place,
    }


def why_not(database: Database, rules: RuleSet, configured: Sequence[Rule], reference: str) -> list[dict[str, Any]]:
    """For each item that `reference` may mean, how near each rule came and why nothing was sent; empty when it is unknown.

    `rules` holds those of `configured` that are asked about, as if all were live. The rules of an account stand in this order:
    those that hold, then the nearest miss first.
    """
    definitions = {rule.id: rule.definition for rule in configured}
    with database.reading() as session:
        return [_misses(session, item, stored, rules, definitions) for item, stored in _meant(session, reference)]


def _misses(
    session: Any, item: StoredItem, stored: StoredDocument | None, rules: RuleSet, definitions: Mapping[str, RuleDefinition]
) -> dict[str, Any]:
    account: dict[str, Any] = {"item": _item(item), "document": None, "development": None, "alerts": [], "rules": []}
    if stored is None:
        return account
    document = stored.document
    recorded = {match.rule: match for match in deliveries.matches_of(session, document.id)}
    account["document"] = {"id": document.id, "title": headline_of(document), "language": document.language}
    account["development"] = {"id": f"d{stored.development}", "kind": stored.kind.value}
    account["alerts"] = _alerts(session, document.id)
    hold = {match.rule for match in rules.matches(document)}
    removed = _in_removed(rules, stored, hold)
    account["rules"] = sorted(
        (
            _nearness(rules, definitions[rule.id], document, holds=rule.id in hold)
            | {"recorded": rule.id in recorded, "removed": [asdict(line) for line in removed.get(rule.id, ())]}
            for rule in rules.rules
        ),
        key=lambda row: (not row["holds"], not row["removed"], -row["nearness"], row["id"]),
    )
    return account


def _nearness(rules: RuleSet, definition: RuleDefinition, document: Document, *, holds: bool) -> dict[str, Any]:
    """How many of the things that a rule requires are there, and in words those that are not."""
    parts = parsed(rules.explain(document, definition.id))
    wanted = [each for part in parts for each in requirements(part)]
    missing = [] if holds else [text for good, text in wanted if not good]
    return {
        **_rule(definition),
        "holds": holds,
        "held": len(wanted) - len(missing),
        "required": len(wanted),
        "nearness": 1.0 if holds else round(nearness(parts), 3),
        "missing": missing,
    }


def _in_removed(rules: RuleSet, stored: StoredDocument, hold: Set[str]) -> dict[str, list[Removed]]:
    """rule -> the removed line that would make it hold, or all of them when only several together would."""
    if not stored.removed:
        return {}
    lacking = _with(rules, stored, stored.removed) - hold
    alone = _alone(rules, stored, stored.removed, lacking)
    return {rule: [alone[rule]] if rule in alone else list(stored.removed) for rule in lacking}


def _alone(rules: RuleSet, stored: StoredDocument, lines: Sequence[Removed], wanted: Set[str]) -> dict[str, Removed]:
    """rule -> the first of these lines with which alone it would hold, for those `wanted`, which hold with all of them.

    Sought by halves: each question reads the whole text again, and a page may have lost hundreds of lines.
    """
    if not wanted or len(lines) == 1:
        return dict.fromkeys(wanted, lines[0]) if wanted else {}
    middle = len(lines) // 2
    found: dict[str, Removed] = {}
    for half in (lines[:middle], lines[middle:]):
        left = wanted - found.keys()
        found |= _alone(rules, stored, half, _with(rules, stored, half) & left if left else left)
    return found


def _with(rules: RuleSet, stored: StoredDocument, lines: Sequence[Removed]) -> set[str]:
    """The rules that would hold if these removed lines stood at the end of the text."""
    text = "\n".join([stored.document.text, *(line.text for line in lines)])
    return {match.rule for match in rules.matches(replace(stored.document, text=text))}


# ------------------------------------------------------------------ rows in plain values


def _problems(
    states: Sequence[sources.SourceState],
    waiting: Sequence[deliveries.StoredDelivery],
    channels: Collection[str],
    network: tuple[dict[str, Any], datetime] | None,
    config: tuple[dict[str, Any], datetime] | None,
    now: datetime,
    zone: tzinfo,
) -> list[str]:
    problems = []
    if config and config[0].get("error"):
        problems.append(f"the configuration has errors since {_at(config[1], zone)}; the last good one is in use")
    if network and network[0]["down"]:
        problems.append(f"no feed can be reached since {_at(network[1], zone)}: our own network?")
    failing = [s for s in states if s.failing_since and failing_for_long(s.failures, now - s.failing_since)]
    problems += [f"source {s.id}: {s.failures} failures in a row: {s.error}" for s in failing]
    problems += [f"source {s.id}: gone for good (410): {s.error}" for s in states if s.gone]
    return problems + _undelivered(waiting, channels, now)


def _undelivered(waiting: Sequence[deliveries.StoredDelivery], channels: Collection[str], now: datetime) -> list[str]:
    """What alerts are not sent and will not be by themselves. A person had a week to read it: then it is no news any more."""
    recent = [d for d in waiting if now - d.next_attempt_at < GIVE_UP_AFTER]
    problems = [f"delivery {d.id} to {d.channel} is dead: {d.reason}" for d in recent if d.state == "dead"]
    open_ones = [d for d in waiting if d.state != "dead" and d.channel in channels]
    problems += [f"delivery {d.id} to {d.channel}, {d.attempts} tries: {d.reason}" for d in open_ones if d.reason]
    left = Counter(d.channel for d in recent if d.state != "dead" and d.channel not in channels and d.kind != "notice")
    return problems + [left_behind(channel, number) for channel, number in sorted(left.items())]


def _at(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M %Z}"


def _account(session: Any, item: StoredItem, document: StoredDocument | None) -> dict[str, Any]:
    account: dict[str, Any] = {
        "item": _item(item),
        "document": None,
    }
    if document is not None:
        account |= _decided(session, document)
    return account


def _item(item: StoredItem) -> dict[str, Any]:
    return {
        "id": item.id,
        "source": item.item.source,
        "title": item.item.title,
        "url": item.item.url,
        "path": item.item.path,
        "first_seen": item.first_seen.isoformat(),
        "baseline": item.baseline,
        "stage": item.stage,
        "reason": item.reason,
        "attempts": item.attempts,
        "next_attempt_at": item.next_attempt_at.isoformat() if item.stage == "waiting" else None,
        "keys": list(item.item.keys),
    }


def _alerts(session: Any, document: DocumentId) -> list[dict[str, Any]]:
    """What was decided to tell about a document, channel by channel."""
    return [
        {"channel": channel, "outcome": outcome, "reason": reason, "rule": rule, "delivery": delivery}
        for channel, outcome, reason, rule, delivery in deliveries.decisions_on(session, document)
    ]


def _decided(session: Any, stored: StoredDocument) -> dict[str, Any]:
    document = stored.document
    return {
        "document": {
            "id": document.id,
            "title": document.title,
            "caption": document.caption,
            "language": document.language,
            "published": document.published.isoformat() if document.published else None,
            "published_origin": document.published_origin,
            "text_from": stored.text_from,
            "note": stored.note,
            "characters": len(document.text),
            "removed": _removed(session, stored),
        },
        "development": {
            "id": stored.development,
            "title": documents.development_title(session, stored.development),
            "kind": stored.kind.value,
            "evidence": _evidence(session, stored.evidence),
            "documents": [
                {"id": other.document.id, "title": other.document.title, "kind": other.kind.value}
                for other in documents.of_development(session, stored.development)
            ],
            "manual": [_manual(decision) for decision in constraints.on_document(session, document.id)],
        },
        "rules": [_match(match) for match in deliveries.matches_of(session, document.id)],
        "alerts": _alerts(session, document.id),
        "deliveries": [_delivery(d) for d in deliveries.of_development(session, stored.development)],
    }


def _summary(overview: archive.Overview) -> dict[str, Any]:
    """A publisher is a site; for files, the folder that they came from."""
    members = [document for document, _ in overview.documents]
    return {
        "id": f"d{overview.id}",
        "title": overview.title,
        "opened": overview.opened_at.isoformat(),
        "last": overview.last_at.isoformat(),
        "documents": len(members),
        "publishers": len({publisher_of(document, {}).name for document in members}),
        "languages": sorted({document.language for document in members if document.language}),
        "updates": sum(kind is Kind.UPDATE for _, kind in overview.documents),
    }


def _member(session: Any, stored: StoredDocument, reason: str | None) -> dict[str, Any]:
    """A document of a development; `constraint` says in words what a person or a constraint decided, None for likeness alone."""
    document = stored.document
    return {
        "id": document.id,
        "kind": stored.kind.value,
        "source": document.source,
        "language": document.language,
        "published": document.published.isoformat() if document.published else None,
        "published_origin": document.published_origin,
        "title": headline_of(document),
        "url": document.url,
        "evidence": _evidence(session, stored.evidence),
        "constraint": reason,
    }


def _evidence(session: Any, evidence: Evidence) -> dict[str, Any]:
    """The evidence as it was at judging; developments are named as a person names them, and what a document continues by the
    development in which that is now."""
    runner_up = evidence.runner_up
    earlier = archive.holding(session, evidence.continues) if evidence.continues is not None else None
    return asdict(evidence) | {
        "runner_up": [f"d{runner_up[0]}", runner_up[1]] if runner_up else None,
        "continues": [earlier.development, evidence.continues] if earlier else None,
    }


def _manual(decision: constraints.Manual) -> dict[str, Any]:
    """`development` came of the decision; `others` were merged into it, or it was split from them. `undone`: by a later one."""
    return {
        "at": decision.at.isoformat(),
        "action": decision.action,
        "development": f"d{decision.development}",
        "others": [f"d{other}" for other in decision.others],
        "undone": decision.undone,
        "document": decision.document or None,
    }


def _removed(session: Any, stored: StoredDocument) -> list[dict[str, Any]]:
    """The removed lines; a block of the site with the documents in which it stood and since when, while that is known."""
    lines = [asdict(removed) for removed in stored.removed]
    if any(line["reason"] == SITE_BLOCK for line in lines):
        for line, standing in zip(lines, _standings(session, stored), strict=True):
            if line["reason"] == SITE_BLOCK and standing:
                line |= {"site": standing.site, "since": standing.since.isoformat(), "documents": list(standing.documents)}
    return lines


def _standings(session: Any, stored: StoredDocument) -> list[blocks.Standing | None]:
    """Where each removed line stood, if it is a known block of the document's site."""
    from worker.extract.blocks import digest, site_of  # with it come the parsers, which most questions do not need

    site = site_of(stored.document.url, stored.text_from)
    forms = [[digest(removed.text, boxed=boxed) for boxed in (True, False)] for removed in stored.removed]
    found = blocks.standing(session, site, [form for both in forms for form in both if form is not None])
    return [next((found[form] for form in both if form in found), None) for both in forms]


def _match(match: Match) -> dict[str, Any]:
    return {
        "id": match.rule,
        "title": match.title,
        "why": match.why,
        "severity": match.severity.value,
        "live": match.live,
        "clauses": list(match.clauses),
        "sentence": match.sentence,
        "spans": [asdict(span) for span in match.spans],
    }


def _delivery(delivery: deliveries.StoredDelivery) -> dict[str, Any]:
    return {
        "id": delivery.id,
        "channel": delivery.channel,
        "kind": delivery.kind,
        "development": delivery.development,
        "rule": delivery.rule,
        "severity": delivery.severity.value,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "reason": delivery.reason,
        "sent_at": delivery.sent_at.isoformat() if delivery.sent_at else None,
        "next_attempt_at": delivery.next_attempt_at.isoformat(),
    }


def _source(source: sources.SourceState, latest: datetime | None, now: datetime) -> Mapping[str, Any]:
    answers = source.baselined and not source.error
    return {
        "id": source.id,
        "next_due": source.next_due.isoformat(),
        "last_success": source.last_success.isoformat() if source.last_success else None,
        "failures": source.failures,
        "error": source.error,
        "gone": source.gone,
        "last_item": latest.isoformat() if latest else None,
        "quiet": answers and (latest is None or now - latest > QUIET_FOR),
    }
