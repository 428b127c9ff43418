from __future__ import annotations

from pathlib import Path

import pytest

from memkit.plugins import StoreSpec
from memkit.testing import StoreConformance

SPEC = StoreSpec(name="x", impl="a:B", config="a:C", summary="x")


def subclass(*bases, **members):
    return type("TestX", (*bases, StoreConformance), {"spec": SPEC, **members})


@pytest.mark.parametrize("replacement", [lambda self: None, None])
def test_a_test_that_is_replaced_silently_is_refused(replacement):
    with pytest.raises(TypeError, match="replaces test_k_is_kept, a test of the conformance kit"):
        subclass(test_k_is_kept=replacement)


def test_a_mixin_is_no_way_around():
    mixin = type("Mixin", (), {"test_k_is_kept": lambda self: None})
    with pytest.raises(TypeError, match="replaces test_k_is_kept"):
        subclass(mixin)


def test_neither_is_a_subclass_of_a_subclass():
    with pytest.raises(TypeError, match="replaces test_k_is_kept"):
        type("TestY", (subclass(),), {"test_k_is_kept": lambda self: None})


@pytest.mark.parametrize("name", ["_kit_capability", "kit_check", "kit_capabilities"])
def test_what_the_kit_needs_is_refused(name):
    with pytest.raises(TypeError, match=f"replaces {name}, which the conformance kit needs"):
        subclass(**{name: None})


def test_an_override_needs_a_test_of_the_kit():
    with pytest.raises(TypeError, match="test_no_such"):
        subclass(overrides={"test_no_such": "because"})


def test_an_override_needs_a_reason():
    with pytest.raises(TypeError, match="lacks a reason"):
        subclass(overrides={"test_k_is_kept": " "})


def test_further_tests_and_fixtures_are_welcome():
    subclass(test_of_my_own=lambda self: None, config=lambda self: {}, overrides={})


def test_a_declared_override_is_reported(run_kit):
    """Replaced and passing: skipped. Expected to fail: xfailed. Surprisingly passing: failed."""
    found = run_kit(Path(__file__).parent / "declared_overrides.py", "-k", "k_is_kept or empty")
    replaced, expected, one, stale, failing = (
        found[f"Test{name}"] for name in ("Replaced", "Expected", "OneCase", "Stale", "Failing")
    )
    assert replaced["skipped"] == {"test_k_is_kept"}
    assert replaced["failed"] == set()
    assert expected["xfailed"] == {"test_k_is_kept"}
    assert expected["failed"] == set()
    assert one["xfailed"] == one["passed"] & {"test_k_is_kept"}
    assert one["failed"] == set()
    assert stale["failed"] == {"test_an_empty_batch_is_harmless"}
    assert failing["failed"] == {"test_k_is_kept"}
