"""What a provider has to be able to do: the abstract classes."""
