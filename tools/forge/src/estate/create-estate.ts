import { createRandom, type Random } from '@groundplan/testing'
import type { Forge } from '../forge.ts'
import { generateModule } from './generate-module.ts'
import { printHistory } from './print-history.ts'

export interface EstateOptions {
  /** `acme` by default. */
  readonly owner?: string
  readonly repositories: number
  /** At least as many as repositories. */
  readonly modules: number
  /** The same seed gives the same commits. */
  readonly seed: number
}

export interface EstateRepository {
  readonly owner: string
  readonly name: string
  /** Directories of the modules, `.` for one in the root. */
  readonly modules: readonly string[]
  readonly headCommit: string
}

/**
 * Fills a forge with repositories of different Terraform modules: a third of them hold one module in the root, the others are
 * monorepos with tags per module, CODEOWNERS and folders that are no modules.
 */
export async function createEstate(
  forge: Pick<Forge, 'importRepository'>,
  { owner = 'acme', repositories, modules, seed }: EstateOptions,
): Promise<readonly EstateRepository[]> {
  const random = createRandom(seed)
  const plans = planRepositories({ repositories, modules }, random)
  const created: EstateRepository[] = []
  const queue = plans.entries()
  // Two at a time: git is mostly waiting for files.
  await Promise.all([0, 1].map(() => work()))
  return created

  async function work(): Promise<void> {
    for (const [index, plan] of queue) {
      const request = { owner, name: plan.name, topics: ['terraform'], language: 'HCL' }
      const stream = printHistory({ files: plan.files, tags: plan.tags })
      const headCommit = (await forge.importRepository(request, { stream })) ?? ''
      created[index] = { owner, name: plan.name, modules: plan.modules, headCommit }
    }
  }
}

interface RepositoryPlan {
  readonly name: string
  readonly modules: readonly string[]
  readonly files: ReadonlyMap<string, string>
  readonly tags: readonly string[]
}

const teams = ['platform', 'networking', 'security', 'databases', 'payments']

function planRepositories(
  { repositories, modules }: { repositories: number; modules: number },
  random: Random,
): readonly RepositoryPlan[] {
  const counts = spread(repositories, modules, random)
  return counts.map((count, index) => planRepository(index, count, random))
}

/** One module for each third repository; the others share the rest. */
function spread(repositories: number, modules: number, random: Random): readonly number[] {
  const counts = Array.from({ length: repositories }, () => 1)
  const shared = counts.flatMap((_, index) => (index % 3 === 0 && repositories > 1 ? [] : [index]))
  for (let left = modules - repositories; left > 0; left -= 1) {
    const index = random.pick(shared)
    counts[index] = (counts[index] ?? 0) + 1
  }
  return counts
}

function planRepository(index: number, count: number, random: Random): RepositoryPlan {
  return count === 1 ? planSingle(index, random) : planMonorepo(index, count, random)
}

function planSingle(index: number, random: Random): RepositoryPlan {
  const { subject, files } = generateModule(random)
  const name = `terraform-aws-${subject}-${index}`
  const tags = ['v1.0.0', `v1.${random.below(9)}.1`]
  return { name, modules: ['.'], files: new Map([...Object.entries(files), ...around(random)]), tags }
}

function planMonorepo(index: number, count: number, random: Random): RepositoryPlan {
  const files = new Map<string, string>([['README.md', '# Modules\n'], ...around(random)])
  const modules: string[] = []
  for (let number = 0; number < count; number += 1) {
    const { subject, files: own } = generateModule(random)
    const directory = `modules/${subject}-${number}`
    modules.push(directory)
    for (const [name, text] of Object.entries(own)) files.set(`${directory}/${name}`, text)
  }
  const [first = ''] = modules
  files.set(`${first}/examples/minimal/main.tf`, 'module "this" {\n  source = "../.."\n}\n')
  const tagged = modules.filter(() => random.below(3) === 0)
  const tags = tagged.map((directory) => `${directory}/v1.${random.below(9)}.0`)
  return { name: `platform-modules-${index}`, modules, files, tags }
}

/** What lies around in repositories. */
function around(random: Random): readonly (readonly [path: string, text: string])[] {
  return [
    ['.gitignore', '.terraform/\n'],
    ['docs/usage.md', '# Usage\n'],
    ['.github/CODEOWNERS', `* @acme/${random.pick(teams)}\n`],
  ]
}
