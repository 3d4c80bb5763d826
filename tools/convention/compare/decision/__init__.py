"""Which procedure each change asks, who must have said what, when it takes effect."""
