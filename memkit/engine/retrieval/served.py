"""What a search serves: what is not withheld, and of the kind that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, get_args

from memkit.contracts.journal import Derivations, Restrictions
from memkit.contracts.store import Selection
from memkit.domain.values import shown
from memkit.engine.retrieval.validity import ValidAt, valid
from memkit.errors import ValidationError
from memkit.filters import Compare, Where, all_of, fields_of

# "facts" are what was drawn from something, by whatever is named in `derived_by`.
MemoryKind = Literal["all", "facts", "messages"]

_SERVED = Compare(("withheld",), "$eq", None)


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
    selection: Selection,
    *,
    kind: MemoryKind,
    valid_at: ValidAt,
    restrictions: Restrictions,
    unused: Sequence[str] = (),
) -> Selection:
    """Return what of a selection a search may return.

    A filter that names `withheld`, or `derived_by`, decides for itself.

    Args:
        selection: What is selected by scope and filter.
        kind: Which of it.
        valid_at: As `valid` takes it.
        restrictions: What has to be asked in the scope.
        unused: Names of the derivations that are not in use: their facts are not served.
    """
    parts: list[Where] = []
    if restrictions.withheld and not _names(selection.where, "withheld"):
        parts.append(_SERVED)
    if unused and not _names(selection.where, "derived_by"):
        parts.append(Compare(("derived_by",), "$nin", tuple(unused)))
    if kind != "all":
        parts.append(Compare(("derived_by",), "$exists", kind == "facts"))
    if parts:
        rest = [] if selection.where is None else [selection.where]
        selection = replace(selection, where=all_of([*parts, *rest]))
    # Another moment than now is looked at in any case, so that it is checked.
    if restrictions.validity or not isinstance(valid_at, str) or valid_at != "now":
        selection = valid(selection, valid_at)
    return selection


def not_in_use(journal: Derivations) -> list[str]:
    """Return the names of the derivations whose facts are not served."""
    return [row.name for row in journal.derivations() if not row.in_use]


def _names(where: Where | None, field: str) -> bool:
    return where is not None and (field,) in fields_of(where)
