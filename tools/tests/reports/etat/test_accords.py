"""Every form of every statement says the same amounts: those sealed, and those that the computation gives."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from convention.base.french import montant
from convention.base.money import decimal_text
from convention.cli.publier.schemas import validator
from convention.model.mots.appels import GenreVolet
from convention.model.mots.communs import Nature
from convention.model.resolution import resolve
from convention.reports.etat.genres import GenrePartie
from convention.reports.etat.medias.csv import csv_text
from convention.reports.etat.medias.json import SortieAppel, json_text
from convention.reports.etat.medias.xlsx import xlsx_bytes
from convention.reports.etat.phrases import counted_text
from tests.espaces import espaces
from tests.essais import CALCULS, nancy
from tests.reports.etat.etats import ECHEANCES, EN_PDF, etats, pdfs, tel_quel, texte_pdf

if TYPE_CHECKING:
    from convention.reports.etat.valeurs import Etat

SOMMES = ("base", "deja_appele", "montant")


def _csv_rows(every: tuple[Etat, ...]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_text(every))))


def _json_lines(document: Any) -> list[tuple[str, ...]]:  # noqa: ANN401 (read from JSON)
    return [
        (item["numero"], part["genre"], line["composant"] or "", line["nature"], *(line[name] for name in SOMMES))
        for item in document["etats"]
        for part in item["volets"]
        for line in part["lignes"]
    ]


@pytest.mark.parametrize("echeance", ECHEANCES)
def test_the_lines_called_are_those_that_are_sealed(echeance: str) -> None:
    shown = {
        (item.debiteur.id, volet.exercice, str(volet.genre), line.service, line.objet, line.nature, line.section): (
            line.somme.montant
        )
        for item in etats(echeance)
        for volet in item.volets
        if volet.genre.titre
        for line in volet.details
        if line.somme.montant
    }
    sealed = {
        (line.adherent, line.exercice, line.volet, line.service, line.objet, line.nature, line.section): line.montant
        for line in nancy().sceaux[echeance].lignes
        if line.montant
    }
    assert shown == sealed
    assert len(shown) > 500


@pytest.mark.parametrize("echeance", ECHEANCES)
def test_the_base_of_each_part_is_what_the_computation_gives(echeance: str) -> None:
    for rank in range(2):
        genre, annee = etats(echeance)[0].volets[rank].genre, etats(echeance)[0].volets[rank].exercice
        flat = genre is GenrePartie.REGULARISATION
        expected: dict[str, int] = defaultdict(int)
        for ligne in CALCULS(resolve(nancy(), annee, GenreVolet(genre).phase)).lignes:
            left_out = ligne.calcul.nature is Nature.DIRECT or (flat and ligne.calcul.nature is Nature.MASSE_SALARIALE)
            if not left_out and ligne.adherent != nancy().convention.gestionnaire:
                expected[ligne.adherent] += ligne.montant
        found = {item.debiteur.id: item.volets[rank].total.base for item in etats(echeance)}
        assert found == {nom: expected[nom] for nom in found}
        assert set(found) == set(expected)


@pytest.mark.parametrize("echeance", ECHEANCES)
def test_rows_lines_and_documents_add_up_to_the_same_total(echeance: str) -> None:
    for item in etats(echeance):
        for volet in item.volets:
            for rank in range(3):
                assert sum(line.somme[rank] for line in volet.details) == volet.total[rank]
                assert sum(row.somme[rank] for row in volet.rangees) == volet.total[rank]
        for piece in item.pieces:
            lines = [line for volet in item.volets for line in volet.details if line.piece == piece.numero]
            signed = piece.montant if piece.due else -piece.montant
            assert sum(line.somme.montant for line in lines) == signed


@pytest.mark.parametrize("echeance", ECHEANCES)
def test_the_csv_calls_what_the_documents_carry_and_nothing_else(echeance: str) -> None:
    rows = _csv_rows(etats(echeance))
    by_piece: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in rows:
        by_piece[row["numero_etat"], row["piece"]] += Decimal(row["montant_appele"])
    expected = {
        (item.numero, str(piece.numero)): Decimal(decimal_text(piece.montant if piece.due else -piece.montant))
        for item in etats(echeance)
        for piece in item.pieces
    }
    assert {key: value for key, value in by_piece.items() if value} == expected
    announced = sum(Decimal(row["montant_annonce"]) for row in rows)
    forecasts = [volet for item in etats(echeance) for volet in item.volets if not volet.genre.titre]
    assert announced == Decimal(decimal_text(sum(volet.total.montant for volet in forecasts)))


@pytest.mark.parametrize("echeance", ECHEANCES)
def test_the_json_holds_the_lines_of_the_csv_and_follows_its_schema(echeance: str) -> None:
    document = json.loads(json_text(etats(echeance)))
    validator(json.loads(SortieAppel.texte_du_schema())).validate(document)
    rows = [
        (
            *(row[name] for name in ("numero_etat", "volet", "composant", "nature", "montant_base", "deja_appele")),
            str(Decimal(row["montant_appele"]) + Decimal(row["montant_annonce"])),
        )
        for row in _csv_rows(etats(echeance))
    ]
    assert _json_lines(document) == rows


@pytest.mark.parametrize(
    "echeance", [*(pytest.param(item, marks=pytest.mark.long) for item in ECHEANCES[:-1]), ECHEANCES[-1]]
)
def test_the_workbook_shows_our_amounts_beside_each_formula(echeance: str) -> None:
    for item in etats(echeance):
        sheet = load_workbook(io.BytesIO(xlsx_bytes(item)), data_only=True)["Lignes"]
        shown = [
            (
                str(row[0]).removeprefix("Total "),
                row[4] or "Total",
                *(Decimal(str(cell)).quantize(Decimal("0.01")) for cell in (row[9], *row[11:13])),
            )
            for row in sheet.iter_rows(min_row=2, values_only=True)
            if row[0] and row[9] is not None
        ]
        expected = [
            (volet.genre.libelle, name, *(Decimal(decimal_text(cents)) for cents in somme))
            for volet in item.volets
            for name, somme in (*((_cost(line.nature), line.somme) for line in volet.details), ("Total", volet.total))
        ]
        assert shown == expected


def _cost(nature: Nature) -> str:
    return "Masse salariale" if nature is Nature.MASSE_SALARIALE else "Coûts indirects"


@pytest.mark.long
@pytest.mark.parametrize("echeance", EN_PDF)
def test_the_pdf_prints_every_amount_of_the_statement(echeance: str) -> None:
    for item, content in zip(etats(echeance), pdfs(echeance), strict=True):
        text = texte_pdf(content)
        printed = [piece.montant for piece in item.pieces] + [item.a_payer, item.exigible]
        for volet in item.volets:
            printed += [line.somme.base for line in volet.details]
            printed += [abs(row.somme.montant) for row in volet.rangees] + [volet.total.base, abs(volet.total.montant)]
        assert (item.numero, [cents for cents in printed if tel_quel(montant(cents)) not in text]) == (item.numero, [])
        assert len(printed) > 30


def test_a_count_that_two_totals_share_is_one_to_validate() -> None:
    (laxou,) = (item for item in etats("2026-10") if item.debiteur.id == "laxou")
    waiting = [item for item in laxou.quantites if item.releve_le and item.validee_le is None and not item.hypothese]
    assert len([item for item in waiting if item.exercice == 2027]) == 62
    said = [text.replace("\xa0", " ") for text in laxou.hypotheses if "pas encore" in text]
    assert said == ["Exercice 2027 : 50 quantités ne sont pas encore validées par l'adhérent"]


def test_a_supposed_count_is_said_to_be_counted_not_to_be_validated() -> None:
    told = {
        item.hypothese != "": espaces(counted_text(item))
        for item in (row for etat in etats("2026-10") for row in etat.quantites)
        if item.releve_le is not None and item.validee_le is None
    }
    assert {supposed: text.partition(". ")[2].split(" ")[0] for supposed, text in told.items()} == {
        True: "Supposé",
        False: "Relevé",
    }
