"""`%load_ext memkit` and `%unload_ext memkit`, which puts everything back as it was."""

from __future__ import annotations

from typing import Any

_HOLDER = "_memkit_extension"


class Extension:
    """What was changed in a shell, and what stood there before.

    Args:
        shell: The shell.
    """

    def __init__(self, shell: Any) -> None:
        from memkit.notebook.completion import matcher
        from memkit.notebook.formatters import Formatters
        from memkit.notebook.input_lines import Line, LoadingCell, bare_lines
        from memkit.notebook.magics import MemKitMagics
        from memkit.notebook.settings import MemKit
        from memkit.notebook.state import Session

        self._shell = shell
        self.settings = MemKit(parent=shell)
        self.session = Session(shell, self.settings)
        self._magics = MemKitMagics(
            shell, self.session, history_of_ipython=shell.find_line_magic("history")
        )
        self._matcher = matcher(self.session)
        self._magics_before = {
            (kind, name): self._found(kind, name)
            for kind, named in self._magics.magics.items()
            for name in named
        }
        self._formatters = Formatters(shell)
        self._lines = [Line, bare_lines(shell)]
        self._cell = LoadingCell(shell)

    def load(self) -> None:
        """Add magics, what reads their lines, settings, completion and formatters."""
        shell = self._shell
        shell.register_magics(self._magics)
        shell.configurables.append(self.settings)
        if shell.Completer is not None:
            shell.Completer.custom_matchers.append(self._matcher)
        self._formatters.add()
        shell.input_transformer_manager.token_transformers.extend(self._lines)
        self._cell.begin()

    def unload(self) -> None:
        """Take away what `load` added, and put back what stood there."""
        shell = self._shell
        manager: Any = shell.magics_manager
        for (kind, name), before in self._magics_before.items():
            if before is None:
                manager.magics[kind].pop(name, None)
            else:
                manager.magics[kind][name] = before
        manager.registry.pop(type(self._magics).__name__, None)
        # Magics enter themselves there.
        for added in (self.settings, self._magics):
            if added in shell.configurables:
                shell.configurables.remove(added)
        if shell.Completer is not None and self._matcher in shell.Completer.custom_matchers:
            shell.Completer.custom_matchers.remove(self._matcher)
        self._formatters.remove()
        self._cell.end()
        transformers = shell.input_transformer_manager.token_transformers
        for line in self._lines:
            if line in transformers:
                transformers.remove(line)
        self.session.leave()

    def _found(self, kind: str, name: str) -> Any:
        if kind == "line":
            return self._shell.find_line_magic(name)
        return self._shell.find_cell_magic(name)


def load_ipython_extension(shell: Any) -> None:
    """Add memkit's magics to a shell: `%load_ext memkit`."""
    if getattr(shell, _HOLDER, None) is None:
        extension = Extension(shell)
        extension.load()
        setattr(shell, _HOLDER, extension)


def unload_ipython_extension(shell: Any) -> None:
    """Put a shell back as it was: `%unload_ext memkit`."""
    extension = getattr(shell, _HOLDER, None)
    if extension is not None:
        extension.unload()
        delattr(shell, _HOLDER)
