from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from memkit.domain.digests import sha256


def test_a_file_is_read_once_until_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "model.bin"
    file.write_bytes(b"one")
    assert sha256(file) == hashlib.sha256(b"one").hexdigest()
    with monkeypatch.context() as unreadable:
        unreadable.setattr(Path, "open", None)
        assert sha256(file) == hashlib.sha256(b"one").hexdigest()
    # Of the same size, and written later.
    file.write_bytes(b"two")
    os.utime(file, ns=(0, 0))
    assert sha256(file) == hashlib.sha256(b"two").hexdigest()
