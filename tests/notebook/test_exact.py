"""Numbers on their way to a browser, whose own are rounded and know no type."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memkit.comparison import Comparison
from memkit.domain.records import MemoryRecord

pytest.importorskip("anywidget")

from memkit.notebook.widgets.exact import for_browsers

NUMBERS = [
    9007199254740993, -9007199254740993, 2**63 - 1, 2**53, 2**53 - 1, 0, -1, 1.0, -0.0, 0.5, 1e300,
    1e22, 1e16, 123456789012345.6, 1e-5, 5e-324, 0.1, True, False, None, "9007199254740993", "1.0",
]  # fmt: skip


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_a_browser_writes_every_value_as_python_does() -> None:
    values = {f"k{n}": value for n, value in enumerate(NUMBERS)}
    sent = json.dumps(for_browsers({"metadata": values})["metadata"])
    # As js/explorer/values.js says a value.
    code = (
        "const said = (one) => one == null ? '' : typeof one === 'string' ? one"
        " : JSON.stringify(one);"
        "console.log(JSON.stringify(Object.values(JSON.parse(process.argv[1])).map(said)))"
    )
    done = subprocess.run(["node", "-e", code, sent], capture_output=True, check=True, text=True)
    expected = [
        "" if value is None else value if isinstance(value, str) else json.dumps(value)
        for value in NUMBERS
    ]
    assert json.loads(done.stdout) == expected


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_what_a_browser_reads_as_a_number_is_that_number(value: Any) -> None:
    sent = for_browsers({"rows": [{"metadata": {"a": value, "b": [value, {"c": value}]}}]})
    for found in sent["rows"][0]["metadata"].values():
        if not isinstance(found, str):
            number = found[0] if isinstance(found, list) else found
            assert float(number) == number
            assert not float(number).is_integer() or isinstance(number, int)


def test_other_numbers_of_an_answer_stay_numbers() -> None:
    answer = {"total": 2**60, "rows": [{"seq": 1.0, "metadata": {}}], "metadata": [{"count": 2}]}
    assert for_browsers(answer) == answer


def test_an_export_says_numbers_of_memories_as_texts(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    memories = [
        MemoryRecord(
            id=f"{n:032x}", memory=f"note {n}", created_at=now, updated_at=now, user_id="u",
            metadata={"category": 9007199254740993 + n}, seq=n + 1,
        )
        for n in range(3)
    ]  # fmt: skip
    vectors = {name: np.eye(3, dtype=np.float32) for name in "ab"}
    page = Comparison.from_arrays(memories, vectors, projection="pca").to_html(tmp_path / "c.html")
    text = page.read_text("utf-8")
    state = re.search('<script type="application/json" id="state">(.*?)</script>', text, re.DOTALL)
    assert state is not None

    def refuse(said: str) -> Any:
        raise AssertionError(f"{said} is no JSON")

    read = json.loads(state[1], parse_constant=refuse)
    assert all(str(9007199254740993 + n) in read["basics"]["about"][n] for n in range(3))
    assert sorted(read["colours"]["category"]["names"]) == [
        str(9007199254740993 + n) for n in range(3)
    ]
