"""What fits: the best of what was found, within a budget of tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from memkit.context.lines import CUT, HEADINGS, block, in_order
from memkit.domain.prompt_context import ContextItem
from memkit.text.own_blocks import marked

# A last item is shortened to fill the budget if at least this share of it would stay empty.
_SLACK = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """What comes in as one, or not at all: a memory, after the message that explains it if any.

    Attributes:
        item: The memory.
        before: What explains it.
        shortened: Returns the item with so many characters of its text.
    """

    item: ContextItem
    before: ContextItem | None
    shortened: Callable[[int], ContextItem]

    @property
    def items(self) -> tuple[ContextItem, ...]:
        """The items, in the order in which they were said."""
        return (self.item,) if self.before is None else (self.before, self.item)


@dataclass(frozen=True, slots=True)
class Packed:
    """A block and what is in it.

    Attributes:
        items: In the order of the block.
        text: The block; `tokens`: how many it has.
        left_out: Which candidates are not in it, the best first.
    """

    items: Sequence[ContextItem]
    text: str
    tokens: int
    left_out: Sequence[Candidate]


def packed(candidates: Iterable[Candidate], *, budget: int, count: Callable[[str], int]) -> Packed:
    """Return a block of the best candidates that has no more tokens than the budget.

    One that is too long is passed over for shorter ones below it. What room is left at the end is
    filled with the beginning of the best one that did not fit.

    Args:
        candidates: The best first.
        budget: In tokens, all of the block counted: headings and marks, too.
        count: Returns how many tokens a text has. Tokens of lines may join to fewer or more in a
            block; the block itself is counted before it is returned.
    """
    chosen: list[Candidate] = []
    rest = list(candidates)
    while True:
        taken = _fitting(rest, chosen, budget - _size(chosen, count), count)
        while taken and _size([*chosen, *taken], count) > budget:
            taken.pop()
        if not taken:
            return _filled(chosen, rest, budget, count)
        chosen += taken
        rest = [one for one in rest if one not in taken]


def _fitting(
    rest: Sequence[Candidate], chosen: Sequence[Candidate], room: int, count: Callable[[str], int]
) -> list[Candidate]:
    """Return those that fit one after the other, by what their lines have for themselves."""
    items = _items(chosen)
    there, parts = {item.memory.id for item in items}, {item.part for item in items}
    taken = []
    for one in rest:
        new = [item for item in one.items if item.memory.id not in there]
        headings = [
            HEADINGS[part] for part in dict.fromkeys(item.part for item in new) if part not in parts
        ]
        size = count("\n".join([*headings, *(item.line for item in new)])) + 1
        if size <= room:
            taken.append(one)
            room -= size
            there |= {item.memory.id for item in new}
            parts |= {item.part for item in new}
    return taken


def _filled(
    chosen: list[Candidate], rest: list[Candidate], budget: int, count: Callable[[str], int]
) -> Packed:
    used = _size(chosen, count)
    if rest and budget - used > _SLACK * budget:
        for place, one in enumerate(rest):
            short = _shortened(one, chosen, budget, count)
            if short is not None:
                chosen = [*chosen, short]
                rest = [*rest[:place], *rest[place + 1 :]]
                break
    items = _items(chosen)
    text = block(items)
    return Packed(items, text, count(text) if text else 0, rest)


def _shortened(
    one: Candidate, chosen: Sequence[Candidate], budget: int, count: Callable[[str], int]
) -> Candidate | None:
    """Return the longest beginning of a candidate that fits; None if not a word of it does."""

    def fits(characters: int) -> Candidate | None:
        short = replace(one, item=one.shortened(characters))
        return short if _size([*chosen, short], count) <= budget else None

    low, high = 0, len(one.item.memory.memory)
    best: Candidate | None = None
    while low < high:
        middle = (low + high + 1) // 2
        found = fits(middle)
        if found is None:
            high = middle - 1
        else:
            low, best = middle, found
    return best if best is not None and best.item.cut and CUT in best.item.line else None


def _items(chosen: Iterable[Candidate]) -> Sequence[ContextItem]:
    """Return the items of candidates in the order of a block, each once."""
    found: dict[str, ContextItem] = {}
    for one in chosen:
        for item in one.items:
            known = found.get(item.memory.id)
            # What was found for itself, or is whole, says more.
            if known is None or (item is one.item and not item.cut):
                found[item.memory.id] = item
    return in_order(found.values())


def _size(chosen: Sequence[Candidate], count: Callable[[str], int]) -> int:
    return count(block(_items(chosen)) or marked(""))
