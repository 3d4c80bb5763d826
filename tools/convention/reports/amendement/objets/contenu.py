"""The whole content of an object, readable: « service exigé : S03 ; dérogation : … », its formulas in words.

Knows: fields, values, names, the functions of formulas. Must not know: changes, how a formula is computed.
`cout_annuel * part(postes)` reads « coût annuel × nombre de postes … ÷ … ».
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from string import Formatter
from typing import TYPE_CHECKING

from convention.base.french import INSECABLE, cite, compte, minuscule
from convention.engine.compilation import ABAQUE
from convention.formulas.nodes import names, parts
from convention.formulas.nodes import tables as tables_read
from convention.formulas.problems import FormulaError
from convention.formulas.regles.units import is_money
from convention.formulas.texte.syntax import parse
from convention.formulas.wording import substitute
from convention.model.cadre.champs import Modele, field_label, objet_of
from convention.model.cadre.formes import Forme, shape_of
from convention.model.documents.adherents import Depense
from convention.model.documents.composants import Composant, ParPhase
from convention.model.documents.grilles import Bareme, Tranche
from convention.model.documents.tarifs import Borne, Exemple, LigneTarif, Mode, Parametre, Redaction
from convention.model.mots.communs import Nature
from convention.reports.amendement.mots.noms import is_named, object_name, price_unit, value_unit, variable
from convention.reports.amendement.mots.textes import composee
from convention.reports.amendement.mots.valeurs import Lecteur, amount, quoted, said
from convention.reports.mots import from_letters
from convention.reports.mots import said as nature_said
from convention.reports.prix_nommes import named_price, said_unit, told_apart, unit_text

if TYPE_CHECKING:
    from convention.formulas.nodes import Consultation
    from convention.model.depot import Depot

_TUS = frozenset({"id", "renomme_de", "exemples"})
"""What names the object; worked examples, which every check recomputes: they say nothing that the formula does not."""
_ABAQUE = "quantité de la clé du composant"
_DERNIERS = {nom: rang for rang, nom in enumerate(("abaque", "ligne", "origine", "source", "verifie_le"), 1)}
"""Told last: how it is computed, after who pays, from when and how much; then what only says where it comes from."""
LONGUEUR = 1_500
"""Characters of a content that is told in full; beyond, the rest is summed up by a seal that any word of it changes."""
_SCEAU = 8

_TOUJOURS = frozenset({(Composant, "beneficiaires"), (Borne, "reliquat")})
"""What is told even when it is left at its default: who pays."""


def named_by(modele: type[Modele]) -> Collection[str]:
    """Return the fields that the name of an object says: `content` need not tell them after it."""
    return {champ for _, champ, _, _ in Formatter().parse(objet_of(modele).dit) if champ in modele.model_fields}


def content(objet: Modele, depot: Depot, unite: str = "", others: Collection[str] = ()) -> str:
    """Tell all that an object holds, field after field, but what is left at its default.

    `others` are the fields that are told apart.
    """
    return " ; ".join(f"{name} : {text}" for name, text in _fields(objet, depot, unite, others))


def item_content(item: Modele, nom: str, depot: Depot, unite: str = "") -> str:
    """Name an object, then tell all that it holds: « dépense « 3 écrans » (ligne de l'annexe 4 : … ) »."""
    if not is_named(type(item)):
        return f"({content(item, depot, unite)})"
    name, inside = object_name(item, nom, depot), content(item, depot, unite, named_by(type(item)))
    return f"{name} ({inside})" if inside else name


def bounded(text: str) -> str:
    """Cut a content that is too long to be read; its seal holds for the words that are left out."""
    if len(text) <= LONGUEUR:
        return text
    # As it is sealed: a mark that a citation holds is no place to cut.
    text = composee(text)
    end = text.rfind(f"{INSECABLE}; ", 0, LONGUEUR)
    kept = text[: end if end > 0 else LONGUEUR]
    kept += f"{INSECABLE}»" if kept.count("«") > kept.count("»") else ""
    seal = hashlib.sha256(text.encode()).hexdigest()[:_SCEAU]
    return f"{kept}… et {compte(len(text) - len(kept), 'autre signe', 'autres signes')} (empreinte du tout {seal})"


def _fields(objet: Modele, depot: Depot, unite: str, others: Collection[str]) -> Iterator[tuple[str, str]]:
    modele = type(objet)
    if isinstance(objet, Bareme | Parametre):
        unite = said_unit(objet.unite, depot)
    for champ, field in sorted(modele.model_fields.items(), key=lambda item: _DERNIERS.get(item[0], 0)):
        value = getattr(objet, champ)
        if champ in _TUS or champ in others or value is None or value in ((), {}):
            continue
        if value == field.default and (modele, champ) not in _TOUJOURS:
            continue
        text = _prices(objet, depot) if champ == "montants" else ""
        text = text or _value(modele, champ, value, depot, unite)
        if text:
            yield field_said(modele, champ, depot), text
        if (modele, champ) == (Composant, "ligne"):
            yield from _formulas(objet, depot)
    if isinstance(objet, Exemple):
        for nom, value in objet.valeurs.items():
            yield variable(depot, nom), said(Forme(), value, Lecteur(depot, unite=value_unit(depot, nom)))


def _prices(objet: Modele, depot: Depot) -> str:
    """Say the amounts of a component, year by year, or those of an expense, each with its unit; else nothing."""
    if isinstance(objet, Composant):
        years = ((annee, _priced(objet.ligne, amounts, depot)) for annee, amounts in objet.montants.items())
        return ", ".join(f"{annee} : {text}" for annee, text in years)
    return _priced(objet.ligne, objet.montants, depot) if isinstance(objet, Depense) else ""


def _priced(ligne: str, amounts: Mapping[str, object], depot: Depot) -> str:
    return ", ".join(
        f"{named_price(nom, depot).nu_avec(price_unit(depot, ligne, nom))} : {amount(value, depot)}"
        for nom, value in amounts.items()
    )


def _formulas(composant: Modele, depot: Depot) -> Iterator[tuple[str, str]]:
    """Say how a component is paid: the formulas of its row, in the last exercice that has amounts."""
    if not isinstance(composant, Composant) or (ligne := depot.lignes.get(composant.ligne)) is None:
        return
    row = ligne.at(max(composant.montants, default=0))
    for champ, mode in row.indirects.items():
        bounds = mode.bornes.items()
        told = [f", {field_label(Mode, nom)} : {formula_words(borne.formule, depot)}" for nom, borne in bounds]
        yield minuscule(colonne(depot, champ)), formula_words(mode.formule, depot) + "".join(told)


def field_said(modele: type[Modele] | None, champ: str, depot: Depot) -> str:
    """Name a field, without a capital; a column of the tariffs as the convention calls it."""
    name = field_label(modele, champ)
    of_a_row = modele is not None and issubclass(modele, LigneTarif | Redaction)
    return minuscule(colonne(depot, champ, name)) if of_a_row else name


def colonne(depot: Depot, champ: str, usual: str = "") -> str:
    """Name a column of the tariffs: « Coût indirect (annuel) » where a clause calls costs so, else « Coût annuel »."""
    described = usual or LigneTarif.model_fields[champ].description or champ
    nature = next((item for item in Nature if item.mode == champ), None)
    return nature_said(depot, nature, described) if nature is not None else described


def _value(modele: type[Modele], champ: str, value: object, depot: Depot, unite: str) -> str:
    shape = shape_of(modele, champ)
    if champ == "formule" and isinstance(value, str):
        return formula_words(value, depot)
    if modele is LigneTarif and champ == "variables" and isinstance(value, Mapping):
        prices = [named_price(nom, depot).avec(unit) for nom, unit in value.items() if is_money(unit)]
        others = [
            f"{named_price(nom, depot).nu} ({unit_text(unit)})" for nom, unit in value.items() if not is_money(unit)
        ]
        return ", ".join([*prices, *others])
    own = unite if modele is Tranche and champ == "valeur" else unite if modele is Parametre else ""
    return _inside(shape, value, Lecteur(depot, champ, own), unite)


def _inside(shape: Forme, value: object, lecteur: Lecteur, unite: str) -> str:
    element = shape.element or Forme()
    match value:
        case ParPhase():
            return quoted(shape, value, lecteur)
        case Modele():
            return f"({content(value, lecteur.depot, unite)})"
        case tuple() if element.modele is not None:
            items = [item_content(item, str(rank), lecteur.depot, unite) for rank, item in enumerate(value, 1)]
            return ", ".join(items)
        case Mapping():
            names = (said(Forme(shape.cle), key, lecteur._replace(unite="")) for key in value)
            texts = (
                item_content(item, str(key), lecteur.depot, unite)
                if isinstance(item, Modele) and not isinstance(item, ParPhase)
                else _inside(element, item, lecteur, unite)
                for key, item in value.items()
            )
            return ", ".join(f"{name} : {text}" for name, text in zip(names, texts, strict=True))
        case _:
            return quoted(shape, value, lecteur)


def formula_words(formule: str, depot: Depot) -> str:
    """Write a formula with the names that its readers know, between quotation marks; one that is wrong, as it is."""
    try:
        expression = parse(formule)
    except FormulaError:
        return cite(formule)
    read = dict.fromkeys((*names(expression), *parts(expression)))
    cles = {nom: depot.cles[nom].libelle for nom in read if nom in depot.cles and nom not in depot.noms_des_prix}
    texts = {**told_apart({nom: 0 for nom in read if nom not in cles}, depot), **cles}
    texts |= {ABAQUE: _ABAQUE} if ABAQUE in read else {}
    shares = {cle: _part(texts[cle]) for cle in parts(expression)}
    tables = {node: _grid(node, texts, depot) for node in tables_read(expression)}
    return cite(substitute(expression, texts, shares, tables))


def _grid(node: Consultation, texts: Mapping[str, str], depot: Depot) -> str:
    """Name a grid by its label; the price that an index moves keeps its own name."""
    if node.fonction == "indice":
        return f"{substitute(node.arguments[0], texts, {})} après révision par l'indice"
    known = depot.baremes.get(node.table)
    return f"valeur du barème {known.libelle if known is not None else from_letters(node.table)}"


def _part(name: str) -> str:
    total = re.sub(r"^nombre (de |d')", r"nombre total \1", name)
    return f"{name} de l'adhérent ÷ {total if total != name else f'{name}, total'} des bénéficiaires"
