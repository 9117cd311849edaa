import type { ApiClient, ImportView } from '@groundplan/api-client'
import { CancelledError, fromReportedError } from '@groundplan/errors'
import type { ImportReport, ImportRequest } from '@groundplan/importer'
import { createProgressDisplay } from './terminal/show-progress.ts'
import type { Terminal } from './terminal/terminal.ts'

const interrupted = {
  code: 'external-service',
  message: 'The import was interrupted: the server stopped each time before it finished.',
  hint: "The proposals it had already opened stay. Import again to do the rest. If that is interrupted too, check the server's log; often it has too little memory.",
} as const

const stopped = 'The import was stopped. The next import continues from there.'

/**
 * Runs an import on the server and shows its progress. Throws CancelledError after Ctrl-C, once the import has stopped, unless it had
 * begun to propose: then it reports what it did, with the reason as its `failure`.
 */
export async function importWithProgress(
  client: ApiClient,
  request: ImportRequest,
  { terminal, signal }: { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<ImportReport> {
  const { number } = await client.imports.start.mutate({
    ...request,
    repositories: request.repositories.map(({ address, ref }) => ({ address, ref })),
  })
  const display = createProgressDisplay(terminal)
  const cancel = () => void client.imports.cancel.mutate({ number }).catch(() => {})
  signal.addEventListener('abort', cancel)
  try {
    const { state } = await watch(client, number, (step) => {
      if (step.state.status === 'running' && step.state.progress !== undefined)
        display.show(step.state.progress)
    })
    if (state.status === 'finished') return state.report
    if (state.status === 'failed') {
      const { code, message, hint, report } = state
      if (report !== undefined) return { ...report, failure: { code, message, hint } }
      throw fromReportedError(state)
    }
    if (state.status === 'cancelled' && state.report !== undefined)
      return { ...state.report, failure: { code: 'cancelled', message: stopped } }
    if (state.status === 'interrupted') throw fromReportedError(interrupted)
    throw new CancelledError(stopped)
  } finally {
    signal.removeEventListener('abort', cancel)
    display.finish()
  }
}

/** Follows an import until it is over. */
function watch(client: ApiClient, number: number, onChange: (step: ImportView) => void): Promise<ImportView> {
  return new Promise((resolve, reject) => {
    const subscription = client.imports.watch.subscribe(
      { number },
      {
        onData(step) {
          onChange(step)
          if (step.state.status === 'running' || step.state.status === 'waiting') return
          subscription.unsubscribe()
          resolve(step)
        },
        onError: reject,
      },
    )
  })
}
