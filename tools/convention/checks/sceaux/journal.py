"""SCE006, SCE010: what is sealed is what the journal says, entry after entry, each naming the one before (art. 8.3).

Knows: the journal, the sha256 of sealed files. Must not know: what they say, another revision (`compare.sceaux`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.diagnostic import Span
from convention.base.french import cite, enumere, jour
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lieux import Lieu, place, signal
from convention.model.depot import Reference
from convention.model.journal import JOURNAL, ActeSceau, in_force, link
from convention.model.sceaux import CLOTURES, is_intact
from convention.model.scelles import dossier_etats

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.model.depot import Depot
    from convention.model.journal import Inscription

_RETABLIR = "rétablir le journal (git restore pricing/sceaux.yaml) : il ne s'écrit que par sa fin, par l'outil"
_RESTAURER = (
    "le rétablir (git restore) ; s'il doit changer, par décision : « convention desceller », puis sceller de nouveau"
)
_MONTRES = 5


@controle("SCE010", avertit=True)
def without_journal(depot: Depot) -> Iterator[Diagnostic]:
    """SCE010: sealed files that no journal lists."""
    sealed = _sealed(depot)
    if sealed and depot.journal is None and JOURNAL not in depot.illisibles:
        message = "ce qui est scellé n'a pas de journal : rien ne lie un sceau à celui qui le précède"
        hint = "lancer « convention appels sceller », sur le dernier appel : le journal est écrit d'après les sceaux"
        yield signal("SCE010", Lieu(Span(sealed[0]), ""), message, hint)


@controle("SCE006")
def broken_chain(depot: Depot) -> Iterator[Diagnostic]:
    """SCE006: an entry that does not follow the one before, or an act that cannot follow it."""
    if depot.journal is None:
        return
    known: dict[str, Inscription] = {}
    before = ""
    for rang, item in enumerate(depot.journal.sceaux):
        if link(before, item) != item.chaine:
            message = f"l'inscription n° {rang + 1} ne suit pas celle qui la précède : l'une des deux a été changée"
            yield signal("SCE006", _at(depot, rang, "chaine"), message, _RETABLIR)
            return
        wrong = _impossible(item, known.get(item.fichier))
        if wrong:
            yield signal("SCE006", _at(depot, rang, "acte"), f"{cite(item.fichier)} : {wrong}", _RETABLIR)
        known[item.fichier], before = item, item.chaine


@controle("SCE006")
def otherwise_than_listed(depot: Depot) -> Iterator[Diagnostic]:
    """SCE006: a sealed file that is not what the journal lists, or that it does not list."""
    if depot.journal is None:
        return
    last = {item.fichier: rang for rang, item in enumerate(depot.journal.sceaux)}
    for fichier, item in in_force(depot.journal).items():
        found = depot.scelles.empreintes.get(fichier)
        if found != item.sha256 and fichier not in depot.illisibles:
            lieu = _at(depot, last[fichier], "fichier")
            yield signal("SCE006", lieu, _otherwise(depot, item, found), _RESTAURER)
    for fichier in _sealed(depot):
        if fichier not in last:
            message = f"{cite(fichier)} est scellé, et le journal ne le dit pas"
            hint = "le retirer, ou le sceller par « convention appels sceller » ou « convention clore »"
            yield signal("SCE006", Lieu(Span(fichier), ""), message, hint)


def _sealed(depot: Depot) -> list[str]:
    """List the calls, closings and folders of statements; an avenant is sealed by its vote (`compare.sceaux`)."""
    found = (path for path in depot.scelles.empreintes if path.startswith("pricing/"))
    return sorted(path for path in found if path not in depot.illisibles)


def _impossible(item: Inscription, before: Inscription | None) -> str:
    held = before.sha256 if before is not None else None
    if item.acte is ActeSceau.SCELLEMENT:
        wrong = "il est déjà scellé" if held is not None else "un scellement ne remplace rien" if item.remplace else ""
        return wrong or ("l'empreinte du fichier scellé manque" if item.sha256 is None else "")
    if held is None or item.remplace != held:
        return "il ne remplace pas ce qui était scellé"
    if item.acte is ActeSceau.RECTIFICATION:
        return "" if item.fichier.startswith(CLOTURES) and item.sha256 else "seule une clôture se rectifie"
    missing = [nom for nom in ("par", "motif", "decision") if getattr(item, nom) is None]
    return f"le descellement ne dit pas {enumere([cite(nom) for nom in missing])}" if missing else ""


def _otherwise(depot: Depot, item: Inscription, found: str | None) -> str:
    sealed = f"{cite(item.fichier)}, scellé le {jour(item.le)},"
    if item.sha256 is None:
        return f"{cite(item.fichier)}, dont le sceau a été levé et le fichier retiré le {jour(item.le)}, est là"
    if found is None:
        return f"{sealed} n'est plus là"
    wrong = [
        chemin.adherent
        for chemin, content in depot.scelles.etats.items()
        if dossier_etats(chemin.echeance) == item.fichier and not is_intact(content)
    ]
    told = f" : {enumere([f'{nom}.json' for nom in wrong[:_MONTRES]])}" if wrong else ""
    return f"{sealed} n'est plus ce qui a été scellé{told}"


def _at(depot: Depot, rang: int, champ: str) -> Lieu:
    return place(depot, Reference(JOURNAL, ("sceaux", rang, champ)))
