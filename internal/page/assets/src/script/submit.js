// What the page says beside its button about the connection.
const note = document.getElementById('connection')
const tell = (text) => {
  if (!note) return
  note.hidden = !text
  note.textContent = text || ''
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
  setTimeout(free, 20000)
  if (!button || !button.dataset.busy) return
  text = button.textContent
  button.textContent = button.dataset.busy
  button.classList.add('busy')
  button.setAttribute('aria-disabled', 'true')
}

const head = () => fetch(home, { method: 'HEAD', cache: 'no-store' }).then((answer) => answer.headers.get('openhpp-step'))

// The answer was lost on the way. The page stays, and asks what became of the
// form until it knows.
const lost = () => {
  tell(note.dataset.lost)
  let looks = 0
  const again = () => setTimeout(ask, 1000)
  const ask = () => head().then((step) => {
    if (step && step !== data.step) location.replace(home)
    else if (!step || ++looks < 3) again()
    else {
      free()
      tell(note.dataset.again)
    }
  }, again)
  again()
}

// Paying is sent by the script, so that a connection that breaks leaves the
// payer on this page and not on one of the browser's. What is to be read, the
// browser asks for itself; a form that was refused changed nothing. This page
// stays behind the shop's, for whoever goes back.
const send = (form) => fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'manual' })
  .then((answer) => {
    const to = /url=(.*)/.exec(answer.headers.get('refresh'))
    if (to) to[1][0] === '/' ? location.replace(to[1]) : location.assign(to[1])
    else if (answer.type === 'opaqueredirect') location.replace(home)
    else if (answer.status > 499) lost()
    else form.submit()
  }, lost)

addEventListener('submit', (event) => {
  const form = event.target
  const button = event.submitter || form.querySelector('[data-busy]')
  if (sent || !navigator.onLine) {
    event.preventDefault()
    if (!navigator.onLine) tell(note && note.dataset.held)
    return
  }
  tell()
  hold(button)
  if (note && form.contains(note) && !button.hasAttribute('formaction')) {
    event.preventDefault()
    send(form)
  }
})
addEventListener('pageshow', (event) => event.persisted && location.reload())
