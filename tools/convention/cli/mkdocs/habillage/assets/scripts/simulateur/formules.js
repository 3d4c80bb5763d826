/* Formulas: from the tree that the build wrote to a function of exact numbers.
   Knows: every operation of the language (formulas/evaluate.py, formulas/grilles.py). Must not know: who pays.
   An operation that is not in the table is refused: nothing is computed otherwise than the engine does. */

import { ZERO, UN, centimes, compare, divise, fois, fraction, lire, moindre, moins, oppose, plus, plusGrand } from "./nombres.js";

const OPERATIONS = { "+": plus, "-": moins, "*": fois, "/": divise };
const COMPARAISONS = {
  "<": (ecart) => ecart < 0, "<=": (ecart) => ecart <= 0, ">": (ecart) => ecart > 0, ">=": (ecart) => ecart >= 0,
  "=": (ecart) => ecart === 0,
};

/* arbre → fonction (noms → valeur, tables du coût) ; un nom absent vaut zéro */
export function compiler([genre, ...contenu]) {
  if (genre === "n") {
    const valeur = lire(contenu[0]);
    return () => valeur;
  }
  if (genre === "v") return (noms) => noms(contenu[0]) ?? ZERO;
  if (genre === "bareme" || genre === "indice") {
    const [table, ...arbres] = contenu;
    const lus = arbres.map(compiler);
    const lit = genre === "bareme" ? bareme : indice;
    return (noms, tables) => lit(tables, table, lus.map((lu) => lu(noms, tables)));
  }
  const lus = contenu.map(compiler);
  const valeurs = (noms, tables) => lus.map((lu) => lu(noms, tables));
  if (genre === "oppose") return (noms, tables) => oppose(lus[0](noms, tables));
  if (genre === "min") return (noms, tables) => valeurs(noms, tables).reduce(moindre);
  if (genre === "max") return (noms, tables) => valeurs(noms, tables).reduce(plusGrand);
  if (genre === "si") return (noms, tables) => lus[lus[0](noms, tables)[0] !== 0n ? 1 : 2](noms, tables);
  if (Object.hasOwn(OPERATIONS, genre)) {
    const operation = OPERATIONS[genre];
    return (noms, tables) => operation(lus[0](noms, tables), lus[1](noms, tables));
  }
  if (Object.hasOwn(COMPARAISONS, genre)) {
    const tient = COMPARAISONS[genre];
    return (noms, tables) => (tient(compare(lus[0](noms, tables), lus[1](noms, tables))) ? UN : ZERO);
  }
  throw new Error(`opération inconnue : ${genre}`);
}

export function lireTables({ grilles, coefficients }) {
  const lues = Object.entries(grilles).map(([nom, grille]) => [
    nom, { ...grille, seuils: grille.seuils.map((liste) => liste.map(lire)), valeurs: grille.valeurs.map(lire) },
  ]);
  const suivis = Object.entries(coefficients).map(([nom, texte]) => [nom, lire(texte)]);
  return { grilles: new Map(lues), coefficients: new Map(suivis) };
}

/* un prix révisé, P1 = P0 × S1 ÷ S0, arrondi au centime avant d'être multiplié */
function indice(tables, nom, [prix]) {
  return fraction(centimes(fois(prix, tables.coefficients.get(nom) ?? ZERO)), 100n);
}

function bareme(tables, nom, mesures) {
  const grille = tables.grilles.get(nom);
  if (!grille || !grille.seuils.some((seuils) => seuils.length)) return ZERO;
  const largeur = grille.seuils[0].length;
  const lues = grille.par_tranche ? mesures.slice(0, 1) : mesures.slice(0, largeur);
  const rangs = lues.map((mesure, rang) => tranche(grille.seuils.map((seuils) => seuils[rang]), mesure));
  const atteinte = grille.plus_haute ? Math.max(...rangs) : Math.min(...rangs);
  if (atteinte < 0) return ZERO;
  if (!grille.par_tranche) return grille.valeurs[atteinte];
  let total = ZERO;
  for (let rang = 0; rang <= atteinte; rang += 1) {
    const bas = grille.seuils[rang][0];
    const haut = rang < atteinte ? grille.seuils[rang + 1][0] : mesures[0];
    total = plus(total, fois(grille.valeurs[rang], moins(haut, bas)));
  }
  return total;
}

/* rang de la dernière tranche atteinte, -1 sous la première : la recherche dichotomique de Python, pas à pas */
function tranche(seuils, mesure) {
  let bas = 0, haut = seuils.length;
  while (bas < haut) {
    const milieu = (bas + haut) >> 1;
    if (compare(mesure, seuils[milieu]) < 0) haut = milieu;
    else bas = milieu + 1;
  }
  return bas - 1;
}
