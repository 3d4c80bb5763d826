"""What the window shows an adherent: what is counted of it, to be validated or corrected (art. 5, 8.3).

Knows: counts of the phase in force. Must not know: the window, HTML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import majuscule
from convention.base.money import exact_text
from convention.edition.gestes.quantifier import Comptee, counted
from convention.model.documents.cles import CLES, Cles
from convention.model.mots.communs import PHASES, Origine, Phase
from convention.reports.depot.guichet import AFFICHE, LIGNE_MAX, Affiche, Affichee, Etat, Seuil, au_guichet
from convention.site.bord.quantites import Attente, attente_de, label, quantites, suppose_depuis

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from convention.model.depot import Dossier
    from convention.model.documents.quantites import Place
    from convention.site.ensemble import Site

A_DEFAUT = ("Référent", "Direction", "Finances")
"""Who answers, when the adherent has not said by which functions: its référent, its direction, or who pays."""


class Attendues(NamedTuple):
    """What is awaited of the quantities of an adherent for a year, by when, and where it is done."""

    exercice: int
    attente: Attente
    limite: date | None
    vers: str
    """The window; without one, where the page of the adherent tells of them."""


def attendues(site: Site, adherent: str) -> tuple[Attendues, ...]:
    """Tell what is awaited of the quantities of an adherent, year by year; nothing of a year that awaits none."""
    found = []
    for annee in _annees(site):
        courant = annee == site.exercice
        vers = adresse_du_guichet(site, adherent, None if courant else annee) or (
            "#quantites" if courant else "#budget"
        )
        found.append(Attendues(annee, attente_de(site, adherent, annee), _limite(site, annee), vers))
    return tuple(item for item in found if any(item.attente))


def _annees(site: Site) -> tuple[int, ...]:
    """Return the years whose quantities are validated: the current one, that whose budget is prepared; none closed."""
    years = dict.fromkeys((site.exercice, site.a_inscrire))
    return tuple(annee for annee in years if annee in site.depot.exercices and not site.depot.est_clos(annee))


def _limite(site: Site, annee: int) -> date | None:
    """Return the last day to validate the quantities of a year; nothing says it of what a budget rests on."""
    return site.depot.convention.rattachement(annee) if annee == site.exercice else None


def adresse_du_guichet(site: Site, adherent: str, exercice: int | None = None) -> str:
    """Return where an adherent validates its quantities at the window; nothing where it cannot."""
    return au_guichet(adherent, exercice) if _siren(site, adherent) else ""


def _siren(site: Site, adherent: str) -> str:
    """Return the SIREN by which an adherent that reads its own pages is known at its window; nothing without either."""
    opened = site.guichet and site.acces.chez(adherent) and site.depot.exercice_courant is not None
    return site.depot.dossiers[adherent].identite.siren or "" if opened else ""


def fichiers(site: Site) -> Iterator[tuple[str, bytes]]:
    """Make what the window shows the adherent whose site it is; nothing without a window, nor for a closed year."""
    adherent = site.acces.adherent
    if adherent is None or not _siren(site, adherent):
        return
    told = site.de(adherent)  # who is to come is asked about the first year that it is to share
    shown, *following = (_affiche(told, adherent, annee) for annee in _annees(told))
    if any(item.facturee for suivant in following for item in suivant.quantites):
        shown = shown.model_copy(update={"suivant": following[0]})
    yield f"{site.dossier_propre(adherent)}/{AFFICHE}", shown.model_dump_json(indent=1).encode()


def _affiche(site: Site, adherent: str, annee: int) -> Affiche:
    dossier = site.depot.dossiers[adherent]
    shown = quantites(site, adherent, annee)
    billed = [item.place for item in shown]
    # What a flat fee alone rests on is not validated: it does not say which phase is.
    validated = [item.place for item in shown if not item.retenue]
    phase, every = _awaited(dossier, annee, site.depot.exercices[annee].phase, validated)
    places = sorted(every, key=lambda place: billed.index(place) if place in billed else len(billed))
    retenues = {item.place for item in shown if item.sans_validation}
    fichier = site.depot.fichiers.get(CLES)
    rule = fichier.document.vraisemblance if fichier is not None and isinstance(fichier.document, Cles) else None
    return Affiche(
        adherent=adherent,
        nom=site.nom(adherent),
        siren=_siren(site, adherent),
        exercice=annee,
        phase=phase,
        limite=_limite(site, annee),
        fonctions=_functions(site, adherent),
        demonstration=any(
            (item.releve.origine or dossier.quantites[annee].origine) is Origine.DEMONSTRATION
            for item in every.values()
        ),
        quantites=tuple(
            _shown(site, annee, place, every[place], facturee=place in billed, retenue=place in retenues)
            for place in places
        ),
        # What the convention says is far from the figure before.
        seuil=Seuil(facteur=exact_text(rule.facteur), ecart=exact_text(rule.ecart)) if rule is not None else None,
        total=len(billed),
        service=site.noms.service.le,
    )


def _awaited(
    dossier: Dossier, annee: int, phase: Phase, billed: Collection[tuple[str, str]]
) -> tuple[Phase, dict[Place, Comptee]]:
    """Return what is to be validated: what was counted for a phase, but what a later count has replaced.

    Where all that amounts rest on is, that is the later count, of the later phase: so its page says (`quantites`).
    """
    every = counted(dossier, annee, phase, supposes=True) | counted(dossier, annee, phase)
    document = dossier.quantites.get(annee)
    if document is None:
        return phase, every
    later = {place: document.suite(phase, place).remplacant for place in every}
    kept = {place: item for place, item in every.items() if later[place] is None}
    replacing = [item.phase for item in later.values() if item is not None]
    matters = [place for place in billed if place in every] or every
    if not replacing or any(place in kept for place in matters):
        return phase, kept
    return _awaited(dossier, annee, max(replacing, key=PHASES.index), billed)


def _functions(site: Site, adherent: str) -> tuple[str, ...]:
    document = site.depot.dossiers[adherent].fonctions
    if document is None:
        return A_DEFAUT
    people = document.interlocuteurs
    named = filter(None, (people.referent, people.operationnel, people.strategique, people.financier))
    return tuple(dict.fromkeys(" ".join(text.split())[:LIGNE_MAX] for text in named))


def _shown(site: Site, annee: int, place: Place, item: Comptee, *, facturee: bool, retenue: bool) -> Affichee:
    cle, composant = place
    known, component = site.depot.cles.get(cle), site.depot.composants.get(composant)
    releve = item.releve
    if releve.a_valider:
        etat = Etat.RETENUE if retenue else Etat.A_VALIDER
    else:
        etat = Etat.VALIDEE if releve.hypothese is None else Etat.SUPPOSEE
    document = site.depot.dossiers[site.acces.adherent or ""].quantites[annee]
    since = document.suite(releve.phase, place).suppose if etat is Etat.SUPPOSEE else None
    return Affichee(
        cle=cle,
        composant=composant,
        libelle=majuscule(label(known)) if known is not None else cle,
        objet=component.composant.libelle if component is not None else "",
        valeur=exact_text(item.nombre),
        source=" ; depuis, ".join(filter(None, (releve.source, suppose_depuis(since, place)))),
        comptee_le=releve.date,
        etat=etat,
        validee_le=releve.validation,
        entiere=known is not None and known.entiere,
        facturee=facturee,
    )
