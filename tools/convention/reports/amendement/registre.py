"""Which family says which change: by field of a model, or by kind of object that comes or goes.

Knows: the families. Must not know: how they write. A change that no family says has the general sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import INSECABLE
from convention.model.cadre.champs import Modele
from convention.model.documents import adherents, articles, avenants, catalogue, grilles, tarifs
from convention.model.ecrits.sceaux import Sceau
from convention.model.ecrits.scelles import EtatsEmis
from convention.reports.amendement import renommages
from convention.reports.amendement.objets import articles as texte
from convention.reports.amendement.objets import catalogue as annexes
from convention.reports.amendement.objets import comptages, documents, ecrits, prix, souscriptions
from convention.reports.amendement.objets import grilles as tables
from convention.reports.amendement.objets import tarifs as regles
from convention.reports.amendement.objets.actes import consigned
from convention.reports.amendement.objets.contenu import rest
from convention.reports.amendement.objets.generale import general

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from convention.reports.amendement.trajet import Cas

    Famille = Callable[[Cas], str | None]

_CHAMPS: Mapping[tuple[type[Modele], str], Famille] = {
    (adherents.Adhesion, "fin"): souscriptions.membership_end,
    (adherents.Depense, "montants"): prix.expense_price,
    (adherents.Releve, "par_composant"): comptages.key_of_components,
    (adherents.Releve, "valeurs"): comptages.quantity,
    (adherents.Releve, "validation"): comptages.validated,
    (adherents.Souscription, "debut"): souscriptions.subscription_dates,
    (adherents.Souscription, "fin"): souscriptions.subscription_dates,
    (adherents.Souscription, "statut"): souscriptions.subscription_status,
    (articles.Passage, "texte"): texte.passage_text,
    (catalogue.Organigramme, "total_etp"): annexes.total_staff,
    (catalogue.Poste, "etp"): annexes.staff,
    (catalogue.Prerequis, "texte"): annexes.prerequisite_text,
    (catalogue.Service, "prerequis"): annexes.prerequisite,
    (catalogue.SousService, "code"): annexes.numbering,
    (catalogue.SousService, "libelle"): annexes.numbering,
    (catalogue.SousService, "prerequis"): annexes.prerequisite,
    (tarifs.Borne, "formule"): regles.bound,
    (grilles.Indice, "valeurs"): tables.index_value,
    (grilles.Tranche, "valeur"): tables.tier,
    (tarifs.Cle, "millesimes"): tables.vintage,
    (tarifs.Cle, "quotes_parts"): tables.share,
    (tarifs.CoutNonRefacture, "montants"): tables.cost_borne,
    (tarifs.CoutPole, "montants"): tables.cost_borne,
    (tarifs.Composant, "abaque"): regles.component_key,
    (tarifs.Composant, "montants"): prix.component_price,
    (tarifs.Forfait, "cle"): regles.component_key,
    (tarifs.LigneTarif, "annuel"): regles.column,
    (tarifs.LigneTarif, "cle_texte"): regles.key_text,
    (tarifs.LigneTarif, "direct"): regles.column,
    (tarifs.LigneTarif, "factuel"): regles.column,
    (tarifs.Redaction, "annuel"): regles.column,
    (tarifs.Redaction, "cle_texte"): regles.key_text,
    (tarifs.Redaction, "factuel"): regles.column,
    (tarifs.LigneTarif, "variables"): regles.variable,
    (tarifs.Mode, "formule"): regles.formula,
    (tarifs.Mode, "texte"): regles.formula,
    (tarifs.ValeurForfait, "montant"): prix.forfait_amended,
}
"""A field, and all that it holds."""
_OBJETS: Mapping[type[Modele], Famille] = {
    adherents.Adherent: souscriptions.adherent,
    adherents.Releve: comptages.census,
    adherents.Souscription: souscriptions.subscription,
    adherents.SouscriptionComposant: souscriptions.component,
    articles.Passage: texte.passage,
    catalogue.Poste: annexes.staff,
    catalogue.SousService: annexes.numbering,
    avenants.AvisRendu: consigned,
    avenants.SuiviPartie: consigned,
    avenants.VisaAcquis: consigned,
    tarifs.Redaction: regles.redaction,
    tarifs.ValeurForfait: prix.forfait,
}
"""An object that comes or goes."""


_DITS: Mapping[type[Modele], frozenset[str]] = {
    adherents.Releve: frozenset({"phase", "valeurs", "par_composant"}),
    adherents.Souscription: frozenset({"service", "statut", "fin"}),
    adherents.SouscriptionComposant: frozenset({"composant", "fin"}),
    catalogue.Poste: frozenset({"etp", "nature"}),
    tarifs.ValeurForfait: frozenset({"montant", "origine", "verifie_le"}),
}
"""Objects whose sentence does not say all the fields: the others follow it, except these, which it says in other words,
or which tell a council nothing (who invented the figure is said above all figures)."""


def sentence(cas: Cas) -> str:
    """Say a change, without its subject and without a full stop."""
    value, chemin = cas.valeur, cas.changement.chemin
    if isinstance(value, (Sceau, EtatsEmis)):
        return documents.sealed(cas)
    if cas.changement.genre in ecrits.ECRITS:
        return ecrits.written(cas)
    if chemin and chemin[-1] == renommages.CHAMP:
        return renommages.renaming(cas)
    found = _object(cas, value) or _field(cas)
    if found is not None and isinstance(value, adherents.Adherent):
        return f"{found}{INSECABLE}; {documents.companions(cas)}"
    if found is not None:
        return found
    return general(cas) if chemin else documents.document(cas)


def _object(cas: Cas, value: object) -> str | None:
    famille = _OBJETS.get(type(value)) if isinstance(value, Modele) else None
    told = famille(cas) if famille is not None else None
    if told is None or not isinstance(value, Modele) or type(value) not in _DITS:
        return told
    return f"{told}{rest(value, cas.depot, told, _DITS[type(value)])}"


def _field(cas: Cas) -> str | None:
    """Ask the family of the innermost field first."""
    for step in reversed(cas.pas):
        famille = _CHAMPS.get((step.modele, step.nom)) if step.modele is not None else None
        found = famille(cas) if famille is not None else None
        if found is not None:
            return found
    return None
