import { readdir, readFile } from 'node:fs/promises'

/** A Terraform or one of its providers that works on a state. */
export interface TerraformProcess {
  readonly pid: string
  /** `apply`, `plan`; of a provider, nothing. */
  readonly command: string | undefined
  /** Path of the state: space, environment and grain. */
  readonly state: string
  /** Port of the server whose child it is. */
  readonly port: string
}

/** How often a process is looked at before it is taken for something else: between its start and its program there is a moment. */
const mostLooks = 3

interface Look {
  readonly looks: number
  readonly found: TerraformProcess | undefined
}

/** Finds every process of this machine that has an address of a state, as the kernel knows it. */
export class TerraformWatch {
  #known = new Map<string, Look>()

  async list(): Promise<readonly TerraformProcess[]> {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
    const looks = await Promise.all(pids.map(async (pid) => [pid, await this.#look(pid)] as const))
    this.#known = new Map(looks)
    return looks.flatMap(([, { found }]) => found ?? [])
  }

  async listOf(environment: string | undefined): Promise<readonly TerraformProcess[]> {
    if (environment === undefined) return []
    return (await this.list()).filter(({ state }) => state.includes(environment))
  }

  async #look(pid: string): Promise<Look> {
    const known = this.#known.get(pid)
    if (known !== undefined && known.found === undefined && known.looks >= mostLooks) return known
    return { looks: (known?.looks ?? 0) + 1, found: await readProcess(pid) }
  }
}

async function readProcess(pid: string): Promise<TerraformProcess | undefined> {
  const read = (file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')
  const environ = await read('environ')
  const [, port, state] = /(?:^|\0)TF_HTTP_ADDRESS=http:\/\/[^:/]+:(\d+)\/state\/([^\0]+)/.exec(environ) ?? []
  if (port === undefined || state === undefined) return undefined
  const [program = '', command] = (await read('cmdline')).split('\0')
  return { pid, command: /terraform$/.test(program) ? command : undefined, state, port }
}

/** Looks again and again for two Terraforms that change the same state at once, until it is told to stop. */
export function watchForTwins(
  watch: TerraformWatch,
  onTwins: (state: string) => void,
): { stop(): Promise<void> } {
  let isStopped = false
  let before: readonly TerraformProcess[] = []
  const watching = (async () => {
    while (!isStopped) {
      const now = await watch.list()
      // What Terraform starts looks like itself until it is another program: only those count that were there before.
      const applying = now.filter((each) => isApply(each) && before.some((other) => isSame(each, other)))
      for (const [state, all] of Map.groupBy(applying, (each) => each.state))
        if (all.length > 1) onTwins(`${state} (processes ${all.map(({ pid }) => pid).join(', ')})`)
      before = now
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  })()
  return {
    async stop() {
      isStopped = true
      await watching
    },
  }
}

function isApply({ command }: TerraformProcess): boolean {
  return command === 'apply'
}

function isSame(left: TerraformProcess, right: TerraformProcess): boolean {
  return left.pid === right.pid && left.command === right.command
}
