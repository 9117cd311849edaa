import type { Member, Space, SpaceLimits } from '@groundplan/access'
import type { Publication } from '@groundplan/catalog'
import type { CloudCredential } from '@groundplan/cloud-credentials'
import type { SpaceAction, SpacePart, DeclaredCredential } from './space-action.ts'
import type { SpaceFile } from './space-file.ts'

/** What a space has now. */
export interface CurrentSpace {
  readonly space: Space
  readonly members: readonly Member[]
  readonly limits: SpaceLimits
  /** Absent: it demands no pool of workers. */
  readonly pool?: string | undefined
  readonly credentials: readonly Pick<CloudCredential, 'name' | 'settings'>[]
  readonly publications: readonly Publication[]
}

/** A file of `spaces/`; without content where it has errors, which leaves its space as it is. */
export interface DeclaredFile {
  readonly path: string
  readonly name: string
  readonly content: SpaceFile | undefined
}

/** What has to be done so that spaces are what their files say, in the order of the files. */
export function planSpaces(
  files: readonly DeclaredFile[],
  current: readonly CurrentSpace[],
): readonly SpaceAction[] {
  const known = new Map(current.map((each) => [each.space.name, each]))
  const planned = files.flatMap((file) =>
    file.content === undefined ? [] : planSpace({ ...file, content: file.content }, known.get(file.name)),
  )
  const declared = new Set(files.map(({ name }) => name))
  const released = current.flatMap(({ space: { name, declaration } }): readonly SpaceAction[] =>
    declaration === undefined || declaration.isRemoved || declared.has(name)
      ? []
      : [{ kind: 'release-space', space: name }],
  )
  return [...planned, ...released]
}

type Declared = DeclaredFile & { readonly content: SpaceFile }

function planSpace(file: Declared, current: CurrentSpace | undefined): readonly SpaceAction[] {
  return [
    ...planFacts(file, current?.space),
    ...planMembers(file, current?.members ?? []),
    ...planLimits(file, current?.limits ?? {}),
    ...planPool(file, current?.pool ?? null),
    ...planCredentials(file, current?.credentials ?? []),
    ...planBlueprints(file, current?.publications ?? []),
  ]
}

/** The lists that a file has: those are complete, and nobody changes them by hand. */
export function partsOf(content: SpaceFile): readonly SpacePart[] {
  return (['members', 'limits', 'pool', 'credentials', 'blueprints'] as const).filter(
    (part) => content[part] !== undefined,
  )
}

function planFacts({ path, name, content }: Declared, space: Space | undefined): readonly SpaceAction[] {
  const facts = { title: content.title.trim(), description: content.description?.trim() ?? '' }
  const parts = partsOf(content)
  const wanted = { space: name, ...facts, path, parts }
  if (space === undefined) return [{ kind: 'create-space', ...wanted }]
  const { title, description, declaration, archivedAt } = space
  const isSame =
    isEqual([title, description], [facts.title, facts.description]) &&
    isEqual(declaration, { path, parts, isRemoved: false }) &&
    archivedAt === undefined
  return isSame ? [] : [{ kind: 'change-space', ...wanted }]
}

function planMembers({ name: space, content }: Declared, current: readonly Member[]): readonly SpaceAction[] {
  const { members } = content
  if (members === undefined) return []
  const toMember = ({ kind, name, role }: Pick<Member, 'kind' | 'name' | 'role'>) => ({ kind, name, role })
  const [wanted, known] = [members.map(toMember), current.map(toMember)]
  return [
    ...without(wanted, known).map((member) => ({ kind: 'add-member', space, member }) as const),
    ...without(known, wanted).map((member) => ({ kind: 'remove-member', space, member }) as const),
  ]
}

function planLimits({ name: space, content }: Declared, current: SpaceLimits): readonly SpaceAction[] {
  if (content.limits === undefined) return []
  const limits = toLimits(content.limits)
  return isEqual(limits, current) ? [] : [{ kind: 'set-limits', space, limits }]
}

function planPool({ name: space, content }: Declared, current: string | null): readonly SpaceAction[] {
  const { pool } = content
  return pool === undefined || pool === current ? [] : [{ kind: 'set-pool', space, pool }]
}

const minutesOf: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1440, w: 10_080 }

/** As they are set: durations in minutes. */
export function toLimits(declared: NonNullable<SpaceFile['limits']>): SpaceLimits {
  const minutes = (text: string | undefined) =>
    text && Number(text.slice(0, -1)) * (minutesOf[text.slice(-1)] ?? 0)
  const limits = {
    environments: declared.environments,
    environmentsPerPerson: declared['environments-per-person'],
    defaultDuration: minutes(declared['default-duration']),
    maxDuration: minutes(declared['max-duration']),
  }
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined))
}

function planCredentials(
  { name: space, content }: Declared,
  current: CurrentSpace['credentials'],
): readonly SpaceAction[] {
  const { credentials } = content
  if (credentials === undefined) return []
  const wanted = credentials.map(toCredential)
  const known = current.flatMap(({ name, settings }): readonly DeclaredCredential[] => {
    if (settings.kind === 'static-keys') return []
    const { roleArn, region } = settings
    const place = { name, roleArn, ...(region === undefined ? {} : { region }) }
    if (settings.kind === 'assumed-role') return [{ kind: 'assumed-role', ...place }]
    return [{ kind: 'web-identity', ...place, audience: settings.audience }]
  })
  const names = new Set(wanted.map(({ name }) => name))
  return [
    ...without(wanted, known).map((credential) => ({ kind: 'set-credential', space, credential }) as const),
    ...known
      .filter(({ name }) => !names.has(name))
      .map(({ name }) => ({ kind: 'remove-credential', space, name }) as const),
  ]
}

/** As it is set, with what is set where the file says nothing. */
export function toCredential(credential: NonNullable<SpaceFile['credentials']>[number]): DeclaredCredential {
  const { kind, name, 'role-arn': roleArn, audience = 'sts.amazonaws.com', region } = credential
  const place = { name, roleArn, ...(region === undefined ? {} : { region }) }
  return kind === 'assumed-role' ? { kind, ...place } : { kind, ...place, audience }
}

function planBlueprints(
  { name: space, content }: Declared,
  current: readonly Publication[],
): readonly SpaceAction[] {
  const { blueprints } = content
  if (blueprints === undefined) return []
  const toWanted = ({
    blueprint,
    defaults,
    hidden,
  }: Pick<Publication, 'blueprint' | 'defaults' | 'hidden'>) => ({
    ...{ blueprint, defaults, hidden },
  })
  const wanted = blueprints.map(({ name, defaults = {}, hidden = {} }) => ({
    blueprint: name,
    defaults,
    hidden,
  }))
  const names = new Set(wanted.map(({ blueprint }) => blueprint))
  return [
    ...without(wanted, current.map(toWanted)).map((one) => ({ kind: 'publish', space, ...one }) as const),
    ...current
      .filter(({ blueprint }) => !names.has(blueprint))
      .map(({ blueprint }) => ({ kind: 'unpublish', space, blueprint }) as const),
  ]
}

function without<Item>(items: readonly Item[], others: readonly Item[]): readonly Item[] {
  const known = new Set(others.map(printSorted))
  return items.filter((item) => !known.has(printSorted(item)))
}

function isEqual(left: unknown, right: unknown): boolean {
  return printSorted(left) === printSorted(right)
}

/** JSON with keys in one order, whoever wrote them. */
function printSorted(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'object' && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).toSorted(([left], [right]) => (left < right ? -1 : 1)))
        : part,
    ) ?? ''
  )
}
