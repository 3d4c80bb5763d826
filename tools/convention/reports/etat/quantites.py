"""The quantities that a call rests on, with their source, their date and their validation (art. 8.3).

Knows: lines and where their counts stand. Must not know: amounts, media.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, compte, enumere, jour, majuscule, minuscule, nombre, pluriel
from convention.model.documents.grilles import ReferencePublique
from convention.model.mots.appels import GenreVolet
from convention.model.mots.communs import Nature, Phase
from convention.reports.calcul.liquidation import weighing, weightless
from convention.reports.calcul.quantite import factors, shared
from convention.reports.mots import line_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from convention.engine.appels.appels import AppelCalcule
    from convention.engine.lignes import Ligne
    from convention.model.depot import Depot, Reference
    from convention.model.documents.cles import Cle
    from convention.model.documents.quantites import Releve
    from convention.model.vue import Valeur


class QuantiteRetenue(NamedTuple):
    """One quantity of the adherent."""

    exercice: int
    texte: str
    """« 9 comptes sur 320 »."""
    objet: str
    """The lines that it serves for."""
    source: str
    releve_le: date | None
    """Day of the count; none for a published quantity."""
    validee_le: date | None
    hypothese: str
    """Why it stands for a figure not known yet."""
    retenue: str = ""
    """Who takes it for the year, when nobody validates it; empty else."""


def quantities(depot: Depot, lignes: Mapping[int, Sequence[Ligne]]) -> tuple[QuantiteRetenue, ...]:
    """List each quantity once, with the lines of its exercice that it serves for.

    A row is a quantity and the total that it is a part of: « 112 postes sur 4 801 » and « 112 postes sur 3 640 » are
    two, for the same count of the adherent.
    """
    return tuple(item for exercice, rows in lignes.items() for item in _of_year(depot, exercice, rows))


def hypotheses(depot: Depot, lignes: Mapping[int, Sequence[Ligne]]) -> Iterator[str]:
    """Say which quantities stand for others, or are not validated, by exercice: a count shared twice is one."""
    assumed: dict[tuple[int, str], dict[str, str]] = {}
    for exercice, own in lignes.items():
        for ligne, _, _, valeur in _used(depot, own):
            if (releve := depot.releve(valeur.source)) is not None and releve.hypothese:
                _name(assumed.setdefault((exercice, releve.hypothese), {}), ligne, depot)
    for (exercice, text), names in assumed.items():
        yield f"Quantités {exercice} pour {enumere(list(map(cite, dict.fromkeys(names.values()))))} : {text}"
    for exercice, own in lignes.items():
        if text := awaited(depot, own):
            yield f"Exercice {exercice} : {text} par l'adhérent"


def awaited(depot: Depot, lignes: Iterable[Ligne]) -> str:
    """Say how many quantities that bill lines their adherent has not validated; empty when none waits.

    A flat fee is due on a count that nobody validates.
    """
    asked = (valeur for *_, valeur in _used(depot, lignes) if not valeur.retenue)
    count = sum(releve.a_valider for releve in _counts(depot, asked))
    return compte(count, "quantité n'est pas encore validée", "quantités ne sont pas encore validées") if count else ""


def assumed(depot: Depot, lignes: Iterable[Ligne]) -> str:
    """Say how many quantities that bill lines are assumed, and still to be counted; empty when none is."""
    count = sum(bool(releve.hypothese) for releve in _counts(depot, (valeur for *_, valeur in _used(depot, lignes))))
    return compte(count, "quantité est supposée, à compter", "quantités sont supposées, à compter") if count else ""


def _counts(depot: Depot, valeurs: Iterable[Valeur]) -> Iterator[Releve]:
    """Yield the count that each quantity comes from: a quantity that two lines share is one."""
    sources = dict.fromkeys(valeur.source for valeur in valeurs)
    yield from (releve for releve in map(depot.releve, sources) if releve is not None)


def _of_year(depot: Depot, exercice: int, lignes: Iterable[Ligne]) -> Iterator[QuantiteRetenue]:
    found: dict[tuple[str, str, str], QuantiteRetenue] = {}
    uses: dict[tuple[str, str, str], dict[str, str]] = {}
    for ligne, nom, cle, valeur in _used(depot, lignes):
        row = _retained(depot, exercice, _counted(ligne, nom, cle, depot), valeur)
        key = (ligne.calcul.decomptes[nom].cle, row.texte, row.source)
        # What another cost rests on too is validated for it.
        if key not in found or not row.retenue:
            found[key] = row
        _name(uses.setdefault(key, {}), ligne, depot)
    for key, row in found.items():
        yield row._replace(objet=majuscule(enumere(list(dict.fromkeys(map(minuscule, uses[key].values()))))))


def _used(depot: Depot, lignes: Iterable[Ligne]) -> Iterator[tuple[Ligne, str, Cle, Valeur]]:
    """Go through the counts that lines rest on: the line, the count by its name there, its key, its figure."""
    for ligne in lignes:
        for nom, decompte in ligne.calcul.decomptes.items():
            cle, sources = depot.cles.get(decompte.cle), decompte.sources[ligne.rang]
            if cle is not None and not decompte.cumul and sources and nom not in weightless(ligne):
                yield ligne, nom, cle, sources[0]


def _name(known: dict[str, str], ligne: Ligne, depot: Depot) -> None:
    """Name a line once for its component: by its yearly cost, which has the component's own name, if there is one."""
    calcul = ligne.calcul
    objet = calcul.objet
    if calcul.nature is not Nature.INDIRECT_FACTUEL or objet not in known:
        known[objet] = line_name(depot, calcul, ligne.adherent)


def _counted(ligne: Ligne, nom: str, cle: Cle, depot: Depot) -> str:
    """Write a quantity, and the total that it is a part of: « 9 comptes sur 320 »."""
    own = ligne.calcul.decomptes[nom].quantite(ligne.rang)
    text = f"{nombre(own)} {pluriel(own, cle.unite, cle.pluriel)}"
    made = [nombre(valeur.valeur) for _, valeur in factors(ligne.calcul.decomptes[nom], ligne.rang, depot)]
    why = f" ({' × '.join(made)})" if cle.produit else ""
    terme = next((terme for terme in ligne.calcul.termes if terme.nom == nom), None)
    if terme is None:
        return f"{text}{why}"
    before, counted = weighing(ligne, nom, depot)
    return f"{f'{before}, soit {counted}' if before else text} sur {shared(terme, ligne.rang)[1]}{why}"


def validated_on(depot: Depot, appel: AppelCalcule, adherent: str) -> str:
    """Say when the référent validated the quantities of the exercice that a call closes."""
    for volet in appel.volets:
        document = depot.dossiers[adherent].quantites.get(volet.exercice)
        if volet.genre is GenreVolet.REGULARISATION and document is not None:
            counts = [item for item in document.comptages if item.phase is Phase.REALISE]
            days = [item.validation for item in counts if not document.sans_effet(item)]
            known = [day for day in days if day is not None]
            if known and len(known) == len(days):
                return f"quantités {volet.exercice} validées par le référent de l'adhérent le {jour(max(known))}"
            return f"quantités {volet.exercice} pas encore validées par le référent de l'adhérent"
    return ""


def _retained(depot: Depot, exercice: int, texte: str, valeur: Valeur) -> QuantiteRetenue:
    releve = depot.releve(valeur.source)
    if releve is None:
        return QuantiteRetenue(exercice, texte, "", _published(depot, valeur.source), None, None, "")
    kept = (
        f"retenu par {depot.convention.noms.gestionnaire.le} pour tout l'exercice : un forfait n'est ni recompté ni "
        f"validé{depot.convention.clauses.selon('appels')}"
        if valeur.retenue and releve.a_valider
        else ""
    )
    known = releve.source, releve.date, releve.validation, releve.hypothese or ""
    return QuantiteRetenue(exercice, texte, "", *known, kept)


def _published(depot: Depot, source: Reference) -> str:
    """Name what gives a quantity that no one counts: a reference and its vintage, or the key that fixes it."""
    fichier = depot.fichiers.get(source.path)
    if fichier is not None and isinstance(fichier.document, ReferencePublique):
        return f"{fichier.document.libelle}, millésime {source.pointer[1]}"
    return "quote-part fixée par la clé de répartition"
