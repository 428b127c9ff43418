"""What differs between the services: where they are, their keys, their clients."""

from __future__ import annotations

import asyncio

import httpx2
import pytest
from memkit_openai import clients
from memkit_openai._plugin import EMBEDDERS, LLMS

from memkit.domain.records import Message
from memkit.errors import AuthenticationError, ProviderError, ValidationError
from memkit.plugins import KNOWN
from memkit.plugins.configs import build_config
from memkit.testing import CANARY, Reply
from memkit.testing.base import load_object

SPECS = [*EMBEDDERS, *LLMS]
IDS = [f"{spec.kind}-{spec.name}" for spec in SPECS]
OTHERS = [spec for spec in SPECS if spec.name != "openai"]
EMBEDDER = {spec.name: spec for spec in EMBEDDERS}
LLM = {spec.name: spec for spec in LLMS}
ADDRESSES = {
    "openai": "https://api.openai.com/v1",
    "azure": "https://memory.openai.azure.com/openai/deployments/m",
    "deepseek": "https://api.deepseek.com",
    "doubao": "https://ark.cn-beijing.volces.com/api/v3",
    "groq": "https://api.groq.com/openai/v1",
    "lmstudio": "http://127.0.0.1:1234/v1",
    "openrouter": "https://openrouter.ai/api/v1",
    "together": "https://api.together.xyz/v1",
    "vllm": "http://127.0.0.1:8000/v1",
}
LOCAL = {"lmstudio", "vllm"}
FOREIGN = {
    "OPENAI_API_KEY": "not-for-you-1",
    "OPENAI_ADMIN_KEY": "not-for-you-2",
    "OPENAI_ORG_ID": "not-for-you-3",
    "OPENAI_PROJECT_ID": "not-for-you-4",
    "OPENAI_CUSTOM_HEADERS": "X-Gateway: not-for-you-5\nAuthorization: Bearer not-for-you-6",
    "OPENAI_BASE_URL": "http://127.0.0.1:9/not-for-you-7",
    "AZURE_OPENAI_AD_TOKEN": "not-for-you-8",
}


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch):
    for name in [*FOREIGN, "AZURE_OPENAI_ENDPOINT", "OPENAI_API_VERSION"]:
        monkeypatch.delenv(name, raising=False)


def config(spec, *, environ=None, **options):
    return build_config(spec, load_object(spec.config), options, environ=environ or {})


def called(spec, model):
    """Call a model once."""
    if spec.kind == "embedder":
        return model.embed_batch(["a text"], kind="document")
    return model.complete([Message(role="user", content="Hello.")])


async def acalled(spec, model):
    if spec.kind == "embedder":
        return await model.aembed_batch(["a text"], kind="document")
    return await model.acomplete([Message(role="user", content="Hello.")])


def test_all_names_are_known_to_the_core():
    mine = {name: set(k.kinds) for name, k in KNOWN.items() if k.distribution == "memkit-openai"}
    assert mine.keys() == {spec.name for spec in SPECS}
    for spec in SPECS:
        assert spec.kind in mine[spec.name]


@pytest.mark.parametrize("spec", SPECS, ids=IDS)
def test_each_service_has_its_address(monkeypatch, spec):
    if spec.name == "azure":
        monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", "https://memory.openai.azure.com")
    built = config(spec, api_key="k", model="m")
    with clients.clients_of(built).blocking() as client:
        assert str(client.base_url).rstrip("/") == ADDRESSES[spec.name]
        assert client.max_retries == 0
        assert client.timeout.read == built.timeout == (300 if spec.kind == "llm" else 60)
        assert client.timeout.connect == 10


@pytest.mark.parametrize("spec", SPECS, ids=IDS)
def test_the_key_comes_from_the_services_own_variable(spec):
    (variable,) = spec.secrets["api_key"]
    built = config(spec, model="m", environ={variable: "its-key"})
    assert built.api_key.get_secret_value() == "its-key"


@pytest.mark.parametrize("spec", SPECS, ids=IDS)
def test_who_needs_a_key_says_where_it_belongs(spec):
    if spec.name in LOCAL:
        assert config(spec, model="m").api_key is None
        return
    with pytest.raises(AuthenticationError) as raised:
        config(spec, model="m")
    assert spec.secrets["api_key"][0] in raised.value.fix


@pytest.mark.parametrize("spec", OTHERS, ids=lambda spec: f"{spec.kind}-{spec.name}")
def test_nobody_else_gets_what_is_meant_for_openai(server, monkeypatch, spec):
    for name, value in FOREIGN.items():
        monkeypatch.setenv(name, value)
    given = {} if spec.name in LOCAL else {"api_key": CANARY}
    model = load_object(spec.impl)(config(spec, model="m", base_url=server.url, **given))
    try:
        called(spec, model)
        asyncio.run(acalled(spec, model))
    finally:
        model.close()
    assert len(server.requests) == 2
    for request in server.requests:
        sent = f"{request.path} {request.headers} {request.body!r}"
        assert "not-for-you" not in sent
        assert (CANARY in sent) == bool(given)


def test_openai_gets_what_is_meant_for_it(server, monkeypatch, make):
    monkeypatch.setenv("OPENAI_ORG_ID", "our-organisation")
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    make(EMBEDDER["openai"], base_url=None).embed_batch(["a"], kind="query")
    assert server.requests[0].headers["openai-organization"] == "our-organisation"


def test_azure_asks_for_the_deployment(server, make):
    options = {"deployment": "our-deployment", "api_version": "2026-01-01"}
    embedder = make(EMBEDDER["azure"], model="text-embedding-3-large", **options)
    assert (embedder.model, embedder.dim) == ("text-embedding-3-large", 3072)
    server.first(Reply(status=404, json={"error": {"code": "DeploymentNotFound"}}))
    with pytest.raises(ProviderError, match="knows no such model"):
        embedder.embed_batch(["a"], kind="query")
    llm = make(LLM["azure"], model="gpt-5.4-mini", **options)
    llm.complete([Message(role="user", content="Hello.")])
    first, second = server.requests
    prefix, query = "/openai/deployments/our-deployment", "?api-version=2026-01-01"
    assert first.path == f"{prefix}/embeddings{query}"
    assert second.path == f"{prefix}/chat/completions{query}"
    assert second.headers["api-key"] == CANARY
    assert "authorization" not in second.headers
    assert second.json["model"] == "our-deployment"


def test_azure_needs_an_address():
    built = config(EMBEDDER["azure"], api_key="k")
    with pytest.raises(ValidationError, match="AZURE_OPENAI_ENDPOINT"):
        load_object(EMBEDDER["azure"].impl)(built)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"error": {"message": "Odd words.", "type": "invalid_request_error"}}, "Odd words."),
        ({"error": "Odd words."}, "Odd words."),
        ({"message": "Odd words."}, "Odd words."),
        ({"detail": "Odd words."}, "Odd words."),
        ({"detail": [{"loc": ["body", "seed"], "msg": "Odd words."}]}, '"msg": "Odd words."'),
        ({"error": {}}, "Error code: 400"),
        (["Odd words."], '["Odd words."]'),
    ],
)
def test_what_a_service_says_is_passed_on(server, make, body, words):
    server.first(Reply(status=400, json=body))
    with pytest.raises(ProviderError) as raised:
        make(EMBEDDER["openai"]).embed_batch(["a"], kind="query")
    assert words in str(raised.value)


def test_an_account_without_credit_is_not_asked_again(server, make):
    said = {"message": "You exceeded your current quota.", "code": "insufficient_quota"}
    server.first(Reply(status=429, json={"error": said}))
    with pytest.raises(ProviderError, match="no credit") as raised:
        make(EMBEDDER["openai"]).embed_batch(["a"], kind="query")
    assert type(raised.value) is ProviderError


def test_an_address_that_is_none_is_told(make):
    with pytest.raises(ProviderError, match="base_url"):
        make(EMBEDDER["openai"], base_url="nonsense").embed_batch(["a"], kind="query")


def test_async_clients_of_two_loops_are_two_and_are_closed(server, make):
    embedder = make(EMBEDDER["vllm"], model="m")
    opened = []

    async def use():
        await embedder.aembed_batch(["a"], kind="query")
        opened.append(embedder._clients.of_loop())

    asyncio.run(use())
    asyncio.run(use())
    assert opened[0] is not opened[1]
    assert all(client.is_closed() for client in opened)


def test_the_sdk_is_on_httpx2():
    """What the tests of failures rely on: its errors are those of this package."""
    with clients.clients_of(config(EMBEDDER["vllm"], model="m")).blocking() as client:
        assert isinstance(client._client, httpx2.Client)
