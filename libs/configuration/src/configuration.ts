// Over 300 lines: the one schema of the file, from which types, defaults and checks derive.
/**
 * The configuration, `groundplan.yaml`, at the root of the blueprint repository's default branch. This schema is the single
 * definition: types, defaults, JSON Schema and checks derive from it.
 *
 * Terms: a *host* is a service with git repositories, under a name chosen in the file; a *selection* is one entry of
 * `repositories`, which selects repositories of one owner; a *reference* says where a secret is stored, never its value.
 */
import { fileJsonSchema, withEditorHints } from '@groundplan/blueprint'
import { z } from 'zod'
import { configurationHints } from './configuration-hints.ts'

/** Path of the file in the blueprint repository. */
export const configurationPath = 'groundplan.yaml'
/** Path of its schema for editors, relative to the file. */
export const configurationSchemaPath = 'blueprints/.schema/configuration.schema.json'

const environmentName = z.string().meta({
  description: 'Name of an environment variable of the server.',
  examples: ['GROUNDPLAN_SECRET_GITHUB'],
})

const storedName = z.string().meta({
  description: 'Name of a secret that is stored in Groundplan (`groundplan secret list`).',
  examples: ['github-token'],
})

const vaultAddress = z.string().meta({
  description: 'Path of a secret in HashiCorp Vault (KV version 2) as in policies, and the key after `#`.',
  examples: ['kv/data/groundplan/github#token'],
})

const awsAddress = z.string().meta({
  description: 'Name or ARN of a secret in AWS Secrets Manager; after `#`, a key of its JSON.',
  examples: ['groundplan/github#token'],
})

const referenceForms = [
  z.strictObject({ env: environmentName }),
  z.strictObject({ secret: storedName }),
  z.strictObject({
    vault: vaultAddress,
    version: z.int().min(1).optional().describe('A certain version. Defaults to the newest.'),
  }),
  z.strictObject({
    'aws-secrets-manager': awsAddress,
    version: z.string().optional().describe('ID of a certain version.'),
    stage: z.string().optional().describe('Label of a version. Defaults to `AWSCURRENT`.'),
  }),
] as const

/** Reference to a secret: a variable of the server, one that is stored, or one that another service keeps. */
export const SecretReference = z.union(referenceForms)
export type SecretReference = z.infer<typeof SecretReference>

const token = SecretReference.optional().describe(
  'Reference to the access token, `{ env: GROUNDPLAN_SECRET_NAME }` or `{ secret: github-token }`; never the token itself.',
)
const webhookSecret = SecretReference.optional().describe(
  'Reference to the secret that the host signs webhooks with, `{ env: GROUNDPLAN_SECRET_NAME }` or `{ secret: github-webhook }`.',
)
const GithubAppSettings = z.strictObject({
  id: z
    .union([z.string(), z.int()])
    .meta({ description: 'App ID or client ID, from the settings of the App.', examples: ['123456'] }),
  'private-key': SecretReference.describe('Reference to the private key of the App, in PEM format.'),
  installation: z
    .union([z.string(), z.int()])
    .optional()
    .describe('ID of the installation. Defaults to the one on the owner of each selection.'),
})

const OauthSettings = z.strictObject({
  'client-id': z
    .union([z.string(), SecretReference])
    .describe('Key of the OAuth consumer, or a reference to it.'),
  'client-secret': SecretReference.describe('Reference to the secret of the OAuth consumer.'),
})

const apiUrl = z
  .string()
  .optional()
  .meta({
    description: 'URL of the API, if it cannot be derived from `url`.',
    examples: ['https://github.example.com/api/v3'],
  })
const webUrl = (example: string) => z.string().meta({ description: 'URL of the host.', examples: [example] })

const GithubHost = z.strictObject({
  kind: z.literal('github').describe('GitHub.com or GitHub Enterprise Server.'),
  url: webUrl('https://github.example.com').default('https://github.com'),
  'api-url': apiUrl,
  app: GithubAppSettings.optional().describe('GitHub App to sign in as, instead of a token.'),
  token,
  'webhook-secret': webhookSecret,
})

const BitbucketCloudHost = z.strictObject({
  kind: z.literal('bitbucket-cloud').describe('Bitbucket Cloud.'),
  url: webUrl('https://bitbucket.org').default('https://bitbucket.org'),
  'api-url': apiUrl,
  username: z
    .union([z.string(), SecretReference])
    .optional()
    .describe(
      'Email address that an API token belongs to, or a reference to it. Leave out for access tokens.',
    ),
  oauth: OauthSettings.optional().describe('OAuth consumer to sign in as, instead of a token.'),
  token,
  'webhook-secret': webhookSecret,
})

const BitbucketDataCenterHost = z.strictObject({
  kind: z.literal('bitbucket-data-center').describe('Bitbucket Data Center.'),
  url: webUrl('https://bitbucket.example.com'),
  'api-url': apiUrl,
  token,
  'webhook-secret': webhookSecret,
})

const LocalGitHost = z.strictObject({
  kind: z.literal('local-git').describe('Folders on this machine that contain git repositories.'),
})

/** A host. */
export const HostSettings = z.discriminatedUnion('kind', [
  GithubHost,
  BitbucketCloudHost,
  BitbucketDataCenterHost,
  LocalGitHost,
])
export type HostSettings = z.infer<typeof HostSettings>

const globs = (description: string, examples: readonly string[][]) =>
  z.array(z.string()).meta({ description, examples: [...examples] })

const PathFilter = z.strictObject({
  include: globs('Globs for module directories.', [['modules/**']]).default(['**']),
  exclude: globs('Globs for directories to skip.', [['**/legacy/**']]).default([]),
})

export const reviewerSources = ['codeowners', 'default-reviewers'] as const

const labels = z.array(z.string()).describe('Labels for the pull requests, if the host supports labels.')
const reviewers = z.array(z.string()).meta({
  description: 'Requested reviewers: users, and teams as `organization/team`.',
  examples: [['alice', 'acme/platform-team']],
})
const reviewersFrom = z
  .array(z.enum(reviewerSources))
  .describe(
    "Additional reviewers: `codeowners`, the owners of the module in its repository's CODEOWNERS; `default-reviewers`, those of a blueprint repository on Bitbucket.",
  )
const draft = z
  .enum(['until-checked', 'always', 'never'])
  .describe('When pull requests are drafts; `until-checked`: until their checks pass.')

/** Pull request settings that a selection can override. */
const PullRequestOverrides = z.strictObject({
  labels: labels.optional(),
  reviewers: reviewers.optional(),
  'reviewers-from': reviewersFrom.optional(),
  draft: draft.optional(),
})

/** One entry of `repositories`. */
export const RepositorySelection = z.strictObject({
  host: z.string().meta({ description: 'Name of a host defined under `hosts`.', examples: ['github'] }),
  owner: z.string().meta({
    description:
      'Organization or user (GitHub), workspace (Bitbucket Cloud), project key (Bitbucket Data Center), folder (local).',
    examples: ['acme'],
  }),
  include: globs('Globs for repository names; case-insensitive.', [['terraform-*']]).default(['**']),
  exclude: globs('Globs for repository names to skip.', [['*-archive']]).default([]),
  topics: z
    .array(z.string())
    .min(1)
    .optional()
    .meta({ description: 'Only repositories with one of these topics.', examples: [['terraform']] }),
  language: z
    .string()
    .optional()
    .meta({
      description: 'Only repositories with this main language, as reported by the host.',
      examples: ['hcl'],
    }),
  archived: z.boolean().default(false).describe('Whether to include archived repositories.'),
  forks: z.boolean().default(false).describe('Whether to include forks.'),
  'updated-since': z
    .string()
    .optional()
    .meta({
      description: 'Only repositories updated since: a date, or a duration such as `90d`, `12w` or `2y`.',
      examples: ['2024-01-01', '2y'],
    }),
  refs: globs(
    'Branch to read: globs; the first one that matches a branch wins. Defaults to the default branch.',
    [['release/*', 'main']],
  )
    .min(1)
    .optional(),
  tags: z
    .string()
    .optional()
    .meta({
      description:
        'Reads the newest tag of each module that matches this glob instead of branches; `modules/vpc/v1.2.0` takes precedence over `v1.2.0`.',
      examples: ['v*'],
    }),
  paths: PathFilter.prefault({}).describe('Module directories to include.'),
  'include-examples': z
    .boolean()
    .default(false)
    .describe('Whether to include modules in example and test folders.'),
  'pull-requests': PullRequestOverrides.prefault({}).describe(
    'Overrides of the top-level `pull-requests` for these repositories.',
  ),
})
export type RepositorySelection = z.infer<typeof RepositorySelection>

const changeTemplate = (description: string, example: string) =>
  z
    .string()
    .optional()
    .meta({ description, examples: [example] })

const limit = (description: string, value: number) =>
  z
    .union([z.int().min(1), z.literal('none')])
    .default(value)
    .describe(description)

const PullRequestLimits = z.strictObject({
  open: limit('Maximum number of open pull requests, or `none`.', 10),
  'per-hour': limit('Maximum number of pull requests opened per hour, or `none`.', 5),
})

/** How changes are proposed. */
export const PullRequestSettings = z.strictObject({
  group: z
    .enum(['repository', 'module', 'owner', 'all'])
    .default('repository')
    .describe(
      'Which modules share a pull request: those of a `repository`, of an `owner`, or `all`; or each gets its own.',
    ),
  limits: PullRequestLimits.prefault({}).describe('Limits on the number of pull requests.'),
  labels: labels.default(['groundplan']),
  reviewers: reviewers.default([]),
  'reviewers-from': reviewersFrom.default(['codeowners', 'default-reviewers']),
  draft: draft.default('until-checked'),
  title: changeTemplate('Template of pull request titles.', 'PLAT-123 {{subject}}'),
  'branch-prefix': z
    .string()
    .default('groundplan/')
    .meta({
      description: 'Prefix of the name of every branch that Groundplan pushes.',
      examples: ['groundplan/', 'feature/PLAT-123-'],
    }),
  onboarding: z
    .boolean()
    .default(true)
    .describe('Whether to open a first pull request that previews the import before any other.'),
  dashboard: z
    .boolean()
    .default(true)
    .describe('Whether to keep an issue that lists what was proposed, is waiting or failed.'),
})
export type PullRequestSettings = z.infer<typeof PullRequestSettings>

const Identity = z.strictObject({
  name: z.string().meta({ description: 'Name.', examples: ['Groundplan'] }),
  email: z.string().meta({ description: 'Email address.', examples: ['groundplan@bank.example'] }),
})

/** Reference to a signing key. */
export const SigningKeyReference = z.union([
  ...referenceForms,
  z.strictObject({
    file: z.string().meta({
      description: 'Absolute path of a file on the server.',
      examples: ['/run/secrets/groundplan-signing-key'],
    }),
  }),
])
export type SigningKeyReference = z.infer<typeof SigningKeyReference>

/** How commits are made. */
export const CommitSettings = z.strictObject({
  author: Identity.optional().describe(
    'Author of every commit: `{ name, email }`. Defaults to Groundplan, or to the reviewer for a decision made in Groundplan.',
  ),
  committer: Identity.optional().describe('Committer of every commit. Defaults to the author.'),
  'sign-off': z
    .boolean()
    .default(false)
    .describe('Whether to add a `Signed-off-by` line of the committer (DCO).'),
  'signing-key': SigningKeyReference.optional().describe(
    'Reference to a private SSH or GPG key without a passphrase: `{ env: GROUNDPLAN_SECRET_NAME }`, `{ secret: signing-key }` or `{ file: /path }`; never the key itself.',
  ),
  message: changeTemplate('Template of the first line of commit messages.', 'PLAT-123 {{subject}}'),
  trailers: z
    .array(z.string())
    .default([])
    .meta({
      description: 'Templates of lines that end each commit message.',
      examples: [['Issue: PLAT-123']],
    }),
})
export type CommitSettings = z.infer<typeof CommitSettings>

const Schedule = z.strictObject({
  poll: z
    .string()
    .default('15m')
    .meta({
      description:
        'How often to poll hosts for changes that webhooks may have missed: `15m`, `2h`, `1d`; or `none`.',
      examples: ['15m', '2h', 'none'],
    }),
})

/** Constraints of versions as Terraform writes them. */
const versionConstraints =
  /^\s*(?:=|!=|>=|<=|>|<|~>)?\s*\d{1,6}(?:\.\d{1,6}){0,2}\s*(?:,\s*(?:=|!=|>=|<=|>|<|~>)?\s*\d{1,6}(?:\.\d{1,6}){0,2}\s*)*$/

const TerraformSettings = z.strictObject({
  versions: z
    .string()
    .max(200)
    .regex(versionConstraints, 'Use version constraints such as `>= 1.5, < 1.12`.')
    .optional()
    .meta({
      description:
        'Versions of Terraform that launches may use. Modules that require another one are reported as not launchable. Defaults to all.',
      examples: ['>= 1.5, < 1.12'],
    }),
})

/** A complete configuration, with the keys of the file and defaults for missing ones. */
export const Configuration = z.strictObject({
  version: z.literal(1).describe('Version of the file format.'),
  hosts: z
    .record(z.string(), HostSettings)
    .describe('Hosts by name; the rest of the file refers to these names.'),
  repositories: z
    .array(RepositorySelection)
    .describe('Repositories to read. If several selections match a repository, the first one wins.'),
  'pull-requests': PullRequestSettings.prefault({}).describe('How blueprints are proposed as pull requests.'),
  commits: CommitSettings.prefault({}).describe('How commits are made.'),
  schedule: Schedule.prefault({}).describe('When Groundplan checks for changes on its own.'),
  terraform: TerraformSettings.prefault({}).describe('What launches use.'),
})
export type Configuration = z.infer<typeof Configuration>
/** A configuration as written in a file: keys with a default are optional. */
export type ConfigurationFile = z.input<typeof Configuration>

/** The JSON Schema (draft-07) of the configuration, for editors and other tools. */
export function configurationJsonSchema(): Record<string, unknown> {
  return withEditorHints(fileJsonSchema(Configuration, 'Groundplan configuration'), configurationHints)
}
