"""Providers in a cell: what is installed, and what could be."""

from __future__ import annotations

from collections.abc import Sequence

from memkit.domain.wording import counted
from memkit.notebook import html, plain
from memkit.notebook.html import Column
from memkit.notebook.renderers.base import MimeBundle, bundle
from memkit.plugins import KNOWN, ProviderRow


def providers_bundle(rows: Sequence[ProviderRow], *, kind: str | None = None) -> MimeBundle:
    """Return the table of providers, the causes of failures, and what can be installed.

    Args:
        rows: What is installed.
        kind: The only kind that is listed, if not all are.
    """
    columns = [
        Column("kind", "fixed"),
        Column("name", "fixed"),
        Column("what it is", "wide"),
        Column("package", "fixed", drop=True),
        Column("version", "fixed", drop=True),
        Column("can", drop=True),
        Column("", "fixed"),
    ]
    states = {"ok": "add", "failed": "delete", "clash": "warning"}
    body = [
        (
            row.kind or "?",
            html.bold(row.name),
            row.failure or row.summary,
            row.distribution,
            row.version,
            ", ".join(row.capabilities),
            html.badge(row.state, states[row.state]),
        )
        for row in rows
    ]
    lines = [
        (row.kind or "?", row.name, f"{row.distribution} {row.version}", row.state,
         ", ".join(row.capabilities) or "-")
        for row in rows
    ]  # fmt: skip
    header = ("kind", "name", "package", "state", "can")
    text = [plain.table(header, lines) if rows else f"No {kind or 'provider'} is installed."]
    text += [f"{row.state}: {row.name}: {row.failure}" for row in rows if row.failure]
    available = _available(rows, kind)
    parts = [html.head("Providers", counted(len(rows), "provider"))]
    parts += [html.table(columns, body)] if rows else [html.note(text[0])]
    if available:
        pairs = [(f"pip install {name}", brings) for name, brings in available.items()]
        parts += [
            html.title("Can be installed"),
            html.table(
                [Column("to install", "fixed"), Column("brings", "wide")],
                [(html.mono(command), brings) for command, brings in pairs],
            ),
        ]
        text += ["", plain.table(("to install", "brings"), pairs, wrap=1)]
    return bundle("\n".join(text), *parts)


def _available(rows: Sequence[ProviderRow], kind: str | None) -> dict[str, str]:
    installed = {(row.kind, row.name) for row in rows}
    found: dict[str, dict[str, list[str]]] = {}
    for name, known in KNOWN.items():
        kinds = [item for item in known.kinds if kind in (None, item)]
        missing = ", ".join(item for item in kinds if (item, name) not in installed)
        if missing:
            found.setdefault(known.distribution, {}).setdefault(missing, []).append(name)
    return {
        distribution: "; ".join(f"{', '.join(names)} ({what})" for what, names in brought.items())
        for distribution, brought in sorted(found.items())
    }
