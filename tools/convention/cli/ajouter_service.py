"""`convention ajouter-service`: a service that nobody takes yet, with its row of annexe 4 and its price."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.cli.francais import Parmi
from convention.cli.geste import executer, option_essai
from convention.cli.valeurs import Lu, years

if TYPE_CHECKING:
    from fractions import Fraction

    from convention.cli.contexte import Contexte

CODE, SERVICE, LIBELLE, PRIX = (Lu(nom, nom) for nom in ("CodeService", "CodeSouscription", "Libelle", "NombrePositif"))
IDENTIFIANT = Lu("identifiant", "Id")


@click.command(name="ajouter-service")
@click.argument("code", metavar="CODE", type=CODE)
@click.argument("libelle", metavar="LIBELLÉ", type=LIBELLE)
@click.option("--cle", metavar="CLÉ", required=True, help="Clé qui partage le coût : postes, boites_aux_lettres…")
@click.option("--montant", type=PRIX, metavar="EUROS", required=True, help="Coût à partager, par an.")
@click.option(
    "--unitaire", is_flag=True, help="Le montant est le prix d'une unité de la clé, et non un coût à partager."
)
@click.option("--exercice", "exercices", metavar="ANNÉE", multiple=True, required=True, help="Répéter, ou 2027-2028.")
@click.option("--prerequis", type=SERVICE, metavar="SERVICE", multiple=True, help="Service exigé ; répéter.")
@click.option("--convention-connexe", is_flag=True, help="Une convention spécifique est exigée (article 3).")
@click.option("--nom-court", type=LIBELLE, metavar="TEXTE", help="Nom en un ou deux mots (par défaut : LIBELLÉ).")
@click.option(
    "--categorie",
    type=Parmi(["socle", "option"]),
    default="option",
    show_default=True,
    help="Part du catalogue.",
)
@click.option("--composant", type=IDENTIFIANT, metavar="NOM", help="Nom du composant (par défaut : tiré du LIBELLÉ).")
@click.option(
    "--origine",
    type=Parmi(["public", "demonstration"]),
    default="demonstration",
    show_default=True,
    help="D'où viennent le service et son prix.",
)
@click.option("--source", metavar="TEXTE", help="Référence de la source.")
@option_essai
@click.pass_obj
def commande(  # noqa: PLR0913 (one argument an option)
    contexte: Contexte,
    *,
    code: str,
    libelle: str,
    cle: str,
    montant: Fraction,
    unitaire: bool,
    exercices: tuple[str, ...],
    prerequis: tuple[str, ...],
    convention_connexe: bool,
    nom_court: str | None,
    categorie: str,
    composant: str | None,
    origine: str,
    source: str | None,
    essai: bool,
) -> int:
    """Ajouter un service au catalogue, avec sa ligne de l'annexe 4, son composant et son prix.

    Tout ce que demande un service est écrit d'un coup : son fichier, les annexes 1 et 3, la ligne de l'annexe 4, le
    composant, et ce que l'outil tire d'eux. Personne ne le paie avant de le souscrire. Ce qui change est montré ; rien
    n'est écrit si le résultat a une erreur.

    Exemple : convention ajouter-service S12 "Signature électronique" --cle postes --montant 12000 --exercice 2027
    --prerequis S02 --essai
    """
    from convention.edition.demandes import SANS_SOURCE, AjouterService
    from convention.model.vocabulaire import Categorie, Origine

    gesture = AjouterService.model_construct(
        code=code,
        libelle=libelle,
        nom_court=nom_court,
        categorie=Categorie(categorie),
        prerequis=prerequis,
        convention_connexe=convention_connexe,
        cle=cle,
        montant=montant,
        unitaire=unitaire,
        exercices=tuple(years(exercices)),
        composant=composant,
        origine=Origine(origine),
        source=source or SANS_SOURCE,
    )
    return executer(contexte, gesture, essai=essai)
