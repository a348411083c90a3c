starts.push(() => {
  for (const button of all('[data-print]')) {
    button.hidden = false
    button.addEventListener('click', () => print())
  }
  if (navigator.clipboard) for (const button of all('[data-copy]')) {
    button.hidden = false
    button.addEventListener('click', () => navigator.clipboard.writeText(button.dataset.copy).then(() => { button.textContent = button.dataset.copied }))
  }
})
