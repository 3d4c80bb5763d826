"""Codes on the sources of counts and on the series that they give.

Knows: their words. Must not know: where a code is raised.
"""

from __future__ import annotations

from convention.base.code import Code, Severity

_ERREUR, _AVERTISSEMENT = Severity.ERREUR, Severity.AVERTISSEMENT

TABLE: tuple[Code, ...] = (
    Code(
        "REL001",
        _ERREUR,
        "Source mal décrite",
        "Une source ne cite que des colonnes qu'elle déclare, donne le jour d'une seule façon, et dit pour chaque "
        "mesure ce qui est compté et pour quoi : une clé, ou des comptes.",
        "Compléter ou corriger la source dans pricing/releves/.",
    ),
    Code(
        "REL002",
        _ERREUR,
        "Clé qui ne se relève pas ainsi",
        "Un stock ou une moyenne se comptent dans des instantanés, un flux dans des événements ; une clé qui est une "
        "somme, une publication ou des quotes-parts ne se compte pas ; une clé par composant nomme son composant, et "
        "deux mesures n'alimentent pas la même quantité.",
        "Corriger la clé, le composant, ou « lignes: » de la source.",
    ),
    Code(
        "REL003",
        _AVERTISSEMENT,
        "Clé relevée que personne ne paie",
        "Aucun coût d'un exercice ouvert ne se répartit par cette clé : ce qui est compté ne servirait à rien.",
        "Vérifier la clé, ou retirer la mesure.",
    ),
    Code(
        "REL004",
        _ERREUR,
        "Entité rattachée deux fois",
        "La même entité de l'export est rattachée à deux adhérents, ou deux fois au même.",
        "Garder un seul rattachement.",
    ),
    Code(
        "REL005",
        _ERREUR,
        "Série illisible",
        "Les séries de pricing/releves/ sont écrites par « convention relever », toujours de la même façon : une autre "
        "écriture trahit une retouche à la main.",
        "Rétablir le fichier, ou refaire le relevé.",
    ),
    Code(
        "REL006",
        _ERREUR,
        "Série sans objet",
        "Une série vient d'une source, de ses mesures et de l'exercice de son dossier.",
        "Rétablir la source, ou refaire le relevé.",
    ),
    Code(
        "REL007",
        _AVERTISSEMENT,
        "Lignes qui ne sont rattachées à personne",
        "Des lignes gardées sont d'entités qu'aucun rattachement ne connaît : elles sont comptées à part, et ne sont "
        "facturées à personne.",
        "Ajouter le rattachement de ces entités dans la source ; « convention relever --essai » montre leurs lignes.",
    ),
    Code(
        "REL008",
        _AVERTISSEMENT,
        "Adhérent sans donnée",
        "La clé facture l'adhérent, et le relevé n'a aucune ligne de lui.",
        "Vérifier l'export et les rattachements ; s'il n'a rien, écrire 0 par « convention quantifier ».",
    ),
    Code(
        "REL009",
        _AVERTISSEMENT,
        "Jour manquant, ou redit",
        "Un jour sans instantané garde la valeur de la veille ; une ligne redite le même jour ne compte qu'une fois.",
        "Retrouver l'export du jour, ou vérifier qu'il n'a pas été déposé deux fois.",
    ),
    Code(
        "REL010",
        _AVERTISSEMENT,
        "Variation au-delà du seuil",
        "D'un jour à l'autre, la quantité varie plus que le seuil que déclare la source : un parc renouvelé, ou un "
        "export incomplet.",
        "Vérifier l'export de ce jour avant de valider la quantité.",
    ),
    Code(
        "REL011",
        _AVERTISSEMENT,
        "Lignes illisibles",
        "Des lignes de l'export n'ont pas pu être lues : elles ne comptent pour personne, et leur nombre est gardé.",
        "Corriger l'export ; « convention relever --essai » dit pourquoi, ligne à ligne.",
    ),
    Code(
        "REL012",
        _ERREUR,
        "Machine comptée plusieurs fois",
        "Le même jour, l'export met un même identifiant sous deux adhérents, ou lui donne deux valeurs : chacune "
        "compterait. Rien n'est proposé tant que personne n'a dit de qui il est.",
        "Corriger l'inventaire, ou dire de qui elle est par « convention relever --attribuer SÉRIE=ADHÉRENT ».",
    ),
    Code(
        "REL013",
        _AVERTISSEMENT,
        "Baisse depuis l'export précédent",
        "L'export compte moins que le précédent, ou ne redit pas un jour passé de la même façon : des machines rendues "
        "ou déplacées, ou un export coupé. Au-delà du seuil que déclare la mesure, ou sans seuil, rien n'est proposé "
        "tant que personne ne l'a confirmé.",
        "Vérifier l'export ; s'il est juste, « convention relever --confirmer EMPREINTE ».",
    ),
    Code(
        "REL014",
        _AVERTISSEMENT,
        "Fichier ou jour laissé de côté",
        "Un export daté d'un jour qui n'est pas venu, deux exports différents du même jour : ils ne sont pas comptés, "
        "et les autres le sont.",
        "Renommer le fichier à sa date, ou garder un seul fichier par jour.",
    ),
    Code(
        "REL015",
        _AVERTISSEMENT,
        "Export peut-être coupé",
        "La dernière ligne du fichier n'a pas de fin : ce qui suivait a pu être perdu. Rien n'est proposé tant que "
        "personne ne l'a confirmé.",
        "Reprendre l'export ; s'il est entier, « convention relever --confirmer EMPREINTE ».",
    ),
)
