"""Small repositories drawn by Hypothesis, two of which differ by anything at once.

Knows: the small repository of the tests. Must not know: the package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Mapping

ABONNEMENTS = (
    "",
    "{service: S03, debut: 2024-01-01}",
    "{service: S03, debut: 2026-04-01}",
    "{service: S04, debut: 2026-03-01}",
    "{service: S03, debut: 2024-01-01}, {service: S04, debut: 2024-01-01}",
)
ADHESIONS = ("debut: 2024-01-01", "debut: 2026-04-01", "debut: 2024-01-01, fin: 2026-10-01")
FORMULES = ("cout * part(postes)", "cout * part(stockage)", "cout * postes", "(cout + autre) * part(postes)")
DEPENSE = (
    "{{id: pc, libelle: PC portables, ligne: achat, section: investissement, nombre: {}, montants: {{prix: {}.00}}, "
    "devis: {{reference: D1, accepte_le: 2026-02-02}}, livraison: 2026-03-03}}"
)
NOMBRES = st.integers(1, 20)
PRIX = st.integers(1, 9).map(lambda number: 100 * number + 33)


@st.composite
def membres(draw: st.DrawFn) -> Membre:
    """Draw an adherent: what it takes, and counts of which some are missing."""
    counted = {cle: draw(st.none() | NOMBRES) for cle in ("postes", "stockage")}
    comptes = draw(st.none() | NOMBRES)
    return Membre(
        ", ".join(f"{cle}: {number}" for cle, number in counted.items() if number is not None),
        draw(st.sampled_from(ABONNEMENTS)),
        draw(st.sampled_from(ADHESIONS)),
        draw(st.sampled_from(("", "{composant: appli}"))),
        f"comptes: {{appli: {comptes}}}" if comptes is not None else "",
        depenses=draw(st.sampled_from(("", DEPENSE))).format(draw(NOMBRES), draw(PRIX)),
    )


@st.composite
def couts(draw: st.DrawFn) -> dict[str, Cout]:
    """Draw a network and an application, which may be missing."""
    reseau = Cout(f"cout: {draw(PRIX)}.00, autre: {draw(PRIX)}.00", annuel=draw(st.sampled_from(FORMULES)))
    appli = Cout(
        f"cout: {draw(PRIX)}.00",
        factuel="cout * part(abaque)",
        service="S04",
        suite=f"abaque: comptes, beneficiaires: souscription, section: {draw(SECTIONS)}",
    )
    kept = draw(st.sampled_from((("reseau",), ("appli",), ("reseau", "appli"))))
    return {nom: cout for nom, cout in (("reseau", reseau), ("appli", appli)) if nom in kept}


SECTIONS = st.sampled_from(("fonctionnement", "investissement"))


class Petit(NamedTuple):
    """A repository drawn; it is shown by what was drawn."""

    membres: Mapping[str, Membre]
    couts: Mapping[str, Cout]
    prorata: str
    part_liberee: str
    forfait: str

    def textes(self) -> dict[str, str]:
        """Return the texts of the repository."""
        return maquette(
            self.membres, self.couts, prorata=self.prorata, part_liberee=self.part_liberee, forfait=self.forfait
        )


@st.composite
def depots(draw: st.DrawFn) -> Petit:
    """Draw a repository of at most three adherents."""
    noms = draw(st.sampled_from(((), ("laxou",), ("nancy",), ("laxou", "nancy"))))
    return Petit(
        {"metropole": draw(membres())._replace(adhesion=ADHESIONS[0]), **{nom: draw(membres()) for nom in noms}},
        draw(couts()),
        draw(st.sampled_from(("mensuel", "journalier"))),
        draw(st.sampled_from(("repartie", "gestionnaire"))),
        draw(st.sampled_from(("", "2024-01-01: 700.00", "2024-01-01: 710.60"))),
    )
