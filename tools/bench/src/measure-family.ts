import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { runProgram } from '@groundplan/process'

/** What a program and all processes that it started took. */
export interface FamilyCost {
  readonly stdout: string
  /** Processor time of all of them, user and system. */
  readonly cpuSeconds: number
  /**
   * The most that they had in memory at one time: the sum of their proportional set sizes, so that pages that several processes share,
   * such as those of a process that has just been forked, count once.
   */
  readonly peakMegabytes: number
  /** Those sizes at that time, the largest first, by what runs in each. */
  readonly peak: Readonly<Record<string, number>>
  /**
   * How much more processor time than at its fastest a fixed loop took meanwhile, on average. A machine with other work counts more
   * time for the same work, so a figure is only comparable where this is about 1.
   */
  readonly slowdown: number
}

/** How often the processes are looked at, in milliseconds. */
const interval = 200

/**
 * Runs a program and measures it together with its descendants. Processor time is what the system has counted for them once they
 * ended, those included that live shorter than a look. Needs `/proc`, so Linux.
 */
export async function measureFamily(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<FamilyCost> {
  // `times` prints what the shell's children took, and theirs, if somebody waited for them.
  const script = '"$@"; times >&2'
  const stop = new AbortController()
  const sampling = sampleDescendants(stop.signal)
  const { stdout, stderr } = await runProgram('sh', ['-c', script, 'sh', file, ...args], { env })
  stop.abort()
  const { cpuSeconds, ...memory } = await sampling
  return { stdout: stdout.toString('utf8'), cpuSeconds: Math.max(cpuSeconds, readTimes(stderr)), ...memory }
}

/** The second line of `times`: `1m2.345s 0m6.789s`. */
function readTimes(stderr: string): number {
  const found = /(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/.exec(stderr)
  if (found === null) throw new Error(`The program failed: ${stderr}`)
  const [minutes = 0, seconds = 0, systemMinutes = 0, systemSeconds = 0] = found.slice(1).map(Number)
  return (minutes + systemMinutes) * 60 + seconds + systemSeconds
}

interface SystemProcess {
  readonly pid: number
  readonly parent: number
  /** Of its own, without its children. */
  readonly cpuSeconds: number
}

interface MeasuredProcess extends SystemProcess {
  readonly megabytes: number
}

/** Samples the processes that this one has started, and theirs. */
async function sampleDescendants(signal: AbortSignal): Promise<Omit<FamilyCost, 'stdout'>> {
  const seconds = new Map<number, number>()
  const yardstick: number[] = []
  let largest: readonly MeasuredProcess[] = []
  let names: Readonly<Record<string, number>> = {}
  while (!signal.aborted) {
    yardstick.push(timeLoop())
    const family = await Promise.all(descendantsOf(process.pid, await listProcesses()).map(measureMemory))
    for (const { pid, cpuSeconds } of family) seconds.set(pid, cpuSeconds)
    if (sumOf(family) > sumOf(largest)) {
      largest = family
      names = await describe(family)
    }
    await delay(interval)
  }
  const cpuSeconds = [...seconds.values()].reduce((sum, each) => sum + each, 0)
  const average = yardstick.reduce((sum, each) => sum + each, 0) / yardstick.length
  const slowdown = average / Math.min(...yardstick)
  return { cpuSeconds, peakMegabytes: Math.round(sumOf(largest)), peak: names, slowdown }
}

/** Microseconds of processor time that a fixed loop takes. */
function timeLoop(): number {
  const start = process.cpuUsage()
  let value = 0
  for (let index = 0; index < 1_000_000; index += 1) value = (value * 31 + index) | 0
  const { user, system } = process.cpuUsage(start)
  // The result is used, so that the loop is not left out.
  return user + system + (value & 1) / 1000
}

async function measureMemory(one: SystemProcess): Promise<MeasuredProcess> {
  const [, kilobytes = '0'] = /^Pss:\s+(\d+) kB$/m.exec(await readProcess(one.pid, 'smaps_rollup')) ?? []
  return { ...one, megabytes: (Number(kilobytes) * 1024) / 1e6 }
}

function sumOf(processes: readonly MeasuredProcess[]): number {
  return processes.reduce((sum, { megabytes }) => sum + megabytes, 0)
}

function descendantsOf(root: number, processes: readonly SystemProcess[]): readonly SystemProcess[] {
  const children = Map.groupBy(processes, ({ parent }) => parent)
  const found = [...(children.get(root) ?? [])]
  for (const { pid } of found) found.push(...(children.get(pid) ?? []))
  return found
}

/** Megabytes by program; the file that Node.js runs says more than its own name. */
async function describe(family: readonly MeasuredProcess[]): Promise<Readonly<Record<string, number>>> {
  const named: Record<string, number> = {}
  for (const { pid, megabytes } of family.toSorted((a, b) => b.megabytes - a.megabytes)) {
    const words = (await readProcess(pid, 'cmdline')).split('\0')
    const program = words.find((word) => /\.m?[jt]s$/.test(word)) ?? words[0] ?? ''
    const name = program.split('/').slice(-2).join('/')
    named[name] = (named[name] ?? 0) + Math.round(megabytes)
  }
  return named
}

const ticksPerSecond = 100

async function listProcesses(): Promise<readonly SystemProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const stats = await Promise.all(pids.map(async (pid) => [pid, await readProcess(pid, 'stat')] as const))
  return stats.flatMap(([pid, stat]) => {
    // Its name is in parentheses and may contain anything. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [parent, user = 0, system = 0] = [fields[1], fields[11], fields[12]]
    if (parent === undefined) return []
    return [{ pid, parent, cpuSeconds: (user + system) / ticksPerSecond }]
  })
}

/** A file of a process; empty once that is gone. */
function readProcess(pid: number, file: string): Promise<string> {
  return readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')
}
