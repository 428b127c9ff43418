"""The stages of `make test`, and those of them that are asked for."""

from __future__ import annotations

import check
import pytest
from environment import PLUGINS


def test_a_stage_is_run_with_what_it_needs() -> None:
    wanted = check.asked(check.all_stages(), ["types", "style"])
    names = [stage.name for stage in wanted]
    assert names == ["environment", "environments of plug-ins", "style", "types"]


def test_an_unknown_stage_ends_with_the_names_of_all() -> None:
    with pytest.raises(SystemExit, match=r"no stage \['spelling'\].*'style'"):
        check.asked(check.all_stages(), ["style", "spelling"])


def test_every_plugin_has_a_stage() -> None:
    tested = {stage.name for stage in check.all_stages()}
    for folder in PLUGINS.glob("memkit-*"):
        assert f"tests of {folder.name}" in tested


def test_what_waits_are_plugins() -> None:
    assert {folder.name for folder in PLUGINS.iterdir()} >= {*check.FIRST, *check.SECOND}
