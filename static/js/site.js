// Small habits of every page: a busy sign, a guard against double sending, a sentence when sending fails.

const status = document.getElementById("status");

function say(text) {
  const line = document.createElement("p");
  line.textContent = text;
  status.replaceChildren(line);
}

function setBusy(form, busy) {
  form.toggleAttribute("data-sending", busy);
  form.setAttribute("aria-busy", String(busy));
  for (const button of form.querySelectorAll("button")) {
    button.setAttribute("aria-disabled", String(busy));
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.hasAttribute("data-sending")) {
    event.preventDefault();
    return;
  }
  if (form.method === "post") setBusy(form, true);
});

// Coming back with the browser's Back button must not find a form that still says "sending".
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sending]")) setBusy(form, false);
});

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => say(status.dataset.failed));
}

document.addEventListener("htmx:responseError", (event) => {
  say(event.detail.xhr.status === 403 ? status.dataset.refused : status.dataset.failed);
});

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) setBusy(form, false);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// The plate follows the step being read: whichever step crosses the upper third asks for its own picture.
class LessonPlate extends HTMLElement {
  connectedCallback() {
    this.shown = "";
    this.observer = new IntersectionObserver((entries) => this.follow(entries), { rootMargin: "-35% 0px -60% 0px" });
    for (const step of this.querySelectorAll("[data-step]")) this.observer.observe(step);
  }

  disconnectedCallback() {
    this.observer.disconnect();
  }

  follow(entries) {
    const current = entries.find((entry) => entry.isIntersecting)?.target.dataset.step;
    if (!current || current === this.shown) return;
    this.shown = current;
    this.querySelector(`#show-${current}`)?.click();
  }
}

customElements.define("lesson-plate", LessonPlate);
