"""Gesture on counts: correct one, or add one (art. 8.2).

Knows: `quantites/<année>.yaml`, keys and their reach. Must not know: who is billed for them.
"""

from __future__ import annotations

from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from convention.base.french import cite, du, enumere, jour
from convention.checks.cadre.contexte import see
from convention.checks.quantites.comptages import needed
from convention.edition.demande import DemandeAdherent, SaisieError, argument, choix, option
from convention.edition.etat import Modification, editable
from convention.edition.noms import cle_of, composant_of, countable, dossier_of, open_year, phase_of
from convention.edition.refus import RefusError
from convention.edition.texte.ecriture import texte
from convention.edition.texte.releves import count_of, figure_text, quantities_file
from convention.engine.contribution import calculer
from convention.engine.presence import Presences
from convention.engine.quantites import places
from convention.model.cadre.champs import Dictionnaire, described, textes
from convention.model.cadre.document import path_of
from convention.model.cadre.renvois import IdComposant, NomCle
from convention.model.documents.cles import Cles
from convention.model.documents.grilles import ReferencePublique
from convention.model.documents.quantites import Place, Quantites, Releve, by_place
from convention.model.mots.communs import PHASES, Nature, Origine, Phase, Portee
from convention.model.resolution import resolve
from convention.model.valeurs.scalaires import Annee, Jour, Quantite, Texte
from convention.reports.calcul.quantite import factors, presence_in, quantity_text
from convention.reports.mots import line_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date as Date  # noqa: N812 (a field is named date)
    from fractions import Fraction

    from convention.base.nodes import Pointer
    from convention.edition.demande import Saisies
    from convention.edition.etat import Document
    from convention.engine.lignes import Calcul, Ligne
    from convention.loading.loader import Chargement
    from convention.model.depot import Depot, Dossier

COMPTAGES = "comptages"
AVANT_VALIDATION = ("phase", "date", "source", "origine", "hypothese")
_AVANT_VALEURS = (*AVANT_VALIDATION, "validation", "valide_par")


class Quantifier(DemandeAdherent):
    """Écrire des quantités : corriger le comptage de cette phase et de cette date, ou en ajouter un.

    Une quantité validée par le référent ne se récrit pas : un nouveau comptage, du même jour ou d'après, la remplace.
    Une quantité supposée (« hypothese ») ne se corrige pas : elle se compte, et le compte l'emporte, quel que soit son
    jour.
    Ce qui se compte à une date (clé « a_date ») se donne comme pour l'année entière, même de qui n'est là que neuf
    mois : l'outil en prend la part. Ce qui se compte dans l'année (« sur_periode ») se donne tel quel.
    """

    resume = "Écrire des quantités d'un adhérent"
    exemples = ('quantifier exemple-sur-rive --exercice 2027 serveurs=2 --source "Inventaire du 25 novembre" --essai',)
    usage = "quantifier ADHÉRENT CLÉ=VALEUR"
    ecrit = (
        "Une quantité du comptage de cette phase et de cette date, dont la source dit alors les deux, ou un nouveau "
        "comptage. Ce qu'un comptage plus récent de la phase remplace déjà est dit sans effet. Une quantité validée "
        "est remplacée par un second comptage, du même jour ou d'après ; une quantité supposée, par un comptage de "
        "n'importe quel jour. Un chiffre loin du précédent est écrit, et signalé à vérifier (QTE012)."
    )

    exercice: Annee = option("Exercice", "ANNÉE", question="Année des quantités")
    phase: Phase | None = choix("État des chiffres", None, absent="celui qui est en vigueur")
    date: Jour = option("Date du comptage", "DATE", suppose="la date du comptage")
    source: Texte | None = option(
        "D'où viennent les chiffres ; demandée pour un nouveau comptage",
        "TEXTE",
        None,
        question="D'où viennent les nombres",
    )
    valeurs: Dictionnaire[NomCle, Quantite] = argument(
        "Quantité par clé", "[COMPOSANT:]CLÉ=VALEUR…", {}, est_suite=True, facultatif=False
    )
    par_composant: Dictionnaire[NomCle, Dictionnaire[IdComposant, Quantite]] = textes(
        described(Releve, "par_composant"), {}
    )
    origine: Origine | None = textes("Origine d'un nouveau comptage, si elle diffère de celle du fichier", None)

    def ecrire(self, etat: Chargement) -> tuple[Modification, ...]:
        """Set the figures of the count of a phase and a date; add the count, or the file, when there is none."""
        depot = etat.depot
        dossier = dossier_of(depot, self.adherent)
        phase = phase_of(depot, open_year(depot, self.exercice), self.phase)
        quantites = asked_counts(depot, self.valeurs, self.par_composant)
        if not quantites:
            raise RefusError("aucune quantité n'est donnée", "écrire CLÉ=VALEUR, ou COMPOSANT:CLÉ=VALEUR")
        path = dossier.path(Quantites, self.exercice)
        if path not in depot.fichiers and path not in depot.illisibles:
            written = count_of(phase, self.date, _source(self), quantites)
            return (Modification(path, None, quantities_file(path, self.origine or _origin(depot, dossier), written)),)
        document = editable(etat, path)
        releves = dossier.quantites[self.exercice].comptages
        of_day = {
            rank: item for rank, item in of_phase(dossier, self.exercice, phase).items() if item.date == self.date
        }
        # What is counted is not written in what is assumed: it takes its place.
        same = [rank for rank, item in of_day.items() if item.hypothese is None]
        again: dict[Place, Fraction | None] = {}
        for place, nombre in quantites.items():
            holder = _holder(releves, same, place, nombre)
            if holder is None:
                again[place] = nombre
            elif (place, nombre) not in releves[holder].quantites.items():
                document = _set(document, releves[holder], holder, place, nombre)
                # A count some figures of which come from elsewhere says both.
                if self.source is not None and self.source not in (known := releves[holder].source):
                    document = document.set((COMPTAGES, holder, "source"), texte(f"{known} ; {self.source}"))
        if again:
            _ask_for_source(dossier, [releves[rank] for rank in same], self)
            own = self.origine if self.origine is not depot.origine(path) else None
            written = count_of(phase, self.date, _source(self), again, origine=own)
            document = _add_count(document, releves, phase, self.date, written)
        return document.modifications

    def ensuite(self, depot: Depot, _au: Date) -> Iterator[str]:
        """Say which figures a later count replaces already, then how this count is validated."""
        options = f"--exercice {self.exercice}" + (f" --phase {self.phase}" if self.phase else "")
        asked = {*by_place(self.valeurs, self.par_composant)}
        phase = phase_of(depot, self.exercice, self.phase)
        for releve in of_phase(depot.dossiers[self.adherent], self.exercice, phase).values():
            later = releve.date > self.date and releve.hypothese is None
            held = sorted(asked.intersection(releve.quantites)) if later else []
            if held:
                keys = enumere([cite(str(place)) for place in held])
                values = " ".join(f"{place}=…" for place in held)
                command = f"convention quantifier {self.adherent} {values} {options} --date {releve.date} --source …"
                told = f"Sans effet sur {keys} : le comptage du {jour(releve.date)}, plus récent, l'emporte"
                yield f"{told}. Pour les changer, compter ce jour-là ou un jour qui suit : « {command} »."
        yield from _unbilled(depot, self, [place.cle for place in sorted(asked) if not place.composant])
        yield from _supposed_otherwise(depot, self)
        wanted = {place.cle for place in asked}
        yield from taken_in_part(depot, self.adherent, self.exercice, phase, lambda _, cle: cle in wanted)
        command = f"convention valider-quantites {self.adherent} {options} --date {self.date} --validation DATE"
        cited = depot.convention.clauses.selon("adherents")
        yield f"Quand le référent de l'adhérent les a validées{cited} : « {command} »."

    @classmethod
    def saisies(cls, valeurs: Mapping[str, Any]) -> Saisies:
        """Take each count for its key, or for its component and its key."""
        yield cls, {**valeurs, **read_counts(valeurs["valeurs"])}


def _unbilled(depot: Depot, demande: Quantifier, cles: Sequence[str]) -> Iterator[str]:
    """Say which figures bill nothing: no service of the adherent asks for them; of a component, a check says it."""
    billed = needed(see(depot.composants, resolve(depot, demande.exercice)))
    asked = {where.cle for adherent, where in billed if adherent == demande.adherent}
    idle = [cite(depot.cles[cle].libelle) for cle in cles if cle not in asked]
    if idle:
        who, what = depot.dossiers[demande.adherent].identite.appellation.le, enumere(idle, "ni")
        yield f"Aucun des services que prend {who} en {demande.exercice} ne compte {what} : rien n'en dépend."


def _supposed_otherwise(depot: Depot, demande: Quantifier) -> Iterator[str]:
    """Say which years to come still suppose another figure: nothing of the year before moves what was taken over."""
    adherent, places_dites = demande.adherent, by_place(demande.valeurs, demande.par_composant)
    now = resolve(depot, demande.exercice).volumes.comptages
    for annee in (annee for annee in depot.ouverts if annee > demande.exercice):
        then = resolve(depot, annee).volumes.comptages
        kept: dict[Place, Fraction] = {}
        for place in places_dites:
            known, supposed = (side.get(place, {}).get(adherent) for side in (now, then))
            if known and supposed and supposed.hypothese and supposed.valeur != known.valeur:
                kept[place] = supposed.valeur
        if kept:
            told = enumere([f"{place}={figure_text(nombre)}" for place, nombre in kept.items()])
            asked = " ".join(f"{place}=…" for place in kept)
            command = f"convention quantifier {adherent} {asked} --exercice {annee} --source …"
            yield f"{annee} suppose encore {told}, sans suivre {demande.exercice}. Pour le changer : « {command} »."


def taken_in_part(
    depot: Depot, adherent: str, exercice: int, phase: Phase, concerne: Callable[[Calcul, str], bool]
) -> Iterator[str]:
    """Say of which costs an adherent bears a part of the year: what is counted there is still told whole.

    `concerne` tells whether a cost is to be told, of a key that it reads, itself or in a sum, in a product.
    """
    parts: dict[tuple[str, Fraction], dict[str, None]] = {}
    for ligne in calculer(resolve(depot, exercice, phase)).lignes:
        calcul, presence = ligne.calcul, ligne.calcul.presences[ligne.rang]
        if ligne.adherent != adherent or not 0 < presence < 1:
            continue
        weighed = [places(depot.cles, item.cle, "") for item in calcul.decomptes.values() if item.pese]
        for nom, _ in chain.from_iterable(weighed):
            if depot.cles[nom].comptee and concerne(calcul, nom):
                told = parts.setdefault((depot.cles[nom].pluriel, presence), {})
                told[line_name(depot, calcul, adherent)] = None
    for (counted, presence), names in parts.items():
        there = f"{enumere([cite(item) for item in names])} : {presence_in(presence)} en {exercice}"
        yield f"{there}. Le nombre {du(counted)} s'écrit comme pour l'année entière ; l'outil en prend cette part."


def supposed_in_part(depot: Depot, exercice: int, adherent: str = "") -> Iterator[str]:
    """Say what is only supposed of a year of which an adherent, or each, has a part, where no presence reduces it."""
    found: dict[tuple[str, Fraction], dict[Place, str]] = {}
    for ligne, cle, valeur in _supposed_whole(depot, exercice):
        presence = ligne.calcul.presences[ligne.rang]
        if adherent in ("", ligne.adherent) and 0 < presence < 1:
            composant = ligne.calcul.composant if depot.cles[cle].portee is Portee.COMPOSANT else None
            told = f"{depot.cles[cle].libelle} : {quantity_text(valeur, cle, depot)}"
            found.setdefault((ligne.adherent, presence), {})[Place(cle, composant or "")] = told
    for (nom, presence), counts in found.items():
        missing = " ".join(f"{place}=…" for place in counts)
        command = f"convention quantifier {nom} {missing} --exercice {exercice} --source …"
        yield (
            f"{depot.nom_de(nom)}, {presence_in(presence)} en {exercice} : ce qui est supposé compte entier "
            f"({enumere(list(counts.values()))}). Si c'est pour l'année entière, le recompter ou le diminuer : "
            f"« {command} »."
        )


def taken_from_a_part(depot: Depot, exercice: int, adherent: str = "") -> Iterator[str]:
    """Say what is taken over, where no presence reduces it, from a year of which one had less than of this one.

    Of an adherent, or of each, and then of what all share.
    """
    if exercice - 1 not in depot.exercices:
        return
    before = {item.adherent: item.fraction for item in Presences(resolve(depot, exercice - 1)).members()}
    found: dict[str, dict[str, None]] = {}
    for ligne, cle, _ in _supposed_whole(depot, exercice):
        if adherent in ("", ligne.adherent) and before.get(ligne.adherent, 1) < ligne.calcul.presences[ligne.rang]:
            found.setdefault(depot.cles[cle].libelle, {})[depot.nom_de(ligne.adherent)] = None
    for libelle, noms in found.items():
        who = enumere(list(noms))
        yield f"Repris tel quel d'une partie de {exercice - 1}, à recompter pour {exercice} : {libelle} ({who})."
    if (
        not adherent
        and not depot.convention.entiere(exercice - 1)
        and any(calcul.termes for calcul in calculer(resolve(depot, exercice - 1)).calculs)
    ):
        yield f"Repris tels quels d'une partie de {exercice - 1}, à revoir pour {exercice} : les coûts partagés."


def _supposed_whole(depot: Depot, exercice: int) -> Iterator[tuple[Ligne, str, Fraction]]:
    """Yield what is only supposed in a yearly cost, where no presence reduces it: the line, the key, how many."""
    for ligne in calculer(resolve(depot, exercice)).lignes if exercice in depot.exercices else ():
        if ligne.calcul.nature is Nature.INDIRECT_ANNUEL:
            for decompte in ligne.calcul.decomptes.values():
                for cle, source in factors(decompte, ligne.rang, depot) if not decompte.pese else ():
                    if source.hypothese and source.valeur:
                        yield ligne, cle, source.valeur


def read_counts(quantites: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Read counts: « postes=112 » is of the adherent, « parapheur:comptes=9 » of a component; figures stay texts.

    Raises:
        SaisieError: one is no count, or is given twice.
    """
    own: dict[str, str] = {}
    by_component: dict[str, dict[str, str]] = {}
    for written in quantites:
        name, equal, value = written.partition("=")
        composant, colon, cle = name.rpartition(":")
        if not equal or not cle or (colon and not composant):
            raise SaisieError(f"{cite(written)} n'est pas une quantité : écrire CLÉ=VALEUR, ou COMPOSANT:CLÉ=VALEUR")
        figures, item = (by_component.setdefault(cle, {}), composant) if composant else (own, cle)
        if item in figures:
            raise SaisieError(f"{cite(name)} est donné deux fois : garder une seule valeur")
        figures[item] = value
    return {"valeurs": own, "par_composant": by_component}


def of_phase(dossier: Dossier, annee: int, phase: Phase) -> dict[int, Releve]:
    """Return the counts of a phase, by their rank in their file."""
    document = dossier.quantites.get(annee)
    counts = document.comptages if document is not None else ()
    return {rank: item for rank, item in enumerate(counts) if item.phase is phase}


class Comptee(NamedTuple):
    """A figure, and the count that it comes from."""

    nombre: Fraction
    releve: Releve


def counted(
    dossier: Dossier, annee: int, phase: Phase | None = None, *, supposes: bool = False
) -> dict[Place, Comptee]:
    """Return what is counted in a phase, or in all, by key and component, in the last count that holds it.

    What is assumed is no count: it is left out, unless `supposes` asks for it too.
    """
    found: dict[Place, Comptee] = {}
    phases = PHASES if phase is None else (phase,)
    order = attrgetter("ordre")
    for releve in (item for each in phases for item in sorted(of_phase(dossier, annee, each).values(), key=order)):
        if supposes or releve.hypothese is None:
            found |= {place: Comptee(nombre, releve) for place, nombre in releve.quantites.items()}
    return found


def asked_counts(
    depot: Depot, valeurs: Mapping[str, Fraction | None], par_composant: Mapping[str, Mapping[str, Fraction | None]]
) -> dict[Place, Fraction | None]:
    """Check each figure asked for against its key, and its component; return them by what they count."""
    found = by_place(valeurs, par_composant)
    for place in found:
        _countable(depot, place.cle, Portee.COMPOSANT if place.composant else Portee.ADHERENT)
        if place.composant:
            composant_of(depot, place.composant)
    return found


def _countable(depot: Depot, nom: str, portee: Portee) -> None:
    cle = cle_of(depot, nom, countable(depot))
    if not cle.comptee:
        where = path_of(ReferencePublique, cle.reference) if cle.reference is not None else path_of(Cles)
        hint = f"compter {', '.join(cle.termes)}" if cle.termes else f"sa valeur est dans {where}"
        raise RefusError(f"la clé {cite(nom)} {cle.sorte} : elle ne se compte pas", hint)
    if cle.portee is not portee:
        if portee is Portee.ADHERENT:
            raise RefusError(f"la clé {cite(nom)} se compte composant par composant", f"écrire COMPOSANT:{nom}=VALEUR")
        raise RefusError(f"la clé {cite(nom)} se compte une fois par adhérent", f"écrire {nom}=VALEUR")


def _holder(releves: Sequence[Releve], same: Sequence[int], place: Place, nombre: Fraction | None) -> int | None:
    """Find which count of a day takes a figure: the last that has it, else the first that may be written.

    None when it takes another count: what is validated is not rewritten, and of one day the last written holds.
    """
    having = [rank for rank in same if place in releves[rank].quantites][-1:]
    if having and releves[having[0]].quantites[place] == nombre:
        return having[0]
    return next((rank for rank in having or same if releves[rank].validation is None), None)


def _set(document: Document, releve: Releve, rank: int, place: Place, nombre: Fraction | None) -> Document:
    """Set a figure in a count, or add it."""
    if place not in releve.quantites:
        return _add_figure(document, (COMPTAGES, rank), place.pointer, figure_text(nombre))
    return document.set((COMPTAGES, rank, *place.pointer), figure_text(nombre))


def _ask_for_source(dossier: Dossier, same: Sequence[Releve], demande: Quantifier) -> None:
    validated = next(((item, item.validation) for item in same if item.validation is not None), None)
    if validated is not None and demande.source is None:
        releve, since = validated
        raise RefusError(
            f"le comptage {releve.phase.libelle} du {jour(releve.date)} {dossier.identite.du} est validé "
            f"depuis le {jour(since)} : une quantité validée ne se récrit pas",
            "donner --source « … » : un second comptage de ce jour, à valider, la remplace",
        )


def _add_figure(document: Document, count: Pointer, place: Pointer, value: object) -> Document:
    """Add a figure to a count, with the tables that are to hold it."""
    held = 0
    while held < len(place) - 1 and document.has((*count, *place[: held + 1])):
        held += 1
    for name in reversed(place[held + 1 :]):
        value = {name: value}
    names = document.names(count)
    previous = [item for item in names if item in (*_AVANT_VALEURS, "valeurs")][-1] if held == 0 else None
    return document.put((*count, *place[: held + 1]), value, previous)


def _add_count(
    document: Document, releves: Sequence[Releve], phase: Phase, jour_: Date, written: Mapping[str, object]
) -> Document:
    order = (PHASES.index(phase), jour_)
    earlier = [rank for rank, item in enumerate(releves) if (PHASES.index(item.phase), item.date) <= order]
    return document.add((COMPTAGES,), written, max(earlier, default=-1) + 1)


def _source(demande: Quantifier) -> str:
    if demande.source is None:
        message = f"rien n'est compté le {jour(demande.date)} dans cette phase : un nouveau comptage dit d'où il vient"
        raise RefusError(message, "donner --source « … », ou la --date du comptage à corriger")
    return demande.source


def _origin(depot: Depot, dossier: Dossier) -> Origine:
    """Return the origin of the latest counts of an adherent, made the same way; that of the convention without."""
    years = sorted(dossier.quantites)
    return depot.origine(dossier.path(Quantites, years[-1])) if years else depot.convention.origine
