"""What components, expenses and the yearly balance cost, and who pays for it."""

__all__ = ["equilibre"]
