"""What the paths of the data are made of: their folders, the names in them.

Knows: text. Must import nothing: what only lists files reads it, and has no model to build.
"""

from __future__ import annotations

DOSSIERS = ("adherents", "catalogue", "pricing")
"""Folders of data; everything in them must be a document of a known kind."""
IDENTIFIANT = "[a-z0-9]{1,30}(?:-[a-z0-9]{1,30}){0,8}"
"""What an identifier is made of, in a value as in a path."""
NOM = "[a-z][a-z0-9_]{0,59}"
"""What a name that formulas read is made of."""
SERVICE = "[A-Z]{1,3}[0-9]{2}"
"""What the code of a service is made of, likewise."""
RANG_DE_SOUS_SERVICE = r"\.[1-9][0-9]?"
"""What follows the code of a service in that of one of its sub-services."""
SOUS_SERVICE = f"{SERVICE}{RANG_DE_SOUS_SERVICE}"
"""What the code of a sub-service is made of."""
MOIS, ANNEE, NUMERO = "20[0-9]{2}-(?:0[1-9]|1[0-2])", "20[0-9]{2}", "[1-9][0-9]{0,2}"
"""What names a call, a year, an avenant."""
ADHERENTS = "adherents/"
"""What holds the folder of each adherent."""
APPELS, CLOTURES, AVENANTS = "pricing/appels/", "pricing/clotures/", "catalogue/avenants/"
"""What holds each kind of sealed files."""


def service_code(code: str) -> str:
    """Return the code of the service of a sub-service, or that of a service itself: S03 for S03.2."""
    return code.partition(".")[0]


def folder_of(adherent: str) -> str:
    """Return the folder that holds all the documents of an adherent: « adherents/exemple-sur-rive/ »."""
    return f"{ADHERENTS}{adherent}/"


def adherent_of(path: str) -> str:
    """Return whose folder holds a path; nothing elsewhere."""
    return path.removeprefix(ADHERENTS).partition("/")[0] if path.startswith(ADHERENTS) else ""
