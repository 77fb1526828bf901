"""How well documents were grouped and told apart, beside what persons or the data say. Pure: labels in, figures out.

Grouping: B-cubed precision and recall (Bagga and Baldwin, "Entity-based cross-document coreferencing using the vector
space model", 1998). Openings: miss and false alarm as in the evaluations of topic detection and tracking (TDT, new event
detection), with their cost (miss 1, false alarm 0.1, targets 2 % of the stream) divided by that of never alerting.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

COST_OF_MISS, COST_OF_FALSE_ALARM, TARGETS = 1.0, 0.1, 0.02


@dataclass(frozen=True, slots=True)
class Label:
    """Where a document belongs, and its kind ("new", "report", "copy", "update"); "" when nobody said a kind."""

    development: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """Precision and recall in [0, 1]. None: nothing was found (precision), or there was nothing to find (recall)."""

    precision: float | None
    recall: float | None

    @property
    def f1(self) -> float:
        """The harmonic mean of both; 0.0 when it cannot be said."""
        p, r = self.precision or 0.0, self.recall or 0.0
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(frozen=True, slots=True)
class Scores:
    """What a stream of documents shows. All but the counts and the ratios per development are in [0, 1].

    A document opens when it is the first of its found development. `miss`: of the true developments, those whose first
    document does not open. `false_alarm`: of all other documents, those that open. `lost`: of the true developments,
    those of which no document opens, so that nobody is ever told. `openings` and `messages` (kinds new and update) are
    counted per true development.
    `update`: documents found to be updates against those labelled so. `copies_found`: of those labelled copy, found as
    copy; `taken_for_copies`: of those labelled report or update, found as copy. None where no document has such a label.
    """

    documents: int
    developments: int
    found: int
    bcubed: Rate
    miss: float
    false_alarm: float
    lost: float
    openings: float
    messages: float
    update: Rate
    copies_found: float | None
    taken_for_copies: float | None

    @property
    def cost(self) -> float:
        """The detection cost of TDT: 0 is perfect, 1 no better than telling nothing."""
        missed = COST_OF_MISS * TARGETS * self.miss
        repeated = COST_OF_FALSE_ALARM * (1 - TARGETS) * self.false_alarm
        return (missed + repeated) / (COST_OF_MISS * TARGETS)


def score(truth: Mapping[str, Label], found: Mapping[str, Label]) -> Scores:
    """Figures over all documents of `truth`, whose order is that of the stream.

    ValueError when there are none, or `found` does not hold exactly the same documents. Names of developments need not agree.
    """
    _check(truth, found)
    firsts, opening = first_documents(truth), first_documents(found)
    developments = len(firsts)
    heard = {truth[name].development for name in opening}
    kinds = [(truth[name].kind, found[name].kind) for name in truth]
    return Scores(
        documents=len(truth),
        developments=developments,
        found=len(opening),
        bcubed=bcubed(truth, found),
        miss=len(firsts - opening) / developments,
        false_alarm=_share(len(opening - firsts), len(truth) - developments) or 0.0,
        lost=(developments - len(heard)) / developments,
        openings=len(opening) / developments,
        messages=sum(kind in ("new", "update") for _, kind in kinds) / developments,
        update=_rate(kinds, "update"),
        copies_found=_rate(kinds, "copy").recall,
        taken_for_copies=_share_of([given == "copy" for label, given in kinds if label in ("report", "update")]),
    )


def first_documents(labels: Mapping[str, Label]) -> set[str]:
    """The documents that come first in their development."""
    seen: dict[str, str] = {}
    for name, label in labels.items():
        seen.setdefault(label.development, name)
    return set(seen.values())


def bcubed(truth: Mapping[str, Label], found: Mapping[str, Label]) -> Rate:
    """For each document, of those it was put together with the share that belongs there, and the other way round; the means."""
    true_sizes = Counter(label.development for label in truth.values())
    found_sizes = Counter(found[name].development for name in truth)
    pairs = Counter((truth[name].development, found[name].development) for name in truth)
    precision = sum(n * n / found_sizes[group] for (_, group), n in pairs.items())
    recall = sum(n * n / true_sizes[development] for (development, _), n in pairs.items())
    return Rate(precision / len(truth), recall / len(truth))


def _check(truth: Mapping[str, Label], found: Mapping[str, Label]) -> None:
    if not truth:
        raise ValueError("no documents to score")
    if apart := sorted(set(truth) ^ set(found)):
        raise ValueError(f"{len(apart)} documents are only in the truth or only in what was found, e.g. {apart[0]!r}")


def _rate(kinds: Sequence[tuple[str, str]], kind: str) -> Rate:
    """One kind, of pairs (labelled, found). Where nothing is labelled at all both are None."""
    if not any(label for label, _ in kinds):
        return Rate(None, None)
    precision = _share_of([label == kind for label, given in kinds if given == kind])
    return Rate(precision, _share_of([given == kind for label, given in kinds if label == kind]))


def _share_of(hits: Sequence[bool]) -> float | None:
    return _share(sum(hits), len(hits))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


# ------------------------------------------------------------------ for a person and for programs


def as_json(scores: Scores) -> dict[str, float | None]:
    """Flat, with stable keys, rounded to four places."""
    values = {
        "documents": scores.documents,
        "developments": scores.developments,
        "found": scores.found,
        "bcubed_f1": scores.bcubed.f1,
        "bcubed_precision": scores.bcubed.precision,
        "bcubed_recall": scores.bcubed.recall,
        "miss": scores.miss,
        "false_alarm": scores.false_alarm,
        "lost": scores.lost,
        "cost": scores.cost,
        "openings_per_development": scores.openings,
        "messages_per_development": scores.messages,
        "update_precision": scores.update.precision,
        "update_recall": scores.update.recall,
        "copies_found": scores.copies_found,
        "taken_for_copies": scores.taken_for_copies,
    }
    return {key: value if value is None else round(value, 4) for key, value in values.items()}


def shown(name: str, scores: Scores) -> str:
    """A few lines of text; "-" stands where nothing is labelled."""
    bcubed, update = scores.bcubed, scores.update
    return "\n".join([
        f"{name}: {scores.documents} documents, {scores.developments} developments, {scores.found} found",
        f"  B-cubed F1 {bcubed.f1:.3f}  P {_figure(bcubed.precision)}  R {_figure(bcubed.recall)}",
        f"  miss {scores.miss:.3f}  false alarm {scores.false_alarm:.3f}  lost {scores.lost:.3f}  cost {scores.cost:.3f}",
        f"  per development: openings {scores.openings:.2f}  messages {scores.messages:.2f}",
        f"  update P {_figure(update.precision)}  R {_figure(update.recall)}",
        f"  copies found {_figure(scores.copies_found)}  others taken for copies {_figure(scores.taken_for_copies)}",
    ])  # fmt: skip


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
