import { isTerraformGrain, parseBlueprint } from '@groundplan/blueprint'
import type { ForgePullRequest } from '@groundplan/forge'
import type { ImportReport, RegisteredRepository } from '@groundplan/importer'
import { blueprints } from './blueprint-repository.ts'
import type { ImporterState } from './create-importer.ts'
import { linksTo, tellsOf } from './tells-of.ts'
import type { Twins } from './user-actions.ts'

/** A blueprint file, with where its module is said to be. */
interface FoundBlueprint {
  readonly name: string
  readonly store: string
  readonly path: string
  readonly commit: string
  /** `main`, or the branch on which it is open. */
  readonly place: string
}

/** The last of several imports that were days apart. */
export interface SettledImport {
  readonly state: ImporterState
  readonly report: ImportReport
  /** Names of the only repositories that the configuration selects. */
  readonly names: readonly string[] | undefined
}

/**
 * Blueprints and pull requests whose modules are gone although nobody is told: every one belongs to a module that is there at its
 * pinned commit, or its removal or its update to where the module is now is proposed, or the report says why. Also modules with two
 * blueprints.
 */
export async function findStale(
  twins: Twins,
  { state, report, names }: SettledImport,
): Promise<readonly string[]> {
  const { people, faulty } = twins
  const open = people.listPullRequests(faulty, blueprints).filter(({ status }) => status === 'open')
  const published = await people.readFiles(faulty, blueprints, 'main')
  const found = listBlueprints(published, 'main')
  const retiring = new Set<string>()
  for (const { branch } of open) {
    const files = await readBranch(twins, branch)
    for (const path of Object.keys(published)) if (files[path] === undefined) retiring.add(path)
    const changed = Object.fromEntries(
      Object.entries(files).filter(([path, text]) => published[path] !== text),
    )
    found.push(...listBlueprints(changed, branch))
  }
  const registered = await state.registry.list()
  const judged = await Promise.all(
    found.map(async (blueprint) => {
      const { store } = blueprint
      const repository = registered.find((each) => each.store === store || each.formerStores.includes(store))
      return { blueprint, repository, reason: await findReason(blueprint, repository, { twins, names }) }
    }),
  )
  const valid = judged.flatMap(({ blueprint, reason }) => (reason === undefined ? [blueprint] : []))
  const updating = listUpdates(open, valid)
  const stale: string[] = []
  for (const { blueprint, repository, reason } of judged) {
    const { name, store, place } = blueprint
    if (reason === undefined) continue
    const isProposed = retiring.has(`blueprints/${name}.yaml`) || updating.has(name)
    if ((place === 'main' && isProposed) || isTold(report, blueprint, { repository, open })) continue
    stale.push(`${name} on ${place} is stale and nobody is told: ${reason} (${store}/${blueprint.path})`)
  }
  return [...stale, ...findDoubles(found), ...findOrphans(open, found, retiring)]
}

/** Names of blueprints that an open pull request says it brings, and that its branch has with a module that is there. */
function listUpdates(
  open: readonly ForgePullRequest[],
  valid: readonly FoundBlueprint[],
): ReadonlySet<string> {
  return new Set(
    open.flatMap(({ branch, body }) => {
      const proposed = listProposed(body)
      return valid.flatMap(({ name, place }) => (place === branch && proposed.includes(name) ? [name] : []))
    }),
  )
}

/** Names of the blueprints that a pull request says it is about. */
function listProposed(body: string): readonly string[] {
  return (/groundplan:proposal ([^)]*)\)/.exec(body)?.[1] ?? '').split(' ')
}

/** A report tells of a blueprint in what it says of the blueprint itself, of its repository, or of its pull request. */
function isTold(
  { modules, repositories, problems = [] }: ImportReport,
  { name, store, place }: FoundBlueprint,
  {
    repository,
    open,
  }: { readonly repository: RegisteredRepository | undefined; readonly open: readonly ForgePullRequest[] },
): boolean {
  const isOfModule = modules.some(
    ({ blueprint, outcome, reason }) =>
      blueprint === name && (outcome !== 'unchanged' || reason !== undefined),
  )
  const ofOwner = `forge: ${repository?.owner}`
  const isOfRepository = repositories.some((each) =>
    each.status === 'failed'
      ? each.address === ofOwner || each.address === repository?.address
      : each.status === 'skipped' && [store, repository?.store].includes(each.name),
  )
  const numbers = open.flatMap(({ branch, number }) => (branch === place ? [number] : []))
  const isOfPullRequest =
    place !== 'main' &&
    problems.some(
      ({ message, links }) =>
        tellsOf(message, place) || numbers.some((number) => links.some((link) => linksTo(link, number))),
    )
  return isOfModule || isOfRepository || isOfPullRequest
}

async function readBranch(
  { people, faulty }: Twins,
  branch: string,
): Promise<Readonly<Record<string, string>>> {
  const tip = people.findBranch(faulty, blueprints, branch)
  return tip === undefined ? {} : people.readFiles(faulty, blueprints, tip)
}

function listBlueprints(files: Readonly<Record<string, string>>, place: string): FoundBlueprint[] {
  return Object.entries(files).flatMap(([file, text]) => {
    const name = /^blueprints\/([^/]+)\.yaml$/.exec(file)?.[1]
    if (name === undefined) return []
    const { blueprint } = parseBlueprint(file, text)
    const grains = Object.values(blueprint?.grains ?? {}).filter(isTerraformGrain)
    // One that cannot be read belongs to no module.
    const { store = '', path = '', commit = '' } = grains[0]?.spec.source ?? {}
    return [{ name, store, path, commit, place }]
  })
}

/** Why the module of a blueprint is not where the blueprint says. */
async function findReason(
  { path, commit }: FoundBlueprint,
  repository: RegisteredRepository | undefined,
  { twins: { people }, names }: { readonly twins: Twins } & Pick<SettledImport, 'names'>,
): Promise<string | undefined> {
  if (repository === undefined) return 'no repository has this store name'
  const { owner, name, formerNames, missing } = repository
  if (missing !== undefined) return `its repository is ${missing.reason}`
  const called = [name, ...formerNames.map((former) => former.slice(former.lastIndexOf('/') + 1))]
  if (names !== undefined && !called.some((each) => names.includes(each)))
    return 'its repository is not selected'
  try {
    const tip = people.findBranch(owner, name, 'main')
    if (tip === undefined) return 'its repository is empty'
    const prefix = path === '.' ? '' : `${path}/`
    const now = await people.readFiles(owner, name, tip)
    if (now[`${prefix}main.tf`] === undefined) return 'its module is gone'
    const pinned = await people.readFiles(owner, name, commit).catch(() => undefined)
    return pinned === undefined ? `its commit ${commit.slice(0, 8)} is not there any more` : undefined
  } catch {
    return 'its repository is gone'
  }
}

/** A branch holds older states of what is on the default branch. */
function findDoubles(found: readonly FoundBlueprint[]): readonly string[] {
  const byModule = Map.groupBy(found, ({ store, path }) => `${store}/${path}`)
  return [...byModule].flatMap(([module, own]) => {
    const names = [...new Set(own.map(({ name }) => name))]
    return names.length > 1 ? [`${module} has the blueprints ${names.join(' and ')}`] : []
  })
}

/** Pull requests that change no blueprint. */
function findOrphans(
  open: readonly ForgePullRequest[],
  found: readonly FoundBlueprint[],
  retiring: ReadonlySet<string>,
): readonly string[] {
  const branches = new Set(found.map(({ place }) => place))
  return open.flatMap(({ branch, body }) => {
    const isRetiring = listProposed(body).some((name) => retiring.has(`blueprints/${name}.yaml`))
    return branches.has(branch) || isRetiring ? [] : [`the pull request of ${branch} belongs to nothing`]
  })
}
