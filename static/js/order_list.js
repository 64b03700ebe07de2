// Lines that are put in order: dragged, moved by their buttons, or by the arrow keys. Each line's number stands in its
// select, which is sent as before; without script the selects alone do it. A line passes its neighbour and stays where
// it is in the page itself, so that it keeps the focus and the pointer.
class OrderList extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ul");
    this.said = this.querySelector("[aria-live]");
    this.takeNumbers();
    this.showPlaces();
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-step]");
      if (button) this.move(button.closest("li"), Number(button.dataset.step));
    });
    this.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      const line = event.target.closest("li");
      if (!step || !line) return;
      event.preventDefault();
      this.move(line, step);
    });
    this.addEventListener("pointerdown", (event) => this.lift(event));
  }

  get lines() {
    return [...this.list.children];
  }

  // After a hint or a refusal the lines stand as they were left.
  takeNumbers() {
    const numbers = new Map(this.lines.map((line) => [line, Number(line.querySelector("select").value)]));
    if ([...numbers.values()].every(Boolean)) {
      this.list.append(...this.lines.sort((one, other) => numbers.get(one) - numbers.get(other)));
    }
  }

  showPlaces() {
    this.lines.forEach((line, place, { length }) => {
      line.querySelector("[data-place]").textContent = place + 1;
      for (const button of line.querySelectorAll("[data-step]")) {
        const isAtEnd = button.dataset.step < 0 ? place === 0 : place === length - 1;
        button.setAttribute("aria-disabled", isAtEnd);
      }
    });
  }

  move(line, step) {
    if (this.pass(line, step)) this.say(line);
  }

  say(line) {
    const words = this.said.dataset.words.replace("{line}", line.querySelector("label").textContent.trim());
    this.said.textContent = words.replace("{place}", this.lines.indexOf(line) + 1).replace("{all}", this.lines.length);
  }

  pass(line, step) {
    const neighbour = step < 0 ? line.previousElementSibling : line.nextElementSibling;
    if (!neighbour) return false;
    this.list.insertBefore(neighbour, step < 0 ? line.nextElementSibling : line);
    this.lines.forEach((each, place) => {
      each.querySelector("select").value = place + 1;
    });
    this.showPlaces();
    return true;
  }

  // By its handle with a finger, so that the page still scrolls; anywhere on the line with a mouse.
  lift(event) {
    const line = event.target.closest("li");
    const isHeld = event.target.closest("[data-handle]") || event.pointerType === "mouse";
    if (!line || !isHeld || event.button || event.target.closest("button")) return;
    event.preventDefault();
    line.setPointerCapture(event.pointerId);
    line.dataset.lifted = "";
    const follow = ({ clientY }) => this.follow(line, clientY);
    const drop = () => {
      delete line.dataset.lifted;
      line.removeEventListener("pointermove", follow);
      this.say(line);
    };
    line.addEventListener("pointermove", follow);
    line.addEventListener("lostpointercapture", drop, { once: true });
  }

  follow(line, y) {
    const middle = (of) => of.getBoundingClientRect().top + of.offsetHeight / 2;
    while (line.previousElementSibling && y < middle(line.previousElementSibling)) this.pass(line, -1);
    while (line.nextElementSibling && y > middle(line.nextElementSibling)) this.pass(line, 1);
  }
}

customElements.define("order-list", OrderList);
