"""The subcommands of %memkit on what models consume and what is wanted, and their options."""

from __future__ import annotations

from memkit.notebook.options import Command, Option
from memkit.notebook.shared_options import OUT, command_of, number, whole

COSTS: tuple[Command, ...] = (
    command_of(
        "%memkit usage",
        "Show what models consumed: by task, model and derivation.",
        options=(OUT,),
    ),
    command_of(
        "%memkit budget",
        "Show how much models may consume, and did; or set another bound.",
        options=(
            Option(flags=("--tokens",), value="N", read=whole,
                   help="The most tokens from now on."),
            Option(flags=("--usd",), value="AMOUNT", read=number,
                   help="The most US dollars from now on."),
            Option(flags=("--reset",), help="Count from now on what was set."),
            Option(flags=("--clear",), help="Take all bounds away."),
            OUT,
        ),
        examples=("%memkit budget --tokens 100000", "%memkit budget"),
    ),
    command_of(
        "%memkit export-calls",
        "Write what a model was asked for facts, and answered, to a file.",
        operand="FILE",
        least=1,
        most=1,
        options=(
            Option(flags=("--derivation",), value="NAME", complete="derivations",
                   help="Whose calls; those of the one in use if not given."),
        ),
        examples=("%memkit export-calls answers.jsonl",),
        complete="files",
    ),
    command_of(
        "%memkit wishes",
        "Show what is wanted of the facts that are drawn, or say it anew.",
        options=(
            Option(flags=("--instructions",), value="TEXT", help="What is wanted, in your words."),
            Option(flags=("--include",), value="WHAT", repeat=True,
                   help="What alone is listed; '' for all."),
            Option(flags=("--exclude",), value="WHAT", repeat=True,
                   help="What never is; '' for nothing."),
            Option(flags=("--category",), value="NAME", repeat=True,
                   help="A category; '' for none."),
            Option(flags=("--language",), value="CODE",
                   help="That of the facts, e.g. en; or 'as written'."),
            Option(flags=("--review",), value="WHAT", choices=("none", "changes", "all"),
                   help="What waits for a person from now on."),
            OUT,
        ),
        examples=("%memkit wishes --include food --include travel --language en",),
    ),
)  # fmt: skip
