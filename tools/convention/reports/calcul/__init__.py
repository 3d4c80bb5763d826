"""The contributions, and how each amount is found."""
