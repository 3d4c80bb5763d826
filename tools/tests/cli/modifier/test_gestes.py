"""Editing commands as their users run them: what is written, what is shown, and what leaves the files as they were."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count, takewhile
from typing import TYPE_CHECKING

import pytest

from convention.cli.cadre.contexte import EnvironnementError
from convention.cli.ecriture.exclusivite import write_all
from convention.cli.modifier.geste import REFUSE_EN_L_ETAT
from convention.edition.etat import Modification
from tests.cli.commande import HERITE, PROGRAMME, contenu, executer, lancer
from tests.compare.depots_git import commit
from tests.espaces import espaces
from tests.essais import FIGES, fichiers_nancy
from tests.generateur import depot_fictif, write
from tests.les_cas import poser

if TYPE_CHECKING:
    from pathlib import Path

SOUSCRIPTIONS = "adherents/adherent-1/souscriptions.yaml"
QUANTITES = "adherents/adherent-1/quantites/2026.yaml"
ENTETE = """# yaml-language-server: $schema=../../schemas/souscriptions.schema.json
origine: demonstration
source: inventé pour les essais
"""
FICHIERS = {
    **depot_fictif(3, 4, 1),
    SOUSCRIPTIONS: f"""{ENTETE}# Les services de la commune.
souscriptions:
  - {{service: S02, debut: 2026-01-01, statut: souscrite_non_activee, motif: inventé}}
  - {{service: S05, debut: 2024-01-01}}  # depuis le début
""",
}
RESILIER = ("resilier", "adherent-1", "S05", "--dernier-jour", "2026-06-30")
QUANTIFIER = ("quantifier", "adherent-1", "--exercice", "2026", "--date", "2026-01-01", "mobiles=210")
GESTES = {
    ("souscrire", "adherent-1", "S04", "--debut", "2026-03-01"): SOUSCRIPTIONS,
    ("corriger-adherent", "adherent-1", "--nom", "Mairie"): "adherents/adherent-1/adherent.yaml",
    ("activer", "adherent-1", "S02", "--debut", "2026-07-01"): SOUSCRIPTIONS,
    RESILIER: SOUSCRIPTIONS,
    ("resilier", "adherent-2", "--fin", "2026-09-01", "--notification", "2026-03-01"): (
        "adherents/adherent-2/resiliation.yaml"
    ),
    QUANTIFIER: QUANTITES,
    ("valider-quantites", "adherent-1", "--exercice", "2026", "--validation", "2026-02-05"): QUANTITES,
    ("fixer", "composant-0", "abonnement", "130", "--exercice", "2026"): "pricing/composants/S05.yaml",
    ("fixer", "forfait", "710.60", "--date", "2026-01-01", "--reference", "délibération"): "pricing/forfait.yaml",
    (
        *("ajouter-service", "S12", "Signature", "--cle", "postes", "--montant", "1200", "--exercice", "2026"),
        *("--prerequis", "S05"),
    ): "catalogue/services/S12.yaml",
    ("ouvrir-exercice", "2027", "--date", "2026-11-25"): "pricing/exercices/2027.yaml",
    (
        "adherer",
        "mairie",
        "--nom",
        "Mairie",
        "--demande",
        "2026-01-05",
        "--source",
        "x",
    ): "adherents/mairie/adhesion.yaml",
}
DEUX_AU_MOINS = [
    pytest.param(geste, id="-".join(geste[:2]), marks=() if geste in {RESILIER, QUANTIFIER} else pytest.mark.long)
    for geste in GESTES
]
"""What one gesture shows as well as another: two at each change of the tool, the others with what takes long."""


@pytest.fixture
def depot(tmp_path: Path) -> Path:
    return write(tmp_path / "depot", FICHIERS)


# --- written, or only shown ---


@pytest.mark.parametrize("geste", GESTES, ids=["-".join(geste[:2]) for geste in GESTES])
def test_a_gesture_writes_its_file_and_leaves_sound_data(depot: Path, geste: tuple[str, ...]) -> None:
    before = contenu(depot)
    run = lancer(depot, *geste)
    assert (run.code, run.erreurs) == (0, b"")
    after = contenu(depot)
    changed = [path for path in after if after[path] != before.get(path)]
    assert GESTES[geste] in changed
    assert run.sortie.decode().split("\n\n")[-1] == "".join(f"Écrit : {path}\n" for path in _said(run.sortie))
    assert sorted(_said(run.sortie)) == changed
    assert lancer(depot, "valider").code == 0


@pytest.mark.parametrize("geste", DEUX_AU_MOINS)
def test_a_trial_shows_the_same_and_writes_nothing(depot: Path, geste: tuple[str, ...]) -> None:
    before = contenu(depot)
    trial = lancer(depot, *geste, "--essai")
    assert (trial.code, contenu(depot)) == (0, before)
    shown = trial.sortie.decode().removesuffix("Essai : rien n'a été écrit.\n")
    assert lancer(depot, *geste).sortie.decode().startswith(shown)


@pytest.mark.parametrize(
    ("geste", "option"),
    [
        (("souscrire", "adherent-1", "S04"), "--debut"),
        (("activer", "adherent-1", "S02"), "--debut"),
        (("quantifier", "adherent-1", "--exercice", "2026", "mobiles=210", "--source", "x"), "--date"),
        (("fixer", "forfait", "710.60", "--date", "2026-01-01", "--reference", "x"), "--verifie-le"),
        pytest.param(("ouvrir-exercice", "2027"), "--date", marks=pytest.mark.long),
    ],
    ids=lambda item: item[0] if isinstance(item, tuple) else item,
)
def test_a_day_that_nobody_typed_is_said_to_be_supposed(depot: Path, geste: tuple[str, ...], option: str) -> None:
    supposed, typed = (lancer(depot, *geste, *more, "--essai").sortie.decode() for more in ((), (option, "2026-01-01")))
    (told,) = [line for line in supposed.splitlines() if "Supposé" in line]
    assert supposed.index("Ce qui change") < supposed.index(told)
    assert told.endswith(f"à dire par «\u00a0{option} DATE\u00a0».")
    assert "Supposé" not in typed


def test_only_a_demand_that_was_typed_is_written_and_it_may_be_typed_later(depot: Path) -> None:
    geste = ("souscrire", "adherent-1", "S04", "--debut", "2026-03-01")
    said = lancer(depot, *geste).dit
    assert "Aucune demande de l'adhérent n'est écrite ; s'il en signe une" in said
    assert "demande" not in (depot / SOUSCRIPTIONS).read_text(encoding="utf-8")
    assert "Aucune demande" not in lancer(depot, *geste, "--demande", "2026-02-01").sortie.decode()
    line = "{service: S04, debut: 2026-03-01, demande: 2026-02-01}"
    assert line in (depot / SOUSCRIPTIONS).read_text(encoding="utf-8")
    refused = lancer(depot, *geste, "--demande", "2026-02-02")
    assert (refused.code, line in (depot / SOUSCRIPTIONS).read_text(encoding="utf-8")) == (2, True)


def _said(sortie: bytes) -> list[str]:
    return [line.removeprefix("Écrit : ") for line in sortie.decode().splitlines() if line.startswith("Écrit : ")]


MONTRE = """\
--- adherents/adherent-1/souscriptions.yaml (avant)
+++ adherents/adherent-1/souscriptions.yaml (après)
@@ -5,3 +5,3 @@
 souscriptions:
   - {service: S02, debut: 2026-01-01, statut: souscrite_non_activee, motif: inventé}
-  - {service: S05, debut: 2024-01-01}  # depuis le début
+  - {service: S05, debut: 2024-01-01, fin: 2026-07-01}  # depuis le début

Ce qui change
  1. Adhérent 1 : la souscription du service S05 « Domaine 05 » prend fin le 30 juin 2026 inclus \
(six douzièmes en 2026) (adherents/adherent-1/souscriptions.yaml, ligne 7)

L'ensemble des adhérents paierait 24 956,32 € de moins en 2026 (−19,1 %) : sur 3 adhérents, 1 paierait moins.

Adhérent                Avant (€)   Après (€)   Écart (€)
─────────────────────  ──────────  ──────────  ──────────
Adhérent 1              52 870,65   27 914,33  −24 956,32
2 adhérents inchangés   77 827,32   77 827,32        0,00
─────────────────────  ──────────  ──────────  ──────────
Total                  130 697,97  105 741,65  −24 956,32

Le révisé 2026, qui n'est pas en vigueur, changerait aussi : total de 100 749,57 € à 82 820,83 € (−17 928,74 €), \
1 adhérent concerné.

Le réalisé 2026, qui n'est pas en vigueur, changerait aussi : total de 100 684,92 € à 82 756,18 € (−17 928,74 €), \
1 adhérent concerné.

Essai : rien n'a été écrit.
"""


def test_a_gesture_shows_its_line_its_sentence_and_its_euros(depot: Path) -> None:
    shown = lancer(depot, *RESILIER, "--essai").sortie.decode()
    assert espaces(shown) == MONTRE


def test_a_count_far_from_the_one_before_is_said_by_the_gesture_and_not_refused(depot: Path) -> None:
    cles = depot / "pricing/cles.yaml"
    cles.write_text(
        cles.read_text("utf-8").replace("cles:\n", "vraisemblance: {facteur: 3, ecart: 10}\ncles:\n", 1), "utf-8"
    )
    new = ("quantifier", "adherent-1", "--exercice", "2026", "--date", "2026-02-01", "--source", "x")
    near, far = (lancer(depot, *new, count, "--essai") for count in ("mobiles=210", "mobiles=99999"))
    assert (near.code, far.code) == (0, 0)
    assert "QTE012" not in near.sortie.decode()
    assert re.search(f"À noter\n  {QUANTITES}:[0-9:]+ : avertissement QTE012\n", far.sortie.decode())


def test_the_same_gesture_twice_changes_nothing_the_second_time(depot: Path) -> None:
    assert lancer(depot, *RESILIER).code == 0
    once = contenu(depot)
    run = lancer(depot, *RESILIER)
    assert (run.code, run.sortie.decode()) == (0, "Rien à changer : les fichiers le disent déjà.\n")
    assert contenu(depot) == once


def test_the_ends_of_lines_of_windows_are_kept(depot: Path) -> None:
    path = depot / SOUSCRIPTIONS
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    assert lancer(depot, *RESILIER).code == 0
    old, new = b"{service: S05, debut: 2024-01-01}", b"{service: S05, debut: 2024-01-01, fin: 2026-07-01}"
    assert path.read_bytes() == before.replace(old, new)


def test_a_gesture_mends_data_that_had_an_error(depot: Path) -> None:
    path = depot / QUANTITES
    path.write_bytes(path.read_bytes().replace(b"mobiles: 202, ", b""))
    assert lancer(depot, "valider").code == 1
    run = lancer(depot, *QUANTIFIER)
    assert (run.code, run.erreurs) == (0, b"")
    assert "L'effet en euros n'est pas calculé : les données d'avant ont des erreurs." in run.sortie.decode()
    assert lancer(depot, "valider").code == 0


def test_an_error_that_was_there_before_does_not_prevent_a_gesture_and_is_told_to_remain(depot: Path) -> None:
    path = depot / QUANTITES
    path.write_bytes(path.read_bytes().replace(b"mobiles: 202, ", b""))
    run = lancer(depot, *RESILIER)
    assert (run.code, run.erreurs) == (0, b"")
    assert "1\u00a0erreur reste à corriger, que montre convention valider." in run.sortie.decode()
    assert lancer(depot, "valider").code == 1


def test_data_that_cannot_be_read_prevents_any_gesture(depot: Path) -> None:
    path = depot / QUANTITES
    path.write_bytes(path.read_bytes().replace(b"mobiles: 202, ", b"mobiles: [202, "))
    before = contenu(depot)
    assert lancer(depot, *RESILIER).code == 1
    assert contenu(depot) == before


def test_an_entry_names_at_once_each_count_to_add_to_its_command(depot: Path) -> None:
    before = contenu(depot)
    who = ("--nom", "Mairie", "--type", "etablissement_rattache", "--rattachement", "adherent-1")
    entry = ("adherer", "mairie", "S05", *who, "--debut", "2026-02-01", "--source", "x")
    run = lancer(depot, *entry)
    assert (run.code, contenu(depot)) == (2, before)
    counts = [word for word in run.message.split() if word.endswith("=…")]
    assert counts
    assert lancer(depot, *entry, *(count.replace("…", "4") for count in counts)).code == 0
    assert lancer(depot, "valider").code == 0


# --- refused ---


def test_a_gesture_into_a_closed_exercice_says_how_one_is_corrected() -> None:
    run = lancer(FIGES / "nancy", "souscrire", "ludres", "S07", "--debut", "2025-10-01", "--essai")
    assert (run.code, "erreur SCE003" in run.message) == (1, True)
    *_, last = run.message.splitlines()
    assert last.startswith("Aucun geste ne change un exercice clos : donner un jour d'un exercice ouvert")


@pytest.mark.parametrize(
    ("geste", "phrase"),
    [
        (("souscrire", "adherent-9", "S03"), "l'adhérent « adherent-9 » est inconnu"),
        (("souscrire", "adherent-1", "S03", "--debut", "2026-02-30"), "le 30/02/2026 n'existe pas dans le calendrier"),
        (
            ("souscrire", "adherent-1", "S03", "--debut", "01/02/2026"),
            "« 01/02/2026 » n'est pas une date (écrire 2026-02-01)",
        ),
        (("quantifier", "adherent-1", "--exercice", "2026", "postes=1 5"), "« 1 5 » n'est pas une quantité"),
        (
            ("quantifier", "adherent-1", "--exercice", "2026", "postes=1.200"),
            "« 1.200 » se lit de deux façons : écrire 1200 ou 1.2",
        ),
        (
            ("fixer", "composant-0", "abonnement", "4,805", "--exercice", "2026"),
            "« 4,805 » se lit de deux façons : écrire 4805 ou 4.8050",
        ),
        (("quantifier", "adherent-1", "--exercice", "2026", "postes=1", "postes=2"), "« postes » est donné deux fois"),
        (("quantifier", "adherent-1", "--exercice", "2026", ":postes=1"), "écrire CLÉ=VALEUR, ou COMPOSANT:CLÉ=VALEUR"),
        (
            ("fixer", "composant-0", "abonnement", "--exercice", "2026"),
            "écrire : convention fixer COMPOSANT VARIABLE MONTANT",
        ),
        (("fixer", "forfait", "700", "--phase", "revise"), "--phase ne sert pas à fixer « forfait »"),
        (
            ("fixer", "composant-0", "abonnement", "7", "--date", "2026-01-01"),
            "--date ne sert pas à fixer « composant-0 »",
        ),
        (
            ("fixer", "forfait", "700"),
            "il manque au forfait son jour d'effet (--date DATE, ou --exercice ANNÉE) et l'acte",
        ),
        (
            ("fixer", "forfait", "700", "--exercice", "2026"),
            "il manque au forfait l'acte qui le fixe, ou le calcul dont il vient (--reference TEXTE)",
        ),
        (("souscrire", "adherent-1", "S05", "--fin", "2027-01-01"), "convention resilier ADHÉRENT SERVICE --fin DATE"),
        (("fixer", "composant-0", "abonnement", "-5", "--exercice", "2026"), "« −5 » n'est pas un prix"),
        (
            ("fixer", "composant-0", "abonnement", "4%", "--exercice", "2026"),
            "« 4% » ne dit pas si le prix augmente ou diminue (écrire +4% ou -4%)",
        ),
        (
            ("fixer", "composant-0", "abonnement", "+1,125%", "--exercice", "2026"),
            "« +1,125% » se lit de deux façons (écrire +1125% ou +1.1250%)",
        ),
        (("fixer", "composant-0", "abonnement", "-101%", "--exercice", "2026"), "pas de plus de 100 %"),
        (("fixer", "composant-0", "abonnement", "+0,0%", "--exercice", "2026"), "n'est pas une évolution"),
        (("fixer", "composant-0", "abonnement", "+4%", "--exercice", "2028-2027"), "écrire 2027-2028"),
        (("fixer", "composant-0", "abonnement", "+0.001%", "--exercice", "2026"), "une fois arrondi au centime"),
        (("resilier", "adherent-1", "S05"), "donner l'une des deux dates : --fin (exclue) ou --dernier-jour (compris)"),
    ],
)
def test_a_gesture_that_makes_no_sense_is_refused_in_french(depot: Path, geste: tuple[str, ...], phrase: str) -> None:
    before = contenu(depot)
    lancer(depot, *geste).refuse(2, phrase)
    assert contenu(depot) == before


def test_a_price_moves_in_percent_over_the_years_named_and_is_said_to_come_too_late(tmp_path: Path) -> None:
    root = tmp_path / "depot"
    write(root, fichiers_nancy())
    geste = ("fixer", "serveur-impression", "cout_maintenance", "-2,5 %", "--exercice", "2027-2028")
    run = lancer(root, *geste)
    assert run.code == 0
    told = run.dit.partition("Ce qui change\n")[2].splitlines()
    # Two months of notice until the end of 2026, then a year that is begun: whatever the day of the test.
    assert told[1].startswith(("  Trop tard pour le 1er janvier 2027", "  Refusé : le point 1 compterait à partir du"))
    text = (root / "pricing/composants/S04.yaml").read_text(encoding="utf-8")
    assert text.count("{cout_maintenance: 4680.00}") == 2


@pytest.mark.long
def test_what_a_comparison_would_refuse_is_written_and_said_to_be_refused(tmp_path: Path) -> None:
    root = tmp_path / "depot"
    write(root, fichiers_nancy())
    commit(root)
    past = lancer(root, "resilier", "pulnoy", "S08", "--dernier-jour", "2026-06-30")
    told, proposed = espaces(REFUSE_EN_L_ETAT), "proposer ensuite"
    assert (past.code, "Refusé" in past.sortie.decode()) == (0, True)
    assert (told in past.dit, proposed in past.dit) == (True, False)
    coming = lancer(root, "fixer", "serveur-impression", "cout_maintenance", "+1%", "--exercice", "2028")
    assert coming.code == 0
    assert (told in coming.dit, proposed in coming.dit) == (False, True)


@pytest.mark.parametrize(
    ("geste", "place"),
    [
        (
            ("fixer", "forfait", "710", "--date", "2026-02-01", "--reference", "x"),
            "pricing/forfait.yaml:7:12 : erreur PER009",
        ),
        (("souscrire", "adherent-1", "S04", "--debut", "2030-01-01"), f"{SOUSCRIPTIONS}:7:"),
        (("quantifier", "adherent-1", "--exercice", "2026", "--source", "x", "postes=112.5"), "erreur QTE010"),
        (
            ("valider-quantites", "adherent-1", "--exercice", "2026", "--validation", "2025-01-05"),
            f"{QUANTITES}:7:17 : erreur QTE008",
        ),
    ],
)
def test_a_result_that_has_an_error_is_shown_at_its_line_and_not_written(
    depot: Path, geste: tuple[str, ...], place: str
) -> None:
    before = contenu(depot)
    lancer(depot, *geste).refuse(1, "Erreurs dans le résultat (rien n'a été écrit) :", place)
    assert contenu(depot) == before


def test_the_amounts_of_a_sealed_exercice_do_not_move(tmp_path: Path) -> None:
    depot = poser(tmp_path)
    assert lancer(depot, "clore", "2025", "--date", "2026-04-10").code == 0
    before = contenu(depot)
    run = lancer(depot, "resilier", "aubepine", "S04", "--fin", "2025-07-01")
    assert (run.code, contenu(depot)) == (1, before)
    assert "l'exercice 2025 est clos" in run.message


# --- the disk, the reader, an interruption ---

PLEIN = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))
from convention.cli.main import main
main(sys.argv[1:])
"""


@pytest.mark.parametrize("geste", DEUX_AU_MOINS)
def test_a_full_disk_leaves_the_files_as_they_were(depot: Path, geste: tuple[str, ...]) -> None:
    before = contenu(depot)
    run = executer(depot, sys.executable, "-c", PLEIN, *geste)
    assert (run.code, contenu(depot)) == (3, before)
    assert "le disque ou le système refuse l'opération" in run.message


@pytest.mark.parametrize(
    ("suite", "phrase"),
    [
        ("> /dev/full", "le disque est plein"),
        ("| true", "la sortie s'est fermée avant la fin : rien n'a été écrit"),
        (">&-", "la sortie est fermée : rien ne pourrait être affiché, rien n'est fait"),
    ],
)
def test_what_cannot_be_shown_is_not_written(depot: Path, suite: str, phrase: str) -> None:
    before = contenu(depot)
    script = f'"$@" {suite}; exit "${{PIPESTATUS[0]}}"'
    run = executer(depot, "bash", "-c", script, "bash", *PROGRAMME, *RESILIER)
    assert (run.code, contenu(depot)) == (3, before)
    assert phrase in espaces(run.message)


ESSAIS_AU_MOINS = 4


@pytest.mark.long
def test_an_interruption_leaves_the_old_files_or_the_new_ones(tmp_path: Path) -> None:
    geste = ("ouvrir-exercice", "2027", "--date", "2026-11-25")
    witness = write(tmp_path / "temoin", FICHIERS)
    before = contenu(witness)
    assert lancer(witness, *geste).code == 0
    after = contenu(witness)
    codes: set[int] = set()
    # Later and later, until the gesture has time to end, however busy the machine is; Python may miss a signal that
    # comes while it starts.
    for rank in takewhile(lambda rank: rank < ESSAIS_AU_MOINS or 0 not in codes, count()):
        depot = write(tmp_path / str(rank), FICHIERS)
        process = subprocess.Popen(
            # what runs the tests may itself ignore the interruption, and would hand that down
            ["env", "--default-signal=INT", *PROGRAMME, *geste],
            cwd=depot,
            env=HERITE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(rank * 0.1)
        process.send_signal(signal.SIGINT)
        codes.add(process.wait())
        assert contenu(depot) in (before, after)
    assert codes - {0}


def test_several_files_are_replaced_all_or_none(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": "avant\n", "b.yaml/plein": "x\n"})
    changes = [
        Modification("a.yaml", "avant\n", "après\n"),
        Modification("nouveau.yaml", None, "après\n"),
        Modification("b.yaml", None, "un dossier tient sa place\n"),
    ]
    with pytest.raises(OSError, match=r"b\.yaml"):
        write_all(tmp_path, changes)
    assert contenu(tmp_path) == {"a.yaml": b"avant\n", "b.yaml/plein": b"x\n"}


def test_a_file_changed_by_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": "changé entre-temps\n"})
    with pytest.raises(EnvironnementError, match="a changé pendant l'opération"):
        write_all(tmp_path, [Modification("a.yaml", "avant\n", "après\n")])
    assert contenu(tmp_path) == {"a.yaml": "changé entre-temps\n".encode()}


def test_two_commands_write_one_after_the_other(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": "avant\n"})
    first = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(first, fcntl.LOCK_EX)
    with ThreadPoolExecutor() as pool:
        second = pool.submit(write_all, tmp_path, [Modification("a.yaml", "avant\n", "le second\n")])
        with pytest.raises(TimeoutError):
            second.result(timeout=0.2)
        (tmp_path / "a.yaml").write_text("le premier\n", encoding="utf-8")
        os.close(first)
        with pytest.raises(EnvironnementError, match="a changé pendant l'opération"):
            second.result(timeout=10)
    assert contenu(tmp_path) == {"a.yaml": b"le premier\n"}


def test_a_replaced_file_keeps_its_rights(depot: Path) -> None:
    (depot / SOUSCRIPTIONS).chmod(0o640)
    assert lancer(depot, *RESILIER).code == 0
    assert (depot / SOUSCRIPTIONS).stat().st_mode & 0o777 == 0o640
