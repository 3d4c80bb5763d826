"""Sentences about rules and their tables: the rows of annexe 4, their formulas, keys, grids, indices, costs borne.

Knows: rows, columns, keys, grids, costs. Must not know: what they cost to whom.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.french import du, jour, mois_dit, nombre, prix
from convention.compare.changements.changements import Sorte
from convention.formulas.regles.units import is_money
from convention.model.cadre.formes import Forme
from convention.model.cadre.renvois import Sorte as SorteDeCode
from convention.model.documents.cles import Cle
from convention.model.documents.composants import Composant, ParPhase
from convention.model.documents.grilles import Bareme, Indice, Tranche
from convention.model.documents.tarifs import (
    Borne,
    CoutNonRefacture,
    CoutPole,
    CoutsDePossession,
    Forfait,
    LigneTarif,
    Mode,
    Parametre,
    Redaction,
    Revision,
)
from convention.model.en_vigueur import latest
from convention.model.mots.communs import Phase
from convention.reports.amendement.mots.noms import label, object_name, with_article
from convention.reports.amendement.mots.textes import citation, words_replaced
from convention.reports.amendement.mots.valeurs import Lecteur, said
from convention.reports.amendement.objets.contenu import colonne, content, formula_words
from convention.reports.amendement.objets.famille import dit_champ, dit_entree, dit_objet, en_bref
from convention.reports.amendement.objets.souscriptions import ends
from convention.reports.mots import from_letters
from convention.reports.prix_nommes import bare_name, named_price, said_unit, unit_text, unit_words
from convention.reports.valeurs import exercices

if TYPE_CHECKING:
    from convention.model.depot import Depot
    from convention.reports.amendement.trajet import Cas, Pas


@dit_champ(Mode, "formule", "texte")
def formula(cas: Cas) -> str | None:
    """Say that a formula changes: its text by its text; when the text stays, what is computed by what is computed."""
    step = _column(cas)
    if not isinstance(step.avant, Mode) or not isinstance(step.apres, Mode):
        return None
    before, after, where = step.avant, step.apres, _where(cas, step)
    if before.texte == after.texte:
        old, new = formula_words(before.formule, cas.base), formula_words(after.formule, cas.head)
        if old == new:
            return f"{where}, {_read_alike(after)}"
        stays = f"le texte de la formule, {citation(after.texte)}, est sans changement, mais son calcul"
        return f"{where}, {stays} : {old} est remplacé par le calcul : {new}"
    # Amounts may move by a price or a limit, told at its own point.
    tail = ", sans que l'opération change" if before.formules == after.formules else ""
    text = f"la formule : {citation(before.texte)} est remplacée par la formule : "
    return f"{where}, {text}{citation(after.texte)}{tail}"


def _read_alike(mode: Mode) -> str:
    """Say a formula that names by another id what is called the same: its words would be the same twice."""
    return f"le texte et le calcul se lisent de même, la formule s'écrit {citation(mode.formule)}"


@en_bref(Mode, "formule")
@en_bref(Mode, "texte")
def formula_brief(cas: Cas) -> str | None:
    """Say what a formula becomes, and no more what it was: cut short, a sentence keeps its beginning."""
    step = _column(cas)
    if not isinstance(step.avant, Mode) or not isinstance(step.apres, Mode):
        return None
    new = step.apres
    becomes = f"la formule devient : {citation(new.texte)}"
    if step.avant.texte == new.texte:
        old, words = formula_words(step.avant.formule, cas.base), formula_words(new.formule, cas.head)
        becomes = _read_alike(new) if old == words else f"le calcul devient : {words}"
    return f"{_where(cas, step)}, {becomes}"


@dit_champ(LigneTarif, "annuel", "direct", "factuel")
@dit_champ(Redaction, "annuel", "factuel")
def column(cas: Cas) -> str | None:
    """Say that a column of a row is filled or emptied, with its formula."""
    mode, step = cas.valeur, cas.pas[-1]
    if not isinstance(mode, Mode):
        return None
    done = f"{cas.changement.sorte.fait}e"
    inside = [f"calcul : {formula_words(mode.formule, cas.depot)}"]
    inside += [f"{nom} par bénéficiaire : {content(borne, cas.depot)}" for nom, borne in mode.bornes.items()]
    return f"{_where(cas, step)}, la formule : {citation(mode.texte)} est {done} ({' ; '.join(inside)})"


@dit_objet(Redaction)
def redaction(cas: Cas, found: Redaction) -> str | None:
    """Say what an avenant makes of a row from an exercice on: each column, by what was in force, or is again."""
    before, after = _sides(cas, found)
    told = {"cle_texte": _key_replaced(before.cle_texte, after.cle_texte)} if found.cle_texte is not None else {}
    told |= {
        nom: _mode_replaced(nom, before.indirects.get(nom), after.indirects.get(nom), cas) for nom in found.indirects
    }
    held = [_held(cas, colonne) for colonne in told]
    # What holds for all is said once.
    same = len(set(held)) == 1
    texts = [
        f"{'' if same and rang else when}{text}"
        for rang, (when, text) in enumerate(zip(held, told.values(), strict=True))
    ]
    return " ; ".join(texts) or None


@en_bref(Redaction)
def redaction_brief(cas: Cas) -> str | None:
    """Say by what a cost is shared from an exercice on, and no more by what; else what its formulas become."""
    found = cas.valeur
    if not isinstance(found, Redaction):
        return None
    before, after = _sides(cas, found)
    day = jour(cas.depot.convention.premier_jour(int(cas.pas[-1].nom)))
    if found.cle_texte is None or after.cle_texte is None:
        told = [
            f"dans la colonne {citation(colonne(cas.depot, nom))}, la formule devient : {citation(mode.texte)}"
            f"{_precision(before.indirects.get(nom), mode, cas.head)}"
            for nom, mode in after.indirects.items()
            if nom in found.indirects
        ]
        return f"au {day}, {' ; '.join(told)}" if told else None
    instead = f" au lieu de {citation(before.cle_texte)}" if before.cle_texte is not None else ""
    return f"clé {citation(after.cle_texte)}{instead}, au {day}"


def _sides(cas: Cas, found: Redaction) -> tuple[LigneTarif | Redaction, LigneTarif | Redaction]:
    """Return what a redaction replaces and itself; the other way round once it is gone, what is in force again."""
    row, annee = cas.own(LigneTarif), int(cas.pas[-1].nom)
    return (found, row.at(annee)) if cas.changement.sorte is Sorte.RETRAIT else (row.at(annee - 1), found)


def _key_replaced(before: str | None, after: str | None) -> str:
    where = f"dans la colonne {citation('Clé de répartition')}"
    if before and after:
        return f"{where}, {words_replaced(before, after, 'de la colonne')}"
    return f"{where}, {_words_moved(before, after)}"


def _words_moved(before: str | None, after: str | None) -> str:
    return f"les mots : {citation(after or before or '')} sont {'ajoutés' if after else 'supprimés'}"


def _mode_replaced(nom: str, before: Mode | None, after: Mode | None, cas: Cas) -> str:
    where = f"dans la colonne {citation(colonne(cas.depot, nom))}"
    if after is None:
        return f"{where}, la formule : {citation(before.texte if before is not None else '')} est supprimée"
    text = f"{citation(after.texte)}{_precision(before, after, cas.head)}"
    if before is None:
        return f"{where}, la formule : {text} est ajoutée"
    if before.texte == after.texte and (precise := _told_beside(before, after, cas.head)):
        same = f"le texte de la formule, {citation(after.texte)}, est sans changement, mais s'y lit"
        return f"{where}, {same} : {' ; '.join(precise)}"
    return f"{where}, la formule : {citation(before.texte)} est remplacée par la formule : {text}"


def _precision(before: Mode | None, after: Mode, depot: Depot) -> str:
    inside = _told_beside(before, after, depot)
    return f" ({' ; '.join(inside)})" if inside else ""


def _told_beside(before: Mode | None, after: Mode, depot: Depot) -> list[str]:
    """Say what the text of a formula does not: what is computed, its limits, those that it no more has."""
    words = formula_words(after.formule, depot)
    inside = [f"calcul : {words}"] if words != citation(after.texte) else []
    known = before.bornes if before is not None else {}
    for nom in sorted({**known, **after.bornes}):
        new = after.bornes.get(nom)
        inside.append(f"{nom} par bénéficiaire : {content(new, depot)}" if new else f"sans {nom} par bénéficiaire")
    return inside


@dit_champ(Borne, "formule")
def bound(cas: Cas) -> str:
    """Say a cap or a floor that changes: its formula in words."""
    old, new = formula_words(cas.changement.avant, cas.base), formula_words(cas.changement.apres, cas.head)
    where, bounded = _where(cas, _column(cas)), f"le {cas.pas[-2].nom} par bénéficiaire"
    return f"{where}, {bounded} : {old} est remplacé par : {new}"


@dit_champ(LigneTarif, "cle_texte")
@dit_champ(Redaction, "cle_texte")
def key_text(cas: Cas) -> str | None:
    """Say that the words of the column « Clé de répartition » change."""
    return f"{_held(cas, 'cle_texte')}{_key_replaced(cas.changement.avant, cas.changement.apres)}"


@dit_champ(Composant, "abaque")
@dit_champ(Forfait, "cle")
def component_key(cas: Cas) -> str | None:
    """Say that another key shares a component, or counts the workstations of the forfait."""
    sides = ((cas.base, cas.changement.avant), (cas.head, cas.changement.apres))
    before, after = (label(depot, SorteDeCode.CLE, nom) if nom is not None else "" for depot, nom in sides)
    change = _words_moved(before, after)
    if before and after:
        change = f"les mots : {citation(before)} sont remplacés par les mots : {citation(after)}"
    return f"à la clé de répartition, {change}"


@dit_champ(Composant, "debut", "fin")
def component_life(cas: Cas) -> str:
    """Say that a component begins or ends, or that the day of it moves."""
    before, after = cas.changement.avant, cas.changement.apres
    if cas.changement.champ == "fin":
        return ends("le composant", before, after)
    if after is None:
        return f"le composant n'a plus de premier jour (il commençait le {jour(before)})"
    was = f" au lieu du {jour(before)}" if before is not None else " (il n'avait pas de premier jour)"
    return f"le composant commence le {jour(after)}{was}"


@dit_champ(CoutsDePossession, "noms")
def price_name(cas: Cas) -> str | None:
    """Say what sentences call a price: its name comes, moves or goes, and the price does not."""
    if cas.pas[-1].modele is not None:
        return None
    before, after = cas.changement.avant, cas.changement.apres
    what = f"ce que les formules appellent {citation(from_letters(cas.pas[-1].nom))}"
    if after is None:
        return f"{what} ne se dit plus {citation(before)}"
    was = f" au lieu de {citation(before)}" if before is not None else ""
    return f"{what} se dit {citation(after)}{was}"


@dit_entree(LigneTarif, "variables")
def variable(cas: Cas, _row: LigneTarif) -> str:
    """Say that a price enters a row, leaves it or changes its unit."""
    nomme = named_price(cas.pas[-1].nom, cas.depot)
    before, after = cas.changement.avant, cas.changement.apres
    if before is None or after is None:
        done, unit = "ajouté" if after is not None else "supprimé", str(cas.valeur)
        if not is_money(unit):
            return f"variable {citation(nomme.nu)} ({unit_text(unit)}) {done}e"
        return f"prix {citation(nomme.nu_avec(unit))} {done}"
    old, new = (unit_text(str(item)) for item in (before, after))
    return f"prix {citation(nomme.nu)}, en {citation(new)} au lieu de {citation(old)}"


def _column(cas: Cas) -> Pas:
    return next(step for step in cas.pas if step.forme.modele is Mode)


def _where(cas: Cas, step: Pas) -> str:
    # The column of a later redaction is that of the row.
    return f"{_held(cas, step.nom)}dans la colonne {citation(colonne(cas.depot, step.nom))}"


def _held(cas: Cas, colonne: str) -> str:
    """Say from when a redaction of a column holds, and until when another takes its place; nothing when none does."""
    noms = [step.nom for step in cas.pas]
    annee = int(noms[noms.index("redactions") + 1]) if "redactions" in noms else 0
    years = (year for year, item in cas.own(LigneTarif).redactions.items() if getattr(item, colonne, None) is not None)
    end = min((year for year in years if year > annee), default=None)
    last = jour(date(end - 1, 12, 31)) if end is not None else ""
    if not annee:
        return f"jusqu'au {last}, " if last else ""
    first = jour(cas.depot.convention.premier_jour(annee))
    return f"du {first} au {last}, " if last else f"à compter du {first}, "


@dit_champ(Tranche, "valeur")
def tier(cas: Cas) -> str | None:
    """Say the price of a tier: « le prix de la tranche à partir de 10 000 habitants passe de … à … »."""
    before, after, (table, year) = cas.changement.avant, cas.changement.apres, cas.pas[:2]
    return f"{_tier_moves(cas, before, after)}, {_when(table, int(year.nom), 'à compter de')}"


@dit_objet(Tranche)
def tier_of_a_year(cas: Cas, value: Tranche) -> str | None:
    """Say a tier of a grid that comes, or goes, for an exercice: beside the grid that held before, or does after."""
    table, year = cas.pas[:2]
    grids = [grid if isinstance(grid, tuple) else () for grid in _in_force(table, int(year.nom))]
    comes = year.avant is None
    if comes == (year.apres is None) or not all(grids):
        return None
    other, own = grids if comes else reversed(grids)
    same = next((item for item in other if item.a_partir_de == value.a_partir_de), None)
    when = _when(table, int(year.nom), "à compter de")
    if same is None:
        unite = _grid_unit(cas)
        inside = content(value, cas.depot, unite, ("a_partir_de",))
        gone = "est ajoutée" if comes else "est supprimée"
        text = f"{when}, {with_article(value, '', cas.depot)} {gone} : {inside}"
    else:
        before, after = (same, value) if comes else (value, same)
        bounds = content(after, cas.depot, others=("a_partir_de", "valeur")) or "sans borne haute"
        text = f"{_tier_moves(cas, before.valeur, after.valeur)}, {when}"
        text += f" ({bounds})" if before.moins_de != after.moins_de else ""
    known = [item.a_partir_de for item in own]
    left = [item for item in other if item.a_partir_de not in known] if value == own[0] else []
    return "".join([text, *(f" ; {_left(cas, item, comes=comes)}" for item in left)])


def _left(cas: Cas, value: Tranche, *, comes: bool) -> str:
    """Say a tier that the grid of an exercice no more has, or has again."""
    name, unite = with_article(value, "", cas.depot), _grid_unit(cas)
    if comes:
        return f"{name} ne vaut plus"
    return f"{name} vaut à nouveau : {content(value, cas.depot, unite, ('a_partir_de',))}"


def _grid_unit(cas: Cas) -> str:
    """Return the unit that the tiers of a grid are said in."""
    return said_unit(cas.document.unite, cas.depot) if isinstance(cas.document, Bareme) else ""


def _tier_moves(cas: Cas, before: Fraction, after: Fraction) -> str:
    unite = _grid_unit(cas)
    euros = is_money(unite)
    old, new = (citation(prix(item) if euros else nombre(item)) for item in (before, after))
    par = f" {unit_words(unite)}" if euros and unit_words(unite) else ""
    name = f"{'le prix' if euros else 'la valeur'} de {with_article(cas.own(Tranche), '', cas.depot)}"
    return f"{name} reste {new}{par}" if before == after else f"{name} passe de {old} à {new}{par}"


@dit_champ(Indice, "valeurs")
def index_value(cas: Cas) -> str | None:
    """Say the published value of a month."""
    last, sides = cas.pas[-1], (cas.changement.avant, cas.changement.apres)
    return _moved(cas, f"la valeur {du(mois_dit(last.nom))}", *sides) if last.modele is None else None


@dit_entree(Parametre, "valeurs")
def constant(cas: Cas, found: Parametre) -> str | None:
    """Say the value of a constant from an exercice on."""
    name = citation(bare_name(_holder(cas), cas.depot))
    return _moved(cas, f"{_when(*_entry(cas))}, la constante {name}", *_in_force(*_entry(cas)), found.unite)


@dit_entree(Revision, "mois")
def month_of_index(cas: Cas, found: Revision) -> str:
    """Say the index of which month a price follows from an exercice on."""
    name = f"{_when(*_entry(cas))}, la {object_name(found, _holder(cas), cas.depot)}"
    before, after = (mois_dit(str(item)) if item is not None else "" for item in _in_force(*_entry(cas)))
    if not after:
        return f"{name} ne suit plus l'indice {du(before)}"
    if before == after:
        return f"{name} suit toujours l'indice {du(after)}"
    return f"{name} suit l'indice {du(after)}{f' au lieu de celui {du(before)}' if before else ''}"


@dit_entree(Cle, "quotes_parts")
def share(cas: Cas, cle: Cle) -> str | None:
    """Say the fixed share of an adherent."""
    sides = cas.changement.avant, cas.changement.apres
    return _moved(cas, f"à la clé {citation(cle.libelle)}, la part {cas.depot.du(cas.pas[-1].nom)}", *sides)


@dit_entree(Cle, "millesimes")
def vintage(cas: Cas, cle: Cle) -> str:
    """Say which vintage of a published quantity a key takes from an exercice on."""
    before, after = _in_force(*_entry(cas))
    name = f"à la clé {citation(cle.libelle)}, {_when(*_entry(cas))}"
    if after is None:
        return f"{name}, le millésime {before} n'est plus retenu"
    if before == after:
        return f"{name}, le millésime retenu reste {after}"
    instead = f" au lieu du millésime {before}" if before is not None else ""
    return f"{name}, le millésime retenu est {after}{instead}"


@dit_champ(CoutNonRefacture, "montants")
@dit_champ(CoutPole, "montants")
def cost_borne(cas: Cas) -> str | None:
    """Say a cost that the managing body bears, with its phase."""
    cost = cas.connu(CoutPole) or cas.connu(CoutNonRefacture)
    before, after, phase = cas.changement.avant, cas.changement.apres, cas.pas[-1].nom
    if cost is None or not isinstance(before, Fraction) or not isinstance(after, Fraction):
        return None
    where = f" ({Phase(phase).libelle})" if cas.pas[-1].modele is ParPhase and phase in set(Phase) else ""
    named = with_article(cost, "", cas.depot)
    return f"{named}{where} passe de {citation(prix(before))} à {citation(prix(after))} par an"


def _moved(cas: Cas, name: str, avant: object, apres: object, unite: str = "1") -> str | None:
    """Say a number that comes, moves, stays or goes."""
    before, after = (
        said(Forme(), item, Lecteur(cas.depot, unite=unite)) if isinstance(item, Fraction) else ""
        for item in (avant, apres)
    )
    if before and before == after:
        return f"{name} reste {citation(after)}"
    if before and after:
        return f"{name} passe de {citation(before)} à {citation(after)}"
    if after:
        return f"{name} est fixée à {citation(after)}"
    return f"{name}, {citation(before)}, est supprimée" if before else None


def _holder(cas: Cas) -> str:
    """Return the name of the object that has the table of which an entry changes."""
    return cas.pas[-3].nom


def _entry(cas: Cas) -> tuple[Pas, int]:
    """Return the table of which an entry of an exercice changes, and the exercice."""
    return cas.pas[-2], int(cas.pas[-1].nom)


def _in_force(table: Pas, annee: int) -> tuple[object, object]:
    """Return what holds in an exercice on both sides: an entry that goes leaves the one before it."""
    before, after = (
        side[known] if isinstance(side, Mapping) and (known := latest(side, annee)) is not None else None
        for side in (table.avant, table.apres)
    )
    return before, after


def _when(table: Pas, annee: int, depuis: str = "à partir de") -> str:
    """Say from which exercice an entry holds, or for which when a later one takes its place."""
    known = table.valeur if isinstance(table.valeur, Mapping) else {}
    end = min((year for year in known if year > annee), default=None)
    if end is None:
        return f"{depuis} l'exercice {annee}"
    return f"pour {exercices(range(annee, end))}"
