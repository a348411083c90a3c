// A stand-in for tests, with the calls and events of the published script that shows
// a Checkout order in a shop's page. It draws frames of the server that made the
// order, and passes messages.
(function () {
  'use strict'
  var early = window._klarnaCheckout
  if (!early || !early.config) return
  // The snippet was put into the page once more: a new frame, the same listeners.
  if (early.standIn) return early.begin()

  var wait = 30000 // for a shop's page to answer a question
  var listeners = {}, frame, full, channel, base, origin, resuming

  var api = {
    suspend: function (options) {
      if (full) return api // what the payer does there is not disturbed
      clearTimeout(resuming)
      var resume = options && options.autoResume
      tell('suspend')
      if (resume !== false && !(resume && resume.enabled === false)) resuming = setTimeout(api.resume, 10000)
      return api
    },
    resume: function () {
      clearTimeout(resuming)
      tell('resume')
      return api
    },
    on: function (handlers) {
      Object.keys(handlers).forEach(function (event) {
        (listeners[event] = listeners[event] || []).push(handlers[event])
      })
      return api
    }
  }
  function run (use) { use(api) }
  run.standIn = true
  run.config = early.config
  run.begin = begin
  window._klarnaCheckout = run
  early.q.forEach(function (args) { guard(function () { run.apply(null, args) }) })
  begin()

  // A fault of one listener stops no other.
  function guard (act) {
    try {
      act()
    } catch (e) {
      setTimeout(function () { throw e }, 0)
    }
  }
  function fire (event, payload, answer) {
    (listeners[event] || []).slice().forEach(function (listener) {
      guard(function () { listener(payload, answer) })
    })
  }
  function tell (type, more) {
    if (frame && frame.contentWindow) {
      frame.contentWindow.postMessage(Object.assign({ channel: channel, type: type }, more), origin)
    }
  }

  function draw (id, path, styles, place) {
    var node = document.createElement('iframe')
    node.id = node.name = id
    node.title = 'Checkout test'
    node.src = base + path + '#' + channel
    Object.assign(node.style, { border: '0', width: '100%' }, styles)
    place.appendChild(node)
    return node
  }
  function begin () {
    var config = run.config, place = document.getElementById(config.container)
    if (frame) frame.remove()
    cover(false)
    frame = null
    if (!place) return
    base = config.BOOTSTRAP_SRC.replace(/\/[^/]*$/, '')
    origin = new URL(base).origin
    channel = Math.random().toString(36).slice(2) + Math.random().toString(36).slice(2)
    frame = draw('klarna-checkout-iframe', '/frame', { height: '40rem' }, place)
  }
  // The step above the whole page.
  function cover (open) {
    document.documentElement.classList.toggle('klarna-checkout-fso-open', open)
    if (full) full.remove()
    full = open && draw('klarna-fullscreen-iframe', '/code', { position: 'fixed', top: '0', left: '0', height: '100%', zIndex: '2147483647' }, document.body)
  }
  // The first answer of the page counts; no answer is a no.
  function ask (id) {
    var over = false
    function answer (given) {
      if (over) return
      over = true
      clearTimeout(late)
      var agreed = !!given && (given.should_proceed === undefined ? given.shouldProceed : given.should_proceed)
      tell('answer', { id: id, agreed: !!agreed, message: given && given.message || '' })
    }
    var late = setTimeout(answer, wait)
    fire('validation_callback', {}, answer)
  }
  function leave (to, paid) {
    if (!/^https?:/i.test(to)) return
    if (paid) fire('redirect_initiated', true)
    window.top.location.href = to
  }

  window.addEventListener('message', function (event) {
    var told = event.data
    if (!frame || event.origin !== origin || event.source !== frame.contentWindow || !told || told.channel !== channel) return
    if (told.type === 'ready') {
      var late = document.getElementById('klarna-unsupported-page')
      if (late) late.remove()
      tell('start', { order_url: run.config.ORDER_URL, auth: run.config.AUTH_HEADER })
    } else if (told.type === 'height') frame.style.height = told.height + 'px'
    else if (told.type === 'event') fire(told.event, told.payload)
    else if (told.type === 'ask') ask(told.id)
    else if (told.type === 'cover') cover(told.open)
    else if (told.type === 'leave') leave(told.to, told.paid)
  })
})()
