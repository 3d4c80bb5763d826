"""What a proposal does of what its base holds for sealed or settled: nothing, a declared act, or an error (art. 8.3).

Knows: seals and journals of both sides; counts, prices and expenses, by exercice and phase. Must not know: git, media,
what a figure comes to in euros. A seal proves nothing against who rewrites the file and its sha256: only the other side
does. A closed amount that moves is an error of the data (`checks.sceaux.scelles`); a figure that no seal restates, such
as a forecast that a revision has replaced, leaves no trace but the base.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import Span
from convention.base.french import cite, compte, enumere, euros, jour, l_appel, nombre, prix
from convention.base.money import read_decimal
from convention.checks.cadre.lieux import Lieu, diagnostic, place
from convention.compare.changements.renommages import with_new_names
from convention.model.depot import Reference
from convention.model.documents.adherents import Depenses
from convention.model.documents.quantites import Quantites
from convention.model.ecrits.avenants_consignes import chemin
from convention.model.ecrits.journal import JOURNAL, ActeSceau, in_force
from convention.model.ecrits.scelles import dossier_etats
from convention.model.en_vigueur import price_at
from convention.model.forfaits import MASSE_SALARIALE
from convention.model.mots.communs import PHASES, Phase, StatutExercice
from convention.model.valeurs.chemins import CLOTURES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from fractions import Fraction

    from convention.base.diagnostic import Diagnostic
    from convention.model.depot import Depot, Dossier
    from convention.model.ecrits.journal import Inscription
    from convention.model.ecrits.sceaux import Identite, Sceau


_CONSEIL = (
    "rétablir le fichier (git restore) ; si une décision le change, la déclarer par « convention desceller », que le "
    "commentaire montre en premier"
)


class Montants(NamedTuple):
    """What a sealed file says of one adherent on both sides; cents, or nothing when it is only its statement."""

    adherent: str
    avant: int | None
    apres: int | None


class Levee(NamedTuple):
    """A sealed file that a declared act changes, and what it changes for whom."""

    acte: Inscription
    nom: str
    """« l'appel d'avril 2026 »."""
    retire: bool
    """Whether nothing takes its place."""
    montants: tuple[Montants, ...]


def refusals(base: Depot, head: Depot) -> tuple[Diagnostic, ...]:
    """SCE011, SCE012: list what a proposal changes of the journal, of what is sealed or settled, without an act."""
    return (
        *_rewritten_journal(base, head),
        *_undeclared(base, head),
        *settled(base, head, _new_acts(base, head)),
    )


def lifted(base: Depot, head: Depot) -> tuple[Levee, ...]:
    """List the declared acts of a proposal that replace or remove what was sealed, with their amounts."""
    return tuple(
        Levee(
            acte,
            named(acte.fichier, base),
            acte.fichier not in head.scelles.empreintes,
            _amounts(acte.fichier, base, head),
        )
        for acte in _new_acts(base, head)
        # What was sealed since the base is no seal of it.
        if acte.acte is ActeSceau.DESCELLEMENT and acte.fichier in base.scelles.empreintes
    )


def declared(base: Depot, head: Depot, annee: int) -> bool:
    """Tell whether a proposal declares what it changes of a closed exercice: it rectifies it, or lifts its seal."""
    return any(item.fichier == f"{CLOTURES}{annee}.json" for item in _new_acts(base, head))


def named(fichier: str, depot: Depot) -> str:
    """Name what a sealed file is: « l'appel d'avril 2026 », « la clôture de 2025 », « l'avenant n° 1 »."""
    for sceau in depot.sceaux.values():
        if sceau.path == fichier:
            return l_appel(sceau.nom) if sceau.est_appel else f"la clôture de {sceau.nom}"
        if dossier_etats(sceau.nom) == fichier:
            return f"les états émis de {l_appel(sceau.nom)}"
    numero = next((numero for numero in depot.avenants_consignes if chemin(numero) == fichier), None)
    return f"l'avenant n° {numero}" if numero is not None else cite(fichier)


def _rewritten_journal(base: Depot, head: Depot) -> Iterator[Diagnostic]:
    before, after = base.inscriptions, head.inscriptions
    for rang, item in enumerate(before):
        if rang >= len(after) or after[rang] != item:
            told = f"l'inscription n° {rang + 1} du journal des sceaux ({cite(item.fichier)}, {jour(item.le)})"
            done = "est retirée" if rang >= len(after) else "est changée"
            lieu = place(head, Reference(JOURNAL, ("sceaux", rang) if rang < len(after) else ()))
            hint = "rétablir le journal (git restore pricing/sceaux.yaml) : il ne s'écrit que par sa fin"
            yield diagnostic("SCE011", lieu, f"{told} {done}", hint)
            return


def _new_acts(base: Depot, head: Depot) -> tuple[Inscription, ...]:
    return head.inscriptions[len(base.inscriptions) :]


def _undeclared(base: Depot, head: Depot) -> Iterator[Diagnostic]:
    acts: dict[str, Inscription] = {}
    for item in _new_acts(base, head):
        if item.acte is not ActeSceau.SCELLEMENT:
            acts.setdefault(item.fichier, item)
    for fichier, sha256 in _sealed(base).items():
        after = head.scelles.empreintes.get(fichier)
        if after == sha256:
            continue
        acte = acts.get(fichier)
        if acte is None or acte.remplace != sha256:
            yield diagnostic("SCE011", Lieu(Span(fichier)), _changed(fichier, base, head), _CONSEIL)
        elif acte.acte is ActeSceau.RECTIFICATION:
            yield from _beyond_corrections(fichier, base, head)


def _sealed(base: Depot) -> Mapping[str, str]:
    """Return what the base holds for sealed: calls, closings, statements, what its journal lists, voted avenants."""
    listed = in_force(base.inscriptions)
    voted = {chemin(numero) for numero, item in base.vie.avenants.items() if item.empreinte is not None}
    return {
        fichier: sha256
        for fichier, sha256 in base.scelles.empreintes.items()
        if fichier.startswith("pricing/") or fichier in listed or fichier in voted
    }


def _changed(fichier: str, base: Depot, head: Depot) -> str:
    done = "change" if fichier in head.scelles.empreintes else "retire"
    told = amounts_text(_amounts(fichier, base, head), base)
    what = f"la proposition {done} ce qui est scellé, sans acte qui le déclare ({named(fichier, base)})"
    return f"{what} : {told}" if told else what


def amounts_text(items: Iterable[Montants], depot: Depot) -> str:
    """Write what changes for each adherent: « Fontazur, 117 840,99 € devient 127 840,99 € », or whose statements do."""
    told, issued = [], []
    for item in items:
        if item.avant is None and item.apres is None:
            issued.append(depot.du(item.adherent))
        else:
            told.append(f"{depot.nom_de(item.adherent)}, {euros(item.avant or 0)} devient {euros(item.apres or 0)}")
    if issued:
        one, several = "l'état {} n'est plus celui qui a été émis", "les états {} ne sont plus ceux qui ont été émis"
        told.append((one if len(issued) == 1 else several).format(enumere(issued)))
    return " ; ".join(told)


def _amounts(fichier: str, base: Depot, head: Depot) -> tuple[Montants, ...]:
    """Return what changes for each adherent in a sealed file, sorted by name."""
    before, after = _sums(fichier, base), _sums(fichier, head)
    if before or after:
        return _gaps(before, after)
    sides = [
        {
            item.adherent: content
            for item, content in depot.scelles.etats.items()
            if dossier_etats(item.echeance) == fichier
        }
        for depot in (base, head)
    ]
    names = sorted({**sides[0], **sides[1]})
    return tuple(Montants(nom, None, None) for nom in names if sides[0].get(nom) != sides[1].get(nom))


def resealed(before: Sceau, after: Sceau) -> tuple[Montants, ...]:
    """Return what changes for each adherent between two seals of one call, or of one closing."""
    return _gaps(_called(before), _called(after))


def _gaps(before: Mapping[str, int], after: Mapping[str, int]) -> tuple[Montants, ...]:
    rows = [Montants(nom, before.get(nom, 0), after.get(nom, 0)) for nom in sorted({**before, **after})]
    return tuple(item for item in rows if item.avant != item.apres)


def _called(sceau: Sceau) -> dict[str, int]:
    """Add up the cents of a sealed call or closing, by adherent."""
    found: dict[str, int] = defaultdict(int)
    for ligne in sceau.lignes:
        found[ligne.adherent] += ligne.montant
    return found


def _sums(fichier: str, depot: Depot) -> dict[str, int]:
    """Add up the cents of a sealed call, closing or avenant, by adherent."""
    for sceau in depot.sceaux.values():
        if sceau.path == fichier:
            return _called(sceau)
    found: dict[str, int] = defaultdict(int)
    for numero, kept in depot.avenants_consignes.items():
        for row in kept.contenu.montants if chemin(numero) == fichier else ():
            found[row["adherent"]] += read_decimal(row["apres"]) - read_decimal(row["avant"])
    return found


def _beyond_corrections(fichier: str, base: Depot, head: Depot) -> Iterator[Diagnostic]:
    """Refuse a rectified closing whose lines are not those of before plus the corrections that it declares."""
    old, new = (next((item for item in depot.sceaux.values() if item.path == fichier), None) for depot in (base, head))
    if old is None or new is None:
        # Only a closing that stays one is rectified: anything else is lifted by a decision.
        yield diagnostic("SCE011", Lieu(Span(fichier)), _changed(fichier, base, head), _CONSEIL)
        return
    # None: the correction does not start from what was sealed.
    before: dict[Identite, int | None] = {item.identite: item.montant for item in old.lignes}
    after = {item.identite: item.montant for item in new.lignes}
    known = len(old.rectifications)
    for item in new.rectifications[known:]:
        before[item.identite] = item.apres if before.get(item.identite, 0) == item.avant else None
    wrong = [key for key in sorted({**before, **after}) if before.get(key, 0) != after.get(key, 0)]
    if wrong or new.rectifications[:known] != old.rectifications or new.date != old.date:
        count = compte(len(wrong), "ligne change", "lignes changent") if wrong else "son en-tête change"
        named_lines = enumere([cite(key[2] or MASSE_SALARIALE.nu) for key in wrong[:3]])
        told = f" ({named_lines})" if wrong else ""
        message = f"{named(fichier, base)} est rectifiée, et {count} sans que la rectification le dise{told}"
        yield diagnostic("SCE011", Lieu(Span(fichier)), message, _CONSEIL)


class _Exercice(NamedTuple):
    """An exercice as the base has it."""

    annee: int
    phase: Phase
    """The phase in force."""
    clos: bool


class Cle(NamedTuple):
    """What a figure is of."""

    phase: Phase
    porteur: str
    """The adherent that counts or buys, or the component that costs."""
    nom: str
    """Key, or variable."""
    composant: str = ""
    """Component that is counted, or expense."""
    rang: int = 0
    """Its order among the counts of the same phase, by date."""
    est_prix: bool = False
    """Whether it is a price of a component, which may have the name of an adherent."""


class Chiffre(NamedTuple):
    """A figure, and where it stands."""

    valeur: Fraction
    reference: Reference
    en_euros: bool = False


def settled(base: Depot, head: Depot, actes: Collection[Inscription]) -> Iterator[Diagnostic]:
    """SCE012: a figure of a closed exercice, or a forecast whose phase is over, that a proposal changes.

    `actes` are what it declares of what is sealed: the closing that is rectified, or replaced by decision.
    """
    base = with_new_names(base, head)
    retires: defaultdict[str, list[int]] = defaultdict(list)
    for annee, declared in base.exercices.items():
        exercice = _Exercice(annee, declared.phase, declared.statut is StatutExercice.CLOS)
        before, after, allowed = figures(base, annee, head), figures(head, annee, base), _allowed(annee, actes)
        changed = [
            cle
            for cle in sorted({**before, **after})
            if _value(before.get(cle)) != _value(after.get(cle)) and cle.phase not in allowed
            # Who and what comes with the proposal has its own messages.
            if cle.porteur in (base.composants if cle.est_prix else base.dossiers)
        ]
        if not exercice.clos:
            # A phase that is over was announced, whether or not the one in force still reads its figures.
            changed = [cle for cle in changed if cle.phase in PHASES[: PHASES.index(exercice.phase)]]
        for porteur in sorted({cle.porteur for cle in changed if cle.est_prix} - head.composants.keys()):
            retires[porteur].append(annee)
        for cle in changed:
            if cle.est_prix and cle.porteur in retires:
                continue
            known = after[cle] if cle in after else before[cle]
            yield from _change(head, exercice, cle, (before.get(cle), after.get(cle)), known.reference)
    for porteur, annees in sorted(retires.items()):
        years = enumere([str(annee) for annee in annees])
        since = f"le composant {cite(porteur)} n'existe plus, et son prix est arrêté en {years}"
        hint = (
            f"le rétablir : ce qui fut annoncé ou appelé ne s'efface pas ; {cite('fin: …')} l'arrête, et "
            f"{cite(f'renomme_de: {porteur}')} dit qu'il a changé de nom"
        )
        yield diagnostic("SCE012", Lieu(Span(base.composants[porteur].reference().path)), since, hint)


def figures(depot: Depot, annee: int, autre: Depot | None = None) -> dict[Cle, Chiffre]:
    """Return every count, price and expense of an exercice, phase by phase.

    What another side has read in the same document is left out.
    """
    found: dict[Cle, Chiffre] = {}
    for dossier in depot.dossiers.values():
        other = autre.dossiers.get(dossier.id) if autre is not None else None
        if other is None or other.quantites.get(annee) is not dossier.quantites.get(annee):
            found |= _counts(dossier, annee)
        if other is None or other.depenses.get(annee) is not dossier.depenses.get(annee):
            found |= _expenses(dossier, annee)
    for item in depot.composants.values():
        known = autre.composants.get(item.id) if autre is not None else None
        if known is not None and known.composant is item.composant:
            continue
        origine = depot.origine(item.reference().path)
        for variable, prices in item.composant.montants.get(annee, {}).items():
            where = item.reference("montants", str(annee), variable)
            for phase in PHASES:
                price = price_at(prices, phase, origine, where)
                if price is not None:
                    cle = Cle(phase, item.id, variable, est_prix=True)
                    found[cle] = Chiffre(price.valeur, price.source, en_euros=True)
    return found


def _counts(dossier: Dossier, annee: int) -> Iterator[tuple[Cle, Chiffre]]:
    document = dossier.quantites.get(annee)
    # As a phase reads them: what is told assumed, or no more so, may change which one holds.
    counts = sorted(enumerate(document.comptages if document is not None else ()), key=lambda item: item[1].ordre)
    seen: dict[Cle, int] = {}
    for rank, releve in counts:
        for counted, value in releve.quantites.items():
            first = Cle(releve.phase, dossier.id, *counted)
            seen[first] = seen.get(first, -1) + 1
            where = Reference(dossier.path(Quantites, annee), ("comptages", rank, *counted.pointer))
            yield first._replace(rang=seen[first]), Chiffre(value, where)


def _expenses(dossier: Dossier, annee: int) -> Iterator[tuple[Cle, Chiffre]]:
    path = dossier.path(Depenses, annee)
    for rank, depense in enumerate(dossier.depenses_de(annee)):
        count = Reference(path, ("depenses", rank, "nombre"))
        yield Cle(Phase.REALISE, dossier.id, "nombre", depense.id), Chiffre(depense.nombre, count)
        for nom, value in depense.montants.items():
            where = Reference(path, ("depenses", rank, "montants", nom))
            yield Cle(Phase.REALISE, dossier.id, nom, depense.id), Chiffre(value, where, en_euros=True)


def _value(chiffre: Chiffre | None) -> Fraction | None:
    return chiffre.valeur if chiffre is not None else None


def _allowed(annee: int, actes: Collection[Inscription]) -> frozenset[Phase]:
    """Return the phases whose figures a declared act on the closing lets change."""
    found = {item.acte for item in actes if item.fichier == f"pricing/clotures/{annee}.json"}
    if ActeSceau.DESCELLEMENT in found:
        return frozenset(PHASES)
    return frozenset({Phase.REALISE}) if ActeSceau.RECTIFICATION in found else frozenset()


def _change(
    head: Depot, exercice: _Exercice, cle: Cle, sides: tuple[Chiffre | None, Chiffre | None], source: Reference
) -> Iterator[Diagnostic]:
    annee, phase = exercice.annee, exercice.phase.libelle
    if not exercice.clos:
        state = f"l'exercice {annee} en est au {phase}, sa prévision est annoncée"
        hint = f"rétablir la valeur ; ce qui a changé depuis se dit au {phase} (--phase {exercice.phase})"
    elif cle.phase is Phase.REALISE:
        state = f"l'exercice {annee} est clos"
        hint = f"rétablir la valeur ; si un montant en dépend, « convention rectifier {annee} --motif … » la déclare"
    else:
        state = f"l'exercice {annee} est clos"
        hint = (
            "rétablir la valeur : ce qui a été prévu puis appelé ne change plus ; ce qui est dû se corrige au réalisé, "
            f"puis se déclare par « convention rectifier {annee} --motif … »"
        )
    said = " devient ".join(map(_said, sides))
    lieu = place(head, source) if sides[1] is not None else Lieu(Span(source.path))
    yield diagnostic("SCE012", lieu, f"{state}, et {_named(head, cle)} change : {said}", hint)


def _named(head: Depot, cle: Cle) -> str:
    of = f" ({cle.composant})" if cle.composant else ""
    whose = head.du(cle.porteur) if cle.porteur in head.dossiers and not cle.est_prix else f"de {cite(cle.porteur)}"
    return f"{cite(cle.nom)}{of} {whose} ({cle.phase.libelle})"


def _said(chiffre: Chiffre | None) -> str:
    if chiffre is None:
        return "rien"
    return prix(chiffre.valeur) if chiffre.en_euros else nombre(chiffre.valeur)
