"""What every plug-in must do, whatever it provides."""

from __future__ import annotations

import importlib
import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import ClassVar

import pytest
from pydantic import BaseModel

from memkit.plugins.discovery import CORE, GROUP, Plugin
from memkit.plugins.manager import list_providers
from memkit.plugins.references import same_distribution, same_name
from memkit.plugins.registration import Registration, register
from memkit.plugins.specs import ProviderSpec
from memkit.testing.base import load_object, modules_after_listing
from memkit.testing.overriding import Guarded

_REQUIREMENT = re.compile(r"[A-Za-z0-9._-]+")


class PluginConformance(Guarded):
    """Subclass it, and set `plugin` and `distribution`.

    Attributes:
        plugin: Name of the module that holds the hooks, e.g. "memkit_weaviate._plugin".
        distribution: Name of the distribution, e.g. "memkit-weaviate".
    """

    plugin: ClassVar[str]
    distribution: ClassVar[str]

    @pytest.fixture
    def registration(self) -> Registration:
        """What the plug-in registers."""
        plugin = Plugin((), self.distribution, "", lambda: importlib.import_module(self.plugin))
        return register(plugin)

    @pytest.fixture
    def installed(self) -> Distribution:
        """The distribution, where it is installed."""
        try:
            return distribution(self.distribution)
        except PackageNotFoundError:
            pytest.skip(f"{self.distribution} is not installed here")

    def test_it_registers(self, registration: Registration) -> None:
        """The hooks give specs that memkit accepts."""
        assert registration.failure is None
        assert registration.offers
        assert {o.spec.name: o.failure for o in registration.offers if o.failure} == {}

    def test_what_it_names_is_there(self, registration: Registration) -> None:
        """Each implementation, each config and each command can be imported."""
        for spec in (offer.spec for offer in registration.offers):
            if isinstance(spec, ProviderSpec):
                assert isinstance(load_object(spec.impl), type), spec.impl
                assert issubclass(load_object(spec.config), BaseModel), spec.config
            else:
                assert callable(load_object(spec.impl)), spec.impl

    def test_listing_imports_no_sdk(self, registration: Registration) -> None:
        """Importing the plug-in imports neither SDKs nor implementations nor configs."""
        modules = modules_after_listing([self.plugin])
        for offer in registration.offers:
            spec = offer.spec
            paths = (spec.impl, spec.config) if isinstance(spec, ProviderSpec) else (spec.impl,)
            for name in (*spec.requires, *(path.partition(":")[0] for path in paths)):
                assert name not in modules, f"importing {self.plugin} imports {name}"

    def test_it_depends_on_the_core(self, installed: Distribution) -> None:
        """The core's distribution is memkit-core; "memkit" on PyPI is another project."""
        names = {
            same_distribution(match[0])
            for requirement in installed.requires or []
            if (match := _REQUIREMENT.match(requirement))
        }
        assert CORE in names
        assert "memkit" not in names

    def test_each_provider_has_an_entry_point(
        self, registration: Registration, installed: Distribution
    ) -> None:
        """An entry point bears the name of each provider and command: a name loads one plug-in."""
        points = {same_name(point.name) for point in installed.entry_points.select(group=GROUP)}
        names = {same_name(offer.spec.name) for offer in registration.offers}
        assert names <= points

    def test_its_providers_are_listed(
        self, registration: Registration, installed: Distribution
    ) -> None:
        """Users see what it offers, without a failure or a clash."""
        rows = {
            (row.kind, row.name): row.state
            for row in list_providers()
            if same_distribution(row.distribution) == same_distribution(self.distribution)
        }
        assert rows == {(o.spec.kind, o.spec.name): "ok" for o in registration.offers}
