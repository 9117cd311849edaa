import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import ts from 'typescript'
import type { ImportGraph } from './find-import-cycles.ts'

/** Folders of the workspace that have projects. */
const projectFolders = ['apps', 'libs', 'tools']

/** Tests may use whatever they like. */
const isSource = (path: string) =>
  /\.tsx?$/.test(path) && !/\.(?:test|contract|fixture|arbitrary|d)\.tsx?$/.test(path)

/**
 * Reads the imports between the source files of a workspace, types included. An import of a project by its package name is one of its
 * `src/index.ts`.
 */
export async function readImports(root: string): Promise<ImportGraph> {
  const projects = await listProjects(root)
  const packages = new Map(projects.map(({ name, folder }) => [name, folder]))
  const files = new Set((await Promise.all(projects.map(({ folder }) => listSources(root, folder)))).flat())
  const graph = new Map<string, readonly string[]>()
  for (const file of files) {
    const { importedFiles } = ts.preProcessFile(await readFile(join(root, file), 'utf8'), true, true)
    const targets = importedFiles.map(({ fileName }) => resolve(fileName, file, packages))
    graph.set(file, [...new Set(targets.filter((target) => target !== undefined))])
  }
  return graph
}

function resolve(specifier: string, from: string, packages: ReadonlyMap<string, string>): string | undefined {
  if (specifier.startsWith('.')) {
    const path = posix.join(posix.dirname(from), specifier)
    return isSource(path) ? path : undefined
  }
  const folder = packages.get(specifier.split('/').slice(0, 2).join('/'))
  return folder === undefined ? undefined : `${folder}/src/index.ts`
}

interface Project {
  /** As `package.json` has it. */
  readonly name: string
  readonly folder: string
}

async function listProjects(root: string): Promise<readonly Project[]> {
  const manifests = await Promise.all(
    projectFolders.map(async (parent) => {
      const names = await readdir(join(root, parent)).catch(() => [])
      return names.map((name) => `${parent}/${name}/package.json`)
    }),
  )
  const projects = await Promise.all(
    manifests.flat().map(async (path) => {
      const text = await readFile(join(root, path), 'utf8').catch(() => undefined)
      if (text === undefined) return []
      const { name } = JSON.parse(text) as { readonly name: string }
      return [{ name, folder: dirname(path) }]
    }),
  )
  return projects.flat()
}

async function listSources(root: string, folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder, 'src'), { recursive: true }).catch(() => [])
  return entries
    .map((path) => `${folder}/src/${path.replaceAll('\\', '/')}`)
    .filter(isSource)
    .toSorted()
}
