"""`convention schemas`: the JSON Schemas that editors read, written or checked.

Knows: the folder `schemas/`, the library jsonschema (imported when it serves). Must not know: how a schema is made.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import click

from convention.base.diagnostic import Span
from convention.base.files import held
from convention.base.french import compte, typeset
from convention.base.nodes import locate
from convention.cli.cadre.contexte import Contexte, Sortie, read
from convention.cli.publier.tires import differing, redraw, remedies
from convention.loading.source import Folder
from convention.reports.instances import instance

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from jsonschema import Draft202012Validator

    from convention.model.depot import Depot, Fichier

DOSSIER = "schemas"
REMEDE = "lancer « convention schemas »"
SANS_GENRE = "aucun document n'est de ce genre"


@click.command(name="schemas")
@click.option(
    "--verifier",
    is_flag=True,
    help="Ne rien écrire : vérifier que chaque schéma est à jour, valide, et qu'il accepte les documents du dépôt.",
)
@click.pass_obj
def commande(contexte: Contexte, verifier: bool) -> int:
    """Écrire ou vérifier les schémas JSON des documents, et des sorties de plusieurs commandes.

    Les schémas servent aux éditeurs, qui complètent et vérifient la saisie. Ils sont engendrés par l'outil dans le
    dossier schemas/ du dépôt : ils ne se modifient pas à la main. Le schéma codes.schema.json contient les codes du
    dépôt, que les éditeurs proposent sans les imposer : un code récent peut y manquer. Code de sortie : 0 si tout est à
    jour, 1 sinon.
    """
    from convention.loading.loader import load
    from convention.model.schemas.schemas import schemas

    if verifier:
        return _check(contexte.racine, {**schemas(), **output_schemas()})
    # Of a repository that has no document yet, they help to write the first.
    return _write(contexte.racine, schemas_of(load(Folder(contexte.racine)).depot))


def schemas_of(depot: Depot) -> Mapping[str, bytes]:
    """Return every schema of a repository, that of its codes included, by the name of its file."""
    from convention.model.cadre.renvois import CODES
    from convention.model.schemas.schemas import schemas

    texts = {**schemas(), **output_schemas()}
    return {**texts, CODES: _codes(depot, texts)}


@cache
def output_schemas() -> Mapping[str, bytes]:
    """Return the text of the schema of each output for other tools, by the name of its file."""
    from convention.reports.avenant.json import SortieAvenant
    from convention.reports.calcul.json import SortieCalcul
    from convention.reports.comparaison.json import SortieComparaison
    from convention.reports.etat.medias.json import SortieAppel
    from convention.reports.finances.equilibre_json import SortieEquilibre

    sorties = (SortieAppel, SortieAvenant, SortieCalcul, SortieComparaison, SortieEquilibre)
    return {sortie.fichier(): sortie.texte_du_schema() for sortie in sorties}


def _write(root: Path, texts: Mapping[str, bytes]) -> int:
    files = _files(texts)
    changed = differing(root, files)
    redraw(root, files, changed)
    for path in _strangers(root / DOSSIER, texts):
        path.unlink()
        click.echo(f"{DOSSIER}/{path.name} : retiré, {SANS_GENRE}")
    click.echo(f"{compte(len(texts), 'schéma')}, {compte(len(changed), 'écrit') if changed else 'tous à jour'}.")
    return Sortie.PROPRE


def _files(texts: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"{DOSSIER}/{name}": text for name, text in texts.items()}


def _check(root: Path, texts: Mapping[str, bytes]) -> int:
    from convention.model.cadre.renvois import CODES

    depot = read(root, partial=True).depot
    files, codes = tuple(depot.fichiers.values()), _codes(depot, texts)
    problems = [*remedies(differing(root, _files(texts)), "schemas")]
    problems += [f"{DOSSIER}/{path.name} : {SANS_GENRE}, {REMEDE}" for path in _strangers(root / DOSSIER, texts)]
    problems += _unusable_codes(root / DOSSIER, texts)
    problems += _refused(files, texts, codes)
    for problem in problems:
        click.echo(problem)
    if problems:
        click.echo(f"\n{compte(len(problems), 'problème')}.")
        return Sortie.ERREURS
    followed = held(root / DOSSIER / CODES) == codes
    accepted = compte(len(files), "document accepté", "documents acceptés")
    click.echo(f"{compte(len(texts) + followed, 'schéma')} à jour ; {accepted}.")
    if not followed:
        click.echo(
            typeset(f"{DOSSIER}/{CODES} ne suit plus les données, sans dommage : « convention schemas » le refait.")
        )
    return Sortie.PROPRE


def _codes(depot: Depot, schemas: Mapping[str, bytes]) -> bytes:
    """Return the text of the schema of the codes, those of misshapen documents included."""
    from convention.model.assemblage import salvaged
    from convention.model.schemas.codes_schema import cited_lists, codes_schema

    return codes_schema(salvaged(depot) or depot, cited_lists(schemas))


def _unusable_codes(folder: Path, texts: Mapping[str, bytes]) -> Iterator[str]:
    """Say what would leave editors without any help: they load these codes with every schema. Stale ones do no harm."""
    import json

    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    from convention.model.cadre.renvois import CODES
    from convention.model.schemas.codes_schema import cited_lists

    text = held(folder / CODES)
    if text is None:
        yield f"{DOSSIER}/{CODES} : absent, {REMEDE}"
        return
    try:
        written = json.loads(text.decode())
    except ValueError:
        yield f"{DOSSIER}/{CODES} : ce n'est pas du JSON, {REMEDE}"
        return
    try:
        Draft202012Validator.check_schema(written)
    except SchemaError as error:
        yield f"{DOSSIER}/{CODES} : ce n'est pas un JSON Schema valide, à {error.json_path}, {REMEDE}"
    lists = written.get("$defs") if isinstance(written, dict) else None
    if missing := sorted(cited_lists(texts) - set(lists if isinstance(lists, dict) else ())):
        yield f"{DOSSIER}/{CODES} : il y manque {', '.join(missing)}, {REMEDE}"


def _refused(files: tuple[Fichier, ...], texts: Mapping[str, bytes], codes: bytes) -> Iterator[str]:
    """Say which values the schemas refuse; what the model refuses too is for « convention valider » to explain."""
    import json

    from convention.model.schemas.codes_schema import bundle
    from convention.model.schemas.schemas import schema_file

    validators = {name: validator(bundle(json.loads(text), json.loads(codes))) for name, text in texts.items()}
    for file in files:
        name = schema_file(file.chemin.genre)
        places = {_place(file, error) for error in validators[name].iter_errors(instance(file.root))}
        for span, rule in sorted(places):
            yield f"{span} : {DOSSIER}/{name} refuse cette valeur (règle « {rule} »)"


def validator(schema: Mapping[str, Any]) -> Draft202012Validator:
    """Make what checks documents by a schema: all that it refers to is found once, not again at each reference."""
    from jsonschema import Draft202012Validator
    from referencing.jsonschema import DRAFT202012, EMPTY_REGISTRY

    registry = EMPTY_REGISTRY.with_resource("", DRAFT202012.create_resource(schema)).crawl()
    return Draft202012Validator(schema, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _place(file: Fichier, error: Any) -> tuple[Span, str]:  # noqa: ANN401 (its class would be imported for this alone)
    return Span(file.path, *locate(file.root, tuple(error.absolute_path)).value), str(error.validator)


def _strangers(folder: Path, texts: Mapping[str, bytes]) -> list[Path]:
    """List the files that a former version of the tool wrote for a kind that no longer exists."""
    from convention.model.cadre.renvois import CODES

    return sorted(path for path in folder.glob("*.schema.json") if path.name not in {*texts, CODES})
