"""TAR016, TAR021: distribution keys that are counted, or sums of counted keys, what may be mixed, what turns round.

Knows: how a key is declared, which formulas read it. Must not know: counts, amounts.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from convention.base.diagnostic import ajouter
from convention.base.french import cite, enumere, jour, nombre
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import NOMBRE, components, fees, rows
from convention.checks.cadre.lieux import Constat, LaCle, signal
from convention.engine.compilation import ABAQUE, compile_formula, keys_of
from convention.engine.cumuls import summed, sums_behind
from convention.formulas.functions import NOMS_RESERVES
from convention.formulas.nodes import names
from convention.model.depot import Reference
from convention.model.documents.cles import CLES
from convention.model.mots.communs import Comptage, Nature, Portee

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Conseil
    from convention.checks.cadre.lecture import ModeEcrit
    from convention.model.depot import Depot
    from convention.model.documents.cles import Cle


_FACONS = ("comptage", "somme", "produit", "cumul", "rapport", "reference", "quotes_parts")
_RESERVES = NOMS_RESERVES | {ABAQUE, NOMBRE, "total", "attendu", "exercice"}


@controle("TAR016")
def definitions(depot: Depot) -> Iterator[Constat]:
    """TAR016: a key neither counted nor a sum, or both; a sum of sums, or of keys that do not add up."""
    for nom, cle in depot.cles.items():
        for message, hint in (*_form(nom, cle), *_terms(depot, nom, cle), *_ratio(depot, cle)):
            yield signal("TAR016", LaCle(Reference(CLES, ("cles", nom))), message, hint)


@controle("TAR016")
def forfait(depot: Depot) -> Iterator[Constat]:
    """TAR016: a forfait counted by a key that is no stock at a date, for each adherent (annexe 3)."""
    for fee in fees(depot):
        nom, lieu = fee.forfait.cle, fee.at("cle")
        cle = depot.cles.get(nom)
        if cle is not None and (cle.portee is Portee.COMPOSANT or cle.cumul is not None):
            how = cle.sorte if cle.cumul is not None else "se compte composant par composant"
            message = f"{fee.texte} se compte par {cite(nom)}, qui {how}"
            yield signal("TAR016", lieu, message, "citer une clé comptée par adhérent")
        elif (counted := countings(depot, nom)) and counted != {Comptage.A_DATE}:
            message = f"{fee.texte} se compte par {cite(nom)}, qui n'est pas un stock compté à une date"
            yield signal("TAR016", lieu, message, "citer une clé « comptage: a_date », ou une somme de telles clés")


@controle("TAR021")
def mixed_countings(depot: Depot) -> Iterator[Constat]:
    """TAR021: unshared terms that read a stock, and a flow or an average: one presence cannot weigh both."""
    abaques: dict[str, set[str]] = {}
    for item in components(depot):
        if item.composant.abaque is not None:
            abaques.setdefault(item.composant.ligne, set()).add(item.composant.abaque)
    for row in rows(depot):
        for written in row.modes():
            own = _unshared_keys(written) if written.nature is Nature.INDIRECT_ANNUEL else ()
            fixed = [nom for nom in own if nom != ABAQUE]
            choices = sorted(abaques.get(row.ligne.id, ())) if ABAQUE in own else []
            mixes = (_mix(depot, [*fixed, *choice]) for choice in ([[nom] for nom in choices] or [[]]))
            found = next((mix for mix in mixes if mix), None)
            if found is not None:
                stocks, others = (enumere([cite(nom) for nom in noms]) for noms in found)
                message = (
                    f"le {written.texte} de {cite(row.ligne.id)} mêle {stocks}, compté à une date, et {others}, compté "
                    "autrement : l'un se multiplie par la présence, l'autre non"
                )
                hint = "en faire deux lignes, ou compter ces clés de la même façon"
                yield signal("TAR021", written.at("formule"), message, hint)


def countings(depot: Depot, nom: str) -> set[Comptage]:
    """Return how a key is counted, a sum as its terms; nothing for a key that is not known or not counted."""
    cle = depot.cles.get(nom)
    terms = [depot.cles.get(part) for part in cle.termes or (nom,)] if cle is not None else []
    found = (_counting(term) for term in terms if term is not None)
    return {counting for counting in found if counting is not None}


def _counting(cle: Cle) -> Comptage | None:
    """A population and fixed shares are stocks: the presence weighs them; a coefficient weighs with what it is with."""
    if cle.rapport is not None:
        return None
    return Comptage.A_DATE if cle.publiee or cle.cumul is not None else cle.comptage


def _form(nom: str, cle: Cle) -> Iterator[tuple[str, Conseil]]:
    if nom in _RESERVES:
        reserved = enumere([cite(mot) for mot in sorted(_RESERVES)])
        yield f"{cite(nom)} ne peut pas nommer une clé", f"noms réservés : {reserved}"
    kinds = [champ for champ in _FACONS if getattr(cle, champ)]
    if not kinds:
        hint = (
            ajouter("comptage: a_date") + " (ou moyenne, ou sur_periode), « somme: [clé, clé] », « produit: [clé, clé] "
            "», « cumul: … » (des montants dus), « rapport: … » (un coefficient), « reference: … » (une population) ou "
            "« quotes_parts: {adhérent: 50} »"
        )
        yield f"la clé {cite(nom)} ne dit pas comment elle se compte", hint
    if len(kinds) > 1:
        written = [cite(champ) for champ in kinds]
        yield f"la clé {cite(nom)} se compte de plusieurs façons : {enumere(written)}", "n'en garder qu'une"
    yield from _published(nom, cle)
    counted = (*cle.termes, *(cle.cumul.composants if cle.cumul is not None else ()))
    repeated = sorted({part for part in counted if counted.count(part) > 1})
    if repeated:
        yield (
            f"{_named(nom, cle)} compte deux fois {enumere([cite(part) for part in repeated])}",
            "garder une seule fois",
        )


def _published(nom: str, cle: Cle) -> Iterator[tuple[str, Conseil]]:
    """Check a key that nobody counts here: a population of a vintage, fixed shares."""
    if cle.reference is not None and not cle.millesimes:
        hint = "ajouter « millesimes: {2024: 2021} » : à partir de l'exercice 2024, le millésime 2021"
        yield f"la clé {cite(nom)} ne dit pas quel millésime de {cite(cle.reference)} elle lit", hint
    if cle.reference is None and cle.millesimes:
        yield f"la clé {cite(nom)} a des millésimes sans « reference »", ajouter("reference: ⟦…⟧") + ", ou les retirer"
    if cle.publiee and cle.portee is Portee.COMPOSANT:
        yield f"la clé {cite(nom)} a une valeur par adhérent, et non par composant", "retirer « portee: composant »"
    negative = [adherent for adherent, part in cle.quotes_parts.items() if part < 0]
    if negative:
        named = enumere([cite(item) for item in negative])
        yield f"la clé {cite(nom)} a des parts négatives : {named}", "une part est un nombre positif, ou 0"


@controle("TAR016")
def missing_vintages(depot: Depot) -> Iterator[Constat]:
    """TAR016: a key that reads a vintage which its reference does not give, or gives too late."""
    for nom, cle in depot.cles.items():
        source = depot.references.get(cle.reference or "")
        for annee, millesime in cle.millesimes.items() if source is not None else ():
            lieu = Reference(CLES, ("cles", nom, "millesimes", str(annee)))
            found = source.millesimes.get(millesime) if source is not None else None
            if source is not None and found is None:
                message = f"{cite(cle.reference or '')} n'a pas de millésime {millesime}"
                known = enumere([str(item) for item in sorted(source.millesimes)])
                yield signal("TAR016", lieu, message, f"millésimes connus : {known}" if known else "")
            elif found is not None and found.en_vigueur > date(annee, 1, 1):
                message = (
                    f"le millésime {millesime} de {cite(cle.reference or '')} entre en vigueur le "
                    f"{jour(found.en_vigueur)} : la clé {cite(nom)} ne peut pas le lire dès {annee}"
                )
                yield signal("TAR016", lieu, message, "citer un millésime en vigueur au 1er janvier de l'exercice")


def _terms(depot: Depot, nom: str, cle: Cle) -> Iterator[tuple[str, str]]:
    parts = {part: depot.cles[part] for part in cle.termes if part in depot.cles}
    name = _named(nom, cle)
    nested = [part for part, definition in parts.items() if definition.termes or definition.cumul]
    if nested:
        hint = "citer les clés comptées, une par une"
        if parts[nested[0]].sorte == cle.sorte:
            other = "une autre somme" if cle.somme else "un autre produit"
        else:
            other = parts[nested[0]].sorte.removeprefix("est ")
        yield f"{name} cite {other}, {enumere([cite(part) for part in nested])}", hint
        return
    reaches = {definition.portee for definition in parts.values() if cle.somme or not definition.publiee}
    if reaches - {cle.portee}:
        verb = "ajoute" if cle.somme else "multiplie"
        yield (
            f"{name} et les clés qu'{'elle' if cle.somme else 'il'} {verb} n'ont pas la même portée",
            ("donner la même « portee »"),
        )
    counted = {_counting(definition) for definition in parts.values() if definition.rapport is None}
    if None not in counted and len(counted) > 1:
        verb, end = ("ajoute", "s'ajoutent") if cle.somme else ("multiplie", "se multiplient")
        hint = f"un stock se pèse par la présence, un flux jamais : ils ne {end} pas"
        yield f"{name} {verb} des clés qui ne se comptent pas de la même façon", hint


def _named(nom: str, cle: Cle) -> str:
    made = "la somme" if cle.somme else "le produit" if cle.produit else "la clé"
    return f"{made} {cite(nom)}"


def _ratio(depot: Depot, cle: Cle) -> Iterator[tuple[str, str]]:
    """Check a coefficient: it compares what others publish, between limits that leave something between them."""
    rapport = cle.rapport
    if rapport is None:
        return
    compared = depot.cles.get(rapport.cle)
    if compared is not None and compared.reference is None and not compared.quotes_parts:
        counted = "se compte chez l'adhérent" if compared.comptee else compared.sorte
        message = f"un coefficient compare une quantité publiée ou fixée : {cite(rapport.cle)} {counted}"
        yield message, "citer une clé « reference: … » : un potentiel fiscal, une population"
    for annee, limits in rapport.datees.items():
        if limits.maximum is not None and limits.minimum is not None and limits.minimum > limits.maximum:
            since = f" à partir de {annee}" if annee else ""
            yield (
                f"le minimum du coefficient{since}, {nombre(limits.minimum)}, dépasse son maximum",
                "échanger les deux",
            )


def _unshared_keys(written: ModeEcrit) -> tuple[str, ...]:
    formule = compile_formula(written.mode.formule)
    if formule is None or formule.forme.reste is None:
        return ()
    keys = keys_of(written.ligne, formule)
    return tuple(nom for nom in dict.fromkeys(names(formule.forme.reste)) if nom in keys)


def _mix(depot: Depot, keys: list[str]) -> tuple[list[str], list[str]] | None:
    """Tell the stocks from what is counted otherwise; None when there is one way only."""
    known = {nom: countings(depot, nom) for nom in keys}
    stocks = [nom for nom, found in known.items() if found == {Comptage.A_DATE}]
    others = [nom for nom, found in known.items() if found and Comptage.A_DATE not in found]
    return (stocks, others) if stocks and others else None


@controle("TAR016")
def circular(depot: Depot) -> Iterator[Constat]:
    """TAR016: a key that adds up the amounts of a component whose own formula reads it, at once or through others."""
    sums = summed(depot.cles)
    read = _read(depot) if sums else {}
    for nom, composants in sums.items():
        turning = [item for item in composants if nom in sums_behind(depot.cles, [item], lambda one: read.get(one, ()))]
        if turning:
            others = enumere([cite(item) for item in turning])
            message = f"la clé {cite(nom)} additionne {others}, qui se calcule d'après elle"
            hint = "retirer le composant de « composants », ou lire « precedent: oui » : l'exercice d'avant"
            yield signal("TAR016", LaCle(Reference(CLES, ("cles", nom))), message, hint)


def _read(depot: Depot) -> dict[str, set[str]]:
    """Return the keys that the formulas of each component read."""
    by_row: dict[str, set[str]] = {}
    for row in rows(depot):
        formulas = [compile_formula(text) for written in row.modes() for text in written.mode.formules]
        by_row[row.ligne.id] = {nom for item in formulas if item is not None for nom in keys_of(row.ligne, item)}
    found = {}
    for item in components(depot):
        names = by_row.get(item.composant.ligne, set())
        found[item.id] = {item.composant.abaque or nom if nom == ABAQUE else nom for nom in names}
    return found
