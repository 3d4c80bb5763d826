"""`convention recueillir`: what was asked at the window of the site is opened on the forge, from a workflow.

Knows: the environment of a workflow. Must not know: the form, the API.
"""

from __future__ import annotations

import time

import click

from convention.cli.cadre.contexte import Contexte, EnvironnementError
from convention.cli.cadre.machine import variables
from convention.cli.cadre.scelles import sound


@click.command(name="recueillir")
@click.option(
    "--auteur",
    metavar="COMPTE",
    default="github-actions[bot]",
    show_default=True,
    help="Le compte du jeton : c'est à lui que se reconnaît une demande déjà ouverte.",
)
@click.pass_obj
def commande(contexte: Contexte, auteur: str) -> None:
    """Ouvrir sur la forge les demandes faites au guichet du site, depuis un workflow.

    Chacune devient un formulaire rempli, qu'un agent lit puis étiquette comme les autres ; celle qui est déjà sur la
    forge, ouverte ou fermée, n'est pas rouverte. Tout vient de l'environnement : GITHUB_API_URL, GITHUB_REPOSITORY,
    GITHUB_TOKEN ; GUICHET (l'adresse du site, https://convention.exemple.fr) et GUICHET_JETON, qui n'ouvre que la
    lecture de la file. Voir docs/forge.md.
    """
    from convention.base.french import compte
    from convention.forge.client import Client, ForgeError
    from convention.forge.guichet import fetch, open_request, opened, request_text
    from convention.reports.depot.guichet import Demande

    api, repository, token, address, key = variables(
        ("GITHUB_API_URL", "GITHUB_REPOSITORY", "GITHUB_TOKEN", "GUICHET", "GUICHET_JETON")
    )
    depot, left = sound(contexte).depot, []
    try:
        queue = fetch(Client(address.rstrip("/"), key, time.sleep, "le guichet"))
        client = Client(api.rstrip("/"), token, time.sleep)
        asked = [item for item in queue if isinstance(item, Demande)]
        known = opened(client, repository, auteur, min(item.recue_le for item in asked)) if asked else {}
        for demande in asked:
            texte = request_text(depot, demande)
            if texte is None:
                left.append(f"{demande.reference} : adhérent inconnu de ce dépôt")
            elif demande.reference not in known:
                number = open_request(client, repository, auteur, demande, texte)
                click.echo(f"Demande {demande.reference} : ouverte, n° {number}.")
    except ForgeError as error:
        raise EnvironnementError(str(error)) from None
    again = sum(item.reference in known for item in asked)
    click.echo(f"Au guichet : {compte(len(queue), 'demande')}, dont {compte(again, 'déjà ouverte')}.")
    left += [f"document refusé ({item})" for item in queue if isinstance(item, str)]
    if left:
        raise EnvironnementError(f"{compte(len(left), 'demande laissée', 'demandes laissées')} : {' ; '.join(left)}")
