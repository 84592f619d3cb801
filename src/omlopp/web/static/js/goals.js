// Lighting a goal opens its strategies. Without this file the same list opens by its own heading.
document.addEventListener("change", (event) => {
  const box = event.target;
  if (box.matches && box.matches("[data-lights]") && box.checked) {
    box.closest("fieldset").querySelector("details").open = true;
  }
});
