import { checkForm, type CheckRequest } from './check-form.ts'
import type { WorkerMessage } from './form-checker.ts'

// Runs in a thread of its own, which the page ends when a check takes too long.
const post = (message: WorkerMessage) => self.postMessage(message)

self.addEventListener('message', ({ data }: MessageEvent<CheckRequest>) => {
  for (const answer of checkForm(data)) post({ kind: 'answer', answer })
  post({ kind: 'done' })
})
post({ kind: 'ready' })
