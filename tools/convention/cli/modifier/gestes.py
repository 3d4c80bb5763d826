"""The commands of the gestures, each made from what it is asked: arguments, options, help, examples.

Knows: click, how a request says that a command line asks for it. Must not know: which gestures there are.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, get_args, get_origin

import click

from convention.base.french import jour, typeset
from convention.cli.cadre.contexte import read
from convention.cli.cadre.francais import Parmi
from convention.cli.cadre.valeurs import Lu, Nombre, option_essai, today, years
from convention.cli.modifier.geste import executer
from convention.edition.demande import Saisie, SaisieError, saisie_of, scalaire_of
from convention.edition.gestes import geste
from convention.model.cadre.renvois import SORTE
from convention.model.valeurs.ecriture import Evolution
from convention.model.valeurs.scalaires import Annee, OuiNon, Texte, scalaire_de

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from pydantic.fields import FieldInfo

    from convention.cli.cadre.contexte import Contexte
    from convention.edition.demande import Demande
    from convention.model.depot import Depot

_ANNEE, _OUI_NON, _TEXTE = map(scalaire_de, (Annee, OuiNon, Texte))
_BAISSE = re.compile(r"-(?=\s*[0-9][0-9.,]*\s*%?$)")


class _AvecEvolutions(click.Command):
    """A command one of whose values may be « -2,5% », or a negative amount to refuse: neither is an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Write a decrease with the minus sign, which no option begins with."""
        return super().parse_args(ctx, [_BAISSE.sub("−", item) if _BAISSE.match(item) else item for item in args])


def commande_of(nom: str) -> click.Command:
    """Return the command of a gesture."""
    demande = geste(nom.replace("-", "_"))
    examples = (*demande.exemples, *(demande.variante.exemples if demande.variante is not None else ()))
    help_ = [inspect.cleandoc(demande.__doc__ or ""), *(f"Exemple : convention {item}" for item in examples)]

    @click.pass_obj
    def run(contexte: Contexte, /, *, essai: bool, **valeurs: Any) -> int:  # noqa: ANN401 (whatever is typed)
        demandes, suppositions = _asked(demande, valeurs, partial(_depot, contexte))
        return executer(contexte, *demandes, essai=essai, suppositions=suppositions)

    evolves = any(Evolution in get_args(field.annotation) for field in demande.model_fields.values())
    return option_essai(
        (_AvecEvolutions if evolves else click.Command)(
            nom,
            callback=run,
            params=list(_parameters(demande)),
            help="\n\n".join(help_),
        )
    )


def _parameters(demande: type[Demande]) -> Iterator[click.Parameter]:
    own = demande.model_fields
    shared = demande.variante.model_fields if demande.variante is not None else {}
    for nom, field in {**own, **{nom: field for nom, field in shared.items() if nom not in own}}.items():
        saisie = saisie_of(field)
        if saisie is not None:
            lacks = field.is_required() and nom in own and not saisie.suppose
            required = lacks if saisie.facultatif is None else not saisie.facultatif
            yield from _parameter(nom, field, saisie, required=required)
    for nom, told in demande.ailleurs:
        yield click.Option([_dashed(nom)], hidden=True, expose_value=False, callback=_elsewhere(told))


def _parameter(nom: str, field: FieldInfo, saisie: Saisie, *, required: bool) -> Iterator[click.Parameter]:
    scalaire, words = scalaire_of(field), _words(field, saisie)
    shape: dict[str, Any] = {"metavar": saisie.metavar or None, "required": required}
    if saisie.est_argument:
        shape |= {"nargs": -1} if saisie.est_suite else {"type": _type(field, saisie)}
        shape |= {"default": ""} if saisie.facultatif else {}
        yield click.Argument([nom], **shape)
        return
    aide, names = field.description or "", [nom, _dashed(saisie.nom or nom)]
    if scalaire is _OUI_NON or len(words) == 1:
        yield click.Option(names, is_flag=True, help=saisie.aide(aide))
        return
    several = saisie.plusieurs or get_origin(field.annotation) is tuple
    if several and scalaire is _ANNEE:
        shape |= {"callback": lambda _context, _option, value: tuple(years(value))}
    else:
        shape |= {"type": _type(field, saisie)}
    if words and field.get_default() is not None:
        shape |= {"default": str(field.get_default()), "show_default": True}
    yield click.Option(names, multiple=several, help=saisie.aide(aide), **shape)
    other, told = saisie.autrement
    if other:
        yield click.Option([other, _dashed(other)], help=f"{told}.", **shape)


def _dashed(nom: str) -> str:
    return f"--{nom.replace('_', '-')}"


def _elsewhere(told: str) -> Any:  # noqa: ANN401 (a callback of click)
    """Point to the gesture that answers an option."""

    def refuse(_context: click.Context, _option: click.Parameter, value: str | None) -> None:
        if value is not None:
            raise click.UsageError(told)

    return refuse


def _words(field: FieldInfo, saisie: Saisie) -> list[str]:
    return list(map(str, saisie.mots)) or scalaire_of(field).schema.get("enum", [])


def _type(field: FieldInfo, saisie: Saisie) -> click.ParamType[Any]:
    """Return how a value is read where it is typed.

    What names an object stays a text: the gesture looks it up, and proposes the nearest name.
    """
    scalaire, words = scalaire_of(field), _words(field, saisie)
    if words:
        return Parmi(words)
    if scalaire is _TEXTE or SORTE in scalaire.schema:
        return click.STRING
    return (Nombre if scalaire.est_nombre else Lu)(saisie.metavar, scalaire.read)


def _asked(
    demande: type[Demande], valeurs: Mapping[str, Any], depot: Callable[[], Depot]
) -> tuple[list[Demande], tuple[str, ...]]:
    """Return the requests that are typed, and what is told of the days that are not."""
    try:
        asked = list(demande.saisies(valeurs))
    except SaisieError as error:
        raise click.UsageError(str(error)) from None
    found, told = [], []
    for kind, values in asked:
        known = {nom: _read(field, values.get(nom)) for nom, field in kind.model_fields.items()}
        for nom, field in kind.model_fields.items():
            saisie = saisie_of(field)
            if saisie is not None and saisie.suppose and known[nom] is None:
                known[nom], expected = known.get(saisie.sinon), kind.attend(nom, known)
                if known[nom] is None and (expected or field.is_required()):
                    first = saisie.pas_avant if expected else None
                    known[nom] = max(today(), first(depot(), known["adherent"]) if first is not None else today())
                    told += [_supposed(saisie.suppose, known[nom], _dashed(nom))] if expected else []
        found.append(kind.model_construct(**known))
    return found, tuple(dict.fromkeys(told))


def _depot(contexte: Contexte) -> Depot:
    return read(contexte.racine).depot


def _supposed(what: str, day: date, option: str) -> str:
    when = f"aujourd'hui {jour(day)}" if day == today() else f"le {jour(day)}, aujourd'hui étant trop tôt"
    return typeset(f"Supposé : {what}, {when} ; à dire par « {option} DATE ».")


def _read(field: FieldInfo, value: Any) -> Any:  # noqa: ANN401 (whatever is typed)
    """Read what is typed as the field is; what click has read already stays so."""
    if isinstance(value, Mapping):
        return {key: _read(field, item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_read(field, item) for item in value)
    scalaire, saisie = scalaire_of(field), saisie_of(field) or Saisie()
    if isinstance(value, bool) and scalaire is not _OUI_NON:
        # The one word of a list is only named.
        value = _words(field, saisie)[0] if value else None
    if value is None:
        return None if field.is_required() else field.get_default()
    if isinstance(value, str):
        return scalaire.read(value) if _words(field, saisie) else _type(field, saisie).convert(value, None, None)
    return value
