"""`convention appels`: what each call asks for, its documents, and its seal."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from convention.base.french import cite, compte, euros, l_appel
from convention.base.french import jour as french_day
from convention.cli.appeler.etats import Choix, asked, call, declared_call, refuse_another
from convention.cli.cadre.diagnostics import sound
from convention.cli.cadre.francais import Groupe, Parmi
from convention.cli.cadre.valeurs import ANNEE, EMPREINTE_MIN, JOUR, option_date, option_essai, today
from convention.cli.ecriture.scelles import ScelleError, to_sign, write_sealed
from convention.cli.ecriture.sorties import option_dossier, write
from convention.model.ecrits.scelles import CheminEtat, dossier_etats
from convention.reports.rendus.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from convention.cli.appeler.etats import Demande
    from convention.cli.cadre.contexte import Contexte
    from convention.engine.appels.appels import AppelCalcule
    from convention.model.depot import Depot

AVANCE = timedelta(days=31)
"""How long before its day a call may be sealed without a word."""
AVEC_PROGRES = 3
"""Documents up to which nothing needs to be said while they are written."""


@click.group(cls=Groupe, name="appels", invoke_without_command=True, subcommand_metavar="[COMMANDE] [ARGUMENTS]…")
@click.option("--echeance", metavar="AAAA-MM", help="Échéance de l'appel (exemple : 2026-04).")
@click.option("--livraison", type=ANNEE, metavar="ANNÉE", help="Les coûts directs, un état par dépense livrée.")
@click.option("--rattachement", type=ANNEE, metavar="ANNÉE", help="Ce qui reste à appeler d'un exercice qui s'achève.")
@click.option("--adherent", metavar="ADHÉRENT", help="Un seul adhérent (exemple : exemple-sur-rive).")
@click.option(
    "--au",
    type=JOUR,
    metavar="DATE",
    help="Dire les contestations à cette date (par défaut : à l'appel, au plus tard aujourd'hui).",
)
@click.option(
    "--recalculer",
    is_flag=True,
    help="Montrer ce que les données donneraient aujourd'hui d'un appel déjà scellé, au lieu de ce qui a été émis.",
)
@click.option(
    "--format",
    "forme",
    type=Parmi(["table", "json", "csv"]),
    help="État à lire (par défaut), JSON pour un autre outil, CSV pour un logiciel financier.",
)
@option_dossier("Écrire chaque état dans ce dossier, en PDF, en classeur (XLSX), en CSV et en JSON.")
@click.pass_context
def commande(  # noqa: PLR0913, PLR0917 (one argument an option)
    context: click.Context,
    echeance: str | None,
    livraison: int | None,
    rattachement: int | None,
    adherent: str | None,
    au: date | None,
    recalculer: bool,
    forme: str | None,
    sortie: Path | None,
) -> None:
    """Établir ce que chaque appel à contribution demande, et pourquoi.

    Acomptes et solde d'un exercice, régularisation d'un autre, état prévisionnel du suivant : ce que contient chaque
    appel est écrit dans son exercice (« jalons »). Ce qu'un appel a déjà demandé se lit dans les appels scellés
    (pricing/appels/) : une fois scellé, un appel s'imprime d'après son sceau, avec les montants et les motifs qu'il
    avait, quoi que deviennent les données.

    Les coûts directs sont appelés à la livraison (--livraison). La fiche de rattachement (--rattachement) dit ce
    qui est dû pour l'exercice qui s'achève et n'est pas encore appelé.

    Exemple : convention appels --echeance 2026-04 --sortie build/etats
    """
    if context.invoked_subcommand is not None:
        _refuse_with_subcommand(context)
        return
    contexte: Contexte = context.obj
    _refuse_options((echeance, livraison, rattachement), forme, sortie)
    if recalculer and echeance is None:
        message = "--recalculer ne sert qu'avec --echeance : seul un appel scellé s'imprime d'après son sceau"
        raise click.UsageError(message)
    depot = sound(contexte).depot
    demande = asked(depot, Choix(adherent, echeance, livraison, rattachement, au, recalculer))
    if sortie is None:
        _print(demande, forme or "table")
    else:
        _write(depot, demande, sortie)


@commande.command(name="sceller", short_help="Figer un appel dans pricing/appels/.")
@click.argument("echeance", metavar="AAAA-MM")
@option_date("Date du scellement")
@click.option(
    "--confirmer",
    metavar="EMPREINTE",
    help="Sceller cet appel malgré ce qui peut encore changer : le début de son empreinte, douze signes au moins.",
)
@option_essai
@click.pass_obj
def sceller(contexte: Contexte, echeance: str, *, jour: date | None, confirmer: str | None, essai: bool) -> None:
    """Figer un appel : ses lignes, les états de chacun, leur empreinte, et leur inscription au journal des sceaux.

    Un appel scellé ne se refait pas. Ce qui peut encore y changer (une quantité que le référent n'a pas validée, ou qui
    n'est que supposée) est dit avant, et rien n'est écrit sans --confirmer. S'il a été scellé sans ses états, ou avant
    le journal (pricing/sceaux.yaml), la commande ajoute ce qui manque, à condition que les données redonnent encore les
    montants scellés.

    Exemple : convention appels sceller 2027-04 --essai
    """
    from convention.engine.appels.sceller import seal

    chargement = sound(contexte, "appels sceller")
    depot, le = chargement.depot, jour or today()
    declared_call(depot, echeance)
    sceau = depot.sceaux.get(echeance)
    listed = {item.fichier for item in depot.inscriptions}
    if sceau is not None and dossier_etats(echeance) in listed:
        raise ScelleError(f"{l_appel(echeance)} est déjà scellé ({sceau.path})")
    appel = call(depot, echeance)
    if sceau is not None:
        refuse_another(appel, sceau)
    else:
        _refuse_open(depot, appel)
        sceau = seal(appel)
    new = echeance not in depot.sceaux
    mouvants = [f"Attention : {text}." for text in _moving(depot, appel, le)]
    for text in (*mouvants, *(f"Attention : {text}." for text in _bare(depot, appel))):
        click.echo(text, err=True)
    if not essai and new:
        _refuse_unconfirmed(echeance, sceau.empreinte, confirmer, a_confirmer=bool(mouvants))
    textes = {sceau.path: sceau.texte()} if new else {}
    kept = {item.path for item in depot.scelles.etats if item.echeance == echeance}
    etats = {} if kept else _statements(depot, appel, min(le, appel.jour))
    write_sealed(contexte, chargement, {**textes, **etats}, le, "appels sceller", essai=essai)
    total = sum(ligne.montant for ligne in sceau.lignes)
    click.echo(f"{sceau.path} : {compte(len(sceau.lignes), 'ligne')}, {euros(total)}, empreinte {sceau.empreinte}")
    words = ("état à garder", "états à garder") if essai and etats else ("état gardé", "états gardés")
    click.echo(f"{dossier_etats(echeance)} : {compte(len(kept or etats), *words)}.")
    if essai:
        how = f" --confirmer {sceau.empreinte[:EMPREINTE_MIN]}" if new and mouvants else ""
        click.echo(f"\nEssai : rien n'a été écrit. Pour le sceller : « convention appels sceller {echeance}{how} ».")
        return
    click.echo("\n  ".join(("\nEnsuite", *to_sign(depot, sceau.path))))
    click.echo(
        "  Garder ce sceau avec les données : « git add pricing », puis « git commit ».\n"
        f"  « convention appels --echeance {echeance} --sortie DOSSIER » écrit l'état de chacun, à envoyer.\n"
        "  Une fois les pièces émises, écrire leurs numéros dans adherents/…/titres/."
    )


def _refuse_unconfirmed(echeance: str, empreinte: str, confirmer: str | None, *, a_confirmer: bool) -> None:
    """Refuse to seal what may still change unless these very amounts are confirmed, or amounts that are not these."""
    if confirmer is not None and len(confirmer) >= EMPREINTE_MIN and empreinte.startswith(confirmer):
        return
    if confirmer is not None:
        raise ScelleError(
            f"--confirmer {cite(confirmer)} ne désigne pas {l_appel(echeance)} tel qu'il est, dont l'empreinte "
            f"commence par {empreinte[:EMPREINTE_MIN]} ; rien n'a été scellé"
        )
    if a_confirmer:
        raise ScelleError(
            f"{l_appel(echeance)} peut encore changer ; rien n'a été scellé. Attendre, ou ajouter --confirmer "
            f"{empreinte[:EMPREINTE_MIN]}, pour le sceller tel qu'il est"
        )


def _bare(depot: Depot, appel: AppelCalcule) -> Iterator[str]:
    """Say which documents have no account yet: it is added to what is sealed."""
    from convention.reports.etat.pieces import documents

    bare = [item for nom in appel.adherents() for item in documents(depot, appel, nom) if not item.compte_adherent]
    if bare:
        without = compte(len(bare), "pièce sans compte", "pièces sans compte")
        yield f"{without} ; chaque état le dira dès que pricing/comptes.yaml le propose"


def _moving(depot: Depot, appel: AppelCalcule, le: date) -> Iterator[str]:
    """Say what may still change and is sealed all the same: a day far off, quantities to be settled."""
    from convention.reports.etat.quantites import assumed, awaited

    if appel.jour - le > AVANCE:
        day = french_day(appel.jour)
        yield f"cet appel est daté du {day} ; ce qui change d'ici là n'y sera pas"
    for annee, contribution in {item.exercice: item.contribution for item in appel.volets if item.genre.titre}.items():
        for text in filter(None, (awaited(depot, contribution.lignes), assumed(depot, contribution.lignes))):
            yield f"en {annee}, {text} ; le montant qui en dépend est figé aussi"


def _statements(depot: Depot, appel: AppelCalcule, au: date) -> dict[str, str]:
    """Write the statement of each adherent, printed ever after, with the disagreements of a day."""
    from convention.reports.etat.archive import archive_text
    from convention.reports.etat.etat import statement
    from convention.reports.etat.medias.refaire import explained

    return {
        CheminEtat(appel.echeance, nom).path: archive_text(explained(depot, appel, statement(depot, appel, nom, au)))
        for nom in appel.adherents()
    }


def _refuse_open(depot: Depot, appel: AppelCalcule) -> None:
    """Refuse to seal what is still to change: the actual amounts of an exercice that is not closed (art. 8.3)."""
    from convention.model.mots.appels import GenreVolet

    for volet in appel.volets:
        if volet.genre is GenreVolet.REGULARISATION and volet.exercice in depot.ouverts:
            raise ScelleError(
                f"l'exercice {volet.exercice} est encore ouvert : sa régularisation, dans "
                f"{l_appel(appel.echeance)}, n'est pas connue ; le clore par « convention clore {volet.exercice} »"
            )


def _refuse_options(choix: Sequence[object], forme: str | None, sortie: Path | None) -> None:
    if sum(item is not None for item in choix) > 1:
        raise click.UsageError("--echeance, --livraison et --rattachement s'excluent : en garder une")
    if forme is not None and sortie is not None:
        raise click.UsageError("--format ne sert pas avec --sortie, qui écrit chaque état sous toutes ses formes")


def _refuse_with_subcommand(context: click.Context) -> None:
    """Refuse the options that a subcommand would ignore: a call is sealed for all, or not at all."""
    given = [name for name, value in context.params.items() if value not in (None, False)]
    if given:
        option = "--format" if given[0] == "forme" else f"--{given[0]}"
        message = f"{option} ne sert pas avec {cite(str(context.invoked_subcommand))} : un appel se scelle en entier"
        raise click.UsageError(message)


def _print(demande: Demande, forme: str) -> None:
    from convention.reports.etat.medias.csv import csv_text
    from convention.reports.etat.medias.fichiers import text
    from convention.reports.etat.medias.json import json_text

    etats = [etat for nom in demande.adherents for etat in demande.etablir(nom)]
    if forme == "json":
        click.echo(json_text(etats), nl=False)
    elif forme == "csv":
        click.echo(csv_text(etats), nl=False)
    else:
        click.echo("\n".join(map(text, etats)) if etats else f"{demande.vide}\n", nl=False)


def _write(depot: Depot, demande: Demande, sortie: Path) -> None:
    """Write each statement under its number, in every form; say how far the work is, to a person only."""
    from convention.reports.etat.medias.fichiers import files
    from convention.reports.etat.medias.refaire import redoing

    refaire = redoing(depot)
    quiet = len(demande.adherents) <= AVEC_PROGRES or not sys.stderr.isatty()
    etats = fichiers = 0
    with click.progressbar(
        demande.adherents, label="Écriture des états", file=sys.stderr, hidden=quiet, show_eta=False, show_pos=True
    ) as noms:
        for nom in noms:
            for etat in demande.etablir(nom):
                contents = files(refaire(etat))
                for name, content in contents.items():
                    write(sortie / name, content)
                etats, fichiers = etats + 1, fichiers + len(contents)
    if not etats:
        click.echo(demande.vide)
        return
    click.echo(
        f"{terminal(str(sortie))} : {compte(etats, 'état')}, {compte(fichiers, 'fichier écrit', 'fichiers écrits')}."
    )
