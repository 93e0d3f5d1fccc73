// Shows which mark on the page belongs to which line of the list, wherever the pointer or the address is.
"use strict";

function partners(key) {
  return document.querySelectorAll(`[data-fact~="${CSS.escape(key)}"]`);
}

function light(element, name, on) {
  const keys = (element.dataset.fact || "").split(" ");
  const key = keys[keys.length - 1];
  if (!key) return;
  for (const partner of partners(key)) partner.classList.toggle(name, on);
}

for (const name of ["mouseover", "focusin"]) {
  document.addEventListener(name, (event) => {
    const element = event.target.closest("[data-fact]");
    if (element) light(element, "is-lit", true);
  });
}
for (const name of ["mouseout", "focusout"]) {
  document.addEventListener(name, (event) => {
    const element = event.target.closest("[data-fact]");
    if (element) light(element, "is-lit", false);
  });
}

function follow() {
  for (const element of document.querySelectorAll(".is-chosen")) element.classList.remove("is-chosen");
  const target = document.getElementById(location.hash.slice(1));
  if (!target) return;
  const match = /^#[mf]-([0-9a-f]+)$/.exec(location.hash);
  const key = match ? match[1] : target.dataset.key;
  if (!key) return;
  for (const partner of partners(key)) partner.classList.add("is-chosen");
  const other = document.getElementById(`${location.hash.startsWith("#f-") ? "m" : "f"}-${key}`);
  if (!other) return;
  const panel = other.closest(".panel");
  const isBeside = panel && getComputedStyle(panel).position === "sticky";
  if (isBeside) panel.scrollTop += other.getBoundingClientRect().top - panel.getBoundingClientRect().top - 48;
  else if (location.hash.startsWith("#f-")) other.scrollIntoView({ block: "nearest" });
}

addEventListener("hashchange", follow);
follow();
