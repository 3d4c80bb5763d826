"""ART001 to ART009: the text of the convention is whole, in order, and the data holds what it says, word for word.

Knows: the numbers of clauses, the files of `catalogue/articles/`, passages and what they cite (readings cite places
too), who cites or recopies a clause, which codes watch it (`catalogue/couverture.yaml`). Must not know: what a clause
means, its numbers (`nombres`), quotations of readings (`lectures`), how a place is looked for (`cadre.emplacements`),
how the coverage is printed (`reports.depot.couverture`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from convention.base.codes import CODES
from convention.base.diagnostic import ajouter, la_ligne, meant
from convention.base.french import cite, compte, enumere
from convention.checks.cadre.controle import controle
from convention.checks.cadre.emplacements import fault
from convention.checks.cadre.lecture import (
    LECTURES,
    ORGANIGRAMME,
    Ecrit,
    axis_at,
    conformite_at,
    repeats,
    requirements,
    rows,
    service_at,
)
from convention.checks.cadre.lieux import Constat, Morceau, signal
from convention.checks.cadre.vie import GOUVERNANCE, PROCEDURES
from convention.model.cadre.document import path_of
from convention.model.depot import Reference
from convention.model.documents.catalogue import CONVENTION
from convention.model.texte.articles import MOTS_D_UN_PASSAGE, Couverture, first_words

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from convention.checks.cadre.emplacements import Faute
    from convention.model.depot import Depot
    from convention.model.texte.articles import Passage


COUVERTURE = path_of(Couverture)
DOSSIER = "catalogue/articles/"
SANS_NUMERO = {"en-tête": "en-tete", "préambule": "preambule"}
"""Clauses that every convention has, and the names of their files."""
_MOT = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Clause(Ecrit):
    """An article or one of its numbered parts: what it says and where."""

    clause: str
    titre: str
    passages: tuple[Passage, ...]
    article: str
    """The article that it is, or that it is a part of."""
    rang: int = 0
    """Its rank among the parts of its article; 0 for the article itself."""
    parties: int = 0
    """Number of its numbered parts: they may say everything."""

    @property
    def nom(self) -> str:
        """How a sentence names it."""
        return f"{named(self.clause)} ({cite(self.titre)})"

    @property
    def serie(self) -> str:
        """What its number follows: « article », « annexe », or its article for a part; nothing without a number."""
        if not self.clause[-1].isdigit():
            return ""
        head, dot, _ = self.clause.rpartition(".")
        return head if dot else self.clause.rpartition(" ")[0]

    @property
    def separateur(self) -> str:
        """What stands between its series and its number."""
        return "." if "." in self.clause else " "

    @property
    def numero(self) -> int:
        """Its number in its series."""
        return int(self.clause.rpartition(self.separateur)[2])


def named(clause: str) -> str:
    """Name a clause in a sentence: « l'article 8.3 », « le préambule »."""
    return f"le {clause}" if clause == "préambule" else f"l'{clause}"


def clauses(depot: Depot) -> Iterator[Clause]:
    """Yield the articles, each followed by its numbered parts, in the order of the convention."""
    for nom, article in sorted(depot.vie.articles.items(), key=lambda item: (item[1].ordre, item[0])):
        path = f"{DOSSIER}{nom}.yaml"
        own = Reference(path)
        yield Clause(
            own, article.clause, article.titre, article.passages, article.clause, parties=len(article.sections)
        )
        for index, part in enumerate(article.sections):
            reference = Reference(path, ("sections", index))
            yield Clause(reference, part.clause, part.titre, part.passages, article.clause, index + 1)


@controle("ART005")
def repeated(depot: Depot) -> Iterator[Constat]:
    """ART005: one rank, or one number, for two texts."""
    ordres = (
        (article.ordre, Reference(f"{DOSSIER}{nom}.yaml", ("ordre",)))
        for nom, article in sorted(depot.vie.articles.items())
    )
    yield from _twice(ordres, "est déjà pris", "donner à chaque texte son rang dans la convention")
    numeros = ((item.clause, item.at("clause")) for item in clauses(depot))
    yield from _twice(numeros, "est déjà écrit", "corriger l'un des deux numéros, ou retirer le texte en trop")


@controle("ART006", entiers=("article",))
def missing(depot: Depot) -> Iterator[Constat]:
    """ART006: a number that the text skips, or that something cites, and that is not in `catalogue/articles/`."""
    every = tuple(clauses(depot))
    if not every:
        return
    known = {item.clause for item in every}
    yield from _holes(every)
    for reference, clause in _cited(depot):
        if clause not in known:
            message = f"{named(clause)}, cité ici, n'est pas dans le texte de la convention ({DOSSIER})"
            yield signal("ART006", reference, message, meant(clause, known) or _to_create(clause))


@controle("ART007")
def misplaced(depot: Depot) -> Iterator[Constat]:
    """ART007: a file named after another article, a part kept with another article."""
    for item in clauses(depot):
        where = item.at("clause")
        if item.rang and item.serie != item.article:
            hint = f"une partie de {named(item.article)} s'écrit « clause: {item.article}.{item.rang} »"
            yield signal("ART007", where, f"{named(item.clause)} est rangé avec {named(item.article)}", hint)
        elif not item.rang and "." in item.clause:
            message = f"{named(item.clause)} est une partie de {named(item.serie)} : elle n'a pas son propre fichier"
            yield signal("ART007", where, message, f"la mettre dans les « sections » de {_path(item.serie)}")
        elif not item.rang and _path(item.clause) != item.reference.path:
            message = f"{named(item.clause)} est rangé dans {item.reference.path}"
            yield signal("ART007", where, message, f"renommer le fichier {_path(item.clause)}, ou corriger « clause »")


def _twice(items: Iterable[tuple[Hashable, Reference]], message: str, hint: str) -> Iterator[Constat]:
    for (_, first), (value, reference) in repeats(items, itemgetter(0)):
        text = named(value) if isinstance(value, str) else f"le rang {value}"
        yield signal("ART005", reference, f"{text} {message}", hint, (first, "le premier"))


def _holes(every: Iterable[Clause]) -> Iterator[Constat]:
    """Find the numbers that a series skips; what follows the last one cannot be known to be missing."""
    series: dict[str, dict[int, Clause]] = {}
    for item in every:
        if item.serie:
            series.setdefault(item.serie, {}).setdefault(item.numero, item)
    for serie, numbers in series.items():
        previous = 0
        for numero, item in sorted(numbers.items()):
            if numero > previous + 1:
                absent = [f"{serie}{item.separateur}{number}" for number in range(previous + 1, numero)]
                message = f"il manque {_range(absent)}, avant {named(item.clause)}"
                yield signal("ART006", item.at("clause"), message, _to_create(absent[0]))
            previous = numero


def _cited(depot: Depot) -> Iterator[tuple[Reference, str]]:
    """Yield the clauses that the convention, governance, procedures and readings cite."""
    vie = depot.vie
    said = [(Reference(CONVENTION, ("clauses", nom)), clause) for nom, clause in depot.convention.clauses]
    if vie.gouvernance is not None:
        for table in ("instances", "contacts"):
            for nom, item in getattr(vie.gouvernance, table).items():
                said.append((Reference(GOUVERNANCE, (table, nom, "clause")), item.clause))
    for nom, procedure in vie.procedures_dites.items():
        said.append((Reference(PROCEDURES, ("procedures", nom, "clause")), procedure.clause))
    yield from ((reference, clause) for reference, clause in said if clause is not None)
    for nom, lecture in vie.lectures.items():
        for index, extrait in enumerate(lecture.extraits):
            yield Reference(LECTURES, ("lectures", nom, "extraits", index, "clause")), extrait.clause


def _to_create(clause: str) -> str:
    if "." in clause:
        return f"ajouter la partie « clause: {clause} » aux « sections » de {_path(clause.partition('.')[0])}"
    return f"créer {_path(clause)}"


def _range(absent: list[str]) -> str:
    if len(absent) > 2:  # noqa: PLR2004 (two are told by their names)
        return f"{named(absent[0])} et ce qui suit, jusqu'à {named(absent[-1])}"
    return enumere([named(clause) for clause in absent])


def _path(clause: str) -> str:
    """Return the file of an article, an annexe, the heading or the preamble: its number has two digits for articles."""
    word, _, number = clause.partition(" ")
    nom = SANS_NUMERO.get(clause) or f"{word}-{number.zfill(2) if word == 'article' else number.lower()}"
    return f"{DOSSIER}{nom}.yaml"


def words_of(text: str) -> str:
    """Write the words of a text alone, between spaces: neither line breaks nor typography count in a quotation."""
    return f" {' '.join(_MOT.findall(text))} "


AUTRES_MONTRES_MAX = 3
"""Other citations of a place that is not there, shown with the first one."""


@controle("ART001")
def without_home(depot: Depot) -> Iterator[Constat]:
    """ART001: a clause that no file of the data holds, the text itself apart."""
    for item in _speaking(depot):
        if not _is_held(item):
            hint = "ajouter à l'un de ses passages « donnees: [catalogue/….yaml] », avec le fichier qui le porte"
            yield signal("ART001", item.at("clause"), f"aucun fichier ne porte ce que dit {item.nom}", hint)


@controle("ART003")
def unknown_places(depot: Depot) -> Iterator[Constat]:
    """ART003: a file or a field that a passage or a reading cites, and that is not there: told once, where it is first.

    A file that is missing is cited with many of its fields: the message that they share is one message.
    """
    faults: dict[str, Faute | None] = {}
    cited: dict[str, list[tuple[Reference, Faute]]] = {}
    for reference, emplacement in _places(depot):
        if emplacement not in faults:
            faults[emplacement] = fault(depot, emplacement)
        found = faults[emplacement]
        if found is not None:
            cited.setdefault(found.message, []).append((reference, found))
    yield from (_unknown_place(message, found) for message, found in cited.items())


@controle("ART003")
def unknown_messages(depot: Depot) -> Iterator[Constat]:
    """ART003: a message that is said to watch a passage, and that the tool does not have."""
    for rang, item in enumerate(depot.vie.couverture):
        for number, code in enumerate(item.messages):
            if code not in CODES:
                lieu = Reference(COUVERTURE, ("passages", rang, "messages", number))
                message = f"aucun message n'a pour code {cite(code)}"
                yield signal("ART003", lieu, message, meant(code, CODES) or "convention expliquer-code les donne")


@controle("ART012")
def covering_nothing(depot: Depot) -> Iterator[Constat]:
    """ART012: a row of coverage whose words begin no passage of its clause, or one that another row covers."""
    texts = {item.clause: item.passages for item in clauses(depot)}
    named_by = {(clause, first_words(item.texte)) for clause, passages in texts.items() for item in passages}
    first: dict[tuple[str, str], Reference] = {}
    for rang, item in enumerate(depot.vie.couverture):
        key, where = item.identite(), Reference(COUVERTURE, ("passages", rang))
        if item.clause in texts and key not in named_by:
            message = f"aucun passage de {named(item.clause)} ne commence par {cite(item.mots)}"
            hint = f"recopier ses {MOTS_D_UN_PASSAGE} premiers mots, ou retirer cette ligne"
            yield signal("ART012", where.at("mots"), message, hint)
        elif key in first:
            related = (first[key], "la première ligne")
            yield signal("ART012", where.at("mots"), "ce passage a déjà sa ligne", "réunir les deux lignes", related)
        first.setdefault(key, where)


@controle("ART008", avertit=True)
def unexplained(depot: Depot) -> Iterator[Constat]:
    """ART008: a passage that nothing holds, and that does not say why, in a clause that something holds."""
    for item in filter(_is_held, clauses(depot)):
        for rang, passage in enumerate(item.passages):
            if not passage.donnees and passage.note is None:
                message = f"un passage de {item.nom} n'a ni donnée, ni note qui dise pourquoi"
                hint = ajouter("donnees: [⟦catalogue/….yaml⟧]") + ", ou " + la_ligne("note: ⟦…⟧")
                yield signal("ART008", item.at("passages", rang, "texte"), message, hint)


def _speaking(depot: Depot) -> Iterator[Clause]:
    """Yield the clauses that say something, or should: not an article whose numbered parts say everything."""
    return (item for item in clauses(depot) if item.passages or not item.parties)


def _is_held(item: Clause) -> bool:
    """Tell whether a file of the data, the text itself apart, holds something of a clause."""
    places = (place for passage in item.passages for place in passage.donnees)
    return any(not place.startswith(DOSSIER) for place in places)


def _places(depot: Depot) -> Iterator[tuple[Reference, str]]:
    for item in clauses(depot):
        for rang, passage in enumerate(item.passages):
            for index, emplacement in enumerate(passage.donnees):
                yield item.at("passages", rang, "donnees", index), emplacement
    for nom, lecture in depot.vie.lectures.items():
        for index, emplacement in enumerate(lecture.donnees):
            yield Reference(LECTURES, ("lectures", nom, "donnees", index)), emplacement


def _unknown_place(message: str, cited: list[tuple[Reference, Faute]]) -> Constat:
    (where, conseil), *others = (
        (Morceau(reference, found.debut, found.fin), found.conseil) for reference, found in cited
    )
    related = tuple((lieu, "cité aussi ici") for lieu, _ in others[:AUTRES_MONTRES_MAX])
    number = f" ({compte(len(cited), 'citation')})" if others else ""
    return signal("ART003", where, f"{message}{number}", conseil, *related)


_EXTRAIT = 60


class Recopie(NamedTuple):
    """A text that recopies a clause, and where it is written."""

    clause: str | None
    texte: str
    reference: Reference


@controle("ART009")
def unfaithful(depot: Depot) -> Iterator[Constat]:
    """ART009: a text that its clause does not contain; nothing is said of a clause that is not written."""
    texts: dict[str, str] = {}
    for item in clauses(depot):
        texts[item.clause] = texts.get(item.clause, "") + "".join(words_of(passage.texte) for passage in item.passages)
    for copy in copies(depot):
        # A text whose clause the convention does not say is held to nothing.
        if copy.clause is not None and copy.clause in texts and words_of(copy.texte) not in texts[copy.clause]:
            shown = copy.texte if len(copy.texte) <= _EXTRAIT else f"{copy.texte[:_EXTRAIT].rstrip()}…"
            message = f"{cite(' '.join(shown.split()))} n'est pas dans {named(copy.clause)}"
            hint = "recopier mot pour mot la convention, ou changer aussi le texte de la clause, par avenant"
            yield signal("ART009", copy.reference, message, hint)


def copies(depot: Depot) -> Iterator[Recopie]:
    """Yield every text of the data that recopies a clause."""
    yield from _catalogue(depot)
    yield from _axes(depot)
    clauses = depot.convention.clauses
    for exigence in requirements(depot):
        yield Recopie(clauses.prerequis, exigence.prerequis.texte, exigence.at("texte"))
    for row in rows(depot):
        if not row.ligne.hors_extrait:
            yield from (Recopie(clauses.tarifs, written.mode.texte, written.at("texte")) for written in row.modes())
    yield from _bodies(depot)
    for annee, conformite in depot.vie.conformite.items():
        for rang, texte in enumerate(conformite.pssi.dispositions):
            yield Recopie(clauses.securite, texte, conformite_at(annee, "pssi", "dispositions", rang))


def _catalogue(depot: Depot) -> Iterator[Recopie]:
    said = depot.convention.clauses
    for champ, clause in (("objet", said.objet), ("cadre_juridique", said.fondement)):
        texte = getattr(depot.convention, champ)
        if texte is not None:
            yield Recopie(clause, texte, Reference(CONVENTION, (champ,)))
    for code, service in depot.services.items():
        yield Recopie(said.catalogue, service.texte, service_at(code, "texte"))
    for rang, pole in enumerate(depot.poles):
        texte = f"{pole.libelle} (Ensemble de services {pole.service})"
        yield Recopie(said.organigramme, texte, Reference(ORGANIGRAMME, ("poles", rang, "libelle")))
        for place_in, poste in enumerate(pole.postes):
            if poste.texte is not None:
                where = Reference(ORGANIGRAMME, ("poles", rang, "postes", place_in, "texte"))
                yield Recopie(said.organigramme, poste.texte, where)


def _axes(depot: Depot) -> Iterator[Recopie]:
    for nom, axe in depot.vie.axes.items():
        for champ in ("libelle", "enjeu", "actions", "texte_indicateurs"):
            yield Recopie(depot.convention.clauses.axes, getattr(axe, champ), axis_at(nom, champ))


def _bodies(depot: Depot) -> Iterator[Recopie]:
    for nom, instance in depot.vie.instances.items():
        at = ("instances", nom)
        for rang, side in enumerate(instance.composition):
            for place_in, texte in enumerate(side.fonctions):
                where = (*at, "composition", rang, "fonctions", place_in)
                yield Recopie(instance.clause, texte, Reference(GOUVERNANCE, where))
        for rang, texte in enumerate(instance.role):
            yield Recopie(instance.clause, texte, Reference(GOUVERNANCE, (*at, "role", rang)))
        yield Recopie(instance.clause, instance.frequence.texte, Reference(GOUVERNANCE, (*at, "frequence", "texte")))
