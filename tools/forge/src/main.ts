// A host on this machine to try Groundplan with, without an account anywhere: `npm run demo:forge`.
import { once } from 'node:events'
import { fillDemo } from './demo/fill-demo.ts'
import { printDemo } from './demo/print-demo.ts'
import { startForge } from './start-forge.ts'

const firstPort = 4170

const forge = await startForge({ port: Number(process.argv[2] ?? firstPort) })
console.log(printDemo(forge, await fillDemo(forge)))
await Promise.race(['SIGINT', 'SIGTERM'].map((signal) => once(process, signal)))
await forge.close()
