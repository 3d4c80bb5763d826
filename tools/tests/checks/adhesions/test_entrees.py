"""Demands of membership and terminations: each branch of their rules, on the small repository."""

from __future__ import annotations

import pytest

from convention.checks.registry import run
from tests.checks.depots import mini, plain
from tests.les_cas import MINI, textes

CERISAIE = "adherents/cerisaie"
ADHESION, IDENTITE = f"{CERISAIE}/adhesion.yaml", f"{CERISAIE}/adherent.yaml"
REUNIONS = "catalogue/reunions/2026.yaml"
RESILIATION, BRUYERE = "adherents/bruyere/resiliation.yaml", "adherents/bruyere/adherent.yaml"
PROCEDURES = "catalogue/procedures.yaml"


def said(files: dict[str, str], *changes: tuple[str, str, str], without: tuple[str, ...] = ()) -> list[str]:
    """Return the messages on comings and leavings, each after its code."""
    kept = {path: text for path, text in files.items() if path not in without}
    found = run(mini(*changes, files=kept))
    return [f"{item.code} {plain(item.message)}" for item in found if item.code[:3] in {"ENT", "SOR", "GOU"}]


def adhesion(*changes: tuple[str, str, str], without: tuple[str, ...] = ()) -> list[str]:
    return said(textes("ENT001", "valide"), *changes, without=without)


def sortie(*changes: tuple[str, str, str]) -> list[str]:
    return said(textes("SOR005", "valide"), *changes)


def cut(path: str, start: str, end: str, files: dict[str, str]) -> tuple[str, str, str]:
    """Take out of a file what stands from a text to another."""
    text = files[path]
    return path, text[text.index(start) : text.index(end)], ""


EVALUATION = cut(ADHESION, "evaluation:", "avis:", textes("ENT001", "valide"))
AVIS = cut(ADHESION, "avis:", "deliberations:", textes("ENT001", "valide"))
DELIBERATIONS = cut(ADHESION, "deliberations:", "signature:", textes("ENT001", "valide"))
DE_L_ADHERENT = "la délibération de l'assemblée de l'adhérent"
SIGNATURE = (ADHESION, "signature: 2026-06-02\n", "")


def statut(mot: str) -> tuple[str, str, str]:
    return ADHESION, "statut: signee", f"statut: {mot}"


# --- the states of a demand ---


def test_une_adhesion_signee_avec_tout_ce_qu_elle_suppose_ne_dit_rien() -> None:
    assert adhesion() == []


@pytest.mark.parametrize(
    ("etat", "change", "manque"),
    [
        ("evaluee", EVALUATION, "évaluation par la DSIT"),
        ("avis_rendu", AVIS, "avis du comité de suivi stratégique"),
        ("decidee", ("", "", ""), "délibération de l'assemblée de l'adhérent, numérotée et datée"),
        ("signee", SIGNATURE, "signature de la convention"),
    ],
)
def test_un_etat_suppose_ce_qui_le_fonde(etat: str, change: tuple[str, str, str], manque: str) -> None:
    if not change[0]:
        change = (ADHESION, 'numero: "2026-12", ', "")
    steps = {"evaluee": (AVIS, DELIBERATIONS, SIGNATURE), "avis_rendu": (DELIBERATIONS, SIGNATURE)}
    later = steps.get(etat, (SIGNATURE,) if etat == "decidee" else ())
    found = [item for item in adhesion(statut(etat), change, *later) if item.startswith("ENT001")]
    assert found == [f"ENT001 l'adhésion de Cerisaie est « {etat} » sans {manque}"]


def test_une_demande_qui_commence_ne_suppose_rien() -> None:
    found = adhesion(statut("demande"), EVALUATION, AVIS, DELIBERATIONS, SIGNATURE)
    assert [item[:6] for item in found] == ["ENT006"]


@pytest.mark.parametrize(
    ("change", "later", "what", "lack"),
    [
        (EVALUATION, (DELIBERATIONS, SIGNATURE), "avis", "évaluation par la DSIT"),
        (AVIS, (SIGNATURE,), "délibération", "avis du comité de suivi stratégique"),
    ],
)
def test_une_etape_ecrite_suppose_celles_qui_la_precedent(
    change: tuple[str, str, str], later: tuple[tuple[str, str, str], ...], what: str, lack: str
) -> None:
    found = adhesion(statut("demande"), change, *later)
    assert f"ENT001 l'adhésion de Cerisaie a déjà : {what}, sans {lack}" in found


def test_un_refus_suppose_un_avis_ou_une_deliberation() -> None:
    found = adhesion(statut("refusee"), AVIS, DELIBERATIONS, SIGNATURE, without=(IDENTITE,))
    assert "ENT001 l'adhésion de Cerisaie est « refusee » sans avis ni délibération" in found


def test_un_refus_motive_et_seul_dans_son_dossier_ne_dit_rien() -> None:
    alone = tuple(path for path in textes("ENT001", "valide") if path.startswith(CERISAIE) and path != ADHESION)
    assert adhesion(statut("refusee"), SIGNATURE, without=alone) == []


def test_l_etat_en_retard_sur_ce_qui_est_acquis_est_signale_une_fois() -> None:
    assert adhesion(statut("avis_rendu")) == [
        "ENT005 l'adhésion de Cerisaie est « avis_rendu », et a tout ce que suppose « signee »"
    ]


def test_une_adhesion_non_signee_et_comptee_est_signalee() -> None:
    (message,) = adhesion(statut("decidee"), SIGNATURE)
    start = "ENT006 l'adhésion de Cerisaie n'est pas signée (« decidee »), et le calcul la compte"
    assert message == f"{start} à partir du 1er juillet 2026"


def test_une_demande_seule_dans_son_dossier_n_est_comptee_par_personne() -> None:
    alone = tuple(path for path in textes("ENT001", "valide") if path.startswith(CERISAIE) and path != ADHESION)
    assert adhesion(statut("decidee"), SIGNATURE, without=alone) == []


# --- its dates ---


@pytest.mark.parametrize(
    ("change", "said_of"),
    [
        (("demande: 2026-01-12", "demande: 2026-02-21"), "l'évaluation du 20 février 2026 avant la demande du 21"),
        (("date: 2026-02-20", "date: 2026-03-18"), "l'avis du 17 mars 2026 avant l'évaluation du 18 mars 2026"),
        (("date: 2026-04-09", "date: 2026-03-16"), "la délibération du Conseil métropolitain du 16 mars 2026 avant"),
        (("date: 2026-05-04", "date: 2026-03-16"), "la délibération de l'assemblée de l'adhérent du 16 mars 2026"),
        (("signature: 2026-06-02", "signature: 2026-05-03"), "la signature du 3 mai 2026 avant la délibération"),
        (("publication: 2026-04-16", "publication: 2026-04-08"), "une délibération du 9 avril 2026 serait publiée"),
    ],
)
def test_les_etapes_se_suivent(change: tuple[str, str], said_of: str) -> None:
    found = [item for item in adhesion((ADHESION, *change)) if item.startswith("ENT002")]
    (message,) = found
    assert said_of in message


@pytest.mark.parametrize("before", ["demande: 2026-02-20", "demande: 2026-02-19"])
def test_deux_etapes_peuvent_avoir_le_meme_jour(before: str) -> None:
    assert adhesion((ADHESION, "demande: 2026-01-12", before)) == []


def test_les_deux_assemblees_deliberent_dans_l_ordre_qu_elles_veulent() -> None:
    assert adhesion((ADHESION, "date: 2026-05-04", "date: 2026-04-02")) == []


# --- the opinion ---


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            (ADHESION, "sens: favorable", "sens: defavorable"),
            "la réunion « suivi-2026 » du 17 mars 2026 n'a rendu aucun avis « defavorable »",
        ),
        (
            (REUNIONS, "statut: tenue", "statut: annulee\n    motif: Sans objet"),
            "la réunion « suivi-2026 » du 17 mars 2026 n'est pas tenue, et n'a rendu aucun avis",
        ),
    ],
)
def test_l_avis_est_celui_que_la_reunion_a_rendu(change: tuple[str, str, str], message: str) -> None:
    assert f"ENT003 l'adhésion de Cerisaie : {message}" in adhesion(change)


def test_l_avis_est_celui_de_l_instance_que_dit_la_procedure() -> None:
    procedures = (
        "# yaml-language-server: $schema=../schemas/procedures.schema.json\norigine: demonstration\nsource: essai\n"
        "visas: {}\nchangements: []\nprocedures:\n"
        "  adhesion: {libelle: Adhésion, rang: 1, description: Essai, instances: [comite-de-pilotage]}\n"
    )
    found = said({**textes("ENT001", "valide"), PROCEDURES: procedures})
    assert (
        "ENT003 l'adhésion de Cerisaie : la réunion « suivi-2026 » du 17 mars 2026 est celle de "
        "« Comité de suivi stratégique »"
    ) in found


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ((ADHESION, "reunion: suivi-2026", "reunion: suivi-2062"), "GOU001 la réunion « suivi-2062 » n'existe pas"),
        ((ADHESION, "avis: {", "  projets: [wifi]\navis: {"), "GOU001 le projet « wifi » n'existe pas"),
    ],
)
def test_une_reunion_et_un_projet_cites_existent(change: tuple[str, str, str], message: str) -> None:
    assert adhesion(change) == [message]


# --- the membership that follows ---


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            ((IDENTITE, "debut: 2026-07-01", "debut: 2026-06-01"),),
            "l'adhésion de Cerisaie commence le 1er juin 2026, avant la signature du 2 juin 2026",
        ),
        (
            ((IDENTITE, "debut: 2026-07-01", "debut: 2026-05-03"), statut("decidee"), SIGNATURE),
            f"l'adhésion de Cerisaie commence le 3 mai 2026, avant {DE_L_ADHERENT} du 4 mai 2026",
        ),
        (
            (statut("refusee"), SIGNATURE),
            "l'adhésion de Cerisaie est refusée, et commencerait le 1er juillet 2026",
        ),
        (
            (
                (IDENTITE, "debut: 2026-07-01", "debut: 2025-10-01"),
                (ADHESION, "demande: 2026-01-12", "demande: 2025-01-12"),
                *(statut("demande"), EVALUATION, AVIS, DELIBERATIONS, SIGNATURE),
            ),
            "l'adhésion de Cerisaie n'est pas signée, et commence le 1er octobre 2025, dans un exercice clos",
        ),
    ],
)
def test_une_adhesion_ne_commence_pas_avant_ce_qui_la_decide(
    changes: tuple[tuple[str, str, str], ...], message: str
) -> None:
    assert f"ENT004 {message}" in adhesion(*changes)


def test_une_adhesion_peut_commencer_le_jour_de_la_signature() -> None:
    assert adhesion((IDENTITE, "debut: 2026-07-01", "debut: 2026-06-02")) == []


def test_une_adhesion_signee_sans_identite_est_de_personne() -> None:
    alone = tuple(path for path in textes("ENT001", "valide") if path.startswith(CERISAIE) and path != ADHESION)
    assert adhesion(without=alone) == ["ENT007 le dossier de « cerisaie » a une adhésion signée, et pas d'identité"]


def test_un_dossier_dit_incomplet_ne_l_est_pas_deux_fois() -> None:
    assert adhesion(without=(IDENTITE,)) == []


# --- terminations ---


def test_une_resiliation_qui_respecte_ses_delais_ne_dit_rien() -> None:
    assert sortie() == []


@pytest.mark.parametrize(
    ("genre", "lack"),
    [
        ("simple", ["la lettre recommandée"]),
        ("commun_accord", ["l'accord des deux parties"]),
        ("faute", ["la lettre recommandée", "la mise en demeure"]),
    ],
)
def test_chaque_genre_suppose_ses_dates(genre: str, lack: list[str]) -> None:
    found = sortie((RESILIATION, "genre: simple", f"genre: {genre}"), (RESILIATION, "notification: 2026-09-14\n", ""))
    words = {"simple": "simple", "commun_accord": "d'un commun accord", "faute": "pour faute"}[genre]
    start = f"SOR001 la résiliation de Bruyère est {words}, et"
    assert sorted(found) == sorted(f"{start} {what} n'a pas de date" for what in lack)


def test_le_gestionnaire_ne_resilie_pas() -> None:
    own = {path.replace("bruyere", "metropole-grandval"): text for path, text in textes("SOR005", "valide").items()}
    own["adherents/metropole-grandval/adherent.yaml"] = (
        (MINI / "adherents/metropole-grandval/adherent.yaml")
        .read_text("utf-8")
        .replace("debut: 2024-01-01", "debut: 2024-01-01, fin: 2027-01-01")
    )
    assert said(own) == ["SOR001 Métropole porte le service commun : son adhésion ne se résilie pas"]


@pytest.mark.parametrize(
    ("notification", "trop_tot"),
    [("2026-10-01", False), ("2026-10-02", True)],
)
def test_le_preavis_court_de_la_notification(notification: str, *, trop_tot: bool) -> None:
    found = sortie((RESILIATION, "notification: 2026-09-14", f"notification: {notification}"))
    assert [item[:6] for item in found] == (["SOR002"] if trop_tot else [])


def test_trois_mois_apres_un_31_vont_au_dernier_jour_du_mois() -> None:
    files = {BRUYERE: "2027-02-28", RESILIATION: "2027-02-28"}
    moved = [(path, "2027-01-01", day) for path, day in files.items()]
    november = (RESILIATION, "notification: 2026-09-14", "notification: 2026-11-30")
    assert sortie(*moved, november, (RESILIATION, "2027-03-15", "2027-05-28")) == []


@pytest.mark.parametrize(("demeure", "trop_tot"), [("2026-10-01", False), ("2026-10-02", True)])
def test_le_delai_d_une_faute_court_de_la_mise_en_demeure(demeure: str, *, trop_tot: bool) -> None:
    found = sortie(
        (RESILIATION, "genre: simple", "genre: faute"),
        (RESILIATION, "notification: 2026-09-14", f"mise_en_demeure: {demeure}\nnotification: 2026-12-20"),
    )
    assert [item[:6] for item in found] == (["SOR002"] if trop_tot else [])


@pytest.mark.parametrize(("accord", "trop_tot"), [("2027-01-01", False), ("2027-01-02", True)])
def test_un_commun_accord_n_a_pas_de_preavis_et_n_est_pas_retroactif(accord: str, *, trop_tot: bool) -> None:
    found = sortie(
        (RESILIATION, "genre: simple", "genre: commun_accord"),
        (RESILIATION, "notification: 2026-09-14", f"accord: {accord}"),
    )
    assert [item[:6] for item in found] == (["SOR002"] if trop_tot else [])


def test_un_delai_que_nul_calendrier_ne_contient_ne_leve_rien() -> None:
    found = sortie(("catalogue/convention.yaml", "preavis_mois: 3", "preavis_mois: 999999"))
    assert "SOR002" in {item[:6] for item in found}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ((BRUYERE, "fin: 2027-01-01", "fin: 2027-02-01"), "finit le 1er février 2027"),
        ((BRUYERE, ", fin: 2027-01-01", ""), "n'a pas de fin"),
    ],
)
def test_l_effet_est_la_fin_de_l_adhesion(change: tuple[str, str, str], told: str) -> None:
    assert sortie(change) == [
        f"SOR003 la résiliation de Bruyère prend effet le 1er janvier 2027, et son adhésion {told}"
    ]


@pytest.mark.parametrize(("fin", "found"), [("2028-12-31", ["SOR004"]), ("2029-01-01", [])])
def test_une_fin_avant_le_terme_de_la_convention_demande_une_resiliation(fin: str, found: list[str]) -> None:
    files = {path: text for path, text in textes("SOR005", "valide").items() if path != RESILIATION}
    assert [item[:6] for item in said(files, (BRUYERE, "2027-01-01", fin))] == found


@pytest.mark.parametrize(
    ("materiels", "found"),
    [
        ("prevue: 2027-04-01", []),
        ("prevue: 2027-04-02", ["SOR005"]),
        ("faite: 2027-04-02", ["SOR006"]),
    ],
)
def test_les_materiels_reviennent_dans_les_trois_mois(materiels: str, found: list[str]) -> None:
    assert [item[:6] for item in sortie((RESILIATION, "prevue: 2027-03-15", materiels))] == found


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            (("notification: 2026-09-14", "notification: 2023-12-31"),),
            "la lettre recommandée du 31 décembre 2023 précède l'adhésion (1er janvier 2024)",
        ),
        (
            (("donnees: {prevue: 2026-12-10}", "donnees: {faite: 2026-09-13}"),),
            "une étape est faite le 13 septembre 2026, avant le 14 septembre 2026",
        ),
        (
            (("genre: simple", "genre: faute"), ("notification: 2026-09-14", "mise_en_demeure: 2026-09-14")),
            "",
        ),
        (
            (
                ("genre: simple", "genre: faute"),
                ("notification: 2026-09-14", "mise_en_demeure: 2026-09-14\nnotification: 2026-09-13"),
            ),
            "la lettre du 13 septembre 2026 précède la mise en demeure du 14 septembre 2026",
        ),
    ],
)
def test_les_dates_d_une_sortie_se_suivent(changes: tuple[tuple[str, str], ...], message: str) -> None:
    found = sortie(*((RESILIATION, *change) for change in changes))
    assert [item for item in found if item.startswith("SOR007")] == (
        [f"SOR007 la résiliation de Bruyère : {message}"] if message else []
    )


def test_une_faute_ne_prend_pas_effet_avant_la_lettre_qui_la_prononce() -> None:
    found = sortie(
        (RESILIATION, "genre: simple", "genre: faute"),
        (RESILIATION, "notification: 2026-09-14", "mise_en_demeure: 2026-09-14\nnotification: 2027-01-02"),
    )
    assert found == ["SOR007 la résiliation de Bruyère prend effet avant la lettre du 2 janvier 2027, qui la prononce"]
