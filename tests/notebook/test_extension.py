from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from memkit import Memory
from memkit.notebook.extension import load_ipython_extension, unload_ipython_extension


def state_of(shell: Any) -> dict[str, Any]:
    """Return all of a shell that an extension may change."""
    display = shell.display_formatter
    formatters = [display.mimebundle_formatter, *display.formatters.values()]
    return {
        "magics": {kind: dict(named) for kind, named in shell.magics_manager.magics.items()},
        "registry": set(shell.magics_manager.registry),
        "configurables": list(shell.configurables),
        "matchers": list(shell.Completer.matchers),
        "printers": [dict(item.type_printers) for item in formatters],
        "deferred": [dict(item.deferred_printers) for item in formatters],
        "attributes": set(vars(shell)),
        "events": {name: list(found) for name, found in shell.events.callbacks.items()},
        "variables": set(shell.user_ns),
    }


def test_unloading_restores_everything(
    bare: Any, open_memory: Callable[..., Memory], path: Path
) -> None:
    bare.find_line_magic("history")  # IPython itself loads it when it is first looked for
    bare.find_line_magic("recall")
    bare.run("%config")  # which loads all of IPython's lazy magics
    bare.run("1")
    before = state_of(bare)
    load_ipython_extension(bare)
    assert state_of(bare) != before
    bare.run(f"%memkit use {path} --embedder hash --user alice")
    bare.run("%remember I like tea")
    bare.run("hits = %recall tea")
    bare.run("hits[:1]")
    bare.run("del hits")
    bare.run("%config MemKit.k = 3")
    unload_ipython_extension(bare)
    assert state_of(bare) == before
    assert bare.find_line_magic("memkit") is None
    assert "Print input history" in bare.find_line_magic("history").__doc__


def test_loading_twice_and_unloading_twice_do_no_harm(bare: Any) -> None:
    load_ipython_extension(bare)
    once = state_of(bare)
    load_ipython_extension(bare)
    assert state_of(bare) == once
    unload_ipython_extension(bare)
    unload_ipython_extension(bare)
    load_ipython_extension(bare)
    assert bare.find_line_magic("memkit") is not None
    unload_ipython_extension(bare)


def test_unloading_keeps_what_the_user_registered_meanwhile(bare: Any) -> None:
    load_ipython_extension(bare)
    printers = bare.display_formatter.mimebundle_formatter.type_printers
    printers[list] = shown = lambda value: {"text/plain": "mine"}
    bare.user_ns["x"] = 1
    unload_ipython_extension(bare)
    assert printers[list] is shown
    assert bare.user_ns["x"] == 1
    del printers[list]


def test_unloading_closes_a_memory_that_nobody_else_has(bare: Any, path: Path) -> None:
    from memkit.errors import JournalError

    load_ipython_extension(bare)
    bare.run(f"%memkit use {path} --embedder hash")
    memory = bare._memkit_extension.session.memory
    unload_ipython_extension(bare)
    with pytest.raises(JournalError):
        memory.count()


def test_settings_are_listed_checked_and_configured(bare: Any) -> None:
    bare.config.MemKit.k = 4
    load_ipython_extension(bare)
    bare.run("%config MemKit")
    for name in ("k=", "explain=", "show_code=", "max_rows=", "theme="):
        assert f"MemKit.{name}" in bare.printed
    assert bare._memkit_extension.settings.k == 4
    bare.run("%config MemKit.theme = 'pink'")
    assert bare._memkit_extension.settings.theme == "auto"
    unload_ipython_extension(bare)
    del bare.config["MemKit"]


def test_loading_imports_nothing_heavy() -> None:
    code = """
    import sys
    from IPython.core.interactiveshell import InteractiveShell
    shell = InteractiveShell.instance()
    from memkit.notebook.extension import load_ipython_extension
    before = set(sys.modules)
    load_ipython_extension(shell)
    heavy = {"numpy", "pydantic", "pandas", "plotly", "ipywidgets", "sklearn", "umap", "rich"}
    print(sorted(heavy & (set(sys.modules) - before)), "memkit.memory" in sys.modules)
    """
    import textwrap

    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["[]", "False"]


def test_rendering_needs_neither_ipython_nor_pandas(
    snippet: Callable[..., Any],
) -> None:
    done = snippet("""
        import sys
        from memkit import Memory
        from memkit.notebook.display import mimebundle
        with Memory(":memory:", embedder="hash") as m:
            added = m.add("tea", user_id="a")
            for value in (m, m.get_all(), m.search("tea"), m.history(added[0].id), m.spaces):
                assert mimebundle(value)
        heavy = ("pandas", "plotly", "ipywidgets", "umap", "IPython", "traitlets")
        print([name for name in heavy if name in sys.modules])
    """)
    assert done.stdout.strip() == "[]"
