"""Write the table of providers into README.md, from what the plug-ins say of themselves.

    python scripts/providers_table.py [--check]

No plug-in needs to be installed for it: the modules that register providers import no SDK. What a
plug-in was run against stands in its pyproject.toml, under `[tool.memkit]`.
"""

from __future__ import annotations

import importlib
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from memkit.plugins.registration import HOOKS
from memkit.plugins.specs import Spec

ROOT = Path(__file__).resolve().parent.parent
BEGIN = "<!-- providers: written by scripts/providers_table.py -->"
END = "<!-- /providers -->"
KINDS = {
    "store": "store", "journal": "journal", "embedder": "embedder", "llm": "LLM",
    "reranker": "reranker", "loader": "loader", "command": "command",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line of the table: a distribution, what it provides, and what it was run against."""

    distribution: str
    specs: list[Spec]
    ran: str


def rows() -> list[Row]:
    """Return a row for each plug-in of this repository, those with stores first."""
    found = []
    for folder in sorted((ROOT / "plugins").glob("memkit-*")):
        project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
        sys.path.insert(0, str(folder))
        specs: list[Spec] = []
        for module in dict.fromkeys(project["project"]["entry-points"]["memkit"].values()):
            plugin = importlib.import_module(module)
            for hook in HOOKS:
                specs += getattr(plugin, hook, list)()
        found.append(
            Row(project["project"]["name"], specs, project["tool"]["memkit"]["ran-against"])
        )
    order = list(KINDS)
    return sorted(
        found, key=lambda row: (min(order.index(spec.kind) for spec in row.specs), row.distribution)
    )


def table() -> str:
    """Return the table as Markdown."""
    lines = ["| `pip install` | provides | its tests run against |", "|---|---|---|"]
    for row in rows():
        parts = []
        for kind, title in KINDS.items():
            names = sorted({spec.name for spec in row.specs if spec.kind == kind})
            if names:
                parts.append(f"{title} {', '.join(f'`{name}`' for name in names)}")
        link = f"[{row.distribution}](plugins/{row.distribution})"
        lines.append(f"| {link} | {'; '.join(parts)} | {row.ran} |")
    return "\n".join(lines)


def with_table(text: str) -> str:
    """Return the README with the table in its place."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def main() -> None:
    """Write the table, or say that it is out of date."""
    path = ROOT / "README.md"
    text = path.read_text("utf-8")
    if "--check" not in sys.argv:
        path.write_text(with_table(text), "utf-8")
    elif with_table(text) != text:
        sys.exit("README.md: the providers changed. Run: python scripts/providers_table.py")


if __name__ == "__main__":
    main()
