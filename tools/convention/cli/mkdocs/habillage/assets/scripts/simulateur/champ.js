/* The field of a quantity: what is typed stays as it was typed, even when it does not count, and the field says why.
   Knows: one field. Must not know: amounts, the rest of the form. */

import * as choisir from "./choix.js";
import { h, poser } from "./dom.js";
import { compte, dire, enumere, majuscule, nombre } from "./francais.js";
import { lireSaisie } from "./saisie.js";

export const identifiant = (place) => `q-${place.replace(/[^\w-]/g, "-")}`;

/* le champ d'une quantité, déplié et sous le curseur */
export function rejoindre(place) {
  const entree = document.getElementById(identifiant(place));
  for (let plis = entree.closest("details"); plis; plis = plis.parentElement.closest("details")) plis.open = true;
  entree.focus();
}

/* laissé vide, il reprend la quantité des données ; absente des données, elle est à saisir ; commune : à quoi elle sert */
export function champ(page, suivis, place, commune = false) {
  const { libelle, suite, unite, pluriel, entiere } = page.pret.situation.quantites[place], id = identifiant(place);
  const note = h("small", { id: `${id}-note` }), mot = h("span", { "aria-hidden": "true" });
  const ecrire = () => {
    const choix = page.lire(), lue = choisir.quantite(page.pret, choix, place);
    entree.value = choix.fautes.get(place) ?? (lue === undefined ? "" : nombre(lue));
  };
  const entree = h("input", {
    type: "text", inputmode: entiere ? "numeric" : "decimal", autocomplete: "off", placeholder: "à saisir", id, "aria-describedby": note.id,
    input: () => saisir(page, place, entree.value), blur: ecrire, keydown: (touche) => bouger(page, place, entree, touche),
  });
  const nom = suite ? [h("span", { class: "vh" }, `${libelle}, `), suite] : majuscule(libelle);
  const rangee = h("div", { class: "sim__quantite" }, h("label", { for: id }, nom), entree, mot, note);
  suivis.push((demandees) => {
    const choix = page.lire(), lue = choisir.quantite(page.pret, choix, place), faute = choix.fautes.has(place);
    rangee.hidden = !demandees.has(place);
    if (document.activeElement !== entree) ecrire();
    if (faute) entree.setAttribute("aria-invalid", "true");
    else entree.removeAttribute("aria-invalid");
    note.classList.toggle("sim__faute", faute);
    mot.textContent = Number(lue ?? 2) < 2 ? unite : pluriel;
    poser(note, dire(noteDe(page, place, commune && !rangee.hidden)));
  });
  return rangee;
}

function noteDe({ pret, lire }, place, commune) {
  const choix = lire(), connue = choisir.connue(pret, choix.adherent, place);
  if (choix.fautes.has(place)) return lireSaisie(choix.fautes.get(place), pret.situation.quantites[place]).faute;
  const usages = commune ? emploi(pret, choix, place) : [];
  if (choix.quantites.has(place) && connue !== undefined) usages.push(`dans les données : ${nombre(connue)}`);
  return usages.join(" ; ");
}

/* à quoi sert une quantité que plusieurs coûts lisent : deux « nombres de postes » ne comptent pas la même chose */
function emploi(pret, choix, place) {
  const { places_du_forfait: forfait, composants } = pret.situation;
  const noms = [...new Set(choisir.lisant(pret, choix, place).map(({ composant }) => `« ${composants[composant].libelle} »`))];
  const dits = noms.length > 3 ? [...noms.slice(0, 2), compte(noms.length - 2, "autre coût", "autres coûts")] : noms;
  return [
    ...(forfait.includes(place) ? ["sert au forfait"] : []),
    ...(noms.length ? [`sert au calcul de ${enumere(dits)}`] : []),
  ];
}

function saisir(page, place, texte) {
  const { lue, faute } = lireSaisie(texte, page.pret.situation.quantites[place]);
  page.changer(faute ? choisir.fausser(page.lire(), place, texte) : choisir.compter(page.pret, page.lire(), place, lue));
}

/* les flèches ajoutent et retirent une unité */
function bouger(page, place, entree, touche) {
  const pas = { ArrowUp: 1, ArrowDown: -1 }[touche.key];
  if (!pas) return;
  touche.preventDefault();
  const [entier, decimales] = (choisir.quantite(page.pret, page.lire(), place) ?? "0").split(".");
  if (Number(entier) + pas < 0) return;
  entree.value = nombre(`${Number(entier) + pas}${decimales ? `.${decimales}` : ""}`);
  saisir(page, place, entree.value);
}
