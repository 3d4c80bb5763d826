"""A part of a call, for one adherent: its rows by service, its lines with their computation.

Knows: how a part is told to a finance officer (exemples: an état liquidatif). Must not know: media, the other parts.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from convention.base.french import MOINS, MOIS, du_mois, enumere, euros, majuscule, minuscule, taux
from convention.base.money import CENTS, round_half_up
from convention.engine.appels.acomptes import acomptes, advance_name, all_frozen
from convention.engine.appels.appels import AppelCalcule, Montant, VoletCalcule, stated
from convention.engine.appels.echeances import call_of, regularised_on
from convention.engine.appels.pieces import Cle, claim, frozen
from convention.engine.bilan import is_counted
from convention.engine.lignes import HORS_SERVICE, Ligne
from convention.model.forfaits import MASSE_SALARIALE, fee_name, fees_noun, rubrique
from convention.model.mots.appels import Appele, GenreVolet
from convention.model.mots.communs import GroupeNature, Nature, Phase, Section
from convention.reports import mots
from convention.reports.calcul.liquidation import liquidation, sharing_cents
from convention.reports.calcul.operation import flat_settlement
from convention.reports.etat.genres import GenrePartie, Somme, said
from convention.reports.etat.motifs import reason, reasons
from convention.reports.etat.pieces import Piece, accounts_of, piece_of
from convention.reports.etat.valeurs import LigneDetail, Rangee, VoletEtat
from convention.reports.valeurs import entamees

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from convention.model.depot import Depot

FIGE = (
    "En fonctionnement, {montant} (délibérations concordantes [à compléter]) tient lieu d'acompte, réparti entre les "
    "lignes ; le reste est appelé {reste}."
)
DEJA_FIGE = "L'acompte de fonctionnement, figé à {montant}, a été imputé sur l'attribution de compensation."
DEJA_FIGES = "Les acomptes de fonctionnement, figés à {montant}, ont été imputés sur l'attribution de compensation."

COMPLETE = (
    "Un acompte est arrondi sur son total, et ses centimes répartis entre les lignes : le solde porte chacune à son "
    "montant révisé."
)


def part(depot: Depot, appel: AppelCalcule, volet: VoletCalcule, adherent: str, pieces: Sequence[Piece]) -> VoletEtat:
    """Tell one part of a call to one adherent, with the documents that the call issues to it."""
    montants = _told(volet, adherent)
    details = tuple(_explained(depot, volet, item, pieces) for item in montants)
    told = VoletEtat(
        genre=GenrePartie(volet.genre),
        exercice=volet.exercice,
        titre="",
        note="",
        rangees=rows(depot, volet, montants),
        sous_totaux=_by_document(depot, volet, montants),
        total=total(montants),
        details=tuple(sorted(details, key=lambda item: _order(depot, item))),
        provisoire=volet.genre is GenreVolet.REGULARISATION and not depot.est_clos(volet.exercice),
        # Of a balance, those that were asked of this adherent.
        acomptes=volet.acomptes.get(adherent, 0)
        if volet.genre is GenreVolet.SOLDE
        else len(acomptes(depot, volet.exercice)),
        prevu=_forecast(depot, volet),
    )
    notes = (in_part(depot, adherent, volet.exercice, appel.jour), _note(depot, appel, told, volet, adherent))
    return told._replace(titre=_title(depot, appel, told, volet.taux, adherent), note=" ".join(filter(None, notes)))


def in_part(depot: Depot, adherent: str, exercice: int, au: date) -> str:
    """Say that an exercice is not a whole year: of the convention, or of the membership of an adherent."""
    mine = mots.member_in_part(depot, adherent, exercice, au)
    told = f"Exercice {exercice}, une partie de l'année seulement : adhérent {mine}." if mine else ""
    return " ".join(filter(None, (entamees(depot.convention, (exercice,)), told)))


def _forecast(depot: Depot, volet: VoletCalcule) -> bool:
    """Tell whether what is said to be revised is what was forecast, for want of any new count and of any new price."""
    counted = is_counted(volet.contribution.calculs) and not volet.contribution.projection
    prices = (item.composant.montants.get(volet.exercice, {}) for item in depot.composants.values())
    revised = any(price.revise not in {None, price.previsionnel} for known in prices for price in known.values())
    return volet.phase is Phase.REVISE and not counted and not revised


def rows(depot: Depot, volet: VoletCalcule, montants: Sequence[Montant]) -> tuple[Rangee, ...]:
    """Add lines up, one row a service, a flat fee or not, and a section; a row of zeros is left out."""
    groups: dict[tuple[str, str | None, str], list[Montant]] = {}
    for item in montants:
        _, service, objet, nature, section = item.identite
        fee = objet if nature == Nature.MASSE_SALARIALE else None
        groups.setdefault((service, fee, section), []).append(item)
    found = [_row(depot, volet, group) for group in groups.values()]
    order = [row.code for row in found]
    told = sorted(found, key=lambda row: (order.index(row.code), row.section is Section.INVESTISSEMENT))
    return tuple(row for row in told if any(row.somme))


def line(depot: Depot, item: Montant, piece: Piece | None) -> LigneDetail:
    """Tell one line, with its computation when it still has one."""
    adherent, service, objet, nature, section = item.identite
    ligne = item.ligne
    tarif = depot.lignes.get(ligne.calcul.ligne_tarif or "") if ligne is not None else None
    recette, depense = accounts_of(depot, adherent, Nature(nature), Section(section), piece)
    return LigneDetail(
        service=service,
        objet=objet,
        libelle=mots.sealed_name(depot, item.identite)
        if ligne is None
        else mots.line_name(depot, ligne.calcul, adherent),
        hors_extrait=tarif is not None and tarif.hors_extrait,
        nature=Nature(nature),
        section=Section(section),
        calcul=liquidation(ligne, depot) if ligne is not None else "",
        arrondi=ligne is not None and sharing_cents(ligne) != 0,
        fctva=ligne is not None and _given_back(ligne),
        motif="",
        somme=Somme(item.base, item.anterieur, item.montant),
        compte_recette=recette,
        compte_depense=depense,
        piece=piece.numero if piece is not None else None,
        origine=item.origine,
    )


def total(montants: Sequence[Montant]) -> Somme:
    """Add lines up."""
    return Somme(
        sum(item.base for item in montants),
        sum(item.anterieur for item in montants),
        sum(item.montant for item in montants),
    )


def _told(volet: VoletCalcule, adherent: str) -> tuple[Montant, ...]:
    """Leave out the masse salariale of a regularisation that does not touch it: it is flat (art. 8.3)."""
    montants = volet.of(adherent)
    if volet.genre is not GenreVolet.REGULARISATION:
        return montants
    return tuple(item for item in montants if item.montant or item.identite[3] != Nature.MASSE_SALARIALE)


def _explained(depot: Depot, volet: VoletCalcule, item: Montant, pieces: Sequence[Piece]) -> LigneDetail:
    """Tell a line with the document that holds it, and why it moved."""
    adherent, _, _, nature, section = item.identite
    piece = None
    if volet.genre.titre:
        cle = Cle(adherent, Appele(volet.genre), volet.exercice, Nature(nature).groupe, Section(section))
        piece = piece_of(pieces, cle)
    told = line(depot, item, piece)
    if volet.genre is not GenreVolet.REGULARISATION or not item.montant:
        return told
    return told._replace(motif=reason(depot, volet, item).texte)


def _row(depot: Depot, volet: VoletCalcule, group: Sequence[Montant]) -> Rangee:
    _, service, objet, nature, section = group[0].identite
    cost = _cost(depot, objet, nature)
    forfait = group[0].ligne if nature == Nature.MASSE_SALARIALE else None
    name = f"{cost} : {flat_settlement(forfait, depot)}" if forfait is not None else cost
    told = reasons(depot, volet, group) if volet.genre is GenreVolet.REGULARISATION else ()
    return Rangee(service, mots.service_name(depot, service), name, cost, Section(section), total(group), told)


def _cost(depot: Depot, objet: str, nature: str) -> str:
    if nature == Nature.MASSE_SALARIALE:
        return fee_name(depot, objet).titre
    return rubrique(depot, Nature(nature).groupe)


def _given_back(ligne: Ligne) -> bool:
    """Tell whether the managing body got back a part of what a line shares."""
    rate = ligne.calcul.valeurs.get("taux_fctva")
    return rate is not None and rate.valeur > 0


def _order(depot: Depot, item: LigneDetail) -> tuple[bool, str, int, int]:
    """Put the lines in the order of the files: the masse salariale, then by service, yearly costs first."""
    names = list(depot.composants)
    return (
        item.service != HORS_SERVICE,
        item.service,
        (Nature.MASSE_SALARIALE, Nature.DIRECT, Nature.INDIRECT_ANNUEL, Nature.INDIRECT_FACTUEL).index(item.nature),
        names.index(item.objet) if item.objet in depot.composants else -1,
    )


def _by_document(depot: Depot, volet: VoletCalcule, montants: Sequence[Montant]) -> tuple[tuple[str, Somme], ...]:
    """Add a regularisation up by document, when some are paid and others given back: nothing is netted."""
    if volet.genre is not GenreVolet.REGULARISATION:
        return ()
    groups: dict[tuple[str, str], list[Montant]] = {}
    for item in montants:
        nature, section = Nature(item.identite[3]), Section(item.identite[4])
        groups.setdefault((rubrique(depot, nature.groupe), section), []).append(item)
    sums = {name: total(items) for name, items in groups.items()}
    if len({somme.montant > 0 for somme in sums.values() if somme.montant}) < 2:  # noqa: PLR2004 (both signs)
        return ()
    return tuple((f"{name}, {section}", somme) for (name, section), somme in sums.items())


def _title(depot: Depot, appel: AppelCalcule, volet: VoletEtat, share: Fraction | None, adherent: str) -> str:
    annee, rate = volet.exercice, taux(share or 1)
    name = majuscule(advance_name(depot, annee, appel.echeance))
    acompte = f"{name} de l'exercice {annee}" if volet.acomptes > 1 else f"{name} {annee}"
    fixed = all_frozen(depot, annee, appel.echeance).get(adherent)
    if fixed is not None and volet.genre is GenrePartie.ACOMPTE:
        invested = any(row.section is Section.INVESTISSEMENT for row in volet.rangees)
        more = f", et {rate} des investissements" if invested else ""
        return f"{acompte} : {euros(fixed)} imputés sur l'attribution de compensation{more}"
    told = said(volet.genre.intitule, prevu=volet.prevu).format(
        annee=annee,
        acompte=acompte,
        taux=rate,
        mois="" if volet.prevu else f" {du_mois(appel.jour)}",
        moins=("appelé en une fois", "moins l'acompte", "moins les acomptes")[min(volet.acomptes, 2)],
        arrete=settled(depot, appel, volet),
        piece=claim(depot).nom.lower(),
    )
    return f"{told}, l'exercice n'étant pas clos" if volet.provisoire else told


def settled(depot: Depot, appel: AppelCalcule, volet: VoletEtat) -> str:
    """Say how final a regularisation is, once its exercice is closed, and once it is corrected since it was issued."""
    if volet.provisoire:
        return "provisoire"
    return "définitif rectifié" if regularised_on(depot, volet.exercice, appel.echeance) else "définitif"


def _note(depot: Depot, appel: AppelCalcule, told: VoletEtat, volet: VoletCalcule, adherent: str) -> str:
    fixed = frozen(depot, adherent, volet.exercice)
    untold = mots.no_advance(depot, adherent, volet.exercice)
    missed = f"{untold}." if untold else ""
    match told.genre:
        case GenrePartie.REGULARISATION if depot.forfaits:
            fixed_fee = fees_noun(depot) != MASSE_SALARIALE.nu
            own = any(item.identite[3] == Nature.MASSE_SALARIALE and item.montant for item in volet.of(adherent))
            flat = "Un forfait n'est pas recompté" if fixed_fee else "La masse salariale est forfaitaire"
            if own:
                return f"{flat} : ce qui en est régularisé vient d'une présence, ou d'un prix, qui a changé."
            more = "" if fixed_fee else " et n'est pas régularisée"
            only = f"{rubrique(depot, GroupeNature.INDIRECTS)} seulement{depot.convention.clauses.selon('appels')}"
            return f"{only} ; {minuscule(flat)}{more}."
        case GenrePartie.ACOMPTE if fixed is not None:
            notes = [_frozen_note(depot, appel, volet, adherent, fixed), missed]
        case GenrePartie.ACOMPTE:
            notes = [*_reduced(volet, told.rangees), *_rounding(depot, volet, told.rangees), missed]
        case GenrePartie.SOLDE:
            notes = [_balance_note(told, fixed), _moved_since(depot, appel, told, adherent), missed]
        case GenrePartie.PREVISIONNEL:
            notes = [missed]
        case _:
            notes = []
    return " ".join(filter(None, notes))


def _balance_note(volet: VoletEtat, fixed: int | None) -> str:
    """Say what was withheld already; or why a balance is not its advance, to the cent."""
    if fixed is not None and volet.acomptes:
        return (DEJA_FIGE if volet.acomptes == 1 else DEJA_FIGES).format(montant=euros(fixed))
    differs = any(row.somme.anterieur not in {0, row.somme.montant} for row in volet.rangees)
    return said(COMPLETE, prevu=volet.prevu) if differs else ""


def _moved_since(depot: Depot, appel: AppelCalcule, volet: VoletEtat, adherent: str) -> str:
    """Say which amounts are no longer those that the last advance was a part of: the balance carries the difference."""
    before: Counter[tuple[str, str, str]] = Counter()
    for identite, cents in stated(depot, adherent, volet.exercice, appel.echeance).items():
        _, service, objet, nature, section = identite
        before[service, _cost(depot, objet, nature), section] += cents
    moved = [
        f"{row.rubrique if row.forfait else row.service}{row.section.suite}, "
        f"{euros(row.somme.base)} au lieu de {euros(before[key])}"
        for row in (volet.rangees if before else ())
        if before[key := (row.code, row.rubrique, row.section)] != row.somme.base
    ]
    since = "le dernier acompte" if volet.acomptes > 1 else "l'acompte"
    return f"Changé depuis {since} : {' ; '.join(moved)}." if moved else ""


def _frozen_note(depot: Depot, appel: AppelCalcule, volet: VoletCalcule, adherent: str, fixed: int) -> str:
    """Say what of a frozen amount stands for an advance, and when the rest is called."""
    solde = call_of(depot, GenreVolet.SOLDE, volet.exercice)
    reste = "à la régularisation"
    if solde is not None:
        year = "" if solde.date.year == appel.jour.year else f" {solde.date.year}"
        reste = f"par titre, en {MOIS[solde.date.month - 1]}{year}"
    now = all_frozen(depot, volet.exercice, appel.echeance).get(adherent, fixed)
    montant = f"le montant figé de {euros(now)}"
    if now != fixed:
        montant = f"le montant de {euros(now)}, pris sur le montant figé de {euros(fixed)}"
    return FIGE.format(montant=montant, reste=reste)


def _reduced(volet: VoletCalcule, rangees: Sequence[Rangee]) -> Iterator[str]:
    """Say which advance is not its whole share, for less than that was left to call."""
    for name in dict.fromkeys(row.rubrique for row in rangees):
        for section in Section:
            kept = [row.somme for row in rangees if (row.rubrique, row.section) == (name, section)]
            base, called = sum(somme.base for somme in kept), sum(somme.montant for somme in kept)
            share = round_half_up((volet.taux or Fraction(1)) * Fraction(base, CENTS))
            if called < share:
                told = f"{euros(called)} au lieu de {euros(share)}, car le reste de {euros(base)} a déjà été appelé"
                yield f"{name}{section.suite} : {told}."


def _rounding(depot: Depot, volet: VoletCalcule, rangees: Sequence[Rangee]) -> Iterator[str]:
    """Say, for each section, where the cents of its advance went, when a row is not its own share, cut below."""
    rate, costs = volet.taux or Fraction(1), f"des {minuscule(rubrique(depot, GroupeNature.INDIRECTS))}"
    for section, what in ((Section.FONCTIONNEMENT, costs), (Section.INVESTISSEMENT, "des investissements")):
        kept = [row for row in rangees if not row.forfait and row.section is section]
        base, called = sum(row.somme.base for row in kept), sum(row.somme.montant for row in kept)
        cents = {row.code: row.somme.montant - floor(row.somme.base * rate) for row in kept}
        moved = {code: number for code, number in cents.items() if number}
        if not moved or called < round_half_up(rate * Fraction(base, CENTS)):
            continue
        head = f"Arrondi : l'acompte {what} est de {euros(called)} ({taux(rate)} de {euros(base)})"
        if list(moved.values()) == [1]:
            yield f"{head} ; le centime est porté par {next(iter(moved))}."
            continue
        told = enumere([f"{code} ({MOINS if number < 0 else '+'}{abs(number)})" for code, number in moved.items()])
        yield (
            f"{head} ; ses centimes vont aux lignes de coût. Centimes de plus ou de moins que la part du service, "
            f"coupée au centime : {told}."
        )
