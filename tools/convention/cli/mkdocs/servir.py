"""A site that is served: data with errors leaves the last good pages, and each of them says why.

Knows: the development server that comes with MkDocs. Must not know: the data, what a page says.
"""

from __future__ import annotations

import gc
import shutil
import signal
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from click import ClickException
from jinja2 import Template

from convention.base.arret import AbandonError, tant_que
from convention.base.french import compte
from convention.cli.cadre.contexte import DonneesError
from convention.cli.cadre.diagnostics import first_errors, reprises
from convention.cli.cadre.valeurs import ICI_SEULEMENT
from convention.cli.mkdocs.construire import prepare, write_site
from convention.cli.mkdocs.ecrits import AVIS, ICI, THEME
from convention.model.cadre.hors_donnees import CONFIGURATION

if TYPE_CHECKING:
    from collections.abc import Callable

    from convention.cli.cadre.lecteur import Demande

SUIVIS = ("adherents", "catalogue", "pricing", "docs/accessibilite", "docs/glossaire.md", CONFIGURATION)
"""What a repository has that changes its site."""
ERREURS_MAX = 10
"""How many are repeated in a few words; all are shown with their lines before."""
INTROUVABLE = 404
_REGARD_SECONDES = 0.2
"""Between two looks at the files: each takes four thousandths of a second."""


def serve_site(demande: Demande, port: int) -> None:
    """Serve the site on this machine, and build it again when a file changes; Ctrl-C ends it."""
    prepare()
    from convention.cli.mkdocs.apercu import Apercu, renew

    demande = demande._replace(reprises=reprises())
    racine, outil = demande.contexte.racine, (ICI / THEME, ICI / "habillage", ICI.parents[1] / "site" / "gabarits")
    with TemporaryDirectory() as place:
        site, new, old = Path(place, "site"), Path(place, "nouveau"), Path(place, "ancien")

        write_site(racine, demande.lire(), site)
        # What is read once holds to the end, or nearly: it is not looked through again.
        gc.collect()
        gc.freeze()

        def build() -> None:
            read = demande.lire()
            if renew(racine, read, site, server.regardee):
                server.montrer()
            for folder in (new, old):
                shutil.rmtree(folder, ignore_errors=True)
            with tant_que(lambda: server.a_jour):
                write_site(racine, read, new)
            # The pages are read meanwhile: they are away for an instant at most.
            site.rename(old)
            new.rename(site)
            server.reprendre()
            gc.collect()

        rebuild = partial(_rebuild, build, site)
        server = Apercu(rebuild, ICI_SEULEMENT, port, str(site), polling_interval=_REGARD_SECONDES)
        server.error_handler = lambda code: (site / "404.html").read_bytes() if code == INTROUVABLE else None
        for path in (*(racine / nom for nom in SUIVIS), *outil):
            if path.exists():
                server.watch(str(path))
        # Whoever stops the server otherwise than at the keyboard has its temporary folder removed too.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        told = f"Le site est servi sur {server.url} et se refait à chaque modification ; Ctrl-C l'arrête."
        sys.stderr.write(f"\n{told}\n\n")
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            server.shutdown()


def _rebuild(builder: Callable[[], None], site: Path) -> None:
    """Rebuild the site; when it is refused, write why on the pages that are there: browsers then show it."""
    try:
        builder()
    except AbandonError:
        # Something changed meanwhile: the build that follows is of it, and the whole site comes with the last one.
        return
    except ClickException as refus:
        message = f"aucun site n'est construit : {_why(refus)}"
        sys.stderr.write(f"\n{message}\nLes dernières pages justes restent servies, et le site se refera ensuite.\n\n")
        notice = Template((ICI / "avis.html").read_text("utf-8"), autoescape=True).render(lignes=message.splitlines())
        for path in sorted(site.rglob("*.html")):
            page = path.read_text("utf-8")
            path.write_text(AVIS.sub(lambda found: f"{found[1]}{notice}", page, count=1), "utf-8")


def _why(refus: ClickException) -> str:
    """Say why no site is built, each error of the data at its place."""
    if not isinstance(refus, DonneesError):
        return refus.format_message()
    places = [f"  {told}" for told in first_errors(refus.erreurs, ERREURS_MAX)]
    return "\n".join([f"{compte(len(refus.erreurs), 'erreur')} dans les données", *places])
