"""The memory explorer without its widget: what it asks a memory, and the plain values it gets."""

from memkit.explorer.explorer import Explorer
from memkit.explorer.requests import METHODS, answer

__all__ = ["METHODS", "Explorer", "answer"]
