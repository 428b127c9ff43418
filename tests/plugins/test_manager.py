from __future__ import annotations

import shutil
import subprocess
import sys
import textwrap
import threading
import time

import pytest

from memkit.errors import AuthenticationError, PluginError, ValidationError
from memkit.plugins import KNOWN, Manager, Reference


@pytest.fixture
def manager(install_good):
    install_good("alpha", extra="shorthand='model', secrets={'api_key': ('ALPHA_KEY', 'A_KEY')},")
    return Manager(builtin=None, environ={})


class TestReference:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("weaviate", Reference("weaviate")),
            ("openai:gpt-5", Reference("openai", text="gpt-5")),
            ("weaviate:http://h:8080/x", Reference("weaviate", text="http://h:8080/x")),
            ("huggingface:org/model", Reference("huggingface", text="org/model")),
            ("memkit-x/name", Reference("name", distribution="memkit-x")),
            ("memkit.x/name:a/b:c", Reference("name", distribution="memkit.x", text="a/b:c")),
            ("postgresql://u@h/db", Reference("postgresql", text="postgresql://u@h/db")),
        ],
    )
    def test_parses(self, text, expected):
        assert Reference.parse(text) == expected
        assert str(expected) == text
        assert Reference.parse(expected) is expected

    @pytest.mark.parametrize("text", ["", ":x", "a:", "a b", "/a", "a/", "a/b/c", "ä", "-a", None])
    def test_refuses(self, text):
        with pytest.raises(ValidationError, match=r"Write 'name'"):
            Reference.parse(text)


class TestCreate:
    def test_builds_the_config_from_options_and_the_text(self, manager):
        made = manager.create("embedder", "alpha:large", dim=7)
        assert (made.model, made.dim) == ("large", 7)

    def test_dashes_underscores_and_case_are_equal(self, install_good):
        install_good("two-words")
        manager = Manager(builtin=None)
        assert manager.get_spec("embedder", "Two_Words").name == "two-words"

    @pytest.mark.parametrize(
        ("given", "environ", "expected"),
        [
            ({"api_key": "given"}, {"ALPHA_KEY": "env"}, "given"),
            ({}, {"ALPHA_KEY": "env", "A_KEY": "second"}, "env"),
            ({}, {"ALPHA_KEY": "", "A_KEY": "second"}, "second"),
            ({"api_key": None}, {"A_KEY": "second"}, "second"),
        ],
    )
    def test_secrets_come_from_the_argument_then_the_environment(
        self, manager, install_good, given, environ, expected
    ):
        made = Manager(builtin=None, environ=environ).create("embedder", "alpha", **given)
        assert made.config.api_key.get_secret_value() == expected

    def test_secrets_come_from_the_keyring_last(self, manager, site):
        (site / "keyring").mkdir()
        (site / "keyring" / "__init__.py").write_text(
            "def get_password(service, name):\n"
            "    return {('memkit', 'A_KEY'): 'ringed'}.get((service, name))\n"
        )
        (site / "keyring" / "errors.py").write_text("class KeyringError(Exception): pass\n")
        try:
            made = manager.create("embedder", "alpha")
        finally:
            sys.modules.pop("keyring", None)
            sys.modules.pop("keyring.errors", None)
        assert made.config.api_key.get_secret_value() == "ringed"

    def test_a_keyring_that_cannot_be_read_is_no_keyring(self, manager, site):
        (site / "keyring").mkdir()
        (site / "keyring" / "__init__.py").write_text(
            "from keyring.errors import KeyringError\n"
            "def get_password(service, name):\n    raise KeyringError('locked')\n"
        )
        (site / "keyring" / "errors.py").write_text("class KeyringError(Exception): pass\n")
        try:
            made = manager.create("embedder", "alpha")
        finally:
            sys.modules.pop("keyring", None)
            sys.modules.pop("keyring.errors", None)
        assert made.config.api_key is None

    def test_an_unknown_option_names_the_known_ones(self, manager):
        with pytest.raises(ValidationError, match="api_key, dim, model, url") as raised:
            manager.create("embedder", "alpha", ulr="x")
        assert raised.value.fix == "Did you mean 'url'?"

    def test_a_value_that_does_not_fit_is_named(self, manager):
        with pytest.raises(ValidationError, match=r"dim: .*integer.* Correct dim\."):
            manager.create("embedder", "alpha", dim="many")

    def test_text_and_option_for_the_same_field(self, manager):
        with pytest.raises(ValidationError, match="given twice"):
            manager.create("embedder", "alpha:large", model="small")

    def test_text_for_a_provider_that_takes_none(self, install_good):
        install_good("plain")
        with pytest.raises(ValidationError, match="takes none"):
            Manager(builtin=None).create("embedder", "plain:text")

    def test_a_missing_secret_says_where_to_put_it(self, install_good):
        install_good(
            "keyed",
            extra="secrets={'api_key': ('KEYED_KEY',)},",
            config="""
                from pydantic import SecretStr
                from memkit.plugins import ProviderConfig

                class Config(ProviderConfig):
                    api_key: SecretStr
            """,
        )
        with pytest.raises(AuthenticationError, match="keyring set memkit KEYED_KEY"):
            Manager(builtin=None, environ={}).create("embedder", "keyed")

    @pytest.mark.parametrize("options", [{"dim": "many"}, {"bogus": 1}, {"api_key": ["hidden"]}])
    def test_no_mistake_shows_a_secret(self, manager, options):
        with pytest.raises(ValidationError) as raised:
            manager.create("embedder", "alpha", **{"api_key": "hidden", **options})
        assert "hidden" not in repr(raised.value) + str(raised.value)
        assert raised.value.__cause__ is None

    def test_a_missing_sdk_is_named_with_the_pip_line(self, install_good):
        install_good("needy", impl="import fake_sdk_that_is_missing")
        with pytest.raises(PluginError, match="package 'fake_sdk_that_is_missing'") as raised:
            Manager(builtin=None).create("embedder", "needy")
        assert raised.value.fix == "Run: pip install --upgrade memkit-needy"
        assert isinstance(raised.value.__cause__, ImportError)

    def test_an_sdk_missing_on_construction_is_named_too(self, install_good):
        install_good(
            "late",
            impl="""
                from memkit.contracts.embedder import Embedder

                class Provider(Embedder):
                    def __init__(self, config):
                        import fake_sdk_that_is_missing

                    def embed_batch(self, texts, *, kind): ...
            """,
        )
        with pytest.raises(PluginError, match="package 'fake_sdk_that_is_missing'"):
            Manager(builtin=None).create("embedder", "late")

    @pytest.mark.parametrize(
        ("impl", "problem"),
        [
            ("raise ValueError('broken')", "ValueError: broken"),
            ("x = 1", "no attribute 'Provider'"),
            ("class Provider: ...", "does not derive from Embedder"),
        ],
    )
    def test_an_implementation_that_is_none(self, install_good, impl, problem):
        install_good("hollow", impl=impl)
        with pytest.raises(PluginError, match=problem) as raised:
            Manager(builtin=None).create("embedder", "hollow")
        assert "memkit-hollow" in raised.value.fix

    def test_a_config_that_is_no_model(self, install_good):
        install_good("shapeless", config="Config = dict")
        with pytest.raises(PluginError, match="no pydantic model"):
            Manager(builtin=None).create("embedder", "shapeless")

    def test_a_store_gets_config_and_context(self, install_good):
        install_good(
            "shelf",
            kind="store",
            impl="""
                from memkit.contracts.store import Store

                class Provider(Store):
                    def __init__(self, config, context):
                        super().__init__(context)
                        self.config = config

                Provider.__abstractmethods__ = frozenset()
            """,
        )
        manager = Manager(builtin=None)
        context = object()
        assert manager.create("store", "shelf", context=context).context is context
        with pytest.raises(ValidationError, match="needs the context"):
            manager.create("store", "shelf")

    def test_a_context_is_for_stores(self, manager):
        with pytest.raises(ValidationError, match="for stores"):
            manager.create("embedder", "alpha", context=object())


class TestSpecConfig:
    def test_leaves_secrets_out(self, manager):
        spec, config = manager.spec_config(
            "embedder", "alpha:large", api_key="hidden", url="https://me:hidden@host:1/x"
        )
        assert spec.name == "alpha"
        assert config == {"model": "large", "url": "https://me@host:1/x", "dim": 3}

    def test_leaves_nested_secrets_out(self, install_good):
        install_good(
            "nested",
            config="""
                from datetime import timedelta
                from pathlib import Path
                from pydantic import SecretStr
                from memkit.plugins import ProviderConfig

                class Inner(ProviderConfig):
                    token: SecretStr
                    retries: int = 2

                class Config(ProviderConfig):
                    headers: dict[str, SecretStr | str] = {}
                    inner: Inner | None = None
                    path: Path = Path("x")
                    timeout: timedelta = timedelta(seconds=3)
            """,
        )
        _, config = Manager(builtin=None).spec_config(
            "embedder", "nested", inner={"token": "hidden"}, headers={"Key": "hidden"}
        )
        assert config["inner"] == {"retries": 2}
        assert config["path"] == "x"
        assert config["timeout"] == "PT3S"
        assert "hidden" not in str(config)


class TestNotFound:
    @pytest.mark.parametrize("name", sorted(KNOWN))
    def test_a_known_provider_comes_with_its_pip_line(self, name):
        known = KNOWN[name]
        for kind in known.kinds:
            with pytest.raises(PluginError) as raised:
                Manager(list, builtin=None).get_spec(kind, name)
            assert str(raised.value) == (
                f"The {kind} {name!r} is not installed. Run: pip install {known.distribution}"
            )

    def test_an_unknown_name_comes_with_close_ones(self, manager):
        with pytest.raises(PluginError, match=r"Installed are alpha\.") as raised:
            manager.get_spec("embedder", "alhpa")
        assert raised.value.fix == "Did you mean 'alpha'?"

    def test_a_close_name_that_is_not_installed(self, manager):
        with pytest.raises(PluginError) as raised:
            manager.get_spec("store", "weavate")
        assert raised.value.fix == "Did you mean 'weaviate'? Run: pip install memkit-weaviate"

    def test_another_kind_is_named(self, manager):
        with pytest.raises(PluginError, match="installed as embedder, not as store"):
            manager.get_spec("store", "alpha")

    def test_another_distribution_is_named(self, manager):
        with pytest.raises(PluginError, match="Write 'memkit-alpha/alpha'"):
            manager.get_spec("embedder", "memkit-other/alpha")

    def test_an_unknown_kind(self, manager):
        with pytest.raises(ValidationError, match="embedder, llm, store"):
            manager.get_spec("teapot", "alpha")


class TestLoading:
    def test_one_name_loads_one_plugin(self, install, install_good):
        install_good("wanted")
        install_good("other")
        Manager(builtin=None).get_spec("embedder", "wanted")
        assert "fake_wanted._plugin" in sys.modules
        assert "fake_other._plugin" not in sys.modules

    def test_a_name_that_no_entry_point_bears_is_still_found(self, install_good):
        install_good("hidden", entry="suite")
        assert Manager(builtin=None).get_spec("embedder", "hidden").name == "hidden"

    def test_one_module_under_several_names_is_one_plugin(self, install):
        install(
            "memkit-family",
            "[memkit]\none = fake_family._plugin\ntwo = fake_family._plugin\n",
            package="fake_family",
            _plugin="""
                from memkit.plugins import LLMSpec, hookimpl

                @hookimpl
                def memkit_llms():
                    return [
                        LLMSpec(name=name, impl="a:B", config="a:C", summary="")
                        for name in ("one", "two")
                    ]
            """,
        )
        rows = Manager(builtin=None).list_providers()
        assert [(row.name, row.state) for row in rows] == [("one", "ok"), ("two", "ok")]

    def test_listing_imports_neither_implementation_nor_config(self, manager):
        (row,) = manager.list_providers()
        assert (row.kind, row.name, row.distribution, row.version) == (
            "embedder",
            "alpha",
            "memkit-alpha",
            "1.0",
        )
        assert "fake_alpha._plugin" in sys.modules
        assert not {"fake_alpha.impl", "fake_alpha.config"} & set(sys.modules)

    def test_listing_of_one_kind(self, install_good):
        install_good("a")
        install_good("b", kind="store")
        rows = Manager(builtin=None).list_providers("store")
        assert [row.name for row in rows] == ["b"]

    def test_listing_of_twenty_imports_nothing_heavy(self, site, install_good):
        for number in range(20):
            install_good(f"plug{number}", kind=("embedder", "store")[number % 2])
        script = f"""
            import sys
            sys.path.insert(0, {str(site)!r})
            from memkit.plugins import Manager
            rows = Manager(builtin=None).list_providers()
            assert sum(row.name.startswith("plug") for row in rows) == 20, rows
            assert "pydantic" not in sys.modules and "numpy" not in sys.modules
        """
        subprocess.run(
            [sys.executable, "-c", textwrap.dedent(script)],
            check=True,
            env={"PYTHONPATH": ":".join(filter(None, sys.path))},
        )

    def test_threads_load_a_plugin_once(self, install_good, monkeypatch):
        install_good("slow")
        from memkit.plugins import manager as module

        loads = []

        def register(plugin, original=module.register):
            loads.append(plugin)
            time.sleep(0.02)
            return original(plugin)

        monkeypatch.setattr(module, "register", register)
        manager = Manager(builtin=None)
        threads = [
            threading.Thread(target=manager.get_spec, args=("embedder", "slow")) for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(loads) == 1

    def test_what_was_installed_since_is_found_and_listed(self, manager, install_good):
        assert [row.name for row in manager.list_providers()] == ["alpha"]
        install_good("beta")
        assert manager.get_spec("embedder", "beta").name == "beta"
        install_good("gamma")
        assert [row.name for row in manager.list_providers()] == ["alpha", "beta", "gamma"]

    def test_what_was_uninstalled_since_is_not_listed(self, manager, install_good, site):
        install_good("beta")
        assert len(manager.list_providers()) == 2
        shutil.rmtree(site / "memkit_beta-1.0.dist-info")
        assert [row.name for row in manager.list_providers()] == ["alpha"]


class TestBuiltin:
    def test_is_there_without_a_distribution_and_only_once(self, site, install, install_good):
        install_good("core", distribution="memkit-core", entry="builtin", version="9")
        manager = Manager(builtin="fake_core._plugin")
        (row,) = manager.list_providers()
        assert (row.name, row.distribution, row.state) == ("core", "memkit-core", "ok")
        assert row.version != "9"

    def test_a_broken_one_harms_no_plugin(self, install_good):
        install_good("healthy")
        manager = Manager(builtin="fake_builtin_that_is_missing")
        assert [row.state for row in manager.list_providers()] == ["failed", "ok"]
        assert manager.get_spec("embedder", "healthy").name == "healthy"
