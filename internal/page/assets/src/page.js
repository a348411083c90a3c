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

// News from elsewhere: paid on the phone, closed by the shop, checked at last.
// The stream says when to look; now and then the page looks without being told.
// While a form is under way its own answer is the news.
const look = () => document.hidden || sent || head()
  .then((step) => {
    if (step && step !== data.step && !sent) location.replace(home)
  }).catch(() => {})
if (data.watch) {
  setInterval(look, data.watch * 1000)
  document.addEventListener('visibilitychange', look)
  addEventListener('online', look)
  if (window.EventSource) new EventSource(data.page + '/live?mark=' + data.mark).onmessage = look
}

// Without a connection the page says so and keeps what was typed.
const offline = document.getElementById('offline')
if (offline) {
  const notice = () => {
    offline.hidden = navigator.onLine
    if (navigator.onLine && note && note.textContent === note.dataset.held) tell(note.dataset.back)
  }
  addEventListener('online', notice)
  addEventListener('offline', () => {
    notice()
    if (!sent) tell(note && note.dataset.held)
  })
  notice()
}

// With a script the button follows the chosen delivery at once. Until the
// total is known it names none, and a press leads to it.
const priced = document.querySelector('[data-priced]')
if (priced) {
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
  time.textContent = new Date(time.dateTime).toLocaleString(document.documentElement.lang, { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' })
}

if (navigator.clipboard) for (const button of all('[data-copy]')) {
  button.hidden = false
  button.addEventListener('click', () => navigator.clipboard.writeText(button.dataset.copy).then(() => { button.textContent = button.dataset.copied }))
}

// The last page before the merchant's leads on by its header. Where a browser
// does not follow that, the script does.
for (const link of all('[href^=http][data-onward]')) {
  const late = setTimeout(() => location.replace(link.href), 500)
  addEventListener('beforeunload', () => clearTimeout(late))
}
