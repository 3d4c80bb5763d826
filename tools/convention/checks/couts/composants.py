"""TAR005, TAR009, TAR010, TAR013, TAR014: what a component costs is recovered once, from somebody, all year long.

Knows: costs and beneficiaries of each exercice. Must not know: cents and lines (`engine`).
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.french import cite, enumere, jour, prix
from convention.base.period import Periode, Prorata, merge, months_index, year_period
from convention.checks.cadre.contexte import in_use, with_quantities
from convention.checks.cadre.controle import controle_du_calcul
from convention.checks.cadre.couverture import first_gap
from convention.checks.cadre.lecture import COUT, NOMBRE, cut_list, expenses, rows
from convention.checks.cadre.lieux import place, signal
from convention.engine.compilation import compile_formula
from convention.formulas.divisions import zero_divisions
from convention.formulas.syntax import parse
from convention.model.vocabulaire import Beneficiaires, Nature

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.checks.cadre.contexte import Contexte, Cout, ExerciceVu


@controle_du_calcul("TAR010")
def parameters(contexte: Contexte) -> Iterator[Diagnostic]:
    """TAR010: a parameter of a formula in use that has no value yet in the exercice."""
    depot = contexte.depot
    used: dict[tuple[str, str], set[int]] = {}
    for ligne, formule, annee in in_use(contexte):
        for nom in formule.noms:
            if nom in ligne.parametres and min(ligne.parametres[nom].valeurs, default=annee + 1) > annee:
                used.setdefault((ligne.id, nom), set()).add(annee)
    for row in rows(depot):
        for nom in row.ligne.parametres:
            annees = sorted(used.get((row.ligne.id, nom), ()))
            if annees:
                listed = enumere([str(annee) for annee in annees])
                message = f"le paramètre {cite(nom)} de {cite(row.ligne.id)} n'a pas de valeur pour {listed}"
                hint = f"ajouter « {annees[0]}: … » dans ses « valeurs » : une valeur vaut pour les années suivantes"
                yield signal("TAR010", place(depot, row.at("parametres", nom), key=True), message, hint)


@controle_du_calcul("TAR009")
def divided_by_zero(contexte: Contexte) -> Iterator[Diagnostic]:
    """TAR009: a formula that divides by zero with the figures of an exercice."""
    for exercice in contexte.exercices:
        for cout in exercice.couts:
            for problem in zero_divisions(parse(cout.formule.texte), with_quantities(cout), cout.tables):
                lieu = place(contexte.depot, cout.reference(exercice.annee), key=True)
                message = f"{_named(cout, exercice)} : {problem.message}"
                yield signal("TAR009", lieu, message, problem.hint)


@controle_du_calcul("TAR009")
def expenses_divided_by_zero(contexte: Contexte) -> Iterator[Diagnostic]:
    """TAR009: the same for the expenses, whose parameters are those of their year."""
    by_year = {exercice.annee: exercice.vue.regles for exercice in contexte.exercices}
    for item in expenses(contexte.depot):
        ligne = contexte.depot.lignes.get(item.depense.ligne)
        formule = compile_formula(ligne.direct.formule) if ligne is not None and ligne.direct is not None else None
        if ligne is None or formule is None or item.annee not in by_year:
            continue
        dated = by_year[item.annee].parametres.get(ligne.id, {})
        figures = {nom: valeur.valeur for nom, valeur in dated.items()}
        figures |= {**item.depense.montants, NOMBRE: item.depense.nombre}
        for problem in zero_divisions(parse(formule.texte), figures):
            message = f"dépense {cite(item.depense.id)} : {problem.message}"
            yield signal("TAR009", place(contexte.depot, item.at("montants"), key=True), message, problem.hint)


@controle_du_calcul("TAR013", avertit=True)
def unpaid(contexte: Contexte) -> Iterator[Diagnostic]:
    """TAR013: a cost without any beneficiary, or whose beneficiaries all count zero."""
    for exercice in contexte.exercices:
        for cout in exercice.couts:
            for why, euros, hint in _unpaid(exercice, cout):
                lieu = place(contexte.depot, cout.reference(exercice.annee), key=True)
                message = f"{_named(cout, exercice)} {why} : {prix(euros)} ne sont payés par personne"
                yield signal("TAR013", lieu, message, hint)


@controle_du_calcul("TAR014", avertit=True)
def vacancies(contexte: Contexte) -> Iterator[Diagnostic]:
    """TAR014: months of a component's life without any beneficiary, in a year that has some."""
    for exercice in contexte.exercices:
        for cout in exercice.couts:
            if cout.nature is not Nature.INDIRECT_ANNUEL or not cout.presences:
                continue
            if not (cout.shared() or cout.sans_quantite()):
                continue
            gaps = _gaps(exercice, cout)
            if gaps:
                message = f"{_named(cout, exercice)} n'a aucun bénéficiaire {enumere([_days(gap) for gap in gaps])}"
                effect = (
                    "le paient en entier" if cout.shared() else "n'en paient que leur part, le reste n'est pas recouvré"
                )
                hint = f"vérifier que le coût ne couvre que les mois utiles : les bénéficiaires {effect}"
                lieu = place(contexte.depot, cout.reference(exercice.annee), key=True)
                yield signal("TAR014", lieu, message, hint)


@controle_du_calcul("TAR005")
def recovered_twice(contexte: Contexte) -> Iterator[Diagnostic]:
    """TAR005: a fixed part billed whole to several beneficiaries: the cost would be recovered more than once."""
    for exercice in contexte.exercices:
        for cout in exercice.couts:
            fixe = cout.fixe() if cout.ligne.part_fixe else Fraction(0)
            prorated = exercice.proratise(cout)
            times = sum((item.fraction if prorated else Fraction(1) for item in cout.presences), Fraction(0))
            if fixe <= 0 or times <= 1:
                continue
            dossiers = contexte.depot.dossiers
            noms = cut_list([dossiers[item.adherent].identite.nom for item in cout.presences])
            message = (
                f"{_named(cout, exercice)} a une part fixe de {prix(fixe)}, facturée entière à chacun de ses "
                f"{len(cout.presences)} bénéficiaires ({noms}) : elle serait recouvrée plus d'une fois"
            )
            hint = "donner à chaque adhérent son propre composant, ou répartir le coût par part(clé)"
            lieu = place(contexte.depot, cout.reference(exercice.annee), key=True)
            yield signal("TAR005", lieu, message, hint)


def _named(cout: Cout, exercice: ExerciceVu) -> str:
    return f"le {COUT[cout.nature]} {exercice.annee} de {cite(cout.item.id)}"


def _unpaid(exercice: ExerciceVu, cout: Cout) -> Iterator[tuple[str, Fraction, str]]:
    """Say why, how much and what to do, for what of a cost is not paid."""
    shared = cout.shared()
    if not cout.presences:
        total = sum((euros for _, euros in shared), cout.sans_quantite())
        if total:
            yield "n'a aucun bénéficiaire", total, _find_beneficiaries(cout)
        return
    for terme, euros in shared:
        cle = cout.cle(terme.cle)
        if not exercice.is_counted(cle, cout):
            hint = "vérifier les quantités, ou fermer le composant"
            yield f"n'a que des quantités nulles de {cite(cle)}", euros, hint


def _find_beneficiaries(cout: Cout) -> str:
    if cout.item.composant.beneficiaires is Beneficiaires.SOUSCRIPTION:
        line = cite(f"- {{composant: {cout.item.id}}}")
        return f"ajouter la ligne {line} aux souscriptions de ses bénéficiaires, ou fermer le composant"
    service = cout.item.composant.sous_service or cout.item.service
    return f"vérifier les souscriptions à {service}, ou fermer le composant"


def _gaps(exercice: ExerciceVu, cout: Cout) -> list[Periode]:
    """List the stays without anybody, but those that the policy counts for nothing (a fortnight, by twelfths)."""
    year = year_period(exercice.annee)
    vie = exercice.vue.perimetre.composants[cout.item.id].vie
    besoin = year if vie is None else vie.intersect(year)
    if besoin is None or any(item.jours == (besoin,) for item in cout.presences):
        return []
    taken = merge([days for item in cout.presences for days in item.jours])
    gaps = []
    while besoin is not None and (gap := first_gap(besoin, taken)) is not None:
        gaps.append(gap)
        besoin = None if gap.fin is None or gap.fin >= (besoin.fin or gap.fin) else Periode(gap.fin, besoin.fin)
    return [gap for gap in gaps if _counts(exercice, gap)]


def _counts(exercice: ExerciceVu, gap: Periode) -> bool:
    regles = exercice.vue.regles
    if regles.prorata is not Prorata.MENSUEL or gap.fin is None:
        return True
    return months_index(gap.fin, regles.seuil) > months_index(gap.debut, regles.seuil)


def _days(gap: Periode) -> str:
    until = f" au {jour(gap.fin - timedelta(days=1))}" if gap.fin is not None else ""
    return f"du {jour(gap.debut)}{until}"
