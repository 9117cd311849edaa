import type { ApiClient } from '@groundplan/api-client'
import { ChainVerifier, digestOf, linkHash, type ChainReport } from '@groundplan/events'
import { readEvents, type ExportedEvent } from './read-events.ts'

export interface VerifyEventsOptions {
  readonly account: boolean
  readonly signal: AbortSignal
  /** Hears how many events were checked. */
  readonly onProgress: (events: number) => void
}

/** Downloads a chain of events and computes its hashes here, so that it does not depend on what the server says of them. */
export async function verifyEvents(
  client: Pick<ApiClient, 'audit'>,
  options: VerifyEventsOptions,
): Promise<ChainReport> {
  const { account, signal, onProgress } = options
  const head = await client.audit.head.query({ account })
  const hashes = new Map<string, string>()
  const verifier = new ChainVerifier((text) => hashes.get(text) ?? '', head)
  let [checked, before] = [0, head.removedHash]
  pages: for await (const page of readEvents(client, { filter: { account }, signal })) {
    await hashPage(page, before, hashes)
    for (const event of page) {
      // Recorded since the head was read.
      if (event.sequence > head.sequence || !verifier.add(event)) break pages
    }
    before = page.at(-1)?.hash ?? before
    hashes.clear()
    onProgress((checked += page.length))
  }
  const report = verifier.end()
  if (report.fault === undefined) return report
  // Retention may have removed what was about to be read.
  const now = await client.audit.head.query({ account })
  return now.removedSequence === head.removedSequence ? report : verifyEvents(client, options)
}

/**
 * Computes what the verifier will ask for: browsers hash asynchronously. Up to the first event that does not fit, the hash before an event is
 * the one that the event before it has.
 */
async function hashPage(
  page: readonly ExportedEvent[],
  before: string,
  hashes: Map<string, string>,
): Promise<void> {
  const itself = (text: string) => text
  const remember = async (text: string) => {
    const hash = await sha256(text)
    hashes.set(text, hash)
    return hash
  }
  await Promise.all(
    page.map(async (event, index) => {
      const digest = await remember(digestOf(event, itself))
      const previous = page[index - 1]?.hash ?? before
      await remember(linkHash(previous, { sequence: event.sequence, id: event.id, digest }, itself))
    }),
  )
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
