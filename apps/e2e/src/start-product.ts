import { spawn } from 'node:child_process'
import { join } from 'node:path'

const command = join(import.meta.dirname, '../../cli/bin/groundplan.mjs')

export interface RunningProduct {
  readonly url: string
  stop(): Promise<number | null>
}

/** Starts what `npm start` starts, on a home folder of its own and a free port, and waits until it prints its address. */
export async function startProduct(home: string): Promise<RunningProduct> {
  const child = spawn(process.execPath, [command, 'demo', '--port', '0'], {
    env: { ...process.env, GROUNDPLAN_HOME: home },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  let printed = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      const address = /Groundplan is at (?:\x1b\[\d+m)*(http:\/\/[\w.:]+)/.exec(printed)?.[1]
      if (address !== undefined) resolve(address)
    })
    void ended.then((code) => reject(new Error(`The product ended with ${code}: ${printed}`)))
  })
  return {
    url,
    stop() {
      child.kill('SIGINT')
      return ended
    },
  }
}
