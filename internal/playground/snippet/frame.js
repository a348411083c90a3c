  const get = (id) => document.getElementById(id)
  const channel = location.hash.slice(1)
  const owner = window.parent, form = get('order'), fields = form.elements
  const line = new BroadcastChannel('kcoc ' + channel)
  const details = ['email', 'phone', 'given_name', 'family_name', 'date_of_birth', 'street_address', 'postal_code', 'city', 'region', 'country']
  let start, to, order, key = crypto.randomUUID(), told = {}, gone = new Set()

  const tell = (type, more) => owner.postMessage({ channel, type, ...more }, to || '*')
  const fire = (event, payload) => tell('event', { event, payload })
  const say = (text) => { get('news').textContent = text || '' }
  const size = () => tell('height', { height: Math.ceil(document.documentElement.scrollHeight) })
  const call = (name, body) => fetch(start.order_url + '/' + name, {
    method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: start.auth }, body: JSON.stringify(body || {})
  }).then((answer) => answer.json()).catch(() => {
    fire('network_error', {})
    say('The connection was lost. Try again.')
    return {}
  })

  // What the events tell. Names are kept back where the published ones keep them.
  const typed = () => Object.fromEntries(details.map((name) => [name, fields[name].value.trim()]))
  const alpha3 = (code) => (order.countries.find((one) => one.code === code) || {}).alpha3 || code.toLowerCase()
  const address = () => {
    const now = typed(), short = { postal_code: now.postal_code.replace(/\s/g, ''), country: alpha3(now.country) }
    if (now.email) short.email = now.email
    if (!['AT', 'DE'].includes(now.country)) Object.assign(short, { given_name: now.given_name, family_name: now.family_name })
    return short
  }
  const news = (event, payload) => {
    const text = JSON.stringify(payload)
    if (told[event] === text) return
    told[event] = text
    fire(event, payload)
  }

  // Draw the order as it is now; what the payer typed stays.
  const list = (place, choices, fill) => {
    get(place).hidden = !choices.length
    for (const old of get(place).querySelectorAll('label')) old.remove()
    for (const one of choices) {
      const label = document.createElement('label'), input = document.createElement('input')
      const text = fill(input, one)
      label.append(input, ' ' + text)
      label.style.display = 'block'
      get(place).append(label)
    }
  }
  const options = (select, choices, chosen) => {
    select.replaceChildren(...choices.map((one) => new Option(one, one, false, one === chosen)))
    select.parentElement.hidden = choices.length < 2
  }
  const money = (amount) => (amount / 100).toFixed(2) + ' ' + order.currency
  const draw = () => {
    form.hidden = order.complete
    get('done').hidden = !order.complete
    get('total').textContent = money(order.order_total)
    list('deliveries', order.deliveries, (input, one) => {
      Object.assign(input, { type: 'radio', name: 'delivery', value: one.id, checked: one.id === order.delivery })
      return one.name + ', ' + money(one.price)
    })
    const offered = order.methods.filter((one) => !gone.has(one.category)), chosen = fields.category && fields.category.value
    list('methods', offered, (input, one) => {
      Object.assign(input, { type: 'radio', name: 'category', value: one.category, checked: one.category === chosen })
      return one.name
    })
    if (offered.length && !get('methods').querySelector(':checked')) get('methods').querySelector('input').checked = true
    size()
  }
  const take = (next) => {
    const first = !order
    order = next
    if (first) {
      for (const name of details) if (name !== 'country') fields[name].value = order.payer[name] || ''
      options(fields.customer, order.customer_types, order.customer_type)
      options(fields.country, order.countries.map((one) => one.code), order.payer.country || order.country)
      list('checkboxes', order.checkboxes, (input, one) => {
        Object.assign(input, { type: 'checkbox', value: one.key, checked: one.checked, required: one.required })
        return one.text
      })
      told.order_total_change = JSON.stringify({ order_total: order.order_total })
    }
    draw()
    news('order_total_change', { order_total: order.order_total })
    const chosen = order.deliveries.find((one) => one.id === order.delivery)
    if (chosen) news('shipping_option_change', chosen)
  }
  // follow takes an answer to what was typed; it answers whether the payer can go on.
  const follow = (answer) => {
    if (answer.order) take(answer.order)
    say(answer.message || answer.error)
    for (const name of answer.fields || []) say('Please correct: ' + name.replace(/_/g, ' '))
    if (answer.redirect) tell('leave', { to: answer.redirect })
    if (answer.refused) {
      fire('shipping_address_update_error', {})
      say(answer.message || 'The shop does not sell like this.')
    }
    return !!answer.order && !answer.refused && !(answer.fields || []).length
  }
  // One call after the other: each answer is about what was typed before it.
  let turn = Promise.resolve(true), kept
  const send = (name, body) => (turn = turn.then(() => call(name, body)).then(follow))
  const keep = () => {
    const now = JSON.stringify(typed())
    if (now === kept) return turn
    kept = now
    return send('details', { payer: typed() }).then((good) => {
      if (good) {
        news('billing_address_change', address())
        news('shipping_address_change', address())
      } else kept = ''
      return good
    })
  }
  const complete = () => details.every((name) => fields[name].checkValidity())

  form.addEventListener('change', (event) => {
    const field = event.target
    if (field.name === 'delivery') send('delivery', { delivery: field.value })
    else if (field.name === 'customer') fire('customer', { type: field.value })
    else if (field.type === 'checkbox') fire('checkbox_change', { key: field.value, checked: field.checked })
    else if (details.includes(field.name)) {
      fire('change', address())
      if (complete()) keep()
    }
  })

  // Buying: the shop's page has a word first where the order says so, then the server.
  let asked
  const mayBuy = () => order.ask_shop ? new Promise((resolve) => {
    asked = { id: crypto.randomUUID(), resolve }
    tell('ask', { id: asked.id })
  }) : Promise.resolve(true)
  const busy = (on) => { get('buy-button').disabled = on }
  const buy = (code) => call('buy', { key, code, payer: typed(), category: fields.category && fields.category.value || '', order_total: order.order_total }).then((answer) => {
    const result = answer.result
    if (result === 'challenged') {
      if (code) line.postMessage({ news: answer.wrong_code ? 'That code is wrong.' : 'A new code was sent.' })
      else tell('cover', { open: true })
      return
    }
    tell('cover', { open: false })
    if (result === 'approved') return tell('leave', { to: answer.order.confirmation, paid: true })
    busy(false)
    key = crypto.randomUUID()
    if (result === 'declined') return declined()
    if (answer.order) take(answer.order)
    say(answer.message || answer.error || (result === 'changed' ? 'The total has changed. Please check it.' : 'Please correct your details.'))
    if (answer.redirect) tell('leave', { to: answer.redirect })
  })
  const declined = () => {
    gone.add(fields.category && fields.category.value)
    say('This payment was declined. Choose another one.')
    draw()
    if (!get('methods').querySelector('input')) {
      form.hidden = true
      say('This order cannot be paid here.')
      fire('can_not_complete_order', {})
    }
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (!form.reportValidity()) return
    busy(true)
    keep().then((good) => good && mayBuy()).then((agreed) => agreed ? buy('') : busy(false))
  })
  line.onmessage = (event) => {
    if (event.data.code) return buy(event.data.code)
    tell('cover', { open: false })
    key = crypto.randomUUID()
    busy(false)
    say('Not paid yet.')
  }

  for (const type of ['mousedown', 'keydown']) {
    addEventListener(type, () => {
      if (told.user_interacted) return
      told.user_interacted = true
      fire('user_interacted', { type })
    }, true)
  }
  addEventListener('resize', size)
  addEventListener('message', (event) => {
    const what = event.data
    if (event.source !== owner || !what || what.channel !== channel) return
    if (what.type === 'start' && !start && new URL(what.order_url).origin === location.origin) {
      start = what
      to = event.origin
      call('read').then((answer) => {
        if (!answer.order) return say(answer.error)
        take(answer.order)
        fire('load', { customer: { type: order.customer_type }, shipping_address: { country: alpha3(fields.country.value), postal_code: fields.postal_code.value.replace(/\s/g, '') } })
        if (order.complete) return fire('load_confirmation', {})
        fire('customer', { type: order.customer_type })
      })
    } else if (what.type === 'suspend') document.querySelector('main').inert = true
    else if (what.type === 'resume' && start) {
      send('read').then(() => { document.querySelector('main').inert = false })
    } else if (what.type === 'answer' && asked && what.id === asked.id) {
      if (!what.agreed) say(what.message || 'The shop did not agree to this purchase.')
      asked.resolve(what.agreed)
      asked = null
    }
  })
  tell('ready')
