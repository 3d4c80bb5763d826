"""What the sheets of an entry and of an exit share: what it changes for everybody, the visas of a procedure.

Knows: effects, in cents, who pays more; procedures and their visas. Must not know: why somebody comes or leaves, which
document holds a piece (the caller says what is written), media.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, TypeVar

from convention.base.french import cite, compte, enumere, euros, les_premiers, majuscule, pluriel
from convention.compare.ecarts import EcartAdherent, together
from convention.engine.bilan import unpaid_more
from convention.model.forfaits import fees_noun
from convention.model.mots.avenants import EtapeVisa
from convention.model.mots.communs import Nature, Origine
from convention.model.valeurs.chemins import folder_of
from convention.reports.valeurs import compared_table, mentions, payroll_gone, phase_dite, signed

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from convention.compare.entrees import Effet
    from convention.engine.appels.solde import Du
    from convention.engine.lignes import Contribution, Hypothese
    from convention.model.depot import Depot
    from convention.model.documents.gouvernance import Procedure, Requise
    from convention.reports.rendus.table import Tableau


DIT = TypeVar("DIT", bound="Hashable")
NOMMES_MAX = 5
"""Adherents named in a sentence; beyond, the table says who."""
MANQUE = "manque"
NON_SUIVI = "à vérifier : les données n'en disent rien"
_AUCUN: Mapping[Acquis, str] = MappingProxyType({})
AVIS: Literal["avis"] = "avis"
"""What an instance gives, beside the steps of a visa."""
Acquis: TypeAlias = "EtapeVisa | Literal['avis']"
"""What acquires a visa: a step, or an opinion."""


class Verdict(NamedTuple):
    """What a coming or a leaving changes in an exercice, as a sheet says it first."""

    change: str
    propre: int
    """What the one concerned would pay, in cents."""
    qui: str
    """Who of the others pays more or less; empty when nobody else pays."""


class EffetDit(NamedTuple):
    """What it changes for each."""

    phase: str
    tableau: Tableau


def by_years(told: Iterable[tuple[int, DIT]]) -> list[tuple[str, DIT]]:
    """Gather the exercices of which the same thing is said: « 2027 et 2028, chaque année »."""
    years: dict[DIT, list[str]] = {}
    for annee, item in told:
        years.setdefault(item, []).append(str(annee))
    return [(f"{enumere(annees)}{', chaque année' if len(annees) > 1 else ''}", item) for item, annees in years.items()]


def verdicts(
    depot: Depot, effects: Sequence[Effet], adherent: str, nom: tuple[str, str], *, fait: bool = False
) -> list[tuple[str, Verdict]]:
    """Say what all the others (`nom`, for one and for several) would pay in each exercice, and the one concerned.

    Once it is done (`fait`), it is told as it is.
    """
    told = []
    for effet in effects:
        others = effet.autres(adherent)
        who = f"paient ensemble les {compte(len(others), *nom)}" if len(others) > 1 else f"paie l'{nom[0]}"
        nobody = f"ne {'change' if fait else 'changerait'} rien pour personne d'autre"
        moved = change(together(others).ecart, who, fait=fait) if others else nobody
        told.append((effet.exercice, Verdict(moved, effet.part(adherent).apres, who_moves(depot, others, fait=fait))))
    return by_years(told)


def effect_tables(
    depot: Depot, effects: Sequence[Effet], adherent: str, colonnes: tuple[str, str]
) -> list[tuple[str, EffetDit]]:
    """Show the effect on each in every exercice."""
    phases = {effet.exercice: phase_dite(depot.convention, effet.exercice, effet.apres.phase) for effet in effects}
    return by_years(
        (effet.exercice, EffetDit(phases[effet.exercice], _table(depot, effet, adherent, colonnes)))
        for effet in effects
    )


def _table(depot: Depot, effet: Effet, adherent: str, colonnes: tuple[str, str]) -> Tableau:
    """Show what everybody pays on both sides: the others one by one, their sum, the one concerned, the total."""
    others, own = effet.autres(adherent), effet.part(adherent)
    before, after = (f"{colonne} (€)" for colonne in colonnes)
    rows = [(depot.nom_de(part.adherent), part) for part in others]
    everyone = together((*others, own))
    totals = [("Tous les autres", together(others)), (depot.nom_de(adherent), own), ("Total", everyone)]
    return compared_table(("Adhérent", before, after), rows, totals)


def who_moves(depot: Depot, parts: Sequence[EcartAdherent], *, fait: bool = False) -> str:
    """Say how many would pay more, less, as much; those who would pay more are named when they are few.

    Nothing is said where nobody else pays.
    """
    if not parts:
        return ""
    up = [part for part in parts if part.ecart > 0]
    down = sum(1 for part in parts if part.ecart < 0)
    same = len(parts) - len(up) - down
    pays, pay = ("paie", "paient") if fait else ("paierait", "paieraient")
    words = ((len(up), "plus"), (down, "moins"), (same, "autant"))
    counted = [f"{count} {pluriel(count, pays, pay)} {word}" for count, word in words if count]
    told = f"Sur {compte(len(parts), 'autre adhérent', 'autres adhérents')}, {enumere(counted)}"
    if len(parts) > 1 and len(parts) in {down, same}:
        return f"Tous les autres {pay} {'moins' if down else 'autant'}."
    if not up:
        return f"{told} : personne ne {pays} plus."
    named = les_premiers([f"{depot.nom_de(part.adherent)} ({signed(part.ecart)})" for part in up], NOMMES_MAX)
    if len(up) == len(parts):
        return f"Tous les autres {pay} plus : {named}." if len(up) > 1 else f"{told} : {named}."
    return f"{told}. {pay.capitalize()} plus : {named}."


def change(cents: int, who: str, *, fait: bool = False) -> str:
    """Say a difference for all the others: « ferait baisser de 12,00 € ce que paient ensemble les 21 autres »."""
    if cents == 0:
        return f"ne {'change' if fait else 'changerait'} pas ce que {who}"
    return f"{'fait' if fait else 'ferait'} {'monter' if cents > 0 else 'baisser'} de {euros(abs(cents))} ce que {who}"


def lost(depot: Depot, effet: Effet, *, fait: bool = False) -> Iterator[str]:
    """Say what nobody would pay any more on the second side: payroll, which is not shared, costs without a payer.

    Once it is done (`fait`), it is told as it is.
    """
    payroll = str(Nature.MASSE_SALARIALE)
    sides = effet.avant, effet.apres
    gone = sides[0].totaux.par_nature.get(payroll, 0) - sides[1].totaux.par_nature.get(payroll, 0)
    if gone > 0:
        yield payroll_gone(gone, fees_noun(depot), fait=fait)
    for item in unpaid_more(sides[0].controle, sides[1].controle):
        label = depot.composants[item.composant].composant.libelle
        yield f"{euros(item.montant)} de {cite(label)} ne {'sont' if fait else 'seraient'} payés par personne"


def reserves(
    depot: Depot, effects: Sequence[Effet], adherent: str, others: Iterable[Origine], due: Iterable[Du] = ()
) -> tuple[str, ...]:
    """Say what the figures are worth: invented data, then, together, what is supposed of the adherent's quantities."""
    origins = {*others, *(ligne.origine for side in _sides(effects) for ligne in side.lignes)}
    assumed = (
        (exercice, f"{item.message} ({compte(item.nombre, 'valeur')})")
        for exercice, item in _assumed(effects, adherent, due)
    )
    told = [f"En {years}, {text}." for years, text in by_years(assumed)]
    return (*mentions(origins), *([" ".join((f"Quantités supposées {depot.du(adherent)}.", *told))] if told else ()))


def sources(effects: Sequence[Effet], adherent: str, due: Iterable[Du] = ()) -> list[str]:
    """List the files of the quantities of the adherent that stand for others."""
    return list(dict.fromkeys(item.fichier for _, item in _assumed(effects, adherent, due)))


def _assumed(effects: Sequence[Effet], adherent: str, due: Iterable[Du]) -> list[tuple[int, Hypothese]]:
    """List by exercice, once, what stands for a quantity of the adherent on either side, or in what it owes."""
    folder = folder_of(adherent)
    rests: list[Du | Contribution] = [*due, *_sides(effects)]
    told = ((item.exercice, assumed) for item in rests for assumed in item.hypotheses)
    return [(exercice, item) for exercice, item in dict.fromkeys(told) if item.fichier.startswith(folder)]


def _sides(effects: Sequence[Effet]) -> list[Contribution]:
    return [side for effet in effects for side in (effet.avant, effet.apres)]


class VisaEcrit(NamedTuple):
    """A visa: what is written of it, its name, in which case it is asked."""

    etat: str
    libelle: str
    quand: str | None = None


def written_visas(
    depot: Depot, requise: Requise | None, ecrits: Mapping[Acquis, str], noms: Mapping[Acquis, str] = _AUCUN
) -> Iterator[VisaEcrit]:
    """Yield the visas of a procedure, then what was done and it does not ask.

    `ecrits` say when what acquires each was done, or nothing when it is missing; `noms`, what acquires some, where the
    procedure says it of several cases and only one is here.
    """
    asked = _acquired(depot, requise.procedure) if requise is not None else {}
    for nom, acquis in asked.items():
        visa = depot.vie.visas[nom]
        if acquis is None or acquis not in ecrits:
            yield VisaEcrit(NON_SUIVI, visa.libelle, visa.quand)
        else:
            yield VisaEcrit(ecrits[acquis] or MANQUE, noms.get(acquis, visa.libelle), visa.quand)
    for done, text in ecrits.items():
        if text and done not in asked.values():
            yield VisaEcrit(text, noms.get(done) or (majuscule(done.nom) if isinstance(done, EtapeVisa) else "Avis"))


def asks(depot: Depot, procedure: Procedure, acquis: Acquis) -> bool:
    """Tell whether a procedure has a visa that something acquires."""
    return acquis in _acquired(depot, procedure).values()


def _acquired(depot: Depot, procedure: Procedure) -> dict[str, Acquis | None]:
    """Return what acquires each visa; the last one, if always asked and of no step, is the signature: it ends all."""
    visas = {nom: depot.vie.visas[nom] for nom in procedure.visas}
    found: dict[str, Acquis | None] = {
        nom: AVIS if visa.instance is not None else visa.etape for nom, visa in visas.items()
    }
    for nom in procedure.visas[-1:]:
        if found[nom] is None and visas[nom].quand is None and EtapeVisa.SIGNATURE not in found.values():
            found[nom] = EtapeVisa.SIGNATURE
    return found
