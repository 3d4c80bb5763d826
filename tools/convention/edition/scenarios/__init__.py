"""Scenarios: gestures, values and documents laid on the data, and what they give; nothing is written."""

__all__ = ["scenario", "simulation"]
