(function (w, d, config) {
  var queue = w._klarnaCheckout
  if (!queue) {
    queue = w._klarnaCheckout = function () { queue.q.push(arguments) }
    queue.q = []
  }
  queue.config = config
  var place = d.getElementById(config.container)
  if (!place) return
  var own = d.querySelector('script[nonce]'), script = d.createElement('script')
  if (own) script.nonce = own.nonce
  script.async = true
  script.src = config.BOOTSTRAP_SRC
  place.appendChild(script)
  setTimeout(function () {
    var late = d.getElementById('klarna-unsupported-page')
    if (late) late.hidden = false
  }, 5000)
})
