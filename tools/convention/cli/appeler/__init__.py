"""Commands of calls and closings: issue, seal, sign, correct."""
