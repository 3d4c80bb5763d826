"""Who reads a site: the options that say it, shared by the commands that build one, and the site computed for them.

Knows: click, the disk. Must not know: what a page says, MkDocs.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, NamedTuple, ParamSpec, TypeVar

import click

from convention.cli.cadre.contexte import DiteError, Sortie
from convention.cli.cadre.valeurs import option_date, today

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from convention.cli.cadre.contexte import Contexte
    from convention.cli.cadre.diagnostics import Reprises
    from convention.site.acces import Acces
    from convention.site.ensemble import Site
    from convention.site.grille import Grille

P = ParamSpec("P")
R = TypeVar("R")
TEXTES = {"glossaire": "docs/glossaire.md"}
"""Pages that a repository of data writes by hand, and that the site lays out."""
PLACE = "docs/accessibilite/grille.yaml"


class GrilleFausseError(DiteError):
    """The accessibility grid does not hold together: the sentence says where."""

    exit_code = Sortie.ERREURS


class Demande(NamedTuple):
    """The site that is asked: where the data is, for whom, on which day, where files are read online."""

    contexte: Contexte
    acces: Acces
    jour: date | None
    en_ligne: str
    ouvert: bool = False
    """Whether anybody may read the repository."""
    reprises: Reprises | None = None
    """For a process that reads it several times."""

    def lire(self) -> Site:
        """Read data without errors and compute the site; what is wrong stops the command, once it is shown."""
        from convention.cli.cadre.contexte import contents_of
        from convention.cli.cadre.demande import chosen_adherent, refuse_no_exercice
        from convention.cli.cadre.diagnostics import sound
        from convention.reports.rendus.escape import terminal
        from convention.site.ensemble import assembler

        depot, acces = sound(self.contexte, reprises=self.reprises).depot, self.acces
        refuse_no_exercice(depot)
        if acces.adherent is not None:
            acces = acces._replace(adherent=chosen_adherent(depot, acces.adherent))
        racine = self.contexte.racine
        grid = (
            lire_grille(contents_of(racine / PLACE, "le fichier de la grille")) if (racine / PLACE).is_file() else None
        )
        texts = {nom: _text(racine, place) for nom, place in TEXTES.items() if (racine / place).is_file()}
        calcule = self.reprises and self.reprises.calcule
        site = assembler(depot, self.jour or today(), acces, texts, self.en_ligne, calcule)
        if acces.adherent is not None and acces.adherent not in site.annees:
            who = terminal(site.nom(acces.adherent))
            what = f"de l'exercice {site.exercice}"
            click.echo(f"Attention : rien {what} n'est dû par {who}, ce site n'a pas sa page.", err=True)
        return site._replace(grille=grid)


def _text(racine: Path, place: str) -> str:
    from convention.cli.cadre.contexte import EnvironnementError, contents_of

    try:
        return contents_of(racine / place, "le fichier de la page").decode()
    except UnicodeDecodeError:
        raise EnvironnementError(f"{place} n'est pas de l'UTF-8 : enregistrer le fichier en UTF-8") from None


def lire_grille(contenu: bytes) -> Grille:
    """Read a grid that holds together; what is wrong with its shape stops the command, each error at its line."""
    from convention.cli.cadre.diagnostics import document_of
    from convention.loading.a_part import read_apart
    from convention.site.grille import Grille

    grille = document_of(read_apart(Grille, PLACE, contenu))
    if faults := list(grille.fautes()):
        raise GrilleFausseError(f"{PLACE} : {' ; '.join(faults)}")
    return grille


def pour_un_lecteur(commande: Callable[P, R]) -> Callable[..., R]:
    """Ask for whom the site is, and give the command its demand instead of these options."""

    @click.option(
        "--niveau",
        default="adherents",
        show_default=True,
        metavar="NIVEAU",
        envvar="CONVENTION_NIVEAU",
        help="Pour qui : public, adherents, ou adherent:IDENTIFIANT (exemple : adherent:exemple-sur-rive).",
    )
    @option_date("Jour du site : ce qui y est passé, et depuis quand", envvar="CONVENTION_DATE")
    @click.option(
        "--depot-en-ligne",
        "adresse",
        default="",
        metavar="ADRESSE",
        envvar="CONVENTION_DEPOT_EN_LIGNE",
        help="Adresse https sous laquelle se lisent les fichiers : chaque chiffre y renvoie, à sa ligne.",
    )
    @click.option(
        "--depot-public",
        is_flag=True,
        envvar="CONVENTION_DEPOT_PUBLIC",
        help="Tout le monde peut lire ce dépôt : le niveau public y renvoie aussi.",
    )
    @click.pass_obj  # type: ignore[arg-type] # (what wraps a command has its name and its docstring)
    @wraps(commande)
    def asked(
        contexte: Contexte, *, niveau: str, jour: date | None, adresse: str, depot_public: bool, **rest: object
    ) -> R:
        from convention.site.acces import LecteurRefuseError, depot_en_ligne, lire

        try:
            acces = lire(niveau)
            online = depot_en_ligne(acces, adresse, public=depot_public)
        except LecteurRefuseError as error:
            raise click.UsageError(str(error)) from None
        return commande(Demande(contexte, acces, jour, online, depot_public), **rest)  # type: ignore[arg-type] # (by name)

    return asked
