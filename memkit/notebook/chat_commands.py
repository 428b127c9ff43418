"""%chat, and its options."""

from __future__ import annotations

from memkit.notebook.options import Option
from memkit.notebook.shared_options import EVERYONE, OUT, SCOPE, command_of, whole

CHAT = command_of(
    "%chat",
    "Say something in a conversation that remembers; later cells go on with it.",
    operand="[MESSAGE]",
    verbatim=True,
    options=(
        *SCOPE,
        EVERYONE,
        Option(flags=("--new",), help="Begin a new conversation."),
        Option(flags=("--llm",), value="NAME",
               help="Who answers: a provider, or provider:model; the memory's own if not given."),
        Option(flags=("--tokens",), value="N", read=whole,
               help="The most tokens of what is remembered; 800 if not given."),
        Option(flags=("--no-remember",), help="Store nothing of the conversation."),
        Option(flags=("--no-infer",), help="Let no facts be drawn from it."),
        OUT,
    ),
    examples=(
        "%chat where do I live?",
        "%%chat --user alice --new",
        "%chat",
    ),
)  # fmt: skip
