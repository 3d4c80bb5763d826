"""GitHub's API as GitHub publishes it: the examples that its answers begin with, and the judge of what is exchanged.

Knows: the description (npm's `@octokit/openapi`), the paths that our client uses. Must not know: what a test expects.
An answer of the local server is the published example, with our values laid over it: no field of it is ours.
"""

from __future__ import annotations

import json
import os
import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from openapi_core import Config, OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse

from tests.essais import RACINE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FICHIER = RACINE / "tools/tests/editeur/node_modules/@octokit/openapi/generated/api.github.com.json"
API = "https://api.github.com"
DEPOT = "/repos/{owner}/{repo}"
CHEMINS = [
    DEPOT,
    *(
        f"{DEPOT}/{place}"
        for place in (
            "actions/permissions",
            "actions/permissions/fork-pr-contributor-approval",
            "actions/permissions/workflow",
            "actions/runners",
            "collaborators/{username}/permission",
            "environments/{environment_name}",
            "git/commits",
            "git/commits/{commit_sha}",
            "git/ref/{ref}",
            "git/refs",
            "git/refs/{ref}",
            "git/trees",
            "issues",
            "issues/comments/{comment_id}",
            "issues/{issue_number}",
            "issues/{issue_number}/comments",
            "labels/{name}",
            "pulls",
            "pulls/{pull_number}",
            "rules/branches/{branch}",
            "rulesets",
            "rulesets/{ruleset_id}",
            "statuses/{sha}",
        )
    ),
]


class Echange(NamedTuple):
    """A request and its answer."""

    methode: str
    chemin: str
    requete: Mapping[str, str]
    document: object
    statut: int
    reponse: object

    @property
    def _patron(self) -> str:
        return next((item for item in CHEMINS if _expression(item).fullmatch(self.chemin)), "")


def present() -> bool:
    """Tell whether the description is there; in continuous integration, it must be."""
    assert FICHIER.is_file() or not os.environ.get("CI"), "make tools/tests/editeur/node_modules/.pret"
    return FICHIER.is_file()


def complete(echange: Echange) -> object:
    """Lay an answer over the example that GitHub publishes of it."""
    example = max(_examples(echange), key=len, default=None)
    if example is not None:
        example = laid(example, _OUBLIES.get(echange._patron, {}))
    return laid(example, echange.reponse)


def _examples(echange: Echange) -> Iterator[Any]:
    """Yield what is published of this path, by whatever method: some examples say one feature only."""
    for operation in _document()["paths"].get(echange._patron, {}).values():
        answer = operation.get("responses", {}).get(str(echange.statut), {}) if isinstance(operation, dict) else {}
        for item in answer.get("content", {}).get("application/json", {}).get("examples", {}).values():
            value = _resolved(item)["value"]
            if isinstance(value, list) == isinstance(echange.reponse, list):
                yield value


def published() -> Iterator[Echange]:
    """Yield the fullest example that is published of each thing that our client reads, completed."""
    for patron, operations in _document()["paths"].items():
        for status, answer in operations.get("get", {}).get("responses", {}).items():
            if not status.startswith("2"):
                continue
            examples = answer.get("content", {}).get("application/json", {}).get("examples", {}).values()
            values = [_resolved(item)["value"] for item in examples]
            if values:
                value = laid(max(values, key=len), _OUBLIES.get(patron, {}))
                yield Echange("GET", re.sub(r"\{[a-z_]+\}", "7", patron), {}, None, int(status), value)


def faults(echange: Echange) -> list[str]:
    """Say what GitHub would not have received, or not answered, by its own description."""
    where = f"{echange.methode} {echange.chemin}"
    patron = echange._patron
    if not patron:
        return [f"{where} : chemin inconnu de la description"]
    content = None if echange.document is None else json.dumps(echange.document).encode()
    values = _expression(patron).fullmatch(echange.chemin)
    assert values is not None
    path = patron
    for name, value in values.groupdict().items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    request = MockRequest(
        API, echange.methode.lower(), path, args=dict(echange.requete), data=content, content_type="application/json"
    )
    answer = MockResponse(json.dumps(echange.reponse).encode(), echange.statut)
    found = [f"{where} : champ inconnu {name}" for name in _unknown(patron, echange)]
    try:
        _openapi().validate_request(request)
        _openapi().validate_response(request, answer)
    except OpenAPIError as error:
        wrong = getattr(error.__cause__, "schema_errors", None) or [error]
        return [
            *found,
            *(f"{where} : {'/'.join(map(str, getattr(item, 'path', [])))} : {item!s:.200}" for item in wrong),
        ]
    return found


@cache
def _expression(patron: str) -> re.Pattern[str]:
    """Match the paths of a template; a reference to a branch holds slashes."""
    return re.compile(
        re.sub(r"\{([a-z_]+)\}", lambda found: f"(?P<{found[1]}>{_VALEUR.get(found[1], '[^/]+')})", patron)
    )


_VALEUR = {"ref": ".+"}
_OUBLIES = {
    DEPOT: {"language": None, "has_discussions": False, "source": {"language": None}},
    f"{DEPOT}/collaborators/{{username}}/permission": {"user": {"role_name": "write"}},
    f"{DEPOT}/pulls": {"requested_teams": []},
    f"{DEPOT}/pulls/{{pull_number}}": {"requested_teams": []},
}
"""What the published examples lack, by the schemas published beside them."""


def _unknown(patron: str, echange: Echange) -> set[str]:
    """Return the keys of a body, and the parameters, that the description does not know."""
    operation = _document()["paths"][patron][echange.methode.lower()]
    known = {_resolved(item)["name"] for item in operation.get("parameters", [])}
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    given = echange.document if isinstance(echange.document, dict) else {}
    return {*(echange.requete.keys() - known), *(given.keys() - body.get("properties", {}).keys())}


def laid(under: Any, over: Any) -> Any:  # noqa: ANN401 (JSON)
    """Lay values over an example, key by key; of a list, each over its first item."""
    match under, over:
        case dict(), dict():
            return {**under, **{name: laid(under.get(name), value) for name, value in over.items()}}
        case [first, *_], list():
            return [laid(first, item) for item in over]
        case [*items], dict():
            return [laid(item, over) for item in items]
        case _:
            return over


def _resolved(item: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in item:
        _, kind, name = item["$ref"].removeprefix("#/").split("/")
        item = _document()["components"][kind][name]
    return item


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(FICHIER.read_text(encoding="utf-8"))
    document["paths"] = {path: document["paths"][path] for path in CHEMINS}
    return document


@cache
def _openapi() -> OpenAPI:
    return OpenAPI.from_dict(_document(), config=Config(spec_validator_cls=None))  # type: ignore[arg-type]
