import type { GrainRunner, GrainSession } from '../ports/grain-runner.ts'
import { performRun, type PerformRunDependencies } from '../run/perform-run.ts'

/** How a worker dies: at which of its calls, and whether that call still takes effect. */
export interface Death {
  readonly atCall: number
  readonly before: boolean
}

export interface MortalOptions {
  readonly dependencies: PerformRunDependencies
  readonly job: { readonly id: string; readonly runId: string; readonly attempt: number }
  readonly death?: Death | undefined
}

/**
 * Performs a run as a process that is killed: from some call on nothing of it happens any more, as if it had never been asked. Returns
 * whether it lived to the end.
 */
export async function performMortally({ dependencies, job, death }: MortalOptions): Promise<boolean> {
  const { promise: died, resolve: die } = Promise.withResolvers<false>()
  let calls = 0
  let isDead = false
  const never = () => new Promise<never>(() => {})
  const call = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (isDead) return never()
    calls += 1
    const isLast = calls === death?.atCall
    const kill = () => {
      isDead = true
      die(false)
      return never()
    }
    if (isLast && death.before) return kill()
    const result = await work()
    return isLast || isDead ? kill() : result
  }
  const stopping = new AbortController()
  const { runId, id, attempt } = job
  const living = performRun(
    { id, payload: { runId }, attempt, isLast: false, signal: stopping.signal },
    {
      ...dependencies,
      store: mortal(dependencies.store, call),
      runner: mortalRunner(dependencies.runner, call, () => isDead),
    },
    { look: 3_600_000, grains: 3 },
  ).then(() => true as const)
  return Promise.race([living, died])
}

type Call = <Result>(work: () => Promise<Result>) => Promise<Result>

function mortal<Port extends object>(port: Port, call: Call): Port {
  return new Proxy(port, {
    get(target, key) {
      const method: unknown = Reflect.get(target, key)
      if (typeof method !== 'function') return method
      return (...given: unknown[]) => call(async () => method.apply(target, given) as Promise<unknown>)
    },
  })
}

/** Within an apply, too, nothing of a dead worker happens. */
function mortalRunner(runner: GrainRunner, call: Call, isDead: () => boolean): GrainRunner {
  return {
    open: (task, context) => {
      const onLog = (line: string) => (isDead() ? undefined : context.onLog(line))
      return mortal<GrainSession>(runner.open(task, { ...context, onLog }), call)
    },
  }
}
