"""Gesture on a flat fee: its amount from a date on.

Knows: the documents of the flat fees, how a price moves by a rate. Must not know: who pays.
"""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 (a field is named date)
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar

from convention.base.french import cite, enumere, jour, nearest
from convention.base.money import CENTS, decimal_text, round_half_up
from convention.edition.demande import Demande, SaisieError, choix, option
from convention.edition.etat import editable
from convention.edition.noms import covered_year
from convention.edition.refus import RefusError
from convention.edition.texte.ecriture import accolades, montant, texte
from convention.model.cadre.champs import textes
from convention.model.cadre.document import path_of
from convention.model.documents.tarifs import Forfait
from convention.model.forfaits import fee_value, fee_word
from convention.model.mots.communs import Origine
from convention.model.valeurs.ecriture import Evolution
from convention.model.valeurs.scalaires import ForfaitOuEvolution, Id, Jour, Texte

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convention.edition.demande import Saisies
    from convention.edition.etat import Modification
    from convention.loading.loader import Chargement
    from convention.model.depot import Depot


class FixerForfait(Demande):
    """Fixer le forfait à partir d'une date."""

    mot: ClassVar[str] = "forfait"
    """What stands for a component, in the command."""
    resume = "Fixer le forfait"
    exemples = ('fixer forfait 720.00 --date 2027-01-01 --reference "délibération du 10 décembre" --essai',)
    usage = "fixer forfait MONTANT"
    ecrit = "Une valeur de plus à sa date, ou celle de cette date ; `--forfait` dit lequel, quand il y en a plusieurs."

    forfait: Id | None = option("Lequel, quand il y en a plusieurs : le nom de son fichier", "NOM", None)
    montant: ForfaitOuEvolution = textes("Euros par an pour chaque unité comptée, ou son évolution : +4%")
    date: Jour = option("Prise d'effet, un 1er janvier (forfait)", "DATE")
    reference: Texte = option("Acte qui fixe le montant, ou calcul dont il vient (forfait)", "TEXTE")
    verifie_le: Jour = option("Date de la vérification (forfait)", "DATE", suppose="la date de la vérification")
    origine: Origine = choix("D'où vient le montant (forfait)", Origine.DEMONSTRATION)

    def ecrire(self, etat: Chargement) -> tuple[Modification, ...]:
        """Add the forfait of a date, or correct the one that this date already has."""
        covered_year(etat.depot, self.date.year)
        nom = _which(etat.depot, self.forfait)
        document, forfait = editable(etat, path_of(Forfait, nom)), etat.depot.forfaits[nom]
        valeurs, cents = forfait.valeurs, _cents(forfait, self)
        amount, reference = montant(Fraction(cents, CENTS)), texte(self.reference)
        for rank, valeur in enumerate(valeurs):
            if valeur.date == self.date:
                sure = self.origine is not Origine.DEMONSTRATION and self.origine is not (
                    valeur.origine or forfait.origine
                )
                if (valeur.montant, valeur.reference) == (cents, self.reference) and not sure:
                    return ()
                if sure:
                    document = document.put(("valeurs", rank, "origine"), self.origine, "montant")
                document = document.set(("valeurs", rank, "montant"), amount)
                document = document.set(("valeurs", rank, "reference"), reference)
                return document.set(("valeurs", rank, "verifie_le"), str(self.verifie_le)).modifications
        champs = {
            "date": self.date,
            "montant": amount,
            "origine": self.origine if self.origine is not forfait.origine else None,
            "reference": reference,
            "verifie_le": self.verifie_le,
        }
        earlier = sum(1 for valeur in valeurs if valeur.date < self.date)
        return document.add(("valeurs",), accolades(champs), earlier).modifications

    def ensuite(self, depot: Depot, _au: Date) -> Iterator[str]:
        """Say that what only stands for an act is said wherever it is read."""
        value = fee_value(depot, _which(depot, self.forfait), self.date.year)
        if value is not None and value.origine is Origine.DEMONSTRATION is not depot.convention.origine:
            act = "quand un acte l'arrête, la même commande avec --origine convention"
            yield f"Ce montant est dit « demonstration », et tout ce qui s'en calcule le dira ; {act}."

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
        lacking += (
            []
            if valeurs["reference"] is not None
            else ["l'acte qui le fixe, ou le calcul dont il vient (--reference TEXTE)"]
        )
        if lacking:
            raise SaisieError(f"il manque au forfait {enumere(lacking)}")
        # The last year first: each starts from what was in force before the gesture.
        for day in [jour_] if jour_ is not None else [Date(annee, 1, 1) for annee in reversed(annees)]:
            yield cls, {**valeurs, "montant": mots[0], "date": day}


def _which(depot: Depot, asked: str | None) -> str:
    """Return the id of the fee asked: the only one, when none is named."""
    words = {fee_word(nom): nom for nom in depot.forfaits}
    if asked is None and len(words) == 1:
        return next(iter(words.values()))
    if asked in words:
        return words[asked]
    if not words:
        raise RefusError("la convention n'a pas de forfait", "écrire d'abord pricing/forfait.yaml")
    known = f"forfaits : {enumere([cite(word) for word in words])}"
    if asked is None:
        raise RefusError(f"la convention a plusieurs {known}", "dire lequel : --forfait NOM")
    raise RefusError(f"le forfait {cite(asked)} n'existe pas", nearest(asked, words) or known)


def _cents(forfait: Forfait, demande: FixerForfait) -> int:
    """Return the cents asked, or what the fee in force on the day becomes."""
    if not isinstance(demande.montant, Evolution):
        return demande.montant
    earlier = [valeur for valeur in forfait.valeurs if valeur.date <= demande.date]
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
