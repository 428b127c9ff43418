"""Which memories are shown by what they are: messages, facts, passages of one document."""

from __future__ import annotations

from collections.abc import Sequence

from memkit.domain.passages import SOURCE
from memkit.domain.records import SCOPE_KEYS, Scope
from memkit.domain.standing import STANDINGS, Standing
from memkit.domain.values import shown
from memkit.engine.retrieval.served import MemoryKind, checked_kind
from memkit.errors import ValidationError
from memkit.explorer.document_columns import DocumentKey
from memkit.filters import Compare, Or, Where

_DERIVED = ("derived_by",)
_WITHHELD = ("withheld",)
_SUPERSEDED = ("superseded_by",)
_IS_WITHHELD = Compare(_WITHHELD, "$exists", True)
IS_BOUNDED = Or(
    tuple(Compare((name,), "$exists", True) for name in ("valid_from", "valid_to", "superseded_by"))
)
"""What a superseded memory is in any case; said in these words, a journal's index finds it."""


def checked(kind: object, standing: object) -> tuple[MemoryKind, Standing | None]:
    """Return a kind and a standing, if they are what they should be, and fit each other.

    Raises:
        ValidationError: They are not.
    """
    found = checked_kind(kind)
    if standing is None:
        return found, None
    known = next((one for one in STANDINGS if one == standing), None)
    if known is None or found != "facts":
        raise ValidationError(
            f"standing is {shown(standing)}, of {found}.",
            fix=f"Of facts, use one of {', '.join(STANDINGS)}; of others, None.",
        )
    return found, known


def of_kind(kind: MemoryKind) -> list[Where]:
    """Return what a filter needs to leave one kind."""
    return [] if kind == "all" else [Compare(_DERIVED, "$exists", kind == "facts")]


def of_standing(standing: Standing | None) -> list[Where]:
    """Return what a filter of facts needs to leave one standing; see `standing_of`."""
    if standing is None:
        return []
    if standing in ("proposed", "unsupported", "stale"):
        return [Compare(_WITHHELD, "$eq", standing)]
    served = Compare(_WITHHELD, "$eq", None)
    rejected = Compare(_WITHHELD, "$eq", "rejected")
    if standing == "superseded":
        return [Compare(_SUPERSEDED, "$exists", True), Or((served, rejected))]
    return [served if standing == "served" else rejected, Compare(_SUPERSEDED, "$eq", None)]


def indexed(standing: Standing | None) -> list[Where]:
    """Return what says nothing new of a standing, and lets a journal use its index."""
    if standing is None or standing == "served":
        return []
    return [IS_BOUNDED if standing == "superseded" else _IS_WITHHELD]


def in_use(standing: Standing | None, unused: Sequence[str]) -> list[Where]:
    """Return what a filter needs so that facts that nobody serves do not count as served."""
    wanted = standing == "served" and unused
    return [Compare(_DERIVED, "$nin", tuple(unused))] if wanted else []


def of_document(document: DocumentKey | None, scope: Scope) -> list[Where]:
    """Return what a filter needs to leave what was read from a document.

    Args:
        document: Which; None for everything.
        scope: What is looked at anyway.
    """
    if document is None:
        return []
    ids = zip(SCOPE_KEYS, document.scope.key, scope.key, strict=True)
    whose = [
        Compare((name,), "$eq", own)
        for name, own, known in ids
        if own is not None and known is None
    ]
    return [Compare(("data", SOURCE), "$eq", document.uri), *whose]
