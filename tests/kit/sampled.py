"""A pytest plug-in that leaves out most of what a broken provider passes.

There are thousands of such tests, and hardly one has ever failed. Those that must fail are all run,
and of the others a quarter, another one for each provider; all of them for a provider that must
fail none. With MEMKIT_WHOLE_KIT=1 nothing is left out.
"""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path

import pytest

SHARE = 4


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--expected", help="a file: class -> names of the tests that fail, as JSON")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    given = config.getoption("--expected")
    if given is None or os.environ.get("MEMKIT_WHOLE_KIT"):
        return
    expected = json.loads(Path(given).read_text("utf-8"))
    left = [item for item in items if not is_run(item.nodeid, expected)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if is_run(item.nodeid, expected)]


def is_run(test: str, expected: dict[str, list[str]]) -> bool:
    """Tell whether a test is run.

    Args:
        test: As pytest names it: "file.py::TestBroken::test_it[case]".
        expected: Class -> the tests that fail.
    """
    _, of, name = test.partition("[")[0].split("::")
    failing = expected.get(of)
    if not failing or name in failing:
        return True
    return zlib.crc32(f"{of} {name}".encode()) % SHARE == 0
