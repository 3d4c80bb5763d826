/* What is typed in a field: a number as the link writes it, or the reason why it is not one.
   Knows: how one types a number. Must not know: the page, amounts. */

import { nombre } from "./francais.js";

export const QUANTITE = /^(?:0|[1-9]\d{0,8})(?:\.\d{1,6})?$/;
/* « 1.200 » : mille deux cents, ou un virgule deux ; une virgule ne sépare jamais les milliers sur la page */
const DEUX_LECTURES = /^([1-9]\d{0,2})\.(\d{3})$/;
const MAXIMUM = "999999999";
const NOMBRE = /^-?\d+(?:\.\d+)?$/;

/* un nombre du lien est-il une quantité, entière s'il le faut ? */
export const estQuantite = (texte, { entiere }) => QUANTITE.test(texte) && !(entiere && texte.includes("."));

/* dix fois ce que comptent ensemble tous les adhérents : au-delà, c'est une faute de frappe */
export const tropGrande = (texte, { maximum = MAXIMUM }) => NOMBRE.test(texte) && Number(texte) > Number(maximum);
export const auPlus = ({ maximum = MAXIMUM }) => `écrire un nombre de 0 à ${nombre(maximum)}`;

/* « 1 200,5 » → { lue: "1200.5" } ; « abc » → { faute: « … n'est pas compté : … » } */
export function lireSaisie(saisie, quantite) {
  const double = DEUX_LECTURES.exec(saisie.trim());
  if (double) return { faute: refus(saisie, `il se lit de deux façons, écrire ${double[1]}${double[2]} ou ${double[1]},${double[2]}`) };
  const sans = saisie.replace(/\s/g, "").replace(/^[\u2212\u2013]/, "-").replace(",", ".").replace(/(?<=\d)\.$/, "").replace(/^\.(?=\d)/, "0.");
  const lue = sans.includes(".") ? sans.replace(/^0+(?=\d)/, "").replace(/\.?0+$/, "") : sans.replace(/^0+(?=\d)/, "");
  if (lue === "" || (estQuantite(lue, quantite) && !tropGrande(lue, quantite))) return { lue };
  return { faute: refus(saisie, raison(lue, quantite)) };
}

const refus = (saisie, pourquoi) => `« ${saisie.trim()} » n'est pas compté : ${pourquoi}.`;

function raison(lue, quantite) {
  const { entiere, pluriel } = quantite;
  if (!NOMBRE.test(lue)) return `écrire un nombre en chiffres, par exemple ${entiere ? "12" : "12,5"}`;
  if (lue.startsWith("-")) return "une quantité ne peut pas être négative";
  if (tropGrande(lue, quantite)) return auPlus(quantite);
  if (entiere && lue.includes(".")) return `écrire un nombre entier : cette quantité se compte en ${pluriel}`;
  return "six décimales au plus";
}
