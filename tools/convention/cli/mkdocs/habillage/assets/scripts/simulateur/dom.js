/* Elements made from texts: never from markup, so that a label is shown as the text that it is.
   Knows: the DOM. Must not know: what is shown. */

/* h("p", { class: "note" }, "texte", autre) ; une propriété fonction écoute l'événement de ce nom */
export function h(nom, proprietes = {}, ...contenu) {
  const element = document.createElement(nom);
  for (const [cle, valeur] of Object.entries(proprietes)) {
    if (typeof valeur === "function") element.addEventListener(cle, valeur);
    else if (valeur === true) element.setAttribute(cle, "");
    else if (valeur !== false && valeur !== undefined) element.setAttribute(cle, valeur);
  }
  element.append(...ecrits(contenu, nom !== "option"));
  return element;
}

/* remplace ce que dit un élément */
export const poser = (element, ...contenu) => element.replaceChildren(...ecrits(contenu, true));

/* « 1er » s'écrit avec son exposant, partout où un texte peut en porter un */
const ecrits = (contenu, exposant) => contenu.flat().filter((item) => item !== "" && item !== null && item !== undefined).flatMap((item) => {
  if (!exposant || typeof item !== "string") return [item];
  return item.split(/(?<=\b1)(er)\b/).map((part, rang) => (rang % 2 ? h("sup", {}, part) : part));
});

/* colonnes : titres, le premier à gauche ; rangs : { cellules, total } */
export function tableau(legende, colonnes, rangs, forme = "") {
  const entetes = colonnes.map((titre, rang) => h("th", { scope: "col", class: rang ? "d" : "g" }, titre));
  const lignes = rangs.map(({ cellules, total }) => h("tr", { class: total ? "total" : undefined }, cellules.map((cellule, rang) => (
    rang ? h("td", { class: "d", "data-l": colonnes[rang] }, h("span", {}, cellule)) : h("th", { scope: "row" }, h("span", {}, cellule))
  ))));
  return h("table", { class: `tableau ${forme}`.trim() },
    h("caption", {}, legende),
    h("thead", {}, h("tr", { role: "row" }, entetes)),
    h("tbody", {}, lignes));
}

export function telecharger(nom, texte) {
  const adresse = URL.createObjectURL(new Blob([texte], { type: "application/yaml" }));
  h("a", { href: adresse, download: nom }).click();
  URL.revokeObjectURL(adresse);
}
