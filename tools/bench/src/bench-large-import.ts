import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { countOutcomes, type ImportReport } from '@groundplan/importer'
import { runProgram } from '@groundplan/process'
import { generateModules } from './generate-modules.ts'
import { measureFamily, type FamilyCost } from './measure-family.ts'
import { command } from './measure-import.ts'

/**
 * A dry run of one repository with many modules, from nothing, with the real command. What each module takes is counted without what the
 * command takes for a repository with a single module, so that the start of the server is in neither figure, and without what other work on
 * the machine adds to it.
 */
export async function benchLargeImport(modules: number): Promise<Readonly<Record<string, unknown>>> {
  const tenth = Math.max(2, Math.round(modules / 10))
  const single = await measureDryRun(1)
  const few = await measureDryRun(tenth)
  const many = await measureDryRun(modules)
  const each = (cost: FamilyCost, count: number) =>
    ((cost.cpuSeconds / cost.slowdown - single.cpuSeconds / single.slowdown) * 1000) / (count - 1)
  const [millisecondsOfFew, millisecondsOfMany] = [each(few, tenth), each(many, modules)]
  return {
    modules,
    cpu_seconds: round(many.cpuSeconds),
    slowdown: round(many.slowdown),
    cpu_seconds_without_slowdown: round(many.cpuSeconds / many.slowdown),
    peak_mb: many.peakMegabytes,
    peak_by_process: many.peak,
    single_cpu_seconds: round(single.cpuSeconds),
    single_peak_mb: single.peakMegabytes,
    tenth_cpu_seconds: round(few.cpuSeconds),
    tenth_peak_mb: few.peakMegabytes,
    module_cpu_ms: round(millisecondsOfMany),
    tenth_module_cpu_ms: round(millisecondsOfFew),
    growth: round(millisecondsOfMany / millisecondsOfFew),
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

async function measureDryRun(count: number): Promise<FamilyCost> {
  const directory = await mkdtemp(join(tmpdir(), 'groundplan-bench-'))
  try {
    const repository = join(directory, 'large')
    await generateModules(join(repository, 'modules'), { count, seed: 1 })
    const git = (...args: readonly string[]) =>
      runProgram('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost', ...args], {
        cwd: repository,
      })
    await git('init', '--quiet')
    await git('add', '--all')
    await git('commit', '--quiet', '--message', 'Modules')
    const env = { GROUNDPLAN_HOME: join(directory, 'home'), GROUNDPLAN_LOG_LEVEL: 'warn' }
    const cost = await measureFamily(
      process.execPath,
      [command, 'import', '--dry-run', '--json', repository],
      env,
    )
    const found = countOutcomes((JSON.parse(cost.stdout) as ImportReport).modules)
    if (found.new !== count) throw new Error(`The dry run has ${found.new} new modules, not ${count}.`)
    console.error(
      `${count} modules: ${round(cost.cpuSeconds)} s of processor time, ${round(cost.slowdown)} times slower than it could be; ${cost.peakMegabytes} MB`,
    )
    return cost
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
