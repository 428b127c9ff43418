"""What a magic shows stays in the notebook: no key is in it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

from memkit.errors import MemkitError

SECRET = "canary-6f1e0c57"
ADDRESS = f"https://ann:{SECRET}@host.example/v1?api_key={SECRET}"


@pytest.mark.parametrize(
    "line",
    [
        f"use x.db --journal nobody:{ADDRESS} --show-code",
        f"use x.db --embedder hash:sk-{SECRET} --show-code",
        f"use x.db --store sk-{SECRET} --show-code",
        f"use x.db --trust {ADDRESS} --show-code",
        f"use x.db --actor {ADDRESS} --show-code",
    ],
)
def test_a_magic_shows_no_key(line: str, shell: Any) -> None:
    said = ""
    with suppress(MemkitError):
        shell.run(f"%memkit {line}")
    try:
        shell.run(f"%memkit {line}")
    except MemkitError as error:
        said = str(error)
    said += shell.said + shell.page + shell.printed
    assert said
    assert SECRET not in said
