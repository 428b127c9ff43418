"""A picture of an explorer: the first rows of its table, how many there are, and what filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memkit.explorer.schemas import MemorySummary, Status
from memkit.notebook import html, plain
from memkit.notebook.html import Column
from memkit.text.clean import cut
from memkit.web.markup import Html

if TYPE_CHECKING:
    from memkit.explorer import Explorer

_MOST_ROWS = 15
_MOST_OF_A_TEXT = 160
_MOST_OF_A_VALUE = 40


def parts(explorer: Explorer) -> list[Html]:
    """Return what the picture shows."""
    # To draw a picture is no action of anyone's.
    last_code = explorer.last_code
    status, shown = explorer.status(), explorer.rows(0, _MOST_ROWS)
    explorer.last_code = last_code
    rows = [row for row in shown["rows"] if row is not None]
    drawn = [html.head(_name(status["url"]), *_facts(status, len(rows), shown["total"]))]
    filters = html.pairs(_filters(explorer, status))
    if filters:
        drawn.append(Html('<div class="mk-about">{}</div>').format(filters))
    if not rows:
        return [*drawn, html.note("No memories here.")]
    columns = _columns(status, rows)
    return [
        *drawn,
        html.table(
            [Column("memory", "wide"), *(Column(title, _kind(name)) for name, title in columns)],
            [_cells(row, [name for name, _ in columns]) for row in rows],
        ),
    ]


def _name(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2] or url


def _facts(status: Status, rows: int, total: int) -> list[str]:
    space = next((one for one in status["spaces"] if one["key"] == status["space"]), None)
    said = plain.showing(rows, total)
    if total < status["total"]:
        said += f" that fit, {status['total']:,} in all"
    return [f"{space['key']} ({space['dim']:,} d)" if space else "no space yet", said]


def _filters(explorer: Explorer, status: Status) -> list[tuple[str, str]]:
    """Return what leaves memories out, with a word for each."""
    said = [
        (plain.SCOPE_WORDS[name], given)
        for name, given in status["scope"].items()
        if given is not None
    ]
    if status["where"]:
        said.append(("where", status["where"]))
    if status["at"] is not None:
        said.append(("as of", f"{_minute(status['at_time'] or '')} UTC, change {status['at']:,}"))
    if explorer.events is not None:
        after, until = explorer.events
        said.append(("changes", f"{after + 1:,} to {until or status['head']:,}"))
    if status["query"]:
        said.append(("question", status["query"]))
    if status["selected"]:
        said.append(("selected", f"{status['selected']:,}"))
    return said


def _columns(status: Status, rows: list[MemorySummary]) -> list[tuple[str, str]]:
    """Return names and titles of the columns that the widget begins with."""
    chosen = [
        (name, word)
        for name, word in (("user_id", "user"), ("agent_id", "agent"))
        if status["scope"][name] is None and len(status["scopes"][name]) > 1
    ]
    if any(row["occurred_at"] for row in rows):
        chosen.append(("occurred_at", "occurred"))
    keys = [one["key"] for one in status["metadata"]]
    if keys:
        key = "category" if "category" in keys else keys[0]
        chosen.append((f"metadata.{key}", cut(key, _MOST_OF_A_VALUE)))
    return [*chosen, ("updated_at", "updated")]


def _kind(name: str) -> str:
    return "fixed" if name.endswith("_at") else ""


def _cells(row: MemorySummary, names: list[str]) -> list[str]:
    return [
        Html('<span dir="auto">{}</span>').format(plain.one_line(row["text"], _MOST_OF_A_TEXT)),
        *(Html('<span dir="auto">{}</span>').format(_value(row, name)) for name in names),
    ]


def _value(row: MemorySummary, name: str) -> str:
    _, is_key, key = name.partition("metadata.")
    if is_key:
        found = row["metadata"].get(key)
        return "" if found is None else plain.one_line(plain.value(found), _MOST_OF_A_VALUE)
    found = row[name]  # type: ignore[literal-required]
    if name.endswith("_at"):
        return str(found or "")[:10]
    return "" if found is None else plain.one_line(found, _MOST_OF_A_VALUE)


def _minute(iso: str) -> str:
    return iso[:16].replace("T", " ")
