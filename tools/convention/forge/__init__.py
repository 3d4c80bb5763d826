"""What the tool says on a forge: the comment of a demande de fusion, written through the forge's API.

The only floor that opens a network connection. What comes from the forge is hostile until a model has read it.
"""
