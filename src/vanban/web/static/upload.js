// Sends files with a bar of progress, and asks how far their reading is. Without it both pages work all the same.
"use strict";

const form = document.getElementById("gui-tep");
if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const bar = document.getElementById("da-gui");
    const problem = document.getElementById("loi-gui");
    const button = form.querySelector("button");
    const sending = new XMLHttpRequest(); // fetch does not tell how much has been sent
    const fail = (message) => {
      problem.textContent = message;
      bar.hidden = true;
      button.disabled = false;
    };
    problem.textContent = "";
    bar.hidden = false;
    button.disabled = true;
    sending.upload.addEventListener("progress", (told) => {
      if (told.lengthComputable) bar.value = (100 * told.loaded) / told.total;
    });
    sending.addEventListener("load", () => {
      const answer = sending.response || {};
      if (sending.status === 202) location.assign(answer.address);
      else fail(answer.error ? answer.error.message : "Không gửi được. Hãy tải lại trang rồi thử lại.");
    });
    sending.addEventListener("error", () => fail("Mất kết nối với máy chủ, hoặc tệp quá lớn. Hãy thử lại."));
    sending.open("POST", form.action);
    sending.responseType = "json";
    sending.setRequestHeader("Accept", "application/json");
    sending.setRequestHeader("X-CSRF-Token", form.elements.csrf.value);
    sending.send(new FormData(form));
  });
}

const progress = document.getElementById("tien-do");
const PAUSE_MS = 1500;

function show(items) {
  progress.querySelectorAll("tbody tr").forEach((row, place) => {
    const item = items[place];
    const [name, title, message] = row.cells;
    title.textContent = item.title;
    message.textContent = item.message;
    if (item.refused.length) {
      const list = document.createElement("ul");
      list.append(...item.refused.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
      message.append(list);
    }
    if (item.address && !name.querySelector("a")) {
      const link = document.createElement("a");
      link.href = item.address;
      link.textContent = item.name;
      name.replaceChildren(link);
    }
  });
}

async function follow() {
  try {
    const answer = await fetch(progress.dataset.state, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const told = await answer.json();
    show(told.items);
    if (told.over) return;
  } catch {
    // the server may be back in a moment
  }
  setTimeout(follow, PAUSE_MS);
}

if (progress && progress.dataset.over === "0") setTimeout(follow, PAUSE_MS);
