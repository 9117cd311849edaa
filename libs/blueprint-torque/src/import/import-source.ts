import type { GrainSource } from '@groundplan/blueprint'
import type { Json } from '@groundplan/terraform-type'
import { quote, type Report } from '../report.ts'
import { defined, lacks, readMap, readText, reportSkipped, type Path, type Reason } from './read-values.ts'

const reasons: Readonly<Record<string, Reason>> = {
  'resource-type': lacks('Groundplan takes Terraform from repositories'),
  'path-in-archive': lacks('Groundplan takes Terraform from repositories'),
}

/** Imports the source of a Terraform grain; `undefined` with an error if it is missing. */
export function importSource(value: Json | undefined, path: Path, report: Report): GrainSource | undefined {
  const source = readMap(value, path, report)
  reportSkipped(source, ['store', 'path', 'commit', 'branch', 'tag'], { path, reasons, report })
  const text = (key: string) => readText(source[key], [...path, key], report)
  const [store, folder] = [text('store'), text('path')]
  const revision = defined({ commit: text('commit'), branch: text('branch'), tag: text('tag') })
  if (store !== undefined) return { store, path: folder ?? '.', ...revision }
  const address = folder === undefined ? undefined : parseAddress(folder)
  if (address === undefined) {
    const message = `The source of grain ${quote(path[1] ?? '')} has no repository.`
    report.error(path, 'source', message, 'Add `store` with the name of a repository.')
    return undefined
  }
  const message = `The source is a URL; it is imported as the repository ${quote(address.store)}.`
  const hint = `Connect ${address.repository} as ${quote(address.store)}.`
  report.warn([...path, 'path'], 'store', message, hint)
  return { store: address.store, path: address.path, ...revision, ...address.revision }
}

interface Address {
  /** Without user and password. */
  readonly repository: string
  readonly store: string
  readonly path: string
  readonly revision: Pick<GrainSource, 'branch'>
}

/**
 * Reads `https://github.com/org/repo.git//folder`, with or without scheme, `.git` and the double slash. A revision at the end
 * (`?ref=`) is a branch as far as anybody knows.
 */
export function parseAddress(text: string): Address | undefined {
  const [, ssh, body = '', query = ''] =
    /^(?:git::)?(?:(?:https?:\/\/|(ssh:\/\/|git@))(?:[^@/]*@)?)?([^?]*)(?:\?(.*))?$/s.exec(text.trim()) ?? []
  const [host = '', ...rest] = (ssh === undefined ? body : body.replace(':', '/')).split('/')
  if (!host.includes('.') || host.startsWith('.') || rest.length < 2) return undefined
  const cut = findEndOfRepository(rest)
  const repository = rest
    .slice(0, cut)
    .join('/')
    .replace(/\.git$/, '')
  const folder = rest.slice(cut).filter((part) => part !== '')
  const store = repository.slice(repository.lastIndexOf('/') + 1)
  if (store === '') return undefined
  const branch = new URLSearchParams(query).get('ref')
  return {
    repository: `https://${host}/${repository}`,
    store,
    path: folder.length === 0 ? '.' : folder.join('/'),
    revision: branch === null || branch === '' ? {} : { branch },
  }
}

/** How many path segments after the host belong to the repository: up to the double slash, else to `.git`, else two as on GitHub. */
function findEndOfRepository(parts: readonly string[]): number {
  const gap = parts.indexOf('')
  if (gap > 0) return gap
  const suffix = parts.findIndex((part) => part.endsWith('.git'))
  return suffix === -1 ? 2 : suffix + 1
}
