// The provider's step: loads the provider's script, lets the payer act, and sends
// what came of it with the form of the page. Without scripts the page offers the
// provider's own address instead.
const get = (id) => document.getElementById(id)
const place = get('provider'), form = get('result'), button = get('authorize'), news = get('step-news'), redirect = get('redirect')
const data = place.dataset
const say = (text) => {
  news.hidden = !text
  news.textContent = text || ''
}
const offer = (shown) => { if (redirect) redirect.hidden = !shown }
const fields = form.elements

// The page's own form carries the result, as if the payer had sent it.
const report = (result, token) => {
  fields.result.value = result
  fields.authorization_token.value = token || ''
  form.submit()
}
const ask = (path, result) => {
  const body = new URLSearchParams(new FormData(form))
  if (result) body.set('result', result)
  return fetch(document.body.dataset.page + path, { method: 'POST', body, keepalive: true })
}

// Whatever happened meanwhile, the server knows.
const check = () => ask('/check').then((answer) => {
  if (answer.status === 205) location.reload()
  return answer.status === 204
}).catch(() => false)

const after = (time) => new Promise((resolve) => setTimeout(resolve, time, false))

// The payer acts in the provider's window, which needs this page.
let acting = false

// A script that does not come within ten seconds is not waited for.
const missing = () => {
  clearTimeout(late)
  say(news.dataset.missing)
  offer(true)
}
let late = setTimeout(missing, 10000)
const loaded = () => {
  clearTimeout(late)
  say()
  offer(false)
}

const load = (fill) => {
  const script = document.createElement('script')
  script.nonce = document.querySelector('script[nonce]').nonce
  fill(script)
  place.append(script)
}

const payments = () => {
  const category = { payment_method_category: data.category }
  const text = button.textContent
  let final = false
  const free = () => {
    button.disabled = false
    button.textContent = final ? button.dataset.confirm : text
  }
  const done = (result) => {
    acting = false
    if (result.authorization_token) return report('approved', result.authorization_token)
    final = !!result.finalize_required
    free()
    if (final) say()
    else if (result.error) report('incorrect')
    else if (result.show_form) say(news.dataset.notPaid)
    else report('declined')
  }
  // Nothing may stand between the press and the call: browsers let a window open
  // only in answer to a press.
  button.addEventListener('click', () => {
    try {
      Klarna.Payments[final ? 'finalize' : 'authorize'](category, {}, done)
    } catch (e) {
      return missing()
    }
    acting = true
    say(news.dataset.window)
    button.disabled = true
    button.textContent = button.dataset.pending
    setTimeout(free, 5000)
    check()
  })
  window.klarnaAsyncCallback = () => {
    try {
      Klarna.Payments.init({ client_token: data.token })
      Klarna.Payments.load({ container: '#provider', ...category }, {}, (result) => {
        if (!result.show_form) return report('withdrawn')
        loaded()
        form.hidden = false
      })
    } catch (e) {
      missing()
    }
  }
  load((script) => {
    script.src = data.script
    script.onerror = missing
  })
}

const parse = (text) => {
  const template = document.createElement('template')
  template.innerHTML = text
  return template.content
}

// An order's snippet is markup and one script. The page's policy takes styles from
// scripts alone, and judges markup as soon as it is read: so style attributes are
// renamed before, and set by this script.
const checkout = () => {
  const nonce = document.querySelector('script[nonce]').nonce
  const found = /<script[^>]*>([\s\S]*)<\/script\s*>/i.exec(data.snippet)
  const markup = found ? data.snippet.replace(found[0], () => '') : data.snippet
  const content = parse(markup.replace(/\sstyle\s*=/gi, ' data-style=').replace(/<style/gi, `<style nonce="${nonce}"`))
  for (const styled of content.querySelectorAll('[data-style]')) styled.style.cssText = styled.dataset.style
  place.append(content)
  if (!found) return loaded() // a link, which leads on by itself
  load((script) => { script.textContent = found[1] })
  if (!window._klarnaCheckout) return missing()
  window._klarnaCheckout((api) => {
    api.on({
      load: loaded,
      // The payer waits for this answer: a server that is silent did not agree.
      validation_callback: (_, answer) => Promise.race([check(), after(3000)]).then((open) => answer({ should_proceed: open, message: open ? '' : news.dataset.notPaid })),
      order_total_change: showTotal,
      can_not_complete_order: () => report('declined'),
      network_error: () => say(news.dataset.offline),
      shipping_address_update_error: () => say(news.dataset.notPaid),
      redirect_initiated: () => ask('/result', 'finished'),
      load_confirmation: () => report('finished')
    })
    // Who leaves the step buys nothing meanwhile.
    document.addEventListener('submit', () => api.suspend({ autoResume: { enabled: false } }))
  })
}

// The order costs something else: what the page says of it is shown anew.
let shown = Promise.resolve()
const showTotal = () => {
  shown = shown.then(() => fetch(location.href)).then((answer) => answer.text()).then((text) => {
    const next = parse(text.slice(text.indexOf('<body')))
    for (const part of ['.summary', '.card']) {
      const now = document.querySelector(part), then = next.querySelector(part)
      if (then) now.replaceWith(then)
    }
  }).catch(() => {})
}

offer(false)
say(news.dataset.loading)
data.snippet ? checkout() : payments()
// What ends elsewhere, such as in another window, ends here.
setInterval(() => document.hidden || acting || check(), 10000)
addEventListener('pageshow', (event) => event.persisted && check())
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && check())
