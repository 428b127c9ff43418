"""The services that speak OpenAI's API, and how each of them differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from memkit.providers.hosted import ObjectMode


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service.

    Attributes:
        name: What users type.
        title: What it is called.
        key: The environment variable that holds the key.
        base_url: Where it is; None if the user or the SDK knows.
        home: Where it is, if the SDK knows.
        endpoint: The environment variable that may say where it is.
        needs_key: Whether it answers only those who have a key.
        base64: Whether it sends vectors in base64, which is four times shorter than digits.
        most_texts: The most texts of an embedding request.
        length_field: What it calls the most tokens of an answer.
        objects: How its models are asked for an object.
        strict: Whether it knows the strict mode of schemas.
    """

    name: str
    title: str
    key: str
    base_url: str | None = None
    home: str | None = None
    endpoint: str | None = None
    needs_key: bool = True
    base64: bool = False
    most_texts: int = 256
    length_field: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    objects: ObjectMode = "json_schema"
    strict: bool = True


OPENAI = Service(
    name="openai",
    title="OpenAI",
    key="OPENAI_API_KEY",
    home="https://api.openai.com/v1",
    endpoint="OPENAI_BASE_URL",
    base64=True,
    most_texts=2048,
    length_field="max_completion_tokens",
)
AZURE = Service(
    name="azure",
    title="Azure OpenAI",
    key="AZURE_OPENAI_API_KEY",
    endpoint="AZURE_OPENAI_ENDPOINT",
    base64=True,
    most_texts=2048,
    length_field="max_completion_tokens",
)
# Its API says that this response_format is not available.
DEEPSEEK = Service(
    name="deepseek",
    title="DeepSeek",
    key="DEEPSEEK_API_KEY",
    base_url="https://api.deepseek.com",
    objects="json_object",
    strict=False,
)
DOUBAO = Service(
    name="doubao",
    title="Doubao (Volcengine Ark)",
    key="ARK_API_KEY",
    base_url="https://ark.cn-beijing.volces.com/api/v3",
)
# Some of its models know schemas and few of them the strict mode; all know the JSON mode.
GROQ = Service(
    name="groq",
    title="Groq",
    key="GROQ_API_KEY",
    base_url="https://api.groq.com/openai/v1",
    length_field="max_completion_tokens",
    objects="json_object",
    strict=False,
)
LMSTUDIO = Service(
    name="lmstudio",
    title="LM Studio",
    key="LM_API_TOKEN",
    base_url="http://127.0.0.1:1234/v1",
    needs_key=False,
)
OPENROUTER = Service(
    name="openrouter",
    title="OpenRouter",
    key="OPENROUTER_API_KEY",
    base_url="https://openrouter.ai/api/v1",
)
TOGETHER = Service(
    name="together",
    title="Together AI",
    key="TOGETHER_API_KEY",
    base_url="https://api.together.xyz/v1",
    most_texts=100,
)
VLLM = Service(
    name="vllm",
    title="vLLM",
    key="VLLM_API_KEY",
    base_url="http://127.0.0.1:8000/v1",
    needs_key=False,
    base64=True,
)
