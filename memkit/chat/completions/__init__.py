"""Chat completions that remember, in the shape of OpenAI's client; see docs/chat.md."""

from memkit.chat.completions.creating import acreate, create
from memkit.chat.completions.wrapping import memory_for

__all__ = ["acreate", "create", "memory_for"]
