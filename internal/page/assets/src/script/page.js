// Everything here is a comfort: the page works the same without it.
const data = document.body.dataset
const all = (selector) => document.querySelectorAll(selector)
const query = data.query || ''
const home = data.page + (query && '?' + query)
