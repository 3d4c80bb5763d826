"""Sentences about what only the tool writes: kept avenants, series of counts; and about files that nothing explains.

Knows: their rows, the names of adherents and measures. Must not know: how rows are read, media.
A new extraction moves hundreds of rows: few are told one by one, many are summed up measure by measure.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.french import cite, compte, enumere, euros, jour, nombre, pluriel, prix
from convention.base.money import read_decimal
from convention.compare.changements.changements import Sorte
from convention.compare.changements.ecrits import CAS, CONSIGNE, SERIE, MontantConsigne, PhraseConsignee
from convention.compare.changements.preuve import FICHIER
from convention.model.cadre.renvois import Sorte as SorteDeCode
from convention.model.documents.releves import NON_RATTACHE
from convention.model.ecrits.avenants_consignes import AvenantConsigne
from convention.model.ecrits.series import Entete, Grandeur, Point, Serie, days_said, read_series_path
from convention.model.ecrits.signatures import SIGNATURE, read_signature_path
from convention.model.mots.avenants import CasVisa
from convention.model.mots.communs import Nature, Origine, Section
from convention.model.mots.vie import Niveau
from convention.reports.amendement.mots.noms import label
from convention.reports.amendement.mots.textes import citation, words_replaced
from convention.reports.mots import said
from convention.reports.valeurs import short

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from convention.model.depot import Depot
    from convention.model.documents.releves import MesureRelevee
    from convention.reports.amendement.trajet import Cas

    Cle = tuple[Grandeur, date]
    Releves = Mapping[Cle, Fraction]

LIGNES_DITES = 6
"""Rows of one adherent told one by one; beyond, they are summed up."""
_EMPREINTE = 40
"""A text as long as this is one."""
_LECTEURS = {str(Niveau.PUBLIC): "lisible par tous", str(Niveau.ADHERENTS): "lisible par les adhérents"}
_ENTETE = {
    "extrait_le": "jour de l'extraction",
    "origine": "origine des données",
    "empreinte": "empreinte de ce qui a été lu",
    "premier_jour": "premier jour",
    "dernier_jour": "dernier jour",
    "jours_manquants": "jours manquants",
    "jours_doubles": "jours redits",
    "lignes_lues": "lignes lues",
    "lignes_hors_filtre": "lignes écartées par les filtres",
    "lignes_redites": "lignes redites",
    "lignes_illisibles": "lignes illisibles",
    "lignes_non_rattachees": "lignes rattachées à personne",
}


def written(cas: Cas) -> str:
    """Say a change of what only the tool writes."""
    return _PHRASES[cas.changement.genre](cas)


# --- series ---


def _serie(cas: Cas) -> str:
    value = cas.valeur
    match value:
        case Serie():
            return _whole_series(cas, value)
        case Entete():
            return _header(cas)
        case _:
            return _points(cas)


def _whole_series(cas: Cas, serie: Serie) -> str:
    done = f"{cas.changement.sorte.fait}e"
    totals: dict[str, Fraction] = defaultdict(Fraction)
    for point in serie.points:
        totals[point.grandeur.mesure] += point.valeur
    head, who = serie.entete, {point.grandeur.adherent for point in serie.points} - {NON_RATTACHE}
    told = [
        f"{compte(len(serie.points), 'ligne')} de {compte(len(who), 'adhérent')}",
        *(f"{nom} {_said(value)}" for nom, value in zip(_ENTETE.values(), head, strict=True)),
        *(f"{_measure(cas, nom)}, somme des lignes {_amount(cas, nom, total)}" for nom, total in totals.items()),
    ]
    return f"la série est {done} : {' ; '.join(told)}"


def _header(cas: Cas) -> str:
    before, after = (side if isinstance(side, Entete) else () for side in (cas.changement.avant, cas.changement.apres))
    pairs = zip(_ENTETE.values(), before, after, strict=False)
    told = [f"{nom} : {_said(new)} au lieu de {_said(old)}" for nom, old, new in pairs if old != new]
    return f"extraction, {' ; '.join(told)}"


def _said(value: object) -> str:
    match value:
        case date():
            return citation(jour(value))
        case int():
            return citation(nombre(value))
        case tuple():
            return citation(enumere(days_said(value)) or "aucun")
        case _:
            text = str(value)
            return citation(short(text) if len(text) > _EMPREINTE else Origine(text).libelle)


def _points(cas: Cas) -> str:
    before, after = (_by_key(side) for side in (cas.changement.avant, cas.changement.apres))
    keys = sorted({*before, *after})
    nom = cas.changement.chemin[-1]
    who = "non rattaché" if nom == NON_RATTACHE else label(cas.depot, SorteDeCode.ADHERENT, nom)
    if len(keys) <= LIGNES_DITES:
        each = (f"{_counted(cas, key[0])}, le {jour(key[1])} : {_moves(cas, key, before, after)}" for key in keys)
        return f"{who}, {' ; '.join(each)}"
    groups: dict[Grandeur, list[Cle]] = defaultdict(list)
    for key in keys:
        groups[key[0]].append(key)
    told = [_summed_up(cas, own, before, after) for own in groups.values()]
    return f"{who}, {compte(len(keys), 'ligne')} changent : {' ; '.join(told)}"


def _summed_up(cas: Cas, keys: Sequence[Cle], before: Releves, after: Releves) -> str:
    """Sum up the rows of one thing that is counted: how many, both totals, the largest difference."""
    old, new = (sum((side.get(key, Fraction(0)) for key in keys), Fraction(0)) for side in (before, after))
    largest = max(keys, key=lambda key: abs(after.get(key, Fraction(0)) - before.get(key, Fraction(0))))
    nom = keys[0][0].mesure
    return (
        f"{_counted(cas, keys[0][0])}, {compte(len(keys), 'ligne')}, total {_amount(cas, nom, new)} au lieu de "
        f"{_amount(cas, nom, old)}, plus grande différence le {jour(largest[1])} "
        f"({_moves(cas, largest, before, after)})"
    )


def _by_key(side: object) -> dict[Cle, Fraction]:
    points = [item for item in side if isinstance(item, Point)] if isinstance(side, tuple) else []
    return {(point.grandeur, point.jour): point.valeur for point in points}


def _counted(cas: Cas, grandeur: Grandeur) -> str:
    return f"{_measure(cas, grandeur.mesure)}{f', compte {grandeur.compte}' if grandeur.compte else ''}"


def _moves(cas: Cas, key: Cle, before: Releves, after: Releves) -> str:
    return _moved(
        *(citation(_amount(cas, key[0].mesure, side[key])) if key in side else "" for side in (before, after))
    )


def _moved(old: str, new: str) -> str:
    if old and new:
        return f"{new} au lieu de {old}"
    return f"{new} ajouté" if new else f"{old} supprimé"


def _measure(cas: Cas, nom: str) -> str:
    mesure = _mesures(cas).get(nom)
    return citation(mesure.libelle if mesure is not None else nom)


def _amount(cas: Cas, nom: str, value: Fraction) -> str:
    """Write a value: an amount by account is in euros."""
    mesure = _mesures(cas).get(nom)
    return prix(value) if mesure is not None and mesure.compte is not None else nombre(value)


def _mesures(cas: Cas) -> Mapping[str, MesureRelevee]:
    chemin = read_series_path(cas.changement.source.path)
    source = cas.depot.sources.get(chemin.source) if chemin is not None else None
    return source.mesures if source is not None else {}


# --- kept avenants ---


def _avenant(cas: Cas) -> str:
    value = cas.valeur
    if cas.changement.chemin[1:] == (CAS,):
        return _cases(cas)
    match value:
        case AvenantConsigne():
            return _whole_avenant(cas, value)
        case PhraseConsignee():
            return _sentence(cas)
        case _:
            return _amounts(cas)


def _whole_avenant(cas: Cas, kept: AvenantConsigne) -> str:
    done = "est consigné" if cas.changement.sorte is Sorte.AJOUT else "n'est plus consigné"
    public = kept.niveaux.count(str(Niveau.PUBLIC))
    rows = [MontantConsigne(**row) for row in kept.contenu.montants]
    totals = [
        f"leur total {annee}, {euros(new)}{f' au lieu de {euros(old)}' if old != new else ', inchangé'}"
        for annee, (old, new) in sorted(_totals(rows).items())
    ]
    told = [
        f"{compte(len(kept.niveaux), 'phrase')}, dont {compte(public, 'lisible', 'lisibles')} par tous",
        f"{compte(len(rows), 'montant')} de {compte(len({row.adherent for row in rows}), 'adhérent')}"
        if rows
        else "aucun montant ne change",
        *totals,
        f"empreinte {citation(short(kept.contenu.empreinte))}",
    ]
    return f"ce que propose l'avenant {done} : {' ; '.join(told)}"


def _totals(rows: Sequence[MontantConsigne]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        old, new = found.get(row.exercice, (0, 0))
        found[row.exercice] = old + read_decimal(row.avant), new + read_decimal(row.apres)
    return found


def _sentence(cas: Cas) -> str:
    """Say a kept sentence that is rewritten, added or removed: whatever it says, what was voted is what was kept."""
    before, after = cas.changement.avant, cas.changement.apres
    name = f"phrase {cas.changement.chemin[-1]}"
    if not isinstance(before, PhraseConsignee):
        return f"{name} : {_quoted(after)} est ajoutée"
    if not isinstance(after, PhraseConsignee):
        return f"{name} : {_quoted(before)} est supprimée"
    told = [words_replaced(before.texte, after.texte, "de la phrase")] if before.texte != after.texte else []
    if before.niveau != after.niveau:
        told.append(f"{_LECTEURS[after.niveau]}, au lieu de {_LECTEURS[before.niveau]}")
    if before.sujet != after.sujet:
        told.append(f"sujet {_about(after)} au lieu de {_about(before)}")
    if before.services != after.services:
        told.append(f"{_changes(after)} au lieu de {_changes(before)}")
    return f"{name} : {' ; '.join(told)}"


def _changes(side: PhraseConsignee) -> str:
    if not side.services:
        return "services non dits" if side.services is None else "aucun service"
    return f"{pluriel(len(side.services), 'service')} {enumere(side.services)}"


def _about(side: PhraseConsignee) -> str:
    sujet = "l'avenant lui-même" if side.sujet is None else side.sujet
    return citation(sujet) if sujet else "non dit"


def _cases(cas: Cas) -> str:
    """Say which cases of a visa what is kept is."""
    before, after = cas.changement.avant, cas.changement.apres
    words = [citation(CasVisa(item).libelle) for item in after] if isinstance(after, tuple) else []
    if not isinstance(before, tuple):  # it was kept before they were
        return f"cas d'un visa, qui n'étaient pas dits : {enumere(words) or 'aucun'}"
    instead = f"de {enumere([citation(CasVisa(item).libelle) for item in before])}" if before else "d'aucun"
    return f"cas d'un visa : {enumere(words) or 'aucun'} au lieu {instead}"


def _quoted(side: object) -> str:
    return f"{citation(side.texte)} ({_LECTEURS[side.niveau]})" if isinstance(side, PhraseConsignee) else ""


def _amounts(cas: Cas) -> str:
    before, after = (
        {row[:4]: row for row in side} if isinstance(side, tuple) else {}
        for side in (cas.changement.avant, cas.changement.apres)
    )
    who = label(cas.depot, SorteDeCode.ADHERENT, cas.changement.chemin[-1])
    keys = sorted({*before, *after})
    if len(keys) <= LIGNES_DITES:
        each = (_amount_moves(cas.depot, key, before.get(key), after.get(key)) for key in keys)
        return f"{who}, {' ; '.join(each)}"
    old, new = (_totals(list(side.values())) for side in (before, after))
    told = [
        f"total {annee}, {_before_after(*new.get(annee, (0, 0)))} au lieu de {_before_after(*old.get(annee, (0, 0)))}"
        for annee in sorted({*old, *new})
    ]
    return f"{who}, {compte(len(keys), 'montant')} changent : {' ; '.join(told)}"


def _amount_moves(depot: Depot, key: tuple[str, ...], old: MontantConsigne | None, new: MontantConsigne | None) -> str:
    annee, _, nature, section = key
    where = f"{annee}, {said(depot, Nature(nature), Nature(nature).libelle)}, {Section(section).libelle}"
    told = (
        _before_after(read_decimal(row.avant), read_decimal(row.apres)) if row is not None else "" for row in (old, new)
    )
    return f"{where} : {_moved(*told)}"


def _before_after(before: int, after: int) -> str:
    return citation(f"{euros(before)} avant, {euros(after)} après")


# --- files that nothing explains ---


def _file(cas: Cas) -> str:
    before, after = (short(str(side)) if side else "" for side in (cas.changement.avant, cas.changement.apres))
    name = cite(cas.changement.chemin[-1])
    if before and after:
        return f"{name} (contenu {after} au lieu de {before})"
    return f"{name} est ajouté (contenu {after})" if after else f"{name} est supprimé (contenu {before})"


def _signature(cas: Cas) -> str:
    """Say whose signature of a sealed file comes, goes or is another."""
    found = read_signature_path(cas.changement.chemin[0])
    if found is None:
        return _file(cas)
    fichier, fonction = found
    known = cas.depot.vie.signataires
    named = known.signataires.get(fonction) if known is not None else None
    who = citation(named.fonction if named is not None else fonction)
    return f"la signature de {citation(fichier)} par {who} est {cas.changement.sorte.signature}"


_PHRASES: Mapping[str, Callable[[Cas], str]] = {
    CONSIGNE: _avenant,
    FICHIER: _file,
    SERIE: _serie,
    SIGNATURE: _signature,
}
ECRITS = frozenset(_PHRASES)
"""Kinds of changes that this module says."""
