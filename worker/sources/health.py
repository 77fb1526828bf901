"""What a round of polls says: is it them or is it us, and is a feed's sudden news really new? Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

# Of a list of feeds some are always dead; three in a row at different hosts hardly are, nor a tenth of a long list.
_HOSTS_FOR_A_VERDICT = 3
# Below this a feed may honestly replace more than half of its items between two polls.
_ITEMS_FOR_A_VERDICT = 10
# One bad night of a server is no news: a person is told after more failures, over a longer time, than this.
_FAILING_POLLS, _FAILING_FOR = 6, timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class PollOutcome:
    """How one poll went. `unreachable`: no server answered (`FetchError.unreachable`). `error`: for people."""

    source: str
    host: str
    ok: bool
    unreachable: bool = False
    error: str = ""


def network_down(outcomes: Sequence[PollOutcome], hosts: int) -> bool:
    """Whether our own network is the likely cause of the latest failures. `outcomes`: the latest of each source, newest last.

    The newest ones must have failed without an answer, at as many different hosts as are hardly dead together: a tenth of
    all `hosts` that are watched, at least three, or all of them where there are fewer. One answer, even a status 500,
    proves that the network works.
    """
    silent: set[str] = set()
    for outcome in reversed(outcomes):
        if outcome.ok or not outcome.unreachable:
            break
        silent.add(outcome.host)
    return bool(silent) and len(silent) >= min(hosts, max(_HOSTS_FOR_A_VERDICT, hosts // 10))


def failing_for_long(failures: int, since: timedelta) -> bool:
    """Whether a source that failed so often in a row, for so long, is worth a person's attention."""
    return failures > _FAILING_POLLS and since > _FAILING_FOR


def rekeyed(known_before: int, items: int, unseen: int, fresh: int = 0) -> bool:
    """Whether a feed that we knew has given its items new identities: more than half of at least ten suddenly unseen.

    `known_before`: items of this source before the poll; `items`: entries of this document; `unseen`: those without a
    known key; `fresh`: how many of the unseen are dated after the last good poll, which are honest news (a weekend without
    us). A first poll is never re-keyed.
    """
    if known_before < _ITEMS_FOR_A_VERDICT or items < _ITEMS_FOR_A_VERDICT:
        return False
    return (unseen - fresh) * 2 > items
