"""Commands that read: check, compute, explain, simulate."""
