"""The words that reports share: natures, phases, sections, names of lines.

Knows: how the convention's closed lists are said to a reader. Must not know: figures.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from convention.base.french import compte, du, enumere, euros, jour, majuscule, minuscule
from convention.base.period import Periode, year_fraction, year_period
from convention.checks.avenants.etapes import signed_by_parties
from convention.compare.entrees import later_year
from convention.engine.appels.acomptes import acomptes, balance_of
from convention.engine.appels.echeances import echeances
from convention.engine.bilan import hypotheses
from convention.engine.lignes import HORS_SERVICE, Calcul, Contribution, Hypothese, Ligne, NonReparti
from convention.model.forfaits import MASSE_SALARIALE as MASSE
from convention.model.forfaits import fee_name, fees_name
from convention.model.mots.communs import GroupeNature, Nature, Taxe
from convention.model.valeurs.chemins import ADHERENTS, folder_of
from convention.reports.valeurs import last_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.actes import Acquis
    from convention.model.depot import ComposantRange, Depot
    from convention.model.documents.gouvernance import Visa
    from convention.model.documents.tarifs import ValeurForfait
    from convention.model.ecrits.sceaux import Identite

MASSE_SALARIALE = "masse-salariale"
"""How a command names the line of the forfait, which has no component."""
NATURES = (Nature.MASSE_SALARIALE, Nature.INDIRECT_ANNUEL, Nature.INDIRECT_FACTUEL, Nature.DIRECT)
"""The order in which the parts of an amount are shown."""


def from_letters(nom: str) -> str:
    """Say a name of the data that has no other: as it is written, without accents."""
    return nom.replace("-", " ").replace("_", " ")


def no_advance(depot: Depot, adherent: str, exercice: int) -> str:
    """Say when no advance of an exercice is asked of an adherent, no member on its day (reading 78); else, nothing."""
    every, asked = acomptes(depot, exercice), acomptes(depot, exercice, adherent)
    adhesion = depot.dossiers[adherent].identite.adhesion.periode
    if asked == every or adhesion.intersect(year_period(exercice)) is None:
        return ""
    (debut, fin), terme = adhesion, depot.convention.terme
    missed = [echeances(depot)[nom].date for nom in every if nom not in asked]
    when = [f"avant le {jour(debut)}, premier jour de l'adhésion"] if any(day < debut for day in missed) else []
    if fin is not None and any(day >= fin for day in missed):
        when.append(f"après le {last_day(fin)}, dernier jour de l'adhésion")
    elif any(day >= terme for day in missed):
        when.append(f"après le {last_day(terme)}, dernier jour de la convention")
    if not when:
        return ""
    solde = balance_of(depot, adherent, exercice)
    who = f"le solde du {jour(solde.date)}" if solde is not None else "la régularisation"
    rest = f"{who} demande {'ce qui reste' if asked else 'tout ce qui est dû'}"
    return f"Aucun acompte n'est demandé {', ni '.join(when)} : {rest}"


def member_in_part(depot: Depot, adherent: str, exercice: int, au: date) -> str:
    """Say since when, or until when, who pays for a part only of what the convention covers of an exercice is a member.

    Nothing is said of who pays for all of it, there all along or not.
    """
    convention, here = depot.convention, depot.dossiers[adherent].identite.adhesion.periode
    covered = Periode(convention.effet, convention.terme).intersect(year_period(exercice)) or year_period(exercice)
    measured = partial(
        year_fraction,
        exercice=exercice,
        mode=convention.politiques.prorata.mode,
        seuil=convention.politiques.prorata.dernier_jour,
    )
    part = here.intersect(covered)
    if part is None or measured(part) == measured(covered):
        return ""
    began = "depuis le" if here.debut <= au else "à partir du"
    since = [f"{began} {jour(here.debut)}"] if here.debut > covered.debut else []
    until = [f"jusqu'au {last_day(here.fin)} inclus"] if here.fin is not None and covered.holds(here.fin) else []
    return ", ".join([*since, *until])


def later_effect(depot: Depot, adherent: str, quoi: str, jour: date) -> str:
    """Say from when a coming or a leaving weighs, when no exercice is open to compute it; else, nothing."""
    annee = later_year(depot, jour)
    if annee is None:
        return ""
    effect = f"n'aurait d'effet qu'à partir de {annee}, exercice qui n'est pas ouvert : rien n'en est calculé"
    return f"{quoi} {depot.du(adherent)} {effect}"


def advances_missed(depot: Depot, adherent: str, echeance: str) -> Iterator[str]:
    """Say why a call does not ask its advance of an adherent."""
    for annee in depot.exercices:
        if echeance in acomptes(depot, annee) and echeance not in acomptes(depot, annee, adherent):
            yield no_advance(depot, adherent, annee)


def service_name(depot: Depot, code: str) -> str:
    """Name a service in a table: « S04 Parcs », « Hors des services » for the forfait."""
    return "Hors des services" if code == HORS_SERVICE else depot.libelle_service(code)


def with_membership(depot: Depot) -> list[str]:
    """Return the codes of the services that nobody subscribes to: they come with the membership."""
    return [code for code, service in depot.services.items() if service.obligatoire]


def tariffs(depot: Depot) -> str:
    """Name the rules by which costs are shared: as the clause that they come from, else « tarifs »."""
    clause = depot.convention.clauses.tarifs
    return next((minuscule(item.titre) for item in depot.vie.articles.values() if item.clause == clause), "tarifs")


def taxes_held(depot: Depot, composants: Iterable[ComposantRange]) -> str:
    """Say what amounts hold of taxes, as the convention does, and which components hold none; it may say nothing."""
    taxes = depot.convention.taxes
    bare = [item.composant.libelle for item in composants if item.composant.taxe is Taxe.HT]
    apart = f"hors taxes pour {enumere(bare)}" if bare else ""
    return ", ".join(filter(None, (taxes.comprises if taxes is not None else "", apart)))


def object_id(calcul: Calcul) -> str:
    """Return the id by which a command designates a line."""
    return calcul.objet or MASSE_SALARIALE


def sealed_name(depot: Depot, identite: Identite) -> str:
    """Name a sealed line, which may be of a component that is no more: its id is then all that is left."""
    _, _, objet, nature, _ = identite
    if nature == Nature.MASSE_SALARIALE:
        return fee_name(depot, objet).titre
    known = depot.composants.get(objet)
    return known.composant.libelle if known is not None else objet


def line_name(depot: Depot, calcul: Calcul, adherent: str) -> str:
    """Name a line in words: the component's label, the expense's, or the flat fee's: « Masse salariale »."""
    if calcul.composant is not None:
        composant = depot.composants[calcul.composant].composant
        factual = calcul.nature is Nature.INDIRECT_FACTUEL
        return (composant.libelle_factuel if factual else None) or composant.libelle
    if calcul.depense is not None:
        for document in depot.dossiers[adherent].depenses.values():
            for depense in document.depenses:
                if depense.id == calcul.depense:
                    return depense.libelle
    return fee_name(depot, calcul.forfait).titre


def fixing_act(depot: Depot) -> str:
    """Name what fixes a flat fee: an avenant where the procedure of a fee has the parties sign, else an act."""
    noms = depot.convention.noms
    return "avenant" if fixed_by_parties(depot) else f"{noms.acte.nu} {noms.assemblee.du}"


def fixed_by_parties(depot: Depot) -> bool:
    """Tell whether the parties sign what fixes a flat fee."""
    decided = depot.vie.decide("forfait")
    return decided is not None and signed_by_parties(decided.procedure, depot.vie.visas)


def said(depot: Depot, nature: Nature, usual: str) -> str:
    """Say a nature as usual, and the flat fees by the name that the data give them, small letters or not as usual.

    A cost is called indirect where a clause of the convention does.
    """
    if nature.groupe is GroupeNature.INDIRECTS and depot.convention.clauses.couts_indirects is None:
        told = f"coûts {nature.mode}s" if usual.endswith("s") else f"coût {nature.mode}"
        return majuscule(told) if usual[:1].isupper() else told
    name = fees_name(depot)
    if nature is not Nature.MASSE_SALARIALE or name == MASSE:
        return usual
    return name.titre if usual[:1].isupper() else name.nu


def compared_adherent(comparaison: Comparaison, adherent: str) -> str:
    """Name an adherent of a comparison, which may be in the base alone."""
    return side_of(comparaison, adherent).nom_de(adherent)


def side_of(comparaison: Comparaison, adherent: str) -> Depot:
    """Return the documents of a comparison that say who an adherent is."""
    return comparaison.head if adherent in comparaison.head.dossiers else comparaison.base


def compared_service(comparaison: Comparaison, code: str) -> str:
    """Name a service of a comparison in a sentence; the forfait has none."""
    if code == HORS_SERVICE:
        return fees_name(comparaison.head).nu
    return service_name(comparaison.head if code in comparaison.head.services else comparaison.base, code)


def opinion(depot: Depot, visa: Visa, acquis: Acquis | None) -> str:
    """Cite an opinion that was given: « l'avis favorable du comité de pilotage du 5 octobre 2026 »; else, nothing."""
    if acquis is None or acquis.sens is None or acquis.date is None:
        return ""
    instance = depot.vie.instances.get(visa.instance or "")
    who = f" {du(minuscule(instance.libelle))}" if instance is not None else ""
    return f"l'avis {acquis.sens.bref}{who} du {jour(acquis.date)}"


def unpaid_name(depot: Depot, cost: NonReparti) -> str:
    """Name a cost that nobody pays: « Licences, coût indirect annuel »."""
    return f"{depot.composants[cost.composant].composant.libelle}, {said(depot, cost.nature, cost.nature.libelle)}"


def unpaid(depot: Depot, exercice: int, cost: NonReparti, more: str = "") -> str:
    """Say what nobody would pay; `more`: « de plus » than before."""
    return f"En {exercice}, {euros(cost.montant)}{more} ne seraient payés par personne : {unpaid_name(depot, cost)}."


def lines_of(contribution: Contribution, adherent: str | None) -> tuple[Ligne, ...]:
    """Return the lines of one adherent, or all of them."""
    return tuple(ligne for ligne in contribution.lignes if adherent in (None, ligne.adherent))


def carried_over(value: ValeurForfait, annee: int) -> str:
    """Say that a flat fee of an exercice is that of an earlier one; nothing when it was set for it."""
    return "" if value.date.year == annee else f"repris de {value.date.year}, rien n'étant fixé"


def by_message(found: Iterable[Hypothese]) -> dict[str, dict[str, int]]:
    """Gather assumptions that say the same thing: the number of values of each file."""
    gathered: dict[str, dict[str, int]] = {}
    for item in found:
        gathered.setdefault(item.message, {})[item.fichier] = item.nombre
    return gathered


def assumed(found: Iterable[Hypothese]) -> list[str]:
    """Say each assumption once, with its values and their files."""
    return [
        f"Hypothèse : {message} ({compte(sum(counts.values()), 'valeur')}, {compte(len(counts), 'fichier')})."
        for message, counts in by_message(found).items()
    ]


def assumptions_of(contribution: Contribution, adherent: str | None) -> tuple[Hypothese, ...]:
    """Return the assumptions on one adherent's own figures and on what is common to its lines, or all of them."""
    if adherent is None:
        return contribution.hypotheses
    common = hypotheses([ligne.calcul for ligne in lines_of(contribution, adherent)], contribution.exercice)
    own = (item for item in contribution.hypotheses if item.fichier.startswith(folder_of(adherent)))
    return tuple(sorted((*own, *(item for item in common if not item.fichier.startswith(ADHERENTS)))))
