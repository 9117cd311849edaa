import { checkConsistency, type Inconsistency } from '@groundplan/catalog'
import {
  hasEmbeddedDatabase,
  openDatabase,
  PostgresCatalogStore,
  PostgresProposalStore,
} from '@groundplan/database'
import { PlatformError } from '@groundplan/errors'
import type { ReviewRepository } from '@groundplan/scm'
import { verifyRepository } from '@groundplan/scm-local-git'
import type { ServerConfig } from '../config.ts'
import { databaseLocation } from '../database-location.ts'
import { defaultScope } from '../default-scope.ts'
import { locateBlueprints, type BlueprintPlace } from '../hosts/locate-blueprints.ts'
import { withStoppedHome } from './with-stopped-home.ts'

export interface CheckResult {
  readonly home: string
  readonly findings: readonly Inconsistency[]
}

/**
 * Compares blueprint repository and database, and repairs nothing. What is damaged is a finding. The server must be stopped. Throws
 * PlatformError if the host or PostgreSQL cannot be reached.
 */
export function check(config: ServerConfig): Promise<CheckResult> {
  return withStoppedHome(config, async (stopped) => ({
    home: stopped.home,
    findings: await findFindings(stopped),
  }))
}

/** For a home that this process has locked. */
export async function findFindings(config: ServerConfig): Promise<readonly Inconsistency[]> {
  const place = await locateBlueprints(config)
  const found = await findRepository(place)
  if (found.damage !== undefined) return [found.damage]
  const { repository } = found
  const location = databaseLocation(config)
  if (location.kind === 'embedded' && !(await hasEmbeddedDatabase(location.directory)))
    return repository === undefined ? [] : [databaseMissing(location.directory)]
  return asFinding('database', async () => {
    const database = await openDatabase(location)
    try {
      const proposals = new PostgresProposalStore(database, defaultScope)
      const catalog = new PostgresCatalogStore(database, defaultScope)
      return await asFinding('blueprint repository', () =>
        checkConsistency({ repository, address: place.address, proposals, catalog }),
      )
    } finally {
      await database.destroy()
    }
  })
}

interface FoundRepository {
  readonly repository?: ReviewRepository | undefined
  readonly damage?: Inconsistency | undefined
}

async function findRepository(place: BlueprintPlace): Promise<FoundRepository> {
  let repository: ReviewRepository | undefined
  const [damage] = await asFinding('blueprint repository', async () => {
    repository = await place.find()
    if (repository !== undefined && place.hosted === undefined) await verifyRepository(place.address)
    return []
  })
  return { repository, damage }
}

/** Damage is what the check looks for; hosts and databases that do not answer are not. */
async function asFinding(
  subject: 'blueprint repository' | 'database',
  work: () => Promise<readonly Inconsistency[]>,
): Promise<readonly Inconsistency[]> {
  try {
    return await work()
  } catch (error) {
    const isDamage = error instanceof PlatformError && /^(?:conflict|input-invalid)$/.test(error.code)
    if (!isDamage) throw error
    const rule = subject === 'database' ? 'database-unreadable' : 'repository-unreadable'
    const hint = error.hint ?? 'Restore it from a backup.'
    return [{ severity: 'error', rule, subject, message: error.message, hint }]
  }
}

function databaseMissing(directory: string): Inconsistency {
  return {
    ...{ severity: 'error', rule: 'database-missing', subject: 'database' },
    message: `There is a blueprint repository, but no database in ${directory}.`,
    hint: 'Restore the folder from a backup, or start the server, which rebuilds the catalog from the repository. Rejections are lost.',
  }
}
