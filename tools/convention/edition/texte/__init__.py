"""What is written in YAML: how a value is, where a node stands in its text, long lines broken."""

__all__ = ["ecriture", "lieux", "plis", "releves", "services"]
