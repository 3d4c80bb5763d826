"""Each change is said with the right unit and in words: a year is no quantity, a rate is no amount."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from convention.base.french import INSECABLE
from convention.compare.changements.changements import changements
from convention.model.assemblage import build_depot
from convention.model.genres import GENRES, read_path
from convention.reports.amendement.mots.valeurs import place_text
from convention.reports.amendement.phrases import amendment, phrase
from convention.reports.prix_nommes import bare_name, named_price
from tests.engine.appels.petits_appels import scelle
from tests.espaces import espaces
from tests.essais import FIGES, charger, de_tout_genre, edited, fichiers, fichiers_nancy, lire, nancy
from tests.generateur.textes import DEMO, first_line

if TYPE_CHECKING:
    from convention.loading.loader import Chargement
    from convention.model.depot import Depot


def _said(before: dict[str, str], after: dict[str, str]) -> list[str]:
    base, head = lire(before), lire(after)
    return [phrase(item, base, head) for item in changements(base, head)]


def _read(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [*map(espaces, _said(before, after))]


@pytest.mark.parametrize(
    ("path", "avant", "apres", "attendu"),
    [
        (
            "catalogue/convention.yaml",
            "reconductions: 4",
            "reconductions: 5",
            (
                "Convention : nombre de reconductions tacites : « 4 » est remplacé par « 5 » ; dernier jour de la "
                "convention : 31 décembre 2029 au lieu du 31 décembre 2028"
            ),
        ),
        (
            "pricing/cles.yaml",
            "2026: 2023}",
            "2026: 2022}",
            (
                "Clés de répartition : à la clé « population municipale », à partir de l'exercice 2026, le "
                "millésime retenu est 2022 au lieu du millésime 2023"
            ),
        ),
        (
            "pricing/cles.yaml",
            "laxou: 8",
            "laxou: 10",
            (
                "Clés de répartition : à la clé « parts fixées par les conventions Colibris », la part de "
                "Laxou passe de « 8 » à « 10 »"
            ),
        ),
        (
            "pricing/composants/S03.yaml",
            "taux_fctva: 0.16404, duree_amortissement: 5",
            "taux_fctva: 0.056, duree_amortissement: 5",
            (
                "Service S03, droit d'usage du système de sauvegarde : bien du gestionnaire, taux du FCTVA récupéré : "
                "« 16,404 % » est remplacé par « 5,6 % »"
            ),
        ),
        (
            "pricing/baremes/cartads.yaml",
            "{population: 50000}, valeur: 240.00",
            "{population: 50000}, valeur: 250.00",
            (
                "Barème « Abonnement à Cartads, selon la population » : le prix de la tranche à partir de "
                "10 000 habitants passe de « 240,00 € » à « 250,00 € » par an, pour les exercices 2024 et 2025"
            ),
        ),
        (
            "pricing/couts-de-possession.yaml",
            "2026: 2025-01}",
            "2026: 2025-01, 2027: 2024-12}",
            (
                "Annexe 4, ligne « S03 – Supervision des serveurs » : à partir de l'exercice 2027, la révision de prix "
                "« contrat » suit l'indice de décembre 2024 au lieu de celui de janvier 2025"
            ),
        ),
        (
            "pricing/forfait.yaml",
            "montant: 700.00",
            "montant: 701.00",
            (
                "Annexe 3, masse salariale : le montant « 700,00 € » par poste de travail et par an est remplacé par "
                "« 701,00 € » du 1er janvier 2024 au 31 décembre 2025 (+1,00 €, +0,1 %)"
            ),
        ),
        (
            "pricing/indices/syntec-revise.yaml",
            "  2025-01: 315.2\n",
            "  2025-01: 315.2\n  2026-01: 318.0\n",
            "Indice « Indice Syntec révisé » : la valeur de janvier 2026 est fixée à « 318 »",
        ),
        (
            "pricing/equilibre/2026.yaml",
            "revise: 379420.00",
            "revise: 380000.00",
            (
                "Coûts supportés 2026 : le coût du pôle « Missions Transverses » (révisé) passe de « 379 420,00 € » à "
                "« 380 000,00 € » par an"
            ),
        ),
        (
            "adherents/ludres/adherent.yaml",
            "  debut: 2024-01-01\n",
            "  debut: 2024-01-01\n  fin: 2027-07-01\n",
            "Ludres : l'adhésion prend fin le 30 juin 2027 inclus",
        ),
        (
            "adherents/essey-les-nancy/depenses/2026.yaml",
            "accepte_le: 2026-09-14}\n",
            "accepte_le: 2026-09-14}\n    livraison: 2026-12-08\n",
            (
                "Essey-lès-Nancy : dépenses directes 2026, la dépense « 2 ordinateurs neufs », livrée le 8 décembre "
                "2026, est due"
            ),
        ),
        (
            "adherents/essey-les-nancy/depenses/2026.yaml",
            "livraison: 2026-03-03",
            "livraison: 2026-03-04",
            (
                "Essey-lès-Nancy : dépenses directes 2026, la dépense « 12 ordinateurs neufs » est livrée le 4 mars "
                "2026 au lieu du 3 mars 2026"
            ),
        ),
        (
            "adherents/essey-les-nancy/depenses/2026.yaml",
            "    livraison: 2026-03-03\n",
            "",
            (
                "Essey-lès-Nancy : dépenses directes 2026, la dépense « 12 ordinateurs neufs » n'est plus livrée (elle "
                "l'était le 3 mars 2026) : rien n'en est dû"
            ),
        ),
        (
            "pricing/composants/S04.yaml",
            "    libelle: Location de copieurs\n",
            "    libelle: Location de copieurs\n    fin: 2027-07-01\n",
            "Service S04, location de copieurs : le composant prend fin le 30 juin 2027 inclus",
        ),
        (
            "pricing/composants/S04.yaml",
            "    libelle: Location de copieurs\n",
            "    libelle: Location de copieurs\n    debut: 2027-07-01\n",
            (
                "Service S04, location de copieurs : le composant commence le 1er juillet 2027 (il n'avait pas de "
                "premier jour)"
            ),
        ),
        (
            "adherents/ludres/adherent.yaml",
            "  debut: 2024-01-01\n",
            "  debut: 2024-07-01\n",
            "Ludres : l'adhésion commence le 1er juillet 2024 au lieu du 1er janvier 2024",
        ),
        (
            "adherents/laxou/souscriptions.yaml",
            "{composant: parapheur, debut: 2025-09-01}",
            "{composant: parapheur, debut: 2025-10-01}",
            (
                "Laxou : la souscription du composant « Parapheur électronique » commence le 1er octobre 2025 au lieu "
                "du 1er septembre 2025"
            ),
        ),
        (
            "adherents/laxou/souscriptions.yaml",
            "{composant: parapheur, debut: 2025-09-01}",
            "{composant: parapheur}",
            (
                "Laxou : la souscription du composant « Parapheur électronique » suit celle de son service au lieu de "
                "commencer le 1er septembre 2025"
            ),
        ),
        (
            "adherents/laxou/souscriptions.yaml",
            "{composant: application-rh}",
            "{composant: application-rh, debut: 2025-10-01}",
            (
                "Laxou : la souscription du composant « Application de gestion des ressources humaines » commence le "
                "1er octobre 2025 au lieu de suivre celle de son service"
            ),
        ),
        (
            "adherents/laxou/souscriptions.yaml",
            "{composant: parapheur, debut: 2025-09-01}",
            "{composant: parapheur, debut: 2025-09-01, fin: 2027-01-01}",
            ("Laxou : la souscription du composant « Parapheur électronique » prend fin le 31 décembre 2026 inclus"),
        ),
        (
            "catalogue/lectures.yaml",
            "statut: a_confirmer",
            "statut: confirmee",
            (
                "Lectures de la convention : lecture n° 1 « Qui signe, et au nom de qui », état de la "
                "lecture : « à confirmer » est remplacé par « confirmée par un avenant »"
            ),
        ),
        (
            "pricing/exercices/2026.yaml",
            "      - {genre: regularisation, exercice: 2025}\n",
            "",
            (
                "Exercice 2026 : appel d'avril, le volet régularisation de "
                "l'exercice 2025 (qui venait après le volet acompte de l'exercice 2026) est supprimé : "
                "genre : « réalisé moins appelé : à payer, ou à rendre »"
            ),
        ),
        (
            "adherents/essey-les-nancy/depenses/2026.yaml",
            "{cout_achat: 742.80, cout_configuration: 46.00}",
            "{cout_achat: 742.80, cout_configuration: 46.00, frais_suivi: 12.00}",
            (
                "Essey-lès-Nancy : dépenses directes 2026, dépense « 12 ordinateurs neufs », les frais de suivi sont "
                "fixés à « 12,00 € »"
            ),
        ),
    ],
)
def test_a_change_is_said_in_words_with_its_unit(path: str, avant: str, apres: str, attendu: str) -> None:
    files = fichiers_nancy()
    assert _read(files, {**files, path: files[path].replace(avant, apres, 1)}) == [attendu]


def test_the_procedure_of_a_field_of_all_documents_names_it_in_words() -> None:
    files, path = fichiers_nancy(), "catalogue/procedures.yaml"
    base = {**files, path: f"{files[path]}communs: {{source: {{procedure: correction, motif: essai}}}}\n"}
    (said,) = _read(base, edited(base, path, "source: {procedure: correction", "source: {procedure: avenant"))
    assert said == (
        "Procédures de changement : procédure de tout champ « référence de la source », procédure : « Correction » "
        "est remplacé par « Avenant »"
    )


def test_a_date_that_comes_is_told_of_its_own_piece() -> None:
    files, path = fichiers_nancy(), "adherents/essey-les-nancy/titres/2026.yaml"
    (said,) = _read(files, {**files, path: f"{files[path]}    paiement: 2026-11-20\n"})
    assert said == (
        "Essey-lès-Nancy : pièces émises en 2026, pièce n° fictif-2026-0118, date du paiement : « 20 novembre 2026 » "
        "est ajouté"
    )


def test_the_exercice_of_a_tier_is_not_the_bound_of_the_tier() -> None:
    files, path = fichiers(FIGES / "syndicat"), "pricing/baremes/assistance.yaml"
    (said,) = _read(files, edited(files, path, "valeur: 420.00", "valeur: 433.33"))
    assert said.endswith(
        "le prix de la tranche à partir de 10 postes passe de « 420,00 € » à « 433,33 € » par an, à compter de "
        "l'exercice 2027"
    )


def test_a_formula_that_reads_the_same_grid_by_another_name_is_not_said_to_be_replaced_by_its_own_words() -> None:
    base, path = fichiers_nancy(), "pricing/couts-de-possession.yaml"
    head = {nom.replace("baremes/cartads", "baremes/urbanisme"): text for nom, text in base.items()}
    head[path] = base[path].replace("bareme(cartads;", "bareme(urbanisme;")
    (said,) = [text for text in _read(base, head) if "formule" in text]
    assert "le texte et le calcul se lisent de même, la formule s'écrit « " in said
    assert "est remplacé" not in said


def test_the_price_of_what_is_counted_over_the_year_is_not_said_to_be_of_a_year() -> None:
    files, path = fichiers(FIGES / "syndicat"), "pricing/baremes/objets.yaml"
    base = edited(files, path, "unite: €/To/an", "unite: €/session/an")
    (said,) = _read(base, edited(base, path, "valeur: 96.00", "valeur: 97.00"))
    assert said.endswith("passe de « 96,00 € » à « 97,00 € » par session, à compter de l'exercice 2025")


@pytest.mark.parametrize(
    ("path", "liste", "ajout", "dit"),
    [
        (
            "adherents/laxou/souscriptions.yaml",
            "souscriptions",
            "{service: S06, debut: 2026-04-01, demande: 2026-04-01}",
            "date de la demande signée : « 1er avril 2026 »",
        ),
        (
            "adherents/laxou/depenses/2026.yaml",
            "depenses",
            (
                "{id: ecran, ligne: ordinateur-neuf, libelle: Un fonctionnement, section: fonctionnement, nombre: 1, "
                "montants: {cout_achat: 1.00, cout_configuration: 5.00}, devis: {reference: D, accepte_le: 2026-01-05}}"
            ),
            "section budgétaire : « fonctionnement »",
        ),
    ],
)
def test_a_field_is_told_though_its_words_are_in_the_sentence(path: str, liste: str, ajout: str, dit: str) -> None:
    files = fichiers_nancy()
    (said,) = _read(files, {**files, path: files[path].replace(f"{liste}:\n", f"{liste}:\n  - {ajout}\n", 1)})
    assert dit in said


def test_what_was_done_of_a_sealed_file_does_not_cut_the_sentence_that_adds_it() -> None:
    told = _read(scelle("2024-04"), scelle("2024-04", "2024-10"))
    said = "sur « pricing/appels/2024-10.json » : le fichier est scellé : il ne change plus (empreinte"
    (text,) = [item for item in told if said in item]
    assert text.startswith("Journal des sceaux : l'inscription est ajoutée : du ")


def test_an_exemption_is_given_to_a_name_with_its_article() -> None:
    files, path = fichiers(FIGES / "syndicat"), "adherents/regie-valcendre/adherent.yaml"
    files[path] = re.sub("nom: .*", "nom: Les Régies", files[path], count=1)
    prices, given = "pricing/composants/N01.yaml", "    exonerations:\n      - adherents: [regie-valcendre]\n"
    given += "        reliquat: reparti\n        motif: La régie a le sien ; délibération fictive\n"
    (said,) = _read(files, {**files, prices: files[prices].replace(given, "", 1)})
    assert "l'exonération accordée aux Régies est supprimée" in said


def test_a_cost_that_the_convention_does_not_call_indirect_is_not_called_so() -> None:
    files, path = fichiers(FIGES / "villages"), "adherents/ormeval/titres/2027.yaml"
    titre = 'numero: "1", genre: titre, objet: solde, exercice: 2027, nature: indirects, section: fonctionnement'
    issued = f"{first_line(path)}{DEMO}titres:\n  - {{{titre}, montant: 1.00, emission: 2027-01-01}}\n"
    after = edited(files, "pricing/comptes.yaml", '"62878"', '"62872"')
    told = " ".join(_read(files, {**after, path: issued}))
    assert "imputation « coût annuel, fonctionnement, commune »" in told
    assert "nature : « coûts des services »" in told


def test_a_limit_stands_in_the_column_that_the_convention_names() -> None:
    files, path = fichiers(FIGES / "syndicat"), "pricing/couts-de-possession.yaml"
    limit = "      plancher: {formule: plancher_annuel}\n"
    (said,) = _read(files, {**files, path: files[path].replace(limit, "", 1)})
    rest = "qui porte ce que la borne laisse : « les autres bénéficiaires se le partagent »"
    assert said.endswith(
        f"coût annuel, plancher par bénéficiaire : mention supprimée (formule : « plancher annuel » ; {rest})"
    )


DOCUMENTS = {
    "adherents/ccas-fictif/adhesion.yaml": (
        "CCAS (fictif) : la demande d'adhésion du 14 septembre 2026 est supprimée : évaluée par l'équipe du "
        "gestionnaire (évaluation par l'équipe du gestionnaire : "
    ),
    "adherents/essey-les-nancy/litiges.yaml": "Essey-lès-Nancy : la liste des désaccords est supprimée (2 désaccords)",
    "adherents/laxou/besoins/2026.yaml": "Laxou : le recensement des besoins de 2026 est supprimé (3 besoins)",
    "adherents/laxou/budget.yaml": "Laxou : la fiche des budgets est supprimée (1 budget)",
    "adherents/laxou/depenses/2025.yaml": "Laxou : la liste des dépenses directes de 2025 est supprimée (1 dépense)",
    "adherents/laxou/fonctions.yaml": "Laxou : la fiche des fonctions et interlocuteurs est supprimée",
    "adherents/laxou/quantites/2026.yaml": "Laxou : l'état des quantités de 2026 est supprimé (4 comptages)",
    "adherents/laxou/souscriptions.yaml": "Laxou : la liste des souscriptions est supprimée (9 services souscrits)",
    "adherents/laxou/titres/2025.yaml": "Laxou : la liste des pièces émises de 2025 est supprimée (9 pièces)",
    "catalogue/articles/article-08.yaml": (
        "Article 8, contribution aux frais engagés : le texte de l'article est supprimé (7 alinéas)"
    ),
    "catalogue/avenants/1/avenant.yaml": "Avenant n° 1 : l'avenant est supprimé : ",
    "catalogue/axes/securisation-du-si.yaml": "Annexe 5, axe « Sécurisation du SI » : l'axe est supprimé : ",
    "catalogue/conformite/2025.yaml": "Sécurité et données personnelles 2025 : le suivi de la sécurité ",
    "catalogue/convention.yaml": "Convention : le document de la convention est supprimé",
    "catalogue/documents.yaml": "Article 6, documents partagés : le registre des documents partagés est supprimé (12 ",
    "catalogue/gouvernance.yaml": "Article 7, gouvernance : le document de la gouvernance est supprimé (4 instances)",
    "catalogue/lectures.yaml": "Lectures de la convention : la liste des lectures est supprimée (",
    "catalogue/couverture.yaml": "Couverture du texte : la couverture du texte est supprimée (118 passages)",
    "catalogue/nombres.yaml": "Nombres du texte : la liste des nombres du texte est supprimée (",
    "catalogue/organigramme.yaml": "Annexe 2, organigramme : l'organigramme est supprimé (6 pôles)",
    "catalogue/procedures.yaml": "Procédures de changement : la liste des procédures est supprimée (9 procédures)",
    "catalogue/projets/telephonie-ip.yaml": (
        "Projet « Téléphonie sur le réseau informatique » : le projet est supprimé : ce que le projet apporte : "
    ),
    "catalogue/decisions.yaml": (
        "Décisions du gestionnaire : la liste des décisions du gestionnaire est supprimée (2 décisions) : "
        "décision « Le forfait de 2026 » ("
    ),
    "catalogue/signataires.yaml": "Signature des sceaux : la liste des signataires des sceaux est supprimée (",
    "catalogue/reunions/2026.yaml": "Réunions 2026 : la liste des réunions est supprimée (",
    "catalogue/services/S05.yaml": "Annexe 1, service S05 « SIG » : le service est supprimé : nom du service : ",
    "pricing/baremes/cartads.yaml": "Barème « Abonnement à Cartads, selon la population » : le barème est supprimé : ",
    "pricing/composants/S05.yaml": "Service S05 « SIG » : la liste des composants est supprimée (",
    "pricing/cles.yaml": "Clés de répartition : la liste des clés de répartition est supprimée (",
    "pricing/comptes.yaml": "Imputations comptables : la liste des imputations est supprimée (",
    "pricing/couts-de-possession.yaml": "Annexe 4, coûts de possession : la liste des lignes est supprimée (",
    "pricing/equilibre/2026.yaml": "Coûts supportés 2026 : l'état des coûts supportés est supprimé (",
    "pricing/sceaux.yaml": "Journal des sceaux : le journal des sceaux est supprimé (14 inscriptions) : ",
    "pricing/exercices/2027.yaml": "Exercice 2027 : l'exercice est supprimé : état de l'exercice : ",
    "pricing/forfait.yaml": "Annexe 3, masse salariale : la liste des montants est supprimée (2 montants)",
    "pricing/indices/syntec-revise.yaml": "Indice « Indice Syntec révisé » : l'indice est supprimé : valeur publiée ",
    "pricing/releves/parc.yaml": "Relevé « Inventaire du parc (fictif) » : la source des relevés est supprimée : ",
    "pricing/references/population-municipale.yaml": (
        "Quantité publiée « Population municipale » : la quantité publiée est supprimée : "
    ),
}


@pytest.mark.parametrize(
    ("avant", "apres", "attendu"),
    [
        (
            "  type: [Type]\n",
            "  type: [Type, Genre]\n  cout_achat: [Coût]\n  postes: [Postes]\n",
            [
                "colonnes employées, et leurs en-têtes possibles, type : « Genre » est ajouté",
                "colonnes employées, et leurs en-têtes possibles, cout_achat : « Coût » est ajouté",
                "colonnes employées, et leurs en-têtes possibles, postes : « Postes » est ajouté",
            ],
        ),
        (
            "identifiant: serie",
            "identifiant: type",
            ["colonne qui distingue les lignes d'un jour : « serie » est remplacé par « type »"],
        ),
    ],
)
def test_a_column_has_the_name_that_its_source_gives_it_and_that_of_no_price(
    avant: str, apres: str, attendu: list[str]
) -> None:
    files = fichiers_nancy()
    told = _read(files, edited(files, "pricing/releves/parc.yaml", avant, apres))
    assert sorted(told) == sorted(f"Relevé « Inventaire du parc (fictif) » : {text}" for text in attendu)


def test_a_budget_does_not_take_the_name_that_another_adherent_gives_its_own() -> None:
    files, essey = fichiers_nancy(), "adherents/essey-les-nancy/budget.yaml"
    for nom, what in (("art-sur-meurthe", "eau"), ("essey-les-nancy", "forêts")):
        path, own = f"adherents/{nom}/budget.yaml", '  principal: {libelle: "Budget principal", genre: principal}\n'
        files = edited(files, path, own, f"{own}  annexe: {{libelle: {what}, genre: annexe}}\n")
    (_, told) = _read(files, edited(files, essey, "budget: principal, bp: 28500", "budget: annexe, bp: 28500"))
    assert "budget qui les porte : « eau ou forêts »" in told


def test_a_source_that_comes_names_its_columns_as_it_writes_them() -> None:
    files = fichiers_nancy()
    (told,) = _read({path: text for path, text in files.items() if path != "pricing/releves/parc.yaml"}, files)
    assert "serie : « Numéro de série » et « Serial number », type : « Type »" in told
    assert "colonne qui dit de qui est la ligne : « entite »" in told
    assert "colonne qui distingue les lignes d'un jour : « serie »" in told


@pytest.fixture(scope="module")
def entier() -> Chargement:
    return charger(de_tout_genre(fichiers_nancy()))


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_whole_document_that_comes_or_goes_is_said_in_words(path: str, entier: Chargement) -> None:
    whole, beginning = entier.depot, DOCUMENTS[path]
    others = (whole.sceaux.values(), whole.avenants_consignes.values(), whole.series.values())
    rest = build_depot((item for item in whole.fichiers.values() if item.path != path), (), *others)
    rest = rest._replace(
        scelles=whole.scelles, contenus={name: sha for name, sha in whole.contenus.items() if name != path}
    )
    (gone,), (come,) = changements(whole, rest), changements(rest, whole)
    assert espaces(phrase(gone, whole, rest)).startswith(beginning)
    assert espaces(phrase(come, rest, whole)).startswith(beginning.replace("est supprimé", "est ajouté"))


SOURCE = "référence de la source : « inventé pour les essais »"
"""Votes seal the whole sentence: two that differ by what they rest upon are not told alike."""


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        (
            "genre: simple\ninitiative: adherent\nnotification: 2026-06-20\n",
            (
                "résiliation simple, à l'initiative de l'adhérent, à effet du 1er janvier 2027, d'après la lettre de "
                f"résiliation du 20 juin 2026 ({SOURCE})"
            ),
        ),
        (
            "genre: commun_accord\ninitiative: gestionnaire\naccord: 2026-07-01\n",
            (
                "résiliation d'un commun accord, à l'initiative du gestionnaire, à effet du 1er janvier 2027, d'après "
                f"l'accord des deux parties du 1er juillet 2026 ({SOURCE})"
            ),
        ),
        (
            (
                "genre: faute\ninitiative: gestionnaire\nmise_en_demeure: 2026-03-02\nnotification: 2026-07-01\n"
                "sortie: {donnees: {prevue: 2026-12-01}}\n"
            ),
            (
                "résiliation pour faute, à l'initiative du gestionnaire, à effet du 1er janvier 2027, d'après la mise "
                "en demeure du 2 mars 2026 et la lettre de résiliation du 1er juillet 2026 (étapes de la sortie : "
                f"(restitution des données de l'adhérent : (date prévue : « 1er décembre 2026 »)) ; {SOURCE})"
            ),
        ),
    ],
)
def test_a_departure_is_told_by_how_at_whose_initiative_and_from_which_acts(champs: str, attendu: str) -> None:
    files, path = fichiers_nancy(), "adherents/laxou/resiliation.yaml"
    told = {**files, path: f"{first_line(path)}{DEMO}{champs}effet: 2027-01-01\n"}
    assert _read(files, told) == [f"Laxou : {attendu}"]
    acts, *steps = attendu.partition(" (")
    assert _read(told, files) == [f"Laxou : la {acts}, est supprimée{''.join(steps)}"]


def test_in_a_few_words_an_avenant_is_told_by_what_it_is_about_and_from_when() -> None:
    files, path = fichiers_nancy(), "catalogue/avenants/2/avenant.yaml"
    written = (
        "numero: 2\nobjet: Six mois pour les matériels.\neffet: 2028-01-01\nmotifs: [Trois mois ne suffisent pas.]\n"
    )
    base, head = lire(files), lire({**files, path: f"{first_line(path)}{DEMO}{written}"})
    (groupe,) = amendment(changements(base, head), base, head)
    (told,) = groupe.phrases
    assert espaces(told.bref) == "l'avenant est ajouté : « Six mois pour les matériels. », à effet du 1er janvier 2028"
    assert "considérants, dans l'ordre : « Trois mois ne suffisent pas. »" in espaces(told.texte)


def test_an_object_that_comes_word_for_word_under_another_name_only_changes_its_id() -> None:
    old, new = (f"catalogue/projets/{nom}.yaml" for nom in ("plan-de-corps-de-rue", "voirie"))
    files = fichiers_nancy()
    moved = {new if path == old else path: text for path, text in files.items()}
    head = lire(edited(moved, "catalogue/reunions/2026.yaml", "projet: plan-de-corps-de-rue", "projet: voirie"))
    base = lire(files)
    said = [espaces(phrase(item, base, head)).rpartition(" : ")[2] for item in changements(base, head)]
    name = "« Plan de corps de rue simplifié »"
    assert said == [
        "le projet change d'identifiant dans les données, sans autre effet",
        f"{name} change d'identifiant dans les données",
    ]


def test_what_cites_an_object_that_only_changes_its_id_says_no_more() -> None:
    files = fichiers_nancy()
    moved = {path: re.sub(r"comite-de-pilotage\b(?!-)", "comite-pilotage", text) for path, text in files.items()}
    said = _read(files, moved)
    body = "« Comité de pilotage » change d'identifiant dans les données"
    assert (
        f"Procédures de changement : procédure « Avenant », instances saisies, dans l'ordre : {body}",
        f"Réunions 2026 : réunion du 6 novembre 2026 (Comité de pilotage), instance réunie : {body}",
    ) == tuple(item for item in said if "« Avenant »" in item or "6 novembre 2026" in item)


def test_a_name_that_holds_the_marks_of_a_sentence_is_cited_where_one_begins() -> None:
    cles, counts = "pricing/cles.yaml", "adherents/essey-les-nancy/quantites/2027.yaml"
    files = edited(fichiers_nancy(), cles, "nombre de boîtes aux lettres,", '"boîtes » : **0** <b>",')
    base, head = lire(files), lire(edited(files, counts, "boites_aux_lettres: 118", "boites_aux_lettres: 119"))
    (change,) = changements(base, head)
    assert espaces(phrase(change, base, head)).startswith("Essey-lès-Nancy : « boîtes” : **0** <b> », 119 boîtes")


def test_every_kind_of_document_that_comes_or_goes_alone_has_its_sentence() -> None:
    # An adherent comes with its whole folder, and how it leaves is no list of fields: their own sentences say so.
    told = {chemin.genre.nom for chemin in map(read_path, DOCUMENTS) if chemin is not None}
    assert told | {"adherent", "resiliation"} == {genre.nom for genre in GENRES}


def test_the_cases_of_a_visa_that_a_kept_avenant_is_are_said_when_they_change() -> None:
    files = fichiers_nancy()
    kept = lire(files).avenants_consignes["1"]
    items = kept._replace(cas=None), kept._replace(cas=()), kept._replace(cas=("agents",))
    before, base, head = (lire({**files, kept.path: item.texte()}) for item in items)
    name, case = "Avenant n° 1, tel qu'il est consigné", "« l'organigramme change, ou un service est ajouté ou retiré »"
    told = [
        [espaces(phrase(item, *sides)) for item in changements(*sides)]
        for sides in ((base, head), (head, base), (before, head))
    ]
    assert told == [
        [f"{name} : cas d'un visa : {case} au lieu d'aucun"],
        [f"{name} : cas d'un visa : aucun au lieu de {case}"],
        [f"{name} : cas d'un visa, qui n'étaient pas dits : {case}"],
    ]


def test_what_a_kept_sentence_is_about_is_said_when_it_changes() -> None:
    files = fichiers_nancy()
    kept = lire(files).avenants_consignes["1"]
    phrases = (kept.contenu.phrases[0], f"Avenant n°{INSECABLE}1{INSECABLE}: l'objet est précisé")
    kept = kept._replace(contenu=kept.contenu._replace(phrases=phrases), sujets=None, services=None, cas=None)
    begins = kept._replace(sujets=("Annexe 3, modalités de tarification", None))
    base, head = (lire({**files, kept.path: item.texte()}) for item in (kept, begins))
    there, back = (
        [espaces(phrase(item, *sides)) for item in changements(*sides)] for sides in ((base, head), (head, base))
    )
    name = "Avenant n° 1, tel qu'il est consigné"
    assert there == [
        f"{name} : phrase n° 1 : sujet « Annexe 3, modalités de tarification » au lieu de non dit",
        f"{name} : phrase n° 2 : sujet « l'avenant lui-même » au lieu de non dit",
    ]
    assert back == [
        f"{name} : phrase n° 1 : sujet non dit au lieu de « Annexe 3, modalités de tarification »",
        f"{name} : phrase n° 2 : sujet non dit au lieu de « l'avenant lui-même »",
    ]


def test_a_kept_avenant_that_moves_no_amount_says_so() -> None:
    files = fichiers_nancy()
    kept = lire(files).avenants_consignes["1"]
    free = kept._replace(contenu=kept.contenu._replace(montants=()))
    rest = {path: text for path, text in files.items() if path != kept.path}
    (said,) = _read(rest, {**files, kept.path: free.texte()})
    assert "lisibles par tous ; aucun montant ne change ; empreinte" in said


def test_the_services_that_a_kept_sentence_changes_are_said_when_they_change() -> None:
    files = fichiers_nancy()
    kept = lire(files).avenants_consignes["1"]
    items = kept._replace(services=None), kept._replace(services=((), ("S08", "S09")))
    base, head = (lire({**files, kept.path: item.texte()}) for item in items)
    name = "Avenant n° 1, tel qu'il est consigné"
    assert [espaces(phrase(item, base, head)) for item in changements(base, head)] == [
        f"{name} : phrase n° 1 : aucun service au lieu de services non dits",
        f"{name} : phrase n° 2 : services S08 et S09 au lieu de services non dits",
    ]


def _named(**noms: str) -> Depot:
    return nancy()._replace(noms_des_prix=noms)


@pytest.mark.parametrize(
    ("nom", "unite", "dit"),
    [
        ("la maintenance", "€/an", "la maintenance annuelle"),
        ("le coût du contrat", "€/an", "le coût annuel du contrat"),
        ("les frais de suivi", "€/an", "les frais annuels de suivi"),
        ("l'abonnement", "€/an", "l'abonnement annuel"),
        ("le coût annuel", "€/an", "le coût annuel"),
        ("la pénalité", "€/jour", "la pénalité par jour"),
        ("le prix de la licence", "€/licence/an", "le prix de la licence par licence et par an"),
        ("le montant du devis", "€", "le montant du devis"),
    ],
)
def test_a_price_is_called_as_the_convention_calls_it_with_its_unit(nom: str, unite: str, dit: str) -> None:
    assert named_price("prix", _named(prix=nom)).avec(unite) == dit


@pytest.mark.parametrize(
    ("avant", "apres", "dit"),
    [
        ("la maintenance", "l'entretien", "se dit « l'entretien » au lieu de « la maintenance »"),
        ("la maintenance", "", "ne se dit plus « la maintenance »"),
        ("", "l'entretien", "se dit « l'entretien »"),
    ],
)
def test_the_name_of_a_price_changes_and_the_price_does_not(avant: str, apres: str, dit: str) -> None:
    real, path = fichiers_nancy(), "pricing/couts-de-possession.yaml"
    line = "  cout_maintenance: la maintenance\n"
    base, head = (edited(real, path, line, f'  cout_maintenance: "{nom}"\n' if nom else "") for nom in (avant, apres))
    assert [espaces(text) for text in _said(base, head)] == [
        f"Annexe 4, coûts de possession : ce que les formules appellent « cout maintenance » {dit}"
    ]


def test_a_price_without_a_name_is_said_by_its_letters() -> None:
    told = named_price("cout_energie", _named())
    assert (espaces(told.avec("€/an")), told.accord("fixé")) == ("le montant annuel « cout energie »", "fixé")
    assert [bare_name(nom, _named(minimum="le seuil")) for nom in ("minimum", "maximum")] == ["seuil", "maximum"]


def test_a_number_and_what_it_counts_stay_together_as_every_seal_has_them() -> None:
    files = fichiers(FIGES / "mini")
    moved = edited(
        files, "adherents/aubepine/quantites/2026.yaml", "application-finances: 9", "application-finances: 8"
    )
    assert any(f"8{INSECABLE}comptes" in text for text in _said(files, moved))
    nancy, path = fichiers_nancy(), "adherents/nancy/quantites/2026.yaml"
    (said,) = _said(nancy, edited(nancy, path, "postes: 1454", "postes: 1455"))
    assert f"1\u202f455{INSECABLE}postes de travail au lieu de" in said


def test_what_is_too_long_to_be_read_keeps_the_seal_that_councils_voted(entier: Chargement) -> None:
    whole, path = entier.depot, "adherents/art-sur-meurthe/budget.yaml"
    rest = build_depot((item for item in whole.fichiers.values() if item.path != path), ())
    (gone,) = (item for item in changements(whole, rest) if item.source.path == path)
    assert phrase(gone, whole, rest).endswith("(empreinte du tout 1102f557)")


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ("statut: souscrite_non_activee", "la souscription du service S09 « Télétravail », non activée, à compter du"),
        ("signature: 2026-03-01", " ; convention spécifique signée le 1er mars 2026"),
    ],
)
def test_a_subscription_that_goes_or_comes_tells_its_state_and_its_signature(champs: str, attendu: str) -> None:
    files, path = fichiers_nancy(), "adherents/laxou/souscriptions.yaml"
    line = "  - {service: S09, debut: 2024-01-01}\n"
    without, told = edited(files, path, line, ""), edited(files, path, line, line.replace("}", f", {champs}}}"))
    (gone,), (come,) = _said(told, without), _said(without, told)
    assert attendu in espaces(gone)
    assert ("non activée" if "statut" in champs else attendu) in espaces(come)


def test_two_fields_of_the_same_name_are_told_apart_by_the_way_to_them() -> None:
    files, path = fichiers_nancy(), "catalogue/procedures.yaml"
    row = '  - {{genre: article, champ: {}, procedure: correction, motif: "Une note ne change pas le texte"}}\n'
    told = [
        _said(files, edited(files, path, row.format(champ), ""))
        for champ in ("passages.note", "sections.passages.note")
    ]
    assert [espaces(said).partition(" est supprimée")[0].rpartition("champ ")[2] for (said,) in told] == [
        "« note (passages, dans l'ordre du texte) »",
        "« note (parties numérotées de l'article, passages, dans l'ordre du texte) »",
    ]


def test_two_places_that_the_data_cite_are_never_told_alike() -> None:
    depot = nancy()
    places = {place for item in depot.vie.nombres for place in item.donnees}
    places |= {place for item in depot.vie.lectures.values() for place in item.donnees}
    assert len({place_text(depot, place) for place in places}) == len(places) > 50
    assert espaces(place_text(depot, "catalogue/articles/annexe-3.yaml#clause")) == (
        "un article ou une annexe, mot pour mot, et ce qui le porte « annexe 3 », numéro"
    )


def test_a_worked_example_is_told_by_the_rank_that_its_reader_counts() -> None:
    path, only = "pricing/couts-de-possession.yaml", "- {cout_location: 1150.00, copieurs: 6, attendu: 6900.00}"
    files = fichiers(FIGES / "mini")
    other = "        - {cout_location: 1000.00, copieurs: 2, attendu: 2000.00}"
    two = edited(files, path, only, f"{only}\n{other}")
    dearer = edited(two, path, "copieurs: 2, attendu: 2000.00", "copieurs: 3, attendu: 3000.00")
    for before, after, count in ((files, two, 1), (two, dearer, 2), (two, files, 1)):
        told = _read(before, after)
        assert [re.findall(r"exemple chiffré n° (\d)", item) for item in told] == [["2"]] * count


def test_what_an_inventory_attaches_to_nobody_is_not_told_as_an_adherent() -> None:
    path, before = "pricing/releves/2026/parc.csv", fichiers_nancy()
    row = "pulnoy;copieurs;;2026-01-01;2\n"
    after = edited(before, path, row, f"non-rattache;postes;;2026-01-01;1\n{row}")
    (changed,) = _read(before, after)
    assert " de 2026 : non rattaché, « postes de travail », le 1er janvier 2026 : « 1 » ajouté" in changed
    (gone,) = _read(after, {name: text for name, text in after.items() if name != path})
    assert "lignes de 22 adhérents" in gone
    assert "« postes de travail », somme des lignes " in gone
