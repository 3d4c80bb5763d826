"""Why an amount changes: the Shapley share of each sort of cause."""
