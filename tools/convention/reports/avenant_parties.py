"""The articles of an avenant, drawn from the changes: one for each annexe, or article, or adherent that they touch.

Knows: the changes and their sentences. Must not know: media, what they cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import INSECABLE, jour
from convention.checks.vie import meetings
from convention.reports.avenant import Partie, Projet
from convention.reports.phrases import amendment

if TYPE_CHECKING:
    from convention.compare.comparaison import Comparaison
    from convention.model.avenants import AvisRendu
    from convention.model.depot import Depot
    from convention.reports.phrases import Groupe


def project(comparaison: Comparaison, numero: int) -> Projet:
    """Gather what the data says of an amendment: its subject, its day, its grounds, the opinions given."""
    avenant = comparaison.head.vie.avenants.get(str(numero))
    if avenant is None:
        return Projet(numero, "", None, (), (), {})
    opinions = tuple(_opinion(comparaison.head, item) for item in avenant.avis)
    grounds = tuple(text.rstrip(" .;") for text in avenant.motifs)
    return Projet(numero, avenant.objet, avenant.effet, opinions, grounds, avenant.parties)


def _opinion(depot: Depot, avis: AvisRendu) -> str:
    """Cite an opinion as a visa: « l'avis favorable du comité de suivi stratégique du 5 octobre 2026 »."""
    reunion = next((item.reunion for item in meetings(depot) if item.reunion.id == avis.reunion), None)
    gouvernance = depot.vie.gouvernance
    instance = gouvernance.instances.get(reunion.instance) if gouvernance is not None and reunion is not None else None
    who = f" du {_lower(instance.libelle)}" if instance is not None else ""
    when = f" du {jour(reunion.date)}" if reunion is not None else ""
    return f"l'avis {str(avis.sens).replace('_', ' ')}{who}{when}"


def _lower(text: str) -> str:
    return text.lower()


def parts(comparaison: Comparaison) -> tuple[Partie, ...]:
    """Make an article of each annexe, or document, that binds; what binds nobody (a source, an example) is left out."""
    articles: dict[str, list[str]] = {}
    for groupe in amendment(comparaison.changements, comparaison.base, comparaison.head):
        for item in groupe.phrases:
            if not item.accessoire:
                inside = _inside(groupe)
                told = f"{inside}{INSECABLE}: {item.texte}." if inside else item.alinea
                articles.setdefault(groupe.rubrique, []).append(told)
    return tuple(Partie(title, tuple(told)) for title, told in articles.items())


def _inside(groupe: Groupe) -> str:
    """Name what changes inside the article of its annexe: « Ligne « S08 – Messagerie électronique » »."""
    if groupe.titre == groupe.rubrique:
        return ""
    head = f"{groupe.rubrique.partition(',')[0]}, "
    inside = groupe.titre.removeprefix(head)
    return f"{inside[:1].upper()}{inside[1:]}"
