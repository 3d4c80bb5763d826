"""ADH018 to ADH020: the yearly census of needs comes in time, is validated, and says where its costs fall (art. 5).

Knows: needs, the call that announces their exercice. Must not know: projects, the yearly review.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import ajouter, la_ligne
from convention.base.french import cite, d_appel, du, jour
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import censuses, exercice_at
from convention.checks.cadre.lieux import Constat, signal
from convention.checks.cadre.vie import takes_place
from convention.model.mots.appels import GenreVolet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot, Reference


class _Annonce(NamedTuple):
    """The call that announces an exercice."""

    annee: int
    nom: str
    le: date

    @property
    def reference(self) -> Reference:
        """Where its day is written."""
        return exercice_at(self.annee, "jalons", self.nom, "date")


@controle("ADH018", avertit=True)
def late_censuses(depot: Depot) -> Iterator[Constat]:
    """ADH018: needs counted after the call that announces their exercice, or once it has begun (art. 8.3)."""
    for item in censuses(depot):
        annonce = _announced(depot, item.annee)
        limite = annonce.le if annonce is not None else date(item.annee - 1, 12, 31)
        # A call that is misdated has its own message (GOU015): nobody is late for it.
        misdated = annonce is not None and not takes_place(annonce.annee, annonce.nom, annonce.le)
        if item.document.recensement <= limite or misdated:
            continue
        call = f"l'appel {d_appel(annonce.nom)}" if annonce is not None else ""
        late = f"après {call} {limite.year} ({jour(limite)})" if call else "alors que l'exercice a commencé"
        message = (
            f"les besoins {du(item.dossier.identite.nom)} pour {item.annee} sont recensés le "
            f"{jour(item.document.recensement)}, {late}"
        )
        related = ((annonce.reference, call),) if annonce is not None else ()
        next_year = item.dossier.path(f"besoins/{item.annee + 1}.yaml")
        hint = f"corriger la date, ou ranger ces besoins dans {next_year}"
        yield signal("ADH018", item.at("recensement"), message, hint, *related)


@controle("ADH019")
def validated_before(depot: Depot) -> Iterator[Constat]:
    """ADH019: needs validated before they are counted."""
    for item in censuses(depot):
        validation, recensement = item.document.validation, item.document.recensement
        if validation is not None and validation < recensement:
            message = (
                f"les besoins {du(item.dossier.identite.nom)} pour {item.annee} sont validés le {jour(validation)}, "
                f"avant leur recensement ({jour(recensement)})"
            )
            hint = "corriger l'une des deux dates"
            yield signal("ADH019", item.at("validation"), message, hint, (item.at("recensement"), "le recensement"))


@controle("ADH020", avertit=True)
def without_section(depot: Depot) -> Iterator[Constat]:
    """ADH020: an estimated cost that no section holds."""
    for item in censuses(depot):
        for index, besoin in enumerate(item.document.besoins):
            if besoin.cout_estime is not None and besoin.section is None:
                message = f"le besoin {cite(besoin.id)} a un coût estimé, et aucune section"
                hint = ajouter("section: fonctionnement") + " ou " + la_ligne("section: investissement")
                yield signal("ADH020", item.at("besoins", index, "cout_estime"), message, hint)


def _announced(depot: Depot, annee: int) -> _Annonce | None:
    """Find the first call that announces an exercice."""
    found = [
        _Annonce(year, nom, appel.date)
        for year, exercice in depot.exercices.items()
        for nom, appel in exercice.appels
        if any(volet.genre is GenreVolet.PREVISIONNEL and volet.exercice == annee for volet in appel.volets)
    ]
    return min(found, key=lambda item: item.le, default=None)
