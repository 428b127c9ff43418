"""What the SDK raises, as memkit's errors."""

from __future__ import annotations

import json
from collections.abc import Callable

from memkit.errors import MemkitError
from memkit.providers.hosted import failure, nonsense
from memkit_openai.config import ServiceConfig


def translator(config: ServiceConfig) -> Callable[[Exception], MemkitError | None]:
    """Return what makes memkit's error of one of the SDK's."""
    service, model = config.service, config.model

    def translate(error: Exception) -> MemkitError | None:
        # An error of the SDK: by now it is imported.
        import openai

        if isinstance(error, openai.APIStatusError):
            # OpenAI says "too many requests" for it as well, but waiting does not help.
            no_credit = error.code == "insufficient_quota"
            return failure(
                service.name,
                model,
                status=402 if no_credit else error.status_code,
                said=_said(error),
                headers=error.response.headers,
                key=service.key,
            )
        if isinstance(error, openai.APIConnectionError):
            timed_out = isinstance(error, openai.APITimeoutError)
            said = "" if timed_out else str(error.__cause__ or "")
            return failure(service.name, model, said=said, timed_out=timed_out)
        if isinstance(error, openai.APIError):
            # In the middle of a stream there is no status any more.
            return failure(service.name, model, status=500, said=_said(error))
        if isinstance(error, ValueError):
            return nonsense(service.name, model, "what is no JSON")
        return None

    return translate


def _said(error: Exception) -> str:
    """Return what the service said: OpenAI's "message", the "detail" of servers on FastAPI."""
    body = getattr(error, "body", None)
    said = (body.get("message") or body.get("detail")) if isinstance(body, dict) else body
    if said is None:
        return str(error)
    return said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
