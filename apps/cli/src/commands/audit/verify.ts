import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { ApiClient } from '@groundplan/api-client'
import { errorMessage, InputError } from '@groundplan/errors'
import { ChainVerifier, type ChainHead, type ChainReport } from '@groundplan/events'
import { withApi, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import { parseEvent } from './parse-event.ts'
import { readPages } from './read-pages.ts'

interface VerifyOptions {
  readonly account?: boolean | undefined
  readonly file?: string | undefined
}

interface ReadOptions {
  readonly account: boolean
  readonly signal: AbortSignal
}

export const verifyAudit: Action<VerifyOptions> = async (context, _, { file, account = false }) => {
  const report =
    file === undefined
      ? await withApi(context, (client) => verifyServer(client, { account, signal: context.signal }))
      : await verifyFile(file)
  context.terminal.result({ intact: report.fault === undefined, ...report }, () => print(report))
  return report.fault === undefined ? exitCodes.done : exitCodes.findings
}

/** Checks the events here, so that it does not depend on what the server says of them. */
async function verifyServer(client: ApiClient, options: ReadOptions): Promise<ChainReport> {
  const { account } = options
  const head = await client.audit.head.query({ account })
  const verifier = new ChainVerifier(sha256, head)
  await addAll(verifier, client, { head, ...options })
  const report = verifier.end()
  if (report.fault === undefined) return report
  // Retention may have removed what was about to be read.
  const now = await client.audit.head.query({ account })
  return now.removedSequence === head.removedSequence ? report : verifyServer(client, options)
}

async function addAll(
  verifier: ChainVerifier,
  client: ApiClient,
  { head, account, signal }: ReadOptions & { readonly head: ChainHead },
): Promise<void> {
  for await (const page of readPages(client, { after: 0, filter: { account }, signal })) {
    for (const event of page) {
      // Recorded since the head was read.
      if (event.sequence > head.sequence) return
      if (!verifier.add(event)) return
    }
  }
}

async function verifyFile(path: string): Promise<ChainReport> {
  const verifier = new ChainVerifier(sha256)
  const input = createReadStream(path, 'utf8')
  let line = 0
  try {
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      line += 1
      if (text.trim() !== '' && !verifier.add(parseEvent(text, `${path}:${line}`))) break
    }
  } catch (cause) {
    if (cause instanceof InputError) throw cause
    throw new InputError(`Cannot read ${path}: ${errorMessage(cause)}.`, {
      hint: 'Name a file that `groundplan audit export` wrote.',
      cause,
    })
  } finally {
    input.destroy()
  }
  return verifier.end()
}

function print({ events, first, last, fault }: ChainReport): string {
  const checked = events === 1 ? '1 event' : `${events} events`
  if (fault !== undefined) return `Not intact after ${checked}: ${fault.message}`
  if (first === undefined || last === undefined) return 'There are no events.'
  const lines = [`Intact: ${checked}, from ${first.sequence} to ${last.sequence}.`]
  if (first.sequence > 1)
    lines.push(`Follows event ${first.sequence - 1} with the hash ${first.previousHash}`)
  return [...lines, `The hash of event ${last.sequence} is ${last.hash}`].join('\n')
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
