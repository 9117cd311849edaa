import { shorten } from '@groundplan/blueprint'
import { carriesCredentials, mayCarrySecrets } from '@groundplan/scm'
import type { Configuration, HostSettings } from '../configuration.ts'
import type { Finding } from '../finding.ts'
import { secretPrefix } from '../secret-names.ts'
import { checkReferences } from './check-references.ts'

/** Validates names, addresses and references of hosts, individually and together. */
export function checkHosts({ hosts, repositories }: Configuration): readonly Finding[] {
  const used = new Set(repositories.map(({ host }) => host))
  const names = Object.keys(hosts)
  return Object.entries(hosts).flatMap(([name, host], index) => [
    ...checkName(name),
    ...checkAddresses(name, host),
    ...checkReferences(name, host),
    ...checkUse(name, host, used.has(name)),
    ...checkSignIn(name, host),
    ...checkDuplicate(name, host, names.slice(0, index), hosts),
  ])
}

function checkName(name: string): readonly Finding[] {
  if (/^[a-z][a-z0-9-]{0,62}$/.test(name)) return []
  const message = `Invalid host name "${shorten(name)}".`
  const hint = 'Start with a letter, then use lowercase letters, digits and `-`.'
  return [{ rule: 'host-name', path: ['hosts', name], message, hint }]
}

function checkAddresses(name: string, host: HostSettings): readonly Finding[] {
  if (host.kind === 'local-git') return []
  return (['url', 'api-url'] as const).flatMap((key) => checkAddress(['hosts', name, key], host[key]))
}

/** The address is not repeated: it may have a password in it. */
function checkAddress(path: readonly string[], address: string | undefined): readonly Finding[] {
  if (address === undefined) return []
  const key = path.at(-1) ?? ''
  const hint = `Use the form \`${key}: https://git.example.com\`.`
  if (carriesCredentials(address)) {
    const message = `The ${key} contains a user name or password.`
    return [
      { rule: 'secret-in-url', path, message, hint: 'Remove it from the URL and refer to it under `token`.' },
    ]
  }
  const url = URL.parse(address)
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.search !== '' ||
    url.hash !== '' ||
    url.username !== ''
  )
    return [{ rule: 'url', path, message: `The ${key} is not a valid HTTP(S) URL.`, hint }]
  if (mayCarrySecrets(address)) return []
  const message = `The ${key} uses HTTP, so others on the network can read the token.`
  return [
    { rule: 'insecure-url', path, message, hint: 'Use https://. http:// is only allowed for this machine.' },
  ]
}

function checkUse(name: string, host: HostSettings, isUsed: boolean): readonly Finding[] {
  const path = ['hosts', name]
  if (!isUsed) {
    const message = `Host "${shorten(name)}" is not used by any selection.`
    return [
      {
        rule: 'unused-host',
        path,
        message,
        hint: 'Add a selection for it under `repositories`, or remove it.',
      },
    ]
  }
  if (host.kind === 'local-git' || signInKeys(host).length > 0) return []
  const message = `Host "${shorten(name)}" has no token. Only the host of the blueprint repository works without one.`
  const hint = `Add \`token: { env: ${secretPrefix}NAME }\`, unless it is that host.`
  return [{ rule: 'missing-token', path, message, hint }]
}

/** The keys with which the host says how to sign in. */
function signInKeys(host: HostSettings): readonly string[] {
  return ['token', 'app', 'oauth'].filter((key) => key in host && Reflect.get(host, key) !== undefined)
}

function checkSignIn(name: string, host: HostSettings): readonly Finding[] {
  const [, second] = signInKeys(host)
  if (second === undefined) return []
  const message = `Host "${shorten(name)}" has more than one way to sign in: ${signInKeys(host).join(', ')}.`
  return [{ rule: 'sign-in', path: ['hosts', name, second], message, hint: 'Keep one of them.' }]
}

function checkDuplicate(
  name: string,
  host: HostSettings,
  earlier: readonly string[],
  hosts: Configuration['hosts'],
): readonly Finding[] {
  const other = earlier.find((candidate) => addressOf(hosts[candidate]) === addressOf(host))
  if (other === undefined) return []
  const message = `Host "${shorten(name)}" duplicates "${shorten(other)}".`
  return [
    { rule: 'duplicate-host', path: ['hosts', name], message, hint: `Use "${shorten(other)}" for both.` },
  ]
}

function addressOf(host: HostSettings | undefined): string {
  if (host === undefined || host.kind === 'local-git') return String(host?.kind)
  return `${host.kind} ${(URL.parse(host.url)?.href ?? host.url).toLowerCase().replace(/\/+$/, '')}`
}
