"""The magics themselves: from a line to one of the actions, with errors kept short."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from IPython.core.magic import (
    Magics,
    line_cell_magic,
    line_magic,
    magics_class,
    needs_local_scope,
    no_var_expand,
)
from IPython.display import display

from memkit.domain.display import Listing
from memkit.errors import ValidationError
from memkit.notebook import (
    commands,
    magics_admin,
    magics_chat,
    magics_costs,
    magics_documents,
    magics_entities,
    magics_facts,
    magics_read,
    magics_structured,
    magics_tidying,
    magics_write,
    messages,
)
from memkit.notebook.expand import expander
from memkit.notebook.input_lines import is_dropped
from memkit.notebook.options import Arguments, Command, parse
from memkit.notebook.state import Session

# What IPython's own %history is asked for: options, line numbers, sessions.
_OF_IPYTHON = re.compile(r"\s*(?:-(?!-|h\b)\S.*|[\d~/\s-]{0,5}|~\S*)\Z", re.DOTALL)

Action = Callable[[Session, Arguments], Any]
F = TypeVar("F", bound=Callable[..., Any])

_ACTIONS: dict[str, Action] = {
    "status": magics_read.status,
    "plugins": magics_read.plugins,
    "spaces": magics_admin.spaces,
    "embed": magics_admin.embed,
    "jobs": magics_admin.jobs,
    "list": magics_read.listing,
    "evidence": magics_read.evidence,
    "stale": magics_read.stale,
    "ingest": magics_documents.ingest,
    "sources": magics_documents.sources,
    "forget-source": magics_documents.forget_source,
    "facts": magics_facts.facts,
    "pending": magics_facts.pending,
    "extract": magics_facts.extract,
    "accept": magics_facts.accept,
    "reject": magics_facts.reject,
    "derivations": magics_facts.derivations,
    "check-llm": magics_facts.check_llm,
    "usage": magics_costs.usage,
    "budget": magics_costs.budget,
    "export-calls": magics_costs.export_calls,
    "wishes": magics_costs.wishes,
    "profile": magics_structured.profile,
    "recheck": magics_tidying.recheck,
    "consolidate": magics_tidying.consolidate,
    "entities": magics_entities.entities,
    "entity": magics_entities.entity,
    "duplicates": magics_read.duplicates,
    "import": magics_admin.import_file,
    "export": magics_admin.export_file,
    "backup": magics_admin.backup,
    "purge": magics_admin.purge,
    "doctor": magics_admin.doctor,
    "recall": magics_admin.recall,
    "tune": magics_admin.tune,
    "explore": lambda session, line: magics_read.widget(
        session,
        line,
        name="explore",
        **session.scope_of(line),
        where=line["where"],
        space=line["space"],
    ),
    "compare": lambda session, line: magics_read.widget(
        session,
        line,
        name="compare",
        **session.scope_of(line),
        where=line["where"],
        sample=line["sample"],
    ),
    "timeline": lambda session, line: magics_read.widget(
        session,
        line,
        name="timeline",
        **session.scope_of(line),
        where=line["where"],
        by=line["by"],
        time=line["time"],
    ),
}


def _documented(command: Command) -> Callable[[F], F]:
    """Let IPython's help, `%recall?`, show what `--help` does."""

    def document(magic: F) -> F:
        magic.__doc__ = f"{magic.__doc__}\n\n{command.help}"
        return magic

    return document


@magics_class
class MemKitMagics(Magics):  # type: ignore[misc, unused-ignore]
    """%memkit, %remember, %recall, %context, %ask, %chat, %history, %undo and %forget.

    Args:
        shell: The shell they belong to.
        session: What they remember.
        history_of_ipython: The magic that %history takes the place of, for what is not an id.
    """

    def __init__(
        self, shell: Any, session: Session, *, history_of_ipython: Callable[[str], Any] | None
    ) -> None:
        super().__init__(shell=shell)
        self._session = session
        self._history_of_ipython = history_of_ipython

    @needs_local_scope
    @no_var_expand
    @line_magic  # type: ignore[misc, unused-ignore]
    @_documented(commands.MEMKIT)
    def memkit(self, line: str, local_ns: Mapping[str, Any] | None = None) -> Any:
        """Open a memory, and look after it: `%memkit use research.db --user alice`."""
        with messages.reporting(self._session.shell):
            name, _, rest = line.strip().partition(" ")
            if name in ("--help", "-h"):
                name = "help"
            if not name:
                name = "status"
            elif name.startswith("-"):
                name, rest = "status", line
            asked = name.rstrip("?")
            if asked != name and not rest.strip():
                name, rest = asked or "help", "--help"
            if name == "help":
                return _show_overview()
            command = commands.SUBCOMMANDS.get(name)
            if command is None:
                raise _unknown(name)
            if name == "use":
                return self._run(command, rest, local_ns, self._use)
            return self._run(command, rest, local_ns, _ACTIONS[name])

    @needs_local_scope
    @no_var_expand
    @line_cell_magic  # type: ignore[misc, unused-ignore]
    @_documented(commands.REMEMBER)
    def remember(
        self, line: str, cell: str | None = None, local_ns: Mapping[str, Any] | None = None
    ) -> Any:
        """Store a text: `%remember I like tea --user alice`, or a cell with `%%remember`."""
        with messages.reporting(self._session.shell):
            return self._run(commands.REMEMBER, line, local_ns, self._remember, cell=cell)

    @needs_local_scope
    @no_var_expand
    @line_cell_magic  # type: ignore[misc, unused-ignore]
    @_documented(commands.RECALL)
    def recall(
        self, line: str, cell: str | None = None, local_ns: Mapping[str, Any] | None = None
    ) -> Any:
        """Find the memories that answer a question: `%recall what does she like --k 5`."""
        with messages.reporting(self._session.shell):
            return self._run(commands.RECALL, line, local_ns, self._recall, cell=cell)

    @needs_local_scope
    @no_var_expand
    @line_cell_magic  # type: ignore[misc, unused-ignore]  # IPython's decorators are untyped
    @_documented(commands.CONTEXT)
    def context(
        self, line: str, cell: str | None = None, local_ns: Mapping[str, Any] | None = None
    ) -> Any:
        """Show what is remembered as a block for a prompt: `%context what does she like?`."""
        with messages.reporting(self._session.shell):
            return self._run(commands.CONTEXT, line, local_ns, self._context, cell=cell)

    @needs_local_scope
    @no_var_expand
    @line_cell_magic  # type: ignore[misc, unused-ignore]  # IPython's decorators are untyped
    @_documented(commands.ASK)
    def ask(
        self, line: str, cell: str | None = None, local_ns: Mapping[str, Any] | None = None
    ) -> Any:
        """Answer a question from what is remembered: `%ask what does she like?`."""
        with messages.reporting(self._session.shell):
            return self._run(commands.ASK, line, local_ns, self._ask, cell=cell)

    @needs_local_scope
    @no_var_expand
    @line_cell_magic  # type: ignore[misc, unused-ignore]  # IPython's decorators are untyped
    @_documented(commands.CHAT)
    def chat(
        self, line: str, cell: str | None = None, local_ns: Mapping[str, Any] | None = None
    ) -> Any:
        """Say something in a conversation that remembers: `%chat where do I live?`."""
        with messages.reporting(self._session.shell):
            return self._run(commands.CHAT, line, local_ns, magics_chat.chat, cell=cell)

    @needs_local_scope
    @no_var_expand
    @line_magic  # type: ignore[misc, unused-ignore]
    @_documented(commands.HISTORY)
    def history(self, line: str, local_ns: Mapping[str, Any] | None = None) -> Any:
        """Show what happened to a memory: `%history 2f9c1e7a`. IPython's own is `%hist -n`."""
        if self._history_of_ipython is not None and _OF_IPYTHON.match(line):
            return self._history_of_ipython(line)
        with messages.reporting(self._session.shell):
            return self._run(commands.HISTORY, line, local_ns, magics_read.history)

    @needs_local_scope
    @no_var_expand
    @line_magic  # type: ignore[misc, unused-ignore]
    @_documented(commands.UNDO)
    def undo(self, line: str, local_ns: Mapping[str, Any] | None = None) -> Any:
        """Undo a change of a memory: `%undo`, `%undo 42 --yes`."""
        with messages.reporting(self._session.shell):
            return self._run(commands.UNDO, line, local_ns, magics_write.undo)

    @needs_local_scope
    @no_var_expand
    @line_magic  # type: ignore[misc, unused-ignore]
    @_documented(commands.FORGET)
    def forget(self, line: str, local_ns: Mapping[str, Any] | None = None) -> Any:
        """Delete memories: `%forget 2f9c1e7a --yes`."""
        with messages.reporting(self._session.shell):
            return self._run(commands.FORGET, line, local_ns, magics_write.forget)

    # -- running -----------------------------------------------------------------------------

    def _run(
        self,
        command: Command,
        line: str,
        local_ns: Mapping[str, Any] | None,
        action: Action,
        *,
        cell: str | None = None,
    ) -> Any:
        self._variables = {**self._session.shell.user_ns, **(local_ns or {})}
        arguments = parse(command, line, expand=expander(self._variables))
        if arguments["help"] or (cell is None and line.strip() in ("?", "??")):
            messages.show_code(command.help)
            return None
        if cell is not None:
            if arguments.text.strip():
                raise ValidationError(
                    f"There is text in the first line: {arguments.text!r}.",
                    fix=f"Put it in the cell, below %{command.name}.",
                )
            arguments = replace(arguments, text=cell, words=())
        if arguments.kept:
            messages.say(_kept(command, arguments.kept))
        result = action(self._session, arguments)
        shown = isinstance(result, messages.Shown)
        if shown:
            result = result.value
        if isinstance(result, Listing):
            result.idiom = "magic"
        if arguments["out"]:
            self._session.shell.push({arguments["out"]: result})
        if shown:
            return None
        if result is not None and is_dropped():
            display(result)  # type: ignore[no-untyped-call, unused-ignore]
            return None
        return result

    def _use(self, session: Session, arguments: Arguments) -> Any:
        return magics_admin.use(session, arguments, variables=self._variables)

    def _recall(self, session: Session, arguments: Arguments) -> Any:
        return magics_read.recall(session, arguments, variables=self._variables)

    def _context(self, session: Session, arguments: Arguments) -> Any:
        return magics_read.context(session, arguments, variables=self._variables)

    def _ask(self, session: Session, arguments: Arguments) -> Any:
        return magics_read.ask(session, arguments, variables=self._variables)

    def _remember(self, session: Session, arguments: Arguments) -> Any:
        return magics_write.remember(session, arguments, variables=self._variables)


def _show_overview() -> None:
    magics = [
        commands.REMEMBER, commands.RECALL, commands.CONTEXT, commands.ASK, commands.CHAT,
        commands.HISTORY, commands.UNDO, commands.FORGET,
    ]  # fmt: skip
    known = [*commands.SUBCOMMANDS.values(), *magics]
    width = max(len(command.name) for command in known)
    lines = [f"{command.name:{width}}  {command.summary}" for command in known]
    messages.show_code("\n".join([*lines, "", "Each one tells its options with --help."]))


def _unknown(name: str) -> ValidationError:
    close = difflib.get_close_matches(name, commands.SUBCOMMANDS, n=1, cutoff=0.5)
    hint = f"Did you mean %memkit {close[0]}? " if close else ""
    return ValidationError(
        f"There is no %memkit {name}.", fix=f"{hint}Use {', '.join(commands.SUBCOMMANDS)}."
    )


def _kept(command: Command, flags: Sequence[str]) -> str:
    which = " and ".join(dict.fromkeys(flags))
    return f"{which} is kept as text: {command.name} has no such option. --help lists those it has."
