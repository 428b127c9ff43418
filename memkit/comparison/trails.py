"""How far memories moved when their text was changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from memkit.analysis.placing import place
from memkit.analysis.vectors import RowIndices, unit_rows
from memkit.comparison.corpus import Corpus
from memkit.domain.records import MemoryRecord


@dataclass(frozen=True, slots=True)
class Trail:
    """One change of a text, as a way in every picture.

    Attributes:
        id: The memory; `seq`: the event; `at`: when.
        old, new: The texts before and after.
        points: Space -> where it came from and where it went, of shape (2, dims). A text that is
            no longer the memory's is placed between its nearest memories.
        moved: Space -> the cosine distance between the two, in the space itself.
    """

    id: str
    seq: int
    at: datetime
    old: str
    new: str
    points: Mapping[str, NDArray[np.float32]]
    moved: Mapping[str, float]


def trails(
    corpus: Corpus,
    spaces: Sequence[str],
    memories: Sequence[MemoryRecord],
    shown: RowIndices,
    positions: Mapping[str, NDArray[np.float32]],
) -> list[Trail]:
    """Return the trails of memories whose text was changed, in the order of the changes.

    A change is left out if a space no longer has a vector of one of its texts.
    """
    changed = {
        record.id: row
        for row, record in enumerate(memories)
        if record.updated_at != record.created_at
    }
    events = corpus.updates(changed)
    if not events:
        return []
    old = [str(event.old_memory) for event in events]
    new = [str(event.new_memory) for event in events]
    points: list[dict[str, NDArray[np.float32]]] = [{} for _ in events]
    moved: list[dict[str, float]] = [{} for _ in events]
    for space in spaces:
        before, after = (corpus.text_vectors(space, texts) for texts in (old, new))
        vectors = corpus.vectors(space)[shown]
        came, went = (place(ends, vectors, positions[space]) for ends in (before, after))
        cosines = np.einsum("ij,ij->i", unit_rows(before), unit_rows(after))
        for number, event in enumerate(events):
            row = changed[event.memory_id]
            # The last text of a memory is the one in the picture.
            at = positions[space][row] if new[number] == memories[row].memory else went[number]
            if np.isfinite(came[number]).all() and np.isfinite(at).all():
                points[number][space] = np.stack([came[number], at])
                moved[number][space] = float(1 - cosines[number])
    return [
        Trail(event.memory_id, event.seq, event.at, old[number], new[number],
              points[number], moved[number])
        for number, event in enumerate(events)
        if len(points[number]) == len(spaces)
    ]  # fmt: skip
