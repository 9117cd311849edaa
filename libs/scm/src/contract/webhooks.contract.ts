import { NotAllowedError } from '@groundplan/errors'
import { startReceiver, type TestReceiver } from '@groundplan/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RepositoryName } from '../repository-directory.ts'
import type { WebhookEvent, WebhookRegistration } from '../webhook-host.ts'
import type { UseSetting } from './scm-test-setting.ts'

/** What a WebhookHost and its WebhookReader promise, with real deliveries. */
export function testWebhooks(use: UseSetting): void {
  const secret = 'It is a "secret" – größer'
  let receiver: TestReceiver
  beforeEach(async () => {
    receiver = await startReceiver()
  })
  afterEach(async () => receiver.close())

  const register = async (repository: RepositoryName, other: Partial<WebhookRegistration> = {}) =>
    use().webhooks.putWebhook(repository, { url: receiver.url, secret, purpose: 'review', ...other })
  /** Those that are about something; a host may send a ping at first. */
  const events = async (count: number, secrets = [secret]): Promise<readonly WebhookEvent[]> => {
    const requests = await receiver.receive(count)
    const read = requests.map(async (request) => use().host.webhookReader.readWebhook(request, secrets))
    return (await Promise.all(read)).map(({ event }) => event).filter(({ kind }) => kind !== 'ping')
  }

  describe('webhooks', () => {
    it('tell of pushes', async () => {
      const repository = await use().createRepository()
      await register(repository, { purpose: 'source' })
      const pings = (await receiver.receive(0)).length
      await use().commit(repository, undefined)
      expect(await events(pings + 1)).toEqual([{ kind: 'push', repository }])
    })

    it('are registered once, and changed from then on', async () => {
      const repository = await use().createRepository()
      await register(repository, { secret: 'An earlier secret', purpose: 'source' })
      await register(repository, { secret: 'An earlier secret' })
      await register(repository)
      const pings = (await receiver.receive(0)).length
      await use().commit(repository, 'groundplan/network')
      expect(await receiver.receive(pings + 1)).toHaveLength(pings + 1)
      const [latest] = receiver.received.slice(-1)
      if (latest === undefined) return expect.unreachable()
      const delivery = await use().host.webhookReader.readWebhook(latest, [secret])
      expect(delivery.event).toEqual({ kind: 'push', repository })
    })

    it('tell of everything about pull requests', async () => {
      const { people } = use()
      const repository = await use().createRepository()
      const { owner, name } = repository
      await use().commit(repository, 'groundplan/network')
      await use().commit(repository, 'groundplan/other')
      await register(repository)
      let seen = (await receiver.receive(0)).length
      const about = async (number: number, deed: () => Promise<unknown>) => {
        await deed()
        await receiver.receive(seen + 1)
        const all = await events(seen + 1)
        seen = receiver.received.length
        expect(all.at(-1)).toMatchObject({ kind: 'pull-request', repository, number })
      }
      const { number } = await use().pullRequests.openPullRequest(repository, use().request({}))
      await about(number, async () => {})
      await about(number, async () => people.comment(owner, name, number, 'A word.', 'ada'))
      await about(number, async () => people.review(owner, name, number, 'approved', 'ada'))
      if (use().pullRequests.features.labels)
        await about(number, async () => people.label(owner, name, number, 'again'))
      await about(number, async () => people.decline(owner, name, number, 'ada'))
      const other = await use().pullRequests.openPullRequest(
        repository,
        use().request({ branch: 'groundplan/other' }),
      )
      await about(other.number, async () => {})
      await people.merge(owner, name, other.number, { by: 'ada' })
      const kinds = (await events(seen + 2)).slice(-2).map(({ kind }) => kind)
      expect(kinds.toSorted()).toEqual(['pull-request', 'push'])
    })

    it('are believed only if one of the secrets has signed them', async () => {
      const repository = await use().createRepository()
      await register(repository, { purpose: 'source' })
      const pings = (await receiver.receive(0)).length
      await use().commit(repository, undefined)
      const request = (await receiver.receive(pings + 1)).at(-1)
      if (request === undefined) return expect.unreachable()
      const push = { kind: 'push', repository }
      expect((await use().host.webhookReader.readWebhook(request, ['other', secret])).event).toEqual(push)
      const unsigned = Object.entries(request.headers).filter(([name]) => !name.includes('signature'))
      const forged = Uint8Array.from(request.body)
      forged[forged.length - 2] = 0x20
      const refused = [
        use().host.webhookReader.readWebhook(request, ['other']),
        use().host.webhookReader.readWebhook(request, []),
        use().host.webhookReader.readWebhook(request, ['']),
        use().host.webhookReader.readWebhook({ ...request, headers: Object.fromEntries(unsigned) }, [secret]),
        use().host.webhookReader.readWebhook({ ...request, body: forged }, [secret]),
        use().host.webhookReader.readWebhook({ ...request, body: new Uint8Array() }, [secret]),
      ]
      for (const answer of await Promise.allSettled(refused)) {
        expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(NotAllowedError) })
      }
    })

    it('have identifiers of their own, where the host gives any', async () => {
      const repository = await use().createRepository()
      await register(repository, { purpose: 'source' })
      const pings = (await receiver.receive(0)).length
      await use().commit(repository, undefined)
      await use().commit(repository, undefined)
      const requests = await receiver.receive(pings + 2)
      const read = requests.map(async (request) => use().host.webhookReader.readWebhook(request, [secret]))
      const ids = (await Promise.all(read)).map(({ id }) => id).filter((id) => id !== undefined)
      expect(new Set(ids).size).toBe(ids.length)
    })
  })
}
