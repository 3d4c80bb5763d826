"""Annexe 4: every row, its text, its formula, its worked examples computed again; the distribution keys.

Knows: rows and keys. Must not know: HTML, adherents.
The figures of an example are suppliers' prices: the public sees formulas only (SECURITY.md).
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import compte, enumere, euros, majuscule, minuscule, nombre, prix
from convention.base.money import round_half_up
from convention.checks.cadre.lecture import LigneEcrite, ModeEcrit, rows
from convention.engine.compilation import compile_formula
from convention.engine.tables import tables_of
from convention.formulas.evaluate import amount_for_one
from convention.formulas.grilles import SANS_TABLE
from convention.formulas.nodes import names
from convention.formulas.regles.units import is_money
from convention.formulas.texte.syntax import parse
from convention.model.depot import Reference
from convention.model.documents.cles import CLES
from convention.model.en_vigueur import example_values
from convention.model.mots.communs import Colonne, Portee
from convention.reports.mots import said, tariffs, taxes_held
from convention.site.annexes import texte
from convention.site.annexes.fiche_service import amendments
from convention.site.annexes.prix import Formule, formule_dite
from convention.site.rendu.formule import Lecteur
from convention.site.rendu.page import Page, Porte
from convention.site.rendu.tableau import Cellule, Tableau, rang

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from convention.model.documents.cles import Cle, Coefficient, Limites
    from convention.model.documents.tarifs import Exemple, LigneTarif
    from convention.site.ensemble import Site


class ModeLu(NamedTuple):
    """A column of a row: its text and its formula, its examples."""

    nom: str
    texte: str
    formule: Formule
    ligne: int
    exemples: tuple[tuple[str, int], ...]
    """Each as it is told, and the line where it is written."""


class LigneLue(NamedTuple):
    """A row, as it is read."""

    ligne: LigneTarif
    modes: tuple[ModeLu, ...]
    composants: str


def pages(site: Site) -> Iterator[Page]:
    """Make the page of annexe 4."""
    read = [_row(site, item) for item in rows(site.depot)]
    outside = sum(1 for item in read if item.ligne.hors_extrait)
    by_service = groupby(sorted(read, key=lambda item: item.ligne.service), key=lambda item: item.ligne.service)
    yield Page(
        "annexes/tarifs.md",
        site.clauses.titre("tarifs", tariffs(site.depot)),
        "tarifs",
        {
            "services": [(code, site.depot.libelle_service(code), list(items)) for code, items in by_service],
            "amendes": {code for code in site.depot.services if any(amendments(site, code))},
            "nombre": compte(len(read), "ligne"),
            "extrait": nombre(len(read) - outside) if outside else "",
            "exemples": compte(sum(len(mode.exemples) for item in read for mode in item.modes), "exemple"),
            "cles": _keys(site),
            "annexe": texte.annexe(site, "tarifs"),
            "montants": taxes_held(site.depot, site.depot.composants.values()),
            "nom": tariffs(site.depot),
        },
        portes=(
            Porte("redevances", majuscule(site.clauses.citees("tarifs") or tariffs(site.depot))),
            Porte("couts_indirects", "Clés de répartition", "#cles"),
        ),
    )


def _row(site: Site, item: LigneEcrite) -> LigneLue:
    used = [
        place.composant.libelle for place in site.depot.composants.values() if place.composant.ligne == item.ligne.id
    ]
    return LigneLue(item.ligne, tuple(_mode(site, mode) for mode in item.modes()), " ; ".join(used))


def _mode(site: Site, written: ModeEcrit) -> ModeLu:
    depot, mode = site.depot, written.mode
    since = next((str(part) for part in written.reference.pointer if str(part).isdigit() and len(str(part)) > 3), "")  # noqa: PLR2004 (a year)
    column = said(depot, written.nature, Colonne(written.nom).aide)
    name = f"{column}, à partir de {since}" if since else column
    shown = (
        ()
        if site.acces.public
        else tuple(
            (_example(site, written, exemple), site.ligne(written.at("exemples", rank)))
            for rank, exemple in enumerate(mode.exemples)
        )
    )
    return ModeLu(
        name,
        mode.texte,
        formule_dite(site, written.ligne.id, mode),
        site.ligne(written.at("formule")),
        shown,
    )


def _example(site: Site, written: ModeEcrit, exemple: Exemple) -> str:
    """Write an example and the amount that its formula gives now: « maintenance 4 800,00 €, 14 sur 412 : 163,11 € »."""
    formula, values = parse(written.mode.formule), example_values(site.depot, written.ligne, exemple)
    figures = [
        _figure(site, written.ligne, exemple, nom, values[nom])
        for nom in dict.fromkeys((*exemple.valeurs, *names(formula)))
        if nom in values
    ]
    year = [f"en {exemple.exercice}"] if exemple.exercice is not None else []
    return f"{', '.join([*year, *figures])} : {euros(amount(site, written, exemple))}"


def amount(site: Site, written: ModeEcrit, exemple: Exemple) -> int:
    """Compute an example again, in cents."""
    formula, values = compile_formula(written.mode.formule), example_values(site.depot, written.ligne, exemple)
    vue = site.chiffres.vues.get(exemple.exercice or 0)
    read = SANS_TABLE if formula is None or vue is None else tables_of(vue, written.ligne.id, (formula,)).tables
    return round_half_up(amount_for_one(parse(written.mode.formule), values, exemple.total, read))


def _figure(site: Site, ligne: LigneTarif, exemple: Exemple, nom: str, value: Fraction) -> str:
    total, lecteur = exemple.total.get(nom), Lecteur.de(site.depot, ligne.id)
    cle, label = lecteur.cle(nom), lecteur.nom(nom)
    if total is not None:
        return f"{label} {nombre(value)} sur {nombre(total)}"
    unit = cle.unite if cle is not None else ligne.variables.get(nom, "")
    unit = ligne.parametres[nom].unite if nom in ligne.parametres else unit
    return f"{label} {prix(value) if is_money(unit) else nombre(value)}"


def _keys(site: Site) -> Tableau:
    table = []
    for nom, cle in site.depot.cles.items():
        origin = cle.origine or site.depot.origine(CLES)
        where = site.source(Reference(CLES, ("cles", nom)))
        table.append(
            rang(
                Cellule(cle.libelle, nom if site.sources else "", source=where),
                ce_que_compte(site, cle),
                origin.libelle,
            )
        )
    heads = ("Clé de répartition|g", "Ce qu'elle compte|gl", "Origine|g")
    return Tableau.de(compte(len(table), "clé"), heads, table, "fiches")


def _coefficient(site: Site, rapport: Coefficient) -> str:
    """Say what a coefficient compares, how it is rounded, between which limits."""
    known = site.depot.cles.get(rapport.cle)
    what = known.libelle if known is not None else rapport.cle
    kept = "".join(_kept(annee, limits) for annee, limits in rapport.datees.items())
    return f"coefficient : {what} ÷ moyenne, arrondi à {nombre(rapport.arrondi)} près{kept}"


def _kept(annee: int, limits: Limites) -> str:
    """Say between what a coefficient is kept: « , au moins 0,8, au plus 1,2 », then « ; à partir de 2028, … »."""
    least = [f"au moins {nombre(limits.minimum)}"] if limits.minimum is not None else []
    most = [f"au plus {nombre(limits.maximum)}"] if limits.maximum is not None else []
    if not annee:
        return "".join(f", {part}" for part in (*least, *most))
    return f" ; à partir de {annee}, {enumere([*least, *most]) or 'sans limite'}"


def _combined(site: Site, cle: Cle) -> str:
    """Say what a sum counts, or what a product multiplies."""
    terms = [site.depot.cles[nom] for nom in cle.termes if nom in site.depot.cles]
    if cle.somme:
        return f"somme : {enumere([item.pluriel for item in terms])}"
    return f"produit : {' × '.join(item.libelle for item in terms)}"


def ce_que_compte(site: Site, cle: Cle) -> str:
    """Say what a key counts; of what it is made, between which limits, when nobody counts it."""
    if cle.termes:
        return _combined(site, cle)
    if cle.cumul is not None:
        items = (site.depot.composants.get(nom) for nom in cle.cumul.composants)
        named = enumere([minuscule(item.composant.libelle) for item in items if item is not None])
        when = " l'exercice précédent" if cle.cumul.precedent else ""
        return f"montants dus{when} : {named}"
    if cle.rapport is not None:
        return _coefficient(site, cle.rapport)
    if cle.reference is not None:
        known = site.depot.references.get(cle.reference)
        return f"quantité publiée : {minuscule(known.libelle) if known is not None else cle.reference}"
    if cle.quotes_parts:
        return "parts fixées par une décision"
    kind = cle.comptage.libelle if cle.comptage is not None else ""
    scope = " ; un compte par composant" if cle.portee is Portee.COMPOSANT else ""
    return f"{kind}{scope}"
