"""The version of memkit-core."""

__version__ = "0.1.0"
