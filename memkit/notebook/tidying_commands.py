"""The subcommands of %memkit that tidy facts up, and their options."""

from __future__ import annotations

from memkit.notebook.options import Command, Option
from memkit.notebook.shared_options import EVERYONE, OUT, SCOPE, WHERE, command_of

TIDYING: tuple[Command, ...] = (
    command_of(
        "%memkit recheck",
        "Check again what is stale or unsupported, by code, else by the LLM.",
        options=(*SCOPE, EVERYONE, WHERE, OUT),
    ),
    command_of(
        "%memkit consolidate",
        "Propose merges, contradictions and summaries; carry out or reject some of them.",
        options=(
            *SCOPE,
            EVERYONE,
            Option(flags=("--kind",), value="KIND", repeat=True,
                   choices=("merge", "contradiction", "summary"),
                   help="What is looked for; may be repeated. All of it if not given."),
            Option(flags=("--older-than",), value="AGE",
                   help="How old an episode is that is summed up, such as 90d."),
            Option(flags=("--by",), value="WHAT", choices=("day", "week", "conversation"),
                   help="What belongs to an episode."),
            Option(flags=("--apply",), value="KEY", repeat=True,
                   help="Carry out the proposal with this key; may be repeated."),
            Option(flags=("--apply-all",), help="Carry out all proposals."),
            Option(flags=("--reject",), value="KEY", repeat=True,
                   help="See to it that the proposal does not come back; may be repeated."),
            OUT,
        ),
        examples=("%memkit consolidate", "%memkit consolidate --apply 9f2c1e7a"),
    ),
)  # fmt: skip
