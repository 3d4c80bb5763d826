/* Lu avant la page : ce que la feuille de style et les autres scripts attendent. Aucun script n'est dans une page. */
document.documentElement.classList.replace("no-js","js");
if(location.protocol==="file:")document.documentElement.classList.add("fichier");
var __md_scope=new URL(document.currentScript.dataset.base,location);
function __md_get(nom){return JSON.parse(localStorage.getItem(__md_scope.pathname+"."+nom))}
function __md_set(nom,valeur){try{localStorage.setItem(__md_scope.pathname+"."+nom,JSON.stringify(valeur))}catch(e){}}
