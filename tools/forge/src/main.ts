// A host on this machine to try Groundplan with, without an account anywhere: `npm run demo:forge`.
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fillDemo } from './demo/fill-demo.ts'
import { printDemo } from './demo/print-demo.ts'
import { createSignIn, signInWays, waysOfHost } from './demo/sign-in.ts'
import { demoEnvironment, walkThrough } from './demo/walk-through.ts'
import { hostKinds } from './model/host-kind.ts'
import { startForge } from './start-forge.ts'

const usage = `Usage: npm run demo:forge -- [--host ${hostKinds.join('|')}]
                               [--sign-in ${signInWays.join('|')}] [--rules] [--port N] [--bare] [--once]

Starts a host with repositories on this machine, imports them with the real command, and stays until Ctrl-C.

  --host      which host it is (default: github)
  --sign-in   token (default), app (a GitHub App) or oauth (an OAuth consumer of Bitbucket Cloud)
  --rules     the blueprint repository demands our own committer, an issue key and branches named feature/*
  --port      first of the three ports (default: 4170); not one that browsers and Node.js block, e.g. 4190
  --bare      only the host, nothing is imported
  --once      ends after the import

Examples:
  npm run demo:forge
  npm run demo:forge -- --host bitbucket-cloud --once
  npm run demo:forge -- --sign-in app
  npm run demo:forge -- --host bitbucket-data-center --rules --bare`

const { values } = parseArgs({
  options: {
    host: { type: 'string', default: 'github' },
    'sign-in': { type: 'string', default: 'token' },
    rules: { type: 'boolean', default: false },
    port: { type: 'string', default: '4170' },
    bare: { type: 'boolean', default: false },
    once: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const kind = hostKinds.find((each) => each === values.host)
const way = kind && waysOfHost[kind].find((each) => each === values['sign-in'])
const port = Number(values.port)

/** Ports above 1023 that no client of the fetch standard connects to: https://fetch.spec.whatwg.org/#port-blocking. */
const blocked = new Set([
  ...[1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566],
  ...[6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080],
])
const isBlocked = [port, port + 1, port + 2].some((each) => blocked.has(each))
if (isBlocked)
  console.error(`Port ${port} or one of the next two is blocked by browsers and Node.js. Use another one.\n`)

if (kind !== undefined && way === undefined)
  console.error(`A ${kind} host offers only these ways to sign in: ${waysOfHost[kind].join(', ')}.\n`)
if (values.rules && !values.bare)
  console.error('--rules needs --bare: the import fails until you configure commits.\n')
const isUsable = way !== undefined && (values.bare || !values.rules)

if (values.help || kind === undefined || !isUsable || !Number.isInteger(port) || isBlocked) {
  console.error(usage)
  process.exitCode = values.help ? 0 : 2
} else {
  const stopped = Promise.race(['SIGINT', 'SIGTERM'].map((signal) => once(process, signal)))
  const folder = await mkdtemp(join(tmpdir(), 'groundplan-demo-'))
  const home = join(folder, 'home')
  const forge = await startForge({ port })
  try {
    const rules = { ownCommits: kind === 'bitbucket-data-center', issueKey: true, branches: 'feature/*' }
    const demo = await fillDemo(forge, values.rules ? rules : undefined)
    const signIn = await createSignIn(forge, kind, { way, owner: demo.owner, folder })
    const walk = { forge, kind, demo, home, signIn }
    if (!values.bare) await walkThrough({ ...walk, print: (text) => console.log(text) })
    if (!values.once) {
      console.log(printDemo(forge, demo, { kind, environment: demoEnvironment(walk) }))
      await stopped
    }
  } finally {
    await forge.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
