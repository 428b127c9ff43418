"""Commands of plug-ins on the command line: as pip installs them, in a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

PACKAGES = str(Path(__file__).parents[2])
PLUGIN = """
from memkit.plugins import CommandSpec, hookimpl

@hookimpl
def memkit_commands():
    return [CommandSpec(name={name!r}, impl="{package}_work:{impl}", summary="Count {package}.")]
"""
WORK = '''
import typer
from memkit.errors import NotFoundError

PACKAGE = {package!r}

def command(db: str = "none", number: int = 1) -> None:
    """Count something."""
    typer.echo(f"{{PACKAGE}} {{number}} {{db}}")

def fails() -> None:
    """Find nothing."""
    raise NotFoundError("There is nothing.", fix="Look elsewhere.")

group = typer.Typer(help="Several things.")

@group.command()
def one() -> None:
    """Do one."""
    typer.echo("one")

@group.command()
def two() -> None:
    """Do two."""
    typer.echo("two")

nothing = 3
'''

Memkit = Callable[..., subprocess.CompletedProcess[str]]
Install = Callable[..., None]


@pytest.fixture
def site(folder: Path) -> Path:
    made = folder / "site"
    made.mkdir()
    return made


@pytest.fixture
def install(site: Path) -> Install:
    """Install a distribution with one command."""

    def install(
        package: str, name: str, *, impl: str = "command", plugin: str = PLUGIN, work: str = WORK
    ) -> None:
        info = site / f"memkit_{package}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: memkit-{package}\nVersion: 1.0\n"
        )
        (info / "entry_points.txt").write_text(f"[memkit]\n{name} = {package}_plugin\n")
        filled = plugin.format(name=name, package=package, impl=impl)
        (site / f"{package}_plugin.py").write_text(textwrap.dedent(filled))
        (site / f"{package}_work.py").write_text(work.format(package=package))

    return install


@pytest.fixture
def memkit(site: Path) -> Memkit:
    def run(*args: str, record: Path | None = None) -> subprocess.CompletedProcess[str]:
        path = os.pathsep.join([str(site), PACKAGES, os.environ.get("PYTHONPATH", "")])
        code = (
            "import atexit, json, pathlib, sys\n"
            "path = sys.argv.pop(1)\n"
            "if path: atexit.register(lambda: pathlib.Path(path).write_text(json.dumps("
            "sorted(sys.modules))))\n"
            "from memkit.cli import main\n"
            "main()\n"
        )
        return subprocess.run(
            [sys.executable, "-W", "error", "-c", code, str(record or ""), *args],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": path.rstrip(os.pathsep), "COLUMNS": "200"},
        )

    return run


def loaded(record: Path) -> set[str]:
    return set(json.loads(record.read_text()))


def test_help_lists_a_command_without_importing_it(
    memkit: Memkit, install: Install, folder: Path
) -> None:
    install("apples", "count")
    record = folder / "modules.json"
    done = memkit("--help", record=record)
    assert done.returncode == 0
    assert done.stderr == ""
    assert "From plug-ins" in done.stdout
    assert "│ count " in done.stdout
    assert "Count apples." in done.stdout
    assert "apples_plugin" in loaded(record)
    assert "apples_work" not in loaded(record)


def test_a_command_runs_with_its_options_and_the_defaults_of_the_root(
    memkit: Memkit, install: Install
) -> None:
    install("apples", "count")
    assert memkit("count", "--number", "7").stdout == "apples 7 none\n"
    assert memkit("--db", "x.db", "count").stdout == "apples 1 x.db\n"
    assert memkit("memkit-apples/count").stdout == "apples 1 none\n"
    explained = memkit("count", "-h")
    assert "Count something." in explained.stdout
    assert "memkit count [OPTIONS]" in explained.stdout
    wrong = memkit("count", "--numbre", "7")
    assert wrong.returncode == 2
    assert "--number" in wrong.stderr


def test_a_command_loads_no_other_plugin_and_the_cores_commands_load_none(
    memkit: Memkit, install: Install, folder: Path
) -> None:
    install("apples", "count")
    install("pears", "weigh")
    record = folder / "modules.json"
    assert memkit("count", record=record).returncode == 0
    assert "pears_plugin" not in loaded(record)
    assert memkit("search", "--help", record=record).returncode == 0
    assert not {"apples_plugin", "pears_plugin"} & loaded(record)


def test_an_app_is_a_command_with_commands(memkit: Memkit, install: Install) -> None:
    install("apples", "count", impl="group")
    assert memkit("count", "two").stdout == "two\n"
    assert "Do one." in memkit("count", "--help").stdout


def test_an_error_of_a_command_is_a_message(memkit: Memkit, install: Install) -> None:
    install("apples", "count", impl="fails")
    done = memkit("count")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Error: There is nothing.\nLook elsewhere.\n"
    as_json = memkit("--json", "count")
    assert json.loads(as_json.stderr)["error"]["type"] == "NotFoundError"


def test_a_name_of_two_distributions_names_both(memkit: Memkit, install: Install) -> None:
    install("apples", "count")
    install("pears", "count")
    clash = memkit("count")
    assert clash.returncode == 1
    assert "memkit-apples 1.0 and memkit-pears 1.0" in clash.stderr
    assert "memkit-pears/count" in clash.stderr
    assert memkit("memkit-pears/count").stdout == "pears 1 none\n"
    listed = memkit("--help").stdout
    assert listed.count("│ count ") == 1
    assert "memkit-pears" in listed
    rows = json.loads(memkit("plugins", "--kind", "command", "--json").stdout)["providers"]
    assert [(row["distribution"], row["state"]) for row in rows] == [
        ("memkit-apples", "clash"),
        ("memkit-pears", "clash"),
    ]


def test_the_cores_commands_stay_the_cores(memkit: Memkit, install: Install) -> None:
    install("apples", "search")
    helped = memkit("--help")
    assert "Count apples." not in helped.stdout
    assert "'search' of memkit-apples 1.0 is left out" in helped.stderr
    assert "Usage: memkit search [OPTIONS]" in memkit("search", "--help").stdout
    assert memkit("memkit-apples/search").stdout == "apples 1 none\n"


@pytest.mark.parametrize(
    ("plugin", "cause"),
    [
        ("raise RuntimeError('no luck')", "RuntimeError: no luck"),
        (PLUGIN.replace("return [", "return 3, ["), "a list that holds int, not CommandSpec"),
        (PLUGIN.replace("_work:", "_work."), "is not of the form 'module:Object'"),
        (PLUGIN.replace("summary=", "api=9, summary="), "version 9 of the plug-in contract"),
    ],
)
def test_a_broken_plugin_is_told_of_and_the_rest_goes_on(
    memkit: Memkit, install: Install, plugin: str, cause: str
) -> None:
    install("apples", "count", plugin=plugin)
    install("pears", "weigh")
    helped = memkit("--help")
    assert helped.returncode == 0
    assert "Count pears." in helped.stdout
    assert "of memkit-apples 1.0 can't be used" in helped.stderr
    assert cause in helped.stderr
    assert memkit("weigh").stdout == "pears 1 none\n"
    broken = memkit("count")
    assert broken.returncode == 1
    assert cause in broken.stderr
    assert "Traceback" not in broken.stderr


@pytest.mark.parametrize(
    ("impl", "work", "cause"),
    [
        ("command", "import a_package_that_is_missing", "pip install --upgrade memkit-apples"),
        ("command", "raise ValueError('no luck')", "ValueError: no luck"),
        ("nothing", WORK, "of type int, and no Typer app or function"),
        ("absent", WORK, "has no attribute 'absent'"),
    ],
)
def test_a_command_that_can_not_be_imported_says_why(
    memkit: Memkit, install: Install, impl: str, work: str, cause: str
) -> None:
    install("apples", "count", impl=impl, work=work)
    assert memkit("--help").returncode == 0
    done = memkit("count")
    assert done.returncode == 1
    assert cause in done.stderr
    assert "Traceback" not in done.stderr


def test_a_command_that_nobody_brings_is_wrong_usage(memkit: Memkit, install: Install) -> None:
    install("apples", "count")
    for name in ("cuont", "memkit-pears/count", "?"):
        done = memkit(name)
        assert done.returncode == 2
        assert f"No such command '{name}'" in done.stderr


def test_plugins_lists_commands(memkit: Memkit, install: Install) -> None:
    install("apples", "count")
    lines = memkit("plugins").stdout.splitlines()
    assert any(
        line.split()[:5] == ["command", "count", "memkit-apples", "1.0", "ok"] for line in lines
    )
