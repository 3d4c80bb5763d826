"""What documents must say to each other: one room per subject, gathered in `registry`."""
