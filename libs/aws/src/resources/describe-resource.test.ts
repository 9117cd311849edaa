import type { StateResource } from '@groundplan/terraform-run'
import type { JsonObject } from '@groundplan/terraform-type'
import { describe, expect, it } from 'vitest'
import { describeResource } from './describe-resource.ts'

const resource = (type: string, attributes: JsonObject): StateResource => ({
  ...{ address: `${type}.this`, type, mode: 'managed', name: 'this', provider: 'aws', attributes },
  ...{ dependsOn: [], isTainted: false },
})
const valuesOf = (type: string, attributes: JsonObject) =>
  (describeResource(resource(type, attributes)).connections ?? []).map(
    ({ label, value }) => `${label}: ${value}`,
  )
const account = 'arn:aws:ec2:eu-west-1:123456789012:instance/i-0123456789abcdef0'

describe('what people want to know of a resource of AWS', () => {
  it('has its page in the console of its partition', () => {
    const consoleOf = (arn: string) => describeResource(resource('aws_thing', { arn })).console
    expect(consoleOf('arn:aws:sqs:eu-west-1:123456789012:orders')).toBe(
      'https://console.aws.amazon.com/go/view?arn=arn%3Aaws%3Asqs%3Aeu-west-1%3A123456789012%3Aorders',
    )
    expect(consoleOf('arn:aws-cn:s3:::orders')).toMatch(/^https:\/\/console\.amazonaws\.cn\//)
    expect(consoleOf('arn:aws-us-gov:s3:::orders')).toMatch(/^https:\/\/console\.amazonaws-us-gov\.com\//)
    for (const none of ['', 'orders', 'arn:aws-iso:s3:::orders', 'arn:aws:s3:::a b', 'arn:aws:s3:::"><'])
      expect(consoleOf(none), none).toBeUndefined()
  })

  it('has its tags, those that the provider sets by default included, and no others of a state', () => {
    const tags = { team: 'shop' }
    const all = { ...tags, 'groundplan:environment': 'e1' }
    expect(describeResource(resource('aws_thing', { tags, tags_all: all })).tags).toEqual(all)
    expect(describeResource(resource('aws_thing', { tags })).tags).toEqual(tags)
    expect(describeResource(resource('aws_thing', { tags: { a: 1, b: null } })).tags).toBeUndefined()
    const many = Object.fromEntries(Array.from({ length: 99 }, (_, index) => [`t${index}`, 'x'.repeat(999)]))
    const kept = Object.values(describeResource(resource('aws_thing', { tags: many })).tags ?? {})
    expect([kept.length, kept[0]?.length]).toEqual([50, 256])
    expect(describeResource(resource('google_thing', { tags, arn: account }))).toEqual({})
  })

  it('can be reached with the tool of its type, in its region', () => {
    const machine = {
      id: 'i-0123456789abcdef0',
      arn: account,
      private_ip: '10.0.0.4',
      public_ip: '',
      key_name: '',
    }
    expect(valuesOf('aws_instance', machine)).toEqual([
      'Session Manager: aws ssm start-session --target i-0123456789abcdef0 --region eu-west-1',
      'Private address: 10.0.0.4',
    ])
    expect(valuesOf('aws_instance', { ...machine, public_ip: '198.51.100.7', key_name: 'ops' })).toContain(
      'SSH: ssh 198.51.100.7',
    )
    const database = { address: 'orders.example.com', port: 5432, username: 'app', db_name: 'orders' }
    expect(valuesOf('aws_db_instance', { ...database, engine: 'postgres' })).toEqual([
      'psql: psql --host orders.example.com --port 5432 --username app --dbname orders',
      'Endpoint: orders.example.com:5432',
    ])
    expect(valuesOf('aws_db_instance', { ...database, engine: 'mariadb' })[0]).toBe(
      'mysql: mysql --host orders.example.com --port 5432 --user app --password orders',
    )
    expect(valuesOf('aws_db_instance', { ...database, engine: 'oracle-ee' })).toEqual([
      'Endpoint: orders.example.com:5432',
    ])
    expect(valuesOf('aws_eks_cluster', { name: 'shop', region: 'eu-north-1' })).toEqual([
      'kubectl: aws eks update-kubeconfig --name shop --region eu-north-1',
    ])
    expect(valuesOf('aws_s3_bucket', { bucket: 'orders-logs' })).toEqual(['List: aws s3 ls s3://orders-logs'])
    expect(valuesOf('aws_cloudfront_distribution', { domain_name: 'd1.cloudfront.net' })).toEqual([
      'Website: https://d1.cloudfront.net',
    ])
    expect(valuesOf('aws_iam_role', { name: 'x', arn: account })).toEqual([])
    expect(valuesOf('constructor', { name: 'x' })).toEqual([])
  })

  it.each([
    ['aws_instance', { id: 'i-1; rm -rf ~', key_name: '$(id)', public_dns: '`id`', private_ip: '1 2' }],
    ['aws_db_instance', { engine: 'postgres', address: '-oProxyCommand=x', username: 'a b', port: '5432' }],
    ['aws_eks_cluster', { name: "x' && id '" }],
    ['aws_eks_cluster', { name: '--profile' }],
    ['aws_s3_bucket', { bucket: 'a|b' }],
    ['aws_cloudwatch_log_group', { name: "a'b" }],
    ['aws_lambda_function_url', { function_url: 'javascript:alert(1)' }],
    ['aws_apigatewayv2_api', { api_endpoint: 'https://user:password@example.com/' }],
    ['aws_secretsmanager_secret', { arn: 'arn:aws:secretsmanager:x:1:secret:a;id' }],
    ['aws_lb', { dns_name: 7 }],
  ])('offers nothing of %s that a shell or a browser would take for something else', (type, attributes) => {
    expect(valuesOf(type, attributes)).toEqual([])
  })
})
