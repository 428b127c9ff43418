"""A search index in this process, kept in a file: the least that a store must do.

`memkit.providers.vector_stores.EngineStore` does what all stores do alike. docs/plugins.md builds
one over a real engine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from memkit.contracts import Batch, Keys, Matches, Selection, SpaceInfo, Vectors, no_matches
from memkit.domain.files import replacing
from memkit.domain.records import Scope
from memkit.filters import Bounds
from memkit.providers.vector_stores import Ask, EngineStore, State, ranked
from memkit_template import filters
from memkit_template.config import ShelfConfig
from memkit_template.filters import Card, Condition


@dataclass
class Shelf:
    """What a client is to engines on a server.

    Attributes:
        state: Whose memories these are, how far the journal was read with the token of that event,
            and the spaces. It is kept with the rows, so that all is lost or restored together.
        cards: What filters read of each memory.
        vectors: Of each space, by the space's id.
    """

    state: State | None = None
    cards: dict[int, Card] = field(default_factory=dict)
    vectors: dict[int, dict[int, Vectors]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON: what lies beside a memory may be another's, and a pickle runs code."""
        return {
            "state": None if self.state is None else self.state.to_json(),
            "cards": [card.to_json() for card in self.cards.values()],
            "vectors": [
                [space, [[key, unit.tolist()] for key, unit in held.items()]]
                for space, held in self.vectors.items()
            ],
        }

    @classmethod
    def from_json(cls, said: Any) -> Shelf:
        """Return what was written as JSON."""
        cards = map(Card.from_json, said["cards"])
        return cls(
            state=None if said["state"] is None else State.from_json(said["state"]),
            cards={card.key: card for card in cards},
            vectors={
                space: {key: np.array(unit, np.float32) for key, unit in held}
                for space, held in said["vectors"]
            },
        )


class ShelfStore(EngineStore[Shelf, Condition]):
    """Holds vectors in dicts, and compares the query with each that a filter keeps."""

    provider = "shelf"
    engine = "The shelf"
    # A batch may name one space; the vectors of the others stay where they are.
    whole_rows = False

    config: ShelfConfig

    @property
    def place(self) -> str:
        """Where the rows are, for people."""
        return str(self._file or "this process")

    @property
    def takes_turns(self) -> bool:
        """Dicts must not be changed while they are read."""
        return True

    @property
    def _file(self) -> Path | None:
        # By the journal's id, so that two journals never mix.
        folder = self.config.folder
        if folder is None and self.context.path is not None:
            folder = self.context.path.with_name(f"{self.context.path.name}.shelf")
        return None if folder is None else folder / self.journal_id

    def connect(self) -> Shelf:
        """Take what is in the file, if there is one."""
        if self._file is None or not self._file.exists():
            return Shelf()
        return Shelf.from_json(json.loads(self._file.read_text("utf-8")))

    def disconnect(self, client: Shelf) -> None:
        """Put what is held in the place of the old file, whole or not at all."""
        if self._file is None or client.state is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with replacing(self._file, like=self.context.path) as file:
            file.write(json.dumps(client.to_json()).encode())

    # -- what it says of itself, and its spaces ----------------------------------------------

    def read_state(self, client: Shelf) -> State | None:
        """Return what was written by `write_state`; None if there is nothing."""
        return client.state

    def write_state(self, client: Shelf, state: State) -> None:
        """Keep it."""
        client.state = state

    def create(self, client: Shelf, spaces: Iterable[SpaceInfo]) -> None:
        """Begin."""
        for space in spaces:
            self.add_space(client, space)

    def destroy(self, client: Shelf, state: State) -> None:
        """Forget everything, also in the file."""
        client.state, client.cards, client.vectors = None, {}, {}
        if self._file is not None:
            self._file.unlink(missing_ok=True)

    def add_space(self, client: Shelf, space: SpaceInfo) -> None:
        """Make ready to hold vectors of a space."""
        client.vectors[space.id] = {}

    def remove_space(self, client: Shelf, space: SpaceInfo) -> None:
        """Forget the vectors of a space."""
        client.vectors.pop(space.id, None)

    # -- memories ----------------------------------------------------------------------------

    def write(self, client: Shelf, batch: Batch, vectors: Mapping[SpaceInfo, Vectors]) -> None:
        """Insert or replace memories; their vectors are of length one, or zeros for none."""
        keys = batch.keys.tolist()
        for key, record, expires_at in zip(keys, batch.records, batch.expires_at, strict=True):
            client.cards[key] = filters.card_of(key, record, expires_at)
        for space, units in vectors.items():
            held = client.vectors[space.id]
            for key, unit in zip(keys, units, strict=True):
                held.pop(key, None)
                if unit.any():
                    held[key] = unit

    def remove(self, client: Shelf, keys: list[int]) -> None:
        """Remove memories; unknown keys are fine."""
        for key in keys:
            client.cards.pop(key, None)
            for held in client.vectors.values():
                held.pop(key, None)

    def size(self, client: Shelf, space: SpaceInfo | None) -> int:
        """Return how many memories there are, or have a vector in a space."""
        return len(client.cards) if space is None else len(client.vectors[space.id])

    # -- searching ---------------------------------------------------------------------------

    def bounds(self, client: Shelf, selection: Selection) -> Bounds[Condition]:
        """Return a selection as conditions; the journal has the last word where they are bounds."""
        return filters.compile_selection(selection)

    def among(self, keys: Keys) -> Condition:
        """Return the condition for memories of these keys."""
        wanted = set(keys.tolist())
        return lambda card: card.key in wanted

    def nearest(
        self, client: Shelf, space: SpaceInfo, unit: Vectors, scope: Scope
    ) -> Ask[Condition]:
        """Return the question for the nearest to a unit vector."""
        held = client.vectors[space.id]

        def ask(native: Condition | bool, limit: int, exact: bool) -> Matches:
            keys = [k for k in held if isinstance(native, bool) or native(client.cards[k])]
            if not keys:
                return no_matches()
            scores = np.stack([held[key] for key in keys]) @ unit
            return ranked(np.array(keys, np.int64), scores, limit)

        return ask
