"""A form as GitLab reads it: `.gitlab/issue_templates/<id>.md`, a text with headings, to be completed below each.

Knows: Markdown. Must not know: which forms there are. GitLab has no field: the help of each is a comment, that is not
shown once the request is made. https://docs.gitlab.com/user/project/description_templates/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.forge.formulaires.corps import ENGENDRE

if TYPE_CHECKING:
    from convention.forge.formulaires.corps import Champ, Formulaire

DOSSIER = ".gitlab/issue_templates"
_MODE = "Écrire chaque réponse sous son titre, sans toucher aux titres. Laisser vide ce qui n'a pas de réponse."


def path_of(formulaire: Formulaire) -> str:
    """Return where a form is kept; its name is what the forge shows."""
    return f"{DOSSIER}/{formulaire.id}.md"


def modele_text(formulaire: Formulaire) -> str:
    """Write a form."""
    head = f"{ENGENDRE}\n\n{formulaire.nom}\n\n{formulaire.description}\n\n{formulaire.presentation}\n\n{_MODE}"
    return "\n".join((_comment(head), *map(_field, formulaire.champs)))


def _field(champ: Champ) -> str:
    example = f"Exemple : {champ.exemple.removeprefix('Exemple : ')}" if champ.exemple else ""
    choices = "\n".join(("Une de ces réponses, telle quelle :", *champ.choix)) if champ.choix else ""
    wanted = "" if champ.obligatoire else "Facultatif."
    said = "\n".join(filter(None, (champ.aide, wanted, example, choices)))
    return f"### {champ.nom}\n\n{_comment(said) if said else ''}\n"


def _comment(text: str) -> str:
    """Write what is not shown; nothing of it can end it."""
    return f"<!--\n{text.replace('-->', '→')}\n-->\n"
