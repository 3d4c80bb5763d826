"""The convention in an editor: what is wrong, what each line costs, what it cites, as one types.

The only floor that speaks the protocol of editors (LSP). What it says are the words of the commands: it has none of its
own but those that only an editor shows.
"""
