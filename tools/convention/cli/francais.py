"""French for click: its messages, its headings, its metavars.

Knows: click, and the names that its modules bound when they were imported. Must not know: the commands.
`translate` replaces these names: click reads gettext's catalogue of the terminal's language, and click has none.
Only `click.confirm` keeps its « y/n »: the tool never asks.
"""

from __future__ import annotations

import gettext
import re
import sys
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Modules that click imports late: they would bind gettext's functions after `translate`.
_TARDIFS = ("click._termui_impl", "click.shell_completion")


def translate() -> None:
    """Make click speak French, whatever the language of the terminal; calling it again changes nothing."""
    for name in _TARDIFS:
        import_module(name)
    french: dict[Any, Any] = {gettext.gettext: phrase, gettext.ngettext: accord}
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "click":
            for alias, value in list(vars(module).items()):
                if callable(value) and value in french:
                    setattr(module, alias, french[value])
    click.Context.formatter_class = Formateur
    _replace(click.exceptions, _join_param_hints=_hints)
    _replace(click.core, _format_deprecated_label=_obsolete)
    _replace(click.ParamType, get_metavar=_metavar)


def phrase(message: str) -> str:
    """Return the French of a message; a message of our own is returned as it is."""
    french = PHRASES.get(message)
    return message if french is None else _Phrase(french)


def reason(text: str) -> str:
    """Give the French of what the system answers about a file, which click passes on as it is."""
    named = re.fullmatch(r"'([^']*)': (.*)", text)
    return f"«\u00a0{named[1]}\u00a0»\u00a0: {reason(named[2])}" if named else _RAISONS.get(text, text)


def accord(singulier: str, pluriel: str, nombre: int) -> str:
    """Return the French of a message that counts something: in French the plural starts at 2."""
    french = ACCORDS.get(singulier, (singulier, pluriel))
    return _Phrase(french[0] if nombre < 2 else french[1])  # noqa: PLR2004 (a rule of grammar)


class Formateur(click.HelpFormatter):
    """Write help with French punctuation, and the texts that click bound before `translate`."""

    def write_heading(self, heading: str) -> None:
        """Put the space that a French colon wants."""
        self.write(f"{'':>{self.current_indent}}{heading}\u00a0:\n")

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Name the command and its arguments in French in the line that shows how to write them."""
        for english, french in _USAGE.items():
            args = args.replace(english, french)
        super().write_usage(prog, args.replace("...", "…"), prefix)

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Translate the help of an option that was declared before `translate` (`--version`)."""
        super().write_dl([(term.replace("...", "…"), phrase(text)) for term, text in rows], col_max, col_spacing)


class _Phrase(str):
    """A French message whose blanks are filled with French words too."""

    __slots__ = ()

    def format(self, *positions: object, **blanks: object) -> str:
        """Fill the blanks: quote in French what click quotes in English, and show control characters as escapes."""
        return super().format(*positions, **{name: _blank(name, value) for name, value in blanks.items()})


def _blank(name: str, value: object) -> object:
    text = str(value)
    if name in _CITATIONS:
        text = _quoted(text)
        return text.lstrip(", ") if name == "states" else text
    if name in _SAISIES:
        text = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)
    if name == "message":
        return reason(text)
    return _MOTS.get(name, {}).get(text, text)


def _quoted(text: str) -> str:
    """Turn « 'a', 'b', 'c' » into quoted words joined by « ou »."""
    quoted = re.sub(r"'([^']*)'", "«\u00a0\\1\u00a0»", text)
    return re.sub(r", («[^«]*»)$", r" ou \1", quoted).replace("env var:", "variable d'environnement\u00a0:")


def _hints(param_hint: Sequence[str] | str | None) -> str | None:
    """Name a parameter in an error, as `click.exceptions._join_param_hints` does."""
    if param_hint is None or isinstance(param_hint, str):
        return param_hint and _quoted(param_hint)
    return " / ".join(f"«\u00a0{hint}\u00a0»" for hint in param_hint)


def _obsolete(deprecated: bool | str) -> str:
    """Say in the help that an option is on its way out, as `click.core._format_deprecated_label` does."""
    return f"(OBSOLÈTE\u00a0: {deprecated})" if isinstance(deprecated, str) else "(OBSOLÈTE)"


def _metavar(self: click.ParamType[Any], param: click.Parameter, ctx: click.Context) -> str | None:
    """Name the value of an option, as `click.ParamType.get_metavar` does; an argument has a name of its own."""
    del ctx
    if param.param_type_name == "argument":
        return None
    return _METAVAR.sub(lambda found: _METAVARS[found[0]], self.name.upper())


def _replace(owner: object, **values: object) -> None:
    for name, value in values.items():
        setattr(owner, name, value)


def _typography(text: str) -> str:
    """Put the unbreakable spaces that French wants, and that the table below leaves out to stay readable."""
    text = text.replace("« ", "«\u00a0").replace(" »", "\u00a0»").replace(" :", "\u00a0:")
    return re.sub(r" ([?!;])", "\u202f\\1", text)


# Blanks that hold what the user typed, those that hold quoted words, and the words of click that fill the others.
_SAISIES = frozenset({"args", "colour", "decl", "editor", "filename", "name", "option", "value"})
_CITATIONS = frozenset(
    {"choice", "choices", "format", "formats", "param_hint", "possibilities", "possibility", "states"}
)
_ENTIER, _NOMBRE = "un nombre entier", "un nombre"
_RAISONS = {
    "No such file or directory": "fichier introuvable",
    "Permission denied": "accès refusé",
    "Is a directory": "c'est un dossier",
    "Not a directory": "l'un des dossiers du chemin est un fichier",
    "File exists": "le fichier existe déjà",
    "No space left on device": "le disque est plein",
    "Read-only file system": "le disque est en lecture seule",
    "File too large": "le fichier dépasse la taille permise",
    "File name too long": "le nom est trop long",
    "Too many levels of symbolic links": "des liens symboliques tournent en rond",
    "Disk quota exceeded": "le quota du disque est atteint",
    "Input/output error": "le disque ne répond pas",
    "Operation not permitted": "opération interdite",
}
_MOTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "number_type": {"integer": _ENTIER, "integer range": _ENTIER, "float": _NOMBRE, "float range": _NOMBRE},
        "param_type": {"option": "l'option", "argument": "l'argument", "parameter": "le paramètre"},
        "name": {
            "File": "le fichier",
            "Fichier": "le fichier",
            "Directory": "le dossier",
            "Dossier": "le dossier",
            "Path": "le chemin",
            "Chemin": "le chemin",
        },
    }
)
_METAVARS = {
    "INTEGER RANGE": "ENTIER",
    "FLOAT RANGE": "NOMBRE",
    "INTEGER": "ENTIER",
    "FLOAT": "NOMBRE",
    "TEXT": "TEXTE",
    "BOOLEAN": "VRAI|FAUX",
    "UUID": "UUID",
    "FILENAME": "FICHIER",
    "FILE": "FICHIER",
    "DIRECTORY": "DOSSIER",
    "PATH": "CHEMIN",
}
_METAVAR = re.compile(rf"\b(?:{'|'.join(_METAVARS)})\b")
_USAGE = {"[ARGS]": "[ARGUMENTS]", "COMMAND1": "COMMANDE1", "COMMAND2": "COMMANDE2", "COMMAND ": "COMMANDE "}
_USAGE |= {"[COMMAND]": "[COMMANDE]"}

# Errors follow « Erreur : »: they start with a small letter and end without a full stop.
_ERREURS = {
    "Missing command.": "il manque la commande",
    "Value must be an iterable.": "une suite de valeurs est attendue",
    "Name '{name}' defined twice": "le nom « {name} » est déclaré deux fois",
    "Boolean option {decl!r} cannot use the same flag for true/false.": (
        "l'option « {decl} » ne peut pas avoir le même nom pour oui et pour non"
    ),
    "Could not determine name for option with declarations {decls!r}": (
        "aucun nom ne se déduit des déclarations d'option {decls}"
    ),
    "No options defined but a name was passed ({name}). Did you mean to declare an argument instead?"
    " Did you mean to pass '--{name}'?": (
        "un nom est donné ({name}) mais aucune option : fallait-il déclarer un argument, ou écrire « --{name} » ?"
    ),
    "Arguments take exactly one parameter declaration, got {length}: {decls}.": (
        "un argument se déclare par un seul nom, et non {length} : {decls}"
    ),
    "Invalid value: {message}": "valeur refusée : {message}",
    "Invalid value for {param_hint}: {message}": "valeur refusée pour {param_hint} : {message}",
    "Missing argument": "il manque l'argument",
    "Missing option": "il manque l'option",
    "Missing parameter": "il manque le paramètre",
    "Missing {param_type}": "il manque {param_type}",
    "Missing parameter: {param_name}": "il manque le paramètre « {param_name} »",
    "No such option {name!r}.": "option inconnue « {name} »",
    "No such command {name!r}.": "commande inconnue « {name} »",
    "unknown error": "erreur inconnue",
    "Could not open file {filename!r}: {message}": "le fichier « {filename} » ne s'ouvre pas : {message}",
    "Invalid start character for option ({option})": "une option ne commence pas ainsi : {option}",
    "Argument {name!r} takes {nargs} values.": "l'argument « {name} » attend {nargs} valeurs",
    "Option {name!r} does not take a value.": "l'option « {name} » s'écrit sans valeur",
    "Unknown color {colour!r}": "couleur inconnue « {colour} »",
    "{value!r} is not a valid {number_type}.": "« {value} » n'est pas {number_type}",
    "{value} is not in the range {range}.": "{value} est hors des bornes : {range}",
    "{value!r} is not a valid boolean. Recognized values: {states}": (
        "« {value} » n'est pas une des valeurs reconnues : {states}"
    ),
    "{value!r} is not a valid UUID.": "« {value} » n'est pas un UUID",
    "{name} {filename!r} does not exist.": "{name} « {filename} » n'existe pas",
    "{name} {filename!r} is a file.": "« {filename} » est un fichier, un dossier est attendu",
    "{name} {filename!r} is a directory.": "« {filename} » est un dossier, un fichier est attendu",
    "{name} {filename!r} is not readable.": "{name} « {filename} » n'est pas lisible",
    "{name} {filename!r} is not writable.": "{name} « {filename} » n'est pas modifiable",
    "{name} {filename!r} is not executable.": "{name} « {filename} » n'est pas exécutable",
    "Unknown standard stream '{name}'": "flux standard inconnu « {name} »",
    "{editor}: Editing failed": "{editor} : la saisie a échoué",
    "{editor}: Editing failed: {e}": "{editor} : la saisie a échoué ({e})",
    "Windows error: {error}": "erreur {error} de Windows",
}
_TEXTES = {
    "Aborted!": "Interrompu !",
    "Error: {message}": "Erreur : {message}",
    "Error: The two entered values do not match.": "Erreur : les deux saisies diffèrent",
    "Error: invalid input": "Erreur : la réponse n'est pas comprise",
    "Try '{command} {option}' for help.": "Essayez « {command} {option} » pour obtenir de l'aide.",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}": (
        "Avertissement : la commande « {name} » est obsolète.{extra_message}"
    ),
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}": (
        "Avertissement : {param_type} « {name} » est obsolète.{extra_message}"
    ),
    "Usage:": "Usage :",
    "Options": "Options",
    "Positional arguments": "Arguments",
    "Commands": "Commandes",
    "deprecated": "obsolète",
    "required": "obligatoire",
    "env var: {var}": "variable d'environnement : {var}",
    "default: {default}": "défaut : {default}",
    "(dynamic)": "(calculé)",
    "Show the version and exit.": "Afficher la version.",
    "Show this message and exit.": "Afficher cette aide.",
    "Confirm the action without prompting.": "Confirmer sans poser la question.",
    "%(prog)s, version %(version)s": "%(prog)s, version %(version)s",
    "Do you want to continue?": "Continuer ?",
    "Repeat for confirmation": "Répéter pour confirmer",
    "Press any key to continue...": "Appuyez sur une touche pour continuer…",
    "Choose from:\n\t{choices}": "Choisir parmi :\n\t{choices}",
    "Choice({choices})": "Choix({choices})",
    "file": "fichier",
    "directory": "dossier",
    "path": "chemin",
    "d": "j",
    "Shell completion is not supported for Bash versions older than 4.4.": (
        "La complétion des commandes demande Bash 4.4 ou plus récent."
    ),
    "Couldn't detect Bash version, shell completion is not supported.": (
        "La version de Bash n'a pas été reconnue : la complétion des commandes n'est pas possible."
    ),
}

PHRASES: Mapping[str, str] = MappingProxyType(
    {english: _typography(french) for english, french in (_ERREURS | _TEXTES).items()}
)
"""French by message of click."""

ACCORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        english: (_typography(one), _typography(many))
        for english, one, many in (
            ("Got unexpected extra argument ({args})", "argument en trop : {args}", "arguments en trop : {args}"),
            (
                "Takes {nargs} values but 1 was given.",
                "{nargs} valeurs attendues, {len} donnée",
                "{nargs} valeurs attendues, {len} données",
            ),
            (
                "{len_type} values are required, but {len_value} was given.",
                "{len_type} valeurs attendues, {len_value} donnée",
                "{len_type} valeurs attendues, {len_value} données",
            ),
            (
                "Option {name!r} requires an argument.",
                "l'option « {name} » attend une valeur",
                "l'option « {name} » attend {nargs} valeurs",
            ),
            (
                "Did you mean {possibility}?",
                "(vouliez-vous dire {possibility} ?)",
                "(vouliez-vous dire {possibilities} ?)",
            ),
            (
                "{value!r} is not {choice}.",
                "« {value} » n'est pas la seule valeur permise : {choice}",
                "« {value} » n'est pas une valeur permise : {choices}",
            ),
            (
                "{value!r} does not match the format {format}.",
                "« {value} » n'est pas une date au format {format}",
                "« {value} » n'est pas une date au format {formats}",
            ),
        )
    }
)
"""French singular and plural by English singular."""
