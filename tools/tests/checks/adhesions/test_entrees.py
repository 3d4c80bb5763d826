"""Demands of membership and terminations: each branch of their rules, on the small repository."""

from __future__ import annotations

import pytest

from convention.checks.registry import run
from convention.model.depot import Reference
from tests.checks.depots import mini
from tests.espaces import espaces
from tests.essais import FIGES, edited, fichiers, lire
from tests.generateur.textes import DEMO, first_line
from tests.les_cas import MINI, textes

CERISAIE = "adherents/cerisaie"
ADHESION, IDENTITE = f"{CERISAIE}/adhesion.yaml", f"{CERISAIE}/adherent.yaml"
RESILIATION, BRUYERE = "adherents/bruyere/resiliation.yaml", "adherents/bruyere/adherent.yaml"
PROCEDURES = "catalogue/procedures.yaml"


def said(files: dict[str, str], *changes: tuple[str, str, str], without: tuple[str, ...] = ()) -> list[str]:
    """Return the messages on comings and leavings, each after its code."""
    kept = {path: text for path, text in files.items() if path not in without}
    found = run(mini(*changes, files=kept))
    return [f"{item.code} {espaces(item.message)}" for item in found if item.code[:3] in {"ENT", "SOR", "GOU"}]


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
DE_L_ADHERENT = "la délibération de l'adhérent"
SIGNATURE = (ADHESION, "signature: 2026-06-02\n", "")


def statut(mot: str) -> tuple[str, str, str]:
    return ADHESION, "statut: signee", f"statut: {mot}"


# --- the states of a demand ---


DEMANDE = "nom: Fontbrune\nstatut: {}\ndemande: 2025-01-10\n"
SIGNE = "signature: 2025-02-01\n"
VOTES = "    visas: [vote-du-gestionnaire, vote-des-adherents]\n"


@pytest.mark.parametrize(
    ("visas", "demande", "dit"),
    [
        ("", DEMANDE.format("demande"), ["ENT006 l'adhésion de Fontbrune n'est pas signée"]),
        ("", DEMANDE.format("signee") + SIGNE, []),
        (
            "",
            DEMANDE.format("signee"),
            ["ENT001 l'adhésion de Fontbrune est « signee » sans signature de la convention"],
        ),
        ("", DEMANDE.format("demande") + SIGNE, ["ENT005 l'adhésion de Fontbrune est « demande », et a tout ce que"]),
        (
            VOTES,
            DEMANDE.format("signee") + SIGNE,
            ["ENT001 l'adhésion de Fontbrune est « signee » sans délibération"] * 2,
        ),
    ],
)
def test_a_demand_lacks_only_what_the_procedure_of_its_convention_asks(
    visas: str, demande: str, dit: list[str]
) -> None:
    path, place = "adherents/fontbrune/adhesion.yaml", "entrée d'un adhérent\"\n"
    files = edited(fichiers(FIGES / "villages"), PROCEDURES, place, f"{place}{visas}")
    files[path] = f"{first_line(path)}{DEMO}{demande}"
    found = [f"{item.code} {espaces(item.message)}" for item in run(lire(files)) if item.code.startswith("ENT")]
    assert [told.startswith(start) for told, start in zip(found, dit, strict=True)] == [True] * len(dit)


def test_what_each_party_decides_by_has_the_name_that_its_convention_and_its_type_give_it() -> None:
    path, place = "adherents/fontbrune/adhesion.yaml", "entrée d'un adhérent\"\n"
    files = edited(fichiers(FIGES / "villages"), PROCEDURES, place, f"{place}{VOTES}")
    files[path] = f"{first_line(path)}{DEMO}{DEMANDE.format('signee')}{SIGNE}"
    told = {}
    for genre in ("commune", "societe"):
        typed = edited(files, "adherents/fontbrune/adherent.yaml", "type: commune", f"type: {genre}")
        told[genre] = [item.message.rpartition(" sans ")[2] for item in run(lire(typed)) if item.code == "ENT001"]
    assembly = "délibération de l'assemblée générale, numérotée et datée"
    assert told == {
        "commune": ["délibération de l'adhérent, numérotée et datée", assembly],
        "societe": ["décision de l'adhérent, datée", assembly],
    }


@pytest.mark.parametrize(
    ("etat", "change", "manque"),
    [
        ("evaluee", EVALUATION, "évaluation des charges"),
        ("avis_rendu", AVIS, "avis sur l'adhésion"),
        ("decidee", ("", "", ""), "délibération de l'adhérent, numérotée et datée"),
        ("signee", SIGNATURE, "signature de la convention"),
    ],
)
def test_a_state_supposes_what_it_rests_on(etat: str, change: tuple[str, str, str], manque: str) -> None:
    if not change[0]:
        change = (ADHESION, 'numero: "2026-12", ', "")
    steps = {"evaluee": (AVIS, DELIBERATIONS, SIGNATURE), "avis_rendu": (DELIBERATIONS, SIGNATURE)}
    later = steps.get(etat, (SIGNATURE,) if etat == "decidee" else ())
    found = [item for item in adhesion(statut(etat), change, *later) if item.startswith("ENT001")]
    assert found == [f"ENT001 l'adhésion de Cerisaie est « {etat} » sans {manque}"]


def test_a_demand_that_begins_supposes_nothing() -> None:
    found = adhesion(statut("demande"), EVALUATION, AVIS, DELIBERATIONS, SIGNATURE)
    assert [item[:6] for item in found] == ["ENT006"]


@pytest.mark.parametrize(
    ("change", "later", "what", "lack"),
    [
        (EVALUATION, (DELIBERATIONS, SIGNATURE), "avis", "évaluation des charges"),
        (AVIS, (SIGNATURE,), "décision", "avis sur l'adhésion"),
    ],
)
def test_a_step_that_is_written_supposes_those_before_it(
    change: tuple[str, str, str], later: tuple[tuple[str, str, str], ...], what: str, lack: str
) -> None:
    found = adhesion(statut("demande"), change, *later)
    assert f"ENT001 l'adhésion de Cerisaie a déjà : {what}, sans {lack}" in found


def test_a_refusal_supposes_an_opinion_or_a_deliberation() -> None:
    found = adhesion(statut("refusee"), AVIS, DELIBERATIONS, SIGNATURE, without=(IDENTITE,))
    assert "ENT001 l'adhésion de Cerisaie est « refusee » sans avis ni décision" in found


def test_a_grounded_refusal_alone_in_its_folder_says_nothing() -> None:
    alone = tuple(path for path in textes("ENT001", "valide") if path.startswith(CERISAIE) and path != ADHESION)
    assert adhesion(statut("refusee"), SIGNATURE, without=alone) == []


def test_a_demand_alone_in_its_folder_is_counted_by_nobody() -> None:
    alone = tuple(path for path in textes("ENT001", "valide") if path.startswith(CERISAIE) and path != ADHESION)
    assert adhesion(statut("decidee"), SIGNATURE, without=alone) == []


# --- its dates ---


@pytest.mark.parametrize(
    ("change", "said_of"),
    [
        (("demande: 2026-01-12", "demande: 2026-02-21"), "l'évaluation du 20 février 2026 avant la demande du 21"),
        (
            ("date: 2026-04-09", "date: 2026-03-16"),
            "la délibération de l'assemblée du gestionnaire du 16 mars 2026 avant",
        ),
        (("date: 2026-05-04", "date: 2026-03-16"), "la délibération de l'adhérent du 16 mars 2026"),
        (("signature: 2026-06-02", "signature: 2026-05-03"), "la signature du 3 mai 2026 avant la délibération"),
        (("publication: 2026-04-16", "publication: 2026-04-08"), "une délibération du 9 avril 2026 serait publiée"),
    ],
)
def test_the_steps_follow_each_other(change: tuple[str, str], said_of: str) -> None:
    found = [item for item in adhesion((ADHESION, *change)) if item.startswith("ENT002")]
    (message,) = found
    assert said_of in message


@pytest.mark.parametrize("before", ["demande: 2026-02-20", "demande: 2026-02-19"])
def test_two_steps_may_be_on_the_same_day(before: str) -> None:
    assert adhesion((ADHESION, "demande: 2026-01-12", before)) == []


def test_the_two_assemblies_deliberate_in_the_order_that_they_like() -> None:
    assert adhesion((ADHESION, "date: 2026-05-04", "date: 2026-04-02")) == []


def test_a_convention_that_says_no_procedure_asks_the_signature_alone() -> None:
    told = EVALUATION, AVIS, DELIBERATIONS
    assert adhesion(*told, without=(PROCEDURES,)) == []
    lacking = "ENT001 l'adhésion de Cerisaie est « signee » sans signature de la convention"
    assert adhesion(*told, SIGNATURE, without=(PROCEDURES,)) == [lacking]


# --- the opinion ---


def test_the_opinion_is_the_one_that_the_meeting_gave() -> None:
    given = "la réunion « suivi-2026 » du 17 mars 2026 n'a rendu aucun avis « defavorable »"
    found = adhesion((ADHESION, "sens: favorable", "sens: defavorable"))
    assert f"ENT003 l'adhésion de Cerisaie : {given}" in found


def test_the_opinion_is_that_of_the_body_that_the_procedure_names() -> None:
    procedures = (
        "# yaml-language-server: $schema=../schemas/procedures.schema.json\norigine: demonstration\nsource: essai\n"
        "visas: {}\nchangements: [{genre: adherent, procedure: entree, motif: Essai}]\nprocedures:\n"
        "  entree: {libelle: Adhésion, rang: 1, description: Essai, instances: [comite-de-pilotage]}\n"
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
def test_a_meeting_and_a_project_that_are_cited_exist(change: tuple[str, str, str], message: str) -> None:
    assert adhesion(change) == [message]


# --- the membership that follows ---


@pytest.mark.parametrize(
    ("changes", "message"),
    [
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
def test_a_membership_does_not_begin_before_what_decides_it(
    changes: tuple[tuple[str, str, str], ...], message: str
) -> None:
    assert f"ENT004 {message}" in adhesion(*changes)


def test_a_membership_may_begin_on_the_day_of_its_signature() -> None:
    assert adhesion((IDENTITE, "debut: 2026-07-01", "debut: 2026-06-02")) == []


def test_a_folder_said_to_be_incomplete_is_not_said_so_twice() -> None:
    assert adhesion(without=(IDENTITE,)) == []


# --- terminations ---


@pytest.mark.parametrize(
    ("genre", "lack"),
    [
        ("commun_accord", ["l'accord des deux parties"]),
        ("faute", ["la lettre de résiliation", "la mise en demeure"]),
    ],
)
def test_each_kind_of_termination_supposes_its_dates(genre: str, lack: list[str]) -> None:
    found = sortie((RESILIATION, "genre: simple", f"genre: {genre}"), (RESILIATION, "notification: 2026-09-14\n", ""))
    words = {"commun_accord": "d'un commun accord", "faute": "pour faute"}[genre]
    start = f"SOR001 la résiliation de Bruyère est {words}, et"
    assert sorted(found) == sorted(f"{start} {what} n'a pas de date" for what in lack)


def test_the_membership_of_the_managing_body_is_not_terminated() -> None:
    own = {path.replace("bruyere", "metropole-grandval"): text for path, text in textes("SOR005", "valide").items()}
    own["adherents/metropole-grandval/adherent.yaml"] = (
        (MINI / "adherents/metropole-grandval/adherent.yaml")
        .read_text("utf-8")
        .replace("debut: 2024-01-01", "debut: 2024-01-01, fin: 2027-01-01")
    )
    assert said(own) == ["SOR001 la Métropole est le gestionnaire : son adhésion ne se résilie pas"]


@pytest.mark.parametrize(
    ("notification", "trop_tot"),
    [("2026-10-01", False), ("2026-10-02", True)],
)
def test_the_notice_runs_from_the_notification(notification: str, *, trop_tot: bool) -> None:
    found = sortie((RESILIATION, "notification: 2026-09-14", f"notification: {notification}"))
    assert [item[:6] for item in found] == (["SOR002"] if trop_tot else [])


def test_the_notice_is_the_one_of_the_year_of_the_effect_and_is_cited_where_it_is_written() -> None:
    # Three months, six in 2026, three again in 2027.
    suivants = ("catalogue/convention.yaml", "preavis_mois: 3", "preavis_mois: 3\npreavis_suivants: {2026: 6, 2027: 3}")
    files = textes("SOR005", "valide")
    assert said(files, suivants) == []
    late = mini(suivants, (RESILIATION, "notification: 2026-09-14", "notification: 2026-11-02"), files=files)
    (found,) = [item for item in run(late) if item.code == "SOR002"]
    written = late.span(Reference("catalogue/convention.yaml", ("preavis_suivants", "2027")))
    assert found.related[1:] == ((written, "le délai"),)


def test_three_months_after_november_30_come_to_the_last_day_of_february() -> None:
    files = {BRUYERE: "2027-02-28", RESILIATION: "2027-02-28"}
    moved = [(path, "2027-01-01", day) for path, day in files.items()]
    november = (RESILIATION, "notification: 2026-09-14", "notification: 2026-11-30")
    assert sortie(*moved, november, (RESILIATION, "2027-03-15", "2027-05-28")) == []


@pytest.mark.parametrize(("demeure", "trop_tot"), [("2026-10-01", False), ("2026-10-02", True)])
def test_the_delay_of_a_fault_runs_from_the_formal_notice(demeure: str, *, trop_tot: bool) -> None:
    found = sortie(
        (RESILIATION, "genre: simple", "genre: faute"),
        (RESILIATION, "notification: 2026-09-14", f"mise_en_demeure: {demeure}\nnotification: 2026-12-20"),
    )
    assert [item[:6] for item in found] == (["SOR002"] if trop_tot else [])


def test_a_delay_that_the_convention_gives_holds_without_the_others_and_one_that_it_does_not_is_not_checked() -> None:
    changes = (
        (RESILIATION, "genre: simple", "genre: faute"),
        (RESILIATION, "notification: 2026-09-14", "mise_en_demeure: 2026-10-02\nnotification: 2026-12-20"),
        (RESILIATION, "2027-03-15", "2027-12-31"),
    )
    whole, path = (
        "{mise_en_demeure_mois: 3, restitution_mois: 3, notification_cnil_heures: 72}",
        "catalogue/convention.yaml",
    )
    told = [
        sortie(*changes, (path, whole, given))
        for given in (whole, "{mise_en_demeure_mois: 3}", "{restitution_mois: 3}")
    ]
    assert [[item[:6] for item in found] for found in told] == [["SOR002", "SOR005"], ["SOR002"], ["SOR005"]]


@pytest.mark.parametrize(("accord", "trop_tot"), [("2027-01-01", False), ("2027-01-02", True)])
def test_a_common_agreement_has_no_notice_and_is_not_retroactive(accord: str, *, trop_tot: bool) -> None:
    found = sortie(
        (RESILIATION, "genre: simple", "genre: commun_accord"),
        (RESILIATION, "notification: 2026-09-14", f"accord: {accord}"),
    )
    assert [item[:6] for item in found] == (["SOR002"] if trop_tot else [])


def test_a_notice_that_no_calendar_holds_is_never_over_and_raises_nothing() -> None:
    found = sortie(("catalogue/convention.yaml", "preavis_mois: 3", "preavis_mois: 999999"))
    assert "SOR002" in {item[:6] for item in found}


def test_the_effect_is_the_end_of_the_membership() -> None:
    assert sortie((BRUYERE, ", fin: 2027-01-01", "")) == [
        "SOR003 la résiliation de Bruyère prend effet le 1er janvier 2027, et son adhésion n'a pas de fin"
    ]


@pytest.mark.parametrize(("fin", "found"), [("2028-12-31", ["SOR004"]), ("2029-01-01", [])])
def test_an_end_before_the_term_of_the_convention_asks_for_a_termination(fin: str, found: list[str]) -> None:
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
def test_the_equipment_comes_back_within_three_months(materiels: str, found: list[str]) -> None:
    assert [item[:6] for item in sortie((RESILIATION, "prevue: 2027-03-15", materiels))] == found


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            (("notification: 2026-09-14", "notification: 2023-12-31"),),
            "la lettre de résiliation du 31 décembre 2023 précède l'adhésion (1er janvier 2024)",
        ),
        (
            (("genre: simple", "genre: faute"), ("notification: 2026-09-14", "mise_en_demeure: 2026-09-14")),
            "",
        ),
    ],
)
def test_the_dates_of_a_termination_follow_each_other(changes: tuple[tuple[str, str], ...], message: str) -> None:
    found = sortie(*((RESILIATION, *change) for change in changes))
    assert [item for item in found if item.startswith("SOR007")] == (
        [f"SOR007 la résiliation de Bruyère : {message}"] if message else []
    )


def test_a_termination_for_fault_takes_no_effect_before_the_letter_that_pronounces_it() -> None:
    found = sortie(
        (RESILIATION, "genre: simple", "genre: faute"),
        (RESILIATION, "notification: 2026-09-14", "mise_en_demeure: 2026-09-14\nnotification: 2027-01-02"),
    )
    assert found == ["SOR007 la résiliation de Bruyère prend effet avant la lettre du 2 janvier 2027, qui la prononce"]
