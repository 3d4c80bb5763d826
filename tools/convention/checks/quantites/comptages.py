"""QTE: every count that a bill needs is there, in its place, and nothing else.

Knows: counts, keys, beneficiaries. Must not know: prices. A phase without its own count takes the latest earlier one.
"""

from __future__ import annotations

import re
from itertools import groupby
from math import floor
from typing import TYPE_CHECKING

from convention.base.diagnostic import Ecrire, inscrire
from convention.base.french import cite, enumere, jour, nombre
from convention.checks.cadre.controle import controle, controle_du_calcul
from convention.checks.cadre.lecture import ORGANIGRAMME, Compte, counts_of_year, expenses
from convention.checks.cadre.lieux import Constat, LaCle, signal, written
from convention.checks.tarifs.cles import definitions
from convention.model.cadre.document import path_of
from convention.model.depot import Reference
from convention.model.documents.cles import CLES
from convention.model.documents.grilles import ReferencePublique
from convention.model.documents.quantites import Quantites
from convention.model.documents.tarifs import Forfait
from convention.model.en_vigueur import latest
from convention.model.mots.communs import PHASES, Portee

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from convention.base.diagnostic import Conseil
    from convention.checks.cadre.contexte import Contexte, ExerciceVu
    from convention.model.depot import Depot, Dossier
    from convention.model.documents.quantites import Place
    from convention.model.mots.communs import Phase


_MILLIERS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}", re.ASCII)
"""What a French reader may have meant as thousands."""


@controle("QTE002", par_adherent=True)
def misplaced_counts(depot: Depot) -> Iterator[Constat]:
    """QTE002: a count by component that is to be by adherent, or the reverse; a count of a sum."""
    misdefined = _misdefined(depot)
    for count in _counts(depot):
        cle, composant = count.place
        definition = depot.cles.get(cle)
        if definition is None or cle in misdefined:
            continue
        if not definition.comptee:
            message = f"la clé {cite(cle)} {definition.sorte} : elle ne se compte pas"
            others = enumere([cite(part) for part in definition.termes if depot.cles[part].comptee])
            hint: Conseil = f"compter {others}, et retirer cette ligne" if others else "retirer cette ligne"
        elif composant and definition.portee is Portee.ADHERENT:
            message = f"la clé {cite(cle)} se compte une fois par adhérent, et non par composant"
            hint = inscrire(f"{cle}: ⟦…⟧", "valeurs")
        elif not composant and definition.portee is Portee.COMPOSANT:
            message = f"la clé {cite(cle)} se compte composant par composant"
            hint = inscrire(f"{cle}: {{⟦nom-du-composant⟧: ⟦…⟧}}", "par_composant")
        else:
            continue
        yield signal("QTE002", LaCle(count.reference), message, hint)


@controle("QTE004", par_adherent=True)
def negative_counts(depot: Depot) -> Iterator[Constat]:
    """QTE004: a count below zero."""
    for count in _counts(depot):
        if count.quantite < 0:
            message = f"la quantité de {counted_text(count.place)} est négative : {nombre(count.quantite)}"
            yield signal("QTE004", count.reference, message)


@controle("QTE010", par_adherent=True)
def halves(depot: Depot) -> Iterator[Constat]:
    """QTE010: a part of what is only counted whole: of a workstation, of a delivered computer, of an inhabitant."""
    for quoi, quantite, reference, how in _whole(depot):
        if quantite.denominator != 1:
            node, low = written(depot, reference), floor(quantite)
            text = node.text if node is not None else nombre(quantite)
            message = f"{cite(text)} : {quoi} se compte en nombre entier"
            whole = [str(low), str(low + 1)]
            hint = f"{' ou '.join(whole)}{how}"
            if _MILLIERS.fullmatch(text):
                whole.insert(0, text.replace(".", ""))
                hint = f"{whole[0]} si le point sépare les milliers, sinon {hint}"
            yield signal("QTE010", reference, message, Ecrire(f"écrire {hint}", tuple(whole)))


def _whole(depot: Depot) -> Iterator[tuple[str, Fraction, Reference, str]]:
    """Yield what is to be whole: how a sentence calls it, its value, its place, how a key would say otherwise."""
    keys = {nom: cle for nom, cle in depot.cles.items() if cle.entiere}
    otherwise = {
        nom: f" ; si {cite(nom)} se compte aussi en fractions, écrire « entier: non » à la clé" for nom in keys
    }
    for item in _counts(depot):
        if item.place.cle in keys:
            yield counted_text(item.place), item.quantite, item.reference, otherwise[item.place.cle]
    for nom, cle in keys.items():
        source = depot.references.get(cle.reference or "")
        for annee, millesime in source.millesimes.items() if source is not None else ():
            for adherent, quantite in millesime.valeurs.items():
                at = ("millesimes", str(annee), "valeurs", adherent)
                where = Reference(path_of(ReferencePublique, cle.reference or ""), at)
                yield cite(nom), quantite, where, otherwise[nom]
        for adherent, quantite in cle.quotes_parts.items():
            yield cite(nom), quantite, Reference(CLES, ("cles", nom, "quotes_parts", adherent)), otherwise[nom]
    for expense in expenses(depot):
        yield cite(expense.depense.libelle), expense.depense.nombre, expense.at("nombre"), ""


@controle("QTE013", avertit=True, par_adherent=True)
def useless_suppositions(depot: Depot) -> Iterator[Constat]:
    """QTE013: a quantity assumed once it was counted: in one phase, what is counted prevails whatever its day."""
    for known, item in _counted_then_supposed(depot):
        if known.releve.date < item.releve.date:
            message = (
                f"la quantité de {counted_text(item.place)} supposée le {jour(item.releve.date)} est sans effet : elle "
                f"est comptée le {jour(known.releve.date)} pour la même phase"
            )
            hint = "la retirer ; si elle est comptée, l'écrire dans un comptage sans « hypothese »"
            yield signal("QTE013", LaCle(item.reference), message, hint, (LaCle(known.reference), "le comptage"))


def _counted_then_supposed(depot: Depot) -> Iterator[tuple[Compte, Compte]]:
    """Yield what is supposed of a phase of a year with its first count, when it was counted too."""
    for dossier in depot.dossiers.values():
        for annee, document in sorted(dossier.quantites.items()):
            if any(releve.hypothese is not None for releve in document.comptages):
                # Last first, so that the first count of each place is the one that is kept.
                counts = sorted(counts_of_year(dossier, annee), key=lambda item: item.releve.date, reverse=True)
                counted = {(item.releve.phase, item.place): item for item in counts if item.releve.hypothese is None}
                supposed = (item for item in counts if item.releve.hypothese is not None)
                yield from (
                    (known, item) for item in supposed if (known := counted.get((item.releve.phase, item.place)))
                )


@controle("QTE005")
def staff_total(depot: Depot) -> Iterator[Constat]:
    """QTE005: a total of annexe 2 that is not the sum of its lines."""
    organigramme = depot.organigramme
    if organigramme is None:
        return
    found = sum(poste.etp for pole in organigramme.poles for poste in pole.postes)
    if found != organigramme.total_etp:
        message = f"l'organigramme annonce {nombre(organigramme.total_etp)} ETP, et ses lignes en font {nombre(found)}"
        yield signal("QTE005", Reference(ORGANIGRAMME, ("total_etp",)), message)


@controle_du_calcul("QTE001", par_exercice=True)
def missing_counts(contexte: Contexte) -> Iterator[Constat]:
    """QTE001: a beneficiary without a count for a key that bills it; one message when it has no count at all."""
    misdefined = _misdefined(contexte.depot)
    # Without any service, nobody is known to benefit from anything.
    for exercice in contexte.exercices if contexte.depot.services else ():
        for adherent, uncounted in _uncounted(exercice, misdefined).items():
            dossier = contexte.depot.dossiers[adherent]
            published = {where: cause for where, cause in uncounted.items() if _is_published(contexte.depot, where)}
            for where, cause in published.items():
                yield from _unpublished(contexte.depot, exercice, dossier, where, cause)
            places = {where: cause for where, cause in uncounted.items() if where not in published}
            if not places:
                continue
            if exercice.annee in dossier.quantites:
                yield from (_missing(contexte.depot, exercice, dossier, *item) for item in places.items())
            else:
                yield _missing_file(contexte.depot, exercice, dossier, places)


def lacking(contexte: Contexte, adherent: str) -> tuple[Place, ...]:
    """Return what an adherent has to count for what it takes, and has not in one exercice or another."""
    misdefined = _misdefined(contexte.depot)
    found = (_uncounted(exercice, misdefined).get(adherent, {}) for exercice in contexte.exercices)
    places = dict.fromkeys(where for places in found for where in places)
    return tuple(where for where in places if not _is_published(contexte.depot, where))


def unshared(contexte: Contexte, adherent: str) -> tuple[str, ...]:
    """Return the keys of which an adherent lacks the fixed share that what it takes asks."""
    misdefined, cles = _misdefined(contexte.depot), contexte.depot.cles
    found = (_uncounted(exercice, misdefined).get(adherent, {}) for exercice in contexte.exercices)
    return tuple(dict.fromkeys(where.cle for places in found for where in places if cles[where.cle].quotes_parts))


@controle_du_calcul("QTE006", avertit=True, par_exercice=True)
def missing_in_phases(contexte: Contexte) -> Iterator[Constat]:
    """QTE006: a beneficiary without a count in a phase that others feed, though it has one in the phase in force."""
    depot, misdefined = contexte.depot, _misdefined(contexte.depot)
    for exercice in contexte.exercices:
        in_force = _uncounted(exercice, misdefined)
        for phase in PHASES:
            if phase is exercice.vue.phase or not _is_fed(depot, exercice.annee, phase):
                continue
            for adherent, places in _uncounted(contexte.calculs.in_phase(exercice, phase), misdefined).items():
                # What the phase in force lacks too has its own message (QTE001).
                known = in_force.get(adherent, {})
                lacking = [where for where in places if where not in known and not _is_published(depot, where)]
                if lacking:
                    yield _missing_in_phase(exercice.annee, phase, depot.dossiers[adherent], lacking)


@controle_du_calcul("QTE003", avertit=True, par_exercice=True)
def unbilled_counts(contexte: Contexte) -> Iterator[Constat]:
    """QTE003: a count of a component of which the adherent, a member that year, is no beneficiary."""
    for commande, counts in _none_left(contexte):
        for count in counts:
            message = (
                f"{count.dossier.identite.dit('compte', 'comptent')} {nombre(count.quantite)} "
                f"{cite(count.place.cle)} pour {cite(count.place.composant)} sans en être bénéficiaire en {count.annee}"
            )
            hint = f"{_or(commande)}retirer la quantité, ou souscrire le composant"
            yield signal("QTE003", count.reference, message, hint)


def no_longer_billed(contexte: Contexte, adherent: str) -> tuple[str, ...]:
    """Write, for each open exercice, the gesture after which an adherent counts nothing that is not billed to it."""
    return tuple(commande for commande, counts in _none_left(contexte) if commande and counts[0].dossier.id == adherent)


def _none_left(contexte: Contexte) -> Iterator[tuple[str, list[Compte]]]:
    """Gather what is not billed, exercice by exercice and adherent by adherent, with the one gesture that ends it."""
    for (annee, nom), counts in groupby(_unbilled(contexte), key=lambda item: (item.annee, item.dossier.id)):
        found = list(counts)
        yield _gesture(contexte.depot, nom, annee, [item.place for item in found], "0"), found


def _unbilled(contexte: Contexte) -> Iterator[Compte]:
    """Yield once what each member counts of a component without benefiting from it; none left is nothing to say.

    Of a year when it is no member, the exit sheet reads what it would count if it stayed.
    """
    for exercice in contexte.exercices:
        beneficiaries = beneficiaries_of(exercice)
        in_force = exercice.vue.volumes.comptages
        for nom in sorted(item.adherent for item in exercice.presences.members()):
            seen: set[Place] = set()
            for count in counts_of_year(contexte.depot.dossiers[nom], exercice.annee):
                known, held = beneficiaries.get(count.place.composant), in_force.get(count.place, {}).get(nom)
                none = not count.quantite or (held is not None and not held.valeur)
                if known is None or nom in known or none or count.place in seen:
                    continue
                seen.add(count.place)
                yield count


def beneficiaries_of(exercice: ExerciceVu) -> Mapping[str, set[str]]:
    """Return who benefits from each component, some day of the exercice."""
    return {
        nom: {item.adherent for item in exercice.presences.beneficiaries(composant) if item.jours}
        for nom, composant in exercice.vue.perimetre.composants.items()
    }


def _is_published(depot: Depot, where: Place) -> bool:
    definition = depot.cles.get(where.cle)
    return definition is not None and definition.publiee


def _unpublished(
    depot: Depot, exercice: ExerciceVu, dossier: Dossier, where: Place, cause: Reference
) -> Iterator[Constat]:
    """Say that a published quantity, or a fixed share, leaves an adherent out; not when what is to hold it is wrong."""
    definition = depot.cles[where.cle]
    if definition.rapport is not None:
        # What a coefficient compares is what is missing; a key that does not exist is told apart (REF001).
        if definition.rapport.cle in depot.cles:
            yield from _unpublished(depot, exercice, dossier, where._replace(cle=definition.rapport.cle), cause)
        return
    reference = Reference(CLES, ("cles", where.cle, "quotes_parts"))
    hint = f"ajouter « {dossier.id}: … » (zéro s'écrit 0)"
    if definition.reference is not None:
        source, annee = depot.references.get(definition.reference), latest(definition.millesimes, exercice.annee)
        if annee is None:
            yield _without_vintage(exercice.annee, where.cle)
        if source is None or annee is None or definition.millesimes[annee] not in source.millesimes:
            # A reference that does not exist (REF001), is unreadable, or lacks the vintage (TAR016), is told once.
            return
        reference = Reference(CLES, ("cles", where.cle, "reference"))
        hint = f"ajouter « {dossier.id}: … » au millésime, dans {path_of(ReferencePublique, definition.reference)}"
    message = f"{dossier.identite.n_a} pas de valeur pour {cite(where.cle)} en {exercice.annee}"
    yield signal("QTE001", LaCle(reference), message, hint, (LaCle(cause), "ce que la quantité facture"))


def _without_vintage(annee: int, cle: str) -> Constat:
    """Say that a key reads no vintage in an exercice: the same words for every adherent, told once."""
    message = f"la clé {cite(cle)} ne lit aucun millésime en {annee} : aucun adhérent n'y a de valeur"
    hint = f"ajouter « {annee}: … » sous « millesimes » : le millésime que lit cet exercice"
    return signal("QTE001", LaCle(Reference(CLES, ("cles", cle, "millesimes"))), message, hint)


def _misdefined(depot: Depot) -> frozenset[str]:
    """Name the keys whose definition is wrong (TAR016): how they are counted is not known."""
    return frozenset(str(item.pointer[1]) for item in definitions(depot))


def _is_fed(depot: Depot, annee: int, phase: Phase) -> bool:
    documents = (dossier.quantites.get(annee) for dossier in depot.dossiers.values())
    return any(releve.phase is phase for document in documents if document is not None for releve in document.comptages)


def _uncounted(exercice: ExerciceVu, misdefined: frozenset[str]) -> dict[str, dict[Place, Reference]]:
    """List what is needed and not counted, by adherent."""
    counted = exercice.vue.volumes.comptages
    found: dict[str, dict[Place, Reference]] = {}
    for (adherent, where), cause in needed(exercice, misdefined).items():
        if adherent not in counted.get(where, {}):
            found.setdefault(adherent, {})[where] = cause
    return found


def _missing_in_phase(annee: int, phase: Phase, dossier: Dossier, places: Sequence[Place]) -> Constat:
    named = enumere(list(map(counted_text, places)))
    message = (
        f"{dossier.identite.n_a} pas de quantité pour {named} en {annee} "
        f"jusqu'au {phase.libelle} : son calcul compterait zéro"
    )
    reference = dossier.at_year(Quantites, annee, "comptages")
    hint = f"ajouter un comptage « phase: {phase} », ou d'une phase antérieure (zéro s'écrit 0)"
    return signal("QTE006", LaCle(reference), message, hint)


def _missing_file(depot: Depot, exercice: ExerciceVu, dossier: Dossier, places: Mapping[Place, Reference]) -> Constat:
    path = dossier.path(Quantites, exercice.annee)
    keys = enumere([counted_text(where) for where in places])
    message = f"{dossier.identite.n_a} aucune quantité en {exercice.annee} : il manque {keys}"
    command = _gesture(depot, dossier.id, exercice.annee, places)
    hint = f"{_or(command)}créer {path}, et y donner ces quantités (zéro s'écrit 0)"
    cause = next(iter(places.values()))
    return signal("QTE001", Reference(path), message, hint, (LaCle(cause), "ce que la quantité facture"))


def needed(exercice: ExerciceVu, misdefined: frozenset[str] = frozenset()) -> dict[tuple[str, Place], Reference]:
    """List what is to be counted, by adherent, with the first cost that needs it."""
    needed: dict[tuple[str, Place], Reference] = {}
    for cout in exercice.couts:
        if not cout.actif:
            continue
        places = [where for cle in cout.cles() for where in _places(exercice, cle, cout.item.id, misdefined)]
        reference = cout.reference(exercice.annee)
        for presence in cout.presences:
            for where in places:
                needed.setdefault((presence.adherent, where), reference)
    for nom in exercice.vue.prix.forfaits:
        cle = exercice.vue.regles.forfaits[nom]
        definition = exercice.vue.regles.cles.get(cle)
        # A key that counts by component has its own message (TAR016).
        if definition is not None and definition.portee is Portee.ADHERENT:
            for presence in exercice.presences.members():
                for where in _places(exercice, cle, "", misdefined):
                    needed.setdefault((presence.adherent, where), Reference(path_of(Forfait, nom), ("cle",)))
    return needed


def _places(exercice: ExerciceVu, cle: str, composant: str, misdefined: frozenset[str]) -> list[Place]:
    """Return what is to be counted for a key, but where a definition is wrong."""
    if cle in misdefined:
        return []
    return [where for where in exercice.places(cle, composant) if where.cle not in misdefined]


def _missing(depot: Depot, exercice: ExerciceVu, dossier: Dossier, where: Place, cause: Reference) -> Constat:
    path = dossier.path(Quantites, exercice.annee)
    phase = exercice.vue.phase
    message = (
        f"{dossier.identite.n_a} pas de quantité pour {counted_text(where)} en {exercice.annee} "
        f"({phase.libelle}{'' if phase is PHASES[0] else ' ou avant'})"
    )
    line, champ = f"{where.cle}: …", "valeurs"
    if where.composant:
        line, champ = f"{where.cle}: {{{where.composant}: …}}", "par_composant"
    hint = _or(_gesture(depot, dossier.id, exercice.annee, (where,)))
    hint += f"ajouter la ligne {cite(line)} sous {cite(champ)} (zéro s'écrit 0)"
    ranks = [PHASES.index(releve.phase) for releve in dossier.quantites[exercice.annee].comptages]
    usable = [index for index, rank in enumerate(ranks) if rank <= PHASES.index(phase)]
    # At the last count that the phase in force reads: the line is to be added there.
    last = max(usable, key=lambda index: (ranks[index], index), default=None)
    reference = Reference(path, ("comptages",) if last is None else ("comptages", last, "phase"))
    return signal("QTE001", LaCle(reference), message, hint, (LaCle(cause), "ce que la quantité facture"))


def _or(command: str) -> str:
    """Begin a hint by a gesture, when there is one."""
    return f"{cite(command)}, ou " if command else ""


def _gesture(depot: Depot, adherent: str, annee: int, places: Iterable[Place], figure: str = "…") -> str:
    """Write the gesture that counts; nothing in a closed exercice, where none does."""
    if depot.est_clos(annee):
        return ""
    counts = " ".join(f"{where}={figure}" for where in places)
    return f'convention quantifier {adherent} {counts} --exercice {annee} --source "…"'


def counted_text(where: Place) -> str:
    """Name what is counted, and of which component."""
    return f"{cite(where.cle)} ({where.composant})" if where.composant else cite(where.cle)


def _counts(depot: Depot) -> Iterator[Compte]:
    for dossier in depot.dossiers.values():
        for annee in sorted(dossier.quantites):
            yield from counts_of_year(dossier, annee)
