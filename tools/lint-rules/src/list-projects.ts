import { globSync, readFileSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'

/** An app, lib or tool of the workspace. */
export interface Project {
  /** As in its package.json, e.g. `@groundplan/errors`. */
  readonly name: string
  readonly directory: string
  /** `type:domain` and the like. */
  readonly tags: readonly string[]
}

interface Manifest {
  readonly name: string
  readonly nx?: { readonly tags?: readonly string[] }
}

/** The projects below `root`, from their package.json files. */
export function listProjects(root: string): readonly Project[] {
  return globSync('{apps,libs,tools}/*/package.json', { cwd: root }).map((path) => {
    const manifest = JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest
    return { name: manifest.name, directory: resolve(root, dirname(path)), tags: manifest.nx?.tags ?? [] }
  })
}

/** The project that a file belongs to. */
export function findProject(projects: readonly Project[], file: string): Project | undefined {
  return projects.find(({ directory }) => file.startsWith(directory + sep))
}
