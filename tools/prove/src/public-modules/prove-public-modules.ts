import { join } from 'node:path'
import { checkOut } from './check-out.ts'
import { openProduct } from './open-product.ts'
import { nameOf, readPublicModules } from './public-module.ts'
import { tryModule, type Trial } from './try-module.ts'

export interface PublicModulesOptions {
  /** A folder with a clone of each repository, as `owner/name` below it; absent: GitHub. */
  readonly from?: string | undefined
  /** Only the modules whose names begin so, such as `cloudposse/`. */
  readonly only?: string | undefined
  /** True to report each module as JSON instead of a line of text. */
  readonly json: boolean
}

export interface PublicModulesResult {
  readonly modules: number
  readonly outcomes: Readonly<Record<Trial['outcome'], number>>
  readonly resources: number
  readonly seconds: number
  readonly faults: readonly string[]
}

/** How many modules are tried at a time. */
const lanes = 6

/**
 * Takes modules that strangers have published from their repositories to running environments and back, with the real Terraform and a
 * stand-in for AWS. Each has to run and end without a trace, or to say before the launch why it cannot; Terraform alone has to agree. Ctrl-C
 * (SIGINT) begins no more modules, and ends with what was found by then.
 */
export async function provePublicModules({
  from,
  only = '',
  json,
}: PublicModulesOptions): Promise<PublicModulesResult> {
  const start = performance.now()
  const modules = (await readPublicModules()).filter((module) => nameOf(module).startsWith(only))
  const product = await openProduct()
  const trials: Trial[] = []
  try {
    const waiting = modules.map((module, index) => ({ module, name: `pm-${index + 1}` }))
    process.once('SIGINT', () => waiting.splice(0))
    const work = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const { module, name } = next
        const target = join(product.directory, name)
        const checkout = await checkOut(module, { from, target })
        const trial = await tryModule(module, { product, checkout, name })
        trials.push(trial)
        process.stderr.write(`${json ? JSON.stringify(trial) : printTrial(trial)}\n`)
      }
    }
    await Promise.all(Array.from({ length: lanes }, work))
  } finally {
    await product.close()
  }
  const count = (outcome: Trial['outcome']) => trials.filter((trial) => trial.outcome === outcome).length
  return {
    modules: trials.length,
    outcomes: {
      ...{ launched: count('launched'), refused: count('refused') },
      ...{ 'fails-alone': count('fails-alone'), failed: count('failed') },
    },
    resources: trials.reduce((sum, { resources }) => sum + resources, 0),
    seconds: Math.round((performance.now() - start) / 1000),
    faults: trials.flatMap(({ module, faults }) => faults.map((fault) => `${module}: ${fault}`)),
  }
}

function printTrial({ module, outcome, at, reason, resources, seconds, faults }: Trial): string {
  const place = at === undefined ? '' : ` at ${at}`
  const words = reason === undefined ? '' : `: ${reason.replaceAll(/\s+/g, ' ')}`
  const found = faults.length === 0 ? '' : `  FAULTS: ${faults.join('; ')}`
  return `${module.padEnd(75)} ${outcome}${place}, ${resources} resources, ${seconds} s${words}${found}`
}
