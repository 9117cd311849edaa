// A thread that dies of some directories, in each way in which a thread can die.
import { parentPort } from 'node:worker_threads'

parentPort?.on('message', (directories: readonly string[]) => {
  for (const directory of directories) {
    if (directory === 'exits') process.exit(7)
    if (directory === 'throws') throw new Error('no more memory')
  }
  const counts = { variables: 0, required: 0, outputs: 0 }
  parentPort?.postMessage(
    directories.map((directory) => ({ directory, line: 'read', hasErrors: false, counts })),
  )
})
