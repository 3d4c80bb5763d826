"""`convention recueillir`: what was asked at the window of the site is opened on the forge, from a workflow.

Knows: the environment of a workflow. Must not know: the form, the API.
"""

from __future__ import annotations

import os

import click

from convention.base.french import compte
from convention.cli.cadre.contexte import Contexte, EnvironnementError
from convention.cli.cadre.diagnostics import sound
from convention.cli.cadre.machine import option_auteur, poste


@click.command(name="recueillir")
@option_auteur("à lui se reconnaît une demande déjà ouverte")
@click.pass_obj
def commande(contexte: Contexte, auteur: str | None) -> None:
    """Ouvrir sur la forge les demandes faites au guichet du site, depuis un workflow.

    Chacune devient un formulaire rempli, qu'un agent lit puis étiquette comme les autres ; celle qui est déjà sur la
    forge, ouverte ou fermée, n'est pas rouverte. L'adresse de la forge, le dépôt et le jeton viennent de
    l'environnement ; de même GUICHET (l'adresse du site, https://convention.exemple.fr) et GUICHET_JETON, qui n'ouvre
    que la lecture de la file. Voir docs/forge.md.
    """
    from convention.forge.client import Client
    from convention.forge.formulaires.guichet import fetch, open_request, opened, request_text
    from convention.forge.recu import read_variables
    from convention.reports.depot.guichet import Demande

    depot, left = sound(contexte).depot, []
    machine = poste()
    acces = machine.acces()
    address, key = read_variables(os.environ, ("GUICHET", "GUICHET_JETON"))
    queue = fetch(Client(address.rstrip("/"), key, qui="le guichet"))
    forge = machine.forge(acces)
    compte_du_jeton = auteur or forge.auteur()
    asked = [item for item in queue if isinstance(item, Demande)]
    known = opened(forge, compte_du_jeton, min(item.recue_le for item in asked)) if asked else {}
    for demande in asked:
        texte = request_text(depot, demande)
        if texte is None:
            left.append(f"{demande.reference} : adhérent inconnu de ce dépôt")
        elif demande.reference not in known:
            number = open_request(forge, compte_du_jeton, demande, texte)
            click.echo(f"Demande {demande.reference} : ouverte, n° {number}.")
    again = sum(item.reference in known for item in asked)
    click.echo(f"Au guichet : {compte(len(queue), 'demande')}, dont {compte(again, 'déjà ouverte')}.")
    left += [f"document refusé ({item})" for item in queue if isinstance(item, str)]
    if left:
        raise EnvironnementError(f"{compte(len(left), 'demande laissée', 'demandes laissées')} : {' ; '.join(left)}")
