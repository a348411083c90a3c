// Everything here is a comfort: the page works the same without it.
const all = (selector) => document.querySelectorAll(selector)

// A page may give way to the next one without being loaded: what looks at its
// elements begins anew with each.
let data, query, home, note
const starts = []
const begin = () => {
  data = document.body.dataset
  query = data.query || ''
  home = data.page + (query && '?' + query)
  note = document.getElementById('connection')
  for (const start of starts) start()
}
