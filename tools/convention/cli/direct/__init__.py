"""The wall of a meeting: what the files being edited change, as they are saved, on a page of this machine.

It reads, and nothing else; nobody beyond this machine can ask it anything.
"""

__all__ = ["serveur"]
