"""The comment on a proposal, in Markdown."""

__all__ = ["commentaire", "rangees"]
