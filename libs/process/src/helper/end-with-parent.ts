import { Worker } from 'node:worker_threads'

/**
 * Ends this helper (see HelperProcess) once the process that it helps is gone, also in the middle of work that never looks at a message.
 * A thread watches: the system gives another parent to whoever has lost its own.
 */
export function endWithParent(): void {
  // Told by the parent itself, which may be gone by now.
  const parent = Number(process.argv[2])
  const resourceLimits = { maxOldGenerationSizeMb: 16 }
  new Worker(watch, { eval: true, workerData: parent, resourceLimits }).unref()
}

const watch = `
const { workerData: parent } = require('node:worker_threads')
setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL') }, 500)`
