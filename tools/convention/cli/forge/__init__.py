"""Commands that workflows of the forge run."""
