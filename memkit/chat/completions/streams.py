"""Answers in pieces, as the SDK's streams are: iterators that are closed, or left by `with`."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from typing import Any, Self

from memkit.chat.turns import Turn


class _Pieces:
    """What both have. What they have not, such as `response`, the provider's stream has.

    Attributes:
        memkit: The turn: what was recalled, what came so far, and what became of storing it.
    """

    def __init__(self, pieces: Any, turn: Turn, inner: Any = None) -> None:
        self._pieces = pieces
        self._inner = inner
        self.memkit = turn

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or self._inner is None:
            raise AttributeError(f"A stream of an answer has no {name!r}.")
        return getattr(self._inner, name)


class Stream(_Pieces):
    """The pieces of an answer."""

    _pieces: Generator[Any, None, None]

    def __iter__(self) -> Iterator[Any]:
        return self._pieces

    def __next__(self) -> Any:
        return next(self._pieces)

    def close(self) -> None:
        """Stop the answer; what came of it is stored."""
        self._pieces.close()
        if self._inner is not None:
            self._inner.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()


class AsyncStream(_Pieces):
    """The pieces of an answer, for an event loop."""

    _pieces: AsyncGenerator[Any, None]

    def __aiter__(self) -> AsyncIterator[Any]:
        return self._pieces

    async def __anext__(self) -> Any:
        return await anext(self._pieces)

    async def close(self) -> None:
        """Stop the answer; what came of it is stored."""
        await self._pieces.aclose()
        if self._inner is not None:
            await self._inner.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *raised: object) -> None:
        await self.close()
