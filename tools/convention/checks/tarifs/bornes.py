"""TAR028 to TAR031: caps, floors, exemptions.

Knows: what they limit. Must not know: how shares are limited (`engine.partage.bornes`).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.diagnostic import inscrire, la_ligne
from convention.base.french import cite, enumere, euros, prix
from convention.base.money import round_half_up
from convention.checks.cadre.controle import controle, controle_du_calcul
from convention.checks.cadre.lecture import components, rows
from convention.checks.cadre.lieux import Constat, LaCle, Morceau, signal
from convention.checks.tarifs.lignes import D_UNE_FORMULE, declared_by, declared_by_all, is_doubtful
from convention.engine.calcul import Atelier
from convention.engine.compilation import compile_formula
from convention.formulas.nodes import parts
from convention.formulas.problems import FormulaError
from convention.formulas.regles.rules import check
from convention.formulas.texte.syntax import parse
from convention.model.mots.communs import Nature, Reliquat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Conseil
    from convention.checks.cadre.contexte import Contexte, Cout, ExerciceVu
    from convention.checks.cadre.lecture import ComposantEcrit, ModeEcrit
    from convention.engine.lignes import Calcul
    from convention.model.depot import Depot
    from convention.model.documents.tarifs import Borne


_GESTIONNAIRE = Reliquat.GESTIONNAIRE
_PAS_REPARTI = inscrire("reliquat: gestionnaire") + " ou " + la_ligne("reliquat: non_recouvre")


@controle(*D_UNE_FORMULE, "TAR028")
def limits(depot: Depot) -> Iterator[Constat]:
    """TAR001 to TAR009, TAR023, TAR028: a cap or a floor on a cost that is not shared, or that is itself a share.

    Its formula is held to the rules of all formulas.
    """
    for row in rows(depot):
        for written in row.modes():
            for nom, borne in written.mode.bornes.items():
                yield from _limit(depot, written, nom, borne)


@controle("TAR029")
def exemptions(depot: Depot) -> Iterator[Constat]:
    """TAR029: a part to be shared by the others, of a cost that is not shared."""
    for item in components(depot):
        ligne = depot.lignes.get(item.composant.ligne)
        modes = ligne.indirects if ligne is not None else {}
        own = [formule for mode in modes.values() if (formule := compile_formula(mode.formule)) and formule.forme.reste]
        for index, exoneration in enumerate(item.composant.exonerations):
            if own and exoneration.reliquat is Reliquat.REPARTI:
                message = (
                    f"{cite(item.id)} n'est pas (ou pas seulement) un coût partagé : la part des exonérés ne peut pas "
                    "aller aux autres"
                )
                yield signal("TAR029", item.at("exonerations", index, "reliquat"), message, _PAS_REPARTI)


@controle_du_calcul("TAR030", avertit=True)
def idle_exemptions(contexte: Contexte) -> Iterator[Constat]:
    """TAR030: an exemption of somebody who is a beneficiary in none of its exercices, or who bears its own part."""
    present = {
        (exercice.annee, cout.item.id, presence.adherent)
        for exercice in contexte.exercices
        for cout in exercice.couts
        for presence in cout.presences
    }
    for item in components(contexte.depot):
        yield from _repeated(contexte.depot, item)
        for index, exoneration in enumerate(item.composant.exonerations):
            annees = exoneration.exercices or tuple(exercice.annee for exercice in contexte.exercices)
            unknown = [annee for annee in exoneration.exercices if annee not in contexte.depot.exercices]
            for annee in unknown:
                declared = enumere([str(other) for other in sorted(contexte.depot.exercices)])
                message = f"{cite(item.id)} exonère pour {annee}, qui n'est pas un exercice du dépôt"
                where = LaCle(item.at("exonerations", index, "exercices"))
                yield signal("TAR030", where, message, f"exercices : {declared}")
            for rang, adherent in enumerate(exoneration.adherents):
                known = adherent in contexte.depot.dossiers and not unknown
                if known and not any((annee, item.id, adherent) in present for annee in annees):
                    message = (
                        f"{cite(adherent)} n'est pas bénéficiaire de {cite(item.id)} : l'exonération est sans effet"
                    )
                    lieu = item.at("exonerations", index, "adherents", rang)
                    yield signal("TAR030", lieu, message, "retirer l'adhérent, ou lui faire souscrire le composant")
                elif adherent == contexte.depot.convention.gestionnaire and exoneration.reliquat is _GESTIONNAIRE:
                    message = (
                        f"{cite(adherent)} est le gestionnaire : il porterait sa propre part de {cite(item.id)}, "
                        "l'exonération est sans effet"
                    )
                    hint = "retirer l'adhérent, ou " + inscrire("reliquat: reparti") + " ou "
                    hint += la_ligne("reliquat: non_recouvre")
                    yield signal("TAR030", item.at("exonerations", index, "adherents", rang), message, hint)


@controle_du_calcul("TAR031", avertit=True, par_exercice=True)
def unreachable(contexte: Contexte) -> Iterator[Constat]:
    """TAR031: floors that exceed the cost, caps that leave a part of it to nobody."""
    for exercice in contexte.exercices:
        atelier = Atelier(exercice.vue, exercice.presences)
        limited = {
            cout.item.id: cout.item
            for cout in exercice.couts
            if any(mode.bornes for mode in cout.ligne.indirects.values()) and _are_known(exercice, cout)
        }
        for nom, item in limited.items():
            for calcul in atelier.composant(nom):
                message, hint = _excess(calcul)
                if message:
                    which = f"le {calcul.nature.court} {exercice.annee} de {cite(nom)}"
                    lieu = LaCle(item.reference("montants", str(exercice.annee)))
                    yield signal("TAR031", lieu, f"{which} : {message}", hint)


def _repeated(depot: Depot, item: ComposantEcrit) -> Iterator[Constat]:
    """TAR030: an exemption that a later one replaces, for the same adherent and exercice."""
    seen: dict[tuple[str, int], int] = {}
    everywhere = tuple(depot.exercices)
    for index, exoneration in reversed(tuple(enumerate(item.composant.exonerations))):
        for rang, adherent in enumerate(exoneration.adherents):
            again = sorted(annee for annee in exoneration.exercices or everywhere if (adherent, annee) in seen)
            if again:
                listed = enumere([str(annee) for annee in again])
                message = f"{cite(adherent)} est exonéré deux fois de {cite(item.id)} en {listed} : la dernière vaut"
                related = (LaCle(item.at("exonerations", seen[adherent, again[0]])), "la dernière")
                lieu = item.at("exonerations", index, "adherents", rang)
                yield signal("TAR030", lieu, message, "n'en garder qu'une par exercice", related)
            seen.update(dict.fromkeys(((adherent, annee) for annee in exoneration.exercices or everywhere), index))


def _limit(depot: Depot, written: ModeEcrit, nom: str, borne: Borne) -> Iterator[Constat]:
    reference = written.reference.at(nom, "formule")
    which = f"({nom} du {written.texte} de {cite(written.ligne.id)})"
    formule = compile_formula(written.mode.formule)
    if written.nature is Nature.DIRECT or (formule is not None and not formule.forme.parts):
        inside = f"{'min' if nom == 'plafond' else 'max'}({written.mode.formule}; {borne.formule})"
        hint = f"retirer {cite(nom)}, et écrire la limite dans la formule : {cite(inside)}"
        yield signal("TAR028", reference, f"un {nom} limite une part, et ce coût n'est pas partagé {which}", hint)
        return
    if nom == "plancher" and borne.reliquat is not Reliquat.REPARTI:
        message = (
            f"ce qu'un plancher apporte allège toujours les autres : « reliquat » n'y a pas d'autre valeur {which}"
        )
        yield signal("TAR028", written.reference.at(nom, "reliquat"), message, "retirer la ligne « reliquat »")
    try:
        shares = parts(parse(borne.formule))
    except FormulaError:
        shares = ()
    if shares:
        message = f"un {nom} est un montant : « part({shares[0]}) » n'y a pas sa place {which}"
        yield signal("TAR028", reference, message, "écrire un montant, ou un prix multiplié par une quantité")
        return
    problems = check(
        borne.formule,
        declared_by(written.ligne, declared_by_all(depot)),
        attendu=written.nature.unite,
        part_fixe=True,
        partagee=True,
    )
    for problem in problems:
        if not is_doubtful(depot, borne.formule, problem):
            lieu = Morceau(reference, problem.start, problem.end)
            yield signal(problem.code, lieu, f"{problem.message} {which}", problem.conseil)


def _are_known(exercice: ExerciceVu, cout: Cout) -> bool:
    """Tell whether the parameters of the limits have a value in the exercice (TAR010 says it when they have none)."""
    known = exercice.vue.regles.parametres.get(cout.ligne.id, {})
    return all(nom in known for limite in cout.limites for nom in limite.noms if nom in cout.ligne.parametres)


def _excess(calcul: Calcul) -> tuple[str, Conseil]:
    if calcul.bornage is None:
        return "", ""
    libres, exactes, bornes = calcul.bornage
    total = sum((part for rang, part in enumerate(libres) if rang not in bornes.exoneres), Fraction(0))
    floors = sum((floor for rang, floor in enumerate(bornes.planchers) if rang not in bornes.exoneres), Fraction(0))
    if floors > total > 0:
        message = f"les planchers font {prix(floors / 100)}, plus que le coût, {prix(total / 100)}"
        return message, "baisser le plancher, ou le retirer"
    above = [
        rang
        for rang, (floor, cap) in enumerate(zip(bornes.planchers, bornes.plafonds, strict=True))
        if cap is not None and floor > cap
    ]
    if above:
        floor, cap = bornes.planchers[above[0]], bornes.plafonds[above[0]] or Fraction(0)
        message = f"le plancher de {cite(calcul.beneficiaires[above[0]])}, {prix(floor / 100)}, dépasse son plafond, "
        return f"{message}{prix(cap / 100)}", "baisser le plancher, ou relever le plafond : c'est le plafond qui vaut"
    caps = [cap for rang, cap in enumerate(bornes.plafonds) if cap is not None and rang not in bornes.exoneres]
    if total > 0 and caps and not any(caps):
        return "le plafond est de 0,00 € pour tous : personne ne paierait sa part", "relever le plafond, ou le retirer"
    billed = sum((part for rang, part in enumerate(exactes) if rang not in bornes.exoneres), Fraction(0))
    carried = sum((libres[rang] for rang, who in bornes.exoneres.items() if who is _GESTIONNAIRE), Fraction(0))
    left = total - billed + (carried if bornes.gestionnaire not in bornes.exoneres else 0)
    if left > 0 and bornes.reliquat is Reliquat.REPARTI:
        message = f"tous sont au plafond, {euros(round_half_up(left / 100))} ne sont payés par personne"
        return message, "relever le plafond, ou " + _PAS_REPARTI
    return "", ""
