"""`base.diagnostic`: a message has a code of the table."""

from __future__ import annotations

import pytest

from convention.base.diagnostic import Span, diagnose


def test_a_code_that_the_table_does_not_hold_is_a_bug() -> None:
    with pytest.raises(KeyError, match="XXX999"):
        diagnose("XXX999", Span("essai.yaml"), "essai")
