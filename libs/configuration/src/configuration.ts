/**
 * The configuration, `groundplan.yaml`, which lies at the root of the blueprint repository's default branch. This schema is the
 * one definition: types, defaults, JSON Schema and checks all come from it.
 *
 * Terms: a *host* is a service with git repositories, under a name of our own; a *selection* is one entry of `repositories`,
 * which takes repositories of one owner; a *reference* says where a secret is, never what it is.
 */
import { fileJsonSchema, withEditorHints } from '@groundplan/blueprint'
import { z } from 'zod'
import { configurationHints } from './configuration-hints.ts'

/** Where the file lies in the blueprint repository. */
export const configurationPath = 'groundplan.yaml'
/** Where editors find its schema, relative to the file. */
export const configurationSchemaPath = 'blueprints/.schema/configuration.schema.json'

const environmentName = z.string().meta({
  description: 'Name of an environment variable of the server.',
  examples: ['GROUNDPLAN_SECRET_GITHUB'],
})

/** Where a secret is. */
export const SecretReference = z.union([
  z.strictObject({ env: environmentName }),
  z.strictObject({ secret: z.string().meta({ description: 'Name of a secret in the secret store.' }) }),
])
export type SecretReference = z.infer<typeof SecretReference>

const token = SecretReference.optional().describe(
  'Where the access token is, `{ env: GROUNDPLAN_SECRET_NAME }`; never the token itself.',
)
const webhookSecret = SecretReference.optional().describe(
  'Where the secret is that the host signs webhooks with, `{ env: GROUNDPLAN_SECRET_NAME }`.',
)
const apiUrl = z
  .string()
  .optional()
  .meta({
    description: 'Address of the API, where it does not follow from `url`.',
    examples: ['https://github.example.com/api/v3'],
  })
const webUrl = (example: string) =>
  z.string().meta({ description: 'Web address of the host.', examples: [example] })

const GithubHost = z.strictObject({
  kind: z.literal('github').describe('GitHub.com or GitHub Enterprise Server.'),
  url: webUrl('https://github.example.com').default('https://github.com'),
  'api-url': apiUrl,
  token,
  'webhook-secret': webhookSecret,
})

const BitbucketCloudHost = z.strictObject({
  kind: z.literal('bitbucket-cloud').describe('Bitbucket Cloud.'),
  url: webUrl('https://bitbucket.org').default('https://bitbucket.org'),
  'api-url': apiUrl,
  username: z
    .union([z.string(), ...SecretReference.options])
    .optional()
    .describe('E-mail address to which an API token belongs, or where it is; absent for access tokens.'),
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
  kind: z.literal('local-git').describe('Folders of this machine with git repositories in them.'),
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
  include: globs('Globs on directories of modules.', [['modules/**']]).default(['**']),
  exclude: globs('Globs on directories that are left out.', [['**/legacy/**']]).default([]),
})

export const reviewerSources = ['codeowners'] as const

const labels = z.array(z.string()).describe('Labels of the pull requests, where the host has labels.')
const reviewers = z.array(z.string()).meta({
  description: 'Who is asked to review: users, and teams as `organisation/team`.',
  examples: [['alice', 'acme/platform-team']],
})
const reviewersFrom = z
  .array(z.enum(reviewerSources))
  .describe('Further reviewers: `codeowners` asks those whom CODEOWNERS of the source repository names.')
const draft = z
  .enum(['until-checked', 'always', 'never'])
  .describe('When pull requests are drafts: `until-checked` until their checks pass.')

/** What a selection says of its pull requests instead of the whole. */
const PullRequestOverrides = z.strictObject({
  labels: labels.optional(),
  reviewers: reviewers.optional(),
  'reviewers-from': reviewersFrom.optional(),
  draft: draft.optional(),
})

/** One entry of `repositories`. */
export const RepositorySelection = z.strictObject({
  host: z.string().meta({ description: 'Name of a host, as under `hosts`.', examples: ['github'] }),
  owner: z.string().meta({
    description:
      'Organisation or user (GitHub), workspace (Cloud), project key (Data Center), folder (local).',
    examples: ['acme'],
  }),
  include: globs('Globs on names of repositories, in upper or lower case.', [['terraform-*']]).default([
    '**',
  ]),
  exclude: globs('Globs on names that are left out.', [['*-archive']]).default([]),
  topics: z
    .array(z.string())
    .min(1)
    .optional()
    .meta({ description: 'The repository has one of these topics.', examples: [['terraform']] }),
  language: z
    .string()
    .optional()
    .meta({ description: 'Main language of the repository as the host tells it.', examples: ['hcl'] }),
  archived: z.boolean().default(false).describe('True if archived repositories are taken, too.'),
  forks: z.boolean().default(false).describe('True if forks are taken, too.'),
  'updated-since': z
    .string()
    .optional()
    .meta({
      description: 'Left out if not updated since: a date, or a duration such as `90d`, `12w` or `2y`.',
      examples: ['2024-01-01', '2y'],
    }),
  refs: globs(
    'The branch that is read: globs, of which the first that a branch matches counts; the default branch if absent.',
    [['release/*', 'main']],
  )
    .min(1)
    .optional(),
  tags: z
    .string()
    .optional()
    .meta({
      description:
        'Instead of branches the newest tag of each module that matches this glob; `modules/vpc/v1.2.0` before `v1.2.0`.',
      examples: ['v*'],
    }),
  paths: PathFilter.prefault({}).describe('Directories of modules that are taken.'),
  'include-examples': z.boolean().default(false).describe('True if examples and tests are modules, too.'),
  'pull-requests': PullRequestOverrides.prefault({}).describe(
    'What is different from the `pull-requests` of the file for these repositories.',
  ),
})
export type RepositorySelection = z.infer<typeof RepositorySelection>

const limit = (description: string, value: number) =>
  z
    .union([z.int().min(1), z.literal('none')])
    .default(value)
    .describe(description)

const PullRequestLimits = z.strictObject({
  open: limit('Most pull requests that are open at once, or `none`.', 10),
  'per-hour': limit('Most pull requests that are opened within an hour, or `none`.', 5),
})

/** How changes are proposed. */
export const PullRequestSettings = z.strictObject({
  group: z
    .enum(['repository', 'module', 'owner', 'all'])
    .default('repository')
    .describe(
      'What shares a pull request: all modules of a `repository`, of an `owner`, or `all`; or each by itself.',
    ),
  limits: PullRequestLimits.prefault({}).describe('How many pull requests there may be.'),
  labels: labels.default(['groundplan']),
  reviewers: reviewers.default([]),
  'reviewers-from': reviewersFrom.default([]),
  draft: draft.default('until-checked'),
  'branch-prefix': z.string().default('groundplan/').describe('How the names of branches begin.'),
  onboarding: z
    .boolean()
    .default(true)
    .describe('True if a first pull request shows what would come, before any other is opened.'),
  dashboard: z.boolean().default(true).describe('True if an issue lists what is proposed, waits or failed.'),
})
export type PullRequestSettings = z.infer<typeof PullRequestSettings>

const Schedule = z.strictObject({
  poll: z
    .string()
    .default('15m')
    .meta({
      description:
        'How often hosts are asked for what webhooks may have missed: `15m`, `2h`, `1d`; or `none`.',
      examples: ['15m', '2h', 'none'],
    }),
})

/** A whole configuration, with the keys as they stand in the file and defaults for those that do not. */
export const Configuration = z.strictObject({
  version: z.literal(1).describe('Version of the file format.'),
  hosts: z
    .record(z.string(), HostSettings)
    .describe('Hosts, by the names that the rest of the file calls them.'),
  repositories: z
    .array(RepositorySelection)
    .describe('Which repositories are read. Of several selections that take a repository, the first counts.'),
  'pull-requests': PullRequestSettings.prefault({}).describe('How blueprints are proposed.'),
  schedule: Schedule.prefault({}).describe('When Groundplan looks by itself.'),
})
export type Configuration = z.infer<typeof Configuration>
/** A configuration as it may be written: what has a default may be absent. */
export type ConfigurationFile = z.input<typeof Configuration>

/** The JSON Schema (draft-07) of the configuration, for editors and other tools. */
export function configurationJsonSchema(): Record<string, unknown> {
  return withEditorHints(fileJsonSchema(Configuration, 'Groundplan configuration'), configurationHints)
}
