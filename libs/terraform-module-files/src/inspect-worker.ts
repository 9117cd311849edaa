// One thread of `inspectModules`: takes batches of directories, answers each with its modules.
import { parentPort, workerData } from 'node:worker_threads'
import { inspectDirectory } from './inspect-directory.ts'

const { lines } = workerData as { readonly lines: boolean }
let last = Promise.resolve()

parentPort?.on('message', (directories: readonly string[]) => {
  last = last.then(async () => {
    const modules = []
    for (const directory of directories) modules.push(await inspectDirectory(directory, lines))
    parentPort?.postMessage(modules)
  })
})
