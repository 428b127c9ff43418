"""Chroma as a store of memkit."""
