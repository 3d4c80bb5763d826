"""What is taken, and when: periods, dates, prerequisites (art. 3, 14, annexe 3)."""
