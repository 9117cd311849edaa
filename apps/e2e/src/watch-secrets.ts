import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A secret as it is, and as it goes over the wire. */
export function secretForms(secret: string, username: string): readonly string[] {
  const encoded = [`${username}:${secret}`, `:${secret}`, secret].map((text) =>
    Buffer.from(text).toString('base64').replace(/=+$/, ''),
  )
  return [secret, encodeURIComponent(secret), ...encoded]
}

/** Files below a folder that hold one of the secrets, whatever they are. */
export async function findInFiles(directory: string, secrets: readonly string[]): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const found: string[] = []
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const bytes = await readFile(path)
    if (secrets.some((secret) => bytes.includes(secret))) found.push(path)
  }
  return found
}

/** Looks at the arguments of every process of this machine until it is told to stop; answers those with one of the secrets. */
export function watchArguments(secrets: readonly string[]): () => Promise<{
  readonly looks: number
  readonly found: readonly string[]
}> {
  const found = new Set<string>()
  const state = { stopped: false, looks: 0 }
  const watching = (async () => {
    while (!state.stopped) {
      for (const line of await readArguments())
        if (secrets.some((secret) => line.includes(secret))) found.add(line)
      state.looks += 1
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })()
  return async () => {
    state.stopped = true
    await watching
    return { looks: state.looks, found: [...found] }
  }
}

async function readArguments(): Promise<readonly string[]> {
  if (!existsSync('/proc')) return []
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  // A process may end while it is looked at.
  return Promise.all(processes.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')))
}
