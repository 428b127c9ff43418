"""Where requests go, and with which token."""

from __future__ import annotations

import socket
import uuid
from pathlib import Path

import pytest
from huggingface_hub import constants
from huggingface_hub.inference import _providers
from memkit_huggingface._plugin import EMBEDDER, LLM

from memkit.domain.records import Message
from memkit.errors import AuthenticationError, ProviderError
from memkit.plugins.configs import build_config
from memkit.testing.base import load_object

HELLO = [Message(role="user", content="Say hello.")]


@pytest.fixture
def hub(server, monkeypatch):
    """The hub and the router of the Inference Providers on this machine; a model's name."""
    monkeypatch.setattr(constants, "ENDPOINT", server.url)
    monkeypatch.setattr(constants, "INFERENCE_PROXY_TEMPLATE", server.url + "/{provider}")
    own = _providers.PROVIDERS["hf-inference"]["feature-extraction"]
    monkeypatch.setattr(own, "base_url", f"{server.url}/hf-inference")
    monkeypatch.setattr(_providers.CONVERSATIONAL_AUTO_ROUTER, "base_url", server.url)
    # The SDK remembers what the hub said of a model.
    return f"someone/{uuid.uuid4()}"


@pytest.fixture
def logged_in():
    """The token that `hf auth login` leaves."""
    Path(constants.HF_TOKEN_PATH).write_text("hf_of_the_login")


def test_serverless_goes_to_who_runs_the_model(server, make, hub):
    embedder = make(EMBEDDER, model=hub, base_url=None, api_key="hf_of_the_tests")
    assert embedder.embed_batch(["tea"], kind="document").shape == (1, 384)
    request = server.requests[-1]
    assert request.path == f"/hf-inference/models/{hub}/pipeline/feature-extraction"
    assert request.headers["authorization"] == "Bearer hf_of_the_tests"
    assert request.json == {"inputs": ["tea"], "truncate": True}


@pytest.mark.parametrize("inference_provider", ["scaleway", "auto"])
def test_others_get_the_name_they_know_and_no_option_they_do_not(
    server, make, hub, inference_provider
):
    embedder = make(
        EMBEDDER,
        model=hub,
        base_url=None,
        api_key="hf_of_the_tests",
        inference_provider=inference_provider,
    )
    assert embedder.embed_batch(["tea"], kind="document").shape == (1, 384)
    assert server.requests[-1].path == "/scaleway/v1/embeddings"
    assert server.requests[-1].json == {"input": ["tea"], "model": "their-name"}


def test_a_chat_goes_to_the_router(server, make, hub):
    llm = make(LLM, model=hub, base_url=None, api_key="hf_of_the_tests")
    assert llm.complete(HELLO).text
    (request,) = server.requests
    assert request.path == "/v1/chat/completions"
    assert request.json["model"] == hub


def test_serverless_uses_the_token_of_the_login(server, make, hub, logged_in):
    make(LLM, model=hub, base_url=None, api_key=None).complete(HELLO)
    assert server.requests[0].headers["authorization"] == "Bearer hf_of_the_login"


def test_serverless_without_a_token_says_how_to_get_one(server, make, hub):
    with pytest.raises(AuthenticationError, match="HF_TOKEN"):
        make(LLM, model=hub, base_url=None, api_key=None).complete(HELLO)
    assert server.requests == []


def test_a_model_that_nobody_has_is_told(make, hub):
    embedder = make(EMBEDDER, model=f"{hub}-nobody", base_url=None, api_key="hf_of_the_tests")
    with pytest.raises(ProviderError, match="nobody"):
        embedder.embed_batch(["tea"], kind="document")


def test_a_provider_that_does_not_run_the_model_is_told(make, hub):
    embedder = make(
        EMBEDDER,
        model=hub,
        base_url=None,
        api_key="hf_of_the_tests",
        inference_provider="sambanova",
    )
    with pytest.raises(ProviderError, match="inference_provider"):
        embedder.embed_batch(["tea"], kind="document")


@pytest.mark.parametrize("api_key", [None, ""])
def test_the_token_of_the_login_does_not_go_to_a_server_of_ones_own(
    server, make, logged_in, api_key
):
    make(EMBEDDER, api_key=api_key).embed_batch(["tea"], kind="document")
    list(make(LLM, api_key=api_key).stream(HELLO))
    assert len(server.requests) == 2
    assert not any("authorization" in request.headers for request in server.requests)


def test_an_empty_key_keeps_the_environments_token_back(server):
    options = {"model": "a/model", "base_url": server.url, "api_key": ""}
    config = build_config(
        EMBEDDER, load_object(EMBEDDER.config), options, environ={"HF_TOKEN": "hf_secret"}
    )
    embedder = load_object(EMBEDDER.impl)(config)
    embedder.embed_batch(["tea"], kind="document")
    embedder.close()
    assert "authorization" not in server.requests[0].headers


def test_with_an_address_nobody_else_is_asked(make, monkeypatch):
    asked = []
    look_up = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **more: asked.append(host) or look_up(host, *rest, **more),
    )
    make(EMBEDDER).embed_batch(["tea"], kind="document")
    make(LLM).complete(HELLO)
    list(make(LLM).stream(HELLO))
    assert {host.decode() if isinstance(host, bytes) else host for host in asked} <= {"127.0.0.1"}


def test_an_offline_switch_is_named(server, make, monkeypatch):
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(ProviderError, match="Unset HF_HUB_OFFLINE"):
        make(EMBEDDER).embed_batch(["tea"], kind="document")
    assert server.requests == []
