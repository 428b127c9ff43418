"""Plug-ins share an environment where what they pin agrees, and nowhere else."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

import plugin_environments
import pytest
from environment import PLUGINS, ROOT


def pin(folder: Path, name: str, *lines: str) -> None:
    project = folder / name
    project.mkdir()
    (project / "pyproject.toml").touch()
    if lines:
        (project / "requirements.txt").write_text("# Pinned.\n" + "\n".join(lines), "utf-8")


@pytest.fixture
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for plug-ins."""
    monkeypatch.setattr(plugin_environments, "PLUGINS", tmp_path)
    return tmp_path


def test_those_that_agree_share(plugins: Path) -> None:
    pin(plugins, "memkit-a", "one==1")
    pin(plugins, "memkit-b", "One==1", "two==2")
    assert plugin_environments.groups() == [["memkit-a", "memkit-b"]]


def test_those_that_disagree_do_not(plugins: Path) -> None:
    pin(plugins, "memkit-a", "one==1")
    pin(plugins, "memkit-b", "one==1.1")
    pin(plugins, "memkit-c", "one==1.1", "two==2")
    assert plugin_environments.groups() == [["memkit-a"], ["memkit-b", "memkit-c"]]


def test_a_member_agrees_with_all_others(plugins: Path) -> None:
    pin(plugins, "memkit-a", "one==1")
    pin(plugins, "memkit-b", "one==1", "two==2")
    pin(plugins, "memkit-c", "one==1", "two==3", "three==3")
    assert plugin_environments.groups() == [["memkit-a", "memkit-b"], ["memkit-c"]]


def test_nobody_waits_for_torch_without_need(plugins: Path) -> None:
    pin(plugins, "memkit-a", "one==1")
    pin(plugins, "memkit-b", "one==1", "torch==2")
    assert plugin_environments.groups() == [["memkit-a"], ["memkit-b"]]


def test_what_pins_nothing_is_alone(plugins: Path) -> None:
    pin(plugins, "memkit-a")
    pin(plugins, "memkit-b")
    pin(plugins, "memkit-c", "one==1")
    assert plugin_environments.groups() == [["memkit-a"], ["memkit-b"], ["memkit-c"]]


def test_no_plugin_brings_another_what_only_notebooks_have() -> None:
    """Else tests that must do without `memkit-core[notebook]` would not notice that they don't."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extra = {line.partition(">")[0] for line in project["optional-dependencies"]["notebook"]}
    assert extra
    together = itertools.chain(*(group for group in plugin_environments.groups() if len(group) > 1))
    for name in together:
        assert not extra & set(plugin_environments.pins(name)), name


def test_every_plugin_of_this_repository_is_in_one_group() -> None:
    grouped = list(itertools.chain(*plugin_environments.groups()))
    assert sorted(grouped) == sorted(path.name for path in PLUGINS.glob("memkit-*"))
