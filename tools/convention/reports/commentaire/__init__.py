"""The comment on a proposal, in Markdown."""
