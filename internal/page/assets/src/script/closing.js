// The last minutes are told once a minute, in the page's own language.
let counting
starts.push(() => {
  const closing = document.getElementById('closing')
  clearInterval(counting)
  if (!closing) return
  const end = Date.now() + closing.dataset.left * 1000
  const when = closing.querySelector('b')
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'always' })
  counting = setInterval(() => {
    const left = Math.ceil((end - Date.now()) / 60000)
    if (left < 1) return look()
    if (left > 5 && closing.hidden) return
    closing.hidden = false
    const text = format.format(left, 'minute')
    if (when.textContent !== text) when.textContent = text
  }, 15000)
})
