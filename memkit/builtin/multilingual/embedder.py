"""The offline embedder of many languages."""

from __future__ import annotations

from memkit.builtin.configs import StaticConfig
from memkit.builtin.static.embedder import StaticEmbedder


class MultilingualEmbedder(StaticEmbedder):
    """Embeds texts of many languages by meaning, with numpy alone.

    Args:
        config: Nothing can be set so far.
    """

    model = "static-multilingual-v1"

    def __init__(self, config: StaticConfig | None = None) -> None:
        super().__init__(config)
