"""What is remembered, as a block for a prompt: chosen, written, within a budget of tokens."""
