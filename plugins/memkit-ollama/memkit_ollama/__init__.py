"""Models on an Ollama server, as embedders and LLMs of memkit."""
