"""What the repository says of itself: its messages, what holds each clause, who reviews what, its readings."""

__all__ = ["apache", "codeowners", "couverture", "diagnostics", "lectures"]
