"""The pages of the amendments."""
