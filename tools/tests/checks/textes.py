"""The text of a small convention, clause by clause: what the tests of its checks and of its coverage lay on `mini`.

Knows: the shape of articles. Must not know: what is checked.
"""

from __future__ import annotations

ENTETE = "catalogue/articles/en-tete.yaml"
PREAMBULE = "catalogue/articles/preambule.yaml"
UN = "catalogue/articles/article-01.yaml"
DEUX = "catalogue/articles/article-02.yaml"
FORFAIT = "{texte: Un forfait par poste., donnees: [pricing/forfait.yaml#valeurs]}"
_SCHEMA = "# yaml-language-server: $schema=../../schemas/article.schema.json\norigine: convention\n"


def article(ordre: int, clause: str, *passages: str, sections: str = "") -> str:
    """Write an article: its passages are flow mappings, its sections flow mappings too."""
    own = f"passages: [{', '.join(passages)}]\n" if passages else ""
    parts = f"sections: [{sections}]\n" if sections else ""
    return f"{_SCHEMA}ordre: {ordre}\nclause: {clause}\ntitre: Titre de {clause}\n{own}{parts}"


def convention() -> dict[str, str]:
    """Return the heading, the preamble, article 1, and article 2 with its parts 2.1 and 2.2."""
    part = "{{clause: article 2.{0}, titre: Partie {0}, passages: [{1}]}}"
    return {
        ENTETE: article(1, "en-tête", FORFAIT),
        PREAMBULE: article(2, "préambule", FORFAIT),
        UN: article(3, "article 1", FORFAIT),
        DEUX: article(4, "article 2", sections=f"{part.format(1, FORFAIT)}, {part.format(2, FORFAIT)}"),
    }
