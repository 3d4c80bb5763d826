"""What documents must say to each other: one file per family of codes, gathered in `registry`."""
