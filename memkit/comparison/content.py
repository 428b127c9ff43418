"""What the comparison's widget is told of its picture, as JSON and bytes can hold it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
from numpy.typing import NDArray

from memkit.analysis.densest import densest
from memkit.analysis.layouts import Layout, Projection
from memkit.comparison.colours import ColourBy, Groups, colours_of
from memkit.comparison.computed import Picture
from memkit.comparison.trails import Trail, trails
from memkit.text.clean import MOST_CHARACTERS, clean, cut

if TYPE_CHECKING:
    from memkit.comparison import Comparison

Json = dict[str, Any]

# At once, only after neighbours and clusters were found, and whenever a question was asked.
QUICK: tuple[ColourBy, ...] = ("category", "source", "user", "agent", "age")
LATER: tuple[ColourBy, ...] = ("cluster", "overlap")
ASKED: tuple[ColourBy, ...] = ("hits",)

# So much of a text is shown, and of that many memories so little.
_TEXT = MOST_CHARACTERS
_MANY = 20_000
_SHORT_TEXT = 120
_NAME = 40

EVERY = tuple(
    Picture(projection, layout, dims)
    for projection in get_args(Projection)
    for layout in get_args(Layout)
    for dims in (2, 3)
)


def basics(comparison: Comparison) -> Json:
    """Return what the first picture needs: spaces, texts, ids."""
    memories = [*comparison.memories, *comparison.placed]
    most = _TEXT if len(memories) <= _MANY else _SHORT_TEXT
    return {
        "spaces": list(comparison.spaces),
        "laid": len(comparison),
        "hidden": len(comparison._rest) - len(comparison.placed),
        "call": list(comparison._call),
        "ids": [record.id for record in memories],
        "texts": [cut(record.memory, most) for record in memories],
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
        said = colours_of(comparison, by, placed=True)
        if isinstance(said, Groups):
            if len(said.names) > 1 or by == "category":
                made[by] = {
                    "title": clean(said.title),
                    "names": [cut(name) for name in said.names],
                    "colours": list(said.colours),
                    "shapes": list(said.shapes),
                    "members": to_bytes(said.members, "<i4"),
                }
            continue
        values = said.values.astype(np.float64)
        known = values[np.isfinite(values)]
        low = float(known.min(initial=np.inf)) if said.low is None else said.low
        high = float(known.max(initial=-np.inf)) if said.high is None else said.high
        if high > low:
            made[by] = {
                "title": said.title,
                "about": said.about,
                "low": low,
                "high": high,
                "values": to_bytes(values, "<f4"),
                "diverging": not isinstance(said.scale, str),
            }
    return made


def key_of(picture: Picture) -> str:
    """Return a picture's name."""
    return f"{picture.projection}/{picture.layout}/{picture.dims}"


def wanted(comparison: Comparison) -> Picture:
    """Return the picture that was asked for."""
    return Picture(comparison.wanted, comparison.layout, comparison.dims)


def picture_of(key: str) -> Picture | None:
    """Return the picture of a name, or None if there is none."""
    return next((one for one in EVERY if key_of(one) == key), None)


def known(comparison: Comparison) -> list[Picture]:
    """Return the pictures that are drawn already, PCA, which costs nothing, before the others."""
    own = wanted(comparison)
    quick = own._replace(projection="pca")
    others = [own._replace(projection=name) for name in get_args(Projection) if name != "pca"]
    return [quick, *(one for one in others if comparison._computed.is_drawn(one))]


def drawn(comparison: Comparison) -> list[Picture]:
    """Return every picture that is drawn already, and PCA in two and in three dimensions."""
    own = wanted(comparison)
    quick = [own._replace(projection="pca", dims=dims) for dims in (2, 3)]
    others = (one for one in EVERY if one not in quick and comparison._computed.is_drawn(one))
    return [*quick, *others]


def picture(comparison: Comparison, picture: Picture) -> Json:
    """Return a picture: places in each panel as little-endian float32, and how far they differ."""
    drawn = comparison._computed.draw(picture)
    return {
        "positions": [to_bytes(panel, "<f4") for panel in drawn["positions"]],
        "disparities": [number(value) for value in drawn["disparities"].tolist()],
    }


def clusters(comparison: Comparison) -> list[Json]:
    """Return what each space puts together: names, and the cluster of each memory, -1 for none."""
    made = []
    for space in comparison.spaces:
        labels = comparison.clusters(space)
        names = comparison.cluster_names(space)
        if comparison.placed:
            labels = np.concatenate([labels, comparison.placed_clusters(space)])
        sizes = np.bincount(labels[labels >= 0], minlength=len(names)).tolist()
        made.append(
            {
                "names": [cut(names[label], _NAME) for label in sorted(names)],
                "sizes": sizes,
                "members": to_bytes(labels, "<i4"),
            }
        )
    return made


def cluster_places(comparison: Comparison, picture: Picture) -> list[bytes]:
    """Return where the name of each cluster belongs in each panel of a picture."""
    positions = comparison._computed.draw(picture)["positions"]
    made = []
    for space, panel in zip(comparison.spaces, positions, strict=True):
        labels = comparison.clusters(space)
        made.append(to_bytes(densest(panel, labels, int(labels.max(initial=-1)) + 1), "<f4"))
    return made


def rest(comparison: Comparison, picture: Picture, *, hidden: bool = True) -> list[bytes]:
    """Return where the memories beside the sample lie in each panel, the drawn ones first.

    Args:
        comparison: The comparison.
        picture: The picture.
        hidden: Whether those that are not drawn are among them.
    """
    placed = comparison._computed.place(picture, comparison._rest)
    count = len(comparison._rest) if hidden else len(comparison.placed)
    return [to_bytes(np.nan_to_num(panel[:count]), "<f4") for panel in placed]


def trails_in(comparison: Comparison, picture: Picture) -> list[Trail]:
    """Return the trails of changed memories in a picture."""
    positions = comparison._computed.draw(picture)["positions"]
    return trails(
        comparison._corpus, comparison.spaces, comparison.memories, comparison._shown,
        dict(zip(comparison.spaces, positions, strict=True)),
    )  # fmt: skip


def trail_ends(comparison: Comparison, found: list[Trail]) -> list[bytes]:
    """Return where each trail comes from and goes to in each panel."""
    return [
        to_bytes(np.array([trail.points[space] for trail in found]), "<f4")
        for space in comparison.spaces
    ]


def changes(comparison: Comparison, found: list[Trail]) -> list[Json]:
    """Return the memories of trails, with the texts that they had before."""
    rows = {id_: row for row, id_ in enumerate(comparison.ids)}
    return [{"row": rows[trail.id], "old": cut(trail.old)} for trail in found]


def badges(comparison: Comparison, picture: Picture) -> list[Json]:
    """Return how far each panel of a picture can be trusted."""
    positions = comparison._computed.draw(picture)["positions"]
    made = []
    for space, panel in zip(comparison.spaces, positions, strict=True):
        found = comparison._computed.faithfulness(space, panel)
        made.append(
            {
                "trust": number(found.trustworthiness),
                "continuity": number(found.continuity),
                "k": found.k,
                "judged": found.rows,
                "of": found.of,
            }
        )
    return made


def neighbours(comparison: Comparison) -> list[bytes]:
    """Return the rows of the `k` nearest memories in each space as little-endian int32."""
    return [to_bytes(comparison.neighbours(space).rows, "<i4") for space in comparison.spaces]


def to_bytes(array: NDArray[Any], kind: str) -> bytes:
    """Return an array's bytes, in a type such as "<f4"."""
    return np.ascontiguousarray(array, dtype=kind).tobytes()


def number(value: float) -> float | None:
    """Return a number as a reader needs it; None where it is not finite."""
    return round(float(value), 4) if np.isfinite(value) else None
