"""What is counted: in its place, in its time, validated, from a source."""

__all__ = ["comptages"]
