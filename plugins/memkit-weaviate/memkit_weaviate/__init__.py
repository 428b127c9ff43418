"""Weaviate as a store of memkit."""
