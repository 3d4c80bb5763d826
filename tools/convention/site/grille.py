"""The grid of the accessibility statement: what each criterion of the RGAA was found to be, on some pages.

Knows: the shape of `docs/accessibilite/grille.yaml`, the state that the law names. Must not know: how a criterion is
tried, any page.
The grid is no data of the convention: nothing is computed or compared from it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.mots import mot
from convention.model.cadre.champs import Dictionnaire, Modele, textes
from convention.model.valeurs.scalaires import Annee, Id, Jour, MotEcrit, Texte

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

THEMES = {
    "Images": 9,
    "Cadres": 2,
    "Couleurs": 3,
    "Multimédia": 13,
    "Tableaux": 8,
    "Liens": 2,
    "Scripts": 5,
    "Éléments obligatoires": 10,
    "Structuration de l'information": 4,
    "Présentation de l'information": 14,
    "Formulaires": 13,
    "Navigation": 11,
    "Consultation": 12,
}
"""The themes of RGAA 4.1.2 in their order, and how many criteria each has: 106 in all."""
NUMEROS = tuple(f"{theme}.{rang}" for theme, nombre in enumerate(THEMES.values(), 1) for rang in range(1, nombre + 1))


class Constat(MotEcrit):
    """What a criterion is found to be."""

    signe: str
    """In a table."""

    CONFORME = mot("conforme", "Conforme", signe="C")
    NON_CONFORME = mot("non-conforme", "Non conforme", signe="NC")
    NON_APPLICABLE = mot("non-applicable", "Non applicable", signe="NA")
    NON_DECIDE = mot("non-decide", "Non décidé", signe="?")


class PageLue(Modele):
    """A page of the sample."""

    id: Id = textes("Identifiant, que les critères nomment")
    adresse: Texte | None = textes("Adresse dans le site ; absente, l'accueil", None)
    nom: Texte = textes("Ce qu'est cette page")


class Essai(Modele):
    """A way in which criteria were tried: by a test, or by eye, on a day."""

    quoi: Texte = textes("Ce qui a été fait")
    ou: Texte | None = textes("Test ou commande qui le refait", None)
    le: Jour | None = textes("Jour, pour ce qui n'a été vu qu'à l'œil", None)


class Critere(Modele):
    """A criterion and what it was found to be."""

    numero: Texte = textes('Son numéro : "10.4"')
    titre: Texte = textes("Ce qu'il demande, en peu de mots")
    etat: Constat = textes("Ce qui en a été trouvé")
    essais: tuple[Id, ...] = textes("Comment il a été éprouvé", ())
    sur: tuple[Id, ...] = textes("Les pages de l'échantillon qu'il concerne ; absent, toutes", ())
    dit: Texte | None = textes("Ce qui a été vu, ou pourquoi rien n'est décidé", None)

    def pour(self, page: PageLue) -> Constat:
        """Return what it is on a page of the sample: without object where it is not concerned."""
        return self.etat if not self.sur or page.id in self.sur else Constat.NON_APPLICABLE


class Action(Modele):
    """What is planned for a year."""

    annee: Annee = textes("Année")
    action: Texte = textes("Ce qui est prévu")


class Grille(Modele):
    """`docs/accessibilite/grille.yaml`: what was tried of a site, criterion by criterion, and what is planned."""

    referentiel: Texte = textes("Référentiel : RGAA 4.1.2")
    source: Texte = textes("Adresse du référentiel")
    date: Jour = textes("Jour de l'évaluation")
    par: Texte = textes("Qui l'a menée, et sans quoi")
    navigateur: Texte = textes("Navigateur")
    echantillon: tuple[PageLue, ...] = textes("Pages lues")
    essais: Dictionnaire[Id, Essai] = textes("Façons d'éprouver, par identifiant")
    criteres: tuple[Critere, ...] = textes("Les 106 critères, dans l'ordre")
    plan: tuple[Action, ...] = textes("Schéma pluriannuel", ())

    def nombre(self, etat: Constat) -> int:
        """Count the criteria found so."""
        return sum(critere.etat is etat for critere in self.criteres)

    @property
    def taux(self) -> Fraction:
        """Return met criteria over applicable ones, those that nobody decided among the second: 62 of 66."""
        return Fraction(self.nombre(Constat.CONFORME), len(self.criteres) - self.nombre(Constat.NON_APPLICABLE) or 1)

    def fautes(self) -> Iterator[str]:
        """Yield, in French, what the grid says that does not hold together."""
        numbers = tuple(critere.numero for critere in self.criteres)
        if numbers != NUMEROS:
            odd = sorted(set(NUMEROS) ^ set(numbers)) or ["l'ordre"]
            yield f"les 106 critères, de 1.1 à 13.12, ne sont pas tous là, une fois, dans l'ordre : {', '.join(odd)}"
        pages = {page.id for page in self.echantillon}
        for critere in self.criteres:
            numero = critere.numero
            yield from (f"{numero} : « {nom} » n'est pas de l'échantillon" for nom in critere.sur if nom not in pages)
            yield from (f"{numero} : « {nom} » n'est pas un essai" for nom in critere.essais if nom not in self.essais)
            if critere.etat is not Constat.NON_APPLICABLE and not critere.essais:
                yield f"{numero} : {critere.etat.libelle}, sans dire comment il a été éprouvé"
            if critere.etat in {Constat.NON_CONFORME, Constat.NON_DECIDE} and critere.dit is None:
                yield f"{numero} : {critere.etat.libelle}, sans dire pourquoi"
        for nom, essai in self.essais.items():
            if (essai.ou is None) is (essai.le is None):
                yield f"essai {nom} : il a un test ou une commande, sinon le jour où il a été fait"


_ENTIERE = 1
_MOITIE = 0.5


def etat_declare(grille: Grille | None) -> str:
    """Return the state that the law names: « partiellement conforme » from half of the criteria on."""
    if grille is None or grille.taux < _MOITIE:
        return "non conforme"
    return "totalement conforme" if grille.taux == _ENTIERE else "partiellement conforme"


def taux(grille: Grille) -> str:
    """Write the rate, rounded down: « 93 % »."""
    return f"{int(100 * grille.taux)} %"


def par_theme(grille: Grille) -> Iterator[tuple[str, Sequence[Critere]]]:
    """Yield the themes and their criteria."""
    start = 0
    for nom, nombre in THEMES.items():
        yield nom, grille.criteres[start : start + nombre]
        start += nombre
