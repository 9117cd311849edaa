import { defineConfig } from 'vitest/config'
import { common, hostSuites } from './vitest.config.ts'

/** The suites that the default run leaves out. */
export default defineConfig({
  test: { ...common, maxWorkers: 2, include: hostSuites, exclude: ['**/node_modules/**'] },
})
