// Everything here is a comfort: the page works the same without it.
const data = document.body.dataset
const all = (selector) => document.querySelectorAll(selector)
const query = data.query || ''
const home = data.page + (query && '?' + query)

// The payer's first own act, not the loading of the page, starts the payment:
// mail scanners load pages and run scripts too.
const gestures = ['pointerdown', 'keydown', 'touchstart']
const entered = (event) => {
  if (!event.isTrusted) return
  for (const type of gestures) removeEventListener(type, entered, true)
  const key = document.querySelector('[name=page_key]')
  if (key) fetch(data.page + '/enter', { method: 'POST', body: new URLSearchParams('page_key=' + key.value + '&' + query), keepalive: true }).catch(() => {})
}
if ('enter' in data) for (const type of gestures) addEventListener(type, entered, true)

// A form is sent once. After a while it may be sent again: the answer may have
// been lost, and the server takes a second press for what it is.
let sent = false
addEventListener('submit', (event) => {
  if (sent) return event.preventDefault()
  sent = true
  const button = event.submitter || event.target.querySelector('button')
  if (!button || !button.dataset.busy) return setTimeout(() => { sent = false }, 20000)
  const text = button.textContent
  button.textContent = button.dataset.busy
  button.classList.add('busy')
  button.setAttribute('aria-disabled', 'true')
  setTimeout(() => {
    sent = false
    button.textContent = text
    button.classList.remove('busy')
    button.removeAttribute('aria-disabled')
  }, 20000)
})
addEventListener('pageshow', (event) => event.persisted && location.reload())

// News from elsewhere: paid on the phone, closed by the shop, checked at last.
// The stream says when to look; now and then the page looks without being told.
// While a form is under way its own answer is the news.
const look = () => document.hidden || sent || fetch(home, { method: 'HEAD', cache: 'no-store' })
  .then((answer) => {
    const step = answer.headers.get('openhpp-step')
    if (step && step !== data.step && !sent) location.replace(home)
  }).catch(() => {})
if (data.watch) {
  setInterval(look, data.watch * 1000)
  document.addEventListener('visibilitychange', look)
  if (window.EventSource) new EventSource(data.page + '/live?mark=' + data.mark).onmessage = look
}

// Without a connection the page says so and keeps what was typed.
const offline = document.getElementById('offline')
if (offline) {
  const tell = () => { offline.hidden = navigator.onLine }
  addEventListener('online', tell)
  addEventListener('offline', tell)
  tell()
}

// A screen in a shop is cleared for the next customer, after a warning.
const idle = document.getElementById('idle')
if (idle) {
  let timer
  const awake = () => {
    idle.hidden = true
    clearTimeout(timer)
    timer = setTimeout(() => {
      idle.hidden = false
      timer = setTimeout(() => {
        for (const field of all('input:not([type=hidden]):not([type=radio])')) field.value = ''
        location.replace(data.page + '?clear=1&' + query)
      }, 20000)
    }, idle.dataset.after * 1000)
  }
  for (const type of gestures) addEventListener(type, awake, true)
  awake()
}

// The last minutes are told once a minute, in the page's own language.
const closing = document.getElementById('closing')
if (closing) {
  const end = Date.now() + closing.dataset.left * 1000
  const when = closing.querySelector('b')
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'always' })
  setInterval(() => {
    const left = Math.ceil((end - Date.now()) / 60000)
    if (left < 1) return look()
    if (left > 5 && closing.hidden) return
    closing.hidden = false
    const text = format.format(left, 'minute')
    if (when.textContent !== text) when.textContent = text
  }, 15000)
}

// The payer's own clock is better than the server's.
for (const time of all('time[datetime]')) {
  time.textContent = new Date(time.dateTime).toLocaleString(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' })
}

if (navigator.clipboard) for (const button of all('[data-copy]')) {
  button.hidden = false
  button.addEventListener('click', () => navigator.clipboard.writeText(button.dataset.copy).then(() => { button.textContent = button.dataset.copied }))
}
