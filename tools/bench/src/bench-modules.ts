import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runProgram } from '@groundplan/process'
import {
  isConfigurationFile,
  MemoryModuleCache,
  moduleKey,
  type IdentifiedFile,
} from '@groundplan/terraform-module'
import {
  inspectModules,
  listModuleDirectories,
  readModuleDirectory,
} from '@groundplan/terraform-module-files'
import { parseWithHcl2json } from '@groundplan/terraform-module/testing'
import { generateModules } from './generate-modules.ts'

/**
 * Reads all modules below a directory: file by file with plain hcl2json, then with our library on one thread, on all cores, and
 * from its cache, by the ids that git has of the files. Without a directory a tree of 1,500 modules is generated.
 */
export async function benchModules(directory?: string): Promise<Readonly<Record<string, number>>> {
  const scratch = await mkdtemp(join(tmpdir(), 'groundplan-bench-'))
  try {
    const root = directory ?? join(scratch, 'modules')
    if (directory === undefined) await generateModules(root, { count: 1_500, seed: 1 })
    return await measure(root, join(scratch, 'index.git'))
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function measure(root: string, gitDirectory: string): Promise<Readonly<Record<string, number>>> {
  const listFiles = await indexFiles(root, gitDirectory)
  const directories = listModuleDirectories(root)
  // Everything is read once before, so that the first way does not pay for the disk.
  const paths = directories.flatMap(listConfiguration)
  const bytes = paths.reduce((sum, path) => sum + readFileSync(path).length, 0)

  const naive = await time(() => readNaively(paths))
  const modules = new Map<string, Awaited<ReturnType<typeof readModuleDirectory>>>()
  const cold = await time(async () => {
    for (const path of directories) modules.set(path, await readModuleDirectory(path))
  })
  const parallel = await time(async () => {
    for await (const { directory } of inspectModules(directories, { lines: false })) modules.get(directory)
  })
  const cache = new MemoryModuleCache({ maximumCount: directories.length })
  for (const [path, files] of await listFiles()) {
    const module = modules.get(path)
    if (module !== undefined) cache.save(moduleKey(path, files), module)
  }
  let found = 0
  const warm = await time(async () => {
    for (const [path, files] of await listFiles()) if (cache.find(moduleKey(path, files))) found += 1
  })
  if (found !== directories.length) throw new Error(`${found} of ${directories.length} modules were cached.`)
  return {
    modules: directories.length,
    bytes,
    naive_ms: Math.round(naive),
    cold_ms: Math.round(cold),
    parallel_ms: Math.round(parallel),
    warm_ms: Math.round(warm),
    cold_speedup: Math.round((naive / cold) * 10) / 10,
    warm_speedup: Math.round((naive / warm) * 10) / 10,
  }
}

/** Milliseconds. */
async function time(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function listConfiguration(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isFile() && isConfigurationFile(entry.name))
    .map(({ name }) => join(directory, name))
}

/** What one would write without a library: every file's text into hcl2json, and JSON.parse for what is JSON already. */
async function readNaively(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const text = readFileSync(path, 'utf8')
    try {
      if (path.endsWith('.json')) JSON.parse(text)
      else await parseWithHcl2json(text)
    } catch {
      // A broken file has been read, too.
    }
  }
}

/**
 * Puts the tree into a git index of its own, so that git knows the ids of its files as it does of any repository. Gives what
 * lists the files of each module directory by these ids, which is the first thing that a second scan does.
 */
async function indexFiles(
  root: string,
  gitDirectory: string,
): Promise<() => Promise<ReadonlyMap<string, readonly IdentifiedFile[]>>> {
  const git = (...args: readonly string[]) =>
    runProgram('git', ['--git-dir', gitDirectory, '--work-tree', root, ...args], { cwd: root })
  await runProgram('git', ['init', '--quiet', '--bare', gitDirectory])
  await git('config', 'core.bare', 'false')
  await git('add', '--all', '--force', '.')
  return async () => groupByDirectory(root, (await git('ls-files', '--stage', '-z')).stdout.toString())
}

/** Git's lines are `mode id stage<TAB>path`. */
function groupByDirectory(root: string, listing: string): ReadonlyMap<string, readonly IdentifiedFile[]> {
  const directories = new Map<string, IdentifiedFile[]>()
  for (const line of listing.split('\0')) {
    const path = line.slice(line.indexOf('\t') + 1)
    if (!isConfigurationFile(path)) continue
    const file = { path, blobId: line.split(' ', 2)[1] ?? '' }
    const directory = join(root, dirname(path))
    const files = directories.get(directory)
    if (files === undefined) directories.set(directory, [file])
    else files.push(file)
  }
  return directories
}
