import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { InputError } from '@groundplan/errors'
import { z } from 'zod'

const StoredSession = z.object({
  token: z.string(),
  username: z.string(),
  /** ISO 8601. */
  expiresAt: z.string(),
})

/** Somebody who has signed in with the command line. */
export type StoredSession = z.infer<typeof StoredSession>

const Sessions = z.record(z.string(), StoredSession)

/** The session at a server; `undefined` if there is none or it has expired. Throws InputError if the file is damaged. */
export async function readSession(folder: string, url: string): Promise<StoredSession | undefined> {
  const session = (await readAll(folder))[toKey(url)]
  return session !== undefined && new Date(session.expiresAt) > new Date() ? session : undefined
}

/** Keeps a session, readable for this user only; `undefined` removes it. Expired ones of other servers go as well. */
export async function storeSession(
  folder: string,
  url: string,
  session: StoredSession | undefined,
): Promise<void> {
  const others = Object.entries(await readAll(folder)).filter(
    ([key, { expiresAt }]) => key !== toKey(url) && new Date(expiresAt) > new Date(),
  )
  const kept = session === undefined ? others : [...others, [toKey(url), session] as const]
  await mkdir(folder, { recursive: true })
  const path = pathIn(folder)
  const written = `${path}.${process.pid}`
  await writeFile(written, `${JSON.stringify(Object.fromEntries(kept), undefined, 2)}\n`, { mode: 0o600 })
  await rename(written, path)
}

async function readAll(folder: string): Promise<z.infer<typeof Sessions>> {
  const path = pathIn(folder)
  try {
    return Sessions.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw new InputError(`The file ${path} is damaged.`, {
      hint: 'Delete it, and sign in again.',
      cause: error,
    })
  }
}

function pathIn(folder: string): string {
  return join(folder, 'sessions.json')
}

function toKey(url: string): string {
  return url.replace(/\/+$/, '')
}
