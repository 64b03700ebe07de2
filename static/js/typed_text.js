// A plain form that never arrives ends on the browser's own page. Its texts wait in this tab until another page comes.

const TYPED = "typed-text";
const TEXTS = "textarea, input[type=email], input[type=text]:not([name=code])"; // no password, no code, no answer

// Nothing of the screening is kept. What sending.js holds back does not come here.
document.addEventListener("submit", ({ target: form }) => {
  if (form.method !== "post" || form.hasAttribute("hx-post") || location.pathname.startsWith("/screening/")) return;
  const texts = [...form.querySelectorAll(TEXTS)].map(({ id, value }) => [id, value]);
  sessionStorage.setItem(TYPED, JSON.stringify({ page: location.pathname, texts }));
});

// A redirect says that it arrived; Back, that somebody is on the way to the form.
window.addEventListener("pageshow", () => {
  const kept = JSON.parse(sessionStorage.getItem(TYPED));
  const [visit] = performance.getEntriesByType("navigation");
  if (kept?.page === location.pathname && !visit?.redirectCount) {
    for (const [id, value] of kept.texts) {
      const field = document.getElementById(id);
      if (field?.value === "") field.value = value;
    }
  } else if (visit?.type !== "back_forward") {
    sessionStorage.removeItem(TYPED);
  }
});
