import { compareText } from '@groundplan/change-set'
import type { TerraformModule } from '@groundplan/terraform-module'

/** What resources whose type begins so are about. The longest beginning that fits counts. */
const subjects: Readonly<Record<string, string>> = {
  aws_api_gateway: 'api',
  aws_apigatewayv2: 'api',
  aws_appautoscaling: 'compute',
  aws_autoscaling: 'compute',
  aws_cloudfront: 'network',
  aws_cloudwatch: 'monitoring',
  aws_cognito: 'identity',
  aws_db: 'database',
  aws_docdb: 'database',
  aws_dynamodb: 'database',
  aws_ebs: 'storage',
  aws_ecr: 'containers',
  aws_ecs: 'containers',
  aws_efs: 'storage',
  aws_eks: 'containers',
  aws_elasticache: 'cache',
  aws_eip: 'network',
  aws_flow_log: 'network',
  aws_iam: 'identity',
  aws_instance: 'compute',
  aws_internet_gateway: 'network',
  aws_kinesis: 'streaming',
  aws_kms: 'security',
  aws_lambda: 'compute',
  aws_launch_template: 'compute',
  aws_lb: 'network',
  aws_msk: 'streaming',
  aws_nat_gateway: 'network',
  aws_opensearch: 'search',
  aws_rds: 'database',
  aws_redshift: 'database',
  aws_route: 'network',
  aws_route53: 'dns',
  aws_s3: 'storage',
  aws_secretsmanager: 'security',
  aws_security_group: 'network',
  aws_sfn: 'workflow',
  aws_sns: 'messaging',
  aws_sqs: 'messaging',
  aws_ssm: 'configuration',
  aws_subnet: 'network',
  aws_vpc: 'network',
  aws_wafv2: 'security',
}

/** Providers that say nothing about what a module is for. */
const silentProviders = new Set([
  'terraform',
  'random',
  'null',
  'local',
  'time',
  'archive',
  'external',
  'template',
  'tls',
  'http',
])

/** Labels for the catalog: the providers that the module uses, then what its managed resources are about; each once, sorted. */
export function labelsOf({ requiredProviders, resources }: TerraformModule): readonly string[] {
  const managed = resources.filter(({ mode }) => mode === 'managed')
  const providers = [
    ...requiredProviders.map(({ name }) => name),
    ...managed.map(({ type }) => type.split('_')[0] ?? ''),
  ]
  const about = managed.flatMap(({ type }) => subjectOf(type) ?? [])
  return [...sorted(providers.filter((name) => name !== '' && !silentProviders.has(name))), ...sorted(about)]
}

function subjectOf(type: string): string | undefined {
  const parts = type.split('_')
  for (let length = parts.length; length > 1; length -= 1) {
    const beginning = parts.slice(0, length).join('_')
    if (Object.hasOwn(subjects, beginning)) return subjects[beginning]
  }
  return undefined
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort(compareText)
}
