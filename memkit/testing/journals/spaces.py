"""Embedding spaces and their vectors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from memkit.contracts.journal import Journal
from memkit.errors import SpaceError
from memkit.testing.journals.base import JournalKit
from memkit.testing.journals.tools import DIM, adding, apply, as_keys, space
from memkit.testing.samples import BOB, random_units


class Spaces(JournalKit):
    """Spaces are registered, and vectors belong to texts."""

    def test_spaces_are_registered(self, journal: Journal) -> None:
        """Spaces are kept in order, with one default, and ids that never come back."""
        assert journal.spaces() == []
        journal.put_space(space("a", default=True))
        journal.put_space(space("b", dim=3, state="filling", config={"x": [1, {"y": None}]}))
        a, b = journal.spaces()
        assert (replace(a, id=0), replace(b, id=0)) == (
            space("a", default=True),
            space("b", dim=3, state="filling", config={"x": [1, {"y": None}]}),
        )
        journal.put_space(replace(b, state="ready", default=True))
        assert [(s.key, s.id, s.state, s.default) for s in journal.spaces()] == [
            ("a", a.id, "ready", False),
            ("b", b.id, "ready", True),
        ]
        journal.drop_space("a")
        journal.drop_space("unknown")
        journal.put_space(space("a"))
        (again,) = (s for s in journal.spaces() if s.key == "a")
        assert again.id not in (0, a.id, b.id)

    def test_there_is_always_a_default(self, journal: Journal) -> None:
        """It can't be dropped, and a space that is gone can't become it."""
        journal.put_space(space("a", default=True))
        journal.put_space(space("b"))
        journal.default_space("b")
        journal.drop_space("a")
        with pytest.raises(SpaceError):
            journal.default_space("a")
        with pytest.raises(SpaceError):
            journal.drop_space("b")
        assert [(row.key, row.default) for row in journal.spaces()] == [("b", True)]

    def test_vectors_belong_to_texts(self, journal: Journal) -> None:
        """A text has one vector in a space, whichever memories say it."""
        journal.put_space(space("a"))
        vectors = random_units(3, DIM, seed=1)
        one, two = apply(
            journal,
            [adding("tea"), adding("milk")],
            vectors={"a": {"tea": vectors[0]}},
        )
        keys = as_keys(journal.keys_of([one.id, two.id]).values())
        np.testing.assert_array_equal(journal.vectors("a", keys), [vectors[0], np.zeros(DIM)])
        assert journal.known_texts("a", ["tea", "milk", "salt"]) == {"tea"}
        assert journal.texts_without_vectors("a", limit=9) == ["milk"]
        assert journal.count_vectors("a") == 1
        journal.put_vectors("a", {"milk": vectors[1], "tea": vectors[2], "salt": vectors[2]})
        np.testing.assert_array_equal(journal.vectors("a", keys), vectors[:2])
        np.testing.assert_array_equal(
            journal.text_vectors("a", ["salt", "tea"]), [np.zeros(DIM), vectors[0]]
        )
        assert journal.texts_without_vectors("a", limit=9) == []
        apply(journal, [adding("tea", scope=BOB)])
        assert journal.count_vectors("a") == 3
        assert list(journal.check()) == []

    def test_a_dropped_space_takes_its_vectors_along(self, journal: Journal) -> None:
        """Added again, it is empty; the other spaces keep theirs."""
        for key in ("a", "b"):
            journal.put_space(space(key))
        vector = random_units(1, DIM, seed=2)[0]
        apply(journal, [adding("tea")], vectors={"a": {"tea": vector}, "b": {"tea": vector}})
        journal.drop_space("a")
        journal.put_space(space("a"))
        assert (journal.count_vectors("a"), journal.count_vectors("b")) == (0, 1)
