/* The search: its index is read when somebody first searches, and nothing of what is typed leaves the page.
   Knows: the index that the build writes (recherche.py), how people type. Must not know: what pages say. */

const RACINE = new URL("../../", import.meta.url);
const PAGES_MAX = 20, PARTIES_MAX = 2;
/* ce que vaut un mot trouvé : tel quel, de même racine, commencé, à une faute près */
const TEL_QUEL = 1, MEME_RACINE = 0.9, COMMENCE = 0.6, A_UNE_FAUTE = 0.5;
/* une page dont c'est tout le sujet vaut mieux qu'une de ses parties */
const PAGE_ENTIERE = 1.4;
/* un résultat loin derrière le premier n'aide pas */
const SEUIL = 0.2;

/* --- lire la question --- */

/* comme « mots » de recherche.py */
export function mots(texte, vides) {
  const simple = texte.toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae").normalize("NFD").replace(/\p{M}/gu, "");
  const trouves = simple.match(/\d+(?:\.\d+)+|[a-z0-9]+/g) ?? [];
  return trouves.filter((mot) => !vides.has(mot) && (mot.length > 1 || /\d/.test(mot)));
}

/* une lettre de plus, de moins, une autre, ou deux échangées */
export function presque(a, b) {
  if (Math.abs(a.length - b.length) > 1 || a === b) return a === b;
  let debut = 0, fin = 0;
  while (a[debut] === b[debut]) debut += 1;
  while (fin < Math.min(a.length, b.length) - debut && a[a.length - 1 - fin] === b[b.length - 1 - fin]) fin += 1;
  const reste = [a.slice(debut, a.length - fin), b.slice(debut, b.length - fin)];
  return reste.every(({ length }) => length < 2) || (reste[0].length === 2 && reste[1] === reste[0][1] + reste[0][0]);
}

/* --- l'index --- */

function script(nom) {
  return new Promise((fait, refuse) => {
    const element = document.createElement("script");
    Object.assign(element, { src: new URL(`assets/racines/lunr.${nom}.min.js`, RACINE), onload: fait, onerror: refuse });
    document.head.append(element);
  });
}

/* la racine d'un mot français : l'algorithme de Snowball, tel que le thème le livre pour lunr, dont rien d'autre ne sert */
async function raciner() {
  window.lunr = { Pipeline: { registerFunction() {} }, generateStopWordFilter() {} };
  await script("stemmer.support");
  await script("fr");
  return window.lunr.fr.stemmer;
}

async function ouvrir() {
  const [reponse, racine] = await Promise.all([fetch(new URL("recherche.json", RACINE)), raciner()]);
  if (!reponse.ok) throw new Error(`recherche.json : ${reponse.status}`);
  const index = await reponse.json(), racines = new Map(), vides = new Set(index.vides);
  for (const mot of Object.keys(index.mots)) racines.set(racine(mot), [...(racines.get(racine(mot)) ?? []), mot]);
  const titres = index.parties.map(([page, ancre, titre]) => (ancre ? [titre] : [titre, index.pages[page][0]]).map((texte) => mots(texte, vides)));
  return { ...index, vides, racine, racines, titres };
}

/* → Map : chaque mot de l'index que ce mot désigne, et ce qu'il vaut */
function designes({ mots: connus, racine, racines }, mot, dernier) {
  const trouves = new Map(), noter = (autre, valeur) => trouves.set(autre, Math.max(valeur, trouves.get(autre) ?? 0));
  if (Object.hasOwn(connus, mot)) noter(mot, TEL_QUEL);
  for (const autre of racines.get(racine(mot)) ?? []) noter(autre, MEME_RACINE);
  if (dernier && mot.length > 2) for (const autre of Object.keys(connus)) if (autre.startsWith(mot)) noter(autre, COMMENCE);
  if (trouves.size || mot.length < 5) return trouves;
  for (const autre of Object.keys(connus)) {
    if (presque(mot, autre)) for (const parent of racines.get(racine(autre))) noter(parent, A_UNE_FAUTE);
  }
  return trouves;
}

/* → Map : partie → ce qu'y pèse ce mot ; un mot que peu de parties emploient compte plus */
function peser(index, trouves) {
  const poids = new Map();
  for (const [mot, valeur] of trouves) {
    const places = index.mots[mot];
    for (let rang = 0, partie = 0; rang < places.length; rang += 2) {
      partie += places[rang];
      poids.set(partie, Math.max(poids.get(partie) ?? 0, places[rang + 1] * valeur));
    }
  }
  const rarete = Math.log(1 + index.parties.length / (1 + poids.size));
  for (const [partie, pese] of poids) poids.set(partie, pese * rarete);
  return poids;
}

/* la part d'un titre que dit la question */
const couvert = (titre, termes) => (titre.length ? titre.filter((mot) => termes.some((trouves) => trouves.has(mot))).length / titre.length : 0);

/* → [{ page, note, parties: [{ partie, note }] }], la meilleure d'abord ; seulement les pages qui ont tous les mots, s'il y en a */
export function classer(index, question) {
  const demandes = mots(question, index.vides);
  const termes = demandes.map((mot, rang) => designes(index, mot, rang === demandes.length - 1));
  const pesees = termes.map((trouves) => peser(index, trouves)), pages = new Map();
  for (const partie of new Set(pesees.flatMap((poids) => [...poids.keys()]))) {
    const [page] = index.parties[partie], lue = pages.get(page) ?? { page, vus: new Set(), parties: [] };
    const ici = pesees.map((poids) => poids.get(partie) ?? 0), tenus = ici.filter(Boolean).length;
    ici.forEach((pese, rang) => pese && lue.vus.add(rang));
    const note = ici.reduce((a, b) => a + b, 0) * (tenus / termes.length) ** 2 * (1 + Math.max(...index.titres[partie].map((titre) => couvert(titre, termes))));
    lue.parties.push({ partie, note: note * index.pages[page][2] * (index.parties[partie][1] ? 1 : PAGE_ENTIERE) });
    pages.set(page, lue);
  }
  const plus = Math.max(0, ...[...pages.values()].map(({ vus }) => vus.size));
  const gardees = [...pages.values()].filter(({ vus }) => vus.size === plus);
  for (const lue of gardees) {
    lue.parties.sort((a, b) => b.note - a.note);
    lue.note = lue.parties[0].note;
  }
  gardees.sort((a, b) => b.note - a.note);
  return gardees.filter(({ note }) => note >= SEUIL * gardees[0].note);
}

/* --- la page --- */

function lien(index, partie) {
  const [page, ancre] = index.parties[partie];
  return new URL(index.pages[page][1] + (ancre ? `#${ancre}` : ""), RACINE).href;
}

function element(nom, classe, ...contenu) {
  const fait = document.createElement(nom);
  fait.className = classe;
  fait.append(...contenu);
  return fait;
}

function resultat(index, { page, parties }) {
  const [titre] = index.pages[page], [{ partie, note }, ...autres] = parties, [, , ici, extrait] = index.parties[partie];
  const premier = element("a", "trouve__lien", element("strong", "trouve__page", titre), ...(ici && ici !== titre ? [element("span", "trouve__partie", ici)] : []), element("span", "trouve__extrait", extrait));
  premier.href = lien(index, partie);
  const suite = autres.filter((autre) => autre.note > note / 2 && index.parties[autre.partie][2]).slice(0, PARTIES_MAX).map((autre) => {
    const suivant = element("a", "trouve__lien trouve__lien--aussi", index.parties[autre.partie][2]);
    suivant.href = lien(index, autre.partie);
    return suivant;
  });
  return element("li", "md-search-result__item trouve", premier, ...suite);
}

function compter(nombre) {
  if (nombre > PAGES_MAX) return `${PAGES_MAX} pages sur ${nombre}, les plus proches : ajoutez un mot pour en voir d’autres.`;
  return nombre ? `${nombre} page${nombre > 1 ? "s" : ""}` : "Rien ne correspond : essayez un autre mot, ou un seul.";
}

/* branche le champ : ce qui est tapé montre ce qui est trouvé ; les flèches vont d'un résultat à l'autre */
export async function brancher(champ, dit, liste) {
  dit.textContent = "Lecture de l’index…";
  const index = await ouvrir();
  const montrer = () => {
    const trouves = champ.value.trim() ? classer(index, champ.value) : [];
    liste.replaceChildren(...trouves.slice(0, PAGES_MAX).map((item) => resultat(index, item)));
    dit.textContent = champ.value.trim() ? compter(trouves.length) : "Tapez un mot : un service, un adhérent, un article.";
  };
  champ.addEventListener("input", montrer);
  champ.form.addEventListener("reset", () => setTimeout(() => { montrer(); champ.focus(); }));
  champ.form.addEventListener("submit", (geste) => {
    geste.preventDefault();
    liste.querySelector("a")?.click();
  });
  champ.closest(".md-search").addEventListener("keydown", (geste) => {
    const pas = { ArrowDown: 1, ArrowUp: -1 }[geste.key];
    if (!pas) return;
    const places = [champ, ...liste.querySelectorAll("a")];
    geste.preventDefault();
    places[Math.max(0, Math.min(places.length - 1, places.indexOf(document.activeElement) + pas))].focus();
  });
  montrer();
}
