"""The documents of the repository, typed: one file per kind; the Depot gathers them, the Vue resolves them."""
