"""Governance: bodies, calendar, who decides what and by which steps, whom to write to, the plan de charges.

Knows: bodies, meetings, procedures, projects. Must not know: HTML.
What a meeting says may name adherents: the public sees which body meets, and when.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import compte, enumere, euros, jour, minuscule
from convention.base.money import round_half_up
from convention.model.mots.vie import StatutProjet, StatutReunion
from convention.site.rendu.page import Page, Porte, service
from convention.site.rendu.tableau import Cellule, Rang, Tableau, rang

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.documents.gouvernance import Procedure, Requise, Reunion, Visa
    from convention.model.documents.suivi import Projet
    from convention.site.ensemble import Site

MONTREES = 12
"""Meetings to come, meetings past, opinions that are shown at once; what is left unfolds below, and says how many."""


def pages(site: Site) -> Iterator[Page]:
    """Make the page of governance."""
    yield Page(
        "gouvernance.md",
        "Gouvernance",
        "gouvernance",
        {
            "instances": site.depot.vie.instances,
            "consultatives": _only_advise(site),
            "contacts": site.depot.vie.contacts,
            "procedures": _procedures(site),
            "decisions": decisions(site),
            "prochaines": _meetings(site, past=False),
            "passees": _meetings(site, past=True),
            "montrees": MONTREES,
            # The last first: when, by whom, what it is.
            "avis": [
                (jour(item.date), instance(site, item), avis)
                for item in (() if site.acces.public else reversed(reunions(site)))
                for avis in item.avis
            ],
            "sans_avenant": _decided_alone(site),
            "projets": None if site.acces.public else _projects(site),
        },
        cacher=("navigation",),
        poids=1.5,
        portes=(
            Porte("adhesion", "Qui décide d'une adhésion", "#qui-decide"),
            Porte("adherents", "Interlocuteurs", "#contacts"),
            Porte("gouvernance", "Gouvernance"),
            Porte("desaccords", "Contester", "#contacts"),
            Porte("avenants", "Qui décide quoi", "#qui-decide"),
        ),
    )


QUESTIONS = (
    ("Un changement de prix", "composants"),
    ("Une clé ou une formule", "couts-de-possession"),
    ("Une quantité", "quantites"),
    ("Un service de plus", "souscriptions"),
)
"""What readers ask who decides of it, and the document where it is written."""


def _only_advise(site: Site) -> list[str]:
    """Name the bodies that procedures ask for an opinion alone, each decision being the act of another."""
    visas, known = site.depot.vie.visas, site.depot.vie.procedures_dites.values()
    asked = [(item, [visas[nom].instance for nom in item.visas if nom in visas]) for item in known]
    advising = {nom for _, bodies in asked for nom in bodies if nom is not None}
    seized = {nom for item, bodies in asked for nom in item.instances if nom not in bodies}
    alone = {nom for _, bodies in asked if None not in bodies for nom in bodies}
    return [
        minuscule(item.libelle) for nom, item in site.depot.vie.instances.items() if nom in advising - seized - alone
    ]


def decisions(site: Site) -> list[tuple[str, Requise]]:
    """Say by which procedure is decided what readers ask; nothing of what no procedure is said of, or nobody has."""
    there = {"quantites": site.traits.compte, "souscriptions": site.traits.au_choix}
    asked = ((quoi, genre) for quoi, genre in QUESTIONS if there.get(genre, True))
    return [(quoi, found) for quoi, genre in asked if (found := site.depot.vie.decide(genre)) is not None]


def reunions(site: Site) -> list[Reunion]:
    """Return every meeting, in the order of time."""
    found = [item for document in site.depot.vie.reunions.values() for item in document.reunions]
    return sorted(found, key=lambda item: (item.date, item.id))


def instance(site: Site, item: Reunion) -> str:
    """Name the body that meets, and for which domain or project."""
    return site.depot.vie.reunion_dite(item, projets=not site.acces.public)


def _meetings(site: Site, *, past: bool) -> Tableau | None:
    chosen = [item for item in reunions(site) if (item.date < site.jour) is past]
    if not chosen:
        return None
    told = () if site.acces.public else ("Ordre du jour|gl", "Documents|gl")
    legend = site.legende("Les dernières réunions" if past else "Les prochaines réunions")
    rows = (_row(site, item) for item in (reversed(chosen) if past else chosen))
    return Tableau.de(legend, ("Date|g", "Instance|g", "État|g", *told), rows, "fiches")


def _row(site: Site, item: Reunion) -> Rang:
    cells = (jour(item.date), instance(site, item))
    late = item.statut is StatutReunion.PREVUE and item.date < site.jour
    statut = f"{item.statut.libelle}, jour passé" if late else item.statut.libelle
    if site.acces.public:
        return rang(*cells, statut)
    kept = [document for document in item.documents if site.acces.voit(document.niveau)]
    told = [
        f"{document.titre} ({f'envoyé le {jour(document.envoi)}' if document.envoi is not None else 'à envoyer'})"
        for document in kept
    ]
    state = Cellule(statut, item.motif or "")
    return rang(*cells, state, " ; ".join(item.ordre_du_jour), " ; ".join(told) or "aucun")


def _decided_alone(site: Site) -> Tableau | None:
    """List what the managing body decided without the parties, the last first."""
    taken = sorted(site.depot.vie.decisions_prises.values(), key=lambda item: item.delibere_le, reverse=True)
    if not taken:
        return None
    heads = ("Date|g", "Décision|gl", "Numéro|g", "Transmission|g", "Publication|g")
    rows = (
        rang(
            jour(item.delibere_le),
            item.objet,
            item.numero or ("à compléter" if item.a_completer else "–"),
            *(jour(day) if day is not None else "–" for day in (item.transmis_le, item.publie_le)),
        )
        for item in taken
    )
    organe = site.depot.organe_de(site.depot.convention.gestionnaire)
    return Tableau.de(site.legende(f"Les décisions {organe.du}, sans avenant"), heads, rows, "fiches")


def _procedures(site: Site) -> list[tuple[str, Procedure, list[Visa]]]:
    """List the procedures with what each asks, from the lightest."""
    visas = site.depot.vie.visas
    ordered = sorted(site.depot.vie.procedures_dites.items(), key=lambda pair: pair[1].rang)
    return [(nom, item, [visas[visa] for visa in item.visas]) for nom, item in ordered]


def _dates(projet: Projet) -> str:
    """Say when a project goes on, as far as it is known."""
    if projet.debut is None:
        return f"jusqu'au {jour(projet.fin)}" if projet.fin is not None else ""
    if projet.fin is None:
        return f"à partir du {jour(projet.debut)}"
    return f"du {jour(projet.debut)} au {jour(projet.fin)}"


def _projects(site: Site) -> Tableau | None:
    rows = []
    for item in sorted(
        site.depot.vie.projets.values(), key=lambda item: (tuple(StatutProjet).index(item.statut), item.libelle)
    ):
        cost = (
            Cellule("non connu", mention="manque")
            if item.cout_estime is None
            else Cellule(euros(round_half_up(item.cout_estime)), item.section.libelle if item.section else "")
        )
        entered = f"inscrit le {jour(item.decision.date)}" if item.decision is not None else ""
        load = f"{compte(item.charge_jours, 'jour')} de travail" if item.charge_jours is not None else ""
        who = enumere([site.nom(nom) for nom in item.adherents])
        codes = enumere(list(item.services))
        rows.append(
            rang(
                Cellule(item.libelle, item.objet, vers=service(item.services[0]) if item.services else ""),
                item.statut.bref,
                Cellule(_dates(item), " ; ".join(filter(None, (entered, load)))),
                codes,
                who,
                cost,
            )
        )
    if not rows:
        return None
    heads = ("Projet|g", "État|g", "Calendrier|g", "Services|g", "Adhérents|gl", "Coût estimé")
    return Tableau.de(site.legende(compte(len(rows), "projet")), heads, rows, "fiches")
