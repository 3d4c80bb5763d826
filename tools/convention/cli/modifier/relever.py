"""`convention relever`: the quantities that exports hold, counted and proposed through the editing layer."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from convention.base.french import cite, compte, nearest, pluriel
from convention.base.french import jour as jour_dit
from convention.cli.cadre.contexte import Contexte, DonneesError, EnvironnementError, Sortie, read
from convention.cli.cadre.demande import option_exercice, option_phase, refuse_no_exercice
from convention.cli.cadre.diagnostics import refuse_errors
from convention.cli.cadre.francais import Parmi
from convention.cli.cadre.refus import GesteRefuseError, refused_in_words
from convention.cli.cadre.valeurs import EMPREINTE_MIN, JOUR, option_essai, option_format, today
from convention.cli.modifier.geste import conclure
from convention.releves.refus import ReleveRefuseError, RienDeNouveauError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from convention.loading.loader import Cache, Chargement
    from convention.model.depot import Depot
    from convention.model.documents.releves import SourceReleve
    from convention.model.mots.communs import Phase
    from convention.releves.comptage import Comptes
    from convention.releves.proposition import Proposition


class ExportRefuseError(GesteRefuseError):
    """An export that cannot be counted: the fault is in the data."""

    exit_code = Sortie.ERREURS


class Options(NamedTuple):
    """What the command line says of every source."""

    exercice: int
    jour: date | None
    extrait_le: date | None
    phase: Phase | None
    moteur: str
    attributions: Mapping[str, str]
    confirmes: tuple[str, ...]
    nouveaux: bool
    """Whether the files of days that are already in the series are left alone."""
    json: bool
    essai: bool


@click.command(name="relever")
@click.argument("fichiers", metavar="FICHIERS…", nargs=-1, type=click.Path(path_type=Path))
@click.option("--source", metavar="SOURCE", help="Source, décrite dans pricing/releves/SOURCE.yaml.")
@click.option(
    "--depose",
    type=click.Path(path_type=Path),
    metavar="DOSSIER",
    help="Relever toutes les sources : un sous-dossier par source, à son nom.",
)
@option_exercice("Exercice (par défaut : l'exercice en cours).")
@click.option(
    "--date", "jour", type=JOUR, metavar="DATE", help="Date de référence (par défaut : le dernier jour relevé)."
)
@click.option(
    "--extrait-le",
    type=JOUR,
    metavar="DATE",
    help="Date de l'extraction (par défaut : celle du nom des fichiers, sinon la dernière de l'export).",
)
@option_phase
@click.option(
    "--moteur", type=Parmi(["duckdb", "spark"]), default="duckdb", show_default=True, help="Moteur de calcul."
)
@click.option(
    "--attribuer",
    multiple=True,
    metavar="SÉRIE=ADHÉRENT",
    help="De qui est ce que l'export met sous deux adhérents (autant de fois qu'il le faut).",
)
@click.option(
    "--confirmer",
    multiple=True,
    metavar="EMPREINTE",
    help="Proposer cet export malgré ses anomalies : le début de son sha256, douze signes au moins.",
)
@option_format(["terminal", "json"], "json : une ligne par source, et rien n'est écrit.")
@option_essai
@click.pass_obj
def commande(  # noqa: PLR0913 (one argument an option)
    contexte: Contexte,
    *,
    fichiers: tuple[Path, ...],
    source: str | None,
    depose: Path | None,
    exercice: int | None,
    jour: date | None,
    extrait_le: date | None,
    phase: str | None,
    moteur: str,
    attribuer: tuple[str, ...],
    confirmer: tuple[str, ...],
    forme: str,
    essai: bool,
) -> int:
    """Compter les quantités dans les exports d'une source, et les proposer.

    Seuls des nombres et des montants en sortent : ni numéro de série, ni nom. Les quantités qui diffèrent de celles en
    vigueur sont écrites comme le ferait « convention quantifier » ; la série de l'année va dans
    pricing/releves/ANNÉE/SOURCE.csv. Rien n'est écrit tant qu'une anomalie attend une décision. Voir docs/releves.md.

    Exemple : convention relever --source parc ../inventaire/parc-2026-11-24.csv --exercice 2026 --essai
    """
    from convention.model.mots.communs import Phase

    if (source is None) == (depose is None) or (depose is None) == (not fichiers):
        raise click.UsageError("donner --source SOURCE et ses fichiers, ou --depose DOSSIER")
    absent = [f"« {path} »" for path in fichiers if not path.exists()]
    if absent:
        raise EnvironnementError(f"export introuvable : {', '.join(absent)} ; vérifier son nom")
    before, cache = _loaded(contexte)
    annee = exercice or before.depot.exercice_courant
    if annee is None:
        refuse_no_exercice(before.depot)
        raise click.UsageError("aucun exercice n'est ouvert : donner --exercice ANNÉE")
    asked = Phase(phase) if phase else None
    decided = _attributions(attribuer, before.depot), _marks(confirmer)
    options = Options(annee, jour, extrait_le, asked, moteur, *decided, depose is not None, forme == "json", essai)
    if depose is None:
        return _one(contexte, (before, cache), str(source), fichiers, options)
    return max(_deposited_one(contexte, folder, options) for folder in _deposited(depose))


def _deposited_one(contexte: Contexte, folder: Path, options: Options) -> int:
    """Count one source of several: what prevents it is said, and does not prevent the others."""
    try:
        return _one(contexte, _loaded(contexte), folder.name, (folder,), options)
    except RienDeNouveauError:
        click.echo(f"Source « {folder.name} » : rien de nouveau, tous ses exports sont déjà relevés.")
        return Sortie.PROPRE
    except (GesteRefuseError, DonneesError) as refus:
        click.echo(f"Source « {folder.name} » :", err=True)
        refus.show()
        return refus.exit_code


def _attributions(texts: tuple[str, ...], depot: Depot) -> dict[str, str]:
    """Read whose is what an export gives to several."""
    found: dict[str, str] = {}
    for text in texts:
        nom, mark, adherent = text.rpartition("=")
        if not mark or not nom:
            raise click.UsageError(f"--attribuer {cite(text)} : écrire SÉRIE=ADHÉRENT")
        if adherent not in depot.dossiers:
            hint = nearest(adherent, depot.dossiers) or "les adhérents sont dans adherents/"
            raise GesteRefuseError(f"--attribuer : l'adhérent {cite(adherent)} n'existe pas", hint)
        if found.setdefault(nom, adherent) != adherent:
            raise click.UsageError(f"--attribuer {cite(nom)} : un seul adhérent")
    return found


def _marks(texts: tuple[str, ...]) -> tuple[str, ...]:
    for text in texts:
        if re.fullmatch(f"[0-9a-f]{{{EMPREINTE_MIN},64}}", text) is None:
            raise click.UsageError(f"--confirmer {cite(text)} : le début du sha256 que le relevé affiche, douze signes")
    return texts


def _loaded(contexte: Contexte) -> tuple[Chargement, Cache]:
    cache: Cache = {}
    return read(contexte.racine, cache), cache


def _deposited(depose: Path) -> list[Path]:
    if not depose.is_dir():
        raise EnvironnementError(f"le dossier des exports, « {depose} », n'existe pas")
    folders = sorted(path for path in depose.iterdir() if path.is_dir() and not path.name.startswith("."))
    if not folders:
        raise EnvironnementError(f"le dossier des exports, « {depose} », n'a aucun sous-dossier : un par source")
    return folders


def _one(
    contexte: Contexte, loaded: tuple[Chargement, Cache], nom: str, fichiers: tuple[Path, ...], options: Options
) -> int:
    """Count one source, tell what was counted, then propose."""
    before, cache = loaded
    source = _source(before, nom)
    comptes, proposition = _counted(before, nom, source, fichiers, options)
    from convention.releves.bilan import summary_json, summary_text

    if options.json:
        click.echo(summary_json(nom, comptes, proposition))
    else:
        click.echo(summary_text(source, before.depot, comptes, proposition))
    _refuse_undecided(comptes, options)
    if options.json:
        return Sortie.PROPRE
    return conclure(contexte, before, proposition.modifications, cache, essai=options.essai)


def _refuse_undecided(comptes: Comptes, options: Options) -> None:
    """Stop at what somebody is to decide: nothing is proposed in silence, not even the series."""
    waiting = 0 if _confirmed(comptes, options) else comptes.a_confirmer
    number = waiting + comptes.a_attribuer
    if not number:
        return
    hints = ["corriger l'export ou l'inventaire"]
    hints += ["--attribuer SÉRIE=ADHÉRENT, pour chaque machine sous deux adhérents"] if comptes.a_attribuer else []
    hints += [f"--confirmer {comptes.empreinte[:12]}, pour le proposer tel qu'il est"] if waiting else []
    verb = pluriel(number, "attend", "attendent")
    raise ExportRefuseError(
        f"{compte(number, 'anomalie')} {verb} une décision ; rien n'a été écrit", " ; ou ".join(hints)
    )


def _confirmed(comptes: Comptes, options: Options) -> bool:
    return any(comptes.empreinte.startswith(mark) for mark in options.confirmes)


def _source(before: Chargement, nom: str) -> SourceReleve:
    refuse_errors(before, "les données (rien n'a été compté)")
    sources = before.depot.sources
    if nom not in sources:
        known = f"sources : {', '.join(sources) or 'aucune'}"
        raise GesteRefuseError(f"la source {cite(nom)} est inconnue", nearest(nom, sources) or known)
    return sources[nom]


def _counted(
    before: Chargement, nom: str, source: SourceReleve, fichiers: tuple[Path, ...], options: Options
) -> tuple[Comptes, Proposition]:
    """Count, and say in French what prevents it."""
    try:
        from convention.releves.comptage import Demande, compter
    except ImportError:
        raise EnvironnementError(
            "les bibliothèques du relevé ne sont pas installées : make installer VERROU=verrous/releves.txt, dans le "
            "dépôt de l'outil ; ailleurs, installer « convention-dsit[releves] »"
        ) from None
    from convention.model.ecrits.series import Chemin
    from convention.releves.proposition import propose
    from convention.releves.serie import series_of

    chemin = Chemin(options.exercice, nom)
    precedent = before.depot.series.get(chemin)
    noms = {id_: dossier.identite.nom for id_, dossier in before.depot.dossiers.items()}
    asked = (options.exercice, options.extrait_le, options.moteur, today())
    try:
        apres = precedent.entete.dernier_jour if precedent is not None and options.nouveaux else None
        comptes = compter(Demande(source, fichiers, *asked, precedent, noms, options.attributions, apres))
        serie = series_of(chemin, source, comptes, precedent)
        jour = options.jour or serie.entete.dernier_jour
        _refuse_before(source, comptes, jour)
        confirmees = comptes.a_confirmer if _confirmed(comptes, options) else 0
        with refused_in_words():
            return comptes, propose(before, source, serie, jour, options.phase, confirmees)
    except ReleveRefuseError as refus:
        raise ExportRefuseError(f"{refus.message} ; rien n'a été écrit", refus.conseil) from None


def _refuse_before(source: SourceReleve, comptes: Comptes, jour: date) -> None:
    """Refuse a day that comes before the snapshots at hand: what the series knows of it came from another export."""
    from convention.model.mots.releves import GenreLignes

    premier = min(comptes.jours, default=jour)
    if jour < premier and source.lignes is not GenreLignes.EVENEMENTS:
        message = f"le {jour_dit(jour)} vient avant cet export, qui commence le {jour_dit(premier)}"
        raise ReleveRefuseError(message, "donner aussi l'export de ce jour")
