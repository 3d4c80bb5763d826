"""What must hold for any bytes, and what looks for bytes for which it does not (`make fuzz`)."""
