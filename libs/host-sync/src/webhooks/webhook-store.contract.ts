import { describe, expect, it } from 'vitest'
import type { RegisteredWebhook, WebhookStore } from './webhook-store.ts'

const webhook: RegisteredWebhook = {
  host: 'github',
  repository: '42',
  fingerprint: 'f1',
  refused: false,
  at: new Date('2026-01-02T03:04:05.678Z'),
}

/** What every WebhookStore promises. `open` gives an empty one. */
export function testWebhookStore(name: string, open: () => Promise<WebhookStore>): void {
  describe(`${name} as a WebhookStore`, () => {
    it('keeps the newest of each repository', async () => {
      const store = await open()
      await store.save(webhook)
      await store.save({ ...webhook, refused: true })
      await store.save({ ...webhook, repository: '43' })
      const found = await store.list()
      expect(found.toSorted((left, right) => left.repository.localeCompare(right.repository))).toEqual([
        { ...webhook, refused: true },
        { ...webhook, repository: '43' },
      ])
    })
  })
}
