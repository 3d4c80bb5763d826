"""Scripts that wrote data once; nothing of the tool imports them."""
