import { join } from 'node:path'
import type { Scope } from '@groundplan/actor'
import {
  PostgresNameReservations,
  PostgresRepositoryRegistry,
  PostgresScanStore,
  type OpenDatabase,
} from '@groundplan/database'
import type { PerformImportDependencies } from '@groundplan/importer'
import { LocalGitRepositoryReader } from '@groundplan/scm-local-git'
import { MemoryModuleCache, type ModuleReader } from '@groundplan/terraform-module'
import { ForeignProcesses, ProcessDrafter, ProcessModuleReader } from '@groundplan/terraform-module-files'
import type { Reach } from './access/create-reach.ts'

interface Importing extends Pick<
  PerformImportDependencies,
  'reader' | 'modules' | 'drafter' | 'scans' | 'names' | 'registry'
> {
  readonly moduleReader: ModuleReader
}

interface ImportPlace {
  /** Of the scope, in the home. */
  readonly folder: string
  readonly reach: Reach
}

/** What only imports work with. */
export function createImportDependencies(
  database: OpenDatabase,
  scope: Scope,
  { folder, reach: { guard, requireFolder } }: ImportPlace,
): Importing {
  const foreign = new ForeignProcesses()
  return {
    reader: new LocalGitRepositoryReader({
      ...{ cacheDirectory: join(folder, 'clones'), guard, requireFolder },
    }),
    modules: new MemoryModuleCache(),
    moduleReader: new ProcessModuleReader(foreign),
    drafter: new ProcessDrafter(foreign),
    scans: new PostgresScanStore(database, scope),
    names: new PostgresNameReservations(database, scope),
    registry: new PostgresRepositoryRegistry(database, scope),
  }
}
