// Suggestions under the search box, and "/" to reach it. Without this file the form works alike.
import Combobox from './vendor/combobox-nav.js'

const PAUSE_MS = 100
const form = document.querySelector('form.search')
const input = form?.querySelector('input')

if (input) {
  const list = document.createElement('ul')
  list.id = 'suggestions'
  list.className = 'suggestions'
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', form.dataset.suggestions)
  list.hidden = true
  form.append(list)
  input.autocomplete = 'off'
  const combobox = new Combobox(input, list, { tabInsertsSuggestions: false })
  let running = new AbortController()
  let waiting = 0
  let shown = false

  const hide = () => {
    if (shown) combobox.stop()
    shown = false
    list.hidden = true
  }

  const show = (rows) => {
    hide()
    list.replaceChildren(...rows.map((row, number) => {
      const option = document.createElement('li')
      option.id = `suggestion-${number}`
      option.setAttribute('role', 'option')
      option.dataset.href = row.href
      const kind = document.createElement('span')
      kind.textContent = row.kind
      option.append(row.label, ' ', kind)
      return option
    }))
    if (!rows.length) return
    list.hidden = false
    shown = true
    combobox.start()
  }

  const ask = async () => {
    running.abort()
    running = new AbortController()
    const query = input.value.trim()
    if (!query) return hide()
    try {
      const address = `${form.getAttribute('action')}/suggest?q=${encodeURIComponent(query)}`
      const answer = await fetch(address, { signal: running.signal })
      if (answer.ok) show(await answer.json())
    } catch (error) {
      // What was typed since then has a request of its own; without an answer the form still works.
      if (error.name !== 'AbortError') hide()
    }
  }

  input.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(ask, PAUSE_MS)
  })
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') hide()
  })
  form.addEventListener('submit', () => running.abort())
  form.addEventListener('focusout', (event) => {
    if (!form.contains(event.relatedTarget)) hide()
  })
  // A press takes the focus before the click comes.
  list.addEventListener('pointerdown', (event) => event.preventDefault())
  list.addEventListener('combobox-commit', (event) => {
    location.assign(event.target.closest('[role=option]').dataset.href)
  })
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest('input, textarea, select, [contenteditable]')
    if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    input.focus()
    input.select()
  })
}
