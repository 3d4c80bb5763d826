"""SCE002 to SCE004: what is closed stays as it was closed, what was called is what a milestone declares (art. 8.3).

Knows: seals, the lines that the engine gives today. Must not know: how a seal is read (`loading.sceaux`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import Span
from convention.base.french import cite, compte, euros, jour
from convention.base.money import exact_text
from convention.checks.lecture import COUT, exercice_path
from convention.checks.lieux import Lieu, place, signal
from convention.engine.appels import echeances
from convention.engine.contribution import calculer
from convention.model.depot import Reference
from convention.model.vocabulaire import Nature, StatutExercice
from convention.model.vocabulaire_appels import GenreVolet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.checks.contexte import Contexte
    from convention.engine.lignes import Ligne
    from convention.model.depot import Depot
    from convention.model.sceaux import Identite, Sceau

_MONTRES = 3
_CALCULES = frozenset(
    {
        *("convention", "service", "adherent", "souscriptions", "quantites", "depenses", "forfait", "cles"),
        *("couts-de-possession", "composants", "bareme", "indice", "reference", "exercice"),
    }
)
"""Kinds of documents that amounts are computed from."""
_REGULARISATION = str(GenreVolet.REGULARISATION)
_CONSEIL = "rétablir la valeur, ou « convention rectifier {} --motif … » : l'appel suivant portera la correction"


class _Ecart(NamedTuple):
    """A line of a closed exercice that is no longer what was closed."""

    identite: Identite
    avant: int
    apres: int
    rang: int | None
    """Its rank in the seal; none for a line that was not there."""
    ligne: Ligne | None


def closings(depot: Depot) -> Iterator[Diagnostic]:
    """SCE002: a closed exercice without its seal, when another has one or a call settled it; a seal of an open one."""
    sealed = {nom for nom, sceau in depot.sceaux.items() if not sceau.est_appel}
    settled = {
        ligne.exercice for sceau in depot.sceaux.values() for ligne in sceau.lignes if ligne.volet == _REGULARISATION
    }
    for annee, exercice in depot.exercices.items():
        closed = exercice.statut is StatutExercice.CLOS
        lieu = place(depot, Reference(exercice_path(annee), ("statut",)))
        if (
            closed
            and (sealed or annee in settled)
            and str(annee) not in sealed
            and f"pricing/clotures/{annee}.json" not in depot.illisibles
        ):
            message = f"l'exercice {annee} est clos, et ses lignes ne sont pas scellées"
            yield signal("SCE002", lieu, message, f"lancer « convention clore {annee} »")
        elif not closed and str(annee) in sealed:
            message = f"l'exercice {annee} est ouvert, et ses lignes sont scellées ({depot.sceaux[str(annee)].path})"
            yield signal("SCE002", lieu, message, "écrire « statut: clos », ou retirer le fichier scellé")


def undeclared(depot: Depot) -> Iterator[Diagnostic]:
    """SCE004: a sealed call that no milestone declares, or of another day."""
    if "exercice" in depot.incomplets:
        return
    known = echeances(depot)
    for nom, sceau in depot.sceaux.items():
        if not sceau.est_appel:
            continue
        lieu = _line(sceau, 3)
        if nom not in known:
            message = f"l'appel de {cite(nom)} est scellé, et aucun exercice ne déclare cette échéance"
            yield signal("SCE004", lieu, message, "rétablir l'échéance dans « jalons »")
        elif known[nom].date.isoformat() != sceau.date:
            message = f"l'appel de {cite(nom)} est scellé au {sceau.date}, et déclaré au {jour(known[nom].date)}"
            yield signal("SCE004", lieu, message, "rétablir la date de l'échéance")


def altered(contexte: Contexte) -> Iterator[Diagnostic]:
    """SCE003: a closed exercice whose amounts are no longer those that were closed; unread files tell nothing."""
    depot = contexte.depot
    if depot.incomplets & _CALCULES:
        return
    for exercice in contexte.exercices:
        sceau = depot.sceaux.get(str(exercice.annee))
        if sceau is None or depot.exercices[exercice.annee].statut is not StatutExercice.CLOS:
            continue
        gaps = _gaps(sceau, calculer(exercice.vue, exercice.presences).lignes)
        recounts = frozenset(sources[0] for gap in gaps if len(sources := _recounts(sceau, gap)) == 1)
        for cause, group in _by_cause(sceau, gaps).items():
            yield _altered(depot, sceau, cause, group, recounts)


def _gaps(sceau: Sceau, lignes: tuple[Ligne, ...]) -> list[_Ecart]:
    before = {ligne.identite: (rang, ligne) for rang, ligne in enumerate(sceau.lignes)}
    after = {ligne.identite: ligne for ligne in lignes}
    found = []
    for identite in sorted({**before, **after}):
        rang, sealed = before.get(identite, (None, None))
        now = after.get(identite)
        was, becomes = sealed.montant if sealed is not None else 0, now.montant if now is not None else 0
        if was != becomes:
            found.append(_Ecart(identite, was, becomes, rang, now))
    return found


def _by_cause(sceau: Sceau, gaps: list[_Ecart]) -> dict[tuple[str, str, str], list[_Ecart]]:
    """Gather the lines of one cost: those whose own quantity changed tell it, the others only follow."""
    groups: dict[tuple[str, str, str], list[_Ecart]] = {}
    for gap in gaps:
        _, service, objet, nature, _ = gap.identite
        groups.setdefault((service, objet, nature), []).append(gap)
    return {cause: sorted(group, key=lambda gap: not _recounted(sceau, gap)) for cause, group in groups.items()}


def _recounted(sceau: Sceau, gap: _Ecart) -> bool:
    """Tell whether the adherent's own quantity is no longer that of the closing."""
    decompte = gap.ligne.decompte if gap.ligne is not None else None
    if decompte is None or gap.ligne is None or gap.rang is None:
        return False
    return exact_text(decompte.quantite(gap.ligne.rang)) != sceau.lignes[gap.rang].quantite


def _recounts(sceau: Sceau, gap: _Ecart) -> tuple[Reference, ...]:
    """Return where the counts of a quantity stand that is no longer that of the closing."""
    decompte = gap.ligne.decompte if gap.ligne is not None else None
    if decompte is None or gap.ligne is None or not _recounted(sceau, gap):
        return ()
    return tuple(valeur.source for valeur in decompte.sources[gap.ligne.rang])


def _altered(
    depot: Depot,
    sceau: Sceau,
    cause: tuple[str, str, str],
    group: list[_Ecart],
    recounts: frozenset[Reference],
) -> Diagnostic:
    _, objet, nature = cause
    shown = [f"{_who(depot, gap)} {euros(gap.avant)} devient {euros(gap.apres)}" for gap in group[:_MONTRES]]
    rest = len(group) - len(shown)
    if rest:
        shown.append(f"{compte(rest, 'autre ligne', 'autres lignes')}")
    what = f"le {COUT[Nature(nature)]} de {cite(objet)}" if objet else "la masse salariale"
    message = f"l'exercice {sceau.nom} est clos, et {what} change : {' ; '.join(shown)}"
    first = next((gap.rang for gap in group if gap.rang is not None), None)
    sealed = _line(sceau, sceau.ligne(first) if first is not None else 1)
    related = ((sealed, "la ligne scellée"),) if first is not None else ()
    return signal(
        "SCE003", _where(depot, sceau, group[0], sealed, recounts), message, _CONSEIL.format(sceau.nom), related
    )


def _where(depot: Depot, sceau: Sceau, gap: _Ecart, sealed: Lieu, recounts: frozenset[Reference]) -> Lieu:
    """Point at the quantity that was recounted, else at the amounts of the component, else at the seal.

    Of a sum of keys, it is the one that another cost knows to have been recounted.
    """
    sources = _recounts(sceau, gap)
    if sources:
        return place(depot, next((source for source in sources if source in recounts), sources[0]))
    item = depot.composants.get(gap.identite[2])
    if item is not None:
        return place(depot, item.reference("montants", sceau.nom), key=True)
    return sealed


def _line(sceau: Sceau, line: int) -> Lieu:
    return Lieu(Span(sceau.path, line, 1, line, 2), "")


def _who(depot: Depot, gap: _Ecart) -> str:
    dossier = depot.dossiers.get(gap.identite[0])
    return f"{dossier.identite.nom}," if dossier is not None else f"{gap.identite[0]},"
