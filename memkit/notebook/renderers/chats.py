"""Turns of a chat in a cell: what was said, what was recalled for it, what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from memkit.chat.turns import Turn
from memkit.domain.records import AddResult
from memkit.domain.wording import counted
from memkit.notebook import html, plain
from memkit.notebook.html import Column
from memkit.notebook.renderers.base import MimeBundle, bundle, spent
from memkit.web.markup import Html

_SAID = Html('<div class="mk-title">{}</div><span class="mk-text" dir="auto">{}</span>')
_MORE = Html("<details><summary>{}</summary>{}</details>")
_RECALLED = [Column("", "fixed"), Column("memory", "wide"), Column("why")]
_STORED = [Column("", "fixed"), Column("memory", "wide"), Column("id", "fixed")]


def turn_bundle(turn: Turn) -> MimeBundle:
    """Return one turn: question, answer, sources, and what was remembered."""
    return bundle(turn_text(turn), *turn_parts(turn))


def waiting_bundle(question: str, *, note: str = "Looking up what is remembered …") -> MimeBundle:
    """Return a question that has no answer yet, and why."""
    return bundle(f"You: {question}\n{note}", _SAID.format("You", question), html.foot(note))


def turn_parts(turn: Turn) -> Iterator[Html]:
    """Yield the parts of a turn as HTML; both texts are whole."""
    yield _SAID.format(f"You, {plain.time_of(turn.at, seconds=False)} UTC", turn.question)
    yield _SAID.format("Answer", turn.answer or "…")
    if turn.recalled:
        rows = [
            (
                html.badge(item.part, "none"),
                html.text(item.memory.memory) + html.about(item.memory, named=True, dated=True),
                _why(item.reason, item.relevance),
            )
            for item in turn.recalled
        ]
        yield _MORE.format(_recalled(turn), html.table(_RECALLED, rows))
    elif turn.stop is not None:
        yield html.foot("Nothing was recalled for it.")
    if turn.remembering == "stored" and turn.remembered:
        yield _MORE.format(remembered(turn), html.table(_STORED, map(_row, turn.remembered)))
    elif turn.remembering == "failed":
        yield html.note(remembered(turn), kind="warning")
    elif turn.stop is not None:
        yield html.foot(remembered(turn))
    yield html.foot(", ".join(filter(None, [ended(turn), spent(turn.usage)])))


def _row(result: AddResult) -> tuple[Html, Html, Html]:
    return html.change(result.event), html.text(result.memory), html.identity(result.id)


def _why(reason: str, relevance: float | None) -> str:
    return reason if relevance is None or f"{relevance:.2f}" in reason else (
        f"{reason}, {relevance:.2f}"
    )  # fmt: skip


def _recalled(turn: Turn) -> str:
    return f"Recalled: {counted(len(turn.recalled))}"


def remembered(turn: Turn) -> str:
    """Return what became of storing a turn, as a sentence."""
    if turn.remembering == "stored":
        return f"Remembered: {counted(len(turn.remembered or ()), 'message')}"
    return {
        "off": "Nothing of it is remembered.",
        "waiting": "It is being stored.",
        "undone": "What was remembered of it was undone.",
        "failed": f"It is not stored yet. {turn.error or ''}".strip(),
    }[turn.remembering]


def ended(turn: Turn) -> str:
    """Return why an answer ended before its end, in words; "" where it did not."""
    said = {"stopped": "stopped", "length": "cut: too long", "refused": "the model refused"}
    return said.get(turn.stop or "", "")


def turn_text(turn: Turn) -> str:
    """Return a turn as plain text, whole."""
    return "\n".join(_lines(turn))


def _lines(turn: Turn) -> Iterable[str]:
    yield f"You: {plain.clean(turn.question)}"
    yield f"Answer: {plain.clean(turn.answer)}"
    if ended(turn):
        yield f"({ended(turn)})"
    for item in turn.recalled:
        yield f"  recalled  {plain.one_line(item.line)} ({item.reason})"
    if turn.remembering != "off":
        yield f"  {plain.one_line(remembered(turn))}"
