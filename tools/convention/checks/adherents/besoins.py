"""ADH018 to ADH020: the yearly census of needs comes in time, is validated, and cites what exists (art. 5).

Knows: needs, the October call of the year before. Must not know: projects, the yearly review.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, du, jour
from convention.checks.cadre.citations import projets, services, unknown
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import exercice_path
from convention.checks.cadre.lieux import place, signal
from convention.model.depot import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.model.depot import Depot, Dossier
    from convention.model.documents.suivi import Besoins

_OCTOBRE = 10


class _Recensement(NamedTuple):
    """The needs of an adherent for a year, and where they stand."""

    dossier: Dossier
    annee: int
    document: Besoins

    def at(self, *parts: str | int) -> Reference:
        """Point at one of its values."""
        return Reference(self.dossier.path(f"besoins/{self.annee}.yaml"), parts)


@controle("ADH018", avertit=True)
def late_censuses(depot: Depot) -> Iterator[Diagnostic]:
    """ADH018: needs counted after the October call that they are for (art. 8.3)."""
    for item in _censuses(depot):
        limite, declared = _october_call(depot, item.annee - 1)
        # A call that is not in its month has its own message (GOU015): nobody is late for it.
        if item.document.recensement <= limite or (limite.year, limite.month) != (item.annee - 1, _OCTOBRE):
            continue
        message = (
            f"les besoins {du(item.dossier.identite.nom)} pour {item.annee} sont recensés le "
            f"{jour(item.document.recensement)}, après l'appel d'octobre {item.annee - 1} ({jour(limite)})"
        )
        call = Reference(exercice_path(item.annee - 1), ("jalons", "octobre", "date"))
        related = ((place(depot, call), "l'appel d'octobre"),) if declared else ()
        next_year = item.dossier.path(f"besoins/{item.annee + 1}.yaml")
        hint = f"corriger la date, ou ranger ces besoins dans {next_year}"
        yield signal("ADH018", place(depot, item.at("recensement")), message, hint, related)


@controle("ADH019")
def validated_before(depot: Depot) -> Iterator[Diagnostic]:
    """ADH019: needs validated before they are counted."""
    for item in _censuses(depot):
        validation, recensement = item.document.validation, item.document.recensement
        if validation is not None and validation < recensement:
            message = (
                f"les besoins {du(item.dossier.identite.nom)} pour {item.annee} sont validés le {jour(validation)}, "
                f"avant leur recensement ({jour(recensement)})"
            )
            related = ((place(depot, item.at("recensement")), "le recensement"),)
            hint = "corriger l'une des deux dates"
            yield signal("ADH019", place(depot, item.at("validation")), message, hint, related)


@controle("ADH020", avertit=True)
def without_section(depot: Depot) -> Iterator[Diagnostic]:
    """ADH020: an estimated cost that no section holds."""
    for item in _censuses(depot):
        for index, besoin in enumerate(item.document.besoins):
            if besoin.cout_estime is not None and besoin.section is None:
                message = f"le besoin {cite(besoin.id)} a un coût estimé, et aucune section"
                hint = "ajouter « section: fonctionnement » ou « section: investissement »"
                yield signal("ADH020", place(depot, item.at("besoins", index, "cout_estime")), message, hint)


@controle("REF001", "GOU001")
def cited(depot: Depot) -> Iterator[Diagnostic]:
    """REF001, GOU001: a need that cites a service or a project that does not exist."""
    known_services, known_projects = services(depot), projets(depot)
    for item in _censuses(depot):
        for index, besoin in enumerate(item.document.besoins):
            yield from unknown(depot, known_services, besoin.service, item.at("besoins", index, "service"))
            if besoin.projet is not None:
                yield from unknown(depot, known_projects, besoin.projet, item.at("besoins", index, "projet"))


@controle("REF002")
def repeated(depot: Depot) -> Iterator[Diagnostic]:
    """REF002: two needs of one name in one census."""
    for item in _censuses(depot):
        first: dict[str, int] = {}
        for index, besoin in enumerate(item.document.besoins):
            known = first.setdefault(besoin.id, index)
            if known != index:
                related = ((place(depot, item.at("besoins", known, "id")), "le premier"),)
                message = f"le besoin {cite(besoin.id)} existe déjà"
                hint = "renommer ou retirer l'un des deux"
                yield signal("REF002", place(depot, item.at("besoins", index, "id")), message, hint, related)


def _censuses(depot: Depot) -> Iterator[_Recensement]:
    for dossier in depot.dossiers.values():
        for annee, document in sorted(dossier.besoins.items()):
            yield _Recensement(dossier, annee, document)


def _october_call(depot: Depot, annee: int) -> tuple[date, bool]:
    """Return the day of the October call, and whether the exercice declares it; the end of the month otherwise."""
    exercice = depot.exercices.get(annee)
    jalons = exercice.jalons if exercice is not None else None
    return (jalons.octobre.date, True) if jalons is not None else (date(annee, _OCTOBRE, 31), False)
