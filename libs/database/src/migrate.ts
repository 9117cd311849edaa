import { errorMessage, ExternalServiceError } from '@groundplan/errors'
import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { firstTables } from './migrations/0001-first-tables.ts'
import { semanticVersions } from './migrations/0002-semantic-versions.ts'
import { hosts } from './migrations/0003-hosts.ts'
import { webhooks } from './migrations/0004-webhooks.ts'
import { pullRequestPolicies } from './migrations/0005-pull-request-policies.ts'
import { leases } from './migrations/0007-leases.ts'
import { blueprintRepository } from './migrations/0008-blueprint-repository.ts'
import { nameReservations } from './migrations/0009-name-reservations.ts'
import { catalogSearch } from './migrations/0010-catalog-search.ts'
import { events } from './migrations/0014-events.ts'
import { importJobs } from './migrations/0017-import-jobs.ts'
import { proposalReview } from './migrations/0018-proposal-review.ts'
import { syncedFingerprint } from './migrations/0019-synced-fingerprint.ts'
import { scopes } from './migrations/0021-scopes.ts'
import { repositoryRegistry } from './migrations/0023-repository-registry.ts'
import { sideStepProblems } from './migrations/0024-side-step-problems.ts'
import { codeChanges } from './migrations/0030-code-changes.ts'
import { dashboard } from './migrations/0031-dashboard.ts'
import { moduleLaunches } from './migrations/0032-module-launches.ts'
import { apiTokens } from './migrations/0033-api-tokens.ts'
import { secrets } from './migrations/0034-secrets.ts'
import { people } from './migrations/0035-people.ts'
import { eventChain } from './migrations/0040-event-chain.ts'
import { eventDelivery } from './migrations/0041-event-delivery.ts'
import { cloudCredentials } from './migrations/0042-cloud-credentials.ts'
import { spaces } from './migrations/0043-spaces.ts'
import { declaredSpaces } from './migrations/0044-declared-spaces.ts'
import { workers } from './migrations/0045-workers.ts'
import { terraformStates } from './migrations/0047-terraform-states.ts'
import { workloads } from './migrations/0050-workloads.ts'
import { credentialUse } from './migrations/0051-credential-use.ts'
import { environments } from './migrations/0055-environments.ts'
import { spaceLimits } from './migrations/0060-space-limits.ts'
import { catalogSources } from './migrations/0064-catalog-sources.ts'
import { catalogMark } from './migrations/0065-catalog-mark.ts'
import { workerPools } from './migrations/0066-worker-pools.ts'
import type { Database } from './schema.ts'

/** Every migration, in order; one that was released is never changed. */
export const migrations = {
  '0001-first-tables': firstTables,
  '0002-semantic-versions': semanticVersions,
  '0003-hosts': hosts,
  '0004-webhooks': webhooks,
  '0005-pull-request-policies': pullRequestPolicies,
  '0007-leases': leases,
  '0008-blueprint-repository': blueprintRepository,
  '0009-name-reservations': nameReservations,
  '0010-catalog-search': catalogSearch,
  '0014-events': events,
  '0017-import-jobs': importJobs,
  '0018-proposal-review': proposalReview,
  '0019-synced-fingerprint': syncedFingerprint,
  '0021-scopes': scopes,
  '0023-repository-registry': repositoryRegistry,
  '0024-side-step-problems': sideStepProblems,
  '0030-code-changes': codeChanges,
  '0031-dashboard': dashboard,
  '0032-module-launches': moduleLaunches,
  '0033-api-tokens': apiTokens,
  '0034-secrets': secrets,
  '0035-people': people,
  '0040-event-chain': eventChain,
  '0041-event-delivery': eventDelivery,
  '0042-cloud-credentials': cloudCredentials,
  '0043-spaces': spaces,
  '0044-declared-spaces': declaredSpaces,
  '0045-workers': workers,
  '0047-terraform-states': terraformStates,
  '0050-workloads': workloads,
  '0051-credential-use': credentialUse,
  '0055-environments': environments,
  '0060-space-limits': spaceLimits,
  '0064-catalog-sources': catalogSources,
  '0065-catalog-mark': catalogMark,
  '0066-worker-pools': workerPools,
}

/** Brings the tables to the newest form. Safe to call from several processes at once. Throws ExternalServiceError. */
export async function migrate(database: Kysely<Database>): Promise<void> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return
  const reason = errorMessage(error)
  throw new ExternalServiceError(`Database migration failed: ${reason}.`, {
    service: 'postgresql',
    cause: error,
    hint: 'The database may be from a newer version of Groundplan, or its user may lack permission to create tables. Nothing was changed.',
  })
}
