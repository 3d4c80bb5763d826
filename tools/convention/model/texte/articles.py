"""`catalogue/articles/`, `nombres.yaml`, `couverture.yaml`: the text of the convention, what holds it, what watches it.

Knows: their shape. Must not know: whether what they point at exists, or says the same (`checks.texte`).
"""

from __future__ import annotations

from convention.model.cadre.champs import Modele, ModeleSource, textes
from convention.model.cadre.document import Contenu, Rang, Rubrique, document
from convention.model.cadre.renvois import ClauseCitee
from convention.model.mots.communs import Origine
from convention.model.mots.vie import Usage
from convention.model.valeurs.scalaires import (
    Clause,
    CodeDeMessage,
    Donnee,
    Emplacement,
    Entier,
    Libelle,
    OuiNon,
    Texte,
)

MOTS_D_UN_PASSAGE = 6
"""What names a passage of the convention: enough words to tell it from the others."""


class Passage(Modele, objet="un alinéa"):
    """A paragraph or a list of the convention, word for word, and what holds it in the data."""

    texte: Texte = textes("Texte de la convention, mot pour mot ; les listes y gardent leurs tirets", nom="texte")
    donnees: tuple[Emplacement, ...] = textes(
        "Fichiers, et champs, qui portent ce que dit le passage", (), nom="emplacement de ce que dit le passage"
    )
    en_tete: OuiNon = textes("Ce que dit le passage est dit aussi en tête de la page, avec sa note", default=False)
    note: Texte | None = textes("Ce que le passage laisse ouvert, ou pourquoi rien ne s'en calcule", None, nom="note")

    def identite(self) -> tuple[object, ...]:
        """Return its first words."""
        return (first_words(self.texte),)


def first_words(texte: str) -> str:
    """Return the words that name a passage."""
    return " ".join(texte.split()[:MOTS_D_UN_PASSAGE])


class SectionArticle(Modele, nomme_par=("clause",), objet="un article", dit="{clause} {titre:cite}"):
    """A numbered part of an article: 7.1, 8.3."""

    clause: Clause = textes("Numéro : article 8.3")
    titre: Libelle = textes("Titre")
    passages: tuple[Passage, ...] = textes("Passages, dans l'ordre du texte", (), ordonne=True)


@document(
    "catalogue/articles/{id}.yaml",
    "Un article ou une annexe, mot pour mot, et ce qui le porte",
    nom="article",
    exemple="article-08",
    nomme="le texte de l'article",
    contient=Contenu("passages"),
)
class Article(ModeleSource):
    """An article or an annexe."""

    origine: Origine = textes("D'où vient ce texte", nom="origine des données")
    ordre: Entier = textes("Rang dans la convention")
    clause: Clause = textes("Numéro : article 8, annexe 4")
    titre: Libelle = textes("Titre")
    passages: tuple[Passage, ...] = textes("Passages, dans l'ordre du texte", (), ordonne=True)
    sections: tuple[SectionArticle, ...] = textes("Parties numérotées de l'article", (), ordonne=True)


class NombreDeClause(Modele, objet="un nombre", dit="{mots:cite} ({clause:code})"):
    """Some words of a clause that hold a number, and what repeats it, or why nothing does."""

    clause: ClauseCitee = textes("Article ou annexe")
    mots: Texte = textes(
        "Les mots de la clause qui portent le nombre, assez nombreux pour ne se trouver que là",
        nom="mots qui portent le nombre",
    )
    donnees: tuple[Donnee, ...] = textes(
        "Données qui répètent ce nombre : elles valent ce que disent les mots", (), nom="donnée qui le répète"
    )
    raison: Texte | None = textes("Pourquoi aucune donnée ne le répète", None)

    def identite(self) -> tuple[object, ...]:
        """Return its clause and its first words."""
        return self.clause, first_words(self.mots)


@document(
    "catalogue/nombres.yaml",
    "Les nombres de la convention et les données qui les répètent",
    nomme="la liste des nombres du texte",
    contient=Contenu("nombres"),
    rubrique=Rubrique(Rang.SUIVI, "Nombres du texte"),
)
class Nombres(ModeleSource):
    """The numbers of the text."""

    origine: Origine = textes("D'où viennent ces nombres", nom="origine des données")
    nombres: tuple[NombreDeClause, ...] = textes("Nombres du texte, dans son ordre")


class Veille(Modele, objet="un passage", dit="{mots:cite} ({clause:code})"):
    """A passage of the convention, by the words that name it, and what of the tool serves it."""

    clause: ClauseCitee = textes("Article ou annexe")
    mots: Texte = textes(f"Les {MOTS_D_UN_PASSAGE} premiers mots du passage, ou davantage", nom="premiers mots")
    messages: tuple[CodeDeMessage, ...] = textes("Messages de la vérification qui veillent à ce que dit le passage", ())
    commandes: tuple[Usage, ...] = textes("Commandes qui se servent de ce que dit le passage", ())

    def identite(self) -> tuple[str, str]:
        """Return its clause and its first words."""
        return self.clause, first_words(self.mots)


PAR_SES_MOTS = (Passage, NombreDeClause, Veille)
"""What its first words name: one that changes them, at its place, is the same one."""


@document(
    "catalogue/couverture.yaml",
    "Ce qui, de l'outil, veille à chaque passage de la convention, et ce qui s'en sert",
    nomme="la couverture du texte",
    contient=Contenu("passages"),
    rubrique=Rubrique(Rang.SUIVI, "Couverture du texte"),
)
class Couverture(ModeleSource):
    """What of the tool serves each passage: the text itself says nothing of it."""

    origine: Origine = textes("D'où viennent ces passages", nom="origine des données")
    passages: tuple[Veille, ...] = textes("Passages, dans l'ordre du texte")
