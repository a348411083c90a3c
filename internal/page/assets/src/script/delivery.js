// With a script the button follows the chosen delivery at once. Until the
// total is known it names none, and a press leads to it.
starts.push(() => {
  const priced = document.querySelector('[data-priced]')
  if (!priced) return
  const unpriced = priced.textContent, update = priced.formAction
  let asked
  const show = (text) => {
    asked = 0
    priced.textContent = text || unpriced
    if (text) priced.removeAttribute('formaction')
    else priced.setAttribute('formaction', update)
  }
  const price = () => {
    const ask = new XMLHttpRequest()
    show(priced.dataset.busy)
    asked = ask
    priced.setAttribute('formaction', update)
    ask.open('POST', update)
    ask.responseType = 'document'
    ask.onloadend = () => {
      if (asked !== ask || sent) return
      const page = ask.response
      const button = page && page.querySelector('button')
      if (!button) return show()
      for (const part of ['.amount', '.lines', '[name=revision]']) {
        const old = document.querySelector(part), fresh = page.querySelector(part)
        if (!old || !fresh) continue
        fresh.open = old.open
        old.replaceWith(fresh)
      }
      const rows = all('.method')
      page.querySelectorAll('.method').forEach((row, i) => {
        const says = rows[i].querySelectorAll('.hint')
        row.querySelectorAll('.hint').forEach((fresh, k) => { if (says[k]) says[k].textContent = fresh.textContent })
      })
      show(button.textContent)
      document.getElementById('total').textContent = document.querySelector('.amount').textContent
    }
    const form = new URLSearchParams(new FormData(priced.form))
    form.set('only', 'delivery')
    ask.send(form)
  }
  const ways = [...all('[name=delivery]')]
  for (const way of ways) way.addEventListener('change', price)
  show(priced.dataset.priced)
  // Browsers restore a choice that the server does not know of.
  if (ways.some((way) => way.checked !== way.defaultChecked)) price()
})
