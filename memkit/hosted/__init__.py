"""What plug-ins for hosted models share, so that each of them is thin.

A plug-in on a provider's SDK hands its calls to `Calls`, which bounds how many run at once, turns
the SDK's errors into memkit's and counts what was consumed. Whoever calls the model decides
whether a call that failed is tried again: memkit's own verbs do (`patiently`), and the SDK's own
retries are turned off, so that nothing is tried twice five times.
"""

from memkit.hosted.batches import batches
from memkit.hosted.calls import Calls
from memkit.hosted.clients import Once, PerLoop
from memkit.hosted.config import HostedConfig
from memkit.hosted.embedder import Embedded, HostedEmbedder
from memkit.hosted.failures import TooLong, failure, nonsense, retry_after
from memkit.hosted.llm import HostedLLM, Said
from memkit.hosted.messages import as_turn, as_turns, wish_for
from memkit.hosted.retry import patiently
from memkit.hosted.schema import matching
from memkit.hosted.texts import cut, encodable, estimated_tokens
from memkit.hosted.vectors import as_vectors

__all__ = [
    "Calls",
    "Embedded",
    "HostedConfig",
    "HostedEmbedder",
    "HostedLLM",
    "Once",
    "PerLoop",
    "Said",
    "TooLong",
    "as_turn",
    "as_turns",
    "as_vectors",
    "batches",
    "cut",
    "encodable",
    "estimated_tokens",
    "failure",
    "matching",
    "nonsense",
    "patiently",
    "retry_after",
    "wish_for",
]
