"""A whole memory in a cell: where it is, what it holds, what changed last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from memkit.domain.recall import RecallReport
from memkit.domain.results import Space
from memkit.domain.wording import counted
from memkit.engine.recall import last_measured
from memkit.notebook import html, plain
from memkit.notebook.html import Column
from memkit.notebook.renderers.base import MimeBundle, bundle
from memkit.notebook.renderers.changes import event_html, events_text
from memkit.notebook.renderers.spaces import notes_on, spaces_part
from memkit.notebook.state import in_words

if TYPE_CHECKING:
    from memkit.memory import Memory

_LAST_CHANGES = 5


def memory_bundle(memory: Memory, *, name: str = "", scope: str = "") -> MimeBundle:
    """Return where a memory is, how much is in it, its spaces, and its last changes.

    Args:
        memory: The memory.
        name: The variable that holds it.
        scope: The default scope of the magics, in words; that of the memory by default.
    """
    engine = memory.engine
    scope = scope or in_words(memory.scope.model_dump(exclude_none=True))
    memory = memory.unscoped()
    total = memory.count()
    spaces = memory.spaces
    head = engine.journal.head().seq
    # Numbers may be missing: so from further back than as many as are shown.
    events = memory.events(since=max(0, head - 4 * _LAST_CHANGES))[-_LAST_CHANGES:]
    where = _where(memory)
    counts = [counted(total), counted(head, "change")]
    extra = [f"store {engine.index.name}"]
    extra += [report.short for report in _measured(memory, spaces)]
    extra += [f"scope {scope}"] if scope else []
    extra += [f"in Python {name}"] if name else []
    spaces_html, spaces_text = spaces_part(spaces, total)
    url = engine.journal.url if engine.journal.url != where else ""
    text = [" - ".join([where, *counts, *extra]), *([url] if url else []), "", spaces_text]
    parts = [html.head(where, *counts, *extra), spaces_html]
    text += notes_on(spaces)
    parts += map(html.foot, notes_on(spaces))
    if events:
        shown = list(reversed(events))
        rows = [
            (
                f"{event.seq}",
                html.change(event.event),
                event_html(event),
                plain.time_of(event.at, seconds=False),
                html.identity(event.memory_id),
            )
            for event in shown
        ]
        columns = [
            Column("event", "number"),
            Column("", "fixed"),
            Column("memory", "wide"),
            Column("when (UTC)", "fixed"),
            Column("id", "fixed"),
        ]
        parts += [html.title("Last changes"), html.table(columns, rows)]
        text += ["", "Last changes", events_text(shown, one=False)]
    else:
        hint = "No memories yet. Add one: %remember I like tea --user alice"
        parts.append(html.foot(hint))
        text += ["", hint]
    parts.append(html.foot(url))
    return bundle("\n".join(text), *parts)


def opened_bundle(memory: Memory, *, name: str = "", scope: str = "") -> MimeBundle:
    """Return one line about a memory that was opened, and what is worth knowing of its spaces.

    Args:
        memory: The memory.
        name: The variable that holds it.
        scope: The default scope of the magics, in words.
    """
    spaces = memory.spaces
    default = next((space for space in spaces if space.default), None)
    notes = notes_on(spaces)
    facts = [counted(memory.count())]
    facts += [f"space {default.key} ({default.dim} d)"] if default else []
    facts += [f"scope {scope}"] if scope else []
    facts += [f"in Python {name}"] if name else []
    return bundle(
        "\n".join([" - ".join([_where(memory), *facts]), *notes]),
        html.head(_where(memory), *facts),
        *map(html.foot, notes),
    )


def _measured(memory: Memory, spaces: Sequence[Space]) -> list[RecallReport]:
    """Return what was measured last of the store in the default space, if anything was."""
    found = [last_measured(memory.engine, space.key) for space in spaces if space.default]
    return [report for report in found if report is not None]


def _where(memory: Memory) -> str:
    journal = memory.engine.journal
    return journal.path.name if journal.path else journal.url
