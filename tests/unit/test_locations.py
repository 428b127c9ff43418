"""An address where a file is expected: what it stands for, or how to say it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from memkit import Memory
from memkit.engine.settings import resolve
from memkit.errors import MemkitError, PluginError, ValidationError


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("notes.db", "notes.db"),
        (":memory:", ":memory:"),
        ("/a/notes.db", "/a/notes.db"),
        ("C:\\notes.db", "C:\\notes.db"),
        ("odd:name.db", "odd:name.db"),
        ("sqlite:///notes.db", "notes.db"),
        ("sqlite:////a/notes.db", "/a/notes.db"),
        ("sqlite://", ":memory:"),
        ("sqlite:///:memory:", ":memory:"),
        ("file:notes.db", "notes.db"),
        ("file:///a/b%20c.db", "/a/b c.db"),
        ("FILE:/a/notes.db", "/a/notes.db"),
    ],
)
def test_a_file_may_be_written_as_an_address(path: str, file: str, tmp_path: Path) -> None:
    for values, environ in (({"path": path}, {}), ({}, {"MEMKIT_PATH": path})):
        settings = resolve(values, environ=environ, folder=tmp_path)
        assert (settings.path, settings.journal) == (file, None)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "PostgreSQL", "postgresql+psycopg"])
def test_a_database_is_a_journal(scheme: str, tmp_path: Path) -> None:
    address = f"{scheme}://u:secret@host/d"
    (tmp_path / "memkit.toml").write_text(f"path = '{address}'")
    for values, environ in (({"path": address}, {}), ({}, {"MEMKIT_PATH": address}), ({}, {})):
        journal = resolve(values, environ=environ, folder=tmp_path).journal
        assert journal == f"{scheme.lower().partition('+')[0]}://u:secret@host/d"
    with pytest.raises(PluginError, match="pip install memkit-postgres") as raised:
        Memory(address)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    "scheme", ["http", "https", "s3", "mysql", "mongodb", "weaviate", "qdrant"]
)
def test_another_address_says_how_it_is_given(scheme: str) -> None:
    address = f"{scheme}://u:secret@host/d"
    ways: list[Any] = [
        lambda: Memory(address),
        lambda: Memory.from_config({"path": address}),
        lambda: resolve({}, environ={"MEMKIT_PATH": address}),
    ]
    for way in ways:
        with pytest.raises(
            ValidationError, match=rf"\({scheme}://\.\.\.\).*(journal|store)="
        ) as raised:
            way()
        assert "secret" not in str(raised.value)


def test_a_journal_is_named_once() -> None:
    with pytest.raises(ValidationError, match="Give one of them"):
        Memory("postgresql://host/d", journal="postgresql://other/d")


@pytest.mark.parametrize("path", ["file:notes.db?mode=ro", "file://other/notes.db"])
def test_what_a_file_can_not_be_asked_is_refused(path: str) -> None:
    with pytest.raises(MemkitError, match="Give a file"):
        Memory(path)
