"""Finding providers by name, among the built-in ones and those of installed plug-ins.

An entry point of the group "memkit" claims the provider name that it bears. Asking for a name
loads the plug-ins that claim it; all of them are loaded only to list, or when nobody claims it.
"""

from __future__ import annotations

import difflib
import importlib
import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from memkit.concurrency.effects import as_provider_errors
from memkit.domain import forks
from memkit.errors import MemkitError, PluginError, ValidationError
from memkit.plugins.discovery import BUILTIN, Plugin, Point, installed_points, plugins_of
from memkit.plugins.dispatch import fit_of
from memkit.plugins.known import KNOWN
from memkit.plugins.references import Reference, same_distribution, same_name
from memkit.plugins.registration import KINDS, Offer, Registration, describe, register
from memkit.plugins.specs import CommandSpec, Kind, LoaderSpec, Offered, ProviderSpec

if TYPE_CHECKING:
    from pydantic import BaseModel

    from memkit.contracts.store import StoreContext
    from memkit.plugins.from_file import RecordedOptions

# Kind -> the class its implementations derive from; imported when one is used.
_CONTRACTS = {
    "embedder": "memkit.contracts.embedder:Embedder",
    "llm": "memkit.contracts.llm:LLM",
    "store": "memkit.contracts.store:Store",
    "reranker": "memkit.contracts.reranker:Reranker",
    "loader": "memkit.contracts.loader:Loader",
    "journal": "memkit.contracts.journal:Journal",
}

State = Literal["ok", "failed", "clash"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRow:
    """One line of the listing.

    Attributes:
        kind: What it is, "command" too; "" for a plug-in that failed before it could say.
        name: What users type; for such a plug-in, the name of its entry point.
        distribution, version: Who installed it.
        summary: One line about it.
        capabilities: What it can do beyond the contract's minimum, sorted.
        state: "ok"; "failed" if it can't be used; "clash" if its name alone does not lead to it.
        failure: The cause, unless the state is "ok".
    """

    kind: Offered | Literal[""]
    name: str
    distribution: str
    version: str
    summary: str = ""
    capabilities: tuple[str, ...] = ()
    state: State = "ok"
    failure: str | None = None


class Manager:
    """Knows the providers of this process. Safe for threads.

    Args:
        points: Gives the entry points; those of the installed distributions by default.
        builtin: The module of the providers that ship with memkit, or None for none.
        environ: Where secrets are looked for; the process's environment by default.
    """

    def __init__(
        self,
        points: Callable[[], Iterable[Point]] = installed_points,
        *,
        builtin: str | None = BUILTIN,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self._points = points
        self._builtin = builtin
        self._environ = environ
        self._lock = threading.RLock()
        forks.renew(self, _lock=threading.RLock)
        self._seen: tuple[Point, ...] | None = None
        self._plugins: tuple[Plugin, ...] = ()
        self._registrations: dict[Plugin, Registration] = {}

    # -- the public verbs --------------------------------------------------------------------

    def list_providers(self, kind: Offered | None = None) -> list[ProviderRow]:
        """Return a row for each provider and command that is installed, sorted; imports no SDK.

        Args:
            kind: Only those of this kind, and plug-ins that failed before they named one.
        """
        if kind is not None and kind != CommandSpec.kind:
            _check_kind(kind)
        self._look_again()
        rows: list[ProviderRow] = []
        for registration in self._loaded(self._plugins_of(kind)):
            plugin = registration.plugin
            if registration.failure is not None:
                rows += [
                    ProviderRow(
                        kind="",
                        name=name,
                        distribution=plugin.distribution,
                        version=plugin.version,
                        state="failed",
                        failure=registration.failure,
                    )
                    for name in plugin.names
                ]
            rows += [self._row(offer) for offer in registration.offers]
        rows = [row for row in rows if kind is None or row.kind in (kind, "")]
        return sorted(rows, key=lambda row: (row.kind, row.name, row.distribution))

    def get_spec(self, kind: Kind, reference: str | Reference, /) -> ProviderSpec:
        """Return the spec of a provider.

        Raises:
            ValidationError: The reference is malformed.
            PluginError: There is no such provider, or two, or it failed to load.
        """
        return self._provider(kind, Reference.parse(reference))[1]

    def loader_for(
        self, source: str, *, media_type: str | None = None, look: bool = True
    ) -> Reference:
        """Return the loader of a source, as `create("loader", ...)` takes it.

        A plug-in's goes before one that ships with memkit and fits as well.

        Args:
            source: A path, a "file:" URI, or an address.
            media_type: What the source is, if it is known: "text/markdown".
            look: Whether to look for plug-ins that were installed meanwhile, which takes some
                10 ms. Whoever reads a thousand files looks once.

        Raises:
            PluginError: No loader fits, or two do.
        """
        if look:
            self._look_again()
        fits = [
            # Whoever installs a plug-in for a kind of file wants it.
            ((*fit, not offer.plugin.builtin), offer)
            for offer, spec in self._loaders()
            if (fit := fit_of(spec, source, media_type=media_type)) is not None
        ]
        if not fits:
            raise _no_loader(source, media_type, [spec for _, spec in self._loaders()])
        best = max(fit for fit, _ in fits)
        found = [
            Reference(offer.spec.name, offer.plugin.distribution)
            for fit, offer in fits
            if fit == best
        ]
        if len(found) > 1:
            names = sorted(map(str, found))
            raise PluginError(
                f"{' and '.join(names)} read {source!r} alike.",
                fix=f"Say which one: {names[0]!r}, or uninstall one of them.",
            )
        return found[0]

    def spec_config(
        self, kind: Kind, reference: str | Reference, /, **options: Any
    ) -> tuple[ProviderSpec, dict[str, Any]]:
        """Return a provider's spec and its full config as JSON values, without secrets.

        Raises:
            As `create`.
        """
        from memkit.plugins.configs import public_config

        _, spec, config = self._config(kind, Reference.parse(reference), options)
        return spec, public_config(spec, config)

    def option_names(self, kind: Kind, reference: str | Reference, /) -> frozenset[str]:
        """Return the names that the options of a provider may have.

        Raises:
            ValidationError: The reference is malformed.
            PluginError: There is no such provider, or two, or it failed to load.
        """
        from memkit.plugins.configs import check_model, fields_of

        offer, spec = self._provider(kind, Reference.parse(reference))
        model = check_model(spec, _import(offer, spec.config), offer.plugin.origin)
        return frozenset(fields_of(model))

    def recorded(
        self, kind: Kind, reference: str | Reference, options: Mapping[str, Any], /
    ) -> tuple[Reference, RecordedOptions]:
        """Return which provider a file names, and which of its options need the user's word.

        Args:
            kind: Its kind.
            reference: As the file has it; what stands after a colon becomes an option.
            options: As the file has them, which may be anything that JSON can hold.

        Raises:
            ValidationError: The reference is malformed.
            PluginError: There is no such provider, or two, or it failed to load.
        """
        from memkit.plugins.configs import check_model
        from memkit.plugins.from_file import recorded_options

        named = Reference.parse(reference)
        offer, spec = self._provider(kind, named)
        model = check_model(spec, _import(offer, spec.config), offer.plugin.origin)
        given = {name: value for name, value in options.items() if name not in spec.secrets}
        if named.text is not None:
            given[spec.shorthand or ""] = named.text
        return replace(named, text=None), recorded_options(model, given)

    def create(
        self,
        kind: Kind,
        reference: str | Reference,
        /,
        *,
        context: StoreContext | None = None,
        **options: Any,
    ) -> Any:
        """Return a new instance of a provider.

        Args:
            kind: Its kind.
            reference: "name", "name:text", "distribution/name" or "distribution/name:text".
            context: What the journal offers to a store; for stores only.
            options: Fields of its config. Secrets that are not given come from the environment
                or the keyring.

        Raises:
            ValidationError: A malformed reference, an unknown option, or a value that won't fit.
            AuthenticationError: A secret that it needs is nowhere to be found.
            PluginError: There is no such provider, or two, or it or its SDK can't be imported.
            ProviderError: It failed while it was made.
        """
        if (context is None) is (kind == "store"):
            raise ValidationError(
                "A store needs the context of a journal."
                if context is None
                else f"A context is for stores, not for a provider of kind {kind!r}.",
                fix="Give context=..." if context is None else "Leave context out.",
            )
        from memkit.plugins.secrets import raise_without, secrets_in

        offer, _, config = self._config(kind, Reference.parse(reference), options)
        implementation = self._implementation(offer)
        arguments = (config,) if context is None else (config, context)
        try:
            with as_provider_errors(
                f"The {kind} {offer.spec.name!r} could not be opened",
                fix="Check its options; if it stays, report this to the authors of the plug-in.",
                provider=offer.spec.name,
            ):
                return implementation(*arguments)
        except MemkitError as error:
            if not isinstance(error.__cause__, ImportError):
                raise_without(error, secrets_in(config), cause=error.__cause__)
            raise _import_failed(offer, offer.spec.impl, error.__cause__) from error.__cause__

    def has_command(self, reference: str) -> bool:
        """Tell whether a plug-in claims a command, whether or not it can be had."""
        try:
            wanted = Reference.parse(reference)
        except ValidationError:
            return False
        if self._offers(CommandSpec.kind, wanted):
            return True
        return self._failed(wanted) is not None

    def load_command(self, reference: str) -> Any:
        """Import a command, and return its Typer app or its function.

        Raises:
            ValidationError: The reference is malformed.
            PluginError: There is no such command, or two, or it can't be imported.
        """
        offer = self._find(CommandSpec.kind, Reference.parse(reference))
        return _import(offer, offer.spec.impl)

    # -- finding -----------------------------------------------------------------------------

    def _provider(self, kind: Kind, reference: Reference) -> tuple[Offer, ProviderSpec]:
        _check_kind(kind)
        offer = self._find(kind, reference)
        assert isinstance(offer.spec, ProviderSpec), "a hook returns the specs of its kind"
        return offer, offer.spec

    def _find(self, kind: Offered, reference: Reference) -> Offer:
        offers = self._offers(kind, reference)
        # Installed since, in this very notebook perhaps.
        if not offers and self._look_again():
            offers = self._offers(kind, reference)
        usable = [offer for offer in offers if offer.failure is None]
        if len(usable) == 1:
            return usable[0]
        if usable:
            raise _clash(usable)
        if offers:
            offer = offers[0]
            raise PluginError(
                f"The {kind} {reference.name!r} of {offer.plugin.origin} can't be used. "
                f"{offer.failure}",
                fix=f"Update {offer.plugin.distribution}, or uninstall it.",
            )
        raise self._not_found(kind, reference)

    def _offers(self, kind: Offered, reference: Reference) -> list[Offer]:
        """Return the offers a reference may mean, from those who claim the name if any do."""
        name = same_name(reference.name)
        plugins = self._plugins_of(kind)
        if reference.distribution is not None:
            wanted = same_distribution(reference.distribution)
            plugins = [p for p in plugins if same_distribution(p.distribution) == wanted]
        claiming = [p for p in plugins if p.builtin or name in map(same_name, p.names)]
        for group in (claiming, plugins):
            offers = [
                offer
                for registration in self._loaded(group)
                for offer in registration.offers
                if offer.spec.kind == kind and same_name(str(offer.spec.name)) == name
            ]
            if offers:
                return offers
        return []

    def _all_plugins(self) -> Sequence[Plugin]:
        with self._lock:
            if self._seen is None:
                self._look_again()
            return self._plugins

    def _plugins_of(self, kind: Offered | None) -> Sequence[Plugin]:
        # The core's own commands are no plug-in's, and `memkit --help` should load little.
        every = self._all_plugins()
        return [p for p in every if not p.builtin] if kind == CommandSpec.kind else every

    def _look_again(self) -> bool:
        """Look for plug-ins, and tell whether others are installed than at the last look."""
        with self._lock:
            importlib.invalidate_caches()
            points = tuple(self._points())
            if points == self._seen:
                return False
            self._seen = points
            self._plugins = tuple(plugins_of(points, builtin=self._builtin))
            self._registrations.clear()
            return True

    def _loaded(self, plugins: Iterable[Plugin]) -> list[Registration]:
        with self._lock:
            for plugin in plugins:
                if plugin not in self._registrations:
                    self._registrations[plugin] = register(plugin)
            return [self._registrations[plugin] for plugin in plugins]

    def _row(self, offer: Offer) -> ProviderRow:
        spec, plugin = offer.spec, offer.plugin
        state: State = "ok" if offer.failure is None else "failed"
        failure = offer.failure
        if failure is None:
            rivals = [o for o in self._offers(spec.kind, Reference(spec.name)) if o.failure is None]
            if rivals != [offer]:
                state = "clash"
                others = sorted(r.plugin.origin for r in rivals if r is not offer)
                failure = (
                    f"The name {spec.name!r} is also offered by {' and '.join(others)}; "
                    f"write '{plugin.distribution}/{spec.name}' for this one."
                )
        return ProviderRow(
            kind=spec.kind,
            name=str(spec.name),
            distribution=plugin.distribution,
            version=plugin.version,
            summary=spec.summary if isinstance(spec.summary, str) else "",
            capabilities=tuple(sorted(map(str, getattr(spec, "capabilities", ())))),
            state=state,
            failure=failure,
        )

    # -- using -------------------------------------------------------------------------------

    def _config(
        self, kind: Kind, reference: Reference, options: Mapping[str, Any]
    ) -> tuple[Offer, ProviderSpec, BaseModel]:
        from memkit.plugins.configs import build_config, check_model

        offer, spec = self._provider(kind, reference)
        model = check_model(spec, _import(offer, spec.config), offer.plugin.origin)
        config = build_config(spec, model, options, text=reference.text, environ=self._environ)
        return offer, spec, config

    def _implementation(self, offer: Offer) -> type[Any]:
        implementation = _import(offer, offer.spec.impl)
        contract = _object(_CONTRACTS[offer.spec.kind])
        if not (isinstance(implementation, type) and issubclass(implementation, contract)):
            raise PluginError(
                f"{offer.spec.impl!r}, the {offer.spec.kind} {offer.spec.name!r} of "
                f"{offer.plugin.origin}, does not derive from {contract.__name__}.",
                fix=f"Update {offer.plugin.distribution}, or report this to its authors.",
            )
        return implementation

    # -- explaining --------------------------------------------------------------------------

    def _failed(self, reference: Reference) -> Registration | None:
        """Return the plug-in that failed to load and claims a name, if there is one."""
        name = same_name(reference.name)
        wanted = reference.distribution and same_distribution(reference.distribution)
        for registration in self._loaded(self._all_plugins()):
            plugin = registration.plugin
            claims = name in map(same_name, plugin.names)
            if registration.failure is not None and (
                same_distribution(plugin.distribution) == wanted if wanted else claims
            ):
                return registration
        return None

    def _not_found(self, kind: Offered, reference: Reference) -> PluginError:
        """Say why a provider is not there, and what would bring it."""
        failed = self._failed(reference)
        if failed is not None:
            plugin = failed.plugin
            error = PluginError(
                f"The plug-in {plugin.names[0]!r} of {plugin.origin} failed to load. "
                f"{failed.failure}",
                fix=f"Update {plugin.distribution}, or uninstall it.",
            )
            error.__cause__ = failed.error
            return error
        name = same_name(reference.name)
        wanted = reference.distribution and same_distribution(reference.distribution)
        installed = [
            offer
            for registration in self._loaded(self._all_plugins())
            for offer in registration.offers
            if offer.failure is None
        ]
        namesakes = [offer for offer in installed if same_name(offer.spec.name) == name]
        if wanted and (here := [o for o in namesakes if o.spec.kind == kind]):
            origins = ", ".join(sorted({offer.plugin.distribution for offer in here}))
            return PluginError(
                f"{reference.distribution} has no {kind} {reference.name!r}, but {origins} does.",
                fix=f"Write '{here[0].plugin.distribution}/{here[0].spec.name}'.",
            )
        known = KNOWN.get(name)
        if known is not None and kind in known.kinds and wanted in (None, known.distribution):
            return PluginError(
                f"The {kind} {reference.name!r} is not installed.",
                fix=f"Run: pip install {known.distribution}",
            )
        return _unknown(kind, reference, installed, namesakes)

    def _loaders(self) -> list[tuple[Offer, LoaderSpec]]:
        return [
            (offer, offer.spec)
            for registration in self._loaded(self._all_plugins())
            for offer in registration.offers
            if offer.failure is None and isinstance(offer.spec, LoaderSpec)
        ]


def _check_kind(kind: str) -> None:
    if kind not in KINDS:
        raise ValidationError(
            f"There is no kind of provider {kind!r}.", fix=f"Use one of {', '.join(KINDS)}."
        )


def _object(path: str) -> Any:
    module, _, name = path.partition(":")
    return getattr(importlib.import_module(module), name)


def _import(offer: Offer, path: str) -> Any:
    try:
        return _object(path)
    except MemkitError:
        raise
    except ImportError as error:
        raise _import_failed(offer, path, error) from error
    except Exception as error:
        raise PluginError(
            f"{path!r}, which the {offer.spec.kind} {offer.spec.name!r} of {offer.plugin.origin} "
            f"needs, failed to load. {describe(error)}",
            fix=f"Update {offer.plugin.distribution}, or report this to its authors.",
        ) from error


def _import_failed(offer: Offer, path: str, error: ImportError) -> PluginError:
    spec, plugin = offer.spec, offer.plugin
    package = (error.name or "").partition(".")[0]
    own = path.partition(".")[0].partition(":")[0]
    if not package or package in (own, "memkit"):
        return PluginError(
            f"{path!r}, which the {spec.kind} {spec.name!r} of {plugin.origin} needs, failed to "
            f"load. {describe(error)}",
            fix=f"Update {plugin.distribution}, or report this to its authors.",
        )
    # A plug-in's own pip line brings what it depends on; the core depends on no SDK.
    line = package if plugin.builtin else plugin.distribution
    return PluginError(
        f"The {spec.kind} {spec.name!r} of {plugin.origin} needs the package {package!r}, "
        f"which can't be imported. {describe(error)}",
        fix=f"Run: pip install --upgrade {line}",
    )


def _clash(offers: Sequence[Offer]) -> PluginError:
    spec = offers[0].spec
    origins = " and ".join(sorted({offer.plugin.origin for offer in offers}))
    choices = sorted({f"'{offer.plugin.distribution}/{offer.spec.name}'" for offer in offers})
    if len(choices) == 1:
        return PluginError(
            f"{origins} registers the {spec.kind} {spec.name!r} more than once.",
            fix=f"Update {offers[0].plugin.distribution}, or report this to its authors.",
        )
    return PluginError(
        f"The {spec.kind} {spec.name!r} is offered by {origins}.",
        fix=f"Write {' or '.join(choices)}, or uninstall one of them.",
    )


def _no_loader(source: str, media_type: str | None, specs: Iterable[LoaderSpec]) -> PluginError:
    claims = {
        claim
        for spec in specs
        for claim in spec.suffixes or [f"{scheme}:" for scheme in spec.schemes]
    }
    told = f" of the media type {media_type!r}" if media_type else ""
    return PluginError(
        f"No loader reads {source!r}{told}. Those that are installed read "
        f"{', '.join(sorted(claims)) or 'nothing'}.",
        fix="Install a plug-in that reads it, name a loader, or convert it to text.",
    )


def _unknown(
    kind: Offered, reference: Reference, installed: Sequence[Offer], namesakes: Sequence[Offer]
) -> PluginError:
    names = sorted({offer.spec.name for offer in installed if offer.spec.kind == kind})
    known = sorted(name for name, entry in KNOWN.items() if kind in entry.kinds)
    problem = f"There is no {kind} {reference.provider!r}"
    if namesakes:
        kinds = " and ".join(sorted({offer.spec.kind for offer in namesakes}))
        problem = f"{reference.name!r} is installed as {kinds}, not as {kind}"
    problem += f". Installed are {', '.join(names) or 'none'}."
    close = difflib.get_close_matches(same_name(reference.name), [*names, *known], n=3)
    if close:
        fix = f"Did you mean {' or '.join(map(repr, close))}?"
        if close[0] not in names:
            fix += f" Run: pip install {KNOWN[close[0]].distribution}"
        return PluginError(problem, fix=fix)
    return PluginError(problem, fix="Use one of these, or install a plug-in that offers it.")


_default: Manager | None = None
_default_lock = threading.Lock()
forks.renew(sys.modules[__name__], _default_lock=threading.Lock)


def default_manager() -> Manager:
    """Return the process's manager, the one piece of global state in memkit."""
    global _default
    with _default_lock:
        if _default is None:
            _default = Manager()
        return _default


def reset() -> None:
    """Forget what was found, so that plug-ins installed since are seen."""
    global _default
    with _default_lock:
        _default = None
    importlib.invalidate_caches()


def list_providers(kind: Offered | None = None) -> list[ProviderRow]:
    """Return a row for each provider and command; see `Manager.list_providers`."""
    return default_manager().list_providers(kind)


def loader_for(source: str, *, media_type: str | None = None, look: bool = True) -> Reference:
    """Return the loader of a source; see `Manager.loader_for`."""
    return default_manager().loader_for(source, media_type=media_type, look=look)


def get_spec(kind: Kind, reference: str | Reference, /) -> ProviderSpec:
    """Return the spec of a provider; see `Manager.get_spec`."""
    return default_manager().get_spec(kind, reference)


def spec_config(
    kind: Kind, reference: str | Reference, /, **options: Any
) -> tuple[ProviderSpec, dict[str, Any]]:
    """Return a provider's spec and config without secrets; see `Manager.spec_config`."""
    return default_manager().spec_config(kind, reference, **options)


def option_names(kind: Kind, reference: str | Reference, /) -> frozenset[str]:
    """Return the names of a provider's options; see `Manager.option_names`."""
    return default_manager().option_names(kind, reference)


def recorded(
    kind: Kind, reference: str | Reference, options: Mapping[str, Any], /
) -> tuple[Reference, RecordedOptions]:
    """Return what a file may say of a provider; see `Manager.recorded`."""
    return default_manager().recorded(kind, reference, options)


def create(
    kind: Kind,
    reference: str | Reference,
    /,
    *,
    context: StoreContext | None = None,
    **options: Any,
) -> Any:
    """Return a new instance of a provider; see `Manager.create`."""
    return default_manager().create(kind, reference, context=context, **options)
