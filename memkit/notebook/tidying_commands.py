"""The subcommands of %memkit that tidy facts up, and their options."""

from __future__ import annotations

from memkit.notebook.options import Command
from memkit.notebook.shared_options import EVERYONE, OUT, SCOPE, WHERE, command_of

TIDYING: tuple[Command, ...] = (
    command_of(
        "%memkit recheck",
        "Check again what is stale or unsupported, by code, else by the LLM.",
        options=(*SCOPE, EVERYONE, WHERE, OUT),
    ),
)
