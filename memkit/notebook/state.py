"""The session of the magics: the current memory, the default scope, and the variable it has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from memkit.errors import NotFoundError
from memkit.notebook import messages

if TYPE_CHECKING:
    from memkit.chat.chat import Chat
    from memkit.memory import Memory
    from memkit.notebook.options import Arguments
    from memkit.notebook.settings import MemKit

# Any: the verbs take ids among arguments of other types.
Ids = dict[str, Any]
SCOPE_OPTIONS = {"user": "user_id", "agent": "agent_id", "app": "app_id", "run": "run_id"}


class Session:
    """What the magics of one shell remember.

    Attributes:
        shell: The shell.
        settings: `%config MemKit`.
        memory: The current memory, if one is open.
        name: The variable that holds it, or "" if there is none.
        scope: The default scope: ids by the names that the verbs give them.
    """

    def __init__(self, shell: Any, settings: MemKit) -> None:
        self.shell = shell
        self.settings = settings
        self.memory: Memory | None = None
        self.name = ""
        self.scope: Ids = {}
        # The conversation of %chat, after where it was begun, and with what.
        self.chat: tuple[object, Ids, Chat] | None = None
        # Whether nobody else can have it, so that it is ours to close.
        self._owned = False
        # What `bind` put into the variable.
        self._bound: Memory | None = None

    @property
    def variable(self) -> str:
        """What the memory is called in code."""
        return self.name or "m"

    def source(self, arguments: Arguments) -> str:
        """Return what the memory is called in code that names the ids that a line means.

        A variable of ours means the default scope, which code for everyone must leave.
        """
        is_scoped = self._bound is not None and bool(self._bound.scope)
        return (
            f"{self.variable}.unscoped()" if arguments["everyone"] and is_scoped else self.variable
        )

    def current(self) -> Memory:
        """Return the current memory; the only one in a variable if none was chosen.

        Raises:
            NotFoundError: There is none, or there are several.
        """
        if self.memory is not None:
            return self.memory
        found = self.in_variables()
        if len(found) == 1:
            ((name, memory),) = found.items()
            self.take(memory, name=name)
            return memory
        if found:
            raise NotFoundError(
                f"There are several memories: {', '.join(found)}.",
                fix=f"Choose one: %memkit use {next(iter(found))}",
            )
        raise NotFoundError(
            "No memory is open.", fix="Open one: %memkit use memkit.db --user alice"
        )

    def in_variables(self) -> dict[str, Memory]:
        """Return the memories that variables hold, each under its first name."""
        import sys

        home = sys.modules.get("memkit.memory")
        if home is None:  # then no variable can hold one
            return {}
        found: dict[str, Memory] = {}
        for name, value in list(self.shell.user_ns.items()):
            if not isinstance(value, home.Memory) or name.startswith("_"):
                continue
            # One memory under several scopes is one.
            if all(value.engine is not other.engine for other in found.values()):
                found[name] = value
        return found

    def take(self, memory: Memory, *, name: str, owned: bool = False) -> None:
        """Make a memory the current one; one that nobody else can have is closed."""
        if self.memory is not None and self.memory.engine is not memory.engine:
            self.end_chat()
            if self._owned:
                self.memory.close()
        self._owned = owned
        self._bound = None
        self.memory = memory.unscoped()
        self.name = name
        if memory.scope:
            self.scope = memory.scope.model_dump(exclude_none=True)

    def bind(self, name: str) -> None:
        """Give the current memory a variable, in which it means the default scope."""
        assert self.memory is not None
        self._bound = self.memory.scoped(**self.scope) if self.scope else self.memory
        self.shell.push({name: self._bound})
        self.name = name
        self._owned = False

    def set_scope(self, scope: Ids) -> None:
        """Mean other memories from now on, also in a variable that `bind` gave it."""
        changed = scope != self.scope
        self.scope = scope
        is_ours = self._bound is not None and self.shell.user_ns.get(self.name) is self._bound
        if changed and is_ours:
            self.bind(self.name)

    def leave(self) -> None:
        """Forget the current memory; one that nobody else can have is closed."""
        self.end_chat()
        if self.memory is not None and self._owned:
            self.memory.close()
        self.memory = None
        self.name = ""
        self.scope = {}

    def end_chat(self) -> None:
        """Wait for what the conversation still has to store, and end it."""
        if self.chat is not None:
            self.chat[2].close()
            self.chat = None

    def tell(self, arguments: Arguments, said: str) -> None:
        """Show the code that does the same, if the line or the settings ask for it."""
        if arguments["show_code"] or self.settings.show_code:
            messages.show_code(said)

    def scope_of(self, arguments: Arguments) -> Ids:
        """Return the scope of a line: the default one, with the ids that the line gives."""
        base = {} if arguments["everyone"] else self.scope
        return {**base, **given_scope(arguments)}


def given_scope(arguments: Arguments) -> Ids:
    """Return the ids that a line gives."""
    return {
        key: arguments[option]
        for option, key in SCOPE_OPTIONS.items()
        if arguments[option] is not None
    }


def in_words(scope: Mapping[str, Any]) -> str:
    """Return a scope for people: "alice", or "alice, agent helper"."""
    words = {"user_id": "", "agent_id": "agent ", "app_id": "app ", "run_id": "run "}
    return ", ".join(f"{words[key]}{value}" for key, value in scope.items())


def as_options(scope: Mapping[str, Any]) -> str:
    """Return a scope as it is typed."""
    import shlex

    names = {key: option for option, key in SCOPE_OPTIONS.items()}
    return "".join(f" --{names[key]} {shlex.quote(value)}" for key, value in scope.items())
