"""What a model is asked for: to pick lines, to find facts, to decide what they do to old ones."""
