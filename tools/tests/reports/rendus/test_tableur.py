"""A table that a French spreadsheet opens by a double click, and the same for a program."""

from __future__ import annotations

from fractions import Fraction

from convention.model.mots.communs import Nature
from convention.reports.rendus.feuilles import Euros
from convention.reports.rendus.tableur import csv_francais, csv_machine

TITRES = ("Nom", "Nature", "Quantité", "Montant (€)")
RANGS = (
    ("Écoles", Nature.INDIRECT_ANNUEL, Fraction(5, 2), Euros(-123456)),
    ("=1+1", None, Fraction(35, 6), Euros(7)),
)


def test_a_french_spreadsheet_has_semicolons_decimal_commas_words_and_the_mark_of_its_encoding() -> None:
    assert csv_francais(TITRES, RANGS).decode("utf-8") == (
        "\ufeffNom;Nature;Quantité;Montant (€)\r\nÉcoles;coût indirect annuel;2,5;-1234,56\r\n'=1+1;;5,833333;0,07\r\n"
    )


def test_a_program_has_commas_decimal_points_and_exact_values() -> None:
    assert csv_machine(("nom", "nature", "quantite", "montant"), RANGS) == (
        "nom,nature,quantite,montant\nÉcoles,indirect_annuel,2.5,-1234.56\n'=1+1,,35/6,0.07\n"
    )
