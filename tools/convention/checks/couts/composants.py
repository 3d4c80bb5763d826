"""TAR: what a component costs is recovered once, from somebody, all year long, each year, and never less than nothing.

Knows: costs and beneficiaries of each exercice, as the engine computes them. Must not know: lines, limits
(`tarifs.bornes`), which figure is wrong.
Quantities, prices and parameters are never negative: only a formula that subtracts can give less than nothing (art. 8:
what is owed back is regularised, never billed).
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from itertools import pairwise
from operator import add
from typing import TYPE_CHECKING

from convention.base.diagnostic import ajouter
from convention.base.french import au, cite, compte, enumere, euros, jour
from convention.base.money import round_half_up
from convention.base.period import Periode, Prorata, merge, months_index, year_period
from convention.checks.cadre.contexte import with_quantities
from convention.checks.cadre.controle import controle_du_calcul
from convention.checks.cadre.couverture import first_gap
from convention.checks.cadre.lecture import NOMBRE, components, cut_list, expenses
from convention.checks.cadre.lieux import Constat, LaCle, signal
from convention.engine.calcul import Atelier
from convention.engine.compilation import compile_mode, is_priced_by_grid
from convention.engine.contribution import calculer
from convention.engine.tables import tables_of
from convention.formulas.nodes import Operation, Oppose, walk
from convention.formulas.regles.divisions import zero_divisions
from convention.formulas.texte.syntax import parse
from convention.model.mots.communs import Nature

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.checks.cadre.contexte import Contexte, Cout, ExerciceVu
    from convention.checks.cadre.lecture import ComposantEcrit
    from convention.engine.lignes import Calcul
    from convention.model.depot import ComposantRange, Depot


@controle_du_calcul("TAR009", par_exercice=True)
def divided_by_zero(contexte: Contexte) -> Iterator[Constat]:
    """TAR009: a formula that divides by zero with the figures of an exercice."""
    for exercice in contexte.exercices:
        for cout in exercice.couts:
            for problem in zero_divisions(parse(cout.formule.texte), with_quantities(cout), cout.tables):
                message = f"{_named(cout, exercice)} : {problem.message}"
                yield signal("TAR009", LaCle(cout.reference(exercice.annee)), message, problem.hint)


@controle_du_calcul("TAR009")
def expenses_divided_by_zero(contexte: Contexte) -> Iterator[Constat]:
    """TAR009: the same for the expenses, whose parameters are those of their year."""
    by_year = {exercice.annee: exercice.vue for exercice in contexte.exercices}
    for item in expenses(contexte.depot):
        ligne = contexte.depot.lignes.get(item.depense.ligne)
        formule = compile_mode(ligne.direct) if ligne is not None else None
        if ligne is None or formule is None or item.annee not in by_year:
            continue
        vue = by_year[item.annee]
        dated = vue.regles.parametres.get(ligne.id, {})
        figures = {nom: valeur.valeur for nom, valeur in dated.items()}
        figures |= {**item.depense.montants, NOMBRE: item.depense.nombre}
        for problem in zero_divisions(parse(formule.texte), figures, tables_of(vue, ligne.id, (formule,)).tables):
            message = f"dépense {cite(item.depense.id)} : {problem.message}"
            yield signal("TAR009", LaCle(item.at("montants")), message, problem.hint)


@controle_du_calcul("TAR013", avertit=True, par_exercice=True)
def unpaid(contexte: Contexte) -> Iterator[Constat]:
    """TAR013: a cost without any beneficiary, or whose beneficiaries all count zero."""
    for exercice in contexte.exercices:
        for cout in exercice.couts:
            for why, left, hint in _unpaid(exercice, cout):
                message = f"{_named(cout, exercice)} {why} : {euros(round_half_up(left))} ne sont payés par personne"
                yield signal("TAR013", LaCle(cout.reference(exercice.annee)), message, hint)


@controle_du_calcul("TAR014", avertit=True, par_exercice=True)
def vacancies(contexte: Contexte) -> Iterator[Constat]:
    """TAR014: months of a component's life without any beneficiary, in a year that has some.

    Before the convention begins, or once it has ended, nobody is to benefit from anything.
    """
    convention = contexte.depot.convention
    covered = Periode(convention.effet, convention.terme)
    for exercice in contexte.exercices:
        for cout in exercice.couts:
            if cout.nature is not Nature.INDIRECT_ANNUEL or not cout.presences:
                continue
            if not (cout.shared() or cout.sans_quantite()):
                continue
            gaps = _gaps(exercice, cout, covered)
            if gaps:
                message = f"{_named(cout, exercice)} n'a aucun bénéficiaire {enumere([_days(gap) for gap in gaps])}"
                effect = (
                    "le paient en entier" if cout.shared() else "n'en paient que leur part, le reste n'est pas recouvré"
                )
                hint = f"vérifier que le coût ne couvre que les mois utiles : les bénéficiaires {effect}"
                yield signal("TAR014", LaCle(cout.reference(exercice.annee)), message, hint)


@controle_du_calcul("TAR040", avertit=True)
def whole_year(contexte: Contexte) -> Iterator[Constat]:
    """TAR040: what a component costs in the year when it comes or goes is what it costs in the whole year beside it.

    Its life reduces a price, never a shared cost: those who are there then bear it all.
    """
    for pair in pairwise(contexte.exercices):
        for beside, exercice in (pair, pair[::-1]):
            if contexte.depot.est_clos(exercice.annee):
                continue
            known = {cout.item.id: _cost(cout) for cout in _yearly(beside) if _life(beside, cout) is None}
            for cout in _yearly(exercice):
                life, cost = _life(exercice, cout), _cost(cout)
                if life is not None and cost and known.get(cout.item.id) == cost:
                    message = (
                        f"{_named(cout, exercice)}, qui n'existe que {_days(life)}, est celui de {beside.annee}, année "
                        f"entière : {euros(round_half_up(cost))}"
                    )
                    hint = "vérifier qu'il ne couvre que ces mois : les bénéficiaires le paient en entier"
                    yield signal("TAR040", LaCle(cout.reference(exercice.annee)), message, hint)


def _yearly(exercice: ExerciceVu) -> Iterator[Cout]:
    return (cout for cout in exercice.couts if cout.nature is Nature.INDIRECT_ANNUEL and cout.presences)


def _cost(cout: Cout) -> Fraction:
    return sum((euros for _, euros in cout.shared()), Fraction(0))


def _life(exercice: ExerciceVu, cout: Cout) -> Periode | None:
    """Return the days of a year when a component exists; None when it exists all year long."""
    year, vie = year_period(exercice.annee), exercice.vue.perimetre.composants[cout.item.id].vie
    here = vie.intersect(year) if vie is not None else year
    return None if here == year else here


@controle_du_calcul("TAR005", par_exercice=True)
def recovered_twice(contexte: Contexte) -> Iterator[Constat]:
    """TAR005: a fixed part billed whole to several beneficiaries: the cost would be recovered more than once."""
    for exercice in contexte.exercices:
        for cout in exercice.couts:
            fixe = cout.fixe() if cout.ligne.part_fixe else Fraction(0)
            if fixe <= 0:
                continue
            prorated = exercice.proratise(cout)
            times = sum((item.fraction if prorated else Fraction(1) for item in cout.presences), Fraction(0))
            if times <= 1:
                continue
            dossiers = contexte.depot.dossiers
            noms = cut_list([dossiers[item.adherent].identite.nom for item in cout.presences])
            message = (
                f"{_named(cout, exercice)} a une part fixe de {euros(round_half_up(fixe))}, facturée entière à chacun "
                f"de ses {len(cout.presences)} bénéficiaires ({noms}) : elle serait recouvrée plus d'une fois"
            )
            hint = "donner à chaque adhérent son propre composant, ou répartir le coût par part(clé)"
            yield signal("TAR005", LaCle(cout.reference(exercice.annee)), message, hint)


def _named(cout: Cout, exercice: ExerciceVu) -> str:
    return f"le {cout.nature.court} {exercice.annee} de {cite(cout.item.id)}"


def _unpaid(exercice: ExerciceVu, cout: Cout) -> Iterator[tuple[str, Fraction, str]]:
    """Say why, how much and what to do, for what of a cost is not paid."""
    shared = cout.shared()
    if not cout.presences:
        total = sum((part for _, part in shared), cout.sans_quantite())
        if total:
            yield "n'a aucun bénéficiaire", total, _find_beneficiaries(exercice, cout)
        return
    for terme, part in shared:
        cle = cout.cle(terme.cle)
        if not exercice.is_counted(cle, cout):
            hint = "vérifier les quantités, ou fermer le composant"
            yield f"n'a que des quantités nulles de {cite(cle)}", part, hint


def _find_beneficiaries(exercice: ExerciceVu, cout: Cout) -> str:
    vie = exercice.vue.perimetre.composants[cout.item.id].vie
    if vie is not None and vie.intersect(year_period(exercice.annee)) is None:
        gone = f"le composant n'existe pas en {exercice.annee}"
        if cout.item.composant.actif is not None:
            return f"{gone}, où son matériel s'amortit encore : changer ses dates, ou laisser ce reste au gestionnaire"
        return f"{gone} : retirer ses montants de cette année, ou changer ses dates"
    if cout.item.composant.souscrit:
        line = cite(f"- {{composant: {cout.item.id}}}")
        return f"ajouter la ligne {line} aux souscriptions de ses bénéficiaires, ou fermer le composant"
    service = cout.item.composant.sous_service or cout.item.service
    return f"vérifier les souscriptions à {service}, ou fermer le composant"


def _gaps(exercice: ExerciceVu, cout: Cout, covered: Periode) -> list[Periode]:
    """List the stays without anybody, but those that the policy counts for nothing (a fortnight, by twelfths)."""
    year = covered.intersect(year_period(exercice.annee))
    vie = exercice.vue.perimetre.composants[cout.item.id].vie
    besoin = year if vie is None or year is None else vie.intersect(year)
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


@controle_du_calcul("TAR022", avertit=True)
def interrupted(contexte: Contexte) -> Iterator[Constat]:
    """TAR022: a yearly cost of an exercice and none in the next one, though the component lives and has beneficiaries.

    A factual cost comes once, and an asset is paid off one day: nothing is said of them.
    """
    for before, after in pairwise(contexte.exercices):
        priced = {cout.item.id for cout in after.couts if cout.nature is Nature.INDIRECT_ANNUEL}
        for cout in before.couts:
            if cout.nature is not Nature.INDIRECT_ANNUEL or not cout.actif or cout.item.id in priced:
                continue
            if cout.item.composant.actif is not None and before.annee not in cout.item.composant.montants:
                continue
            number = _beneficiaries(after, cout.item)
            if number:
                lieu = LaCle(cout.item.reference("montants"))
                message = (
                    f"{cite(cout.item.id)} a un coût annuel en {before.annee} et aucun en {after.annee}, où il a "
                    f"{compte(number, 'bénéficiaire')}"
                )
                hint = ajouter(f"{after.annee}: ⟦…⟧")
                hint += f" (0.00 s'il est nul), ou « fin: {after.annee}-01-01 » au composant"
                # Of a closed exercice nothing else is taken (SCE012), and no component ends in the past.
                closed = "l'exercice est clos : s'il est dû, l'écrire au seul « realise », puis "
                closed += f"« convention rectifier {after.annee} --motif … »"
                yield signal("TAR022", lieu, message, closed if contexte.depot.est_clos(after.annee) else hint)


@controle_du_calcul("TAR022", avertit=True)
def without_amount(contexte: Contexte) -> Iterator[Constat]:
    """TAR022: a component without any amount: it would bill nothing to anybody."""
    for item in components(contexte.depot):
        priced = item.composant.actif is not None or any(item.composant.montants.values())
        if not priced and not _takes_its_price_from_a_grid(contexte.depot, item):
            message = f"le composant {cite(item.id)} n'a de montant pour aucun exercice : rien ne serait facturé"
            yield signal("TAR022", LaCle(item.reference), message, "ajouter ses « montants », ou retirer le composant")


def _takes_its_price_from_a_grid(depot: Depot, item: ComposantEcrit) -> bool:
    ligne = depot.lignes.get(item.composant.ligne)
    read = map(compile_mode, ligne.indirects.values()) if ligne is not None else ()
    return any(ligne is not None and formule is not None and is_priced_by_grid(ligne, formule) for formule in read)


def _beneficiaries(exercice: ExerciceVu, item: ComposantRange) -> int:
    found = exercice.presences.beneficiaries(exercice.vue.perimetre.composants[item.id])
    return sum(1 for presence in found if presence.jours)


_CONSEIL = (
    "corriger la formule ou ses valeurs : une contribution ne descend pas sous zéro, « max(0; …) » y veille ; ce qui "
    "est rendu exprès se déclare par « avoir: oui » sur la ligne"
)


@controle_du_calcul("TAR034", par_exercice=True)
def negative(contexte: Contexte) -> Iterator[Constat]:
    """TAR034: a cost, or an expense, that bills less than nothing to somebody."""
    for exercice in contexte.exercices:
        atelier = Atelier(exercice.vue, exercice.presences)
        signed = [cout for cout in exercice.couts if subtracts(cout.formule.texte) and not cout.ligne.avoir]
        doubtful = {cout.item.id: cout.item for cout in signed}
        for nom, item in doubtful.items():
            for calcul in atelier.composant(nom):
                found = _negative(calcul)
                if found is not None:
                    who, cents = found
                    message = f"le {calcul.nature.court} {exercice.annee} de {cite(nom)} serait négatif"
                    source = item.reference("montants", str(exercice.annee))
                    lieu = LaCle(source)
                    yield signal("TAR034", lieu, f"{message} pour {contexte.depot.nom_de(who)} : {cents}", _CONSEIL)
        yield from _expenses(contexte, exercice.annee, atelier)


@controle_du_calcul("TAR034", par_exercice=True)
def overpaid(contexte: Contexte) -> Iterator[Constat]:
    """TAR034: credits that give an adherent back more than it owes."""
    for exercice in contexte.exercices:
        avoirs = [cout for cout in exercice.couts if cout.ligne.avoir]
        owed = calculer(exercice.vue, exercice.presences).totaux.par_adherent if avoirs else {}
        for nom, cents in owed.items():
            if cents < 0:
                who, annee = contexte.depot.nom_de(nom), exercice.annee
                message = f"en {annee}, les avoirs rendraient {au(who)} plus qu'il ne doit : {euros(cents)}"
                hint = "limiter l'avoir à ce qui est dû, ou le rendre sur deux exercices"
                yield signal("TAR034", LaCle(avoirs[0].reference(annee)), message, hint)


def subtracts(formule: str) -> bool:
    """Tell whether a formula takes something away."""
    nodes = walk(parse(formule))
    return any(isinstance(node, Oppose) or (isinstance(node, Operation) and node.operateur == "-") for node in nodes)


def _expenses(contexte: Contexte, annee: int, atelier: Atelier) -> Iterator[Constat]:
    for item in expenses(contexte.depot):
        ligne = contexte.depot.lignes.get(item.depense.ligne)
        formule = compile_mode(ligne.direct) if ligne is not None else None
        if item.annee != annee or formule is None or not subtracts(formule.texte):
            continue
        for calcul in atelier.depense((item.dossier.id, item.depense.id)):
            found = _negative(calcul)
            if found is not None:
                message = f"la dépense {cite(item.depense.id)} serait négative : {found[1]}"
                yield signal("TAR034", LaCle(item.at("montants")), message, _CONSEIL)


def _negative(calcul: Calcul) -> tuple[str, str] | None:
    for rang, cents in enumerate(map(add, calcul.partages, calcul.propres)):
        if cents < 0:
            return calcul.beneficiaires[rang], euros(cents)
    return None
