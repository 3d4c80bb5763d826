"""IND001 to IND003: the indicators of annexe 5 have one place each, and security stays out of sight (art. 6).

Knows: axes, levels of access, dates of measures. Must not know: how an indicator is computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite, jour, sans_accents
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import axis_at, indicators, repeats
from convention.checks.cadre.lieux import Constat, signal
from convention.model.mots.vie import Niveau

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot

_SENSIBLES = ("securite", "vulnerabilit", "obsol", "intrusion", "attaque")
"""Beginnings of the words, without accents, that speak of the security of the information system."""


@controle("IND001")
def same_rank(depot: Depot) -> Iterator[Constat]:
    """IND001: two axes at one place of annexe 5."""
    for (known, _), (nom, axe) in repeats(depot.vie.axes.items(), lambda item: item[1].ordre):
        message = f"l'axe {cite(nom)} a le rang {axe.ordre}, qui est déjà celui de {cite(known)}"
        free = max(item.ordre for item in depot.vie.axes.values()) + 1
        hint = f"corriger le rang de l'un des deux ; le prochain rang libre est {free}"
        yield signal("IND001", axis_at(nom, "ordre"), message, hint, (axis_at(known, "ordre"), "l'autre axe"))


@controle("IND002")
def public_security(depot: Depot) -> Iterator[Constat]:
    """IND002: an indicator about security that anybody may see."""
    for written in indicators(depot):
        indicateur = written.indicateur
        if indicateur.niveau is Niveau.PUBLIC and _speaks_of_security(indicateur.libelle):
            message = f"l'indicateur {cite(indicateur.libelle)} touche à la sécurité et serait montré à tous"
            hint = "écrire « niveau: adherents » pour un nombre, « niveau: restreint » pour un résultat ou une liste"
            yield signal("IND002", written.at("niveau"), message, hint)


@controle("IND003", avertit=True)
def early_measures(depot: Depot) -> Iterator[Constat]:
    """IND003: a figure measured before the year that it is kept in."""
    for written in indicators(depot):
        for annee, mesure in written.indicateur.mesures.items():
            if mesure.date.year < annee:
                message = (
                    f"l'indicateur {cite(written.indicateur.id)} a pour {annee} une valeur mesurée le "
                    f"{jour(mesure.date)}"
                )
                lieu = written.at("mesures", str(annee), "date")
                yield signal("IND003", lieu, message, f"corriger la date, ou ranger la mesure dans {mesure.date.year}")


def _speaks_of_security(text: str) -> bool:
    return any(word in sans_accents(text) for word in _SENSIBLES)
