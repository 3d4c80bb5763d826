"""Changing documents: by position, one line a gesture, every other byte kept. Nothing is written here."""
