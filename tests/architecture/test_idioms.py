"""What errors tell people to do is written as where they read it would have it."""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from memkit import Memory
from memkit.cli.app import app
from memkit.domain import fixes
from memkit.errors import MemkitError, Wording, in_idiom, said_by

ROOT = Path(__file__).resolve().parents[2]
# A call, an attribute of a memory, an argument: what only Python has.
PYTHON = re.compile(r"\bm\.[a-z]|\b[a-z_]{3,}\((?!s\))|\b(?:user|agent|app|run)_id=|\bwait=")
# What can be done in Python alone, so that nowhere else is another way to do it.
PYTHON_ONLY = re.compile(
    r"scoped\(|apply\(|use add\(|add\(\) takes|add_many\(|delete_all\(|reset\(|use_store\(|"
    r"AsyncMemory|encoding=|parse\(|"
    r"comparison\.save|updating|update\(id|embedder, key=|encode\("
)
SAMPLES = {
    "key": "second",
    "provider": "hash",
    "seq": 42,
    "id_": "0198c0de",
    "use": True,
    "path": "copy.db",
}
ALICE = {"user_id": "alice"}


def wordings() -> Iterator[Any]:
    for name, made in vars(fixes).items():
        if isinstance(made, Wording):
            yield pytest.param(made, id=name)
        elif inspect.isfunction(made):
            wanted = inspect.signature(made).parameters
            yield pytest.param(made(**{one: SAMPLES[one] for one in wanted}), id=name)


@pytest.mark.parametrize("fix", list(wordings()))
def test_each_fix_has_a_way_for_each_front_end(fix: Wording) -> None:
    for idiom in ("magic", "command", "widget"):
        said = fix.said(idiom)
        if fix._others[idiom] is not None:
            assert not PYTHON.search(said), said
    assert not PYTHON.search(fix.said("widget"))
    # A command's ways are commands, a magic's are magics.
    assert "%" not in fix.said("command")
    assert "memkit " not in fix.said("magic").replace("%memkit ", "")


def test_no_error_speaks_python_alone_where_there_are_other_ways() -> None:
    found = []
    for path in sorted((ROOT / "memkit").rglob("*.py")):
        if path.name in ("fixes.py", "async_memory.py"):
            continue
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call):
                found += [f"{path.name}:{call.lineno}: {text}" for text in python_only(call)]
    assert not found, "\n".join(found)


def python_only(call: ast.Call) -> Iterator[str]:
    """Yield the texts of an error that speak of Python calls and are no wordings."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if not (name.endswith(("Error", "Problem")) or name == "warn"):
        return
    texts = [*call.args[:2], *(word.value for word in call.keywords if word.arg == "fix")]
    for text in texts:
        if isinstance(text, ast.Call):  # a wording, or made of one
            continue
        said = "".join(
            part.value
            for part in ast.walk(text)
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
        )
        if PYTHON.search(said) and not PYTHON_ONLY.search(said):
            yield said


# -- as they are met -----------------------------------------------------------------------------

COMMANDS = {
    "no scope": ["add", "x"],
    "no such memory": ["history", "0198c0de-7a3b-7c1f-9a54-2f9c1e7a0b11"],
    "no such part": ["history", "abcdef99"],
    "too short": ["history", "abc"],
    "no such space": ["search", "x", "--space", "other"],
    "no reranker": ["search", "x", "--rerank"],
    "no duration": ["search", "x", "--recency", "soon"],
    "no time": ["search", "x", "--valid-at", "soon"],
    "no moment": ["list", "--as-of", "soon"],
    "no event": ["list", "--as-of", "999"],
    "no cursor": ["list", "--cursor", "x"],
    "no filter": ["list", "--where", "a ="],
    "no limit": ["list", "--limit", "0"],
    "no time to store": ["add", "x", "-u", "a", "--occurred-at", "soon"],
    "empty": ["add", " ", "-u", "a"],
    "empty user": ["list", "--user", " "],
    "no embedder": ["add-space", "nowhere"],
    "no file": ["import", "nowhere.jsonl"],
    "own file": ["export", "memkit.db"],
    "default space": ["add-space", "static-2", "--key", "hash"],
}


@pytest.fixture
def memory() -> Iterator[Memory]:
    memory = Memory("memkit.db", embedder="hash")
    memory.add_many(["I like tea", "I like rice"], **ALICE, progress=False)
    yield memory
    memory.close()


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.usefixtures("memory")
def test_the_command_line_speaks_of_commands(name: str) -> None:
    result = CliRunner().invoke(app, COMMANDS[name])
    assert result.exit_code in (1, 2), result.output
    assert not PYTHON.search(result.stderr), result.stderr
    assert "%" not in result.stderr
    as_json = CliRunner().invoke(app, [*COMMANDS[name], "--json"])
    if as_json.exit_code == 1:
        assert not PYTHON.search(json.loads(as_json.stderr)["error"]["message"])


def gone(memory: Memory) -> str:
    (id_,) = (memory.get_all(limit=1)[0].id,)
    memory.delete(id_)
    return id_


REQUESTS: dict[str, Callable[[Any, Memory], Any]] = {
    "add without a scope": lambda e, m: ("add", {"text": "x"}),
    "preview without a scope": lambda e, m: ("preview", {"text": "x"}),
    "no such space": lambda e, m: ("search", {"query": "x", "space": "other"}),
    "no reranker": lambda e, m: ("search", {"query": "x", "rerank": True}),
    "no duration": lambda e, m: ("search", {"query": "x", "recency": "soon"}),
    "no time": lambda e, m: ("search", {"query": "x", "valid_at": "soon"}),
    "deleted": lambda e, m: ("update", {"id": gone(m), "text": "x"}),
    "deleted, with others": lambda e, m: ("delete", {"ids": [gone(m)]}),
    "never there": lambda e, m: ("detail", {"id": "abcdef99"}),
    "nothing selected": lambda e, m: ("delete", {"ids": []}),
    "no such event": lambda e, m: ("undo", {"seqs": 999}),
    "a twin": lambda e, m: ("update", {"id": m.get_all()[0].id, "text": "I like rice"}),
    "the past": lambda e, m: (e.set_at(1) and "delete", {"ids": [m.get_all()[0].id]}),
    "no filter": lambda e, m: ("set_where", {"where": "a ="}),
    "no moment": lambda e, m: ("set_at", {"at": "soon"}),
    "nothing asked": lambda e, m: (
        "rate",
        {"query": "", "id": m.get_all()[0].id, "relevant": True},
    ),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_widgets_speak_of_what_can_be_clicked(name: str, memory: Memory) -> None:
    from memkit.explorer.requests import answer

    explorer = memory.explore()
    said = answer(explorer, *REQUESTS[name](explorer, memory))
    trouble = said.get("trouble") or said["answer"].get("trouble") or ""
    assert trouble, said
    assert not PYTHON.search(trouble), trouble


def test_python_is_told_in_python(memory: Memory) -> None:
    for call, said in (
        (lambda: memory.add("x"), "user_id='alice'"),
        (lambda: memory.search("x", space="other"), "m.add_space('other')"),
        (lambda: memory.get(gone(memory)), "undo("),
    ):
        with pytest.raises(MemkitError) as caught:
            call()
        assert said in str(caught.value)
        assert said in said_by(caught.value, "python")
        assert said not in said_by(caught.value, "command")


def test_a_wording_survives_being_changed_cleaned_and_sent() -> None:
    import pickle

    fix = Wording("m.x(\ud800)", magic="%x", command="memkit x")
    error = pickle.loads(pickle.dumps(MemkitError("It is secret.", fix=fix)))
    assert in_idiom(error.fix, "magic") == "%x"
    assert str(error).endswith("m.x(\\ud800)")
    error.replace_in_text("x", "y")
    assert [in_idiom(error.fix, one) for one in ("magic", "command", "widget")] == [
        "%y", "memkit y", "m.y(\\ud800)",
    ]  # fmt: skip
