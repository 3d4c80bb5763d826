// Le mur est remplacé par chaque image qui vient ; sans signe de vie depuis six secondes, la page le dit.
const mur = document.getElementById("mur");
const coupe = document.getElementById("coupe");
const flux = new EventSource("/flux");
let vu = Date.now();

flux.addEventListener("mur", (image) => {
  mur.innerHTML = JSON.parse(image.data);
});
for (const signe of ["mur", "vie"]) {
  flux.addEventListener(signe, () => {
    vu = Date.now();
  });
}
setInterval(() => {
  coupe.hidden = Date.now() - vu < 6000;
  mur.classList.toggle("coupe", !coupe.hidden);
}, 500);
