"""What a disagreement changes in a statement: three amounts that are never confused (art. 11)."""

from __future__ import annotations

import json
import re
from datetime import date

from convention.engine.appels.appels import appeler
from convention.engine.appels.cloture import actual
from convention.engine.appels.sceller import rectify
from convention.engine.contribution import calculer
from convention.model.resolution import resolve
from convention.reports.etat.etat import delivery_statements, statement
from convention.reports.etat.medias.fichiers import pdf_bytes, text
from convention.reports.etat.medias.json import json_text
from tests.essais import edited, fichiers_nancy, lire, nancy
from tests.reports.etat.etats import ESSEY, appel, etat, tel_quel, texte_pdf

AU = date(2026, 11, 25)
LITIGES = f"adherents/{ESSEY}/litiges.yaml"


def test_a_statement_tells_what_was_known_on_the_day_of_its_call() -> None:
    item = etat("2026-10")
    assert (item.contestations, item.exigible) == ((), item.a_payer)
    assert "Situation au 15 octobre 2026." in texte_pdf(pdf_bytes(item))


def test_before_the_day_of_its_call_nothing_is_due_yet() -> None:
    told = texte_pdf(pdf_bytes(etat("2026-10", au=date(2026, 9, 1))))
    assert "Situation au 1er septembre 2026. À appeler : 54 182,73 €." in told
    assert "Exigible" not in told


def test_a_suspended_service_is_not_due_and_the_amount_called_does_not_change() -> None:
    item = etat("2026-10", au=AU)
    s04 = next(row.somme.montant for row in item.volets[0].rangees if row.code == "S04")
    assert (item.a_payer, item.conteste, item.suspendu) == (5_418_273, 33_200, s04)
    assert item.exigible == 5_418_273 - s04
    assert "Exigible : 46 984,77 €. Contesté : 332,00 €. Suspendu : 7 197,96 €." in texte_pdf(pdf_bytes(item))


def test_a_settled_disagreement_is_told_with_the_account_that_carries_it() -> None:
    told = tel_quel(text(etat("2026-04")))
    assert "Contestation n° 2025-02 du titre n° fictif-2025-0114" in told
    assert "admise le 22 janvier 2026" in told
    assert "Contestation n° 2025-02" not in tel_quel(text(etat("2025-04")))


def test_a_contested_document_is_named_by_what_it_is_and_a_sentence_ends_with_one_stop() -> None:
    old = 'titre: fictif-2025-0114\n    objet: "Un copieur compté à tort en 2025 : cinq en service, six appelés"'
    new = 'titre: fictif-2026-0015\n    objet: "Un copieur de trop."'
    issue = "l'écart est rendu par le décompte définitif de 2025"
    files = edited(edited(fichiers_nancy(), LITIGES, old, new), LITIGES, issue, f"{issue}.")
    depot = lire(files)
    told = tel_quel(text(statement(depot, appeler(depot, "2026-04"), ESSEY, date(2026, 12, 2))))
    assert "Contestation n° 2025-02 du reversement n° fictif-2026-0015 (Un copieur de trop ; 1 150,00 € con" in told
    assert re.findall(r"définitif de 2025\.+", told) == ["définitif de 2025."]


def test_a_disagreement_that_a_final_account_carried_is_not_told_again_when_it_is_corrected() -> None:
    path = f"adherents/{ESSEY}/quantites/2025.yaml"
    depot = lire(edited(fichiers_nancy(), path, "copieurs: 5\n", "copieurs: 4\n"))
    closed = rectify(depot.sceaux["2025"], actual(depot, 2025), date(2026, 11, 30), "Ils étaient quatre")
    depot = depot._replace(sceaux={**depot.sceaux, "2025": closed})
    told = statement(depot, appeler(depot, "2027-04"), ESSEY)
    assert "Décompte définitif rectifié 2025" in [volet.titre for volet in told.volets]
    assert [item.numero for item in (*etat("2026-04").contestations, *told.contestations)] == ["2025-02"]


def test_how_a_disagreement_ended_is_a_sentence_of_its_own_with_one_full_stop() -> None:
    litiges = re.sub("issue: .*", 'issue: "neuf comptes de moins."', fichiers_nancy()[LITIGES], count=1)
    depot = lire({**fichiers_nancy(), LITIGES: litiges})
    told = tel_quel(text(statement(depot, appel("2026-04"), ESSEY)))
    assert "admise le 22 janvier 2026. Issue : neuf comptes de moins.\n" in told


def test_a_disputed_delivery_is_suspended_on_its_own_notice() -> None:
    files = fichiers_nancy()
    dispute = (
        "  2026-02:\n    titre: fictif-2026-0002\n    objet: Une machine manquait\n    service: S04\n"
        "    montant: 788.80\n    contact: 2026-03-10\n    contestation: 2026-03-12\n    etape: conteste\n"
    )
    depot = lire({**files, LITIGES: files[LITIGES] + dispute})
    told = {}
    for day in (date(2026, 3, 3), date(2026, 3, 12)):
        (item,) = delivery_statements(depot, calculer(resolve(depot, 2026)), ESSEY, day)
        told[day] = (item.a_payer, item.conteste, item.suspendu)
    assert told == {date(2026, 3, 3): (946_560, 0, 0), date(2026, 3, 12): (946_560, 78_880, 946_560)}


def test_the_account_of_an_open_exercice_is_not_said_to_be_final() -> None:
    files = fichiers_nancy()
    closing = files["pricing/exercices/2025.yaml"]
    assert "statut: clos" in closing
    depot = lire({**files, "pricing/exercices/2025.yaml": closing.replace("statut: clos", "statut: ouvert")})
    depot = depot._replace(sceaux={nom: sceau for nom, sceau in nancy().sceaux.items() if nom != "2025"})
    item = statement(depot, appeler(depot, "2026-04"), ESSEY)
    assert [volet.titre for volet in item.volets if volet.provisoire] == [
        "Décompte provisoire 2025, l'exercice n'étant pas clos"
    ]
    assert "décompte provisoire de l'exercice 2025" in item.exercices


def test_who_contests_nothing_owes_all_that_is_called() -> None:
    item = etat("2026-10", "laxou")
    assert (item.contestations, item.exigible) == ((), item.a_payer)


def test_other_tools_read_the_three_amounts() -> None:
    (found,) = json.loads(json_text([etat("2026-10", au=AU)]))["etats"]
    assert [found[name] for name in ("a_payer", "exigible", "conteste", "suspendu")] == [
        *("54182.73", "46984.77", "332.00", "7197.96")
    ]
    assert [item["numero"] for item in found["contestations"]] == ["2026-01"]
