// News from elsewhere: paid on the phone, closed by the shop, checked at last.
// The stream says when to look; now and then the page looks without being told.
// While a form is under way its own answer is the news.
const look = () => !data.watch || document.hidden || sent || head()
  .then((step) => {
    if (step && step !== data.step && !sent) load(home)
  }).catch(() => {})
let watching, stream
document.addEventListener('visibilitychange', look)
addEventListener('online', look)
starts.push(() => {
  clearInterval(watching)
  if (!data.watch) return
  watching = setInterval(look, data.watch * 1000)
  if (!stream && window.EventSource) (stream = new EventSource(data.page + '/live?mark=' + data.mark)).onmessage = look
})
