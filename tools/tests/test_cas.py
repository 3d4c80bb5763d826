"""Each code on the small repository: a wrong writing and its whole output, the nearest correct writing.

Knows: the cases (`les_cas`). Must not know: checks.
`make references` writes the expected outputs again; they are read before they are kept.
"""

from __future__ import annotations

import json
import os
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest
from click.testing import CliRunner

from convention.base.codes import CODES, Severity
from convention.base.diagnostic import Diagnostic, Span, has_errors
from convention.checks.cadre.controle import controle, controle_du_calcul, controle_du_jour
from convention.checks.cadre.passage import Passage
from convention.checks.registry import run
from convention.cli.cadre.contexte import Contexte
from convention.cli.cadre.diagnostics import diagnose_all, render
from convention.cli.consulter.expliquer_code import commande as expliquer_code
from convention.loading.loader import load
from convention.loading.source import Folder
from convention.site.communes.reperes import concerns
from tests import les_cas
from tests.cli.commande import lancer
from tests.espaces import espaces
from tests.essais import Textes
from tests.les_cas import MINI, attendu, changements, petit, poser, regenerer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from convention.checks.cadre.controle import Controle
    from convention.loading.loader import Cache, Chargement
    from convention.loading.source import Source
    from convention.model.depot import Depot

LECTURES: Cache = {}
JOUR = date(2027, 12, 31)
"""Day on which every case is read."""

D_UNE_COMPARAISON = frozenset({"SCE011", "SCE012"})
"""What only a comparison says: tried in `compare/test_scelles.py` and `compare/test_arretes.py`."""
D_UN_RELEVE = frozenset({"REL012", "REL013", "REL014", "REL015"})
"""What only the count of an export says: tried in `releves/test_dommages.py`."""
EPROUVES = sorted(CODES.keys() - D_UNE_COMPARAISON - D_UN_RELEVE)
chaque_code = pytest.mark.parametrize("code", EPROUVES)


class Verdict(NamedTuple):
    """What the tool finds in a repository."""

    chargement: Chargement
    diagnostics: tuple[Diagnostic, ...]

    def text(self, forme: str = "terminal") -> str:
        """Return what `convention valider` prints."""
        return render(self.diagnostics, self.chargement, forme)


def judge(source: Source) -> Verdict:
    """Do what `convention valider` does; what all cases have in common is read once."""
    chargement = load(source, LECTURES)
    return Verdict(chargement, diagnose_all(chargement, JOUR))


def source(dossiers: pytest.TempPathFactory, *cotes: tuple[str, str]) -> Source:
    """Lay sides of cases over the small repository: in memory, but for what only a disk holds."""
    on_disk = any(code.startswith("FIC") for code, _ in cotes)
    return Folder(poser(dossiers.mktemp("cas"), *cotes)) if on_disk else Textes(petit(*cotes))


@pytest.fixture(scope="session")
def fautif(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Verdict]:
    """Judge the wrong writing of a code, once."""

    @cache
    def verdict(code: str) -> Verdict:
        return judge(source(tmp_path_factory, (code, "invalide")))

    return verdict


def test_the_small_repository_is_clean() -> None:
    assert judge(Folder(MINI)).diagnostics == ()


def test_every_code_has_its_case_and_no_case_is_without_its_code() -> None:
    assert les_cas.codes() == set(EPROUVES)


@chaque_code
def test_a_wrong_writing_prints_what_is_expected(code: str, fautif: Callable[[str], Verdict]) -> None:
    verdict = fautif(code)
    assert code in {item.code for item in verdict.diagnostics}
    if os.environ.get("REGENERER"):
        regenerer(code, verdict.text())
    assert verdict.text() == attendu(code), f"{code}.toml : « make references » écrit cette sortie, à relire"


@chaque_code
def test_the_site_of_a_repository_explains_the_message_that_it_is_told(
    code: str, fautif: Callable[[str], Verdict]
) -> None:
    assert concerns(fautif(code).chargement.depot, CODES[code])


@chaque_code
def test_the_nearest_correct_writing_has_no_message_at_all(code: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert judge(source(tmp_path_factory, (code, "valide"))).diagnostics == ()


@pytest.mark.parametrize("code", [row.code for row in CODES.values() if row.empeche_le_calcul])
def test_what_prevents_computing_is_not_told_again_as_a_change_of_what_is_sealed(
    code: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    both = source(tmp_path_factory, ("SCE003", "invalide"), (code, "invalide"))
    seen = {item.code for item in judge(both).diagnostics}
    assert code in seen
    assert not any(CODES[other].compare_un_sceau for other in seen)


@chaque_code
def test_each_check_says_only_what_it_declares_and_one_that_declares_this_code_says_it(
    code: str, fautif: Callable[[str], Verdict]
) -> None:
    said = list(_said(fautif(code).chargement.depot))
    assert [(check, other) for check, other in said if other not in check.codes] == []
    declared = {check.fonction for check in TOUS if code in check.codes}
    assert not declared or declared & {check.fonction for check, other in said if other == code}


TOUS: tuple[Controle[...], ...] = (*controle.controles, *controle_du_calcul.controles, *controle_du_jour.controles)


def _said(depot: Depot) -> Iterator[tuple[Controle[...], str]]:
    """Run each check alone: what it says, before anything is silenced."""
    for check in controle.controles:
        yield from ((check, item.code) for item in check.fonction(depot))
    for dated in controle_du_jour.controles:
        yield from ((dated, item.code) for item in dated.fonction(depot, JOUR))
    if "cles" not in depot.incomplets:
        contexte = Passage(depot).contexte
        for computed in controle_du_calcul.controles:
            yield from ((computed, item.code) for item in computed.fonction(contexte))


def test_every_message_points_inside_its_file(fautif: Callable[[str], Verdict]) -> None:
    outside = [
        (code, span)
        for code in EPROUVES
        for item in fautif(code).diagnostics
        for span in (item.span, *(related for related, _ in item.related))
        if not _is_inside(span, fautif(code).chargement.lines(span.path))
    ]
    assert outside == []


def _is_inside(span: Span, lines: list[str]) -> bool:
    return (
        1 <= span.line <= span.end_line <= len(lines)
        and 1 <= span.column <= len(lines[span.line - 1]) + 1
        and 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1
        and (span.line, span.column) <= (span.end_line, span.end_column)
    )


def test_messages_are_sorted_and_unique_and_their_codes_are_in_the_table(fautif: Callable[[str], Verdict]) -> None:
    for code in EPROUVES:
        found = fautif(code).diagnostics
        assert list(found) == sorted(set(found)), code
        assert {item.code for item in found} <= CODES.keys(), code


@pytest.mark.long
@chaque_code
def test_writing_what_a_message_advises_makes_it_go(code: str, tmp_path: Path) -> None:
    root = poser(tmp_path, (code, "invalide"))
    for item in [item for item in judge(Folder(root)).diagnostics if item.a_ecrire]:
        path = root / item.span.path
        before = path.read_bytes()
        path.write_bytes(replaced(before.decode(), item.span, item.a_ecrire[0]).encode())
        assert item.identite not in {other.identite for other in judge(Folder(root)).diagnostics}
        path.write_bytes(before)


def replaced(text: str, span: Span, by: str) -> str:
    lines = text.split("\n")
    before, after = lines[span.line - 1][: span.column - 1], lines[span.end_line - 1][span.end_column - 1 :]
    return "\n".join([*lines[: span.line - 1], f"{before}{by}{after}", *lines[span.end_line :]])


@pytest.mark.long
@chaque_code
def test_the_json_form_holds_every_message(code: str, fautif: Callable[[str], Verdict]) -> None:
    verdict = fautif(code)
    document = json.loads(verdict.text("json"))
    assert document["version"] == 1
    assert document["fichiers"] == verdict.chargement.nombre
    assert [
        (item["fichier"], item["ligne"], item["colonne"], item["code"], item["message"], item["conseil"])
        for item in document["diagnostics"]
    ] == [(*item.span[:3], item.code, item.message, item.hint) for item in verdict.diagnostics]


@pytest.mark.long
@chaque_code
def test_the_github_form_has_one_line_a_message(code: str, fautif: Callable[[str], Verdict]) -> None:
    verdict = fautif(code)
    lines = verdict.text("github").splitlines()
    niveaux = {Severity.ERREUR: "error", Severity.AVERTISSEMENT: "warning"}
    assert len(lines) == len(verdict.diagnostics)
    for line, item in zip(lines, verdict.diagnostics, strict=True):
        assert line.startswith(f"::{niveaux[item.severity]} file=")
        assert f",line={item.span.line}," in line
        assert f",title={item.code}::" in line


@pytest.mark.long
@chaque_code
def test_leaving_out_the_checks_that_only_warn_hides_no_error(code: str, fautif: Callable[[str], Verdict]) -> None:
    depot = fautif(code).chargement.depot
    full, errors_only = (
        [item for item in found if item.severity is Severity.ERREUR]
        for found in (run(depot, JOUR), run(depot, JOUR, errors_only=True))
    )
    assert full == errors_only


def test_every_code_explains_itself(tmp_path: Path) -> None:
    for code in EPROUVES:
        done = CliRunner().invoke(expliquer_code, [code], obj=Contexte(tmp_path))
        assert done.exit_code == 0, code
        assert CODES[code].titre in done.output
        assert "Que faire : " in espaces(done.output), code


@pytest.mark.parametrize(
    ("code", "sortie", "forme"),
    [
        pytest.param(code, sortie, forme, marks=() if rank == other else pytest.mark.long)
        for rank, (code, sortie) in enumerate([("SYN003", 1), ("TAR007", 1), ("PER003", 0)])
        for other, forme in enumerate(("terminal", "json", "github"))
    ],
)
def test_the_command_prints_the_same_and_says_so_by_its_exit_code(
    code: str, sortie: int, forme: str, tmp_path: Path
) -> None:
    verdict = judge(Folder(poser(tmp_path, (code, "invalide"))))
    run = lancer(tmp_path, "valider", "--date", str(JOUR), "--format", forme, env={"LC_ALL": "C"})
    assert (run.code, run.erreurs) == (sortie, b"")
    assert run.code == has_errors(verdict.diagnostics)
    assert run.sortie.decode() == verdict.text(forme)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("FIC001", "SYN008"),
        ("FIC005", "PRE004"),
        ("FIC006", "QTE002"),
        ("SYN001", "TAR001"),
        ("SYN006", "TAR016"),
        ("SYN007", "ADH001"),
        ("SYN010", "REF004"),
        ("SYN011", "PER002"),
        ("FOR008", "PER009"),
        ("FOR013", "FOR004"),
    ],
)
def test_a_wrong_file_hides_no_message_of_another(
    first: str, second: str, fautif: Callable[[str], Verdict], tmp_path_factory: pytest.TempPathFactory
) -> None:
    sides = [(code, "invalide") for code in (first, second)]
    assert not changements(*sides[0]).keys() & changements(*sides[1]).keys()
    together = judge(source(tmp_path_factory, *sides)).diagnostics
    assert {*fautif(first).diagnostics, *fautif(second).diagnostics} <= {*together}


ATTENDENT_L_IDENTITE = frozenset(
    {"ADH009", "ADH016", "SOR003"} | {"ADH017", "QTE001", "QTE003", "QTE006", "QTE012", "SCE003", "SCE008", "SCE009"}
)
"""What compares a folder with its identity, and what is computed from both."""


@pytest.mark.long
@chaque_code
def test_an_identity_with_a_wrong_field_hides_and_invents_nothing_in_its_folder(code: str, tmp_path: Path) -> None:
    root = poser(tmp_path, (code, "invalide"))
    before = _of_folders(judge(Folder(root)))
    for path in root.glob("adherents/*/adherent.yaml"):
        if path.is_file() and not path.is_symlink():
            path.write_bytes(path.read_bytes().rstrip() + b"\ncouleur: bleu\n")
    after = _of_folders(judge(Folder(root)))
    assert after <= before
    assert {item.code for item in before - after} <= ATTENDENT_L_IDENTITE


def _of_folders(verdict: Verdict) -> set[Diagnostic]:
    """Keep what is said of the adherents' folders, but of their identities."""
    return {
        item
        for item in verdict.diagnostics
        if item.span.path.startswith("adherents/") and not item.span.path.endswith("/adherent.yaml")
    }
