import { defineConfig } from 'vitest/config'

/** Suites of single hosts, and of the whole product at them: minutes each, run by `npm run test:hosts`. */
export const hostSuites = [
  'libs/scm-bitbucket/src/*/bitbucket-*-scm-provider.test.ts',
  'libs/scm-local-git/src/local-git-scm-provider.test.ts',
  'apps/server/src/webhooks/webhooks.test.ts',
  'apps/e2e/src/secrets.test.ts',
]

/** Tests of code that does no I/O, which cannot get in each other's way: they share a process. */
const pureSuites = [
  'libs/{blueprint,blueprint-generator,blueprint-torque,catalog,change-set,configuration,errors,terraform-module,terraform-type}/**/*.test.ts',
  'apps/portal/**/*.test.ts',
]

/** What every suite needs. */
export const common = {
  setupFiles: ['libs/testing/src/seed-properties.ts'],
  testTimeout: 30_000,
  hookTimeout: 60_000,
}

const outside = [
  '**/node_modules/**',
  '**/dist/**',
  'tools/sample-estate/repositories/**',
  'tools/sample-estate/history/**',
]

export default defineConfig({
  test: {
    // Tests work with real git, databases and browsers, and wait for those: one more than there are cores.
    maxWorkers: 3,
    projects: [
      {
        test: {
          ...common,
          name: 'system',
          include: ['{apps,libs,tools}/**/*.test.ts'],
          exclude: [...outside, ...hostSuites, ...pureSuites],
        },
      },
      { test: { ...common, name: 'pure', isolate: false, include: pureSuites, exclude: outside } },
    ],
  },
})
