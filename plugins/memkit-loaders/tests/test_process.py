"""The process that reads: kept, replaced, and there wherever memkit is used."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import making
import pytest
from memkit_loaders.config import DocumentConfig
from memkit_loaders.loaders import HTMLLoader

from memkit.errors import ProviderError


@pytest.fixture
def loader():
    loader = HTMLLoader(DocumentConfig())
    yield loader
    loader.close()


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("<p>Ana lives in Lisbon.")
    return str(path)


def said(loader, source):
    [document] = loader.load(source)
    return document.text


def number_of(loader):
    return loader._reader._process.pid


def test_one_process_reads_several_files(loader, page):
    assert said(loader, page) == said(loader, page)
    first = number_of(loader)
    said(loader, page)
    assert number_of(loader) == first


def test_a_refused_file_does_not_cost_the_process(loader, page, tmp_path):
    said(loader, page)
    first = number_of(loader)
    (tmp_path / "deep.html").write_bytes(b"<div>" * 5_000)
    with pytest.raises(ProviderError):
        said(loader, str(tmp_path / "deep.html"))
    assert said(loader, page) == "Ana lives in Lisbon."
    assert number_of(loader) == first


def test_a_process_that_died_is_replaced(loader, page):
    said(loader, page)
    loader._reader._process.kill()
    loader._reader._process.wait()
    assert said(loader, page) == "Ana lives in Lisbon."


def test_the_file_after_one_that_took_too_long_is_read(page, tmp_path):
    path = tmp_path / "slow.html"
    path.write_bytes(b"<p>word</p>" * 1_000_000)
    loader = HTMLLoader(DocumentConfig(most_seconds=1.0))
    said(loader, page)
    loader._reader._process.send_signal(signal.SIGSTOP)
    with pytest.raises(ProviderError, match="most_seconds"):
        said(loader, str(path))
    assert said(loader, page) == "Ana lives in Lisbon."
    loader.close()


def test_a_closed_loader_leaves_no_process(loader, page):
    said(loader, page)
    process = loader._reader._process
    loader.close()
    assert process.returncode is not None
    assert said(loader, page) == "Ana lives in Lisbon."


def test_a_script_needs_no_main_guard(tmp_path):
    (tmp_path / "a.pdf").write_bytes(making.pdf(["Ana lives in Lisbon."]))
    # A file here must not stand in for a module of the process that reads.
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong json')")
    lines = (
        "from memkit_loaders.config import DocumentConfig",
        "from memkit_loaders.loaders import PDFLoader",
        "print([d.text for d in PDFLoader(DocumentConfig()).load('a.pdf')])",
    )
    (tmp_path / "scripts").mkdir()
    script = tmp_path / "scripts" / "script.py"
    script.write_text("\n".join(lines))
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout == "['Ana lives in Lisbon.']\n", done.stderr


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_gets_its_own(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(making.pdf(["Ana lives in Lisbon."]))
    lines = (
        "import os, sys",
        "from memkit_loaders.config import DocumentConfig",
        "from memkit_loaders.loaders import PDFLoader",
        "loader = PDFLoader(DocumentConfig())",
        "read = lambda: next(loader.load(sys.argv[1])).text",
        "read(); first = loader._reader._process.pid",
        "child = os.fork()",
        "if child == 0:",
        "    ok = read() and loader._reader._process.pid != first",
        "    loader.close(); os._exit(0 if ok else 1)",
        "status = os.waitpid(child, 0)[1]",
        "assert status == 0, status",
        "read(); assert loader._reader._process.pid == first",
    )
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines), str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
