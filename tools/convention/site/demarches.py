"""How a reader asks for something: a form to fill in, else an e-mail already written, else what to do.

Knows: the forge, whom the convention designates. Must not know: HTML, what is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from convention.site.ensemble import Site


class Voie(NamedTuple):
    """A way to ask: the first of these three that is there."""

    formulaire: str = ""
    courriel: str = ""
    sinon: str = ""
    """What to do, in words."""


def voie(site: Site, formulaire: str, regle: str, guichet: str = "") -> Voie:
    """Choose how something is asked for, the only place that does.

    Args:
        site: the site.
        formulaire: the form of the forge, « 2-quantites ».
        regle: the rule whose clause designates whom to write to.
        guichet: the window where it is asked for, where there is one.
    """
    contact = site.contact(regle)
    if address := guichet or site.formulaire(formulaire):
        return Voie(formulaire=address)
    if contact is not None and contact.courriel:
        return Voie(courriel=contact.courriel)
    if contact is not None and contact.telephone:
        return Voie(sinon=f"{contact.fonction}, {contact.telephone}")
    who = f"{contact.fonction}, " if contact is not None else ""
    return Voie(sinon=f"{who}{sans_adresse(site)}")


def sans_adresse(site: Site) -> str:
    """Say what to do when the convention gives no address: those who share the services know whom they deal with."""
    if site.acces.public:
        return f"adresse non publiée, à demander {site.depot.convention.noms.gestionnaire.au}"
    return "adresse non publiée, passer par votre interlocuteur habituel"
