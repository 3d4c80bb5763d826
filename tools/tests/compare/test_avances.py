"""What calls would ask in advance is told when a proposal changes it and nothing that is owed."""

from __future__ import annotations

import json
from datetime import date

from convention.compare.comparaison import Comparaison, comparer
from convention.loading.ecrits.avenants_consignes import read_kept
from convention.reports.avenant.avenant import report
from convention.reports.avenant.incidence import incidence
from convention.reports.avenant.json import consigned
from convention.reports.avenant.projet import Projet
from convention.reports.commentaire.commentaire import markdown_text
from convention.reports.comparaison.comparaison import brief_text, terminal_text
from convention.reports.comparaison.json import json_text
from convention.reports.rendus.document import markdown_text as document_text
from tests.engine.appels.petits_appels import COUTS, MEMBRES, appelle, avec_calendrier, fige
from tests.espaces import espaces
from tests.essais import edited, lire
from tests.maquette import Cout, maquette

DEUX = COUTS | {"ecran": Cout("prix: 1.00", annuel="prix * postes")}
ACOMPTE = "{{genre: acompte, exercice: 2027, taux: {}}}"
_DEMANDE = "L'appel d'avril 2027 demanderait 14,40 € d'acompte de l'exercice 2027 au lieu de 12,00 € (+2,40 €)"
SOLDE = {"2027-10": "{genre: solde, exercice: 2027}"}


def compared(before: dict[str, str], after: dict[str, str]) -> Comparaison:
    """Compare two calendars of the same costs: nancy has three workstations at 7,00 € and 1,00 €, 24,00 € in all."""
    files = maquette(MEMBRES, DEUX, exercices={2026: "previsionnel", 2027: "previsionnel"})
    base, head = (lire(avec_calendrier(files, {**calls, **SOLDE})) for calls in (before, after))
    return comparer(base, head)


def test_an_advance_whose_rate_changes_is_told_with_who_pays_it_and_what_is_owed_is_said_unchanged() -> None:
    found = compared({"2027-04": ACOMPTE.format("0.5")}, {"2027-04": ACOMPTE.format("0.6")})
    said = _DEMANDE
    assert espaces(brief_text(found, "a", "b")).splitlines()[2] == f"{said} ; ce qui est dû ne change pas."
    assert f"## {said} ; ce qui est dû ne change pas\n" in espaces(markdown_text(found, "a", "b"))
    for text in (terminal_text(found, "a", "b"), markdown_text(found, "a", "b")):
        assert said in espaces(text)
        assert "Données de démonstration" in text
        assert "Aucun montant ne change" not in text
    (row,) = json.loads(json_text(found, "a", "b"))["avances"]
    assert row == {
        "echeance": "2027-04",
        "exercice": 2027,
        "avant": "12.00",
        "apres": "14.40",
        "ecart": "2.40",
        "adherents": [{"adherent": "nancy", "avant": "12.00", "apres": "14.40", "ecart": "2.40"}],
    }


def test_the_papers_of_an_avenant_say_what_an_advance_would_be_of_all_and_of_who_reads() -> None:
    found = compared({"2027-04": ACOMPTE.format("0.5")}, {"2027-04": ACOMPTE.format("0.6")})
    projet = Projet(1, "", date(2027, 1, 1), (), (), {})
    for adherent, title, mine in (
        ("nancy", "## nancy : ce qui est dû ne change pas", "L'appel d'avril 2027 lui demanderait 14,40 €"),
        ("metropole", "## metropole : aucun montant ne change", ""),
    ):
        text = espaces(document_text(report(found, projet, (), adherent)))
        assert (title in text, mine in text) == (True, True)
        assert text.count("Appel d'avril 2027, acompte de l'exercice 2027 |") == 1
    article = espaces(document_text(incidence(found, "nancy")))
    assert "Ce qui est dû ne change pas." in article
    assert "(+2,40 €). Pour l'adhérent : 14,40 € au lieu de 12,00 €." in article
    kept = consigned(1, found)
    assert [espaces(text) for text in kept.appels] == [f"{_DEMANDE}."]
    assert read_kept(kept.path, kept.texte().encode()) == (kept, ())


def test_an_advance_that_comes_or_goes_is_told_so() -> None:
    found = compared(
        {"2027-04": ACOMPTE.format("0.5")}, {"2027-05": ACOMPTE.format("0.5"), "2027-07": ACOMPTE.format("0.2")}
    )
    assert [line for line in espaces(terminal_text(found, "a", "b")).splitlines() if line.startswith("L'appel")] == [
        "L'appel d'avril 2027 ne demanderait plus 12,00 € d'acompte de l'exercice 2027.",
        "L'appel de mai 2027 demanderait 12,00 € d'acompte de l'exercice 2027, et n'en demandait pas.",
        "L'appel de juillet 2027 demanderait 4,80 € d'acompte de l'exercice 2027, et n'en demandait pas.",
    ]


def test_of_two_advances_the_one_that_asks_the_same_is_not_told() -> None:
    before, after = ({"2027-04": ACOMPTE.format("0.5"), "2027-07": ACOMPTE.format(rate)} for rate in ("0.2", "0.3"))
    assert [item.echeance for item in compared(before, after).avances] == ["2027-07"]


def test_an_amount_frozen_on_the_attribution_de_compensation_is_an_advance() -> None:
    calls = {"2026-04": ACOMPTE.format("0.5").replace("2027", "2026")}
    files = avec_calendrier(maquette(MEMBRES, COUTS, exercices={2026: "previsionnel"}), calls)
    (avance,) = comparer(lire(files | fige("nancy", "15.00")), lire(files | fige("nancy", "9.00"))).avances
    assert (avance.avant, avance.apres) == (15_00, 9_00)


def test_a_price_alone_changes_no_way_of_calling() -> None:
    same = {"2027-04": ACOMPTE.format("0.5")}
    files = avec_calendrier(maquette(MEMBRES, COUTS, exercices={2027: "previsionnel"}), {**same, **SOLDE})
    dearer = {path: text.replace("prix: 7.00", "prix: 8.00") for path, text in files.items()}
    assert comparer(lire(files), lire(dearer)).avances == ()


def test_what_is_sealed_is_no_more_to_be_asked() -> None:
    calls = {"2027-04": ACOMPTE.format("0.5"), **SOLDE}
    files = avec_calendrier(maquette(MEMBRES, COUTS, exercices={2027: "previsionnel"}), calls)
    (place,) = (path for path, text in files.items() if "taux: 0.5" in text)
    sealed = appelle(files, "2027-04")
    assert len(comparer(lire(files), lire(edited(files, place, "taux: 0.5", "taux: 0.6"))).avances) == 1
    assert comparer(lire(sealed), lire(edited(sealed, place, "taux: 0.5", "taux: 0.6"))).avances == ()
