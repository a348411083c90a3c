// Without a connection the page says so and keeps what was typed.
const notice = () => {
  const offline = document.getElementById('offline')
  if (!offline) return
  offline.hidden = navigator.onLine
  if (navigator.onLine && note && note.textContent === note.dataset.held) tell('back')
}
addEventListener('online', notice)
addEventListener('offline', () => {
  notice()
  if (!sent) tell('held')
})
starts.push(notice)
