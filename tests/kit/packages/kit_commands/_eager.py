"""A plug-in that imports its command when it is listed."""

from kit_commands import work  # noqa: F401
from kit_commands._plugin import spec
from memkit.plugins import hookimpl

EAGER = spec("eager", "good")


@hookimpl
def memkit_commands():
    return [EAGER]
