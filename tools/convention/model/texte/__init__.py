"""The text of the convention as data: its articles, its numbers, what each rule of the tool cites."""

__all__ = ["articles", "clauses"]
