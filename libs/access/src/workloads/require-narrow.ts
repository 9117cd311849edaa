import { InputError } from '@groundplan/errors'
import type { Workload } from './workload.ts'

/**
 * Issuers whose tokens anybody in the world can get, with the claims that say whose they are. `prefix` is how a subject begins that does.
 * Sources: "OpenID Connect" of GitHub Actions' documentation, and "ID tokens" of GitLab's.
 */
const sharedIssuers: Readonly<Record<string, SharedIssuer>> = {
  'https://token.actions.githubusercontent.com': {
    owner: ['repository', 'repository_id', 'repository_owner', 'repository_owner_id', 'enterprise_id'],
    prefix: /^repo:[^/*]+\//,
    example: 'repo:my-company/infrastructure:*',
  },
  'https://gitlab.com': {
    owner: ['project_path', 'project_id', 'namespace_path', 'namespace_id'],
    prefix: /^project_path:[^/*]+\//,
    example: 'project_path:my-company/infrastructure:*',
  },
}

interface SharedIssuer {
  readonly owner: readonly string[]
  readonly prefix: RegExp
  readonly example: string
}

/**
 * Throws InputError if a workload is described so loosely that programs of strangers could call as it: without a subject or another
 * claim, or, at an issuer that serves everybody, without a fixed owner.
 */
export function requireNarrow({ issuer, claims }: Pick<Workload, 'issuer' | 'claims'>): void {
  const fixed = Object.entries(claims).filter(([, pattern]) => /[^*]/.test(pattern))
  if (fixed.length === 0)
    throw new InputError(`Every program that ${issuer} vouches for could call.`, {
      hint: 'Specify the subject of its tokens (the claim `sub`).',
    })
  const shared = Object.hasOwn(sharedIssuers, issuer) ? sharedIssuers[issuer] : undefined
  if (shared === undefined) return
  const { owner, prefix, example } = shared
  const hasOwner = owner.some((name) => Object.hasOwn(claims, name) && !(claims[name] ?? '*').includes('*'))
  if (hasOwner || prefix.test(claims['sub'] ?? '')) return
  throw new InputError(`Anybody can get tokens of ${issuer}, and these claims do not say whose they are.`, {
    hint: `Begin the subject with the organization, for example \`${example}\`, or specify one of these claims without \`*\`: ${owner.join(', ')}.`,
  })
}
