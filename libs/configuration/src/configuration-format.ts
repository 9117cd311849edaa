import { findNearest, shorten, type FileFormat } from '@groundplan/blueprint'
import { scmKinds } from '@groundplan/scm'
import { Configuration } from './configuration.ts'
import type { Finding } from './finding.ts'
import type { ConfigurationRuleId } from './rules.ts'

/** Keys of a host that must hold references to secrets. */
export const secretKeys: readonly string[] = ['token', 'webhook-secret', 'private-key', 'client-secret']

/** The file format, for shape checks. */
export const configurationFormat: FileFormat<ConfigurationRuleId> = {
  schema: Configuration,
  name: 'a configuration',
  reference: 'docs/configuration.md',
  examples: {
    version: 'version: 1',
    hosts: 'hosts: { github: { kind: github, token: { env: GROUNDPLAN_SECRET_GITHUB } } }',
    repositories: 'repositories: [{ host: github, owner: acme }]',
    host: 'host: github',
    owner: 'owner: acme',
    kind: 'kind: github',
    url: 'url: https://bitbucket.example.com',
  },
  describe(issue, path, value) {
    if (isSecretPlace(path) && isConstant(value)) return plainSecret(path)
    if (isSigningKey(path) && isConstant(value)) return plainKey(path)
    return issue.code === 'invalid_union' && 'discriminator' in issue ? unknownKind(path, value) : undefined
  },
  substituteAt,
}

/** Neutral substitutes for invalid values, so that the rest of the file can be checked. */
function substituteAt([section, entry, key, ...rest]: readonly string[]) {
  if (section === 'version') return 1
  if (section === 'repositories') {
    if (entry === undefined) return []
    if (key === undefined) return { host: '', owner: '' }
    return (key === 'host' || key === 'owner') && rest.length === 0 ? '' : undefined
  }
  if (section !== 'hosts') return undefined
  if (entry === undefined) return {}
  if (key === undefined) return { kind: 'local-git' }
  // The kind with the most keys.
  if (key === 'kind') return 'bitbucket-cloud'
  return key === 'url' ? 'https://localhost' : undefined
}

function isSecretPlace(path: readonly string[]): boolean {
  return (
    path[0] === 'hosts' && (path.length === 3 || path.length === 4) && secretKeys.includes(path.at(-1) ?? '')
  )
}

function isSigningKey(path: readonly string[]): boolean {
  return path.length === 2 && path[0] === 'commits' && path[1] === 'signing-key'
}

/** The value is not quoted. */
function plainKey(path: readonly string[]): Finding {
  const message = 'Expected a reference to the signing key, not the key itself.'
  const hint =
    'Use `signing-key: { env: GROUNDPLAN_SECRET_NAME }`, `signing-key: { secret: signing-key }` or `signing-key: { file: /path }`. If this is a key, replace it: everyone who can read the repository has it.'
  return { rule: 'plain-secret', path, message, hint }
}

function isConstant(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** The value is not quoted. */
function plainSecret(path: readonly string[]): Finding {
  const key = path.at(-1) ?? ''
  const message = `The ${key.replace('-', ' ')} of host "${shorten(path[1] ?? '')}" is stored in the file in plain text.`
  const hint = `Remove it, create a new one on the host, and refer to that: \`${key}: { env: GROUNDPLAN_SECRET_NAME }\`.`
  return { rule: 'plain-secret', path, message, hint }
}

function unknownKind(path: readonly string[], value: unknown) {
  const host = shorten(path.at(-2) ?? '')
  const nearest = typeof value === 'string' ? findNearest(value, scmKinds) : undefined
  const list = `Valid kinds: ${scmKinds.join(', ')}.`
  const found = typeof value === 'string' ? `has the unknown kind "${shorten(value)}"` : 'has no kind'
  return {
    rule: value === undefined ? 'missing-key' : 'unknown-host-kind',
    path,
    message: `Host "${host}" ${found}.`,
    hint: nearest === undefined ? list : `Did you mean "${nearest}"? ${list}`,
    meant: nearest,
  } as const
}
