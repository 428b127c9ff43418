"""What a memory's colour says: its category, or a number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from memkit.domain.records import MemoryRecord
from memkit.errors import ValidationError

if TYPE_CHECKING:
    from memkit.comparison.comparison import Comparison

ColourBy = Literal["user", "agent", "category", "source", "age", "cluster", "hits", "overlap"]

# Okabe and Ito, "Color Universal Design", 2008, without black and with the yellow last, which is
# faint on white: all eight can be told apart by the colour-blind. The sixteen after them are those
# of a grid that lie the farthest (in OKLab) from all before them, as people with and without each
# kind of colour blindness see them; a shape of their own helps as well.
PALETTE = (
    "#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#8C6D31", "#F0E442",
    "#87004B", "#0F3C96", "#8700FF", "#A5D2A5", "#1EE1FF", "#A53C78", "#694B00", "#8778FF",
    "#691EC3", "#E1C35A", "#B4B478", "#C33CD2", "#D200A5", "#B4004B", "#D296C3", "#B478D2",
)  # fmt: skip
OTHER = "#999999"
# Eight groups have the first shape, eight the second, and eight the third.
SHAPES = ("circle", "square", "triangle-up")
_OF_A_SHAPE = 8
_OTHER_NAME = "other"
_NOTHING = "none"

# From disagreement to agreement: orange, grey, blue.
_DIVERGING = ((0.0, "#D55E00"), (0.5, "#BBBBBB"), (1.0, "#0072B2"))


@dataclass(frozen=True, slots=True)
class Groups:
    """A category for each memory.

    Attributes:
        title: What they are.
        names: The groups, the largest first, "other" and "none" last.
        colours: One a name; `shapes`: likewise, as plotly names them.
        members: Which name each memory has, as a number, of shape (n,).
    """

    title: str
    names: tuple[str, ...]
    colours: tuple[str, ...]
    members: NDArray[np.intp]

    @property
    def shapes(self) -> tuple[str, ...]:
        """The shape of each group's points."""
        return tuple(
            SHAPES[0] if colour == OTHER else SHAPES[group // _OF_A_SHAPE]
            for group, colour in enumerate(self.colours)
        )


@dataclass(frozen=True, slots=True)
class Scale:
    """A number for each memory.

    Attributes:
        title: What it is.
        values: Of shape (n,).
        scale: A plotly colour scale, by name or as stops.
        low, high: The ends of the scale; None for those of the values.
        about: What the number means, where its title does not say.
    """

    title: str
    values: NDArray[np.float64]
    scale: str | tuple[tuple[float, str], ...]
    low: float | None = None
    high: float | None = None
    about: str = ""


def colours_of(comparison: Comparison, by: ColourBy, *, placed: bool = False) -> Groups | Scale:
    """Return what to colour the memories by; the same in every panel.

    Args:
        comparison: The comparison.
        by: What colours mean.
        placed: Whether to colour those that are placed beside the sample, too; what is known of
            the sample alone is NaN, or no group, for these.

    Raises:
        ValidationError: `by` is nothing known.
    """
    rest = comparison.placed if placed else []
    memories = [*comparison.memories, *rest]
    if by == "overlap":
        return Scale(
            f"neighbours in common, of {comparison.k}",
            np.concatenate([comparison.overlap, np.full(len(rest), np.nan)]),
            _DIVERGING, 0.0, 1.0, "the share that a memory has in both spaces: 1 is best",
        )  # fmt: skip
    if by == "hits":
        asked = len(comparison.asked)
        counts = comparison.hit_counts_of(placed=placed)
        return Scale(
            "hit count", counts.astype(np.float64), "Viridis", 0.0, None,
            f"how many of {asked:,} {'query' if asked == 1 else 'queries'} asked here found it "
            f"among the best {comparison.k} of any space",
        )  # fmt: skip
    if by == "age":
        times = np.array(
            [(record.occurred_at or record.created_at).timestamp() for record in memories]
        )
        newest = times.max(initial=0.0)
        return Scale("age in days", (newest - times) / 86_400, "Cividis")
    if by == "user":
        return _groups("user", [record.user_id for record in memories])
    if by == "agent":
        return _groups("agent", [record.agent_id for record in memories])
    if by == "category":
        return _groups("category", [record.metadata.get("category") for record in memories])
    if by == "source":
        return _groups("document", [_document(record) for record in memories])
    if by == "cluster":
        first = comparison.spaces[0]
        names = comparison.cluster_names(first)
        labels = comparison.clusters(first).tolist()
        if rest:
            labels += comparison.placed_clusters(first).tolist()
        return _groups(f"cluster in {first}", [names.get(label) for label in labels])
    raise ValidationError(f"colour_by is {by!r}.", fix=f"Use {', '.join(get_args(ColourBy))}.")


def _document(record: MemoryRecord) -> object:
    """Return the title of the document that a memory is of; None if it is of none."""
    return record.data.get("title") if record.data.get("source") else None


def _groups(title: str, values: Sequence[object]) -> Groups:
    named = [None if value is None else str(value) for value in values]
    counts = Counter(name for name in named if name is not None)
    shown = [name for name, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]
    names = shown[: len(PALETTE)]
    colours = list(PALETTE[: len(names)])
    places = {name: place for place, name in enumerate(names)}
    if len(shown) > len(names):
        places |= dict.fromkeys(shown[len(names) :], len(names))
        names.append(_OTHER_NAME)
        colours.append(OTHER)
    if None in named:
        names.append(_NOTHING)
        colours.append(OTHER)
    nothing = len(names) - 1
    members = np.array([nothing if name is None else places[name] for name in named], np.intp)
    return Groups(title, tuple(names), tuple(colours), members)
