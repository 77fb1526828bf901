"""Whether one part of a rule holds wherever another does: a rule that needs what it rules out can never hold. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from worker.rules.syntax import And, AtLeast, Name, Near, Node, Not, Or, Phrase, Word, Zone

Members = Mapping[str, Collection[str]]  # of a group the ids of its entities; an entity that is no group need not be there
MOST_PAIRS = 20_000  # two parts compared; a shipped rule has at most some hundreds, 20,000 take a fiftieth of a second


def contradictions(node: Node, members: Members) -> Iterator[tuple[Node, Not]]:
    """What must hold, with the NOT beside it in the same AND that rules it out, outermost first: such an expression never holds.

    Only what must hold is looked at: of alternatives another one may hold. Sure, not complete: two words that have a form in
    common are taken for two, and what is left after `MOST_PAIRS` comparisons for good.
    """
    implied = Implied(members)
    for needed in _needed(node):
        if isinstance(needed, And):
            positive = [part for part in needed.parts if not isinstance(part, Not)]
            denied = (part for part in needed.parts if isinstance(part, Not))
            yield from ((given, each) for each in denied for given in positive if implied.by(given, each.part))


def _needed(node: Node) -> Iterator[Node]:
    """The node and the parts of it that must hold wherever it does."""
    yield node
    if isinstance(node, And):
        for part in node.parts:
            if not isinstance(part, Not):
                yield from _needed(part)


class Implied:
    """Which parts of one rule follow from which. Each pair is worked out once: nested alternatives meet on many ways."""

    def __init__(self, members: Members) -> None:
        self._members = members
        self._known: dict[tuple[int, int], bool] = {}

    def by(self, given: Node, asked: Node) -> bool:
        """Whether `asked` surely holds in every text in which `given` does; False also where that is not known."""
        pair = id(given), id(asked)
        if pair not in self._known:
            if len(self._known) >= MOST_PAIRS:
                return False
            self._known[pair] = False  # counted before its parts are
            self._known[pair] = self._any_way(given, asked)
        return self._known[pair]

    def _any_way(self, given: Node, asked: Node) -> bool:
        match asked:
            case Or(parts=parts) if any(self.by(given, part) for part in parts):
                return True
            case And(parts=parts):
                return all(not isinstance(part, Not) and self.by(given, part) for part in parts)
            case _:
                return self._same(given, asked) or self._by_parts(given, asked)

    def _by_parts(self, given: Node, asked: Node) -> bool:
        match given:
            case Or(parts=parts):
                return all(self.by(part, asked) for part in parts)
            case And(parts=parts):
                return any(not isinstance(part, Not) and self.by(part, asked) for part in parts)
            case Near(left=left, right=right):
                return self.by(left, asked) or self.by(right, asked)
            case Phrase(items=items):
                return any(self._same(item, asked) for item in items)
            case Zone(zone=zone, part=part) if isinstance(asked, Zone):
                return (asked.zone == zone or (zone, asked.zone) == ("title", "lead")) and self.by(part, asked.part)
            case AtLeast(part=part) | Zone(part=part):
                return self.by(part, asked)
            case _:
                return False

    def _same(self, given: Node, asked: Node) -> bool:
        """Whether the places of the first term are surely places of the second too."""
        match given, asked:
            case Word(), Word():
                return given.term == asked.term
            case Name(entity=one), Name(entity=other):
                return set(self._members.get(one, (one,))) <= set(self._members.get(other, (other,)))
            case Phrase(items=ours), Phrase(items=theirs):
                return len(ours) == len(theirs) and all(map(self._same, ours, theirs))
            case _:
                return False
