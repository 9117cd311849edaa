import { createRandom, type Random } from '@groundplan/testing'
import { EnvironmentLife, type Wish } from './environment-life.ts'
import { killOne, type Kill } from './kill-members.ts'
import { listAws } from './list-aws.ts'
import { openProduct, type Product } from './open-product.ts'
import { TerraformWatch, watchForTwins } from './watch-processes.ts'

export interface RunKillsOptions {
  /** How many kills. */
  readonly count: number
  readonly seed: number
  /** True to report each round as JSON instead of a line of text. */
  readonly json: boolean
}

export interface RunKillsResult {
  readonly kills: number
  readonly killed: { readonly api: number; readonly worker: number }
  /** Rounds by what was requested. */
  readonly rounds: Readonly<Record<Wish, number>>
  /** Kills of a worker while its Terraform was applying for the environment of the round. */
  readonly mid_apply: number
  /** Requests that failed; the environment was in a true state, and later requests went on from there. */
  readonly failed: number
  /** The longest that an environment took to come to rest after its last kill. */
  readonly longest_rest_seconds: number
  readonly seconds: number
  readonly seed: number
  readonly faults: readonly string[]
}

interface Round {
  readonly round: number
  readonly environment: string
  readonly wish: Wish
  readonly kills: readonly Kill[]
  readonly state: string
  readonly status: string
  readonly failure?: string | undefined
  readonly seconds: number
  /** Since the last kill. */
  readonly rest_seconds: number
  readonly faults: readonly string[]
}

/** How many environments there are at a time. */
const lanes = 4

/** How many kills a round may have. */
const mostKills = 3

/**
 * Two API servers and two workers launch, update and end environments in a stand-in for AWS, with the real Terraform. In each round up to
 * three of them are killed with SIGKILL at random moments of one request, and started again. Then that environment has to come to rest, with
 * what exists being what its state says; and in the end every environment has to end. Ctrl-C (SIGINT) begins no more rounds, and ends with what
 * was found by then.
 */
export async function proveRunKills({ count, seed, json }: RunKillsOptions): Promise<RunKillsResult> {
  const start = performance.now()
  const random = createRandom(seed)
  const product = await openProduct(random, (text) => process.stderr.write(`${text}\n`))
  const watch = new TerraformWatch()
  const faults: string[] = []
  const rounds: Round[] = []
  const twins = new Set<string>()
  const watching = watchForTwins(watch, (state) => twins.add(state))
  try {
    let planned = 0
    process.once('SIGINT', () => {
      planned = count
    })
    const lives = Array.from(
      { length: lanes },
      (_, index) => new EnvironmentLife({ product, random, watch, prefix: `k${seed}-${index}` }),
    )
    const play = async (life: EnvironmentLife) => {
      while (planned < count) {
        const kills = Math.min(1 + random.below(mostKills), count - planned)
        planned += kills
        const round = await playRound(life, kills, { product, watch, random })
        const numbered = { round: rounds.length + 1, ...round }
        rounds.push(numbered)
        faults.push(...round.faults.map((fault) => `round ${numbered.round}, ${round.environment}: ${fault}`))
        process.stderr.write(`${json ? JSON.stringify(numbered) : printRound(numbered)}\n`)
      }
    }
    await Promise.all(lives.map(play))
    faults.push(...(await Promise.all(lives.map(endLife))).flat())
    const left = new Set((await listAws(product.moto.endpoint)).match(/\bk\d+-\d+-\d+-[\w-]+/g))
    if (left.size > 0) faults.push(`left in AWS: ${[...left].join(', ')}`)
  } finally {
    await watching.stop()
    faults.push(...(await product.close()))
  }
  for (const state of twins) faults.push(`two at once applied ${state}`)
  const processes = await watch.list()
  if (processes.length > 0) faults.push(`processes left: ${processes.map(({ pid }) => pid).join(', ')}`)
  return summarize(rounds, { seed, faults, seconds: Math.round((performance.now() - start) / 1000) })
}

interface RoundOptions {
  readonly product: Product
  readonly watch: TerraformWatch
  readonly random: Random
}

async function playRound(
  life: EnvironmentLife,
  count: number,
  options: RoundOptions,
): Promise<Omit<Round, 'round'>> {
  const start = performance.now()
  let since = start
  const wish = life.pickWish()
  const kills: Kill[] = []
  const restarts: Promise<void>[] = []
  const result = (end: Pick<Round, 'state' | 'status' | 'failure' | 'faults'>) => ({
    ...{ environment: life.name, wish, kills, ...end },
    ...{ seconds: secondsSince(start), rest_seconds: secondsSince(since) },
  })
  try {
    const request = await life.request(wish)
    while (kills.length < count) {
      const { kill, restarted } = await killOne(life, options)
      kills.push(kill)
      restarts.push(restarted)
      since = performance.now()
    }
    const rest = await life.rest(request, since)
    const ended = result({ ...rest, faults: [] })
    return { ...ended, faults: await life.check() }
  } catch (error) {
    return result({ state: await life.readState(), status: 'unknown', faults: [String(error)] })
  } finally {
    await Promise.all(restarts)
  }
}

function secondsSince(start: number): number {
  return Math.round((performance.now() - start) / 100) / 10
}

/** Ends it by the product's own means: a second request may be needed if the first one fails. */
async function endLife(life: EnvironmentLife): Promise<readonly string[]> {
  // With few kills, not every lane has its turn.
  if (life.id === undefined) return []
  for (let attempt = 1; attempt <= 3 && !life.isOver; attempt += 1) {
    try {
      await life.rest(await life.request('end'), performance.now())
    } catch (error) {
      return [`${life.name} does not end: ${String(error)}`]
    }
  }
  if (!life.isOver) return [`${life.name} does not end`]
  return (await life.check()).map((fault) => `${life.name} in the end: ${fault}`)
}

function printRound({ round, environment, wish, kills, ...end }: Round): string {
  const { state, status, failure, seconds, rest_seconds: rest, faults } = end
  const killed = kills.map(({ member, at, applying }) => `${member} (${at}${applying ? ', applying' : ''})`)
  const ended = `${state}, ${status}${failure === undefined ? '' : ` (${failure})`}`
  const found = faults.length === 0 ? '' : `  FAULTS: ${faults.join('; ')}`
  return `${round} ${environment} ${wish}: killed ${killed.join(', ')}; ${ended} after ${seconds} s, ${rest} s after the last kill${found}`
}

function summarize(
  rounds: readonly Round[],
  rest: Pick<RunKillsResult, 'seed' | 'seconds' | 'faults'>,
): RunKillsResult {
  const kills = rounds.flatMap((round) => round.kills)
  const killed = (role: string) => kills.filter(({ member }) => member.startsWith(role)).length
  const counts = (['launch', 'update', 'reconcile', 'end'] as const).map(
    (wish) => [wish, rounds.filter((round) => round.wish === wish).length] as const,
  )
  return {
    ...{ kills: kills.length, killed: { api: killed('api'), worker: killed('worker') } },
    rounds: Object.fromEntries(counts) as Record<Wish, number>,
    mid_apply: kills.filter(({ applying }) => applying).length,
    failed: rounds.filter(({ status }) => status !== 'done').length,
    longest_rest_seconds: Math.max(0, ...rounds.map((round) => round.rest_seconds)),
    ...rest,
  }
}
