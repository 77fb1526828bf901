"""What a round of polls says: is it them or is it us, and is a feed's sudden news really new? Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# Our choice: two hosts can be down by chance, three at once while nobody answers hardly are.
_HOSTS_FOR_A_VERDICT = 3
# Below this a feed may honestly replace more than half of its items between two polls.
_ITEMS_FOR_A_VERDICT = 10


@dataclass(frozen=True, slots=True)
class PollOutcome:
    """How one poll went. `unreachable`: no server answered (`FetchError.unreachable`). `error`: for people."""

    source: str
    host: str
    ok: bool
    unreachable: bool = False
    error: str = ""


def network_down(outcomes: Sequence[PollOutcome]) -> bool:
    """Whether our own network is the likely cause of a round of failures; False for an empty round.

    Every poll must have failed without an answer; one status 500 proves that the network works. With at least three hosts
    asked that is enough; with fewer, all of them count too, because a watch of one feed has no other witness.
    """
    return bool(outcomes) and all(outcome.unreachable and not outcome.ok for outcome in outcomes)


def down_is_certain(outcomes: Sequence[PollOutcome]) -> bool:
    """Whether `network_down` rests on three hosts or more, so that the operator may be told "our network" and not "it seems"."""
    return network_down(outcomes) and len({outcome.host for outcome in outcomes}) >= _HOSTS_FOR_A_VERDICT


def rekeyed(known_before: int, items: int, unseen: int, fresh: int = 0) -> bool:
    """Whether a feed that we knew has given its items new identities: more than half of at least ten suddenly unseen.

    `known_before`: items of this source before the poll; `items`: entries of this document; `unseen`: those without a
    known key; `fresh`: how many of the unseen are dated after the last good poll, which are honest news (a weekend without
    us). A first poll is never re-keyed.
    """
    if known_before < _ITEMS_FOR_A_VERDICT or items < _ITEMS_FOR_A_VERDICT:
        return False
    return (unseen - fresh) * 2 > items
