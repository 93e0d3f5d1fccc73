// What the pages can do besides links and forms; everything works without it, too.
"use strict";

const root = document.documentElement;

function setUpTheme() {
  const button = document.getElementById("theme");
  if (!button) return;
  const show = () => {
    button.textContent = root.dataset.theme === "dark" ? "Nền sáng" : "Nền tối";
  };
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      // holds for this page only
    }
    show();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => {
    if (localStorage.getItem("theme")) return;
    root.dataset.theme = event.matches ? "dark" : "light";
    show();
  });
}

function setUpKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    const field = document.querySelector(`[data-focus-key="${CSS.escape(event.key)}"]`);
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}

// Forms marked so are sent as soon as a choice is made; empty fields stay out of the address.
function setUpForms() {
  for (const form of document.querySelectorAll("form[method=get], form:not([method])")) {
    form.addEventListener("submit", () => {
      for (const field of form.elements) {
        if (field.name && field.value === "") field.disabled = true;
      }
      setTimeout(() => {
        for (const field of form.elements) field.disabled = false;
      });
    });
    if (form.hasAttribute("data-send-on-change")) {
      form.addEventListener("change", () => form.requestSubmit());
    }
  }
}

// A wide screen has room for the filters from the start.
function setUpDisclosures() {
  const wide = matchMedia("(min-width: 62rem)");
  for (const part of document.querySelectorAll("details[data-open-when-wide]")) {
    if (wide.matches) part.open = true;
  }
}

setUpTheme();
setUpKeys();
setUpForms();
setUpDisclosures();
