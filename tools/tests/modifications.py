"""Random edits of real files: a value changed, an item added, removed, moved, renamed; a file that comes or goes.

Knows: raw YAML nodes, series, kept avenants, the loader. Must not know: changes, sentences.
A value is replaced by another that the same field has elsewhere, or by one that looks like it. What the loader refuses
is no edit: it is an error, told at its line.
"""
# ruff: noqa: ANN401, S311 (raw values have any shape; chance is no secret)

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from convention.base.diagnostic import has_errors
from convention.loading.ecrits.avenants_consignes import read_kept
from convention.loading.ecrits.series import read_series
from convention.loading.loader import load
from convention.model.assemblage import build_depot
from convention.model.ecrits.avenants_consignes import Contenu
from convention.model.ecrits.series import read_series_path
from convention.model.genres import read_path
from tests.essais import Textes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convention.model.depot import Depot

Pointeur = tuple[str | int, ...]


class Edition(NamedTuple):
    """One edit of one file: what is done, where, its new text; None when the file goes."""

    geste: str
    path: str
    pointeur: Pointeur
    texte: str | None


class Editeur:
    """Draws edits of a repository."""

    def __init__(self, files: Mapping[str, str], depot: Depot) -> None:
        self.files = files
        self.depot = depot
        self.contenus = {path: _plain(fichier.root) for path, fichier in depot.fichiers.items()}
        self.valeurs: dict[tuple[str, ...], list[Any]] = defaultdict(list)
        for path, root in self.contenus.items():
            for pointer, value in _walk(root):
                known = self.valeurs[self._field(path, pointer)]
                if value not in known:
                    known.append(value)
        self.genres: dict[str, list[str]] = defaultdict(list)
        for path in sorted(files):
            chemin = read_path(path)
            self.genres[chemin.genre.nom if chemin is not None else path.split("/")[1]].append(path)

    def tirer(self, alea: Random) -> Edition | None:
        """Draw an edit of a file, each kind of files being drawn as often; None when what was drawn cannot be done."""
        path = alea.choice(self.genres[alea.choice(sorted(self.genres))])
        if read_series_path(path) is not None:
            return self._serie(alea, path)
        if path.endswith("/avenant.json"):
            return self._consigne(alea, path)
        if path not in self.contenus:
            return None
        return self._document(alea, path)

    def autrement(self, alea: Random, edition: Edition) -> Edition | None:
        """Draw the same gesture at the same place, with another value."""
        if edition.path not in self.contenus or edition.geste not in _FONCTIONS:
            return self.tirer(alea)
        return self._at(alea, edition.path, edition.geste, edition.pointeur)

    def sans(self, edition: Edition) -> list[Edition]:
        """Return the edits that take away, whole, what holds the place of an edit: its object, its list, its file."""
        if edition.path not in self.contenus:
            return [Edition("supprime", edition.path, (), None)]
        holders = [edition.pointeur[:end] for end in range(1, len(edition.pointeur))]
        found = [self._at(Random(0), edition.path, "retire", holder) for holder in holders]
        return [item for item in found if item is not None] + [Edition("supprime", edition.path, (), None)]

    def avec(self, edition: Edition) -> Depot | None:
        """Return the repository once edited; None when the loader refuses it."""
        if edition.texte is None:
            return build_depot(
                [item for item in self.depot.fichiers.values() if item.path != edition.path],
                (),
                self.depot.sceaux.values(),
                [item for item in self.depot.avenants_consignes.values() if item.path != edition.path],
                [item for item in self.depot.series.values() if item.path != edition.path],
            )._replace(
                scelles=self.depot.scelles,
                contenus={path: sha for path, sha in self.depot.contenus.items() if path != edition.path},
            )
        alone = load(Textes({edition.path: edition.texte}))
        if has_errors([item for item in alone.diagnostics if item.code != "FIC002"]):
            return None
        read = alone.depot
        return build_depot(
            {**self.depot.fichiers, **read.fichiers}.values(),
            (),
            self.depot.sceaux.values(),
            {**self.depot.avenants_consignes, **read.avenants_consignes}.values(),
            {**self.depot.series, **read.series}.values(),
        )._replace(scelles=self.depot.scelles, contenus={**self.depot.contenus, **read.contenus})

    def _field(self, path: str, pointer: Pointeur) -> tuple[str, ...]:
        """Name a field: its kind of document, and the names of fields that lead to it."""
        chemin = read_path(path)
        assert chemin is not None
        names = tuple("*" if isinstance(part, int) or not re.fullmatch("[a-z_]+", part) else part for part in pointer)
        return (chemin.genre.nom, *names)

    def _document(self, alea: Random, path: str) -> Edition | None:
        if alea.random() < 0.05:
            return self._whole(alea, path)
        pointer, value = alea.choice(list(_walk(self.contenus[path])))
        above = _at(self.contenus[path], pointer[:-1]) if pointer else None
        gestures = ["change"] if isinstance(value, str) else ["ajoute"]
        gestures += ["retire"] if pointer else []
        gestures += ["déplace"] if isinstance(above, list) and len(above) > 1 else []
        gestures += ["renomme"] if isinstance(above, dict) else []
        return self._at(alea, path, alea.choice(gestures), pointer)

    def _at(self, alea: Random, path: str, geste: str, pointer: Pointeur) -> Edition | None:
        root = _copy(self.contenus[path])
        if not getattr(self, f"_{_FONCTIONS[geste]}")(alea, path, root, pointer):
            return None
        return Edition(geste, path, pointer, self._text(path, root))

    def _text(self, path: str, root: object) -> str:
        return f"{self.files[path].splitlines()[0]}\n{_flow(root)}\n"

    def _whole(self, alea: Random, path: str) -> Edition | None:
        """Take a file away, or write again as it is in another of its kind."""
        if alea.random() < 0.5:
            return Edition("supprime", path, (), None)
        chemin = read_path(path)
        others = self.genres[chemin.genre.nom if chemin is not None else ""]
        return Edition("recopie", path, (), self._text(path, self.contenus[alea.choice(others)]))

    def _change(self, alea: Random, path: str, root: Any, pointer: Pointeur) -> bool:
        old = _at(root, pointer)
        pool = [item for item in self.valeurs[self._field(path, pointer)] if isinstance(item, str) and item != old]
        made = _like(alea, old)
        new = alea.choice(pool) if pool and (made is None or alea.random() < 0.5) else made
        if new is None:
            return False
        _at(root, pointer[:-1])[pointer[-1]] = new
        return True

    def _add(self, alea: Random, path: str, root: Any, pointer: Pointeur) -> bool:
        here = _at(root, pointer)
        if isinstance(here, list):
            items = [item for seen in self.valeurs[self._field(path, pointer)] for item in seen if item not in here]
            if not items:
                return False
            here.insert(alea.randint(0, len(here)), _copy(alea.choice(items)))
            return True
        others = [seen for seen in self.valeurs[self._field(path, pointer)] if isinstance(seen, dict)]
        pairs = [(key, item) for seen in others for key, item in seen.items() if key not in here]
        if not pairs:
            return False
        key, item = alea.choice(pairs)
        here[key] = _copy(item)
        return True

    def _remove(self, alea: Random, path: str, root: Any, pointer: Pointeur) -> bool:
        del alea, path
        del _at(root, pointer[:-1])[pointer[-1]]
        return True

    def _move(self, alea: Random, path: str, root: Any, pointer: Pointeur) -> bool:
        del path
        here = _at(root, pointer[:-1])
        item = here.pop(pointer[-1])
        here.insert(alea.randint(0, len(here)), item)
        return True

    def _rename(self, alea: Random, path: str, root: Any, pointer: Pointeur) -> bool:
        above, key = _at(root, pointer[:-1]), str(pointer[-1])
        keys = [nom for seen in self.valeurs[self._field(path, pointer[:-1])] for nom in seen if nom not in above]
        new = alea.choice(keys) if keys and alea.random() < 0.7 else f"{key}-bis"
        pairs = [(new if nom == key else nom, item) for nom, item in above.items()]
        above.clear()
        above.update(pairs)
        return True

    def _serie(self, alea: Random, path: str) -> Edition | None:
        serie, _ = read_series(path, self.files[path].encode())
        assert serie is not None
        points, rank = list(serie.points), alea.randrange(len(serie.points))
        geste = alea.choice(["change", "retire", "ajoute", "entête"])
        if geste == "change":
            points[rank] = points[rank]._replace(valeur=points[rank].valeur + alea.randint(1, 9))
        elif geste == "retire":
            del points[rank]
        elif geste == "ajoute":
            points.append(points[rank]._replace(jour=points[rank].jour + timedelta(days=alea.randint(1, 200))))
            if len({point[:2] for point in points}) < len(points):
                return None
        else:
            return Edition(geste, path, (), serie._replace(entete=_header(alea, serie.entete)).texte())
        return Edition(geste, path, (rank,), serie._replace(points=tuple(sorted(points))).texte())

    def _consigne(self, alea: Random, path: str) -> Edition | None:
        kept, _ = read_kept(path, self.files[path].encode())
        assert kept is not None
        phrases, montants = list(kept.contenu.phrases), [dict(row) for row in kept.contenu.montants]
        niveaux = list(kept.niveaux)
        geste = alea.choice(["change", "montant", "retire", "ajoute", "niveau", "supprime"])
        rank = alea.randrange(len(phrases))
        if geste == "supprime":
            return Edition(geste, path, (), None)
        if geste == "change":
            phrases[rank] = _like(alea, phrases[rank]) or ""
        elif geste == "niveau":
            niveaux[rank] = "adherents" if niveaux[rank] == "public" else "public"
        elif geste == "retire":
            del phrases[rank], niveaux[rank]
        elif geste == "ajoute":
            phrases.insert(rank, f"Phrase ajoutée {alea.randint(1, 99)}")
            niveaux.insert(rank, alea.choice(["public", "adherents"]))
        elif montants:
            row = alea.choice(montants)
            row["apres"] = f"{alea.randint(1, 10**6)}.00"
        new = kept._replace(contenu=Contenu(tuple(phrases), tuple(montants)), niveaux=tuple(niveaux))
        return Edition(geste, path, (rank,), new.texte())


_FONCTIONS = {"change": "change", "ajoute": "add", "retire": "remove", "déplace": "move", "renomme": "rename"}


def _header(alea: Random, entete: Any) -> Any:
    champ = alea.choice(entete._fields)
    value = getattr(entete, champ)
    if isinstance(value, date):
        return entete._replace(**{champ: value - timedelta(days=alea.randint(1, 9))})
    if isinstance(value, int):
        return entete._replace(**{champ: value + alea.randint(1, 9)})
    if isinstance(value, tuple):
        return entete._replace(**{champ: (date(2026, alea.randint(1, 12), 3),)})
    new = alea.choice(["convention", "public"]) if champ == "origine" else f"{alea.randrange(16**8):08x}" + value[8:]
    return entete._replace(**{champ: new})


def _like(alea: Random, text: str) -> str | None:
    """Return another text that looks like one."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return str(date.fromisoformat(text) + timedelta(days=alea.randint(1, 400)))
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return _number(Fraction(text) + Fraction(alea.randint(1, 999), alea.choice([1, 1, 100])))
    if text in {"oui", "non"}:
        return "non" if text == "oui" else "oui"
    words = text.split(" ")
    if len(words) > 1 and "\n" not in text:
        rank = alea.randrange(len(words))
        words[rank] = alea.choice(["autrement", "ailleurs", "jamais", f"{words[rank]} toujours"])
        return " ".join(words)
    return None


def _number(value: Fraction) -> str:
    whole, cents = divmod(abs(value) * 100, 100)
    text = f"{int(whole)}.{int(cents):02d}" if cents else str(int(whole))
    return f"-{text}" if value < 0 else text


def _plain(node: Any) -> Any:
    if isinstance(node, dict):
        return {str(key): _plain(item) for key, item in node.items()}
    if isinstance(node, list):
        return [_plain(item) for item in node]
    return _Texte(node.text, plain=node.plain)


class _Texte(str):
    """A scalar, and whether it was written without quotes."""

    __slots__ = ("plain",)
    plain: bool

    def __new__(cls, text: str, *, plain: bool) -> Self:
        made = super().__new__(cls, text)
        made.plain = plain
        return made


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value


def _walk(value: Any, here: Pointeur = ()) -> Iterator[tuple[Pointeur, Any]]:
    if here:
        yield here, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, (*here, key))
    elif isinstance(value, list):
        for rank, item in enumerate(value):
            yield from _walk(item, (*here, rank))


def _at(root: Any, pointer: Pointeur) -> Any:
    for part in pointer:
        root = root[part]
    return root


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_flow(item)}' for key, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    quoted = '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    plain = getattr(value, "plain", True) and re.fullmatch(r"[\w.€/-]+", value)
    return str(value) if plain else quoted
