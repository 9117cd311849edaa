import { ConflictError, ExternalServiceError, InputError, toPlatformError } from '@groundplan/errors'
import type { ProposalSource } from '@groundplan/proposal'
import type { RepositoryReader, RepositorySnapshot } from '@groundplan/scm'
import type { ModuleCache, ModuleReader } from '@groundplan/terraform-module'
import { startDeadline, untilAborted } from '../deadline.ts'
import type { ImportLimits } from '../import-limits.ts'
import { mapConcurrently } from '../map-concurrently.ts'
import type { BlueprintDrafter } from '../drafting/blueprint-drafter.ts'
import { InProcessDrafter } from '../drafting/in-process-drafter.ts'
import type { ImportProgress, RepositoryOutcome } from '../import-report.ts'
import { findMoved } from '../naming/find-moved.ts'
import { readRepository, type ReadModuleResult } from '../read-repository.ts'
import type { ReadRepositoryResult } from './read-repository-result.ts'
import { overlaySubjects, readSettingsFiles } from '../read-settings.ts'
import type { ImportSource } from './find-sources.ts'
import { readAtTags } from './read-at-tags.ts'
import type { BranchChoice } from './source-selection.ts'

export interface ReadSourcesOptions {
  readonly reader: RepositoryReader
  /** Modules read by earlier imports. */
  readonly cache: ModuleCache
  /** Reads the others; in this process if absent. */
  readonly moduleReader?: ModuleReader | undefined
  /** Reads their settings; in this process if absent. */
  readonly drafter?: BlueprintDrafter | undefined
  /** Where blueprints come from already. */
  readonly known: readonly ProposalSource[]
  readonly signal: AbortSignal
  readonly onProgress: (progress: ImportProgress) => void
  readonly now: () => Date
  readonly limits: Pick<ImportLimits, 'repository' | 'reading'>
}

export interface ReadSources {
  readonly read: readonly ReadRepositoryResult[]
  readonly outcomes: readonly RepositoryOutcome[]
}

/** How many repositories are fetched at a time: hosts and networks make one wait. */
const concurrency = 4

/** Opens and reads repositories. What goes wrong with one of them is told in its outcome and stops no other. */
export async function readSources(
  sources: readonly ImportSource[],
  options: ReadSourcesOptions,
): Promise<ReadSources> {
  const { signal, onProgress, limits } = options
  const whole = startDeadline(signal, limits.reading)
  let done = 0
  const results = await mapConcurrently(sources, concurrency, async (source) => {
    signal.throwIfAborted()
    const { address } = source.location
    onProgress({ phase: 'opening', done, total: sources.length, subject: address })
    const deadline = startDeadline(whole.signal, limits.repository)
    try {
      deadline.signal.throwIfAborted()
      const reading = readSource(source, { ...options, signal: deadline.signal })
      return await untilAborted(reading, deadline.signal)
    } catch (error) {
      signal.throwIfAborted()
      if (whole.isOver()) return failed(address, tooLong('All repositories together', limits.reading))
      if (deadline.isOver()) return failed(address, tooLong('The repository', limits.repository))
      // Nobody has done anything wrong: hosts list repositories that nobody has pushed to yet.
      const isEmpty = error instanceof InputError && error.details?.['empty'] === true
      if (isEmpty && source.origin !== undefined) return skipped(address, 'It is empty.')
      return failed(address, error)
    } finally {
      deadline.clear()
      done += 1
    }
  })
  whole.clear()
  return refuseSameNames(results)
}

interface SourceResult {
  readonly result?: ReadRepositoryResult
  readonly outcome: RepositoryOutcome
}

function skipped(address: string, reason: string): SourceResult {
  return { outcome: { status: 'skipped', name: address, address, reason } }
}

function tooLong(subject: string, milliseconds: number): ExternalServiceError {
  const minutes = Math.round(milliseconds / 60_000)
  return new ExternalServiceError(`${subject} took longer than ${minutes} minutes to read.`, {
    service: 'git',
    retryable: true,
    hint: 'Check that its host responds. The next import tries again.',
  })
}

function failed(address: string, error: unknown): SourceResult {
  const { code, message, hint } = toPlatformError(error)
  return { outcome: { status: 'failed', address, code, message, hint } }
}

/** Blueprints call a repository by its short name, so it must mean one repository: the first that has it. */
function refuseSameNames(results: readonly SourceResult[]): ReadSources {
  const names = new Map<string, string>()
  const unique = results.map((each) => {
    if (each.result === undefined) return each
    const { name, address } = each.result.snapshot
    const other = names.get(name)
    names.set(name, other ?? address)
    if (other === undefined || other === address) return each
    const error = new ConflictError(`${address} and ${other} are both called "${name}".`, {
      hint: 'Import one of them, and rename the other one first.',
    })
    return failed(address, error)
  })
  return {
    read: unique.flatMap(({ result }) => result ?? []),
    outcomes: unique.map(({ outcome }) => outcome),
  }
}

async function readSource(
  source: ImportSource,
  { reader, known, now, ...options }: ReadSourcesOptions,
): Promise<SourceResult> {
  const { location } = source
  const openedAt = now()
  const credentials = await source.findCredentials?.()
  const opened = await reader.open(location, { signal: options.signal, credentials, commit: source.commit })
  try {
    await requireSameRepository(opened, known)
    const snapshot = await atChosenBranch(opened, source.selection?.chooseBranch)
    if (snapshot === undefined) return skipped(location.address, 'It has none of the selected branches.')
    return await readSnapshot(snapshot, source, { ...options, known, openedAt })
  } finally {
    await opened.close()
  }
}

async function atChosenBranch(
  opened: RepositorySnapshot,
  chooseBranch: BranchChoice | undefined,
): Promise<RepositorySnapshot | undefined> {
  if (chooseBranch === undefined) return opened
  const { branches } = await opened.listRefs()
  const ref = chooseBranch({ names: [...branches.keys()], defaultBranch: opened.ref })
  const commit = ref === undefined ? undefined : branches.get(ref)
  return ref === undefined || commit === undefined ? undefined : opened.at({ ref, commit })
}

async function readSnapshot(
  snapshot: RepositorySnapshot,
  { location, includeExamples, selection, origin }: ImportSource,
  {
    onProgress,
    openedAt,
    known,
    drafter = new InProcessDrafter(),
    ...given
  }: Omit<ReadSourcesOptions, 'reader' | 'now'> & { readonly openedAt: Date },
): Promise<SourceResult> {
  const { name, address, ref, commit } = snapshot
  const onModule = (path: string, done: number, total: number) =>
    onProgress({ phase: 'reading', done, total, subject: path === '.' ? name : `${name}/${path}` })
  const { chooseTags } = selection ?? {}
  let partial = chooseTags !== undefined
  const takesPath = (path: string) => {
    const takes = selection?.takesPath(path) ?? true
    partial ||= !takes
    return takes
  }
  const options = { ...given, includeExamples, takesPath, onModule }
  const modules =
    chooseTags === undefined
      ? await readRepository(snapshot, options)
      : await readAtTags(snapshot, chooseTags, options)
  const elsewhere = origin === undefined && location.ref !== undefined
  const isWhole = snapshot.scope === '.' && !elsewhere
  const gone = isWhole ? findGoneSources(snapshot, modules, known) : []
  // What the selection leaves out is not gone.
  for (const { path } of gone) takesPath(path)
  const moved = await findMovedModules(snapshot, modules, { known, gone })
  const goneSince = partial ? undefined : await findGoneSince(snapshot, gone)
  const sources = await readSettingsFiles(snapshot)
  const subjects = overlaySubjects(sources, snapshot, modules)
  const settings = await drafter.summarize(sources, subjects, given.signal)
  return {
    result: {
      snapshot,
      modules,
      settings,
      origin,
      openedAt,
      elsewhere,
      partial,
      moved,
      goneSince,
    },
    outcome: { status: 'read', name, address, ref, commit, diagnostics: settings.diagnostics },
  }
}

function findGoneSources(
  snapshot: RepositorySnapshot,
  modules: readonly ReadModuleResult[],
  known: readonly ProposalSource[],
): readonly ProposalSource[] {
  const present = new Set(modules.map(({ directory }) => directory.path))
  return known.filter(({ store, path }) => store === snapshot.name && !present.has(path))
}

interface KnownSources {
  readonly known: readonly ProposalSource[]
  /** Those of them that are not in the repository. */
  readonly gone: readonly ProposalSource[]
}

async function findMovedModules(
  snapshot: RepositorySnapshot,
  modules: readonly ReadModuleResult[],
  { known, gone }: KnownSources,
) {
  const before = new Set(known.flatMap(({ store, path }) => (store === snapshot.name ? [path] : [])))
  const fresh = modules.filter(({ directory, module }) => module !== undefined && !before.has(directory.path))
  return findMoved(
    gone,
    fresh.map(({ directory }) => directory),
    snapshot,
  )
}

/** Folders for which the commit is looked up: it explains a retirement, and is not worth more than one walk of the history. */
const mostGone = 100

async function findGoneSince(
  snapshot: RepositorySnapshot,
  gone: readonly ProposalSource[],
): Promise<ReadonlyMap<string, string>> {
  const paths = [...new Set(gone.map(({ path }) => path))].slice(0, mostGone)
  if (paths.length === 0) return new Map()
  const commits = await snapshot.lastChanges(paths.map((path) => ({ include: [path], exclude: [] })))
  return new Map(paths.map((path, index) => [path, commits[index] ?? snapshot.commit]))
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
    `${address} is called "${name}", the same name as ${elsewhere.address}, which already has blueprints.`,
    {
      hint: 'Rename the folder or the repository. Names must be unique.',
    },
  )
}
