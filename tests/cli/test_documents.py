"""Documents, on the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from typer.testing import Result

Memkit = Callable[..., Result]
MemkitJson = Callable[..., Any]


def test_documents_are_read_listed_and_forgotten(
    memkit: Memkit, memkit_json: MemkitJson, tmp_path: Path
) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "leave.md").write_text("# Leave\n\nThirty days a year.\n\n# Sick\n\nCall at nine.\n")
    (folder / "bad.txt").write_bytes(b"\x80\x81\xff")
    (folder / "data.xyz").write_text("?")
    shown = memkit("ingest", str(folder), "-u", "ana", "--quiet").stdout
    shown = " ".join(shown.split())
    assert "2 documents, 2 passages" in shown
    assert "1 file that no loader reads" in shown
    assert "utf-8" in shown
    document = memkit_json("ingest", str(folder), "-u", "ana")
    assert {one["outcome"] for one in document["documents"]} == {"unchanged", "failed"}
    assert document["passages"] == 2
    (row,) = memkit_json("sources", "-u", "ana")["sources"]
    assert (row["title"], row["passages"], row["user_id"]) == ("Leave", 2, "ana")
    assert "leave.md" in memkit("sources").stdout
    found = memkit("context", "how many days of leave?", "-u", "ana").stdout
    assert "- [Leave] Thirty days a year." in found
    done = memkit("forget-source", str(folder / "leave.md"), "-u", "ana").stdout
    assert "2 gone" in done
    undo = done[done.index("memkit undo") :].split()
    memkit(*undo[1:])
    assert memkit_json("sources")["sources"][0]["passages"] == 2
    assert "memkit ingest FILE" in memkit("sources", "-u", "bob").stdout
    failed = memkit("forget-source", "nothing.md")
    assert failed.exit_code == 1
    assert "memkit sources" in failed.output
    failed = memkit("ingest", str(folder / "bad.txt"), "-u", "ana")
    assert failed.exit_code == 1
    assert "encoding" in failed.output
