"""A form: a title, and fields; the text that the forge makes of it: a heading a field, its answer below.

Knows: shapes, headings and answers. Must not know: which forms there are, how a forge shows them, what an answer means.
The text of a request is hostile until read. Each heading stands once, in the order of the form:
what anybody adds to the text, or writes in an answer to look like a heading, is refused rather than guessed.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite
from convention.loading.yaml.texte import character_name, forbidden_character

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ENGENDRE = "Engendré d'après les données par « convention formulaires » : ne pas modifier ici."
"""What every form says first of itself, to who would edit its file."""
CORPS_MAX = 65_536
"""Characters that the forge accepts in a request."""
LIGNE_MAX = 300
TEXTE_MAX = 4_000
MONTRES_MAX = 60
_SANS_REPONSE = "_No response_"
"""What the forge writes for a field left empty, whatever the language of its reader."""
_TITRE = re.compile(r"^### (.*)$", re.MULTILINE)
_COMMENTAIRE = re.compile("^<!--", re.MULTILINE)
REFAIRE = "rouvrir une demande par le formulaire, sans toucher à ses titres ni commencer une ligne par « ### »"


class Genre(StrEnum):
    """How a field is filled."""

    LISTE = "liste"
    LIGNE = "ligne"
    TEXTE = "texte"


class Champ(NamedTuple):
    """A field of a form."""

    id: str
    nom: str
    """Its heading, by which its answer is found again."""
    genre: Genre = Genre.LIGNE
    aide: str = ""
    exemple: str = ""
    choix: tuple[str, ...] = ()
    admis: tuple[str, ...] = ()
    """Answers that are not offered and are read all the same, for whoever reads them to say why they are refused."""
    obligatoire: bool = True


class Formulaire(NamedTuple):
    """A form."""

    id: str
    """« 1-service »: its file, and its place among the others."""
    nom: str
    description: str
    titre: str
    """How the title of a request begins."""
    presentation: str
    """Markdown, above the fields."""
    champs: tuple[Champ, ...]
    repere: str
    """Id of the field that no other form has."""

    def champ(self, identifiant: str) -> Champ:
        """Return a field."""
        return next(item for item in self.champs if item.id == identifiant)


class Reponses(NamedTuple):
    """The answers to a form; what was left empty is not there."""

    formulaire: Formulaire
    textes: Mapping[str, str]

    def get(self, identifiant: str) -> str:
        """Return an answer, empty when there is none."""
        return self.textes.get(identifiant, "")


class CorpsError(Exception):
    """A text that cannot be taken for the answers to a form; French sentences, one a problem."""

    def __init__(self, *problemes: str) -> None:
        """Keep the sentences."""
        super().__init__(*problemes)
        self.problemes = problemes


def read_body(body: str, formulaires: Sequence[Formulaire]) -> Reponses:
    """Read the answers.

    Raises:
        CorpsError: the text is not that of a form, or an answer is missing, too long or unreadable.
    """
    if len(body) > CORPS_MAX:
        raise CorpsError("le texte de la demande est trop long pour venir d'un formulaire")
    body = _shown(body.replace("\r\n", "\n"))
    found = _sections(body)
    titles = [title for title, _ in found]
    known = [item for item in formulaires if item.champ(item.repere).nom in titles]
    if len(known) != 1:
        raise CorpsError(f"le texte de la demande n'est celui d'aucun formulaire : {REFAIRE}")
    (formulaire,) = known
    expected = [champ.nom for champ in formulaire.champs]
    if titles != [name for name in expected if name in titles] or body.lstrip()[:4] != "### ":
        raise CorpsError(_disorder(titles, expected))
    answers = {title: text for title, text in found if text not in ("", _SANS_REPONSE)}
    problems = [said for champ in formulaire.champs if (said := wrong(champ, answers.get(champ.nom, "")))]
    if problems:
        raise CorpsError(*problems)
    return Reponses(formulaire, {champ.id: answers[champ.nom] for champ in formulaire.champs if champ.nom in answers})


def body_of(formulaire: Formulaire, textes: Mapping[str, str]) -> str:
    """Write the text that the forge makes of a form filled with these answers; `read_body` judges it as any other."""
    parts = (f"### {champ.nom}\n\n{textes.get(champ.id) or _SANS_REPONSE}\n" for champ in formulaire.champs)
    return "\n".join(parts)


def _shown(body: str) -> str:
    """Leave out what Markdown does not show, as the help of each field where a forge has none; nobody has read it."""
    kept, place = [], 0
    while (start := _COMMENTAIRE.search(body, place)) and (end := body.find("-->", start.end())) >= 0:
        kept.append(body[place : start.start()])
        place = end + len("-->")
    return "".join([*kept, body[place:]])


def _sections(body: str) -> list[tuple[str, str]]:
    parts = _TITRE.split(body)
    return [(title.strip(), text.strip()) for title, text in zip(parts[1::2], parts[2::2], strict=True)]


def _disorder(titles: Sequence[str], expected: Sequence[str]) -> str:
    for title in titles:
        if title not in expected:
            return f"le titre {cite(shown(title))} n'est pas du formulaire : {REFAIRE}"
        if titles.count(title) > 1:
            return f"le titre {cite(title)} est écrit deux fois : {REFAIRE}"
    return f"le texte ne suit plus l'ordre du formulaire : {REFAIRE}"


def wrong(champ: Champ, text: str) -> str:
    """Tell what is wrong with the form of an answer; nothing when it can be read."""
    name, limit = cite(champ.nom), TEXTE_MAX if champ.genre is Genre.TEXTE else LIGNE_MAX
    if not text:
        return f"{name} n'est pas rempli" if champ.obligatoire else ""
    if len(text) > limit:
        return f"{name} a {len(text)} caractères, {limit} au plus"
    bad = forbidden_character(text)
    if bad is not None:
        return f"{name} contient un {character_name(bad)} : le retaper"
    if champ.genre is not Genre.TEXTE and "\n" in text:
        return f"{name} s'écrit sur une seule ligne"
    if champ.choix and text not in champ.choix + champ.admis:
        return f"{name} : {cite(shown(text))} n'est pas dans la liste du formulaire"
    return ""


def shown(text: str) -> str:
    """Cut a text that is only repeated."""
    flat = " ".join(text.split())
    return flat if len(flat) <= MONTRES_MAX else f"{flat[:MONTRES_MAX]}…"
