"""What crosses the seam between an engine and the pipeline: a name and an id, nothing else.

A job can be lost (a tick makes it again from the rows) or doubled (the row's state absorbs it).
"""

from __future__ import annotations

from dataclasses import dataclass

from worker.model import DeliveryId, ItemId


@dataclass(frozen=True, slots=True)
class PollSource:
    source: str


@dataclass(frozen=True, slots=True)
class IngestItem:
    item: ItemId


@dataclass(frozen=True, slots=True)
class Deliver:
    delivery: DeliveryId


Job = PollSource | IngestItem | Deliver
