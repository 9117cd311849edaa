#!/usr/bin/env node
// Plain JavaScript that any Node.js can run: it finds one that runs TypeScript, which Node.js does by itself from 22.18 on.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const own = import.meta.dirname ?? dirname(fileURLToPath(import.meta.url))
const main = join(own, '../src/main.ts')
// Beside the other packages, where only those can write who can change the code itself. Processes that this one starts use it, too.
process.env.NODE_COMPILE_CACHE ??= join(own, '../../../node_modules/.cache/groundplan')
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const runsTypeScript = major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)

if (runsTypeScript) {
  module.enableCompileCache()
  await import(main)
} else {
  const node = findNewerNode(dirname(main))
  if (node === undefined) {
    console.error(
      `Groundplan needs Node.js 22.18 or newer; this is ${process.versions.node}. Run \`npm ci\`, which brings one.`,
    )
    process.exit(2)
  }
  // Ctrl-C reaches the child as well; this process only waits for it.
  process.on('SIGINT', () => {})
  const { status } = spawnSync(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exit(status ?? 1)
}

/** The Node.js that `npm ci` installed beside the other packages. */
function findNewerNode(from) {
  for (let directory = from; ; directory = dirname(directory)) {
    for (const name of ['node', 'node.exe']) {
      const candidate = join(directory, 'node_modules/node/bin', name)
      if (existsSync(candidate)) return candidate
    }
    if (dirname(directory) === directory) return undefined
  }
}
