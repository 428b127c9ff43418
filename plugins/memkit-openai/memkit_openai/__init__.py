"""OpenAI, Azure and services that speak OpenAI's API, as embedders and LLMs of memkit."""
