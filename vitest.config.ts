import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{apps,libs,tools}/**/*.test.ts'],
    exclude: [
      '**/node_modules/**',
      '**/dist/**',
      'tools/sample-estate/repositories/**',
      'tools/sample-estate/history/**',
    ],
    setupFiles: ['libs/testing/src/seed-properties.ts'],
    // Tests work with real git, databases and browsers; two at a time leave room for those.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
