"""Documents, in cells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from memkit import Memory


def test_documents_are_read_listed_and_forgotten(
    shell: Any, open_memory: Callable[..., Memory], tmp_path: Path
) -> None:
    mem = shell.user_ns["mem"] = open_memory(embedder="hash")
    shell.run("%memkit use mem --user alice")
    shell.run("%memkit sources")
    assert "%memkit ingest FILE" in shell.said
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "leave<b>.md").write_text("# Leave\n\nThirty days a year.\n")
    (folder / "bad.txt").write_bytes(b"\x80\x81\xff")
    done = shell.run(f"%memkit ingest {folder} -m year=2026 -o done --show-code")
    assert "1 added, 1 failed" in shell.said
    assert "<b>.md" not in shell.page
    assert "done = mem.ingest(" in shell.said + shell.printed
    assert shell.user_ns["done"] is done
    assert mem.count(user_id="alice", where={"year": 2026}) == 1
    shell.run("done[:1]")
    assert "1 document" in shell.said
    (listed,) = shell.run("%memkit sources")
    assert "leave" in shell.said
    assert "<b>.md" not in shell.page
    shell.run(f"%memkit forget-source {listed.uri}")
    assert "1 passage" in shell.said
    assert mem.count() == 1
    gone = shell.run(f"%memkit forget-source {listed.uri} --yes")
    assert gone.removed == 1
    assert mem.count() == 0
    shell.run(f"%undo --batch {gone.batch_id} --yes")
    assert mem.count() == 1
