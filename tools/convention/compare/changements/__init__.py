"""What differs between two states of the data, object by object."""
