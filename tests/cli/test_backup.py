from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from typer.testing import Result

from memkit import Memory


def test_a_backup(
    memkit: Callable[..., Result], memkit_json: Callable[..., Any], filled: list[str]
) -> None:
    result = memkit("backup", "monday.db")
    assert result.exit_code == 0
    assert "monday.db" in result.stdout
    with Memory("monday.db") as backup, Memory("memkit.db") as original:
        assert backup.get_all(limit=100) == original.get_all(limit=100)
        assert backup.events() == original.events()
        count = original.count()
    refused = memkit("backup", "monday.db")
    assert refused.exit_code == 1
    assert "--overwrite" in refused.stderr
    document = memkit_json("backup", "monday.db", "--overwrite")
    assert document == {"path": str(Path("monday.db").absolute()), "count": count}
    assert memkit("backup", "memkit.db", "--overwrite").exit_code == 1
    assert memkit_json("list")
