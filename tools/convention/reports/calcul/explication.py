"""Where each amount of an adherent comes from: the sentence, the values with their file and line, the cent.

Knows: how a computation is told. Must not know: how it was done. What is printed is enough to redo it by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite, compte, enumere, euros, jour, les_premiers, nombre, prix
from convention.base.money import CENTS
from convention.base.period import Prorata
from convention.model.cadre.document import path_of
from convention.model.depot import Depot, Reference
from convention.model.documents.adherents import Adherent, Souscriptions
from convention.model.documents.catalogue import Convention
from convention.model.documents.tarifs import LIGNES, Forfait
from convention.model.forfaits import fee_unit
from convention.model.mots.communs import Nature
from convention.reports import mots
from convention.reports.calcul.consultation import consultation_lines, mode_of, unread
from convention.reports.calcul.liquidation import (
    cost_exact,
    is_exempt,
    limit_to_redo,
    own_exact,
    presence_weighs,
    shared_exact,
)
from convention.reports.calcul.operation import calculation, choice_lines, said_value, value_text
from convention.reports.calcul.quantite import compared, exact_quantity, factors, quantity_text, total_text
from convention.reports.rendus.escape import terminal
from convention.reports.valeurs import last_day, mentions, phase_dite

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date
    from fractions import Fraction

    from convention.engine.lignes import Calcul, Contribution, Decompte, Ligne, Terme
    from convention.model.vue import Valeur

_NOMMES = 4
"""Adherents named of those whom the cents of a sharing went to."""


def explanation_text(
    contribution: Contribution, depot: Depot, adherent: str, lignes: Sequence[Ligne], *, details: bool = False
) -> str:
    """Explain lines of one adherent, in the order of the statement, then their total.

    With `details`, each value has the name that formulas give it, and each formula is shown.
    """
    nom = depot.nom_de(adherent)
    phase = phase_dite(depot.convention, contribution.exercice, contribution.phase)
    head = f"{nom}, contributions {contribution.exercice}, {phase}"
    parts = [head, *mentions(ligne.origine for ligne in lignes)]
    service = ""
    for ligne in lignes:
        if ligne.calcul.service != service:
            service = ligne.calcul.service
            parts += ["", mots.service_name(depot, service)]
        parts += ["", *(f"  {text}" for text in _line(ligne, contribution, depot, details=details))]
    if adherent == depot.convention.gestionnaire and not depot.convention.gestionnaire_contribue:
        place = depot.lieu(Reference(path_of(Convention), ("gestionnaire_contribue",)))
        manager = depot.convention.noms.gestionnaire
        none = "n'ont pas de part" if manager.pluriel else "n'a pas de part"
        parts += ["", f"{manager.en_tete} {none} ({place})"]
    total = sum(ligne.montant for ligne in lignes)
    parts += ["", f"Total de {compte(len(lignes), 'ligne')} : {euros(total)}" if lignes else "Rien n'est dû."]
    return "".join(f"{terminal(text)}\n" for text in parts)


def _line(ligne: Ligne, contribution: Contribution, depot: Depot, *, details: bool) -> Iterator[str]:
    calcul, left = ligne.calcul, unread(ligne, depot, contribution.exercice)
    label = mots.line_name(depot, calcul, ligne.adherent)
    nature = mots.said(depot, calcul.nature, calcul.nature.libelle)
    title = label if label.lower() == nature else f"{label} ({nature}, {mots.object_id(calcul)})"
    yield f"{title} : {euros(ligne.montant)}"
    yield f"  = {calculation(ligne, depot)}"
    told = (
        *(choice_lines(ligne, depot), limit_to_redo(ligne, depot), _rounding(ligne, depot)),
        _values(ligne, depot, left, details=details),
        _quantities(ligne, depot, left, details=details),
        _presence(ligne, contribution, depot),
        _formula(calcul, depot, contribution.exercice, details=details),
    )
    yield from (f"  {text}" for texts in told for text in texts)


def _rounding(ligne: Ligne, depot: Depot) -> Iterator[str]:
    """Say how the exact amount became cents: the shared part, then each one's own, then their sum."""
    calcul = ligne.calcul
    shared, own = shared_exact(ligne), own_exact(ligne)
    mixed = bool(shared) and bool(own)
    cost = cost_exact(ligne)
    if cost is not None:
        place = depot.lieu(Reference(path_of(Convention), ("politiques", "partage", "couts_exacts")))
        rounded = euros(int(calcul.termes[0].coefficient * CENTS))
        yield f"coût : {prix(cost)}, arrondi à {rounded} avant d'être partagé ({place})"
    if shared:
        yield from _shared_cents(ligne, shared, "part partagée" if mixed else "valeur exacte", depot)
    if own:
        cents = calcul.propres[ligne.rang]
        exact = own * CENTS == cents
        name = "part propre" if mixed else "valeur exacte"
        if not exact:
            yield f"{name} : {prix(own)}, arrondie à {euros(cents)}, au centime le plus proche"
        elif mixed:
            yield f"{name} : {euros(cents)}"
    if mixed:
        yield f"{euros(calcul.partages[ligne.rang])} + {euros(calcul.propres[ligne.rang])} = {euros(ligne.montant)}"


def _shared_cents(ligne: Ligne, shared: Fraction, name: str, depot: Depot) -> Iterator[str]:
    calcul, cents = ligne.calcul, ligne.calcul.partages[ligne.rang]
    if shared * CENTS == cents:
        if name != "valeur exacte":
            yield f"{name} : {euros(cents)}"
        return
    text = f"{name} : {prix(shared)}"
    if ligne.rang in calcul.supplements:
        sign, floor = ("plus", cents - 1) if shared > 0 else ("moins", cents + 1)
        yield f"{text}, soit {euros(floor)} {sign} un centime ({_given(calcul)} aux plus forts restes)"
    else:
        yield f"{text}, arrondie à {euros(cents)} ({_remainders(calcul, depot)})"


def _remainders(calcul: Calcul, depot: Depot) -> str:
    receivers = [depot.nom_de(calcul.beneficiaires[rang]) for rang in calcul.supplements]
    if not receivers:
        return "le partage tombe juste"
    return f"{_given(calcul)} aux plus forts restes : {les_premiers(receivers, _NOMMES)}"


def _given(calcul: Calcul) -> str:
    count = len(calcul.supplements)
    return f"les {count} centimes restants vont" if count > 1 else "le centime restant va"


def _values(ligne: Ligne, depot: Depot, left: AbstractSet[str], *, details: bool) -> Iterator[str]:
    calcul = ligne.calcul
    for nom, valeur in calcul.valeurs.items():
        if nom not in left:
            named = f"{nom} : {value_text(depot, calcul, nom, valeur)}"
            yield f"{named if details else said_value(depot, calcul, nom, valeur)}{_where(valeur, depot)}"
    yield from consultation_lines(ligne, depot, details=details)


def _quantities(ligne: Ligne, depot: Depot, left: AbstractSet[str], *, details: bool) -> Iterator[str]:
    calcul = ligne.calcul
    for nom, counted in calcul.decomptes.items():
        if nom in left:
            continue
        yield from _counted(ligne, counted, depot, details=details)
        for terme in (item for item in calcul.termes if item.nom == nom):
            if not is_exempt(ligne):
                yield from _weighing(ligne, terme, counted)
            yield f"total : {total_text(terme.total, counted.cle, depot)} pour {_payers(terme, calcul)}"


def _counted(ligne: Ligne, counted: Decompte, depot: Depot, *, details: bool) -> Iterator[str]:
    """Tell a quantity, and what it is made of when it is a sum, a product, or amounts already computed."""
    definition = depot.cles.get(counted.cle)
    label = counted.cle if definition is None else definition.libelle
    quantity = quantity_text(counted.quantite(ligne.rang), counted.cle, depot)
    sources = list(factors(counted, ligne.rang, depot))
    if len(sources) == 1 and not counted.cumul:
        source = sources[0][1]
        yield f"{label} : {quantity}{compared(source)}{_where(source, depot)}"
        return
    write = prix if counted.cumul else nombre
    sign = " × " if definition is not None and definition.produit else " + "
    if not sources and not counted.cumul:
        yield f"{label} : non compté"
        return
    detail = sign.join(write(source.valeur) for _, source in sources)
    full_year = " (ramené à une année entière)" if ligne.rang in counted.ramenes else ""
    yield f"{label}{full_year} : {quantity}" + ("" if counted.cumul and len(sources) < 2 else f" = {detail}")  # noqa: PLR2004
    for nom, source in sources:
        made_of = nom if details or nom not in depot.cles else depot.cles[nom].libelle
        yield f"  {made_of} : {write(source.valeur)}{compared(source)}{_where(source, depot)}"


def _weighing(ligne: Ligne, terme: Terme, counted: Decompte) -> Iterator[str]:
    """Say how the presence weighs a quantity, and what a policy on freed shares changes to it."""
    raw, weighed = counted.quantite(ligne.rang), terme.quantite(ligne.rang)
    freed = terme.repris(ligne.rang)
    kept = weighed - freed
    if kept != raw:
        ratio = kept / raw
        frozen = "" if ratio == ligne.calcul.presences[ligne.rang] else ", part gelée jusqu'au 31 décembre"
        yield f"  comptée : {nombre(raw)} × {_ratio(ratio)} = {exact_quantity(kept)}{frozen}"
    elif raw and ligne.calcul.presences[ligne.rang] not in (0, 1):
        reason = "part gelée jusqu'au 31 décembre" if counted.pese else _unweighed(ligne, counted)
        yield f"  comptée entière : {reason}"
    if freed:
        yield f"  plus {exact_quantity(freed)} repris de ceux qui sont partis : {exact_quantity(weighed)}"


def _unweighed(ligne: Ligne, *decomptes: Decompte) -> str:
    if ligne.calcul.nature is Nature.INDIRECT_FACTUEL:
        return "un coût factuel n'a lieu qu'une fois"
    if any(source.hypothese for counted in decomptes for source in counted.sources[ligne.rang]):
        return "la présence ne réduit pas ce qui se compte sur l'année ; supposé pour l'année entière, il se diminue"
    return "ce qui est compté est déjà celui de l'année"


def _payers(terme: Terme, calcul: Calcul) -> str:
    """Count who shares: of those who have the service, those who count some; not who only bears what others leave."""
    having = sum(map(bool, calcul.presences))
    some = sum(1 for poids in terme.poids if poids)
    every = compte(having, "bénéficiaire")
    return every if some >= having else f"{some} des {every}"


def _presence(ligne: Ligne, contribution: Contribution, depot: Depot) -> Iterator[str]:
    """Say what part of the year counts, from which days, by which rule, declared where."""
    calcul = ligne.calcul
    fraction = calcul.presences[ligne.rang]
    if fraction == 1:
        return
    if fraction == 0:
        borne = calcul.bornage is not None
        taken = "ce que les autres laissent" if borne else "ce qui est repris de ceux qui sont partis"
        yield f"n'en bénéficie pas : ne porte que {taken}"
        return
    effect = "" if presence_weighs(ligne) else f", sans effet : {_unweighed(ligne, *calcul.decomptes.values())}"
    days = enumere([f"du {jour(stay.debut)} au {last_day(stay.fin)}" for stay in calcul.jours[ligne.rang] if stay.fin])
    politique = depot.convention.politiques.prorata
    rule = f"prorata {politique.mode}" + (f", seuil le {politique.seuil}" if politique.mode is Prorata.MENSUEL else "")
    declared = [Reference(path_of(Convention), ("politiques", "prorata")), *_stays(ligne, contribution, depot)]
    where = ", ".join(depot.lieu(reference, key=True) for reference in declared)
    yield f"présence dans l'année : {_ratio(fraction)}, {days}{effect} ({rule} ; {where})"


def _stays(ligne: Ligne, contribution: Contribution, depot: Depot) -> Iterator[Reference]:
    """Yield the declarations that begin or end in the exercice: membership, subscriptions, life of the component."""
    calcul, dossier = ligne.calcul, depot.dossiers[ligne.adherent]

    def within(*days: date | None) -> bool:
        return any(day is not None and day.year == contribution.exercice for day in days)

    if within(dossier.identite.adhesion.debut, dossier.identite.adhesion.fin):
        yield Reference(dossier.path(Adherent), ("adhesion",))
    path = dossier.path(Souscriptions)
    for index, souscription in enumerate(dossier.souscriptions.souscriptions):
        covers = souscription.service in (calcul.service, calcul.sous_service)
        if covers and within(souscription.debut, souscription.fin):
            yield Reference(path, ("souscriptions", index))
    for index, choix in enumerate(dossier.souscriptions.composants):
        if choix.composant == calcul.composant and within(choix.debut, choix.fin):
            yield Reference(path, ("composants", index))
    item = depot.composants.get(calcul.composant or "")
    if item is not None and within(item.composant.debut, item.composant.fin):
        yield item.reference()


def _ratio(fraction: Fraction) -> str:
    return "1" if fraction == 1 else f"{fraction.numerator}/{fraction.denominator}"


def _formula(calcul: Calcul, depot: Depot, exercice: int, *, details: bool) -> Iterator[str]:
    if calcul.ligne_tarif is None:
        unit = fee_unit(depot, calcul.forfait, f"poste de travail{depot.convention.clauses.selon('forfait')}")
        yield f"règle : forfait par {unit}, {path_of(Forfait, calcul.forfait)}"
        return
    ligne, mode, nom = depot.lignes[calcul.ligne_tarif], mode_of(calcul, depot, exercice), calcul.nature.mode
    index = list(depot.lignes).index(ligne.id)
    since = ligne.since(nom, exercice) if calcul.nature is not Nature.DIRECT else None
    where = ("lignes", index, *(("redactions", str(since)) if since is not None else ()), nom)
    place = depot.lieu(Reference(LIGNES, (*where, "formule")))
    if details:
        yield f"règle : {calcul.formule} ({place})"
    for limite, borne in mode.bornes.items() if mode is not None else ():
        if details:
            limit = depot.lieu(Reference(LIGNES, (*where, limite, "formule")))
            yield f"{limite} : {borne.formule} ({limit})"
    if mode is not None:
        source = (
            "hors de l'extrait publié, à arrêter par avenant"
            if ligne.hors_extrait
            else depot.convention.clauses.citees("tarifs")
        )
        cited = f"{f' ({source})' if source else ''} : {cite(mode.texte)}"
        yield f"texte{cited}" if details else f"règle{cited} ({place})"


def _where(valeur: Valeur, depot: Depot) -> str:
    notes = [depot.lieu(valeur.source)]
    if valeur.phase is not None:
        notes.append(f"repris du {valeur.phase.libelle}")
    if valeur.hypothese:
        notes.append(valeur.hypothese)
    if valeur.a_valider:
        notes.append("quantité pas encore validée par l'adhérent")
    return f" ({', '.join(notes)})"
