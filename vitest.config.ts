import { join } from 'node:path'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'

/**
 * A suite is long, and is named `*.long.test.ts`, if it
 * - kills, restarts, damages or doubles whole servers,
 * - runs Terraform, or a rare path in a browser,
 * - tries a vendor's host with every fault (GitHub's, the one that most have, is in the default run), or
 * - draws so many cases that it needs 15 s or more of one core.
 * `npm test` leaves long suites out; `npm run test:all` runs everything. A suite of both kinds is two files.
 */
const long = '{apps,libs,tools}/**/*.long.test.ts'

/** Tests of code that does no I/O, which cannot get in each other's way: they share a process. */
const pure = [
  'libs/{blueprint,blueprint-generator,blueprint-torque,catalog,change-set,configuration,errors,terraform-module,terraform-type}/**/*.test.ts',
  'apps/portal/**/*.test.ts',
]

const outside = [
  '**/node_modules/**',
  '**/dist/**',
  'tools/sample-estate/repositories/**',
  'tools/sample-estate/history/**',
]

/** No test measures time: these limits only end what hangs, on however slow a machine. */
const limits = { testTimeout: 240_000, hookTimeout: 240_000 }

const common = {
  ...limits,
  setupFiles: ['libs/testing/src/seed-properties.ts'],
  expect: { poll: { timeout: 90_000 } },
  // Many tests start the product's own processes, which take half the time when Node.js keeps what it compiled.
  env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/groundplan') },
}

const projects = {
  system: {
    test: {
      ...common,
      name: 'system',
      include: ['{apps,libs,tools}/**/*.test.ts'],
      exclude: [...outside, ...pure, long],
    },
  },
  pure: {
    test: { ...common, name: 'pure', isolate: false, include: pure, exclude: [...outside, long] },
  },
  long: { test: { ...common, name: 'long', include: [long], exclude: outside } },
} satisfies Record<string, TestProjectConfiguration>

/** The configuration that runs the given projects. */
export function runProjects(...names: readonly (keyof typeof projects)[]) {
  return defineConfig({
    test: {
      // Tests work with real git, databases and browsers, and wait for those: one more than there are cores.
      maxWorkers: 3,
      projects: names.map((name) => projects[name]),
    },
  })
}

export default runProjects('system', 'pure')
