// Reloads a page of a draft when another release is served. Only `legation serve --draft` sends this.
const LOOK_MS = 500
// This file is in /static/, below whatever prefix the server runs.
const STATE = new URL('../readyz', import.meta.url)
const shown = document.querySelector('script[data-release]').dataset.release

const look = async () => {
  try {
    const said = await (await fetch(STATE, { cache: 'no-store' })).json()
    if (said.release && said.release !== shown) {
      location.reload()
      return
    }
  } catch {
    // The server is not there at the moment: the author started it again, or ended it.
  }
  setTimeout(look, LOOK_MS)
}

setTimeout(look, LOOK_MS)
