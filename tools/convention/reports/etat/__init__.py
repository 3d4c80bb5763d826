"""The statement sent to an adherent with each call, in all its forms, and the documents that go with it."""
