"""What this plug-in provides. Imported to list providers, so it imports no SDK."""

from __future__ import annotations

from memkit.plugins import LLMSpec, hookimpl

ANTHROPIC = LLMSpec(
    name="anthropic",
    impl="memkit_anthropic.llm:AnthropicLLM",
    config="memkit_anthropic.config:AnthropicConfig",
    summary="Claude, Anthropic's chat models",
    capabilities=frozenset({"async", "images", "schema", "stream"}),
    shorthand="model",
    secrets={"api_key": ("ANTHROPIC_API_KEY",)},
    requires=("anthropic", "httpx2", "jsonschema"),
)


@hookimpl
def memkit_llms() -> list[LLMSpec]:
    """Return the LLMs of this plug-in."""
    return [ANTHROPIC]
