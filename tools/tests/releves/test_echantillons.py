"""The samples, counted by hand, then by the tool: the same counts, and nothing but counts."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import pytest

pytest.importorskip("ibis")

from convention.engine.releves import realise
from convention.model.ecrits.series import Grandeur
from convention.model.mots.communs import Comptage
from convention.releves.fichiers import Fichier, fingerprint
from tests.cli.commande import contenu, lancer
from tests.releves.atelier import (
    CONFIRMER,
    EXEMPLES,
    FICHIERS,
    SECRETS,
    Exemple,
    comptes,
    depot,
    points,
    relever,
    secrets_dits,
    serie,
)
from tests.releves.attendus import ATTENDUS, LIGNES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.commande import Sortie

chaque_exemple = pytest.mark.parametrize("exemple", EXEMPLES, ids=[item.source for item in EXEMPLES])
COURANT = "parc"
un_exemple_au_moins = pytest.mark.parametrize(
    "exemple",
    [pytest.param(item, id=item.source, marks=() if item.source == COURANT else pytest.mark.long) for item in EXEMPLES],
)
"""What one sample shows as well as another: one at each change of the tool, the others with what takes long."""


class Releve(NamedTuple):
    """A sample counted: its repository, what this was before, what the command said."""

    racine: Path
    avant: dict[str, bytes]
    dit: Sortie


@pytest.fixture(scope="module")
def releve(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Releve]:
    """Count a sample, once for all that is asked of it: each test leaves its repository as it found it."""

    @cache
    def once(source: str) -> Releve:
        (exemple,) = (item for item in EXEMPLES if item.source == source)
        racine = depot(tmp_path_factory.mktemp(source) / "depot", source)
        before = contenu(racine)
        return Releve(racine, before, relever(racine, source, FICHIERS / exemple.fichier, *exemple.options))

    return once


@chaque_exemple
def test_a_sample_gives_what_was_counted_by_hand(exemple: Exemple, releve: Callable[[str], Releve]) -> None:
    racine, _, run = releve(exemple.source)
    assert (run.code, run.message) == (0, "")
    assert points(racine, exemple.source) == ATTENDUS[exemple.source]
    entete = serie(racine, exemple.source).entete
    assert entete[7:] == LIGNES[exemple.source]
    assert lancer(racine, "valider").code == 0


@un_exemple_au_moins
def test_no_serial_number_host_nor_user_is_written_or_shown(exemple: Exemple, releve: Callable[[str], Releve]) -> None:
    racine, before, run = releve(exemple.source)
    written = {path: text for path, text in contenu(racine).items() if text != before.get(path)}
    told = [run.message, lancer(racine, "valider").sortie.decode(), *(text.decode() for text in written.values())]
    assert written
    assert secrets_dits(run.sortie.decode()) == []
    assert [secret for secret in SECRETS for text in told if secret in text] == []
    export = FICHIERS / exemple.fichier
    inside = b"".join(path.read_bytes() for path in ([export] if export.is_file() else export.iterdir()))
    assert any(secret.encode() in inside or secret.encode("cp1252") in inside for secret in SECRETS)


@un_exemple_au_moins
def test_a_trial_shows_the_same_and_writes_nothing(
    tmp_path: Path, exemple: Exemple, releve: Callable[[str], Releve]
) -> None:
    racine = depot(tmp_path / "depot", exemple.source)
    before = contenu(racine)
    trial = relever(racine, exemple.source, FICHIERS / exemple.fichier, *exemple.options, "--essai")
    assert (trial.code, contenu(racine)) == (0, before)
    shown = trial.sortie.decode().removesuffix("Essai : rien n'a été écrit.\n")
    assert releve(exemple.source).dit.sortie.decode().startswith(shown)


@un_exemple_au_moins
def test_counting_again_changes_nothing(exemple: Exemple, releve: Callable[[str], Releve]) -> None:
    racine, *_ = releve(exemple.source)
    before = contenu(racine)
    again = relever(racine, exemple.source, FICHIERS / exemple.fichier, *exemple.options)
    assert "Rien à changer" in again.sortie.decode()
    assert contenu(racine) == before


@chaque_exemple
def test_adherents_and_nobody_make_all_the_rows_kept(tmp_path: Path, exemple: Exemple) -> None:
    racine = depot(tmp_path / "depot", exemple.source)
    found = comptes(racine, exemple.source, FICHIERS / exemple.fichier, extrait_le=date(2026, 3, 31))
    kept = found.lignes.gardees
    totals = {nom: sum(rows.values()) for nom, rows in found.par_mesure.items()}
    assert found.lignes.lues == kept + found.lignes.illisibles + found.lignes.hors_filtre
    # The measures of the inventories are filtered by type: a printer is no workstation.
    expected = {"parc": {"postes": kept - 1}, "impression": {"imprimantes": 4, "copieurs": 2}}
    assert totals == expected.get(exemple.source, dict.fromkeys(totals, kept))


def test_a_count_at_a_date_and_an_average_weighted_by_days(releve: Callable[[str], Releve]) -> None:
    racine, *_ = releve("messagerie")
    found = serie(racine, "messagerie")
    stockage = Grandeur("aubepine", "stockage")
    average = realise(found, stockage, Comptage.MOYENNE, date(2026, 1, 4))
    assert average is not None
    # 0.6 on the 1st and the 2nd, 0.7 on the 3rd and the 4th; 0.7 for the 361 days that are left.
    assert average.valeur == Fraction("0.65")
    assert average.projection == Fraction("0.699452")
    boites = realise(found, Grandeur("ccas-aubepine", "boites"), Comptage.A_DATE, date(2026, 1, 2))
    assert boites is not None
    assert boites.valeur == 0
    quantites = (racine / "adherents/aubepine/quantites/2026.yaml").read_text(encoding="utf-8")
    assert "stockage: 0.65\n" in quantites
    assert "application-finances: 2\n" in quantites
    assert 'source: "Boîtes aux lettres, extraction du 4 janvier 2026, sha256 ' in quantites


def test_a_missing_day_holds_the_value_of_the_day_before(releve: Callable[[str], Releve]) -> None:
    found = serie(releve("instantanes").racine, "instantanes")
    average = realise(found, Grandeur("aubepine", "postes"), Comptage.MOYENNE, date(2026, 1, 5))
    assert average is not None
    # (2 + 3 + 3 + 3 + 4) / 5: the 3rd, missing, holds the value of the 2nd.
    assert average.valeur == 3
    assert [str(day) for day in found.entete.jours_manquants] == ["2026-01-03"]


def test_an_adherent_that_the_last_snapshot_forgets_is_told_and_keeps_its_quantity(
    releve: Callable[[str], Releve],
) -> None:
    racine, before, run = releve("instantanes")
    path = "adherents/bruyere/quantites/2026.yaml"
    assert "Bruyère : avertissement REL008" in run.sortie.decode()
    # 112 are in force: a threshold of 40 % tells the difference.
    told = run.dit
    assert "nombre de postes : 112 en vigueur, 4 à la date, au-delà du seuil de 40 %" in told
    assert (racine / path).read_bytes() == before[path]


def test_amounts_so_far_and_at_the_end_of_the_year(releve: Callable[[str], Releve]) -> None:
    found = serie(releve("finances").racine, "finances")
    paid = realise(found, Grandeur("aubepine", "paye", "62876"), Comptage.SUR_PERIODE, date(2026, 12, 31))
    assert paid is not None
    assert (str(paid.a_date), paid.valeur) == ("2026-09-30", Fraction("12160.25"))
    # 273 days of 365.
    assert paid.projection == Fraction("16258.209707")


@pytest.mark.long
def test_snapshots_of_the_next_days_are_added_to_those_that_are_known(tmp_path: Path) -> None:
    whole, apart = depot(tmp_path / "un", "instantanes"), depot(tmp_path / "deux", "instantanes")
    relever(whole, "instantanes", FICHIERS / "instantanes", *CONFIRMER)
    *days, last = sorted((FICHIERS / "instantanes").iterdir())
    for day in days:
        assert relever(apart, "instantanes", day).code == 0
    mark = fingerprint([Fichier(last.name, last, sha256(last.read_bytes()).hexdigest(), date(2026, 1, 5), None)])
    assert relever(apart, "instantanes", last, "--confirmer", mark).code == 0
    assert points(apart, "instantanes") == points(whole, "instantanes")
    assert serie(apart, "instantanes").entete.jours_manquants == serie(whole, "instantanes").entete.jours_manquants
