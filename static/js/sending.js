// What happens while something is sent: no double sending, a busy sign, and a sentence where it does not arrive.

const LONGEST_WAIT = 10_000; // then it may be sent again: what is sent twice counts once
const SIGN_AFTER = 400; // what is answered sooner changes no word
const status = document.getElementById("status");
const waits = new Map();
let pressed = null;

if (window.htmx) window.htmx.config.timeout = LONGEST_WAIT;

function say(sentence) {
  const line = document.createElement("p");
  line.dataset.fault = "";
  line.textContent = sentence;
  status.replaceChildren(line);
}

// A fault is over as soon as something works; what the site itself said stays.
function hush() {
  status.querySelector("[data-fault]")?.remove();
}

function setBusy(part, isBusy) {
  part.toggleAttribute("data-sending", isBusy);
  part.setAttribute("aria-busy", String(isBusy));
  for (const button of part.querySelectorAll("button")) {
    button.setAttribute("aria-disabled", String(isBusy));
  }
}

// The button that was pressed says what goes on, as wide as before; gives back how to undo that.
function showSending(button) {
  const label = [...button.childNodes];
  button.style.minInlineSize = `${button.offsetWidth}px`;
  button.replaceChildren(status.dataset.underWay);
  return () => {
    button.replaceChildren(...label);
    button.style.minInlineSize = "";
  };
}

// No guard without an end: whatever holds the answer up, the form can be sent again and keeps what was typed.
function lock(part) {
  release(part);
  setBusy(part, true);
  const button = pressed;
  const wait = {};
  wait.sign = setTimeout(() => {
    if (button) wait.undo = showSending(button);
  }, SIGN_AFTER);
  wait.end = setTimeout(() => {
    release(part);
    say(status.dataset.slow);
  }, LONGEST_WAIT);
  waits.set(part, wait);
}

function release(part) {
  const wait = waits.get(part);
  if (!wait) return;
  clearTimeout(wait.sign);
  clearTimeout(wait.end);
  wait.undo?.();
  waits.delete(part);
  setBusy(part, false);
}

function releaseAll() {
  for (const part of [...waits.keys()]) release(part);
}

// Before htmx hears of it, which listens further down.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const isUnderWay = form.closest("[data-sending]");
  if (isUnderWay || !navigator.onLine) {
    event.preventDefault();
    event.stopPropagation();
    if (!isUnderWay) say(status.dataset.offline);
    return;
  }
  pressed = event.submitter;
  if (form.method === "post" && !form.hasAttribute("hx-post")) {
    hush();
    lock(form);
  }
}, { capture: true });

// Stop was pressed, or the browser gave up. A browser that does not tell waits for the longest wait.
window.navigation?.addEventListener("navigateerror", releaseAll);

window.addEventListener("pageshow", (event) => {
  releaseAll();
  if (event.persisted) hush();
});

window.addEventListener("online", hush);

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.requestConfig.verb === "post") lock(detail.target);
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  release(detail.target);
  if (detail.successful) hush();
});

document.addEventListener("htmx:timeout", () => say(status.dataset.slow));
document.addEventListener("htmx:sendError", ({ detail }) => {
  const offline = detail.requestConfig.verb === "post" ? status.dataset.offline : status.dataset.reading;
  say(navigator.onLine ? status.dataset.failed : offline);
});

// The token of this page is old, mostly after signing in in another window: with a new one what was typed can stay.
document.addEventListener("htmx:responseError", ({ detail }) => {
  const token = detail.xhr.getResponseHeader("Fresh-Token");
  if (token) {
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
    say(status.dataset.again);
  } else {
    say(detail.xhr.status === 403 ? status.dataset.refused : status.dataset.failed);
  }
});
