"""QTE001 and QTE006: one message for what is not counted, in the phase in force and in the others."""

from __future__ import annotations

from tests.checks.depots import found, mini, plain

EXERCICE = ("pricing/exercices/2026.yaml", "phase: previsionnel", "phase: revise")
BRUYERE = "adherents/bruyere/quantites/2026.yaml"


def test_une_phase_que_d_autres_alimentent_et_pas_celui_ci_compterait_zero() -> None:
    depot = mini(EXERCICE, (BRUYERE, "phase: previsionnel", "phase: revise"))
    (message,) = found(depot, "QTE006")
    assert "« copieurs », « imprimantes » et « postes » en 2026" in plain(message.message)
    assert not found(depot, "QTE001")


def test_une_phase_posterieure_reprend_les_comptages_anterieurs() -> None:
    assert not found(mini((BRUYERE, "comptages:", _releve("realise"))), "QTE006")


def test_une_phase_que_personne_n_alimente_n_est_pas_attendue() -> None:
    paths = [f"adherents/{nom}/quantites/2026.yaml" for nom in ("aubepine", "bruyere", "ccas-aubepine")]
    paths.append("adherents/metropole-grandval/quantites/2026.yaml")
    changes = [(path, "phase: previsionnel", "phase: revise") for path in paths]
    assert not found(mini(EXERCICE, *changes), "QTE006")


def test_ce_qui_manque_aussi_a_la_phase_en_vigueur_n_est_dit_qu_une_fois() -> None:
    depot = mini(EXERCICE, (BRUYERE, ", copieurs: 2", ""))
    assert len(found(depot, "QTE001")) == 1
    assert not found(depot, "QTE006")


def test_sans_fichier_de_quantites_un_seul_message_dit_ce_qui_manque() -> None:
    (message,) = found(mini(without=[BRUYERE]), "QTE001")
    assert plain(message.message) == (
        "Bruyère n'a aucune quantité en 2026 : il manque « copieurs », « imprimantes » et « postes »"
    )


def _releve(phase: str) -> str:
    count = f"  - {{phase: {phase}, date: 2026-12-31, source: essai, valeurs: {{postes: 33}}}}"
    return f"comptages:\n{count}"
