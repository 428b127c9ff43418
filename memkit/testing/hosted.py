"""What every model behind an API must do when the API misbehaves.

A plug-in's test subclasses `HostedConformance`, or `HostedLLMConformance` for an LLM, and says how
its provider answers (`answer`); the SDK in between is the real one.

    class TestFailures(HostedConformance):
        spec = EMBEDDER
        def answer(self, request): return Reply(json={"data": ...})
        def options(self, url): return {"model": "m", "api_key": "k", "base_url": url}
"""

from __future__ import annotations

import asyncio
import dataclasses
import functools
import logging
import socket
import threading
import time
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar, cast

import pytest

from memkit.concurrency.effects import Call
from memkit.contracts.llm import Completion, Stop
from memkit.domain.records import Message, Usage
from memkit.errors import (
    AuthenticationError,
    ConnectionError,
    MemkitError,
    ProviderError,
    RateLimitError,
)
from memkit.plugins.specs import EmbedderSpec, LLMSpec, ProviderSpec, RerankerSpec
from memkit.providers.hosted import patiently
from memkit.testing.building import building
from memkit.testing.leaks import CANARY, shown_in, written
from memkit.testing.overriding import Guarded
from memkit.testing.wire import Reply, Request, WireServer

_TEXT = "a text"
_HELLO = (Message(role="user", content="Hello."),)
_CANDIDATES = ("green tea", "rain")


class HostedConformance(Guarded):
    """Subclass it, set `spec`, and say how the API answers.

    Attributes:
        spec: The provider's spec.
        error_body: What the API answers with an error, as JSON values.
    """

    spec: ClassVar[ProviderSpec]
    error_body: ClassVar[Any] = {"error": {"message": "something is wrong", "type": "error"}}

    @abstractmethod
    def answer(self, request: Request) -> Reply:
        """Answer a request as the provider's documentation says."""

    @abstractmethod
    def options(self, url: str) -> dict[str, Any]:
        """Return the options of a config that leads to the server, without the key."""

    def call(self, model: Any) -> Any:
        """Call the model once, which takes one request."""
        match self.spec:
            case EmbedderSpec():
                return model.embed_batch([_TEXT], kind="document")
            case RerankerSpec():
                return model.rerank("tea", _CANDIDATES, k=2)
        raise NotImplementedError(f"Say how a {type(self.spec).__name__} is called.")

    def acall(self, model: Any) -> Awaitable[Any]:
        """Do the same with its coroutine."""
        called: Awaitable[Any]
        match self.spec:
            case EmbedderSpec():
                called = model.aembed_batch([_TEXT], kind="document")
            case RerankerSpec():
                called = model.arerank("tea", _CANDIDATES, k=2)
            case _:
                raise NotImplementedError(f"Say how a {type(self.spec).__name__} is called.")
        return called

    # -- fixtures ----------------------------------------------------------------------------

    @pytest.fixture
    def server(self) -> Iterator[WireServer]:
        """The provider's API on this machine."""
        with WireServer(self.answer) as server:
            yield server

    @pytest.fixture
    def make(self) -> Iterator[Callable[..., Any]]:
        """Make the model on a server; closed after the test."""
        with building() as build:
            yield lambda url, **options: build(self.spec, **{**self.options(url), **options})

    @pytest.fixture
    def model(self, server: WireServer, make: Callable[..., Any]) -> Any:
        """The model."""
        return make(server.url)

    # -- tests -------------------------------------------------------------------------------

    def test_a_call_is_one_request_with_the_key(self, server: WireServer, model: Any) -> None:
        """The key goes out in a header, and nowhere else."""
        self.call(model)
        (request,) = server.requests
        assert any(CANARY in value for value in request.headers.values())
        assert CANARY not in request.path
        assert CANARY.encode() not in request.body

    @pytest.mark.parametrize("status", [401, 403])
    def test_a_refused_key(self, server: WireServer, model: Any, status: int) -> None:
        """The error says which variable or option holds the key, and is not tried again."""
        server.first(Reply(status=status, json=self.error_body))
        with pytest.raises(AuthenticationError) as raised:
            self.call(model)
        assert len(server.requests) == 1
        assert raised.value.fix
        assert raised.value.provider == self.spec.name

    def test_too_many_requests(self, server: WireServer, model: Any) -> None:
        """What the provider asks to wait is told, and the SDK does not try by itself."""
        server.first(Reply(status=429, json=self.error_body, headers={"Retry-After": "7"}))
        with pytest.raises(RateLimitError) as raised:
            self.call(model)
        assert raised.value.retry_after == 7
        assert len(server.requests) == 1

    def test_patience_is_rewarded(self, server: WireServer, model: Any) -> None:
        """With memkit's retries, two 429 and a 500 are only a delay."""
        server.first(
            Reply(status=429, json=self.error_body, headers={"Retry-After": "0"}),
            Reply(status=429, json=self.error_body, headers={"Retry-After": "0.01"}),
            Reply(status=500, json=self.error_body),
        )
        call = patiently(
            Call(functools.partial(self.call, model), functools.partial(self.acall, model))
        )
        assert call.blocking() is not None
        assert len(server.requests) == 4

    @pytest.mark.parametrize("status", [500, 502, 503, 529])
    def test_a_server_error(self, server: WireServer, model: Any, status: int) -> None:
        """It may be over in a moment, so it counts as a connection that failed."""
        server.first(Reply(status=status, json=self.error_body))
        with pytest.raises(ConnectionError, match=str(status)):
            self.call(model)
        assert len(server.requests) == 1

    @pytest.mark.parametrize("status", [400, 404, 422])
    def test_a_refused_request(self, server: WireServer, model: Any, status: int) -> None:
        """It would be refused again, so it is no error that is tried again."""
        server.first(Reply(status=status, json=self.error_body))
        with pytest.raises(ProviderError) as raised:
            self.call(model)
        assert not isinstance(raised.value, (ConnectionError, RateLimitError, AuthenticationError))

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_a_server_that_sends_elsewhere_is_not_followed(
        self, server: WireServer, model: Any, status: int
    ) -> None:
        """Neither the key nor the texts reach another address than the one that was given."""

        async def call() -> Any:
            return await self.acall(model)

        with WireServer(self.answer) as elsewhere:
            moved = Reply(status=status, json={}, headers={"Location": f"{elsewhere.url}/v1/x"})
            for asks_async in (False, True):
                server.first(moved)
                with pytest.raises(ProviderError) as raised:
                    asyncio.run(call()) if asks_async else self.call(model)
                assert raised.value.fix
            assert elsewhere.requests == []

    def test_a_cut_connection(self, server: WireServer, model: Any) -> None:
        """The server hangs up in the middle."""
        server.first(*[Reply(cut=True)] * 4)
        with pytest.raises(ConnectionError):
            self.call(model)

    def test_nobody_there(self, make: Callable[..., Any]) -> None:
        """Nothing listens at the address."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with pytest.raises(ConnectionError):
            self.call(make(f"http://127.0.0.1:{port}"))

    def test_a_slow_server(self, server: WireServer, make: Callable[..., Any]) -> None:
        """A request takes no longer than `timeout`."""
        server.first(*[Reply(delay=3.0, json={})] * 4)
        with pytest.raises(ConnectionError, match="in time"):
            self.call(make(server.url, timeout=0.2))

    @pytest.mark.parametrize(
        "body",
        [b"", b"{", b"null", b"[]", b"{}", b'"words"', b"<html>Welcome!</html>", b"\xff\xfe"],
        ids=["empty", "cut off", "null", "list", "object", "words", "html", "no text"],
    )
    def test_a_malformed_answer(self, server: WireServer, model: Any, body: bytes) -> None:
        """An answer that is none raises memkit's error, never one of the SDK's or Python's."""
        server.first(*[Reply(body=body)] * 4)
        with pytest.raises(ProviderError) as raised:
            self.call(model)
        assert raised.value.fix

    def test_async_fails_alike(self, server: WireServer, model: Any) -> None:
        """The coroutine raises what the method raises."""

        async def call() -> Any:
            return await self.acall(model)

        server.first(Reply(status=429, json=self.error_body, headers={"Retry-After": "7"}))
        with pytest.raises(RateLimitError) as raised:
            asyncio.run(call())
        assert raised.value.retry_after == 7
        server.first(Reply(status=401, json=self.error_body))
        with pytest.raises(AuthenticationError):
            asyncio.run(call())
        assert asyncio.run(call()) is not None

    def test_concurrency_is_bounded(self, make: Callable[..., Any]) -> None:
        """No more requests are under way than `max_concurrency` says."""

        def slowly(request: Request) -> Reply:
            time.sleep(0.05)
            return self.answer(request)

        with WireServer(slowly) as server:
            model = make(server.url, max_concurrency=2)
            with ThreadPoolExecutor(8) as threads:
                list(threads.map(lambda _: self.call(model), range(8)))
            assert server.most_at_once <= 2

            async def several() -> None:
                await asyncio.gather(*(self.acall(model) for _ in range(8)))

            asyncio.run(several())
            assert server.most_at_once <= 2
            assert len(server.requests) == 16

    def test_usage_is_counted(self, server: WireServer, make: Callable[..., Any]) -> None:
        """Calls are counted, also those of several threads, and cost where prices are given."""
        model = make(server.url, price={"input": 1.0, "output": 2.0, "call": 3.0})
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(lambda _: self.call(model), range(8)))
        used = model.usage
        assert used.calls == len(server.requests) == 8
        expected = used.input_tokens / 1e6 + 2 * used.output_tokens / 1e6 + 3 * 8 / 1e3
        assert used.cost == pytest.approx(expected)
        server.first(Reply(status=500, json=self.error_body))
        with pytest.raises(ConnectionError):
            self.call(model)
        assert model.usage == used, "a call that failed was counted"

    @pytest.mark.parametrize("status", [400, 401, 429, 500])
    def test_no_failure_shows_the_key(
        self, server: WireServer, model: Any, status: int, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Even a provider that repeats the key in its answer does not bring it into an error."""
        caplog.set_level(logging.DEBUG)
        said = {"error": {"message": f"Incorrect API key: {CANARY}"}, "message": f"no {CANARY}"}
        server.first(Reply(status=status, json=said))
        with pytest.raises(MemkitError) as raised:
            self.call(model)
        assert CANARY not in written(raised.value)
        assert shown_in([CANARY], raised.value) == []
        assert shown_in([CANARY], model) == []
        assert CANARY not in caplog.text

    def test_closing_ends_its_threads(self, server: WireServer, make: Callable[..., Any]) -> None:
        """A closed model leaves no thread behind."""
        before = set(threading.enumerate())
        model = make(server.url)
        self.call(model)
        model.close()
        mine = [
            t for t in threading.enumerate() if t not in before and "process_request" not in t.name
        ]
        assert mine == []


class HostedLLMConformance(HostedConformance):
    """The same for an LLM. Say too how the API ends an answer.

    Attributes:
        streamed: Whether it is asked for its answers in pieces; subclass the tests for the other.
        stops: Why an answer of the API may end, as far as the API tells that.
    """

    spec: ClassVar[LLMSpec]
    streamed: ClassVar[bool] = False
    stops: ClassVar[tuple[Stop, ...]] = ("end", "length", "refused")

    @abstractmethod
    def ended(self, text: str, stop: Stop, *, streamed: bool) -> Reply:
        """Answer with a text that ended so, whole or in pieces."""

    def call(self, model: Any) -> Any:
        """Ask the model once, which takes one request."""
        return self.kit_answer(model)

    async def acall(self, model: Any) -> Any:
        """Do the same with its coroutine."""
        return await self.kit_aanswer(model)

    def kit_answer(self, model: Any, **options: Any) -> Completion:
        """Return an answer, however it came."""
        if not self.streamed:
            return cast(Completion, model.complete(_HELLO, **options))
        ends: list[Completion] = []
        text = "".join(model.stream(_HELLO, ended=ends.append, **options))
        assert [end.text for end in ends] == [text]
        return ends[0]

    async def kit_aanswer(self, model: Any, **options: Any) -> Completion:
        """Return an answer of the async client."""
        if not self.streamed:
            return cast(Completion, await model.acomplete(_HELLO, **options))
        ends: list[Completion] = []
        pieces = model.astream(_HELLO, ended=ends.append, **options)
        text = "".join([piece async for piece in pieces])
        assert [end.text for end in ends] == [text]
        return ends[0]

    @pytest.mark.parametrize("stop", ["end", "length", "refused"])
    def test_it_says_why_an_answer_ended(self, server: WireServer, model: Any, stop: Stop) -> None:
        """An answer that was cut or refused is told from a whole one, whatever the API calls it."""
        if stop not in self.stops:
            pytest.skip(f"the API of {self.spec.name!r} has no word for {stop!r}")
        server.first(*[self.ended(_TEXT, stop, streamed=self.streamed)] * 2)
        answers = [self.kit_answer(model), asyncio.run(self.kit_aanswer(model))]
        assert [(answer.text, answer.stop) for answer in answers] == [(_TEXT, stop)] * 2

    def test_what_was_cut_or_refused_is_no_object(self, server: WireServer, model: Any) -> None:
        """The beginning of a number is another number."""
        for stop in self.stops:
            server.first(self.ended("1896", stop, streamed=False))
            answer = model.complete(_HELLO, schema={"type": "integer"})
            assert answer.data == (1896 if stop == "end" else None)
            assert answer.text == "1896"

    def test_max_tokens_are_passed_on(self, server: WireServer, make: Callable[..., Any]) -> None:
        """The call's go before the config's, and None asks for no bound."""
        configured, given = 4321, 1234
        model = make(server.url, max_tokens=configured)
        for asked, sent in (("default", configured), (given, given), (None, None)):
            self.kit_answer(model, max_tokens=asked)
            asyncio.run(self.kit_aanswer(model, max_tokens=asked))
            for request in server.requests[-2:]:
                bounds = {configured, given} & set(_numbers_in(request.json))
                assert bounds == {sent} - {None}, f"asked for {asked}, it sent {bounds}"

    @pytest.mark.parametrize("cut", [False, True], ids=["no more comes", "connection cut"])
    def test_a_stream_that_breaks_off_is_an_error(
        self, server: WireServer, model: Any, cut: bool
    ) -> None:
        """An answer that does not come to its end is not taken for a whole one, nor counted."""
        reply = self.ended(f"{_TEXT} and more of it", "end", streamed=True)
        begun = dataclasses.replace(reply, events=(reply.events or ())[:1], cut=cut)
        server.first(*[begun] * 4)
        with pytest.raises(ConnectionError):
            list(model.stream(_HELLO))

        async def read() -> list[str]:
            return [piece async for piece in model.astream(_HELLO)]

        with pytest.raises(ConnectionError):
            asyncio.run(read())
        assert model.usage.calls == 0

    def test_a_stream_is_counted_as_a_call_is(
        self, server: WireServer, make: Callable[..., Any]
    ) -> None:
        """The tokens of a stream are told at its end, and are the same."""

        def used(ask: Callable[[Any], object]) -> Usage:
            model = make(server.url)
            ask(model)
            usage: Usage = model.usage
            return usage

        async def read(model: Any) -> list[str]:
            return [piece async for piece in model.astream(_HELLO)]

        called = used(lambda model: model.complete(_HELLO))
        assert called.input_tokens > 0
        assert called.output_tokens > 0
        assert used(lambda model: list(model.stream(_HELLO))) == called
        assert used(lambda model: asyncio.run(read(model))) == called


def _numbers_in(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _numbers_in(item)
    elif isinstance(value, int):
        yield value
