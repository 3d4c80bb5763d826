"""click speaks French: every sentence of its source has a French one, and what it shows on a screen is French."""

from __future__ import annotations

import ast
import gettext
import re
import string
import sys
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from click.testing import CliRunner

from convention.cli.francais import ACCORDS, PHRASES, accord, translate

SOURCES = sorted(Path(click.__file__).parent.glob("*.py"))
CALCULES = {"extra['required']"}
"""Arguments of `_` that are not a literal; the only value of this one is « required »."""


class Sentences(NamedTuple):
    """What the source of click asks gettext."""

    simple: frozenset[str]
    counted: frozenset[tuple[str, str]]
    computed: frozenset[str]


@pytest.fixture(scope="module", autouse=True)
def _french() -> None:
    translate()


def _sentences() -> Sentences:
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
    return Sentences(frozenset(simple), frozenset(counted), frozenset(computed))


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_sentence_of_click_has_its_french() -> None:
    assert _sentences().simple - PHRASES.keys() == frozenset()
    assert {one for one, _ in _sentences().counted} - ACCORDS.keys() == set()
    assert _sentences().computed == CALCULES


def test_no_french_sentence_translates_one_that_click_no_longer_says() -> None:
    assert PHRASES.keys() - _sentences().simple == {"required"}
    assert ACCORDS.keys() == {one for one, _ in _sentences().counted}


def test_a_french_sentence_fills_only_the_blanks_of_its_english_one() -> None:
    for english, french in PHRASES.items():
        assert _blanks(french) <= _blanks(english), french
    for one, many in _sentences().counted:
        assert _blanks(ACCORDS[one][0]) | _blanks(ACCORDS[one][1]) <= _blanks(one) | _blanks(many), one


def test_no_french_sentence_can_break_before_a_double_punctuation_mark() -> None:
    sentences = [*PHRASES.values(), *(text for pair in ACCORDS.values() for text in pair)]
    assert [text for text in sentences if re.search(r" [:;?!»]|« ", text)] == []


def test_no_module_of_click_keeps_the_functions_of_gettext() -> None:
    asking = {f"click.{path.stem}" for path in SOURCES if "from gettext import" in path.read_text(encoding="utf-8")}
    assert asking - sys.modules.keys() <= {"click._winconsole"}
    for name in asking & sys.modules.keys():
        assert not {gettext.gettext, gettext.ngettext} & {
            item for item in vars(sys.modules[name]).values() if callable(item)
        }


def test_the_plural_starts_at_two() -> None:
    english = ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.")
    sentences = [accord(*english, count).format(name="-n", nargs=count) for count in (0, 1, 2)]
    assert sentences == [
        "l'option «\u00a0-n\u00a0» attend une valeur",
        "l'option «\u00a0-n\u00a0» attend une valeur",
        "l'option «\u00a0-n\u00a0» attend 2 valeurs",
    ]


@click.group(context_settings={"help_option_names": ["-h", "--aide", "--help"]})
@click.version_option("1.0")
@click.option("-C", "racine", type=click.Path(exists=True, file_okay=False), help="Le dépôt.")
def outil(racine: str | None) -> None:
    """Essayer toutes les sortes d'options."""


@outil.command(deprecated="lui préférer autre")
@click.option(
    "--forme", type=click.Choice(["texte", "json", "csv"]), default="texte", show_default=True, help="La forme."
)
@click.option("--nombre", type=click.IntRange(1, 5), required=True, envvar="NOMBRE", show_envvar=True, help="Combien.")
@click.option("--taux", type=float, nargs=2, help="Deux taux.")
@click.option("--jour", type=click.DateTime(["%d/%m/%Y"]), help="Le jour.")
@click.option("--fichier", type=click.File(), help="Un fichier.")
@click.option("--oui/--non", help="Une question.")
@click.argument("codes", nargs=-1, help="Les codes.")
def essai(**_options: object) -> None:
    """Faire un essai."""


def _shown(*arguments: str) -> str:
    return CliRunner().invoke(outil, list(arguments), prog_name="outil").output


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_help_is_in_french() -> None:
    assert _plain(_shown("essai", "--aide")) == (
        "Usage : outil essai [OPTIONS] [CODES]…\n"
        "\n"
        "  Faire un essai. (OBSOLÈTE : lui préférer autre)\n"
        "\n"
        "Arguments :\n"
        "  [CODES]…  Les codes.\n"
        "\n"
        "Options :\n"
        "  --forme [texte|json|csv]  La forme.  [défaut : texte]\n"
        "  --nombre ENTIER           Combien.  [variable d'environnement : NOMBRE;\n"
        "                            1<=x<=5; obligatoire]\n"
        "  --taux NOMBRE…            Deux taux.\n"
        "  --jour [%d/%m/%Y]         Le jour.\n"
        "  --fichier FICHIER         Un fichier.\n"
        "  --oui / --non             Une question.\n"
        "  -h, --aide, --help        Afficher cette aide.\n"
    )


def test_the_help_of_a_group_names_commands_and_what_was_declared_before_the_translation() -> None:
    shown = _plain(_shown("--aide"))
    assert shown.startswith("Usage : outil [OPTIONS] COMMANDE [ARGUMENTS]…\n")
    assert "  --version           Afficher la version.\n" in shown
    assert "  -C DOSSIER          Le dépôt.\n" in shown
    assert "\nCommandes :\n  essai  Faire un essai. (OBSOLÈTE : lui préférer autre)\n" in shown


def test_an_error_of_usage_says_where_to_find_help() -> None:
    assert _plain(_shown("essai", "--nombre", "1", "--fichie", "x")) == (
        "Usage : outil essai [OPTIONS] [CODES]…\n"
        "Essayez « outil essai --aide » pour obtenir de l'aide.\n"
        "\n"
        "Erreur : option inconnue « --fichie » (vouliez-vous dire « --fichier » ?)\n"
    )


@pytest.mark.parametrize(
    ("arguments", "erreur"),
    [
        ("esai", "commande inconnue « esai » (vouliez-vous dire « essai » ?)"),
        ("-C /absent essai", "valeur refusée pour « -C » : le dossier « /absent » n'existe pas"),
        ("essai", "il manque l'option « --nombre » (variable d'environnement : « NOMBRE »)."),
        ("essai --nombre", "l'option « --nombre » attend une valeur"),
        ("essai --taux 1", "l'option « --taux » attend 2 valeurs"),
        ("essai --oui=1", "l'option « --oui » s'écrit sans valeur"),
        ("essai --nombre un", "« un » n'est pas un nombre entier"),
        ("essai --nombre 9", "9 est hors des bornes : 1<=x<=5"),
        ("essai --taux a b", "valeur refusée pour « --taux » : « a » n'est pas un nombre"),
        ("essai --forme xml", "« xml » n'est pas une valeur permise : « texte », « json » ou « csv »"),
        ("essai --jour hier", "valeur refusée pour « --jour » : « hier » n'est pas une date au format « %d/%m/%Y »"),
        ("essai --fichier /absent", "valeur refusée pour « --fichier » : « /absent » : fichier introuvable"),
        ("essai --taux \x1b[31m 1", "valeur refusée pour « --taux » : « \\x1b[31m » n'est pas un nombre"),
    ],
)
def test_an_error_of_usage_is_a_french_sentence(arguments: str, erreur: str) -> None:
    last = _plain(_shown(*arguments.split())).splitlines()[-1]
    assert last.startswith("Erreur : ")
    assert last.endswith(erreur)


def test_a_deprecated_command_warns_in_french() -> None:
    shown = _plain(_shown("essai", "--nombre", "1"))
    assert shown == "Avertissement : la commande « essai » est obsolète. lui préférer autre\n"
