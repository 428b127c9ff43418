"""The stages of `make test`, and those of them that are asked for."""

from __future__ import annotations

import shutil
import stat
from collections import namedtuple
from pathlib import Path

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


def test_temporary_files_are_open_to_others_and_gone_at_the_end() -> None:
    with check.scratch() as folder:
        assert stat.S_IMODE(Path(folder).stat().st_mode) == 0o755
        (Path(folder) / "left").mkdir()
    assert not Path(folder).exists()


@pytest.mark.parametrize(("free", "in_memory"), [(check.ENOUGH, True), (check.ENOUGH - 1, False)])
def test_temporary_files_are_in_memory_where_there_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, in_memory: bool
) -> None:
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(free))
    monkeypatch.setattr(check, "MEMORY", tmp_path)
    with check.scratch() as folder:
        assert (Path(folder).parent == tmp_path) is in_memory
