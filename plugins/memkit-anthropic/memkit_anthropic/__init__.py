"""Claude, by Anthropic's API, as an LLM of memkit."""
