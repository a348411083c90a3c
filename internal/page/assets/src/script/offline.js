// Without a connection the page says so and keeps what was typed.
const offline = document.getElementById('offline')
if (offline) {
  const notice = () => {
    offline.hidden = navigator.onLine
    if (navigator.onLine && note && note.textContent === note.dataset.held) tell(note.dataset.back)
  }
  addEventListener('online', notice)
  addEventListener('offline', () => {
    notice()
    if (!sent) tell(note && note.dataset.held)
  })
  notice()
}
