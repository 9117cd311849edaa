import { Worker } from 'node:worker_threads'

/**
 * Ends this helper (see HelperProcess) once its parent process is gone, even during work that blocks the event loop. A thread
 * watches the parent PID, which changes when the parent dies.
 */
export function endWithParent(): void {
  // Sent by the parent, which may have exited by now.
  const parent = Number(process.argv[2])
  const resourceLimits = { maxOldGenerationSizeMb: 16 }
  new Worker(watch, { eval: true, workerData: parent, resourceLimits }).unref()
}

const watch = `
const { workerData: parent } = require('node:worker_threads')
setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL') }, 500)`
