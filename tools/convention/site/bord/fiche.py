"""What the data hold of an adherent besides figures: who signs and answers, what pays, who reads its page (art. 5, 10).

Knows: functions, budgets, readers. Must not know: HTML, what is owed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import enumere, grouped, jour

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.documents.adherents import Adherent, Budget, Dpd, Facturation, Fonctions
    from convention.site.ensemble import Site


class Note(NamedTuple):
    """A thing that is known, or not."""

    nom: str
    texte: str
    manque: bool = False


def fiche(site: Site, adherent: str) -> tuple[Note, ...]:
    """List what is written of an adherent, for it to correct."""
    dossier = site.depot.dossiers[adherent]
    budgets = dossier.budget.budgets.values() if dossier.budget is not None else ()
    return (
        *([Note("SIREN", grouped(dossier.identite.siren))] if dossier.identite.siren else []),
        *(_people(dossier.fonctions) if dossier.fonctions is not None else ()),
        *([Note("Budgets qui paient", enumere([_budget(item) for item in budgets]))] if budgets else []),
        *(_chorus(dossier.identite.facturation, site.exercice) if dossier.identite.facturation is not None else ()),
        *([_readers(site, dossier.identite)] if site.propres else []),
    )


def _people(fonctions: Fonctions) -> Iterator[Note]:
    signer, people = fonctions.signataire, fonctions.interlocuteurs
    if signer is not None:
        acte = signer.habilitation
        number = f", n° {acte.numero}" if acte.numero is not None and not acte.a_completer else ""
        day = f", {jour(acte.date)}" if acte.date is not None else ""
        yield Note("Qui signe", f"{signer.fonction} (habilitation : {acte.organe}{number}{day})")
    if people.referent is not None:
        yield Note("Référent", people.referent)
    else:
        yield Note("Référent", "non désigné", manque=True)
    yield Note("Interlocuteur, volet stratégique", people.strategique)
    yield Note("Interlocuteur, volet financier", people.financier)
    yield Note("Interlocuteur, volet opérationnel", people.operationnel)
    if fonctions.dpd is not None:
        yield Note("Délégué à la protection des données", _dpd(fonctions.dpd))
    if fonctions.autorisation_enquete is not None:
        yield Note("Enquêtes de sécurité", f"autorisées le {jour(fonctions.autorisation_enquete)}")


def _dpd(dpd: Dpd) -> str:
    shared = ", partagé avec d'autres organismes" if dpd.mutualise else ""
    told = f"communiquées le {jour(dpd.communication)}" if dpd.communication is not None else "à communiquer"
    return f"{dpd.fonction}{shared}, désigné le {jour(dpd.designation)} ; coordonnées {told}"


def _budget(budget: Budget) -> str:
    siret = f", SIRET {grouped(budget.siret)}" if budget.siret is not None else ""
    spic = ", service public industriel et commercial" if budget.spic else ""
    return f"{budget.libelle}{siret}{spic}"


def _chorus(facturation: Facturation, annee: int) -> Iterator[Note]:
    """Say what a bill needs to be received; nothing of what Chorus Pro does not ask for."""
    if facturation.code_service is not None:
        yield Note("Code service (Chorus Pro)", facturation.code_service)
    elif facturation.service_obligatoire:
        yield Note("Code service (Chorus Pro)", "exigé, non connu", manque=True)
    if annee in facturation.engagements:
        yield Note(f"Engagement {annee} (Chorus Pro)", facturation.engagements[annee])
    elif facturation.engagement_obligatoire:
        yield Note(f"Engagement {annee} (Chorus Pro)", "exigé, non connu", manque=True)


def _readers(site: Site, identite: Adherent) -> Note:
    """Say who reads this page once signed in (art. 6): its agents, those that it names, the managing body."""
    manager = site.depot.dossiers[site.gestionnaire].identite
    own = [f"nos agents (SIREN {grouped(identite.siren)})"] if identite.siren and identite is not manager else []
    named = [item if "@" in item else f"ceux du SIREN {grouped(item)}" for item in identite.lecteurs]
    return Note("Qui lit cette page", enumere([*own, *named, site.noms.gestionnaire.le]))
