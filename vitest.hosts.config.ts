import { defineConfig } from 'vitest/config'
import everything, { hostSuites } from './vitest.config.ts'

/** The suites that the default run leaves out. */
export default defineConfig({
  test: { ...everything.test, include: hostSuites, exclude: ['**/node_modules/**'] },
})
