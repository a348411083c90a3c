// A page is fetched whole before this one gives way to it: there is no moment at
// which a connection can break and leave the payer with the browser's own page.
// A parser that runs no scripts reads it. Its styles have this page's nonce, which
// the server is told: the policy that this page came with holds for the next.
const nonce = document.querySelector('style').nonce
let onward
const show = (page, address) => {
  const styles = [...document.head.querySelectorAll('style')]
  for (const style of page.head.querySelectorAll('style')) {
    style.nonce = nonce
    document.head.append(style)
  }
  for (const style of styles) style.remove()
  for (const name of ['lang', 'dir']) document.documentElement[name] = page.documentElement[name]
  document.title = page.title
  page.body.className += ' next'
  document.body = page.body
  history.replaceState(0, '', address)
  sent = false
  begin()
  // As after loading: at the top, and told to who does not see it.
  scrollTo(0, 0)
  const at = document.querySelector('[autofocus]') || document.querySelector('h1')
  if (!at) return
  if (at.tagName === 'H1') at.tabIndex = -1
  at.focus()
}

// load asks for a page of this link, or sends a form to it, and shows the answer.
// Where the answer leads away, the browser goes there itself. What is no page of
// ours, some gateway said: then it is not known what became of the form.
const load = (address, body) => {
  const asked = new XMLHttpRequest()
  asked.open(body ? 'POST' : 'GET', address)
  asked.setRequestHeader('openhpp-nonce', nonce)
  asked.responseType = 'document'
  asked.overrideMimeType('text/html') // whatever a gateway answers: reading XML breaks the policy where it fails
  asked.timeout = 20000
  asked.onloadend = () => {
    const page = asked.response
    const on = /(\d+); url=(.*)/.exec(asked.getResponseHeader('refresh')), to = on && on[2]
    const ours = (path) => path.startsWith(data.page)
    clearTimeout(onward)
    if (on && on[1] === '0') return ours(to) ? load(to) : to[0] === '/' ? location.replace(to) : location.assign(to)
    if (asked.status > 499 || !page || !('page' in page.body.dataset)) return lost()
    const from = new URL(asked.responseURL)
    if (!ours(from.pathname)) return location.replace(from)
    show(page, body && from.pathname !== data.page ? home : from)
    if (to) onward = setTimeout(() => location.assign(to), on[1] * 1000)
  }
  asked.send(body)
}
begin()
