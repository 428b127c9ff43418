"""`make test` runs stages side by side, prints a failure whole, and names what was unsteady."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import stages
from stages import Stage

# Tells through files in its folder: "two are here" only if another process is there meanwhile.
MEET = """
import pathlib, sys, time
pathlib.Path(sys.argv[1]).touch()
for _ in range(600):
    if pathlib.Path(sys.argv[2]).exists():
        sys.exit(0)
    time.sleep(0.05)
sys.exit("nobody came")
"""
# Fails if another process is in the same place.
ALONE = """
import os, time
os.mkdir("place")
time.sleep(0.2)
os.rmdir("place")
"""

# Says when it is there, and waits; the lock is free only when it is gone.
WAITS = """
import fcntl, time
lock = open("lock", "w")
fcntl.flock(lock, fcntl.LOCK_EX)
open("there", "w").close()
time.sleep(600)
"""
DEAF = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); "
# A run of a stage with a process below it, which inherits its deafness.
RUN = """
import os, pathlib, sys
sys.path.insert(0, sys.argv[1])
import stages

stages.PATIENCE = 1
code = sys.argv[2] + "import subprocess, sys; subprocess.run([sys.executable, 'waits.py'])"
here = pathlib.Path.cwd()
stage = stages.Stage("stage", [sys.executable, "-c", code])
stages.run([stage], folder=here, logs=here / "logs", environment=os.environ)
"""
SCRIPTS = str(Path(__file__).parents[2] / "scripts")

Go = Callable[..., None]


@pytest.fixture
def go(tmp_path: Path) -> Go:
    """Runs stages in an empty folder."""

    def go(*given: Stage, cores: int = 2) -> None:
        stages.run(
            given, folder=tmp_path, logs=tmp_path / "logs", environment=os.environ, cores=cores
        )

    return go


def python(name: str, code: str, *arguments: str, **settings: Any) -> Stage:
    return Stage(name, [sys.executable, "-c", code, *arguments], **settings)


def test_two_stages_of_one_core_run_side_by_side(go: Go) -> None:
    go(python("one", MEET, "a", "b"), python("two", MEET, "b", "a"))


def test_what_waits_takes_no_core(go: Go) -> None:
    go(python("wide", MEET, "a", "b", cores=2), python("waits", MEET, "b", "a", cores=0))


def test_no_more_run_than_there_are_cores(go: Go) -> None:
    go(*(python(f"stage {number}", ALONE) for number in range(3)), cores=1)


def test_a_stage_wider_than_the_machine_runs_alone(go: Go) -> None:
    go(python("wide", ALONE, cores=4), python("narrow", ALONE))


def test_a_stage_begins_after_those_it_needs(go: Go) -> None:
    go(
        python("makes", "import time; time.sleep(0.2); open('made', 'w').close()"),
        python("needs", "open('made').read()", after=("makes",)),
    )


def test_it_can_not_wait_for_what_never_comes(go: Go) -> None:
    with pytest.raises(
        ValueError, match=r"'needs' comes after .'makes'., which no stage further up"
    ):
        go(python("needs", "", after=("makes",)), python("makes", ""))


def test_a_failure_is_printed_whole_and_a_pass_with_its_last_line(
    go: Go, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        go(
            python("good", "print('chatter'); print('3 passed')"),
            python("bad", "import sys; print('first'); print('second', file=sys.stderr); exit(3)"),
        )
    assert ended.value.code == 1
    said = capsys.readouterr().out
    assert "3 passed\n" in said
    assert "chatter" not in said
    assert "first" in said
    assert "second" in said
    assert said.endswith("\nfailed: bad\n")


def test_what_needs_a_failed_stage_is_not_run_and_fails(
    go: Go, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        go(
            python("bad", "exit(1)"),
            python("next", "open('ran', 'w')", after=("bad",)),
            python("last", "open('ran', 'w')", after=("next",)),
        )
    assert not (tmp_path / "ran").exists()
    said = capsys.readouterr().out
    assert "not run, since this failed: bad" in said
    assert said.endswith("\nfailed: bad, next, last\n")


def test_a_command_that_is_not_there_fails(go: Go, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        go(Stage("absent", ["/no/such/program"]))
    assert "/no/such/program" in capsys.readouterr().out


def test_the_end_has_a_row_for_each_stage_and_the_unsteady_tests(
    go: Go, capsys: pytest.CaptureFixture[str]
) -> None:
    go(
        python("steady", "print('1 passed')"),
        python("shaky", "print('unsteady: tests/test_a.py::test_b'); print('1 passed')"),
    )
    table = capsys.readouterr().out.partition("\nstage ")[2].splitlines()
    assert [line.split()[0] for line in table[1:4]] == ["steady", "shaky", "total"]
    assert all(float(number) >= 0 for line in table[1:4] for number in line.split()[1:])
    assert table[-2:] == [
        "unsteady, passed only at the second attempt:",
        "  shaky: tests/test_a.py::test_b",
    ]


def test_the_time_on_a_core_counts_processes_below(go: Go, tmp_path: Path) -> None:
    burn = "import time\nwhile time.process_time() < 0.3: pass"
    stage = python(
        "deep", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burn!r}])"
    )
    running = stages.Running(stage, log=tmp_path / "log", folder=tmp_path, environment=os.environ)
    assert running.result().busy >= 0.3


def test_a_log_that_can_not_be_written_fails_its_stage(go: Go, tmp_path: Path) -> None:
    (tmp_path / "logs" / "no.log").mkdir(parents=True)
    with pytest.raises(SystemExit):
        go(python("no", ""))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("first", ["", DEAF])
def test_a_run_that_is_ended_leaves_nothing_running(
    tmp_path: Path, number: signal.Signals, first: str
) -> None:
    (tmp_path / "waits.py").write_text(WAITS, "utf-8")
    # As in the background of a shell, which makes Ctrl-C's signal one that is ignored.
    run = subprocess.Popen(
        ["sh", "-c", "trap '' INT; exec \"$@\"", "sh", sys.executable, "-c", RUN, SCRIPTS, first],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
    )
    while not (tmp_path / "there").exists():
        assert run.poll() is None
        time.sleep(0.02)
    run.send_signal(number)
    said, _ = run.communicate(timeout=60)
    with (tmp_path / "lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    assert run.returncode == stages.INTERRUPTED
    assert said == "\nstopped; these are told to end: stage\n"
