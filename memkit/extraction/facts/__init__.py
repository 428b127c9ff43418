"""From what a model wrote to facts, and what they do to old ones."""
