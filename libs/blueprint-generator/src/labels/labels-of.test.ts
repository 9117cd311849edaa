import { readModule } from '@groundplan/terraform-module'
import { describe, expect, it } from 'vitest'
import { labelsOf } from './labels-of.ts'

async function labels(text: string, ...names: readonly string[]): Promise<readonly string[]> {
  const files = [{ path: 'main.tf', bytes: new TextEncoder().encode(text) }]
  return labelsOf(await readModule({ path: '.', files }), names)
}
const resources = (...types: readonly string[]) =>
  types.map((type, index) => `resource "${type}" "r${index}" {}\n`).join('')

describe('labels', () => {
  it('are the providers, then what the name says', async () => {
    const text = resources('aws_s3_bucket', 'aws_db_instance', 'google_project')
    expect(await labels(text, 'rds-postgres')).toEqual(['aws', 'google', 'database'])
  })

  it.each([
    ['vpc', ['network']],
    ['security-group', ['network']],
    ['iam-role-for-service-accounts-eks', ['identity', 'containers']],
    ['lambda_alarms', ['compute', 'monitoring']],
  ])('take all that the name %s says', async (name, expected) => {
    expect(await labels('', name)).toEqual(expected)
  })

  it('take the next name where the first one says nothing', async () => {
    expect(await labels('', 'resources', 'Redis for sessions')).toEqual(['cache'])
  })

  it('do not call a network a database or a cache for the subnet groups that it makes', async () => {
    const text = resources(
      ...['aws_vpc', 'aws_subnet', 'aws_nat_gateway', 'aws_route_table', 'aws_iam_role'],
      ...['aws_db_subnet_group', 'aws_elasticache_subnet_group', 'aws_redshift_subnet_group', 'aws_flow_log'],
    )
    expect(await labels(text, 'foundation')).toEqual(['aws', 'network'])
  })

  it('say what a third of the resources are about, and nothing of what only serves them', async () => {
    const text = resources(
      ...['aws_ecs_service', 'aws_ecs_task_definition', 'aws_db_instance', 'aws_iam_role', 'aws_kms_key'],
    )
    expect(await labels(text, 'shop')).toEqual(['aws', 'containers', 'database'])
    const mostlyCompute = resources(...Array<string>(8).fill('aws_instance'), 'aws_sqs_queue')
    expect(await labels(mostlyCompute, 'shop')).toEqual(['aws', 'compute'])
  })

  it('do not name one service of an environment of many', async () => {
    const sources = ['vpc', 'alb', 'ecs', 'rds', 'sqs', 'sns', 's3', 'kinesis'].map((name) => `../${name}`)
    const text = sources.map((source, index) => `module "m${index}" {\n  source = "${source}"\n}\n`).join('')
    expect(await labels(text, 'payments')).toEqual([])
  })

  it('name what serves others where there is nothing else', async () => {
    expect(await labels(resources('aws_iam_role', 'aws_iam_role_policy'), 'shop')).toEqual([
      'aws',
      'identity',
    ])
  })

  it('count the modules that are called', async () => {
    const text =
      'module "a" {\n  source = "terraform-aws-modules/vpc/aws"\n}\nmodule "b" {\n  source = "../rds"\n}\n'
    expect(await labels(text, 'shop')).toEqual(['database', 'network'])
  })

  it.each([
    ['azurerm_postgresql_flexible_server', ['azurerm', 'database']],
    ['google_storage_bucket', ['google', 'storage']],
    ['aws_api_gateway_rest_api', ['aws', 'api']],
  ])('understand the type %s by its words', async (type, expected) => {
    expect(await labels(resources(type), 'shop')).toEqual(expected)
  })

  it('say nothing of data sources and helping providers', async () => {
    const text = 'data "aws_vpc" "a" {}\nresource "random_id" "a" {}\nresource "null_resource" "a" {}\n'
    expect(await labels(text, 'shop')).toEqual([])
  })

  it('are none for a type named like a property that every object has', async () => {
    expect(await labels('resource "__proto___x" "a" {}\n', '__proto__', 'constructor')).toEqual([])
  })
})
