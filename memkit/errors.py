"""The errors memkit raises. Every message says what was found and ends with the fix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeVar

from memkit.redaction import redacted

E = TypeVar("E", bound=BaseException)

Idiom = Literal["python", "magic", "command", "widget"]
"""Where a text is read: what is to be done is written otherwise in each."""


class Wording(str):
    """A text in the words of each front end; as a plain text it is Python's.

    Args:
        python: What is said to who writes Python.
        magic, command, widget: What is said to who uses magics, the command line or a widget;
            Python's where one is not given.
    """

    _others: dict[str, str | None]

    def __new__(
        cls,
        python: str,
        *,
        magic: str | None = None,
        command: str | None = None,
        widget: str | None = None,
    ) -> Wording:
        """Return the texts as one."""
        self = super().__new__(cls, python)
        self._others = {"magic": magic, "command": command, "widget": widget}
        return self

    def said(self, idiom: Idiom) -> str:
        """Return the text for one front end."""
        return self._others.get(idiom) or str(self)

    def changed(self, change: Callable[[str], str]) -> Wording:
        """Return a wording whose texts are changed, each in the same way."""
        others = {name: change(text) for name, text in self._others.items() if text is not None}
        return Wording(change(str(self)), **others)

    def after(self, sentence: str) -> Wording:
        """Return a wording with a sentence before its texts."""
        return self.changed(lambda said: f"{sentence} {said}")

    def __reduce__(self) -> tuple[Any, ...]:
        return _worded, (str(self), self._others)


def _worded(python: str, others: dict[str, str | None]) -> Wording:
    return Wording(python, **others)


def in_idiom(text: str, idiom: Idiom) -> str:
    """Return a text, or what of a wording one front end says."""
    return text.said(idiom) if isinstance(text, Wording) else text


class MemkitError(Exception):
    """Base of all memkit errors.

    Args:
        problem: What was found and what was expected, as one or more sentences.
        fix: What to do about it, as the closing sentence; a `Wording` where front ends differ.
    """

    def __init__(self, problem: str, *, fix: str) -> None:
        # What users typed may hold half a character, and an error must always be printable; or a
        # password, and an error ends up in notebooks and logs.
        self.problem = _showable(problem)
        self.fix = _showable(fix)
        super().__init__(f"{self.problem} {self.fix}")

    def replace_in_text(self, text: str, by: str) -> None:
        """Put something else in the place of a text that must not be shown."""
        self.problem = _changed(self.problem, lambda said: said.replace(text, by))
        self.fix = _changed(self.fix, lambda said: said.replace(text, by))
        self.args = (f"{self.problem} {self.fix}",)

    def __reduce__(self) -> tuple[Any, ...]:
        # Keyword-only arguments do not survive the default pickling of exceptions.
        return _rebuild, (type(self), dict(self.__dict__))


def said_by(error: BaseException, idiom: Idiom) -> str:
    """Return what an error says in the words of one front end."""
    if isinstance(error, MemkitError):
        return f"{in_idiom(error.problem, idiom)} {in_idiom(error.fix, idiom)}"
    return str(error) if isinstance(error, ImportError) else f"{type(error).__name__}: {error}"


def _rebuild(cls: type[E], state: dict[str, Any]) -> E:
    error = cls.__new__(cls)
    error.__dict__.update(state)
    error.args = (f"{state['problem']} {state['fix']}",)
    return error


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, or the stop button, while something was done in pieces: what of it was kept.

    Attributes:
        problem: What was kept, as one or more sentences.
        fix: How to go on, as the closing sentence.
    """

    def __init__(self, problem: str, *, fix: str) -> None:
        self.problem = problem
        self.fix = fix
        super().__init__(f"{problem} {fix}")

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), {"problem": self.problem, "fix": self.fix})

    def _render_traceback_(self) -> list[str]:
        # IPython asks an exception for this before it makes a traceback, in which nobody finds it.
        return [f"Interrupted: {self.problem}", self.fix]


class MemkitWarning(UserWarning):
    """Something users should know, but that lost nothing."""


def _showable(text: str) -> str:
    return _changed(text, lambda said: redacted(said.encode(errors="backslashreplace").decode()))


def _changed(text: str, change: Callable[[str], str]) -> str:
    return text.changed(change) if isinstance(text, Wording) else change(text)


class ValidationError(MemkitError):
    """An argument, a message or an imported line has the wrong shape."""


class ArgumentError(ValidationError, TypeError):
    """A verb was called with an argument that it does not have."""


class NotFoundError(MemkitError):
    """No memory, event or file has the name that was asked for."""


class PurgedError(NotFoundError):
    """What a model was shown was purged meanwhile, so that nothing may be made of its answer.

    Attributes:
        ids: The memories that were purged.
    """

    def __init__(self, problem: str, *, fix: str, ids: tuple[str, ...] = ()) -> None:
        super().__init__(problem, fix=fix)
        self.ids = ids

    @classmethod
    def of(cls, ids: tuple[str, ...]) -> PurgedError:
        """Return the error that names the memories."""
        return cls(
            f"Memory {ids[0]!r} was purged while a model was asked about it, and what it answered "
            "was dropped.",
            fix="Ask again, without it.",
            ids=ids,
        )


class ScopeError(MemkitError):
    """A scope is missing or malformed."""


class FilterError(MemkitError):
    """A metadata filter can't be understood.

    Attributes:
        position: Offset in characters for a filter string, else None.
        path: Keys that lead to the mistake in a filter dict, else an empty tuple.
    """

    def __init__(
        self,
        problem: str,
        *,
        fix: str,
        position: int | None = None,
        path: tuple[str | int, ...] = (),
    ) -> None:
        self.position = position
        self.path = path
        super().__init__(problem, fix=fix)


class SpaceError(MemkitError):
    """An embedding space is unknown, incomplete, or belongs to another model."""


class JournalError(MemkitError):
    """The journal can't be opened, is too new, or is damaged."""


class JobError(MemkitError):
    """A background job does not run here, or was ended from outside."""


class PluginError(MemkitError):
    """A provider is not installed, fails to load, or its name is ambiguous."""


class ProviderError(MemkitError):
    """A provider (an embedder, an LLM, a store, ...) failed.

    Attributes:
        provider: The name of the provider, as users type it.
    """

    def __init__(self, problem: str, *, fix: str, provider: str | None = None) -> None:
        self.provider = provider
        super().__init__(problem, fix=fix)


class AuthenticationError(ProviderError):
    """The provider refused the key, or there is none."""


class RateLimitError(ProviderError):
    """The provider asks to slow down.

    Attributes:
        retry_after: Seconds to wait that the provider named, else None.
    """

    def __init__(
        self,
        problem: str,
        *,
        fix: str,
        provider: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        self.retry_after = retry_after
        super().__init__(problem, fix=fix, provider=provider)


class StoreDamagedError(ProviderError):
    """A store answers that its own index is damaged; the journal has all that it held.

    memkit makes it anew in the background, and answers from the journal meanwhile.
    """


class StoreLostError(StoreDamagedError):
    """A store's index was there, and is not any more: somebody deleted it, or a part of it.

    memkit makes it again from the journal, and answers from the journal meanwhile.
    """


class ConnectionError(ProviderError):  # noqa: A001 - the field's name for it; shadows on purpose
    """The provider can't be reached, cut the connection, or answered with a server error.

    Attributes:
        unreachable: Whether it is known that there was no answer for want of a connection.
    """

    unreachable = False


# As `memkit.domain.public` says of what stands above.
for _error in (MemkitError, Interrupted, MemkitWarning):
    _error.__module__ = "memkit"
