"""ADH017: the credits of an adherent cover what it owes, account by account (art. 8.3).

Knows: credits, contributions of open exercices in their phase in force. Must not know: what was called or paid.
There is no clock here: what is written counts, even when its vote is to come, and is never said to be voted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import ajouter_ligne, la_ligne
from convention.base.french import cite, du, euros
from convention.base.money import decimal_text
from convention.checks.adherents.budgets import CreditEcrit, budget_at, voted
from convention.checks.cadre.controle import controle_du_calcul
from convention.checks.cadre.lieux import Constat, LaCle, signal
from convention.engine.appels.budget import charged
from convention.engine.appels.pieces import frozen
from convention.model.mots.communs import Section, StatutExercice
from convention.model.mots.vie import GenreBudget

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from convention.checks.cadre.contexte import Contexte, ExerciceVu
    from convention.engine.lignes import Ligne
    from convention.model.depot import Depot, Dossier


class _Compte(NamedTuple):
    """What credits are voted on."""

    compte: str
    section: Section


class _Besoin(NamedTuple):
    """What an adherent owes on an account in an exercice, and its lines of credits on it."""

    exercice: ExerciceVu
    dossier: Dossier
    compte: _Compte
    montant: int
    lignes: tuple[CreditEcrit, ...]

    @property
    def ouverts(self) -> int:
        """Cents written, decision modificative included."""
        return sum(item.credit.bp + (item.credit.dm or 0) for item in self.lignes)


@controle_du_calcul("ADH017", avertit=True, par_exercice=True)
def insufficient(contexte: Contexte) -> Iterator[Constat]:
    """ADH017: credits below the contribution of the phase in force, for an adherent that has written some that year."""
    depot = contexte.depot
    written: dict[int, dict[str, list[CreditEcrit]]] = {}
    for item in voted(depot):
        written.setdefault(item.annee, {}).setdefault(item.dossier.id, []).append(item)
    for exercice in contexte.exercices:
        lignes = written.get(exercice.annee)
        if lignes is None or depot.exercices[exercice.annee].statut is not StatutExercice.OUVERT:
            continue
        for (adherent, compte), montant in sorted(_due(contexte, exercice, lignes.keys()).items()):
            own = (item for item in lignes[adherent] if (item.credit.compte, item.credit.section) == compte)
            besoin = _Besoin(exercice, depot.dossiers[adherent], compte, montant, tuple(own))
            if besoin.ouverts < montant:
                yield _missing(depot, besoin)


def _due(contexte: Contexte, exercice: ExerciceVu, adherents: Collection[str]) -> Mapping[tuple[str, _Compte], int]:
    """Sum what adherents need credits for, in cents, by account; the managing body has none (art. 7).

    What their attribution de compensation bears is not paid: it needs none.
    """
    due: Counter[tuple[str, _Compte]] = Counter()
    mine: dict[str, list[Ligne]] = defaultdict(list)
    for ligne in contexte.calculs.lignes(exercice, exercice.vue.phase):
        if ligne.adherent in adherents and ligne.compte_depense is not None:
            due[ligne.adherent, _Compte(ligne.compte_depense, ligne.calcul.section)] += ligne.montant
            mine[ligne.adherent].append(ligne)
    for adherent, lignes in mine.items():
        for (section, compte), cents in charged(contexte.depot, adherent, exercice.annee, lignes).items():
            due[adherent, _Compte(compte, section)] -= cents
    return due


def _missing(depot: Depot, besoin: _Besoin) -> Constat:
    annee, compte, manque = besoin.exercice.annee, besoin.compte, besoin.montant - besoin.ouverts
    on_ac = compte.section is Section.FONCTIONNEMENT and frozen(depot, besoin.dossier.id, annee)
    elsewhere = ", sans ce qui est imputé sur l'attribution de compensation" if on_ac else ""
    message = (
        f"le budget {annee} {du(besoin.dossier.identite.nom)} inscrit {euros(besoin.ouverts)} au compte "
        f"{cite(compte.compte)}, et sa contribution ({besoin.exercice.vue.phase.libelle}) y est de "
        f"{euros(besoin.montant)}{elsewhere} : il manque {euros(manque)}"
    )
    if not besoin.lignes:
        reference = budget_at(besoin.dossier, "exercices", str(annee), "credits")
        start = f'- {{compte: "{compte.compte}", section: {compte.section}, budget: {_principal(besoin.dossier)}'
        line = f"{start}, bp: {decimal_text(manque)}}}"
        return signal("ADH017", LaCle(reference), message, ajouter_ligne(line))
    first = besoin.lignes[0]
    before, after = (
        f"bp: {decimal_text(first.credit.bp + manque)}",
        f"dm: {decimal_text((first.credit.dm or 0) + manque)}",
    )
    later = f" avant le vote du budget ; après lui, {cite(after)} par décision modificative"
    hint = "inscrire " + la_ligne(before) + later + ", ou couvrir ce qui manque au sein du chapitre"
    return signal("ADH017", first.at("bp"), message, hint)


def _principal(dossier: Dossier) -> str:
    known = dossier.budget.budgets if dossier.budget is not None else {}
    return next((nom for nom, budget in known.items() if budget.genre is GenreBudget.PRINCIPAL), "…")
