"""Where memories moved when their text was changed."""

from __future__ import annotations

import numpy as np

from memkit.comparison import compare


def test_an_update_leaves_a_trail_in_every_space(two_spaces):
    id_ = compare(two_spaces).ids[3]
    old = two_spaces.get(id_).memory
    two_spaces.update(id_, "music choir song piano")

    found = compare(two_spaces)
    (trail,) = found.trails()

    assert (trail.id, trail.old, trail.new) == (id_, old, "music choir song piano")
    row = found.ids.index(id_)
    for space in found.spaces:
        np.testing.assert_array_equal(trail.points[space][1], found.positions[space][row])
        assert trail.points[space].shape == (2, 2)
        assert 0 < trail.moved[space] <= 2


def test_every_step_of_a_memory_is_one_trail(two_spaces):
    id_ = compare(two_spaces).ids[3]
    two_spaces.update(id_, "food soup")
    two_spaces.update(id_, "food bread oven")

    first, second = compare(two_spaces).trails()

    assert first.new == second.old == "food soup"
    assert first.seq < second.seq


def test_changes_of_metadata_alone_leave_none(two_spaces):
    found = compare(two_spaces)
    two_spaces.update(found.ids[0], metadata={"category": "other"})

    assert compare(two_spaces).trails() == []


def test_other_scopes_leave_none(two_spaces):
    bob = compare(two_spaces, user_id="bob").ids[0]
    two_spaces.update(bob, "something new")

    assert compare(two_spaces, user_id="alice").trails() == []
