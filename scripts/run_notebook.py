"""Run a notebook without a browser and print its story: headings, and what the cells printed.

    python scripts/run_notebook.py NOTEBOOK [FILE]

FILE, if given, gets the notebook with all its outputs.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError


def main() -> None:
    """Run the notebook named on the command line."""
    path = Path(sys.argv[1])
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        # A busy kernel may send half a line at a time.
        coalesce_streams=True,
        # The kernel listens on this machine only; its warning about that is not for newcomers.
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": path.parent}},
    )
    try:
        asyncio.run(client.async_execute())
    except CellExecutionError as error:
        sys.exit(str(error))
    if len(sys.argv) > 2:
        nbformat.write(notebook, sys.argv[2])
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            print(f"\n{cell.source}\n")
        else:
            print("\n".join(f"    {line}" for line in cell.source.splitlines()))
            for output in cell.outputs:
                print(text_of(output).rstrip())


def text_of(output: nbformat.NotebookNode) -> str:
    """Return what an output says in plain text."""
    if output.output_type == "stream":
        return str(output.text) if output.name == "stdout" else ""
    return str(output.get("data", {}).get("text/plain", ""))


if __name__ == "__main__":
    main()
