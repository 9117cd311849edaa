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

/** Tests of libs that keep nothing in their process and change nothing of it: files share one, which loads the code once. */
const shared = [
  'libs/{actor,events,host-sync,importer,proposal,scm,scm-bitbucket,scm-github}/**/*.test.ts',
  'libs/{blueprint,blueprint-generator,blueprint-torque,catalog,change-set,concurrency,configuration,errors,terraform-module,terraform-root,terraform-run,terraform-type}/**/*.test.ts',
  'apps/portal/**/*.test.ts',
]

const outside = [
  '**/node_modules/**',
  '**/dist/**',
  'tools/sample-estate/repositories/**',
  'tools/sample-estate/history/**',
]

/** No test measures time: these limits only end what hangs, on however slow a machine. */
const limits = { testTimeout: 480_000, hookTimeout: 480_000 }

const common = {
  ...limits,
  // Embedded databases live for seconds here, in which optimising their code costs more than it saves.
  execArgv: ['--liftoff-only'],
  setupFiles: ['libs/testing/src/seed-properties.ts'],
  expect: { poll: { timeout: 90_000 } },
}

// Many tests start the product's own processes, which take half the time when Node.js keeps what it compiled.
const compileCache = join(import.meta.dirname, 'node_modules/.cache/groundplan')

type ProjectName = 'system' | 'shared' | 'long'

function createProjects(variables: Record<string, string>): Record<ProjectName, TestProjectConfiguration> {
  // Tests are programs of this machine; those of signing in turn it on.
  const env = { NODE_COMPILE_CACHE: compileCache, GROUNDPLAN_LOCAL_SIGN_IN: 'off', ...variables }
  return {
    system: {
      test: {
        ...common,
        env,
        name: 'system',
        include: ['{apps,libs,tools}/**/*.test.ts'],
        exclude: [...outside, ...shared, long],
      },
    },
    shared: {
      test: { ...common, env, name: 'shared', isolate: false, include: shared, exclude: [...outside, long] },
    },
    long: { test: { ...common, env, name: 'long', include: [long], exclude: outside } },
  }
}

/** The configuration that runs the given projects; properties draw all of their cases (`caseCount`) if long suites run. */
export function runProjects(...names: readonly ProjectName[]) {
  const projects = createProjects(names.includes('long') ? { GROUNDPLAN_TESTS: 'all' } : {})
  return defineConfig({
    test: {
      // Tests work with real git, databases and browsers, and wait for those: one more than there are cores.
      maxWorkers: 3,
      projects: names.map((name) => projects[name]),
    },
  })
}

export default runProjects('system', 'shared')
