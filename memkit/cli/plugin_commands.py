"""Commands that plug-ins bring: listed without importing them, imported when they are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from memkit.cli.output import Output
from memkit.cli.session import reporting
from memkit.errors import PluginError

if TYPE_CHECKING:
    from memkit.plugins import ProviderRow

_PANEL = "From plug-ins"
_LISTED = "memkit.commands"


class CommandGroup(TyperGroup):
    """The core's own commands, which nobody can replace, and below them those of plug-ins."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return all names, those of plug-ins last."""
        own = super().list_commands(ctx)
        others = dict.fromkeys(row.name for row in _rows(ctx) if row.kind)
        return [*own, *(name for name in others if name not in own)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command; one of a plug-in stands for what is imported when it is called."""
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        from memkit.plugins import default_manager

        if not default_manager().has_command(cmd_name):
            return None
        about = {row.name: row.failure or row.summary for row in ctx.meta.get(_LISTED, ())}
        return _PluginCommand(cmd_name, short_help=about.get(cmd_name), rich_help_panel=_PANEL)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help, and on stderr what is missing there."""
        super().format_help(ctx, formatter)
        note = Output(as_json=False).note
        for message in _troubles(_rows(ctx), super().list_commands(ctx)):
            note(message)

    def invoke(self, ctx: Any) -> Any:
        """Run a command. What a plug-in's raises is told as the core's errors are."""
        with reporting(Output(bool(ctx.params.get("as_json")))):
            return super().invoke(ctx)


class _PluginCommand(TyperCommand):
    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> Any:
        """Import the command, and go on with it."""
        return _imported(str(self.name)).make_context(info_name, args, parent=parent, **extra)


def _imported(name: str) -> Any:
    from memkit.plugins import default_manager

    found = default_manager().load_command(name)
    if isinstance(found, typer.Typer):
        return typer.main.get_command(found)
    if not callable(found):
        raise PluginError(
            f"The command {name!r} is of type {type(found).__name__}, and no Typer app or "
            "function.",
            fix="Update the plug-in that brings it, or report this to its authors.",
        )
    app = typer.Typer(add_completion=False)
    app.command(name)(found)
    return typer.main.get_command(app)


def _rows(ctx: Any) -> Sequence[ProviderRow]:
    """Return the commands of plug-ins, and the plug-ins that failed; looked for once a help."""
    from memkit.plugins import list_providers

    if _LISTED not in ctx.meta:
        ctx.meta[_LISTED] = list_providers("command")
    rows: Sequence[ProviderRow] = ctx.meta[_LISTED]
    return rows


def _troubles(rows: Sequence[ProviderRow], own: Sequence[str]) -> Iterator[str]:
    for row in rows:
        origin = f"{row.distribution} {row.version}".strip()
        if row.state == "failed":
            what = "command" if row.kind else "plug-in"
            yield f"The {what} {row.name!r} of {origin} can't be used. {row.failure}"
        elif row.name in own:
            yield (
                f"The command {row.name!r} of {origin} is left out: memkit has one of this name. "
                f"Write memkit {row.distribution}/{row.name}."
            )
