"""The subcommands of %memkit on facts, and their options."""

from __future__ import annotations

from memkit.notebook.options import Command, Option
from memkit.notebook.shared_options import (
    EVERYONE,
    LIMIT,
    OUT,
    SCHEMA,
    SCOPE,
    WHERE,
    YES,
    command_of,
)

_LLM = Option(flags=("--llm",), value="NAME", complete="llms",
              help="The model of the new derivation; the memory's own if not given.")  # fmt: skip

FACTS: tuple[Command, ...] = (
    command_of(
        "%memkit facts",
        "Show the facts that were drawn from messages.",
        options=(
            *SCOPE,
            EVERYONE,
            WHERE,
            Option(flags=("--status",), value="STATUS",
                   choices=("served", "unsupported", "stale", "proposed", "rejected"),
                   help="Only those that searches serve, or those that they don't, and why."),
            Option(flags=("--derivation",), value="NAME", complete="derivations",
                   help="Whose facts; those of the one in use if not given."),
            LIMIT,
            OUT,
        ),
        examples=("%memkit facts", "%memkit facts --status proposed"),
    ),
    command_of(
        "%memkit pending",
        "Show the messages from which facts are still to be drawn.",
        options=(*SCOPE, EVERYONE, LIMIT, OUT),
    ),
    command_of(
        "%memkit extract",
        "Draw facts from the messages that are still to be read.",
        options=(
            *SCOPE,
            EVERYONE,
            Option(flags=("--no-retry",), help="Leave out what could not be read before."),
            Option(flags=("--background",), help="Do not wait; %memkit jobs shows how far it is."),
            OUT,
        ),
        examples=("%memkit extract", "%memkit extract --background"),
    ),
    command_of(
        "%memkit accept",
        "Let a proposed fact hold, with what it does to an old one.",
        operand="ID",
        least=1,
        most=1,
        options=(Option(flags=("--text",), value="TEXT", help="What it is to say instead."),),
        examples=("%memkit accept 2f9c1e7a",),
        complete="proposed",
    ),
    command_of(
        "%memkit reject",
        "Refuse a fact: it is not served, and the same words don't bring it back.",
        operand="ID",
        least=1,
        most=1,
        examples=("%memkit reject 2f9c1e7a",),
        complete="ids",
    ),
    command_of(
        "%memkit derivations",
        "List who drew facts; use, compare, make or drop one, and say what is wanted.",
        options=(
            *SCOPE,
            EVERYONE,
            Option(flags=("--use",), value="NAME", complete="derivations",
                   help="Serve the facts of this one from now on."),
            Option(flags=("--compare",), value="NAME", complete="derivations", repeat=True,
                   help="Give it twice: show which facts only one of two has."),
            Option(flags=("--derive",), value="NAME",
                   help="Draw facts by --llm, beside the others."),
            _LLM,
            Option(flags=("--profile",), value="PROFILE", choices=("select", "extract", "full"),
                   help="What the model of --derive can do; see %memkit check-llm."),
            Option(flags=("--drop",), value="NAME", complete="derivations",
                   help="Forget this one, and delete its facts."),
            Option(flags=("--review",), value="WHAT", choices=("none", "changes", "all"),
                   help="What waits for a person from now on."),
            Option(flags=("--instructions",), value="TEXT",
                   help="What is wanted of facts, in your words."),
            OUT,
            YES,
        ),
        examples=(
            "%memkit derivations --derive qwen3 --llm ollama:qwen3",
            "%memkit derivations --compare default --compare qwen3",
            "%memkit derivations --use qwen3",
        ),
    ),
    command_of(
        "%memkit profile",
        "Gather what is known of somebody into one instance of a schema.",
        options=(*SCOPE, EVERYONE, SCHEMA, LIMIT, OUT),
        examples=("%memkit profile --user alice", "%memkit profile --schema Preference"),
    ),
    command_of(
        "%memkit check-llm",
        "Try the LLM on a dozen transcripts, and say how to use it.",
        options=(Option(flags=("--short",), help="Send no long prompt."), OUT),
    ),
)  # fmt: skip
