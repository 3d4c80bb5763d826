"""What is answered under a form, and what the proposal that it becomes says of itself.

Knows: Markdown, people who write no code. Must not know: the API, files. Nothing of the form is repeated as markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import compte, euros, majuscule, sujet
from convention.compare.comparaison import comparer
from convention.edition.apercu import AUCUN_MONTANT
from convention.forge.commentaire.revision import Revision
from convention.forge.commentaire.texte import MONTRES_MAX, fit, tell
from convention.forge.forge import ETIQUETTE, Texte
from convention.forge.formulaires.instruction import DEJA_FAUSSES
from convention.reports.amendement.phrases import phrase
from convention.reports.comparaison.comparaison import CARACTERES_MAX, warnings
from convention.reports.comparaison.titre import later_moves, verdict
from convention.reports.rendus.escape import in_comment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from convention.compare.impact import Impact
    from convention.forge.formulaires.instruction import Effet

INCHANGE = "## Rien à changer : les fichiers le disent déjà\n"
OCCUPEE = (
    "la branche de cette demande a reçu d'autres commits que les nôtres : elle est laissée telle quelle, à compléter à "
    "la main ou à supprimer"
)
_CORRIGER = "Corriger le texte de la demande (« Edit » ou « Modifier », en haut de son premier message), et"
_REMETTRE = f"demander à qui tient ce dépôt de retirer puis de remettre l'étiquette « {ETIQUETTE} »."
_AILLEURS = ((DEJA_FAUSSES,), (OCCUPEE,))
"""What is wrong elsewhere than in the text of a form."""


def proposal(effet: Effet, numero: int, base: str, jour: date, pied: str) -> Texte:
    """Write the demande de fusion: where it comes from, then what it changes, for whom and of how much."""
    before = Revision(base, effet.avant, jour=jour)
    after = Revision(f"formulaire n° {numero}", effet.apres, jour=jour)
    origin = f"**Faite du formulaire #{numero}**, par les commandes de modification : à relire comme toute autre."
    told = tell(before, after, [origin, *effet.avertissements[:MONTRES_MAX]], pied)
    return Texte(f"Formulaire n° {numero} : {effet.objet}", told.texte)


def accepted(effet: Effet, numero: int, url: str) -> str:
    """Answer that a form has become a proposal, and say what it would change."""
    comparaison = comparer(effet.avant, effet.apres, pourquoi=False)
    changes = [phrase(item, comparaison.base, comparaison.head) for item in comparaison.changements]
    moved = warnings(comparaison)
    moved += [f"{_own(impact, effet)}{verdict(impact)}" for impact in comparaison.touches]
    link = f"[Proposition n° {numero}]({url}) : elle sera relue, et n'a d'effet qu'une fois acceptée."
    parts = [
        "## La demande est devenue une proposition",
        link,
        "\n".join(f"- {in_comment(text)}" for text in changes[:MONTRES_MAX]),
        "\n\n".join(map(in_comment, [*(moved or [AUCUN_MONTANT]), *(f"{text}." for text in later_moves(comparaison))])),
    ]
    return fit("\n\n".join(parts) + "\n", CARACTERES_MAX)


def _own(impact: Impact, effet: Effet) -> str:
    """Say what the adherent that asks would pay itself; nothing when it pays the same."""
    gaps = [item.apres - item.avant for item in impact.adherents if item.adherent == effet.adherent]
    if not gaps or not gaps[0]:
        return ""
    more = "de plus" if gaps[0] > 0 else "de moins"
    nom = effet.apres.nom_de(effet.adherent)
    pays = effet.apres.accorde(effet.adherent, "paierait", "paieraient")
    return f"{majuscule(sujet(nom))} {pays} {euros(abs(gaps[0]))} {more} en {impact.exercice}. "


def refused(problemes: Sequence[str]) -> str:
    """Answer what is wrong with a form, one problem a line."""
    shown, rest = problemes[:MONTRES_MAX], problemes[MONTRES_MAX:]
    rows = [f"{rank}. {text}" for rank, text in enumerate(shown, 1)]
    more = [f"… et {compte(len(rest), 'autre')}."] if rest else []
    title = f"## La demande n'a pas pu être écrite : {compte(len(problemes), 'problème')}"
    first = "Quand ce sera fait," if tuple(problemes) in _AILLEURS else _CORRIGER
    then = f"Rien n'est écrit. {first} {_REMETTRE}"
    return fit("\n\n".join([title, "\n".join(rows), *more, then]) + "\n", CARACTERES_MAX)
