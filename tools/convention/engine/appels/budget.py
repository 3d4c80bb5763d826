"""What an adherent enters in its budget: what it owes, account by account, beside the credits opened (art. 8.3).

Knows: contributions, accounts proposed, credits. Must not know: how they are shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from convention.base.money import round_half_up
from convention.engine.appels.acomptes import acomptes
from convention.engine.appels.appels import callable_lines
from convention.engine.appels.echeances import call_of, money_calls
from convention.engine.appels.pieces import called, frozen, kind, withheld_lines
from convention.engine.appels.solde import Regularisation, regularisations
from convention.engine.compilation import compile_mode
from convention.engine.contribution import calculer
from convention.engine.partage.repartition import share
from convention.engine.tables import tables_of
from convention.formulas.evaluate import amount_for_one
from convention.formulas.texte.syntax import parse
from convention.model.documents.adherents import Depenses
from convention.model.documents.tarifs import LIGNES
from convention.model.mots.appels import DE_L_ANNEE, GenreVolet
from convention.model.mots.communs import GroupeNature, Nature, Origine, Phase, Section, weakest
from convention.model.resolution import resolve

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from convention.engine.lignes import Contribution, Ligne
    from convention.model.depot import Depot, Reference
    from convention.model.documents.adherents import Depense


Compte = tuple[Section, str]
"""An account of a section; its number is empty when none is proposed."""
_Piece: TypeAlias = tuple[Compte, GroupeNature]
"""What a document of a call asks: a kind of cost, on an account."""


class Inscription(NamedTuple):
    """What goes to one account of one section; cents."""

    section: Section
    compte: str
    """Empty when none is proposed."""
    chapitre: str
    """Empty when none is proposed."""
    natures: tuple[Nature, ...]
    montant: int
    """What the contribution charges to it."""
    origine: Origine
    impute: int | None = 0
    """Of which the attribution de compensation bears: it is received in less, no credits are needed (reading 58). None:
    it is not told."""
    trop: int = 0
    """What was called there beyond what is owed: it is paid, and a document of its own gives it back (art. 8.3)."""
    ouverts: int | None = None
    """Credits opened on it on the day asked, or planned as long as `Budget.vote` is to come; none when the year has
    none at all."""
    a_voter: int = 0
    """Credits of a decision modificative that is still to come."""
    commande: int = 0
    """What is ordered and not delivered: nothing is owed of it yet (art. 8.1), and its credits are kept until then."""

    @property
    def a_inscrire(self) -> int:
        """What is to be paid, so what credits are needed for."""
        return self.montant + self.commande - (self.impute or 0) + self.trop


class Impute(NamedTuple):
    """What the attribution de compensation bears of an account, and what is called of it beyond what is owed; cents."""

    montant: int = 0
    trop: int = 0


RIEN = Impute()


class Budget(NamedTuple):
    """What an adherent enters for an exercice, sections in order."""

    adherent: str
    contribution: Contribution
    inscriptions: tuple[Inscription, ...]
    vote: date | None
    """Day on which this budget is to be voted, when it is still to come: its credits are a project until then."""
    autres: Mapping[int, int]
    """What titres of its year ask for other exercices, none of which is entered; cents."""
    a_venir: tuple[Regularisation, ...]
    """The regularisations that a call of its year asks for or gives back, and that are not known yet."""

    @property
    def proposes(self) -> bool:
        """Whether an account is proposed for some of it."""
        return any(item.compte for item in self.inscriptions)

    @property
    def impute(self) -> int:
        """What its attribution de compensation bears, in cents."""
        return sum(item.impute or 0 for item in self.inscriptions)

    @property
    def trop(self) -> int:
        """What is given back, in cents."""
        return sum(item.trop for item in self.inscriptions)

    @property
    def commande(self) -> int:
        """What is ordered and not delivered, in cents."""
        return sum(item.commande for item in self.inscriptions)

    def a_inscrire(self, section: Section) -> int:
        """Add up what a section needs credits for."""
        return sum(item.a_inscrire for item in self.inscriptions if item.section is section)


def budget(depot: Depot, adherent: str, exercice: int, au: date, phase: Phase | None = None) -> Budget:
    """Compute what an adherent enters for an exercice, in the phase asked for or in force.

    Args:
        depot: the data.
        adherent: its id.
        exercice: the year.
        au: day on which its credits are read: a decision modificative opens nothing before its vote.
        phase: state of the figures.
    """
    contribution = calculer(resolve(depot, exercice, phase))
    return inscrire(
        depot, adherent, contribution, [item for item in contribution.lignes if item.adherent == adherent], au
    )


def inscrire(depot: Depot, adherent: str, contribution: Contribution, lignes: Sequence[Ligne], au: date) -> Budget:
    """Return what an adherent enters for an exercice already computed, from its own lines of it."""
    exercice = contribution.exercice
    rows, member = inscriptions(depot, adherent, exercice, contribution.phase, lignes, au), depot.dossiers[adherent]
    period = member.identite.adhesion.periode
    coming = tuple(
        item
        for item in regularisations(depot, adherent, period.debut, period.fin or date.max)
        if item.jour is not None and item.jour.year == exercice
    )
    vote, others = _vote(depot, adherent, exercice, au), _for_others(depot, adherent, exercice, au)
    return Budget(adherent, contribution, rows, vote, others, coming)


def known_since(depot: Depot, budget: Budget) -> bool:
    """Tell whether what is already known of the actual figures makes another budget."""
    actual = calculer(resolve(depot, budget.contribution.exercice, Phase.REALISE)).lignes
    sides = (
        [(item.identite, item.montant) for item in lignes if item.adherent == budget.adherent]
        for lignes in (budget.contribution.lignes, actual)
    )
    return next(sides) != next(sides)


def _for_others(depot: Depot, adherent: str, exercice: int, au: date) -> Counter[int]:
    """Add up what is asked in a year for other exercices: by titres, or by sealed calls until one is known."""
    pieces, others = depot.dossiers[adherent].pieces, Counter[int]()
    for titre in pieces:
        if titre.genre.par_mandat and titre.emission.year == exercice != titre.exercice and titre.emission <= au:
            others[titre.exercice] += titre.montant
    known = {titre.echeance for titre in pieces}
    for nom, sceau in depot.sceaux.items():
        if sceau.est_appel and sceau.date[:4] == str(exercice) and sceau.date <= str(au) and nom not in known:
            for key, cents in called(sceau.de(adherent)).items():
                if key.exercice != exercice and kind(depot, key, cents).par_mandat:
                    others[key.exercice] += cents
    return +others


def inscriptions(
    depot: Depot, adherent: str, exercice: int, phase: Phase, lignes: Sequence[Ligne], au: date
) -> tuple[Inscription, ...]:
    """Return the same account by account: what its lines charge and what it ordered, beside the credits that it has."""
    groups: dict[Compte, list[Ligne]] = defaultdict(list)
    for ligne in lignes if adherent != depot.convention.gestionnaire else ():
        groups[ligne.calcul.section, ligne.compte_depense or ""].append(ligne)
    ordered: dict[Compte, list[Commande]] = defaultdict(list)
    for item in () if depot.est_clos(exercice) else commandes(depot, adherent, exercice):
        ordered[item.depense.section, item.compte].append(item)
    opened, elsewhere = _opened(depot, adherent, exercice, au), charged(depot, adherent, exercice, phase, lignes)
    rows = []
    for key in sorted({*groups, *ordered, *elsewhere, *(opened or {})}):
        row = _rangee(depot, adherent, key, groups.get(key, ()), ordered.get(key, ()))
        ouverts, a_voter = (None, 0) if opened is None else opened.get(key, (0, 0))
        impute = elsewhere.get(key, RIEN)
        rows.append(row._replace(impute=impute.montant, trop=impute.trop, ouverts=ouverts, a_voter=a_voter))
    return tuple(rows)


def charged(
    depot: Depot, adherent: str, exercice: int, phase: Phase, lignes: Sequence[Ligne]
) -> Mapping[Compte, Impute]:
    """Return what an exercice charges on the attribution de compensation of an adherent, and what it called too much.

    Advances charge what is frozen, in proportion to the lines of running costs (reading 58): nothing is, where calls
    are declared and none of them asks an advance of this adherent. Those that are sealed say themselves what they
    charge. What titres asked beyond what is owed is known once the balance is called, and is paid all the same; what
    was foreseen before them says nothing of it.

    Returns:
        What each account has. A kind of cost is called by a document of its own: what one has too much of is given
        back, whatever another still owes.
    """
    mine, owed = callable_lines(depot, lignes), Counter[_Piece]()
    for ligne in mine:
        owed[_piece(ligne)] += ligne.montant
    found, asked = _called(depot, adherent, exercice)
    asked = Counter() if phase is Phase.PREVISIONNEL else asked
    whole = frozen(depot, adherent, exercice)
    if whole is not None and (acomptes(depot, exercice, adherent) or not money_calls(depot, exercice)):
        running = [item for item in mine if item.calcul.section is Section.FONCTIONNEMENT]
        parts = share(whole - found.total(), [item.montant for item in running]).parts
        for ligne, cents in zip(running, parts, strict=True):
            found[_piece(ligne)] += cents
    sums: dict[Compte, Impute] = {}
    for key in {**found, **asked}:
        before = sums.get(key[0], RIEN)
        over = max(found[key] + asked[key] - owed[key], 0)
        sums[key[0]] = Impute(before.montant + found[key], before.trop + over)
    return sums


def _piece(ligne: Ligne) -> _Piece:
    return (ligne.calcul.section, ligne.compte_depense or ""), ligne.calcul.nature.groupe


def _called(depot: Depot, adherent: str, exercice: int) -> tuple[Counter[_Piece], Counter[_Piece]]:
    """Add up what sealed calls charged on the attribution de compensation, and asked by titres once all are sealed."""
    withheld, asked = Counter[_Piece](), Counter[_Piece]()
    payeur, solde = depot.dossiers[adherent].identite.type, call_of(depot, GenreVolet.SOLDE, exercice)
    settled = solde is not None and solde.echeance in depot.sceaux and not depot.est_clos(exercice)
    for sceau in (sceau.de(adherent) for sceau in depot.sceaux.values()):
        kept = list(withheld_lines(depot, sceau, adherent, exercice))
        titled = (
            item
            for item in (sceau.lignes if settled and sceau.est_appel else ())
            if item.exercice == exercice and item.volet in DE_L_ANNEE and item not in kept
        )
        for sums, lines in ((withheld, kept), (asked, titled)):
            for line in lines:
                nature, section = Nature(line.nature), Section(line.section)
                known = depot.comptes.imputation(nature, section, payeur)
                sums[(section, known.depense if known is not None else ""), nature.groupe] += line.montant
    return withheld, asked


class Commande(NamedTuple):
    """What is ordered and not delivered: nothing is owed before its delivery (art. 8.1)."""

    depense: Depense
    compte: str
    """Empty when none is proposed for it."""
    montant: int
    """By the formula of its row, in cents."""
    origine: Origine
    place: Reference
    """Where it is written."""


def commandes(depot: Depot, adherent: str, exercice: int) -> tuple[Commande, ...]:
    """List what an adherent has ordered in an exercice and not yet received: no line has it."""
    dossier, found, resolved = depot.dossiers[adherent], [], cache(lambda: resolve(depot, exercice))
    for rank, item in enumerate(dossier.depenses_de(exercice)):
        ligne = depot.lignes.get(item.ligne)
        formule = compile_mode(ligne.direct) if ligne is not None else None
        if item.livraison is None and ligne is not None and formule is not None:
            known = depot.comptes.imputation(Nature.DIRECT, item.section, dossier.identite.type)
            vue = resolved()
            constants = {nom: valeur.valeur for nom, valeur in vue.regles.parametres.get(item.ligne, {}).items()}
            values = {**item.montants, **constants, "nombre": item.nombre}
            cost = amount_for_one(parse(formule.texte), values, {}, tables_of(vue, item.ligne, (formule,)).tables)
            place = dossier.at_year(Depenses, exercice, "depenses", rank)
            origine = weakest(dossier.depenses[exercice].origine, ligne.origine or depot.origine(LIGNES))
            account = known.depense if known is not None else ""
            found.append(Commande(item, account, round_half_up(cost), origine, place))
    return tuple(found)


def _vote(depot: Depot, adherent: str, exercice: int, au: date) -> date | None:
    year = depot.dossiers[adherent].budget_de(exercice)
    return year.calendrier.bp if year is not None and year.calendrier.bp > au else None


def _rangee(
    depot: Depot, adherent: str, key: Compte, lignes: Sequence[Ligne], ordered: Sequence[Commande]
) -> Inscription:
    """Gather what some lines charge to an account, and what is ordered on it, beside no credits."""
    section, compte = key
    payeur = depot.dossiers[adherent].identite.type
    chapters = [
        item.chapitre_depense or ""
        for item in depot.comptes.comptes
        if item.depense == compte and item.section is section and item.payeur is payeur
    ]
    natures = {*(ligne.calcul.nature for ligne in lignes), *(Nature.DIRECT for _ in ordered)}
    return Inscription(
        section=section,
        compte=compte,
        chapitre=chapters[0] if chapters else "",
        natures=tuple(nature for nature in Nature if nature in natures),
        montant=sum(ligne.montant for ligne in lignes),
        origine=weakest(*(ligne.origine for ligne in lignes), *(item.origine for item in ordered)),
        commande=sum(item.montant for item in ordered),
    )


def _opened(depot: Depot, adherent: str, exercice: int, au: date) -> dict[Compte, tuple[int, int]] | None:
    """Add up the credits of each account: those opened on the day, those still to be voted."""
    year = depot.dossiers[adherent].budget_de(exercice)
    if year is None or not year.credits:
        return None
    voted = year.calendrier.dm is None or year.calendrier.dm <= au
    found: dict[Compte, tuple[int, int]] = {}
    for credit in year.credits:
        opened, waiting = found.get((credit.section, credit.compte), (0, 0))
        more = credit.dm or 0
        found[credit.section, credit.compte] = (
            opened + credit.bp + (more if voted else 0),
            waiting + (0 if voted else more),
        )
    return found
