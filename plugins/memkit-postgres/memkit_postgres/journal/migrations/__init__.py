"""The forms that a schema went through."""
