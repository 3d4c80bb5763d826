"""What must hold of the contributions of any repository, whoever comes and goes."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from convention.engine.contribution import calculer
from convention.model.mots.communs import PartLiberee
from convention.model.resolution import resolve
from tests.essais import contribution, lire
from tests.generateur import GESTIONNAIRE, depot_fictif
from tests.generateur.limites import depot_limite
from tests.preuves import exemples

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.engine.lignes import Calcul, Contribution
    from convention.model.vue import Valeur, Vue

GRAINES = st.integers(0, 10**6)
DEPOTS = st.builds(depot_fictif, st.integers(1, 6), st.integers(3, 10), GRAINES)
LIMITES = st.builds(depot_limite, st.integers(1, 6), st.integers(3, 10), GRAINES)
PLUS = st.builds(Fraction, st.integers(1, 50_000), st.sampled_from((1, 100)))


def exactes(calcul: Calcul) -> list[Fraction]:
    """Return what each one should pay of the shared part, in cents, before any rounding of it."""
    if calcul.bornage is not None:
        return list(calcul.bornage.exactes)
    terms = [terme for terme in calcul.termes if terme.total]
    return [
        sum((100 * terme.coefficient * terme.poids[rang] / sum(terme.poids) for terme in terms), Fraction(0))
        for rang in range(len(calcul.beneficiaires))
    ]


def by_place(result: Contribution) -> dict[tuple[str | None, str], Calcul]:
    return {(calcul.composant, str(calcul.nature)): calcul for calcul in result.calculs if calcul.termes}


def raised(valeurs: Mapping[str, Valeur], plus: Fraction) -> dict[str, Valeur]:
    return {nom: valeur._replace(valeur=valeur.valeur + plus) for nom, valeur in valeurs.items()}


# --- what is due grows with the cost, and with what is counted ---


@exemples(12)
@given(LIMITES, PLUS)
def test_a_cost_that_rises_lowers_nobody_s_share(files: Mapping[str, str], plus: Fraction) -> None:
    vue = resolve(lire(files), 2026)
    montants = {nom: raised(valeurs, plus) for nom, valeurs in vue.prix.montants.items()}
    before, after = by_place(calculer(vue)), by_place(calculer(vue._replace(prix=vue.prix._replace(montants=montants))))
    for place, calcul in before.items():
        pairs = list(zip(exactes(calcul), exactes(after[place]), strict=True))
        assert [pair for pair in pairs if pair[0] > pair[1]] == []
        # Largest remainders may take one cent back: the documentation says so.
        assert all(one - 1 <= other for one, other in zip(calcul.partages, after[place].partages, strict=True))


def counting_more(vue: Vue, adherent: str, plus: Fraction) -> Vue:
    comptages = {
        place: {**column, **raised({adherent: column[adherent]}, plus)} if adherent in column else column
        for place, column in vue.volumes.comptages.items()
    }
    return vue._replace(volumes=vue.volumes._replace(comptages=comptages))


@exemples(12)
@given(DEPOTS, PLUS, st.integers(0, 5))
def test_who_counts_more_never_pays_a_smaller_share_and_the_others_never_a_larger_one(
    files: Mapping[str, str], plus: Fraction, rang: int
) -> None:
    vue = resolve(lire(files), 2026)
    noms = sorted(vue.perimetre.payeurs)
    adherent = noms[rang % len(noms)]
    # What a cap, or an exit, leaves to the managing body grows with the share of another.
    bears = vue.regles.part_liberee is PartLiberee.GESTIONNAIRE
    before, after = by_place(calculer(vue)), by_place(calculer(counting_more(vue, adherent, plus)))
    for place, calcul in before.items():
        for nom, one, other in zip(calcul.beneficiaires, exactes(calcul), exactes(after[place]), strict=True):
            if nom == adherent:
                assert one <= other
            elif nom != GESTIONNAIRE or not (bears or calcul.bornage):
                assert one >= other


# --- who pays ---


@exemples(12)
@given(LIMITES)
def test_without_a_subscription_there_is_no_line_but_what_the_managing_body_bears(files: Mapping[str, str]) -> None:
    depot = lire(files)
    for ligne in contribution(files).lignes:
        taken = {item.service[:3] for item in depot.dossiers[ligne.adherent].souscriptions.souscriptions}
        alone = ligne.calcul.service in {"hors-service", "S01"} or ligne.calcul.depense is not None
        assert alone or ligne.calcul.service in taken or ligne.adherent == GESTIONNAIRE


@exemples(12)
@given(LIMITES)
def test_nobody_is_paid_by_a_price_that_is_not_negative(files: Mapping[str, str]) -> None:
    assert [ligne for ligne in contribution(files).lignes if ligne.montant < 0] == []


# --- days ---

SEJOUR = re.compile(r"  - \{(?:service|composant): [^}]*\}\n")


def split(line: str, day: str) -> str:
    """Write one stay as two that follow each other, when the day is inside."""
    debut, fin = (re.search(rf"{word}: ([0-9-]+)", line) for word in ("debut", "fin"))
    if debut is None or not debut[1] < day < (fin[1] if fin else "9999"):
        return line
    first = line.replace(f", fin: {fin[1]}" if fin else "\0", "").replace(debut[0], f"{debut[0]}, fin: {day}")
    return first + line.replace(debut[0], f"debut: {day}")


@exemples(12)
@given(LIMITES, st.integers(1, 12), st.integers(1, 28))
def test_two_stays_that_follow_each_other_cost_what_one_does(files: Mapping[str, str], month: int, number: int) -> None:
    day = f"2026-{month:02d}-{number:02d}"
    cut = {
        path: SEJOUR.sub(lambda found: split(found[0], day), text) if path.endswith("/souscriptions.yaml") else text
        for path, text in files.items()
    }
    assert [(ligne.identite, ligne.montant) for ligne in contribution(files).lignes] == [
        (ligne.identite, ligne.montant) for ligne in contribution(cut).lignes
    ]
