"""SCE002 to SCE004, SCE008, SCE009: what is closed or called stays as it was (art. 8.3). SCE013: it was not ahead.

Knows: seals, the lines that the engine gives today. Must not know: how a seal is read (`loading.ecrits.sceaux`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import ecrire, inscrire
from convention.base.french import cite, compte, euros, jour, l_appel
from convention.checks.cadre.controle import controle, controle_du_calcul
from convention.checks.cadre.lecture import exercice_at, rows
from convention.checks.cadre.lieux import Constat, LaCle, Lieu, Ou, of_file, signal
from convention.engine.appels.acomptes import owes_advances
from convention.engine.appels.appels import callable_lines
from convention.engine.appels.echeances import echeances
from convention.engine.appels.mouvements import known_on, movements, told_later
from convention.engine.bilan import totals
from convention.engine.contribution import bill
from convention.model.cadre.document import path_of
from convention.model.documents.cles import CLES
from convention.model.documents.exercices import Exercice
from convention.model.forfaits import fee_name
from convention.model.mots.appels import GenreVolet
from convention.model.mots.communs import Nature, Phase, StatutExercice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from convention.checks.cadre.contexte import Contexte
    from convention.engine.lignes import Ligne
    from convention.model.depot import Depot, Reference
    from convention.model.ecrits.sceaux import Identite, Sceau
    from convention.model.vue import Valeur, Vue

_MONTRES = 3
CALCULES = frozenset(
    {
        *("convention", "service", "adherent", "souscriptions", "quantites", "depenses", "forfait", "cles"),
        *("couts-de-possession", "composants", "bareme", "indice", "reference", "exercice"),
    }
)
"""Kinds of documents that amounts are computed from."""
_REGULARISATION = str(GenreVolet.REGULARISATION)
_CONSEIL = (
    "rétablir la valeur, ou « convention rectifier {} --motif … » : le prochain appel qui régularise portera la "
    "correction"
)


REGLE = (
    " ; une règle, ou sa clé, qui change à partir d'une année s'écrit sous « redactions » de sa ligne ; pour un seul "
    "des composants de la ligne, l'écrire dans une copie de la ligne, que lui seul nomme"
)
"""Nothing tells a formula that was rewritten from a price: what is sealed is amounts."""


class _Scellee(NamedTuple):
    """A sealed line: its seal, its rank in it, the cents that it is about."""

    sceau: Sceau
    rang: int
    cents: int

    @property
    def lieu(self) -> Lieu:
        return of_file(self.sceau.path, self.sceau.ligne(self.rang))

    @property
    def quantite(self) -> str:
        return self.sceau.lignes[self.rang].quantite


class _Ecart(NamedTuple):
    """A line that is no longer what was sealed."""

    identite: Identite
    scellee: _Scellee | None
    """None for a line that was not there."""
    ligne: Ligne | None
    """None for a line that is no longer there."""
    releve: Reference | None = None
    """The count that is no longer the one that was sealed."""

    @property
    def recompte(self) -> Fraction:
        """By how much its quantity is no longer the one that was sealed."""
        if self.ligne is None or self.scellee is None or self.ligne.decompte is None:
            return Fraction(0)
        return self.ligne.decompte.quantite(self.ligne.rang) - Fraction(self.scellee.quantite or 0)

    @property
    def sources(self) -> tuple[Reference, ...]:
        """Where the counts of its quantity stand; of a line that was not there, they tell nothing."""
        if self.ligne is None or self.scellee is None or self.ligne.decompte is None:
            return ()
        return tuple(valeur.source for valeur in self.ligne.decompte.sources[self.ligne.rang])

    @property
    def cout(self) -> tuple[str, ...]:
        """The cost that it is a line of."""
        return _cost(self.identite)

    @property
    def partage(self) -> bool:
        """Whether its cost is shared."""
        return self.ligne is not None and any(self.ligne.calcul.partages)

    @property
    def avant(self) -> int:
        return self.scellee.cents if self.scellee is not None else 0

    @property
    def apres(self) -> int:
        return self.ligne.montant if self.ligne is not None else 0


@controle("SCE002")
def closings(depot: Depot) -> Iterator[Constat]:
    """SCE002: a closed exercice without its seal, when another has one or a call settled it; a seal of an open one."""
    sealed = {nom for nom, sceau in depot.sceaux.items() if not sceau.est_appel}
    settled = {
        ligne.exercice for sceau in depot.sceaux.values() for ligne in sceau.lignes if ligne.volet == _REGULARISATION
    }
    for annee, exercice in depot.exercices.items():
        closed = exercice.statut is StatutExercice.CLOS
        lieu = exercice_at(annee, "statut")
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
            yield signal("SCE002", lieu, message, inscrire("statut: clos") + ", ou retirer le fichier scellé")


@controle("SCE004", entiers=("exercice",))
def undeclared(depot: Depot) -> Iterator[Constat]:
    """SCE004: a sealed call that no milestone declares, or of another day."""
    known = echeances(depot)
    for nom, sceau in depot.sceaux.items():
        if not sceau.est_appel:
            continue
        lieu = of_file(sceau.path, 3)
        if nom not in known:
            message = f"{l_appel(nom)} est scellé, et aucun exercice ne déclare cette échéance"
            yield signal("SCE004", lieu, message, "rétablir l'échéance dans « jalons »")
        elif (scelle := date.fromisoformat(sceau.date)) != known[nom].date:
            message = f"{l_appel(nom)} est scellé au {jour(scelle)}, et déclaré au {jour(known[nom].date)}"
            yield signal("SCE004", lieu, message, "rétablir la date de l'échéance")


@controle_du_calcul("SCE003", par_exercice=True, entiers=CALCULES)
def altered(contexte: Contexte) -> Iterator[Constat]:
    """SCE003: a closed exercice whose amounts are no longer those that were closed; unread files tell nothing."""
    depot = contexte.depot
    for exercice in contexte.exercices:
        sceau = depot.sceaux.get(str(exercice.annee))
        if sceau is None or not depot.est_clos(exercice.annee):
            continue
        sealed = {ligne.identite: _Scellee(sceau, rang, ligne.montant) for rang, ligne in enumerate(sceau.lignes)}
        gaps = _gaps(sealed, exercice.vue, contexte.calculs.lignes(exercice, exercice.vue.phase))
        for group in _by_cause(gaps):
            message = f"l'exercice {sceau.nom} est clos, et {_what(depot, group)} change"
            constat = _Constat("SCE003", exercice.annee, message, _CONSEIL.format(sceau.nom))
            yield _told(depot, constat, group)


@controle_du_calcul("SCE008", "SCE009", par_exercice=True, entiers=CALCULES)
def called_otherwise(contexte: Contexte) -> Iterator[Constat]:
    """SCE008, SCE009: a revised amount that a sealed call called, and that the data no longer gives.

    The call does not change: of an open exercice, the difference goes to its balance, or to its regularisation; of a
    closed one, it would go nowhere.
    """
    depot = contexte.depot
    revised = contexte.calculs.des_documents(_revised, _revised)
    for exercice in contexte.exercices:
        sealed = revised[exercice.annee, GenreVolet.SOLDE] or revised[exercice.annee, GenreVolet.ACOMPTE]
        if not sealed:
            continue
        sceau = _sceau(sealed)
        advance = not revised[exercice.annee, GenreVolet.SOLDE]
        vue = contexte.calculs.in_phase(exercice, Phase.REVISE).vue
        gaps = _revised_gaps(depot, sealed, vue, contexte.calculs.lignes(exercice, Phase.REVISE), advance=advance)
        closed = depot.est_clos(exercice.annee)
        if closed and gaps:
            gaps = _unexplained(depot, vue, sealed, gaps, advance=advance)
        code, hint = (
            ("SCE009", _closed(depot, exercice.annee, sceau))
            if closed
            else ("SCE008", _next_call(depot, exercice.annee, sceau))
        )
        for group in _by_cause(gaps):
            message = f"{l_appel(sceau.nom)} est émis, et les données ne redonnent plus {_what(depot, group)}"
            yield _told(depot, _Constat(code, exercice.annee, message, hint), group)


@controle_du_calcul("SCE013", avertit=True, par_exercice=True, entiers=CALCULES)
def called_ahead(contexte: Contexte) -> Iterator[Constat]:
    """SCE013: an exercice still said to be forecast, when a sealed call starts from other amounts, the revised ones."""
    depot, revised = contexte.depot, contexte.calculs.des_documents(_revised, _revised)
    for exercice in contexte.exercices:
        annee, phase = exercice.annee, exercice.vue.phase
        sealed = revised[annee, GenreVolet.ACOMPTE] or revised[annee, GenreVolet.SOLDE]
        if not sealed or phase is not Phase.PREVISIONNEL:
            continue
        told, asked = (totals(contexte.calculs.lignes(exercice, item)).par_adherent for item in (phase, Phase.REVISE))
        gaps = {nom: abs(asked.get(nom, 0) - told.get(nom, 0)) for nom in sorted({*told, *asked})}
        moved = sorted(filter(gaps.__getitem__, gaps), key=gaps.__getitem__, reverse=True)
        if moved:
            call = f"{l_appel(_sceau(sealed).nom)}, scellé, part du montant révisé"
            others = compte(len(moved), "adhérent a deux montants différents", "adhérents ont deux montants différents")
            both = f"{euros(told.get(moved[0], 0))} au prévisionnel, {euros(asked.get(moved[0], 0))} au révisé"
            who = f"{others}, dont {depot.nom_de(moved[0])} ({both})"
            message = f"l'exercice {annee} est encore dit prévisionnel, et {call} : {who}"
            yield signal("SCE013", exercice_at(annee, "phase"), message, ecrire(str(Phase.REVISE), "phase"))


def _unexplained(
    depot: Depot, vue: Vue, sealed: Mapping[Identite, _Scellee], gaps: list[_Ecart], *, advance: bool
) -> list[_Ecart]:
    """Leave out what who came or left after the call explains: its regularisation carried it (art. 8.3).

    So it does of who came or left before the call, and was told after it, once the closing is sealed: it says who was
    there until when (SCE003), and its declared corrections say on which other day. A cost that is shared is explained
    whole: who came may take just what another price adds, and no line of the others would tell it.
    """
    day = date.fromisoformat(_sceau(sealed).date)
    days = [day, *movements(vue.perimetre, vue.exercice, day)]
    if (closing := depot.sceaux.get(str(vue.exercice))) is not None:
        days += told_later(vue.perimetre, vue.exercice, day)
        gaps = _undeclared(gaps, {item.identite for item in closing.rectifications})
    for known in days:
        lignes = bill(known_on(vue, known)).lignes
        found = _revised_gaps(depot, sealed, vue, lignes, advance=advance)
        shared = {_cost(item.identite) for item in lignes if any(item.calcul.partages)}
        left = {gap.identite for gap in found}
        costs = {gap.cout for gap in found} & shared
        gaps = [gap for gap in gaps if gap.identite in left or gap.cout in costs]
    return gaps


def _undeclared(gaps: list[_Ecart], declared: set[Identite]) -> list[_Ecart]:
    """Leave out what a declared correction explains: its line, or its whole cost when shared; never a recount."""
    recounted, costs = {gap.cout for gap in gaps if gap.recompte}, {_cost(item) for item in declared}
    return [
        gap
        for gap in gaps
        if gap.cout in recounted or gap.cout not in costs or not (gap.identite in declared or gap.partage)
    ]


def _revised_gaps(
    depot: Depot, sealed: Mapping[Identite, _Scellee], vue: Vue, lignes: Iterable[Ligne], *, advance: bool
) -> list[_Ecart]:
    """Compare what a call stated with what is computed; an advance asks nothing of who is no member (reading 78)."""
    day = date.fromisoformat(_sceau(sealed).date)
    asked = callable_lines(depot, lignes)
    if advance:
        asked = [item for item in asked if item.identite in sealed or owes_advances(depot, item.adherent, day)]
    return _gaps(sealed, vue, asked)


def _sceau(sealed: Mapping[Identite, _Scellee]) -> Sceau:
    return next(iter(sealed.values())).sceau


def _closed(depot: Depot, annee: int, sceau: Sceau) -> str:
    """Say what to do of an exercice that is closed: a balance that is not sealed yet would have carried the gap."""
    if (nom := _settling(depot, annee, sceau, GenreVolet.SOLDE)) is not None:
        command = cite(f"convention appels sceller {nom}")
        sealed = f"sceller d'abord {l_appel(nom)}, qui le solde et porte l'écart ({command}), puis clore"
        return f"rétablir la valeur ; ou, si l'exercice n'est pas encore clos, {sealed}"
    why = "l'exercice est clos, ce qui en a été appelé ne change plus"
    return f"rétablir la valeur : {why}{depot.convention.clauses.selon('appels')}"


def _revised(depot: Depot) -> Mapping[tuple[int, str], dict[Identite, _Scellee]]:
    """Return the revised amounts of each exercice as its balance states them, and as its last advance does."""
    found: dict[tuple[int, str], dict[Identite, _Scellee]] = defaultdict(dict)
    for sceau in depot.sceaux.values():
        told: dict[tuple[int, str], dict[Identite, _Scellee]] = defaultdict(dict)
        for rang, ligne in enumerate(sceau.lignes):
            told[ligne.exercice, ligne.volet][ligne.identite] = _Scellee(sceau, rang, ligne.base)
        found.update(told)
    return found


def _next_call(depot: Depot, annee: int, sceau: Sceau) -> str:
    """Say where the difference goes: to the balance, else to the regularisation, of what was realised (art. 8.3)."""
    balance = _settling(depot, annee, sceau, GenreVolet.SOLDE)
    nom = balance or _settling(depot, annee, sceau, GenreVolet.REGULARISATION)
    carried = l_appel(nom) if nom is not None else "la régularisation de l'exercice"
    what = "l'écart" if balance else "l'écart du réalisé"
    return f"ce qui est émis ne change pas, {carried} portera {what} ; rétablir la valeur si ce n'est pas voulu"


def _settling(depot: Depot, annee: int, sceau: Sceau, genre: GenreVolet) -> str | None:
    """Name the first call after a seal that settles an exercice and is not sealed itself."""
    for nom, appel in echeances(depot).items():
        for volet in appel.volets if nom > sceau.nom and nom not in depot.sceaux else ():
            if volet.exercice == annee and volet.genre is genre:
                return nom
    return None


def _gaps(sealed: Mapping[Identite, _Scellee], vue: Vue, lignes: Iterable[Ligne]) -> list[_Ecart]:
    after = {ligne.identite: ligne for ligne in lignes}
    pairs = [_Ecart(item, sealed.get(item), after.get(item)) for item in sorted({**sealed, **after})]
    gaps = [gap for gap in pairs if gap.avant != gap.apres]
    return _recounted(gaps, pairs, vue) if gaps else []


def _recounted(gaps: list[_Ecart], pairs: list[_Ecart], vue: Vue) -> list[_Ecart]:
    """Find the count that each quantity moved by: none when it is its key that moved.

    It did when each line of its cost counts otherwise, or when another cost still counts as it did. Of a sum of keys,
    it is the one that another cost knows to have been recounted.
    """
    moved, kept = ([pair for pair in pairs if pair.sources and bool(pair.recompte) is told] for told in (True, False))
    same, alone = {item for pair in kept for item in pair.sources}, {pair.sources for pair in moved}
    counted, costs = {pair.cout for pair in kept}, Counter(pair.cout for pair in moved)
    rekeyed = {cout for cout, n in costs.items() if (n > 1 and cout not in counted) or _resummed(cout, pairs, vue)}

    def found(gap: _Ecart) -> Reference | None:
        sources = [] if not gap.recompte or gap.cout in rekeyed else [item for item in gap.sources if item not in same]
        return min(sources, key=lambda item: (item,) not in alone, default=None)

    return [gap._replace(releve=found(gap)) for gap in gaps]


def _resummed(cout: tuple[str, ...], pairs: list[_Ecart], vue: Vue) -> bool:
    """Tell whether the key of a cost is a sum that gained or lost a term: each line moved by what it counts of it."""
    group = [pair for pair in pairs if pair.cout == cout and pair.sources]
    cle = vue.regles.cles.get(next((str(pair.ligne.cle) for pair in group if pair.ligne is not None), ""))
    if cle is None or not cle.somme:
        return False

    def explains(term: Mapping[str, Valeur], pair: _Ecart) -> bool:
        count = term.get(pair.identite[0])
        by = count.valeur if count is not None else 0
        return pair.recompte == (by if count is not None and count.source in pair.sources else -by)

    return any(all(explains(term, pair) for pair in group) for term in vue.volumes.comptages.values())


def _cost(identite: Identite) -> tuple[str, ...]:
    _, service, objet, nature, _ = identite
    return service, objet, nature


def _by_cause(gaps: list[_Ecart]) -> list[list[_Ecart]]:
    """Gather the lines of one cost: those that were recounted, that came or went tell it, the others only follow."""
    groups: dict[tuple[str, ...], list[_Ecart]] = {}
    for gap in gaps:
        groups.setdefault(gap.cout, []).append(gap)
    return [sorted(group, key=_follows) for group in groups.values()]


def _follows(gap: _Ecart) -> tuple[bool, bool, bool]:
    return gap.releve is None, not gap.recompte, gap.scellee is not None and gap.ligne is not None


def _what(depot: Depot, group: list[_Ecart]) -> str:
    _, _, objet, nature, _ = group[0].identite
    if nature == Nature.MASSE_SALARIALE:
        return fee_name(depot, objet).le
    return f"le {Nature(nature).court} de {cite(objet)}"


class _Constat(NamedTuple):
    """How a difference is told: its code, of which exercice, its sentence up to the amounts, the advice."""

    code: str
    annee: int
    message: str
    conseil: str


def _told(depot: Depot, constat: _Constat, group: list[_Ecart]) -> Constat:
    shown = [
        f"{depot.nom_de(gap.identite[0])}, {euros(gap.avant)} devient {euros(gap.apres)}" for gap in group[:_MONTRES]
    ]
    rest = len(group) - len(shown)
    if rest:
        shown.append(f"{compte(rest, 'autre ligne', 'autres lignes')}")
    sealed = next((gap.scellee.lieu for gap in group if gap.scellee is not None), None)
    found = _where(depot, constat.annee, group[0])
    related: list[tuple[Ou, str]] = [(sealed, "la ligne scellée")] if sealed is not None and found is not None else []
    hint = constat.conseil
    # A fixed share is written with its key: another from a year on is another key, and no count is to be found again.
    if group[0].releve is None or group[0].releve.path == CLES:
        tarifs, nature = {gap.ligne.calcul.ligne_tarif for gap in group if gap.ligne}, Nature(group[0].identite[3])
        ruled = [row.at(nature.mode, "formule") for row in rows(depot) if row.ligne.id in tarifs]
        related += [(row, "sa formule") for row in ruled]
        # Of an open exercice (SCE008), who comes or leaves moves each shared cost, and no rule did.
        hint += REGLE if ruled and nature is not Nature.DIRECT and constat.code != "SCE008" else ""
    hint = _renamed(depot, group[0].identite[2]) or hint
    where = found or sealed or of_file(path_of(Exercice, annee=constat.annee))
    return signal(constat.code, where, f"{constat.message} : {' ; '.join(shown)}", hint, *related)


def _renamed(depot: Depot, objet: str) -> str:
    """Say that a sealed component has another id now: what is sealed is found by it alone; nothing of another one."""
    renames = {item.composant.renomme_de: nom for nom, item in depot.composants.items() if item.composant.renomme_de}
    named = {ligne.objet for sceau in depot.sceaux.values() for ligne in sceau.lignes}
    old = next((old for old, new in renames.items() if objet in (old, new) and old in named), None)
    if old is None:
        return ""
    again = f"rendre à {cite(renames[old])} son identifiant, {cite(old)}"
    return f"{again}, que des lignes scellées nomment : seul son libellé peut changer"


def _where(depot: Depot, annee: int, gap: _Ecart) -> Ou | None:
    """Point at the quantity that was recounted, else at the amounts of the component, else at the first price.

    Of a line that is counted otherwise, or gone, only the seal tells what it was.
    """
    if gap.recompte or gap.ligne is None:
        return gap.releve
    item = depot.composants.get(gap.identite[2])
    if item is not None:
        return LaCle(item.reference("montants", str(annee)) if gap.scellee is not None else item.reference())
    return next((valeur.source for valeur in gap.ligne.calcul.valeurs.values()), None)
