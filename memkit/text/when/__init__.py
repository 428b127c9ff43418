"""When something was, is or will be, by the words that say so."""

from memkit.text.when.model import Precision, Prefer, Relation, When
from memkit.text.when.resolve import find, resolve
from memkit.text.when.tense import tense

__all__ = ["Precision", "Prefer", "Relation", "When", "find", "resolve", "tense"]
