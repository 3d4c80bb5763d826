"""The quantities that an adherent's amounts rest on: source, date, validation.

Knows: counts behind the lines. Must not know: HTML, amounts.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import compte, enumere, jour, majuscule, nombre
from convention.engine.lignes import Decompte, Ligne, Terme
from convention.model.documents.quantites import Place, Quantites, Releve
from convention.reports.calcul.liquidation import weightless
from convention.reports.calcul.quantite import factors, rounded
from convention.reports.calcul.quantite import shared as shared_texts
from convention.reports.depot.guichet import Etat, legende
from convention.site.rendu.tableau import Cellule, Rang, Tableau, rang

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from convention.model.depot import Reference
    from convention.model.documents.cles import Cle
    from convention.model.vue import Valeur
    from convention.site.ensemble import Site


PLUSIEURS = "selon le service"
"""What all have of a quantity, when services share it among others."""
PLUSIEURS_PARTS = "d'autres totaux dans le calcul, selon le coût"
"""How many of them a cost is shared on, when costs are not all on as many."""


class Quantite(NamedTuple):
    """A quantity: what is counted, how many, of how many in all."""

    libelle: str
    objet: str
    """Component, when each has its own count."""
    place: Place
    valeur: str
    total: str
    partage: str
    """How many of them a cost is shared on, and why, when it is not on all of them."""
    source: str
    releve_le: date | None
    validee_le: date | None
    hypothese: str
    reference: Reference
    a_valider: bool = False
    """Whether the référent has still to validate it, or what replaces it; what is published is nobody's to validate."""
    suppose_le: date | None = None
    """Day of the later count that an assumption rests on."""
    remplacant: Releve | None = None
    """The count of a later phase that replaces it: nobody validates the former any more."""
    retenue: bool = False
    """Whether a flat fee alone rests on it."""

    @property
    def sans_validation(self) -> bool:
        """Whether nobody has to validate it: a flat fee takes it once for the year (art. 8.3)."""
        return self.retenue and self.validee_le is None and not self.hypothese

    @property
    def a_compter(self) -> bool:
        """Whether it is only assumed: nobody validates it before it is counted."""
        return bool(self.hypothese) and self.validee_le is None and self.remplacant is None


class Attente(NamedTuple):
    """What is awaited of the quantities of an adherent."""

    a_valider: int
    a_compter: int

    @property
    def phrase(self) -> str:
        """Say it: « 3 quantités à valider et 1 quantité à compter »; nothing when nothing is."""
        awaited = zip(self, ("valider", "compter"), strict=True)
        return enumere([compte(count, f"quantité à {what}", f"quantités à {what}") for count, what in awaited if count])


def quantites(site: Site, adherent: str, annee: int | None = None) -> tuple[Quantite, ...]:
    """List each count of an exercice once, in the order of the lines; of the current one when none is said.

    Where later counts have replaced them all, it is those that are validated.
    """
    year = annee or site.exercice
    found: dict[tuple[str, tuple[object, ...]], Quantite] = {}
    for ligne in (*site.lignes(year, adherent), *_worth_nothing(site, adherent, year)):
        for item in _of_line(site, ligne):
            key = (item.reference.path, item.reference.pointer)
            found[key] = _merged(found[key], item) if key in found else item
    every = tuple(found.values())
    if any(item.releve_le is not None and item.remplacant is None and not item.retenue for item in every):
        return every
    return tuple(
        item._replace(a_valider=item.remplacant is not None and item.remplacant.a_valider and not item.retenue)
        for item in every
    )


def _merged(known: Quantite, item: Quantite) -> Quantite:
    """Keep one quantity of what two lines rest on: one that is not a flat fee has it validated."""
    kept = item if item.total and not known.total else known
    kept = kept._replace(a_valider=known.a_valider or item.a_valider, retenue=known.retenue and item.retenue)
    if not known.total or item.total in {"", known.total}:
        several = known.total and item.total and item.partage != known.partage
        return kept._replace(partage=PLUSIEURS_PARTS) if several else kept
    return kept._replace(total=PLUSIEURS, partage="")


def attente_de(site: Site, adherent: str, annee: int) -> Attente:
    """Count what the amounts of an exercice rest on and is still to validate, and to count."""
    return attente(quantites(site, adherent, annee))


def _worth_nothing(site: Site, adherent: str, annee: int) -> Iterator[Ligne]:
    """Yield the computations that come to nothing for an adherent: what is counted decides it: none, a tier at 0 €."""
    known = {ligne.calcul.objet for ligne in site.lignes(annee, adherent)}
    contribution = site.contributions.get(annee)
    for calcul in contribution.calculs if contribution is not None else ():
        rang = calcul.beneficiaires.index(adherent) if adherent in calcul.beneficiaires else None
        if rang is None or calcul.objet in known:
            continue
        if any(decompte.sources[rang] for decompte in calcul.decomptes.values()):
            yield Ligne(adherent, 0, None, None, calcul.origine, calcul, rang)


def attente(found: tuple[Quantite, ...]) -> Attente:
    """Count what is still to validate, and to count."""
    return Attente(sum(item.a_valider for item in found), sum(item.a_compter for item in found))


def tableau(site: Site, found: tuple[Quantite, ...]) -> Tableau:
    """Lay the quantities out, with what is still to validate, and to count."""
    waiting = attente(found)
    left = [item for item in found if not item.a_valider and not item.a_compter]
    kept = [item for item in left if item.remplacant is None or item.validee_le is not None]
    replaced = len(left) - len(kept)
    shared = "Total commun" if any(item.total for item in found) else ""
    heads = ("Ce qui est compté|g", "Ma quantité", shared, "Source|g", "État|gl")
    several = "" if len(kept) == 1 else "s"
    states = sorted({_settled(item) for item in kept}, reverse=True)
    counts = (
        # « 12 validées ou publiées », « 1 fixée ».
        (len(kept), f"{nombre(len(kept))} {enumere([f'{state}{several}' for state in states], 'ou')}"),
        (waiting.a_valider, f"{nombre(waiting.a_valider)} à valider"),
        (waiting.a_compter, f"{nombre(waiting.a_compter)} à compter"),
        (replaced, f"{compte(replaced, 'remplacée', 'remplacées')} depuis"),
    )
    text = f"{compte(len(found), 'quantité')} : {', '.join(said for count, said in counts if count)}"
    return Tableau.de(text, heads, (_row(site, item) for item in found), "compact")


def _settled(item: Quantite) -> str:
    """Say why nobody is to validate it any more: it was, it is published, or a flat fee takes it as it is."""
    if item.sans_validation:
        return Etat.RETENUE.nom
    return "validée" if item.releve_le is not None else item.source


def dites(found: tuple[Quantite, ...]) -> str:
    """Say what the states of these quantities mean."""
    seen = {
        etat
        for item in found
        for etat, here in (
            (Etat.VALIDEE, item.validee_le is not None),
            (Etat.A_VALIDER, item.a_valider),
            (Etat.SUPPOSEE, item.a_compter),
            (Etat.RETENUE, item.sans_validation),
        )
        if here
    }
    return legende(seen)


def courriel(
    site: Site, adherent: str, found: tuple[Quantite, ...], annee: int | None = None
) -> tuple[str, tuple[str, ...]]:
    """Write the e-mail by which an adherent validates, or corrects, what is counted of it: its subject, its lines."""
    who, annee = site.depot.dossiers[adherent].identite, annee or site.exercice
    siren = f", SIREN {who.siren}" if who.siren else ""
    waiting = [f"- {_named(item)} : {_awaited(item)}" for item in found if item.a_valider]
    supposed = [f"- {_named(item)} ({item.valeur}) :" for item in found if item.a_compter]
    asked = ["Garder les nombres justes, corriger les autres et dire d'où ils viennent :", *waiting] if waiting else []
    asked += ["Compter ce qui n'est que supposé, et dire d'où viennent les nombres :", *supposed] if supposed else []
    other = ["Quantité à corriger :", "Nombre juste, et d'où il vient :"]
    head = f"{who.titre}{siren}. Quantités de l'exercice {annee}."
    last = ("", "Fonction de qui valide :", "Date :")
    return f"Quantités {annee}, {who.nom}", (head, "", *(asked or other), *last)


def _named(item: Quantite) -> str:
    return " ; ".join(filter(None, (item.libelle, item.objet)))


def _awaited(item: Quantite) -> str:
    """Say the count that is to be validated: the later one where there is one."""
    later = item.remplacant
    valeur, day = (item.valeur, item.releve_le) if later is None else (nombre(later.quantites[item.place]), later.date)
    return f"{valeur}, le {jour(day)}" if day is not None else valeur


def derniere(found: tuple[Quantite, ...]) -> date | None:
    """Return the day of the latest count, of a later phase too; what is assumed is not counted."""
    own = [item.releve_le for item in found if item.releve_le is not None and not item.a_compter]
    later = [item.remplacant.date for item in found if item.remplacant is not None and not item.remplacant.hypothese]
    return max([*own, *later], default=None)


def releve_le(found: tuple[Quantite, ...]) -> date | None:
    """Return the day of the latest count that replaces nothing yet: what the year would come to is assumed from it."""
    return max((item.suppose_le for item in found if item.suppose_le is not None), default=None)


def _of_line(site: Site, ligne: Ligne) -> Iterator[Quantite]:
    calcul = ligne.calcul
    for nom, decompte in calcul.decomptes.items():
        if decompte.cumul or nom in weightless(ligne):
            continue
        terme = next((terme for terme in calcul.termes if terme.nom == nom), None)
        alone = len(decompte.sources[ligne.rang]) == 1
        shared = _in_all(ligne, decompte, terme) if terme is not None and alone else ("", "")
        for cle, valeur in factors(decompte, ligne.rang, site.depot):
            yield _quantity(site, valeur, cle, shared)


def _in_all(ligne: Ligne, decompte: Decompte, terme: Terme) -> tuple[str, str]:
    """Add up what is counted of all who share it, whatever part of the year each is there: as for one of them.

    Then say on how many of them the cost is shared, when it is not on all.
    """
    calcul = ligne.calcul
    total = Fraction(sum(compress(decompte.numerateurs, calcul.presences)), decompte.denominateur)
    cut = decompte.pese and any(0 < part < 1 for part in calcul.presences)
    exempt = calcul.bornage is not None and calcul.bornage.bornes.exoneres
    why = ["chacun au prorata du temps où il partage ce coût"] if cut else []
    why += ["sans qui en est exonéré"] if exempt else []
    told = ", ".join([f"{shared_texts(terme, ligne.rang)[1]} dans le calcul", *why])
    return rounded(total), told if terme.total != total else ""


def _quantity(site: Site, valeur: Valeur, cle: str, shared: tuple[str, str]) -> Quantite:
    source = valeur.source
    count, pointer = site.depot.releve(source), source.pointer
    counted = Place(cle, str(pointer[-1]) if "par_composant" in pointer else "")
    known, component = site.depot.cles.get(cle), site.depot.composants.get(counted.composant)
    name = label(known) if known is not None else cle
    where = component.composant.libelle if component is not None else ""
    mine = nombre(valeur.valeur)
    if count is None:
        kind = known.qualite if known is not None else ""
        return Quantite(name, where, counted, mine, *shared, kind, None, None, "", source)
    state = count.date, count.validation
    document = site.depot.fichiers[source.path].document
    later, assumed = document.suite(count.phase, counted) if isinstance(document, Quantites) else (None, None)
    said = [count.hypothese, suppose_depuis(assumed, counted) if count.hypothese is not None else None]
    awaited = count.a_valider and later is None and not valeur.retenue
    text = " ; depuis, ".join(filter(None, said))
    read = assumed.date if assumed is not None else None
    told = Quantite(name, where, counted, mine, *shared, count.source, *state, text, source, awaited, read, later)
    return told._replace(retenue=valeur.retenue)


def suppose_depuis(releve: Releve | None, place: Place) -> str:
    """Say what was assumed of a quantity since: « 40 au 20 novembre 2026 »; nothing when nothing was."""
    return f"{nombre(releve.quantites[place])} au {jour(releve.date)}" if releve is not None else ""


def label(cle: Cle) -> str:
    """Name a key with its unit, unless the name says it: « espace de stockage, en To », « nombre de postes »."""
    return f"{cle.libelle}{cle.en_unite}"


def _row(site: Site, item: Quantite) -> Rang:
    limit = site.depot.convention.rattachement(site.exercice)
    if item.validee_le is not None:
        state = Cellule(f"validée le {jour(item.validee_le)}", mention="ok")
    elif item.remplacant is not None:
        later = item.remplacant
        validated = f", validé le {jour(later.validation)}" if later.validation is not None else ", à valider"
        mention = "alerte" if item.a_valider else ""
        state = Cellule(f"remplacée par le {later.phase.libelle} du {jour(later.date)}{validated}", mention=mention)
    elif item.a_valider or item.a_compter:
        awaited = "à valider" if item.a_valider else "à compter"
        by = f" au plus tard le {jour(limit)}" if limit is not None and site.jour <= limit else ""
        state = Cellule(f"{awaited}{by}", item.hypothese, mention="alerte")
    else:
        state = Cellule(Etat.RETENUE.nom if item.sans_validation else "sans validation à donner")
    label = majuscule(item.libelle)
    how = "supposée" if item.a_compter else "comptée"
    day = f"{how} le {jour(item.releve_le)}" if item.releve_le is not None else ""
    where = Cellule(item.source, day, source=site.source_propre(item.reference))
    total = Cellule(item.total or "sans objet", item.partage)
    return rang(Cellule(label, item.objet), item.valeur, total, where, state)
