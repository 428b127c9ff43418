"""What plug-ins for hosted models share, so that each of them is thin.

A plug-in on a provider's SDK hands its calls to `Calls`, which bounds how many run at once, turns
the SDK's errors into memkit's and counts what was consumed. Whoever calls the model decides
whether a call that failed is tried again: memkit's own verbs do (`patiently`), and the SDK's own
retries are turned off, so that nothing is tried twice five times.
"""

from memkit.concurrency.clients import Clients, Once, PerLoop
from memkit.concurrency.effects import Call, Effects, arun, patiently, run
from memkit.providers.hosted.batches import batches
from memkit.providers.hosted.calls import Calls
from memkit.providers.hosted.choices import STREAMED, ChoicesLLM, tokens_in
from memkit.providers.hosted.config import (
    HostedConfig,
    HostedEmbedderConfig,
    HostedLLMConfig,
    ObjectMode,
    OwnServerLLMConfig,
)
from memkit.providers.hosted.embedder import Embedded, HostedEmbedder
from memkit.providers.hosted.failures import (
    TooLong,
    broken_off,
    failure,
    modules_of,
    nonsense,
    of_transport,
    retry_after,
)
from memkit.providers.hosted.images import ImageData, images_of
from memkit.providers.hosted.llm import HostedLLM, Said
from memkit.providers.hosted.messages import as_turn, as_turns, wish_for, with_instruction
from memkit.providers.hosted.model import HostedModel
from memkit.providers.hosted.schema import matching, response_format
from memkit.providers.hosted.texts import cut, encodable, estimated_tokens
from memkit.providers.hosted.vectors import as_vectors

__all__ = [
    "STREAMED",
    "Call",
    "Calls",
    "ChoicesLLM",
    "Clients",
    "Effects",
    "Embedded",
    "HostedConfig",
    "HostedEmbedder",
    "HostedEmbedderConfig",
    "HostedLLM",
    "HostedLLMConfig",
    "HostedModel",
    "ImageData",
    "ObjectMode",
    "Once",
    "OwnServerLLMConfig",
    "PerLoop",
    "Said",
    "TooLong",
    "arun",
    "as_turn",
    "as_turns",
    "as_vectors",
    "batches",
    "broken_off",
    "cut",
    "encodable",
    "estimated_tokens",
    "failure",
    "images_of",
    "matching",
    "modules_of",
    "nonsense",
    "of_transport",
    "patiently",
    "response_format",
    "retry_after",
    "run",
    "tokens_in",
    "wish_for",
    "with_instruction",
]
