"""click speaks French: every sentence of its source has a French one, and what it shows on a screen is French."""

from __future__ import annotations

import ast
import errno
import os
import re
import string
from gettext import gettext, ngettext
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
import pytest
from babel.messages.pofile import read_po

import convention
from convention.base.codes import CODES
from convention.cli.cadre.francais import Parmi, speak_french
from convention.cli.cadre.valeurs import Lu
from convention.cli.main import convention as outil
from tests.cli.commande import lancer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Message

CATALOGUE = Path(convention.__file__).parent / "cli/cadre/langues/fr/LC_MESSAGES/click.po"
SOURCES = sorted(Path(click.__file__).parent.glob("*.py"))
CALCULES = {"extra['required']"}
"""Arguments of `_` that are not a literal; the only value of this one is « required »."""


class Phrases(NamedTuple):
    """What the source of click asks gettext."""

    simple: frozenset[str]
    counted: frozenset[tuple[str, str]]
    computed: frozenset[str]


def _asked() -> Phrases:
    simple, counted, computed = set(), set(), set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            if node.func.id == "_" and texts:
                simple.add(str(texts[0]))
            elif node.func.id == "_":
                computed.add(ast.unparse(node.args[0]))
            elif node.func.id == "ngettext":
                counted.add((str(texts[0]), str(texts[1])))
    return Phrases(frozenset(simple), frozenset(counted), frozenset(computed))


def _messages() -> list[Message]:
    with CATALOGUE.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def _told() -> Phrases:
    ids = [message.id for message in _messages()]
    return Phrases(
        frozenset(item for item in ids if isinstance(item, str)),
        frozenset((item[0], item[1]) for item in ids if not isinstance(item, str)),
        frozenset(),
    )


def _texts(words: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words or ())


def _blanks(texts: tuple[str, ...]) -> set[str]:
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_sentence_of_click_has_its_french() -> None:
    assert _asked().simple <= _told().simple
    assert _asked().counted == _told().counted
    assert _asked().computed == CALCULES


def test_the_catalogue_translates_only_what_click_or_the_system_says() -> None:
    assert _told().simple - _asked().simple - {"required"} <= {os.strerror(number) for number in errno.errorcode}


def test_a_french_sentence_fills_only_the_blanks_of_its_english_one() -> None:
    for message in _messages():
        assert _blanks(_texts(message.string)) <= _blanks(_texts(message.id)), message.string


def test_no_french_sentence_can_break_before_a_double_punctuation_mark() -> None:
    sentences = [text for message in _messages() for text in _texts(message.string)]
    assert [text for text in sentences if re.search(r" [:;?!»]|« ", text)] == []


@pytest.mark.parametrize("langue", ["", "en", "de:en"])
def test_the_tool_speaks_french_in_any_language_of_the_terminal(langue: str, tmp_path: Path) -> None:
    env = {"LANGUAGE": langue, "LC_ALL": "C", "LANG": "de_DE.UTF-8"}
    assert "\nModifier par gestes\u00a0:\n" in lancer(tmp_path, "--aide", env=env).sortie.decode("utf-8")


def test_the_plural_starts_at_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    speak_french()
    english = ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.")
    sentences = [ngettext(*english, count).format(name="-n", nargs=count) for count in (0, 1, 2)]
    assert sentences == [
        "l'option «\u00a0-n\u00a0» attend une valeur",
        "l'option «\u00a0-n\u00a0» attend une valeur",
        "l'option «\u00a0-n\u00a0» attend 2 valeurs",
    ]
    assert gettext("Permission denied") == "accès refusé"


def _commands(command: click.Command, context: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    yield command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from _commands(found, click.Context(found, info_name=name, parent=context))


TOUTES = [*_commands(outil, click.Context(outil, info_name="convention"))]


def test_every_command_that_a_code_says_not_to_stop_exists() -> None:
    said = {f"convention {nom}" for code in CODES.values() for nom in (*code.regle_par, *code.laisse_par)}
    assert said - {context.command_path for _, context in TOUTES} == set()


@pytest.mark.parametrize("nom", [context.command_path for _, context in TOUTES])
def test_no_help_page_shows_a_word_that_click_writes_in_english(nom: str, tmp_path: Path) -> None:
    shown = lancer(tmp_path, *nom.split()[1:], "--aide").sortie.decode("utf-8")
    english = r"\b(COMMAND\d?|ARGS|Show|deprecated|default|required|TEXT|INTEGER|FLOAT|PATH|FILE)\b|[a-z]:$"
    assert shown.startswith(f"Usage\u00a0: {nom} [OPTIONS]")
    assert re.findall(english, shown, re.MULTILINE) == []
    # No sentence is cut either.
    assert "..." not in shown


def test_click_itself_reads_only_texts_paths_and_whole_numbers() -> None:
    """It names in English the other things that it reads, and their refusals; a word among several is `Parmi`."""
    known = (Lu, Parmi, click.Path, type(click.STRING), type(click.INT), click.IntRange, type(click.BOOL))
    types = {type(param.type) for command, _ in TOUTES for param in command.params}
    assert [found for found in types if not issubclass(found, known)] == []


def test_an_error_of_usage_says_where_to_find_help(tmp_path: Path) -> None:
    assert lancer(tmp_path, "valider", "--forma", "json").reproche == (
        "Usage : convention valider [OPTIONS]\n"
        "Essayez « convention valider --aide » pour obtenir de l'aide.\n"
        "\n"
        "Erreur : option inconnue « --forma » (vouliez-vous dire « --format » ?)\n"
    )


@pytest.mark.parametrize(
    ("arguments", "erreur"),
    [
        ("calculr", "commande inconnue « calculr » (vouliez-vous dire « calculer » ?)"),
        ("appels --echeane 1", "option inconnue « --echeane » (vouliez-vous dire « --echeance » ?)"),
        ("adherer --da x", "option inconnue « --da » (vouliez-vous dire « --date » ou « --demande » ?)"),
        ("exporter --phase x", "option inconnue « --phase »"),
        ("signer", "il manque l'argument « FICHIER… »."),
        ("signer --cle /absente x", "valeur refusée pour « --cle » : « /absente » n'existe pas"),
        ("signer --cle / x", "valeur refusée pour « --cle » : « / » est un dossier, un fichier est attendu"),
        ("avenant etablir a b", "il manque l'option « --numero »."),
        ("valider --format", "l'option « --format » attend une valeur"),
        ("--tout=1 valider", "l'option « --tout » s'écrit sans valeur"),
        ("calculer 2027", "l'exercice se donne par une option : écrire --exercice 2027"),
        ("direct --port un", "valeur refusée pour « --port » : « un » n'est pas un nombre entier"),
        ("avenant etablir a --numero 0", "valeur refusée pour « --numero » : 0 est hors des bornes : 1<=x<=9999"),
        (
            "valider --format xml",
            "« xml » n'est pas une valeur permise : « terminal », « json », « github » ou « codequality »",
        ),
        ("valider un deux", "arguments en trop : un deux"),
        (
            "valider --format \x1b[31m",
            "« \\x1b[31m » n'est pas une valeur permise : « terminal », « json », « github » ou « codequality »",
        ),
        ("calculer --exercice \x1b[31m", "« \\x1b[31m » n'est pas une année (exemple : 2026)"),
    ],
)
def test_an_error_of_usage_is_a_french_sentence(arguments: str, erreur: str, tmp_path: Path) -> None:
    done = lancer(tmp_path, *arguments.split())
    assert done.code == 2
    last = done.reproche.splitlines()[-1]
    assert last.startswith("Erreur : ")
    assert last.endswith(erreur)
