"""AVE: an avenant has its number, parties, opinions and acts in order (art. 7, 12), a decision taken alone its acts.

Knows: avenants, decisions, the meetings, members and seals that they cite. Must not know: what they change
(`compare`), what a seal covers.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import ajouter, ecrire, inscrire, la_ligne
from convention.base.french import cite, jour
from convention.checks.avenants.etapes import (
    acts_of,
    amendments,
    is_read_elsewhere,
    life,
    opinions,
    opinions_on,
    own_seal,
    parties_on,
    visas_around,
)
from convention.checks.cadre.controle import controle, controle_du_calcul
from convention.checks.cadre.lecture import exercice_at, repeats
from convention.checks.cadre.lieux import Constat, LaCle, of_file, signal
from convention.checks.cadre.vie import meetings
from convention.model.cadre.champs import field_called
from convention.model.cadre.document import path_of
from convention.model.depot import Reference
from convention.model.documents.adherents import Adherent
from convention.model.documents.avenants import Avenant, Decisions, SuiviPartie
from convention.model.documents.catalogue import CONVENTION
from convention.model.genres import chemins

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from convention.checks.avenants.etapes import AvenantEcrit
    from convention.checks.cadre.contexte import Contexte
    from convention.checks.cadre.vie import ReunionEcrite
    from convention.model.depot import Depot
    from convention.model.documents.avenants import ActePris, DecisionPrise, VisaAcquis


class _Ecrit(NamedTuple):
    """What one body did, of an avenant or alone, and where it is written."""

    texte: str
    nom: str
    acte: ActePris
    lieu: Reference
    visas: Mapping[str, tuple[date, Reference]]
    """When each visa that is no act was had, and where its day stands."""

    def at(self, champ: str) -> Reference:
        return self.lieu.at(champ)


def _written(depot: Depot) -> Iterator[_Ecrit]:
    """Yield what each party did of each avenant, then what the managing body decided alone."""
    for item in amendments(depot):
        dates = _dates(item.avenant.visas, item.at("visas"))
        for nom, suivi in item.avenant.parties.items():
            yield _Ecrit(f"{item.texte}, {depot.nom_de(nom)}", nom, suivi, item.at("parties", nom), dates)
    for rang, decision in depot.vie.decisions_prises.items():
        texte, lieu = f"la décision {cite(decision.objet)}", _decision(rang)
        dates = _opinions(depot, decision) | _dates(decision.visas, lieu.at("visas"))
        yield _Ecrit(texte, depot.convention.gestionnaire, decision, lieu, dates)


def _decision(*pointer: str) -> Reference:
    return Reference(path_of(Decisions), ("decisions", *pointer))


def _dates(visas: Mapping[str, VisaAcquis], lieu: Reference) -> dict[str, tuple[date, Reference]]:
    return {nom: (visa.date, lieu.at(nom, "date")) for nom, visa in visas.items()}


def _opinions(depot: Depot, decision: DecisionPrise) -> dict[str, tuple[date, Reference]]:
    """Return the first opinion of each body on what is decided, by the visas that it acquires."""
    given = sorted(opinions_on(depot, decision.empreinte), key=lambda found: found[0].reunion.date, reverse=True)
    first = {item.reunion.instance: (item.reunion.date, item.at("date")) for item, _ in given}
    visas = depot.vie.visas.items()
    return {nom: first[visa.instance] for nom, visa in visas if visa.instance in first}


@controle_du_calcul("AVE010", avertit=True)
def still_counted(contexte: Contexte) -> Iterator[Constat]:
    """AVE010: an avenant that was given up, and that the amounts still count: giving it up takes nothing out."""
    kept = contexte.depot.avenants_consignes
    given_up = [
        (item, since)
        for item in amendments(contexte.depot)
        if (since := item.avenant.sans_suite) is not None and item.dossier in kept
    ]
    due = _due(contexte) if given_up else Counter()
    for item, since in given_up:
        if kept[item.dossier].compte(lambda annee, nom: due[annee, nom]):
            message = f"{item.texte} est sans suite depuis le {jour(since)}, et ce qu'il changeait est encore compté"
            yield signal("AVE010", item.at("sans_suite"), message)


def _due(contexte: Contexte) -> Counter[tuple[int, str]]:
    """Return what each owes of each exercice, in the phase in force, in cents."""
    found: Counter[tuple[int, str]] = Counter()
    for exercice in contexte.exercices:
        for ligne in contexte.calculs.lignes(exercice, exercice.vue.phase):
            found[exercice.annee, ligne.adherent] += ligne.montant
    return found


@controle("AVE001")
def numbers(depot: Depot) -> Iterator[Constat]:
    """AVE001: a number that is not that of the folder, that is taken, or that leaves a hole before it."""
    first: dict[int, AvenantEcrit] = {}
    known = {int(dossier) for dossier in depot.vie.avenants} | _lost(depot)
    for item in amendments(depot):
        numero, dossier = item.avenant.numero, int(item.dossier)
        same = first.setdefault(numero, item)
        lieu = item.at("numero")
        if same is not item:
            related = (same.at("numero"), "le premier")
            yield signal("AVE001", lieu, f"il y a déjà un avenant n° {numero}", ecrire(str(dossier), "numero"), related)
        elif numero != dossier:
            message = f"l'avenant du dossier {item.dossier} porte le numéro {numero}"
            yield signal("AVE001", lieu, message, inscrire(f"numero: {dossier}") + ", ou renommer le dossier")
        elif dossier > 1 and dossier - 1 not in known:
            message = f"l'avenant n° {numero} suit un avenant n° {numero - 1} qui n'existe pas"
            yield signal("AVE001", lieu, message, "numéroter les avenants à la suite, depuis 1")


@controle("AVE003")
def not_given(depot: Depot) -> Iterator[Constat]:
    """AVE003: an opinion that its meeting did not give."""
    for item in amendments(depot):
        for rang, meeting in opinions(depot, item.avenant).items():
            found = meeting.not_given(item.avenant.avis[rang].sens, f" sur {item.texte}")
            if found is not None:
                yield signal("AVE003", item.at("avis", rang), *found, (meeting.at("statut"), "la réunion"))


@controle("AVE004")
def not_members(depot: Depot) -> Iterator[Constat]:
    """AVE004: a party whose membership does not run as the day of effect comes."""
    for item in amendments(depot):
        bound = parties_on(depot, item.avenant.effet)
        for nom in item.avenant.parties:
            if nom in depot.dossiers and nom not in bound:
                day = jour(item.avenant.effet)
                message = f"{depot.nom_de(nom)} n'est pas partie à {item.texte}, qui prend effet le {day}"
                related = (Reference(path_of(Adherent, nom), ("adhesion",)), "l'adhésion")
                yield signal("AVE004", LaCle(item.at("parties", nom)), message, "la retirer", related)


@controle("AVE005")
def too_early(depot: Depot) -> Iterator[Constat]:
    """AVE005: an effect before an act that decides it, before the convention, or in a closed year without all acts."""
    for item in amendments(depot):
        effet, lieu = item.avenant.effet, item.at("effet")
        late = [
            (day, nom, champ)
            for nom, suivi in item.avenant.parties.items()
            for champ in ("delibere_le", "transmis_le", "publie_le", "signe_le")
            if (day := getattr(suivi, champ)) is not None and day >= effet
        ]
        if late:
            day, nom, champ = max(late)
            last = f"un acte du {jour(day)}" if len(late) == 1 else f"{len(late)} actes, le dernier du {jour(day)}"
            message = f"{item.texte} prend effet le {jour(effet)}, sans attendre {last} ({depot.nom_de(nom)})"
            related = (item.at("parties", nom, champ), "l'acte" if len(late) == 1 else "le dernier")
            yield signal("AVE005", lieu, message, "reporter la prise d'effet après le dernier acte", related)
        if effet < depot.convention.effet:
            message = f"{item.texte} prend effet le {jour(effet)}, alors que la convention n'a pas commencé"
            related = (Reference(CONVENTION, ("effet",)), "la convention")
            yield signal("AVE005", lieu, message, "reporter la prise d'effet", related)
        elif depot.est_clos(effet.year) and life(depot, item.avenant).etat.attend:
            message = f"{item.texte} n'est pas exécutoire, et prend effet le {jour(effet)}, dans un exercice clos"
            related = (exercice_at(effet.year, "statut"), "l'exercice")
            hint = "reporter la prise d'effet, compléter les parties, ou dire depuis quand il est « sans_suite »"
            yield signal("AVE005", lieu, message, hint, related)


@controle("AVE007")
def written_twice(depot: Depot) -> Iterator[Constat]:
    """AVE007: a visa with a date of its own, that an opinion or an act acquires; a second decision on one proposal."""
    known = depot.vie.visas
    for item in amendments(depot):
        for nom in item.avenant.visas:
            if nom in known and is_read_elsewhere(known[nom]):
                where = "« avis »" if known[nom].instance is not None else "« parties »"
                message = f"le visa {cite(nom)} se lit dans {where}, et {item.texte} lui donne une date"
                yield signal("AVE007", LaCle(item.at("visas", nom)), message, "le retirer")
    for rang, decision in depot.vie.decisions_prises.items():
        for nom in decision.visas:
            if nom in known and is_read_elsewhere(known[nom]):
                where = "l'avis de sa réunion" if known[nom].instance is not None else "la décision elle-même"
                message = f"le visa {cite(nom)} se lit dans {where}, et « visas » lui donne une date"
                yield signal("AVE007", LaCle(_decision(rang, "visas", nom)), message, "le retirer")
    taken = depot.vie.decisions_prises.items()
    for (known_as, first), (rang, decision) in repeats(taken, lambda item: item[1].empreinte):
        both = f"{cite(decision.objet)} a la même empreinte que {cite(first.objet)}"
        message = f"la décision {both} : une seule s'exécute"
        hint = "corriger l'empreinte, ou garder celle qui s'exécute ; prises ensemble, une seule, avec les deux numéros"
        related = (_decision(known_as, "empreinte"), "la première")
        yield signal("AVE007", _decision(rang, "empreinte"), message, hint, related)


@controle("AVE008")
def kept_otherwise(depot: Depot) -> Iterator[Constat]:
    """AVE008: sentences and amounts kept of an avenant that does not exist, or that voted others."""
    documents = {item.dossier: item for item in amendments(depot)}
    for dossier, kept in depot.avenants_consignes.items():
        item, mark = documents.get(dossier), kept.contenu.empreinte
        if item is None and int(dossier) not in _lost(depot):
            message = f"l'avenant n° {dossier} est consigné, et son document n'existe pas"
            hint = f"écrire {path_of(Avenant, dossier)}, ou retirer ce fichier"
            yield signal("AVE008", of_file(kept.path), message, hint)
        elif item is not None and item.avenant.empreinte not in {None, mark}:
            message = f"{item.texte} a été voté sous une autre empreinte que celle de ce qui est consigné ({mark})"
            hint = "consigner ce qui a été décidé, ou retirer « empreinte » : ce sera à décider de nouveau"
            yield signal("AVE008", item.at("empreinte"), message, hint, (of_file(kept.path), "ce qui est consigné"))


def _lost(depot: Depot) -> set[int]:
    """Return the numbers of the avenants that could not be read."""
    return {int(chemin.id) for chemin in chemins(depot.illisibles, "avenant")}


def _suites(depot: Depot, nom: str, suivi: ActePris) -> Iterator[tuple[str, str]]:
    """Say what comes before what: a deliberation is transmitted and published, and empowers whoever signs.

    Where nothing is transmitted to the State, an association or by its procedure, one signs once it is taken.
    """
    asked = acts_of(depot, nom) if nom in depot.dossiers else frozenset()  # an unknown party is told apart
    yield from (("delibere_le", "transmis_le"), ("delibere_le", "publie_le"))
    if not isinstance(suivi, SuiviPartie):  # Nobody signs what the managing body decides alone.
        return
    if "transmis_le" in asked or suivi.transmis_le is not None:
        yield "transmis_le", "signe_le"
    elif "delibere_le" in asked:
        yield "delibere_le", "signe_le"


def _acte(depot: Depot, nom: str, champ: str) -> str:
    return depot.acte_de(nom).le if champ == "delibere_le" else field_called(SuiviPartie, champ).le


@controle("AVE002")
def dates(depot: Depot) -> Iterator[Constat]:
    """AVE002: a deliberation before an opinion or after a notification, an act before the one that it supposes."""
    for item in amendments(depot):
        given = opinions(depot, item.avenant)
        last = max(_awaited(depot, item.avenant), key=lambda rang: given[rang].reunion.date, default=None)
        for nom, suivi in item.avenant.parties.items():
            if last is not None and suivi.delibere_le is not None and suivi.delibere_le < given[last].reunion.date:
                known = given[last].reunion.date
                who = depot.accorde(nom, "décide", "décident")
                message = f"{depot.nom_de(nom)} {who} le {jour(suivi.delibere_le)}, avant l'avis du {jour(known)}"
                related = (item.at("avis", last, "reunion"), "l'avis")
                lieu = item.at("parties", nom, "delibere_le")
                yield signal("AVE002", lieu, f"{item.texte} : {message}", "corriger l'une des deux dates", related)
    for written in _written(depot):
        yield from _order(depot, written)
        yield from _around(depot, written)


def _awaited(depot: Depot, avenant: Avenant) -> list[int]:
    """Return the rank of the opinion of each body that is waited for: its first on what is voted, else its last."""
    given = sorted(opinions(depot, avenant).items(), key=lambda item: item[1].reunion.date)
    voted = {meeting.reunion.id for meeting, _ in opinions_on(depot, avenant.empreinte)}
    last = {_body(meeting): rang for rang, meeting in given}
    first = {_body(meeting): rang for rang, meeting in reversed(given) if meeting.reunion.id in voted}
    return list((last | first).values())


def _body(meeting: ReunionEcrite) -> tuple[str | None, ...]:
    """Return who gives an opinion: a body meets apart for each domain, and for each project."""
    return meeting.reunion.instance, meeting.reunion.communaute, meeting.reunion.projet


def _order(depot: Depot, item: _Ecrit) -> Iterator[Constat]:
    for before, after in _suites(depot, item.nom, item.acte):
        first: date | None = getattr(item.acte, before)
        second: date | None = getattr(item.acte, after)
        if first is not None and second is not None and second < first:
            earlier, later = _acte(depot, item.nom, before), _acte(depot, item.nom, after)
            message = f"{item.texte} : {later} du {jour(second)} avant {earlier} du {jour(first)}"
            related = (item.at(before), earlier)
            yield signal("AVE002", item.at(after), message, "corriger l'une des deux dates", related)


def _around(depot: Depot, item: _Ecrit) -> Iterator[Constat]:
    """Say which visas come on the wrong side of what the managing body decided."""
    decided = item.acte.delibere_le
    if decided is None or item.nom != depot.convention.gestionnaire:
        return
    before, after = visas_around(depot, alone=not isinstance(item.acte, SuiviPartie))
    for nom, (day, lieu) in item.visas.items():
        if (nom in before and decided < day) or (nom in after and day < decided):
            side = "avant" if nom in before else "après"
            visa = f"le visa {cite(depot.vie.visas[nom].bref)} du {jour(day)}"
            message = f"{item.texte} : {_acte(depot, item.nom, 'delibere_le')} du {jour(decided)} {side} {visa}"
            yield signal("AVE002", item.at("delibere_le"), message, "corriger l'une des deux dates", (lieu, "le visa"))


@controle("AVE006")
def missing_acts(depot: Depot) -> Iterator[Constat]:
    """AVE006: an act without the one that it supposes, or a deliberation without its number."""
    for item in _written(depot):
        for before, after in _suites(depot, item.nom, item.acte):
            if getattr(item.acte, after) is not None and getattr(item.acte, before) is None:
                earlier, later = _acte(depot, item.nom, before), _acte(depot, item.nom, after)
                message = f"{item.texte} : {later} est datée, sans {earlier}"
                yield signal("AVE006", item.at(after), message, ajouter(f"{before}: ⟦AAAA-MM-JJ⟧"))
        yield from _number(depot, item)


def _number(depot: Depot, item: _Ecrit) -> Iterator[Constat]:
    suivi, who, lieu = item.acte, f"{item.texte} : {depot.acte_de(item.nom).le}", LaCle(item.lieu)
    if suivi.delibere_le is not None and suivi.numero is None and not (suivi.a_completer or depot.seul_prive(item.nom)):
        message = f"{who} du {jour(suivi.delibere_le)} n'a pas de numéro"
        yield signal("AVE006", lieu, message, ajouter('numero: ⟦"…"⟧') + ", ou " + la_ligne("a_completer: oui"))
    elif suivi.delibere_le is None and suivi.numero is not None:
        message = f"{who} n° {cite(suivi.numero)} n'a pas de date"
        yield signal("AVE006", lieu, message, ajouter("delibere_le: ⟦AAAA-MM-JJ⟧"))
    elif suivi.a_completer and suivi.numero is not None:
        message = f"{who} a son numéro, rien n'est à compléter"
        yield signal("AVE006", lieu, message, "retirer « a_completer: oui »")


@controle("AVE009", avertit=True)
def unnamed(depot: Depot) -> Iterator[Constat]:
    """AVE009: acts of an avenant without its seal; an opinion on a change, or cited by an avenant, without one."""
    for item in amendments(depot):
        avenant = item.avenant
        if avenant.empreinte is None and (avenant.parties or avenant.visas):
            lieu = LaCle(item.at("parties" if avenant.parties else "visas"))
            message = f"rien ne dit sur quelle empreinte furent faits les actes de {item.texte} : ils ne comptent pas"
            yield signal("AVE009", lieu, message, _hint(depot, item))
        for rang, meeting in opinions(depot, avenant).items():
            given = [avis for avis in meeting.reunion.avis if avis.sens is avenant.avis[rang].sens]
            if given and all(avis.empreinte is None for avis in given):
                related = (LaCle(meeting.at("avis")), "l'avis rendu")
                message = f"{meeting.texte} ne dit pas sur quelle empreinte de {item.texte} : l'avis ne compte pas"
                yield signal("AVE009", item.at("avis", rang), message, _hint(depot, item), related)
    for meeting in meetings(depot):
        for rang, avis in enumerate(meeting.reunion.avis):
            if avis.empreinte is None and (avis.genres or avis.exercice is not None):
                message = f"un avis de {meeting.texte} ne dit pas sur quelle empreinte : il ne compte pas"
                yield signal("AVE009", meeting.at("avis", rang, "objet"), message)


def _hint(depot: Depot, item: AvenantEcrit) -> str:
    """Give the seal that is kept, when there is one."""
    seal = own_seal(depot, item)
    return f'ajouter « empreinte: "{seal}" » si c\'est sur ce qui est consigné' if seal is not None else ""
