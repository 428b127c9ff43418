"""What every store must do, one concern a module."""

from __future__ import annotations

from typing import ClassVar

from memkit.plugins.specs import StoreSpec
from memkit.testing.samples import random_units
from memkit.testing.stores.changing import Changing
from memkit.testing.stores.following import Following
from memkit.testing.stores.searching import Searching
from memkit.testing.stores.selecting import Selecting
from memkit.testing.stores.spaces import Spaces
from memkit.testing.stores.text import Text
from memkit.testing.stores.tools import (
    DIM,
    SECOND,
    all_keys,
    fan,
    fill,
    found_text,
    put,
    put_memories,
    put_texts,
    search,
    select,
)


class StoreConformance(Searching, Selecting, Changing, Spaces, Following, Text):
    """Subclass it, set `spec`, and override the fixture `config` if the defaults won't do.

    A store of the kit begins empty: it serves a journal with an id of its own, beside which it may
    keep files (`tmp_path`). After the test it is cleared and closed.

    Attributes:
        spec: The store's `StoreSpec`.
        min_recall: The least share of the true nearest neighbours that an unfiltered search finds.
            1.0, unless the engine's index is approximate.
        tolerance: How far a score may lie from the true cosine similarity.
    """

    spec: ClassVar[StoreSpec]


__all__ = [
    "DIM",
    "SECOND",
    "StoreConformance",
    "all_keys",
    "fan",
    "fill",
    "found_text",
    "put",
    "put_memories",
    "put_texts",
    "random_units",
    "search",
    "select",
]
