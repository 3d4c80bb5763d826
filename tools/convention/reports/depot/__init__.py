"""What the repository says of itself: its messages, what holds each clause, who reviews what, its readings.

And what is told to the web server of its site, and to its window.
"""

__all__ = ["apache", "codeowners", "couverture", "diagnostics", "guichet", "lectures"]
