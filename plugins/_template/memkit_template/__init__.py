"""An example plug-in for memkit."""
