"""Each name designates one object, kept where it belongs, and each figure says where it comes from."""
