// A place touched on the drawing is ticked or unticked in the list; without script the list alone does it.
class RegionPicker extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const place = event.target.closest("[data-region]");
      const row = place && this.querySelector(`input[value="${place.dataset.region}"]`);
      if (row) row.click();
    });
  }
}

customElements.define("region-picker", RegionPicker);
