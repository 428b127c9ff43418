"""Hugging Face's Inference Providers, Inference Endpoints and servers as providers of memkit."""
