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
