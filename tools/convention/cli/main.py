"""The `convention` command: finds the command asked for, runs it, turns what stops it into an exit code.

Knows: the list of commands, exit codes. Must not know: what commands do; their modules are imported when they run.
"""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from contextlib import suppress
from gettext import gettext
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from convention.cli.cadre.contexte import Contexte, Sortie
from convention.cli.cadre.francais import cited_in_french, speak_french
from convention.cli.cadre.outil import PAQUET

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Piece(NamedTuple):
    """A room of commands: what they are for, and each with its help."""

    titre: str
    commandes: Mapping[str, str]


PIECES = {
    "consulter": Piece(
        "Vérifier, calculer, expliquer",
        {
            "valider": "Vérifier tous les fichiers et montrer chaque erreur à sa ligne",
            "calculer": "Calculer la contribution de chaque adhérent",
            "expliquer": "Dire d'où vient chaque montant d'un adhérent",
            "equilibre": "Montrer les coûts supportés et refacturés, et ce que couvre le forfait",
            "budget": "Dire ce qu'un adhérent inscrit à son budget, compte par compte",
            "simuler": "Calculer ce que changerait un scénario, sans rien écrire",
            "lectures": "Chiffrer chaque autre lecture de la convention, adhérent par adhérent",
            "fiche-adhesion": "Montrer l'effet d'une adhésion sur chacun, et ce qui manque encore",
            "fiche-sortie": "Montrer ce qu'un départ laisse à payer, à qui, et ce qu'il reste à faire",
            "expliquer-code": "Dire ce que signifie un code de message, et quoi faire",
            "serveur-langage": "Répondre à un éditeur : erreurs, euros, noms et gestes pendant la frappe",
        },
    ),
    "decider": Piece(
        "Comparer une proposition, rédiger les actes",
        {
            "comparer": "Montrer ce qu'une modification change, et ce qu'elle coûte à qui",
            "direct": "Montrer en grand, pendant une réunion, ce que changent les fichiers enregistrés",
            "avenant": "Établir les avenants d'une proposition, et vérifier leur empreinte",
            "rediger": "Rédiger les documents de l'année : dossier de réunion, rapport, évaluation, acte d'un forfait",
        },
    ),
    "appeler": Piece(
        "Appeler, clore, sceller",
        {
            "appels": "Établir ce que chaque appel à contribution demande, et le sceller",
            "clore": "Clore un exercice : sceller ses lignes, ou dire ce qui manque",
            "rectifier": "Déclarer la correction d'un exercice clos, avec son motif",
            "desceller": "Déclarer qu'une décision remplace ou retire ce qui est scellé",
            "signer": "Signer un appel, une clôture ou un avenant scellé, au nom d'une fonction",
        },
    ),
    "modifier": Piece(
        "Modifier par gestes",
        {
            "nouveau": "Commencer le dépôt d'une convention, d'après quelques réponses",
            "adherer": "Écrire une demande d'adhésion, ou l'entrée d'un nouvel adhérent",
            "corriger-adherent": "Corriger le nom, les numéros ou le rattachement d'un adhérent",
            "souscrire": "Souscrire un service ou un composant pour un adhérent",
            "activer": "Activer un service souscrit",
            "resilier": "Résilier un service, un composant ou une adhésion",
            "quantifier": "Écrire des quantités d'un adhérent",
            "relever": "Compter les quantités dans les exports d'un inventaire, et les proposer",
            "importer": "Écrire ce qui a été changé dans un classeur, après l'avoir montré",
            "valider-quantites": "Écrire que le référent a validé des quantités",
            "contester": "Déclarer un désaccord sur une pièce, le maintenir, dire sa fin",
            "fixer": "Fixer un montant d'un composant, ou le forfait",
            "ajouter-service": "Ajouter un service au catalogue, avec son prix",
            "ouvrir-exercice": "Ouvrir un exercice sur le modèle du précédent",
        },
    ),
    "publier": Piece(
        "Publier, tenir à jour",
        {
            "exporter": "Écrire les données dans un classeur, pour les lire et les changer dans un tableur",
            "site": "Construire le site, pour le public, pour les adhérents ou pour un seul",
            "pages": "Écrire les pages du site en Markdown, pour un générateur",
            "servir": "Montrer le site sur cette machine, et le refaire à chaque modification",
            "couverture": "Dire où le dépôt tient chaque clause de la convention",
            "schemas": "Écrire ou vérifier les schémas JSON des documents",
            "formulaires": "Écrire ou vérifier les formulaires de la forge, d'après les données",
            "codeowners": "Écrire ou vérifier qui relit chaque fichier (CODEOWNERS)",
            "hebergement": "Écrire la configuration d'un serveur web, d'après qui peut lire quoi",
        },
    ),
    "forge": Piece(
        "Répondre à la forge, depuis un workflow",
        {
            "resumer": "Écrire ce que change une proposition, comme le dira son commentaire",
            "commenter": "Commenter une demande de fusion, depuis un workflow",
            "instruire": "Faire d'un formulaire une proposition, depuis un workflow",
            "recueillir": "Ouvrir sur la forge les demandes faites au guichet du site",
            "proposer": "Ouvrir ou mettre à jour la demande de fusion d'un relevé",
            "forge": "Vérifier que les réglages de la forge tiennent ce que le dépôt promet",
        },
    ),
}
"""Rooms of commands, in the order of a day's work."""
COMMANDES = {nom: aide for piece in PIECES.values() for nom, aide in piece.commandes.items()}


class Paresseux(click.Group):
    """A group whose commands are imported only when they run: `--aide` answers at once."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read « convention site -C DOSSIER » as « convention -C DOSSIER site »."""
        typed = args[: args.index("--")] if "--" in args else args
        if "-C" in typed[:-1]:
            rank = typed.index("-C")
            args = [*args[rank : rank + 2], *args[:rank], *args[rank + 2 :]]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands, room by room."""
        del ctx
        return list(COMMANDES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        del ctx
        if cmd_name not in COMMANDES:
            return None
        piece = next(nom for nom, item in PIECES.items() if cmd_name in item.commandes)
        module = f"convention.cli.{piece}.{cmd_name.replace('-', '_')}"
        if find_spec(module) is None:
            # A gesture is told in its own file: its command is made from there.
            from convention.cli.modifier.gestes import commande_of

            return commande_of(cmd_name)
        command: click.Command = import_module(module).commande
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; one that is not known may be near one that is not imported."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            raise click.NoSuchCommand(error.command_name, possibilities=COMMANDES, ctx=ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them, room by room."""
        del ctx
        widest = max(map(len, COMMANDES))
        for piece in PIECES.values():
            with formatter.section(f"{piece.titre}\u00a0"):
                formatter.write_dl([(nom.ljust(widest), aide) for nom, aide in piece.commandes.items()])


@click.group(
    cls=Paresseux,
    name="convention",
    subcommand_metavar="COMMANDE [ARGUMENTS]…",
    # Colours as they are: the tool writes none, and those that were typed are shown (`_shown`), not left out by click.
    context_settings={"help_option_names": ["-h", "--aide", "--help"], "max_content_width": 100, "color": True},
    epilog="Codes de sortie : 0 rien à signaler ; 1 erreurs dans les données, ou chose à reprendre ; 2 commande mal "
    "écrite ; 3 environnement (dossier, git, rien à vérifier ou à calculer) ; 4 décision manquante (comparer, "
    "avenant) ; 70 défaut de l'outil.",
)
@click.option(
    "-C",
    "racine",
    metavar="DOSSIER",
    default=".",
    type=click.Path(path_type=Path),
    help="Travailler sur le dépôt de ce dossier (par défaut : le dossier courant, ou le dépôt qui le contient). Les "
    "autres chemins de la commande, tel --sortie, partent du dossier où on la tape.",
)
@click.option("--tout", is_flag=True, help="Montrer chaque message en entier, même ceux qui ont une même cause.")
@click.version_option(
    package_name=PAQUET,
    prog_name="convention",
    message="%(prog)s %(version)s",
    help="Afficher la version.",
)
@click.pass_context
def convention(context: click.Context, racine: Path, *, tout: bool) -> None:
    """Calculer, vérifier et expliquer une convention de services communs tenue en fichiers YAML."""
    context.obj = Contexte(racine, tout)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with one of the documented exit codes."""
    closed = _open_closed_streams()
    # What stops the machine or a workflow is an interruption too: what is half written is removed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    hangup = getattr(signal, "SIGHUP", None)
    if hangup is not None and signal.getsignal(hangup) is signal.SIG_DFL:
        signal.signal(hangup, signal.default_int_handler)
    code = _closed() if closed else run(arguments)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        pass  # The reader left: nothing more to say.
    except OSError:
        # A full disk: `run` has said so when it is the output's.
        code = code or Sortie.ENVIRONNEMENT
    with suppress(OSError):
        sys.stderr.flush()
    # Everything is written: freeing each value one by one would only make the reader wait.
    os._exit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    # The work is a pass over immutable values: the cycle collector would only walk them again and again.
    gc.disable()
    # What is installed beside the tool has no say in how the data is read.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    speak_french()
    _write_utf_8()
    try:
        return _dispatch(arguments)
    except BrokenPipeError:
        # The reader left (`| head`): nothing more to say, and nothing to flush at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Sortie.PROPRE
    except OSError as error:
        what = gettext(error.strerror or "unknown error")
        # Of a copy, the second is what could not be written.
        where = error.filename if error.filename2 is None else error.filename2
        path = f" : {_target(where)}" if isinstance(where, str) else ""
        return _say(_shown(f"le disque ou le système refuse l'opération ({what}){path}"))
    except KeyboardInterrupt:
        return _interrupted()
    except Exception as error:
        surroundings = _surroundings(error)
        if surroundings is not None:
            return _say(surroundings)
        if os.environ.get("CONVENTION_TRACE"):
            raise
        from convention.base.defaut import defaut

        message = f"{defaut(error)} : aucun fichier n'est écrit à moitié"
        _tell(f"Erreur : {message} ; le signaler en joignant la commande et la révision des données.\n")
        return Sortie.DEFAUT


def _closed() -> int:
    """Do nothing, since nothing could be told."""
    _write_utf_8()
    return _say("la sortie est fermée : rien ne pourrait être affiché, rien n'est fait")


def _write_utf_8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _open_closed_streams() -> bool:
    """Give the process the streams that it was started without; tell whether the output was one of them."""
    closed = sys.stdout is None
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 (open until the end)
    return closed


def _dispatch(arguments: Sequence[str] | None) -> int:
    try:
        result = convention.main(
            args=list(arguments) if arguments is not None else None, prog_name="convention", standalone_mode=False
        )
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        # What was typed comes back in the sentence: it is shown, never sent to the terminal.
        written = io.StringIO()
        cited_in_french(error).show(written)
        _tell(_shown(written.getvalue()))
        return error.exit_code
    except SystemExit:
        # click ends the process when the reader leaves (`| head`): nothing more to say.
        return Sortie.PROPRE
    except click.Abort:
        return _interrupted()
    return result if isinstance(result, int) else Sortie.PROPRE


def _interrupted() -> int:
    _tell("Interrompu avant la fin : aucun fichier n'est écrit à moitié.\n")
    return Sortie.INTERROMPU


def _surroundings(error: Exception) -> str | None:
    """Say what prevents the work around the data, when that is what was raised: git absent, a forge that refuses."""
    from convention.forge.client import ForgeError
    from convention.forge.recu import EvenementError
    from convention.loading.source import EnvironmentProblemError
    from convention.reports.rendus.escape import terminal

    around = (EnvironmentProblemError, EvenementError, ForgeError)
    return terminal(str(error)) if isinstance(error, around) else None


def _target(name: str) -> str:
    """Name the folder of a file that is written aside: its own name says nothing to anybody."""
    return str(Path(name).parent) if Path(name).name.startswith(".tmp-") else name


def _shown(message: str) -> str:
    from convention.reports.rendus.escape import terminal

    return "\n".join(map(terminal, message.split("\n")))


def _say(message: str) -> int:
    _tell(f"Erreur : {message}\n")
    return Sortie.ENVIRONNEMENT


def _tell(text: str) -> None:
    """Write to the error stream; when it takes nothing (a full disk), the exit code still says it."""
    from convention.base.french import typeset

    with suppress(OSError):
        click.echo(typeset(text), err=True, nl=False)


if __name__ == "__main__":
    main()
