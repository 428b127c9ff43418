"""Models behind an API, on clients of ten lines: a good one of each, and some that are not."""

from __future__ import annotations

import asyncio
import dataclasses
import http.client
import json
import threading
from urllib.parse import urlsplit

from memkit.contracts.embedder import Embedder
from memkit.errors import ConnectionError
from memkit.providers.hosted import Calls, Clients, HostedLLM, Said, as_vectors, failure, nonsense


class Refused(Exception):
    def __init__(self, status, body, headers):
        super().__init__(f"status {status}: {body!r}")
        self.status, self.body, self.headers = status, body, headers


class GoodHosted(Embedder):
    """Asks for the vectors of texts."""

    dim = 2

    def __init__(self, config):
        self.config = config
        self.model = "hosted"
        self.calls = Calls(
            self.translated,
            most=config.max_concurrency,
            secrets=[config.api_key],
            price=config.price,
        )

    @property
    def key(self):
        return self.config.api_key.get_secret_value()

    @property
    def timeout(self):
        return self.config.timeout

    @property
    def path(self):
        return "/embed"

    def post(self, texts):
        client = http.client.HTTPConnection(
            urlsplit(self.config.base_url).netloc, timeout=self.timeout
        )
        try:
            body = json.dumps({"texts": list(texts)})
            client.request("POST", self.path, body, {"Authorization": f"Bearer {self.key}"})
            answer = client.getresponse()
            read = answer.read()
        finally:
            client.close()
        if answer.status != 200:
            raise Refused(answer.status, read, dict(answer.headers))
        return json.loads(read)

    def translated(self, error):
        if isinstance(error, Refused):
            said = error.body.decode(errors="replace")
            return failure(
                "fake", self.model, status=error.status, said=said, headers=error.headers
            )
        if isinstance(error, (OSError, http.client.HTTPException)):
            return failure("fake", self.model, timed_out=isinstance(error, TimeoutError))
        return nonsense("fake", self.model, "no JSON") if isinstance(error, ValueError) else None

    def understood(self, answer, texts):
        rows = answer.get("rows") if isinstance(answer, dict) else None
        if not isinstance(rows, list):
            raise nonsense("fake", self.model, "no rows")
        vectors = as_vectors(rows, n=len(texts), dim=2, provider="fake", model=self.model)
        self.calls.count(input_tokens=len(texts))
        return vectors

    def ask(self, texts):
        return self.understood(self.post(texts), texts)

    def embed_batch(self, texts, *, kind):
        return self.calls.run(lambda: self.ask(texts))

    async def aembed_batch(self, texts, *, kind):
        return await self.calls.arun(lambda: asyncio.to_thread(self.ask, texts))

    @property
    def usage(self):
        return self.calls.usage


class TriesAgain(GoodHosted):
    """As an SDK does whose own retries were left on."""

    def post(self, texts):
        try:
            return super().post(texts)
        except Refused:
            return super().post(texts)


class GoesWhereItIsSent(GoodHosted):
    """As clients of HTTP do that follow redirects."""

    def post(self, texts):
        try:
            return super().post(texts)
        except Refused as error:
            if "Location" not in error.headers:
                raise
            moved = self.config.model_copy(update={"base_url": error.headers["Location"]})
            return type(self)(moved).post(texts)


class WaitsForever(GoodHosted):
    timeout = 10


class BelievesEveryAnswer(GoodHosted):
    def understood(self, answer, texts):
        return as_vectors(answer["rows"], n=1, dim=2, provider="fake", model=self.model)


class ShowsTheKey(GoodHosted):
    def __init__(self, config):
        super().__init__(config)
        self.calls = Calls(self.translated, most=config.max_concurrency, price=config.price)


class PutsTheKeyIntoTheAddress(GoodHosted):
    @property
    def path(self):
        return f"/embed?key={self.key}"


class CountsFailures(GoodHosted):
    def post(self, texts):
        self.calls.count()
        return super().post(texts)

    def understood(self, answer, texts):
        return as_vectors(answer["rows"], n=1, dim=2, provider="fake", model=self.model)


class AsksAllAtOnce(GoodHosted):
    def __init__(self, config):
        super().__init__(config.model_copy(update={"max_concurrency": 100}))


class ForgetsTheWait(GoodHosted):
    def translated(self, error):
        if isinstance(error, Refused):
            error.headers = {}
        return super().translated(error)


class CallsEverythingAConnection(GoodHosted):
    def translated(self, error):
        return ConnectionError(f"Failed: {error}", fix="Try again.", provider="fake")


class AsyncIsAnotherPath(GoodHosted):
    async def aembed_batch(self, texts, *, kind):
        return await asyncio.to_thread(self.ask, texts)


class LeavesAThread(GoodHosted):
    def __init__(self, config):
        super().__init__(config)
        self.end = threading.Event()
        threading.Thread(target=self.end.wait, args=(60,), daemon=True).start()


class Client:
    """Asks for an answer, and reads it line by line."""

    def __init__(self, config):
        self.config = config

    def ask(self, **body):
        client = http.client.HTTPConnection(
            urlsplit(self.config.base_url).netloc, timeout=self.config.timeout
        )
        key = self.config.api_key.get_secret_value()
        try:
            client.request("POST", "/chat", json.dumps(body), {"Authorization": f"Bearer {key}"})
            answer = client.getresponse()
            read = answer.read()
        finally:
            client.close()
        if answer.status != 200:
            raise Refused(answer.status, read, dict(answer.headers))
        lines = [json.loads(line) for line in read.splitlines() or [b""]]
        return lines if body["stream"] else lines[0]

    def close(self):
        pass


class AsyncClient(Client):
    async def ask(self, **body):
        answer = await asyncio.to_thread(super().ask, **body)
        return self.pieces(answer) if body["stream"] else answer

    async def pieces(self, lines):
        for line in lines:
            yield line

    async def close(self):
        pass


class GoodHostedLLM(HostedLLM):
    """Answers with {"text", "stop", "in", "out"}, or with lines of these."""

    def __init__(self, config):
        super().__init__(
            config,
            provider="fake",
            clients=Clients(lambda: Client(config), lambda: AsyncClient(config)),
            translate=self.translated,
        )

    def translated(self, error):
        return GoodHosted.translated(self, error)

    def send(self, client, messages, *, schema, max_tokens, stream):
        return client.ask(
            messages=[message.content for message in messages], most=max_tokens, stream=stream
        )

    def said_in(self, answer):
        said = self.piece_in(answer)
        if said.stop is None:
            raise nonsense("fake", self.model, "no end")
        return said

    def piece_in(self, piece):
        if not isinstance(piece, dict):
            raise nonsense("fake", self.model, "no answer")
        return Said(
            text=piece.get("text", ""),
            stop=piece.get("stop"),
            input_tokens=piece.get("in"),
            output_tokens=piece.get("out"),
        )


class GoodHostedStream(GoodHostedLLM):
    """Is asked for its answers in pieces, as all are that have "Stream" in their name."""


class KeepsMaxTokensForItself(GoodHostedLLM):
    def send(self, client, messages, *, max_tokens, **options):
        return super().send(client, messages, max_tokens=None, **options)


class BoundsEachByItsConfig(GoodHostedLLM):
    def send(self, client, messages, *, max_tokens, **options):
        return super().send(client, messages, max_tokens=self.config.max_tokens, **options)


class TakesEveryStopForAnEnd(GoodHostedLLM):
    def piece_in(self, piece):
        said = super().piece_in(piece)
        return dataclasses.replace(said, stop=said.stop and "end")


class TakesARefusalForAnEnd(GoodHostedLLM):
    def piece_in(self, piece):
        said = super().piece_in(piece)
        return dataclasses.replace(said, stop="end") if said.stop == "refused" else said


class CountsNoTokensOfAStream(GoodHostedLLM):
    def stream(self, messages, **options):
        count, self._calls.count = self._calls.count, lambda **tokens: count()
        yield from super().stream(messages, **options)


class StreamsWhatBrokeOff(GoodHostedLLM):
    def _finish(self, said, ended):
        super()._finish(dataclasses.replace(said, stop=said.stop or "end"), ended)
