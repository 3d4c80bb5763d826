"""What an editor may write by itself: the advice of a message, gestures, the questions that they ask."""

__all__ = ["modifications", "questions"]
