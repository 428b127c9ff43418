"""What a search serves: memories without a status, and of the kind that is asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, get_args

from memkit.contracts.journal import Restrictions
from memkit.contracts.store import Selection
from memkit.domain.values import shown
from memkit.engine.retrieval.validity import ValidAt, valid
from memkit.errors import ValidationError
from memkit.filters import Compare, Where, all_of, fields_of

# "facts" are what was drawn from something, by whatever is named in `derived_by`.
MemoryKind = Literal["all", "facts", "messages"]

_SERVED = Compare(("status",), "$eq", None)


def checked_kind(kind: object) -> MemoryKind:
    """Return a kind, if it is one.

    Raises:
        ValidationError: It is another.
    """
    for known in get_args(MemoryKind):
        if isinstance(kind, str) and kind == known:
            found: MemoryKind = known
            return found
    raise ValidationError(
        f"kind is {shown(kind)}.", fix=f"Use one of {', '.join(get_args(MemoryKind))}."
    )


def served(
    selection: Selection, *, kind: MemoryKind, valid_at: ValidAt, restrictions: Restrictions
) -> Selection:
    """Return what of a selection a search may return.

    A filter that names `status` decides for itself.

    Args:
        selection: What is selected by scope and filter.
        kind: Which of it.
        valid_at: As `valid` takes it.
        restrictions: What has to be asked in the scope.
    """
    parts: list[Where] = []
    if restrictions.status and not _names_status(selection.where):
        parts.append(_SERVED)
    if kind != "all":
        parts.append(Compare(("derived_by",), "$exists", kind == "facts"))
    if parts:
        rest = [] if selection.where is None else [selection.where]
        selection = replace(selection, where=all_of([*parts, *rest]))
    # Another moment than now is looked at in any case, so that it is checked.
    if restrictions.validity or not isinstance(valid_at, str) or valid_at != "now":
        selection = valid(selection, valid_at)
    return selection


def _names_status(where: Where | None) -> bool:
    return where is not None and ("status",) in fields_of(where)
