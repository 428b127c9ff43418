"""Numbers as people write them: digits, words of many languages, Chinese and Korean numerals."""

from memkit.text.numbers.read import Number, numbers, western

__all__ = ["Number", "numbers", "western"]
