"""The chat in JupyterLab: asked, streamed, stopped, its sources, undone; saved without a kernel."""

from __future__ import annotations

from typing import Any

import pytest
from notebooks_in_lab import run_command

MADE = '''
import threading
from memkit import Memory
from memkit.contracts.llm import LLM, Completion
from memkit.errors import ProviderError

class Spoken(LLM):
    """Answers word by word, as fast as it is let; fails where it is told to."""

    model = "spoken"

    def __init__(self):
        self.go, self.fails, self.replies = threading.Semaphore(0), False, []

    def complete(self, messages, *, schema=None, max_tokens="default"):
        return Completion(text="".join(self.stream(messages)))

    def stream(self, messages, *, max_tokens="default", ended=None):
        if self.fails:
            raise ProviderError("The model is <b>away</b>.", fix="Ask it later.")
        said = self.replies.pop(0) if self.replies else "You live in Lisbon."
        for word in said.split(" "):
            self.go.acquire()
            yield word + " "
        if ended:
            ended(Completion(text=said))

    def let(self, words):
        self.go.release(words)
        return words

def away(*given, **more):
    raise ProviderError("The disk is away.", fix="Wait for it.")

added = Memory.add
llm = Spoken()
m = Memory(":memory:", embedder="hash")
m.add("Ana lives in Lisbon, near the river.", user_id="ana", occurred_at="2025-03-01")
m.add("Where do we meet on Monday?", user_id="ana", occurred_at="2025-04-02")
chat = m.chat(llm=llm, user_id="ana")
'''
EVIL = "<img src=x onerror='window.bad=1'>"
CODE = f"You live in **Lisbon**. {EVIL}\n```python\nprint('Lisbon')\n```\nIs that right?"


class Talk:
    """What a person does with the chat on a page."""

    def __init__(self, page: Any, place: int = 0) -> None:
        self.page = page
        page.wait_for_selector(f".mkd[data-ready] >> nth={place}")
        self.root = page.locator(".mkd").nth(place)
        self.side = self.root.get_by_role("complementary", name="Sources")
        self.text = self.root.get_by_label("Message")

    def turns(self, number: int) -> None:
        self.root.locator(
            f"xpath=self::*[@data-turns='{number}'][@data-answering='false']"
        ).wait_for()

    def say(self, words: str) -> None:
        self.text.fill(words)
        self.text.press("Enter")

    def button(self, name: str) -> Any:
        return self.root.get_by_role("button", name=name, exact=True)


@pytest.fixture
def talk(open_notebook: Any, page: Any) -> Any:
    def opened(*cells: str) -> tuple[Any, Talk]:
        return open_notebook(MADE, *(cells or ("chat",))), Talk(page)

    return opened


def test_an_answer_comes_bit_by_bit_with_its_sources(talk: Any, page: Any) -> None:
    notebook, shown = talk("chat", "chat")
    other = Talk(page, 1)
    notebook.value(f"llm.replies.append({CODE!r})")
    shown.text.fill("Where do I")
    shown.text.press("Shift+Enter")
    shown.text.press_sequentially("live?")
    shown.text.press("Enter")
    shown.button("Stop").wait_for()
    notebook.value("llm.let(4)")
    # While it comes, in both cells, with what it is based on.
    for one in (shown, other):
        one.root.get_by_text("You live in **Lisbon**.", exact=False).wait_for()
        one.side.get_by_text("Ana lives in Lisbon, near the river.").wait_for()
    assert shown.text.input_value() == ""
    # What is written meanwhile waits.
    shown.say("And where do we meet?")
    assert shown.text.input_value() == "And where do we meet?"
    notebook.value("llm.let(60)")
    for one in (shown, other):
        one.turns(1)
    assert notebook.value("[turn.question for turn in chat.turns]") == ["Where do I\nlive?"]
    answer = shown.root.locator(".mkd-answer").first
    assert EVIL in answer.inner_text()
    assert answer.locator("pre").inner_text() == "print('Lisbon')"
    assert shown.root.locator(".mkw-said[aria-live]").inner_text().startswith("You live in")
    assert page.evaluate("window.bad") is None
    memory = shown.side.get_by_role("button", name="Ana lives in Lisbon, near the river.")
    assert "2025-03-01" in shown.side.locator(".mkd-facts").first.inner_text()
    memory.click()
    one = shown.side.get_by_role("region", name="One memory")
    one.get_by_text("stored on").wait_for()
    one.get_by_role("button", name="Close").click()
    page.wait_for_selector(".mkd-memory:focus")
    # What Python asks appears as well.
    notebook.value("[llm.let(9), chat.send('Said in Python').stop][1]")
    for one in (shown, other):
        one.turns(2)
        one.root.get_by_text("Said in Python", exact=True).first.wait_for()


def test_it_is_stopped_and_what_was_remembered_is_undone(talk: Any, page: Any) -> None:
    notebook, shown = talk()
    shown.say("Tell me all of it")
    notebook.value("llm.let(1)")
    shown.root.get_by_text("You", exact=True).first.wait_for()
    shown.button("Stop").click()
    shown.button("Stopping …").wait_for()
    notebook.value("llm.let(1)")
    shown.turns(1)
    assert notebook.value("[chat.turns[0].stop, chat.turns[0].answer]") == ["stopped", "You live "]
    shown.root.get_by_text("stopped", exact=False).first.wait_for()
    shown.side.get_by_text("Remembered: 2 messages").wait_for()
    before = notebook.value("m.count(user_id='ana')")
    shown.side.get_by_role("button", name="Undo").click()
    shown.side.get_by_role("button", name="Keep").click()
    shown.side.get_by_role("button", name="Undo").press("Enter")
    shown.side.get_by_role("button", name="Forget 2 messages?").press("Enter")
    shown.side.get_by_text("What was remembered of it was undone.").wait_for()
    assert notebook.value("m.count(user_id='ana')") == before - 2


def test_failures_say_what_to_do_and_are_tried_again(talk: Any, page: Any) -> None:
    notebook, shown = talk()
    notebook.value("[setattr(llm, 'fails', True), llm.let(40)][1]")
    shown.say("Where do I live?")
    shown.root.get_by_text("No answer. The model is <b>away</b>. Ask it later.").wait_for()
    notebook.value("setattr(llm, 'fails', False)")
    shown.button("Try again").click()
    shown.turns(1)
    assert shown.root.get_by_role("alert").count() == 0
    shown.side.get_by_text("Remembered: 2 messages").wait_for()
    notebook.value("setattr(Memory, 'add', away)")
    shown.say("And now?")
    shown.root.get_by_text("Not stored yet.", exact=False).first.wait_for()
    notebook.value("setattr(Memory, 'add', added)")
    shown.button("Try to store it again").click()
    shown.side.get_by_text("Remembered: 2 messages").wait_for()
    notebook.becomes("len(chat.unsaved)", 0)


def test_cells_go_on_with_a_conversation_and_are_saved(
    talk: Any, page: Any, open_notebook: Any, faults: Any, use_theme: Any, lab: Any, picture: Any
) -> None:
    _, shown = talk(
        "chat",
        "%load_ext memkit\n%memkit use m\nm.engine.llm = llm\nllm.let(99);",
        "%%chat --user ana\nWhere do <i>I</i> live?",
        "%chat --user ana and since when?",
    )
    page.locator(".jp-OutputArea").get_by_text("Remembered: 2 messages").nth(1).wait_for()
    assert page.locator(".jp-OutputArea").get_by_text("Remembered: 2 messages").count() == 2
    # As it was typed, and in what is remembered of it: as text in both.
    assert page.locator(".jp-OutputArea").get_by_text("Where do <i>I</i> live?").count() == 2
    for words in (
        "Where do I live?",
        "Where do we meet on Monday?",
        "Thank you. And when?",
    ):
        number = int(shown.root.get_attribute("data-turns") or 0)
        shown.say(words)
        shown.turns(number + 1)
    shown.side.get_by_text("Remembered: 2 messages").wait_for()
    for theme in ("dark", "light"):
        use_theme(theme)
        assert faults(shown.root) == []
    shown.root.evaluate("(root) => { root.style.width = '360px'; }")
    page.wait_for_timeout(100)
    assert faults(shown.root) == []
    shown.root.evaluate("(root) => { root.style.width = ''; }")
    picture("chat", shown.root)
    # Saved, and opened where no kernel is: the whole conversation, as text.
    run_command(page, "docmanager:save")
    import nbformat

    file = max(lab.notebooks.glob("*.ipynb"), key=lambda one: one.stat().st_mtime)
    page.wait_for_timeout(500)
    saved = nbformat.read(file, as_version=4)
    html = "".join(
        output.data.get("text/html", "") for output in saved.cells[1].outputs if "data" in output
    )
    for words in ("Where do I live?", "You live in Lisbon.", "near the river", "Recalled: "):
        assert words in html
