"""Stores that show late what they were told pass the kit, and so do memories on them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def outcomes(run_kit, tmp_path_factory):
    site = tmp_path_factory.mktemp("site")
    info = site / "memkit_late-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: memkit-late\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[memkit]\nlate = kit_fakes._late_plugin\n")
    with pytest.MonkeyPatch.context() as patch:
        before = os.environ.get("PYTHONPATH", "")
        patch.setenv("PYTHONPATH", os.pathsep.join([str(site), str(HERE / "packages"), before]))
        return run_kit(HERE / "late_stores.py")


NAMES = ("ShowsLate", "CannotTell", "ForgetsAThird", "ShowsWhatIsGone", "LateByJournal")
HIDDEN = "TestHidesThatItIsLate"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kit", ["TestStore", "TestMemory"])
def test_a_store_that_says_that_it_is_late_fails_nothing(outcomes, kit, name):
    assert outcomes[f"{kit}{name}"]["failed"] == set()
    assert len(outcomes[f"{kit}{name}"]["passed"]) > 10


def test_a_store_must_say_that_it_is_late(outcomes):
    failed = outcomes[HIDDEN]["failed"]
    assert "test_the_capabilities_are_known_and_kept" in failed
    assert "test_upserts_replace" in failed


def test_none_was_left_out(outcomes):
    assert set(outcomes) == {
        HIDDEN,
        *(f"Test{kind}{n}" for kind in ("Store", "Memory") for n in NAMES),
    }
