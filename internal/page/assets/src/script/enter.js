// The payer's first own act, not the loading of the page, starts the payment:
// mail scanners load pages and run scripts too.
const gestures = ['pointerdown', 'keydown', 'touchstart']
const entered = (event) => {
  if (!event.isTrusted) return
  for (const type of gestures) removeEventListener(type, entered, true)
  const key = document.querySelector('[name=page_key]')
  if (key) fetch(data.page + '/enter', { method: 'POST', body: new URLSearchParams('page_key=' + key.value + '&' + query), keepalive: true }).catch(() => {})
}
starts.push(() => { if ('enter' in data) for (const type of gestures) addEventListener(type, entered, true) })
