import type { ForgePeople, HostKind } from '@groundplan/forge'
import type { Random } from '@groundplan/testing'
import { blueprints } from './blueprint-repository.ts'
import { readReview } from './read-state.ts'
import { drawSideStepAction, type SideStep } from './side-step-actions.ts'
import { drawSourceAction } from './source-actions.ts'
import type { SourcePlan } from './source-texts.ts'

/** The two owners of a round: one whose imports meet faults, one whose imports do not. */
export interface Twins {
  readonly people: ForgePeople
  readonly faulty: string
  readonly calm: string
}

/** What somebody does at the host, to either owner alike. */
export interface UserAction {
  /** The same for all actions of its kind; they are counted by it. */
  readonly kind: string
  readonly name: string
  /** True if it would mean the same for both owners as they are now. */
  readonly isTimely: (twins: Twins) => Promise<boolean>
  /** Throws TooLateError, with nothing done, if it means something else by now. */
  readonly perform: (people: ForgePeople, owner: string) => Promise<void>
  /** Called once it was done to both. */
  readonly onDone?: (() => void) | undefined
}

export class TooLateError extends Error {}

/** A reviewer's text that must never get lost. */
export interface ReviewersWord {
  readonly branch: string
  readonly path: string
  readonly text: string
  /** The commit that brought it, by owner. */
  readonly commits: Map<string, string>
}

/** The repositories as people have made them, shared by both owners. */
export interface Estate {
  readonly sources: SourcePlan[]
  edition: number
  readonly words: ReviewersWord[]
  readonly host: HostKind
  /** Branches on which reviewers have worked. */
  readonly touched: Set<string>
  /** Side steps that the hosts refuse for now. */
  readonly refused: Set<SideStep>
}

/** Draws one action from what there is at the owner without faults. */
export function drawUserAction(twins: Twins, estate: Estate, random: Random): UserAction | undefined {
  const all = twins.people.listPullRequests(twins.calm, blueprints)
  const open = all.filter(({ status }) => status === 'open')
  const closed = all.filter(({ status }) => status === 'closed')
  const kind = random.below(26)
  if (kind >= 22) return drawSideStepAction(estate, random)
  if (kind < 7 || open.length === 0) return drawSourceAction(estate, random)
  const { branch } = random.pick(open)
  if (kind < 11) return reviewCommit(branch, estate, random)
  if (kind < 14) return merge(branch, random.below(2) === 0, random.below(2) === 0)
  if (kind < 17) return decline(branch)
  if (kind < 19) return renameBlueprint(branch, estate, random)
  if (closed.length === 0) return drawSourceAction(estate, random)
  return askAgain(random.pick(closed).branch)
}

function reviewCommit(branch: string, estate: Estate, random: Random): UserAction {
  estate.edition += 1
  const text = `Reviewed ${estate.edition}`
  const draw = random.below(1000)
  const word: ReviewersWord & { path: string } = { branch, path: '', text, commits: new Map() }
  return {
    kind: 'commit of a reviewer',
    name: `commit "${text}" to ${branch}`,
    isTimely: (twins) => sameReview(twins, branch),
    perform: async (people, owner) => {
      const tip = people.findBranch(owner, blueprints, branch)
      if (tip === undefined) return
      const main = await people.readFiles(owner, blueprints, 'main')
      const files = await people.readFiles(owner, blueprints, tip)
      const paths = Object.keys(files)
        .filter((path) => path.endsWith('.yaml') && files[path] !== main[path])
        .toSorted()
      const path = paths[draw % Math.max(1, paths.length)]
      if (path === undefined) return
      const edited = (files[path] ?? '').replace(/^( *description: ).*$/m, `$1${text}`)
      const change = { branch, files: { [path]: edited }, by: 'margaret', expected: tip }
      const commit = await people.commit(owner, blueprints, change).catch(refuseLate)
      word.path = path
      estate.touched.add(branch)
      word.commits.set(owner, commit)
      if (!estate.words.includes(word)) estate.words.push(word)
    },
  }
}

/** A reviewer gives a blueprint another name, by the name of its file. */
function renameBlueprint(branch: string, estate: Estate, random: Random): UserAction {
  const draw = random.below(1000)
  return {
    kind: 'rename a blueprint',
    name: `rename a blueprint's file on ${branch}`,
    isTimely: (twins) => sameReview(twins, branch),
    perform: async (people, owner) => {
      const tip = people.findBranch(owner, blueprints, branch)
      if (tip === undefined) return
      const main = await people.readFiles(owner, blueprints, 'main')
      const files = await people.readFiles(owner, blueprints, tip)
      const paths = Object.keys(files)
        .filter((path) => path.endsWith('.yaml') && main[path] === undefined)
        .toSorted()
      const path = paths[draw % Math.max(1, paths.length)]
      if (path === undefined) return
      const renamed = path.replace(/\.yaml$/, '-by-us.yaml')
      const change = { [path]: null, [renamed]: files[path] ?? '' }
      const commit = { branch, files: change, by: 'margaret', expected: tip }
      await people.commit(owner, blueprints, commit).catch(refuseLate)
      estate.touched.add(branch)
    },
  }
}

function merge(branch: string, squash: boolean, deleteBranch: boolean): UserAction {
  const seen = new Map<string, string>()
  return {
    kind: 'merge',
    name: `${squash ? 'squash' : 'merge'} ${branch}${deleteBranch ? ', delete it' : ''}`,
    isTimely: async (twins) => {
      for (const owner of [twins.faulty, twins.calm]) {
        const commit = findReview(twins.people, owner, branch, 'open')?.commit
        if (commit !== undefined) seen.set(owner, commit)
      }
      return sameReview(twins, branch)
    },
    perform: async (people, owner) => {
      const number = numberOf(people, owner, branch, 'open')
      if (number === undefined) return
      const merging = people.merge(owner, blueprints, number, {
        ...{ squash, deleteBranch },
        expected: seen.get(owner),
      })
      await merging.catch((error: unknown) => {
        if (error instanceof Error && error.message === 'branch-moved') throw new TooLateError()
        // One that conflicts stays open, for both.
      })
    },
  }
}

function decline(branch: string): UserAction {
  return {
    kind: 'close',
    name: `close ${branch}`,
    isTimely: (twins) => sameReview(twins, branch),
    perform: async (people, owner) => {
      const number = numberOf(people, owner, branch, 'open')
      if (number !== undefined) await people.decline(owner, blueprints, number)
    },
  }
}

function askAgain(branch: string): UserAction {
  return {
    kind: 'ask again',
    name: `ask again for ${branch}`,
    isTimely: async ({ people, faulty, calm }) =>
      [faulty, calm].every(
        (owner) =>
          numberOf(people, owner, branch, 'closed') !== undefined &&
          numberOf(people, owner, branch, 'open') === undefined,
      ),
    perform: async (people, owner) => {
      const number = numberOf(people, owner, branch, 'closed')
      if (number !== undefined) await people.comment(owner, blueprints, number, '/groundplan again')
    },
  }
}

/** Whoever edits a file that has changed meanwhile would take the change back. */
function refuseLate(error: unknown): never {
  if (error instanceof Error && error.message === 'branch-moved') throw new TooLateError()
  throw error
}

/** The newest pull request of a branch in this state. */
function findReview(people: ForgePeople, owner: string, branch: string, status: string) {
  return people
    .listPullRequests(owner, blueprints)
    .findLast((each) => each.branch === branch && each.status === status)
}

function numberOf(people: ForgePeople, owner: string, branch: string, status: string): number | undefined {
  return findReview(people, owner, branch, status)?.number
}

/** True if the branch's open pull request is at both what it should be. */
async function sameReview({ people, faulty, calm }: Twins, branch: string): Promise<boolean> {
  const read = async (owner: string) => {
    const found = people
      .listPullRequests(owner, blueprints)
      .find((each) => each.branch === branch && each.status === 'open')
    return found && JSON.stringify(await readReview(people, owner, found))
  }
  const wanted = await read(calm)
  return wanted !== undefined && wanted === (await read(faulty))
}

export async function sameReviews(twins: Twins): Promise<boolean> {
  const open = (owner: string) =>
    twins.people.listPullRequests(owner, blueprints).filter(({ status }) => status === 'open')
  const branches = open(twins.calm).map(({ branch }) => branch)
  if (open(twins.faulty).length !== branches.length) return false
  for (const branch of branches) if (!(await sameReview(twins, branch))) return false
  return true
}
