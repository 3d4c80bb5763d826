"""What an editor may do to the server: texts that are not finished, files that come and go, no base."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from functools import partial
from random import Random
from threading import Event, Semaphore
from typing import TYPE_CHECKING

import pytest

from convention.base.arret import AbandonError, poursuivre, tant_que
from convention.base.diagnostic import sort_diagnostics
from convention.checks.registry import run
from convention.cli.main import run as run_command
from convention.compare.comparaison import comparer
from convention.engine.contribution import calculer
from convention.langage.carte import endroit
from convention.langage.completion import completer
from convention.langage.ecriture.modifications import corrections, gestes
from convention.langage.euros import annoter
from convention.langage.renvois import cited_at
from convention.langage.reperes import plis, reperes, symboles
from convention.langage.serveur import Serveur
from convention.langage.session import Reglages, Session
from convention.langage.survol import survol
from convention.loading.loader import load
from convention.loading.source import Folder
from convention.model.resolution import resolve
from tests.compare.depots_git import commit, git
from tests.espaces import espaces
from tests.essais import FIGES, GRAND_NANCY, edited, fichiers
from tests.generateur import write
from tests.langage.editeur import depot
from tests.langage.frappes import prix
from tests.les_cas import MINI, poser
from tests.preuves import FOIS

if TYPE_CHECKING:
    from pathlib import Path

    from convention.langage.session import Etat

AU = date(2026, 11, 28)
QUANTITES = "adherents/aubepine/quantites/2026.yaml"
LAXOU = "adherents/laxou/quantites/2027.yaml"


def session(racine: Path, base: str = "main") -> Session:
    return Session(racine, lambda: AU, Reglages(base))


def tout_demander(ouverte: Session, path: str, alea: Random) -> None:
    """Ask all that an editor asks of a file, at a place drawn in it."""
    etat = ouverte.etat()
    lines = etat.chargement.lines(path)
    line = alea.randrange(len(lines)) + 1
    column = alea.randrange(len(lines[line - 1]) + 1) + 1
    survol(etat, path, line, column)
    cited_at(etat.depot, path, line, column)
    completer(etat.depot, path, lines, line, column)
    list(corrections(etat, path, range(line, line + 1)))
    list(gestes(etat, path, line))
    list(reperes(etat.depot, path))
    symboles(etat.depot, path), plis(etat.depot, path), annoter(etat, path)


def _kinds(ouverte: Session) -> dict[str, str]:
    """Return a file of each kind that a repository has."""
    return {fichier.chemin.genre.nom: path for path, fichier in sorted(ouverte.etat().depot.fichiers.items())}


@pytest.mark.parametrize(
    ("racine", "sans"),
    [(MINI, None), pytest.param(GRAND_NANCY, MINI, marks=pytest.mark.long)],
    ids=["petit", "ce que le petit n'a pas"],
)
def test_no_beginning_of_any_kind_of_file_stops_the_server(racine: Path, sans: Path | None) -> None:
    ouverte, alea = session(racine), Random(1)  # noqa: S311 (no secret)
    known = _kinds(session(sans)) if sans is not None else {}
    for path in (path for kind, path in _kinds(ouverte).items() if kind not in known):
        texte = (racine / path).read_bytes().decode()
        step = max(1, len(texte) // (12 * int(os.environ.get("PREUVES", "1"))))
        for end in range(0, len(texte), step):
            ouverte.ecrire(path, texte[:end])
            tout_demander(ouverte, path, alea)
        ouverte.ecrire(path, texte)
        tout_demander(ouverte, path, alea)
        assert ouverte.etat().pause == ""
        ouverte.ecrire(path, None)


@pytest.mark.parametrize(
    "texte",
    [
        "",
        "\t\tx: 1\n",
        "a: \ud800\n",
        "\ufeffa: 1\n",
        "œ: 🏛\r\nb: [1, {\r\n",
        "a: &b *c\n",
        "x" * (10 * 1024 * 1024),
        "[" * 5000,
        "<<<<<<< HEAD\na: 1\n=======\n",
    ],
    ids=["vide", "tabulations", "surrogat", "bom", "crlf", "ancres", "dix mégaoctets", "crochets", "conflit"],
)
def test_a_hostile_text_is_an_error_at_its_place_and_the_rest_is_there(texte: str, tmp_path: Path) -> None:
    ouverte = session(poser(tmp_path))
    ouverte.ecrire(QUANTITES, texte)
    tout_demander(ouverte, QUANTITES, Random(2))  # noqa: S311 (no secret)
    assert QUANTITES in {item.span.path for item in ouverte.etat().diagnostics}
    ouverte.ecrire(QUANTITES, None)
    assert ouverte.etat().pause == ""


def test_a_file_renamed_saved_or_removed_under_the_server_is_read_again(tmp_path: Path) -> None:
    racine = poser(tmp_path)
    ouverte = session(racine)
    assert ouverte.etat().diagnostics == ()
    cles = racine / "pricing/cles.yaml"
    cles.rename(racine / "pricing/clefs.yaml")
    ouverte.relire()
    assert {item.code for item in ouverte.etat().diagnostics} >= {"FIC001", "FIC002"}
    (racine / "pricing/clefs.yaml").rename(cles)
    ouverte.relire()
    assert ouverte.etat().diagnostics == ()


def test_while_one_types_the_disk_is_not_looked_at_and_at_rest_what_another_program_wrote_counts(
    tmp_path: Path,
) -> None:
    racine = poser(tmp_path)
    ouverte = session(racine)
    texte = (racine / QUANTITES).read_text("utf-8")
    ouverte.ecrire(QUANTITES, texte)
    assert ouverte.etat().diagnostics == ()
    cles = racine / "pricing/cles.yaml"
    cles.write_text(cles.read_text("utf-8") + "faux: 1\n", "utf-8")
    ouverte.ecrire(QUANTITES, texte + "# note\n")
    assert ouverte.etat().diagnostics == ()
    assert (ouverte.regarder(), ouverte.regarder()) == (True, False)
    assert {item.span.path for item in ouverte.etat().diagnostics} == {"pricing/cles.yaml"}


def test_two_editors_see_each_its_own_text_and_what_the_other_saved(tmp_path: Path) -> None:
    racine = poser(tmp_path)
    un, deux = session(racine), session(racine)
    texte = (racine / QUANTITES).read_text("utf-8")
    un.ecrire(QUANTITES, texte + "faux: 1\n")
    assert un.etat().pause
    assert not deux.etat().pause
    (racine / QUANTITES).write_text(texte + "faux: 1\n", "utf-8")
    deux.relire()
    assert deux.etat().diagnostics == un.etat().diagnostics


def test_the_messages_are_those_of_valider(tmp_path: Path) -> None:
    racine = poser(tmp_path, ("REF001", "invalide"))
    chargement = load(Folder(racine))
    assert session(racine).etat().diagnostics == sort_diagnostics((*chargement.diagnostics, *run(chargement.depot, AU)))


def test_without_git_without_the_base_or_on_a_wrong_base_amounts_remain_and_the_gap_tells_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    racine = poser(tmp_path)
    prix = "pricing/composants/S04.yaml"

    def dits(base: str) -> list[str]:
        return [espaces(item.texte) for item in annoter(session(racine, base=base).etat(), prix)]

    first, *costs = dits("main")
    assert first.startswith("Écarts en pause : le dossier ")
    assert "n'est pas un dépôt git" in first
    assert any("dus par" in text or "partagés entre" in text for text in costs)
    commit(racine)
    assert dits("amont")[0].startswith("Écarts en pause : la révision « amont » est inconnue")
    assert not dits("main")[0].startswith("Écarts en pause")
    (racine / QUANTITES).write_text("faux: 1\n", "utf-8")
    git(racine, "commit", "--quiet", "--all", "--message=Faux")
    git(racine, "checkout", "--quiet", "HEAD~1", "--", QUANTITES)
    assert dits("main")[0].startswith("Écarts en pause : la base « main » a ")
    monkeypatch.setenv("PATH", "")
    assert dits("main")[0] == "Écarts en pause : git est introuvable : l'installer, puis relancer"


def test_what_is_cancelled_while_it_waits_is_never_computed() -> None:
    done: list[str] = []

    async def ask() -> None:
        serveur, busy = Serveur(lambda path: path, lambda: AU), Event()
        first = asyncio.ensure_future(serveur.calcule(busy.wait))
        given_up = asyncio.ensure_future(serveur.calcule(done.append, "annulée"))
        kept = asyncio.ensure_future(serveur.calcule(done.append, "gardée"))
        await asyncio.sleep(0)
        given_up.cancel()
        await asyncio.wait([given_up])
        busy.set()
        await asyncio.wait([first, given_up, kept])

    # In a thread of its own: a browser that another test drives has a loop in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, ask()).result()
    assert done == ["gardée"]


def test_what_is_being_computed_stops_once_cancelled_and_begins_again_once_the_text_has_changed(tmp_path: Path) -> None:
    """What is computed here never ends by itself."""
    read, begun = list[str](), Semaphore(0)

    def endless(etat: Etat) -> str:
        read.append(etat.lignes(QUANTITES)[0])
        begun.release()
        while read[-1] != "# fin":
            poursuivre()
        return read[-1]

    async def ask() -> str:
        serveur = Serveur(lambda path: path, lambda: AU)
        serveur.session = session(poser(tmp_path))
        given_up = asyncio.ensure_future(serveur.demande(endless))
        await asyncio.to_thread(begun.acquire)
        given_up.cancel()
        assert await serveur.calcule(lambda: "libre") == "libre"
        kept = asyncio.ensure_future(serveur.demande(endless))
        await asyncio.to_thread(begun.acquire)
        serveur.session.ecrire(QUANTITES, "# fin")
        return await kept

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, ask()).result() == "# fin"
    assert len(read) == 3


def test_a_comparison_that_is_stopped_anywhere_is_found_again_as_if_it_had_not_been(tmp_path: Path) -> None:
    racine = commit(poser(tmp_path))
    texte = (racine / QUANTITES).read_text("utf-8").replace("copieurs: 6", "copieurs: 12")
    whole, stopped = session(racine), session(racine)
    for item in (whole, stopped):
        item.ecrire(QUANTITES, texte)
    etat, left = stopped.etat(), 0
    while not (etat.est_expliquee and "decision" in etat.__dict__):
        left += 1
        with suppress(AbandonError), tant_que(partial(next, iter([True] * left), None)):
            assert etat.decision is not None
            assert etat.expliquee is not None
    assert left > 7
    assert annoter(etat, QUANTITES) == annoter(explained(whole.etat()), QUANTITES)
    assert etat.diagnostics == whole.etat().diagnostics


def explained(etat: Etat) -> Etat:
    assert etat.expliquee is not None
    return etat


def test_without_pygls_the_command_tells_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for nom in [nom for nom in sys.modules if nom.startswith(("convention.langage.reponses", "lsprotocol", "pygls"))]:
        monkeypatch.delitem(sys.modules, nom)
    monkeypatch.setitem(sys.modules, "lsprotocol", None)
    assert run_command(["serveur-langage"]) == 3
    assert "make installer VERROU=verrous/editeur.txt" in capsys.readouterr().err


def test_the_memory_keeps_only_what_is_held(tmp_path: Path) -> None:
    racine = commit(poser(tmp_path))
    ouverte = session(racine)
    path = "pricing/composants/S04.yaml"
    texte = (racine / path).read_text("utf-8")
    held = len(ouverte.etat().depot.contenus)
    for cents in range(10, 60):
        ouverte.ecrire(path, texte.replace("4800.00", f"48{cents}.00"))
        annoter(ouverte.etat(), path)
    assert len(ouverte._cache) <= held + 1
    assert len(ouverte._calculs._connues) <= 32


@pytest.mark.long
def test_what_is_kept_of_computations_gives_the_same_cents(tmp_path: Path) -> None:
    racine, alea = depot(tmp_path), Random(3)  # noqa: S311 (no secret)
    ouverte, files, seen = session(racine), fichiers(racine), 0
    for _ in range(12 * FOIS):
        path, texte = prix(files, alea)
        ouverte.ecrire(path, texte)
        etat = ouverte.etat()
        annoter(etat, path)
        if etat.comparaison is not None and etat.base.depot is not None:
            anew = comparer(etat.base.depot, etat.depot, pourquoi=False)
            assert etat.comparaison.impacts == anew.impacts
            assert etat.contributions == {annee: calculer(resolve(etat.depot, annee)) for annee in etat.depot.exercices}
            seen += 1
        ouverte.ecrire(path, None)
    assert seen >= 3


def test_a_place_is_a_key_a_value_or_nothing(tmp_path: Path) -> None:
    etat = session(poser(tmp_path)).etat()
    fichier = etat.depot.fichiers[QUANTITES]
    key = next(iter(fichier.root.key_nodes.values())).place
    here = endroit(fichier, key.line, key.column)
    assert here.cle
    assert here.champ == next(iter(fichier.root))
    assert endroit(fichier, 1, 1).pointer == ()


def test_while_a_rebase_is_under_way_what_is_marked_is_an_error_and_the_base_is_that_of_its_branch(
    tmp_path: Path,
) -> None:
    racine = poser(tmp_path)
    quantites = racine / QUANTITES
    texte = quantites.read_text("utf-8")
    commit(racine)
    for branche in ("ailleurs", "ici"):
        git(racine, "switch", "--quiet", "--create", branche, "main")
        quantites.write_text(texte.replace("copieurs: 6", f"copieurs: {len(branche)}"), "utf-8")
        git(racine, "commit", "--quiet", "--all", f"--message={branche}")
    with pytest.raises(subprocess.CalledProcessError):
        git(racine, "rebase", "ailleurs")
    ouverte = session(racine)
    assert f"dans {QUANTITES}:" in espaces(ouverte.etat().pause)
    assert ouverte.etat().base.raison == ""
    git(racine, "rebase", "--abort")
    ouverte.relire()
    assert ouverte.etat().pause == ""
    assert ouverte.etat().comparaison is not None


def test_a_repository_that_was_wrong_when_it_was_opened_has_its_amounts_once_it_is_mended(tmp_path: Path) -> None:
    racine = poser(tmp_path)
    commit(racine)
    texte = (racine / QUANTITES).read_text("utf-8")
    (racine / QUANTITES).write_text(f"{texte}faux: 1\n", "utf-8")
    ouverte = session(racine)
    assert [item.texte for item in annoter(ouverte.etat(), QUANTITES)] == [ouverte.etat().pause]
    ouverte.ecrire(QUANTITES, texte)
    assert ouverte.etat().pause == ""
    assert len(annoter(ouverte.etat(), QUANTITES)) > 1


def test_windows_line_ends_and_tabs_after_them_change_neither_what_is_told_nor_where(tmp_path: Path) -> None:
    racine = poser(tmp_path)
    texte = (racine / QUANTITES).read_text("utf-8")
    ouverte = session(racine)
    told = [(item.span.line, item.texte) for item in annoter(ouverte.etat(), QUANTITES)]
    ouverte.ecrire(QUANTITES, texte.replace("\n", "\r\n"))
    assert [(item.span.line, item.texte) for item in annoter(ouverte.etat(), QUANTITES)] == told
    ouverte.ecrire(QUANTITES, texte.replace("origine: demonstration\n", "origine: demonstration # note\tet\tfin\r\n"))
    assert ouverte.etat().pause == ""


def test_a_cost_counted_for_several_tells_what_they_owe_together_and_under_the_name_of_none(tmp_path: Path) -> None:
    files, path = fichiers(FIGES / "hopitaux"), "pricing/composants/S01.yaml"
    several = edited(files, path, "2025: {minimum: 1200.00}", "2025: {minimum: 3000.00}")
    told = {
        nom: [espaces(item.texte) for item in annoter(session(racine).etat(), path) if item.span.line == 5]
        for nom, racine in (("plusieurs", write(tmp_path / "a", several)), ("une", write(tmp_path / "b", files)))
    }
    assert told == {
        "plusieurs": ["compte dans 2 913,00 € dus par 2 adhérents en 2025 : Minimum annuel"],
        "une": ["compte dans 429,20 € dus par la Blanchisserie des Monts en 2025 : Minimum annuel"],
    }


def test_what_a_subscription_costs_names_its_adherent_with_its_article(tmp_path: Path) -> None:
    racine = write(tmp_path, fichiers(FIGES / "syndicat"))
    told = annoter(session(racine).etat(), "adherents/regie-valcendre/souscriptions.yaml")
    assert "300,00 € dus par la Régie de Valcendre en 2026, 2 lignes" in [espaces(item.texte) for item in told]
