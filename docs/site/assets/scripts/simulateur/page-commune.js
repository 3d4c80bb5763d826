/* What both simulators do: find their elements, read an exercice once, copy their link.
   Knows: addresses. Must not know: what is shown. */

import { preparer } from "./calcul.js";
import { dire } from "./francais.js";

export const trouver = (nom) => document.getElementById(`sim-${nom}`);
export const dit = (texte) => trouver("etat").replaceChildren(texte);

const lues = new Map();

/* la situation d'un exercice, celle que la page choisit si le lien n'en nomme pas ; completer : ce que le site public ajoute */
export async function lireSituation(exercice, completer = (situation) => situation) {
  const choix = trouver("exercice");
  if ([...choix.options].some(({ value }) => value === exercice)) choix.value = exercice;
  if (!lues.has(choix.value)) {
    const reponse = await fetch(choix.selectedOptions[0].dataset.fichier);
    if (!reponse.ok) throw new Error(`situation ${choix.value} : ${reponse.status}`);
    lues.set(choix.value, preparer(completer(await reponse.json())));
  }
  return lues.get(choix.value);
}

export async function copier(fragment) {
  try {
    await navigator.clipboard.writeText(`${location.href.split("#")[0]}#${fragment}`);
    dit("Copié : ce lien rouvre cette simulation.");
  } catch {
    dit(dire("Copie refusée par le navigateur : le lien est dans la barre d'adresse."));
  }
}
