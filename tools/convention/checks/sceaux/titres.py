"""TIT001 to TIT004: the journal of documents follows what was called and delivered, and names it (art. 8.1, 8.3).

Knows: sealed calls, delivered expenses, documents. Must not know: disputes (`litiges`), how an amount is computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from convention.base.diagnostic import ajouter, ajouter_ligne, ecrire, inscrire
from convention.base.french import cite, euros, jour, l_appel, minuscule
from convention.base.money import decimal_text
from convention.checks.cadre.controle import controle, controle_du_calcul
from convention.checks.cadre.lecture import Ecrit, repeats
from convention.checks.cadre.lieux import Constat, LaCle, signal
from convention.engine.appels.pieces import Cle, called, claim, kind
from convention.engine.calcul import Atelier
from convention.model.cadre.champs import field_called
from convention.model.depot import Reference
from convention.model.documents.adherents import Budgets, Depenses
from convention.model.documents.titres import Titre, Titres
from convention.model.forfaits import rubrique
from convention.model.mots.appels import Appele
from convention.model.mots.communs import GroupeNature
from convention.model.valeurs.corrections import foreign_letter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.checks.cadre.contexte import Contexte
    from convention.model.depot import Depot, Dossier
    from convention.model.documents.adherents import Depense


@dataclass(frozen=True, slots=True)
class TitreEcrit(Ecrit):
    """A document, the year of its file, and where it stands."""

    dossier: Dossier
    annee: int
    titre: Titre

    @property
    def nom(self) -> str:
        """How a sentence names it."""
        return f"{self.titre.genre.le} {cite(self.titre.numero)}"

    @property
    def cle(self) -> Cle:
        """What it calls."""
        return Cle(self.dossier.id, self.titre.objet, self.titre.exercice, self.titre.nature, self.titre.section)


def documents(depot: Depot) -> Iterator[TitreEcrit]:
    """Yield every document of every adherent, year by year."""
    for dossier in depot.dossiers.values():
        for annee, journal in sorted(dossier.titres.items()):
            path = dossier.path(Titres, annee)
            for rang, titre in enumerate(journal.titres):
                yield TitreEcrit(Reference(path, ("titres", rang)), dossier, annee, titre)


@controle("TIT001")
def amounts(depot: Depot) -> Iterator[Constat]:
    """TIT001: a document that calls nothing that was sealed or delivered, or another amount."""
    sealed = {nom: called(sceau) for nom, sceau in depot.sceaux.items() if sceau.est_appel}
    for item in documents(depot):
        if item.titre.objet is Appele.LIVRAISON:
            yield from _delivery(depot, item)
        elif item.titre.echeance is None:
            message = f"{item.nom} ne dit pas quel appel il suit"
            yield signal("TIT001", item.at("objet"), message, ajouter("echeance: ⟦AAAA-MM⟧"))
        elif f"pricing/appels/{item.titre.echeance}.json" not in depot.illisibles:
            yield from _call(depot, item, item.titre.echeance, sealed.get(item.titre.echeance))


@controle_du_calcul("TIT001", par_exercice=True)
def deliveries(contexte: Contexte) -> Iterator[Constat]:
    """TIT001: a document that calls another amount than what the delivery costs."""
    for exercice in contexte.exercices:
        atelier = Atelier(exercice.vue, exercice.presences)
        for item in documents(contexte.depot):
            titre, depense = item.titre, item.titre.depense
            if titre.objet is not Appele.LIVRAISON or titre.exercice != exercice.annee or depense is None:
                continue
            for calcul in atelier.depense((item.dossier.id, depense)):
                (cents,) = calcul.propres
                if titre.montant != cents:
                    message = (
                        f"{item.nom} est de {euros(titre.montant)}, et la livraison {cite(depense)} de {euros(cents)}"
                    )
                    yield signal("TIT001", item.at("montant"), message, "corriger le montant")


@controle("TIT002")
def repeated(depot: Depot) -> Iterator[Constat]:
    """TIT002: one number for two documents of a year, or two documents for one amount called."""
    for known, item in repeats(documents(depot), lambda item: (item.annee, item.titre.numero)):
        related = (known.at("numero"), "la première pièce")
        message = f"{cite(item.titre.numero)} est déjà le numéro d'une pièce de {item.annee}"
        yield signal("TIT002", item.at("numero"), message, "corriger l'un des deux numéros", related)
    for known, item in repeats(documents(depot), _called):
        related = (known.at("numero"), "la première pièce")
        message = f"{item.nom} appelle ce que {known.nom} appelle déjà"
        yield signal("TIT002", item.at("numero"), message, "retirer l'une des deux pièces", related)


@controle("TIT003")
def dates(depot: Depot) -> Iterator[Constat]:
    """TIT003: dates that cannot follow each other, or a document in the file of another year."""
    for item in documents(depot):
        titre = item.titre
        sceau = depot.sceaux.get(titre.echeance or "")
        if sceau is not None and titre.emission.isoformat() < sceau.date:
            asked = f"avant l'appel du {jour(date.fromisoformat(sceau.date))}"
            message = f"{item.nom} est émis le {jour(titre.emission)}, {asked}"
            yield signal("TIT003", item.at("emission"), message, "corriger la date d'émission")
        if titre.emission.year != item.annee:
            message = f"{item.nom} est émis le {jour(titre.emission)}, et le journal est celui de {item.annee}"
            hint = f"le déplacer dans {item.dossier.path(Titres, titre.emission.year)}"
            yield signal("TIT003", item.at("emission"), message, hint)
        depense = expense_of(item) if titre.objet is Appele.LIVRAISON else None
        if depense is not None and depense.livraison is not None and titre.emission < depense.livraison:
            message = f"{item.nom} est émis le {jour(titre.emission)}, avant la livraison ({jour(depense.livraison)})"
            yield signal("TIT003", item.at("emission"), message, "un coût direct s'appelle à la livraison")
        for champ, day in (("reception", titre.reception), ("paiement", titre.paiement)):
            if day is not None and day < titre.emission:
                what = f"{field_called(Titre, champ).le} du {jour(day)}"
                message = f"{item.nom} : {what} précède son émission ({jour(titre.emission)})"
                yield signal("TIT003", item.at(champ), message, "corriger l'une des deux dates")


def expense_of(item: TitreEcrit) -> Depense | None:
    """Return the expense that a delivery calls, when the adherent has it that year."""
    known = item.dossier.depenses_de(item.titre.exercice)
    return next((found for found in known if found.id == item.titre.depense), None)


@controle("TIT004", avertit=True)
def missing(depot: Depot) -> Iterator[Constat]:
    """TIT004: an amount of a sealed call that no document of the journal of that year carries."""
    written = {(item.titre.echeance, item.cle) for item in documents(depot)}
    for nom, sceau in depot.sceaux.items():
        year = int(nom[:4])
        for key, cents in called(sceau).items() if sceau.est_appel else ():
            dossier = depot.dossiers.get(key.adherent)
            if dossier is None or year not in dossier.titres or (nom, key) in written:
                continue
            path = dossier.path(Titres, year)
            what = f"{key.objet.bref} {key.exercice}, {minuscule(rubrique(depot, key.nature))}, {key.section}"
            message = f"{l_appel(nom)} demande {kind(depot, key, cents).un} de {euros(abs(cents))} ({what})"
            lieu = LaCle(Reference(path, ("titres",)))
            hint = "une fois émise, " + ajouter_ligne(item_text(depot, nom, key, cents))
            yield signal("TIT004", lieu, f"{message} : le journal n'en a pas", hint)


def item_text(depot: Depot, appel: str, key: Cle, cents: int) -> str:
    """Write the item of the journal that a sealed call asks for: its number and its day are to be typed."""
    what = f"genre: {kind(depot, key, cents)}, objet: {key.objet}, exercice: {key.exercice}, nature: {key.nature}"
    amount = f"echeance: {appel}, montant: {decimal_text(abs(cents))}"
    return f'- {{numero: ⟦"…"⟧, {what}, section: {key.section}, {amount}, emission: ⟦AAAA-MM-JJ⟧}}'


def _called(item: TitreEcrit) -> tuple[object, ...]:
    """Say what a document calls: a delivery is called once, whatever the rest of the document says."""
    if item.titre.objet is Appele.LIVRAISON:
        return (item.dossier.id, item.titre.exercice, item.titre.depense)
    return (item.cle, item.titre.echeance)


def _call(depot: Depot, item: TitreEcrit, echeance: str, sealed: dict[Cle, int] | None) -> Iterator[Constat]:
    titre = item.titre
    if sealed is None:
        message = f"{item.nom} suit {l_appel(echeance)}, qui n'est pas scellé"
        hint = f"sceller l'appel par « convention appels sceller {echeance} », ou corriger l'échéance"
        yield signal("TIT001", item.at("echeance"), message, hint)
        return
    cents = sealed.get(item.cle)
    if cents is None:
        message = f"{item.nom} n'appelle rien de ce que {l_appel(echeance)} demande"
        yield signal("TIT001", item.at("numero"), message, "corriger l'objet, l'exercice, la nature ou la section")
        return
    expected = kind(depot, item.cle, cents)
    # How an adherent settles stands in its budget: what cannot be read contradicts nothing.
    if titre.genre is not expected and item.dossier.path(Budgets) not in depot.illisibles:
        message = f"{item.nom} : {l_appel(echeance)} demande {expected.un}"
        yield signal("TIT001", item.at("genre"), message, ecrire(str(expected), "genre"))
    if titre.montant != abs(cents):
        asked = f"{l_appel(echeance)}, de {euros(abs(cents))}"
        message = f"{item.nom} est de {euros(titre.montant)}, et {asked}"
        yield signal("TIT001", item.at("montant"), message, "corriger le montant")


def _delivery(depot: Depot, item: TitreEcrit) -> Iterator[Constat]:
    titre = item.titre
    depense = expense_of(item)
    if depense is None and item.dossier.path(Depenses, titre.exercice) in depot.illisibles:
        return
    if depense is None or depense.livraison is None:
        message = f"{item.nom} appelle une livraison que {item.dossier.identite.n_a} pas reçue en {titre.exercice}"
        where = item.at("depense") if titre.depense is not None else item.at("objet")
        yield signal("TIT001", where, message, "citer une dépense livrée, par son identifiant")


@controle("TIT001")
def contradictory(depot: Depot) -> Iterator[Constat]:
    """TIT001: a delivery that names a call, a part of a call that names a delivery, a direct cost called otherwise."""
    for item in documents(depot):
        titre = item.titre
        if titre.objet is not Appele.LIVRAISON:
            if titre.depense is not None:
                message = f"{item.nom} suit un appel : il n'appelle pas la livraison {cite(titre.depense)}"
                hint = "retirer « depense », ou " + inscrire("objet: livraison")
                yield signal("TIT001", item.at("depense"), message, hint)
            continue
        if titre.echeance is not None:
            message = f"{item.nom} appelle une livraison : il ne suit pas {l_appel(titre.echeance)}"
            yield signal("TIT001", item.at("echeance"), message, "retirer « echeance »")
        yield from _delivery_form(depot, item)


@controle("TIT002")
def numbers(depot: Depot) -> Iterator[Constat]:
    """TIT002: a number that looks like another one without being it: blanks at its ends, a letter that is not Latin."""
    for item in documents(depot):
        numero = item.titre.numero
        foreign = foreign_letter(numero)
        if foreign is not None:
            message = f"le numéro {cite(numero)} a une lettre qui n'est pas latine : {cite(foreign)}"
            hint = f"la retaper : c'est U+{ord(foreign):04X}, qui ressemble à une autre"
            yield signal("TIT002", item.at("numero"), message, hint)
        elif numero != " ".join(numero.split()):
            message = f"le numéro {cite(numero)} a une espace de trop"
            yield signal("TIT002", item.at("numero"), message, ecrire(f'"{" ".join(numero.split())}"'))


def _delivery_form(depot: Depot, item: TitreEcrit) -> Iterator[Constat]:
    titre, depense = item.titre, expense_of(item)
    if titre.genre is not (asked := claim(depot)):
        # A frozen advance only is charged on the attribution de compensation (reading 58).
        message = f"{item.nom} : un coût direct est appelé par {asked.un}"
        yield signal("TIT001", item.at("genre"), message, ecrire(str(asked), "genre"))
    if titre.nature is not GroupeNature.DIRECT:
        message = f"{item.nom} appelle une livraison, qui est un coût direct"
        yield signal("TIT001", item.at("nature"), message, ecrire("direct", "nature"))
    if depense is not None and titre.section is not depense.section:
        message = f"{item.nom} est en {titre.section}, et la dépense {cite(depense.id)} en {depense.section}"
        yield signal("TIT001", item.at("section"), message, ecrire(str(depense.section), "section"))
