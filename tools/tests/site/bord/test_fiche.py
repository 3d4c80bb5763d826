"""What the data hold of an adherent is on its own page, for it to correct: who signs and answers, who reads it."""

from __future__ import annotations

import re

from convention.model.documents.adherents import Budget, Facturation
from convention.site.bord.bord import notes
from convention.site.pages import commun
from convention.site.rendu.page import Page
from convention.site.rendu.rendu import rendre
from tests.essais import edited, fichiers_nancy, nancy
from tests.site.lecture import (
    CHEZ_ESSEY,
    ESSEY,
    JOUR,
    bord_dit,
    bord_essey,
    ordinaire,
    pages_reelles,
    site_de,
    site_reel,
)


def lue(*, propres: bool = False, **champs: object) -> dict[str, str]:
    """Read the card of Essey, its identity or functions being other; what is missing stands between brackets."""
    depot = nancy()
    dossier = depot.dossiers[ESSEY]
    assert dossier.fonctions is not None
    assert dossier.budget is not None
    for nom in ("identite", "fonctions", "budget"):
        document = getattr(dossier, nom)
        known = {champ: valeur for champ, valeur in champs.items() if champ in type(document).model_fields}
        dossier = dossier._replace(**{nom: document.model_copy(update=known)})
    site = site_de(depot._replace(dossiers={**depot.dossiers, ESSEY: dossier}), CHEZ_ESSEY)._replace(propres=propres)
    values = {"nom": ESSEY, "identite": dossier.identite, **notes(site, ESSEY)}
    card = rendre(Page(f"adherents/{ESSEY}.md", "Fiche", "fiche", values), commun(site))
    found = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", card, re.DOTALL)
    return {ordinaire(nom): ordinaire(re.sub("<[^>]*>", "", texte)) for nom, texte in found}


def test_who_signs_and_who_answers_is_told_by_function() -> None:
    known = lue()
    assert known["SIREN"] == "215 401 845"
    fonctions = nancy().dossiers[ESSEY].fonctions
    assert fonctions is not None
    assert fonctions.dpd is not None
    assert known["Interlocuteur, volet financier"] == ordinaire(fonctions.interlocuteurs.financier)
    assert known["Délégué à la protection des données"].startswith(ordinaire(fonctions.dpd.fonction))
    assert known["Budgets qui paient"] == "Budget principal"
    silent = fonctions.interlocuteurs.model_copy(update={"referent": None})
    assert lue(interlocuteurs=silent)["Référent"] == "[non désigné]"


def test_a_referent_whom_nobody_designated_has_nothing_to_validate() -> None:
    path, referent = "adherents/ludres/fonctions.yaml", '  referent: "Référent numérique"\n'
    without = site_de(edited(fichiers_nancy(), path, referent, ""), "adherent:ludres")
    texts = [bord_dit(site, "ludres") for site in (site_reel("adherent:ludres", JOUR), without)]
    assert ["à valider par le référent" in text for text in texts] == [True, False]
    assert ["Référent [non désigné]" in text for text in texts] == [False, True]


def test_an_officer_is_shared_with_others_whatever_they_are() -> None:
    fonctions = nancy().dossiers[ESSEY].fonctions
    assert fonctions is not None
    assert fonctions.dpd is not None
    shared = lue(dpd=fonctions.dpd.model_copy(update={"fonction": "Juriste", "mutualise": True}))
    told = shared["Délégué à la protection des données"]
    assert told.startswith("Juriste, partagé avec d'autres organismes, désigné le ")


def test_each_budget_says_its_siret_and_whether_it_is_an_industrial_service() -> None:
    written = {"libelle": "Budget annexe de l'eau", "genre": "annexe", "siret": "21540184500019", "spic": "oui"}
    eau = Budget.model_validate(written)
    told = lue(budgets={"eau": eau})["Budgets qui paient"]
    assert told == "Budget annexe de l'eau, SIRET 215 401 845 00019, service public industriel et commercial"


def test_what_chorus_pro_asks_for_and_is_not_known_is_missing() -> None:
    asked = Facturation.model_validate({"service_obligatoire": "oui", "engagement_obligatoire": "oui"})
    known = lue(facturation=asked)
    assert known["Code service (Chorus Pro)"] == "[exigé, non connu]"
    assert known["Engagement 2026 (Chorus Pro)"] == "[exigé, non connu]"
    given = lue(facturation=asked.model_copy(update={"code_service": "FIN", "engagements": {2026: "E-12"}}))
    assert (given["Code service (Chorus Pro)"], given["Engagement 2026 (Chorus Pro)"]) == ("FIN", "E-12")


def test_who_reads_the_page_is_told_where_readers_sign_in() -> None:
    assert "Qui lit cette page" not in lue()
    told = lue(propres=True, lecteurs=("265400010", "ccas@exemple.fr"))["Qui lit cette page"]
    assert told == "nos agents (SIREN 215 401 845), ceux du SIREN 265 400 010, ccas@exemple.fr et la Métropole"


def test_nobody_else_reads_it_and_made_up_functions_say_so() -> None:
    assert "Données de démonstration. Pour le corriger" in bord_essey().texte
    for niveau in ("public", "adherents"):
        assert all("Ce qui est noté de nous" not in str(text) for text in pages_reelles(niveau, JOUR).values())


def test_an_act_that_the_convention_leaves_blank_is_said_to_be_completed() -> None:
    assert lue()["Qui signe"] == "Maire (habilitation : [à compléter], 25 septembre 2023)"
