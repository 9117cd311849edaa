import { toName } from '../naming/to-name.ts'

/** What a repository is called. */
export interface RepositoryNames {
  /** The host's name in the configuration; empty for an address that somebody gave. */
  readonly host: string
  readonly owner: string
  readonly name: string
  readonly address: string
}

/** The store names that a repository may get, the shortest first: `terraform`, `PAY/terraform`, `bitbucket/PAY/terraform`. */
export function storeForms(repository: RepositoryNames): readonly string[] {
  const { host, owner, name } = withPlace(repository)
  if (owner === '') return [name]
  return [name, `${owner}/${name}`, ...(host === '' ? [] : [`${host}/${owner}/${name}`])]
}

/** Where owner and host are unknown, the folders in which the repository is take their place. */
function withPlace({ host, owner, name, address }: RepositoryNames) {
  if (host !== '' && owner !== '' && owner !== '.') return { host, owner, name }
  const segments = address
    .replace(/^[a-z][a-z\d+.-]*:\/\//i, '')
    .replace(/[\\/]+$/, '')
    .split(/[\\/:]+/)
    .filter((segment) => segment !== '')
  const [folder = '', above = ''] = [segments.at(-2), segments.at(-3)]
  return { host: host === '' ? above : host, owner: folder, name }
}

/** Names that are alike would give blueprints and branches the same names. */
export function likenessOf(name: string): string {
  // Names without ASCII letters all have the same short form.
  return /[^\0-\x7f]/.test(name) ? foldName(name) : toName(name)
}

/** True if file systems and hosts may take both for the same. */
export function isSameName(left: string, right: string): boolean {
  return foldName(left) === foldName(right)
}

/** The same for names that file systems and hosts may take for the same. */
export function foldName(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
