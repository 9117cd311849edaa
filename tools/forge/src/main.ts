// A host on this machine to try Groundplan with, without an account anywhere: `npm run demo:forge`.
import { once } from 'node:events'
import { fillDemo } from './demo/fill-demo.ts'
import { printDemo } from './demo/print-demo.ts'
import { startDemoServer, walkThrough } from './demo/walk-through.ts'
import { startForge } from './start-forge.ts'

const firstPort = 4170

const stopped = Promise.race(['SIGINT', 'SIGTERM'].map((signal) => once(process, signal)))
const forge = await startForge({ port: Number(process.argv[2] ?? firstPort) })
try {
  const demo = await fillDemo(forge)
  const server = await startDemoServer(forge, demo)
  try {
    console.log('The first import is running…')
    const pullRequests = await walkThrough(forge, demo, server.url)
    console.log(printDemo(forge, demo, { url: server.url, pullRequests }))
    await stopped
  } finally {
    await server.close()
  }
} finally {
  await forge.close()
}
process.exit()
