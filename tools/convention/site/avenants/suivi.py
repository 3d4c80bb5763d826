"""Where an avenant stands: its procedure, what each party did, what is missing, what comes next (art. 12).

Knows: avenants, procedures, meetings. Must not know: HTML, how it is laid out (`avenants`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import compte, enumere, jour, minuscule, pluriel
from convention.checks.avenants.etapes import AvenantEcrit, Vie, amendments, done_on, life, own_seal, signed_procedures
from convention.checks.cadre.connu import as_of
from convention.compare.decision.actes import PAR_POINT
from convention.compare.decision.visas import EtatVisa, VisaDemande, elsewhere, progress
from convention.model.mots.avenants import EtapeVisa, EtatAvenant

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from convention.base.appellation import Appellation
    from convention.model.depot import Depot
    from convention.model.documents.avenants import Avenant, SuiviPartie
    from convention.model.documents.gouvernance import Procedure
    from convention.site.ensemble import Site


class Acte(NamedTuple):
    """An act that each party does: its field, how it is named, what is still awaited."""

    champ: str
    nom: str
    attendu: str
    au_pluriel: str
    a_faire: str
    """What a party has to do, for the avenant of a number."""

    def manque(self, combien: int, sur: int) -> str:
        """Say what so many, out of so many, have still to do."""
        return (
            self.attendu if combien == 1 else self.au_pluriel.format(f"{'des' if combien == sur else 'de'} {combien}")
        )


VOTE = "delibere_le"
"""Field of the act by which a party decides."""


def _acts(decision: Appellation) -> Iterator[Acte]:
    """Yield what a party does, in order; by what it decides is a word of the convention."""
    yield Acte(
        VOTE,
        decision.titre,
        f"{decision.le} d'une partie",
        f"{decision.le} {{}} parties",
        "avenant n° {} à décider",
    )
    yield Acte(
        "transmis_le",
        "Transmission au contrôle de légalité",
        f"la transmission {decision.du} d'une partie",
        f"la transmission {decision.du} {{}} parties",
        f"{decision.nu} sur l'avenant n° {{}} à transmettre au contrôle de légalité",
    )
    yield Acte(
        "publie_le",
        "Publication",
        f"la publication {decision.du} d'une partie",
        f"la publication {decision.du} {{}} parties",
        f"{decision.nu} sur l'avenant n° {{}} à publier",
    )
    yield Acte(
        "signe_le",
        "Signature",
        "la signature d'un adhérent",
        "la signature {} adhérents",
        "avenant n° {} à signer",
    )


class Suivi(NamedTuple):
    """An avenant, where it stands, the procedure that it follows and each of its visas."""

    ecrit: AvenantEcrit
    actes: Avenant
    """The same, with the acts done on what it proposes, and no other: what the comment of its proposal counts too."""
    vie: Vie
    procedure: Procedure | None
    visas: tuple[VisaDemande, ...]
    gestionnaire: str
    demandes: tuple[Acte, ...]
    """What each party is to do."""
    departs: Mapping[str, date | None]
    """The day from which each party is none any more: nothing is awaited from it then."""

    @property
    def executoire(self) -> bool:
        """Whether every party has done everything."""
        return self.vie.etat is EtatAvenant.EXECUTOIRE

    def parties(self, champ: str) -> tuple[str, ...]:
        """Return whom an act is awaited from."""
        return tuple(nom for nom, asked in self.vie.demandes.items() if champ in asked)

    def fait(self, nom: str, champ: str) -> date | None:
        """Return the day of the act of a party."""
        known: SuiviPartie | None = self.actes.parties.get(nom)
        return getattr(known, champ) if known is not None else None

    def manquants(self, champ: str) -> tuple[str, ...]:
        """Return who has not done it."""
        return tuple(nom for nom in self.parties(champ) if self.fait(nom, champ) is None)

    def a_voter(self, au: date) -> tuple[str, ...]:
        """Return who has still to vote on a day: nobody once it applies, nor who has left."""
        return tuple(nom for nom in self.manquants(VOTE) if self.est_la(nom, au)) if not self.executoire else ()

    def attendu(self, nom: str, au: date) -> Acte | None:
        """Return what is awaited next from a party on a day; None once it did everything, or left."""
        acts = (acte for acte in self.demandes if nom in self.manquants(acte.champ))
        return next(acts, None) if self.est_la(nom, au) else None

    def est_la(self, nom: str, au: date) -> bool:
        """Tell whether a party is still one on a day."""
        fin = self.departs.get(nom)
        return fin is None or au < fin

    def avance(self, champ: str) -> str:
        """Say how many have done it: « 3 sur 22 »."""
        every = self.parties(champ)
        return f"{len(every) - len(self.manquants(champ))} sur {len(every)}"


def suivis(site: Site) -> tuple[Suivi, ...]:
    """Return every avenant that was not given up, in order."""
    return tuple(item for item in tous(site) if item.vie.etat is not EtatAvenant.SANS_SUITE)


def tous(site: Site) -> tuple[Suivi, ...]:
    """Return every avenant, in order."""
    return site.une_fois("avenants", lambda: tuple(_suivis(as_of(site.depot, site.jour))))


def _suivis(depot: Depot) -> Iterator[Suivi]:
    # The strictest of those that each party signs (art. 12).
    procedure = max(signed_procedures(depot), key=lambda item: item.rang, default=None)
    for item in amendments(depot):
        acts = done_on(depot, item.avenant, own_seal(depot, item))
        visas = tuple(_visas(depot, item, acts, procedure)) if procedure is not None else ()
        vie = life(depot, acts)
        asked = tuple(acte for acte in _acts(depot.acte) if any(acte.champ in every for every in vie.demandes.values()))
        gone = {nom: depot.dossiers[nom].identite.adhesion.fin for nom in vie.demandes}
        yield Suivi(item, acts, vie, procedure, visas, depot.convention.gestionnaire, asked, gone)


def _visas(depot: Depot, item: AvenantEcrit, acts: Avenant, procedure: Procedure) -> Iterator[VisaDemande]:
    """Say where each visa stands; whether what changes is the case of one was kept with it, or is to be judged."""
    kept = depot.avenants_consignes.get(item.dossier)
    for nom in procedure.visas:
        visa = depot.vie.visas.get(nom)
        if visa is None or visa.etape is EtapeVisa.COMPARAISON or visa.etape in PAR_POINT:
            continue
        found = progress(nom, visa, item._replace(avenant=acts), depot)
        met = kept.presente(visa.cas) if kept is not None and visa.cas is not None else None
        state = EtatVisa.MANQUANT if visa.quand is None else EtatVisa.A_APPRECIER
        if found.acquis is not None:
            state = EtatVisa.ACQUIS
        elif met is not None:
            state = EtatVisa.MANQUANT if met else EtatVisa.SANS_OBJET
        others = elsewhere(nom, visa, item, depot, own_seal(depot, item)) if found.acquis is None else ()
        yield VisaDemande(nom, visa, procedure.libelle, state, found.acquis, found.fait, found.attendu, others)


def suite(site: Site, suivi: Suivi) -> str:
    """Say what comes next: the first thing that is missing, in the order of the procedure."""
    effet, given_up = suivi.ecrit.avenant.effet, suivi.ecrit.avenant.sans_suite
    if given_up is not None:
        return f"sans suite depuis le {jour(given_up)}"
    if suivi.executoire:
        return f"s'applique {'depuis le' if effet <= site.jour else 'à compter du'} {jour(effet)}"
    bodies = [
        item.visa.libelle for item in suivi.visas if item.visa.instance is not None and item.etat is EtatVisa.MANQUANT
    ]
    if bodies:
        return enumere([minuscule(text) for text in bodies])
    for acte in suivi.demandes:
        count = sum(suivi.est_la(nom, site.jour) for nom in suivi.manquants(acte.champ))
        if count:
            return acte.manque(count, len(suivi.parties(acte.champ)))
    # Who left without signing was a party on the day of effect: only a later one binds the others.
    gone = dict.fromkeys(nom for acte in suivi.demandes for nom in suivi.manquants(acte.champ))
    left = f"une prise d'effet reportée au départ {enumere(list(map(site.depot.du, gone)))}"
    return left if gone else "la signature de chaque partie"


def verdict(suivi: Suivi) -> str:
    """Say in a sentence who voted and who signed."""
    voters, signers = suivi.parties("delibere_le"), suivi.parties("signe_le")
    voted = len(voters) - len(suivi.manquants("delibere_le"))
    signed = len(signers) - len(suivi.manquants("signe_le"))
    whole = suivi.gestionnaire in voters
    told = _count(voted, len(voters), "partie" if whole else "adhérent", "décidé", feminine=whole)
    return f"{told}, {_count(signed, len(signers), 'adhérent', 'signé')}"


def _count(done: int, every: int, noun: str, verb: str, *, feminine: bool = False) -> str:
    if every == 1:
        alone, acted = "la seule" if feminine else "le seul", "a" if done else "n'a pas"
        return f"{alone} {noun} {acted} {verb}"
    if done == 0:
        return f"{'aucune' if feminine else 'aucun'} des {compte(every, noun)} n'a {verb}"
    if done == every:
        return f"{'toutes' if feminine else 'tous'} les {every} {noun}s ont {verb}"
    return f"{done} des {compte(every, noun)} {pluriel(done, 'a', 'ont')} {verb}"
