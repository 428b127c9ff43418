"""A picture of an explorer: the first rows of its table, how many there are, and what filters."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from memkit.domain.standing import Standing
from memkit.domain.wording import counted_of
from memkit.engine.recall import last_measured
from memkit.explorer.schemas import MemorySummary
from memkit.notebook import html, plain
from memkit.notebook.html import Column
from memkit.text.clean import cut
from memkit.web.markup import Html

if TYPE_CHECKING:
    from memkit.explorer import Explorer

_MOST_ROWS = 15
_MOST_OF_A_TEXT = 160
_MOST_OF_A_VALUE = 40
_BADGES: dict[Standing, str] = {
    "served": "add",
    "proposed": "update",
    "unsupported": "warning",
    "stale": "warning",
    "rejected": "delete",
    "superseded": "none",
}


def parts(explorer: Explorer) -> list[Html]:
    """Return what the picture shows."""
    shown = explorer.first_rows(_MOST_ROWS)
    rows = [row for row in shown["rows"] if row is not None]
    url = explorer.memory.engine.journal.url
    drawn = [html.head(_name(url), *_facts(explorer, len(rows), shown["total"]))]
    filters = html.pairs(_filters(explorer))
    if filters:
        drawn.append(Html('<div class="mk-about">{}</div>').format(filters))
    if not rows:
        return [*drawn, html.note("No memories here.")]
    columns = _columns(explorer, rows)
    return [
        *drawn,
        html.table(
            [Column("memory", "wide"), *(Column(title, _kind(name)) for name, title in columns)],
            [_cells(row, [name for name, _ in columns]) for row in rows],
        ),
    ]


def _name(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2] or url


def _facts(explorer: Explorer, rows: int, shown: int) -> list[str]:
    space = explorer.memory.engine.spaces.get(explorer.space)
    total = explorer.memory.count()
    said = counted_of(rows, shown)
    if shown < total:
        said += f" that fit, {total:,} in all"
    found = last_measured(explorer.memory.engine, space.key)
    return [f"{space.key} ({space.dim:,} d)", said, *([found.short] if found else [])]


def _filters(explorer: Explorer) -> list[tuple[str, str]]:
    """Return what leaves memories out, with a word for each."""
    scope = zip(plain.SCOPE_WORDS.values(), explorer.scope.key, strict=True)
    said = [(word, given) for word, given in scope if given is not None]
    if explorer.where:
        said.append(("where", explorer.where))
    if explorer.document is not None:
        said.append(("document", explorer.document_title))
    if explorer.kind != "all":
        said.append(("show", " ".join(filter(None, [explorer.standing, explorer.kind]))))
    if explorer.at is not None:
        said.append(("as it was", f"after change {explorer.at:,}"))
    if explorer.events is not None:
        after, until = explorer.events
        said.append(("changes", f"from {after + 1:,}" + (f" to {until:,}" if until else "")))
    if explorer.query:
        said.append(("question", explorer.query))
    if explorer.selection:
        said.append(("selected", f"{len(explorer.selection):,}"))
    return said


def _columns(explorer: Explorer, rows: list[MemorySummary]) -> list[tuple[str, str]]:
    """Return names and titles of the columns that tell these rows apart."""
    chosen = []
    if explorer.scope.user_id is None and len({row["user_id"] for row in rows}) > 1:
        chosen.append(("user_id", "user"))
    if any(row["occurred_at"] for row in rows):
        chosen.append(("occurred_at", "occurred"))
    keys = Counter(key for row in rows for key in row["metadata"])
    if keys:
        key = "category" if "category" in keys else keys.most_common(1)[0][0]
        chosen.append((f"metadata.{key}", cut(key, _MOST_OF_A_VALUE)))
    return [*chosen, ("updated_at", "updated")]


def _kind(name: str) -> str:
    return "fixed" if name.endswith("_at") else ""


def _cells(row: MemorySummary, names: list[str]) -> list[str]:
    return [
        _mark(row)
        + Html('<span dir="auto">{}</span>').format(plain.one_line(row["text"], _MOST_OF_A_TEXT)),
        *(Html('<span dir="auto">{}</span>').format(_value(row, name)) for name in names),
    ]


def _mark(row: MemorySummary) -> Html:
    """Return what says of a fact what it is; nothing of a message."""
    standing = row["standing"]
    if standing is None:
        return Html()
    return html.badge("fact" if standing == "served" else standing, _BADGES[standing]) + Html(" ")


def _value(row: MemorySummary, name: str) -> str:
    _, is_key, key = name.partition("metadata.")
    if is_key:
        found = row["metadata"].get(key)
        return "" if found is None else plain.one_line(plain.value(found), _MOST_OF_A_VALUE)
    found = row[name]  # type: ignore[literal-required]
    if name.endswith("_at"):
        return str(found or "")[:10]
    return "" if found is None else plain.one_line(found, _MOST_OF_A_VALUE)
