"""Where each amount of an adherent comes from: the sentence, the values with their file and line, the cent.

Knows: how a computation is told. Must not know: how it was done. What is printed is enough to redo it by hand.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.french import (
    cite,
    compte,
    enumere,
    euros,
    nombre,
    pluriel,
    prix,
)
from convention.base.money import CENTS, decimal_digits
from convention.formulas.evaluate import evaluate, fraction_at
from convention.formulas.linear import linearise
from convention.formulas.syntax import parse
from convention.formulas.wording import substitute
from convention.model.depot import Reference
from convention.model.vocabulaire import Nature
from convention.reports import mots
from convention.reports.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.engine.lignes import Calcul, Compte, Contribution, Ligne, Terme
    from convention.model.depot import Depot
    from convention.model.tarifs import Mode
    from convention.model.vue import Valeur

DECIMALES_EXACTES = 6
UNE_PIECE = 1


def explanation_text(contribution: Contribution, depot: Depot, adherent: str, lignes: Sequence[Ligne]) -> str:
    """Explain lines of one adherent, in the order of the statement, then their total."""
    nom = terminal(mots.adherent_name(depot, adherent))
    head = f"{nom}, contributions {contribution.exercice}, {mots.PHASES[contribution.phase]}"
    parts = [head, *_mention(lignes)]
    service = ""
    for ligne in lignes:
        if ligne.calcul.service != service:
            service = ligne.calcul.service
            parts += ["", terminal(mots.service_name(depot, service))]
        parts += ["", *(f"  {text}" for text in _line(ligne, depot))]
    total = sum(ligne.montant for ligne in lignes)
    parts += ["", f"Total de {compte(len(lignes), 'ligne')} : {euros(total)}"]
    return "\n".join(parts) + "\n"


def calculation(ligne: Ligne, depot: Depot) -> str:
    """Write the computation of a line: « 4 800,00 € × 14 ÷ 412 moyens d'impression »."""
    calcul = ligne.calcul
    if calcul.nature is Nature.MASSE_SALARIALE:
        counted = _counted(next(iter(calcul.comptes.values())), ligne.rang, depot)
        return f"{prix(calcul.valeurs['forfait'].valeur)} × {counted}{_prorata(ligne)}"
    prices = {nom: _value(depot, calcul, nom, valeur) for nom, valeur in calcul.valeurs.items()}
    counts = {nom: _counted(compte, ligne.rang, depot) for nom, compte in calcul.comptes.items()}
    shares = {terme.nom: _share(terme, calcul, ligne.rang, depot) for terme in calcul.termes}
    return substitute(parse(calcul.formule), {**prices, **counts}, shares) + (
        _prorata(ligne) if _has_own(calcul) else ""
    )


def _line(ligne: Ligne, depot: Depot) -> Iterator[str]:
    calcul = ligne.calcul
    label = terminal(mots.line_name(depot, calcul, ligne.adherent))
    nature = mots.NATURES[calcul.nature]
    title = label if label.lower() == nature else f"{label} ({nature}, {mots.object_id(calcul)})"
    yield f"{title} : {euros(ligne.montant)}"
    yield f"  = {calculation(ligne, depot)}"
    yield from (f"  {text}" for text in _rounding(ligne, depot))
    yield from (f"  {text}" for text in _values(ligne, depot))
    yield from (f"  {text}" for text in _quantities(ligne, depot))
    yield from (f"  {text}" for text in _presence(ligne))
    yield from (f"  {text}" for text in _formula(calcul, depot))


def _value(depot: Depot, calcul: Calcul, nom: str, valeur: Valeur) -> str:
    """Write a value of the formula: a price in euros, or a number with its unit."""
    unit = _unit(depot, calcul, nom)
    if unit.startswith("€"):
        return prix(valeur.valeur)
    return f"{nombre(valeur.valeur)} {pluriel(valeur.valeur, unit)}" if nom == "nombre" else nombre(valeur.valeur)


def _unit(depot: Depot, calcul: Calcul, nom: str) -> str:
    ligne = depot.lignes.get(calcul.ligne_tarif or "")
    if ligne is None:
        return "€"
    if nom in ligne.parametres:
        return ligne.parametres[nom].unite
    return ligne.variables.get(nom, "€")


def _counted(compte_: Compte, rang: int, depot: Depot) -> str:
    return _with_unit(compte_.quantite(rang), compte_.cle, depot)


def _with_unit(quantity: Fraction, cle: str, depot: Depot) -> str:
    definition = depot.cles.get(cle)
    if definition is None:
        return nombre(quantity)
    return f"{nombre(quantity)} {terminal(pluriel(quantity, definition.unite, definition.pluriel))}"


def _share(terme: Terme, calcul: Calcul, rang: int, depot: Depot) -> str:
    cle = calcul.comptes[terme.nom].cle
    own = Fraction(terme.poids[rang], terme.denominateur)
    return f"{_exact(own)} ÷ {_with_total(terme.total, cle, depot)}"


def _with_total(total: Fraction, cle: str, depot: Depot) -> str:
    definition = depot.cles.get(cle)
    noun = "" if definition is None else f" {terminal(pluriel(total, definition.unite, definition.pluriel))}"
    return f"{_exact(total)}{noun}"


def _exact(value: Fraction) -> str:
    """Write a weighted quantity so that it can be typed again: a decimal, or « 35/6 » in brackets."""
    if decimal_digits(value) is not None:
        return nombre(value)
    return f"({nombre(value.numerator)}/{nombre(value.denominator)})"


def _has_own(calcul: Calcul) -> bool:
    return calcul.proratise and not calcul.termes


def _prorata(ligne: Ligne) -> str:
    fraction = ligne.calcul.presences[ligne.rang]
    if fraction == 1 or not ligne.calcul.proratise:
        return ""
    return f" × {fraction.numerator}/{fraction.denominator}"


def _rounding(ligne: Ligne, depot: Depot) -> Iterator[str]:
    """Say how the exact amount became cents, and who received the remaining ones."""
    calcul = ligne.calcul
    exact = _exact_amount(ligne)
    if (exact * CENTS).denominator == 1 and ligne.montant == exact * CENTS:
        return
    text = f"valeur exacte : {prix(exact)}"
    if not calcul.termes:
        yield f"{text}, arrondie au centime le plus proche"
        return
    floor = (exact * CENTS).numerator // (exact * CENTS).denominator
    if ligne.rang in calcul.supplements:
        several = len(calcul.supplements) > 1
        given = f"les {len(calcul.supplements)} centimes restants vont" if several else "le centime restant va"
        yield f"{text}, soit {euros(floor)} plus un centime ({given} aux plus forts restes)"
    else:
        yield f"{text}, arrondie à {euros(ligne.montant)} ({_remainders(calcul, depot)})"


def _remainders(calcul: Calcul, depot: Depot) -> str:
    receivers = [mots.adherent_name(depot, calcul.beneficiaires[rang]) for rang in calcul.supplements]
    if not receivers:
        return "le partage tombe juste"
    shown = [terminal(nom) for nom in receivers[:4]]
    others = len(receivers) - len(shown)
    if others > 0:
        shown.append(compte(others, "autre", "autres"))
    noun = "le centime restant va" if len(receivers) == 1 else f"les {len(receivers)} centimes restants vont"
    return f"{noun} aux plus forts restes : {enumere(shown)}"


def _exact_amount(ligne: Ligne) -> Fraction:
    calcul = ligne.calcul
    shared = sum(
        (
            terme.coefficient * Fraction(terme.poids[ligne.rang], sum(terme.poids))
            for terme in calcul.termes
            if any(terme.poids)
        ),
        Fraction(0),
    )
    return shared + _own_exact(ligne)


def _own_exact(ligne: Ligne) -> Fraction:
    """Recompute the unshared part before it was rounded."""
    calcul = ligne.calcul
    presence = calcul.presences[ligne.rang] if calcul.proratise else Fraction(1)
    reste = linearise(parse(calcul.formule)).reste
    if reste is None:
        return Fraction(0)
    known = {nom: valeur.valeur for nom, valeur in calcul.valeurs.items()}
    known |= {nom: compte.quantite(ligne.rang) for nom, compte in calcul.comptes.items()}
    return fraction_at(evaluate(reste, known), 0) * presence


def _values(ligne: Ligne, depot: Depot) -> Iterator[str]:
    calcul = ligne.calcul
    for nom, valeur in calcul.valeurs.items():
        text = f"{nom} : {_value(depot, calcul, nom, valeur)}"
        yield f"{text}{_where(valeur, depot)}"


def _quantities(ligne: Ligne, depot: Depot) -> Iterator[str]:
    calcul = ligne.calcul
    for nom, counted in calcul.comptes.items():
        definition = depot.cles.get(counted.cle)
        label = counted.cle if definition is None else definition.libelle
        sources = counted.sources[ligne.rang]
        quantity = _with_unit(counted.quantite(ligne.rang), counted.cle, depot)
        if len(sources) == UNE_PIECE:
            yield f"{terminal(label)} : {quantity}{_where(sources[0], depot)}"
        else:
            detail = " + ".join(nombre(source.valeur) for source in sources) or "non compté"
            yield f"{terminal(label)} : {quantity} = {detail}"
            yield from (
                f"  {source.source.pointer[-1]} : {nombre(source.valeur)}{_where(source, depot)}" for source in sources
            )
        terme = next((item for item in calcul.termes if item.nom == nom), None)
        if terme is not None:
            yield f"total : {_with_total(terme.total, counted.cle, depot)} pour {_payers(terme)}"


def _payers(terme: Terme) -> str:
    return compte(sum(1 for poids in terme.poids if poids), "bénéficiaire")


def _presence(ligne: Ligne) -> Iterator[str]:
    fraction = ligne.calcul.presences[ligne.rang]
    if fraction == 1:
        return
    counts = ligne.calcul.comptes.values()
    weighted = ligne.calcul.proratise or any(item.pese for item in counts)
    text = f"présence dans l'année : {fraction.numerator}/{fraction.denominator}"
    if not weighted:
        yield f"{text}, sans effet : cette quantité est déjà celle de l'année"
        return
    raw = next(iter(counts), None)
    detail = ""
    if raw is not None and ligne.calcul.termes and ligne.quantite is not None:
        counted = f"{nombre(raw.quantite(ligne.rang))} × {fraction.numerator}/{fraction.denominator}"
        detail = f" ({counted} = {_exact(ligne.quantite)})"
    yield f"{text}{detail}"


def _formula(calcul: Calcul, depot: Depot) -> Iterator[str]:
    if calcul.ligne_tarif is None:
        yield "règle : forfait par poste de travail (annexe 3), pricing/forfait.yaml"
        return
    ligne = depot.lignes[calcul.ligne_tarif]
    noms = {Nature.DIRECT: "direct", Nature.INDIRECT_FACTUEL: "factuel", Nature.INDIRECT_ANNUEL: "annuel"}
    nom = noms[calcul.nature]
    mode: Mode | None = getattr(ligne, nom)
    index = list(depot.lignes).index(ligne.id)
    span = depot.span(Reference("pricing/couts-de-possession.yaml", ("lignes", index, nom, "formule")))
    yield f"règle : {terminal(calcul.formule)} ({span.path}:{span.line})"
    if mode is not None:
        source = "hors de l'extrait publié, à arrêter par avenant" if ligne.hors_extrait else "annexe 4"
        yield f"texte ({source}) : {cite(terminal(mode.texte))}"


def _where(valeur: Valeur, depot: Depot) -> str:
    span = depot.span(valeur.source)
    notes = [f"{span.path}:{span.line}"]
    if valeur.phase is not None:
        notes.append(f"repris du {mots.PHASES[valeur.phase]}")
    if valeur.hypothese:
        notes.append(terminal(valeur.hypothese))
    return f" ({', '.join(notes)})"


def _mention(lignes: Sequence[Ligne]) -> list[str]:
    weakest = {ligne.origine for ligne in lignes}
    mentions = sorted({mots.MENTIONS[origine] for origine in weakest} - {""})
    return [f"{mention}." for mention in mentions]
