// Small habits of every page that is read: print, the plate that follows.

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// Paper cannot be unfolded: what the style sheet cannot open for print is opened here, and closed again afterwards.
if (!CSS.supports("selector(::details-content)")) {
  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    unfolded = document.querySelectorAll("details:not([open], :has(input, select, textarea, button))");
    for (const details of unfolded) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of unfolded) details.open = false;
  });
}

// The plate follows the step being read: whichever step crosses the upper third asks for its own picture.
class LessonPlate extends HTMLElement {
  connectedCallback() {
    this.shown = this.missed = "";
    this.catchUp = () => this.missed && this.show(this.missed);
    window.addEventListener("online", this.catchUp);
    for (const fault of ["htmx:sendError", "htmx:timeout"]) this.addEventListener(fault, () => this.miss());
    this.observer = new IntersectionObserver((entries) => this.follow(entries), { rootMargin: "-35% 0px -60% 0px" });
    for (const step of this.querySelectorAll("[data-step]")) this.observer.observe(step);
  }

  disconnectedCallback() {
    this.observer.disconnect();
    window.removeEventListener("online", this.catchUp);
  }

  follow(entries) {
    const current = entries.find((entry) => entry.isIntersecting)?.target.dataset.step;
    if (current && current !== this.shown) this.show(current);
  }

  show(step) {
    this.shown = step;
    this.missed = "";
    this.querySelector(`#show-${step}`)?.click();
  }

  // Its drawing did not come: it is asked for again when the network is back, or when the step is met again.
  miss() {
    this.missed = this.shown;
    this.shown = "";
  }
}

customElements.define("lesson-plate", LessonPlate);
