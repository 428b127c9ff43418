"""Runs the kit on each of the journals in `kit_fakes.journals`; see `test_journals.py`."""

from __future__ import annotations

import inspect

import kit_fakes.journals
import pytest

from memkit.plugins import JournalSpec
from memkit.testing import JournalConformance


class Journals(JournalConformance):
    @pytest.fixture
    def config(self, tmp_path):
        return {"path": str(tmp_path / "memory.db")}


_WORDED = kit_fakes.journals.Worded
for _name, _journal in inspect.getmembers(kit_fakes.journals, inspect.isclass):
    if _journal.__module__ == kit_fakes.journals.__name__:
        _spec = JournalSpec(
            name="fake",
            impl=f"kit_fakes.journals:{_name}",
            config="memkit.builtin.configs:SQLiteConfig",
            summary="A fake.",
            capabilities=frozenset(
                {"attachments", "text"} if issubclass(_journal, _WORDED) else {"attachments"}
            ),
        )
        globals()[f"Test{_name}"] = type(
            f"Test{_name}", (Journals,), {"spec": _spec, "__module__": __name__}
        )
