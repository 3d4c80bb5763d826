"""Gesture on the forfait: its amount from a date on (annexe 3).

Knows: `pricing/forfait.yaml`, how a price moves by a rate. Must not know: who pays.
"""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 (a field is named date)
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar

from convention.base.french import enumere, jour
from convention.base.money import CENTS, decimal_text, round_half_up
from convention.edition.demande import Demande, SaisieError, choix, option
from convention.edition.ecriture import accolades, montant, texte
from convention.edition.noms import covered_year
from convention.edition.refus import RefusError
from convention.model.cadre.champs import textes
from convention.model.cadre.ecriture import Evolution
from convention.model.cadre.scalaires import ForfaitOuEvolution, Jour, Texte
from convention.model.mots.communs import Origine, UneOrigine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.edition.demande import Saisies
    from convention.edition.etat import Etat, Modification
    from convention.model.depot import Depot

FORFAIT = "pricing/forfait.yaml"


class FixerForfait(Demande):
    """Fixer le forfait à partir d'une date."""

    mot: ClassVar[str] = "forfait"
    """What stands for a component, in the command."""
    resume = "Fixer le forfait"
    exemples = ('fixer forfait 720.00 --date 2027-01-01 --reference "délibération du 10 décembre" --essai',)
    usage = "fixer forfait MONTANT"
    ecrit = "Une valeur de plus à sa date, ou celle de cette date."

    montant: ForfaitOuEvolution = textes("Euros par poste de travail et par an, ou son évolution : +4%")
    date: Jour = option("Prise d'effet, un 1er janvier (forfait)", "DATE")
    reference: Texte = option("Acte qui fixe le montant (forfait)", "TEXTE")
    verifie_le: Jour = option("Date de la vérification (forfait)", "DATE", suppose="la date de la vérification")
    origine: UneOrigine = choix("D'où vient le montant (forfait)", Origine.DEMONSTRATION)

    def ecrire(self, etat: Etat) -> tuple[Modification, ...]:
        """Add the forfait of a date, or correct the one that this date already has."""
        covered_year(etat.depot, self.date.year)
        document = etat.document(FORFAIT)
        valeurs = etat.depot.forfait.valeurs
        cents = _forfait(etat.depot, self)
        amount, reference = montant(Fraction(cents, CENTS)), texte(self.reference)
        for rank, valeur in enumerate(valeurs):
            if valeur.date == self.date:
                if (valeur.montant, valeur.reference) == (cents, self.reference):
                    return ()
                document = document.set(("valeurs", rank, "montant"), amount)
                document = document.set(("valeurs", rank, "reference"), reference)
                return document.set(("valeurs", rank, "verifie_le"), str(self.verifie_le)).modifications
        champs = {"date": str(self.date), "montant": amount}
        if self.origine is not etat.depot.forfait.origine:
            champs["origine"] = str(self.origine)
        champs |= {"reference": reference, "verifie_le": str(self.verifie_le)}
        earlier = sum(1 for valeur in valeurs if valeur.date < self.date)
        return document.add(("valeurs",), accolades(champs), earlier).modifications

    @classmethod
    def saisies(cls, valeurs: Mapping[str, Any]) -> Saisies:
        """Ask for the forfait of a day, or of the first day of each year."""
        mots, jour_, annees = valeurs["montant"], valeurs["date"], valeurs["exercice"]
        if len(mots) != 1:
            message = f"le forfait n'a qu'un montant, et aucune variable : {enumere(mots)} en font {len(mots)}"
            raise SaisieError(message)
        if jour_ is not None and annees:
            raise SaisieError("--date et --exercice disent deux fois le jour d'effet : n'en garder qu'un")
        lacking = [] if jour_ is not None or annees else ["son jour d'effet (--date DATE, ou --exercice ANNÉE)"]
        lacking += [] if valeurs["reference"] is not None else ["l'acte qui le fixe (--reference TEXTE)"]
        if lacking:
            raise SaisieError(f"il manque au forfait {enumere(lacking)}")
        # The last year first: each starts from what was in force before the gesture.
        for day in [jour_] if jour_ is not None else [Date(annee, 1, 1) for annee in reversed(annees)]:
            yield cls, {**valeurs, "montant": mots[0], "date": day}


def _forfait(depot: Depot, demande: FixerForfait) -> int:
    """Return the cents asked, or what the forfait in force on the day becomes."""
    if not isinstance(demande.montant, Evolution):
        return demande.montant
    earlier = [valeur for valeur in depot.forfait.valeurs if valeur.date <= demande.date]
    if not earlier:
        raise RefusError(f"aucun forfait n'est en vigueur au {jour(demande.date)}", "donner le montant lui-même")
    return moved(Fraction(max(earlier, key=lambda valeur: valeur.date).montant, CENTS), demande.montant)


def moved(price: Fraction, evolution: Evolution) -> int:
    """Return the new price in cents: 4805.00 × (1 + 4 %) = 4997.20, rounded half up.

    Raises:
        RefusError: once rounded, the price does not move, or moves the other way: it has less than a cent.
    """
    exact = price * (1 + evolution.taux)
    cents = round_half_up(exact)
    if (Fraction(cents, CENTS) - price) * evolution.taux <= 0:
        before, after = (text.replace(".", ",") for text in (montant(price), decimal_text(cents)))
        message = f"{evolution.texte} de {before} € donne {after} €, une fois arrondi au centime"
        raise RefusError(message, f"fixer le montant lui-même, ici {montant(exact)}" if price else "fixer un montant")
    return cents
