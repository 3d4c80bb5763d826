"""The sheet of quantities: members down, what is counted across, last year's beside.

Knows: counts in force, keys. Must not know: who is billed on what (`recensement`).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.french import majuscule
from convention.base.money import exact_text
from convention.edition.classeur.cadre import Colonne, Feuille, Tableau
from convention.edition.classeur.genres import QUANTITE
from convention.edition.gestes.quantifier import Quantifier
from convention.edition.noms import countable
from convention.edition.refus import RefusError
from convention.edition.texte.releves import by_table
from convention.model.documents.quantites import Place
from convention.model.mots.communs import Portee

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from convention.edition.classeur.cadre import Apport, Changement, Sujet
    from convention.edition.demande import Demande
    from convention.model.depot import Depot
    from convention.model.documents.quantites import Releve
    from convention.model.vue import Vue

EFFACEE = "une quantité ne s'efface pas"


def counted(depot: Depot, *vues: Vue | None) -> list[Place]:
    """Return what members count: every key of theirs, and the components that somebody counts; in the order of keys."""
    found = []
    there = [place for vue in vues if vue is not None for place in vue.volumes.comptages]
    for nom, cle in countable(depot).items():
        if cle.portee is Portee.ADHERENT:
            found.append(Place(nom))
        else:
            found += [
                Place(nom, composant) for composant in sorted({item for key, item in there if key == nom and item})
            ]
    return found


def title(depot: Depot, place: Place) -> str:
    """Say what is counted, and in what."""
    cle = depot.cles[place.cle]
    of = f" ({depot.composants[place.composant].composant.libelle})" if place.composant in depot.composants else ""
    return f"{majuscule(cle.libelle)}{of}{cle.en_unite}"


def figure(vue: Vue | None, place: Place, adherent: str) -> str:
    """Return the quantity in force of an adherent; nothing when there is none."""
    value = vue.volumes.comptages.get(place, {}).get(adherent) if vue is not None else None
    return exact_text(value.valeur) if value is not None else ""


def _sheet(sujet: Sujet) -> Tableau:
    depot, before = sujet.depot, sujet.precedente
    places = counted(depot, sujet.vue, before)
    columns = [Colonne("adherent", "Identifiant", largeur=28), Colonne("nom", "Nom", largeur=30)]
    for place in places:
        told = title(depot, place)
        columns.append(Colonne(str(place), told, QUANTITE, ouverte=not sujet.est_clos, aide=f"{told}. Zéro s'écrit 0."))
        if before is not None:
            columns.append(Colonne(f"{place} ({before.exercice})", f"en {before.exercice}", QUANTITE, largeur=9))
    columns += [
        Colonne(nom, majuscule(cle.libelle), QUANTITE, somme=cle.somme)
        for nom, cle in depot.cles.items()
        if cle.somme and all(depot.cles[part].portee is Portee.ADHERENT for part in cle.somme if part in depot.cles)
    ]
    rows = []
    for dossier in sujet.dossiers:
        cells = [dossier.id, dossier.identite.nom]
        for place in places:
            cells.append(figure(sujet.vue, place, dossier.id))
            cells += [figure(before, place, dossier.id)] if before is not None else []
        rows.append((*cells, *("" for column in columns if column.somme)))
    return Tableau(QUANTITES.nom, tuple(columns), tuple(rows), total=True)


def _write(apport: Apport, changement: Changement) -> Iterator[Demande]:
    """Correct a figure where it is written; what no count of this phase has is counted on the day."""
    adherent, place = changement.cles[0], Place.read(changement.colonne)
    if not changement.apres:
        raise RefusError(EFFACEE, f"écrire 0, ou remettre {changement.avant.replace('.', ',')}")
    count = written_in(apport.sujet, place, adherent)
    request = _request(apport, adherent, count.date if count is not None else apport.jour, place, changement.apres)
    if count is not None and count.validation is None:
        request = request.model_copy(update={"source": count.source})
    yield request


def written_in(sujet: Sujet, place: Place, adherent: str) -> Releve | None:
    """Return the count that gives a figure; None when it is assumed, of another phase, or not there."""
    value = sujet.vue.volumes.comptages.get(place, {}).get(adherent)
    dossier = sujet.depot.dossiers[adherent]
    if value is None or value.hypothese or value.phase is not None or sujet.exercice not in dossier.quantites:
        return None
    rank = value.source.pointer[1]
    return dossier.quantites[sujet.exercice].comptages[rank] if isinstance(rank, int) else None


def new_count(apport: Apport, adherent: str, place: Place, text: str) -> Iterator[Quantifier]:
    """Ask for a count of the day; for nothing when a count of this phase says it already."""
    sujet = apport.sujet
    if figure(sujet.vue, place, adherent) != text or written_in(sujet, place, adherent) is None:
        yield _request(apport, adherent, apport.jour, place, text)


def _request(apport: Apport, adherent: str, day: date, place: Place, text: str) -> Quantifier:
    return Quantifier.model_construct(
        adherent=adherent,
        exercice=apport.sujet.exercice,
        phase=apport.sujet.vue.phase,
        date=day,
        source=apport.source,
        **by_table({place: Fraction(text)}),
    )


QUANTITES = Feuille(
    "Quantités",
    "Ce que compte chaque adhérent, dans la phase en vigueur de l'exercice ; à côté, l'exercice d'avant. Une quantité "
    "corrigée l'est dans son comptage ; une quantité nouvelle, supposée ou déjà validée, fait un comptage de plus, à "
    "valider.",
    _sheet,
    _write,
    sans="pas de feuille, rien de ce qui est facturé ne se compte.",
)
