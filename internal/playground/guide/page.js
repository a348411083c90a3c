for (const button of document.querySelectorAll('[data-copy]')) button.hidden = !navigator.clipboard
document.addEventListener('click', async ({ target }) => {
  if (!target.dataset.copy) return
  await navigator.clipboard.writeText(target.dataset.copy)
  target.textContent = 'Copied'
  setTimeout(() => { target.textContent = 'Copy' }, 2000)
})
