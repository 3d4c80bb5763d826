/* La présentation choisie, avant que la page ne se montre ; site.js la garde, et suit le système sans elle. */
(function(){var tons=[].slice.call(document.querySelectorAll("[data-md-component=palette] input")),garde=__md_get("__palette"),
  ton=garde&&tons[garde.index]||tons.filter(function(t){return matchMedia(t.dataset.mdColorMedia).matches})[0];
  if(ton)["scheme","primary","accent"].forEach(function(nom){document.body.setAttribute("data-md-color-"+nom,ton.getAttribute("data-md-color-"+nom))})})();
