// "None of these" and the rows above it exclude each other, as do "yes" and "not sure" of one row.
// Without script the server says so in words.
class TickRows extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", (event) => {
      const ticked = event.target;
      if (!ticked.checked) return;
      for (const box of this.querySelectorAll("input[type=checkbox]:checked")) {
        const isAlone = ticked.name === "none" || box.name === "none" || box.name === ticked.name;
        if (box !== ticked && isAlone) box.checked = false;
      }
    });
  }
}

customElements.define("tick-rows", TickRows);
