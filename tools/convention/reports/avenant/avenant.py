"""An avenant for one signatory: its parties, visas, articles, cost, effect (art. 12; exemples: an avenant).

And the papers that go with it: who has voted, sent and signed; one page for elected people.
Knows: what an amendment is (`projet`), the order of an avenant, its customary sentences. Must not know: media, what a
change costs (`incidence`).
As many avenants of the same wording as there are signatories (reading 69): only the parties and the amounts differ.
What is not known stays blank: no number, no date is invented.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import BLANC, article, enumere, jour, minuscule, nombre, pluriel
from convention.checks.avenants.etapes import acts_of
from convention.compare.ecarts import EcartAdherent, together
from convention.model.cadre.champs import field_called
from convention.model.documents.avenants import SuiviPartie
from convention.model.mots.avenants import not_asked
from convention.model.mots.communs import Origine, weakest
from convention.reports.avenant.incidence import incidence
from convention.reports.avenant.nous import first_of, for_adherent
from convention.reports.comparaison.tete import unmoved_title
from convention.reports.comparaison.titre import asked_title, columns, repeated, verdict
from convention.reports.etat.parties import issuer, siren_of
from convention.reports.mots import unpaid, with_membership
from convention.reports.rendus.gabarit import ecrire
from convention.reports.rendus.table import Tableau
from convention.reports.valeurs import compared_table, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convention.compare.avances import Avance
    from convention.compare.comparaison import Comparaison
    from convention.compare.impact import Impact
    from convention.model.depot import Depot
    from convention.model.documents.adherents import Adherent as Identite
    from convention.reports.avenant.projet import Partie, Projet
    from convention.reports.rendus.document import Document


PROJET = "PROJET"
DEMONSTRATION = "Données de démonstration, sans valeur juridique"


def avenant(
    comparaison: Comparaison, projet: Projet, parties: Sequence[Partie], adherent: str, empreinte: str
) -> Document:
    """Write the avenant of one signatory, under the seal of the comparison."""
    depot, convention = comparaison.head, comparaison.head.convention
    other, manager = depot.dossiers[adherent], depot.dossiers[convention.gestionnaire].identite
    siren, porteur = siren_of(depot, adherent)
    return ecrire(
        "avenant/avenant.j2",
        projet=projet,
        parties=parties,
        titres=[minuscule(item.titre) for item in parties],
        avertissement=warning(comparaison),
        convention=convention,
        emetteur=issuer(depot),
        noms=convention.noms,
        gestionnaire=manager,
        nom_du_gestionnaire=_manager(manager),
        delibere=_deliberation(projet, convention.gestionnaire),
        actes_du_gestionnaire=acts_of(depot, convention.gestionnaire),
        adherent=other.identite,
        siren=siren,
        porteur=porteur,
        acte=depot.acte_de(adherent),
        actes_de_l_adherent=acts_of(depot, adherent),
        nom_de_l_adherent=other.identite.appellation.le,
        signataire=other.fonctions.signataire if other.fonctions is not None else None,
        delibere_aussi=_deliberation(projet, adherent),
        # Whatever the day: its first exercice is over.
        commencee=depot.est_clos(convention.premiere_annee),
        une_a_une=depot.signee_une_a_une,
        deja_partie=adherent in comparaison.base.dossiers,
        incidence=incidence(comparaison, adherent),
        organigramme_change=any(item.genre == "organigramme" for item in comparaison.changements),
        effectifs_avant=_etp(comparaison.base),
        effectifs=_etp(depot),
        signatures=_signatures(depot, adherent),
        suivi=suivi_name(projet.numero),
        empreinte=short(empreinte),
        scelle=json_name(projet.numero),
    )


def suivi_name(numero: int) -> str:
    """Name the file of the follow-up table, without its format."""
    return f"avenant-{numero}-suivi"


def json_name(numero: int) -> str:
    """Name the file of what is sealed."""
    return f"avenant-{numero}.json"


def warning(comparaison: Comparaison) -> str:
    """Say that nothing is adopted, and that figures are invented when they are."""
    contributions = [impact.contribution for impact in comparaison.impacts if impact.contribution is not None]
    origine = weakest(*(ligne.origine for contribution in contributions for ligne in contribution.lignes))
    invented = f" {DEMONSTRATION}." if origine is Origine.DEMONSTRATION else ""
    return f"{PROJET}.{invented}"


def _manager(manager: Identite) -> str:
    """Name the managing body with its article, as it writes itself: « la Région », « le Syndicat mixte »."""
    named = manager.appellation
    return f"{named.article}{manager.denomination}" if article(manager.denomination) else named.le


class _Deliberation(NamedTuple):
    """A deliberation on this very text; what is not known of it stays blank."""

    numero: str = ""
    date: str = ""


def _deliberation(projet: Projet, partie: str) -> _Deliberation:
    suivi = projet.suivi.get(partie)
    if suivi is None or suivi.delibere_le is None:
        return _Deliberation()
    return _Deliberation(suivi.numero or "", jour(suivi.delibere_le))


def _etp(depot: Depot) -> str:
    chart = depot.organigramme
    if chart is None:
        return ""
    more = f", dont {nombre(chart.regie)} en régie" if chart.regie else ""
    return f"{nombre(chart.total_etp)} équivalents temps plein{more}"


def _signatures(depot: Depot, adherent: str) -> Tableau:
    other = depot.dossiers[adherent]
    signer = other.fonctions.signataire if other.fonctions is not None else None
    manager = depot.dossiers[depot.convention.gestionnaire].identite
    head = (f"Pour l'adhérent, {other.identite.appellation.le}", f"Pour {_manager(manager)}")
    who = (signer.fonction if signer is not None else BLANC, issuer(depot).signataire or BLANC)
    rows = (
        tuple(f"Qualité : {fonction}" for fonction in who),
        *((blank, blank) for blank in ("Nom :", "Date :", "Signature :")),
    )
    return Tableau(head, rows, a_gauche=2, a_signer=True)


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
