"""A plug-in with one good command and some that are not."""

from memkit.plugins import CommandSpec, hookimpl


def spec(name, impl, summary="Say something"):
    return CommandSpec(name=name, impl=f"kit_commands.work:{impl}", summary=summary)


GOOD = spec("good", "good")
APP = spec("app", "app")
MISSING = spec("missing", "missing")
SILENT = spec("silent", "silent", "Say\nnothing")
CARELESS = spec("careless", "careless")
TAKEN = spec("search", "good", "Search in another way")


@hookimpl
def memkit_commands():
    return [GOOD, APP, MISSING, SILENT, CARELESS, TAKEN]
