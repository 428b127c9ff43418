"""The kit for commands finds what is wrong with one."""

from __future__ import annotations

from pathlib import Path


def test_commands_fail_exactly_their_own_tests(run_kit):
    outcomes = run_kit(Path(__file__).parent / "broken_commands.py", "--import-mode=importlib")
    assert {name: found["failed"] for name, found in outcomes.items() if found["failed"]} == {
        "TestMissing": {
            "test_what_it_names_is_there",
            "test_it_explains_itself",
            "test_a_wrong_option_is_refused",
        },
        "TestSilent": {
            "test_the_plugin_registers_it",
            "test_memkit_lists_it",
            "test_it_explains_itself",
        },
        "TestCareless": {"test_a_wrong_option_is_refused"},
        "TestEager": {"test_listing_imports_neither_sdk_nor_implementation"},
        "TestTaken": {"test_memkit_lists_it"},
    }
    for name in ("TestGood", "TestApp"):
        assert len(outcomes[name]["passed"]) == 6
