import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { assessDirectory, listModuleDirectories } from '@groundplan/terraform-module-files'
import type { LaunchAssessment, LaunchReason, LaunchRule } from '@groundplan/terraform-module'
import { createRandom } from '@groundplan/testing'
import { findTerraformVersion, type TerraformError } from './ask-terraform.ts'
import { drawFault, type ModuleTexts } from './draw-fault.ts'
import { KnownAnswers } from './known-answers.ts'
import { listNeeds } from './list-needs.ts'

export interface LaunchabilityOptions {
  /** A folder for each checkout. */
  readonly directory: string | undefined
  /** How many directories are compared, and how many faults are drawn. */
  readonly count: number
  readonly seed: number
  /** `real`, `faults`, or `known` for real modules with an answer in the reference; `real` and `faults` if absent. */
  readonly only?: string | undefined
  /** File in which Terraform's answers are kept, so that a second run only asks what is new. */
  readonly reference?: string | undefined
}

interface LaunchabilityResult {
  readonly seed: number
  readonly real: Tally
  readonly drawn: Tally
  /** Directories that cannot be judged here, by the reason. */
  readonly skipped: Readonly<Record<string, number>>
  readonly faults: readonly Disagreement[]
}

interface Tally {
  compared: number
  agreed: number
  acceptedByBoth: number
  refusedByBoth: number
  /** Called launchable although Terraform refuses it, for a reason that can be read. */
  wronglyLaunchable: number
  /** The same, for what only the provider's schema knows or a file's content. */
  beyondReach: number
  /** Called not launchable although Terraform accepts it. */
  wronglyRefused: number
  /** Called not launchable for outputs that Terraform only refuses in a plan, and accepted by `validate`, which makes none. */
  refusedByPlans: number
}

interface Disagreement {
  readonly directory: string
  readonly drawn: string | undefined
  readonly kind: 'wrongly launchable' | 'wrongly refused'
  readonly verdict: string
  readonly reasons: readonly string[]
}

const newTally = (): Tally => ({
  ...{ compared: 0, agreed: 0, acceptedByBoth: 0, refusedByBoth: 0 },
  ...{ wronglyLaunchable: 0, beyondReach: 0, wronglyRefused: 0, refusedByPlans: 0 },
})

/** How many directories are asked about at a time: Terraform mostly waits for its provider. */
const concurrency = 8

/**
 * Compares the verdict on real modules, and on modules with a drawn fault, with `terraform init -backend=false` and
 * `terraform validate`. Terraform finds providers by its own configuration (`TF_CLI_CONFIG_FILE`); what needs others is skipped.
 */
export async function proveLaunchability({
  directory,
  count,
  seed,
  only,
  reference,
}: LaunchabilityOptions): Promise<LaunchabilityResult> {
  if (directory === undefined)
    throw new Error('This needs --dir DIR, a folder with a checkout of each repository.')
  const root = resolve(directory)
  const terraform = `= ${await findTerraformVersion()}`
  const random = createRandom(seed)
  const waiting = shuffle(listModuleDirectories(root), random)
  const result = { seed, real: newTally(), drawn: newTally(), skipped: {} as Record<string, number> }
  const faults: Disagreement[] = []
  const answers = new KnownAnswers(reference)
  const missingProviders = new Set<string>()
  const skip = (reason: string) => (result.skipped[reason] = (result.skipped[reason] ?? 0) + 1)

  const compare = async (module: string, fault: boolean): Promise<void> => {
    const tally = fault ? result.drawn : result.real
    const needs = await listNeeds(module, root)
    const unmet = needs.remote
      ? 'modules from elsewhere'
      : needs.outside
        ? 'modules outside the checkouts'
        : undefined
    const provider = needs.providers.find((each) => missingProviders.has(each))
    if (unmet !== undefined || provider !== undefined) return void skip(unmet ?? `provider ${provider}`)
    if (only === 'known' && !answers.has(module, needs.directories)) return void skip('no known answer')
    const copy = await copyModules(root, needs.directories)
    try {
      const own = join(copy, relative(root, module))
      const drawn = fault ? await breakModule(own, randomFor(seed, relative(root, module))) : undefined
      const answer = await answers.ask(own, (await listNeeds(own, copy)).directories)
      if (answer.kind === 'unavailable') {
        if (answer.provider !== undefined) missingProviders.add(answer.provider)
        return void skip(
          answer.provider === undefined ? 'versions of providers' : `provider ${answer.provider}`,
        )
      }
      const assessment = await assessDirectory(own, { terraform })
      const errors = answer.kind === 'refused' ? answer.errors : []
      const found = judge(assessment, errors, tally)
      console.error(
        `${relative(root, module)} ${drawn ?? ''}: ${assessment.verdict}, ${answer.kind}: ${found ?? 'agreed'}`,
      )
      if (found === undefined) return
      faults.push({
        ...{ directory: relative(root, module), drawn, kind: found, verdict: assessment.verdict },
        reasons:
          found === 'wrongly refused'
            ? refusalsOf(assessment).map(({ message }) => message)
            : errors.map(
                ({ summary, detail, context }) => `${summary}: ${detail.slice(0, 300)} [${context}]`,
              ),
      })
    } finally {
      await rm(copy, { recursive: true, force: true, maxRetries: 5 })
    }
  }

  const runAll = async (fault: boolean) => {
    const list = [...waiting]
    const tally = fault ? result.drawn : result.real
    const worker = async () => {
      for (let next = list.pop(); next !== undefined && tally.compared < count; next = list.pop())
        await compare(next, fault)
    }
    await Promise.all(Array.from({ length: concurrency }, worker))
  }
  if (only !== 'faults') await runAll(false)
  if (only === undefined || only === 'faults') await runAll(true)
  return { ...result, faults }
}

/** Counts the comparison; returns how the two disagree. */
function judge(
  assessment: LaunchAssessment,
  errors: readonly TerraformError[],
  tally: Tally,
): Disagreement['kind'] | undefined {
  tally.compared += 1
  const refusals = refusalsOf(assessment)
  const isRefused = errors.length > 0
  if (isRefused && refusals.length === 0) {
    if (errors.every(isBeyondReach)) {
      tally.beyondReach += 1
      return undefined
    }
    tally.wronglyLaunchable += 1
    return 'wrongly launchable'
  }
  if (!isRefused && refusals.length > 0) {
    tally.wronglyRefused += 1
    return 'wrongly refused'
  }
  if (!isRefused && assessment.reasons.some(isOutputOfPlans)) {
    tally.refusedByPlans += 1
    return undefined
  }
  tally.agreed += 1
  if (isRefused) tally.refusedByBoth += 1
  else tally.acceptedByBoth += 1
  return undefined
}

/** Settings that `terraform validate` does not ask for: it plans nothing. */
const plannedOnly: ReadonlySet<LaunchRule> = new Set([
  ...(['provider-settings', 'own-state', 'ephemeral-variable', 'value-file'] as const),
])

function refusalsOf({ reasons }: LaunchAssessment) {
  return reasons.filter(
    (reason) => reason.effect !== 'mentions' && !plannedOnly.has(reason.rule) && !isOutputOfPlans(reason),
  )
}

/** A secret output whose value `terraform validate` does not know: it evaluates neither resources nor called modules. */
function isOutputOfPlans({ effect, rule, message }: LaunchReason): boolean {
  return (
    effect !== 'mentions' &&
    rule === 'secret-output' &&
    !/contains (?:var\.|the result of sensitive\(\))/.test(message)
  )
}

/** What the schema of a provider says of the arguments and attributes of its resources, or what other files contain. */
function isBeyondReach({ summary, detail, context }: TerraformError): boolean {
  const isOfProvider = /^(?:resource|data|ephemeral|provider) "/.test(context)
  if (/^Invalid (?:resource type|data source)$/.test(summary)) return true
  if (/no file exists at|Invalid function argument/.test(`${summary} ${detail}`)) return true
  if (
    /^(?:Unsupported (?:argument|block type|attribute)|Missing required argument|Insufficient \S+ blocks|Too many \S+ blocks|Incorrect attribute value type|Invalid value for attribute)$/.test(
      summary,
    )
  )
    return isOfProvider || /This object (?:has no argument|does not have an attribute)/.test(detail)
  // Words of the provider itself, such as `expected type to be one of …`.
  return isOfProvider && detail === ''
}

/** Draws the same fault for a directory again, in whatever order the directories are done. */
function randomFor(seed: number, directory: string) {
  const digest = createHash('sha256').update(`${seed} ${directory}`).digest()
  return createRandom(digest.readUInt32BE())
}

function shuffle<Item>(items: readonly Item[], random: { below(limit: number): number }): readonly Item[] {
  const list = [...items]
  for (let index = list.length - 1; index > 0; index -= 1) {
    const other = random.below(index + 1)
    ;[list[index], list[other]] = [list[other] as Item, list[index] as Item]
  }
  return list
}

/** A copy of the modules with everything below them, laid out as they are. */
async function copyModules(root: string, directories: readonly string[]): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'groundplan-modules-'))
  for (const directory of directories) {
    const target = join(copy, relative(root, directory))
    await mkdir(target, { recursive: true })
    await cp(directory, target, {
      recursive: true,
      filter: (path) => !/(?:^|[/\\])\.(?:git|terraform)$/.test(path),
    })
  }
  return copy
}

async function breakModule(directory: string, random: ReturnType<typeof createRandom>): Promise<string> {
  const texts: Record<string, string> = {}
  for (const entry of await readdir(directory, { withFileTypes: true }))
    if (entry.isFile() && entry.name.endsWith('.tf'))
      texts[entry.name] = await readFile(join(directory, entry.name), 'utf8')
  const { kind, texts: broken } = drawFault(texts as ModuleTexts, random)
  for (const [name, text] of Object.entries(broken)) {
    if (texts[name] === text) continue
    await mkdir(dirname(join(directory, name)), { recursive: true })
    await writeFile(join(directory, name), text)
  }
  return kind
}
