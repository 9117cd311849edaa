import { isAbsolute } from 'node:path'
import { InputError } from '@groundplan/errors'
import { redactCredentials } from './translate-git-error.ts'

/** A parsed repository address. */
export type RepositoryAddress =
  | { readonly kind: 'path'; readonly path: string }
  | {
      readonly kind: 'url'
      readonly url: string
      /** For people: without credentials. */
      readonly shown: string
    }

const schemes = ['file', 'https', 'http', 'ssh', 'git']

/** Parses a path or git URL and rejects addresses that could run commands or leak secrets. Throws InputError. */
export function parseAddress(address: string): RepositoryAddress {
  const text = address.trim()
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase()
  const refused = (why: string, hint: string) =>
    new InputError(`Invalid repository address "${withoutCredentials(text)}": ${why}.`, { hint })
  if (text === '' || text.startsWith('-') || /[\0\r\n]/.test(text)) {
    throw refused('it is neither a path nor a URL', 'Specify a folder or a git URL.')
  }
  if (/^[a-z][a-z0-9+.-]*::/i.test(text)) {
    throw refused('git would run a remote helper for it', `Use one of ${schemes.join(', ')}.`)
  }
  if (scheme === undefined) {
    if (isAbsolute(text)) return { kind: 'path', path: text }
    if (isScpLike(text)) return { kind: 'url', url: text, shown: text }
    const hint = 'Use an absolute path, or add https:// before a host name.'
    throw refused('it is neither an absolute path nor a URL', hint)
  }
  if (!schemes.includes(scheme))
    throw refused(`"${scheme}://" is not supported`, `Use one of ${schemes.join(', ')}.`)
  const url = parseUrl(text)
  if (url === undefined) throw refused('it is not a valid URL', 'Check the spelling.')
  if (url.password !== '' || (url.username !== '' && scheme.startsWith('http'))) {
    throw refused('it contains credentials', "Remove them. Git's credential helper supplies them.")
  }
  if (url.hostname.startsWith('-')) throw refused('its host name starts with "-"', 'Check the spelling.')
  return { kind: 'url', url: text, shown: text }
}

/** `user@host:path`, the short form of SSH addresses; a Windows drive letter is no host. */
function isScpLike(text: string): boolean {
  return /^(?:[\w.+-]+@)?[\w][\w.-]+:(?!\\)[^:]/.test(text) && !text.startsWith('.')
}

/** The part before the last `@` of a rejected address may be a secret, even if the URL is invalid. */
function withoutCredentials(text: string): string {
  return redactCredentials(text.replace(/:\/\/[\s\S]*@/, '://'))
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}

/** A repository's short name: the last part of its address, without `.git`. */
export function shortName(address: string): string {
  const last =
    address
      .replace(/[\\/]+$/, '')
      .split(/[\\/:]/)
      .at(-1) ?? ''
  const name = last.replace(/\.git$/, '')
  return name === '' ? 'repository' : name
}
