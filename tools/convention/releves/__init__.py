"""Counting what exports hold, and proposing it: the only floor that opens exports, imported by one command alone.

Its libraries (Ibis, DuckDB, PyArrow, PySpark) are optional. Only counts and amounts leave it.
"""
