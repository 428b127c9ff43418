"""Stores that show late what they were told, as a plug-in."""

from __future__ import annotations

from memkit.plugins import StoreSpec, hookimpl

CAPABILITIES = {
    "ShowsLate": {"filter", "text", "eventual"},
    "CannotTell": {"filter", "text", "eventual"},
    "ForgetsAThird": {"filter", "text", "eventual"},
    "ShowsWhatIsGone": {"filter", "text", "eventual"},
    "LateByJournal": {"eventual"},
}


@hookimpl
def memkit_stores():
    return [
        StoreSpec(
            name="".join(f"_{c.lower()}" if c.isupper() else c for c in name).strip("_"),
            impl=f"kit_fakes.late_stores:{name}",
            config="kit_fakes.configs:StoreConfig",
            summary="Shows late what it is told.",
            capabilities=frozenset(capabilities),
            location=("path",),
            secrets={"api_key": ()},
        )
        for name, capabilities in CAPABILITIES.items()
    ]
