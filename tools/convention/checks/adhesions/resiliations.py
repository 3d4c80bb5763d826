"""SOR001 to SOR008: a termination has its notice, ends the membership on its day, and its steps follow (art. 13).

Knows: terminations, memberships, the delays of the convention. Must not know: amounts, who bears what is freed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, date
from typing import TYPE_CHECKING, NamedTuple, assert_never

from convention.base.diagnostic import ajouter, inscrire
from convention.base.french import jour
from convention.base.period import months_later
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import Ecrit
from convention.checks.cadre.lieux import Constat, signal
from convention.model.cadre.champs import field_called
from convention.model.depot import Reference
from convention.model.documents.adherents import Adherent
from convention.model.documents.catalogue import CONVENTION
from convention.model.documents.entrees_sorties import Resiliation
from convention.model.mots.entrees import GenreResiliation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot, Dossier
    from convention.model.documents.entrees_sorties import EtapeSortie, RecuperationTiers

_DATES = ("notification", "mise_en_demeure", "accord")
"""Of the acts that end a membership."""


@dataclass(frozen=True, slots=True)
class ResiliationEcrite(Ecrit):
    """A termination, its adherent, and where it stands."""

    dossier: Dossier
    resiliation: Resiliation

    @property
    def texte(self) -> str:
        """How a sentence names it."""
        return f"la résiliation {self.dossier.identite.du}"


def terminations(depot: Depot) -> Iterator[ResiliationEcrite]:
    """Yield every termination."""
    for dossier in depot.dossiers.values():
        if dossier.resiliation is not None:
            yield ResiliationEcrite(dossier.at(Resiliation), dossier, dossier.resiliation)


@controle("SOR001")
def incomplete(depot: Depot) -> Iterator[Constat]:
    """SOR001: a termination without the date that its kind supposes, or of the managing body (art. 7)."""
    for item in terminations(depot):
        genre = item.resiliation.genre
        if item.dossier.id == depot.convention.gestionnaire:
            message = f"{item.dossier.identite.dit('est', 'sont')} le gestionnaire : son adhésion ne se résilie pas"
            yield signal("SOR001", item.at("genre"), message, "retirer ce fichier")
        for champ in genre.suppose:
            if getattr(item.resiliation, champ) is None:
                message = f"{item.texte} est {genre.bref}, et {field_called(Resiliation, champ).le} n'a pas de date"
                yield signal("SOR001", item.at("genre"), message, ajouter(f"{champ}: ⟦AAAA-MM-JJ⟧"))


@controle("SOR002")
def notices(depot: Depot) -> Iterator[Constat]:
    """SOR002: an effect before the end of the notice, or of the delay that a formal notice leaves (readings 71, 72)."""
    for item in terminations(depot):
        delai = notice(depot, item.resiliation)
        if delai is None or item.resiliation.effet >= delai.terme:
            continue
        effet, since = item.resiliation.effet, f"{field_called(Resiliation, delai.champ).le} du {jour(delai.depart)}"
        wait = f", plus {delai.mois} mois, mène au {jour(delai.terme)}" if delai.mois else " est plus récent"
        message = f"{item.texte} prend effet le {jour(effet)}, trop tôt : {since}{wait}"
        places = ((item.at(delai.champ), "le départ du délai"), (Reference(CONVENTION, delai.regle), "le délai"))
        related = tuple((reference, what) for reference, what in places if reference.pointer)
        hint = inscrire(f"effet: {delai.terme}") + ", ou un jour qui suit"
        yield signal("SOR002", item.at("effet"), message, hint, *related)


@controle("SOR003")
def contradictory_ends(depot: Depot) -> Iterator[Constat]:
    """SOR003: a day of effect that is not the end of the membership."""
    for item in terminations(depot):
        effet, adhesion = item.resiliation.effet, item.dossier.identite.adhesion
        if adhesion.fin == effet:
            continue
        told = f"finit le {jour(adhesion.fin)}" if adhesion.fin is not None else "n'a pas de fin"
        message = f"{item.texte} prend effet le {jour(effet)}, et son adhésion {told}"
        champ = ("adhesion", "fin") if adhesion.fin is not None else ("adhesion", "debut")
        identity = Reference(item.dossier.path(Adherent), champ)
        hint = f"écrire « fin: {effet} » dans {identity.path}, sous « adhesion »"
        yield signal("SOR003", item.at("effet"), message, hint, (identity, "l'adhésion"))


@controle("SOR008", entiers=("convention",))
def leaving_manager(depot: Depot) -> Iterator[Constat]:
    """SOR008: a managing body whose membership ends before the convention: nobody would render the services."""
    dossier, terme = depot.dossiers.get(depot.convention.gestionnaire), depot.convention.terme
    fin = dossier.identite.adhesion.fin if dossier is not None else None
    # A termination of its own is told by SOR001.
    if dossier is not None and fin is not None and fin < terme and dossier.resiliation is None:
        manager = dossier.identite.dit("est", "sont")
        message = f"{manager} le gestionnaire : son adhésion ne finit pas avant la convention"
        hint = f"retirer « fin » (la convention finit le {jour(depot.convention.dernier_jour)})"
        yield signal("SOR008", dossier.at(Adherent, "adhesion", "fin"), message, hint)


@controle("SOR004", avertit=True, entiers=("convention",))
def without_termination(depot: Depot) -> Iterator[Constat]:
    """SOR004: a membership that ends before the convention does, without a termination."""
    terme = depot.convention.terme
    for dossier in depot.dossiers.values():
        (debut, fin), path = dossier.identite.adhesion.periode, dossier.path(Resiliation)
        told = dossier.resiliation is not None or path in depot.illisibles
        if fin is None or not debut < fin < terme or told or dossier.id == depot.convention.gestionnaire:
            continue
        message = f"l'adhésion {dossier.identite.du} finit le {jour(fin)}, et aucune résiliation ne le dit"
        lieu = dossier.at(Adherent, "adhesion", "fin")
        yield signal("SOR004", lieu, message, f"créer {path}, avec « effet: {fin} »")


@controle("SOR005")
def late_plans(depot: Depot) -> Iterator[Constat]:
    """SOR005: equipment to be recovered after the delay that follows the effect."""
    yield from _late(depot, "SOR005", "prevue", "prévue")


@controle("SOR006", avertit=True)
def late_returns(depot: Depot) -> Iterator[Constat]:
    """SOR006: equipment that was recovered after that delay."""
    yield from _late(depot, "SOR006", "faite", "faite")


@controle("SOR007")
def dates(depot: Depot) -> Iterator[Constat]:
    """SOR007: a termination known before the membership, or before its formal notice; a step done before it."""
    for item in terminations(depot):
        known = [(champ, day) for champ in _DATES if (day := getattr(item.resiliation, champ)) is not None]
        debut = item.dossier.identite.adhesion.debut
        for champ, day in known:
            if day < debut:
                what = f"{field_called(Resiliation, champ).le} du {jour(day)}"
                message = f"{item.texte} : {what} précède l'adhésion ({jour(debut)})"
                yield signal("SOR007", item.at(champ), message, "corriger l'une des deux dates")
        demeure, lettre = item.resiliation.mise_en_demeure, item.resiliation.notification
        if demeure is not None and lettre is not None and lettre < demeure:
            message = f"{item.texte} : la lettre du {jour(lettre)} précède la mise en demeure du {jour(demeure)}"
            yield signal("SOR007", item.at("notification"), message, "corriger l'une des deux dates")
        if lettre is not None and lettre > item.resiliation.effet and item.resiliation.genre is GenreResiliation.FAUTE:
            message = f"{item.texte} prend effet avant la lettre du {jour(lettre)}, qui la prononce"
            yield signal("SOR007", item.at("effet"), message, "corriger l'une des deux dates")
        first = min((day for _, day in known), default=debut)
        for champs, etape in steps(item.resiliation):
            if etape.faite is not None and etape.faite < first:
                message = f"{item.texte} : une étape est faite le {jour(etape.faite)}, avant le {jour(first)}"
                yield signal("SOR007", item.at(*champs, "faite"), message, "corriger la date")


def _late(depot: Depot, code: str, champ: str, mot: str) -> Iterator[Constat]:
    for item in terminations(depot):
        limit, materiels = return_limit(depot, item.resiliation), item.resiliation.sortie.materiels
        day = getattr(materiels, champ) if materiels is not None else None
        if limit is None or day is None or day <= limit:
            continue
        message = f"{item.texte} : la récupération des matériels est {mot} le {jour(day)}, après le {jour(limit)}"
        related = (Reference(CONVENTION, ("delais", "restitution_mois")), "le délai")
        hint = f"écrire une date jusqu'au {limit}" if champ == "prevue" else ""
        yield signal(code, item.at("sortie", "materiels", champ), message, hint, related)


_ETAPES = ("materiels", "donnees", "licences", "destruction")


class Delai(NamedTuple):
    """When a termination may take effect, at the earliest, and from what that is counted."""

    depart: date
    champ: str
    """Field of the starting day."""
    mois: int
    regle: tuple[str, ...]
    """Where the convention says the number of months; nothing for an agreement, which has no notice."""

    @property
    def terme(self) -> date:
        """The earliest day of effect."""
        return _later(self.depart, self.mois)


def notice(depot: Depot, resiliation: Resiliation) -> Delai | None:
    """Return the delay that a termination respects (art. 13); None when the day that it starts from is not known."""
    champ = resiliation.genre.suppose[0]
    start = getattr(resiliation, champ)
    if start is None:
        return None
    match resiliation.genre:
        case GenreResiliation.SIMPLE:
            annee, convention = resiliation.effet.year, depot.convention
            since = convention.preavis_depuis(annee)
            regle = ("preavis_mois",) if since is None else ("preavis_suivants", str(since))
            return Delai(start, champ, convention.preavis(annee), regle)
        case GenreResiliation.FAUTE:
            months = depot.convention.delais.mise_en_demeure_mois
            return Delai(start, champ, months, ("delais", "mise_en_demeure_mois")) if months is not None else None
        case GenreResiliation.COMMUN_ACCORD:
            return Delai(start, champ, 0, ())
    assert_never(resiliation.genre)


def return_limit(depot: Depot, resiliation: Resiliation) -> date | None:
    """Return the last day to recover the equipment; None when the convention gives no delay."""
    months = depot.convention.delais.restitution_mois
    return _later(resiliation.effet, months) if months is not None else None


def steps(resiliation: Resiliation) -> Iterator[tuple[tuple[str | int, ...], EtapeSortie | RecuperationTiers]]:
    """Yield the steps that are written, with their place."""
    for champ in _ETAPES:
        etape = getattr(resiliation.sortie, champ)
        if etape is not None:
            yield ("sortie", champ), etape
    for rang, tiers in enumerate(resiliation.sortie.recuperation_tiers):
        yield ("sortie", "recuperation_tiers", rang), tiers


def _later(day: date, mois: int) -> date:
    """Return the same day some months later; a delay that no calendar holds never ends."""
    return months_later(day, mois) if mois < 12 * (MAXYEAR - day.year) else date.max
