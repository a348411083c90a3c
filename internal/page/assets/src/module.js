// The page at a till, kept up to date while somebody types on it. Without this
// it works as well: every form leads to a fresh page.
const data = document.body.dataset
const address = (suffix) => data.page + suffix + (data.query ? '?' + data.query : '')
const at = (id) => document.getElementById(id)
const till = at('till')
const over = () => till && 'over' in till.dataset

// In a frame it speaks to the page around, once that has said hello and only
// when the merchant's profile names its origin.
const framers = (data.framers || '').split(' ')
let host
const say = (message) => { if (host) parent.postMessage(message, host) }
const tell = () => {
  if (!till) return
  say({ openhpp: 'status', status: at('status').dataset.status, reference: at('receipt').querySelector('.ref').textContent })
  at('done').hidden = !host || !over()
}
const measure = () => say({ openhpp: 'height', height: document.body.offsetHeight })
addEventListener('message', (event) => {
  if (event.source !== parent || parent === window || !framers.includes(event.origin) || !event.data || event.data.openhpp !== 'hello') return
  host = event.origin
  document.body.classList.add('framed')
  tell()
  measure()
})
if (window.ResizeObserver) new ResizeObserver(measure).observe(document.body)

// Times of today need no date.
const clock = (time) => {
  const then = new Date(time.dateTime)
  const style = then.toDateString() === new Date().toDateString() ? {} : { dateStyle: 'medium' }
  time.textContent = then.toLocaleString(document.documentElement.lang, { ...style, timeStyle: 'short' })
}

// Only what changed is written anew, so that it is read out once.
const write = (element, text) => { if (element.textContent !== text) element.textContent = text }

const list = (rows) => {
  const section = at('sent')
  section.hidden = !rows.length
  section.querySelector('ul').replaceChildren(...rows.map((row) => {
    const item = section.querySelector('template').content.firstElementChild.cloneNode(true)
    item.dataset.state = row.state
    const texts = { bdi: row.to, span: row.method, b: row.label, i: row.reason }
    for (const part in texts) item.querySelector(part).textContent = texts[part]
    const time = item.querySelector('time')
    time.dateTime = row.machine
    clock(time)
    return item
  }))
}

const show = (news) => {
  const status = at('status')
  document.title = news.title
  status.dataset.status = news.status
  status.dataset.tone = news.tone
  write(status.querySelector('h2'), news.heading)
  write(status.querySelector('p'), news.text)
  at('receipt').hidden = !news.reference
  at('receipt').querySelector('.ref').textContent = news.reference
  at('receipt').querySelector('button').dataset.copy = news.reference
  till.toggleAttribute('data-over', news.over)
  at('close').hidden = !news.closable
  if (news.over && at('ways')) at('ways').hidden = true
  list(news.sent)
  tell()
}

if (till) {
  let turn = 0
  const look = () => {
    if (document.hidden && !host) return
    const mine = ++turn
    fetch(address('/status'), { cache: 'no-store' }).then((answer) => {
      if (answer.status === 404 || answer.status === 410) return location.replace(address(''))
      return answer.ok && answer.json().then((news) => { if (mine === turn) show(news) })
    }).catch(() => {})
  }
  for (const time of till.querySelectorAll('time')) clock(time)
  at('done').addEventListener('click', () => say({ openhpp: 'closed' }))
  if (!over()) {
    setInterval(look, 20000)
    document.addEventListener('visibilitychange', look)
    if (window.EventSource) new EventSource(data.page + '/live?mark=' + data.mark).onmessage = look
  }
}

// Enter, which scanners press too, sends what was typed there and not what the
// form's first button sends.
const ways = at('ways')
if (ways) {
  ways.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing || !event.target.matches('input')) return
    event.preventDefault()
    event.target.closest('fieldset').querySelector('button').click()
  })
  // What a scanner reads goes where codes go, also when nothing has the focus.
  const code = ways.querySelector('[name=access_id]')
  if (code) addEventListener('keydown', (event) => {
    if (document.activeElement === document.body && event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey) code.focus()
  })
}
