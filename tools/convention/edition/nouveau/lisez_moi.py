"""The first page of a repository that begins: what it is, how to install the tool, the five gestures that come next.

Knows: the answers. Must not know: the other files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.edition.nouveau.depot import grid
from convention.model.cadre.document import path_of
from convention.model.documents.adherents import Depenses
from convention.model.documents.grilles import Bareme
from convention.model.valeurs.corrections import to_id
from convention.reports.rendus.escape import markdown

if TYPE_CHECKING:
    from convention.edition.nouveau.reponses import Reponses


_SANS_GIT = " (la première fois, `git init` d'abord, et `.venv/`, `build/` dans `.gitignore`)"


def readme(reponses: Reponses, installer: str, *, avec_git: bool) -> str:
    """Write README.md; `installer` is the command that installs the tool, `avec_git`: git has the folder."""
    pays = [item for item in reponses.adherents if item.nom != reponses.gestionnaire] or reponses.adherents
    first = pays[0].id
    return f"""\
# {markdown(reponses.titre)}

Ce dossier tient la convention comme une donnée : `catalogue/` dit ce qu'elle offre, `adherents/` qui prend quoi,
`pricing/` ce que cela coûte. L'outil `convention` vérifie, calcule et explique.

`outil.txt` nomme la version de l'outil, que l'on installe une fois :

    {installer}

Si pip ne trouve pas l'outil, lui dire où est son paquet : `--find-links=DOSSIER`.

Les cinq gestes qui viennent ensuite :

1. `convention valider` : tout est-il juste ? Chaque erreur est montrée à sa ligne, avec quoi faire.
2. `convention calculer` : ce que chacun doit ; `convention expliquer {first}` : pourquoi.
3. `git add .`, puis `git commit -m "Ce qui a changé"`{"" if avec_git else _SANS_GIT} ;
   avant de le faire, `convention comparer HEAD` dit ce qui change, pour qui, et de combien.
4. {_change(reponses)}
5. `convention site` : le site, dans `build/site`.

Dans VS Code, l'extension YAML (`redhat.vscode-yaml`) complète et vérifie la saisie d'après `schemas/`, que
`convention schemas` refait.
{_forge(reponses)}
Ce que la convention ne dit pas encore (présence partielle, départ en cours d'année, arrondis) est écrit dans
`catalogue/convention.yaml`, sous « politiques », à confirmer. Chaque partage est dit dans les mots de l'outil, sous
« texte » de `pricing/couts-de-possession.yaml` : ceux de la convention les remplacent. Aucun compte n'est
proposé aux comptables : `pricing/comptes.yaml`, s'il est écrit, les donne.
"""


def _forge(reponses: Reponses) -> str:
    path = reponses.forge.fichier
    return f"La forge contrôle chaque proposition par `{path}`.\n" if path else ""


def _change(reponses: Reponses) -> str:
    """Say how a price changes, by the first service that has one."""
    for rang, service in enumerate(reponses.services, 1):
        if service.partage.forme.variable:
            asked = f"{to_id(service.nom)} {service.partage.forme.variable} MONTANT --exercice {reponses.exercice}"
            return f"`convention fixer {asked}` : changer un prix, et voir pour qui il change."
        if service.tranches:
            path = path_of(Bareme, grid(f"S{rang:02d}"))
            return f"changer une tranche dans `{path}`, puis `convention comparer HEAD` : voir pour qui elle change."
    path = path_of(Depenses, reponses.adherents[0].id, reponses.exercice)
    return f"écrire dans `{path}` ce qui lui est livré : `convention schemas` en donne la forme à l'éditeur."
