"""The kit for plug-ins finds what is wrong with one."""

from __future__ import annotations

from pathlib import Path


def test_plugins_fail_exactly_their_own_tests(run_kit):
    outcomes = run_kit(Path(__file__).parent / "broken_plugins.py")
    assert {name: found["failed"] for name, found in outcomes.items() if found["failed"]} == {
        "TestGreedy": {"test_it_registers", "test_listing_imports_no_sdk"},
        "TestNoModule": {"test_it_registers", "test_listing_imports_no_sdk"},
    }
    assert "test_it_registers" in outcomes["TestCore"]["passed"]
