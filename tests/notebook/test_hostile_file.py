"""A file whose every text is hostile, in every view that Python makes of it."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from memkit import Memory
from memkit.errors import MemkitError

_spec = importlib.util.spec_from_file_location("hostile", Path(__file__).parents[1] / "hostile.py")
assert _spec is not None
assert _spec.loader is not None
hostile = importlib.util.module_from_spec(_spec)
sys.modules["hostile"] = hostile
_spec.loader.exec_module(hostile)

# Control characters, and marks that turn the writing around.
ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

VIEWS: dict[str, Callable[[Memory], Any]] = {
    "memory": lambda m: m,
    "hits": lambda m: m.search("tea", mode="text", explain=True),
    "get_all": lambda m: m.get_all(),
    "record": lambda m: next(iter(m.get_all())),
    "history": lambda m: m.history(next(iter(m.get_all())).id),
    "events": lambda m: m.events(),
    "event": lambda m: m.events()[1],
    "spaces": lambda m: m.spaces,
    "jobs": lambda m: m.jobs,
    "usage": lambda m: m.usage,
    "doctor": lambda m: m.doctor(),
    "duplicates": lambda m: m.duplicates(threshold=0.1),
    "ratings": lambda m: m.ratings,
    "as_of": lambda m: m.as_of(2).get_all(),
    "explorer": lambda m: m.explore(),
    "timeline": lambda m: m.timeline(),
    "timeline by key": lambda m: m.timeline(by="type"),
    "comparison": lambda m: m.compare(projection="pca"),
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    hostile.make(path)
    return path


@pytest.fixture
def memory(file: Path) -> Iterator[Memory]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Memory(file) as memory:
            yield memory


def shown(view: Any, shell: Any) -> dict[str, str]:
    with contextlib.suppress(ValueError):
        return {kind: str(said) for kind, said in shell.bundle(view).items()}
    return {}


@pytest.mark.parametrize("view", VIEWS)
def test_no_text_acts_in_a_cell(view: str, memory: Memory, shell: Any) -> None:
    made = VIEWS[view](memory)
    bundle = shown(made, shell)
    assert hostile.faults_of(bundle.get("text/html", "")) == []
    for kind in ("text/plain", "text/html", "text/markdown"):
        assert not ACTS.search(bundle.get(kind, "").replace("\n", "")), kind
    assert not ACTS.search(f"{made!r}{made!s}".replace("\n", ""))


@pytest.mark.parametrize("line", [
    "%memkit status", "%memkit doctor", "%memkit spaces", "%memkit jobs", "%history --show-code",
    "%memkit explore --show-code", "%recall tea", "%memkit explore",
])  # fmt: skip
def test_no_text_acts_in_a_magic(line: str, memory: Memory, shell: Any) -> None:
    shell.user_ns["mem"] = memory
    shell.run("%memkit use mem")
    with contextlib.suppress(MemkitError):
        shell.run(line)
    assert hostile.faults_of(shell.page) == []
    assert not ACTS.search(re.sub(r"\x1b\[[0-9;]*m|\n", "", shell.printed))


@pytest.mark.parametrize("command", [
    ["list"], ["search", "tea"], ["history"], ["doctor"], ["export", "-"], ["spaces"], ["jobs"],
    ["list", "--json"], ["search", "tea", "--explain"], ["stats"],
])  # fmt: skip
def test_no_raw_byte_reaches_the_terminal(
    command: list[str], file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from memkit.cli.app import app

    with contextlib.suppress(SystemExit), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        app([*command, "--db", str(file)])
    said = "".join(capsys.readouterr())
    assert not ACTS.search(said.replace("\n", ""))


def test_pages_of_their_own_hold_no_markup_of_a_text(memory: Memory, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        comparison = memory.compare("static-2", "hash", projection="pca")
        comparison.to_html(tmp_path / "comparison.html")
    page = (tmp_path / "comparison.html").read_text("utf-8")
    assert page.count("</script") == 2
    assert "<img src=x" not in page
    (state,) = re.findall(r'id="state">(.*?)</script>', page, re.DOTALL)
    assert "pwned" in json.dumps(json.loads(state))
    spec = json.dumps(memory.timeline().figure().to_plotly_json(), default=str)
    assert "<img" not in spec
    assert "<a id" not in spec
