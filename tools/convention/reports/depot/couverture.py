"""The page of coverage: each clause of the convention, what holds it, what watches it, what uses it, what stays open.

Knows: passages, the French names of fields, files and messages. Must not know: the command that writes the page,
whether what is cited exists (`checks.texte.clauses`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.codes import CODES
from convention.base.french import cite, compte, enumere, majuscule, nombre, pluriel
from convention.checks.cadre.emplacements import described, designated, matching
from convention.checks.cadre.lecture import LECTURES
from convention.checks.texte.clauses import Clause, clauses, words_of
from convention.checks.texte.nombres import Liaison, bindings
from convention.engine.regles import REGLES, rules_of
from convention.model.genres import GENRES, chemins
from convention.model.texte.articles import Article, Couverture, Passage, Veille, first_words
from convention.reports.rendus.escape import markdown, markdown_quote
from convention.reports.rendus.table import Tableau, markdown_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convention.model.depot import Depot, Reference

PAGE = "docs/couverture.md"
_ENTETE = """\
# La convention, clause par clause

<!-- Page engendrée par « convention couverture » : elle ne se modifie pas à la main. -->

Le texte de la convention est dans `catalogue/articles/`, mot pour mot, et il est repris ici en entier. Sous chaque
passage, cette page dit quels fichiers portent ce qui est écrit, quels messages y veillent, et ce qui s'en sert. Ce qui
reste ouvert, ou ne se calcule pas, est dit en italique.

- Une **lecture** dit comment un texte ambigu est compris, en attendant qu'un avenant le précise
  (`catalogue/lectures.yaml`).
- Un **nombre** du texte est suivi des données qui le répètent, et qui valent ce que disent ses mots, ou de la raison
  pour laquelle rien ne le répète (`catalogue/nombres.yaml`). Un code de service désigne un fichier du catalogue.
- Un **message** est ce que montre la vérification quand une donnée ne respecte pas la clause ; son titre suit son code.
- Ce qui s'en sert : **la vérification** (`convention valider`), **le calcul** des contributions
  (`convention calculer`), **l'explication** d'un montant (`convention expliquer`), **l'équilibre** des coûts supportés
  et refacturés (`convention equilibre`), **les appels** à contribution (`convention appels`), **la clôture** d'un
  exercice (`convention clore`), **le budget** d'un adhérent (`convention budget`), **les documents de l'année**
  (`convention rediger`), **la fiche d'adhésion** (`convention fiche-adhesion`), **la fiche de sortie** (`convention
  fiche-sortie`). **La comparaison** de deux versions (`convention comparer`) montre tout ce qui change : elle n'est
  citée que là où rien d'autre ne sert.
"""


def page(depot: Depot) -> str:
    """Write the page in Markdown: a summary, the clauses in order, what no clause cites, the engine's rules."""
    every = tuple(clauses(depot))
    numbers = bindings(depot)
    parts = [_ENTETE, _summary(every, depot), _count(numbers)]
    parts += [_clause(item, depot, numbers) for item in every]
    parts += [_silences(depot), _uncited(every, depot), _rules(depot)]
    return "\n".join(parts)


def _summary(every: tuple[Clause, ...], depot: Depot) -> str:
    passages = [passage for item in every for passage in item.passages]
    held = sum(1 for item in passages if item.donnees)
    watched = sum(1 for item in depot.vie.couverture if item.messages)
    texts = sum(1 for item in every if not item.rang)
    numbered = compte(len(every) - texts, "partie numérotée", "parties numérotées")
    kept = f"{nombre(held)} {pluriel(held, 'renvoie', 'renvoient')} à des fichiers"
    guarded = f"{nombre(watched)} {pluriel(watched, 'est surveillé', 'sont surveillés')} par un message"
    bare = len(passages) - held
    noted = f"{nombre(bare)} {pluriel(bare, 'ne renvoie', 'ne renvoient')} à aucun, et une note dit pourquoi"
    total = f"En tout : {compte(texts, 'texte')} et {numbered}, soit {compte(len(passages), 'passage')}."
    return f"{total}\n{kept} ; {noted}. {guarded}.\n"


def _count(numbers: list[Liaison]) -> str:
    """Count the numbers of the text that data repeat, and those that have their reason."""
    repeated = sum(len(liaison.nombres) for liaison in numbers if liaison.item.donnees)
    explained = sum(len(liaison.nombres) for liaison in numbers if not liaison.item.donnees)
    if not repeated + explained:
        return ""
    held = f"{nombre(repeated)} {pluriel(repeated, 'est répété', 'sont répétés')} par des données"
    apart = f"{nombre(explained)} {pluriel(explained, 'a', 'ont')} la raison de ne pas l'être"
    return f"Le texte écrit {compte(repeated + explained, 'nombre')}, en chiffres ou en lettres : {held}, {apart}.\n"


def _clause(item: Clause, depot: Depot, numbers: list[Liaison]) -> str:
    level = "###" if item.rang else "##"
    head = f"{level} {majuscule(item.clause)} : {markdown(item.titre)}\n"
    if item.titre.casefold() == item.clause:
        head = f"{level} {markdown(item.titre)}\n"
    title = [*_numbers(numbers, item.at("titre"), depot)]
    parts = [head, *(["\n".join([*title, ""])] if title else [])]
    watching = {veille.identite(): veille for veille in depot.vie.couverture}
    for rang, passage in enumerate(item.passages):
        own = _numbers(numbers, item.at("passages", rang, "texte"), depot)
        veille = watching.get((item.clause, first_words(passage.texte)))
        parts.append(_passage(passage, veille, " ; ".join(_places(passage, item.clause, depot)), own))
    return "\n".join(parts)


def _numbers(numbers: list[Liaison], reference: Reference, depot: Depot) -> Iterator[str]:
    """Say what repeats each number of a passage, or why nothing does."""
    for liaison in numbers:
        if any(found == reference for found, _ in liaison.nombres):
            item = liaison.item
            lieux = map(designated, item.donnees)
            places = [f"{_files(depot, lieu.motif)} ({markdown(described(depot, lieu))})" for lieu in lieux]
            why = [f"*{markdown(item.raison)}*"] if item.raison is not None else []
            yield f"- {cite(markdown(item.mots))} : {' ; '.join([*places, *why])}"


def _passage(passage: Passage, veille: Veille | None, places: str, numbers: Iterable[str]) -> str:
    messages = veille.messages if veille is not None else ()
    # The comparison, which shows any change of data, is told when nothing else uses a passage.
    used = ["la vérification"] if messages else []
    used += [item.libelle for item in veille.commandes] if veille is not None else []
    told = {
        "Où": places,
        "Qui y veille": " ; ".join(f"{code} {markdown(CODES[code].titre)}" for code in messages),
        "Ce qui s'en sert": enumere(used or (["la comparaison"] if passage.donnees else [])),
    }
    rows = [f"- **{label}** : {text}" for label, text in told.items() if text]
    rows += numbers
    rows += [f"- *{markdown(passage.note)}*"] if passage.note is not None else []
    return "\n".join([markdown_quote(passage.texte), "", *rows, ""])


def _places(passage: Passage, clause: str, depot: Depot) -> Iterator[str]:
    """Say each file once, with what it holds in the words of its fields; the readings, with their numbers."""
    files: dict[str, dict[str, None]] = {}
    for lieu in map(designated, passage.donnees):
        files.setdefault(lieu.motif, {}).update({described(depot, lieu): None} if lieu.champs else {})
    if LECTURES in files:
        files[LECTURES] = dict.fromkeys(_readings(passage, clause, depot))
    for motif, words in files.items():
        yield f"{_files(depot, motif)} ({markdown(' ; '.join(words))})" if words else _files(depot, motif)


def _readings(passage: Passage, clause: str, depot: Depot) -> Iterator[str]:
    """Name the readings that quote a passage."""
    words = words_of(passage.texte)
    for lecture in sorted(depot.vie.lectures.values(), key=lambda item: item.numero):
        quoted = (extrait.texte for extrait in lecture.extraits if extrait.clause == clause)
        if any(words_of(text) in words for text in quoted):
            yield f"lecture {lecture.numero}, {lecture.titre}"


def _files(depot: Depot, motif: str) -> str:
    """Name files: one by its path, several by their pattern; a place holds nothing that Markdown would interpret.

    Never their number: one more adherent must not make the page stale.
    """
    paths = matching(depot, motif)
    return f"`{paths[0]}`" if len(paths) == 1 and "*" not in motif else f"les fichiers `{motif}`"


def _silences(depot: Depot) -> str:
    """List the readings of what the convention does not say: no passage can name them."""
    silent = [lecture for lecture in depot.vie.lectures.values() if not lecture.extraits]
    if not silent:
        return ""
    intro = "La convention n'en dit rien, et le calcul ou la gouvernance en a besoin : ces lectures y suppléent.\n"
    rows = [
        f"- **Lecture {lecture.numero}, {markdown(lecture.titre)}** : {markdown(lecture.lecture)}"
        for lecture in sorted(silent, key=lambda item: item.numero)
    ]
    return "\n".join(["## Ce que la convention ne dit pas\n", intro, *rows, ""])


def _uncited(every: Iterable[Clause], depot: Depot) -> str:
    """Name the kinds of documents that no passage cites."""
    motifs = {designated(place).motif for item in every for passage in item.passages for place in passage.donnees}
    paths = {path for motif in motifs for path in matching(depot, motif)}
    cited = {chemin.genre.nom for chemin in chemins(paths)}
    present = {fichier.chemin.genre.nom for fichier in depot.fichiers.values()}
    rows = [
        f"- {markdown(genre.libelle)} (`{genre.exemple}`){'' if genre.nom in present else ' : aucun fichier encore'}"
        for genre in GENRES
        if genre.nom not in cited and genre.modele not in (Article, Couverture)
    ]
    told = rows or ["Chaque genre de document est cité par un article au moins."]
    why = "Ces genres de documents servent l'outil ou ses lecteurs sans qu'un passage de la convention les demande.\n"
    return "\n".join(["## Ce qu'aucun article ne cite\n", *([why] if rows else []), *told, ""])


def _rules(depot: Depot) -> str:
    """List the rules of the engine, and whether this repository uses each."""
    emplois = rules_of(depot)
    uses = dict.fromkeys(emplois.autrement, "par une autre lecture seulement")
    uses |= dict.fromkeys(emplois.retenues, "employée")
    rows = tuple((regle, uses.get(nom, "pas employée")) for nom, regle in REGLES.items())
    intro = (
        "Ce que le calcul sait faire. Une règle que seule une autre lecture emploierait est dite telle : elle est "
        "calculée aussi, pour que le choix de la lecture puisse être chiffré.\n"
    )
    table = markdown_table(Tableau(("Règle du calcul", "Dans ce dépôt"), rows, a_gauche=2))
    return f"## Les règles du calcul\n\n{intro}\n{table}"
