import type { ImportStore } from '@groundplan/importer'
import { defineJob, type JobAttempt, type NewJob } from '@groundplan/jobs'
import type { ProposalStore } from '@groundplan/proposal'
import { z } from 'zod'
import type { SyncConfiguration } from '../sync-configuration.ts'
import { listDesired, type ImportedRepository } from './list-desired.ts'
import { describeFailure, registerWebhooks, type DesiredWebhook } from './register-webhooks.ts'
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

/** The job for what an import has found missing. */
export function toRegisterWebhooksJob(number: number, missing: readonly DesiredWebhook[]): NewJob {
  const sources = missing.filter(({ webhook }) => webhook.purpose === 'source')
  const repositories = sources.map(({ host, id, repository: { owner, name } }) => ({ host, id, owner, name }))
  const payload: Registration = { import: number, repositories }
  return { kind: registerWebhooksJob, payload, key: String(number) } as unknown as NewJob
}

export interface RegisterDependencies {
  readonly readConfiguration: () => Promise<SyncConfiguration>
  readonly webhooks: WebhookStore
  readonly imports: Pick<ImportStore, 'addNotes'>
  readonly proposals: Pick<ProposalStore, 'leases'>
  readonly now: () => Date
}

/**
 * Registers webhooks at the hosts, by the configuration of now, and adds what was refused to the report of the import. Throws if a
 * host could not be asked, unless this is the last attempt.
 */
export async function performRegistration(
  { payload, isLast, signal }: JobAttempt<Registration>,
  { readConfiguration, webhooks, imports, proposals, now }: RegisterDependencies,
): Promise<void> {
  // Two at once would register the same one twice.
  await proposals.leases.hold(
    'registration of webhooks',
    async () => {
      const configuration = await readConfiguration()
      const sources = await openSources(payload.repositories, configuration)
      const { refusals, failure } = await registerWebhooks(listDesired(sources, configuration), {
        webhooks,
        now,
      })
      const given = isLast && failure !== undefined ? [...refusals, describeFailure(failure)] : refusals
      await imports.addNotes(payload.import, given)
      if (failure !== undefined && !isLast) throw failure
    },
    { signal },
  )
}

/** Repositories that the configuration no longer selects are left out. */
async function openSources(
  repositories: Registration['repositories'],
  { selections }: SyncConfiguration,
): Promise<readonly ImportedRepository[]> {
  const sources: ImportedRepository[] = []
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
