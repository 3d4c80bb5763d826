"""What each line costs: a price, a quantity, a key, a subscription, in euros of the exercice; what a change makes it.

Knows: where the engine took each figure from, the decisions of a comparison. Must not know: editors. Nothing is told
of data with errors: no total is ever partial.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import Span
from convention.base.french import article, compte, enumere, euros, typeset
from convention.langage.carte import endroit as endroit_at
from convention.model.depot import Reference
from convention.model.documents.cles import CLES
from convention.model.genres import read_path
from convention.model.mots.communs import Nature
from convention.reports import mots
from convention.reports.comparaison.tete import decided
from convention.reports.comparaison.titre import first_told, told
from convention.reports.valeurs import signed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from convention.compare.impact import Impact
    from convention.engine.lignes import Calcul, Contribution, Ligne
    from convention.langage.session import Etat
    from convention.model.depot import Depot
    from convention.model.documents.adherents import Souscription, SouscriptionComposant
    from convention.reports.comparaison.tete import Decidee

EXPLIQUER, COMPARER, ALLER = "convention.expliquer", "convention.comparer", "convention.aller"
_NOMMES = 3


class Annotation(NamedTuple):
    """What is told above a line, and the command that tells more."""

    span: Span
    texte: str
    commande: str = ""
    arguments: tuple[str, ...] = ()


class _Usage(NamedTuple):
    """A figure of the data in a computation; its rank when it is that of one adherent."""

    annee: int
    calcul: Calcul
    rang: int | None


def annoter(etat: Etat, path: str) -> tuple[Annotation, ...]:
    """Return what is told above the lines of a file, from the top; first why nothing is, when something is wrong."""
    if etat.fautif is not None:
        where = (etat.fautif.path, str(etat.fautif.line), str(etat.fautif.column))
        return (Annotation(Span(path), etat.pause, ALLER, where),)
    found = [*_ecarts(etat, path), *_couts(etat, path)]
    # Two figures of one line may make the same cost: it is told once.
    once = {(item.span.line, item.texte): item for item in found}
    return tuple(sorted(once.values(), key=lambda item: item.span.line))


def a_la_ligne(etat: Etat, path: str, ligne: int) -> tuple[Annotation, ...]:
    """Return what is told above a line: an editor may show nothing there, and cuts the end of what is long."""
    return tuple(item for item in annoter(etat, path) if item.span.line == ligne and not etat.pause)


def _couts(etat: Etat, path: str) -> Iterator[Annotation]:
    usages: dict[Reference, list[_Usage]] = {}
    for annee, contribution in etat.contributions.items():
        for reference, usage in _usages(annee, contribution, path):
            usages.setdefault(reference, []).append(usage)
    for reference, every in usages.items():
        span = etat.depot.span(reference, key=True)
        years = {item.annee for item in every}
        year = etat.exercice if etat.exercice in years else max(years)
        read = [item for item in every if item.annee == year]
        counted = [item for item in read if item.rang is not None]
        yield from (_price(etat, span, item) for item in read if item.rang is None)
        if counted:
            yield _quantity(etat, span, counted)
    yield from _keys(etat, path)
    yield from _subscriptions(etat, path)


def _usages(annee: int, contribution: Contribution, path: str) -> Iterator[tuple[Reference, _Usage]]:
    """Yield where each figure of a computation is written, those of one file."""
    for calcul in contribution.calculs:
        for valeur in calcul.valeurs.values():
            if valeur.source.path == path:
                yield valeur.source, _Usage(annee, calcul, None)
        for decompte in calcul.decomptes.values():
            for rang, sources in enumerate(decompte.sources):
                for valeur in sources:
                    if valeur.source.path == path:
                        yield valeur.source, _Usage(annee, calcul, rang)


def _price(etat: Etat, span: Span, usage: _Usage) -> Annotation:
    """Say what a price makes due: « 4 800,00 € partagés entre 22 adhérents en 2026 ; Essey 163,11 € »."""
    calcul = usage.calcul
    owed = {nom: _amount(calcul, rang) for rang, nom in enumerate(calcul.beneficiaires)}
    shared = bool(calcul.termes) and not any(calcul.propres)
    text = f"{_together(etat.depot, owed, shared=shared)} en {usage.annee}"
    if calcul.nature is Nature.INDIRECT_FACTUEL:
        text += f" ({mots.said(etat.depot, calcul.nature, calcul.nature.libelle)})"
    if calcul.non_reparti:
        text += f" ; {euros(calcul.non_reparti)} que personne ne paie"
    followed = etat.reglages.adherent
    if followed in owed and len(owed) > 1:
        text += f" ; {etat.depot.nom_de(followed)} {euros(owed[followed])}"
    who = followed if followed in owed else next((nom for nom, cents in owed.items() if cents), "")
    return _explained(span, text, who, usage.annee, [calcul])


def _together(depot: Depot, owed: dict[str, int], *, shared: bool) -> str:
    paying = [nom for nom, cents in owed.items() if cents] or list(owed)
    total = sum(owed.values())
    if len(paying) == 1:
        return _owed(total, depot.nom_de(paying[0]))
    return f"{euros(total)} {'partagés entre' if shared else 'dus par'} {compte(len(paying), 'adhérent')}"


def _quantity(etat: Etat, span: Span, usages: list[_Usage]) -> Annotation:
    """Say what a quantity counts for: the lines that read it, of its adherent, or of all of whom it is counted."""
    first = usages[0]
    once = {(id(item.calcul), item.rang): item for item in usages}.values()
    lines = [(item.calcul, item.calcul.beneficiaires[item.rang or 0], item.rang or 0) for item in once]
    owed: dict[str, int] = {}
    named: dict[str, int] = {}
    for calcul, adherent, rang in lines:
        nom = mots.line_name(etat.depot, calcul, adherent)
        owed[adherent] = owed.get(adherent, 0) + _amount(calcul, rang)
        named[nom] = named.get(nom, 0) + _amount(calcul, rang)
    together = _together(etat.depot, owed, shared=False)
    if len(lines) == 1 and _alone(first):
        text = f"{next(iter(named))} : {together} en {first.annee}"
    else:
        each = [f"{nom}{f' {euros(cents)}' if len(named) > 1 else ''}" for nom, cents in named.items()]
        detail = " ; ".join([*each[:_NOMMES], *_rest(len(each) - _NOMMES, "autre ligne", "autres lignes")])
        text = f"compte dans {together} en {first.annee} : {detail}"
    followed = etat.reglages.adherent
    who = followed if followed in owed else next((nom for nom, cents in owed.items() if cents), lines[0][1])
    return _explained(span, text, who, first.annee, [calcul for calcul, _, _ in lines])


def _alone(usage: _Usage) -> bool:
    """Tell whether a quantity makes a line alone: what several count together is not the cost of each."""
    return sum(len(item.sources[usage.rang or 0]) for item in usage.calcul.decomptes.values()) == 1


def _owed(cents: int, nom: str) -> str:
    return f"{euros(cents)} dus par {article(nom)}{nom}"


def _keys(etat: Etat, path: str) -> Iterator[Annotation]:
    """Say what each distribution key shares or counts."""
    if path != CLES or etat.exercice is None:
        return
    contribution, followed = etat.contributions[etat.exercice], etat.reglages.adherent
    for nom in etat.depot.cles:
        own = [item for item in contribution.calculs if any(found.cle == nom for found in item.decomptes.values())]
        if own:
            span = etat.depot.span(Reference(path, ("cles", nom)), key=True)
            owed = [(who, _amount(item, rang)) for item in own for rang, who in enumerate(item.beneficiaires)]
            text = f"{euros(sum(cents for _, cents in owed))} comptés par cette clé en {etat.exercice}"
            text += f", {compte(len(own), 'coût')}"
            mine = [cents for who, cents in owed if who == followed]
            if mine:
                text += f" ; {etat.depot.nom_de(followed)} {euros(sum(mine))}"
            yield Annotation(span, typeset(text))


def _subscriptions(etat: Etat, path: str) -> Iterator[Annotation]:
    """Say what each subscription costs its adherent."""
    known = read_path(path)
    if known is None or known.genre.nom != "souscriptions" or etat.exercice is None:
        return
    document = etat.depot.dossiers[known.id].souscriptions
    codes = {item.service for item in document.souscriptions}
    for rang, souscription in enumerate(document.souscriptions):
        code, annee = souscription.service, _told_of(etat, souscription)
        own = [item for item in etat.contributions[annee].lignes if item.adherent == known.id]
        paid = [item for item in own if code in (item.calcul.sous_service, _service(item.calcul, codes))]
        yield _subscribed(etat, Reference(path, ("souscriptions", rang, "service")), known.id, annee, paid)
    for rang, composant in enumerate(document.composants):
        annee = _told_of(etat, composant)
        own = [item for item in etat.contributions[annee].lignes if item.adherent == known.id]
        paid = [item for item in own if item.calcul.composant == composant.composant]
        yield _subscribed(etat, Reference(path, ("composants", rang, "composant")), known.id, annee, paid)


def _told_of(etat: Etat, item: Souscription | SouscriptionComposant) -> int:
    """Return the exercice told of a subscription: the one of what belongs to several, or its first when it is later."""
    asked, begins = etat.exercice or 0, item.debut.year if item.debut is not None else 0
    return begins if begins > asked and begins in etat.contributions else asked


def _service(calcul: Calcul, codes: AbstractSet[str]) -> str:
    """Return the service that a cost belongs to; none when its sub-service is subscribed by itself."""
    return "" if calcul.sous_service in codes else calcul.service


def _subscribed(etat: Etat, reference: Reference, adherent: str, annee: int, paid: list[Ligne]) -> Annotation:
    owed = _owed(sum(item.montant for item in paid), etat.depot.nom_de(adherent))
    text = f"{owed} en {annee}, {compte(len(paid), 'ligne')}"
    calculs = [item.calcul for item in paid]
    return _explained(etat.depot.span(reference, key=True), text, adherent if paid else "", annee, calculs)


def _amount(calcul: Calcul, rang: int) -> int:
    return calcul.partages[rang] + calcul.propres[rang]


def _explained(span: Span, text: str, adherent: str, annee: int, calculs: Sequence[Calcul]) -> Annotation:
    lignes = ",".join(dict.fromkeys(map(mots.object_id, calculs)))
    # What nobody pays has no line to be explained.
    return Annotation(span, typeset(text), *((EXPLIQUER, (adherent, str(annee), lignes)) if adherent else ()))


def _ecarts(etat: Etat, path: str) -> Iterator[Annotation]:
    """Say, where a line differs from the base, what it changes, for whom, who decides it and by when."""
    if etat.sans_ecart:
        yield Annotation(Span(path), etat.sans_ecart)
        return
    comparaison = etat.expliquee if etat.est_expliquee else etat.comparaison
    if comparaison is None or etat.decision is None or comparaison.identique:
        return
    impacts = {item.exercice: item for item in told(comparaison)}
    first = first_told(list(impacts.values()))
    told_first = list(decided(comparaison, first, etat.decision))
    found: dict[int, list[Decidee]] = {first.exercice: told_first} if first is not None else {}
    for rang, item in enumerate(told_first):
        for endroit in item.phrase.endroits:
            if endroit.fichier == path:
                impact = impacts.get(_year_at(etat, path, endroit.ligne), first)
                if impact is not None and impact.exercice not in found:
                    found[impact.exercice] = list(decided(comparaison, impact, etat.decision))
                text = _ecart(etat, path, found[impact.exercice][rang] if impact is not None else item, impact)
                yield Annotation(Span(path, max(endroit.ligne, 1)), typeset(f"Écart : {text}"), COMPARER)


def _year_at(etat: Etat, path: str, ligne: int) -> int:
    """Return the exercice that a line is about: that of its file, or the one that holds it; zero for none."""
    fichier, lines = etat.depot.fichiers.get(path), etat.lignes(path)
    if fichier is None or not 1 <= ligne <= len(lines):
        return 0
    if fichier.chemin.annee:
        return fichier.chemin.annee
    held = endroit_at(fichier, ligne, len(lines[ligne - 1]) + 1).pointer
    return next((year for year in etat.depot.exercices if str(year) in held), 0)


def _ecart(etat: Etat, path: str, item: Decidee, impact: Impact | None) -> str:
    """Say what a change costs, who decides it, whom it touches: an editor cuts the end of a long line.

    Its own part is told when it can be told apart, else that of all changes together.
    """
    if impact is None:
        return " ; ".join(part for part in ("aucun montant ne change", item.procedure) if part)
    known = read_path(path)
    whose = known.id if known is not None and item.ecarts.get(known.id) else ""
    ecarts = {nom: cents for nom, cents in item.ecarts.items() if nom != whose}
    if item.effet:
        effect = f"{etat.depot.nom_de(whose)} {item.effet}" if whose else item.effet
    elif etat.est_expliquee:
        effect = "aucun montant à lui seul"
    else:
        effect = f"{signed(impact.ecart)} avec les autres modifications"
        ecarts = {gap.adherent: gap.ecart for gap in impact.adherents}
    most = _most(etat, ecarts, all_named=bool(whose))
    return " ; ".join(part for part in (f"en {impact.exercice}, {effect}", item.procedure, most) if part)


def _most(etat: Etat, ecarts: Mapping[str, int], *, all_named: bool) -> str:
    """Name those whom it touches most, the one that is followed among them."""
    ranked = sorted(ecarts, key=lambda nom: (-abs(ecarts[nom]), nom))
    shown = ranked[:_NOMMES]
    followed = etat.reglages.adherent
    if followed in ecarts and followed not in shown:
        shown.append(followed)
    if not shown or (len(ranked) == 1 and not all_named):
        return ""
    named = [f"{etat.depot.nom_de(nom)} {signed(ecarts[nom])}" for nom in shown]
    return enumere([*named, *_rest(len(ranked) - len(shown), "autre", "autres")])


def _rest(count: int, singulier: str, pluriel: str) -> list[str]:
    return [compte(count, singulier, pluriel)] if count > 0 else []
