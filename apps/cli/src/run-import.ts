import type { ApiClient, ImportRunView } from '@groundplan/api-client'
import { CancelledError, fromToldError } from '@groundplan/errors'
import type { ImportReport, ImportRequest } from '@groundplan/importer'
import { createProgressDisplay } from './terminal/show-progress.ts'
import type { Terminal } from './terminal/terminal.ts'

/** Runs an import on the server and shows its progress. Throws CancelledError after Ctrl-C, once the run has stopped. */
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
    const { state } = await watch(client, number, (run) => {
      if (run.state.status === 'running' && run.state.progress !== undefined) display.show(run.state.progress)
    })
    if (state.status === 'finished') return state.report
    if (state.status === 'failed') throw fromToldError(state)
    throw new CancelledError('The import was stopped. The next import continues from there.')
  } finally {
    signal.removeEventListener('abort', cancel)
    display.finish()
  }
}

/** Follows a run until it is over. */
function watch(
  client: ApiClient,
  number: number,
  onChange: (run: ImportRunView) => void,
): Promise<ImportRunView> {
  return new Promise((resolve, reject) => {
    const subscription = client.imports.watch.subscribe(
      { number },
      {
        onData(run) {
          onChange(run)
          if (run.state.status === 'running' || run.state.status === 'waiting') return
          subscription.unsubscribe()
          resolve(run)
        },
        onError: reject,
      },
    )
  })
}
