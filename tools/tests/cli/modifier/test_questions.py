"""The questions of `convention nouveau`, asked in a real terminal: what is typed there gives what a file would."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.commande import HERITE, PROGRAMME, Sortie, contenu, lancer
from tests.cli.modifier.naissance import naitre

if TYPE_CHECKING:
    from collections.abc import Iterator

TETE = """Convention informatique des villages de la Brume
2027




6
demonstration
inventé pour l'exemple


"""
MEMBRES = """Haute-Brume
Commune de Haute-Brume

100000108
00001
Basse-Brume
Commune de Basse-Brume
commune
100000116
00002
Pierrelune
Commune de Pierrelune

100000124
00003
Fontazur
Commune de Fontazur

100000132
00004

"""
SERVICES = """Messagerie
par-poste
2 400
non
Site internet
par-habitant
3950,00

Assistance
prix-par-poste
85
oui
Basse-Brume, Fontazur
Adhésion
parts-egales
1000

Certificats
forfait
60


"""
COMPTES = "12\n900\n7\n640\n20\n2100\n4\n310\n\n\n"
TOUT = TETE + MEMBRES + "\n\n" + SERVICES + COMPTES
"""What gives the answers of the example; empty lines leave the manager to be the first member, and to pay its part."""


def repondre(dossier: Path, answers: str | bytes, *options: str) -> Sortie:
    """Run the command in a terminal where everything is typed ahead, then nothing more."""
    ours, theirs = pty.openpty()
    typed = answers.encode() if isinstance(answers, str) else answers
    os.write(ours, typed + b"\x04")
    done = lancer(dossier, "nouveau", "brume", *options, entree=os.ttyname(theirs))
    os.close(ours)
    os.close(theirs)
    return done


def _ecrit(dossier: Path, answers: str | bytes, *options: str) -> Sortie:
    """Do the same with answers that write a repository."""
    done = repondre(dossier, answers, *options)
    assert done.code == 0, done.sortie.decode() + done.message
    return done


def _await(program: subprocess.Popen[bytes], terminal: int, question: str) -> None:
    """Read what a terminal shows until a program asks a question and sleeps until somebody answers.

    What nobody reads would in the end stop the program; and a signal that comes between the question and the moment
    when it begins to wait for the answer interrupts nothing.
    """
    shown = b""
    while question.encode() not in shown:
        assert select.select([terminal], [], [], 60)[0], shown
        shown += os.read(terminal, 65536)
    state = Path(f"/proc/{program.pid}/stat")
    while state.read_text("ascii").rpartition(")")[2].split()[0] != "S":
        time.sleep(0.01)


def _data(dossier: Path) -> dict[str, bytes]:
    return {path: text for path, text in contenu(dossier).items() if path not in ("reponses.yaml", "README.md")}


@pytest.fixture(scope="module")
def juste(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the same answers write, in a file."""
    dossier = tmp_path_factory.mktemp("juste")
    return _data(naitre(dossier))


def test_the_answers_typed_write_what_a_file_does_and_are_kept_to_be_replayed(
    juste: dict[str, bytes], tmp_path: Path
) -> None:
    _ecrit(tmp_path, TOUT)
    assert _data(tmp_path / "brume") == juste
    assert lancer(tmp_path, "nouveau", "autre", "--reponses", "brume/reponses.yaml").code == 0
    assert _data(tmp_path / "autre") == juste


FAUTES = [
    ("100000116\n", "100000117", "sa clé de contrôle ne tombe pas juste"),
    ("100000116\n", "100000108", "est donné à la fois à Haute-Brume et à Basse-Brume"),
    ("00002\n", "0002", "n'est pas un code INSEE"),
    ("Pierrelune\n", "haute brume", "ressemble trop à « Haute-Brume »"),
    ("2027\n", "l'an prochain", "n'est pas une année"),
    ("par-habitant\n", "par-tete", "n'est pas une valeur permise"),
    ("85\n", "1.200", "écrire 1200 ou 1.2"),
    ("Basse-Brume, Fontazur\n", "Basse-Brume, Fontasur", "qui n'est pas un adhérent"),
    ("640\n", "-3", "au-dessous de zéro"),
    ("inventé pour l'exemple\n", " ", "il faut une réponse"),
    ("inventé pour l'exemple\n", "", "il faut une réponse"),
    ("2027\n", "27", "il faut quatre chiffres"),
    ("Pierrelune\n", "Haute-Brume", "est donné deux fois"),
    ("640\n", "1 200,5 lits", "« 1 200,5 lits » n'est pas"),
    ("Site internet\n", "\x1b[31mSite", "U+001B"),
]
"""A question's right answer, a wrong one that is typed before it, and what is then said."""


def test_a_wrong_answer_is_asked_again_with_the_reason(juste: dict[str, bytes], tmp_path: Path) -> None:
    typed = TOUT
    for question, wrong, _ in FAUTES:
        assert question in TOUT
        typed = typed.replace(question, f"{wrong}\n{question}", 1)
    done = _ecrit(tmp_path, typed)
    told = re.findall("Erreur : .*", done.dit)
    reasons = [why for _, _, why in sorted(FAUTES, key=lambda faute: TOUT.index(faute[0]))]
    assert [(text, why) for text, why in zip(told, reasons, strict=True) if why not in text] == []
    assert _data(tmp_path / "brume") == juste


def test_the_first_day_is_of_the_first_year_and_a_length_in_months_can_be_typed(tmp_path: Path) -> None:
    done = _ecrit(tmp_path, TOUT.replace("2027\n\n\n\n\n", "2027\n2028-09-01\n2027-09-01\n2\n6\n\n"))
    assert "ce jour n'est pas de la première année, 2027" in done.dit
    convention = (tmp_path / "brume/catalogue/convention.yaml").read_text("utf-8")
    assert "effet: 2027-09-01\nduree_annees: 2\nduree_mois: 6\nreconductions: 0\n" in convention


def test_a_name_that_yaml_would_read_as_something_else_is_a_name(tmp_path: Path) -> None:
    wrong = 'a: {b: ["x'
    _ecrit(tmp_path, TOUT.replace("Site internet\n", f"{wrong}\n"))
    assert 'libelle: "a: {b: [\\"x"' in (tmp_path / "brume/catalogue/services/S02.yaml").read_text("utf-8")


def test_every_way_of_sharing_and_every_kind_of_member_can_be_typed(tmp_path: Path) -> None:
    membres = "Le Centre\n\nepci\n100000108\nL'Écart\n\n\n100000116\n00002\nCCAS\n\netablissement_rattache\n\n"
    services = (
        "Un\npar-tranche-de-postes\n0\n20\n3\n50,50\n\n\nDeux\nau-reel\n\nTrois\npar-tranche-d-habitants\n0\n9\n\n\n"
    )
    typed = (
        TETE
        + membres
        + "Le Centre\n\nL'Écart\n"
        + services
        + "Quatre\nprix-par-unite\nligne\n\n\n\n2,5\n\n\n2\n1\n5\n3\n1\n6\n3\n0\n7\n\n\n"
    )
    _ecrit(tmp_path, typed)
    assert lancer(tmp_path / "brume", "valider").code == 0
    assert "rattachement: l-ecart" in (tmp_path / "brume/adherents/ccas/adherent.yaml").read_text("utf-8")


@pytest.mark.parametrize("redit", [("--adherents", "m.csv"), ()])
def test_what_a_csv_says_of_the_members_is_not_asked_nor_once_gone_on_with(
    juste: dict[str, bytes], tmp_path: Path, redit: tuple[str, ...]
) -> None:
    lines = "nom;siren;insee;postes\nHaute-Brume;100000108;00001;12\nBasse-Brume;100000116;00002;7\n"
    (tmp_path / "m.csv").write_text(lines + "Pierrelune;100000124;;20\nFontazur;100000132;00004;4\n", "utf-8")
    # The services are still to come: what the CSV counts is not said to be of no use.
    assert repondre(tmp_path, TETE + "\n\n00003\n", "--adherents", "m.csv").code == 130
    _ecrit(tmp_path, SERVICES + "900\n640\n2100\n310\n\n\n", *redit)
    # The CSV has no column for what a member is called in a sentence.
    written = {path: _but("denomination: ", text) for path, text in _data(tmp_path / "brume").items()}
    assert written == {path: _but("denomination: ", text) for path, text in juste.items()}


def _but(start: str, text: bytes) -> list[str]:
    return [line for line in text.decode().splitlines() if not line.startswith(start)]


def test_a_wrong_csv_is_refused_before_any_question(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("nom;siren\nHaute-Brume;100000109\n", "utf-8")
    done = repondre(tmp_path, TETE, "--adherents", "m.csv")
    assert (done.code, done.message.splitlines()[0]) == (1, "m.csv:2:13 : erreur ADH001")
    assert not (tmp_path / "brume").exists()


def test_who_stops_keeps_the_answers_given_and_goes_on_from_them(juste: dict[str, bytes], tmp_path: Path) -> None:
    done = repondre(tmp_path, TETE + MEMBRES)
    assert done.code == 130
    assert list(contenu(tmp_path / "brume")) == ["reponses.yaml"]
    unfinished = lancer(tmp_path, "nouveau", "brume", "--reponses", "brume/reponses.yaml")
    assert (unfinished.code, unfinished.message.splitlines()[0]) == (1, "brume/reponses.yaml:1:1 : erreur FOR002")
    # What was passed and the list that was ended are not asked again: the manager comes next.
    again = repondre(tmp_path, "\n\n" + SERVICES + COMPTES)
    assert _questions(again)[0].startswith("Qui porte les services")
    assert "la même commande" not in again.message
    assert again.code == 0, again.sortie.decode() + again.message
    assert _data(tmp_path / "brume") == juste


@pytest.fixture
def suspendu() -> Iterator[None]:
    """Have a command know that its terminal closes, even where these tests are run without one (« nohup »)."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("suspendu")
def test_answers_are_kept_one_by_one_and_a_terminal_that_closes_loses_none(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, TETE.encode())
    kept = tmp_path / "brume/reponses.yaml"
    with subprocess.Popen(
        [*PROGRAMME, "nouveau", "brume"], cwd=tmp_path, env=HERITE, stdin=theirs, stdout=theirs, stderr=theirs
    ) as program:
        _await(program, ours, "1, nom")
        program.send_signal(signal.SIGHUP)
        assert program.wait(60) == 130
    os.close(ours)
    os.close(theirs)
    assert [path.name for path in kept.parent.iterdir()] == ["reponses.yaml"]
    # What a machine that stops leaves beside it does not hold the next command.
    (kept.parent / ".tmp-abc").write_text("titre: à moitié", "utf-8")
    again = repondre(tmp_path, "")
    assert _questions(again) == ["Adhérent n° 1, nom"]
    assert "Les services" not in again.sortie.decode()


def test_who_goes_back_over_answers_keeps_each_by_enter_where_there_must_be_one(
    juste: dict[str, bytes], tmp_path: Path
) -> None:
    services = SERVICES.replace("2 400\nnon\n", "2 400\nnon\nretour\nretour\nretour\nretour\n\n\n\n\n")
    done = _ecrit(tmp_path, TETE + MEMBRES + "\n\n" + services + COMPTES)
    assert _data(tmp_path / "brume") == juste
    assert re.search(r"Messagerie, .*\[par-poste\]", done.sortie.decode())


def test_a_line_holds_the_answers_about_one_member_or_one_service(juste: dict[str, bytes], tmp_path: Path) -> None:
    members = "".join(
        f"{nom} ; Commune de {nom} ; ; {siren} ; {insee}\n"
        for nom, siren, insee in (
            ("Haute-Brume", "100000108", "00001"),
            ("Basse-Brume", "100000116", "00002"),
            ("Pierrelune", "100000124", "00003"),
            ("Fontazur", "100000132", "00004"),
        )
    )
    services = """Messagerie; par-poste; 2 400; non
Site internet; par-habitant; 3950,00;
Assistance; prix-par-poste; 85; oui; Basse-Brume, Fontazur
Adhésion; parts-egales; 1000;
Certificats; forfait; 60;

"""
    counts = "12; 900\n7; 640\n20; 2100\n4; 310\n\n\n"
    head = "Convention informatique des villages de la Brume\n2027;;;;;6;demonstration;inventé pour l'exemple;;\n"
    _ecrit(tmp_path, head + members + "\n\n\n" + services + counts)
    assert _data(tmp_path / "brume") == juste


def test_a_text_of_the_convention_may_hold_a_semicolon(tmp_path: Path) -> None:
    cited = TETE.replace("inventé pour l'exemple", "inventé ; pour l'exemple")
    _ecrit(tmp_path, cited + MEMBRES + "\n\n" + SERVICES + COMPTES)
    assert 'source: "inventé ; pour l\'exemple"' in (tmp_path / "brume/pricing/cles.yaml").read_text("utf-8")


def test_of_a_line_with_a_wrong_answer_what_follows_is_asked(juste: dict[str, bytes], tmp_path: Path) -> None:
    wrong = "Basse-Brume; Commune de Basse-Brume; commune; 100000117; 00009\n100000116\n00002\n"
    members = MEMBRES.replace("Basse-Brume\nCommune de Basse-Brume\ncommune\n100000116\n00002\n", wrong)
    done = _ecrit(tmp_path, TETE + members + "\n\n" + SERVICES + COMPTES)
    assert _data(tmp_path / "brume") == juste
    assert "Erreur : le SIREN" in done.dit


def test_what_was_answered_of_another_unit_is_not_proposed_again(tmp_path: Path) -> None:
    kept = "Journal\npar-unite\njournal\njournaux\nretour\nretour\nlit\n\n\n\n10\n\n\n"
    _ecrit(tmp_path, TETE + MEMBRES + "\n\n" + kept + "1\n2\n3\n4\n\n\n")
    assert 'unite: "lit", pluriel: "lits"' in (tmp_path / "brume/pricing/cles.yaml").read_text("utf-8")


def test_a_word_goes_back_to_the_question_before_however_many_times(juste: dict[str, bytes], tmp_path: Path) -> None:
    typed = TETE + MEMBRES.replace("Basse-Brume\n", "Base-Brume\n\nretour\n<\nBasse-Brume\n", 1)
    services = SERVICES.replace("2 400\nnon\nSite", "2 400\nnon\nretour\nretour\nretour\npar-poste\n2400\n\nSite")
    # From the first service to whether the manager pays, which is asked last before it.
    manager = "\nnon\nretour\noui\n"
    done = _ecrit(tmp_path, "retour\n" + typed + manager + services + COMPTES)
    assert "c'est la première question" in done.sortie.decode()
    assert "« retour » ou « < » revient à la question d'avant" in done.dit
    assert _data(tmp_path / "brume") == juste


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("2027-06-15\n\n", ["juin: {date: 2027-06-15"]),
        ("2027-04-15\n60 %\n2027-10-15\n\n", ["taux: 0.6}", "octobre: {date: 2027-10-15"]),
        ("2027-03-15\n30%\n2027-06-15\n0,3\n2027-09-15\n\n", ["n° 1", "n° 2", "septembre: {date: 2027-09-15"]),
    ],
)
def test_one_two_or_three_calls_are_typed_each_with_its_rate_but_the_last(
    typed: str, written: list[str], tmp_path: Path
) -> None:
    _ecrit(tmp_path, TETE + MEMBRES + "\n\n" + SERVICES + COMPTES[:-2] + typed + "\n")
    text = (tmp_path / "brume/pricing/exercices/2027.yaml").read_text("utf-8")
    assert [item for item in written if item not in text] == []
    assert text.count("genre: solde") == 1


def test_advances_that_call_more_than_a_year_are_refused_as_they_are_typed(tmp_path: Path) -> None:
    calls = "2027-03-15\n60 %\n2027-06-15\n60 %\n20 %\n2027-09-15\n\n"
    done = repondre(tmp_path, TETE + MEMBRES + "\n\n" + SERVICES + COMPTES[:-2] + calls + "\n")
    assert (done.code, "les acomptes appellent 120 %" in done.dit) == (0, True)


def test_a_band_that_does_not_rise_is_refused_as_it_is_typed(tmp_path: Path) -> None:
    bands = "Prêt\npar-tranche-d-habitants\n0\n10\n1000\n20\n1000\n900\n2000\n30\n\n\n\n"
    typed = TETE + MEMBRES + "\n\n" + bands + "1\n2\n3\n4\n\n\n"
    done = _ecrit(tmp_path, typed)
    assert done.sortie.decode().count("ne montent pas") == 2
    assert "Prêt, tranche n° 3, à partir de" in _questions(done)


def test_a_word_of_a_list_and_a_siren_are_taken_as_they_are_typed(juste: dict[str, bytes], tmp_path: Path) -> None:
    typed = TOUT
    for word, other in [
        ("\ndemonstration\n", "\nDémonstration\n"),
        ("\ncommune\n", "\nCommune\n"),
        ("100000116", "100 000 116"),
        ("prix-par-poste", "Prix par poste"),
        ("\nnon\n", "\nNon\n"),
        ("\noui\n", "\nOUI\n"),
    ]:
        assert word in typed
        typed = typed.replace(word, other)
    _ecrit(tmp_path, typed)
    assert _data(tmp_path / "brume") == juste


def test_counts_that_are_not_invented_say_their_day_and_an_association_may_have_no_siren(tmp_path: Path) -> None:
    typed = TETE.replace("demonstration", "convention") + "Le Centre\n\nassociation\n\n\n\n\n"
    counts = "Un\npar-poste\n10\n\n\n2100-01-01\n2025-12-31\nInventaire du 31 décembre\n3\n\n\n"
    _ecrit(tmp_path, typed + counts)
    written = (tmp_path / "brume/adherents/le-centre/quantites/2027.yaml").read_text("utf-8")
    assert ("date: 2025-12-31" in written, 'source: "Inventaire du 31 décembre"' in written) == (True, True)


@pytest.mark.parametrize("jour", ["31/08/2025", "30 août 2025"])
def test_a_day_of_count_that_is_not_written_as_one_is_not_said_to_come(jour: str, tmp_path: Path) -> None:
    typed = TETE.replace("demonstration", "convention") + "Le Centre\n\nassociation\n\n\n\n\n"
    counts = f"Un\npar-poste\n10\n\n\n{jour}\n2025-12-31\nInventaire du 31 décembre\n3\n\n\n"
    done = repondre(tmp_path, typed + counts)
    assert (done.code, "n'est pas encore passé" in done.dit) == (0, False)
    assert f"« {jour} » n'est pas une date" in done.dit


def test_it_is_asked_whether_a_count_is_of_one_day_or_of_the_whole_year_and_in_whole_numbers(tmp_path: Path) -> None:
    service = "Régie\nprix-par-unite\nmètre carré\nmètres carrés\nsur_periode\nnon\n10\n\n\n"
    done = _ecrit(tmp_path, TETE + MEMBRES + "\n\n" + service + "1,5\n2\n3\n4\n\n\n")
    assert "comptage: sur_periode, entier: non" in (tmp_path / "brume/pricing/cles.yaml").read_text("utf-8")
    assert "Pierrelune, mètres carrés : " in done.dit


def test_a_second_service_counts_what_the_first_does_as_the_first_says(tmp_path: Path) -> None:
    services = "Badges\npar-unite\nbadge\n\nsur_periode\n\n24\n\nPortes\nprix-par-unite\nbadge\n\n12\n\n\n"
    done = repondre(tmp_path, TETE + MEMBRES + "\n\n" + services + "1\n2\n3\n4\n\n\n")
    assert done.code == 0, done.sortie.decode()
    assert (tmp_path / "brume/pricing/cles.yaml").read_text("utf-8").count("comptage: sur_periode") == 1


def test_what_a_line_answers_beyond_its_questions_is_said(tmp_path: Path) -> None:
    whole = "Haute-Brume\nCommune de Haute-Brume\n\n100000108\n00001\n"
    typed = TOUT.replace(whole, "Haute-Brume;;;100000108;00001;12\n")
    done = _ecrit(tmp_path, typed)
    assert "Sans question, et laissé de côté : « 12 »" in done.dit


def _questions(done: Sortie) -> list[str]:
    """The questions asked, without what stands for an empty answer."""
    told = done.dit
    return [found.strip() for found in re.findall(r"((?:Adhérent|Qui|Prêt)[^:\n\[]*?)(?: \[[^\]]*\])? : ", told)]


def test_nothing_is_asked_where_there_is_no_terminal(tmp_path: Path) -> None:
    done = subprocess.run(
        [*PROGRAMME, "nouveau", "brume"],
        cwd=tmp_path,
        env=HERITE,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, "--reponses" in done.stderr.decode()) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_bytes_that_are_no_letter_are_asked_again(tmp_path: Path) -> None:
    answers = TOUT.encode()
    done = repondre(tmp_path, b"Caf\xe9\n" + answers)
    assert done.code == 0
    assert "U+FFFD" in done.sortie.decode()
