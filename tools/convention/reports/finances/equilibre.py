"""Costs borne and recharged as a page to read: sentences first, then tables, then controls (art. 8).

Knows: how a Bilan is said and shown. Must not know: how it was computed.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from convention.base.french import MOINS, cite, compte, ecart, euros, majuscule, montant, nombre, typeset
from convention.engine.equilibre import Comparaison
from convention.model.forfaits import MASSE_SALARIALE, fees_name
from convention.model.mots.communs import Nature, NaturePoste
from convention.reports import mots
from convention.reports.rendus.escape import terminal
from convention.reports.rendus.table import Tableau, terminal_table
from convention.reports.valeurs import PROJECTION, mentions, phase_dite

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from convention.engine.equilibre import Bilan, Rubrique
    from convention.model.depot import Depot


_Dit: TypeAlias = "Callable[[str, str], str]"
"""A verb in the tense of an exercice: « coûtent » now, « coûteraient » of one to come."""
INCONNU = "–"
UN_TOUT = 1000
"""Tenths of a percent in a whole."""


def balance_text(bilan: Bilan, depot: Depot) -> str:
    """Write the costs borne and recharged of an exercice: what a mayor reads first, then the detail."""
    name = terminal(depot.nom_de(bilan.gestionnaire))
    phase = phase_dite(depot.convention, bilan.exercice, bilan.phase)
    parts = [
        f"Coûts supportés et refacturés {bilan.exercice}, {phase} (en euros)",
        *mentions([bilan.origine]),
        *([PROJECTION] if bilan.projection else []),
        "",
        *sentences(bilan, name, depot),
        "",
        "Ce qui est supporté, ce qui est refacturé",
        "",
        terminal_table(_natures(bilan, depot)),
        *(("Ce que coûtent les équipes", "", terminal_table(_equipes(bilan, depot))) if bilan.equipes else ()),
        *_left(bilan, depot),
        "Ce que chaque adhérent paie"
        + (", et ce qu'il paierait seul d'après l'estimation déclarée" if bilan.comparees.nombre else ""),
        "",
        terminal_table(_comparaisons(bilan, depot)),
        *_controls(bilan),
        *mots.assumed(bilan.hypotheses),
    ]
    return "\n".join(parts) + "\n"


def _natures(bilan: Bilan, depot: Depot) -> Tableau:
    rows = [_row(balanced(bilan, depot, nature), rubrique) for nature, rubrique in shown_natures(bilan)]
    rows.append(_row("Coûts non refacturés", bilan.hors_natures))
    own = ("dont part du gestionnaire, sans titre", "", montant(bilan.part_gestionnaire), "")
    headers = ("Coût", "Supporté", "Refacturé", "Non récupéré")
    return Tableau(headers, tuple(rows), (_row("Total", bilan.total), own))


def shown_natures(bilan: Bilan) -> Iterator[tuple[Nature, Rubrique]]:
    """Yield what is borne and recharged of each nature that has something, or whose payroll or flat fee is declared."""
    for nature, rubrique in bilan.natures.items():
        if (bilan.forfaitaire or bilan.equipes) if nature is Nature.MASSE_SALARIALE else any(rubrique):
            yield nature, rubrique


def balanced(bilan: Bilan, depot: Depot, nature: Nature) -> str:
    """Name what a nature is in a balance: what the teams cost, when it is declared, whatever the flat fee is called."""
    if nature is Nature.MASSE_SALARIALE and bilan.equipes:
        return f"{nature.bilan} et régie" if bilan.regie else nature.bilan
    return mots.said(depot, nature, nature.bilan)


def _row(label: str, rubrique: Rubrique) -> tuple[str, ...]:
    return (label, montant(rubrique.supporte), montant(rubrique.refacture), montant(rubrique.non_recouvre))


def _equipes(bilan: Bilan, depot: Depot) -> Tableau:
    """One row a group of annexe 2, with its full-time equivalents; the régie says that it is one."""
    etp = _etp(depot)
    rows = [
        (
            terminal(mots.service_name(depot, item.service)),
            terminal(item.libelle) + (" (régie)" if item.regie else ""),
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


def _left(bilan: Bilan, depot: Depot) -> list[str]:
    found = [f"- {euros(cents)} : {terminal(name)}. {terminal(why)}" for name, why, cents in unpaid(bilan, depot)]
    staff = ", hors masse salariale" if bilan.equipes else ""
    return [f"Ce que personne ne rembourse{staff}", "", *found, ""] if found else []


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
    rows = [(terminal(depot.nom_de(item.adherent)), *compared(item)) for item in order]
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
    return (montant(item.paye), montant(item.seul), ecart(item.gain), _rate(item.gain, item.seul))


def _rate(gain: int, seul: int) -> str:
    return share(Fraction(gain, seul)) if seul else INCONNU


def _controls(bilan: Bilan) -> list[str]:
    controle = bilan.controle
    borne = "coûts supportés = coûts refacturés + coûts non récupérés, nature par nature et au total"
    gaps = f"{montant(controle.ecart_natures)} et {montant(controle.ecart_total)}"
    paid = f"Σ adhérents = total refacturé {euros(bilan.total.refacture)} ; écart {montant(controle.ecart_adherents)}"
    gained = f"Σ estimations − Σ contributions = Σ gains ; écart {montant(controle.ecart_gains)}"
    controls = [f"{borne} ; écarts {gaps}", paid, *([gained] if bilan.comparees.nombre else [])]
    return [f"Contrôle : {control}." for control in controls]


def sentences(bilan: Bilan, gestionnaire: str, depot: Depot) -> list[str]:
    """Say what the services cost, or would, what the forfait covers, who bears the rest, what is gained."""
    coming = depot.exercice_courant is not None and bilan.exercice > depot.exercice_courant

    def dit(present: str, conditional: str) -> str:
        return conditional if coming else present

    return [
        _whole(bilan, dit),
        *_coverage(bilan, depot, dit),
        _managing_body(bilan, gestionnaire, dit),
        *_gain(bilan, dit),
    ]


def share(part: Fraction) -> str:
    """Write a share to one decimal, half up: « 94,3 % »; what is not the whole never reads « 100,0 % »."""
    exact = abs(part)
    dixiemes = (2 * UN_TOUT * exact.numerator + exact.denominator) // (2 * exact.denominator)
    if dixiemes == UN_TOUT and exact != 1:
        dixiemes += 1 if exact > 1 else -1
    sign = MOINS if part < 0 and dixiemes else ""
    return typeset(f"{sign}{nombre(dixiemes // 10)},{dixiemes % 10} %")


def _whole(bilan: Bilan, dit: _Dit) -> str:
    total = bilan.total
    left, over = total.non_recouvre, dit("c'est", "ce serait")
    end = f"{over} {euros(-left)} de plus que ces coûts"
    if left >= 0:
        end = (
            f"{euros(left)} ne {dit('sont', 'seraient')} pas récupérés"
            if left
            else f"tout {dit('est', 'serait')} récupéré"
        )
    return (
        f"Les services mutualisés {dit('coûtent', 'coûteraient')} {euros(total.supporte)} en {bilan.exercice}. "
        f"Les adhérents en {dit('paient', 'paieraient')} "
        f"{euros(total.refacture)}{', le gestionnaire compris' if bilan.contribue else ''} ; {end}."
    )


def _coverage(bilan: Bilan, depot: Depot, dit: _Dit) -> list[str]:
    """Print the cover rate, and by how much it misses what it covers."""
    rubrique, rate = bilan.natures[Nature.MASSE_SALARIALE], bilan.couverture
    if rate is None:
        return []
    what, detail = "la masse salariale", ""
    if bilan.regie:
        what = "la masse salariale et de la régie"
        detail = f" ({euros(bilan.masse_salariale)} d'agents, {euros(bilan.regie)} de prestation achetée)"
    gap = rubrique.non_recouvre
    lacks = dit("manque", "manquerait")
    end = f"il {lacks} {euros(gap)}" if gap > 0 else f"il n'en {lacks} rien"
    if gap < 0:
        over, pay = dit("c'est", "ce serait"), dit("paient", "paieraient")
        end = f"{over} {euros(-gap)} de trop : ensemble, les adhérents {pay} plus que ces dépenses communes"
    figures = f"{euros(rubrique.refacture)} sur {euros(rubrique.supporte)}{detail}"
    fee = fees_name(depot)
    who = "Le forfait" if fee == MASSE_SALARIALE else fee.en_tete
    covers = dit("couvrent", "couvriraient") if fee.pluriel else dit("couvre", "couvrirait")
    return [f"{who} {covers} {share(rate)} de {what} : {figures} ; {end}."]


def _managing_body(bilan: Bilan, gestionnaire: str, dit: _Dit) -> str:
    left = bilan.total.non_recouvre
    if bilan.charge_gestionnaire < 0:
        kept = f"il lui {dit('reste', 'resterait')} {euros(-bilan.charge_gestionnaire)}"
        return f"Le gestionnaire ({gestionnaire}) ne {dit('supporte', 'supporterait')} rien : {kept}."
    end = (
        f"{euros(left)} que personne ne lui {dit('rembourse', 'rembourserait')}"
        if left >= 0
        else f"moins {euros(-left)} perçus en trop"
    )
    both = f", {'et ' if left >= 0 else ''}{end}" if left else ""
    own = f"{euros(bilan.part_gestionnaire)} pour sa propre part, calculée comme celle des autres et sans titre{both}"
    if not bilan.contribue:
        leave = dit("laissent", "laisseraient")
        limits = f"{euros(bilan.part_gestionnaire)} que lui {leave} les limites des autres{both}"
        own = f"sans part qui lui soit propre, {limits if bilan.part_gestionnaire else end}"
    bears = f"{dit('supporte', 'supporterait')} {euros(bilan.charge_gestionnaire)}"
    return f"Le gestionnaire ({gestionnaire}) {bears} : {own}."


def _gain(bilan: Bilan, dit: _Dit) -> list[str]:
    """Say what pooling is worth, the costs that nobody pays back counted too: they are part of its price."""
    number, _, seul, gain = bilan.comparees
    if not number:
        return []
    every = number == len(bilan.comparaisons)
    who = f"{'les ' if every and number > 1 else ''}{compte(number, 'adhérent')}"
    pays, alone, them = ("paierait", "s'il agissait seul", "lui")
    if number > 1:
        pays, alone, them = ("paieraient", "s'ils agissaient seuls", "leur")
    phrase = f"Selon l'estimation déclarée, {who} {pays} {euros(seul)} {alone} : la mutualisation {them} "
    phrase += _worth(gain, seul, dit)
    if every and bilan.total.non_recouvre:
        phrase += f" ; coûts non récupérés compris, elle {_worth(gain - bilan.total.non_recouvre, seul, dit)}"
    own = next((item.seul for item in bilan.comparaisons if item.adherent == bilan.gestionnaire), None)
    bears = f"{dit('supporte', 'supporterait')} {euros(bilan.charge_gestionnaire)}"
    managing = [] if own is None else [f"Le gestionnaire, lui, {bears}, et paierait {euros(own)} s'il agissait seul."]
    method = (
        f"L'outil ne calcule pas ces estimations. Leur méthode, telle que déclarée : {cite(terminal(bilan.methode))}"
    )
    return [f"{phrase}.", *managing, method]


def _worth(gain: int, seul: int, dit: _Dit) -> str:
    rate = f" ({share(Fraction(abs(gain), seul))})" if seul else ""
    if gain < 0:
        return f"{dit('coûte', 'coûterait')} {euros(-gain)} de plus{rate}"
    return f"{dit('fait', 'ferait')} gagner {euros(gain)}{rate}"
