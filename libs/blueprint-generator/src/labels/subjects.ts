/**
 * What each word in a name or a resource type says the thing is about. Words that applications are named with (api, search, batch) are
 * not among them.
 */
const words: Readonly<Record<string, string>> = {
  api: 'apigateway apigatewayv2 appsync',
  cache: 'cache redis valkey memcached elasticache',
  compute: 'lambda serverless ec2 asg autoscaling vm vmss bastion lightsail',
  configuration: 'ssm appconfig',
  containers: 'eks ecs ecr gke aks kubernetes k8s helm fargate container containers',
  database:
    'database databases db rds aurora postgres postgresql mysql mariadb mssql sql dynamodb docdb documentdb neptune redshift mongodb cosmosdb spanner bigquery',
  dns: 'dns route53',
  identity: 'iam cognito sso ssoadmin oidc identity rbac',
  messaging: 'sqs sns queue queues pubsub servicebus mq eventbridge messaging',
  monitoring: 'monitoring cloudwatch alarm alarms alerts logging logs grafana prometheus',
  network:
    'network networks networking vpc vnet subnet subnets vpn tgw nat peering alb nlb elb lb cloudfront cdn firewall eip privatelink',
  search: 'opensearch elasticsearch',
  security:
    'security kms secret secrets secretsmanager acm certificate certificates waf wafv2 guardduty vault',
  storage: 'storage s3 s3tables s3vectors bucket buckets efs ebs fsx glacier backup',
  streaming: 'kinesis msk kafka streaming firehose eventhub',
  workflow: 'sfn stepfunctions mwaa airflow',
}

/** Phrases with a meaning of their own; tried first. */
const phrases: Readonly<Record<string, string>> = {
  'security group': 'network',
  'security groups': 'network',
  'load balancer': 'network',
  'transit gateway': 'network',
  'internet gateway': 'network',
  'private endpoint': 'network',
  'step function': 'workflow',
  'step functions': 'workflow',
  'log group': 'monitoring',
  'parameter store': 'configuration',
  'api gateway': 'api',
}

const subjectOfWord: ReadonlyMap<string, string> = new Map(
  Object.entries(words).flatMap(([subject, text]) => text.split(' ').map((word) => [word, subject] as const)),
)

/** The subjects of a name's words, in order, deduplicated: `rds-postgres` → `database`. */
export function subjectsOfWords(text: string): readonly string[] {
  let rest = ` ${text.toLowerCase().replace(/[^a-z0-9]+/g, ' ')} `
  const found: string[] = []
  for (const [phrase, subject] of Object.entries(phrases)) {
    if (!rest.includes(` ${phrase} `)) continue
    found.push(subject)
    rest = rest.replaceAll(` ${phrase} `, ' ')
  }
  return [...new Set([...found, ...rest.split(' ').flatMap((word) => subjectOfWord.get(word) ?? [])])]
}

/** Subjects by type prefix, for types with misleading words; the longest match wins. `undefined`: no subject. */
const beginnings: Readonly<Record<string, string | undefined>> = {
  aws_appautoscaling: undefined,
  aws_api_gateway: 'api',
  aws_batch: 'compute',
  aws_db: 'database',
  aws_flow_log: 'network',
  aws_instance: 'compute',
  aws_launch_template: 'compute',
  aws_route: 'network',
  aws_default: 'network',
  aws_network: 'network',
  aws_security_group: 'network',
  google_compute_instance: 'compute',
  google_compute_network: 'network',
  google_compute_firewall: 'network',
  google_project_iam: 'identity',
  azurerm_resource_group: undefined,
  azurerm_role: 'identity',
  azurerm_search: 'search',
}

/** Endings of types that only serve another resource, e.g. the subnets of a cache. */
const servingEnding =
  /_(?:subnet_group|parameter_group|option_group|policy|attachment|association|permission|grant|acl)$/

/** The subject of a resource type; `undefined` if unknown or if it only supports another resource. */
export function subjectOfType(type: string): string | undefined {
  if (servingEnding.test(type)) return undefined
  const parts = type.split('_')
  for (let length = parts.length; length > 1; length -= 1) {
    const beginning = parts.slice(0, length).join('_')
    if (Object.hasOwn(beginnings, beginning)) return beginnings[beginning]
  }
  return subjectsOfWords(parts.slice(1).join(' '))[0]
}

const supportingSubjects = new Set(['identity', 'monitoring', 'security', 'configuration', 'dns'])
const supportingType = /_(?:security_group|firewall|eip|endpoint)(?:_|$)/

/** True for subjects that most modules touch: they count only if there is no other. */
export function isSupporting(type: string, subject: string): boolean {
  return supportingSubjects.has(subject) || supportingType.test(type)
}
