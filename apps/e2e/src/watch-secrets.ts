import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'

/** A secret as it is, and as it goes over the wire as the password of somebody. */
export function secretForms(secret: string, username: string): readonly string[] {
  const encoded = [`${username}:${secret}`, `:${secret}`].map((text) =>
    Buffer.from(text).toString('base64').replace(/=+$/, ''),
  )
  return [...encodedForms(secret), ...encoded]
}

/** A secret as it is, in base64 wherever in a longer text it begins, in hexadecimal, URL-encoded, and as JSON escapes it once or twice. */
export function encodedForms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  const json = JSON.stringify(secret).slice(1, -1)
  const base64 = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    // The characters at both ends depend on what is around.
    return text.slice(offset === 0 ? 0 : offset + 1, (offset + bytes.length) % 3 === 0 ? undefined : -1)
  })
  return [
    ...new Set([
      ...[secret, encodeURIComponent(secret), json, JSON.stringify(json).slice(1, -1)],
      ...[...base64, ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))],
      ...[bytes.toString('hex'), bytes.toString('hex').toUpperCase()],
    ]),
  ]
}

/** Files below a folder that hold one of the secrets, whatever they are, also compressed: `path` or `path (unpacked)`. */
export async function findInFiles(directory: string, secrets: readonly string[]): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const found: string[] = []
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    // Processes may still remove their own.
    const bytes = await readFile(path).catch(() => Buffer.alloc(0))
    if (secrets.some((secret) => bytes.includes(secret))) found.push(path)
    if (unpack(bytes).some((part) => secrets.some((secret) => part.includes(secret))))
      found.push(`${path} (unpacked)`)
  }
  return found
}

/** What is compressed in a file: gzip, the entries of a zip such as a plan of Terraform, and objects of git. */
export function unpack(bytes: Buffer): readonly Buffer[] {
  const parts: Buffer[] = []
  const attempt = (work: () => Buffer) => {
    try {
      parts.push(work())
    } catch {
      // It only looked like it.
    }
  }
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) attempt(() => gunzipSync(bytes))
  if (bytes[0] === 0x78) attempt(() => inflateSync(bytes))
  for (let at = bytes.indexOf(zipEntry); at !== -1; at = bytes.indexOf(zipEntry, at + 4)) {
    const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)
    attempt(() => inflateRawSync(bytes.subarray(start), { finishFlush: constants.Z_SYNC_FLUSH }))
  }
  return parts
}

/** Begins each entry of a zip file: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.7. */
const zipEntry = Buffer.from('PK\x03\x04', 'latin1')

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
