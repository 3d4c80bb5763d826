"""What was sealed or signed, and what a proposal does to it."""

__all__ = ["scelles", "signatures"]
