import {
  addMember,
  findRoles,
  listMembers,
  putSpace,
  removeMember,
  setSpaceLimits,
  setSpacePool,
  type Caller,
  type MemberStore,
  type RoleStore,
  type Space,
  type SpaceStore,
} from '@groundplan/access'
import { parseBlueprint, type Blueprint } from '@groundplan/blueprint'
import {
  publishBlueprint,
  unpublishBlueprint,
  type CatalogStore,
  type Publication,
  type PublicationStore,
} from '@groundplan/catalog'
import { removeCredential, setCredential, type CredentialDependencies } from '@groundplan/cloud-credentials'
import { PlatformError, type Diagnostic } from '@groundplan/errors'
import type { ReviewRepository } from '@groundplan/scm'
import { checkSpaceFile } from './check-space-file.ts'
import { parseSpaceFile, type ParsedSpaceFile } from './parse-space-file.ts'
import { planSpaces, type CurrentSpace } from './plan-spaces.ts'
import type { SpaceAction } from './space-action.ts'

export interface DeclaredSpacesDependencies {
  readonly repository: Pick<ReviewRepository, 'listEntries' | 'readTexts'>
  readonly spaces: SpaceStore
  readonly members: MemberStore
  readonly roles: RoleStore
  readonly catalog: Pick<CatalogStore, 'findEntries' | 'findEntry'>
  readonly publicationsOf: (spaceId: string) => PublicationStore
  readonly credentialsOf: (spaceId: string) => CredentialDependencies
  readonly now: () => Date
}

/** Text of a file of `spaces/`. */
export interface SpaceText {
  readonly path: string
  readonly text: string
}

export interface SpacesPlan {
  readonly actions: readonly SpaceAction[]
  /** Of files, which leave their spaces as they are. */
  readonly problems: readonly Diagnostic[]
}

/** How many files of `spaces/` are read, and how many characters of each. */
const mostFiles = 1000
const longestFile = 500_000

/** The files of `spaces/` at a commit of the blueprint repository, in path order. */
export async function readSpaceTexts(
  commit: string,
  { repository }: Pick<DeclaredSpacesDependencies, 'repository'>,
): Promise<readonly SpaceText[]> {
  const entries = (await repository.listEntries(commit)).filter(
    ({ kind, path }) => kind === 'file' && /^spaces\/[^/]+\.yaml$/.test(path),
  )
  const texts = await repository.readTexts(entries.map(({ blobId }) => blobId))
  return entries.map(({ path, blobId }) => ({ path, text: texts.get(blobId) ?? '' }))
}

/** What has to be done so that spaces are what the files say. Changes nothing. */
export async function planDeclaredSpaces(
  texts: readonly SpaceText[],
  dependencies: DeclaredSpacesDependencies,
): Promise<SpacesPlan> {
  const files = texts.slice(0, mostFiles).map(parseLimited)
  const facts = {
    roles: await findRoles(dependencies),
    blueprints: await readBlueprints(files, dependencies),
  }
  const checked = files.map((file) => {
    const found = checkSpaceFile(file, facts)
    const content = found.length > 0 ? undefined : file.content
    return { file: { ...file, content }, diagnostics: [...file.diagnostics, ...found] }
  })
  const declared = new Set(files.map(({ name }) => name))
  const current = (await dependencies.spaces.list()).filter(
    ({ name, declaration }) => declared.has(name) || declaration !== undefined,
  )
  const states = await Promise.all(current.map((space) => readSpace(space, dependencies)))
  return {
    actions: planSpaces(
      checked.map(({ file }) => file),
      states,
    ),
    problems: [...checked.flatMap(({ diagnostics }) => diagnostics), ...tooMany(texts)],
  }
}

/** Does it, in order. Returns what could not be done; the rest is done all the same. */
export async function applySpacesPlan(
  actions: readonly SpaceAction[],
  caller: Caller,
  dependencies: DeclaredSpacesDependencies,
): Promise<readonly { readonly action: SpaceAction; readonly error: PlatformError }[]> {
  const failed: { action: SpaceAction; error: PlatformError }[] = []
  for (const action of actions) {
    try {
      await applyAction(action, caller, dependencies)
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error
      failed.push({ action, error })
    }
  }
  return failed
}

async function applyAction(
  action: SpaceAction,
  caller: Caller,
  dependencies: DeclaredSpacesDependencies,
): Promise<void> {
  const { spaces, now } = dependencies
  const { space } = action
  const change = { by: caller.actor, at: now() }
  switch (action.kind) {
    case 'create-space':
    case 'change-space': {
      const { title, description, path, parts } = action
      await putSpace({ name: space, title, description }, caller, dependencies)
      return spaces.declare(space, { path, parts, isRemoved: false }, change)
    }
    case 'release-space': {
      const known = (await spaces.find(space))?.declaration
      if (known !== undefined) await spaces.declare(space, { ...known, isRemoved: true }, change)
      return
    }
    case 'add-member':
      return addMember({ ...action.member, spaceId: space }, caller, dependencies)
    case 'remove-member':
      return removeMember({ ...action.member, spaceId: space }, caller, dependencies)
    case 'set-limits':
      await setSpaceLimits(space, action.limits, caller, dependencies)
      return
    case 'set-pool':
      return setSpacePool({ space, pool: action.pool ?? undefined }, caller, dependencies)
    case 'set-credential':
      await setCredential(action.credential, caller, dependencies.credentialsOf(space))
      return
    case 'remove-credential':
      return removeCredential(action.name, caller, dependencies.credentialsOf(space))
    case 'publish': {
      const { blueprint, defaults, hidden } = action
      await publishBlueprint({ space, blueprint, defaults, hidden }, caller, dependencies)
      return
    }
    case 'unpublish':
      return unpublishBlueprint(action, caller, dependencies)
  }
}

function parseLimited({ path, text }: SpaceText): ParsedSpaceFile {
  if (text.length <= longestFile) return parseSpaceFile(path, text)
  const message = `The file has more than ${longestFile} characters.`
  const file = parseSpaceFile(path, '')
  return {
    ...file,
    diagnostics: [{ severity: 'error', rule: 'size', file: path, line: 1, column: 1, message }],
  }
}

function tooMany(texts: readonly SpaceText[]): readonly Diagnostic[] {
  const first = texts[mostFiles]
  if (first === undefined) return []
  const message = `There are more than ${mostFiles} files; this one and those after it were left out.`
  return [{ severity: 'error', rule: 'size', file: first.path, line: 1, column: 1, message }]
}

async function readBlueprints(
  files: readonly ParsedSpaceFile[],
  { catalog }: Pick<DeclaredSpacesDependencies, 'catalog'>,
): Promise<ReadonlyMap<string, Blueprint | undefined>> {
  const names = new Set(files.flatMap(({ content }) => content?.blueprints?.map(({ name }) => name) ?? []))
  const entries = await catalog.findEntries([...names])
  return new Map(
    entries
      .filter(({ retired }) => !retired)
      .map(({ name, latest }) => [name, parseBlueprint(`blueprints/${name}.yaml`, latest.text).blueprint]),
  )
}

const reader: Caller = {
  actor: { kind: 'system' },
  grants: [{ role: { permissions: new Set(['members.read'] as const) } }],
}

async function readSpace(
  space: Space,
  { publicationsOf, credentialsOf, ...dependencies }: DeclaredSpacesDependencies,
): Promise<CurrentSpace> {
  const publications: Publication[] = []
  let after: string | undefined
  do {
    const page = await publicationsOf(space.name).list({ limit: 500, after })
    publications.push(...page.items)
    after = page.next
  } while (after !== undefined)
  const [members, limits, pool, credentials] = await Promise.all([
    listMembers(space.name, reader, dependencies),
    dependencies.spaces.readLimits(space.name),
    dependencies.spaces.readPool(space.name),
    credentialsOf(space.name).credentials.list(),
  ])
  return { space, members, limits, pool, credentials, publications }
}
