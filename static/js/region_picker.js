// A place touched on the drawing is ticked or unticked in the list, and a line below the drawing says so; it also says
// where there is no place. Without script the list alone does it.
class RegionPicker extends HTMLElement {
  connectedCallback() {
    const said = this.querySelector(".pick__said");
    this.addEventListener("click", (event) => {
      if (!event.target.closest("svg")) return;
      const place = event.target.closest("[data-region]");
      const row = place && this.querySelector(`input[value="${place.dataset.region}"]`);
      if (row) row.click();
      said.textContent = row ? this.told(row, said) : said.dataset.outside;
    });
  }

  told(row, said) {
    const name = row.closest("label").querySelector(".choice__text").firstChild.textContent;
    return `${row.checked ? said.dataset.ticked : said.dataset.unticked} ${name}`;
  }
}

customElements.define("region-picker", RegionPicker);
