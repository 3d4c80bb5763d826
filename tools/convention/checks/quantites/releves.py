"""REL: a source of counts says how its exports are read, and counts what somebody is billed on.

Knows: `pricing/releves/<source>.yaml`, keys and their ways of counting. Must not know: exports, series (`series`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.diagnostic import ajouter, inscrire, la_ligne, meant
from convention.base.french import cite, enumere
from convention.checks.cadre.controle import controle, controle_du_calcul
from convention.checks.cadre.lecture import CLES, repeats
from convention.checks.cadre.lieux import Constat, LaCle, signal
from convention.checks.quantites.comptages import needed
from convention.model.depot import Reference
from convention.model.mots.communs import Comptage, Portee, StatutExercice
from convention.model.mots.releves import Decompte, GenreLignes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Conseil
    from convention.base.nodes import Pointer
    from convention.checks.cadre.contexte import Contexte
    from convention.model.depot import Depot
    from convention.model.documents.cles import Cle
    from convention.model.documents.releves import Filtre, MesureRelevee, SourceReleve


def source_path(nom: str) -> str:
    """Return the path of a source."""
    return f"pricing/releves/{nom}.yaml"


def source_at(nom: str, *parts: str | int) -> Reference:
    """Point at a value of a source."""
    return Reference(source_path(nom), parts)


@controle("REL001")
def undeclared_columns(depot: Depot) -> Iterator[Constat]:
    """REL001: a column that the source does not declare; a header that two columns claim."""
    for nom, source in depot.sources.items():
        for pointer, colonne in _cited(source):
            if colonne not in source.colonnes:
                hint = meant(colonne, source.colonnes) or f"colonnes déclarées : {enumere(list(source.colonnes))}"
                yield signal("REL001", source_at(nom, *pointer), f"la colonne {cite(colonne)} n'est pas déclarée", hint)
        headers = ((item, rang, text) for item, texts in source.colonnes.items() for rang, text in enumerate(texts))
        for (first, _, _), (colonne, rang, header) in repeats(headers, lambda item: item[2].casefold()):
            if first != colonne:
                lieu = source_at(nom, "colonnes", colonne, rang)
                message = f"l'en-tête {cite(header)} est aussi celui de la colonne {cite(first)}"
                yield signal("REL001", lieu, message, "le laisser à une seule colonne")


@controle("REL001")
def contradictory(depot: Depot) -> Iterator[Constat]:
    """REL001: a source or a measure whose fields do not go together."""
    for nom, source in depot.sources.items():
        if source.jour is not None and source.jour_du_nom:
            message = "la date est donnée deux fois : par une colonne, et par le nom des fichiers"
            yield signal("REL001", source_at(nom, "jour_du_nom"), message, "retirer « jour_du_nom », ou « jour »")
        if source.lignes is GenreLignes.EVENEMENTS and source.jour is None:
            message = "des événements ont chacun leur date, et aucune colonne ne la donne"
            yield signal("REL001", source_at(nom, "lignes"), message, ajouter("jour: ⟦…⟧"))
        for id_, mesure in source.mesures.items():
            for champ, message, hint in _faults(mesure):
                where = LaCle(source_at(nom, "mesures", id_, champ))
                yield signal("REL001", where, f"la mesure {cite(id_)} {message}", hint)


@controle("REL002")
def uncountable_keys(depot: Depot) -> Iterator[Constat]:
    """REL002: a key that is not counted, or not in such rows; a quantity that two measures feed."""
    fed: dict[tuple[str, str], str] = {}
    for nom, source in depot.sources.items():
        for id_, mesure in source.mesures.items():
            cle = depot.cles.get(mesure.cle or "")
            if cle is None or mesure.cle is None:
                continue
            lieu = source_at(nom, "mesures", id_, "cle")
            fault = _uncountable(mesure, cle, source.lignes)
            if fault:
                yield signal("REL002", lieu, f"la clé {cite(mesure.cle)} {fault[0]}", fault[1])
            first = fed.setdefault((mesure.cle, mesure.composant or ""), f"{nom}, {id_}")
            if first != f"{nom}, {id_}":
                message = f"la quantité {cite(mesure.cle)} est déjà alimentée par une autre mesure ({first})"
                yield signal("REL002", lieu, message, "garder une seule des deux")


@controle("REL004")
def attached_twice(depot: Depot) -> Iterator[Constat]:
    """REL004: the same entity under two rules."""
    for nom, source in depot.sources.items():
        rules = enumerate(source.rattachements)
        for (_, first), (rang, item) in repeats(rules, lambda rule: (rule[1].par, rule[1].entite.casefold())):
            lieu = source_at(nom, "rattachements", rang, "entite")
            message = f"l'entité {cite(item.entite)} est déjà rattachée à {cite(first.adherent)}"
            yield signal("REL004", lieu, message, "retirer l'un des deux rattachements")


@controle_du_calcul("REL003", avertit=True)
def unbilled_keys(contexte: Contexte) -> Iterator[Constat]:
    """REL003: a key by which nobody is billed in any open exercice."""
    depot = contexte.depot
    opened = [item for item in contexte.exercices if depot.exercices[item.annee].statut is StatutExercice.OUVERT]
    if not depot.sources or not opened:
        return
    billed = {(where.cle, where.composant) for item in opened for _, where in needed(item, frozenset())}
    for nom, source in depot.sources.items():
        for id_, mesure in source.mesures.items():
            if mesure.cle in depot.cles and (mesure.cle, mesure.composant or "") not in billed:
                message = f"personne n'est facturé selon la clé {cite(str(mesure.cle))} dans un exercice ouvert"
                yield signal("REL003", source_at(nom, "mesures", id_, "cle"), message, f"les clés sont dans {CLES}")


def _cited(source: SourceReleve) -> Iterator[tuple[Pointer, str]]:
    for champ in ("entite", "jour", "identifiant"):
        colonne = getattr(source, champ)
        if colonne is not None:
            yield (champ,), colonne
    yield from _filtered(("filtres",), source.filtres)
    for id_, mesure in source.mesures.items():
        for champ in ("colonne", "compte"):
            colonne = getattr(mesure, champ)
            if colonne is not None:
                yield ("mesures", id_, champ), colonne
        yield from _filtered(("mesures", id_, "filtres"), mesure.filtres)


def _filtered(pointer: Pointer, filtres: tuple[Filtre, ...]) -> Iterator[tuple[Pointer, str]]:
    for rang, filtre in enumerate(filtres):
        yield (*pointer, rang, "colonne"), filtre.colonne


def _faults(mesure: MesureRelevee) -> Iterator[tuple[str, str, Conseil]]:
    """Yield the fields of a measure that contradict others: which one, what is wrong, what to do."""
    if mesure.decompte is Decompte.LIGNES and mesure.colonne is not None:
        yield "colonne", "compte des lignes, et nomme une colonne", "retirer « colonne », ou compter ses valeurs"
    if mesure.decompte is not Decompte.LIGNES and mesure.colonne is None:
        yield "decompte", "ne dit pas quelle colonne elle compte", ajouter("colonne: ⟦…⟧")
    if mesure.echelle is not None and mesure.decompte is not Decompte.SOMME:
        yield "echelle", "change l'unité de ce qui n'est pas une somme", "retirer « echelle »"
    if (mesure.cle is None) == (mesure.compte is None):
        yield (
            "libelle",
            "n'alimente ni une clé, ni des comptes, ou bien les deux",
            "donner « cle: … », ou " + la_ligne("compte: ⟦…⟧"),
        )
    if mesure.composant is not None and mesure.cle is None:
        yield "composant", "nomme un composant sans clé", "donner « cle: … »"
    if (mesure.compte is None) != (mesure.etat is None):
        champ = "compte" if mesure.etat is None else "etat"
        yield champ, "donne des comptes sans dire l'état des dépenses, ou l'inverse", "donner « compte » et « etat »"
    if mesure.compte is not None and mesure.decompte is not Decompte.SOMME:
        yield "compte", "donne des comptes : elle somme des montants", inscrire("decompte: somme")


def _uncountable(mesure: MesureRelevee, cle: Cle, lignes: GenreLignes) -> tuple[str, Conseil] | None:
    if not cle.comptee:
        return f"{cle.sorte} : elle ne se compte pas", "relever ce dont elle est faite"
    if (cle.portee is Portee.COMPOSANT) != (mesure.composant is not None):
        if mesure.composant is None:
            return "se compte composant par composant", ajouter("composant: ⟦…⟧")
        return "se compte une fois par adhérent", "retirer « composant »"
    flow = cle.comptage is Comptage.SUR_PERIODE
    if flow and lignes is GenreLignes.INSTANTANES:
        return (
            "compte ce qui se passe dans l'année, et la source donne des instantanés",
            inscrire("lignes: evenements"),
        )
    if not flow and lignes is GenreLignes.EVENEMENTS:
        return "compte un stock ou une moyenne, et la source donne des événements", inscrire("lignes: instantanes")
    return None
