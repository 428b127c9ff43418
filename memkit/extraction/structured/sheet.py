"""A form as it was filled in: values at their places, those of several windows put together.

A sheet is a dict of what its fields hold: a `Value`, a list of them, another sheet, or a list of
sheets. A value that has no evidence stands in it with its problem, unless there is a better one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from memkit.extraction.structured.shape import Node
from memkit.extraction.structured.values import Value
from memkit.extraction.tasks.choices import Choice

Sheet = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two values of which a form takes one, or two items of a list that may be one.

    Attributes:
        old, new: What each says, with the name of the field; `new` is from a later window.
        old_at, new_at: When it was said.
        of_items: Whether it is items of a list, which may have both.
    """

    old: str
    new: str
    old_at: datetime | None = None
    new_at: datetime | None = None
    of_items: bool = False


# What the new does to the old: it takes its place ("changes", "corrects"), is another one ("new":
# then a list has both, and elsewhere the old stays), or says no more ("same", "adds").
Choose = Callable[[Conflict], Choice]
_TAKES_PLACE = ("changes", "corrects")


def sheet_of(node: Node, values: Sequence[Value]) -> Sheet:
    """Return the sheet of what was written of one window."""
    sheet: Sheet = {}
    for child in node.children:
        own = [value for value in values if _is_within(value.path, child.path)]
        if not own:
            continue
        if child.form is not None:
            sheet[child.name] = _each_once(own) if child.is_list else _best(own)
        elif child.is_list:
            sheet[child.name] = [sheet_of(child, group) for group in _items(child, own)]
        else:
            sheet[child.name] = sheet_of(child, own)
    return sheet


def merged(node: Node, old: Sheet, new: Sheet, choose: Choose) -> Sheet:
    """Return two sheets as one: lists are joined, and of two values one is chosen."""
    sheet = dict(old)
    for child in node.children:
        one, other = old.get(child.name), new.get(child.name)
        if one is None or other is None:
            if other is not None:
                sheet[child.name] = other
        elif child.form is not None:
            sheet[child.name] = (
                _each_once([*one, *other]) if child.is_list else _chosen(child, one, other, choose)
            )
        elif child.is_list:
            sheet[child.name] = _joined(child, one, other, choose)
        else:
            sheet[child.name] = merged(child, one, other, choose)
    return sheet


def conflicts(node: Node, old: Sheet, new: Sheet) -> list[Conflict]:
    """Return what is to be chosen where two sheets are merged, in the order of the choices."""
    found: list[Conflict] = []

    def noted(conflict: Conflict) -> Choice:
        found.append(conflict)
        return "same"

    merged(node, old, new, noted)
    return found


def worded(node: Node, sheet: Sheet, *, between: str = ", ") -> str:
    """Return what a sheet says in a line: "task: send the report, due: 2025-03-14"."""
    said = (_worded(child, sheet[child.name]) for child in node.children if child.name in sheet)
    return between.join(filter(None, said))


def values_in(held: Any) -> list[Value]:
    """Return the values of a part of a sheet that have evidence."""
    if isinstance(held, Value):
        return [] if held.problem else [held]
    parts: Iterable[Any] = held.values() if isinstance(held, dict) else held
    return [value for part in parts for value in values_in(part)]


def _is_within(path: str, other: str) -> bool:
    return path == other or path.startswith(f"{other}.")


def _items(node: Node, values: Sequence[Value]) -> list[list[Value]]:
    groups: dict[int, list[Value]] = {}
    for value in values:
        groups.setdefault(value.item[node.depth - 1], []).append(value)
    return [groups[number] for number in sorted(groups)]


def _best(values: Sequence[Value]) -> Value:
    """Return what was said last of those that have evidence, and the first of equal ones."""
    supported = [value for value in values if not value.problem]
    if not supported:
        return values[0]
    last = max((value.at for value in supported if value.at), default=None)
    return next((value for value in supported if value.at == last), supported[0])


def _each_once(values: Sequence[Value]) -> list[Value]:
    found: dict[tuple[bool, str], Value] = {}
    for value in values:
        found.setdefault((bool(value.problem), _plain(value)), value)
    return list(found.values())


def _chosen(node: Node, old: Value, new: Value, choose: Choose) -> Value:
    if old.problem or new.problem:
        return new if old.problem and not new.problem else old
    if _plain(old) == _plain(new):
        return old
    conflict = Conflict(
        old=_worded(node, old), new=_worded(node, new), old_at=old.at, new_at=new.at
    )
    return new if choose(conflict) in _TAKES_PLACE else old


def _joined(node: Node, old: list[Sheet], new: list[Sheet], choose: Choose) -> list[Sheet]:
    items = list(old)
    for item in new:
        place = next((i for i, one in enumerate(old) if _is_same(node, one, item)), None)
        if place is None:
            items.append(item)
            continue
        differ: list[Conflict] = conflicts(node, old[place], item)
        choice = choose(_of_items(node, old[place], item)) if differ else "same"
        if choice == "new":
            items.append(item)
        else:
            items[place] = merged(node, items[place], item, _always(choice))
    return items


def _always(choice: Choice) -> Choose:
    return lambda conflict: choice


def _of_items(node: Node, old: Sheet, new: Sheet) -> Conflict:
    times = [[value.at for value in values_in(one) if value.at] for one in (old, new)]
    first, second = (max(said, default=None) for said in times)
    label = _label(node)
    return Conflict(
        old=f"{label}: {worded(node, old)}",
        new=f"{label}: {worded(node, new)}",
        old_at=first,
        new_at=second,
        of_items=True,
    )


def _is_same(node: Node, one: Sheet, other: Sheet) -> bool:
    """Tell whether two items say the same in the first field that holds something."""
    for child in node.children:
        if child.form is None or child.is_list:
            continue
        held = [values_in(sheet.get(child.name, [])) for sheet in (one, other)]
        if held[0] and held[1]:
            return _plain(held[0][0]) == _plain(held[1][0])
        if held[0] or held[1]:
            return False
    return False


def _worded(node: Node, held: Any) -> str:
    if node.form is None and node.is_list:
        said = "; ".join(filter(None, (worded(node, item) for item in held)))
    elif node.form is None:
        said = worded(node, held)
    else:
        said = ", ".join(str(value.value) for value in values_in(held))
    return f"{_label(node)}: {said}" if said else ""


def _label(node: Node) -> str:
    return node.name.replace("_", " ")


def _plain(value: Value) -> str:
    return " ".join(str(value.value if not value.problem else value.problem).casefold().split())
