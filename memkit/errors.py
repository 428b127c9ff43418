"""The errors memkit raises. Every message says what was found and ends with the fix."""

from __future__ import annotations

from typing import Any


class MemkitError(Exception):
    """Base of all memkit errors.

    Args:
        problem: What was found and what was expected, as one or more sentences.
        fix: What to do about it, as the closing sentence.
    """

    def __init__(self, problem: str, *, fix: str) -> None:
        # What users typed may hold half a character, and an error must always be printable.
        self.problem = _printable(problem)
        self.fix = _printable(fix)
        super().__init__(f"{self.problem} {self.fix}")

    def replace_in_text(self, text: str, by: str) -> None:
        """Put something else in the place of a text that must not be shown."""
        self.problem = self.problem.replace(text, by)
        self.fix = self.fix.replace(text, by)
        self.args = (f"{self.problem} {self.fix}",)

    def __reduce__(self) -> tuple[Any, ...]:
        # Keyword-only arguments do not survive the default pickling of exceptions.
        return _rebuild, (type(self), dict(self.__dict__))


def _rebuild(cls: type[MemkitError], state: dict[str, Any]) -> MemkitError:
    error = cls.__new__(cls)
    error.__dict__.update(state)
    error.args = (f"{state['problem']} {state['fix']}",)
    return error


class MemkitWarning(UserWarning):
    """Something users should know, but that lost nothing."""


def _printable(text: str) -> str:
    return text.encode(errors="backslashreplace").decode()


class ValidationError(MemkitError):
    """An argument, a message or an imported line has the wrong shape."""


class ArgumentError(ValidationError, TypeError):
    """A verb was called with an argument that it does not have."""


class NotFoundError(MemkitError):
    """No memory, event or file has the name that was asked for."""


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


class ConnectionError(ProviderError):  # noqa: A001 - the field's name for it; shadows on purpose
    """The provider can't be reached, cut the connection, or answered with a server error."""


# As `memkit.domain.public` says of what stands above.
for _error in (MemkitError, MemkitWarning):
    _error.__module__ = "memkit"
