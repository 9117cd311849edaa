import { CancelledError, ConflictError, PlatformError, toPlatformError } from '@groundplan/errors'
import { applyProposal, type ProposalDependencies, type ProposalSource } from '@groundplan/proposal'
import type { RepositoryReader, RepositorySnapshot } from '@groundplan/scm'
import type { ModuleCache } from '@groundplan/terraform-module'
import type {
  ImportProgress,
  ImportReport,
  ImportRequest,
  ModuleOutcome,
  RepositoryOutcome,
} from './import-report.ts'
import { planImport, type ImportStep, type ReadRepositoryResult } from './plan-import.ts'
import { readRepository } from './read-repository.ts'
import { checkRepositorySettings, readCompanySettings, readRepositorySettings } from './read-settings.ts'

export interface ImportDependencies extends ProposalDependencies {
  readonly reader: RepositoryReader
  /** Modules read by earlier imports. */
  readonly modules: ModuleCache
}

export interface ImportOptions {
  readonly signal: AbortSignal
  readonly onProgress: (progress: ImportProgress) => void
}

/**
 * Runs an import: open and read the repositories, plan the proposals, carry the plan out.
 * Throws CancelledError when stopped; what is done by then stays, and the next run does the rest.
 */
export async function runImport(
  request: ImportRequest,
  dependencies: ImportDependencies,
  options: ImportOptions,
): Promise<ImportReport> {
  const start = dependencies.now().getTime()
  try {
    const { read, outcomes } = await readRepositories(request, dependencies, options)
    const company = await readCompanySettings(dependencies.repository)
    const steps = await planImport(read, { ...dependencies, company })
    const modules = await applySteps(steps, request.dryRun === true, dependencies, options)
    const seconds = (dependencies.now().getTime() - start) / 1000
    const { diagnostics } = company
    return { dryRun: request.dryRun === true, repositories: outcomes, modules, diagnostics, seconds }
  } catch (error) {
    if (options.signal.aborted)
      throw new CancelledError('The import was stopped; the next one does the rest.')
    throw error
  }
}

async function readRepositories(
  { repositories, includeExamples = false }: ImportRequest,
  { reader, proposals, modules: cache }: ImportDependencies,
  { signal, onProgress }: ImportOptions,
) {
  const known = [...(await proposals.latestByBlueprint()).values()].map(({ source }) => source)
  const read: ReadRepositoryResult[] = []
  const outcomes: RepositoryOutcome[] = []
  for (const [index, location] of repositories.entries()) {
    signal.throwIfAborted()
    onProgress({ phase: 'opening', done: index, total: repositories.length, subject: location.address })
    try {
      const snapshot = await reader.open(location, { signal })
      const { name, address, ref, commit } = snapshot
      requireOwnName(snapshot, read)
      await requireSameRepository(snapshot, known)
      const onModule = (path: string, done: number, total: number) =>
        onProgress({ phase: 'reading', done, total, subject: path === '.' ? name : `${name}/${path}` })
      const modules = await readRepository(snapshot, { includeExamples, cache, signal, onModule })
      const settings = await readRepositorySettings(snapshot)
      read.push({ snapshot, modules, settings })
      const diagnostics = checkRepositorySettings(settings, snapshot, modules)
      outcomes.push({ status: 'read', name, address, ref, commit, diagnostics })
    } catch (error) {
      signal.throwIfAborted()
      const { code, message, hint } = toPlatformError(error)
      outcomes.push({ status: 'failed', address: location.address, code, message, hint })
    }
  }
  return { read, outcomes }
}

/** Blueprints call a repository by its short name, so it must mean one repository. */
function requireOwnName({ name, address }: RepositorySnapshot, read: readonly ReadRepositoryResult[]): void {
  const other = read.find(({ snapshot }) => snapshot.name === name && snapshot.address !== address)
  if (other === undefined) return
  throw new ConflictError(`${address} and ${other.snapshot.address} are both called "${name}".`, {
    hint: 'Import one of them; the other one needs another name first.',
  })
}

/**
 * A repository may move or be imported from a copy. One that has the name of another from which blueprints come already, but
 * not the commits that they pin, is a different one: its modules must not pass for new versions of the other's.
 */
async function requireSameRepository(
  snapshot: RepositorySnapshot,
  known: readonly ProposalSource[],
): Promise<void> {
  const { name, address } = snapshot
  const elsewhere = known.find((source) => source.store === name && source.address !== address)
  if (elsewhere === undefined || known.some((source) => source.store === name && source.address === address))
    return
  if (await snapshot.hasCommit(elsewhere.commit)) return
  throw new ConflictError(
    `${address} is called "${name}", like ${elsewhere.address}, from which blueprints come already.`,
    {
      hint: 'Rename the folder or the repository, so that each name means one repository.',
    },
  )
}

async function applySteps(
  steps: readonly ImportStep[],
  dryRun: boolean,
  dependencies: ProposalDependencies,
  { signal, onProgress }: ImportOptions,
): Promise<readonly ModuleOutcome[]> {
  const outcomes: ModuleOutcome[] = []
  const total = steps.filter(({ kind }) => kind === 'act').length
  let done = 0
  for (const step of steps) {
    signal.throwIfAborted()
    if (step.kind === 'settled' || dryRun) {
      outcomes.push(step.outcome)
      continue
    }
    onProgress({ phase: 'proposing', done, total, subject: step.outcome.blueprint ?? '' })
    outcomes.push(await applyStep(step, dependencies))
    done += 1
  }
  return outcomes
}

async function applyStep(
  { action, outcome }: Extract<ImportStep, { kind: 'act' }>,
  dependencies: ProposalDependencies,
): Promise<ModuleOutcome> {
  try {
    const applied = await applyProposal(action, dependencies)
    return { ...outcome, proposal: applied.proposal.number }
  } catch (error) {
    // What is wrong with one branch, or decided a moment ago, stops nothing else. A database that is gone stops everything.
    if (error instanceof PlatformError && error.code !== 'cancelled' && error.code !== 'internal')
      return { ...outcome, outcome: 'failed', reason: error.message }
    throw error
  }
}
