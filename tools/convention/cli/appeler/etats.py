"""Which statements `convention appels` is asked for: whose, and how each one's are built.

Knows: calls, deliveries, what is to be attached. Must not know: how statements are shown or written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from convention.base.french import au, cite, euros, jour, l_appel, majuscule, typeset
from convention.cli.cadre.contexte import EnvironnementError
from convention.cli.cadre.demande import chosen_exercice, chosen_payer, compute
from convention.cli.cadre.valeurs import today
from convention.cli.ecriture.scelles import ScelleError
from convention.reports.rendus.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from convention.engine.appels.appels import AppelCalcule
    from convention.model.depot import Depot
    from convention.model.documents.exercices import Appel
    from convention.model.ecrits.sceaux import Sceau
    from convention.reports.etat.valeurs import Etat


class Demande(NamedTuple):
    """The statements asked for: for whom, and how each one's are built."""

    adherents: tuple[str, ...]
    etablir: Callable[[str], Iterable[Etat]]
    vide: str
    """What is said when there is none."""


class Choix(NamedTuple):
    """What the options say."""

    adherent: str | None
    echeance: str | None
    livraison: int | None
    rattachement: int | None
    au: date | None
    recalculer: bool = False
    """Whether a sealed call is computed again, to see what the data would give."""


def asked(depot: Depot, choix: Choix) -> Demande:
    """Say whose statements are built, and how."""
    if choix.au is not None and choix.rattachement is not None:
        message = "--au dit où en sont les désaccords sur ce qui est appelé : une fiche de rattachement n'appelle rien"
        raise click.UsageError(message)
    payers = set(depot.dossiers) - {depot.convention.gestionnaire}
    chosen = tuple(sorted(payers)) if choix.adherent is None else (chosen_payer(depot, choix.adherent),)
    whose = "" if choix.adherent is None else f" {au(depot.nom_de(chosen[0]))}"
    if choix.livraison is not None:
        return _deliveries(depot, chosen, choix.livraison, choix.au, whose)
    if choix.rattachement is not None:
        return _attachments(depot, chosen, choix.rattachement, all_of_them=choix.adherent is None)
    return _calls(depot, chosen, choix, whose)


def _calls(depot: Depot, chosen: tuple[str, ...], choix: Choix, whose: str) -> Demande:
    """Print what was issued, from its seal; compute a call that is not sealed, or again when it is asked."""
    from convention.reports.etat.etat import drafted, recomputed, seen_on, statement
    from convention.reports.mots import advances_missed

    declared = declared_call(depot, choix.echeance)
    echeance = choix.echeance or ""
    sceau = depot.sceaux.get(echeance)
    if choix.au is not None and choix.au < declared.date and sceau is not None:
        message = f"--au {choix.au} précède l'appel, du {jour(declared.date)} : aucun désaccord ne peut encore le viser"
        raise click.UsageError(message)
    missed = () if choix.adherent is None else advances_missed(depot, chosen[0], echeance)
    vide = " ".join(
        (
            f"{majuscule(l_appel(echeance))} ne demande ni n'annonce rien{whose}.",
            *(f"{text}." for text in missed if text),
        )
    )
    kept = {item.adherent for item in depot.scelles.etats if item.echeance == echeance}
    if kept and not choix.recalculer:

        def printed(nom: str) -> tuple[Etat, ...]:
            etat = _issued(depot, echeance, nom)
            return () if etat is None else (etat if choix.au is None else seen_on(depot, etat, choix.au),)

        return Demande(tuple(nom for nom in chosen if nom in kept), printed, vide)
    appel = call(depot, echeance)
    if sceau is not None and not choix.recalculer:
        refuse_another(appel, sceau)
    again = sceau is not None and choix.recalculer
    # Nobody knows today what will be contested on the day of a call still to come.
    seen = choix.au or min(today(), appel.jour)

    def computed(nom: str) -> tuple[Etat, ...]:
        etat = statement(depot, appel, nom, seen)
        return (recomputed(etat) if again else drafted(etat, today()),)

    return Demande(tuple(nom for nom in appel.adherents() if nom in chosen), computed, vide)


def _issued(depot: Depot, echeance: str, adherent: str) -> Etat | None:
    """Read a statement as it was issued; refuse one that this version of the tool does not read."""
    from convention.reports.etat.archive import EtatIllisibleError, issued

    try:
        return issued(depot, echeance, adherent)
    except EtatIllisibleError as error:
        raise ScelleError(str(error)) from None


def declared_call(depot: Depot, echeance: str | None) -> Appel:
    """Find the milestone of a call; refuse one that is not declared."""
    from convention.engine.appels.echeances import echeances

    declared = echeances(depot)
    if echeance is None and not declared:
        place = "« jalons » d'un fichier de pricing/exercices/"
        raise EnvironnementError(f"aucun appel n'est déclaré, pour aucun exercice ; écrire ses dates dans les {place}")
    known = ", ".join(declared) or "aucune"
    if echeance is None:
        raise click.UsageError(f"il manque l'option --echeance (échéances du dépôt : {known})")
    if echeance not in declared:
        raise click.UsageError(f"aucun appel n'a lieu en {cite(echeance)} (échéances du dépôt : {known})")
    return declared[echeance]


def refuse_another(appel: AppelCalcule, sceau: Sceau) -> None:
    """Refuse to print, under the name of a sealed call, amounts that are not those that it sealed."""
    from convention.engine.appels.sceller import seal

    now, was = seal(appel), sceau
    amounts = [{(item.exercice, item.volet, item.identite): item.montant for item in one.lignes} for one in (now, was)]
    if amounts[0] == amounts[1]:
        return
    sums = [f"{euros(sum(one.values()))}" for one in amounts]
    raise ScelleError(
        f"{l_appel(appel.echeance)} est scellé ({sums[1]}), ses états n'ont pas été gardés, et les données ne "
        f"le redonnent plus ({sums[0]}) : « convention valider » dit pourquoi, --recalculer ce qu'elles donneraient"
    )


def call(depot: Depot, echeance: str) -> AppelCalcule:
    """Compute a call that is declared; refuse one that an earlier one holds back."""
    from convention.engine.appels.appels import AppelAbsentError, appeler

    try:
        appel = appeler(depot, echeance)
    except AppelAbsentError as error:
        raise ScelleError(str(error)) from None
    _tell_excess(depot, appel)
    return appel


def _tell_excess(depot: Depot, appel: AppelCalcule) -> None:
    """Say which frozen advance is more than what is due: often a slip of the pen, seldom a decision (reading 58)."""
    from convention.engine.appels.pieces import frozen
    from convention.model.mots.appels import GenreVolet
    from convention.model.mots.communs import Section

    sums: dict[tuple[str, int], int] = {}
    for volet in appel.volets:
        for item in volet.montants if volet.genre is GenreVolet.ACOMPTE else ():
            if item.identite[4] == Section.FONCTIONNEMENT:
                key = (item.identite[0], volet.exercice)
                sums[key] = sums.get(key, 0) + item.base
    for (adherent, annee), due in sums.items():
        called = frozen(depot, adherent, annee)
        if called is not None and called > due:
            whose = f"l'acompte {annee} {depot.dossiers[adherent].identite.du}, figé à {euros(called)}"
            message = f"{whose}, dépasse ce qui est dû en fonctionnement ({euros(due)}) : vérifier le montant figé"
            click.echo(typeset(f"À noter : {terminal(message)}"), err=True)


def _deliveries(depot: Depot, chosen: tuple[str, ...], annee: int, au: date | None, whose: str) -> Demande:
    from convention.reports.etat.etat import delivery_statements, drafted

    contribution = compute(depot, chosen_exercice(depot, annee), None)
    vide = f"Aucune dépense n'a été livrée{whose} en {annee}."

    def build(nom: str) -> Iterator[Etat]:
        return (drafted(etat, today()) for etat in delivery_statements(depot, contribution, nom, au))

    return Demande(chosen, build, vide)


def _attachments(depot: Depot, chosen: tuple[str, ...], annee: int, *, all_of_them: bool) -> Demande:
    """Build the fiches; of all the adherents, only those that have something to attach."""
    from convention.reports.etat.phrases import RIEN
    from convention.reports.etat.rattachement import attachment, remaining

    reste = remaining(depot, compute(depot, chosen_exercice(depot, annee), None))

    def build(nom: str) -> tuple[Etat, ...]:
        etat = attachment(depot, reste, nom, today())
        return () if all_of_them and not etat.volets else (etat,)

    return Demande(chosen, build, RIEN)
