"""A plug-in that imports its implementation when it is listed, and speaks another version."""

from kit_greedy import stores  # noqa: F401
from memkit.plugins import StoreSpec, hookimpl


@hookimpl
def memkit_stores():
    return [
        StoreSpec(
            name="greedy",
            impl="kit_greedy.stores:GreedyStore",
            config="kit_fakes.configs:StoreConfig",
            summary="A fake.",
            api=99,
        )
    ]
