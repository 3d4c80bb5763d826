"""TIT001, TIT002: what a document may name, what a direct cost is called by, how a number is written (art. 8.1).

Knows: documents, the expense that a delivery calls. Must not know: sealed calls, amounts (`titres`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lieux import place, signal
from convention.checks.sceaux.titres import documents, expense_of
from convention.model.vocabulaire_appels import Appele, GenrePiece, GroupeNature

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.checks.sceaux.titres import TitreEcrit
    from convention.model.depot import Depot

_DERNIERE_LATINE = "\u024f"


@controle("TIT001")
def contradictory(depot: Depot) -> Iterator[Diagnostic]:
    """TIT001: a delivery that names a call, a part of a call that names a delivery, a direct cost called otherwise."""
    for item in documents(depot):
        titre = item.titre
        if titre.objet is not Appele.LIVRAISON:
            if titre.depense is not None:
                message = f"{item.nom} suit un appel : il n'appelle pas la livraison {cite(titre.depense)}"
                hint = "retirer « depense », ou écrire « objet: livraison »"
                yield signal("TIT001", place(depot, item.at("depense")), message, hint)
            continue
        if titre.echeance is not None:
            message = f"{item.nom} appelle une livraison : il ne suit pas l'appel de {cite(titre.echeance)}"
            yield signal("TIT001", place(depot, item.at("echeance")), message, "retirer « echeance »")
        yield from _delivery(depot, item)


@controle("TIT002")
def numbers(depot: Depot) -> Iterator[Diagnostic]:
    """TIT002: a number that looks like another one without being it: blanks at its ends, a letter that is not Latin."""
    for item in documents(depot):
        numero = item.titre.numero
        foreign = next((letter for letter in numero if letter.isalpha() and letter > _DERNIERE_LATINE), None)
        if foreign is not None:
            message = f"le numéro {cite(numero)} a une lettre qui n'est pas latine : {cite(foreign)}"
            hint = f"la retaper : c'est U+{ord(foreign):04X}, qui ressemble à une autre"
            yield signal("TIT002", place(depot, item.at("numero")), message, hint)
        elif numero != " ".join(numero.split()):
            message = f"le numéro {cite(numero)} a une espace de trop"
            yield signal("TIT002", place(depot, item.at("numero")), message, f'écrire "{" ".join(numero.split())}"')


def _delivery(depot: Depot, item: TitreEcrit) -> Iterator[Diagnostic]:
    titre, depense = item.titre, expense_of(item)
    if titre.genre is not GenrePiece.TITRE:
        # A frozen advance only is charged on the attribution de compensation (reading 58).
        message = f"{item.nom} : un coût direct est appelé par un titre"
        yield signal("TIT001", place(depot, item.at("genre")), message, "écrire « genre: titre »")
    if titre.nature is not GroupeNature.DIRECT:
        message = f"{item.nom} appelle une livraison, qui est un coût direct"
        yield signal("TIT001", place(depot, item.at("nature")), message, "écrire « nature: direct »")
    if depense is not None and titre.section is not depense.section:
        message = f"{item.nom} est en {titre.section}, et la dépense {cite(depense.id)} en {depense.section}"
        yield signal("TIT001", place(depot, item.at("section")), message, f"écrire « section: {depense.section} »")
