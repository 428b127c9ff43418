"""Files that nobody vouches for: every loader refuses them with a reason, and none blocks."""

from __future__ import annotations

import os

import pytest

from memkit import Memory
from memkit.builtin import _plugin
from memkit.errors import MemkitError, NotFoundError, ProviderError, ValidationError
from memkit.plugins import create

LOADERS = [
    pytest.param(spec.name, spec.suffixes[0], id=spec.name) for spec in _plugin.memkit_loaders()
]
OF_TEXT = LOADERS[:-1]
every_loader = pytest.mark.parametrize(("name", "suffix"), LOADERS)
BINARY = {
    "a PDF": b"%PDF-1.4\nwords",
    "an archive": b"PK\x03\x04words",
    "a picture": b"\x89PNG\r\n\x1a\n\0\0",
    "zeros": b"words\0words",
    "UTF-16 without a mark": "words".encode("utf-16-le"),
    "noise": bytes(range(256)),
}


def read(name, path, **options):
    return list(create("loader", name, **options).load(str(path)))


@every_loader
def test_what_is_no_plain_file_is_told(name, suffix, tmp_path):
    folder = tmp_path / f"folder{suffix}"
    folder.mkdir()
    pipe = tmp_path / f"pipe{suffix}"
    os.mkfifo(pipe)
    for path, problem in ((folder, "folder"), (pipe, "a pipe"), ("/dev/zero", "a device")):
        with pytest.raises(ProviderError, match=f"can't be read.*{problem}"):
            read(name, path)


@every_loader
def test_links_that_lead_nowhere_are_told(name, suffix, tmp_path):
    circle = tmp_path / f"circle{suffix}"
    circle.symlink_to(circle)
    with pytest.raises(ProviderError, match="can't be read"):
        read(name, circle)
    nowhere = tmp_path / f"nowhere{suffix}"
    nowhere.symlink_to(tmp_path / "missing")
    (tmp_path / "file").write_text("")
    for path in (nowhere, tmp_path / f"a{suffix}", tmp_path / "file" / f"a{suffix}"):
        with pytest.raises(NotFoundError):
            read(name, path)


@every_loader
@pytest.mark.parametrize("path", ["a\0b", "", "x" * 5_000, "file:///a%00b"])
def test_paths_that_no_file_can_have_are_told(name, suffix, path):
    with pytest.raises(MemkitError):
        read(name, path)


@every_loader
def test_too_large_a_file_is_refused_before_it_is_read(name, suffix, tmp_path):
    path = tmp_path / f"a{suffix}"
    with path.open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(ProviderError, match="at most") as raised:
        read(name, path)
    assert "most_megabytes=1000000" in raised.value.fix


@every_loader
def test_a_memory_is_not_read(name, suffix, tmp_path):
    path = tmp_path / f"memory{suffix}"
    with Memory(path), pytest.raises(ValidationError, match="belongs to a memory"):
        read(name, path)


@every_loader
def test_a_file_that_may_not_be_read_is_told(name, suffix, tmp_path):
    path = tmp_path / f"a{suffix}"
    path.write_text("x")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("whoever runs this may read everything")
    with pytest.raises(ProviderError, match="can't be read"):
        read(name, path)


@pytest.mark.parametrize(("name", "suffix"), OF_TEXT)
@pytest.mark.parametrize("content", BINARY.values(), ids=BINARY)
def test_what_is_no_text_is_refused(name, suffix, content, tmp_path):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    with pytest.raises(ProviderError, match=r"no text|as no text does|not written in"):
        read(name, path)


@pytest.mark.parametrize(("name", "suffix"), OF_TEXT)
def test_a_byte_order_mark_with_half_a_character_is_told(name, suffix, tmp_path):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ProviderError, match="not written in utf-16"):
        read(name, path)


def test_a_line_of_any_length_is_read(tmp_path):
    for name, suffix in (("text", ".txt"), ("text", ".md"), ("csv", ".csv")):
        path = tmp_path / f"a{suffix}"
        path.write_text("word " * 1_000_000)
        assert len(read(name, path)) == 1
