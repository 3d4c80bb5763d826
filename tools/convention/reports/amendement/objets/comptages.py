"""Sentences about quantities: « 118 boîtes aux lettres au lieu de 112 en 2027 (prévisionnel, …) » (art. 8.2, 8.3).

Knows: counts, keys, components. Must not know: what they cost.
"""

from __future__ import annotations

from datetime import date
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import compte, enumere, jour, nombre
from convention.compare.changements.changements import Sorte
from convention.model.cadre.renvois import Sorte as SorteDeCode
from convention.model.documents.quantites import Place, Quantites, Releve
from convention.reports.amendement.mots.noms import label, object_name
from convention.reports.amendement.mots.textes import citation, nommee
from convention.reports.amendement.mots.valeurs import counted, says_what, with_unit
from convention.reports.amendement.objets.famille import dit_champ, dit_objet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from convention.model.depot import Depot
    from convention.model.documents.cles import Cle
    from convention.reports.amendement.trajet import Cas


_RIEN: Mapping[Place, Fraction] = MappingProxyType({})


class _Decompte(NamedTuple):
    """What is counted: the key, the component when it has its own count, the census."""

    nom: str
    composant: str
    releve: Releve


@dit_champ(Releve, "valeurs")
def quantity(cas: Cas) -> str | None:
    """Say a quantity that moves, comes or goes."""
    found = _counted(cas)
    if found is None:
        return None
    cle = cas.depot.cles.get(found.nom)
    where = f"{citation(label(cas.depot, SorteDeCode.COMPOSANT, found.composant))}, " if found.composant else ""
    return f"{where}{_moves(cas, cle, found.nom)} {_years(cas, found)} ({_census(found.releve)})"


@dit_objet(Releve, dits=("phase", "date", "source", "hypothese", "validation", "valeurs", "par_composant"))
def census(cas: Cas, releve: Releve) -> str:
    """Say a whole census that comes or goes, with every quantity, and that which it replaces."""
    told = f"{_counts(releve, cas.depot, _replaced(cas, releve))}{_about(releve)}"
    name = object_name(releve, "", cas.depot)
    return f"le {name}, exercice {cas.annee}, est {cas.changement.sorte.fait} : {told}"


def census_contents(document: Quantites, depot: Depot, adherent: str, annee: int) -> str:
    """Name the censuses of a year, then tell every quantity of each; at once, those that repeat the year before."""
    names = [(releve, object_name(releve, "", depot)) for releve in document.comptages]
    if _carried_over(document, depot, adherent, annee - 1):
        told = ", ".join(f"{name}{_about(releve)}" for releve, name in names)
        return f"mêmes quantités qu'en {annee - 1} : {told}"
    return ", ".join(f"{name} : {_counts(releve, depot)}{_about(releve)}" for releve, name in names)


def _carried_over(document: Quantites, depot: Depot, adherent: str, annee: int) -> bool:
    """Tell whether counts, of which none takes the place of another, only repeat those of a year."""
    dossier = depot.dossiers.get(adherent)
    known = dossier.quantites.get(annee) if dossier is not None else None
    latest = _latest(document.comptages)
    own = sum(len(item.quantites) for item in document.comptages)
    return known is not None and own == len(latest) and latest == _latest(known.comptages)


def _latest(comptages: Iterable[Releve]) -> dict[Place, Fraction]:
    """Return the quantities of a year, those of its last census of its last phase."""
    found: dict[Place, Fraction] = {}
    for releve in sorted(comptages, key=attrgetter("ordre")):
        found |= releve.quantites
    return found


def _replaced(cas: Cas, releve: Releve) -> Mapping[Place, Fraction]:
    """Return the quantities that a census takes the place of: those in force before it that no later one holds."""
    dossier = cas.base.dossiers.get(cas.id)
    document = dossier.quantites.get(cas.annee) if dossier is not None else None
    if cas.changement.sorte is not Sorte.AJOUT or document is None:
        return {}
    before = [item for item in document.comptages if item.ordre <= releve.ordre]
    later = {place for item in document.comptages if item.ordre > releve.ordre for place in item.quantites}
    return {place: value for place, value in _latest(before).items() if place not in later}


def _counts(releve: Releve, depot: Depot, replaced: Mapping[Place, Fraction] = _RIEN) -> str:
    return enumere(_quantities(releve, depot, replaced)) or "aucune quantité"


@dit_champ(Releve, "validation")
def validated(cas: Cas) -> str:
    """Say that the référent validated a census, or that it is no more so (art. 5)."""
    name = f"le {object_name(cas.own(Releve), '', cas.depot)}, exercice {cas.annee},"
    before, after = (jour(day) if isinstance(day, date) else "" for day in (cas.changement.avant, cas.changement.apres))
    if not after:
        return f"{name} n'est plus validé par l'adhérent (il l'était le {before})"
    return f"{name} est validé par l'adhérent le {after}{f', au lieu du {before}' if before else ''}"


def first_year(cas: Cas) -> int:
    """Return the first of the years in which the same census moves alike: its sentence says them all."""
    found, year = _counted(cas), cas.annee
    if found is not None:
        while _moved(cas, year - 1, found) == (cas.changement.avant, cas.changement.apres):
            year -= 1
    return year


def counted_key(cas: Cas) -> str:
    """Return the key of a quantity that moves; nothing when the change is another."""
    found = _counted(cas)
    return found.nom if found is not None and not found.composant else ""


def _counted(cas: Cas) -> _Decompte | None:
    releve, chemin = cas.objet(Releve), cas.changement.chemin
    if releve is None or len(chemin) < 4:  # noqa: PLR2004 (comptages, census, field, key)
        return None
    composant = chemin[4] if len(chemin) > 4 else ""  # noqa: PLR2004 (… and the component)
    single = chemin[2] == "valeurs" or bool(composant)
    return _Decompte(chemin[3], composant, releve) if single else None


@dit_champ(Releve, "par_composant")
def key_of_components(cas: Cas) -> str | None:
    """Say the counts of a key that come or go for every component at once."""
    chemin, value = cas.changement.chemin, cas.valeur
    if len(chemin) != 4 or not hasattr(value, "items"):  # noqa: PLR2004 (comptages, census, field, key)
        return quantity(cas)
    cle = cas.depot.cles.get(chemin[3])
    name = nommee(cle.libelle) if cle is not None else chemin[3]
    done = cas.changement.sorte.fait
    each = [_of_component(cas.depot, nom, cle, count) for nom, count in value.items()]
    return f"décompte {done}, {name} : {enumere(each)} en {cas.annee} ({_census(cas.own(Releve))})"


def _moves(cas: Cas, cle: Cle | None, nom: str) -> str:
    old, new = (_quantity(item, cle, nom) for item in (cas.changement.avant, cas.changement.apres))
    if cas.changement.sorte is Sorte.AJOUT:
        return f"décompte ajouté : {new}"
    if cas.changement.sorte is Sorte.RETRAIT:
        return f"décompte supprimé : {old}"
    before = cas.changement.avant
    return f"{new} au lieu de {nombre(before) if cle is None or says_what(cle) else with_unit(before, cle)}"


def _quantity(value: Fraction | None, cle: Cle | None, nom: str, lien: str = ", ") -> str:
    if value is None:
        return ""
    if cle is None:
        usual = nom.replace("_", " ")
        return compte(value, usual, usual)
    return counted(value, cle, lien)


def _years(cas: Cas, found: _Decompte) -> str:
    years = [cas.annee]
    while _moved(cas, years[-1] + 1, found) == (cas.changement.avant, cas.changement.apres):
        years.append(years[-1] + 1)
    return f"en {enumere([str(year) for year in years])}"


def _moved(cas: Cas, year: int, found: _Decompte) -> tuple[object, object] | None:
    """Return the quantity of another year in the census of the same day and phase, on both sides."""
    old, new = (_value(depot, cas.id, year, found) for depot in (cas.base, cas.head))
    return None if old == new else (old, new)


def _value(depot: Depot, adherent: str, year: int, found: _Decompte) -> object:
    dossier = depot.dossiers.get(adherent)
    document = dossier.quantites.get(year) if dossier is not None else None
    for releve in document.comptages if isinstance(document, Quantites) else ():
        if (releve.phase, releve.date) == (found.releve.phase, found.releve.date):
            value = releve.quantites.get(Place(found.nom, found.composant))
            if value is not None:
                return value
    return None


def _census(releve: Releve) -> str:
    return f"{releve.phase.libelle}, comptage du {jour(releve.date)}"


def _quantities(releve: Releve, depot: Depot, replaced: Mapping[Place, Fraction]) -> list[str]:
    said = [
        # Between commas, a comma would part a name from its figure.
        f"{_quantity(count, depot.cles.get(nom), nom, ' : ')}{_instead(count, replaced.get(Place(nom)))}"
        for nom, count in releve.valeurs.items()
    ]
    for nom, counts in releve.par_composant.items():
        said += [
            f"{_of_component(depot, item, depot.cles.get(nom), count)}{_instead(count, replaced.get(Place(nom, item)))}"
            for item, count in counts.items()
        ]
    return said


def _instead(count: Fraction, before: Fraction | None) -> str:
    return f" au lieu de {nombre(before)}" if before is not None and before != count else ""


def _of_component(depot: Depot, composant: str, cle: Cle | None, count: Fraction) -> str:
    name = citation(label(depot, SorteDeCode.COMPOSANT, composant))
    return f"{with_unit(count, cle) if cle is not None else nombre(count)} pour {name}"


def _about(releve: Releve) -> str:
    told = [f"source : {citation(releve.source)}"]
    told += [f"hypothèse : {citation(releve.hypothese)}"] if releve.hypothese else []
    told += [f"validé le {jour(releve.validation)}"] if releve.validation is not None else []
    return f" ({' ; '.join(told)})"
