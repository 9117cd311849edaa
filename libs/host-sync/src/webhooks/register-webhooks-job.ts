import type { ImportStore, SelectedRepository } from '@groundplan/importer'
import { defineJob, type JobAttempt, type NewJob } from '@groundplan/jobs'
import { describeProblems, SideSteps, type ProblemStore, type ProposalStore } from '@groundplan/proposal'
import { z } from 'zod'
import type { SyncConfiguration } from '../sync-configuration.ts'
import { listDesired } from './list-desired.ts'
import { registerWebhooks } from './register-webhooks.ts'
import { toWebhookStep, type WebhookRepository } from './webhook-step.ts'
import type { WebhookStore } from './webhook-store.ts'

const Registration = z.object({
  /** Number of the import that found them; its report gets the result. */
  import: z.int().min(1),
  /** Without the blueprint repository, whose webhook is always looked after. */
  repositories: z
    .array(z.object({ host: z.string(), id: z.string(), owner: z.string(), name: z.string() }).readonly())
    .readonly(),
})
type Registration = z.infer<typeof Registration>

/** Registers the webhooks that an import has found missing, however long its hosts take. */
export const registerWebhooksJob = defineJob({
  name: 'register-webhooks',
  payload: Registration,
  keys: 'exclusive',
})

/** The job for repositories whose webhooks an import has found missing. */
export function toRegisterWebhooksJob(number: number, found: readonly WebhookRepository[]): NewJob {
  const sources = found.filter(({ host }) => host !== '')
  const repositories = sources.map(({ host, id, owner, name }) => ({ host, id, owner, name }))
  const payload: Registration = { import: number, repositories }
  return { kind: registerWebhooksJob, payload, key: String(number) } as unknown as NewJob
}

export interface RegisterDependencies {
  readonly readConfiguration: () => Promise<SyncConfiguration>
  readonly webhooks: WebhookStore
  readonly imports: Pick<ImportStore, 'setProblems'>
  readonly problems?: ProblemStore | undefined
  readonly proposals: Pick<ProposalStore, 'leases'>
  readonly now: () => Date
}

/**
 * Registers webhooks at the hosts, by the configuration of now, and adds what was refused to the report of the import. Throws if a
 * host could not be asked, unless this is the last attempt.
 */
export async function performRegistration(
  { payload, isLast, signal }: JobAttempt<Registration>,
  { readConfiguration, webhooks, imports, problems, proposals, now }: RegisterDependencies,
): Promise<void> {
  // Two at once would register the same one twice.
  await proposals.leases.hold(
    'registration of webhooks',
    async () => {
      const configuration = await readConfiguration()
      const sideSteps = new SideSteps({ problems, now })
      const sources = await openSources(payload.repositories, configuration)
      const selected = new Set(sources.map(({ host, id }) => JSON.stringify([host, id])))
      for (const each of payload.repositories)
        if (!selected.has(JSON.stringify([each.host, each.id]))) await sideSteps.done(toWebhookStep(each))
      const desired = listDesired(sources, configuration)
      const missed = await registerWebhooks(desired, { webhooks, now, sideSteps })
      if (isLast) for (const { step, error } of missed) await sideSteps.fail(step, error)
      const left = (await sideSteps.list()).filter(({ kind }) => kind === 'webhook')
      await imports.setProblems(payload.import, 'webhook', describeProblems(left))
      const [first] = missed
      if (first !== undefined && !isLast) throw first.error
    },
    { signal },
  )
}

/** Repositories that the configuration no longer selects are left out. */
async function openSources(
  repositories: Registration['repositories'],
  { selections }: SyncConfiguration,
): Promise<readonly SelectedRepository[]> {
  const sources: SelectedRepository[] = []
  for (const repository of repositories) {
    const selection = selections.find(
      ({ host, owner }) => host === repository.host && owner.toLowerCase() === repository.owner.toLowerCase(),
    )
    if (selection === undefined) continue
    const { webhooks } = await selection.openHost()
    sources.push({ ...repository, webhooks })
  }
  return sources
}
