import { isolateGit } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'
import { startForge } from '../start-forge.ts'
import { fillDemo } from './fill-demo.ts'
import { startDemoServer, walkThrough } from './walk-through.ts'

isolateGit()

describe('the walk through an import', () => {
  it('ends with pull requests for the sample estate, and leaves nothing behind', async () => {
    const forge = await startForge()
    try {
      const demo = await fillDemo(forge)
      const server = await startDemoServer(forge, demo)
      try {
        const opened = await walkThrough(forge, demo, server.url)
        expect(opened[0]).toMatch(/\(merged\)$/)
        expect(opened.join('\n')).toContain('platform-modules (open)')
      } finally {
        await server.close()
      }
      await expect(fetch(server.url)).rejects.toThrow()
    } finally {
      await forge.close()
    }
  }, 60_000)
})
