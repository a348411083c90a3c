// The page draws itself again after each change the server tells of. Without
// scripts it reloads instead.
const main = document.querySelector("[data-live]");

async function draw() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const focused = document.activeElement?.id;
  for (const part of main.querySelectorAll("[data-part]")) {
    const next = fresh.getElementById(part.id);
    if (!next || next.outerHTML === part.outerHTML) continue;
    part.className = next.className;
    part.replaceChildren(...next.childNodes);
  }
  document.title = fresh.title;
  if (focused) document.getElementById(focused)?.focus();
}

if (main) {
  let drawing = Promise.resolve();
  new EventSource(main.dataset.live).addEventListener("change", () => {
    drawing = drawing.then(draw).catch(() => {}); // the next change tries again
  });
}
