/* How French prints amounts, numbers, dates and sentences: the twin of base/french.py and site/rendu/typographie.py.
   Knows: spaces and signs. Must not know: what is said. */

import { centimes, fraction } from "./nombres.js";

const FINE = "\u202f", INSECABLE = "\u00a0", MOINS = "\u2212";
const MOIS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

const milliers = (chiffres) => chiffres.replace(/\B(?=(\d{3})+$)/g, FINE);

export function montant(cents) {
  const valeur = cents < 0n ? -cents : cents;
  return `${cents < 0n ? MOINS : ""}${milliers(String(valeur / 100n))},${String(valeur % 100n).padStart(2, "0")}`;
}

export const euros = (cents) => `${montant(cents)}${INSECABLE}€`;
export const ecart = (cents) => (cents > 0n ? `+${montant(cents)}` : montant(cents));

/* « +0,8 % » ; rien à comparer : « – » */
export function pourcentage(difference, base) {
  if (base === 0n) return "–";
  const dixiemes = centimes(fraction(difference * 10n, base));
  const valeur = dixiemes < 0n ? -dixiemes : dixiemes;
  if (valeur === 0n && difference !== 0n) return `moins de 0,1${INSECABLE}%`;
  const signe = dixiemes > 0n ? "+" : dixiemes < 0n ? MOINS : "";
  return `${signe}${milliers(String(valeur / 10n))},${valeur % 10n}${INSECABLE}%`;
}

/* une quantité telle qu'elle est écrite, « 1450 » ou « 2.4 », à la française */
export function nombre(texte) {
  const [entier, decimales] = texte.split(".");
  return milliers(entier) + (decimales ? `,${decimales}` : "");
}

export const enumere = (mots) =>
  mots.length < 2 ? mots.join("") : `${mots.slice(0, -1).join(", ")} et ${mots[mots.length - 1]}`;

/* « 1er juillet 2027 », d'après 2027-07-01 */
export function jour(iso) {
  const [annee, mois, quantieme] = iso.split("-").map(Number);
  return `${quantieme === 1 ? "1er" : quantieme}${INSECABLE}${MOIS[mois - 1]} ${annee}`;
}

export const compte = (combien, singulier, pluriel = `${singulier}s`) =>
  `${milliers(String(combien))}${INSECABLE}${combien > 1 ? pluriel : singulier}`;

/* « de Valmont », « d’Aubépine » */
export const du = (nom) => (/^[aeiouyàâäéèêëîïôöùûüœ]/i.test(nom) ? `d’${nom}` : `de ${nom}`);

/* une phrase écrite au clavier, avec ses espaces et ses apostrophes */
export const dire = (phrase) =>
  phrase.replaceAll("'", "’").replace(/ (?=[;!?])/g, FINE).replace(/ (?=[:%€»])/g, INSECABLE).replace(/(?<=«) /g, INSECABLE);

/* une part, à deux décimales : « 2,33 % » */
export function partEn(part) {
  const centiemes = centimes(fraction(part[0] * 100n, part[1]));
  return `${montant(centiemes)}${INSECABLE}%`;
}
