/* What both simulators do: find their elements, say things, read an exercice once, go from a situation to another.
   Knows: addresses, the browser's history. Must not know: what is shown. */

import { preparer } from "./calcul.js";
import { poser } from "./dom.js";
import { dire } from "./francais.js";

export const trouver = (nom) => document.getElementById(`sim-${nom}`);

/* sous un bouton : ce qui est fait ; ce qui ne l'est pas, et ce qu'il faut faire ; en haut : ce que le lien a donné */
export const dit = (texte) => poser(trouver("etat"), dire(texte));
export const annoncer = (texte) => poser(trouver("annonce"), dire(texte));
export function alerter(texte) {
  poser(trouver("alerte").lastElementChild, dire(texte));
  trouver("alerte").hidden = false;
}

/* chaque geste efface ce que disait le précédent */
export function taire() {
  for (const mots of document.querySelectorAll(".sim__dit, #sim-etat")) mots.replaceChildren();
  trouver("alerte").lastElementChild.replaceChildren();
  trouver("alerte").hidden = true;
}

/* ce qu'un lien, ou un autre exercice, ne permet pas : « S09 Télétravail (déjà pris en 2027) » */
export const dits = (ecartes, nommer) => ecartes.map((item) => `${nommer(item)} (${item.raison})`);

/* laisse le navigateur montrer la page et suivre les gestes, entre deux longs calculs */
export const souffler = () => new Promise((suite) => { setTimeout(suite); });

const lues = new Map();
let tour = 0;

/* la situation d'un exercice, celle que la page choisit si le lien n'en nomme pas ; rien si un autre est demandé entre temps
   completer : ce que le site public ajoute */
export async function lireSituation(exercice, completer = (situation) => situation) {
  const options = [...trouver("exercice").options], mien = tour += 1;
  const { value: annee, dataset } = options.find(({ value }) => value === exercice) ?? options.find((option) => option.defaultSelected) ?? options[0];
  trouver("exercice").value = annee;
  if (!lues.has(annee)) {
    const reponse = await fetch(dataset.fichier);
    if (!reponse.ok) throw new Error(`situation ${annee} : ${reponse.status}`);
    const situation = completer(await reponse.json());
    await souffler();
    lues.set(annee, preparer(situation));
    await souffler();
  }
  return mien === tour ? lues.get(annee) : null;
}

/* l'adhérent choisi, ici ou sur un tableau de bord (site.js) : gardé par ce navigateur, jamais envoyé */
export const retenu = () => __md_get("__adherent");
export const retenir = (adherent) => __md_set("__adherent", adherent);

/* une saisie remplace le lien ; un autre adhérent, un autre exercice s'ajoute : « Précédent » y revient */
export const remplacer = (fragment) => history.replaceState(null, "", `#${fragment}`);
export const ajouter = (fragment) => history.pushState(null, "", `#${fragment}`);

export async function copier(fragment) {
  taire();
  try {
    await navigator.clipboard.writeText(`${location.href.split("#")[0]}#${fragment}`);
    dit("Copié : ce lien rouvre cette simulation.");
  } catch {
    alerter("Copie refusée par le navigateur : copiez le lien dans la barre d'adresse.");
  }
}
