// A screen in a shop is cleared for the next customer, after a warning.
let timer
const awake = () => {
  const idle = document.getElementById('idle')
  clearTimeout(timer)
  if (!idle) return
  idle.hidden = true
  timer = setTimeout(() => {
    idle.hidden = false
    timer = setTimeout(() => {
      for (const field of all('input:not([type=hidden]):not([type=radio])')) field.value = ''
      location.replace(data.page + '?clear=1&' + query)
    }, 20000)
  }, idle.dataset.after * 1000)
}
starts.push(() => {
  if (document.getElementById('idle')) for (const type of gestures) addEventListener(type, awake, true)
  awake()
})
