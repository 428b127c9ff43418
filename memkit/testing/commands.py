"""What every command that a plug-in adds to the command line must do."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

import pytest

from memkit.plugins.discovery import GROUP, Plugin
from memkit.plugins.registration import Offer, register
from memkit.plugins.specs import CommandSpec
from memkit.testing.base import load_object, modules_after_listing
from memkit.testing.overriding import Guarded


class CommandConformance(Guarded):
    """Subclass it, and set `spec`, `plugin` and `distribution`.

    The command is run by `python -m memkit` in a process of its own, as if it were installed.

    Attributes:
        spec: The command's spec.
        plugin: Name of the module that holds the hooks, e.g. "memkit_weaviate._plugin".
        distribution: Name of the distribution, e.g. "memkit-weaviate".
    """

    spec: ClassVar[CommandSpec]
    plugin: ClassVar[str]
    distribution: ClassVar[str]

    @pytest.fixture
    def kit_site(self, tmp_path: Path) -> Path:
        """A folder with the distribution as pip would register it."""
        info = tmp_path / "site" / f"{self.distribution.replace('-', '_')}-0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Name: {self.distribution}\nVersion: 0\n", "utf-8")
        entry = f"[{GROUP}]\n{self.spec.name} = {self.plugin}\n"
        (info / "entry_points.txt").write_text(entry, "utf-8")
        return info.parent

    def kit_run(self, site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `memkit` with these arguments, in an empty folder."""
        paths = os.pathsep.join([str(site), *filter(None, sys.path)])
        # Wide enough that no line of the help is broken, and in no colours.
        looks = {"COLUMNS": "300", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
        return subprocess.run(
            [sys.executable, "-m", "memkit", *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            cwd=site.parent,
            env={**os.environ, "PYTHONPATH": paths, **looks},
        )

    def kit_offer(self) -> Offer:
        """Return the command as the plug-in registers it."""
        load = register(Plugin((), self.distribution, "", lambda: _module(self.plugin)))
        assert load.failure is None, load.failure
        offers = [offer for offer in load.offers if offer.spec == self.spec]
        assert offers, f"{self.plugin} does not register {self.spec.name!r}"
        return offers[0]

    def test_the_plugin_registers_it(self) -> None:
        """The hook returns the spec, and memkit accepts it; it is one line in a listing."""
        assert self.kit_offer().failure is None
        assert self.spec.summary.strip(), "a listing needs a summary"
        assert "\n" not in self.spec.summary, "the summary is one line"

    def test_what_it_names_is_there(self) -> None:
        """The implementation can be imported; a Typer app and a function can be called."""
        assert callable(load_object(self.spec.impl)), self.spec.impl

    def test_listing_imports_neither_sdk_nor_implementation(self) -> None:
        """Listing is cheap for all other commands."""
        unwanted = {*self.spec.requires, self.spec.impl.partition(":")[0]}
        loaded = {
            module
            for module in modules_after_listing([self.plugin])
            if any(module == name or module.startswith(f"{name}.") for name in unwanted)
        }
        assert not loaded

    def test_memkit_lists_it(self, kit_site: Path) -> None:
        """`memkit --help` has its name and its summary, and nothing to complain of."""
        done = self.kit_run(kit_site, "--help")
        assert done.returncode == 0, done.stderr
        lines = [line for line in done.stdout.splitlines() if f" {self.spec.name} " in line]
        assert any(self.spec.summary in line for line in lines), done.stdout
        assert f"{self.spec.name!r} of {self.distribution}" not in done.stderr, done.stderr

    def test_it_explains_itself(self, kit_site: Path) -> None:
        """`memkit NAME --help` says how it is used, and more than nothing about it."""
        done = self.kit_run(kit_site, self.spec.name, "--help")
        assert done.returncode == 0, done.stderr
        assert f"memkit {self.spec.name}" in done.stdout, done.stdout
        about = [line for line in done.stdout.splitlines() if line.strip()][1:2]
        assert about, "say in the docstring what the command does"
        assert about[0][:1].isspace(), "say in the docstring what the command does"

    def test_a_wrong_option_is_refused(self, kit_site: Path) -> None:
        """What nobody could mean ends with exit code 2, and without a traceback."""
        done = self.kit_run(kit_site, self.spec.name, "--no-option-of-any-command")
        assert done.returncode == 2, done.stdout + done.stderr
        assert "Traceback" not in done.stderr


def _module(name: str) -> object:
    return importlib.import_module(name)
