"""An amount unfolded: its formula with its values, where each is written, how it was rounded.

Knows: lines of a computation. Must not know: HTML.
What is printed is enough to redo the amount by hand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from convention.base.french import MOINS, compte, euros, jour, montant, pluriel, prix
from convention.engine.tables import grid_of
from convention.formulas.grilles import tier_of
from convention.model.forfaits import fee_unit
from convention.model.mots.communs import ModeBareme, Nature
from convention.reports import mots
from convention.reports.calcul.consultation import grid_read, tranche_atteinte, unread, worth
from convention.reports.calcul.liquidation import is_exempt, limit_text, sharing_text, weighing
from convention.reports.calcul.operation import Abregee, read_value, value_name, written
from convention.reports.calcul.quantite import compared, factors, presence_in, quantity_text
from convention.site.annexes.prix import nature_dite, priced_from, reprise
from convention.site.rendu.tableau import Calcul, Jeton, LigneCalcul, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from convention.engine.lignes import Calcul as CalculDe
    from convention.engine.lignes import Decompte, Ligne, Terme
    from convention.formulas.nodes import Consultation
    from convention.model.depot import Depot
    from convention.model.documents.cles import Cle
    from convention.model.vue import Valeur
    from convention.site.ensemble import Site

_DEBUT, _MILIEU, _FIN = "\x1c", "\x1d", "\x1f"
_JETON = re.compile(f"{_DEBUT}([^{_MILIEU}]*){_MILIEU}([^{_FIN}]*){_FIN}")


def deplier(site: Site, ancre: str, lignes: Sequence[Ligne]) -> Calcul:
    """Unfold the lines of a service."""
    total = sum(ligne.montant for ligne in lignes)
    count = compte(len(lignes), "ligne")
    several = len(lignes) > 1
    summary = f"Le calcul de {euros(total)}{f', {count}' if several else ''}"
    added = " + ".join(montant(ligne.montant) for ligne in lignes).replace(f"+ {MOINS}", f"{MOINS} ")
    control = f"Chaque ligne est arrondie au centime. Contrôle : {added} = {euros(total)}." if several else ""
    return Calcul(ancre, summary, tuple(_line(site, ligne) for ligne in lignes), control)


def _line(site: Site, ligne: Ligne) -> LigneCalcul:
    depot, calcul = site.depot, ligne.calcul
    tarif = depot.lignes.get(calcul.ligne_tarif or "")
    tarifs = depot.convention.clauses.nom("tarifs")
    outside = f", hors extrait {tarifs.du}" if tarif is not None and tarif.hors_extrait else ""
    return LigneCalcul(
        mots.line_name(depot, calcul, ligne.adherent),
        f"{nature_dite(depot, calcul)}{outside}",
        tuple(_tokens(written(ligne, depot, _Marquee()))),
        euros(ligne.montant),
        " ; ".join(filter(None, [*_weighed(site, ligne), limit_text(ligne), sharing_text(ligne)])),
        tuple(_sources(site, ligne)),
    )


class _Marquee(Abregee):
    """How a page writes it: each value between marks, with its caption."""

    entre_parentheses = True

    def value(self, depot: Depot, calcul: CalculDe, nom: str, valeur: Valeur) -> str:
        """Name a value; of a flat fee, what it is due for."""
        fee = calcul.nature is Nature.MASSE_SALARIALE
        caption = f"forfait par {fee_unit(depot, calcul.forfait, 'poste')}" if fee else value_name(depot, calcul, nom)
        return _mark(read_value(depot, calcul, nom, valeur), caption)

    def counted(self, decompte: Decompte, rang: int, depot: Depot) -> str:
        """Say whose quantity it is."""
        own = decompte.quantite(rang)
        return _mark(quantity_text(own, decompte.cle, depot), _yours(depot, decompte.cle, own))

    def share(self, ligne: Ligne, terme: Terme, depot: Depot) -> str:
        """Say whose part it is, and of how many in all."""
        nom = ligne.calcul.decomptes[terme.nom].cle
        cle = depot.cles.get(nom)
        unit = _counted(cle, terme.total) if cle is not None else "unités"
        own, (read, total) = terme.quantite(ligne.rang), self.quantities(terme, ligne.rang)
        mine = _mark(read, "exonéré" if is_exempt(ligne) and not own else _yours(depot, nom, own))
        return f"{mine} ÷ {_mark(total, f'{unit} en tout')}"

    def table(self, node: Consultation, text: str, ligne: Ligne, depot: Depot) -> str:
        """Say what a table was read for."""
        return _mark(text, _table(depot, ligne, node))

    def prorata(self, fraction: Fraction) -> str:
        """Write « 6 mois sur 12 »."""
        return f" × {presence_in(fraction)}"


def _table(depot: Depot, ligne: Ligne, node: Consultation) -> str:
    """Say what a table was read for: « tranche de 0 à 999 habitants », « d'après un indice »."""
    vu = grid_read(node, ligne.calcul)
    if vu is None:
        return "d'après un indice"
    mesures = [worth(argument, ligne.calcul, ligne.rang) for argument in node.arguments]
    if tier_of(grid_of(vu), mesures) < 0 or vu.bareme.mode is ModeBareme.TRANCHES:
        return "d'après un barème"
    return f"tranche {tranche_atteinte(depot, vu, mesures)}"


def _weighed(site: Site, ligne: Ligne) -> Iterator[str]:
    """Say why a quantity counts for less than it is: part of a year, freed shares."""
    for nom in dict.fromkeys(terme.nom for terme in ligne.calcul.termes if terme.coefficient):
        before, counted = weighing(ligne, nom, site.depot)
        if before:
            yield f"{before}, soit {counted}"


def _yours(depot: Depot, cle: str, own: Fraction) -> str:
    known = depot.cles.get(cle)
    if known is None:
        return "votre quantité"
    return (
        f"vos {known.libelle}"
        if known.cumul is not None
        else pluriel(own, f"votre {known.unite}", f"vos {known.pluriel}")
    )


def _counted(cle: Cle, number: Fraction) -> str:
    """Say what a key counts so many of: amounts have no plural, but their name."""
    return cle.libelle if cle.cumul is not None else pluriel(number, cle.unite, cle.pluriel)


def _mark(text: str, legende: str) -> str:
    return f"{_DEBUT}{text}{_MILIEU}{legende}{_FIN}"


def _tokens(text: str) -> Iterator[Jeton]:
    """Cut a marked operation into values and signs."""
    end = 0
    for found in _JETON.finditer(text):
        if sign := text[end : found.start()].strip():
            yield Jeton(sign)
        yield Jeton(found[1], found[2])
        end = found.end()
    if sign := text[end:].strip():
        yield Jeton(sign)


def _sources(site: Site, ligne: Ligne) -> Iterator[Source]:
    """Say where each value stands, when it was counted, whether it was validated."""
    calcul, left = ligne.calcul, unread(ligne, site.depot, site.exercice)
    yield from priced_from(site, ligne, site.exercice)
    for key, decompte in calcul.decomptes.items():
        for nom, valeur in factors(decompte, ligne.rang, site.depot) if key not in left else ():
            yield site.source(valeur.source, _figure(site, nom, valeur, cumul=decompte.cumul))


def _figure(site: Site, nom: str, valeur: Valeur, *, cumul: bool) -> str:
    """Name a figure of a quantity: what is counted, or a component whose amounts are added up."""
    if cumul:
        item = site.depot.composants.get(nom)
        return f"{nom if item is None else item.composant.libelle} : {prix(valeur.valeur)}"
    known = site.depot.cles.get(nom)
    label = known.libelle if known is not None else nom
    return f"{label}{compared(valeur)}{reprise(site, valeur, site.exercice)}{_validated(site, valeur, known)}"


def _validated(site: Site, valeur: Valeur, cle: Cle | None) -> str:
    count = site.depot.releve(valeur.source)
    if count is None:
        return f", quantité {cle.qualite}" if cle is not None else ""
    if count.validation is not None:
        return f", quantité validée le {jour(count.validation)} (source : {count.source})"
    if count.hypothese:
        return f", quantité supposée : {count.hypothese} (source : {count.source})"
    told = "retenue pour l'année" if valeur.retenue else "pas encore validée"
    return f", quantité {told} (source : {count.source})"
