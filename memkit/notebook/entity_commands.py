"""The subcommands of %memkit on entities, and their options."""

from __future__ import annotations

from memkit.notebook.options import Command, Option
from memkit.notebook.shared_options import EVERYONE, LIMIT, OUT, SCOPE, command_of, whole

ENTITIES: tuple[Command, ...] = (
    command_of(
        "%memkit entities",
        "Show the names of people, places and organisations that memories have.",
        options=(
            *SCOPE,
            EVERYONE,
            Option(flags=("--kind",), value="KIND", choices=("person", "place", "organisation"),
                   help="Only these, where it is known."),
            Option(flags=("--least",), value="N", read=whole,
                   help="In how many memories a name stands at least."),
            LIMIT,
            OUT,
        ),
        examples=("%memkit entities", "%memkit entities --kind person"),
    ),
    command_of(
        "%memkit entity",
        "Show what is known of one: its facts, its relations, its neighbourhood.",
        operand="NAME",
        least=1,
        most=8,
        options=(*SCOPE, EVERYONE, OUT),
        examples=("%memkit entity Ana",),
    ),
)  # fmt: skip
