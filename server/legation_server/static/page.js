// What pages can do beyond reading: copy a text, and show their data as Turtle.
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) break;
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = `${label} ✓`;
  });
}

// The data are fetched when somebody opens them first.
for (const details of document.querySelectorAll("details[data-source]")) {
  details.hidden = false;
  details.addEventListener("toggle", async () => {
    const code = details.querySelector("code");
    if (code.textContent) return;
    const answer = await fetch(details.dataset.source);
    code.textContent = await answer.text();
  });
}
