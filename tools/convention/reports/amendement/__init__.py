"""An amendment in French: what changes, said in the words of those who vote."""

__all__ = ["phrases", "sujets"]
