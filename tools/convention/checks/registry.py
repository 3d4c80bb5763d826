"""All the checks: they declare themselves (`cadre.controle`), in any module of this folder.

Knows: the order of the stages, what the traits of a code (`base.codes`) let it hide. Must not know: what a check says.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING, NamedTuple

from convention import checks
from convention.base.codes import CODES
from convention.base.diagnostic import Diagnostic, Severity, sort_diagnostics
from convention.checks.cadre.controle import controle, controle_du_calcul, controle_du_jour
from convention.checks.cadre.memoire import Memoire
from convention.checks.cadre.passage import Passage
from convention.checks.sceaux import scelles
from convention.model.assemblage import adherents_sans_identite, salvaged
from convention.model.cadre.document import path_of
from convention.model.documents.catalogue import Service
from convention.model.documents.composants import Composants
from convention.model.documents.exercices import Exercice
from convention.model.genres import GENRES, read_path
from convention.model.valeurs.chemins import ADHERENTS, adherent_of, folder_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from convention.model.depot import Depot

for _module in walk_packages(checks.__path__, f"{checks.__name__}."):
    import_module(_module.name)


class Memoires(NamedTuple):
    """What the checks found in the Depot before, and in what was left of its misshapen documents."""

    documents: Memoire
    restes: Memoire


def memoires() -> Memoires:
    """Return what keeps the results of the checks from one Depot to the next."""
    return Memoires(Memoire(), Memoire())


def run(
    depot: Depot, au: date | None = None, *, errors_only: bool = False, gardes: Memoires | None = None
) -> tuple[Diagnostic, ...]:
    """Check a Depot, read on a day; without one, nothing is said of what is still to come.

    A wrong file only silences what is computed from it; any error silences the warnings that follow from sums; one that
    prevents computing silences what compares a seal with what is computed. What was found in the Depot before
    (`gardes`) is not looked for again when it holds.
    """
    passage = Passage(depot) if gardes is None else gardes.documents.devient(depot)
    found = [*_of_documents(passage, au, errors_only=errors_only), *_rest_of_misshapen(depot, au, gardes)]
    # Without its keys, no formula can be read: everything computed would be doubtful.
    if "cles" not in depot.incomplets:
        wrong = depot.illisibles | {item.span.path for item in found if item.severity is Severity.ERREUR}
        checks = controle_du_calcul.retenus(errors_only=errors_only)
        computed = (item for check in checks for item in passage.calcule(check))
        sure = [item for item in computed if not wrong or _is_sure(item, wrong)]
        doubtful = any(_prevents_computing(item) for item in (*found, *sure))
        found += [item for item in sure if not (doubtful and CODES[item.code].compare_un_sceau)]
    return sort_diagnostics(found)


def _prevents_computing(diagnostic: Diagnostic) -> bool:
    known = read_path(diagnostic.span.path)
    computed_from = known is not None and known.genre.nom in scelles.CALCULES
    return computed_from and CODES[diagnostic.code].empeche_le_calcul


def _of_documents(passage: Passage | Memoire, au: date | None, *, errors_only: bool = False) -> Iterator[Diagnostic]:
    for check in controle.retenus(errors_only=errors_only):
        yield from passage.dit(check)
    if au is not None:
        for dated in controle_du_jour.retenus():
            yield from passage.dit(dated, au)


def _rest_of_misshapen(depot: Depot, au: date | None, gardes: Memoires | None) -> Iterator[Diagnostic]:
    """Check what misshapen documents would hide: the rest of each, and the folders without their identity.

    Only what is said of one value, or inside one folder, holds without what was set aside.
    """
    partial = salvaged(depot)
    if partial is None:
        return
    restes = {path: fichier.reste.root for path, fichier in depot.fichiers.items() if fichier.reste is not None}
    folders = tuple(map(folder_of, adherents_sans_identite(depot)))
    # A name may be unknown only because its declaration is what is wrong: what cites it waits for the files that name.
    named = depot.incomplets <= _D_UN_ADHERENT
    passage = Passage(partial) if gardes is None else gardes.restes.devient(partial)
    for item in _of_documents(passage, au):
        path, code = item.span.path, CODES[item.code]
        if path in restes:
            holds, others = any(field in restes[path] for field in item.pointer[:1]), code.code == "REF001"
        else:
            holds, others = path.startswith(folders) and path not in depot.illisibles, not code.compare_a_l_identite
        if holds and (code.d_une_valeur or (named and others)):
            yield item


_D_UN_ADHERENT = frozenset(item.nom for item in GENRES if item.place.startswith(ADHERENTS)) - {"titres", "litiges"}
"""Kinds whose documents name nothing that others refer to, but an adherent (by its folder)."""


def _is_sure(diagnostic: Diagnostic, wrong: frozenset[str]) -> bool:
    """Tell whether a computed message holds whatever the wrong files should say."""
    code = CODES[diagnostic.code]
    if code.severity is not Severity.ERREUR or not wrong.isdisjoint(code.depend_de):
        return False
    adherent, where = adherent_of(diagnostic.span.path), read_path(diagnostic.span.path)
    if adherent and where is not None:
        year = path_of(Exercice, annee=where.annee)
        if any(path == year or adherent_of(path) == adherent for path in wrong):
            return False
    # A component's beneficiaries follow from its service: which sub-services are on demand, what comes with membership.
    causes = [read_path(span.path) for span, _ in diagnostic.related]
    components = [item.id for item in causes if item is not None and item.genre.modele is Composants]
    return wrong.isdisjoint(path_of(Service, code) for code in components)
