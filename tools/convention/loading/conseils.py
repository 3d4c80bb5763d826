"""What a message proposes to write in the place of a code of service: a code that the catalogue has, or none.

Knows: the form of these codes, those that are declared. Must not know: who cites them. A form alone does not say which
codes exist: S33 has it, and may be no service.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from convention.base.french import enumere
from convention.model.cadre.chemins import SERVICE, SOUS_SERVICE
from convention.model.cadre.genres import read_path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from convention.base.diagnostic import Diagnostic
    from convention.model.depot import Depot

_CODE = re.compile(f"{SERVICE}|{SOUS_SERVICE}", re.ASCII)


def existing(diagnostics: Sequence[Diagnostic], depot: Depot, contents: Mapping[str, bytes]) -> list[Diagnostic]:
    """Propose codes that exist; what declares a code may propose another."""
    return [item if _stands(item, depot) else _among(item, depot, contents) for item in diagnostics]


def _stands(item: Diagnostic, depot: Depot) -> bool:
    """Tell whether what is proposed is no code of service, is declared, or may be where the catalogue is not read."""
    found = _CODE.fullmatch(item.a_ecrire[0]) if item.code == "FOR010" and len(item.a_ecrire) == 1 else None
    chemin = read_path(item.span.path)
    if found is None or chemin is None or chemin.genre.nom == "service" or "service" in depot.incomplets:
        return True
    return not depot.services or found[0] in _declared(depot)


def _declared(depot: Depot) -> list[str]:
    return [
        code
        for nom, service in depot.services.items()
        for code in (nom, *(sous.code for sous in service.sous_services))
    ]


def _among(item: Diagnostic, depot: Depot, contents: Mapping[str, bytes]) -> Diagnostic:
    """Propose the codes that one character too many made of what is written: S03 of « S033 »; else list them."""
    line = contents[item.span.path].decode("utf-8", "replace").split("\n")[item.span.line - 1]
    text = line[item.span.column - 1 : item.span.end_column - 1].upper()
    shorter = {f"{text[:rank]}{text[rank + 1 :]}" for rank in range(len(text))}
    near = tuple(code for code in _declared(depot) if code in shorter)
    if not near:
        return item._replace(hint=f"codes du catalogue\u00a0: {', '.join(depot.services)}", a_ecrire=())
    return item._replace(hint=f"écrire {enumere(near, 'ou')}", a_ecrire=near)
