"""Free text in the lines of magics, which IPython would read as its own syntax."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager
from IPython.utils.capture import capture_output

from memkit import Memory
from memkit.notebook.extension import load_ipython_extension, unload_ipython_extension
from memkit.notebook.input_lines import Line

TEXTS = [
    "what time is it?",
    "really??",
    "is it?!",
    "?where does she live",
    "!not now",
    "wow! great!",
    "où habite-t-elle ?",
    "she lives where? Lisbon",
    "don't you?",
    "what's 'new' and \"old\"?",
    "a 'quote that never ends?",
    "it''' s odd?",
    "(an open bracket?",
    "closing } ] ) brackets?",
    "agent 007 was 08:30?",
    "see issue #42?",
    "the end;",
    r"C:\temp\new?",
    "100 % sure?",
    "x = %recall y?",
    "x = !ls?",
    "a == b?",
    "$5 or {nobody}?",
    "日本はどこ?",
    "git commit --amend?",
    "this -- or that?",
    "@decorated?",
    "lambda: 0?",
]


def read(cell: str) -> str:
    manager = TransformerManager()
    manager.token_transformers.append(Line)
    return manager.transform_cell(cell)


def call(name: str, text: str) -> str:
    return f"get_ipython().run_line_magic({name!r}, {text!r})\n"


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", ["remember", "recall", "history", "undo", "forget", "memkit"])
def test_a_line_is_the_magics_whatever_it_says(name: str, text: str) -> None:
    assert read(f"%{name} {text}") == call(name, text)
    assert read(f"%{name} {text}\n%{name} {text}\n") == 2 * call(name, text)
    assert read(f"a = 1\n%{name} {text}\nb = 2\n") == f"a = 1\n{call(name, text)}b = 2\n"
    assert read(f"hits, x = %{name} {text}") == f"hits, x = {call(name, text)}"
    nested = f"for x in [1]:\n    if x:\n        %{name} {text}\n    y = %{name} {text}\n"
    expected = f"for x in [1]:\n    if x:\n        {call(name, text)}    y = {call(name, text)}"
    assert read(nested) == expected
    assert read(f"%{name}\t {text}") == call(name, text)
    assert read(f"%{name}\N{NO-BREAK SPACE}{text}") == call(name, text)
    assert read(f"%time %{name} {text}") == call("time", f"%{name} {text}")


@given(st.text(alphabet="ab1 ?!%$#;'\"()[]{}\\=@:,.-éß日"))
@example("'''?")
def test_no_text_is_read_as_anything_but_text(text: str) -> None:
    text = f"a{text}".rstrip("\\ ")
    after = "b = 2\n"
    assert read(f"%recall {text}\n{after}") == call("recall", text) + after
    assert read(f"x = %recall {text}\n{after}") == f"x = {call('recall', text)}{after}"


@pytest.mark.parametrize(
    "cell",
    [
        "%recall?", "%recall??", "%%recall?", "?recall", "?%recall", "%memkit? ", "%recalling x?",
        "x = '''\n%recall what?\n'''", "f(\n%recall\n)", "recall?", "x %recall", "%time f?", "len?",
        "%matplotlib inline", "!ls", "x = !ls", "a = 5 %recall",
    ],
)  # fmt: skip
def test_all_else_is_left_to_ipython(cell: str) -> None:
    assert read(cell) == TransformerManager().transform_cell(cell)


@pytest.mark.parametrize("text", [*TEXTS[:8], "git commit --amend?", "the end;", "$5?"])
def test_what_is_asked_and_stored_is_what_was_typed(shell: Any, mem: Memory, text: str) -> None:
    shell.run(f"%remember {text}")
    assert mem.get_all()[0].memory == text
    hits = shell.run(f"%recall {text}")
    assert (hits.query, hits[0].memory) == (text, text)
    shell.run(f"found = %recall {text}")
    assert shell.user_ns["found"][0].memory == text
    shell.run(f"if True:\n    %remember again: {text}")
    assert mem.count() == 2


def test_help_is_still_help(shell: Any, mem: Memory) -> None:
    for cell in ("%recall?", "%recall ?", "%recall ??", "%recall --help"):
        shell.run(cell)
        assert "--k" in shell.said + shell.printed, cell
    for cell in ("%remember ?", "%remember?"):
        shell.run(cell)
        assert "--meta" in shell.said + shell.printed, cell
    for cell in ("%memkit use?", "%memkit use ?"):
        shell.run(cell)
        assert "%memkit use [FILE or VARIABLE]" in shell.said, cell
    for cell in ("%memkit ?", "%memkit help", "%memkit help?"):
        shell.run(cell)
        assert "Each one tells its options" in shell.said, cell
    assert mem.count() == 0


def test_a_magic_without_its_sign_takes_questions_too(shell: Any, mem: Memory) -> None:
    shell.run("remember is tea hot?")
    assert mem.get_all()[0].memory == "is tea hot?"
    assert len(shell.run("recall tea?")) == 1
    shell.run("recall = 3")
    shell.run("recall?")
    assert mem.count() == 1
    del shell.user_ns["recall"]


def test_each_magic_of_a_cell_shows_what_it_did_once(shell: Any, mem: Memory) -> None:
    shell.run("%remember I like tea?\n%remember I like rice!\nx = 1\n%recall tea?\n%recall rice?")
    said = shell.said
    assert said.count("ADD") == 2
    assert said.index("I like tea?") < said.index("I like rice!")
    assert len(shell.shown) == 4
    shell.run("for name in ('a', 'b'):\n    %remember I know {name}\n")
    assert [data["text/plain"].count("I know") for data in shell.shown] == [1, 1]
    shell.run("hits = %recall tea?\nhits = %recall rice?")
    assert shell.shown == []
    shell.run("%recall tea? -o hits\n1")
    assert len(shell.shown) == 2


def test_what_ipython_shows_by_itself_is_shown_once(shell: Any, mem: Memory) -> None:
    mem.add("I like tea?", user_id="alice")
    shell.ast_node_interactivity = "all"
    with capture_output() as captured:
        shell.run_cell("%recall tea?\n1")
    assert (captured.stdout.count("I like tea?"), captured.outputs) == (1, [])
    shell.ast_node_interactivity = "last_expr"


def test_the_cell_that_loads_the_extension_takes_questions(
    bare: Any, open_memory: Callable[..., Memory]
) -> None:
    bare.history_manager.enabled = True
    mem = bare.user_ns["mem"] = open_memory(embedder="hash")
    cell = (
        "from memkit.notebook.extension import load_ipython_extension as load\n"
        "load(get_ipython())\n"
        "%memkit use mem --user alice\n"
        "%remember where does she live?\n"
        "%remember how did it live?\n"
        "found = %recall is it Lisbon?\n"
        "%recall where does she live?"
    )
    with capture_output() as captured:
        bare.run_cell(cell, store_history=True).raise_error()
    said = captured.stdout + "".join(o.data["text/plain"] for o in captured.outputs)
    assert "not found" not in said
    assert [record.memory for record in mem.get_all()] == [
        "where does she live?", "how did it live?",
    ]  # fmt: skip
    assert bare.user_ns["found"].query == "is it Lisbon?"
    assert "how did it live?" in captured.outputs[-1].data["text/plain"]
    with capture_output() as captured:
        bare.run_cell("len?", store_history=True).raise_error()
    assert "number of items" in captured.stdout
    bare.history_manager.enabled = False
    unload_ipython_extension(bare)


def test_lines_are_read_as_before_once_it_is_unloaded(bare: Any) -> None:
    manager = bare.input_transformer_manager
    before = list(manager.token_transformers)
    load_ipython_extension(bare)
    load_ipython_extension(bare)
    assert manager.transform_cell("%recall x?") == call("recall", "x?")
    unload_ipython_extension(bare)
    assert manager.token_transformers == before
