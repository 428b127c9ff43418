"""BERT's uncased WordPiece in pure Python.

The rules are those of Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers"
(2019), and of Wu et al., "Google's Neural Machine Translation System" (2016), section 4.1. The
ids equal those of the Hugging Face tokenizer, with one intended difference: names of special
tokens such as "[SEP]" inside a text are ordinary text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

LONGEST_WORD = 100
"""A word of more characters is one unknown token."""

UNKNOWN = "[UNK]"

# In printable ASCII a word is a run of letters and digits, and anything else stands alone.
_ASCII_WORDS = re.compile(r"[a-z0-9]+|[^a-z0-9\s]")

# str.split treats these as white space; BERT drops them as control characters.
_DROPPED_SEPARATORS = re.compile("[\x0b\x0c\x1c-\x1f\x85]")

_CJK = re.compile(
    "([\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002a6df\U0002a700-\U0002b73f\U0002b740-\U0002b81f\U0002b920-\U0002ceaf"
    "\U0002f800-\U0002fa1f])"
)

_ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def chunks(text: str) -> list[str]:
    """Return the runs of characters between white space, as they stand in the text."""
    if not text.isprintable() and _DROPPED_SEPARATORS.search(text):
        text = _DROPPED_SEPARATORS.sub("", text)
    return text.split()


def words(chunk: str) -> list[str]:
    """Return the words of one chunk: lower case, without accents, punctuation apart.

    A CJK ideograph is a word of its own.
    """
    if chunk.isascii() and chunk.isprintable():
        return _ASCII_WORDS.findall(chunk.lower())
    cleaned = "".join(c for c in chunk if not _is_dropped(c))
    spaced = _CJK.sub(r" \1 ", cleaned)
    decomposed = unicodedata.normalize("NFD", spaced)
    bare = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    # str.lower knows the final sigma; the reference lowers one character at a time.
    lowered = bare.replace("Σ", "σ").lower()
    return list(_split_punctuation(lowered))


def _is_dropped(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs")


def _split_punctuation(text: str) -> Iterator[str]:
    for run in text.split():
        start = 0
        for at, character in enumerate(run):
            if is_punctuation(character):
                if start < at:
                    yield run[start:at]
                yield character
                start = at + 1
        if start < len(run):
            yield run[start:]


def is_punctuation(character: str) -> bool:
    """Return whether BERT cuts a word at this character."""
    return character in _ASCII_PUNCTUATION or unicodedata.category(character).startswith("P")


class WordPiece:
    """Greedy longest-match-first splitting of words into the pieces of a vocabulary.

    Args:
        vocabulary: The pieces; a piece's id is its place. Continuations begin with "##".
            Must contain "[UNK]". Empty entries are places that stand for nothing.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids = {piece: i for i, piece in enumerate(vocabulary) if piece}
        self.unknown = self._ids[UNKNOWN]

    def pieces(self, word: str) -> tuple[int, ...]:
        """Return the ids of one word's pieces; `(unknown,)` if it can't be spelled with them."""
        whole = self._ids.get(word)
        if whole is not None:
            return (whole,)
        if len(word) > LONGEST_WORD:
            return (self.unknown,)
        found = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = word[start:end] if start == 0 else "##" + word[start:end]
                match = self._ids.get(piece)
                if match is not None:
                    found.append(match)
                    start = end
                    break
            else:
                return (self.unknown,)
        return tuple(found)

    def encode(self, text: str) -> list[int]:
        """Return the ids of a text, without "[CLS]" and "[SEP]"."""
        return [
            piece for chunk in chunks(text) for word in words(chunk) for piece in self.pieces(word)
        ]
