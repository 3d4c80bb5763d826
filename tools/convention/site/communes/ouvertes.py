"""Open data: what can be downloaded, each with its Table Schema, and the schemas of the files.

Knows: the rows of each data set. Must not know: HTML, how amounts are computed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from convention.model.documents.cles import CLES
from convention.model.documents.tarifs import LIGNES
from convention.model.forfaits import fee_name, fee_unit
from convention.model.mots.communs import Nature, weakest
from convention.model.schemas.schemas import schemas
from convention.reports.calcul.export import COLONNES_CSV, classeur, csv_text, tableur
from convention.reports.calcul.json import LigneCalculee, SortieCalcul, json_text
from convention.reports.rendus.feuilles import Euros
from convention.reports.rendus.tableur import Valeur, csv_francais, csv_machine
from convention.site.annexes.tarifs import ce_que_compte
from convention.site.rendu.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.site.ensemble import Site


class Colonne(NamedTuple):
    """A column: its name and its type for a program, its title for people, what it means."""

    nom: str
    genre: str
    titre: str
    sens: str


ORIGINE = Colonne("origine", "string", "Origine", "D'où vient la donnée : convention, public ou demonstration")

COMPTAGE = (
    "a_date (un stock), moyenne, sur_periode (un flux) ; sinon comment elle se connaît : somme, produit, cumul de "
    "montants, coefficient, publiee, fixee"
)
LIMITES = (
    Colonne("plafond", "string", "Au plus", "Formule de la plus grande part que paie un bénéficiaire"),
    Colonne("plancher", "string", "Au moins", "Formule de la plus petite part que paie un bénéficiaire"),
)
"""Limits of what one pays."""


class Jeu(NamedTuple):
    """A data set: a name, a title, columns, rows."""

    nom: str
    titre: str
    colonnes: tuple[Colonne, ...]
    rangs: tuple[tuple[Valeur, ...], ...]


def pages(site: Site) -> Iterator[Page]:
    """Make the page that lists the downloads."""
    yield Page(
        "donnees-ouvertes.md",
        "Données ouvertes",
        "ouvertes",
        {
            "jeux": jeux(site),
            "schemas": sorted(schemas()),
            "annees": () if site.acces.public else tuple(site.contributions),
        },
    )


def fichiers(site: Site) -> Iterator[tuple[str, bytes]]:
    """Make the downloads of every reader, then those of the adherents."""
    for jeu in jeux(site):
        yield f"donnees/{jeu.nom}.csv", csv_machine([colonne.nom for colonne in jeu.colonnes], jeu.rangs).encode()
        yield f"donnees/{jeu.nom}-tableur.csv", csv_francais([colonne.titre for colonne in jeu.colonnes], jeu.rangs)
        yield f"donnees/{jeu.nom}.schema.json", _table_schema(jeu.nom, jeu.titre, jeu.colonnes)
    for nom, content in schemas().items():
        yield f"schemas/{nom}", content
    yield f"schemas/{SortieCalcul.fichier()}", SortieCalcul.texte_du_schema()
    if site.acces.public:
        return
    for annee, contribution in site.contributions.items():
        yield f"donnees/contributions-{annee}.csv", csv_text(contribution, site.depot).encode()
        yield f"donnees/contributions-{annee}-tableur.csv", tableur(contribution, site.depot)
        yield f"donnees/contributions-{annee}.xlsx", classeur(contribution, site.depot, site.jour)
        yield f"donnees/contributions-{annee}.json", json_text(contribution).encode()
    told = {nom: field.description or "" for nom, field in LigneCalculee.model_fields.items()}
    columns = tuple(Colonne(nom, "string", "", told.get(nom, "")) for nom in COLONNES_CSV)
    yield "donnees/contributions.schema.json", _table_schema("contributions", "Lignes de calcul d'un exercice", columns)


def jeux(site: Site) -> tuple[Jeu, ...]:
    """Return the data sets that anybody may have."""
    every = (_services(site), _keys(site), _chart(site), _forfait(site), _rows(site), _totals(site))
    return tuple(jeu for jeu in every if jeu.rangs)


def _services(site: Site) -> Jeu:
    columns = (
        Colonne("code", "string", "Code", "Code du service ou du sous-service"),
        Colonne("libelle", "string", "Nom", "Nom"),
        Colonne("categorie", "string", "Socle ou option", "socle ou option"),
        ORIGINE,
    )
    rows: list[tuple[Valeur, ...]] = []
    for code, item in site.depot.services.items():
        rows.append((code, item.libelle, item.categorie, item.origine))
        rows += [(sous.code, sous.libelle, item.categorie, item.origine) for sous in item.sous_services]
    return Jeu("services", f"Catalogue de services{site.clauses.selon('catalogue')}", columns, tuple(rows))


def _keys(site: Site) -> Jeu:
    columns = (
        Colonne("cle", "string", "Clé", "Nom de la clé dans les fichiers"),
        Colonne("libelle", "string", "Nom", "Ce qu'elle compte"),
        Colonne("unite", "string", "Unité", "Unité au singulier"),
        Colonne("comptage", "string", "Comptage", COMPTAGE),
        Colonne("definition", "string", "Ce qu'elle compte", "En une phrase : de quoi elle est faite, ses limites"),
        ORIGINE,
    )
    whole = site.depot.origine(CLES)
    rows = tuple(
        (nom, cle.libelle, cle.unite, cle.connue_par, ce_que_compte(site, cle), cle.origine or whole)
        for nom, cle in site.depot.cles.items()
    )
    return Jeu("cles", f"Clés de répartition{site.clauses.selon('tarifs')}", columns, rows)


def _chart(site: Site) -> Jeu:
    columns = (
        Colonne("pole", "string", "Pôle", "Pôle"),
        Colonne("service", "string", "Service", "Service du catalogue"),
        Colonne("fonction", "string", "Fonction", "Fonction"),
        Colonne("etp", "number", "ETP", "Équivalents temps plein"),
        Colonne("nature", "string", "Nature", "interne, regie ou a_preciser"),
        ORIGINE,
    )
    chart = site.depot.organigramme
    rows: tuple[tuple[Valeur, ...], ...] = ()
    if chart is not None:
        rows = tuple(
            (pole.libelle, pole.service, poste.fonction, poste.etp, poste.nature, chart.origine)
            for pole in chart.poles
            for poste in pole.postes
        )
    return Jeu("organigramme", f"Organigramme{site.clauses.selon('organigramme')}", columns, rows)


def _forfait(site: Site) -> Jeu:
    named = not site.traits.agents_au_forfait or len(site.depot.forfaits) > 1
    unit = "unité" if named else fee_unit(site.depot, "", "poste de travail")
    columns = (
        *([Colonne("forfait", "string", "Forfait", "Nom du forfait")] if named else []),
        Colonne("date", "date", "Prise d'effet", "Prise d'effet"),
        Colonne("montant", "number", "Montant (€)", f"Euros par {unit} et par an"),
        Colonne("reference", "string", "Référence", "Acte ou article"),
        ORIGINE,
    )
    rows: tuple[tuple[Valeur, ...], ...] = tuple(
        (
            *([fee_name(site.depot, nom).nu] if named else []),
            item.date.isoformat(),
            Euros(item.montant),
            item.reference,
            item.origine or document.origine,
        )
        for nom, document in site.depot.forfaits.items()
        for item in document.valeurs
    )
    titre = "Forfaits" if named else f"Forfait par {unit}"
    return Jeu("forfait", f"{titre}{site.clauses.selon('forfait')}", columns, rows)


def _rows(site: Site) -> Jeu:
    """List the rows; the limits of what one pays are told with the formula, where some row has any."""
    whole = site.depot.origine(LIGNES)
    modes = [(ligne, nom, mode) for ligne in site.depot.lignes.values() for nom, mode in ligne.modes.items()]
    there = [limite for limite in LIMITES if any(limite.nom in mode.bornes for *_, mode in modes)]
    where = site.clauses.nom("tarifs").du
    columns = (
        Colonne("id", "string", "Ligne", "Identifiant de la ligne"),
        Colonne("service", "string", "Service", "Service du catalogue"),
        Colonne("libelle", "string", "Nom", f"Service {where}"),
        Colonne("colonne", "string", "Colonne", "direct, factuel ou annuel"),
        Colonne("texte", "string", "Texte", f"Texte {where}"),
        Colonne("formule", "string", "Formule lue", "Formule lue"),
        *there,
        ORIGINE,
    )
    rows = tuple(
        (
            *(ligne.id, ligne.service, ligne.libelle, nom, mode.texte, mode.formule),
            *(mode.bornes[limite.nom].formule if limite.nom in mode.bornes else "" for limite in there),
            ligne.origine or whole,
        )
        for ligne, nom, mode in modes
    )
    return Jeu("couts-de-possession", f"Lignes {where}, sans montant", columns, rows)


def _totals(site: Site) -> Jeu:
    columns = (
        Colonne("exercice", "year", "Exercice", "Exercice"),
        Colonne("phase", "string", "Phase", "previsionnel, revise ou realise"),
        Colonne("nature", "string", "Nature", "Nature de la contribution"),
        Colonne("montant", "number", "Montant (€)", "Euros, tous les adhérents ensemble"),
        ORIGINE,
    )
    rows = tuple(
        (
            str(annee),
            item.phase,
            Nature(nature),
            Euros(cents),
            weakest(*(ligne.origine for ligne in item.lignes if ligne.calcul.nature == nature)),
        )
        for annee, item in site.contributions.items()
        for nature, cents in item.totaux.par_nature.items()
    )
    return Jeu("totaux", "Total refacturé par exercice et par nature", columns, rows)


def _table_schema(nom: str, titre: str, columns: Sequence[Colonne]) -> bytes:
    """Write the Table Schema of a data set."""
    fields = [
        {"name": item.nom, "type": item.genre, **({"description": item.sens} if item.sens else {})} for item in columns
    ]
    document = {"name": nom, "title": titre, "fields": fields}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
