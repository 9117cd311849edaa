import { sampleHistories } from './sample-histories.ts'

export interface SampleRepositoryFacts {
  readonly name: string
  readonly headCommit: string
  /** Directories of modules that can be read, sorted; without examples. */
  readonly modules: readonly string[]
  /** Directories of modules with a syntax error, and where it is. */
  readonly broken: readonly { readonly directory: string; readonly file: string; readonly line: number }[]
  /** Directories of examples: Terraform, but nothing to launch. */
  readonly examples: readonly string[]
  /** Directories without Terraform, though some look like it. */
  readonly others: readonly string[]
  /** Modules that need no provider and deploy anywhere. */
  readonly withoutProvider: readonly string[]
  readonly tags: readonly string[]
}

const platformModules = [
  'cloudwatch-alarms',
  'dns-records',
  'dynamodb-table',
  'ecr-repository',
  'ecs-service',
  'elasticache-redis',
  'iam-role',
  'kms-key',
  'lambda-function',
  'load-balancer',
  'network',
  'rds-postgres',
  's3-bucket',
  'secret',
  'security-group',
  'sns-topic',
  'sqs-queue',
]

/** What a scan of the sample estate should find, at the recorded heads. */
export const sampleEstateFacts: { readonly repositories: readonly SampleRepositoryFacts[] } = {
  repositories: [
    {
      ...recorded('platform-modules'),
      modules: platformModules.map((name) => `modules/${name}`),
      broken: [{ directory: 'modules/legacy-vpn', file: 'main.tf', line: 13 }],
      examples: [
        'modules/rds-postgres/examples/minimal',
        'modules/rds-postgres/examples/production',
        'modules/s3-bucket/examples/archive',
      ],
      others: ['docs', 'modules/ecs-service/templates', 'scaffold'],
      withoutProvider: [],
    },
    {
      ...recorded('app-environments'),
      modules: [
        'environments/customer-portal',
        'environments/fraud-analytics',
        'environments/hello-environment',
        'environments/payments-api',
        'environments/release-checklist',
      ],
      broken: [],
      examples: [],
      others: [],
      withoutProvider: ['environments/hello-environment', 'environments/release-checklist'],
    },
  ],
}

function recorded(name: string) {
  const history = sampleHistories.find((each) => each.name === name)
  if (history === undefined) throw new Error(`There is no sample repository ${name}.`)
  const tags = history.commits.flatMap((commit) => commit.tags ?? []).map((tag) => tag.name)
  return { name, headCommit: history.head, tags: tags.sort() }
}
