import { compareModules } from './compare-modules.ts'
import { readModuleVersion, type ModuleVersion } from './module-version.ts'

export type Files = string | Readonly<Record<string, string>>

/** Files of directories: `main.tf` of the module itself, `db/main.tf` of one that it calls. */
export function versionOf(files: Files): Promise<ModuleVersion> {
  const all = Object.entries(typeof files === 'string' ? { 'main.tf': files } : files)
  const byDirectory = Map.groupBy(all, ([path]) =>
    path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.',
  )
  const directories = [...byDirectory].map(([path, own]) => ({
    path,
    files: own.map(([name, text]) => ({ path: name, bytes: new TextEncoder().encode(text) })),
  }))
  return readModuleVersion(directories.toSorted((a, b) => a.path.length - b.path.length))
}

/** Rule and subject of each change. */
export async function compare(before: Files, after: Files): Promise<readonly string[]> {
  const changes = compareModules(await versionOf(before), await versionOf(after))
  return changes.map(({ rule, subject }) => `${rule} ${subject}`)
}
