"""The amounts that Vues made of groups taken from either side of a comparison compute, once each.

Knows: which recombinations are computed, for everybody or for one adherent alone. Must not know: why they are wanted,
their weights. When the changes of one adherent alone are made, or alone are not, all that concerns the others is what a
recombination already computed has: its costs are shared again from there, and nobody else is counted anew. The managing
body bears what others leave: for it, every cost is computed whole.
"""

from __future__ import annotations

from functools import cached_property, partial
from itertools import chain
from operator import ne
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from convention.base.arret import poursuivre
from convention.compare.causes.choix import AUTRES, RIEN, Choix, changes, concerning, recombined
from convention.compare.causes.completion import completed
from convention.engine.contribution import calculer, couts, facturer
from convention.engine.partage.reprise import Tous, reprise
from convention.engine.presence import Presences, tie
from convention.engine.reprise import Connue, held_costs, same_frame
from convention.model.vue import Volumes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from convention.compare.causes.completion import Cote
    from convention.engine.contribution import Calcule
    from convention.engine.lignes import Calcul, Contribution
    from convention.model.vue import Valeur, Vue


Identite: TypeAlias = tuple[str, str, str, str, str]
Montants: TypeAlias = "Mapping[str, Mapping[Identite, int]]"
"""Cents by adherent and line."""
Cle: TypeAlias = tuple[str, str, str, str]
Calculs: TypeAlias = "Mapping[Cle, Calcul]"
"""Computations by what makes a cost the same in another Vue: the identity of its lines, less the adherent."""
Lieu: TypeAlias = tuple[str, str]
"""An adherent, then what it has; for counts, a key, then the component it is counted for."""
V = TypeVar("V")


class Recombinaisons:
    """The amounts of every recombination of two sides; each is computed once, when it is first asked for."""

    def __init__(self, base: Cote, head: Cote, calcule: Calcule | None = None) -> None:
        """Complete both sides, and find who changed what."""
        self._calcule = calcule or calculer
        self._base, self._head = completed(base, head.vue), completed(head, base.vue)
        self.changements = changes(self._base, self._head)
        self._montants: dict[Choix, Montants] = {}
        self._calculs: dict[Choix, Mapping[Cle, Tous]] = {}
        self._keep(Choix(), base.contribution)
        self._keep(self.changements, head.contribution)
        self._presences: dict[tuple[frozenset[str], frozenset[str]], Presences] = {}

    def montants(self, choix: Choix) -> Montants:
        """Compute what everybody owes once some changes are made: none is the base, all is the proposal."""
        if choix not in self._montants:
            self._keep(choix, self._computed(choix))
        return self._montants[choix]

    def calculs(self, choix: Choix) -> Mapping[Cle, Tous]:
        """Return the shared costs of a recombination computed for everybody."""
        return self._calculs[choix]

    def connue(self, choix: Choix) -> bool:
        """Tell whether a recombination was computed for everybody."""
        return choix in self._montants

    @cached_property
    def cotes(self) -> tuple[Dossiers, Dossiers]:
        """Both sides, completed, by adherent."""
        return dossiers(self._base), dossiers(self._head)

    def lignes(self, choix: Choix, adherent: str, proches: Proches) -> Mapping[Identite, int]:
        """Compute what one adherent owes: the costs that cannot concern it are left out."""
        poursuivre()
        vue = concerning(recombined(self._base, self._head, choix), adherent)
        lignes = facturer(vue, proches.couts(choix, vue))
        return {ligne.identite: ligne.montant for ligne in lignes if ligne.adherent == adherent}

    def _computed(self, choix: Choix) -> Contribution:
        """Compute the Vue of a recombination."""
        poursuivre()
        vue = recombined(self._base, self._head, choix)
        # Presences depend on existence and on policies alone.
        place = choix.perimetre, choix.regles
        if place not in self._presences:
            self._presences[place] = Presences(vue)
        return self._calcule(vue, self._presences[place])

    def _keep(self, choix: Choix, contribution: Contribution) -> None:
        self._montants[choix] = by_adherent(contribution)
        self._calculs[choix] = {cle_de(calcul): Tous(calcul) for calcul in contribution.calculs if calcul.termes}


class Proches:
    """The costs of recombinations of two sides; what reads the same figures in those that are near is computed once."""

    def __init__(self) -> None:
        """Begin with nothing computed."""
        self._connues: dict[Choix, Connue] = {}

    def couts(self, choix: Choix, vue: Vue) -> tuple[Calcul, ...]:
        """Compute the costs of the Vue that some changes make."""
        near = [known for made, known in self._connues.items() if _is_near(made, choix)]
        same = (known.presences for known in near if same_frame(vue, known.vue))
        presences = next(same, None) or Presences(vue)
        held = dict(chain.from_iterable(held_costs(vue, known).items() for known in near))
        found = couts(vue, presences, held)
        self._connues[choix] = Connue(vue, presences, found, ())
        return found


def _is_near(choix: Choix, other: Choix) -> bool:
    """Tell whether the same existence is made, and all but one of the other groups."""
    return choix.perimetre == other.perimetre and sum(map(ne, choix, other)) == 1


def cle_de(calcul: Calcul) -> Cle:
    """Return what makes a cost the same in another Vue."""
    return calcul.service, calcul.objet, str(calcul.nature), str(calcul.section)


def by_adherent(contribution: Contribution) -> Montants:
    """Gather the cents of the lines of each adherent."""
    found: dict[str, dict[Identite, int]] = {}
    for ligne in contribution.lignes:
        found.setdefault(ligne.adherent, {})[ligne.identite] = ligne.montant
    return found


class Dossiers(NamedTuple):
    """A Vue, and where it holds what each adherent has."""

    vue: Vue
    abonnements: Mapping[str, list[Lieu]]
    souscrits: Mapping[str, list[Lieu]]
    depenses: Mapping[str, list[Lieu]]
    nombres: Mapping[str, list[Lieu]]
    comptages: Mapping[str, dict[Lieu, Mapping[str, Valeur]]]
    """The counts of each adherent, as columns of one."""

    def existence(self, adherent: str) -> tuple[object, ...]:
        """Return what makes an adherent a beneficiary: membership and subscriptions."""
        perimetre = self.vue.perimetre
        return (
            perimetre.payeurs.get(adherent),
            _kept(perimetre.abonnements, self.abonnements, [adherent]),
            _kept(perimetre.souscrits, self.souscrits, [adherent]),
        )

    def restreinte(self, adherent: str) -> Vue:
        """Return the Vue of one adherent without its expenses, and the managing body, which has no quantity there."""
        perimetre = self.vue.perimetre
        noms = list(dict.fromkeys((perimetre.gestionnaire, adherent)))
        existence = perimetre._replace(
            payeurs={nom: perimetre.payeurs[nom] for nom in noms if nom in perimetre.payeurs},
            abonnements=_kept(perimetre.abonnements, self.abonnements, noms),
            souscrits=_kept(perimetre.souscrits, self.souscrits, noms),
            depenses={},
        )
        return self.vue._replace(perimetre=existence, volumes=Volumes(self.comptages.get(adherent, {}), {}))

    def achats(self, adherent: str) -> Vue:
        """Return the Vue of the expenses of one adherent, which nobody shares."""
        expenses = _kept(self.vue.perimetre.depenses, self.depenses, [adherent])
        numbers = _kept(self.vue.volumes.nombres, self.nombres, [adherent])
        perimetre = self.vue.perimetre._replace(
            payeurs={}, abonnements={}, souscrits={}, composants={}, depenses=expenses
        )
        return self.vue._replace(perimetre=perimetre, volumes=Volumes({}, numbers))


def dossiers(vue: Vue) -> Dossiers:
    """Sort what a Vue holds by adherent."""
    counts: dict[str, dict[Lieu, Mapping[str, Valeur]]] = {}
    for place, column in vue.volumes.comptages.items():
        for nom, valeur in column.items():
            counts.setdefault(nom, {})[place] = {nom: valeur}
    perimetre = vue.perimetre
    return Dossiers(
        vue,
        _by_adherent(perimetre.abonnements),
        _by_adherent(perimetre.souscrits),
        _by_adherent(perimetre.depenses),
        _by_adherent(vue.volumes.nombres),
        counts,
    )


def _by_adherent(places: Iterable[Lieu]) -> dict[str, list[Lieu]]:
    found: dict[str, list[Lieu]] = {}
    for place in places:
        found.setdefault(place[0], []).append(place)
    return found


def _kept(records: Mapping[Lieu, V], places: Mapping[str, list[Lieu]], noms: Iterable[str]) -> dict[Lieu, V]:
    return {place: records[place] for nom in noms for place in places.get(nom, ())}


class Seul:
    """The amounts of one adherent in every recombination; what was computed for it goes when it goes."""

    def __init__(self, tous: Recombinaisons, adherent: str) -> None:
        """Restrict both sides to the adherent, and see whether that is enough to compute what it owes."""
        self._tous, self._adherent = tous, adherent
        base, head = tous.cotes
        self._parts = base.restreinte(adherent), head.restreinte(adherent)
        self._achats = base.achats(adherent), head.achats(adherent)
        self._stays = base.existence(adherent) == head.existence(adherent)
        self._gestionnaires = {side.vue.perimetre.gestionnaire for side in (base, head)}
        cles = (cle for side in (base, head) for cle in side.vue.regles.cles.values())
        self._cumule = any(cle.cumul is not None for cle in cles)
        self._lignes: dict[Choix, Mapping[Identite, int]] = {}
        self._calculs: dict[Choix, Calculs] = {}
        self._propres, self._entiers = Proches(), Proches()
        """Its costs as if nobody else shared them; those of everybody."""

    def lignes(self, choix: Choix) -> Mapping[Identite, int]:
        """Compute what the adherent owes once some changes are made."""
        if self._tous.connue(choix):
            return self._tous.montants(choix).get(self._adherent, {})
        if choix not in self._lignes:
            self._lignes[choix] = self._computed(choix)
        return self._lignes[choix]

    def _computed(self, choix: Choix) -> Mapping[Identite, int]:
        changed = self._tous.changements
        known = Choix(*(_nearest(made, whole, self._adherent) for made, whole in zip(choix, changed, strict=True)))
        # What reads amounts already computed reads those of every other cost: nothing of it is made for one alone.
        if self._cumule or self._adherent in self._gestionnaires or not self._tous.connue(known):
            return self._tous.lignes(choix, self._adherent, self._entiers)
        return self._again(known, choix)

    def _again(self, known: Choix, choix: Choix) -> Mapping[Identite, int]:
        everybody, before, after = self._tous.calculs(known), self._alone(known), self._alone(choix)
        found = {}
        ordre = partial(tie, self._parts[bool(choix.regles)].regles)
        for cle, calcul in after.items():
            rang = calcul.beneficiaires.index(self._adherent)
            shared = reprise(everybody[cle], before.get(cle), calcul, rang, ordre) if calcul.termes else 0
            found[self._adherent, *cle] = shared + calcul.propres[rang]
        for calcul in couts(recombined(*self._achats, choix)):
            found[self._adherent, *cle_de(calcul)] = calcul.propres[0]
        return found

    def _alone(self, choix: Choix) -> Calculs:
        """Compute the costs of the adherent, but its expenses, as if nobody else shared them."""
        mine = Choix(*(owners & {AUTRES, self._adherent} for owners in choix))
        # The managing body stands beside: it has no quantity there, but it may bear what the adherent leaves.
        beside = {AUTRES, *self._gestionnaires} if self._stays else {AUTRES, *self._gestionnaires, self._adherent}
        mine = mine._replace(perimetre=choix.perimetre & beside)
        if mine not in self._calculs:
            vue = concerning(recombined(*self._parts, mine), self._adherent)
            costs = self._propres.couts(mine, vue)
            self._calculs[mine] = {cle_de(item): item for item in costs if self._adherent in item.beneficiaires}
        return self._calculs[mine]


def _nearest(made: frozenset[str], whole: frozenset[str], adherent: str) -> frozenset[str]:
    """Return all the changes of a group, or none of them, whichever differs by those of the adherent alone."""
    if made == whole:
        return whole
    return RIEN if made <= {adherent} else whole
