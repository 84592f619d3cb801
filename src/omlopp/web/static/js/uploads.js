// What is too large is said before it is sent, beside the field. Without this file the server says it.
document.addEventListener("submit", (event) => {
  const field = event.target.querySelector("input[type=file][data-limit-mb]");
  if (!field) return;
  const size = [...field.files].reduce((sum, file) => sum + file.size, 0) / 2 ** 20;
  const said = field.parentElement.querySelector("[data-too-large]");
  const large = size > Number(field.dataset.limitMb);
  said.hidden = !large;
  field.toggleAttribute("aria-invalid", false);
  if (large) {
    event.preventDefault();
    field.setAttribute("aria-invalid", "true");
    said.textContent = said.dataset.tooLarge.replace("§", Math.round(size));
    field.focus();
  } else {
    event.target.classList.add("htmx-request"); // shows that it is under way
  }
});
