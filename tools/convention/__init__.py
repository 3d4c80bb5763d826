"""Compute, check and explain the contributions of a shared-services agreement kept as data.

The package knows the shape of such an agreement; it must not know any figure of one.
"""

from __future__ import annotations

__version__ = "0.4.0"
