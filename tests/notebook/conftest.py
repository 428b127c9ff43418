"""A shell in this process, as jupysql's tests have it: what fails in a cell fails in the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

from memkit import Memory
from memkit.notebook.extension import load_ipython_extension, unload_ipython_extension


class TestingShell(InteractiveShell):
    """Runs cells, re-raises what fails in them, and keeps what they show."""

    __test__ = False

    def run(self, cell: str) -> Any:
        """Run a cell and return its result; what it showed is in `shown`."""
        from IPython.utils.capture import capture_output

        with capture_output() as captured:
            result = self.run_cell(cell, store_history=False)
        self.shown: list[dict[str, Any]] = [output.data for output in captured.outputs]
        self.printed: str = captured.stdout + captured.stderr
        result.raise_error()
        if result.result is not None:
            # Base shells print it; a notebook gets this.
            self.shown.append(self.bundle(result.result))
        return result.result

    @property
    def said(self) -> str:
        """What the last cell showed, as plain text."""
        return "\n".join(data.get("text/plain", "") for data in self.shown)

    @property
    def page(self) -> str:
        """What the last cell showed, as HTML."""
        return "\n".join(data.get("text/html", "") for data in self.shown)

    def bundle(self, value: Any) -> dict[str, str]:
        """Return what a cell that ends with this object shows."""
        formatted, _ = self.display_formatter.format(value)
        return formatted


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[TestingShell]:
    """A shell without the extension."""
    shell = TestingShell.instance(ipython_dir=str(tmp_path / "ipython"))
    shell.history_manager.enabled = False
    shell.display_formatter.active_types = shell.display_formatter.format_types
    yield shell
    shell.history_manager.end_session()
    TestingShell.clear_instance()


@pytest.fixture
def shell(bare: TestingShell) -> Iterator[TestingShell]:
    """A shell with the extension."""
    load_ipython_extension(bare)
    yield bare
    unload_ipython_extension(bare)


@pytest.fixture
def run(shell: TestingShell) -> Callable[[str], Any]:
    return shell.run


@pytest.fixture
def mem(shell: TestingShell, open_memory: Callable[..., Memory]) -> Memory:
    """The current memory of the shell, bound to `mem`, with the default scope alice."""
    memory = open_memory(embedder="hash")
    shell.user_ns["mem"] = memory
    shell.run("%memkit use mem --user alice")
    return memory
