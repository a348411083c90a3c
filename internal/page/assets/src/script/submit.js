// What the page says beside its button about the connection.
const tell = (what) => {
  if (!note) return
  note.hidden = !what
  note.textContent = note.dataset[what] || ''
}

// A form is sent once. After a while it may be sent again: the answer may have
// been lost, and the server takes a second press for what it is.
let sent = false, free = () => {}
const hold = (button) => {
  sent = true
  let text
  free = () => {
    sent = false
    if (!text) return
    button.textContent = text
    button.classList.remove('busy')
    button.removeAttribute('aria-disabled')
  }
  if (!note) setTimeout(free, 20000)
  if (!button || !button.dataset.busy) return
  text = button.textContent
  button.textContent = button.dataset.busy
  button.classList.add('busy')
  button.setAttribute('aria-disabled', 'true')
}

// Who waits for an answer that never comes would wait for ever.
const ask = (address, seconds) => fetch(address, { method: 'HEAD', signal: AbortSignal.timeout && AbortSignal.timeout(seconds * 1000), cache: 'no-store' })
const head = () => ask(home, 5).then((answer) => answer.headers.get('openhpp-step'))

// The answer was lost on the way. The page stays, and asks what became of the
// form until it knows.
const lost = () => {
  tell('lost')
  let looks = 0
  const again = () => setTimeout(look, looks ? 300 : 600)
  const look = () => head().then((step) => {
    if (step && step !== data.step) load(home)
    else if (!step || ++looks < 2) again()
    else {
      free()
      tell('again')
    }
  }, again)
  again()
}

// What is pressed is sent by the script, so that a connection that breaks leaves
// the payer on this page and not on one of the browser's. This page stays behind
// the shop's, for whoever goes back.
addEventListener('submit', (event) => {
  const form = event.target
  const button = event.submitter
  // A button of the form may be called "method".
  if (form.getAttribute('method') !== 'post') return
  if (sent || !navigator.onLine) {
    event.preventDefault()
    if (!navigator.onLine) tell('held')
    return
  }
  tell()
  hold(button || form.querySelector('[data-busy]'))
  if (!note) return
  event.preventDefault()
  const body = new URLSearchParams(new FormData(form))
  if (button && button.name) body.append(button.name, button.value)
  load(button && button.hasAttribute('formaction') ? button.formAction : form.action, body)
})

// A link within these pages is followed once the server is there.
addEventListener('click', (event) => {
  const link = note && event.target.closest('a[href^="/"]:not([target])')
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return
  event.preventDefault()
  const missing = () => tell('held')
  ask(link.href, 9).then((answer) => answer.status > 499 ? missing() : location.assign(link.href), missing)
})
addEventListener('pageshow', (event) => event.persisted && location.reload())
