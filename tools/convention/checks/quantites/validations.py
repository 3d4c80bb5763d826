"""QTE007 to QTE009, QTE011, QTE012: counts made in time, validated by the référent, like those before (art. 5, 8.3).

Knows: dates of counts, exercices, counts in the order in which they replace one another. Must not know: prices, what is
counted and missing (`comptages`), seals (an amount that was called otherwise is told by `sceaux.scelles`).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from convention.base.diagnostic import inscrire
from convention.base.french import cite, jour, nombre
from convention.checks.cadre.controle import controle, controle_du_calcul
from convention.checks.cadre.lecture import counts_of_year, exercice_at, releves
from convention.checks.cadre.lieux import Constat, signal
from convention.checks.quantites.comptages import beneficiaries_of, counted_text
from convention.model.documents.cles import CLES, Cles
from convention.model.mots.communs import PHASES, Phase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.base.diagnostic import Conseil
    from convention.checks.cadre.contexte import Contexte
    from convention.checks.cadre.lecture import Compte
    from convention.model.depot import Depot, Dossier
    from convention.model.documents.cles import Vraisemblance
    from convention.model.documents.quantites import Place, Releve


@controle("QTE007")
def not_validated(depot: Depot) -> Iterator[Constat]:
    """QTE007: an exercice closed on counts that the référent has not validated; the forfait is no indirect cost."""
    for written in releves(depot):
        releve = written.releve
        if not depot.est_clos(written.annee) or releve.phase is not Phase.REALISE or releve.validation is not None:
            continue
        replaced = written.dossier.quantites[written.annee].sans_effet(releve)
        if not replaced and _is_more_than_forfait(depot, releve):
            message = f"l'exercice {written.annee} est clos, et {written.texte} n'est pas validé par le référent"
            hint = "ajouter « validation: AAAA-MM-JJ » à ce comptage, ou laisser l'exercice ouvert"
            statut = exercice_at(written.annee, "statut")
            yield signal("QTE007", written.at("date"), message, hint, (statut, "le statut de l'exercice"))


@controle("QTE008")
def validated_before(depot: Depot) -> Iterator[Constat]:
    """QTE008: a count validated before it is made."""
    for written in releves(depot):
        validation = written.releve.validation
        if validation is not None and validation < written.releve.date:
            message = f"{written.texte} est validé le {jour(validation)}, avant sa date ({jour(written.releve.date)})"
            hint = "corriger l'une des deux dates"
            yield signal("QTE008", written.at("validation"), message, hint, (written.at("date"), "la date du comptage"))


@controle("QTE009", avertit=True)
def unlikely_dates(depot: Depot) -> Iterator[Constat]:
    """QTE009: a count far from its year; actual figures before the year is over, or a forecast once it is."""
    for written in releves(depot):
        releve, last = written.releve, date(written.annee, 12, 31)
        # Who left has no more of the year to count.
        left = written.dossier.identite.adhesion.fin
        over = last if left is None else min(last, left - timedelta(days=1))
        # The workstations of the forfait are counted at the end of the year before, once for all phases; a count made
        # during the year may say by its hypothesis that it stands for the whole of it (art. 8.3, credits used).
        early = releve.phase is Phase.REALISE and releve.date < over and releve.hypothese is None
        if releve.date < date(written.annee - 2, 7, 1) or releve.date > date(written.annee + 1, 12, 31):
            far = "plus de dix-huit mois avant" if releve.date < last else "plus d'un an après"
            message = f"{written.texte} est daté du {jour(releve.date)}, {far} l'exercice qu'il compte"
            hint: Conseil = f"corriger la date, ou compter de nouveau pour {written.annee}"
        elif early and _is_more_than_forfait(depot, releve):
            message = f"{written.texte} est daté du {jour(releve.date)}, avant la fin de l'année"
            phase = inscrire(f"phase: {Phase.REVISE}")
            hint = "corriger la date, dire par « hypothese » ce que vaut l'année, ou " + phase
        elif releve.phase is not Phase.REALISE and releve.date > last:
            message = f"{written.texte} est daté du {jour(releve.date)}, une fois l'année écoulée"
            hint = "corriger la date, ou " + inscrire(f"phase: {Phase.REALISE}")
        else:
            continue
        related = (written.at("phase"), f"la phase {cite(str(releve.phase))}")
        yield signal("QTE009", written.at("date"), message, hint, related)


def _is_more_than_forfait(depot: Depot, releve: Releve) -> bool:
    # Which key is the forfait's is not known when it names none (REF001, or a file not read): any of them may be.
    keys = {forfait.cle for forfait in depot.forfaits.values()}
    known = keys <= depot.cles.keys() and (keys or "forfait" not in depot.incomplets)
    others = releve.valeurs.keys() - keys if known else ()
    return bool(releve.par_composant or others)


@controle_du_calcul("QTE012", avertit=True)
def unlikely_counts(contexte: Contexte) -> Iterator[Constat]:
    """QTE012: a count in force far from the one before: likely a slip, until the référent validates it (art. 5).

    What is itself unlikely is nothing to compare with: what follows it is compared with what was before.
    """
    far = {
        nom: contexte.calculs.des_documents((_far_counts, nom), partial(_far_counts, nom=nom))
        for nom in contexte.depot.dossiers
    }
    years = {annee for told in far.values() for annee, _, _ in told}
    beneficiaries = {item.annee: beneficiaries_of(item) for item in contexte.exercices if item.annee in years}
    for nom, told in far.items():
        for annee, composant, item in told:
            known_to = beneficiaries[annee].get(composant)
            # What nothing bills is told as such (QTE003), and may well come to zero.
            if known_to is None or nom in known_to:
                yield item


def _far_counts(depot: Depot, nom: str) -> tuple[tuple[int, str, Constat], ...]:
    """Say which counts of an adherent are far from the one before, each with its exercice and its component."""
    fichier = depot.fichiers.get(CLES)
    document = fichier.document if fichier is not None else None
    rule = document.vraisemblance if isinstance(document, Cles) else None
    if rule is None:
        return ()
    known: dict[Place, Compte] = {}
    told: list[tuple[int, str, Constat]] = []
    for annee in sorted(depot.exercices):
        found: dict[Place, tuple[Compte, Compte]] = {}
        for count in _in_order(depot.dossiers[nom], annee, depot.exercices[annee].phase):
            before = known.get(count.place, count)
            if rule.is_far(before.quantite, count.quantite) and not _is_settled(depot, count):
                found[count.place] = (before, count)
            else:
                known[count.place] = count
                found.pop(count.place, None)
        told += [(annee, where.composant, _unlikely(*pair, rule)) for where, pair in found.items()]
    return tuple(told)


def _in_order(dossier: Dossier, annee: int, phase: Phase) -> list[Compte]:
    """Return the counts of an exercice as they replace one another, up to a phase."""
    counts = (item for item in counts_of_year(dossier, annee) if PHASES.index(item.releve.phase) <= PHASES.index(phase))
    return sorted(counts, key=lambda item: item.releve.ordre)


def _is_settled(depot: Depot, count: Compte) -> bool:
    return count.releve.validation is not None or depot.est_clos(count.annee)


def _unlikely(before: Compte, count: Compte, rule: Vraisemblance) -> Constat:
    dossier, releve = count.dossier, count.releve
    message = (
        f"{dossier.identite.dit('compte', 'comptent')} {nombre(count.quantite)} {counted_text(count.place)} en "
        f"{count.annee}, contre {nombre(before.quantite)} au comptage précédent "
        f"({jour(before.releve.date)}) : l'un vaut au moins {nombre(rule.facteur)} fois l'autre, à vérifier"
    )
    command = (
        f"convention valider-quantites {dossier.id} --exercice {count.annee} --phase {releve.phase} --date "
        f"{releve.date} --validation DATE"
    )
    known = f" ; celui-ci, validé par le référent ({cite(command)}), n'est plus signalé"
    valid = known if releve.hypothese is None else ""
    related = (before.reference, "la quantité précédente")
    return signal("QTE012", count.reference, message, f"corriger celui des deux qui est faux{valid}", related)


@controle("QTE011")
def recounted(depot: Depot) -> Iterator[Constat]:
    """QTE011: a count of the forfait that is not the one it was called on (decision 0006)."""
    first: dict[str, int] = {}
    for forfait in depot.forfaits.values():
        cle, since = depot.cles.get(forfait.cle), min((item.date.year for item in forfait.valeurs), default=0)
        for part in () if cle is None else cle.termes or (forfait.cle,):
            first[part] = min(since, first.get(part, since))
    for part, since in first.items():
        for dossier in depot.dossiers.values():
            for annee in sorted(year for year in dossier.quantites if year >= since):
                counts = [item for item in _in_order(dossier, annee, Phase.REALISE) if item.place == (part, "")]
                called = _called(counts)
                for count in counts[called + 1 :]:
                    if count.quantite != counts[called].quantite:
                        yield _recounted(depot, counts[called], count)


def _called(counts: Sequence[Compte]) -> int:
    """Return the rank of the count that the forfait is called on: the first known, else the last that stands for it.

    The calls read the revised phase: what only the actual one counts was called on nothing.
    """
    ranks = [rang for rang, count in enumerate(counts) if count.releve.phase is not Phase.REALISE]
    return next((rang for rang in ranks if not _is_supposed(counts[rang])), max(ranks, default=0))


def _is_supposed(count: Compte) -> bool:
    """Tell whether it stands for the count at 31 December, still to come."""
    return bool(count.releve.hypothese) or count.releve.date < date(count.annee - 1, 12, 31)


def _recounted(depot: Depot, called: Compte, count: Compte) -> Constat:
    message = (
        f"{count.dossier.identite.nom}, {count.annee} : le forfait est compté sur {nombre(count.quantite)} "
        f"{cite(count.place.cle)} ({count.releve.phase.libelle}), et il s'appelle sur {nombre(called.quantite)} : il "
        f"n'est pas recompté{depot.convention.clauses.selon('appels')}"
    )
    hint = (
        f"écrire {nombre(called.quantite)} ; ce que l'année recompte pour les autres coûts se saisit par une autre "
        "clé ; si c'est le décompte sur lequel il s'appelle qui est faux, le corriger à sa ligne"
    )
    return signal("QTE011", count.reference, message, hint, (called.reference, "le décompte appelé"))
