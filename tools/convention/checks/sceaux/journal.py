"""SCE006, SCE007, SCE010: what is sealed is what the journal says, entry after entry, and what the seals before it say.

Knows: the journal, the sha256 of sealed files, seals, the rates that milestones declare (art. 8.3). Must not know: what
the data gives today (`scelles`), another revision (`compare.sceaux`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from convention.base.french import cite, compte, enumere, euros, jour
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lieux import Constat, of_file, signal
from convention.engine.appels.acomptes import advance, all_frozen
from convention.engine.appels.appels import add_called
from convention.engine.appels.echeances import echeances
from convention.model.depot import Reference
from convention.model.ecrits.journal import JOURNAL, ActeSceau, in_force, link
from convention.model.ecrits.sceaux import is_intact
from convention.model.ecrits.scelles import dossier_etats
from convention.model.forfaits import fee_name
from convention.model.mots.appels import GenreVolet
from convention.model.mots.communs import Nature, Section
from convention.model.valeurs.chemins import CLOTURES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot
    from convention.model.ecrits.journal import Inscription
    from convention.model.ecrits.sceaux import Identite, Sceau

_RETABLIR = "rétablir le journal (git restore pricing/sceaux.yaml) : il ne s'écrit que par sa fin, par l'outil"
_RESTAURER = (
    "le rétablir (git restore) ; s'il doit changer, par décision : « convention desceller », de tout en une fois, puis "
    "sceller de nouveau"
)
_MONTRES = 5


@controle("SCE010", avertit=True)
def without_journal(depot: Depot) -> Iterator[Constat]:
    """SCE010: sealed files that no journal lists."""
    sealed = _sealed(depot)
    if sealed and depot.journal is None and JOURNAL not in depot.illisibles:
        message = "ce qui est scellé n'a pas de journal : rien ne lie un sceau à celui qui le précède"
        hint = "lancer « convention appels sceller », sur le dernier appel : le journal est écrit d'après les sceaux"
        yield signal("SCE010", of_file(sealed[0]), message, hint)


@controle("SCE006")
def broken_chain(depot: Depot) -> Iterator[Constat]:
    """SCE006: an entry that does not follow the one before, or an act that cannot follow it."""
    known: dict[str, Inscription] = {}
    before = ""
    for rang, item in enumerate(depot.inscriptions):
        if link(before, item) != item.chaine:
            message = f"l'inscription n° {rang + 1} ne suit pas celle qui la précède : l'une des deux a été changée"
            yield signal("SCE006", _at(rang, "chaine"), message, _RETABLIR)
            return
        wrong = _impossible(item, known.get(item.fichier))
        if wrong:
            yield signal("SCE006", _at(rang, "acte"), f"{cite(item.fichier)} : {wrong}", _RETABLIR)
        known[item.fichier], before = item, item.chaine


@controle("SCE006")
def otherwise_than_listed(depot: Depot) -> Iterator[Constat]:
    """SCE006: a sealed file that is not what the journal lists, or that it does not list."""
    if depot.journal is None:
        return
    last = {item.fichier: rang for rang, item in enumerate(depot.inscriptions)}
    for fichier, item in in_force(depot.inscriptions).items():
        found = depot.scelles.empreintes.get(fichier)
        if found != item.sha256 and fichier not in depot.illisibles:
            yield signal("SCE006", _at(last[fichier], "fichier"), _otherwise(depot, item, found), _RESTAURER)
    for fichier in _sealed(depot):
        if fichier not in last:
            hint = "le retirer, ou le sceller par « convention appels sceller » ou « convention clore »"
            yield signal("SCE006", of_file(fichier), f"{cite(fichier)} est scellé, et le journal ne le dit pas", hint)


def _sealed(depot: Depot) -> list[str]:
    """List the calls, closings and folders of statements; an avenant is sealed by its vote (`compare.sceaux`)."""
    found = (path for path in depot.scelles.empreintes if path.startswith("pricing/"))
    return sorted(path for path in found if path not in depot.illisibles)


def _impossible(item: Inscription, before: Inscription | None) -> str:
    held = before.sha256 if before is not None else None
    if before is not None and item.le < before.le:
        return f"un acte du {jour(item.le)} y suit celui du {jour(before.le)}"
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


def _at(rang: int, champ: str) -> Reference:
    return Reference(JOURNAL, ("sceaux", rang, champ))


_CONSEIL = "rétablir le fichier scellé (git restore)"
_SUITES = frozenset({str(GenreVolet.SOLDE), str(GenreVolet.REGULARISATION)})


@controle("SCE007")
def restated_otherwise(depot: Depot) -> Iterator[Constat]:
    """SCE007: what was called before is the sum of the earlier seals; what is regularised is what was closed."""
    called: dict[tuple[int, Identite], int] = {}
    for sceau in depot.sceaux.values():
        if not sceau.est_appel:
            continue
        closed_by = {annee: _closed(depot, sceau, annee) for annee in {ligne.exercice for ligne in sceau.lignes}}
        calls, closings = [], []
        for rang, ligne in enumerate(sceau.lignes):
            if ligne.volet not in _SUITES:
                continue
            before = called.get((ligne.exercice, ligne.identite), 0)
            if ligne.anterieur != before:
                what = f"aurait déjà appelé {euros(ligne.anterieur)}, et les sceaux antérieurs {euros(before)}"
                calls.append((rang, what))
            amounts = closed_by[ligne.exercice]
            # The forfait is not recounted (art. 8.3): its closing says nothing of its regularisation.
            if amounts is None or ligne.volet != GenreVolet.REGULARISATION or ligne.nature == Nature.MASSE_SALARIALE:
                continue
            closed = amounts.get(ligne.identite, 0)
            if closed != ligne.base:
                what = f"régularise d'après {euros(ligne.base)}, et la clôture a scellé {euros(closed)}"
                closings.append((rang, what))
        yield from _first(depot, sceau, calls)
        yield from _first(depot, sceau, closings)
        yield from _forgotten(sceau, called)
        add_called(called, sceau)


@controle("SCE007")
def advances(depot: Depot) -> Iterator[Constat]:
    """SCE007: the advance of each kind of cost is its rate × its base, its cents given to the largest remainders."""
    declared = echeances(depot)
    before: dict[tuple[int, Identite], int] = {}
    for sceau in depot.sceaux.values():
        for volet in declared[sceau.nom].volets if sceau.nom in declared else ():
            if volet.genre is not GenreVolet.ACOMPTE or volet.taux is None:
                continue
            ranks = {
                ligne.identite: rang
                for rang, ligne in enumerate(sceau.lignes)
                if ligne.volet == GenreVolet.ACOMPTE and ligne.exercice == volet.exercice
            }
            bases = {identite: sceau.lignes[rang].base for identite, rang in ranks.items()}
            figes = all_frozen(depot, volet.exercice, sceau.nom)
            called = {identite: cents for (annee, identite), cents in before.items() if annee == volet.exercice}
            expected = advance(bases, volet.taux, figes, called)
            wrong = []
            for identite, rang in ranks.items():
                # What is frozen otherwise than it was sealed has its own message (SCE004).
                known = identite[0] in figes and identite[4] == Section.FONCTIONNEMENT
                if sceau.lignes[rang].montant != expected[identite] and not known:
                    asked = f"appelle {euros(sceau.lignes[rang].montant)} d'acompte"
                    what = f"{asked}, et le taux en donne {euros(expected[identite])} sur {euros(bases[identite])}"
                    wrong.append((rang, what))
            yield from _first(depot, sceau, wrong)
        if sceau.est_appel:
            add_called(before, sceau)


def _closed(depot: Depot, sceau: Sceau, exercice: int) -> dict[Identite, int] | None:
    """Return what an exercice's closing gave each line when a call was sealed; None when nothing closed it."""
    closing = depot.sceaux.get(str(exercice))
    if closing is None:
        return None
    amounts = {item.identite: item.montant for item in closing.lignes}
    # Corrections that came after the call are undone, the last first.
    for item in reversed(closing.rectifications):
        if item.date > sceau.date:
            amounts[item.identite] = item.avant
    return amounts


def _forgotten(sceau: Sceau, called: dict[tuple[int, Identite], int]) -> Iterator[Constat]:
    """Refuse a balance, or a regularisation, that leaves out lines already called."""
    told: dict[int, set[Identite]] = defaultdict(set)
    for ligne in sceau.lignes:
        if ligne.volet in _SUITES:
            told[ligne.exercice].add(ligne.identite)
    left = [
        (identite, cents)
        for (annee, identite), cents in called.items()
        if annee in told and cents and identite not in told[annee]
    ]
    if left:
        named = ", ".join(filter(None, left[0][0][:3]))
        rest = f" et {compte(len(left) - 1, 'autre ligne', 'autres lignes')}" if left[1:] else ""
        total = euros(sum(cents for _, cents in left))
        message = f"{cite(sceau.nom)} oublie {total} déjà appelés : {named}{rest}"
        yield signal("SCE007", of_file(sceau.path, 1), message, _CONSEIL)


def _first(depot: Depot, sceau: Sceau, wrong: list[tuple[int, str]]) -> Iterator[Constat]:
    """Tell the first line that is wrong, and how many others are: one cause often moves them all."""
    if not wrong:
        return
    rang, what = wrong[0]
    ligne = sceau.lignes[rang]
    line = sceau.ligne(rang)
    rest = f" ; {compte(len(wrong) - 1, 'autre ligne', 'autres lignes')} de même" if wrong[1:] else ""
    named = fee_name(depot, ligne.objet).nu if ligne.nature == Nature.MASSE_SALARIALE else cite(ligne.objet)
    message = f"{cite(sceau.nom)}, {depot.nom_de(ligne.adherent)}, {named} : il {what}{rest}"
    yield signal("SCE007", of_file(sceau.path, line), message, _CONSEIL)
