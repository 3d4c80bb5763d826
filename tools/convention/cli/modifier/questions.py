"""The questions of `convention nouveau`, in a terminal: one answer a line, asked again as long as it is refused.

Knows: click, the order of the questions. Must not know: what is a right answer (`edition.nouveau`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.base.french import compte, enumere, minuscule
from convention.cli.cadre.valeurs import Nombre
from convention.edition.nouveau.partages import Partage
from convention.edition.nouveau.reponses import AppelPrevu, Membre, Palier, Reponses, ServiceRendu, plural
from convention.model.mots.communs import Origine, TypeAdherent
from convention.reports.rendus.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from convention.base.nodes import Pointer
    from convention.edition.nouveau.saisie import Saisie
    from convention.model.cadre.champs import Modele

_TEXTES = frozenset(
    {"titre", "source", "gestionnaire", "nom", "denomination", "siren", "insee", "rattachement", "unite", "pluriel"}
)
"""Fields whose answer is a text; the others are numbers and words of a list."""
_NOMBRE = Nombre("nombre", str)


def ask_all(saisie: Saisie, *, tableau: bool) -> None:
    """Ask everything that the answers do not say yet; a table of members has said who they are.

    Raises:
        click.Abort: who answers has had enough; what was given is kept in `saisie`.
    """
    click.echo("Une réponse par ligne. Une réponse vide passe ce qui est facultatif, et finit une liste.\n")
    for champ in ("titre", "exercice", "duree_annees", "reconductions", "preavis_mois"):
        _ask(saisie, (champ,), Reponses, defaut=_defaut(Reponses, champ))
    _ask(saisie, ("origine",), Reponses, mots=Origine)
    _ask(saisie, ("source",), Reponses)
    _ask(saisie, ("forfait_par_poste",), Reponses, defaut="")
    _ask_names(saisie, ("departements",), Reponses)
    if not tableau:
        click.echo("\nLes adhérents, le gestionnaire compris.")
        _list(saisie, ("adherents",), "Adhérent n° {}, nom", _ask_member)
    membres = saisie.membres()
    click.echo(f"\n{compte(len(membres), 'adhérent')} : {terminal(enumere([item.nom for item in membres]))}.")
    _ask(saisie, ("gestionnaire",), Reponses, defaut=membres[0].nom)
    _ask(saisie, ("gestionnaire_contribue",), Reponses, mots=("oui", "non"), defaut="oui")
    for rank, membre in enumerate(membres):
        _ask_codes(saisie, ("adherents", rank), membre)
    click.echo("\nLes services. Le coût de chacun se partage de l'une de ces façons :")
    for partage in Partage:
        click.echo(f"  {partage:24}{partage.aide}")
    _list(saisie, ("services",), "Service n° {}, nom", _ask_service)
    _ask_counts(saisie)
    click.echo("\nLes appels de la première année, s'il y en a ; le dernier appelle le solde.")
    _list(saisie, ("appels",), "Appel n° {}, date (AAAA-MM-JJ)", _ask_rate, champ="date", least=0)


def _ask_member(saisie: Saisie, place: Pointer) -> None:
    _ask(saisie, (*place, "denomination"), Membre, defaut="")
    genre = _ask(saisie, (*place, "type"), Membre, mots=TypeAdherent, defaut=TypeAdherent.COMMUNE)
    if genre != TypeAdherent.ETABLISSEMENT_RATTACHE:
        _ask(saisie, (*place, "siren"), Membre)
    if genre == TypeAdherent.COMMUNE:
        _ask(saisie, (*place, "insee"), Membre)


def _ask_codes(saisie: Saisie, place: Pointer, membre: Membre) -> None:
    """Ask what a member must say, and that no table has said; whom it depends on is known once all are named."""
    attached = membre.type is TypeAdherent.ETABLISSEMENT_RATTACHE
    if membre.siren is None and not attached:
        _ask(saisie, (*place, "siren"), Membre, de=membre.nom)
    if membre.insee is None and membre.type is TypeAdherent.COMMUNE:
        _ask(saisie, (*place, "insee"), Membre, de=membre.nom)
    if membre.rattachement is None and attached:
        _ask(saisie, (*place, "rattachement"), Membre, de=membre.nom)


def _ask_service(saisie: Saisie, place: Pointer) -> None:
    partage = Partage(_ask(saisie, (*place, "partage"), ServiceRendu))
    if partage.par_unite:
        unite = _ask(saisie, (*place, "unite"), ServiceRendu)
        _ask(saisie, (*place, "pluriel"), ServiceRendu, defaut=plural(unite))
    if partage.par_tranche:
        _list(saisie, (*place, "tranches"), "Tranche n° {}, à partir de", _ask_step, champ="a_partir_de")
    elif partage.forme.variable:
        _ask(saisie, (*place, "montant"), ServiceRendu)
    if _ask(saisie, (*place, "option"), ServiceRendu, mots=("oui", "non"), defaut="non") == "oui":
        _ask_names(saisie, (*place, "pour"), ServiceRendu)


def _ask_rate(saisie: Saisie, place: Pointer) -> None:
    _ask(saisie, (*place, "taux"), AppelPrevu, defaut="")


def _ask_step(saisie: Saisie, place: Pointer) -> None:
    _ask(saisie, (*place, "montant"), Palier)


def _ask_counts(saisie: Saisie) -> None:
    """Ask what is counted of each member, and that no table has said."""
    reponses = saisie.reponses()
    counted = reponses.cles
    if counted:
        click.echo(f"\nCe qui est compté de chacun : {enumere(counted)}.")
    for rank, membre in enumerate(reponses.adherents):
        for nom in reponses.cles_de(membre.nom):
            if nom not in membre.quantites:
                _prompt(saisie, ("adherents", rank, "quantites", nom), f"{membre.nom}, {nom}", None)


def _list(
    saisie: Saisie,
    place: Pointer,
    titre: str,
    suite: Callable[[Saisie, Pointer], None],
    *,
    champ: str = "nom",
    least: int = 1,
) -> None:
    """Ask the items of a list, `least` of them at least, until a first answer is empty."""
    for rank in range(saisie.kept(str(place[0])) if len(place) == 1 else 0):
        item = (*place, rank)
        _prompt(saisie, (*item, champ), titre.format(rank + 1), None)
        suite(saisie, item)
    while True:
        rank = saisie.rank(*place)
        item = (*place, rank)
        if not _prompt(saisie, (*item, champ), titre.format(rank + 1), "" if rank >= least else None):
            saisie.forget(*place)
            return
        suite(saisie, item)


def _ask(
    saisie: Saisie,
    place: Pointer,
    modele: type[Modele],
    *,
    mots: Iterable[str] = (),
    defaut: str | None = None,
    de: str = "",
) -> str:
    """Ask for a field, by the words of its description."""
    titre = modele.model_fields[str(place[-1])].description or ""
    titre += f" ({', '.join(mots)})" if mots else ""
    return _prompt(saisie, place, f"{de}, {minuscule(titre)}" if de else titre, defaut)


def _ask_names(saisie: Saisie, place: Pointer, modele: type[Modele]) -> None:
    """Ask for a list of names, on one line."""
    titre = f"{modele.model_fields[str(place[-1])].description} (séparés par des virgules)"
    _prompt(saisie, place, titre, "", several=True)


def _prompt(saisie: Saisie, place: Pointer, titre: str, defaut: str | None, *, several: bool = False) -> str:
    champ = str(place[-1])
    known = saisie.known(place)
    if known is not None or (defaut is not None and saisie.closed(place)):
        return known or ""

    def keep(typed: str) -> str:
        text = typed.strip()
        if not text and defaut == "":
            return ""
        given = (
            _cut(text)
            if several
            else text
            if champ in _TEXTES or champ == "date"
            else str(_NOMBRE.convert(text, None, None))
        )
        fault = saisie.give(place, given, est_texte=champ in _TEXTES) if text else None
        if fault is not None or not text:
            hint = f" ({fault.hint})" if fault is not None and fault.hint else ""
            raise click.UsageError(terminal(f"{fault.message}{hint}" if fault is not None else "il faut une réponse"))
        return text

    return click.prompt(
        terminal(titre),
        default=defaut,
        show_default=bool(defaut),
        value_proc=keep,
        prompt_suffix="\u00a0: ",
    )


def _cut(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _defaut(modele: type[Modele], champ: str) -> str | None:
    field = modele.model_fields[champ]
    return None if field.is_required() else str(field.default)
