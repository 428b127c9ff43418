"""What the kits of all kinds share: tests of a provider's spec, config and secrets."""

from __future__ import annotations

import importlib
import importlib.util
import json
import logging
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

import pytest
from pydantic import BaseModel

from memkit.errors import MemkitError, PluginError, ValidationError
from memkit.plugins.configs import build_config, public_config
from memkit.plugins.discovery import Plugin
from memkit.plugins.manager import get_spec
from memkit.plugins.registration import Offer, register
from memkit.plugins.specs import ProviderSpec
from memkit.testing.leaks import (
    CANARY,
    secret_fields,
    shown_in,
    text_fields,
    unguarded_fields,
    values_of,
    with_canaries,
    written,
)
from memkit.testing.overriding import Guarded

# Texts that providers must take as they are.
ODD_TEXTS = (
    "",
    "   \n\t ",
    "Zürich, naïve café — “quoted” Straße",
    "Ελληνικά и русский",
    "日本語の文章と中文句子",
    "مرحبا بالعالم",
    "👩‍👩‍👧‍👦🏳️‍🌈 e\u0301\u200d",
    "'; DROP TABLE memories; -- \" * ( AND OR NOT ) \\ \x00",
    "A long text about nothing in particular. " * 2_500,
)

# Where people put a key that belongs into an option of its own.
_ADDRESS = f"https://ann:{CANARY}@host.example/v1?api_key={CANARY}"

_LISTING = """
import importlib, json, sys
from memkit.plugins import list_providers
list_providers()
for module in sys.argv[1:]:
    importlib.import_module(module)
json.dump(sorted(sys.modules), sys.stdout)
"""


class ProviderConformance(Guarded):
    """Tests of what all providers have: a spec, a config, secrets.

    Attributes:
        spec: The provider's spec. Its capabilities decide which tests are run.
    """

    spec: ClassVar[Any]

    # Set by the kit of each kind: the spec's class, the contract, what capabilities there are,
    # and the methods that are worth overriding only with a capability, or with several: "a b".
    kit_spec: ClassVar[type[ProviderSpec]]
    kit_contract: ClassVar[type]
    kit_capabilities: ClassVar[frozenset[str]] = frozenset()
    kit_methods: ClassVar[Mapping[str, str]] = {}

    # -- fixtures ----------------------------------------------------------------------------

    @pytest.fixture
    def config(self) -> dict[str, Any]:
        """Options of the provider's config. Override it unless the defaults will do."""
        return {}

    @pytest.fixture(autouse=True)
    def _kit_capability(self, request: pytest.FixtureRequest) -> None:
        needed = getattr(request.function, "needed_capability", None)
        if needed is not None and needed not in self.spec.capabilities:
            pytest.skip(f"the spec of {self.spec.name!r} does not declare {needed!r}")

    @pytest.fixture
    def make(self, config: Mapping[str, Any]) -> Iterator[Callable[..., Any]]:
        """Makes instances of the provider, which are closed after the test."""
        made: list[Any] = []

        def make(*context: Any) -> Any:
            made.append(self.kit_instance(config, *context))
            return made[-1]

        yield make
        for instance in reversed(made):
            getattr(instance, "close", lambda: None)()

    @pytest.fixture
    def provider(self, make: Callable[..., Any]) -> Any:
        """An instance of the provider."""
        return make()

    # -- tools -------------------------------------------------------------------------------

    def kit_model(self) -> type[BaseModel]:
        """Return the config's class."""
        model: type[BaseModel] = load_object(self.spec.config)
        return model

    def kit_instance(self, options: Mapping[str, Any], *context: Any) -> Any:
        """Return an instance of the provider."""
        config = build_config(self.spec, self.kit_model(), options)
        return load_object(self.spec.impl)(config, *context)

    def kit_context(self, folder: Path) -> tuple[Any, ...]:
        """Return what a constructor takes besides the config."""
        return ()

    def kit_exercise(self, provider: Any, *context: Any) -> None:
        """Use a provider once, as users do; secrets are then looked for in the log."""

    # -- the spec ----------------------------------------------------------------------------

    def test_the_spec_fits_the_contract(self) -> None:
        """The spec is of its kind, and what it names is there."""
        spec = self.spec
        assert isinstance(spec, self.kit_spec)
        assert issubclass(load_object(spec.impl), self.kit_contract)
        assert issubclass(self.kit_model(), BaseModel)
        offers = _registered(spec).offers
        assert [offer.failure for offer in offers] == [None]
        assert spec.summary.strip(), "a listing needs a summary"
        assert "\n" not in spec.summary, "the summary is one line"

    def test_the_capabilities_are_known_and_kept(self) -> None:
        """Each capability is one of the contract's, and the implementation has it."""
        own = {name for name in self.spec.capabilities if not name.startswith("x-")}
        unknown = own - self.kit_capabilities
        assert not unknown, f"the contract knows {sorted(self.kit_capabilities)}"
        implementation = load_object(self.spec.impl)
        for method, capability in self.kit_methods.items():
            overridden = getattr(implementation, method) is not getattr(self.kit_contract, method)
            assert overridden is own.issuperset(capability.split()), (
                f"{implementation.__name__}.{method} and the capability {capability!r} "
                f"go together: have both, or neither"
            )

    def test_the_spec_is_the_installed_one(self) -> None:
        """What is tested is what users get."""
        try:
            installed = get_spec(self.spec.kind, self.spec.name)
        except PluginError as error:
            pytest.skip(f"not installed here: {error}")
        assert installed == self.spec

    def test_listing_imports_neither_sdk_nor_implementation(self) -> None:
        """Listing providers is cheap for all the others."""
        modules = _modules_after_listing(self.spec)
        unwanted = {*self.spec.requires, *map(_module, (self.spec.impl, self.spec.config))}
        loaded = {
            module
            for module in modules
            if any(module == name or module.startswith(f"{name}.") for name in unwanted)
        }
        assert not loaded

    # -- the config --------------------------------------------------------------------------

    def test_the_config_is_frozen_and_strict(self, config: Mapping[str, Any]) -> None:
        """A config can't be changed, and refuses what it does not know."""
        model = self.kit_model()
        assert model.model_config.get("frozen") is True
        assert model.model_config.get("extra") == "forbid"
        with pytest.raises(ValidationError, match="no_such_option"):
            build_config(self.spec, model, {**config, "no_such_option": 1})

    def test_the_config_has_the_fields_the_spec_names(self) -> None:
        """The shorthand, the secrets and what else the spec names are fields of the config."""
        others = [self.spec.shorthand, getattr(self.spec, "breadth", None)]
        named = {*self.spec.secrets, *filter(None, others)}
        assert named <= set(self.kit_model().model_fields)

    def test_the_config_survives_being_written_down(self, config: Mapping[str, Any]) -> None:
        """Its public part is JSON, and with the secrets gives the same config again."""
        model = self.kit_model()
        built = build_config(self.spec, model, config)
        public = public_config(self.spec, built)
        json.dumps(public)
        secrets = {name: getattr(built, name) for name in secret_fields(model)}
        again = build_config(self.spec, model, public | secrets)
        assert public_config(self.spec, again) == public

    # -- secrets -----------------------------------------------------------------------------

    def test_secrets_have_a_secret_type(self) -> None:
        """Keys, tokens and passwords are of the type SecretStr."""
        assert not unguarded_fields(self.spec, self.kit_model())

    def test_no_secret_is_shown(
        self, config: Mapping[str, Any], caplog: pytest.LogCaptureFixture, tmp_path: Path
    ) -> None:
        """No repr, pickle, log or error shows a secret, and neither does the public config."""
        model = self.kit_model()
        options = with_canaries(model, config)
        built = build_config(self.spec, model, options)
        secrets = values_of(built)
        if not secrets:
            pytest.skip(f"the config of {self.spec.name!r} has no secrets")
        assert shown_in(secrets, built) == []
        public = json.dumps(public_config(self.spec, built))
        assert not any(secret in public for secret in secrets), "the public config shows a secret"
        caplog.set_level(logging.DEBUG)
        try:
            context = self.kit_context(tmp_path)
            provider = self.kit_instance(options, *context)
            try:
                self.kit_exercise(provider, *context)
                assert shown_in(secrets, provider) == []
            finally:
                getattr(provider, "close", lambda: None)()
        except MemkitError as error:
            # A server may well refuse a made-up key; it is the message that counts.
            shown = any(secret in written(error) for secret in secrets)
            assert not shown, "an error shows a secret"
        shown = any(secret in caplog.text for secret in secrets)
        assert not shown, "the log shows a secret"

    def test_no_mistake_shows_a_secret(self, config: Mapping[str, Any]) -> None:
        """Not a misspelt option, not a key in a dict or a list, and not one in an address."""
        model = self.kit_model()
        mistakes: list[dict[str, Any]] = [{"api_kye": CANARY}]
        for name in secret_fields(model):
            mistakes += [{name: {"value": CANARY}}, {name: [CANARY]}]
        mistakes += [{name: _ADDRESS} for name in text_fields(model)]
        for mistake in mistakes:
            assert CANARY not in self._kit_said_of({**config, **mistake}), f"of {list(mistake)}"

    def _kit_said_of(self, options: Mapping[str, Any]) -> str:
        """Return all that options show: their error, or their config and what is written down."""
        try:
            built = build_config(self.spec, self.kit_model(), options)
        except MemkitError as error:
            return written(error)
        public = json.dumps(public_config(self.spec, built))
        pickled = pickle.dumps(built).decode("latin-1")
        return "".join([repr(built), str(built), f"{built}", public, pickled])


def load_object(path: str) -> Any:
    """Return what a spec names as "module:Name"."""
    module, _, name = path.partition(":")
    return getattr(importlib.import_module(module), name)


def _module(path: str) -> str:
    return path.partition(":")[0]


class _Plugin:
    """A plug-in that offers one spec."""

    def __init__(self, spec: ProviderSpec) -> None:
        from memkit.plugins.hookspecs import hookimpl

        def hook() -> list[ProviderSpec]:
            return [spec]

        setattr(self, f"memkit_{spec.kind}s", hookimpl(hook))


def _registered(spec: ProviderSpec) -> Any:
    registration = register(Plugin((spec.name,), "this test", "", lambda: _Plugin(spec)))
    assert registration.failure is None
    assert all(isinstance(offer, Offer) for offer in registration.offers)
    return registration


def _modules_after_listing(spec: ProviderSpec) -> set[str]:
    try:
        get_spec(spec.kind, spec.name)
        modules = []
    except PluginError:
        # Not installed here: then the module by whose import it would be listed.
        plugin = f"{_module(spec.impl).partition('.')[0]}._plugin"
        if importlib.util.find_spec(plugin) is None:
            pytest.skip(f"{spec.name!r} is not installed here, and there is no {plugin}")
        modules = [plugin]
    return modules_after_listing(modules)


def modules_after_listing(plugins: list[str]) -> set[str]:
    """Return the modules of a fresh process that has listed the providers.

    Args:
        plugins: Modules to import besides those that entry points lead to.
    """
    done = subprocess.run(
        [sys.executable, "-c", _LISTING, *plugins],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))
