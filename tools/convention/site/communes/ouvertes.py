"""Open data: what can be downloaded, each with its Table Schema, and the schemas of the files.

Knows: the rows of each data set. Must not know: HTML, how amounts are computed.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, NamedTuple

from convention.base.money import decimal_text, exact_text
from convention.model.cadre.schemas import schemas
from convention.model.forfaits import fee_name
from convention.reports.calcul.export import COLONNES_CSV, csv_text
from convention.reports.calcul.json import LigneCalculee, SortieCalcul, json_text
from convention.reports.rendus.escape import csv_cell, terminal
from convention.site.rendu.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.site.ensemble import Site


class Jeu(NamedTuple):
    """A data set: a name, a title, columns (name, type, meaning), rows."""

    nom: str
    titre: str
    colonnes: tuple[tuple[str, str, str], ...]
    rangs: tuple[tuple[str, ...], ...]


def pages(site: Site) -> Iterator[Page]:
    """Make the page that lists the downloads."""
    yield Page(
        "donnees-ouvertes.md",
        "Données ouvertes",
        "ouvertes",
        {
            "jeux": jeux(site),
            "schemas": sorted(schemas()),
            "annees": () if site.acces.public else tuple(site.chiffres.contributions),
        },
    )


def fichiers(site: Site) -> Iterator[tuple[str, bytes]]:
    """Make the downloads of every reader, then those of the adherents."""
    for jeu in jeux(site):
        yield f"donnees/{jeu.nom}.csv", _csv(jeu).encode()
        yield f"donnees/{jeu.nom}.schema.json", _table_schema(jeu.nom, jeu.titre, jeu.colonnes)
    for nom, content in schemas().items():
        yield f"schemas/{nom}", content
    yield f"schemas/{SortieCalcul.fichier()}", SortieCalcul.texte_du_schema()
    if site.acces.public:
        return
    for annee, contribution in site.chiffres.contributions.items():
        yield f"donnees/contributions-{annee}.csv", csv_text(contribution, site.depot).encode()
        yield f"donnees/contributions-{annee}.json", json_text(contribution).encode()
    told = {nom: field.description or "" for nom, field in LigneCalculee.model_fields.items()}
    columns = tuple((nom, "string", told.get(nom, "")) for nom in COLONNES_CSV)
    yield "donnees/contributions.schema.json", _table_schema("contributions", "Lignes de calcul d'un exercice", columns)


def jeux(site: Site) -> tuple[Jeu, ...]:
    """Return the data sets that anybody may have."""
    every = (_services(site), _keys(site), _chart(site), _forfait(site), _rows(site), _totals(site))
    return tuple(jeu for jeu in every if jeu.rangs)


def _services(site: Site) -> Jeu:
    columns = (
        ("code", "string", "Code du service ou du sous-service"),
        ("libelle", "string", "Nom"),
        ("categorie", "string", "socle ou option"),
        ("origine", "string", "D'où vient la donnée"),
    )
    rows: list[tuple[str, ...]] = []
    for code, item in site.depot.services.items():
        rows.append((code, item.libelle, item.categorie, item.origine))
        rows += [(sous.code, sous.libelle, item.categorie, item.origine) for sous in item.sous_services]
    return Jeu(
        "services", f"Catalogue de services{site.depot.convention.clauses.selon('catalogue')}", columns, tuple(rows)
    )


def _keys(site: Site) -> Jeu:
    columns = (
        ("cle", "string", "Nom de la clé dans les fichiers"),
        ("libelle", "string", "Ce qu'elle compte"),
        ("unite", "string", "Unité au singulier"),
        ("comptage", "string", "Stock à une date, moyenne ou flux"),
    )
    rows = tuple((nom, cle.libelle, cle.unite, cle.comptage or "") for nom, cle in site.depot.cles.items())
    return Jeu("cles", f"Clés de répartition{site.depot.convention.clauses.selon('tarifs')}", columns, rows)


def _chart(site: Site) -> Jeu:
    columns = (
        ("pole", "string", "Pôle"),
        ("service", "string", "Service du catalogue"),
        ("fonction", "string", "Fonction"),
        ("etp", "number", "Équivalents temps plein"),
        ("nature", "string", "interne, regie ou a_preciser"),
    )
    poles = site.depot.organigramme.poles if site.depot.organigramme is not None else ()
    rows = tuple(
        (pole.libelle, pole.service, poste.fonction, exact_text(poste.etp), poste.nature)
        for pole in poles
        for poste in pole.postes
    )
    return Jeu(
        "organigramme", f"Organigramme fonctionnel{site.depot.convention.clauses.selon('organigramme')}", columns, rows
    )


def _forfait(site: Site) -> Jeu:
    named = not site.par_poste or len(site.depot.forfaits) > 1
    columns = (
        *([("forfait", "string", "Nom du forfait")] if named else []),
        ("date", "date", "Prise d'effet"),
        ("montant", "number", f"Euros par {'unité' if named else 'poste de travail'} et par an"),
        ("reference", "string", "Acte ou article"),
        ("origine", "string", "convention, public ou demonstration"),
    )
    rows = tuple(
        (
            *([fee_name(site.depot, nom).nu] if named else []),
            item.date.isoformat(),
            decimal_text(item.montant),
            item.reference,
            item.origine or document.origine,
        )
        for nom, document in site.depot.forfaits.items()
        for item in document.valeurs
    )
    titre = "Forfaits" if named else "Forfait par poste de travail"
    return Jeu("forfait", f"{titre}{site.depot.convention.clauses.selon('forfait')}", columns, rows)


def _rows(site: Site) -> Jeu:
    where = site.depot.convention.clauses.nom("tarifs").du
    columns = (
        ("id", "string", "Identifiant de la ligne"),
        ("service", "string", "Service du catalogue"),
        ("libelle", "string", f"Service {where}"),
        ("colonne", "string", "direct, factuel ou annuel"),
        ("texte", "string", f"Texte {where}"),
        ("formule", "string", "Formule lue"),
    )
    rows = tuple(
        (ligne.id, ligne.service, ligne.libelle, nom, mode.texte, mode.formule)
        for ligne in site.depot.lignes.values()
        for nom, mode in (("direct", ligne.direct), ("factuel", ligne.factuel), ("annuel", ligne.annuel))
        if mode is not None
    )
    return Jeu("couts-de-possession", f"Lignes {where}, sans montant", columns, rows)


def _totals(site: Site) -> Jeu:
    columns = (
        ("exercice", "year", "Exercice"),
        ("phase", "string", "previsionnel, revise ou realise"),
        ("nature", "string", "Nature de la contribution"),
        ("montant", "number", "Euros, tous les adhérents ensemble"),
    )
    rows = tuple(
        (str(annee), item.phase, nature, decimal_text(cents))
        for annee, item in site.chiffres.contributions.items()
        for nature, cents in item.totaux.par_nature.items()
    )
    return Jeu("totaux", "Total refacturé par exercice et par nature", columns, rows)


def _csv(jeu: Jeu) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([nom for nom, _, _ in jeu.colonnes])
    writer.writerows([[csv_cell(terminal(cell)) for cell in row] for row in jeu.rangs])
    return buffer.getvalue()


def _table_schema(nom: str, titre: str, columns: Sequence[tuple[str, str, str]]) -> bytes:
    """Write the Table Schema of a data set."""
    fields = [{"name": name, "type": kind, **({"description": text} if text else {})} for name, kind, text in columns]
    document = {"name": nom, "title": titre, "fields": fields}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
