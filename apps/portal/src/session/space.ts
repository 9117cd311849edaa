/** Each tab has its own choice; sessions of browsers keep it when the page is loaded again. */
const key = 'groundplan-space'

let entered: string | undefined

/** The space that this tab works in; `undefined` until somebody has chosen one or the server has named one. */
export function currentSpace(): string | undefined {
  return entered ?? storage()?.getItem(key) ?? undefined
}

/**
 * Takes the space that the server has let us into. Where that is another one than before, because a role was taken away or the space
 * archived, what the page shows is of the former one: it is loaded again.
 */
export function enterSpace(name: string): void {
  const former = entered
  entered = name
  storage()?.setItem(key, name)
  if (former !== undefined && former !== name) window.location.assign('/catalog')
}

/** Begins again in another space, with nothing left on the page that belongs to the former one. */
export function switchSpace(name: string): void {
  entered = name
  storage()?.setItem(key, name)
  window.location.assign('/catalog')
}

/** Browsers may forbid it. */
function storage(): Storage | undefined {
  try {
    return window.sessionStorage
  } catch {
    return undefined
  }
}
