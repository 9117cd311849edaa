import { defineConfig } from 'vitest/config'

/** Suites of single hosts, and of the whole product at them: minutes each, run by `npm run test:hosts`. */
export const hostSuites = [
  'libs/scm-bitbucket/src/*/bitbucket-*-scm-provider.test.ts',
  'libs/scm-local-git/src/local-git-scm-provider.test.ts',
  'apps/server/src/webhooks/webhooks.test.ts',
  'apps/e2e/src/secrets.test.ts',
]

export default defineConfig({
  test: {
    include: ['{apps,libs,tools}/**/*.test.ts'],
    exclude: [
      '**/node_modules/**',
      '**/dist/**',
      'tools/sample-estate/repositories/**',
      'tools/sample-estate/history/**',
      ...hostSuites,
    ],
    setupFiles: ['libs/testing/src/seed-properties.ts'],
    // Tests work with real git, databases and browsers; two at a time leave room for those.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
