// What the page says beside its button about the connection.
const note = document.getElementById('connection')
const tell = (text) => {
  if (!note) return
  note.hidden = !text
  note.textContent = text || ''
}

// A form is sent once. After a while it may be sent again: the answer may have
// been lost, and the server takes a second press for what it is.
let sent = false, native = false, free = () => {}
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
const ask = (address, options, seconds) => fetch(address, { signal: AbortSignal.timeout && AbortSignal.timeout(seconds * 1000), cache: 'no-store', ...options })
const head = () => ask(home, { method: 'HEAD' }, 5).then((answer) => answer.headers.get('openhpp-step'))

// The answer was lost on the way. The page stays, and asks what became of the
// form until it knows.
const lost = () => {
  tell(note.dataset.lost)
  let looks = 0
  const again = () => setTimeout(look, 600)
  const look = () => head().then((step) => {
    if (step && step !== data.step) location.replace(home)
    else if (!step || ++looks < 2) again()
    else {
      free()
      tell(note.dataset.again)
    }
  }, again)
  again()
}

// What is pressed is sent by the script, so that a connection that breaks leaves
// the payer on this page and not on one of the browser's. What is to be read, the
// browser asks for itself; a form that was refused changed nothing. This page
// stays behind the shop's, for whoever goes back.
const send = (form, button) => {
  const body = new URLSearchParams(new FormData(form))
  let to = form.action
  if (button && button.name) body.append(button.name, button.value)
  if (button && button.hasAttribute('formaction')) to = button.formAction
  ask(to, { method: 'POST', body, redirect: 'manual' }, 20).then((answer) => {
    const to = /url=(.*)/.exec(answer.headers.get('refresh'))
    if (to) to[1][0] === '/' ? location.replace(to[1]) : location.assign(to[1])
    else if (answer.type === 'opaqueredirect') location.replace(home)
    else if (answer.status > 499) lost()
    else {
      native = true
      form.requestSubmit(button)
    }
  }, lost)
}

addEventListener('submit', (event) => {
  const form = event.target
  const button = event.submitter
  // A button of the form may be called "method".
  if (native || form.getAttribute('method') !== 'post') return
  if (sent || !navigator.onLine) {
    event.preventDefault()
    if (!navigator.onLine) tell(note && note.dataset.held)
    return
  }
  tell()
  hold(button || form.querySelector('[data-busy]'))
  if (note) {
    event.preventDefault()
    send(form, button)
  }
})

// A link within these pages is followed once the server is there.
addEventListener('click', (event) => {
  const link = note && event.target.closest('a[href^="/"]:not([target])')
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return
  event.preventDefault()
  const missing = () => tell(note.dataset.held)
  ask(link.href, { method: 'HEAD' }, 9).then((answer) => answer.status > 499 ? missing() : location.assign(link.href), missing)
})
addEventListener('pageshow', (event) => event.persisted && location.reload())
