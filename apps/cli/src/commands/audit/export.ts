import { open, rm } from 'node:fs/promises'
import { errorMessage, InputError } from '@groundplan/errors'
import { withApi, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import { toFilter, type FilterOptions } from './filter-options.ts'
import { readPages } from './read-pages.ts'

interface ExportOptions extends FilterOptions {
  readonly out: string
  readonly after: number
}

export const exportAudit: Action<ExportOptions> = async (context, _, { out, after, ...filters }) => {
  const { terminal, signal } = context
  const target = out === '-' ? undefined : await create(out)
  let [events, last] = [0, after]
  try {
    await withApi(context, async (client) => {
      for await (const page of readPages(client, { after, filter: toFilter(filters), signal })) {
        const text = page.map((event) => `${JSON.stringify(event)}\n`).join('')
        if (target !== undefined) await target.write(text)
        else if (!(await terminal.write(text))) return
        events += page.length
        last = page.at(-1)?.sequence ?? last
      }
    })
    await target?.sync()
  } catch (error) {
    // Half an export must not be taken for a whole one.
    if (target !== undefined) await rm(out, { force: true })
    throw error
  } finally {
    await target?.close()
  }
  if (target !== undefined)
    terminal.result({ file: out, events, last }, () => `Exported ${count(events)} to ${out}.`)
  return exitCodes.done
}

function count(events: number): string {
  if (events === 1) return '1 event'
  return `${events} events`
}

async function create(path: string) {
  try {
    return await open(path, 'wx', 0o600)
  } catch (cause) {
    const exists = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'
    const message = exists ? `${path} exists already.` : `Cannot write ${path}: ${errorMessage(cause)}.`
    throw new InputError(message, { hint: 'Choose a new file, so that no earlier export is lost.', cause })
  }
}
