// A stand-in for tests, with the calls of the published browser script. It draws
// frames of the server that made the client token, and passes messages.
(function () {
  'use strict'
  var Klarna = window.Klarna = window.Klarna || {}
  var source = document.currentScript && document.currentScript.src || ''
  var flow = /\/popup\/api\.js/.test(source) || /[?&]openhpp_flow=popup/.test(source) ? 'popup' : 'frame'
  if (!Klarna.Payments || !Klarna.Payments.standIn) Klarna.Payments = payments()
  if (typeof window.klarnaAsyncCallback === 'function') window.klarnaAsyncCallback()

  function payments () {
    var token, base, last, loaded = {}, listeners = {}

    function fault (name, message) {
      var error = new Error(message)
      error.name = name
      return error
    }
    function fire (event, value) {
      (listeners[event] || []).slice().forEach(function (listener) { listener(value) })
    }
    function later (callback, value) {
      if (callback) setTimeout(function () { callback(value) }, 0)
    }
    // Callers leave out what they do not need, and send some of it twice.
    function read (args) {
      var given = [].slice.call(args), callback
      if (typeof given[given.length - 1] === 'function') callback = given.pop()
      var options = given[0] || {}, data = given[1] || {}
      var category = options.payment_method_category || data.payment_method_category ||
        (options.payment_method_categories || [])[0] || last || ''
      if (typeof category === 'object') category = category.payment_method_category
      var instance = options.instance_id || (category ? category.replace(/_/g, '-') : 'klarna-payments')
      if (!/^[\w-]+$/.test(instance)) throw fault('InvalidInstanceIDError', 'instance_id takes letters, digits, _ and -')
      return { options: options, data: data, category: category, instance: instance, callback: callback }
    }
    function element (container) {
      var found
      try {
        found = typeof container === 'string' ? document.querySelector(container) : container
      } catch (e) {}
      if (!found || !found.appendChild) throw fault('InvalidContainerSelectorError', 'container must name an element of the page')
      return found
    }

    // A frame or a window of the server. Messages are taken from it alone.
    function open (call, step, place, done) {
      var channel = Math.random().toString(36).slice(2) + Math.random().toString(36).slice(2)
      var address = base + '/playground/sdk/frame#' + channel
      var node, child, closed
      if (place === 'popup') {
        child = window.open(address, 'klarna-' + call.instance, 'popup,width=480,height=720')
        if (!child) return done({ approved: false, show_form: true })
        closed = setInterval(function () { if (child.closed) end({ approved: false, show_form: true }) }, 300)
      } else {
        node = document.createElement('iframe')
        node.id = node.name = 'klarna-' + call.instance + (step === 'load' ? '-main' : '-fullscreen')
        node.title = 'Payment test'
        node.allow = 'camera; microphone; payment'
        node.style.border = '0'
        node.style.width = '100%'
        if (step !== 'load') {
          node.style.position = 'fixed'
          node.style.top = node.style.left = '0'
          node.style.height = '100%'
          node.style.zIndex = '2147483647'
        }
        node.src = address
        place.appendChild(node)
      }
      function end (payload) {
        window.removeEventListener('message', listen)
        clearInterval(closed)
        if (step === 'load') return done(payload)
        if (node) node.remove()
        else child.close()
        done(payload)
      }
      function listen (event) {
        var from = node ? node.contentWindow : child
        if (event.origin !== new URL(base).origin || event.source !== from || !event.data || event.data.channel !== channel) return
        if (event.data.type === 'ready') {
          from.postMessage({ channel: channel, type: 'start', step: step, token: token, category: call.category, data: call.data }, new URL(base).origin)
        } else if (event.data.type === 'height' && node) {
          if (step === 'load') node.style.height = event.data.height + 'px'
          fire('heightChanged', event.data.height)
        } else if (event.data.type === 'result') end(event.data.payload)
      }
      window.addEventListener('message', listen)
    }

    function purchase (call) {
      fire('fullscreenOverlayShown')
      open(call, 'authorize', flow === 'popup' ? 'popup' : document.body, function (payload) {
        fire('fullscreenOverlayHidden')
        later(call.callback, payload)
      })
    }
    function needsLoad (call) {
      if (!token) throw fault('ApplicationNotInitializedError', 'init comes first')
      if (!loaded[call.category]) {
        if (call.callback) call.callback({ show_form: false, approved: false })
        throw fault('ApplicationNotLoadedError', 'load comes first')
      }
    }

    return {
      standIn: true,
      init: function (options) {
        var given = typeof options === 'string' ? options : options && options.client_token
        var claims
        try {
          claims = JSON.parse(atob(given.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')))
        } catch (e) {
          throw fault('InvalidClientTokenError', 'client_token is not a token')
        }
        if (!claims.base_url || /(^|\.)klarna\.com$/.test(new URL(claims.base_url).hostname)) {
          throw fault('InvalidClientTokenError', 'this is the local test script: the token is of another server')
        }
        if (given !== token) loaded = {}
        token = given
        base = claims.base_url
      },
      load: function () {
        var call = read(arguments)
        if (!token) throw fault('ApplicationNotInitializedError', 'init comes first')
        var place = element(call.options.container)
        var old = document.getElementById('klarna-' + call.instance + '-main')
        if (old) old.remove()
        open(call, 'load', place, function (payload) {
          if (payload.show_form) {
            loaded[call.category] = true
            last = call.category
          }
          later(call.callback, payload)
        })
      },
      authorize: function () {
        var call = read(arguments)
        needsLoad(call)
        if (call.options.auto_finalize === false && call.category === 'pay_now') {
          return later(call.callback, { approved: true, show_form: true, finalize_required: true })
        }
        purchase(call)
      },
      reauthorize: function () { purchase(read(arguments)) },
      finalize: function () {
        var call = read(arguments)
        needsLoad(call)
        purchase(call)
      },
      loadPaymentReview: function () {
        throw fault('OperationNotSupportedError', 'there is no payment review here')
      },
      on: function (event, listener) {
        if (['heightChanged', 'fullscreenOverlayShown', 'fullscreenOverlayHidden', 'paymentMethodSelected'].indexOf(event) < 0) {
          throw fault('EventNotSupportedError', 'there is no event ' + event)
        }
        (listeners[event] = listeners[event] || []).push(listener)
      },
      off: function (event, listener) {
        listeners[event] = listener ? (listeners[event] || []).filter(function (one) { return one !== listener }) : []
      }
    }
  }
})()
