"""A yearly flat fee: the model délibération of the managing body's assembly, and the notice letter to each adherent.

Knows: a flat fee, its value before and after, what it costs whom. Must not know: media.
No committee fixes a price: that assembly does, never for the past; the amounts are estimates. What is not known stays
blank: no number, no date is invented.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.base.appellation import Noms
from convention.base.french import cite, compte, ecart, jour, majuscule, montant, nombre, pluriel
from convention.compare.comparaison import Comparaison, comparer
from convention.compare.decision.decision import Decision, decide
from convention.compare.decision.echeances import Terme, budget_vote
from convention.engine.contribution import calculer
from convention.model.forfaits import MASSE_SALARIALE, fee_name, fee_unit, fee_units, fee_value
from convention.model.mots.avenants import EtapeVisa
from convention.model.mots.communs import Nature
from convention.model.resolution import resolve
from convention.reports.calcul.quantite import presence_in
from convention.reports.comparaison.delais import missed
from convention.reports.comparaison.empreinte import contents
from convention.reports.etat.parties import issuer
from convention.reports.etat.phrases import quality
from convention.reports.mots import fixing_act, opinion
from convention.reports.redaction.finances import notice
from convention.reports.rendus.gabarit import ecrire
from convention.reports.rendus.table import Tableau
from convention.reports.valeurs import short

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from convention.compare.decision.visas import VisaDemande
    from convention.compare.decision.voies import Voie
    from convention.engine.lignes import Contribution, Ligne
    from convention.model.depot import Depot
    from convention.model.documents.tarifs import ValeurForfait
    from convention.reports.rendus.document import Document


class Actualisation(NamedTuple):
    """A value of a flat fee, the one before, and what each adherent would pay."""

    forfait: str
    """Its id; that of annexe 3 has none."""
    avant: ValeurForfait | None
    apres: ValeurForfait
    contribution: Contribution
    comparaison: Comparaison
    """What this value alone changes."""

    def parts(self) -> dict[str, Part]:
        """Return what each adherent pays of the fee: a value of nothing has no line, and takes one away."""
        before = _lines(calculer(resolve(self.comparaison.base, self.contribution.exercice)), self.forfait)
        after = _lines(self.contribution, self.forfait)
        return {
            nom: Part(ligne, *(side[nom].montant if nom in side else 0 for side in (before, after)))
            for nom, ligne in (before | after).items()
        }


class Part(NamedTuple):
    """What an adherent pays of a fee at the value before, and at this one, in cents."""

    ligne: Ligne
    avant: int
    apres: int


def _lines(contribution: Contribution, forfait: str) -> dict[str, Ligne]:
    return {
        item.adherent: item
        for item in contribution.lignes
        if item.calcul.nature is Nature.MASSE_SALARIALE and item.calcul.forfait == forfait
    }


def actualisations(depot: Depot, annee: int) -> tuple[Actualisation, ...]:
    """Find the flat fees that take effect on 1 January of a year."""
    contribution = calculer(resolve(depot, annee)) if annee in depot.exercices else None
    return tuple(
        Actualisation(nom, fee_value(depot, nom, annee - 1), found, contribution, _alone(depot, nom, found))
        for nom in depot.forfaits
        if contribution is not None and (found := fee_value(depot, nom, annee)) is not None and found.date.year == annee
    )


def deliberation(depot: Depot, change: Actualisation, au: date) -> Document:
    """Write the model délibération of a day: visas, motive, articles, what each adherent would pay."""
    noms, decision = depot.convention.noms, _decision(change, au)
    return ecrire(
        "redaction/deliberation_forfait.j2",
        annee=change.apres.date.year,
        noms=noms,
        # Only an assembly sits, and deliberates: a director decides.
        en_seance=noms.acte == Noms().acte,
        avertissement=notice(change.contribution),
        tard=[text for voie in decision.voies for text in missed(voie, au, depot.convention.clauses)],
        avis=[text for item in decision.visas if (text := opinion(depot, item.visa, item.acquis))],
        a_verifier=[text for item in decision.visas for text in _others(depot, item)],
        convention=depot.convention,
        consultee=_is_consulted(depot, decision),
        avant=change.avant,
        forfait=change.apres,
        **_words(depot, change.forfait),
        effets=_effects(depot, change),
    )


def _is_consulted(depot: Depot, decision: Decision) -> bool:
    """Tell whether a body is asked its opinion: as the procedure says, else whether there is one, or a word for it."""
    if depot.vie.procedures is None:
        said = depot.convention.appellations
        return bool(depot.vie.instances) or bool(said and said.avis)
    return any(item.visa.instance is not None for item in decision.visas)


def _decision(change: Actualisation, au: date) -> Decision:
    """Say who decides a value of a fee, and by when."""
    return decide(change.comparaison, au, contents(change.comparaison).empreinte, fautes=lambda _: ())


def _alone(depot: Depot, forfait: str, valeur: ValeurForfait) -> Comparaison:
    """Compare the documents without the value that a délibération fixes, and with it: what it decides differs."""
    fee = depot.forfaits[forfait]
    before = fee.model_copy(update={"valeurs": tuple(item for item in fee.valeurs if item.date != valeur.date)})
    fichiers = {
        path: item._replace(document=before) if item.document is fee else item for path, item in depot.fichiers.items()
    }
    base = depot._replace(fichiers=fichiers, forfaits={**depot.forfaits, forfait: before})
    return comparer(base, depot, pourquoi=False)


def _others(depot: Depot, item: VisaDemande) -> Iterator[str]:
    """Tell the opinions of which nothing here proves that they were given on this amount: none is cited for it."""
    for found in item.ailleurs:
        given = opinion(depot, item.visa, found.acquis)
        if given and found.empreinte is not None:
            yield (
                f"{given} n'a pas été donné sur ce seul montant, mais sur l'empreinte {cite(short(found.empreinte))} : "
                "ne le viser que si « convention comparer BASE PROPOSITION » la donne encore à toute la proposition."
            )
        elif given:
            yield f"{given} ne dit pas sur quelle empreinte il fut donné : rien ne prouve qu'il vaut pour ce montant."


def letter(depot: Depot, change: Actualisation, adherent: str, au: date) -> Document:
    """Write the notice letter of one adherent, on a day: after a deadline, or the vote of its budget, it says so."""
    part = change.parts().get(adherent)
    own = part.ligne if part is not None else None
    annee = change.apres.date.year
    voted, decision = budget_vote(adherent, annee, depot), _decision(change, au)
    emetteur, fonctions = issuer(depot), depot.dossiers[adherent].fonctions
    words = _words(depot, change.forfait)
    number = _counted(own) if own is not None else Fraction(0)
    units = pluriel(number, fee_unit(depot, change.forfait, "poste"), str(words["unites"]))
    presence = _presence(own) if own is not None else Fraction(1)
    return ecrire(
        "redaction/lettre_forfait.j2",
        annee=annee,
        supposes=[text for voie in decision.voies for text in _supposed(voie, au)],
        # Once the year is over, nothing enters its budget any more.
        vote=voted if voted is not None and voted < au and au.year <= annee else None,
        acte=fixing_act(depot),
        pris=next(
            (item.acquis for item in decision.visas if item.visa.etape is EtapeVisa.DELIBERATION_GESTIONNAIRE), None
        ),
        convention=depot.convention,
        appele=own is not None
        and any(
            (ligne.exercice, ligne.identite) == (annee, own.identite)
            for sceau in depot.sceaux.values()
            if sceau.est_appel
            for ligne in sceau.lignes
        ),
        phase=change.contribution.phase.libelle,
        avertissement=notice(change.contribution),
        emetteur=emetteur,
        adherent=depot.dossiers[adherent].identite,
        signataire=fonctions.signataire if fonctions is not None else None,
        avant=change.avant,
        forfait=change.apres,
        **{**words, "unites": units},
        nombre_compte=number,
        presence=str(presence_in(presence)) if presence != 1 else "",
        part=part,
        signature=quality(emetteur),
    )


def _supposed(voie: Voie, au: date) -> Iterator[str]:
    """Say what a letter supposes of the decision, once it is too late to take it for its effect."""
    for item in voie.delais(au).manquees:
        if item.terme is Terme.PREAVIS and item.date is not None and voie.effet is not None:
            notice = compte(voie.requise.procedure.preavis_mois or 0, "mois", "mois")
            yield (
                f"La décision devait être prise le {jour(item.date)} au plus tard, {notice} avant son effet. Prise "
                f"après, elle ne vaut pas pour le {jour(voie.effet)}, et cette lettre n'est pas à envoyer."
            )


def _words(depot: Depot, nom: str) -> dict[str, object]:
    """Return what a document calls a fee: its name, whether it has one of its own, the unit that it is due for."""
    name = fee_name(depot, nom)
    unite, unites = fee_unit(depot, nom, "poste de travail"), fee_units(depot, nom, "postes")
    return {"nom": name, "nomme": name != MASSE_SALARIALE, "unite": unite, "unites": unites}


def _effects(depot: Depot, change: Actualisation) -> Tableau:
    parts = sorted(change.parts().values(), key=lambda item: (-item.apres, -item.avant, item.ligne.adherent))
    # Who is there for a part of the year pays a part: its count alone would not say why.
    partly = any(_presence(item.ligne) != 1 for item in parts)

    def row(nom: str, presence: str, *held: Part) -> tuple[str, ...]:
        counted = sum((_counted(item.ligne) for item in held), Fraction(0))
        before, after = sum(item.avant for item in held), sum(item.apres for item in held)
        there = (presence,) if partly else ()
        return (nom, nombre(counted), *there, montant(before), montant(after), ecart(after - before))

    rows = tuple(
        row(depot.nom_de(item.ligne.adherent), str(presence_in(_presence(item.ligne))), item) for item in parts
    )
    units = majuscule(str(_words(depot, change.forfait)["unites"]))
    headers = ("Adhérent", units, *(("Présence",) if partly else ()), "Avant (€)", "Après (€)", "Écart (€)")
    return Tableau(headers, rows, (row("Total", "", *parts),))


def _counted(ligne: Ligne) -> Fraction:
    """Return what is counted of an adherent, whatever its presence: what it can check."""
    return ligne.decompte.quantite(ligne.rang) if ligne.decompte is not None else Fraction(0)


def _presence(ligne: Ligne) -> Fraction:
    return ligne.calcul.presences[ligne.rang] if ligne.calcul.proratise else Fraction(1)
