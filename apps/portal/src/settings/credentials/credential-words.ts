import type { CredentialView } from '@groundplan/api-client'

export type CredentialKind = CredentialView['settings']['kind']

/** What people call the kinds of credentials, and when they use which. */
export const credentialKinds = {
  'web-identity': {
    label: 'Web identity',
    description: 'AWS exchanges a token of this server for keys of a role. No secret is stored.',
  },
  'assumed-role': {
    label: 'Assumed role',
    description: 'The server’s own AWS identity takes a role, with an external ID.',
  },
  'static-keys': {
    label: 'Static keys',
    description: 'The access key of an IAM user. The last resort: the keys don’t expire.',
  },
} as const satisfies Readonly<Record<CredentialKind, { label: string; description: string }>>
