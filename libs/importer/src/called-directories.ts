import { resolveLocalSource, type TerraformModule } from '@groundplan/terraform-module'
import { followLink } from './follow-links.ts'

/** A directory that is called through links. */
export interface LinkedDirectory {
  /** Where the links lead. */
  readonly path: string
  /** Paths of the links: whoever changes one changes what is called. */
  readonly links: readonly string[]
}

/** Directories that are called through links, by the path that the callers use. */
export type LinkedDirectories = ReadonlyMap<string, LinkedDirectory>

/** The directories of the local modules that a module calls, with links followed. */
export function calledDirectories(
  { path, moduleCalls }: Pick<TerraformModule, 'path' | 'moduleCalls'>,
  linked: LinkedDirectories,
): readonly LinkedDirectory[] {
  return moduleCalls.flatMap(({ source }) => {
    const target = resolveLocalSource(path, source)
    return target === undefined ? [] : [linked.get(target) ?? { path: target, links: [] }]
  })
}

/** The directory that a path leads to through links; `undefined` if there are none in it, or they lead out of the repository. */
export function findLinkedDirectory(
  path: string,
  targets: ReadonlyMap<string, string>,
): LinkedDirectory | undefined {
  const links: string[] = []
  const found = followLink(path, targets, (link) => links.push(link))
  return found === undefined || links.length === 0 ? undefined : { path: found === '' ? '.' : found, links }
}
