"""Qdrant as a store of memkit."""
