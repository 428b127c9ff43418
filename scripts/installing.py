"""Install packages into an environment: by uv, with pip's settings, or else by pip.

uv does in seconds what takes pip minutes, but reads none of pip's settings. What they say of
indexes, of folders with wheels and of constraints is handed on, so that both find the same files.
Only the standard library is used, so that any python3 can run it.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import os
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping
from pathlib import Path

UV = "uv==0.13.9"
# pip's options that say where packages come from, and uv's names for them.
OPTIONS = {
    "index-url": "--default-index",
    "extra-index-url": "--index",
    "find-links": "--find-links",
    "constraint": "--constraint",
    "trusted-host": "--allow-insecure-host",
}
VARIABLES = {"cert": "SSL_CERT_FILE", "default-timeout": "UV_HTTP_TIMEOUT"}
# Of pip's settings, those of a later section win.
SECTIONS = ("global", "install", ":env:")


def install(python: Path, *wanted: str, compiled: bool = True) -> None:
    """Install packages.

    Args:
        python: The interpreter of the environment.
        wanted: Arguments of `pip install`.
        compiled: Whether modules are compiled now. Where warnings are errors they must be: a
            module may make the compiler warn.
    """
    tool = uv()
    if tool is not None:
        compiling = ["--compile-bytecode"] if compiled else []
        options, variables = as_uv(settings_of_pip(tool))
        done = subprocess.run(
            [
                uv_of(tool), "pip", "install", "--quiet", "--python", python, *compiling, *options,
                *wanted,
            ],
            env={**variables, **os.environ}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode == 0:
            return
        say(f"uv could not install this, so pip tries: {done.stderr.strip()}")
    run(python, "-m", "ensurepip")
    run(python, "-m", "pip", "install", "--quiet", *wanted)


@functools.cache
def uv() -> Path | None:
    """Return an environment that holds uv, or None where it can't be had."""
    home = cache_folder() / "tools" / UV.replace("==", "-")
    done = home / "complete"
    with alone(home):
        if not done.exists():
            venv.create(home, with_pip=True, clear=True)
            made = subprocess.run(
                [python_of(home), "-m", "pip", "install", "--quiet", UV],
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            if made.returncode:
                say(f"no uv here, so pip installs, which takes longer: {made.stderr.strip()}")
                return None
            done.touch()
    return home


def uv_of(tool: Path) -> Path:
    """Return the program in the environment that holds uv."""
    return python_of(tool).with_name("uv.exe" if os.name == "nt" else "uv")


@functools.cache
def settings_of_pip(tool: Path) -> str:
    """Return what `pip config list` prints."""
    command = [python_of(tool), "-m", "pip", "config", "list"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def as_uv(settings: str) -> tuple[list[str], Mapping[str, str]]:
    """Return uv's options and variables for what `pip config list` prints.

    pip takes the best version of all indexes; uv, unless told, what the first one has.
    """
    found: dict[str, str] = {}
    lines = [line.partition("=") for line in settings.splitlines()]
    for section in SECTIONS:
        for key, _, value in lines:
            if key.startswith(f"{section}."):
                found[key.removeprefix(f"{section}.")] = ast.literal_eval(value)
    options = ["--index-strategy", "unsafe-best-match"]
    for name, option in OPTIONS.items():
        for value in found.get(name, "").split():
            options += [option, value]
    if found.get("no-index", "").lower() in {"1", "true", "yes", "on"}:
        options.append("--no-index")
    return options, {VARIABLES[name]: found[name] for name in VARIABLES if name in found}


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other processes from making the same environment until this one has."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        if os.name != "nt":
            import fcntl  # There is none on Windows.

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def cache_folder() -> Path:
    """Return the folder in which all checkouts of the user's keep what they share."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "memkit"


def python_of(environment: Path) -> Path:
    """Return an environment's interpreter."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def run(python: Path, *arguments: str) -> None:
    """Run an interpreter; on failure, show what it said and end."""
    done = subprocess.run([python, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{python.name} {' '.join(arguments)}\n{done.stdout}{done.stderr}")


def say(what: str) -> None:
    """Tell what takes a while; standard output is for the result."""
    print(f"memkit: {what}", file=sys.stderr, flush=True)
