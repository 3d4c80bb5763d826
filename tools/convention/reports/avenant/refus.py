"""Why no avenant is drawn up: what is proposed is decided otherwise, and by which act (art. 12).

Knows: the points of a decision, the commands that draw up other acts. Must not know: media, how an avenant is written.
An avenant is all or nothing: its amounts and its seal are those of the whole comparison, that its signatories read in
its comment. Points that others decide are merged apart, and the avenant is drawn up on what is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite, enumere, jour, majuscule, pluriel, typeset
from convention.checks.avenants.etapes import amendments, own_seal, signed_by_parties
from convention.compare.decision.a_part import bound, find_faults
from convention.compare.decision.actes import acts_of_points, awaits, to_validate
from convention.compare.decision.points import Point, signed
from convention.compare.decision.procedures import known_visas
from convention.model.cadre.champs import Partie
from convention.model.cadre.document import path_of
from convention.model.documents.avenants import Avenant
from convention.model.forfaits import fee_word
from convention.model.genres import read_path
from convention.model.mots.avenants import EtapeVisa, EtatAvenant
from convention.model.valeurs.chemins import adherent_of
from convention.reports.amendement.phrases import amendment, sentences
from convention.reports.comparaison.decision import points_text, refused, undecided
from convention.reports.comparaison.empreinte import voted
from convention.reports.valeurs import short

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.decision import Decision
    from convention.reports.avenant.projet import Projet

POINTS_DITS = 6
"""Points that a refusal tells one by one."""
QUANTITES = "quantites"
"""Kind of the documents that hold counts."""
_SANS_ACTE = "l'outil ne rédige pas cet acte"
_AUCUN_ACTE = "aucun acte n'est demandé"


def refusal(decision: Decision, comparaison: Comparaison) -> str:
    """Say why no avenant can be drawn up, and what is to be done instead; nothing when one decides all that changes."""
    decided = signed(decision.points, comparaison)
    kept = {id(item) for item in voted(comparaison)}
    # The document of the avenant goes with what it decides; the record of a meeting is no matter of vote.
    avenants = {item.ecrit.path for item in decision.avenants}
    numbers = {point.numero for point in decided}
    others = [
        point
        for point in decision.points
        if point.numero not in numbers and id(point.changement) in kept and point.changement.source.path not in avenants
    ]
    if not decided:
        told = " ".join(
            (*_listed(comparaison), *_otherwise(others, decision, comparaison), *_never_signed(comparaison))
        )
        return f"rien de ce qui change ne se décide par avenant. {told}".strip()
    # A source, a date of reading, a worked example may go with anything.
    groups = amendment(comparaison.changements, comparaison.base, comparaison.head)
    free = {rang for groupe in groups for item in groupe.phrases if item.accessoire for rang in item.rangs}
    # A change that asks no act and moves no amount is a reading, the row of a number: it follows its text.
    others = [
        point
        for point in others
        if point.numero not in free and (point.peut_changer_un_montant or _act(point, comparaison) != _AUCUN_ACTE)
    ]
    tried = {item.numero for item in others}
    stuck = bound(comparaison.changements, tried, comparaison.base, comparaison.head, find_faults)
    # A count by a key that comes or goes with the avenant cannot be merged before it: it goes with it too.
    counts = ((item, item.changement) for item in others if item.changement.parties == {Partie.VOLUMES})
    moved = {item.numero for item, change in counts if change.avant is None or change.apres is None}
    others = [point for point in others if point.numero not in stuck & moved]
    if not others:
        return ""
    told = " ".join(_otherwise(others, decision, comparaison))
    own = points_text(comparaison, numbers)
    apart = _apart(comparaison, [item.numero for item in others], stuck)
    return f"un avenant ne décide que {own}, et ses montants seraient ceux de toute la proposition : {apart}. {told}"


def _apart(comparaison: Comparaison, numbers: Sequence[int], stuck: Collection[int]) -> str:
    """Say what becomes of what an avenant does not decide: merged first, but what supposes the avenant (`stuck`)."""
    first, after = ([item for item in numbers if (item in stuck) is held] for held in (False, True))
    if not after:
        return "fusionner le reste à part, puis l'établir"
    merged = f"fusionner {points_text(comparaison, first)} à part, puis " if first else ""
    later = points_text(comparaison, after, "ne peut venir qu'après lui", "ne peuvent venir qu'après lui")
    return f"{merged}l'établir sans le reste, car {later}"


def _listed(comparaison: Comparaison) -> Iterator[str]:
    """Say what the points are, as every report numbers them."""
    told = sentences(comparaison)
    for number, (titre, item) in enumerate(told[:POINTS_DITS], 1):
        yield f"Point {number}, {titre} : {item.propre}."
    if len(told) > POINTS_DITS:
        yield f"Les autres points sont dans {cite('convention comparer')}."


def _never_signed(comparaison: Comparaison) -> Iterator[str]:
    """Say what makes a procedure that of an avenant, when none of the convention is."""
    known, document = known_visas(comparaison), comparaison.head.vie.procedures
    if document is not None and not any(signed_by_parties(item, known) for item in document.procedures.values()):
        yield (
            "Aucune procédure ne demande la signature des parties : un avenant décide ce qui relève d'une procédure "
            "dont un visa est « etape: signature » (catalogue/procedures.yaml)."
        )


def taken(decision: Decision, comparaison: Comparaison, numero: int) -> str:
    """Say that a number is that of an avenant of another proposal; nothing when it is free, or that of this one."""
    head = comparaison.head
    item = next((item for item in amendments(head) if item.avenant.numero == numero), None)
    seal = own_seal(head, item) if item is not None else None
    if seal is None or any(known.decide and known.ecrit.avenant.numero == numero for known in decision.avenants):
        return ""
    return (
        f"l'avenant n° {numero} est celui d'une autre proposition (empreinte {cite(short(seal))}) : prendre un autre "
        "numéro, ou ajouter --consigner si c'est lui qui change"
    )


def too_late(decision: Decision, comparaison: Comparaison, projet: Projet) -> tuple[str, ...]:
    """Say, as the comparison does, why an avenant would count for the past; nothing of one that all have signed.

    Its papers are then only written again: the days of its acts are checked as they are written (AVE005).
    """
    known = (item for item in decision.avenants if item.ecrit.avenant.numero == projet.numero)
    if any(item.vie.etat is EtatAvenant.EXECUTOIRE for item in known):
        return ()
    found, effet, au = [*refused(decision, comparaison)], projet.effet, decision.au
    allowed = decision.requise is None or decision.requise.procedure.retroactive
    if not found and effet is not None and au is not None and effet < au and not allowed:
        found.append(
            f"Refusé : l'avenant n° {projet.numero} prendrait effet le {jour(effet)}, avant le {jour(au)}, et la "
            "procédure ne vaut pas pour le passé."
        )
    if found:
        found.append(
            f"Dire dans {path_of(Avenant, str(projet.numero))} un effet à venir, et ne rien changer d'avant ; "
            "ou donner par --date le jour où il fut décidé."
        )
    return tuple(map(typeset, found))


def _each_year(points: Sequence[Point], decision: Decision, comparaison: Comparaison) -> list[Point]:
    """Add to points the counts that the sentence of one of them tells for another year: each year is validated."""
    numbers = {point.numero for point in points}
    counts = {point.numero for point in points if point.changement.genre == QUANTITES}
    told = {rang for _, item in sentences(comparaison) if counts & {*item.rangs} for rang in item.rangs}
    return [
        point
        for point in decision.points
        if point.numero in numbers or (point.numero in told and point.changement.genre == QUANTITES)
    ]


def _otherwise(points: Sequence[Point], decision: Decision, comparaison: Comparaison) -> Iterator[str]:
    """Say, procedure by procedure, who decides the other points, and what draws up the act."""
    groups: dict[str, list[Point]] = {}
    for point in _each_year(points, decision, comparaison):
        groups.setdefault(point.requise.id if point.requise is not None else "", []).append(point)
    for own in groups.values():
        requise = own[0].requise
        if requise is None:
            yield from undecided(own, comparaison)
            continue
        procedure = requise.procedure
        clause = f" ({procedure.clause})" if procedure.clause is not None else ""
        # One command for all whose counts are validated, whoever they are.
        who = {adherent_of(point.changement.source.path) for point in own if point.changement.genre == QUANTITES}
        acts: dict[str, list[Point]] = {}
        for point in own:
            acts.setdefault(_act(point, comparaison, plusieurs=len(who) > 1), []).append(point)
        whose = [f", pour {points_text(comparaison, [point.numero for point in done])}" for done in acts.values()]
        if len({*whose}) > 1:
            told = " ; ".join(f"{act}{which}" for act, which in zip(acts, whose, strict=True))
        else:
            # Of one point, an act that a year asks is asked.
            told = " ; ".join(act for act in acts if act != _AUCUN_ACTE) or _AUCUN_ACTE
        which = points_text(comparaison, [point.numero for point in own], "relève", "relèvent")
        yield f"{majuscule(which)} de la procédure {cite(procedure.libelle)}{clause} : {told}."


def _act(point: Point, comparaison: Comparaison, *, plusieurs: bool = False) -> str:
    """Name what draws up the act of a point, or says where it stands; counts may be those of several adherents."""
    change, head, visas = point.changement, comparaison.head, known_visas(comparaison)
    asked = [visas[nom] for nom in point.requise.procedure.visas if nom in visas] if point.requise is not None else []
    if all(visa.etape is EtapeVisa.COMPARAISON for visa in asked):
        return _AUCUN_ACTE
    adherent = adherent_of(change.source.path)
    if change.genre == "forfait" and point.effet is not None:
        year, place = point.effet.year, read_path(change.source.path)
        which = f" --forfait {fee_word(place.id)}" if place is not None and len(head.forfaits) > 1 else ""
        deliberation = f"{cite(f'convention rediger deliberation {year}{which}')} rédige la délibération"
        return f"{deliberation}, {cite(f'convention rediger lettre {year} ADHÉRENT{which}')} la notification"
    if change.genre == "adherent" and change.chemin[:1] == ("adhesion",):
        known = adherent in head.dossiers and head.dossiers[adherent].resiliation is not None
        first = "" if known else f"{cite(f'convention resilier {adherent}')} déclare la résiliation, "
        return f"{first}{cite(f'convention fiche-sortie {adherent}')} dit où elle en est"
    if change.genre == "souscriptions" and any(visa.etape is EtapeVisa.DEMANDE for visa in asked):
        return "la demande de l'adhérent, qu'il signe et que l'outil ne rédige pas"
    if change.genre == QUANTITES:
        return _of_counts(point, comparaison, "ADHÉRENT" if plusieurs else adherent)
    return _of_kind(change.genre, adherent)


def _of_counts(point: Point, comparaison: Comparaison, adherent: str) -> str:
    """Name the commands that write what the référent validates, or say that nobody has to."""
    change, place = point.changement, read_path(point.changement.source.path)
    phases = dict.fromkeys(item.phase for item in to_validate(change, comparaison))
    if phases and place is not None:
        which = f"convention valider-quantites {adherent} --exercice {place.annee}"
        told = enumere([cite(f"{which} --phase {phase} --validation DATE") for phase in phases])
        return f"{told} {pluriel(len(phases), 'écrit', 'écrivent')} la validation du référent"
    if not awaits(change, comparaison):
        return _AUCUN_ACTE
    (day,) = acts_of_points(EtapeVisa.VALIDATION, (change,), comparaison)
    return f"le référent l'a validé le {jour(day)}" if day is not None else _SANS_ACTE


def _of_kind(genre: str, adherent: str) -> str:
    match genre:
        case "adherent" | "adhesion":
            return f"{cite(f'convention fiche-adhesion {adherent}')} dit où en est l'adhésion"
        case "resiliation":
            return f"{cite(f'convention fiche-sortie {adherent}')} dit où en est la sortie"
        case _:
            return _SANS_ACTE
