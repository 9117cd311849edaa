import { spawn } from 'node:child_process'
import { join } from 'node:path'

const command = join(import.meta.dirname, '../../cli/bin/groundplan.mjs')

export interface ProductOptions {
  /** What `npm start` starts by default. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

export interface RunningProduct {
  readonly url: string
  /** Everything that it has printed so far. */
  printed(): string
  stop(): Promise<number | null>
}

/** Starts the product on a home folder of its own and, by default, a free port, and waits until it prints its address. */
export async function startProduct(
  home: string,
  { args = ['demo', '--port', '0'], env = {} }: ProductOptions = {},
): Promise<RunningProduct> {
  const child = spawn(process.execPath, [command, ...args], {
    env: { ...process.env, GROUNDPLAN_HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  let printed = ''
  const url = await new Promise<string>((resolve, reject) => {
    const read = (text: string) => {
      printed += text
      const address = /Groundplan is running at (?:\x1b\[\d+m)*(http:\/\/[\w.:]+)/.exec(printed)?.[1]
      if (address !== undefined) resolve(address)
    }
    child.stdout.setEncoding('utf8').on('data', read)
    child.stderr.setEncoding('utf8').on('data', read)
    void ended.then((code) => reject(new Error(`The product ended with ${code}: ${printed}`)))
  })
  return {
    url,
    printed: () => printed,
    stop() {
      child.kill('SIGINT')
      return ended
    },
  }
}
