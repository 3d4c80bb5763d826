"""The papers that go with an amendment: who has voted, sent and signed; one page for elected people.

Knows: a comparison, the changes as sentences. Must not know: media, the text of the avenant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import BLANC, enumere, jour, pluriel
from convention.checks.avenants.etapes import acts_of
from convention.compare.ecarts import EcartAdherent, together
from convention.model.cadre.champs import field_called
from convention.model.documents.avenants import SuiviPartie
from convention.model.mots.avenants import not_asked
from convention.reports.avenant.avenant import Partie, Projet, warning
from convention.reports.avenant.nous import first_of, for_adherent
from convention.reports.comparaison.avances import asked_title
from convention.reports.comparaison.tete import unmoved_title
from convention.reports.comparaison.titre import columns, repeated, verdict
from convention.reports.mots import unpaid, with_membership
from convention.reports.rendus.gabarit import ecrire
from convention.reports.rendus.table import Tableau
from convention.reports.valeurs import compared_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convention.compare.avances import Avance
    from convention.compare.comparaison import Comparaison
    from convention.compare.impact import Impact
    from convention.model.depot import Depot
    from convention.reports.rendus.document import Document

_SUITES = ("transmis_le", "publie_le", "signe_le")
"""What each party does once it has decided, in the order of the columns."""
PREMIERS = 8
"""Adherents told one by one on the page for elected people."""


def followup(comparaison: Comparaison, projet: Projet, parties: Sequence[str]) -> Document:
    """List the parties of the avenants of the same wording, and what each has done."""
    depot = comparaison.head
    asked = frozenset[str]().union(*(acts_of(depot, nom) for nom in parties))
    every = {"delibere_le": depot.acte} | {champ: field_called(SuiviPartie, champ) for champ in _SUITES}
    columns = {champ: acte.titre for champ, acte in every.items() if champ in asked}
    rows = tuple((depot.nom_de(nom), *_acts(depot, projet, nom, columns)) for nom in parties)
    return ecrire(
        "avenant/suivi.j2",
        clauses=depot.convention.clauses,
        avertissement=warning(comparaison),
        projet=projet,
        legalite="transmis_le" in asked,
        une_a_une=depot.signee_une_a_une,
        suivi=Tableau(("Partie", *columns.values()), rows, a_gauche=len(columns) + 1),
    )


def _acts(depot: Depot, projet: Projet, partie: str, champs: Iterable[str]) -> Iterator[str]:
    """Write the days of what a party has done; what it has not is left to be filled, if it is asked of it."""
    suivi, asked = projet.suivi.get(partie), acts_of(depot, partie)
    for champ in champs:
        day = getattr(suivi, champ, None)
        yield jour(day) if day is not None else BLANC if champ in asked else not_asked(champ)


def report(comparaison: Comparaison, projet: Projet, parties: Sequence[Partie], adherent: str) -> Document:
    """Write the page for the elected people of one party.

    What it means to them, why, what changes, who pays more, who pays less.
    """
    first = first_of(comparaison, adherent)
    return ecrire(
        "avenant/rapport.j2",
        avertissement=warning(comparaison),
        projet=projet,
        organe=comparaison.head.organe_de(adherent),
        parties=parties,
        arrivees=list(_arrivals(comparaison)),
        nous=for_adherent(comparaison, projet, adherent),
        verdicts=list(_verdicts(comparaison.touches, comparaison.head)),
        rien=unmoved_title(comparaison),
        ecarts=list(_tables(comparaison, first, adherent)),
    )


def _arrivals(comparaison: Comparaison) -> Iterator[str]:
    """Say which services come with a membership: the sentence of who arrives lists those that it chooses."""
    depot = comparaison.head
    always = [depot.libelle_service(code) for code in with_membership(depot)]
    for nom in comparaison.arrivals() if always else ():
        yield f"Avec l'adhésion {depot.du(nom)} {pluriel(len(always), 'vient', 'viennent')} : {enumere(always)}."


def _verdicts(moved: Sequence[Impact], depot: Depot) -> Iterator[str]:
    """Say what each exercice costs, one that repeats another is said to, and what nobody would pay of it."""
    again = repeated(moved)
    for impact in moved:
        same = again.get(impact.exercice)
        yield verdict(impact) if same is None else f"En {impact.exercice}, chacun aurait le même écart qu'en {same}."
        for item in impact.impayes if impact.adherents else ():
            yield unpaid(depot, impact.exercice, item, " de plus")


def _tables(comparaison: Comparaison, first: Impact | None, adherent: str) -> Iterator[Tableau]:
    """Show what each would pay in the first exercice that moves, then what calls would ask otherwise in advance."""
    seen = first.beside() if first is not None and first.adherents else None
    if first is not None and seen is not None:
        same = seen.total_inchanges if seen.adherents_inchanges else None
        yield _table(comparaison, (f"Exercice {seen.exercice}", *columns(first)), seen, same, adherent)
    for avance in comparaison.avances:
        same = avance.apres - sum(item.apres for item in avance.adherents) or None
        yield _table(comparaison, (asked_title(avance), "Avant (€)", "Après (€)"), avance, same, adherent)


def _table(
    comparaison: Comparaison,
    entetes: tuple[str, str, str],
    total: Impact | Avance,
    inchanges: int | None,
    adherent: str,
) -> Tableau:
    """The reader's own line, the largest differences, then the others together: the rows add up to the total."""
    mine = [item for item in total.adherents if item.adherent == adherent]
    others = [item for item in total.adherents if item.adherent != adherent]
    # One alone is told by its name.
    first = PREMIERS if len(others) > PREMIERS + 1 else len(others)
    kept, rest = [*mine, *others[:first]], others[first:]
    rows = [(comparaison.head.nom_de(item.adherent), item) for item in kept]
    if rest:
        rows.append((f"{len(rest)} autres qui changent", together(rest)))
    if inchanges is not None:
        rows.append(("Sans changement", EcartAdherent("", inchanges, inchanges)))
    return compared_table(entetes, rows, [("Total", total)])
