"""The published convention: pages made of the data, for a site generator or for the disk."""
