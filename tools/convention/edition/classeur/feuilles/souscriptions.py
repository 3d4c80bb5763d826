"""The sheet of subscriptions: members down, services and components across, since when in each cell.

Knows: what can be subscribed, periods. Must not know: amounts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite
from convention.edition.classeur.cadre import Colonne, Feuille, Tableau
from convention.edition.classeur.genres import PERIODES
from convention.edition.classeur.periodes import read_periods, usages
from convention.edition.gestes.activer import Activer
from convention.edition.gestes.resilier import Resilier
from convention.edition.gestes.souscrire import Souscrire, order
from convention.edition.refus import RefusError
from convention.model.documents.adherents import Souscriptions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.edition.classeur.cadre import Apport, Changement, Sujet
    from convention.edition.demande import Demande
    from convention.model.depot import Depot

AIDE = "Premier jour d'usage : 01/01/2027. Pour finir : du 01/01/2024 au 31/12/2026, dernier jour compris."


def _sheet(sujet: Sujet) -> Tableau:
    objets = _objects(sujet.depot)
    next_year = f"01/01/{sujet.exercice + 1}"
    typed = (next_year, f"{next_year} (non activé)")
    columns = (
        Colonne("adherent", "Identifiant", largeur=28),
        Colonne("nom", "Nom", largeur=30),
        *(
            Colonne(nom, titre, PERIODES, ouverte=True, aide=AIDE, propositions=typed, largeur=13)
            for nom, titre in objets.items()
        ),
    )
    rows = []
    for dossier in sujet.dossiers:
        taken = dossier.souscriptions.toutes
        cells = (" ; ".join(map(str, usages(line for line in taken if line.objet == objet))) for objet in objets)
        rows.append((dossier.id, dossier.identite.nom, *cells))
    return Tableau(SOUSCRIPTIONS.nom, columns, tuple(rows))


def _objects(depot: Depot) -> dict[str, str]:
    """Name what somebody may subscribe: services that do not come with the membership, what is taken one by one."""
    services = {code: f"{code} {item.nom_court}" for code, item in depot.services.items() if not item.obligatoire}
    taken = {line.service for item in depot.dossiers.values() for line in item.souscriptions.souscriptions}
    apart = {
        sous.code: f"{sous.code} {sous.libelle}"
        for service in depot.services.values()
        for sous in service.sous_services
        if sous.a_la_demande or sous.code in taken
    }
    composants = {
        item.id: f"{item.service} : {item.composant.libelle}"
        for item in sorted(depot.composants.values(), key=lambda item: (order(item.service), item.id))
        if item.composant.souscrit
    }
    return {**dict(sorted({**services, **apart}.items(), key=lambda item: order(item[0]))), **composants}


def _write(apport: Apport, changement: Changement) -> Iterator[Demande]:
    """Ask for the one thing that changed: a subscription more, the end of the last one, its use."""
    adherent, objet = changement.cles[0], changement.colonne
    before, after = read_periods(changement.avant), read_periods(changement.apres)
    path = apport.sujet.depot.dossiers[adherent].path(Souscriptions)
    if not after:
        raise RefusError(
            "une souscription ne s'efface pas : elle finit un jour",
            f"écrire « du … au … », son dernier jour compris ; si elle n'a jamais eu lieu, retirer sa ligne de {path}",
        )
    last = after[-1]
    if after[:-1] == before and last.fin is None and last.debut is not None:
        yield Souscrire.model_construct(adherent=adherent, objet=objet, debut=last.debut, non_activee=not last.active)
        return
    same = before and after[:-1] == before[:-1]
    if same and last == before[-1]._replace(fin=last.fin) and before[-1].fin is None and last.fin is not None:
        yield Resilier.model_construct(adherent=adherent, objet=objet, fin=last.fin)
        return
    if same and last.active and not before[-1].active and last.fin == before[-1].fin and last.debut is not None:
        yield Activer.model_construct(adherent=adherent, service=objet, debut=last.debut)
        return
    if not before:
        message = f"{cite(changement.apres)} ne dit pas depuis quand, ou finit déjà"
        raise RefusError(message, "écrire le premier jour d'usage : 01/01/2027")
    raise RefusError(
        f"{cite(changement.avant)} ne peut pas devenir {cite(changement.apres)} : une souscription commence, "
        "s'active ou finit",
        f"garder ce qu'il y avait, et ajouter ou finir la dernière période ; une date fausse se corrige dans {path}",
    )


SOUSCRIPTIONS = Feuille(
    "Souscriptions",
    "Qui prend quoi, et depuis quand : une cellule vide, ce n'est pas souscrit. Écrire une date souscrit ; écrire "
    "« du 01/01/2024 au 31/12/2026 » met fin ; ôter « (non activé) » active. Ce qui vient avec l'adhésion n'y est pas.",
    _sheet,
    _write,
    sans="pas de feuille, tout vient avec l'adhésion : rien ne se souscrit.",
)
