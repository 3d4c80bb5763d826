"""What changes between two revisions, and what it costs whom. Knows Depots and contributions, never git."""
