"""What lost its evidence is checked again: by code first, else by a model that reads anew."""
