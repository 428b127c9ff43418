"""Faiss as a store of memkit."""
