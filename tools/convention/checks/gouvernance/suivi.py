"""GOU017 to GOU023, GOU030, GOU031, ADH018 to ADH020, IND: what is followed year after year holds together.

Knows: projects and the meetings that they cite (art. 5, 7), needs and the call that announces their exercice (art.
8.3), indicators of annexe 5, shared documents (art. 6), the yearly facts on security and personal data (art. 9, 10).
Must not know: whether names exist (`noms`), costs, the yearly review (`reunions`), what documents hold, any incident,
which is never written.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from convention.base.diagnostic import ajouter, ecrire, inscrire, la_ligne
from convention.base.french import cite, d_appel, jour, sans_accents
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import axis_at, censuses, conformite_at, exercice_at, indicators, one_at, repeats
from convention.checks.cadre.lieux import Constat, LaCle, of_file, signal
from convention.checks.cadre.vie import DOCUMENTS, meetings, takes_place
from convention.model.depot import Reference
from convention.model.documents.suivi import Besoins, Projet
from convention.model.mots.appels import GenreVolet
from convention.model.mots.vie import Niveau, StatutProjet, StatutReunion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot
    from convention.model.documents.exercices import Appel
    from convention.model.documents.suivi import Conformite, DocumentPartage, Pssi
    from convention.model.texte.clauses import Clauses


_ENGAGES = (StatutProjet.ENGAGE, StatutProjet.TERMINE)
_INSCRITS = (StatutProjet.INSCRIT, *_ENGAGES)
_projet_at = partial(one_at, Projet)
_document_at = Reference(DOCUMENTS, ("documents",)).at


@controle("GOU017")
def incomplete(depot: Depot) -> Iterator[Constat]:
    """GOU017: a project decided or begun, without what that supposes."""
    for nom, projet in depot.vie.projets.items():
        for what, hint in _lacks(projet, depot.convention.clauses):
            message = f"le projet {cite(nom)} est {projet.statut.bref} sans {what}"
            yield signal("GOU017", _projet_at(nom, "statut"), message, ajouter(hint))


@controle("GOU018")
def reversed_dates(depot: Depot) -> Iterator[Constat]:
    """GOU018: a project that ends before it begins."""
    for nom, projet in depot.vie.projets.items():
        if projet.debut is not None and projet.fin is not None and projet.fin < projet.debut:
            message = f"le projet {cite(nom)} finit le {jour(projet.fin)} et commence le {jour(projet.debut)}"
            related = (_projet_at(nom, "debut"), "le début")
            yield signal("GOU018", _projet_at(nom, "fin"), message, "corriger l'une des deux dates", related)


@controle("GOU019")
def decisions(depot: Depot) -> Iterator[Constat]:
    """GOU019: a decision that its meeting cannot have taken: another date, not held, after the start."""
    by_id = {item.reunion.id: item for item in reversed(list(meetings(depot)))}
    for nom, projet in depot.vie.projets.items():
        decision = projet.decision
        if decision is None:
            continue
        lieu = _projet_at(nom, "decision", "date")
        item = by_id.get(decision.reunion)
        if item is not None and item.reunion.date != decision.date:
            message = f"le projet {cite(nom)} serait décidé le {jour(decision.date)} par {item.texte}"
            related = (item.at("date"), "la réunion")
            yield signal("GOU019", lieu, message, ecrire(str(item.reunion.date), "date"), related)
        if item is not None and item.reunion.statut is not StatutReunion.TENUE and projet.statut in _INSCRITS:
            message = (
                f"le projet {cite(nom)} est {projet.statut.bref} par {item.texte}, qui n'est pas tenue : elle n'a "
                "rien décidé"
            )
            yield signal(
                "GOU019", _projet_at(nom, "decision", "reunion"), message, "", (item.at("statut"), "la réunion")
            )
        if projet.debut is not None and decision.date > projet.debut:
            message = (
                f"le projet {cite(nom)} commence le {jour(projet.debut)}, avant sa décision ({jour(decision.date)})"
            )
            yield signal("GOU019", lieu, message, "", (_projet_at(nom, "debut"), "le début du projet"))


@controle("GOU020", avertit=True, entiers=("reunions",))
def without_group(depot: Depot) -> Iterator[Constat]:
    """GOU020: a project under way whose group never met nor is to meet (art. 7.4)."""
    if not depot.vie.reunions or depot.convention.clauses.groupe_projet is None:
        return
    met = {item.reunion.projet for item in meetings(depot) if item.reunion.statut is not StatutReunion.ANNULEE}
    for nom, projet in depot.vie.projets.items():
        if projet.statut in _ENGAGES and nom not in met:
            message = f"le projet {cite(nom)} est {projet.statut.bref}, et aucune réunion de groupe projet ne le cite"
            hint = f"ajouter la réunion, avec « projet: {nom} », dans catalogue/reunions/"
            yield signal("GOU020", _projet_at(nom, "statut"), message, hint)


def _lacks(projet: Projet, clauses: Clauses) -> Iterator[tuple[str, str]]:
    """Yield what is missing, as a sentence says it, and the line to write."""
    if projet.statut in _INSCRITS and projet.decision is None:
        yield "décision", "decision: {reunion: ⟦identifiant⟧, date: ⟦AAAA-MM-JJ⟧}"
    if projet.statut not in _ENGAGES:
        return
    if projet.moa is None:
        yield f"référent métier qui représente la maîtrise d'ouvrage{clauses.selon('adherents')}", 'moa: ⟦"fonction"⟧'
    if clauses.groupe_projet is not None and not projet.groupe:
        yield f"groupe projet{clauses.selon('groupe_projet')}", "groupe: [⟦identifiant-de-l-equipe⟧]"
    if not projet.adherents:
        yield "adhérent concerné", "adherents: [⟦identifiant-de-l-adherent⟧]"
    if projet.debut is None:
        yield "date de début", "debut: ⟦AAAA-MM-JJ⟧"
    if projet.fin is None and projet.statut is StatutProjet.TERMINE:
        yield "date de fin", "fin: ⟦AAAA-MM-JJ⟧"


@controle("ADH018", avertit=True)
def late_censuses(depot: Depot) -> Iterator[Constat]:
    """ADH018: needs counted after the call that announces their exercice, or once it has begun (art. 8.3)."""
    for item in censuses(depot):
        annonce = _announced(depot, item.annee)
        limite = annonce[-1].date if annonce is not None else date(item.annee - 1, 12, 31)
        if item.document.recensement <= limite:
            continue
        late, related = "alors que l'exercice a commencé", tuple[tuple[Reference, str], ...]()
        if annonce is not None:
            year, nom, appel = annonce
            # A call that is misdated has its own message (GOU015): nobody is late for it.
            if not takes_place(depot.convention, year, nom, appel):
                continue
            call = f"l'appel {d_appel(nom)}"
            late = f"après {call} {limite.year} ({jour(limite)})"
            related = ((exercice_at(year, "jalons", nom, "date"), call),)
        message = (
            f"les besoins {item.dossier.identite.du} pour {item.annee} sont recensés le "
            f"{jour(item.document.recensement)}, {late}"
        )
        next_year = item.dossier.path(Besoins, item.annee + 1)
        hint = f"corriger la date, ou ranger ces besoins dans {next_year}"
        yield signal("ADH018", item.at("recensement"), message, hint, *related)


@controle("ADH019")
def validated_before(depot: Depot) -> Iterator[Constat]:
    """ADH019: needs validated before they are counted."""
    for item in censuses(depot):
        validation, recensement = item.document.validation, item.document.recensement
        if validation is not None and validation < recensement:
            message = (
                f"les besoins {item.dossier.identite.du} pour {item.annee} sont validés le {jour(validation)}, "
                f"avant leur recensement ({jour(recensement)})"
            )
            hint = "corriger l'une des deux dates"
            yield signal("ADH019", item.at("validation"), message, hint, (item.at("recensement"), "le recensement"))


@controle("ADH020", avertit=True)
def without_section(depot: Depot) -> Iterator[Constat]:
    """ADH020: an estimated cost that no section holds."""
    for item in censuses(depot):
        for index, besoin in enumerate(item.document.besoins):
            if besoin.cout_estime is not None and besoin.section is None:
                message = f"le besoin {cite(besoin.id)} a un coût estimé, et aucune section"
                hint = ajouter("section: fonctionnement") + " ou " + la_ligne("section: investissement")
                yield signal("ADH020", item.at("besoins", index, "cout_estime"), message, hint)


def _announced(depot: Depot, annee: int) -> tuple[int, str, Appel] | None:
    """Find the first call that announces an exercice, with its year and its name."""
    found = (
        (year, nom, appel)
        for year, exercice in depot.exercices.items()
        for nom, appel in exercice.appels
        if any(volet.genre is GenreVolet.PREVISIONNEL and volet.exercice == annee for volet in appel.volets)
    )
    return min(found, key=lambda item: item[-1].date, default=None)


_SENSIBLES = ("securite", "vulnerabilit", "obsol", "intrusion", "attaque")
"""Beginnings of the words, without accents, that speak of the security of the information system."""


@controle("IND001")
def same_rank(depot: Depot) -> Iterator[Constat]:
    """IND001: two axes at one place of annexe 5."""
    for (known, _), (nom, axe) in repeats(depot.vie.axes.items(), lambda item: item[1].ordre):
        message = f"l'axe {cite(nom)} a le rang {axe.ordre}, qui est déjà celui de {cite(known)}"
        free = max(item.ordre for item in depot.vie.axes.values()) + 1
        hint = f"corriger le rang de l'un des deux ; le prochain rang libre est {free}"
        yield signal("IND001", axis_at(nom, "ordre"), message, hint, (axis_at(known, "ordre"), "l'autre axe"))


@controle("IND002")
def public_security(depot: Depot) -> Iterator[Constat]:
    """IND002: an indicator about security that anybody may see."""
    for written in indicators(depot):
        indicateur = written.indicateur
        if indicateur.niveau is Niveau.PUBLIC and _speaks_of_security(indicateur.libelle):
            message = f"l'indicateur {cite(indicateur.libelle)} touche à la sécurité et serait montré à tous"
            hint = "écrire « niveau: adherents » pour un nombre, « niveau: restreint » pour un résultat ou une liste"
            yield signal("IND002", written.at("niveau"), message, hint)


@controle("IND003", avertit=True)
def early_measures(depot: Depot) -> Iterator[Constat]:
    """IND003: a figure measured before the year that it is kept in."""
    for written in indicators(depot):
        for annee, mesure in written.indicateur.mesures.items():
            if mesure.date.year < annee:
                message = (
                    f"l'indicateur {cite(written.indicateur.id)} a pour {annee} une valeur mesurée le "
                    f"{jour(mesure.date)}"
                )
                lieu = written.at("mesures", str(annee), "date")
                yield signal("IND003", lieu, message, f"corriger la date, ou ranger la mesure dans {mesure.date.year}")


def _speaks_of_security(text: str) -> bool:
    return any(word in sans_accents(text) for word in _SENSIBLES)


_OU_RESTREINT = ", ou " + inscrire("niveau: restreint")


@controle("GOU021")
def without_consent(depot: Depot) -> Iterator[Constat]:
    """GOU021: a document that others may see, without the agreement of its owner."""
    for nom, document, shared in _shared(depot):
        if document.consentement is None:
            message = f"{shared}, sans l'accord de son propriétaire ({depot.nom_de(document.proprietaire)})"
            hint = ajouter("consentement: ⟦AAAA-MM-JJ⟧") + _OU_RESTREINT
            yield signal("GOU021", _document_at(nom, "niveau"), message, hint)


@controle("GOU022", avertit=True)
def without_information(depot: Depot) -> Iterator[Constat]:
    """GOU022: a document that others may see, without the day when they were told."""
    for nom, document, shared in _shared(depot):
        if document.information is None:
            cited = depot.convention.clauses.selon("documents")
            message = f"{shared}, sans que les adhérents en soient informés{cited}"
            hint = ajouter("information: ⟦AAAA-MM-JJ⟧") + _OU_RESTREINT
            yield signal("GOU022", _document_at(nom, "niveau"), message, hint)


def _shared(depot: Depot) -> Iterator[tuple[str, DocumentPartage, str]]:
    """Yield the documents that others may see, and how a sentence says so."""
    for nom, document in depot.vie.documents.items():
        if document.niveau is not Niveau.RESTREINT:
            yield nom, document, f"le document {cite(nom)} est au niveau {cite(str(document.niveau))}"


@controle("GOU023")
def contradictory_sharing(depot: Depot) -> Iterator[Constat]:
    """GOU023: an agreement after the sharing, an information before the document, a share with oneself."""
    for nom, document in depot.vie.documents.items():
        consentement, information = document.consentement, document.information
        told = (_document_at(nom, "information"), "l'information des adhérents")
        if consentement is not None and information is not None and consentement > information:
            message = (
                f"le document {cite(nom)} est partagé le {jour(information)}, avant l'accord de son propriétaire "
                f"({jour(consentement)})"
            )
            yield signal("GOU023", _document_at(nom, "consentement"), message, "", told)
        if information is not None and information < document.date:
            message = (
                f"le document {cite(nom)} est daté du {jour(document.date)}, et les adhérents en sont informés le "
                f"{jour(information)}, avant qu'il existe"
            )
            yield signal("GOU023", _document_at(nom, "date"), message, "", told)
        for index, adherent in enumerate(document.partage_avec):
            if adherent == document.proprietaire:
                message = f"le document {cite(nom)} serait partagé avec son propriétaire ({depot.nom_de(adherent)})"
                yield signal("GOU023", _document_at(nom, "partage_avec", index), message, f"retirer « {adherent} »")


@controle("GOU030")
def contradictory_facts(depot: Depot) -> Iterator[Constat]:
    """GOU030: a review before the adoption, a date after the year, more breaches notified than found."""
    for annee, document in sorted(depot.vie.conformite.items()):
        yield from _pssi(annee, document.pssi)
        found, notified = document.rgpd.violations, document.rgpd.violations_notifiees
        if found is not None and notified is not None and notified > found:
            message = f"en {annee}, {notified} violations notifiées à la CNIL pour {found} constatées"
            lieu = conformite_at(annee, "rgpd", "violations_notifiees")
            yield signal("GOU030", lieu, message, "corriger l'un des deux nombres")


@controle("GOU031", avertit=True)
def missing_years(depot: Depot) -> Iterator[Constat]:
    """GOU031: a closed exercice without its facts, or with some missing, when other years have theirs."""
    if not depot.vie.conformite:
        return
    for annee in sorted(depot.exercices):
        path = conformite_at(annee).path
        if not depot.est_clos(annee):
            continue
        if annee in depot.vie.conformite:
            yield from _unsaid(annee, depot.vie.conformite[annee])
        elif path not in depot.fichiers and path not in depot.illisibles:
            cited = depot.convention.clauses.selon("securite", "donnees_personnelles")
            message = f"l'exercice {annee} est clos, sans bilan de sécurité ni de protection des données{cited}"
            yield signal("GOU031", of_file(path), message, f"créer {path}")


def _unsaid(annee: int, document: Conformite) -> Iterator[Constat]:
    for part, facts in (("securite", document.securite), ("rgpd", document.rgpd)):
        missing = [nom for nom in type(facts).model_fields if getattr(facts, nom) is None]
        if missing:
            labels = " ; ".join(str(type(facts).model_fields[nom].description) for nom in missing)
            message = f"l'exercice {annee} est clos, et son bilan ne dit pas tout (manque : {labels})"
            hint = ajouter(*(f"{nom}: ⟦…⟧" for nom in missing)) + ", même quand le nombre est 0"
            yield signal("GOU031", LaCle(conformite_at(annee, part)), message, hint)


def _pssi(annee: int, pssi: Pssi) -> Iterator[Constat]:
    if pssi.revue is not None and pssi.revue < pssi.adoption:
        message = f"la PSSI est revue le {jour(pssi.revue)}, avant son adoption ({jour(pssi.adoption)})"
        related = (conformite_at(annee, "pssi", "adoption"), "l'adoption")
        yield signal("GOU030", conformite_at(annee, "pssi", "revue"), message, "corriger l'une des deux dates", related)
    for champ, day, what in (("adoption", pssi.adoption, "adoptée"), ("revue", pssi.revue, "revue")):
        if day is not None and day.year > annee:
            message = f"la PSSI est {what} le {jour(day)}, et le fichier est celui de {annee}"
            yield signal("GOU030", conformite_at(annee, "pssi", champ), message)
