"""Embedding spaces side by side: the same memories, as two or more embedders see them."""

from memkit.comparison.compare import compare
from memkit.comparison.comparison import Comparison

__all__ = ["Comparison", "compare"]
