"""The sheets of an entry and of an exit."""
