"""How the amounts of a part of a statement are laid out: its columns, in the order that they are read.

Knows: the kinds of parts, those of a call and two that no call holds. Must not know: what is due, media.
"""

from __future__ import annotations

from typing import NamedTuple

from convention.base.mots import Mot, mot


class GenrePartie(Mot):
    """A part of a statement: those of a call (`GenreVolet`), a delivery, what an exercice still has to attach."""

    colonnes: tuple[tuple[str, str], ...]
    """Its amounts in the order that they are read: the field of a `Somme`, the head of its column."""
    intitule: str
    """Its title, unless it is told otherwise: that of a delivery and of what is to be attached names them."""
    sujet: str
    """What it is about, among the exercices of the statement."""
    annexe: str
    """Title of the table of its lines."""

    ACOMPTE = mot(
        "acompte",
        "Acompte",
        colonnes=(("base", "Révisé{annee} (€)"), ("montant", "Acompte appelé (€)")),
        intitule="{acompte} : {taux} du montant révisé{mois}",
        sujet="{annee} ({acompte})",
        annexe="Liquidation des {couts} révisés {annee}",
    )
    SOLDE = mot(
        "solde",
        "Solde",
        colonnes=(("base", "Révisé{annee} (€)"), ("anterieur", "{acomptes} (€)"), ("montant", "Solde appelé (€)")),
        intitule="Solde {annee} : montant révisé, {moins}",
        sujet="{annee} (solde)",
        annexe="Liquidation des {couts} révisés {annee}",
    )
    REGULARISATION = mot(
        "regularisation",
        "Régularisation",
        colonnes=(
            ("anterieur", "Appelé{pour_annee} (€)"),
            ("base", "Réalisé{annee} (€)"),
            ("montant", "À régulariser (€)"),
        ),
        intitule="Décompte {arrete} {annee}",
        sujet="décompte {arrete} de l'exercice {annee}",
        annexe="Liquidation des {couts} réalisés {annee}",
    )
    PREVISIONNEL = mot(
        "previsionnel",
        "Prévisionnel",
        colonnes=(("montant", "Prévisionnel{annee} (€)"),),
        intitule="État prévisionnel {annee}, annoncé sans {piece}",
        sujet="{annee} (prévision, sans {piece})",
        annexe="Liquidation des {couts} prévisionnels {annee}",
    )
    LIVRAISON = mot(
        "livraison",
        "Livraison",
        colonnes=(("montant", "Montant appelé (€)"),),
        intitule="",
        sujet="",
        annexe="Liquidation des coûts directs {annee}",
    )
    RATTACHEMENT = mot(
        "rattachement",
        "Rattachement",
        colonnes=(("base", "Dû{annee} (€)"), ("anterieur", "Déjà appelé (€)"), ("montant", "À rattacher (€)")),
        intitule="",
        sujet="",
        annexe="{titre}",
    )

    @property
    def champs(self) -> tuple[str, ...]:
        """Names of its amounts in a `Somme`."""
        return tuple(field for field, _ in self.colonnes)

    def montants(self, somme: Somme) -> tuple[int, ...]:
        """Return its amounts in the order of its columns, in cents."""
        return tuple(getattr(somme, field) for field in self.champs)

    @property
    def titre(self) -> bool:
        """Whether money is called: the others announce."""
        return self not in {GenrePartie.PREVISIONNEL, GenrePartie.RATTACHEMENT}

    @property
    def ecart(self) -> bool:
        """Whether its amount is a difference, shown with its sign."""
        return self in {GenrePartie.REGULARISATION, GenrePartie.RATTACHEMENT}

    @property
    def difference(self) -> bool:
        """Whether its amount is, line by line, the base less what was called."""
        return self.ecart or self is GenrePartie.SOLDE


class GenreEtat(Mot):
    """What a statement is."""

    intitule: str
    au: str
    """Its name after « à »."""
    est: str
    """What the document is."""
    n_est_pas: str
    """What it is not, in bold."""

    LIQUIDATIF = mot(
        "liquidatif",
        intitule="État liquidatif",
        au="à l'état liquidatif",
        est="Pièce justificative jointe aux titres de recettes.",
        n_est_pas="Le présent état n'est pas l'avis des sommes à payer.",
    )
    PREVISIONNEL = mot(
        "previsionnel",
        intitule="État prévisionnel",
        au="à l'état prévisionnel",
        est="Document d'information, sans titre de recettes.",
        n_est_pas="Rien n'est à payer.",
    )
    RATTACHEMENT = mot(
        "rattachement",
        intitule="Fiche de rattachement",
        au="à la fiche de rattachement",
        est="Document de fin d'exercice, pour les écritures de rattachement.",
        n_est_pas="Ce n'est ni un titre de recettes, ni un avis des sommes à payer.",
    )


class Somme(NamedTuple):
    """What an amount is about, what was called before, what is called now; cents."""

    base: int
    anterieur: int
    montant: int


def said(text: str, *, prevu: bool, provisoire: bool = False) -> str:
    """Say « prévu » of what nothing has revised yet, « projeté » of what is actual once its exercice is closed only."""
    if prevu:
        return text.replace("Révisé", "Prévu").replace("révisé", "prévu")
    return text.replace("Réalisé", "Projeté").replace("réalisé", "projeté") if provisoire else text
