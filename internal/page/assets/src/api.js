// What a till's own page loads to show the distribution module in itself. It
// holds no secret: the token stays in the address of the frame.
(() => {
  const source = new URL(document.currentScript.src)
  const home = source.origin + source.pathname.replace(/distribution\/sdk\/v1\/api\.js$/, 'distributions/')
  const listeners = { status: new Set(), closed: new Set(), error: new Set() }
  const tell = (event, detail) => { for (const listener of listeners[event]) listener(detail) }
  const heard = (event) => {
    if (!listeners[event]) throw new TypeError('OpenHPP.Distribution: events are status, closed and error')
    return listeners[event]
  }
  const answerTimeout = 10000 // milliseconds until a frame that says nothing is an error
  let defaults = {}

  const init = (options) => {
    defaults = { ...defaults, ...options }
    if (document.querySelector('link[rel=preconnect][href="' + source.origin + '"]')) return
    const link = document.createElement('link')
    link.rel = 'preconnect'
    link.href = source.origin
    document.head.append(link)
  }

  const load = (options) => {
    const wanted = { ...defaults, ...options }
    const place = typeof wanted.container === 'string' ? document.querySelector(wanted.container) : wanted.container
    if (!place || !wanted.token) throw new TypeError('OpenHPP.Distribution.load needs a container and a token')
    const query = new URLSearchParams()
    for (const name of ['profile_id', 'view_id']) if (wanted[name]) query.set(name, wanted[name])

    const frame = document.createElement('iframe')
    frame.title = wanted.title || 'Payment'
    frame.referrerPolicy = 'no-referrer'
    frame.allow = 'clipboard-write'
    frame.style.cssText = 'display:block;width:100%;height:40rem;border:0'
    frame.src = home + encodeURIComponent(wanted.token) + (String(query) && '?' + query)

    let silence, open = true
    const hear = (event) => {
      const data = event.data
      if (event.source !== frame.contentWindow || event.origin !== source.origin || !data) return
      clearTimeout(silence)
      if (data.openhpp === 'height') frame.style.height = Math.ceil(data.height) + 'px'
      if (data.openhpp === 'status') tell('status', { status: data.status, reference: data.reference })
      if (data.openhpp === 'closed') { close(); tell('closed', {}) }
    }
    const close = () => {
      open = false
      clearTimeout(silence)
      removeEventListener('message', hear)
      frame.remove()
    }
    addEventListener('message', hear)
    // Every page in the frame is greeted; what may not be framed never answers.
    frame.addEventListener('load', () => {
      clearTimeout(silence)
      if (!open) return
      frame.contentWindow.postMessage({ openhpp: 'hello' }, source.origin)
      silence = setTimeout(() => tell('error', { reason: 'no_answer' }), answerTimeout)
    })
    place.append(frame)
    return { close }
  }

  const Distribution = {
    init, load,
    on: (event, listener) => { heard(event).add(listener) },
    off: (event, listener) => { heard(event).delete(listener) },
  }
  window.OpenHPP = { ...window.OpenHPP, Distribution }
  for (const name of ['klarnaHppDistributionAsyncCallback', 'openHppDistributionAsyncCallback']) {
    if (typeof window[name] === 'function') window[name]()
  }
})()
