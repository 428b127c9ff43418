"""What the comparison's widget is told, as JSON and bytes can hold it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
from numpy.typing import NDArray

from memkit.analysis.layouts import Projection
from memkit.comparison.colours import ColourBy, Groups, colours_of
from memkit.comparison.computed import Picture
from memkit.notebook import plain

if TYPE_CHECKING:
    from memkit.comparison import Comparison
    from memkit.comparison.findings import Disagreement
    from memkit.comparison.queries import QueryDrift

Json = dict[str, Any]

# Longer texts are cut in tooltips and lists; the whole is a lookup by id away.
_MOST_CHARACTERS = 280
_MOST_DISAGREEMENTS = 12

# At once, and only after neighbours and clusters were found.
QUICK: tuple[ColourBy, ...] = ("category", "user", "agent", "age")
LATER: tuple[ColourBy, ...] = ("cluster", "overlap")


def basics(comparison: Comparison) -> Json:
    """Return what the first picture needs: spaces, texts, ids."""
    notes = list(comparison.notes)
    if comparison.dims > 2:
        notes.append("the first two of three axes")
    memories = comparison.memories
    return {
        "spaces": list(comparison.spaces),
        "k": min(comparison.k, max(len(comparison) - 1, 0)),
        "notes": notes,
        "ids": comparison.ids,
        "texts": [short(record.memory) for record in memories],
        "about": [
            " · ".join(
                str(part)
                for part in (
                    record.user_id,
                    record.metadata.get("category"),
                    f"{record.occurred_at or record.created_at:%Y-%m-%d}",
                )
                if part
            )
            for record in memories
        ],
    }


def colours(comparison: Comparison, names: Iterable[ColourBy]) -> Json:
    """Return ways to colour the memories; those that would tell nothing apart are left out."""
    made: Json = {}
    for by in names:
        said = colours_of(comparison, by)
        if isinstance(said, Groups):
            if len(said.names) > 1 or by == "category":
                made[by] = {
                    "title": plain.clean(said.title),
                    "names": [short(name) for name in said.names],
                    "colours": list(said.colours),
                    "members": said.members.tolist(),
                }
            continue
        values = np.nan_to_num(said.values.astype(np.float64))
        low = float(values.min(initial=np.inf)) if said.low is None else said.low
        high = float(values.max(initial=-np.inf)) if said.high is None else said.high
        if high > low:
            made[by] = {
                "title": said.title,
                "low": low,
                "high": high,
                "values": np.round(values, 3).tolist(),
                "diverging": not isinstance(said.scale, str),
            }
    return made


def picture(comparison: Comparison, projection: Projection) -> list[bytes]:
    """Return the first two axes of each panel as little-endian float32."""
    positions = comparison._computed.draw(picture_of(comparison, projection))["positions"]
    return [_bytes(panel[:, :2], "<f4") for panel in positions]


def picture_of(comparison: Comparison, projection: Projection) -> Picture:
    """Return the comparison's picture in another projection."""
    return Picture(projection, comparison.layout, comparison.dims)


def known(comparison: Comparison) -> list[Projection]:
    """Return the projections that are drawn already, PCA, which costs nothing, among them."""
    return [
        name
        for name in get_args(Projection)
        if name in ("pca", comparison.projection)
        or comparison._computed.is_drawn(picture_of(comparison, name))
    ]


def badges(comparison: Comparison, projection: Projection) -> list[Json]:
    """Return how far each panel of a projection can be trusted."""
    positions = comparison._computed.draw(picture_of(comparison, projection))["positions"]
    made = []
    for space, panel in zip(comparison.spaces, positions, strict=True):
        found = comparison._computed.faithfulness(space, panel)
        made.append(
            {
                "trust": _number(found.trustworthiness),
                "continuity": _number(found.continuity),
                "k": found.k,
            }
        )
    return made


def neighbours(comparison: Comparison) -> list[bytes]:
    """Return the rows of the `k` nearest memories in each space as little-endian int32."""
    return [_bytes(comparison.neighbours(space).rows, "<i4") for space in comparison.spaces]


def agreements(comparison: Comparison) -> list[Json]:
    """Return how far each pair of spaces agrees, in the original dimensions."""
    return [
        {
            "first": one.first,
            "second": one.second,
            "k": one.k,
            "overlap": _number(one.overlap),
            "cka": _number(one.cka),
            "rank": _number(one.rank_correlation),
            "ari": _number(one.ari),
        }
        for one in comparison.metrics.pairs
    ]


def findings(comparison: Comparison) -> list[Json]:
    """Return the memories on which the spaces disagree most, with both lists of neighbours."""
    rows = {id_: row for row, id_ in enumerate(comparison.ids)}
    return [_finding(one, rows) for one in comparison.disagreements(_MOST_DISAGREEMENTS)]


def _finding(one: Disagreement, rows: dict[str, int]) -> Json:
    return {
        "row": rows[one.id],
        "overlap": _number(one.overlap),
        "neighbours": [
            [[rows[near.id], round(near.cosine, 3), near.shared] for near in found]
            for found in one.neighbours.values()
        ],
    }


def answer(comparison: Comparison, drift: QueryDrift) -> Json:
    """Return what a query found; a memory outside of the sample has row -1."""
    rows = {id_: row for row, id_ in enumerate(comparison.ids)}
    return {
        "query": drift.query,
        "k": drift.k,
        "found": [
            [[rows.get(one.id, -1), round(one.cosine, 4)] for one in found]
            for found in drift.found.values()
        ],
        "shifts": [
            {
                "row": rows.get(shift.id, -1),
                "text": short(shift.memory),
                "ranks": [shift.ranks[space] for space in comparison.spaces],
            }
            for shift in drift.shifts
        ],
    }


def short(text: object) -> str:
    """Return a text without control characters, cut where it gets long."""
    cleaned = plain.clean(str(text))
    return cleaned if len(cleaned) <= _MOST_CHARACTERS else f"{cleaned[: _MOST_CHARACTERS - 1]}…"


def _bytes(array: NDArray[Any], kind: str) -> bytes:
    return np.ascontiguousarray(array, dtype=kind).tobytes()


def _number(value: float) -> float | None:
    return round(float(value), 4) if np.isfinite(value) else None
