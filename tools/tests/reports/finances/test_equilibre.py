"""The page of the costs borne and recharged: sentences that a mayor reads, tables that add up, a JSON."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from convention.base.french import INSECABLE
from convention.engine.contribution import calculer
from convention.engine.equilibre import equilibrer
from convention.model.mots.communs import Phase
from convention.model.resolution import resolve
from convention.reports.finances.equilibre import balance, sentences, share
from convention.reports.finances.equilibre_json import json_text
from convention.reports.rendus.document import terminal_text
from tests.engine.equilibres import POLES, SEUL, equilibre
from tests.espaces import espaces
from tests.essais import edited, lire

if TYPE_CHECKING:
    from collections.abc import Mapping


def page(files: Mapping[str, str], phase: str = "previsionnel") -> str:
    """Write the page, its unbreakable spaces as plain ones."""
    depot = lire(files)
    contribution = calculer(resolve(depot, 2026, Phase(phase)))
    bilan = equilibrer(contribution, depot.vie.equilibres[2026], depot)
    return espaces(terminal_text(balance(bilan, depot)))


def export(files: Mapping[str, str]) -> dict[str, Any]:
    """Read the JSON back."""
    depot = lire(files)
    bilan = equilibrer(calculer(resolve(depot, 2026)), depot.vie.equilibres[2026], depot)
    document: dict[str, Any] = json.loads(json_text(bilan))
    return document


# --- the sentences ---

PHRASES = """\
Les services mutualisés coûtent 32 900,10 € en 2026. Les adhérents en paient 26 500,00 €, y compris le gestionnaire ; \
6 400,10 € ne sont pas récupérés.
Le forfait couvre 82,6 % de la masse salariale et de la régie : 25 200,00 € sur 30 500,10 € \
(28 000,10 € d'agents, 2 500,00 € de prestation achetée) ; il manque 5 300,10 €.
Le gestionnaire (metropole) supporte 20 955,66 € : 14 555,56 € pour sa propre part, calculée comme celle des autres \
et sans titre, et 6 400,10 € que personne ne lui rembourse.
Selon l'estimation déclarée, les 3 adhérents paieraient 56 000,00 € s'ils agissaient seuls : la mutualisation leur \
fait gagner 29 500,00 € (52,7 %) ; coûts non récupérés compris, elle fait gagner 23 099,90 € (41,2 %).
Le gestionnaire paierait 30 000,00 € sans mutualisation.
L'outil ne calcule pas ces estimations. Leur méthode, telle que déclarée : « Au prix d'un prestataire. »
"""


def test_the_page_starts_with_what_its_figures_are_worth() -> None:
    first, rule, *others = page(equilibre()).splitlines()[:5]
    assert (first, {*rule}) == ("Coûts supportés et refacturés 2026, prévisionnel (en euros)", {"═"})
    assert others == ["", "Données de démonstration, sans valeur comptable.", ""]


def test_sentences_say_the_whole_before_any_table() -> None:
    assert "\n".join(page(equilibre()).splitlines()[5:17:2]) == PHRASES.rstrip()


@pytest.mark.parametrize(
    ("nom", "told"),
    [
        (
            "la Métropole",
            ("y compris la Métropole ;", "La Métropole supporte 20 955,66 € : 14 555,56 € pour sa propre part"),
        ),
        (
            "les Trois Villes",
            ("y compris les Trois Villes ;", "Les Trois Villes supportent 20 955,66 € : 14 555,56 € pour leur"),
        ),
    ],
)
def test_the_managing_body_is_called_as_the_convention_calls_it(nom: str, told: tuple[str, ...]) -> None:
    path, said = "catalogue/convention.yaml", "gestionnaire: metropole\n"
    text = page(edited(equilibre(), path, said, f"{said}appellations: {{gestionnaire: {nom}}}\n"))
    assert [one in text for one in told] == [True, True]
    assert "gestionnaire" not in text
    assert f"{nom[0].upper()}{nom[1:]} {'paieraient' if nom.startswith('les') else 'paierait'} 30 000,00 €" in text


def test_what_is_all_recharged_by_no_team_is_said_so_and_shows_no_empty_table() -> None:
    assert "Ce que coûtent les équipes" not in page(equilibre("  []\n"))
    depot = lire(equilibre())
    bilan = equilibrer(calculer(resolve(depot, 2026)), depot.vie.equilibres[2026], depot)
    even = bilan._replace(total=bilan.total._replace(non_recouvre=0))
    whole, _, managing, *_ = map(espaces, sentences(even, "metropole", depot))
    assert whole.endswith("y compris le gestionnaire ; tout est récupéré.")
    assert managing.endswith("calculée comme celle des autres et sans titre.")


def test_a_managing_body_without_a_part_of_its_own_bears_what_limits_leave_only_if_they_leave_some() -> None:
    path, said = "catalogue/convention.yaml", "gestionnaire: metropole\n"
    exempt = edited(equilibre(), path, said, f"{said}gestionnaire_contribue: non\n")
    row = "pricing/couts-de-possession.yaml"
    capped = "part(postes)\n      plafond: {formule: '500', reliquat: gestionnaire}"
    limited = {**exempt, row: exempt[row].replace("part(postes)", capped)}
    # 30 500,10 € of groups and 1 100,00 € that nobody pays, less 16 × 700,00 € of forfait.
    assert "(metropole) supporte 20 400,10 € : sans part qui lui soit propre, 20 400,10 € que personne" in page(exempt)
    assert ": sans part qui lui soit propre, 250,00 € que lui laissent les limites des autres, et " in page(limited)


def test_a_forfait_above_its_cost_is_said_to_be_too_high() -> None:
    text = page(equilibre(POLES.replace("24000.00", "4000.00"), locaux="", seul=""))
    assert "Le forfait couvre 240,0 % de la masse salariale et de la régie" in text
    assert "c'est 14 699,90 € de trop : ensemble, les adhérents paient plus que ces dépenses communes" in text
    assert "y compris le gestionnaire ; c'est 14 399,90 € de plus que ces coûts." in text
    assert "sans titre, moins 14 399,90 € perçus en trop." in text
    path, said = "catalogue/convention.yaml", "gestionnaire: metropole\n"
    free = edited(equilibre(locaux="", seul=""), path, said, f"{said}gestionnaire_contribue: non\n")
    nobody = edited(free, "pricing/equilibre/2026.yaml", f"masse_salariale:\n{POLES}", "masse_salariale: []\n")
    assert "Le gestionnaire (metropole) ne supporte rien : il lui reste " in page(nobody)
    assert "Ce que coûtent les équipes" not in page(nobody)


def test_a_forfait_that_covers_its_cost_exactly_lacks_nothing() -> None:
    text = page(equilibre("  - {service: S03, libelle: Réseaux, montants: 25200.00}\n"))
    assert (
        "Le forfait couvre 100,0 % de la masse salariale : 25 200,00 € sur 25 200,00 € ; il n'en manque rien." in text
    )


SANS_REGIE = "  - {service: S03, libelle: Réseaux, montants: 24000.00}\n"


def test_where_no_forfait_is_due_none_is_spoken_of() -> None:
    files = equilibre(SANS_REGIE)
    path = "pricing/forfait.yaml"
    files[path] = re.sub(r"valeurs: .*", "valeurs: []", files[path])
    text = page(files)
    assert "forfait" not in text.lower()
    assert "régie" not in text
    assert re.search(r"^Masse salariale +24 000,00 +0,00 +24 000,00$", text, re.MULTILINE)
    assert export(files)["taux_couverture_forfait"] is None
    path = "pricing/equilibre/2026.yaml"
    assert "asse salariale" not in page({**files, path: equilibre("  []\n")[path]})


def test_a_fee_that_is_not_said_to_pay_the_agents_covers_nothing_that_is_told_and_one_that_is_covers_alone() -> None:
    files = equilibre(SANS_REGIE)
    path = "pricing/forfait.yaml"
    other = files[path].replace("cle: postes", "libelle: la cotisation\ncle: postes")
    text = page({**files, path: other})
    assert "couvre" not in text
    assert export({**files, path: other})["taux_couverture_forfait"] is None
    assert re.search(r"^Masse salariale, cotisation +24 000,00 +25 200,00 +−1 200,00$", text, re.MULTILINE)
    text = page({**files, "pricing/forfaits/cotisation.yaml": other.replace("schema=../", "schema=../../")})
    assert "Le forfait couvre 105,0 % de la masse salariale : 25 200,00 € sur 24 000,00 € ; c'est 1 200,00 €" in text
    assert re.search(r"^Masse salariale, part forfaitaire +24 000,00 +50 400,00 +−26 400,00$", text, re.MULTILINE)


def test_no_full_time_equivalent_is_counted_where_annexe_2_declares_none() -> None:
    assert "ETP" not in page(equilibre())


def test_without_estimate_no_column_nor_control_waits_for_one() -> None:
    text = page(equilibre(seul=""))
    assert "Paierait seul" not in text
    assert "gains" not in text
    assert re.search(r"^nord +9 033,33$", text, re.MULTILINE)


def test_a_loss_is_not_called_a_gain() -> None:
    text = page(equilibre(seul="seul: {methode: Au plus juste, valeurs: {nord: 9000.00}}\n"))
    assert (
        "1 adhérent paierait 9 000,00 € s'il agissait seul : la mutualisation lui coûte 33,33 € de plus (0,4 %)."
    ) in text


def test_without_estimate_nothing_is_said_of_a_gain() -> None:
    text = page(equilibre(seul=""))
    assert "estimation déclarée, " not in text
    assert "mutualisation" not in text


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("0.943", "94,3 %"),
        ("0.94349", "94,3 %"),
        ("0.9435", "94,4 %"),
        ("1", "100,0 %"),
        ("0.99999", "99,9 %"),
        ("1.00001", "100,1 %"),
        ("0", "0,0 %"),
        ("-0.034", "−3,4 %"),
        ("12.5", "1 250,0 %"),
    ],
)
def test_a_share_is_rounded_and_never_takes_a_part_for_the_whole(part: str, text: str) -> None:
    assert espaces(share(Fraction(part))) == text


# --- the tables ---


def test_each_row_of_the_costs_is_borne_recharged_or_left() -> None:
    lines = page(equilibre()).splitlines()
    rows = [re.split(r"  +", line) for line in lines[lines.index("Ce qui est supporté, ce qui est refacturé") + 5 :]]
    assert rows[:8] == [
        ["Masse salariale et régie", "30 500,10", "25 200,00", "5 300,10"],
        ["Coûts directs", "300,00", "300,00", "0,00"],
        ["Coûts factuels", "300,00", "0,00", "300,00"],
        ["Coûts annuels", "1 000,00", "1 000,00", "0,00"],
        ["Coûts non refacturés", "800,00", "0,00", "800,00"],
        ["─" * 37, "─" * 9, "─" * 9, "─" * 12],
        ["Total", "32 900,10", "26 500,00", "6 400,10"],
        ["dont part du gestionnaire, sans titre", "14 555,56"],
    ]


def test_the_regie_is_shown_apart() -> None:
    text = page(equilibre())
    assert re.search(r"^S04 Domaine 04 +Livraison \(régie\) +2 500,00$", text, re.MULTILINE)
    assert re.search(r"^dont régie +prestation achetée +2 500,00$", text, re.MULTILINE)


def test_what_nobody_pays_back_is_named_with_its_reason() -> None:
    lines = page(equilibre()).splitlines()
    assert "- 800,00 € : Locaux. Frais généraux" in lines
    assert "- 300,00 € : Le laboratoire, coût factuel. Personne n'en paie cette part." in lines


def test_an_adherent_without_estimate_has_no_gain_and_the_sums_say_how_many_are_compared() -> None:
    text = page(equilibre(seul=SEUL.replace("nord: 20000.00, ", "")))
    assert re.search(r"^nord +9 033,33 +– +– +–$", text, re.MULTILINE)
    assert re.search(r"^Total +26 500,00$", text, re.MULTILINE)
    assert re.search(r"^dont 2 adhérents comparés +17 466,67 +36 000,00 +\+18 533,33 +51,5 %$", text, re.MULTILINE)


def test_controls_and_assumptions_close_the_page() -> None:
    first, *others = page(equilibre(), "realise").splitlines()[-5:]
    borne = "coûts supportés = coûts refacturés + coûts non récupérés, nature par nature et au total"
    assert first == f"- Contrôle : {borne} ; écarts 0,00 et 0,00."
    assert others == [
        "- Contrôle : Σ adhérents = total refacturé 26 500,00 € ; écart 0,00.",
        "- Contrôle : Σ estimations − Σ contributions = Σ gains ; écart 0,00.",
        "- Hypothèse : chiffre repris du prévisionnel, faute d'un plus récent (5 valeurs, 4 fichiers).",
        "- Hypothèse : forfait de 2024 repris, faute d'un acte pour 2026 (1 valeur, 1 fichier).",
    ]


def test_texts_of_the_data_reach_the_terminal_without_their_control_characters() -> None:
    depot = lire(equilibre())
    bilan = equilibrer(calculer(resolve(depot, 2026)), depot.vie.equilibres[2026], depot)
    locaux = bilan.non_refactures[0]._replace(libelle="\x1b[31mLocaux", motif="\x07")
    text = terminal_text(balance(bilan._replace(methode="\x9b", non_refactures=(locaux,)), depot))
    assert not set(text) & {"\x1b", "\x07", "\x9b"}


# --- the JSON ---


def test_the_json_says_the_same_in_decimal_strings() -> None:
    document = export(equilibre())
    assert list(document)[:7] == [
        *("version", "exercice", "phase", "projection", "origine", "gestionnaire", "taux_couverture_forfait"),
    ]
    assert (document["version"], document["phase"], document["origine"]) == (1, "previsionnel", "demonstration")
    assert document["total"] == {"supporte": "32900.10", "refacture": "26500.00", "non_recouvre": "6400.10"}
    assert Fraction(document["taux_couverture_forfait"]) == Fraction(2520000, 3050010)
    assert document["equipes"][2] == {"service": "S04", "libelle": "Livraison", "regie": True, "montant": "2500.00"}
    assert document["adherents"][1] == {"adherent": "nord", "paye": "9033.33", "seul": "20000.00", "gain": "10966.67"}
    assert set(document["controle"].values()) == {"0.00"}


def test_the_json_says_apart_what_a_decision_leaves_to_nobody_as_that_of_a_computation_does() -> None:
    files, row = equilibre(), "pricing/couts-de-possession.yaml"
    files[row] = files[row].replace(
        "part(postes)", "part(postes)\n      plafond: {formule: '100', reliquat: non_recouvre}"
    )
    document = export(files)
    names = ("composants_non_repartis", "composants_non_recouvres")
    left = [[(item["composant"], item["montant"]) for item in document[name]] for name in names]
    assert left == [[("laboratoire", "300.00")], [("reseau", "750.00")]]
    assert "- 750,00 € : Le reseau, coût annuel. Un plafond ou une exonération le décide." in page(files).splitlines()


def test_the_json_keeps_null_for_what_nobody_estimated() -> None:
    document = export(equilibre("  []\n", seul=""))
    assert document["taux_couverture_forfait"] is None
    assert document["estimation"] == {
        "methode": None,
        "adherents_compares": 0,
        "paye": "0.00",
        "seul": "0.00",
        "gain": "0.00",
    }
    assert document["adherents"][0] == {"adherent": "metropole", "paye": "14555.56", "seul": None, "gain": None}


def test_a_share_keeps_its_sign_wherever_it_is_read() -> None:
    assert share(Fraction(929, 1000)) == f"92,9{INSECABLE}%"
