import type { ForgePeople } from '@groundplan/forge'
import type { Random } from '@groundplan/testing'
import { placedTexts, type SourcePlan } from './source-texts.ts'
import { sameReviews, type Estate, type Twins, type UserAction } from './user-actions.ts'

/** Where an owner's sources are: some belong to a second project of theirs. */
export function ownerOf(owner: string, { elsewhere }: Pick<SourcePlan, 'elsewhere'>): string {
  return elsewhere ? secondOwner(owner) : owner
}

export function secondOwner(owner: string): string {
  return `${owner}B`
}

/** Draws what somebody does to a repository with modules. */
export function drawSourceAction(estate: Estate, random: Random): UserAction {
  estate.edition += 1
  const damaged = estate.sources.filter(({ removed }) => removed.size > 0)
  if (damaged.length > 0 && random.below(3) === 0) return restoreModule(random.pick(damaged), random)
  const source = random.pick(estate.sources)
  const kind = random.below(20)
  const { edition } = estate
  const directory = random.pick(source.modules)
  const texts = (path: string) => placedTexts(path, source.name, edition)
  if (kind < 8) return commit(source, ['change', directory], texts(directory))
  if (kind < 10) {
    const added = `modules/${source.name}-new-${edition}`
    const onDone = () => void source.modules.push(added)
    return { ...commit(source, ['add', added], texts(added)), onDone }
  }
  if (kind < 12) return removeModule(source, directory)
  if (kind < 14) return moveModule(source, directory, edition)
  return drawRepositoryAction(source, estate, random)
}

/** What was never proposed leaves nothing behind. */
function removeModule(source: SourcePlan, directory: string): UserAction {
  const { name, elsewhere, removed } = source
  const paths = Object.keys(placedTexts(directory, name, 0))
  const files = Object.fromEntries(paths.map((path) => [path, null]))
  const action = commit(source, ['remove', directory], files)
  return once({
    ...action,
    perform: async (people, owner) => {
      const present = await people.readFiles(ownerOf(owner, { elsewhere }), name, 'main')
      const texts = paths.flatMap((path) => (present[path] === undefined ? [] : [[path, present[path]]]))
      if (texts.length > 0) removed.set(directory, Object.fromEntries(texts) as Record<string, string>)
      await action.perform(people, owner)
    },
  })
}

/** Brings back a module as it was when it was removed. */
function restoreModule(source: SourcePlan, random: Random): UserAction {
  const { removed } = source
  const [directory, files] = random.pick([...removed])
  return once({
    ...commit(source, ['restore', directory], files),
    onDone: () => void removed.delete(directory),
  })
}

function commit(
  { name, elsewhere }: SourcePlan,
  [verb, directory]: readonly [verb: string, directory: string],
  files: Readonly<Record<string, string | null>>,
): UserAction {
  return {
    kind: `${verb} a module`,
    name: `${verb} ${directory} in ${name}`,
    isTimely: async (twins) => isThere(twins, { name, elsewhere }),
    perform: async (people, owner) =>
      void (await people.commit(ownerOf(owner, { elsewhere }), name, { files })),
  }
}

/** Only while both have the same pull requests: what becomes of it depends on what was proposed before. */
function once(action: UserAction): UserAction {
  return {
    ...action,
    isTimely: async (twins) => (await action.isTimely(twins)) && (await sameReviews(twins)),
  }
}

function moveModule(source: SourcePlan, directory: string, edition: number): UserAction {
  const { name, elsewhere } = source
  const target = `moved/${name}-${edition}`
  return once({
    kind: 'move a module',
    name: `move ${directory} to ${target} in ${name}`,
    isTimely: async (twins) => isThere(twins, { name, elsewhere }),
    perform: async (people, owner) => {
      const own = ownerOf(owner, { elsewhere })
      const present = await people.readFiles(own, name, 'main')
      const moved = Object.keys(placedTexts(directory, name, 0)).flatMap((path) => {
        const text = present[path]
        const file = path.slice(path.lastIndexOf('/') + 1)
        return text === undefined ? [] : [[path, null] as const, [`${target}/${file}`, text] as const]
      })
      if (moved.length > 0) await people.commit(own, name, { files: Object.fromEntries(moved) })
    },
    onDone: () => void source.modules.splice(source.modules.indexOf(directory), 1, target),
  })
}

function drawRepositoryAction(source: SourcePlan, estate: Estate, random: Random): UserAction {
  const { name, elsewhere } = source
  const action = (
    verb: string,
    perform: (people: ForgePeople, owner: string, top: string) => Promise<unknown>,
    onDone?: () => void,
  ): UserAction =>
    once({
      kind: `${verb} a repository`,
      name: `${verb} ${name}`,
      isTimely: async (twins) => isThere(twins, { name, elsewhere }),
      perform: async (people, owner) => void (await perform(people, ownerOf(owner, { elsewhere }), owner)),
      onDone,
    })
  const { edition } = estate
  switch (random.below(9)) {
    case 0: {
      const renamed = `${name}-${edition}`
      return action(
        'rename',
        (people, owner) => people.renameRepository(owner, name, renamed),
        () => void (source.name = renamed),
      )
    }
    case 1:
      return action('delete', (people, owner) => people.deleteRepository(owner, name))
    case 2: {
      const transfer = async (people: ForgePeople, owner: string, top: string) => {
        const target = ownerOf(top, { elsewhere: !elsewhere })
        // Somebody may have that name there.
        if (!has(people, target, name)) await people.transferRepository(owner, name, target)
      }
      return action('transfer', transfer, () => void (source.elsewhere = !elsewhere))
    }
    case 3:
    case 4:
      return action('rewrite', (people, owner) => people.rewriteHistory(owner, name))
    case 5:
    case 6: {
      if (estate.host === 'bitbucket-cloud') return drawAccess(action, name, random)
      const archived = !source.archived
      return action(
        archived ? 'archive' : 'unarchive',
        (people, owner) =>
          archived ? people.archiveRepository(owner, name) : people.unarchiveRepository(owner, name),
        () => void (source.archived = archived),
      )
    }
    case 7: {
      const modules = [...source.modules]
      const twin: SourcePlan = { name, elsewhere: !elsewhere, archived: false, modules, removed: new Map() }
      const files = Object.assign({}, ...twin.modules.map((path) => placedTexts(path, name, edition)))
      const create = async (people: ForgePeople, _: string, top: string) => {
        const owner = ownerOf(top, twin)
        if (!has(people, owner, name)) await people.createRepository({ owner, name, files })
      }
      return action('repeat the name of', create, () => void estate.sources.push(twin))
    }
    default:
      return drawAccess(action, name, random)
  }
}

type NameAction = (
  verb: string,
  perform: (people: ForgePeople, owner: string, top: string) => Promise<unknown>,
) => UserAction

function drawAccess(action: NameAction, name: string, random: Random): UserAction {
  const access = random.below(2) === 0 ? 'none' : 'write'
  return action(access === 'none' ? 'hide' : 'show', async (people, owner) =>
    people.setAccess(owner, name, access),
  )
}

function isThere({ people, faulty, calm }: Twins, source: Pick<SourcePlan, 'name' | 'elsewhere'>): boolean {
  return [faulty, calm].every((owner) => has(people, ownerOf(owner, source), source.name))
}

function has(people: ForgePeople, owner: string, name: string): boolean {
  try {
    people.listIssues(owner, name)
    return true
  } catch {
    return false
  }
}
