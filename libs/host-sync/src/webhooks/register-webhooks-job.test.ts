import { ExternalServiceError, NotAllowedError } from '@groundplan/errors'
import { plainConfiguration, type SourceSelection } from '@groundplan/importer'
import { InMemoryProblemStore, InMemoryProposalStore } from '@groundplan/proposal/testing'
import type { RepositoryName, ReviewRepository, WebhookHost } from '@groundplan/scm'
import { expect, it } from 'vitest'
import { InMemoryDashboardStore } from '../dashboard/in-memory-dashboard-store.ts'
import { InMemoryWebhookStore } from './in-memory-webhook-store.ts'
import { RecordedImport } from './recorded-import.ts'
import { performRegistration, toRegisterWebhooksJob } from './register-webhooks-job.ts'

const target = { url: 'https://g.example.com/webhooks/here', secret: 's3cret' }

/** A host that answers as a test says, and a job about some of its repositories. */
function createSituation(answer: (repository: RepositoryName) => Promise<void>, owners = ['acme']) {
  const asked: string[] = []
  const webhooks: WebhookHost = {
    async putWebhook(repository) {
      asked.push(`${repository.owner}/${repository.name}`)
      await answer(repository)
    },
  }
  const selections = owners.map(
    (owner) => ({ host: 'here', owner, openHost: async () => ({ webhooks }) }) as unknown as SourceSelection,
  )
  const recorded = new RecordedImport(7, { dryRun: false, repositories: [], modules: [], seconds: 1 })
  const problems = new InMemoryProblemStore()
  const dependencies = {
    readConfiguration: async () => ({
      ...{ ...plainConfiguration, selections },
      webhooks: { review: undefined, findSource: () => target },
    }),
    ...{
      webhooks: new InMemoryWebhookStore(),
      proposals: new InMemoryProposalStore(),
      dashboards: new InMemoryDashboardStore(),
      // Without a dashboard nothing is read there.
      repository: {} as ReviewRepository,
      problems,
      now: () => new Date(0),
    },
    imports: recorded.imports,
  }
  const found = ['a', 'b'].map((name) => ({ host: 'here', id: name, owner: 'acme', name }))
  const job = toRegisterWebhooksJob({ number: 7, dashboard: true, found })
  const perform = (isLast = false) => {
    const { signal } = new AbortController()
    const payload = job.payload as Parameters<typeof performRegistration>[0]['payload']
    return performRegistration({ id: '1', payload, attempt: 1, isLast, signal }, dependencies)
  }
  return { asked, reported: () => recorded.report.problems, job, perform }
}

it('registers what an import has found missing, once, and its job holds no secret', async () => {
  const { asked, job, perform } = createSituation(async () => {})
  await perform()
  await perform()
  expect(asked).toEqual(['acme/a', 'acme/b'])
  expect(job.key).toBe('7')
  expect(JSON.stringify(job.payload)).not.toContain('s3cret')
})

it('adds refusals to the report of the import, and registers the rest', async () => {
  const { asked, reported, perform } = createSituation(async ({ name }) => {
    if (name === 'a') throw new NotAllowedError('The token may not do that.')
  })
  await perform()
  expect(asked).toEqual(['acme/a', 'acme/b'])
  expect(reported()).toMatchObject([
    {
      message: 'The repository acme/a has no webhook, so Groundplan only learns of changes when it polls.',
      reason: 'The token may not do that.',
    },
  ])
})

it('is tried again while a host does not answer, and says so in the report at last', async () => {
  let isAway = true
  const { asked, reported, perform } = createSituation(async ({ name }) => {
    if (isAway && name === 'b')
      throw new ExternalServiceError('GitHub does not answer.', { service: 'github', retryable: true })
  })
  await expect(perform()).rejects.toThrow('GitHub does not answer.')
  expect(reported()).toEqual([])
  await perform(true)
  expect(reported()).toMatchObject([{ kind: 'webhook', reason: 'GitHub does not answer.' }])
  isAway = false
  await perform()
  expect(asked).toEqual(['acme/a', 'acme/b', 'acme/b', 'acme/b'])
  expect(reported()).toEqual([])
})

it('leaves repositories alone that the configuration no longer selects', async () => {
  const { asked, perform } = createSituation(async () => {}, ['other'])
  await perform()
  expect(asked).toEqual([])
})
