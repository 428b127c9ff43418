"""Documents that nobody here wrote, and what memkit makes of them."""
