"""`convention avenant`: the papers of an amendment, one per signatory, and the proof of what was voted (art. 12)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from convention import __version__
from convention.base.french import cite, compte, enumere
from convention.cli.cadre.contexte import Contexte, Sortie, read
from convention.cli.cadre.demande import chosen_adherent
from convention.cli.cadre.diagnostics import refuse_either
from convention.cli.cadre.francais import Groupe
from convention.cli.cadre.signatures import beside, judge, trust
from convention.cli.cadre.valeurs import option_date, today
from convention.cli.decider.remarques import left_out
from convention.cli.ecriture.scelles import write_checked
from convention.cli.ecriture.sorties import option_dossier, write
from convention.loading.git import GitRevision
from convention.model.cadre.document import path_of
from convention.model.ecrits.avenants_consignes import Provenance, chemin
from convention.reports.rendus.document import pdf_bytes
from convention.reports.rendus.escape import terminal
from convention.reports.valeurs import short

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.decision import Decision
    from convention.loading.loader import Cache
    from convention.reports.avenant.projet import Projet
    from convention.reports.rendus.document import Document


@click.group(cls=Groupe, name="avenant", subcommand_metavar="COMMANDE [ARGUMENTS]…")
def commande() -> None:
    """Établir les avenants d'une proposition, et vérifier qu'un avenant voté est bien celui qui est proposé."""


@commande.command(name="etablir")
@click.argument("base", metavar="BASE")
@click.argument("head", metavar="PROPOSITION")
@click.option("--numero", type=click.IntRange(1, 9999), required=True, metavar="N", help="Numéro de l'avenant.")
@click.option("--adherent", metavar="ADHÉRENT", help="Un seul signataire (exemple : exemple-sur-rive).")
@option_dossier("Écrire chaque avenant dans ce dossier, en PDF et en DOCX, et ce qui va avec.", required=True)
@click.option(
    "--consigner",
    is_flag=True,
    help="Garder aussi les phrases et les montants dans catalogue/avenants/N/avenant.json, que le site montre.",
)
@option_date("Jour où l'on décide : rien n'est établi pour le passé", envvar="CONVENTION_DATE")
@click.pass_obj
def etablir(  # noqa: PLR0913, PLR0917 (one argument an option)
    contexte: Contexte,
    base: str,
    head: str,
    numero: int,
    adherent: str | None,
    sortie: Path,
    jour: date | None,
    *,
    consigner: bool,
) -> int:
    """Établir un avenant par signataire, le tableau de suivi, le rapport aux élus, et le JSON qui se vérifie.

    BASE et PROPOSITION sont des révisions git. Les montants sont des estimations.
    Ce qui ne se décide pas par avenant est refusé : la procédure et l'acte sont nommés. Ce qui compterait pour le passé
    l'est aussi (code de sortie 4), tant que chaque partie n'a pas fait ses actes.
    --consigner écrit dans le dépôt ce que le site montre de l'avenant : le refaire quand la proposition change.

    Exemple : convention avenant etablir main avenant-1 --numero 1 --sortie build/avenant-1
    """
    from convention.reports.avenant.projet import project
    from convention.reports.avenant.refus import refusal, taken, too_late

    comparaison, provenance = _compared(contexte, base, head)
    if not comparaison.changements:
        raise click.UsageError(f"de {cite(base)} à {cite(head)}, rien ne change : il n'y a pas d'avenant à établir")
    decision = _decided(comparaison, jour or today())
    reason = refusal(decision, comparaison) or ("" if consigner else taken(decision, comparaison, numero))
    if reason:
        raise click.UsageError(f"de {cite(base)} à {cite(head)}, {reason}")
    projet = project(comparaison, decision, numero)
    if late := too_late(decision, comparaison, projet):
        click.echo("".join(f"{terminal(text)}\n" for text in late), err=True, nl=False)
        return Sortie.DECISION
    signataires = _signatories(comparaison, projet, adherent)
    if consigner:
        _keep(contexte, numero, comparaison)
    contents = _files(comparaison, decision, projet, provenance, signataires)
    for name, content in contents.items():
        write(sortie / name, content)
    click.echo(f"{terminal(str(sortie))} : {compte(len(contents), 'fichier écrit', 'fichiers écrits')}.")
    return Sortie.PROPRE


def _keep(contexte: Contexte, numero: int, comparaison: Comparaison) -> None:
    """Write beside the document of the avenant what it proposes, unless the data refuses it."""
    from convention.reports.avenant.json import consigned

    kept = consigned(numero, comparaison)
    write_checked(contexte, {kept.path: kept.texte()}, "avenant etablir")
    click.echo(f"{kept.path} : empreinte {short(kept.contenu.empreinte)}.")


@commande.command(name="verifier")
@click.argument("fichier", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FICHIER.json")
@click.argument("revisions", nargs=-1, metavar="[BASE PROPOSITION]")
@click.pass_obj
def verifier(contexte: Contexte, fichier: Path, revisions: tuple[str, ...]) -> None:
    """Recalculer un avenant d'après git, et dire si son empreinte tient.

    L'empreinte porte sur les phrases et sur les montants, pas sur les commits : ce qui a été voté est ce qui est relu.
    Ce qui est acquis pour elle suit : avis, délibérations, signatures.
    Ses signatures, à côté ou dans PROPOSITION, sont vérifiées avec les clés de BASE, qui dit s'il doit en avoir.
    BASE et PROPOSITION tiennent lieu des commits que le fichier nomme ; un avenant consigné dans le dépôt n'en nomme
    pas.

    Exemple : convention avenant verifier catalogue/avenants/1/avenant.json main avenant-1
    """
    from convention.loading.ecrits.avenants_consignes import AvenantIllisibleError, read_avenant
    from convention.reports.avenant.json import differences
    from convention.reports.comparaison.decision import who_decides
    from convention.reports.comparaison.empreinte import contents

    try:
        lu, empreinte = read_avenant(fichier.read_bytes())
    except AvenantIllisibleError:
        message = "ce n'est pas le JSON d'un avenant, tel que l'écrit « convention avenant etablir »"
        raise click.UsageError(f"{fichier} : {message}") from None
    found = []
    if lu.contenu.empreinte != empreinte:
        found.append("le fichier a été modifié : son empreinte n'est pas celle de ses phrases et de ses montants")
    base, head = _revisions(fichier, revisions, lu.provenance)
    comparaison, _ = _compared(contexte, base, head)
    found += differences(lu.contenu, contents(comparaison))
    path = chemin(lu.numero)
    signes, kept = beside(fichier, path), comparaison.head.avenants_consignes.get(str(lu.numero))
    if not signes.signatures and kept is not None and kept.contenu == lu.contenu:
        # What is published names its commits: it is the same avenant, and the one in the repository is signed.
        signes = comparaison.head.signes
    refused, names = judge(signes, path, trust(base, comparaison.base))
    if found or refused:
        what = "L'empreinte" if found else "La signature"
        click.echo(f"{what} de l'avenant n° {lu.numero} ne tient pas :")
        click.echo("".join(f"- {terminal(text)}\n" for text in (*found, *refused)), nl=False)
        raise click.exceptions.Exit(Sortie.ERREURS)
    click.echo(f"L'empreinte {short(empreinte)} de l'avenant n° {lu.numero} tient : phrases et montants recalculés.")
    click.echo(
        "".join(f"{terminal(text)}\n" for text in who_decides(_decided(comparaison), comparaison).visas), nl=False
    )
    if names:
        click.echo(terminal(f"Il est signé par {enumere(names)}, avec les clés de la révision {cite(base)}."))


def _revisions(fichier: Path, given: tuple[str, ...], written: Provenance | None) -> tuple[str, str]:
    """Return what is to be compared: what the user says, else the commits that the file names."""
    if len(given) == 2:  # noqa: PLR2004 (a base and a proposal)
        return given[0], given[1]
    if given:
        raise click.UsageError("donner BASE et PROPOSITION, ou ni l'une ni l'autre")
    if written is None:
        raise click.UsageError(f"{fichier} ne nomme pas de commits : ajouter BASE et PROPOSITION")
    return written.base, written.proposition


def _compared(contexte: Contexte, base: str, head: str) -> tuple[Comparaison, Provenance]:
    """Compare two revisions without errors, and keep where they come from."""
    from convention.compare.comparaison import comparer

    cache: Cache = {}
    sources = [GitRevision(contexte.racine, ref) for ref in (base, head)]
    loaded = [read(source, cache) for source in sources]
    refuse_either((loaded[0], f"la base ({base})"), (loaded[1], f"la proposition ({head})"))
    provenance = Provenance(sources[0].commit, sources[1].commit, __version__)
    for text in left_out(contexte.racine, provenance.proposition):
        click.echo(f"Attention : {terminal(text)}", err=True)
    return comparer(loaded[0].depot, loaded[1].depot), provenance


def _decided(comparaison: Comparaison, au: date | None = None) -> Decision:
    """Read the record of what is acquired for a comparison: that of its comment, on the same day."""
    from convention.compare.decision.decision import decide
    from convention.reports.comparaison.empreinte import contents

    return decide(comparaison, au, contents(comparaison).empreinte)


def _signatories(comparaison: Comparaison, projet: Projet, adherent: str | None) -> tuple[str, ...]:
    """Return whom the managing body signs with: each adherent that the avenant binds has its own convention."""
    from convention.base.french import jour
    from convention.checks.avenants.etapes import parties_on
    from convention.model.documents.avenants import Avenant

    depot, numero = comparaison.head, projet.numero
    if projet.effet is None:
        raise click.UsageError(
            f"rien ne dit quand l'avenant n° {numero} prendrait effet : écrire « effet: AAAA-MM-JJ » dans "
            f"{path_of(Avenant, str(numero))}"
        )
    parties = tuple(nom for nom in parties_on(depot, projet.effet) if nom != depot.convention.gestionnaire)
    if adherent is None:
        return parties
    chosen = chosen_adherent(depot, adherent)
    if chosen == depot.convention.gestionnaire:
        message = f"l'adhérent {cite(chosen)} est la partie qui signe avec chacun : il n'a pas d'avenant à lui"
        raise click.UsageError(message)
    if chosen not in parties:
        message = f"l'adhérent {cite(chosen)} n'est pas partie le {jour(projet.effet)}, quand l'avenant prendrait effet"
        raise click.UsageError(message)
    return (chosen,)


def _files(
    comparaison: Comparaison,
    decision: Decision,
    projet: Projet,
    provenance: Provenance,
    signataires: Sequence[str],
) -> Mapping[str, bytes]:
    from convention.checks.avenants.etapes import parties_on
    from convention.reports.avenant.avenant import avenant, followup, json_name, report, suivi_name
    from convention.reports.avenant.json import consigned
    from convention.reports.avenant.projet import parts
    from convention.reports.comparaison.empreinte import contents
    from convention.reports.etat.parties import short_name

    contenu, depot, numero = contents(comparaison), comparaison.head, projet.numero
    parties = parts(comparaison, decision)
    head = f"avenant-{numero}"
    documents = {
        f"{head}-{short_name(depot, nom)}": avenant(comparaison, projet, parties, nom, contenu.empreinte)
        for nom in signataires
    }
    everyone = parties_on(depot, projet.effet) if projet.effet is not None else signataires
    documents |= {
        suivi_name(numero): followup(comparaison, projet, everyone),
        f"{head}-rapport": report(comparaison, projet, parties, depot.convention.gestionnaire),
        **{
            f"{head}-{short_name(depot, nom)}-rapport": report(comparaison, projet, parties, nom) for nom in signataires
        },
    }
    files = {
        f"{name}.{form}": content
        for name, document in documents.items()
        for form, content in _forms(comparaison, document, projet.effet).items()
    }
    return {**files, json_name(numero): consigned(numero, comparaison, provenance).texte().encode()}


def _forms(comparaison: Comparaison, document: Document, jour: date | None) -> Mapping[str, bytes]:
    from convention.reports.etat.parties import issuer
    from convention.reports.rendus.docx import docx_bytes

    emetteur = issuer(comparaison.head).denomination
    dated = jour or comparaison.head.convention.effet
    return {"pdf": pdf_bytes(document, emetteur), "docx": docx_bytes(document, emetteur, dated)}
