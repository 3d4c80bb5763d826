"""What a closing lacks, and what it sealed, as texts to read.

Knows: figures that are missing. Must not know: why they are asked for (`engine.appels.cloture`).
"""

from __future__ import annotations

from itertools import count, groupby
from typing import TYPE_CHECKING

from convention.base.french import cite, compte, enumere, jour, les_premiers
from convention.engine.appels.cloture import Manque, Motif, uncalled
from convention.engine.appels.echeances import call_of, regularising
from convention.model.cadre.document import path_of
from convention.model.documents.exercices import Exercice
from convention.model.documents.quantites import Place, Quantites
from convention.model.mots.appels import GenreVolet
from convention.model.mots.communs import Phase
from convention.reports.mots import sealed_name
from convention.reports.rendus.escape import terminal
from convention.reports.valeurs import signed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from convention.model.depot import Depot
    from convention.model.ecrits.sceaux import Rectification

_MONTRES = 8


def missing_text(depot: Depot, exercice: int, manques: Sequence[Manque], *, tout: bool = False) -> str:
    """Say what keeps an exercice open, by kind, then by component or adherent, with the file to complete.

    Of each, the first names only, unless all are asked for (`tout`).
    """
    parts = [f"L'exercice {exercice} ne peut pas être clos : il manque {compte(len(manques), 'valeur')}.", ""]
    for motif, items in groupby(manques, key=lambda item: item.motif):
        parts += [f"{motif.aide} :", *_lines(depot, exercice, list(items), len(manques) if tout else _MONTRES), ""]
    year = f"--exercice {exercice} --phase {Phase.REALISE}"
    kinds = dict.fromkeys((*(item.motif for item in manques), Motif.VALIDATION))
    told = enumere([cite(motif.commande.format(realise=year)) for motif in kinds])
    parts.append(f"À écrire par {told}, puis relancer la commande : rien n'a été écrit.")
    return "\n".join(parts) + "\n"


def unfinished_text(depot: Depot, exercice: int, au: date) -> str:
    """Say that an exercice is not over on a day, and is closed after; nothing once it is."""
    cited = depot.convention.clauses.selon("appels")
    return (
        f"l'exercice {exercice} n'est pas fini le {jour(au)} : il se clôt ensuite{cited}" if au.year <= exercice else ""
    )


def regularised_text(depot: Depot, exercice: int) -> str:
    """Say that no call carries what an exercice is found to owe, and where one may; nothing when one does."""
    left = uncalled(depot, exercice)
    if left is None:
        return ""
    return f"Aucun appel ne porte la régularisation de {exercice} ({signed(left)}) : {_to_write(depot, exercice)}."


def part_to_add(genre: GenreVolet, exercice: int, annee: int) -> str:
    """Say how a call of a year is to carry a part of an exercice."""
    part, path = cite(_part(genre, exercice)), path_of(Exercice, annee=annee)
    # What a call is about is printed as it is written: it must tell the part that is added.
    return f"ajouter {part} aux « volets » d'un appel de {path}, et le dire à son « objet »"


def _part(genre: GenreVolet, exercice: int) -> str:
    return f"{{genre: {genre}, exercice: {exercice}}}"


def _to_write(depot: Depot, exercice: int) -> str:
    """Say what to open, or to write, for a call to regularise an exercice: a year is opened with the calls before."""
    annee = min(exercice, depot.convention.derniere_annee)
    after, last = annee + 1, depot.exercices.get(annee)
    if after > depot.convention.derniere_annee:
        part, path = cite(_part(GenreVolet.REGULARISATION, annee)), path_of(Exercice, annee=annee)
        return f"ajouter aux « jalons » de {path} un appel d'après {annee}, au seul volet {part}"
    add = part_to_add(GenreVolet.REGULARISATION, annee, after)
    if after in depot.exercices:
        return add
    calls = last.appels if last is not None else ()
    copied = any(volet.genre is GenreVolet.REGULARISATION for _, appel in calls for volet in appel.volets)
    opened = f"« convention ouvrir-exercice {after} »"
    return f"{opened} en écrit un" if copied else f"{opened}, puis {add}"


def rectified_text(depot: Depot, exercice: int, corrections: Sequence[Rectification]) -> str:
    """Say whose line a correction changes, which one, by how much, and which call carries it."""
    appel = regularising(depot, exercice)
    carried = (
        f"l'appel du {jour(appel.date)} porte ces écarts"
        if appel is not None
        else f"aucun appel déclaré ne porte encore ces écarts : {_to_write(depot, _not_regularised(depot, exercice))}"
    )
    lines = []
    for item in corrections:
        who, line = terminal(depot.nom_de(item.adherent)), terminal(sealed_name(depot, item.identite))
        lines.append(f"- {who}, {line} : {signed(item.apres - item.avant)}")
    total = compte(len(corrections), "ligne rectifiée", "lignes rectifiées")
    return "\n".join([*lines, f"{total} : {carried}."]) + "\n"


def _not_regularised(depot: Depot, exercice: int) -> int:
    """Return the first exercice, of one and those after, that no call regularises and that one still may."""
    years = (annee for annee in count(exercice) if call_of(depot, GenreVolet.REGULARISATION, annee) is None)
    return next(annee for annee in years if annee + 1 not in depot.exercices or _has_a_call_to_come(depot, annee + 1))


def _has_a_call_to_come(depot: Depot, annee: int) -> bool:
    return any(appel.echeance not in depot.sceaux for _, appel in depot.exercices[annee].appels)


def _lines(depot: Depot, exercice: int, manques: Sequence[Manque], montres: int) -> Iterator[str]:
    for objet, items in groupby(manques, key=lambda item: item.objet):
        shown = les_premiers([_name(depot, item) for item in items], montres)
        dossier, item = depot.dossiers.get(objet), depot.composants.get(objet)
        if dossier is not None:
            yield f"- {terminal(dossier.identite.nom)} ({dossier.path(Quantites, exercice)}) : {shown}"
        else:
            path = item.reference().path if item is not None else "pricing/composants/"
            yield f"- {cite(terminal(objet))} ({path}) : {shown}"


def _name(depot: Depot, manque: Manque) -> str:
    cle = depot.cles.get(Place.read(manque.nom).cle)
    return terminal(manque.nom if cle is None else f"{cle.libelle} ({manque.nom})")
