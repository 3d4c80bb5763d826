"""The documents of the repository, typed: one file per kind, the Depot that gathers them, the Vue that resolves them."""
