"""Costs borne and recharged as a page to read: its tables, and what its template (`equilibre.j2`) reads (art. 8).

Knows: how a Bilan is shown. Must not know: how it was computed.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.appellation import Noms
from convention.base.french import MOINS, compte, ecart, euros, majuscule, montant, nombre, typeset
from convention.engine.equilibre import Bilan, Comparaison, Rubrique
from convention.model.forfaits import MASSE_SALARIALE, fees_name
from convention.model.mots.communs import Nature, NaturePoste
from convention.reports import mots
from convention.reports.rendus.document import Mention, Paragraphe
from convention.reports.rendus.gabarit import ecrire
from convention.reports.rendus.table import Tableau
from convention.reports.valeurs import mentions, phase_dite

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from convention.model.depot import Depot
    from convention.reports.rendus.document import Document


INCONNU = "–"
UN_TOUT = 1000
"""Tenths of a percent in a whole."""


def balance(bilan: Bilan, depot: Depot) -> Document:
    """Write the costs borne and recharged of an exercice: what a mayor reads first, then the detail."""
    return ecrire(
        "finances/equilibre.j2",
        **_said(bilan, depot.nom_de(bilan.gestionnaire), depot),
        phase=phase_dite(depot.convention, bilan.exercice, bilan.phase),
        avertissement=tuple(map(Mention, mentions([bilan.origine], projection=bilan.projection))),
        natures=_natures(bilan, depot),
        equipes=_equipes(bilan, depot),
        laisses=list(unpaid(bilan, depot)),
        comparaisons=_comparaisons(bilan, depot),
        hypotheses=mots.assumed(bilan.hypotheses),
    )


def _natures(bilan: Bilan, depot: Depot) -> Tableau:
    rows = [_row(balanced(bilan, depot, nature), rubrique) for nature, rubrique in shown_natures(bilan)]
    rows.append(_row("Coûts non refacturés", bilan.hors_natures))
    whose = depot.convention.noms.gestionnaire.du
    own = (f"dont part {whose}, sans titre", "", montant(bilan.part_gestionnaire), "")
    headers = ("Coût", "Supporté", "Refacturé", "Non récupéré")
    return Tableau(headers, tuple(rows), (_row("Total", bilan.total), own))


def shown_natures(bilan: Bilan) -> Iterator[tuple[Nature, Rubrique]]:
    """Yield what is borne and recharged of each nature that has something, or whose payroll or flat fee is declared."""
    for nature, rubrique in bilan.natures.items():
        if (bilan.forfaitaire or bilan.equipes) if nature is Nature.MASSE_SALARIALE else any(rubrique):
            yield nature, rubrique


def balanced(bilan: Bilan, depot: Depot, nature: Nature) -> str:
    """Name what a nature is in a balance: what the teams cost, when it is declared, then the fees that pay more."""
    if nature is Nature.MASSE_SALARIALE and bilan.equipes:
        fees = fees_name(depot)
        other = f", {fees.nu}" if bilan.forfaitaire and fees != MASSE_SALARIALE else ""
        return f"{nature.bilan}{' et régie' if bilan.regie else ''}{other}"
    return mots.said(depot, nature, nature.bilan)


def _row(label: str, rubrique: Rubrique) -> tuple[str, ...]:
    return (label, montant(rubrique.supporte), montant(rubrique.refacture), montant(rubrique.non_recouvre))


def _equipes(bilan: Bilan, depot: Depot) -> Tableau:
    """One row a group of annexe 2, with its full-time equivalents; the régie says that it is one."""
    etp = _etp(depot)
    rows = [
        (
            mots.service_name(depot, item.service),
            item.libelle + (" (régie)" if item.regie else ""),
            *_staff(etp, [number for key, number in etp.items() if key == (item.service, item.regie)]),
            montant(item.montant),
        )
        for item in bilan.equipes
    ]
    totals = [("Total", "", *_staff(etp, etp.values()), montant(bilan.masse_salariale + bilan.regie))]
    if bilan.regie:
        staff = _staff(etp, [number for (_, regie), number in etp.items() if regie])
        totals.append(("dont régie", "prestation achetée", *staff, montant(bilan.regie)))
    headers = ("Service", "Pôle", *(["ETP"] if etp else []), "Coût")
    return Tableau(headers, tuple(rows), tuple(totals), a_gauche=2)


def _staff(etp: Mapping[tuple[str, bool], Fraction], found: Collection[Fraction]) -> tuple[str, ...]:
    """Write full-time equivalents, unknown where none is declared; no cell at all when annexe 2 declares none."""
    return (nombre(sum(found, Fraction(0))) if found else INCONNU,) if etp else ()


def _etp(depot: Depot) -> dict[tuple[str, bool], Fraction]:
    found: dict[tuple[str, bool], Fraction] = {}
    for pole in depot.poles:
        for poste in pole.postes:
            key = (pole.service, poste.nature is NaturePoste.REGIE)
            found[key] = found.get(key, Fraction(0)) + poste.etp
    return found


def unpaid(bilan: Bilan, depot: Depot) -> Iterator[tuple[str, str, int]]:
    """Name what is borne and charged to nobody, and why; cents."""
    for item in bilan.non_refactures:
        yield item.libelle, majuscule(item.motif), item.montant
    for left in bilan.non_repartis:
        why = "Un plafond ou une exonération le décide." if left.decide else "Personne n'en paie cette part."
        yield mots.unpaid_name(depot, left), why, left.montant


def by_payer(bilan: Bilan) -> list[Comparaison]:
    """Order what each pays and would pay alone, the largest first."""
    return sorted(bilan.comparaisons, key=lambda item: (-item.paye, item.adherent))


def _comparaisons(bilan: Bilan, depot: Depot) -> Tableau:
    order = by_payer(bilan)
    rows = [(depot.nom_de(item.adherent), *compared(item)) for item in order]
    number, everybody = bilan.comparees.nombre, montant(bilan.total.refacture)
    if not number:
        return Tableau(("Adhérent", "Paie"), tuple(row[:2] for row in rows), (("Total", everybody),))
    whole = compared(all_compared(bilan))
    if number == len(order):
        totals = [("Total", *whole)]
    else:
        who = f"dont {compte(number, 'adhérent comparé', 'adhérents comparés')}"
        totals = [("Total", everybody, "", "", ""), (who, *whole)]
    headers = ("Adhérent", "Paie", "Paierait seul (estimation)", "Gain", "Gain en %")
    return Tableau(headers, tuple(rows), tuple(totals))


def all_compared(bilan: Bilan) -> Comparaison:
    """Return what those who are compared pay, and would pay alone."""
    _, paye, seul, gain = bilan.comparees
    return Comparaison("", paye, seul, gain)


def compared(item: Comparaison) -> tuple[str, ...]:
    """Write what one pays, would pay alone, and gains, in euros and relatively."""
    if item.seul is None or item.gain is None:
        return (montant(item.paye), INCONNU, INCONNU, INCONNU)
    return (
        montant(item.paye),
        montant(item.seul),
        ecart(item.gain),
        share(Fraction(item.gain, item.seul)) if item.seul else INCONNU,
    )


def sentences(bilan: Bilan, gestionnaire: str, depot: Depot) -> list[str]:
    """Say what the services cost, or would, what the forfait covers, who bears the rest, what is gained."""
    told = ecrire("finances/equilibre_dit.j2", **_said(bilan, gestionnaire, depot))
    return [bloc.texte for bloc in told if isinstance(bloc, Paragraphe)]


def _said(bilan: Bilan, gestionnaire: str, depot: Depot) -> dict[str, object]:
    """Give what these sentences name: verbs are in the conditional of an exercice to come."""
    coming = depot.exercice_courant is not None and bilan.exercice > depot.exercice_courant

    def dit(present: str, conditional: str) -> str:
        return conditional if coming else present

    def gagne(gain: int) -> str:
        rate = f" ({share(Fraction(abs(gain), bilan.comparees.seul))})" if bilan.comparees.seul else ""
        if gain < 0:
            return f"{dit('coûte', 'coûterait')} {euros(-gain)} de plus{rate}"
        return f"{dit('fait', 'ferait')} gagner {euros(gain)}{rate}"

    called = depot.convention.noms.gestionnaire
    return {
        "bilan": bilan,
        "qui": called,
        # A convention that gives it no name of its own calls it by what it is.
        "precise": f" ({gestionnaire})" if called == Noms().gestionnaire else "",
        "sien": next((item.seul for item in bilan.comparaisons if item.adherent == bilan.gestionnaire), None),
        "dit": dit,
        "gagne": gagne,
        "share": share,
    }


def share(part: Fraction) -> str:
    """Write a share to one decimal, half up: « 94,3 % »; what is not the whole never reads « 100,0 % »."""
    exact = abs(part)
    dixiemes = (2 * UN_TOUT * exact.numerator + exact.denominator) // (2 * exact.denominator)
    if dixiemes == UN_TOUT and exact != 1:
        dixiemes += 1 if exact > 1 else -1
    sign = MOINS if part < 0 and dixiemes else ""
    return typeset(f"{sign}{nombre(dixiemes // 10)},{dixiemes % 10} %")
