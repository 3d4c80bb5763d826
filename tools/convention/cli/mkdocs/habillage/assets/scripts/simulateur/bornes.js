/* Caps, floors and exemptions on shared costs, exactly: the twin of engine/partage/bornes.py.
   Knows: exact shares, in cents, and their limits. Must not know: formulas, rounding. */

import { ZERO, compare, divise, estNul, fois, moindre, moins, plus, plusGrand, somme } from "./nombres.js";

/* bornes : { plafonds, planchers, reliquat, exoneres (rang → reliquat), gestionnaire (rang ou -1) }
   → { exactes, abandonne } */
export function borner(libres, bornes) {
  const { exoneres, gestionnaire } = bornes;
  const parts = libres.map((part, rang) => (exoneres.has(rang) ? ZERO : part));
  const exactes = compare(somme(parts), ZERO) > 0 ? limiter(parts, bornes) : parts;
  if (gestionnaire >= 0) {
    for (const [rang, qui] of exoneres) {
      if (qui === "gestionnaire") exactes[gestionnaire] = plus(exactes[gestionnaire], libres[rang]);
    }
  }
  return { exactes, abandonne: abandon(libres, exactes, bornes) };
}

/* ce qu'un plafond ou une exonération laisse à la charge de personne, et le dit */
function abandon(libres, exactes, { exoneres, reliquat, gestionnaire }) {
  const perdus = [];
  for (const [rang, qui] of exoneres) if (qui === "non_recouvre") perdus.push(libres[rang]);
  if (reliquat === "non_recouvre") {
    libres.forEach((part, rang) => { if (!exoneres.has(rang)) perdus.push(moins(part, exactes[rang])); });
    if (gestionnaire >= 0) {
      for (const [rang, qui] of exoneres) if (qui === "gestionnaire") perdus.push(libres[rang]);
    }
  }
  return somme(perdus);
}

function limiter(parts, bornes) {
  const { plafonds, planchers, exoneres, reliquat } = bornes;
  const avoirs = parts.map((part) => moindre(part, ZERO));
  const charges = parts.map((part) => plusGrand(part, ZERO));
  const bas = parts.map((_, rang) => {
    if (!estNul(avoirs[rang]) || exoneres.has(rang)) return ZERO;
    return plafonds[rang] === null ? planchers[rang] : moindre(planchers[rang], plafonds[rang]);
  });
  const repartis = reliquat === "reparti";
  let remplies = remplir(charges, bas, repartis ? plafonds : parts.map(() => null));
  if (!repartis) remplies = couper(remplies, bornes);
  return remplies.map((charge, rang) => plus(charge, avoirs[rang]));
}

function couper(parts, { plafonds, reliquat, gestionnaire }) {
  const coupees = parts.map((part, rang) => (plafonds[rang] === null ? part : moindre(part, plafonds[rang])));
  if (reliquat === "gestionnaire" && gestionnaire >= 0) {
    const laisse = parts.map((part, rang) => (rang === gestionnaire ? ZERO : moins(part, coupees[rang])));
    coupees[gestionnaire] = plus(parts[gestionnaire], somme(laisse));
  }
  return coupees;
}

/* les parts multipliées par un même nombre, gardées entre leurs bornes, dont la somme ne change pas */
function remplir(parts, bas, hauts) {
  const total = somme(parts), moins_possible = somme(bas);
  if (compare(moins_possible, total) >= 0) {
    return estNul(moins_possible) ? [...parts] : bas.map((plancher) => divise(fois(plancher, total), moins_possible));
  }
  const coudes = [];
  parts.forEach((part, rang) => {
    if (estNul(part)) return;
    for (const borne of [bas[rang], hauts[rang]]) if (borne !== null) coudes.push(divise(borne, part));
  });
  coudes.sort(compare);
  const sommeA = (echelle) => somme(tenues(parts, bas, hauts, echelle));
  let atteint = 0;
  while (atteint < coudes.length && compare(sommeA(coudes[atteint]), total) <= 0) atteint += 1;
  const depart = atteint ? coudes[atteint - 1] : ZERO;
  const alors = tenues(parts, bas, hauts, depart);
  const manque = moins(total, somme(alors));
  const libre = somme(parts.filter((part, rang) => bouge(part, alors[rang], hauts[rang], depart)));
  if (estNul(manque) || estNul(libre)) return alors;
  return tenues(parts, bas, hauts, plus(depart, divise(manque, libre)));
}

const bouge = (part, tenue, haut, echelle) =>
  compare(tenue, fois(part, echelle)) === 0 && (haut === null || compare(tenue, haut) < 0);

function tenues(parts, bas, hauts, echelle) {
  return parts.map((part, rang) => {
    const libre = fois(part, echelle);
    return plusGrand(bas[rang], hauts[rang] === null ? libre : moindre(libre, hauts[rang]));
  });
}
