"""Cohere's embedding models, chat models and rerankers as providers of memkit."""
