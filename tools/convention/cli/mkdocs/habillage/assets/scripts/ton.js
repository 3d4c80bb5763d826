/* La présentation choisie, sinon celle du système, avant que la page ne se montre ; site.js suit ce que l'on choisit. */
var tons=[].slice.call(document.querySelectorAll("[data-md-component=palette] input"));
function presenter(i){var ton=tons[i];
  ["scheme","primary","accent"].forEach(function(nom){document.body.setAttribute("data-md-color-"+nom,ton.getAttribute("data-md-color-"+nom))});
  tons.forEach(function(t,rang){t.checked=rang===i})}
if(tons.length){var garde=__md_get("__palette");presenter(garde&&tons[garde.index]?garde.index:Math.max(0,tons.findIndex(function(t){return matchMedia(t.dataset.mdColorMedia).matches})))}
