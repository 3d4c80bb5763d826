/* What keeps a result from being complete: an entry to correct or to type, a value that nobody types here.
   Knows: the quantities that choices ask for. Must not know: amounts, where it is shown. */

import { rejoindre } from "./champ.js";
import { besoins, lisant, manquantes, nommer, nommerQuantite, nonFixees } from "./choix.js";
import { h } from "./dom.js";
import { compte, dire, enumere } from "./francais.js";

/* → [{ place, verbe }], ce qui se corrige d'abord */
export function aFaire(pret, choix) {
  const fautives = besoins(pret, choix).filter((place) => choix.fautes.has(place));
  const absentes = manquantes(pret, choix).filter((place) => !choix.fautes.has(place));
  return [...fautives.map((place) => ({ place, verbe: "corriger" })), ...absentes.map((place) => ({ place, verbe: "saisir" }))];
}

/* la phrase du bandeau quand aucun verdict n'est possible, rien sinon */
export function incomplet(pret, choix) {
  const [premier, ...suivants] = aFaire(pret, choix), [fixee] = nonFixees(pret, choix);
  if (premier) {
    const suite = suivants.length ? `, puis ${compte(suivants.length, "autre quantité", "autres quantités")}` : "";
    return ["Résultat incomplet : ", lien(`${premier.verbe} ${defini(pret, premier.place)}`, () => rejoindre(premier.place)), `${suite}.`].map(typographie);
  }
  if (fixee) {
    const voir = () => document.getElementById(explication(fixee)).focus();
    return [dire(`Résultat incomplet : rien n'est fixé pour « ${nommerQuantite(pret, fixee)} ». `), lien("Voir pourquoi", voir)];
  }
  return null;
}

/* la liste de tout ce qui manque, en phrases */
export function listeDesManques(pret, choix) {
  const actions = aFaire(pret, choix), lignes = [];
  for (const [verbe, dit] of [["corriger", "À corriger"], ["saisir", "À saisir"]]) {
    const places = actions.filter((action) => action.verbe === verbe).map(({ place }) => place);
    if (places.length) lignes.push(h("li", {}, dire(`Résultat incomplet. ${dit} : `), liens(pret, places), "."));
  }
  return [...lignes, ...nonFixees(pret, choix).map((place) => h("li", { id: explication(place), tabindex: "-1" }, dire(`Résultat incomplet. ${pourquoi(pret, choix, place)}`)))];
}

/* quelle valeur n'est pas fixée, pour qui, par quoi elle le serait, et ce qui n'est donc pas compté */
export function pourquoi(pret, choix, place) {
  const { situation } = pret, { nom } = situation.adherents[choix.adherent], lus = lisant(pret, choix, place);
  const noms = enumere([...new Set(lus.map(({ composant }) => `« ${nommer(pret, composant)} »`))]);
  const fixeur = situation.quantites[place].fixee === "decision" ? "c'est une décision qui fixe la part de chacun" : "cette valeur vient d'une publication officielle";
  return `Rien n'est fixé pour ${nom} dans « ${nommerQuantite(pret, place)} » : ${fixeur}, elle ne se saisit pas ici. Le coût de ${noms} est donc compté sans cette valeur.`;
}

/* ce qu'il faudrait retirer pour s'en passer : le composant, ou le service qui l'apporte */
export const aRetirer = (pret, choix, place) => [...new Set(lisant(pret, choix, place)
  .map(({ composant, service }) => nommer(pret, pret.situation.composants[composant].souscription ? composant : service)))];

const explication = (place) => `pourquoi-${place.replace(/[^\w-]/g, "-")}`;
const typographie = (mot) => (typeof mot === "string" ? dire(mot) : mot);
const lien = (texte, click) => h("button", { type: "button", class: "sim__lien", click }, dire(texte));

/* « le nombre de comptes », « espace de stockage » entre guillemets : le genre des autres mots n'est pas connu */
function defini(pret, place) {
  const nom = nommerQuantite(pret, place);
  return nom.startsWith("nombre ") ? `le ${nom}` : `« ${nom} »`;
}

const liens = (pret, places) => places.flatMap((place, rang) => [
  rang ? ", " : "", lien(nommerQuantite(pret, place), () => rejoindre(place)),
]);
