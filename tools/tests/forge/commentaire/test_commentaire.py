"""The rehearsal of commentaire.yml: its steps in order, on real git repositories, before a server like the forge."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from convention.base.french import cite
from convention.model.documents.catalogue import FORMAT
from tests.cles_ssh import cle, signataires, signature
from tests.compare.depots_git import cents, shown
from tests.espaces import espaces
from tests.essais import contribution, edited
from tests.forge.api import NOUS, Panne
from tests.forge.projet import DONNEES, FAUX, FORFAIT, tarif
from tests.forge.scene import Scene, assert_reference, ecrit
from tests.generateur import depot_fictif
from tests.les_cas import textes

if TYPE_CHECKING:
    from pathlib import Path

    from tests.forge.api import Forge
    from tests.forge.projet import Proposition

TOTAL = 801_865_60
"""Of 2026, before any change."""


def _total(comment: str) -> tuple[int, ...]:
    """Read the total row: before, after, difference."""
    (row,) = re.findall(r"^\| \*\*Total\*\* \| (.*?) \|$", comment, re.MULTILINE)[:1]
    return tuple(cents(cell.strip("* ")) for cell in row.split("|")[:3])


@pytest.fixture
def hausse(scene: Scene) -> Proposition:
    """Raise the print server by 700.00 €."""
    scene.projet.ecrire("hausse", tarif("5500.00"), depart="main")
    return scene.proposer("hausse")


# --- one comment, kept up to date ---


def test_the_first_comment_says_what_changes_for_whom(scene: Scene, forge: Forge, hausse: Proposition) -> None:
    assert ecrit(scene.commenter(hausse)) == "Demande n° 7 : commentaire publié.\n"
    (comment,) = forge.notres
    assert _total(comment) == (TOTAL, TOTAL + 700_00, 700_00)
    assert_reference("premier-commentaire.md", scene.nommer(comment))


@pytest.mark.parametrize("instant", [0, 253_402_300_800], ids=["1970", "an 10000"])
def test_whatever_date_a_commit_bears_the_comment_is_the_same(scene: Scene, forge: Forge, instant: int) -> None:
    scene.projet.ecrire("hausse", tarif("5500.00"), depart="main", instant=instant)
    assert ecrit(scene.commenter(scene.proposer("hausse"))) == "Demande n° 7 : commentaire publié.\n"
    assert_reference("premier-commentaire.md", scene.nommer(forge.notres[0]))


def test_a_new_push_updates_the_same_comment(scene: Scene, forge: Forge, hausse: Proposition) -> None:
    scene.commenter(hausse)
    scene.projet.ecrire("hausse", tarif("6200.00"))
    assert ecrit(scene.commenter(scene.proposer("hausse"))) == "Demande n° 7 : commentaire mis à jour.\n"
    (comment,) = forge.notres
    assert _total(comment)[2] == 1_400_00
    assert [item.methode for item in forge.ecritures] == ["POST", "PATCH"]


def test_the_same_run_done_again_writes_nothing(scene: Scene, forge: Forge, hausse: Proposition) -> None:
    scene.commenter(hausse, 3)
    assert ecrit(scene.commenter(hausse, 3)) == "Demande n° 7 : commentaire déjà à jour.\n"
    assert len(forge.ecritures) == 1


def test_data_that_becomes_wrong_then_right_is_told_by_new_comments(
    scene: Scene, forge: Forge, hausse: Proposition
) -> None:
    scene.commenter(hausse)
    scene.projet.ecrire("hausse", FAUX)
    assert "commentaire publié" in ecrit(scene.commenter(scene.proposer("hausse")))
    scene.projet.ecrire("hausse", {FORFAIT: DONNEES[FORFAIT]})
    assert "commentaire publié" in ecrit(scene.commenter(scene.proposer("hausse")))
    first, second, third = forge.notres
    assert [
        text.startswith("<!-- convention-commentaire remplace -->\n<details>") for text in (first, second, third)
    ] == [
        True,
        True,
        False,
    ]
    assert _total(third)[2] == 700_00
    assert_reference("remplace.md", scene.nommer(second))


def test_a_comment_of_somebody_else_is_left_alone_even_with_our_mark(
    scene: Scene, forge: Forge, hausse: Proposition
) -> None:
    scene.commenter(hausse)
    forged = forge.notres[0].replace("06:01:00Z", "07:59:00Z")
    forge.commentaires.clear()
    forge.dire("un-tiers", forged)
    forge.dire(NOUS, f"Bonjour\n{forged}")
    assert "commentaire publié" in ecrit(scene.commenter(hausse))
    assert [item["body"] for item in forge.commentaires[:2]] == [forged, f"Bonjour\n{forged}"]


def test_our_comment_is_found_behind_a_hundred_others(scene: Scene, forge: Forge, hausse: Proposition) -> None:
    for number in range(130):
        forge.dire("un-adherent", f"Question {number}")
    scene.commenter(hausse)
    scene.projet.ecrire("hausse", tarif("6200.00"))
    assert "mis à jour" in ecrit(scene.commenter(scene.proposer("hausse")))
    assert len(forge.notres) == 1


# --- runs that end in another order ---


def test_a_run_that_ends_late_does_not_overwrite_a_later_one(scene: Scene, forge: Forge, hausse: Proposition) -> None:
    scene.commenter(hausse, 8)
    before = forge.notres
    assert "une exécution plus récente a déjà commenté" in ecrit(scene.commenter(hausse, 5))
    assert forge.notres == before
    assert len(forge.ecritures) == 1


def test_a_run_on_a_commit_that_is_no_longer_proposed_says_nothing(
    scene: Scene, forge: Forge, hausse: Proposition
) -> None:
    scene.projet.ecrire("hausse", tarif("6200.00"))
    scene.proposer("hausse")
    assert "Rien à écrire" in ecrit(scene.commenter(hausse))
    assert forge.notres == []


def test_a_demande_that_was_closed_is_left_alone(scene: Scene, forge: Forge, hausse: Proposition) -> None:
    forge.demandes[0]["state"] = "closed"
    assert "Rien à écrire" in ecrit(scene.commenter(hausse))
    assert (forge.ecritures, forge.statuts) == ([], {})


def test_a_run_that_checks_no_demande_is_not_followed(scene: Scene, hausse: Proposition) -> None:
    assert scene.commenter(hausse, change={"event": "push"}) is None
    assert scene.suite is None


# --- what cannot be computed ---


def test_a_wrong_proposal_is_told_at_its_line_and_no_figure_is_given(scene: Scene, forge: Forge) -> None:
    scene.projet.ecrire("faute", {**FAUX, **tarif("5500.00")}, depart="main")
    assert "commentaire publié" in ecrit(scene.commenter(scene.proposer("faute")))
    (comment,) = forge.notres
    assert shown(comment).count("€") == 0
    assert_reference("proposition-invalide.md", scene.nommer(comment))


@pytest.mark.long
def test_a_wrong_base_is_told_and_no_figure_is_given(tmp_path: Path, forge: Forge) -> None:
    scene = Scene(tmp_path, forge, {**DONNEES, **FAUX})
    scene.projet.ecrire("reparation", {FORFAIT: DONNEES[FORFAIT]}, depart="main")
    ecrit(scene.commenter(scene.proposer("reparation")))
    (comment,) = forge.notres
    assert shown(comment).count("€") == 0
    assert_reference("base-invalide.md", scene.nommer(comment))


def test_of_forty_causes_twenty_five_are_shown_and_the_errors_of_the_others_counted(scene: Scene, forge: Forge) -> None:
    texts = {f"adherents/intrus-{number:02d}/adherent.yaml": f"x{number}: 1\n" for number in range(40)}
    scene.projet.ecrire("intrus", texts, depart="main")
    ecrit(scene.commenter(scene.proposer("intrus")))
    text = shown(forge.notres[0])
    told = int(re.search(r"La proposition a ([0-9]+)", text)[1])  # type: ignore[index]
    listed = re.findall(r"^[0-9]+\. <code>.*$", text, re.MULTILINE)
    others = sum(int(found) for line in listed for found in re.findall(r"De même, ([0-9]+)", line))
    (left,) = re.findall(r"… et ([0-9]+)\u00a0erreurs", text)
    assert told >= 40
    assert (len(listed), int(left)) == (25, told - 25 - others)


def test_a_proposal_without_any_data_is_refused(scene: Scene, forge: Forge) -> None:
    scene.projet.ecrire("vide", dict.fromkeys(("adherents", "catalogue", "pricing")), depart="main")
    ecrit(scene.commenter(scene.proposer("vide")))
    assert "La proposition ne peut pas être lue : aucun montant n'est calculé" in shown(forge.notres[0])


@pytest.mark.parametrize("numero", [0, FORMAT + 1])
def test_a_proposal_of_another_format_gives_no_figure(scene: Scene, forge: Forge, numero: int) -> None:
    path = "catalogue/convention.yaml"
    files = edited(DONNEES, path, f"format: {FORMAT}\n", f"format: {numero}\n")
    scene.projet.ecrire("format", {path: files[path], **tarif("5500.00")}, depart="main")
    ecrit(scene.commenter(scene.proposer("format")))
    text = shown(forge.notres[0])
    assert f"les données sont au format {numero}, cet outil lit" in text
    assert "€" not in text


# --- where the proposal comes from, and where it goes ---


def test_a_fork_that_changes_the_tool_is_read_by_the_tool_of_the_base(
    scene: Scene, forge: Forge, tmp_path: Path
) -> None:
    witness = tmp_path / "temoin"
    hostile = f"open({str(witness)!r}, 'a').write('code de la copie')\n"
    scene.projet.ecrire(
        "piege",
        {
            **tarif("5500.00"),
            "Makefile": f"installer:\n\ttouch {witness}\n",
            ".gitattributes": "*.yaml filter=piege diff=piege merge=piege\n",
            ".github/workflows/commentaire.yml": scene.projet.lire(".github/workflows/commentaire.yml").replace(
                "make installer", f"touch {witness}; make installer"
            ),
            "tools/convention/__init__.py": hostile,
            "tools/convention/cli/__init__.py": hostile,
            "tools/sitecustomize.py": hostile,
        },
        depart="main",
    )
    demande = scene.proposer("piege", copie=True)
    ecrit(scene.commenter(demande))
    assert not witness.exists()
    (comment,) = forge.notres
    assert _total(comment)[2] == 700_00
    files = (".gitattributes", ".github/workflows/commentaire.yml", "Makefile", "tools/convention/__init__.py")
    named = ", ".join(map(cite, files))
    assert f"La proposition change aussi l'outil ou ses contrôles : {named}" in shown(comment)
    # The trap works: the contrôle, whose token reads only, runs what is proposed.
    scene.controler(demande)
    assert witness.read_text(encoding="utf-8")


def test_tool_and_data_changed_together_are_told_with_the_figures_of_the_tool_of_the_base(
    scene: Scene, forge: Forge
) -> None:
    path = "tools/convention/engine/contribution.py"
    scene.projet.ecrire("double", {path: "raise SystemExit(1)\n", **tarif("5500.00")}, depart="main")
    ecrit(scene.commenter(scene.proposer("double")))
    (comment,) = forge.notres
    assert _total(comment)[2] == 700_00
    assert_reference("outil-et-donnees.md", scene.nommer(comment))


def test_a_retargeted_demande_is_compared_with_its_new_base(scene: Scene, forge: Forge, hausse: Proposition) -> None:
    scene.commenter(hausse)
    assert _total(forge.notres[0])[2] == 700_00
    scene.projet.ecrire("avenant", tarif("5300.00"), depart="main")
    scene.projet.pousser("avenant")
    scene.projet.ecrire("hausse", tarif("5500.00"), depart="avenant")  # rebased, still proposed to main
    scene.commenter(scene.proposer("hausse"))
    assert _total(forge.notres[0])[2] == 700_00
    scene.commenter(scene.proposer("hausse", "avenant"))
    (comment,) = forge.notres
    assert _total(comment)[2] == 200_00
    assert "Base avenant (" in comment


def test_what_the_base_has_become_since_is_not_counted_as_the_proposal(
    scene: Scene, forge: Forge, hausse: Proposition
) -> None:
    scene.projet.ecrire("main", {FORFAIT: DONNEES[FORFAIT].replace("700.00", "710.00")})
    scene.projet.pousser("main")
    ecrit(scene.commenter(hausse))
    (comment,) = forge.notres
    assert _total(comment) == (TOTAL, TOTAL + 700_00, 700_00)
    assert "La branche main a avancé de 1\u00a0commit depuis que la proposition en est partie" in comment


def test_the_demandes_of_one_proposal_have_each_their_comment(scene: Scene, forge: Forge, hausse: Proposition) -> None:
    scene.projet.ecrire("avenant", tarif("4900.00"), depart="main")
    scene.projet.pousser("avenant")
    scene.proposer("hausse", "avenant", numero=8)
    text = ecrit(scene.commenter(hausse))
    assert text == "Demande n° 7 : commentaire publié.\nDemande n° 8 : commentaire publié.\n"
    assert [item["numero"] for item in forge.commentaires] == [7, 8]


# --- size ---


@pytest.mark.long
def test_three_hundred_changed_files_fit_in_a_comment_whose_totals_are_right(tmp_path: Path, forge: Forge) -> None:
    before = depot_fictif(301, 4, 1)
    counted = {path: text for path, text in before.items() if "/quantites/" in path and "metropole" not in path}
    changed = {path: re.sub("postes_forfait: ([0-9]+)", r"postes_forfait: 1\1", text) for path, text in counted.items()}
    assert len([path for path in changed if changed[path] != before[path]]) == 300
    scene = Scene(tmp_path, forge, before)
    scene.projet.ecrire("recensement", changed, depart="main")
    ecrit(scene.commenter(scene.proposer("recensement")))
    (comment,) = forge.notres
    assert len(comment) <= 60_000
    old, new = (sum(ligne.montant for ligne in contribution(files).lignes) for files in (before, {**before, **changed}))
    assert _total(comment) == (old, new, new - old)
    assert re.search("et [0-9\u202f]+\u00a0autres changements", comment)


# --- a forge that fails ---


def test_a_failure_that_does_not_last_posts_one_comment(scene: Scene, forge: Forge, hausse: Proposition) -> None:
    forge.pannes += [Panne(502, methode="GET"), Panne(500, methode="POST", faite=True)]
    assert ecrit(scene.commenter(hausse)) == "Demande n° 7 : commentaire déjà à jour.\n"
    assert len(forge.notres) == 1


def test_a_refused_token_is_said_in_french_with_code_3(scene: Scene, forge: Forge, hausse: Proposition) -> None:
    forge.pannes.append(Panne(401))
    run = scene.commenter(hausse)
    assert run is not None
    last = run.etapes[-1]
    said = "Erreur\u00a0: la forge répond 401 (GET /repos/metropole/convention/pulls)\u00a0: le jeton est refusé\n"
    assert (last.code, last.sortie) == (3, said)


def test_a_redirection_is_not_followed_with_the_token(scene: Scene, forge: Forge, hausse: Proposition) -> None:
    forge.pannes.append(Panne(302, {"location": "http://127.0.0.1:9/ailleurs"}))
    run = scene.commenter(hausse)
    assert run is not None
    assert run.etapes[-1].sortie == "Erreur\u00a0: la forge répond 302 (GET /repos/metropole/convention/pulls)\n"


def test_a_commit_that_the_forge_no_longer_has_is_said(scene: Scene, forge: Forge, hausse: Proposition) -> None:
    lost = "1" * 40
    forge.demandes[0]["head"]["sha"] = lost
    run = scene.commenter(hausse, change={"head_sha": lost})
    assert run is not None
    assert run.etapes[-1].code == 3
    assert "le commit 1111111 n'a pas pu être rapporté de « origin »" in espaces(run.etapes[-1].sortie)
    (comment,) = forge.notres
    assert "le commit 1111111 n'a pas pu être rapporté de « origin »" in shown(comment)


# --- signed seals ---

AVENANT, SIGNATAIRES = "catalogue/avenants/1/avenant.json", "catalogue/signataires.yaml"
SCELLE = {
    path: text for path, text in sorted(textes("AVE008", "valide").items()) if path.startswith("catalogue/avenants/1/")
}
EXIGENCE = '{sceaux: avenants, depuis: "1", signataires: [finances]}'


def _signed_by(nom: str) -> dict[str, str]:
    """Seal an avenant and sign it with the key of a name."""
    made = signature(cle(nom).prive, AVENANT, SCELLE[AVENANT].encode())
    return {**SCELLE, f"{AVENANT}.finances.sig": made.decode()}


def _keys_of(nom: str) -> dict[str, str]:
    return {SIGNATAIRES: signataires({"finances": cle(nom).publique}, EXIGENCE)}


@pytest.fixture
def signee(tmp_path: Path, forge: Forge) -> Scene:
    """Hold a project whose default branch says with which key « finances » signs."""
    return Scene(tmp_path, forge, {**DONNEES, **_keys_of("finances")})


@pytest.mark.long
def test_a_comment_says_who_signs_a_seal_with_the_keys_of_the_default_branch(signee: Scene, forge: Forge) -> None:
    signee.projet.ecrire("scelle", _signed_by("finances"), depart="main")
    assert "commentaire publié" in ecrit(signee.commenter(signee.proposer("scelle")))
    said = f"*Signatures : {AVENANT} est signé par « Fonction finances » (clés de la branche par défaut).*"
    assert said in espaces(shown(forge.notres[0]))


@pytest.mark.long
def test_a_proposal_that_brings_its_own_key_is_refused_by_its_comment(signee: Scene, forge: Forge) -> None:
    signee.projet.ecrire("scelle", {**_keys_of("intrus"), **_signed_by("intrus")}, depart="main")
    assert "commentaire publié" in ecrit(signee.commenter(signee.proposer("scelle", copie=True)))
    assert "SIG002 : cette signature est faite par une clé" in forge.notres[0]
    assert "Aucun montant" not in forge.notres[0]


@pytest.mark.long
def test_a_key_taken_away_from_the_default_branch_signs_nothing_from_an_older_commit(
    signee: Scene, forge: Forge
) -> None:
    signee.projet.ecrire("scelle", _signed_by("finances"), depart="main")
    signee.projet.ecrire("main", _keys_of("suivante"))
    signee.projet.pousser("main")
    assert "commentaire publié" in ecrit(signee.commenter(signee.proposer("scelle")))
    assert "SIG002 : cette signature est faite par une clé" in forge.notres[0]


@pytest.mark.long
def test_a_branch_that_is_not_the_default_one_has_no_say_in_whose_keys_count(signee: Scene, forge: Forge) -> None:
    signee.projet.ecrire("a-soi", _keys_of("intrus"), depart="main")
    signee.projet.pousser("a-soi")
    signee.projet.ecrire("scelle", _signed_by("intrus"), depart="a-soi")
    assert "commentaire publié" in ecrit(signee.commenter(signee.proposer("scelle", "a-soi")))
    assert "SIG002 : cette signature est faite par une clé" in forge.notres[0]
