"""`scelles`: what the base holds for sealed changes by a declared act only, told for each with its amounts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.base.french import euros
from convention.base.money import decimal_text, read_decimal
from convention.compare.comparaison import comparer
from convention.compare.decision.decision import decide
from convention.compare.sceaux.scelles import Montants, amounts_text, lifted, named, refusals, resealed
from convention.engine.appels.cloture import actual
from convention.engine.appels.sceller import inscribe, rectify, seal_closing
from convention.model.ecrits.journal import JOURNAL, ActeSceau, Inscription, entry_text, link
from convention.model.ecrits.sceaux import LigneScellee, Rectification, Sceau
from convention.model.ecrits.scelles import CheminEtat, Scelles
from convention.reports.comparaison.comparaison import warnings
from tests.engine.appels.petits_appels import avec_sceaux, inscrit, scelle
from tests.espaces import espaces
from tests.essais import charger, edited, fichiers_nancy, lire, nancy, relire
from tests.generateur.textes import DEMO, first_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from convention.base.nodes import Pointer
    from convention.model.depot import Depot

AVRIL, OCTOBRE, ETATS = "pricing/appels/2024-04.json", "pricing/appels/2024-10.json", "pricing/appels/2024-04"
CLOTURE = "pricing/clotures/2024.json"
VOTE, PHRASES = "catalogue/avenants/1/avenant.yaml", "catalogue/avenants/1/avenant.json"
BASE = scelle("2024-04", "2024-10")


def plus_cher(sceau: Sceau, rang: int = 0, cents: int = 1_000_000) -> Sceau:
    """Add 10 000 € to a line, and seal again: the file is right, and says something else."""
    ligne = sceau.lignes[rang]
    dearer = ligne._replace(base=ligne.base + cents, montant=ligne.montant + cents)
    return sceau._replace(lignes=(*sceau.lignes[:rang], dearer, *sceau.lignes[rang + 1 :]))


def refait(files: dict[str, str], sceau: Sceau) -> dict[str, str]:
    """Write a seal and a whole new journal: what somebody who rewrites both would do."""
    return inscrit({path: text for path, text in avec_sceaux(files, sceau).items() if path != JOURNAL})


def declare(files: dict[str, str], fichier: str, remplace: str | None = None) -> dict[str, str]:
    """Declare that a decision changes a file: the act that « convention desceller » adds."""
    depot = lire(files)
    assert depot.journal is not None
    held = {item.fichier: item.sha256 for item in depot.journal.sceaux}
    acte = Inscription.model_construct(
        fichier=fichier,
        acte=ActeSceau.DESCELLEMENT,
        le=date(2026, 11, 3),
        sha256=depot.scelles.empreintes.get(fichier),
        remplace=remplace or held[fichier],
        par="Directeur des finances",
        motif="appel émis par erreur",
        decision="décision n° 12",
    )
    linked = acte.model_copy(update={"chaine": link(depot.journal.sceaux[-1].chaine, acte)})
    return {**files, JOURNAL: files[JOURNAL] + entry_text(linked)}


def said(base: dict[str, str], head: dict[str, str]) -> list[tuple[str, str]]:
    found = refusals(lire(base), lire(head))
    return [(item.span.path, item.message.replace("\u00a0", " ").replace("\u202f", " ")) for item in found]


def test_what_is_left_as_it_was_sealed_is_refused_nothing() -> None:
    assert refusals(lire(BASE), lire(BASE)) == ()


def test_a_new_seal_and_its_entry_are_no_change_of_what_was_sealed() -> None:
    assert refusals(lire(scelle("2024-04")), lire(BASE)) == ()


def test_a_call_rewritten_with_its_seal_and_its_journal_is_refused_with_the_amounts_of_each() -> None:
    head = refait(BASE, plus_cher(lire(BASE).sceaux["2024-04"]))
    found = said(BASE, head)
    assert found == [
        (
            JOURNAL,
            "l'inscription n° 1 du journal des sceaux (« pricing/appels/2024-04.json », 15 avril 2024) est changée",
        ),
        (
            AVRIL,
            (
                "la proposition change ce qui est scellé, sans acte qui le déclare (l'appel d'avril 2024) : "
                "nancy, 2 121,00 € devient 12 121,00 €"
            ),
        ),
    ]


@pytest.mark.long
@given(rang=st.integers(0, 1), cents=st.integers(1, 10**8), which=st.sampled_from(["2024-04", "2024-10"]))
def test_no_sealed_amount_changes_unsaid_whatever_the_line(rang: int, cents: int, which: str) -> None:
    base = lire(BASE)
    sceau = plus_cher(base.sceaux[which], rang, cents)
    head = lire(refait(BASE, sceau))
    assert sceau.path in {item.span.path for item in refusals(base, head)}


def test_a_declared_act_lets_the_change_through_and_is_told_with_its_amounts() -> None:
    base = lire(BASE)
    head = lire(declare(avec_sceaux(BASE, plus_cher(base.sceaux["2024-04"])), AVRIL))
    assert refusals(base, head) == ()
    (levee,) = lifted(base, head)
    assert (levee.acte.par, levee.acte.motif, levee.acte.decision) == (
        "Directeur des finances",
        "appel émis par erreur",
        "décision n° 12",
    )
    assert levee.montants == (Montants("nancy", 212_100, 1_212_100),)


def test_an_act_that_replaces_something_else_than_what_was_sealed_lets_nothing_through() -> None:
    head = declare(avec_sceaux(BASE, plus_cher(lire(BASE).sceaux["2024-04"])), AVRIL, remplace="0" * 64)
    assert [path for path, _ in said(BASE, head)] == [AVRIL]


def close(files: dict[str, str]) -> tuple[dict[str, str], Sceau]:
    sceau = seal_closing(actual(lire(files), 2024), date(2025, 5, 2))
    return inscrit(avec_sceaux(files, sceau)), sceau


RECOMPTE = "{phase: realise, date: 2024-12-31, source: essai, valeurs: {postes: 4}}"


def corrected(files: dict[str, str], sceau: Sceau, change: Callable[[Sceau], Sceau]) -> dict[str, str]:
    """Count the workstations of Nancy again, at the realised, in the closed year, then do something to the seal."""
    path = "adherents/nancy/quantites/2024.yaml"
    recounted = edited(files, path, "comptages: [", f"comptages: [{RECOMPTE}, ")
    depot = lire(recounted)
    fresh = change(rectify(sceau, actual(depot, 2024), date(2025, 6, 1), "poste oublié"))
    sealed = lire(avec_sceaux(recounted, fresh))
    entries = inscribe(depot, {fresh.path: sealed.scelles.empreintes[fresh.path]}, date(2025, 6, 1))
    return {**avec_sceaux(recounted, fresh), JOURNAL: files[JOURNAL] + "".join(map(entry_text, entries))}


def test_a_closing_that_is_rectified_by_what_it_declares_is_let_through() -> None:
    files, sceau = close(BASE)
    head = corrected(files, sceau, lambda fresh: fresh)
    assert lire(head).sceaux["2024"].rectifications
    assert said(files, head) == []


def test_a_correction_of_a_closed_year_is_asked_for_only_as_long_as_it_is_not_declared() -> None:
    files, sceau = close(BASE)
    head = corrected(files, sceau, lambda fresh: fresh)
    undeclared = {**head, JOURNAL: files[JOURNAL], sceau.path: files[sceau.path]}
    path = "pricing/exercices/2024.yaml"
    over = {path: files[path].replace("statut: ouvert", "statut: clos")}
    before = lire(files | over)
    asked = "L'exercice 2024 est clos : changer ses montants arrêtés demande une correction déclarée."
    sides = [
        map(espaces, warnings(comparer(before, lire(after | over), pourquoi=False))) for after in (undeclared, head)
    ]
    assert [asked in side for side in sides] == [True, False]


def test_what_a_declared_correction_counts_for_the_past_is_not_refused_for_it() -> None:
    files, sceau = close(BASE)
    path, rows = (
        "catalogue/procedures.yaml",
        "visas: {}\nprocedures:\n  acte: {libelle: Acte, rang: 1, description: essai}\n",
    )
    decided = "changements:\n  - {genre: quantites, procedure: acte, motif: essai}\n"
    table = {path: f"{first_line(path)}{DEMO}{rows}{decided}"}
    head = corrected(files, sceau, lambda fresh: fresh)
    undeclared = {**head, JOURNAL: files[JOURNAL], sceau.path: files[sceau.path]}
    sides = (comparer(lire(files | table), lire(after | table), pourquoi=False) for after in (undeclared, head))
    assert [bool(decide(side, date(2025, 6, 2)).retroactifs) for side in sides] == [True, False]


CONSEIL = (
    "rétablir le fichier (git restore) ; si une décision le change, la déclarer par « convention desceller », que le "
    "commentaire montre en premier"
)
QUATRE = "« copieur », « masse salariale » et « copieur »"
DU_JOURNAL = "rétablir le journal (git restore pricing/sceaux.yaml) : il ne s'écrit que par sa fin"
CLOS, CLOTURE_SCELLEE = close(BASE)
INSCRIPTIONS = BASE[JOURNAL].splitlines(keepends=True)


def without(files: dict[str, str], path: str) -> dict[str, str]:
    """Remove a file, or a folder."""
    return {nom: text for nom, text in files.items() if nom != path and not nom.startswith(f"{path}/")}


def dearer(count: int, date_of: str = "") -> Callable[[Sceau], Sceau]:
    """Add 1 € to the last lines of a seal, and change its day."""

    def change(fresh: Sceau) -> Sceau:
        kept, moved = fresh.lignes[: len(fresh.lignes) - count], fresh.lignes[len(fresh.lignes) - count :]
        changed = tuple(item._replace(base=item.base + 100, montant=item.montant + 100) for item in moved)
        return fresh._replace(lignes=(*kept, *changed), date=date_of or fresh.date)

    return change


def rectifiee(count: int, date_of: str = "") -> dict[str, str]:
    return corrected(CLOS, CLOTURE_SCELLEE, dearer(count, date_of))


def undeclared(done: str, what: str, told: str = "") -> str:
    return f"la proposition {done} ce qui est scellé, sans acte qui le déclare ({what}){told}"


@pytest.mark.parametrize(
    ("base", "head", "place", "message", "hint"),
    [
        (
            BASE,
            {**BASE, JOURNAL: "".join(INSCRIPTIONS[:-5])},
            (JOURNAL, 2, ()),
            "l'inscription n° 4 du journal des sceaux (« pricing/appels/2024-10 », 1er janvier 2026) est retirée",
            DU_JOURNAL,
        ),
        (
            BASE,
            without(BASE, JOURNAL),
            (JOURNAL, 1, ()),
            "l'inscription n° 1 du journal des sceaux (« pricing/appels/2024-04.json », 15 avril 2024) est retirée",
            DU_JOURNAL,
        ),
        (
            BASE,
            edited(BASE, JOURNAL, "le: 2024-04-15", "le: 2024-04-16"),
            (JOURNAL, 3, ("sceaux", 0)),
            "l'inscription n° 1 du journal des sceaux (« pricing/appels/2024-04.json », 15 avril 2024) est changée",
            DU_JOURNAL,
        ),
        (
            without(BASE, JOURNAL),
            without(BASE, AVRIL),
            (AVRIL, 1, ()),
            undeclared("retire", "l'appel d'avril 2024", " : nancy, 2 121,00 € devient 0,00 €"),
            CONSEIL,
        ),
        (
            BASE,
            without(BASE, ETATS),
            (ETATS, 1, ()),
            undeclared(
                "retire",
                "les états émis de l'appel d'avril 2024",
                " : l'état de nancy n'est plus celui qui a été émis",
            ),
            CONSEIL,
        ),
        (
            CLOS,
            avec_sceaux(CLOS, dearer(4)(CLOTURE_SCELLEE)),
            (CLOTURE, 1, ()),
            undeclared(
                "change",
                "la clôture de 2024",
                " : metropole, 3 535,00 € devient 3 537,00 € ; nancy, 2 121,00 € devient 2 123,00 €",
            ),
            CONSEIL,
        ),
        (
            CLOS,
            rectifiee(1),
            (CLOTURE, 1, ()),
            "la clôture de 2024 est rectifiée, et 1 ligne change sans que la rectification le dise (« copieur »)",
            CONSEIL,
        ),
        (
            CLOS,
            rectifiee(4),
            (CLOTURE, 1, ()),
            f"la clôture de 2024 est rectifiée, et 4 lignes changent sans que la rectification le dise ({QUATRE})",
            CONSEIL,
        ),
        (
            CLOS,
            rectifiee(0, "2025-05-03"),
            (CLOTURE, 1, ()),
            "la clôture de 2024 est rectifiée, et son en-tête change sans que la rectification le dise",
            CONSEIL,
        ),
    ],
)
def test_each_refusal_is_one_whole_sentence_at_its_place_with_what_to_do(
    base: dict[str, str], head: dict[str, str], place: tuple[str, int, Pointer], message: str, hint: str
) -> None:
    (found,) = refusals(lire(base), lire(head))
    assert (found.code, (found.span.path, found.span.line, found.pointer)) == ("SCE011", place)
    assert (espaces(found.message), espaces(found.hint)) == (message, hint)


@pytest.mark.parametrize(
    ("fichier", "what", "told"),
    [
        (ETATS, "les états émis de l'appel d'avril 2024", "l'état de nancy n'est plus celui qui a été émis"),
        (
            CLOTURE,
            "la clôture de 2024",
            "metropole, 3 535,00 € devient 0,00 € ; nancy, 2 121,00 € devient 0,00 €",
        ),
    ],
)
def test_a_rectification_of_what_is_no_closing_or_is_one_no_more_lets_nothing_through(
    fichier: str, what: str, told: str
) -> None:
    files, _ = close(BASE)
    depot = lire(files)
    acte = Inscription.model_construct(
        fichier=fichier,
        acte=ActeSceau.RECTIFICATION,
        le=date(2026, 11, 3),
        sha256="0" * 64,
        remplace=depot.scelles.empreintes[fichier],
    )
    assert depot.journal is not None
    linked = acte.model_copy(update={"chaine": link(depot.journal.sceaux[-1].chaine, acte)})
    head = {**without(files, fichier), JOURNAL: files[JOURNAL] + entry_text(linked)}
    (found,) = refusals(depot, lire(head))
    assert (found.code, found.span.path, found.pointer) == ("SCE011", fichier, ())
    assert (espaces(found.message), espaces(found.hint)) == (undeclared("retire", what, f" : {told}"), CONSEIL)


def test_a_journal_that_begins_changes_nothing_of_what_was_sealed_before_it() -> None:
    assert refusals(lire(without(BASE, JOURNAL)), lire(BASE)) == ()


def test_a_rectification_that_starts_from_another_amount_than_the_sealed_one_is_refused() -> None:
    def elsewhere(fresh: Sceau) -> Sceau:
        first, *rest = fresh.rectifications
        return fresh._replace(rectifications=(first._replace(avant=first.avant + 100), *rest))

    (found,) = said(CLOS, corrected(CLOS, CLOTURE_SCELLEE, elsewhere))
    assert "1 ligne change sans que la rectification le dise" in found[1]


def test_a_line_that_comes_or_goes_with_a_rectification_unsaid_is_refused() -> None:
    for change in (
        lambda fresh: fresh._replace(lignes=fresh.lignes[1:]),
        lambda fresh: fresh._replace(lignes=(fresh.lignes[0]._replace(adherent="laxou"), *fresh.lignes)),
    ):
        (found,) = said(CLOS, corrected(CLOS, CLOTURE_SCELLEE, change))
        assert "1 ligne change sans que la rectification le dise (« masse salariale »)" in found[1]


def test_a_line_that_comes_or_goes_with_a_rectification_that_says_so_is_let_through() -> None:
    def told(fresh: Sceau, line: LigneScellee, avant: int, apres: int) -> tuple[Rectification, ...]:
        adherent, service, objet, nature, section = line.identite
        day = fresh.rectifications[0].date
        item = Rectification(day, "oubli", adherent, service, objet, nature, section, avant, apres)
        return (*fresh.rectifications, item)

    def comes(fresh: Sceau) -> Sceau:
        line = fresh.lignes[0]._replace(adherent="laxou")
        return fresh._replace(lignes=(*fresh.lignes, line), rectifications=told(fresh, line, 0, line.montant))

    def goes(fresh: Sceau) -> Sceau:
        line, *others = fresh.lignes
        return fresh._replace(lignes=tuple(others), rectifications=told(fresh, line, line.montant, 0))

    for change in (comes, goes):
        assert said(CLOS, corrected(CLOS, CLOTURE_SCELLEE, change)) == []


@pytest.mark.parametrize(("cents", "lines"), [(1, 1), (0, 0)])
def test_a_line_that_comes_unsaid_counts_from_the_first_cent(cents: int, lines: int) -> None:
    def comes(fresh: Sceau) -> Sceau:
        line = fresh.lignes[0]._replace(adherent="laxou", base=cents, montant=cents)
        return fresh._replace(lignes=(*fresh.lignes, line))

    assert len(said(CLOS, corrected(CLOS, CLOTURE_SCELLEE, comes))) == lines


def test_only_the_statements_that_are_others_are_named_whatever_else_is_kept() -> None:
    base = lire(BASE)
    kept = nancy().avenants_consignes
    etats = {CheminEtat("2024-04", nom): b"1" for nom in ("essey", "nancy")}
    sides = [
        base._replace(avenants_consignes=kept, scelles=Scelles({ETATS: sha}, etats | moved))
        for sha, moved in (("0", {}), ("1", {CheminEtat("2024-04", "essey"): b"2"}))
    ]
    (found,) = refusals(*sides)
    assert espaces(found.message).endswith(" : l'état d'essey n'est plus celui qui a été émis")


def test_what_the_journal_lists_is_sealed_though_nobody_voted_it() -> None:
    files = fichiers_nancy()
    kept = lire(files).avenants_consignes["1"]
    again = kept._replace(niveaux=("adherents",) * len(kept.niveaux))
    base, head = (charger({**files, PHRASES: item.texte()}).depot for item in (kept, again))
    assert base.journal is not None
    listed = base.journal.sceaux[-1].model_copy(update={"fichier": PHRASES, "sha256": base.scelles.empreintes[PHRASES]})
    journal = base.journal.model_copy(update={"sceaux": (*base.journal.sceaux, listed)})
    (found,) = refusals(base._replace(journal=journal), head._replace(journal=journal))
    # Who may read a sentence moves no amount: nothing is told after the name.
    assert espaces(found.message) == undeclared("change", "l'avenant n° 1")


def test_what_is_no_known_seal_is_named_by_its_path() -> None:
    assert espaces(named("pricing/autre.json", lire(BASE))) == "« pricing/autre.json »"
    assert espaces(named(PHRASES, nancy())) == "l'avenant n° 1"


def test_the_amounts_of_a_voted_avenant_that_is_rewritten_are_added_up_for_each() -> None:
    files = fichiers_nancy()
    kept = lire(files).avenants_consignes["1"]
    files[VOTE] += f'empreinte: "{kept.contenu.empreinte}"\n'
    rows = [row for row in kept.contenu.montants if row["adherent"] == "essey-les-nancy"]
    moved = [{**row, "apres": decimal_text(read_decimal(row["apres"]) + 100)} for row in rows]
    montants = tuple(moved[rows.index(row)] if row in rows else row for row in kept.contenu.montants)
    again = kept._replace(contenu=kept.contenu._replace(montants=montants))
    before, after = (
        sum(read_decimal(row["apres"]) - read_decimal(row["avant"]) for row in side) for side in (rows, moved)
    )
    base, head = (relire({**files, PHRASES: item.texte()}).depot for item in (kept, again))
    (found,) = [item for item in refusals(base, head) if item.span.path == PHRASES]
    assert espaces(found.message) == undeclared(
        "change", "l'avenant n° 1", f" : Essey-lès-Nancy, {espaces(euros(before))} devient {espaces(euros(after))}"
    )


def test_a_lifted_seal_is_named_by_what_it_is() -> None:
    base = lire(CLOS)
    head = lire(declare(avec_sceaux(CLOS, dearer(1)(CLOTURE_SCELLEE)), CLOTURE))
    assert [item.nom for item in lifted(base, head)] == ["la clôture de 2024"]


def test_who_comes_or_goes_from_a_call_sealed_again_had_or_has_nothing() -> None:
    sceau = lire(BASE).sceaux["2024-04"]
    other = sceau._replace(lignes=tuple(item._replace(adherent="laxou") for item in sceau.lignes))
    assert resealed(sceau, other) == (Montants("laxou", 0, 212_100), Montants("nancy", 212_100, 0))
    assert amounts_text([Montants("inconnu", None, 100)], lire(BASE)).startswith("inconnu, 0,00")
    issued = amounts_text([Montants(nom, None, None) for nom in ("essey", "nancy")], lire(BASE))
    assert issued == "les états d'essey et de nancy ne sont plus ceux qui ont été émis"


@pytest.mark.parametrize("voted", [True, False])
def test_an_avenant_is_sealed_by_its_vote_and_can_be_drawn_up_again_before(voted: bool) -> None:  # noqa: FBT001
    files = fichiers_nancy()
    kept = lire(files).avenants_consignes["1"]
    if voted:
        files[VOTE] += f'empreinte: "{kept.contenu.empreinte}"\n'
    again = kept._replace(niveaux=("adherents",) * len(kept.niveaux))
    assert again != kept
    base, head = (charger({**files, PHRASES: item.texte()}).depot for item in (kept, again))
    assert [item.span.path for item in refusals(base, head)] == ([PHRASES] if voted else [])


def test_going_back_on_a_lifted_seal_is_refused_as_any_other_change() -> None:
    base = lire(BASE)
    head = declare(avec_sceaux(BASE, plus_cher(base.sceaux["2024-04"])), AVRIL)
    assert _paths(lire(head), base) == [JOURNAL, AVRIL]


def _paths(base: Depot, head: Depot) -> list[str]:
    return [item.span.path for item in refusals(base, head)]


def test_a_lifted_seal_that_nothing_replaces_is_said_to_be_removed_else_replaced() -> None:
    base = lire(BASE)
    replaced = lire(declare(avec_sceaux(BASE, plus_cher(base.sceaux["2024-04"])), AVRIL))
    without = {path: text for path, text in BASE.items() if path != OCTOBRE}
    removed = lire(declare(without, OCTOBRE))
    assert [[item.retire for item in lifted(base, head)] for head in (replaced, removed)] == [[False], [True]]
    assert lifted(lire(without), removed) == ()
