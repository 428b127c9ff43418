"""Notebooks that are open in JupyterLab, and what JupyterLab is told."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

from lab import TOKEN, Lab, call

# Opens a notebook in place of what is open, and waits for its kernel. Were all closed before,
# JupyterLab would open its launcher, and that would take the focus some time later.
_OPEN = """async (path) => {
  const { shell, commands } = window.jupyterapp;
  const before = [...shell.widgets("main")];
  const opened = await commands.execute("docmanager:open", { path, factory: "Notebook" });
  await opened.context.ready;
  await opened.sessionContext.ready;
  for (const one of before) one.dispose();
}"""


def run_command(page: Any, command: str, **arguments: object) -> None:
    # What it returns may be all of JupyterLab.
    page.evaluate(
        "async ([name, given]) => { await window.jupyterapp.commands.execute(name, given); }",
        [command, arguments],
    )


def use_theme(page: Any, theme: str) -> None:
    """Change JupyterLab's theme, "light" or "dark", and wait until it is there."""
    run_command(page, "apputils:change-theme", theme=f"JupyterLab {theme.title()}")
    light = "true" if theme == "light" else "false"
    page.wait_for_selector(f"body[data-jp-theme-light={light}]", state="attached")
    page.wait_for_timeout(300)


class Notebook:
    """A notebook that is open, with a line to its kernel."""

    def __init__(self, lab: Lab, page: Any, name: str) -> None:
        from jupyter_client import BlockingKernelClient

        kernel = next(one["kernel"]["id"] for one in lab.sessions() if one["path"] == name)
        file = lab.folder / "runtime" / f"kernel-{kernel}.json"
        self.page = page
        self._client = BlockingKernelClient(connection_file=str(file))
        self._client.load_connection_file()
        self._client.start_channels()
        self._client.wait_for_ready(30)

    def value(self, expression: str) -> Any:
        """What an expression is in the kernel, through JSON."""
        reply = self._client.execute(
            "import json", user_expressions={"said": f"json.dumps({expression})"},
            store_history=False, reply=True, timeout=180,
        )  # fmt: skip
        said = reply["content"]["user_expressions"]["said"]
        assert said["status"] == "ok", said
        return json.loads(eval(said["data"]["text/plain"]))

    def becomes(self, expression: str, expected: object, seconds: float = 10) -> None:
        """Wait until an expression in the kernel has a value."""
        end = time.monotonic() + seconds
        found = self.value(expression)
        while found != expected and time.monotonic() < end:
            self.page.wait_for_timeout(50)
            found = self.value(expression)
        assert found == expected

    def close(self) -> None:
        self._client.stop_channels()


class Opens:
    """Opens notebooks in JupyterLab and runs them."""

    def __init__(self, lab: Lab, page: Any) -> None:
        self._lab = lab
        self._page = page
        self._opened: list[Notebook] = []

    def __call__(self, *cells: str) -> Notebook:
        import nbformat

        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        return self.copy(made)

    def copy(self, given: Any) -> Notebook:
        """Open a notebook that is there already: one of nbformat's, or a file."""
        import nbformat

        made = nbformat.read(given, as_version=4) if isinstance(given, Path) else given
        # A name of its own, or JupyterLab would go on with another test's kernel.
        name = f"{len(list(self._lab.notebooks.iterdir()))}.ipynb"
        # Without it JupyterLab asks which kernel to take.
        made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(made, self._lab.notebooks / name)
        page = self._page
        if page.url.startswith(f"{self._lab.url}/lab/"):
            # JupyterLab is there: opening it anew takes longer than most tests.
            page.evaluate(_OPEN, name)
        else:
            page.goto(f"{self._lab.url}/lab/tree/{name}?token={TOKEN}&reset")
        # "Idle" alone stands there before there is a kernel.
        page.locator("#jp-main-statusbar").get_by_text(re.compile(r"\| Idle$")).wait_for()
        page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
        run_command(page, "notebook:run-all-cells")
        opened = Notebook(self._lab, page, name)
        self._opened.append(opened)
        return opened

    def close(self) -> None:
        for opened in self._opened:
            opened.close()
        for session in self._lab.sessions():
            call(self._lab.api(f"sessions/{session['id']}"), "DELETE")
