import type { CodeComparisons } from '@groundplan/blueprint'
import type { ProposalSource } from '@groundplan/proposal'
import type { RepositoryReader, RepositorySnapshot } from '@groundplan/scm'
import { InProcessModuleReader, type ModuleCache, type ModuleReader } from '@groundplan/terraform-module'
import { compareCode } from '../compare-code.ts'
import { startDeadline } from '../deadline.ts'
import { mapConcurrently } from '../map-concurrently.ts'
import type { BlueprintDrafter } from '../drafting/blueprint-drafter.ts'
import { InProcessDrafter } from '../drafting/in-process-drafter.ts'
import type { ImportProgress, RepositoryOutcome } from '../import-report.ts'
import { findRewritten } from '../find-rewritten.ts'
import { findMoved } from '../naming/find-moved.ts'
import { readRepository, type ReadModuleResult } from '../read-repository.ts'
import type { ReadRepositoryResult } from './read-repository-result.ts'
import { overlaySubjects, readSettingsFiles } from '../read-settings.ts'
import type { ImportSource, OpenedRepository } from './find-sources.ts'
import { readAtTags } from './read-at-tags.ts'
import { leaveOut } from './leave-out.ts'
import type { UnreadSource } from './remember-sources.ts'
import type { BranchChoice } from './source-selection.ts'
import { describeSubmodules, listSubmodules } from '../submodules.ts'
import { tryReading, type TryOptions } from './try-reading.ts'

export interface ReadSourcesOptions extends Omit<TryOptions, 'whole'> {
  readonly reader: RepositoryReader
  /** Modules read by earlier imports. */
  readonly cache: ModuleCache
  /** Reads the others; in this process if absent. */
  readonly moduleReader?: ModuleReader | undefined
  /** Reads their settings; in this process if absent. */
  readonly drafter?: BlueprintDrafter | undefined
  /** Where blueprints come from already. */
  readonly known: readonly ProposalSource[]
  /** The modules of published blueprints, and what is known of their changes; nothing is compared if absent. */
  readonly published?: readonly ProposalSource[] | undefined
  readonly comparisons?: CodeComparisons | undefined
  readonly onProgress: (progress: ImportProgress) => void
  readonly now: () => Date
}

export interface ReadSources {
  readonly read: readonly ReadRepositoryResult[]
  readonly outcomes: readonly RepositoryOutcome[]
  readonly unread: readonly UnreadSource[]
}

/** How many repositories are fetched at a time: hosts and networks make one wait. */
const concurrency = 4

/** Opens and reads repositories. What goes wrong with one of them is told in its outcome and stops no other. */
export async function readSources(
  sources: readonly ImportSource[],
  options: ReadSourcesOptions,
): Promise<ReadSources> {
  const { signal, onProgress } = options
  const whole = startDeadline(signal, options.limits.reading)
  let done = 0
  const results = await mapConcurrently(sources, concurrency, async (source): Promise<SourceResult> => {
    signal.throwIfAborted()
    const { address } = source.location
    if (source.tried === undefined)
      onProgress({ phase: 'opening', done, total: sources.length, subject: address })
    let revision: UnreadSource['revision']
    const onOpened = ({ ref, commit }: RepositorySnapshot) => void (revision = { ref, commit })
    const work = (own: AbortSignal) => readSource(source, { ...options, signal: own, onOpened })
    const tried = await tryReading(source, work, { ...options, whole })
    done += 1
    const result = 'result' in tried ? tried.result : tried
    return { ...result, unread: findUnread(source, result.outcome, revision) }
  })
  whole.clear()
  return {
    read: results.flatMap(({ result }) => result ?? []),
    outcomes: results.map(({ outcome }) => outcome),
    unread: results.flatMap(({ unread }) => unread ?? []),
  }
}

interface SourceResult {
  readonly result?: ReadRepositoryResult
  readonly outcome: RepositoryOutcome
  readonly unread?: UnreadSource | undefined
}

/** What there is to remember of a source that was not read. */
function findUnread(
  { origin, store }: ImportSource,
  outcome: RepositoryOutcome,
  revision: UnreadSource['revision'],
): UnreadSource | undefined {
  if (origin === undefined) return undefined
  if (outcome.status === 'skipped') return { origin, store, revision: undefined, reason: outcome.reason }
  // What was fetched need not be fetched again only to fail in the same way.
  if (outcome.status !== 'failed' || revision === undefined) return undefined
  return { origin, store, revision, reason: outcome.message }
}

interface OpenedListener {
  readonly onOpened: (snapshot: RepositorySnapshot) => void
}

async function readSource(
  source: ImportSource,
  { reader, known, now, onOpened, ...options }: ReadSourcesOptions & OpenedListener,
): Promise<SourceResult> {
  const { location } = source
  if (source.tried !== undefined && 'outcome' in source.tried) return source.tried
  const { openedAt, snapshot: opened } =
    source.tried?.result ?? (await openSource(source, { reader, now, signal: options.signal }))
  onOpened(opened)
  try {
    const named = opened.named(source.store)
    const snapshot = await atChosenBranch(named, source.selection?.chooseBranch)
    if (snapshot === undefined)
      return { outcome: leaveOut(location.address, 'It has none of the selected branches.') }
    return await readSnapshot(snapshot, source, { ...options, known, openedAt })
  } finally {
    await opened.close()
  }
}

/** Opens a repository, at the commit that it is known to have or the newest one. */
export async function openSource(
  { location, findCredentials, commit }: Pick<ImportSource, 'location' | 'findCredentials' | 'commit'>,
  { reader, now, signal }: Pick<ReadSourcesOptions, 'reader' | 'now' | 'signal'>,
): Promise<OpenedRepository> {
  const openedAt = now()
  return { openedAt, snapshot: await reader.open(location, { signal, findCredentials, commit }) }
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
    published = [],
    comparisons,
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
  const { moduleReader = new InProcessModuleReader(), signal } = given
  const comparing = { snapshot, moduleReader, comparisons, signal }
  const code = await compareCode({ modules, published, moved }, comparing)
  const rewritten = await findRewritten({ modules, moved, pins: [...published, ...known] }, snapshot)
  const sources = await readSettingsFiles(snapshot)
  const subjects = overlaySubjects(sources, snapshot, modules)
  const settings = await drafter.summarize(sources, subjects, given.signal)
  const submodules = listSubmodules(await snapshot.listEntries(), snapshot.scope)
  const diagnostics = [...settings.diagnostics, ...describeSubmodules(submodules)]
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
      code,
      rewritten,
      goneSince,
    },
    outcome: { status: 'read', name, address, ref, commit, diagnostics },
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
