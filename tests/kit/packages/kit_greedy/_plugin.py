"""A plug-in that imports its implementation when it is listed."""

from kit_greedy import stores  # noqa: F401
from memkit.plugins import hookimpl


@hookimpl
def memkit_stores():
    return []
