"""The command as a process of its own: what only the real thing shows."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGES = str(Path(__file__).parents[2])
# Not pydantic: typer checks the values of options with it.
HEAVY = {"numpy", "simsimd", "tqdm", "tenacity", "snowballstemmer", "sqlite3", "memkit.memory"}

# Runs the command with the arguments after the first, which is where loaded modules are written.
RECORDING = """
import atexit, json, pathlib, sys

path = pathlib.Path(sys.argv.pop(1))
atexit.register(lambda: path.write_text(json.dumps(sorted(sys.modules))))

from memkit.cli import main

main()
"""


def environment(**more: str) -> dict[str, str]:
    path = os.pathsep.join([PACKAGES, os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    return {**os.environ, "PYTHONPATH": path, **more}


def memkit(
    *args: str, input: bytes | None = None, **more: str
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-W", "error", "-m", "memkit", *args]
    return subprocess.run(
        command, input=input or b"", capture_output=True, check=False, env=environment(**more)
    )


def loaded(folder: Path, *args: str, **more: str) -> set[str]:
    record = folder / "modules.json"
    command = [sys.executable, "-c", RECORDING, str(record), *args]
    subprocess.run(command, check=True, capture_output=True, env=environment(**more))
    return set(json.loads(record.read_text()))


def test_a_memory_is_kept_from_one_process_to_the_next() -> None:
    text = "Ich wohne in Köln, 我住在科隆"
    added = memkit("add", "-", "-u", "zoë", "--json", input=f"{text}\n".encode())
    assert added.returncode == 0, added.stderr
    assert added.stderr == b""
    assert json.loads(added.stdout)["results"][0]["memory"] == text
    found = memkit("search", "Köln", "-u", "zoë")
    assert text in found.stdout.decode()
    assert b"\x1b" not in found.stdout


def test_an_error_is_a_message_and_no_traceback() -> None:
    result = memkit("add", "no one's")
    assert result.returncode == 1
    assert result.stdout == b""
    assert result.stderr.startswith(b"Error: A memory must belong to someone")
    assert b"Traceback" not in result.stderr


def test_a_stream_that_is_not_unicode_gets_escapes() -> None:
    memkit("add", "Köln 我", "-u", "alice")
    as_json = memkit("list", "--json", PYTHONIOENCODING="ascii")
    assert json.loads(as_json.stdout.decode("ascii"))["memories"][0]["memory"] == "Köln 我"
    as_text = memkit("list", PYTHONIOENCODING="ascii")
    assert as_text.returncode == 0
    assert rb"K\xf6ln \u6211" in as_text.stdout


def test_a_reader_that_leaves_early_is_no_traceback() -> None:
    memkit("add", "-", "-u", "alice", input=b"x" * 300_000)
    shell = f'"{sys.executable}" -m memkit list --json | head -c 1'
    result = subprocess.run(shell, shell=True, capture_output=True, check=False, env=environment())
    assert result.stdout == b"{"
    assert result.stderr == b""


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["search", "--help"]])
def test_help_loads_nothing_heavy(folder: Path, args: list[str]) -> None:
    modules = loaded(folder, *args)
    assert "typer" in modules
    assert not HEAVY & modules
    assert not [name for name in modules if name.startswith("memkit.builtin")]


def test_plugins_imports_no_sdk(folder: Path) -> None:
    site = folder / "site"
    info = site / "memkit_big-1.2.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: memkit-big\nVersion: 1.2\n")
    (info / "entry_points.txt").write_text("[memkit]\nbig = big_plugin\n")
    (site / "big_sdk.py").write_text("")
    (site / "big_impl.py").write_text("import big_sdk\n")
    (site / "big_plugin.py").write_text(
        "from memkit.plugins import EmbedderSpec, hookimpl\n"
        "@hookimpl\n"
        "def memkit_embedders():\n"
        "    return [EmbedderSpec(name='big', impl='big_impl:Big', config='big_impl:Config',\n"
        "                         summary='A big one.')]\n"
    )
    path = os.pathsep.join([str(site), PACKAGES])
    modules = loaded(folder, "plugins", "--all", PYTHONPATH=path)
    assert "big_plugin" in modules
    assert not {"big_impl", "big_sdk"} & modules
    assert not HEAVY & modules
    listed = memkit("plugins", "--json", PYTHONPATH=path)
    rows = json.loads(listed.stdout)["providers"]
    assert ("big", "memkit-big", "1.2") in {
        (row["name"], row["distribution"], row["version"]) for row in rows
    }


def on_terminal(*args: str) -> str:
    """Run the command with a terminal as its stdin, stdout and stderr."""
    ours, theirs = pty.openpty()
    env = environment(TERM="xterm-256color")
    env.pop("NO_COLOR")
    command = [sys.executable, "-m", "memkit", *args]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env) as process:
        os.close(theirs)
        written = b""
        try:
            while part := os.read(ours, 65536):
                written += part
        except OSError:  # Linux says so when the other end is closed.
            pass
        finally:
            os.close(ours)
    assert process.returncode in (0, 2)
    return written.decode()


def test_a_terminal_gets_colours_and_is_not_waited_for() -> None:
    assert "\x1b[32mADD" in on_terminal("add", "I like tea", "-u", "alice")
    assert "\x1b[" not in on_terminal("list", "--json")
    assert "pipe one in" in on_terminal("add", "-u", "alice")
