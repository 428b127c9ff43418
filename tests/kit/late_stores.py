"""Runs the kit on stores that show late what they were told; started by `test_late_stores.py`."""

from __future__ import annotations

import pytest

from memkit import Memory
from memkit.plugins import StoreSpec, get_spec
from memkit.testing import StoreConformance, StoredMemoryConformance

NAMES = ("shows_late", "cannot_tell", "forgets_a_third", "shows_what_is_gone", "late_by_journal")


class _OnMemory(StoredMemoryConformance):
    name = ""

    @pytest.fixture
    def open_memory(self):
        return Memory

    @pytest.fixture
    def choice(self, request):
        # The longest test, on memories of long ago: three of them stand for all.
        if "answers_are_those" in request.node.name and self.name not in NAMES[::2]:
            pytest.skip("asked of others that are late")
        return self.name


for _name in NAMES:
    _title = "".join(part.capitalize() for part in _name.split("_"))
    _own = {"spec": get_spec("store", _name), "__module__": __name__}
    globals()[f"TestStore{_title}"] = type(f"TestStore{_title}", (StoreConformance,), _own)
    _own = {"name": _name, "__module__": __name__}
    globals()[f"TestMemory{_title}"] = type(f"TestMemory{_title}", (_OnMemory,), _own)


class TestHidesThatItIsLate(StoreConformance):
    spec = StoreSpec(
        name="hidden",
        impl="kit_fakes.late_stores:ShowsLate",
        config="kit_fakes.configs:StoreConfig",
        summary="Does not say that it is late.",
        capabilities=frozenset({"filter", "text"}),
        secrets={"api_key": ()},
    )
