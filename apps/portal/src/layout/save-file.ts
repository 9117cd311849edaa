export interface FileFacts {
  readonly name: string
  /** Media type. */
  readonly type: string
}

/** Has the browser save a file. */
export function saveFile(parts: readonly string[], { name, type }: FileFacts): void {
  const address = URL.createObjectURL(new Blob([...parts], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser reads it after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
