"""The statements of an adherent's calls, to be downloaded: what `convention appels` writes, on its own site only.

Knows: which statements are given, for whom. Must not know: HTML, what a statement says (`reports.etat.etat`).
They tell of accepted estimates and disagreements: nobody else may have them (exigences: what may be seen by whom).
A sealed call is shown as it was issued. When its statements were not kept and today's data no longer gives its amounts,
it is left out, and said: what would be read is not what was called.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from convention.engine.appels.appels import AppelAbsentError, AppelCalcule
from convention.engine.appels.echeances import echeances
from convention.reports.etat.archive import issued, record_text
from convention.reports.etat.etat import delivery_statements, statement
from convention.reports.etat.genres import GenreEtat
from convention.reports.etat.medias.csv import csv_text
from convention.reports.etat.medias.fichiers import pdf_bytes
from convention.reports.etat.medias.refaire import computed_call, redoing
from convention.reports.etat.medias.xlsx import xlsx_bytes
from convention.reports.etat.rattachement import Reste, attachment, remaining

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convention.reports.etat.valeurs import Etat
    from convention.site.ensemble import Site

FORMES = ("pdf", "xlsx", "csv")


class DocumentEtat(NamedTuple):
    """A statement as the dashboard lists it."""

    titre: str
    note: str
    annee: int
    formes: tuple[tuple[str, str], ...]
    """« PDF » and its address, one a form."""


def fichiers(site: Site) -> Iterator[tuple[str, bytes]]:
    """Make the statements of the reader's own adherent, in every form."""
    nom = site.acces.adherent
    if nom is None:
        return
    refaire = redoing(site.depot, partial(_appel, site))
    for etat in etats(site, nom):
        yield _adresse(site, nom, etat, "pdf"), _made(site, "pdf", pdf_bytes, etat)
        yield _adresse(site, nom, etat, "xlsx"), _made(site, "xlsx", xlsx_bytes, refaire(etat))
        yield _adresse(site, nom, etat, "csv"), csv_text([etat]).encode()


def prealables(site: Site) -> None:
    """Compute what the statements of every adherent ask alike."""
    for echeance in echeances(site.depot).keys() & site.depot.sceaux.keys():
        _appel(site, echeance)
    _reste(site)


def documents(site: Site, nom: str) -> tuple[DocumentEtat, ...]:
    """List the statements of an adherent, for itself only."""
    return tuple(
        DocumentEtat(
            f"{etat.genre.intitule} n° {etat.numero}",
            _note(etat),
            etat.jour.year,
            tuple((forme.upper(), _adresse(site, nom, etat, forme)) for forme in FORMES),
        )
        for etat in etats(site, nom)
    )


def etats(site: Site, nom: str) -> tuple[Etat, ...]:
    """Return the statements of an adherent, the last first; none for another's reader, nor for the managing body.

    Those of the calls sealed so far, of this year's deliveries, of earlier ones that no document calls; then what is
    still to be attached, which asks nothing.
    """
    if not site.acces.chez(nom) or nom == site.gestionnaire:
        return ()
    return site.une_fois("états", lambda: _given(site, nom), nom)


def _given(site: Site, nom: str) -> tuple[Etat, ...]:
    found = [etat for etat, kept in _sealed(site, nom) if kept]
    for annee in [annee for annee in site.contributions if annee <= site.exercice]:
        given = delivery_statements(site.depot, site.contributions[annee], nom)
        told = (etat for etat in given if annee == site.exercice or not all(piece.emise for piece in etat.pieces))
        found += [etat for etat in told if etat.jour <= site.jour]
    found.sort(key=lambda etat: (etat.jour, etat.numero), reverse=True)
    return (*found, *_attachment(site, nom))


def absents(site: Site, nom: str) -> tuple[str, ...]:
    """Name the calls that are sealed for the reader's own adherent and that today's data no longer gives."""
    if not site.acces.chez(nom):
        return ()
    return tuple(etat.sujet for etat, kept in _sealed(site, nom) if not kept)


def _sealed(site: Site, nom: str) -> tuple[tuple[Etat, bool], ...]:
    """Give each statement that was issued to an adherent, or that the data gives, and whether it is what was sealed."""
    return site.une_fois("scellés", lambda: tuple(_read(site, nom)), nom)


def _read(site: Site, nom: str) -> Iterator[tuple[Etat, bool]]:
    for echeance in echeances(site.depot):
        sceau = site.depot.sceaux.get(echeance)
        if sceau is None:
            continue
        etat = issued(site.depot, echeance, nom)
        if etat is not None:
            yield etat, True
            continue
        appel = _appel(site, echeance)
        if appel is None:
            continue
        now = {
            (volet.exercice, str(volet.genre), item.identite): item.montant
            for volet in appel.volets
            if volet.genre.titre
            for item in volet.of(nom)
        }
        was = {
            (item.exercice, item.volet, item.identite): item.montant for item in sceau.lignes if item.adherent == nom
        }
        if was:
            yield statement(site.depot, appel, nom, min(site.jour, appel.jour)), now == was


def _appel(site: Site, echeance: str) -> AppelCalcule | None:
    return site.une_fois(f"appel {echeance}", partial(computed_call, site.depot, echeance, site.chiffres.calcule))


def _attachment(site: Site, nom: str) -> tuple[Etat, ...]:
    """Build the fiche of the current exercice, once begun; none for who was no part of it, and owes nothing of it."""
    reste = _reste(site)
    if reste is None:
        return ()
    fiche = attachment(site.depot, reste, nom, site.jour)
    return (fiche,) if fiche.volets or nom in site.adherents else ()


def _reste(site: Site) -> Reste | None:
    """Compute what the current exercice still has to call, once begun; None when it cannot be."""
    current = site.contributions.get(site.exercice)
    if current is None or site.annee is not None or site.au > site.jour:
        return None
    with suppress(AppelAbsentError):
        return site.une_fois("reste", lambda: remaining(site.depot, current, site.chiffres.calcule))
    return None


def _made(site: Site, forme: str, ecrire: Callable[[Etat], bytes], etat: Etat) -> bytes:
    return site.communs.document(f"{forme} {record_text(etat)}", partial(ecrire, etat))


def _note(etat: Etat) -> str:
    """Say what it is about, and that there is nothing when there is nothing."""
    if etat.genre is GenreEtat.RATTACHEMENT:
        return etat.exercices if etat.volets else f"{etat.echeance} : rien à rattacher"
    return f"{etat.sujet} : {etat.exercices}"


def _adresse(site: Site, nom: str, etat: Etat, forme: str) -> str:
    return f"{site.dossier_propre(nom)}/{etat.numero}.{forme}"
