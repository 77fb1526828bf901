"""The answers of `developments` in words, line by line, for a person at a terminal. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from worker.clock import is_day

_HEAD = ("", "opened", "last", "documents", "publishers", "languages", "updates", "title")
_NUMBERS = ("documents", "publishers", "updates")
_LONGEST_TITLE = 80
NEXT_TO_NOTHING = 0.005  # a shared word that would be printed as 0.00 is no evidence
Spoken = Callable[[str], str]  # what a person calls a name of the evidence; `str`: as it stands


def list_lines(developments: Sequence[Mapping[str, Any]], zone: ZoneInfo) -> Iterator[str]:
    """A table of developments, one a line, its columns as wide as they must be; only the title may be cut."""
    rows = [_HEAD, *(_row(development, zone) for development in developments)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    for row in rows:
        cells = [_cell(name, text, width) for name, text, width in zip(_HEAD, row, widths, strict=True)]
        yield "  ".join(cells).rstrip()


def _row(development: Mapping[str, Any], zone: ZoneInfo) -> tuple[str, ...]:
    return (
        development["id"],
        _at(development["opened"], zone),
        _at(development["last"], zone),
        *(str(development[name]) for name in ("documents", "publishers")),
        " ".join(development["languages"]) or "?",
        str(development["updates"]),
        _cut(development["title"]),
    )


def _cell(name: str, text: str, width: int) -> str:
    return text.rjust(width) if name in _NUMBERS else text.ljust(width)


def show_lines(development: Mapping[str, Any], zone: ZoneInfo, spoken: Spoken = str) -> Iterator[str]:
    """A development with its documents, and for each why it is there."""
    yield f"{development['id']}: {_plain(development['title'])}"
    yield f"  opened {_at(development['opened'], zone)}, last {_at(development['last'], zone)}; " + ", ".join(
        f"{name} {development[name]}" for name in ("documents", "publishers", "updates")
    )
    yield from (f"  {manual_line(decision, zone)}" for decision in development["manual"])
    for delivery in development["deliveries"]:
        state = delivery_state(delivery, lambda moment: _at(moment, zone))
        yield f"  alert {delivery['id']} ({delivery['kind']}) to {delivery['channel']}: {state}"
    for member in development["members"]:
        yield from _member_lines(member, zone, spoken)


def _member_lines(member: Mapping[str, Any], zone: ZoneInfo, spoken: Spoken) -> Iterator[str]:
    dated = f"{published_at(member['published'], zone)} ({member['published_origin']})" if member["published"] else "undated"
    yield f"  document {member['id']} ({member['kind']}), {member['source']}, {member['language'] or 'language unknown'}, {dated}"
    yield f"      {_plain(member['title'] or member['url'] or 'without a title')}"
    yield from (f"      {line}" for line in evidence_lines(member["evidence"], spoken))
    if member["constraint"]:
        yield f"      by hand: {member['constraint']}"


def evidence_lines(evidence: Mapping[str, Any], spoken: Spoken) -> Iterator[str]:
    """Why a document is where it is: what makes it an update, then how like the others it is and by what."""
    if evidence["new_facts"]:
        yield f"new: {_plain('; '.join(evidence['new_facts']))}"
    if evidence["nearest"] is None:
        yield "nothing like it was there"
        return
    apart = "" if evidence["days_apart"] is None else f", {evidence['days_apart']:g} days apart"
    copied = f", shares {evidence['shared_text']:.0%} of the text" if evidence["shared_text"] else ""
    uncertain = f"; uncertain: {evidence['uncertain']}" if evidence["uncertain"] else ""
    alone = ", enough alone" if evidence.get("alone") else ""
    yield (
        f"likeness {evidence['score']:.2f}, needed {evidence['threshold']:.2f}; "
        f"nearest document {evidence['nearest']}{alone}{apart}{copied}{uncertain}"
    )
    if evidence.get("places"):  # documents judged before places were known say none
        yield f"places: {evidence['places']}"
    if evidence["veto"]:
        yield f"not joined: {evidence['veto']}"
    for what in ("names", "terms"):
        if weighty := [(name, weight) for name, weight in evidence[what] if weight >= NEXT_TO_NOTHING]:  # a title may hold commas
            yield f"shared {what}: " + "; ".join(f"{_plain(spoken(name))} {weight:.2f}" for name, weight in weighty)
    if evidence.get("continues"):
        yield "may continue {}: but for the days between, document {} alone had been enough".format(*evidence["continues"])
    if evidence["runner_up"]:
        yield "next likeliest: {} with {:.2f}".format(*evidence["runner_up"])


def delivery_state(delivery: Mapping[str, Any], at: Callable[[str], str]) -> str:
    """What became of an alert: when it was sent or will be, and why it was not; `at` writes a moment."""
    if delivery["sent_at"]:
        return f"sent {at(delivery['sent_at'])}"
    due = f", due {at(delivery['next_attempt_at'])}" if delivery["state"] == "pending" else ""
    tries = delivery["attempts"]
    tried = f" after {'one try' if tries == 1 else f'{tries} tries'}" if tries else ""
    reason = f": {_plain(delivery['reason'])}" if delivery["reason"] else ""
    return f"{delivery['state']}{tried}{due}{reason}"


def manual_line(decision: Mapping[str, Any], zone: ZoneInfo) -> str:
    """One merge or split by hand: when, what, and whether a later one undid it."""
    others, undone = " and ".join(decision["others"]), " (undone by a later decision)" if decision["undone"] else ""
    what = f"{others} into" if decision["action"] == "merge" else f"from {others} as"
    done = "merged" if decision["action"] == "merge" else "split"
    return f"{done} by hand {_at(decision['at'], zone)}: {what} {decision['development']}{undone}"


def change_lines(change: Mapping[str, Any], zone: ZoneInfo) -> Iterator[str]:
    """What a merge or split did, and what follows for alerts."""
    numbers = ", ".join(map(str, change["documents"]))
    yield f"{change['development']} now holds, from {' and '.join(change['others'])}: document{_s(change['documents'])} {numbers}"
    for decision in change["undone"]:
        done = "took back" if decision["undone"] else "took back in part"
        yield f"{done}: {manual_line({**decision, 'undone': False}, zone)}"
    if change["withdrawn"]:
        yield f"alerts withdrawn before they were sent: {change['withdrawn']}"
    yield f"alerts of {change['development']} that wait to be sent: {change['waiting']}"


def constraint_line(pair: Mapping[str, Any], zone: ZoneInfo) -> str:
    return f"documents {pair['a']} and {pair['b']}: {pair['kind']} since {_at(pair['at'], zone)}"


def published_at(moment: str, zone: ZoneInfo) -> str:
    """A date of publication as a person reads it: day and time in the zone, or the day alone where no more is known."""
    value = datetime.fromisoformat(moment)
    return value.astimezone(UTC).date().isoformat() if is_day(value) else _at(moment, zone)


def _s(values: Sequence[object]) -> str:
    return "" if len(values) == 1 else "s"


def _cut(title: str) -> str:
    plain = _plain(title)
    return plain if len(plain) <= _LONGEST_TITLE else plain[: _LONGEST_TITLE - 1] + "…"


def _plain(text: str) -> str:
    """Foreign text on one line, without characters that steer a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _at(moment: str | None, zone: ZoneInfo) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(zone):%Y-%m-%d %H:%M}" if moment else "unknown"
