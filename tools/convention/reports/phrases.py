"""Each change said in one French sentence, for somebody who does not read YAML.

Knows: how objects, fields and values are named. Must not know: media (the caller escapes), euros of the effect.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from convention.base.french import cite, ecart, enumere, euros, jour, nombre, prix
from convention.base.money import CENTS, round_half_up
from convention.compare.changements import Changement, Sorte
from convention.model.adherents import Releve, Souscription, SouscriptionComposant
from convention.model.champs import Modele, Partie
from convention.model.genres import read_path
from convention.model.tarifs import ParPhase, ValeurForfait
from convention.model.vocabulaire import Phase
from convention.reports.mots import PHASES as MOTS_PHASES

if TYPE_CHECKING:
    from convention.model.depot import Depot, Reference

_GENRES = {
    "convention": "Convention",
    "organigramme": "Annexe 2, organigramme",
    "forfait": "Annexe 3, masse salariale",
    "cles": "Clés de répartition",
    "couts-de-possession": "Annexe 4, coûts de possession",
    "comptes": "Imputations comptables",
}
_SORTES = {Sorte.AJOUT: "ajout", Sorte.RETRAIT: "retrait", Sorte.MODIFICATION: "modification"}


def phrase(changement: Changement, base: Depot, head: Depot) -> str:
    """Say one change: who or what it concerns, then what it was and what it becomes."""
    depot = base if changement.sorte is Sorte.RETRAIT else head
    reference = changement.source_apres or changement.source_avant
    subject = _subject(changement, depot, reference.path if reference is not None else "")
    return f"{subject} : {_what(changement, base, head)}"


def _subject(changement: Changement, depot: Depot, path: str) -> str:
    found = read_path(path)
    genre, chemin = changement.genre, changement.chemin
    if found is None or genre in _GENRES:
        return _GENRES.get(genre, genre)
    if genre == "service":
        return f"Annexe 1, service {depot.libelle_service(found.id)}"
    if genre == "exercice":
        return f"Exercice {found.annee}"
    if genre == "composants":
        composant = depot.composants.get(chemin[1]) if len(chemin) > 1 else None
        name = f", {composant.composant.libelle}" if composant is not None else ""
        return f"{depot.libelle_service(found.id)}{name}"
    dossier = depot.dossiers.get(found.id)
    nom = dossier.identite.nom if dossier is not None else found.id
    documents = {
        "adherent": "identité",
        "souscriptions": "souscriptions",
        "quantites": f"quantités {found.annee}",
        "depenses": f"dépenses directes {found.annee}",
    }
    return f"{nom}, {documents[genre]}"


def _what(changement: Changement, base: Depot, head: Depot) -> str:
    value = changement.apres if changement.sorte is not Sorte.RETRAIT else changement.avant
    match value:
        case ValeurForfait():
            return _forfait(changement, value, base)
        case Souscription():
            return _subscription(changement, value, head)
        case SouscriptionComposant():
            return f"{_SORTES[changement.sorte]} du composant {_component(value.composant, base, head)}{_dates(value)}"
        case Releve():
            return f"{_SORTES[changement.sorte]} du comptage {_releve(value)}"
        case _ if isinstance(value, Modele) and not isinstance(value, ParPhase):
            name = changement.chemin[-1] if changement.chemin else "document"
            return f"{_SORTES[changement.sorte]} de {cite(name)} ({_summary(value)})"
        case _:
            return _value_change(changement, base, head)


def _forfait(changement: Changement, value: ValeurForfait, base: Depot) -> str:
    when = f"à compter du {jour(value.date)}"
    amount = f"{euros(value.montant)} par poste de travail et par an"
    before = [item for item in base.forfait.valeurs if item.date < value.date]
    if changement.sorte is Sorte.RETRAIT:
        return f"le montant de {amount}, {when}, est retiré"
    if not before:
        return f"{amount} {when}"
    old = max(before, key=lambda item: item.date).montant
    return f"le montant de {euros(old)} est remplacé par {amount}, {when} ({ecart(value.montant - old)} €)"


def _subscription(changement: Changement, value: Souscription, head: Depot) -> str:
    sous = head.sous_service(value.service)
    name = f"{value.service} {sous.libelle}" if sous is not None else head.libelle_service(value.service)
    verb = "souscription" if changement.sorte is Sorte.AJOUT else "retrait de la souscription"
    pending = ", non activée" if str(value.statut) != "active" else ""
    return f"{verb} du service {name}{pending}{_dates(value)}"


def _dates(value: Souscription | SouscriptionComposant) -> str:
    text = f", à compter du {jour(value.debut)}" if value.debut is not None else ""
    return text if value.fin is None else f"{text}, jusqu'au {jour(value.fin)} exclu"


def _component(nom: str, base: Depot, head: Depot) -> str:
    found = head.composants.get(nom) or base.composants.get(nom)
    return cite(found.composant.libelle if found is not None else nom)


def _releve(value: Releve) -> str:
    per_component = [
        f"{cle} ({nom}) {nombre(count)}" for cle, counts in value.par_composant.items() for nom, count in counts.items()
    ]
    counted = [f"{cle} {nombre(quantity)}" for cle, quantity in value.valeurs.items()]
    return f"{MOTS_PHASES[value.phase]} du {jour(value.date)} : {enumere([*counted, *per_component])}"


def _value_change(changement: Changement, base: Depot, head: Depot) -> str:
    name = _field(changement, base, head)
    before, after = _text(changement, changement.avant), _text(changement, changement.apres)
    if changement.sorte is Sorte.AJOUT:
        return f"{name} : {after} (ajout)"
    if changement.sorte is Sorte.RETRAIT:
        return f"{name} : {before} (retrait)"
    return f"{name} : {before} devient {after}{_difference(changement)}"


def _field(changement: Changement, base: Depot, head: Depot) -> str:
    names = [part for part in changement.chemin if part not in _SILENT]
    if changement.genre == "composants":
        names = names[1:]
    words = []
    for part in names:
        cle = head.cles.get(part) or base.cles.get(part)
        words.append(cle.libelle if cle is not None and changement.partie is Partie.VOLUMES else spoken(part))
    return ", ".join(words)


_SILENT = frozenset({"composants", "montants", "valeurs", "comptages", "souscriptions", "cles", "lignes", "depenses"})


def spoken(name: str) -> str:
    """Say a name of the data in words: `cout_maintenance` is « coût maintenance », a count its phase and its day."""
    phase, _, rest = name.partition(" ")
    if phase in set(Phase) and rest:
        # Two counts of one phase and day: the second one is numbered (« 2026-01-05 (2) »).
        day, space, number = rest.partition(" ")
        return f"{MOTS_PHASES[Phase(phase)]} du {jour(date.fromisoformat(day))}{space}{number}"
    return name.replace("_", " ").replace("cout", "coût")


def _text(changement: Changement, value: Any) -> str:  # noqa: ANN401, PLR0911 (one return a kind of value)
    match value:
        case None:
            return "rien"
        case ParPhase():
            return _by_phase(value)
        case bool():
            return "oui" if value else "non"
        case StrEnum():
            return cite(str(value).replace("_", " "))
        case Fraction() | int():
            return _number(changement, value)
        case tuple() | Mapping():
            return _collection(changement, value) or "rien"
        case _:
            return jour(value) if isinstance(value, date) else cite(str(value))


def _number(changement: Changement, value: Fraction | int) -> str:
    """Write a number: a price in the part of prices (cents when it is whole), else a quantity."""
    if changement.partie is not Partie.PRIX:
        return nombre(value)
    return euros(value) if isinstance(value, int) else prix(value)


def _collection(changement: Changement, value: tuple[Any, ...] | Mapping[Any, Any]) -> str:
    if isinstance(value, tuple):
        return enumere([_text(changement, item) for item in value])
    return enumere([f"{key} {_text(changement, item)}" for key, item in value.items()])


def _by_phase(value: ParPhase) -> str:
    if value.previsionnel is not None and value.previsionnel == value.revise == value.realise:
        return prix(value.previsionnel)
    phases = (("prévisionnel", value.previsionnel), ("révisé", value.revise), ("réalisé", value.realise))
    return enumere([f"{name} {prix(amount)}" for name, amount in phases if amount is not None])


def _difference(changement: Changement) -> str:
    before, after = changement.avant, changement.apres
    if isinstance(before, ParPhase) and isinstance(after, ParPhase):
        before, after = before.previsionnel, after.previsionnel
    if changement.partie is not Partie.PRIX or not isinstance(before, Fraction) or not isinstance(after, Fraction):
        return ""
    gap = after - before
    return f" ({ecart(round_half_up(gap))} €)" if (gap * CENTS).denominator == 1 else ""


def _summary(value: Modele) -> str:
    shown: list[str] = []
    for name in type(value).model_fields:
        item = getattr(value, name)
        if isinstance(item, str) and not isinstance(item, StrEnum) and len(shown) < 2:  # noqa: PLR2004 (enough to recognise it)
            shown.append(f"{name} {cite(item)}")
    return ", ".join(shown) or "document entier"


def place(reference: Reference | None, depot: Depot) -> str:
    """Return where a change stands: « pricing/forfait.yaml, ligne 9 »."""
    if reference is None:
        return ""
    span = depot.span(reference, key=True)
    return f"{span.path}, ligne {span.line}"
