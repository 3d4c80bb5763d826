"""The pack of a meeting (art. 7: documents shared « en amont des réunions »).

Knows: meetings, what the body follows: finances, projects, needs, counts to validate. Must not know: media.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import compte, enumere, jour
from convention.checks.cadre.vie import instance_of, meetings
from convention.model.mots.vie import StatutProjet, StatutReunion
from convention.reports.mots import adherent_name
from convention.reports.redaction.finances import by_adherent, in_force, notice
from convention.reports.rendus.document import Liste, Paragraphe, Table, Titre
from convention.reports.rendus.table import Tableau

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.checks.cadre.vie import ReunionEcrite
    from convention.engine.lignes import Contribution
    from convention.model.depot import Depot
    from convention.model.documents.gouvernance import Avis, Reunion
    from convention.reports.rendus.document import Bloc, Document


def find(depot: Depot, nom: str) -> ReunionEcrite | None:
    """Find a meeting by its id."""
    return next((item for item in meetings(depot) if item.reunion.id == nom), None)


def pack(depot: Depot, ecrite: ReunionEcrite) -> Document:
    """Write the pack of a meeting: agenda, documents, opinions given before, then what the body follows."""
    reunion, instance = ecrite.reunion, instance_of(depot, ecrite.reunion)
    name = instance.libelle if instance is not None else reunion.instance
    followed = _followed(depot)
    parts: list[Bloc] = [
        Titre(f"{name}, {jour(reunion.date)}", 1),
        *notice(*followed, others=(depot.vie.reunions[ecrite.annee].origine,)),
        Paragraphe(f"Réunion {reunion.statut.libelle}."),
        Titre("Ordre du jour"),
        Liste(reunion.ordre_du_jour),
        Titre("Documents"),
        _documents(reunion),
        *_opinions(depot, reunion),
        *_finances(depot, followed),
        *_projects(depot),
        *_awaited(depot),
    ]
    if instance is not None:
        sides = tuple(f"Pour {side.pour} : {' ; '.join(side.fonctions)}." for side in instance.composition)
        parts += [Titre(f"Composition ({instance.clause})"), Liste(sides)]
    return tuple(parts)


def _documents(reunion: Reunion) -> Bloc:
    if not reunion.documents:
        return Paragraphe("Aucun document n'est encore annoncé.")
    rows = tuple(
        (item.titre, jour(item.envoi) if item.envoi is not None else "à envoyer", item.niveau.libelle)
        for item in reunion.documents
    )
    return Table(Tableau(("Document", "Envoyé le", "Qui peut le voir"), rows, a_gauche=3))


def _opinions(depot: Depot, reunion: Reunion) -> Iterator[Bloc]:
    """Recall the opinions of the last meeting of the same body, and give those of this one."""
    held = [
        item.reunion
        for item in meetings(depot)
        if item.reunion.instance == reunion.instance
        and item.reunion.statut is StatutReunion.TENUE
        and item.reunion.date < reunion.date
    ]
    last = max(held, key=lambda item: item.date, default=None)
    if last is not None and last.avis:
        yield Titre(f"Avis rendus le {jour(last.date)}")
        yield Liste(tuple(map(_opinion, last.avis)))
    if reunion.avis:
        yield Titre("Avis rendus à cette réunion")
        yield Liste(tuple(map(_opinion, reunion.avis)))


def _opinion(avis: Avis) -> str:
    reserves = f" ; réserves : {avis.reserves}" if avis.reserves else ""
    return f"{avis.objet} : {avis.sens.bref}{reserves}"


def _followed(depot: Depot) -> tuple[Contribution, ...]:
    """Return the exercice before the current one and the current one; nothing when one is not known."""
    courant = depot.exercice_courant
    if courant is None or courant - 1 not in depot.exercices:
        return ()
    return in_force(depot, courant - 1), in_force(depot, courant)


def _finances(depot: Depot, followed: tuple[Contribution, ...]) -> Iterator[Bloc]:
    if followed:
        yield Titre("Suivi financier")
        yield by_adherent(depot, *followed)


def _projects(depot: Depot) -> Iterator[Bloc]:
    rows = tuple(
        (
            projet.libelle,
            projet.statut.bref,
            _shortened([adherent_name(depot, nom) for nom in projet.adherents]),
            jour(projet.fin) if projet.fin is not None else "",
        )
        for projet in depot.vie.projets.values()
        if projet.statut is not StatutProjet.ABANDONNE
    )
    if rows:
        yield Titre("Plan de charges")
        yield Table(Tableau(("Projet", "État", "Pour", "Fin"), rows, a_gauche=4))


def _awaited(depot: Depot) -> Iterator[Bloc]:
    """List what the adherents still have to validate: counts of the year, needs of the next one."""
    courant = depot.exercice_courant
    if courant is None:
        return
    counts = [
        dossier.identite.nom
        for dossier in depot.dossiers.values()
        for item in (dossier.quantites[courant].comptages if courant in dossier.quantites else ())
        if item.phase.value != "previsionnel" and item.validation is None and not item.hypothese
    ]
    needs = [
        dossier.identite.nom
        for dossier in depot.dossiers.values()
        if courant + 1 in dossier.besoins and dossier.besoins[courant + 1].validation is None
    ]
    yield Titre("Ce qui attend une validation")
    yield Liste(
        (
            _who(f"Quantités {courant}", list(dict.fromkeys(counts))),
            _who(f"Recensement des besoins {courant + 1}", needs),
        )
    )


_MONTRES = 3


def _shortened(names: list[str]) -> str:
    """Name the first ones: « Nancy, Laxou, Pulnoy et 2 autres »."""
    rest = len(names) - _MONTRES
    return enumere(names if rest <= 0 else [*names[:_MONTRES], compte(rest, "autre")])


def _who(what: str, names: list[str]) -> str:
    return f"{what} : {compte(len(names), 'adhérent')} ({', '.join(names)})" if names else f"{what} : tout est validé"
