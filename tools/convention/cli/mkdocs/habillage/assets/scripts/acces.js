/* Le menu, la recherche et la présentation : de vrais boutons devant les cases à cocher du thème, et un clavier qui ne se
   perd pas.
   Knows: the toggles of the theme Material. Must not know: what a page says. */
(function(){
  var un=function(s){return document.querySelector(s)},tous=function(s){return document.querySelectorAll(s)};
  var zones={__drawer:".md-sidebar--primary",__search:".md-search"},premiers={__drawer:".md-sidebar--primary a[href]",__search:"[data-md-component=search-query]"};
  Object.keys(zones).forEach(function(nom){
    var c=document.getElementById(nom),zone=un(zones[nom]),boutons=tous("[data-bascule="+nom+"]"),ouvre=boutons[0];
    if(!c||!zone||!ouvre)return;
    var dire=function(){boutons.forEach(function(b){if(b.hasAttribute("aria-expanded"))b.setAttribute("aria-expanded",c.checked)})};
    var fermer=function(){if(c.checked)c.click()};
    /* un navigateur qui revient à la page se souvient de la case : rien n'y est ouvert */
    if(c.checked){c.checked=false}
    dire();c.addEventListener("change",dire);
    boutons.forEach(function(b){b.onclick=function(){
      c.click();var vers=c.checked?un(premiers[nom]):ouvre;
      setTimeout(function(){if(vers)vers.focus()},60)}});
    zone.addEventListener("focusout",function(e){var vers=e.relatedTarget;if(vers&&!zone.contains(vers)&&vers!==ouvre)fermer()});
    document.addEventListener("keydown",function(e){
      if(e.key!=="Escape"||!(c.checked||zone.contains(e.target)))return;
      fermer();if(ouvre.offsetParent)ouvre.focus()});
  });
  var sombre=un("[data-presentation]"),cases=tous("[name=__palette]");
  if(sombre){
    var presser=function(){sombre.setAttribute("aria-pressed",document.body.getAttribute("data-md-color-scheme")==="slate")};
    new MutationObserver(presser).observe(document.body,{attributes:true,attributeFilter:["data-md-color-scheme"]});presser();
    sombre.onclick=function(){var vers=document.body.getAttribute("data-md-color-scheme")==="slate"?"default":"slate";
      cases.forEach(function(c){if(c.getAttribute("data-md-color-scheme")===vers)c.click()})};
  }
  /* Safari oublie qu'un tableau en est un quand ses lignes deviennent des fiches : on le lui redit */
  var etroit=matchMedia("(max-width:44.98em)"),roles={TABLE:"table",THEAD:"rowgroup",TBODY:"rowgroup",TR:"row",TD:"cell"};
  var redire=function(){tous(".tableau--fiches").forEach(function(t){[t].concat([].slice.call(t.querySelectorAll("thead,tbody,tr,th,td"))).forEach(function(e){
    var role=roles[e.tagName]||(e.scope==="col"?"columnheader":"rowheader");
    if(etroit.matches)e.setAttribute("role",role);else e.removeAttribute("role")})})};
  redire();etroit.onchange=redire;
  var sim=un(".sim");if(sim)new MutationObserver(redire).observe(sim,{childList:true,subtree:true});
})();
