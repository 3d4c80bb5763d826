"""The questions of `convention nouveau`, in a terminal: one answer a line, asked again as long as it is refused.

Knows: click, the order of the questions. Must not know: what is a right answer (`edition.nouveau`), the disk.

The questions are a walk from the first to the last, in which those that are answered already are not asked: who stops
comes back to the first that is not, and who goes back walks again, one answer less.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import click

from convention.base.french import cite, compte, enumere, minuscule, typeset
from convention.base.money import exact_text
from convention.cli.cadre.valeurs import Nombre, today
from convention.edition.nouveau.partages import Partage
from convention.edition.nouveau.reponses import (
    AppelPrevu,
    Forge,
    Membre,
    Palier,
    Reponses,
    ServiceRendu,
    plural,
    spelt,
    word_meant,
)
from convention.model.mots.communs import Comptage, Origine, TypeAdherent
from convention.model.valeurs.corrections import to_name
from convention.reports.rendus.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from convention.base.nodes import Pointer
    from convention.edition.nouveau.saisie import Saisie
    from convention.model.cadre.champs import Modele

REVENIR = ("retour", "<")
"""What goes back to the question before."""
PUIS = ";"
SUFFIXE = typeset(" : ")
_DE_MEMBRE = frozenset({"nom", "denomination", "siren", "insee", "rattachement"})
_TEXTES = _DE_MEMBRE | {"titre", "source", "compte_selon", "gestionnaire", "unite", "pluriel"}
"""Fields whose answer is a text; the others are numbers and words of a list."""
_JOURS = frozenset({"date", "compte_le", "effet"})
_NOMBRE = Nombre("nombre", str)


class RetourError(Exception):
    """Who answers goes back to the question before."""


class Entretien:
    """The questions, from the first that is not answered yet."""

    def __init__(self, saisie: Saisie, garder: Callable[[], None], fixes: Collection[Pointer] = ()) -> None:
        """Begin, or go on: each answer is kept at once.

        Nobody goes back to the places that a table of members has filled (`fixes`).
        """
        self.saisie = saisie
        self._garder = garder
        self._fixes = frozenset(fixes)
        self._faites: list[Pointer] = []
        self._annonce = ""
        self._dites: set[str] = set()
        self._donnees: dict[tuple[str, str | None], str] = {}
        """What was answered to each question, which names whom it is of: proposed when it is asked again."""
        self._suite: tuple[Pointer, list[str]] = ((), [])
        """What a line that holds several answers says of the next questions of the same member, or service."""

    def ask_all(self, *, tableau: bool) -> None:
        """Ask everything that the answers do not say yet; a table of members has said who they are.

        Raises:
            click.Abort: who answers has had enough; what was given is kept.
        """
        click.echo(
            "Une réponse vide passe ce qui est facultatif, et finit une liste. Des réponses qui se suivent,\n"
            "sur un même adhérent, un même service, tiennent sur une ligne, séparées par des points-virgules ;\n"
            f"{' ou '.join(map(cite, REVENIR))} revient à la question d'avant ; ce qui y fut répondu y est proposé.\n"
            "Pour en changer une plus ancienne : Ctrl-C, la corriger dans reponses.yaml, puis taper la même commande."
        )
        while True:
            self._faites.clear()
            self._suite = ((), [])
            with suppress(RetourError):
                _ask_convention(self)
                _ask_members(self, tableau=tableau)
                _ask_services(self)
                _ask_counts(self)
                _ask_calls(self)
                _ask(self, ("forge",), Reponses, mots=Forge, defaut=Reponses.model_fields["forge"].default)
                self._tell_surplus()
                return

    def dire(self, annonce: str) -> None:
        """Say what the next questions are about, once, if one is asked."""
        self._annonce = annonce

    def poser(
        self, place: Pointer, titre: str, defaut: str | None, *, mots: Iterable[str] = (), several: bool = False
    ) -> str:
        """Ask a question, unless it is answered; an empty answer says `defaut`: None, there must be one."""
        known = self.saisie.known(place)
        if known is not None:
            # The codes of a member are walked twice: they were asked the first time.
            self._faites += [place] if place not in self._faites else []
            return known or defaut or ""
        if self._annonce not in self._dites:
            click.echo(self._annonce)
            self._dites.add(self._annonce)

        def keep(typed: str) -> str:
            text, *rest = (part.strip() for part in typed.split(PUIS)) if _follows(place) else [typed.strip()]
            if text in REVENIR:
                self._revenir()
            if text:
                _give(self.saisie, place, word_meant(text, mots), text, several=several)
                self._donnees[titre, defaut] = text
            elif defaut is None:
                raise click.UsageError("il faut une réponse, celle-ci est obligatoire")
            else:
                self.saisie.skip(place)
            if rest:
                self._suite = (_whose(place), rest)
            return text

        # Where nothing is an answer too, Enter says it: the end of a list is not the name that was there.
        proposed = self._donnees.get((titre, defaut), defaut or "") if defaut != "" else ""
        said = self._said(place, titre, keep, proposed)
        answer: str = (
            click.prompt(
                terminal(titre), default=proposed, show_default=bool(proposed), value_proc=keep, prompt_suffix=SUFFIXE
            )
            if said is None
            else said
        )
        self._faites.append(place)
        self._garder()
        return word_meant(answer, mots)

    def _said(self, place: Pointer, titre: str, keep: Callable[[str], str], proposed: str) -> str | None:
        """Take the next answer of the line that was typed; None when it has no more, or a wrong one."""
        whose, rest = self._suite
        if whose != _whose(place):
            self._tell_surplus()
        if not rest:
            return None
        text = rest.pop(0) or proposed
        click.echo(f"{terminal(titre)}{SUFFIXE}{terminal(text)}")
        try:
            return keep(text)
        except click.UsageError as error:
            rest.clear()
            click.echo(f"Erreur{SUFFIXE}{error.message}")
            return None

    def _tell_surplus(self) -> None:
        """Say what a line answered beyond the questions that it could."""
        _, rest = self._suite
        surplus = [cite(text) for text in rest if text]
        if surplus:
            click.echo(f"Sans question, et laissé de côté{SUFFIXE}{terminal(enumere(surplus))}")
        rest.clear()

    def _revenir(self) -> None:
        """Take back the last answer that was typed."""
        while self._faites and self._faites[-1] in self._fixes:
            self._faites.pop()
        if not self._faites:
            raise click.UsageError("c'est la première question")
        self.saisie.take_back(self._faites[-1])
        self._garder()
        raise RetourError


def _whose(place: Pointer) -> Pointer:
    """Give what a question is about: a member, a service, or the convention itself."""
    return place[:2] if place[1:] else ()


def _follows(place: Pointer) -> bool:
    """Whether a line that begins by its answer may go on: a text of the convention may hold a semicolon."""
    return bool(_whose(place)) or place[0] not in _TEXTES


def _give(saisie: Saisie, place: Pointer, text: str, typed: str, *, several: bool) -> None:
    """Keep an answer; refuse it in words that cite what was typed."""
    champ = str(place[-1])
    with suppress(ValueError):  # what is no day is refused as such
        if champ == "compte_le" and date.fromisoformat(text) > today():
            raise click.UsageError("ce jour n'est pas encore passé : rien n'a pu y être compté")
        first = saisie.known(("exercice",))
        if champ == "effet" and first is not None and date.fromisoformat(text).year != int(first):
            raise click.UsageError(f"ce jour n'est pas de la première année, {first}")
    given: str | Sequence[str] = (
        [part.strip() for part in text.split(",") if part.strip()] if several else _read(champ, text)
    )
    fault = saisie.give(place, given, est_texte=champ in _TEXTES)
    if fault is not None:
        message = fault.message.replace(cite(given), cite(typed)) if isinstance(given, str) else fault.message
        raise click.UsageError(terminal(message + (f" ({fault.hint})" if fault.hint else "")))


def _read(champ: str, text: str) -> str:
    """Write an answer as documents do: a number, a rate in percent."""
    if champ in _TEXTES or champ in _JOURS:
        return spelt(champ, text)
    if champ == "taux" and text.endswith("%"):
        number = str(_NOMBRE.convert(text.removesuffix("%").strip(), None, None))
        with suppress(ValueError):
            return exact_text(Fraction(number) / 100)
    return str(_NOMBRE.convert(text, None, None))


def _ask_convention(entretien: Entretien) -> None:
    for champ in ("titre", "exercice", "effet", "duree_annees", "duree_mois", "reconductions", "preavis_mois"):
        _ask(entretien, (champ,), Reponses, defaut=_defaut(Reponses, champ))
    _ask(entretien, ("origine",), Reponses, mots=Origine)
    _ask(entretien, ("source",), Reponses)
    _ask(entretien, ("forfait_par_poste",), Reponses, defaut="")
    _ask_names(entretien, ("departements",), Reponses)


def _ask_members(entretien: Entretien, *, tableau: bool) -> None:
    if not tableau:
        entretien.dire("\nLes adhérents, le gestionnaire compris.")
        _list(entretien, ("adherents",), "Adhérent n° {}, nom", _ask_member)
    membres = entretien.saisie.membres()
    entretien.dire(f"\n{compte(len(membres), 'adhérent')} : {terminal(enumere([item.nom for item in membres]))}.")
    _ask(entretien, ("gestionnaire",), Reponses, defaut=membres[0].nom)
    _ask(entretien, ("gestionnaire_contribue",), Reponses, mots=("oui", "non"), defaut="oui")
    for rank, membre in enumerate(membres):
        _ask_codes(entretien, ("adherents", rank), membre.type, membre.nom)
        if membre.type is TypeAdherent.ETABLISSEMENT_RATTACHE:
            # Whom it depends on is known once all are named.
            _ask(entretien, ("adherents", rank, "rattachement"), Membre, de=membre.nom)


def _ask_member(entretien: Entretien, place: Pointer, nom: str) -> None:
    _ask(entretien, (*place, "denomination"), Membre, defaut="", de=nom)
    genre = _ask(entretien, (*place, "type"), Membre, mots=TypeAdherent, defaut=TypeAdherent.COMMUNE, de=nom)
    _ask_codes(entretien, place, TypeAdherent(genre), nom)


def _ask_codes(entretien: Entretien, place: Pointer, genre: TypeAdherent, nom: str) -> None:
    """Ask what a member must say of itself, and that no table has said."""
    if genre.a_un_siren:
        _ask(entretien, (*place, "siren"), Membre, de=nom)
    elif genre is TypeAdherent.ASSOCIATION:
        entretien.poser((*place, "siren"), f"{nom}, son numéro SIREN (rien, si elle n'en a pas)", "")
    if genre is TypeAdherent.COMMUNE:
        _ask(entretien, (*place, "insee"), Membre, de=nom)


def _ask_services(entretien: Entretien) -> None:
    ways = "".join(f"\n  {partage:24}{partage.aide}" for partage in Partage)
    entretien.dire(f"\nLes services. Le coût de chacun se partage de l'une de ces façons :{ways}")
    _list(entretien, ("services",), "Service n° {}, nom", _ask_service)


def _ask_service(entretien: Entretien, place: Pointer, nom: str) -> None:
    titre = f"{nom}, {minuscule(ServiceRendu.model_fields['partage'].description or '')}"
    partage = Partage(entretien.poser((*place, "partage"), titre, None, mots=Partage))
    if partage.par_unite:
        unite = _ask(entretien, (*place, "unite"), ServiceRendu, de=nom)
        pluriel = _ask(entretien, (*place, "pluriel"), ServiceRendu, defaut=plural(unite), de=nom)
        if not _already_counted(entretien, place, pluriel):
            titre = f"{nom}, ce qu'on en compte : {', '.join(f'{item} ({item.simple})' for item in Comptage)}"
            entretien.poser((*place, "comptage"), titre, Comptage.A_DATE, mots=Comptage)
            _ask(entretien, (*place, "entier"), ServiceRendu, mots=("oui", "non"), defaut="oui", de=nom)
    if partage.par_tranche:
        _list(entretien, (*place, "tranches"), f"{nom}, tranche n° {{}}, à partir de", _ask_step, champ="a_partir_de")
    elif partage.forme.variable:
        _ask(entretien, (*place, "montant"), ServiceRendu, de=nom)
    if _ask(entretien, (*place, "option"), ServiceRendu, mots=("oui", "non"), defaut="non", de=nom) == "oui":
        _ask_names(entretien, (*place, "pour"), ServiceRendu, de=nom)


def _already_counted(entretien: Entretien, place: Pointer, pluriel: str) -> bool:
    """Tell whether a service before this one counts the same, and says how."""
    (services, rank), known = place, entretien.saisie.known
    units = ((known((services, item, "unite")), known((services, item, "pluriel"))) for item in range(int(rank)))
    return any(to_name(many or plural(one)) == to_name(pluriel) for one, many in units if one)


def _ask_step(entretien: Entretien, place: Pointer, debut: str) -> None:
    nom = entretien.saisie.known((*place[:2], "nom"))
    _ask(entretien, (*place, "montant"), Palier, de=f"{nom}, à partir de {debut}")


def _ask_counts(entretien: Entretien) -> None:
    """Ask what is counted of each member, and that no table has said; on what day, when it is not invented."""
    reponses = entretien.saisie.reponses()
    said = {item.cle: item.pluriel for item in reponses.comptes}
    if reponses.cles:
        counted = enumere([said[nom] for nom in reponses.cles])
        entretien.dire(f"\nCe qui est compté de chacun : {counted} ; zéro s'écrit 0.")
        if reponses.origine is not Origine.DEMONSTRATION:
            _ask(entretien, ("compte_le",), Reponses)
            _ask(entretien, ("compte_selon",), Reponses, defaut="")
    for rank, membre in enumerate(reponses.adherents):
        for nom in reponses.cles_de(membre.nom):
            entretien.poser(("adherents", rank, "quantites", nom), f"{membre.nom}, {said[nom]}", None)


def _ask_calls(entretien: Entretien) -> None:
    """Ask the calls of the year: each asks an advance, until one that says no rate, which asks the balance."""
    entretien.dire("\nLes appels de la première année, s'il y en a : des acomptes, puis le solde, qui est le dernier.")
    rank = 0
    while True:
        place, nom = ("appels", rank), f"Appel n° {rank + 1}"
        date = entretien.poser((*place, "date"), f"{nom}, date (AAAA-MM-JJ)", None if rank else "")
        if not date or not _ask(entretien, (*place, "taux"), AppelPrevu, defaut="", de=nom):
            return
        rank += 1


def _list(
    entretien: Entretien,
    place: Pointer,
    titre: str,
    suite: Callable[[Entretien, Pointer, str], None],
    *,
    champ: str = "nom",
) -> None:
    """Ask the items of a list, one at least, until a first answer is empty."""
    rank = 0
    while nom := entretien.poser((*place, rank, champ), titre.format(rank + 1), "" if rank else None):
        suite(entretien, (*place, rank), nom)
        rank += 1


def _ask(
    entretien: Entretien,
    place: Pointer,
    modele: type[Modele],
    *,
    mots: Iterable[str] = (),
    defaut: str | None = None,
    de: str = "",
) -> str:
    """Ask for a field, by the words of its description, and of whom it is."""
    titre = modele.model_fields[str(place[-1])].description or ""
    titre += f" ({', '.join(mots)})" if mots else ""
    return entretien.poser(place, f"{de}, {minuscule(titre)}" if de else titre, defaut, mots=mots)


def _ask_names(entretien: Entretien, place: Pointer, modele: type[Modele], *, de: str = "") -> None:
    """Ask for a list of names, on one line."""
    titre = f"{modele.model_fields[str(place[-1])].description} (séparés par des virgules)"
    entretien.poser(place, f"{de}, {minuscule(titre)}" if de else titre, "", several=True)


def _defaut(modele: type[Modele], champ: str) -> str | None:
    field = modele.model_fields[champ]
    return None if field.is_required() else "" if field.default is None else str(field.default)
