import pickle

import pytest
from memkit_weaviate.config import WeaviateConfig
from memkit_weaviate.connecting import _addresses

from memkit import plugins
from memkit.engine.search_index import store_identity
from memkit.errors import AuthenticationError, ProviderError, ValidationError
from memkit.testing import DictContext


def spec(reference=None, **options):
    return plugins.spec_config("store", reference or "weaviate", **options)[1]


@pytest.mark.parametrize(
    ("url", "kind", "whole"),
    [
        (None, "local", None),
        ("127.0.0.1:8080", "local", "http://127.0.0.1:8080"),
        ("http://localhost:8080/", "local", "http://localhost:8080"),
        ("https://db.example.org", "custom", "https://db.example.org"),
        ("abc.c0.europe-west3.gcp.weaviate.cloud", "cloud", None),
        ("https://abc.weaviate.network", "cloud", "https://abc.weaviate.network"),
    ],
)
def test_the_kind_is_told_from_the_url(url, kind, whole):
    config = WeaviateConfig(url=url)
    assert config.kind == kind
    if whole is not None:
        assert config.url == whole
    if kind == "cloud":
        assert config.url.startswith("https://")


@pytest.mark.parametrize(
    ("options", "http", "grpc"),
    [
        ({}, ("127.0.0.1", 8080, False), ("127.0.0.1", 50051, False)),
        ({"url": "https://db"}, ("db", 443, True), ("db", 50051, True)),
        ({"url": "http://db:81"}, ("db", 81, False), ("db", 50051, False)),
        (
            {"url": "https://db", "grpc_url": "grpc.db:443"},
            ("db", 443, True),
            ("grpc.db", 443, True),
        ),
        (
            {"url": "https://db", "grpc_url": "http://grpc.db:9"},
            ("db", 443, True),
            ("grpc.db", 9, False),
        ),
    ],
)
def test_both_addresses_are_told(options, http, grpc):
    found = _addresses(WeaviateConfig(**options))
    assert (found.http.host, found.http.port, found.http.secure) == http
    assert (found.grpc.host, found.grpc.port, found.grpc.secure) == grpc


def test_the_reference_takes_a_url():
    assert spec("weaviate:http://127.0.0.1:8080")["url"] == "http://127.0.0.1:8080"


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"url": "http://a:1,b:2"}, [("http://a:1", "a", 50051), ("http://b:2", "b", 50051)]),
        ({"url": ["a:1", "a:1"]}, [("http://a:1", "a", 50051)]),
        (
            {"url": ["http://a:1", "https://b"], "grpc_url": ["x:5", "y:6"]},
            [("http://a:1", "x", 5), ("https://b", "y", 6)],
        ),
        (
            {"url": ["http://a:1", "http://a:2"], "grpc_url": "a:5,a:6"},
            [("http://a:1", "a", 5), ("http://a:2", "a", 6)],
        ),
    ],
)
def test_the_addresses_of_a_cluster_are_paired(options, found):
    config = WeaviateConfig(**options)
    told = [(config.at(each), each) for each in config.addresses]
    pairs = [(each, _addresses(one).grpc) for one, each in told]
    assert [(each, grpc.host, grpc.port) for each, grpc in pairs] == found
    assert [one.url for one, _ in told] == [url for url, _, _ in found]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"url": "ftp://db"}, "is no address"),
        ({"url": "http://user:pass@db"}, "give api_key"),
        ({"grpc_url": "db"}, "with a port"),
        ({"url": []}, "is no address"),
        ({"url": ["http://db", "http://user:pass@db"]}, "give api_key"),
        ({"url": ["db:1", "db:2"], "grpc_url": ["db:3"]}, "as many grpc_url"),
        ({"url": ["db:1", "db:2"], "grpc_url": ["db:3", "db:2"]}, "differ in their ports"),
        ({"url": ["a.weaviate.cloud", "b.weaviate.cloud"]}, "has one url"),
        ({"url": "http://db:1", "grpc_url": "db:1"}, "differ in their ports"),
        ({"collection": "lower"}, "begin with a capital"),
        ({"connection": "cloud"}, "needs its url"),
        ({"connection": "embedded", "url": "http://db"}, "has no url"),
        ({"index": "flat", "quantization": "rq"}, "use 'bq'"),
    ],
)
def test_what_does_not_fit_is_told(options, said):
    with pytest.raises(ValidationError, match=said) as caught:
        spec(**options)
    assert "pass@" not in str(caught.value)


def test_whoever_names_the_nodes_in_another_order_means_the_same_store():
    named = [
        {"provider": "weaviate", "config": {"url": urls, "collection": "Ours"}}
        for urls in (["http://a", "http://b"], ["http://b", "http://a"], "b,a", "http://a")
    ]
    assert len(set(map(store_identity, named))) == 1
    other = {"provider": "weaviate", "config": {"url": "http://c", "collection": "Ours"}}
    assert store_identity(other) != store_identity(named[0])


def test_the_key_comes_from_the_environment(monkeypatch):
    monkeypatch.setenv("WEAVIATE_API_KEY", "from-the-environment")
    store = plugins.create("store", "weaviate", context=DictContext())
    assert store.config.api_key.get_secret_value() == "from-the-environment"


def test_secrets_are_in_no_public_form():
    config = WeaviateConfig(api_key="one-key", headers={"X-OpenAI-Api-Key": "other-key"})
    shown = repr(config) + config.model_dump_json() + str(pickle.dumps(config))
    assert "one-key" not in shown
    assert "other-key" not in shown


def test_a_cloud_without_a_key_says_which_variable(monkeypatch):
    monkeypatch.delenv("WEAVIATE_API_KEY", raising=False)
    store = plugins.create("store", "weaviate:https://abc.weaviate.cloud", context=DictContext())
    with pytest.raises(AuthenticationError, match="WEAVIATE_API_KEY"):
        store.count()


def test_an_embedded_server_is_told_to_keep_quiet(monkeypatch):
    made = {}

    def embedded(**options):
        made.update(options)
        raise RuntimeError("it would be downloaded here")

    monkeypatch.setattr("weaviate.WeaviateClient", embedded)
    store = plugins.create(
        "store",
        "weaviate",
        context=DictContext(),
        connection="embedded",
        data_path="/tmp/of-embedded",
        version="1.34.0",
    )
    with pytest.raises(ProviderError, match="it would be downloaded here"):
        store.count()
    options = made["embedded_options"]
    assert options.additional_env_vars == {"DISABLE_TELEMETRY": "true"}
    assert (options.persistence_data_path, options.version) == ("/tmp/of-embedded", "1.34.0")
