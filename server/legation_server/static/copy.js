// Show the buttons that copy a text, where the browser can, and say when it is done.
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = button.dataset.done ?? `${button.textContent.replace(" ✓", "")} ✓`;
  });
}
