"""The command `memkit letters`. Its arguments are those of a function; Typer does the rest."""

from __future__ import annotations

import typer

from memkit.errors import ValidationError
from memkit_template.config import LetterConfig
from memkit_template.embedder import LetterEmbedder


def letters(first: str, second: str) -> None:
    """Print how similar two texts are by their letters, from 0 to 1.

    It is the cosine that a search in the space of the embedder `letters` goes by.

    Example: memkit letters "green tea" "greener teas"
    """
    one, other = LetterEmbedder(LetterConfig()).embed_batch([first, second], kind="document")
    if not (one.any() and other.any()):
        raise ValidationError("One of the texts is empty.", fix="Give two texts.")
    typer.echo(f"{float(one @ other):.3f}")
