"""Messages in windows, as a model is shown them."""
