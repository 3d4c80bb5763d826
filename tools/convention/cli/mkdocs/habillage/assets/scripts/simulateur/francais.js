/* How French prints amounts, numbers, dates and sentences: the twin of base/french.py and site/rendu/typographie.py.
   Knows: spaces and signs. Must not know: what is said. */

import { centimes, fraction } from "./nombres.js";

const FINE = "\u202f", INSECABLE = "\u00a0", MOINS = "\u2212";
const MOIS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

const milliers = (chiffres) => chiffres.replace(/\B(?=(\d{3})+$)/g, FINE);

const positif = (nombre) => (nombre < 0n ? -nombre : nombre);

export function montant(cents) {
  const valeur = positif(cents);
  return `${cents < 0n ? MOINS : ""}${milliers(String(valeur / 100n))},${String(valeur % 100n).padStart(2, "0")}`;
}

export const euros = (cents) => `${montant(cents)}${INSECABLE}€`;
export const ecart = (cents) => (cents > 0n ? `+${montant(cents)}` : montant(cents));

/* « +0,8 % » ; sous un dixième, « −0,05 % » ; rien à comparer : « – » */
export function pourcentage(difference, base) {
  if (base === 0n) return "–";
  const signe = difference * base > 0n ? "+" : MOINS;
  const centiemes = positif(centimes(fraction(difference * 100n, base)));
  if (centiemes < 10n) return `${centiemes ? signe : ""}0,0${centiemes}${INSECABLE}%`;
  const dixiemes = positif(centimes(fraction(difference * 10n, base)));
  return `${signe}${milliers(String(dixiemes / 10n))},${dixiemes % 10n}${INSECABLE}%`;
}

/* une quantité telle qu'elle est écrite, « 1450 » ou « 2.4 », à la française */
export function nombre(texte) {
  const [entier, decimales] = texte.split(".");
  return milliers(entier) + (decimales ? `,${decimales}` : "");
}

/* « la convention » donne « La convention » ; « m³ », « kWh » restent */
export const majuscule = (mots) => (/^.[\p{Lu}\p{N}]/u.test(mots) ? mots : mots.charAt(0).toUpperCase() + mots.slice(1));

export const enumere = (mots) =>
  mots.length < 2 ? mots.join("") : `${mots.slice(0, -1).join(", ")} et ${mots[mots.length - 1]}`;

/* « 1er juillet 2027 », d'après 2027-07-01 */
export function jour(iso) {
  const [annee, mois, quantieme] = iso.split("-").map(Number);
  return `${quantieme === 1 ? "1er" : quantieme}${INSECABLE}${MOIS[mois - 1]} ${annee}`;
}

export const compte = (combien, singulier, pluriel = `${singulier}s`) =>
  `${milliers(String(combien))}${INSECABLE}${combien > 1 ? pluriel : singulier}`;

/* une phrase écrite au clavier, avec ses espaces et ses apostrophes */
export const dire = (phrase) =>
  phrase.replaceAll("'", "’").replace(/ (?=[;!?])/g, FINE).replace(/ (?=[:%€»])/g, INSECABLE).replace(/(?<=«) /g, INSECABLE);

/* une part, à deux décimales : « 2,33 % » */
export function partEn(part) {
  const centiemes = centimes(fraction(part[0] * 100n, part[1]));
  return `${montant(centiemes)}${INSECABLE}%`;
}
