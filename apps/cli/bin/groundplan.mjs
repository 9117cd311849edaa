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
      `Groundplan needs Node.js 22.18 or newer, found ${process.versions.node}. Run \`npm ci\`, which installs one on Linux, macOS and Windows, or install it yourself.`,
    )
    process.exit(2)
  }
  // Ctrl-C reaches the child as well; this process only waits for it.
  process.on('SIGINT', () => {})
  const { status, error } = spawnSync(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  if (error !== undefined) {
    console.error(
      `${node} cannot run here: ${error.message}. Install Node.js 22.18 or newer and start Groundplan with it.`,
    )
    process.exit(2)
  }
  process.exit(status ?? 1)
}

/** The Node.js that `npm ci` installed beside the other packages, in the package for this platform. */
function findNewerNode(from) {
  const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  const packages = [`node-${platform}`, `node-bin-${platform}`]
  for (let directory = from; ; directory = dirname(directory)) {
    for (const name of packages) {
      const program = process.platform === 'win32' ? 'node.exe' : 'node'
      const candidate = join(directory, 'node_modules', name, 'bin', program)
      if (existsSync(candidate)) return candidate
    }
    if (dirname(directory) === directory) return undefined
  }
}
