"""What editors know of the documents and of the codes of a repository: their schemas, their names."""

__all__ = ["codes_schema", "libelles", "schemas"]
