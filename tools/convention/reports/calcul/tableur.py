"""A line's computation as a spreadsheet redoes it: a formula over named figures, and the cent that sharing adds.

Knows: formulas with their values, how a spreadsheet writes an operation. Must not know: sheets, cells, statements.
A formula is a text with a place for each figure: « ROUND({0}*{1}/{2},2) ». It gives the engine's cents once `centimes`
is added: the parts of a common cost are cut so that they add up to it, which no cell can do by itself.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, assert_never

from convention.base.french import nombre
from convention.base.money import exact_text, round_half_up
from convention.formulas.linear import Forme, linearise
from convention.formulas.nodes import Appel, Comparaison, Consultation, Expression, Nom, Nombre, Operation, Oppose, Part
from convention.formulas.texte.syntax import parse
from convention.model.mots.communs import ModeBareme
from convention.reports.calcul.consultation import grid_read, revision_read, worth
from convention.reports.calcul.liquidation import cost_exact, own_exact, shared_exact
from convention.reports.calcul.operation import value_name, value_unit
from convention.reports.calcul.quantite import noun, presence_in

if TYPE_CHECKING:
    from convention.engine.lignes import Decompte, Ligne, Terme
    from convention.model.depot import Depot
    from convention.model.vue import BaremeVu

FONCTIONS = {"si": "IF", "min": "MIN", "max": "MAX"}
"""Functions that read no table, by the name that a spreadsheet gives them."""


class Operande(NamedTuple):
    """A figure of a formula."""

    nom: str
    """« nombre de postes », « montant », « total »."""
    valeur: str
    """Exact: « 39600 », « 35/6 »."""
    unite: str
    source: str
    """Where it is written: the same figure for several lines; empty when it is this line's own."""


class Liquidee(NamedTuple):
    """A computation to be redone."""

    formule: str
    operandes: tuple[Operande, ...]
    centimes: int


def redone(ligne: Ligne, depot: Depot) -> Liquidee:
    """Write the computation of a line for a spreadsheet; its value plus `centimes` is the amount of the line."""
    writer = _Redaction(ligne, depot)
    forme = linearise(parse(ligne.calcul.formule))
    shared, own = writer.shared(forme), writer.own(forme)
    rounded = round_half_up(shared_exact(ligne)) + round_half_up(own_exact(ligne))
    formule = "+".join(f"ROUND({text},2)" for text in (shared, own) if text) or "0"
    return Liquidee(formule, tuple(writer.operandes), ligne.montant - rounded)


class _Redaction:
    """A formula being written: its figures so far, each once."""

    def __init__(self, ligne: Ligne, depot: Depot) -> None:
        self.ligne, self.calcul, self.depot = ligne, ligne.calcul, depot
        self.operandes: list[Operande] = []

    def shared(self, forme: Forme) -> str:
        """Write Σ Aᵢ·part(kᵢ), then what its limits kept of it; empty when nobody shares anything."""
        termes = {terme.nom: terme for terme in self.calcul.termes}
        known = [(part, termes[part.cle]) for part in forme.parts if part.cle in termes and termes[part.cle].total]
        cut = cost_exact(self.ligne) is not None
        pieces = []
        for part, terme in known:
            cost = self._product(part.coefficient)
            cost = f"ROUND({cost},2)" if cut else cost
            weight = self._weight(terme)
            total = self._cell("total, tous adhérents", terme.total, self._unit(terme), "")
            pieces.append(f"{cost}*{weight}/{total}")
        text = "+".join(pieces)
        bornage, rang = self.calcul.bornage, self.ligne.rang
        if not text or bornage is None or bornage.exactes[rang] == bornage.libres[rang]:
            return text
        free, kept = bornage.libres[rang], bornage.exactes[rang]
        if not free:
            return self._cell("part retenue après les plafonds et les minimums", kept / 100, "€", "")
        return f"({text})*{self._cell('gardé après les plafonds et les minimums', kept / free, 'fois', '')}"

    def own(self, forme: Forme) -> str:
        """Write what nobody shares, for the part of the year that counts; empty when there is none."""
        if forme.reste is None:
            return ""
        presence = self.calcul.presences[self.ligne.rang] if self.calcul.proratise else Fraction(1)
        if presence == 1:
            return self._write(forme.reste)
        return f"{self._product(forme.reste)}*{self._months(presence)}"

    def _write(self, node: Expression) -> str:  # noqa: PLR0911 (one return a kind of node)
        match node:
            case Nombre(valeur=valeur):
                return _number(valeur)
            case Nom(nom=nom):
                return self._name(nom)
            case Oppose(operande=operande):
                return f"-{self._product(operande)}"
            case Operation(operateur=sign, gauche=left, droite=right):
                return self._operation(sign, left, right)
            case Comparaison(operateur=sign, gauche=left, droite=right):
                return f"{self._write(left)}{sign}{self._write(right)}"
            case Appel(fonction=fonction, arguments=arguments):
                return f"{FONCTIONS[fonction]}({','.join(map(self._write, arguments))})"
            case Consultation():
                return self._table(node)
            case Part():
                raise TypeError(node)  # `linearise` took them out
        assert_never(node)

    def _operation(self, sign: str, left: Expression, right: Expression) -> str:
        if sign == "+":
            return f"{self._write(left)}+{self._write(right)}"
        if sign == "-":
            return f"{self._write(left)}-{self._product(right)}"
        after = self._product(right)
        if sign == "/" and isinstance(right, Operation):
            after = f"({after})"
        return f"{self._product(left)}{sign}{after}"

    def _product(self, node: Expression) -> str:
        """Write a factor: a sum stands in parentheses."""
        text = self._write(node)
        is_sum = isinstance(node, Oppose) or (isinstance(node, Operation) and node.operateur in {"+", "-"})
        return f"({text})" if is_sum else text

    def _name(self, nom: str) -> str:
        if nom in self.calcul.decomptes:
            return self._quantity(self.calcul.decomptes[nom])
        valeur = self.calcul.valeurs.get(nom)
        if valeur is None:  # the rank of the exercice
            return self._cell("rang de l'exercice de présence", Fraction(self.calcul.rangs[self.ligne.rang]), "", "")
        unit = value_unit(self.depot, self.calcul, nom)
        return self._cell(value_name(self.depot, self.calcul, nom), valeur.valeur, unit, str(valeur.source))

    def _quantity(self, decompte: Decompte) -> str:
        cle = self.depot.cles.get(decompte.cle)
        value = decompte.quantite(self.ligne.rang)
        places = " ".join(str(item.source) for item in decompte.sources[self.ligne.rang])
        label = decompte.cle if cle is None else cle.libelle
        return self._cell(label, value, noun(value, decompte.cle, self.depot).strip() or "€", places)

    def _weight(self, terme: Terme) -> str:
        """Write a quantity as the presence weighs it."""
        decompte = self.calcul.decomptes[terme.nom]
        raw, weighed = decompte.quantite(self.ligne.rang), terme.quantite(self.ligne.rang)
        if weighed == raw:
            return self._quantity(decompte)
        if raw and terme.porteur != self.ligne.rang:
            return f"{self._quantity(decompte)}*{self._months(weighed / raw)}"
        return self._cell("quantité comptée, avec ce que des départs ont laissé", weighed, self._unit(terme), "")

    def _unit(self, terme: Terme) -> str:
        return noun(Fraction(2), self.calcul.decomptes[terme.nom].cle, self.depot).strip()

    def _months(self, presence: Fraction) -> str:
        counted = presence_in(presence)
        return (
            f"{self._cell('part de l’année', counted.part, f'{counted.unite} sur {counted.tout}', '')}/{counted.tout}"
        )

    def _table(self, node: Consultation) -> str:
        """Write a price revision, or a grid of one measure, with their figures; else what the grid gives."""
        vu, lue = grid_read(node, self.calcul), revision_read(node, self.calcul)
        if lue is not None:
            price = self._product(node.arguments[0])
            now, before = (
                self._cell(name, value.valeur, "", str(value.source))
                for name, value in (("indice de révision", lue.courant), ("indice de départ", lue.base))
            )
            return f"ROUND({price}*{now}/{before},2)"
        if vu is not None and len(vu.bareme.mesures) == 1:
            return self._grid(node, vu)
        return self._cell("donné par le barème", worth(node, self.calcul, self.ligne.rang), "", "")

    def _grid(self, node: Consultation, vu: BaremeVu) -> str:
        bounds = [next(iter(tier.a_partir_de.values())) for tier in vu.tranches]
        prices = [
            self._cell(f"barème, à partir de {nombre(bound)}", tier.valeur, vu.bareme.unite, str(source))
            for bound, tier, source in zip(bounds, vu.tranches, vu.sources, strict=True)
        ]
        measure = self._product(node.arguments[0])
        if vu.bareme.mode is ModeBareme.TRANCHES:
            above = [f"MAX(0,{measure}-{_number(bound)})" for bound in bounds]
            return self._sliced(prices, above)
        text = "0"
        for bound, price in zip(bounds, prices, strict=True):
            text = f"IF({measure}>={_number(bound)},{price},{text})"
        return text

    @staticmethod
    def _sliced(prices: list[str], above: list[str]) -> str:
        """Write what each tier holds at its price: what is above its bound, less what is above the next one."""
        pieces = [f"({here}-{after})*{price}" for here, after, price in zip(above, above[1:], prices, strict=False)]
        return f"({'+'.join([*pieces, f'{above[-1]}*{prices[-1]}'])})"

    def _cell(self, nom: str, value: Fraction, unit: str, source: str) -> str:
        figure = Operande(nom, exact_text(value), unit, source)
        if figure not in self.operandes:
            self.operandes.append(figure)
        return f"{{{self.operandes.index(figure)}}}"


def _number(value: Fraction) -> str:
    text = exact_text(value)
    return f"({text})" if "/" in text or text.startswith("-") else text
