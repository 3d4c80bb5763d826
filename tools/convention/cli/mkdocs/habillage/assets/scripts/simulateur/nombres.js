/* Exact numbers: fractions of BigInt, cents, shares by largest remainder.
   Knows: arithmetic. Must not know: formulas, the page.
   The twin of base/money.py and engine/partage/repartition.py. */

export const ZERO = [0n, 1n];
export const UN = [1n, 1n];

export function fraction(numerateur, denominateur) {
  if (denominateur === 1n) return [numerateur, denominateur];
  if (denominateur < 0n) return fraction(-numerateur, -denominateur);
  const commun = pgcd(numerateur < 0n ? -numerateur : numerateur, denominateur);
  return commun === 1n ? [numerateur, denominateur] : [numerateur / commun, denominateur / commun];
}

/* « 12 », « 2.4 », « 35/6 », « -3.5 » */
export function lire(texte) {
  const [haut, bas] = texte.split("/");
  if (bas !== undefined) return fraction(BigInt(haut), BigInt(bas));
  const [entier, decimales = ""] = haut.split(".");
  return fraction(BigInt(entier + decimales), 10n ** BigInt(decimales.length));
}

export const plus = (a, b) => (a[1] === b[1] ? fraction(a[0] + b[0], a[1]) : fraction(a[0] * b[1] + b[0] * a[1], a[1] * b[1]));
export const oppose = (a) => [-a[0], a[1]];
export const moins = (a, b) => plus(a, oppose(b));
export const fois = (a, b) => fraction(a[0] * b[0], a[1] * b[1]);
/* un quotient par zéro ne compte pas, comme dans le moteur */
export const divise = (a, b) => (b[0] === 0n ? ZERO : fraction(a[0] * b[1], a[1] * b[0]));
export const somme = (liste) => liste.reduce(plus, ZERO);
export const multiplier = (liste) => liste.reduce(fois, UN);

/* négatif, nul ou positif, comme a - b */
export function compare(a, b) {
  const ecart = a[0] * b[1] - b[0] * a[1];
  return ecart < 0n ? -1 : ecart > 0n ? 1 : 0;
}

export const moindre = (a, b) => (compare(a, b) <= 0 ? a : b);
export const plusGrand = (a, b) => (compare(a, b) >= 0 ? a : b);
export const estNul = (a) => a[0] === 0n;

/* euros exacts → centimes, demi-centime à l'opposé de zéro */
export function centimes([numerateur, denominateur]) {
  const valeur = numerateur < 0n ? -numerateur : numerateur;
  const arrondi = (200n * valeur + denominateur) / (2n * denominateur);
  return numerateur < 0n ? -arrondi : arrondi;
}

/* poids : fractions ; chaque part est arrondie vers le bas, puis les centimes restants vont aux plus forts restes */
export function partager(total, poids) {
  const entiers = surUnDenominateur(poids)[0];
  const tout = entiers.reduce((a, b) => a + b, 0n);
  if (tout === 0n || total === 0n) return poids.map(() => 0n);
  const montant = total < 0n ? -total : total;
  return arrondir(total, entiers.map((item) => montant * item), tout);
}

/* parts exactes, en centimes, dont la somme est le total avant qu'il soit arrondi */
export function repartir(total, exactes) {
  const [numerateurs, denominateur] = surUnDenominateur(exactes);
  return arrondir(total, total < 0n ? numerateurs.map((item) => -item) : numerateurs, denominateur);
}

function arrondir(total, numerateurs, denominateur) {
  const restes = numerateurs.map((item) => ((item % denominateur) + denominateur) % denominateur);
  const parts = numerateurs.map((item, rang) => (item - restes[rang]) / denominateur);
  let reste = (total < 0n ? -total : total) - parts.reduce((a, b) => a + b, 0n);
  // Le tri est stable : à reste égal, l'ordre des SIREN décide.
  const rangs = parts.map((_, rang) => rang).sort((a, b) => (restes[a] > restes[b] ? -1 : restes[a] < restes[b] ? 1 : 0));
  for (const rang of rangs) {
    if (reste <= 0n) break;
    parts[rang] += 1n;
    reste -= 1n;
  }
  return total < 0n ? parts.map((item) => -item) : parts;
}

function surUnDenominateur(liste) {
  const commun = liste.reduce((a, [, b]) => (a / pgcd(a, b)) * b, 1n);
  return [liste.map(([haut, bas]) => haut * (commun / bas)), commun];
}

function pgcd(a, b) {
  while (b) [a, b] = [b, a % b];
  return a;
}
