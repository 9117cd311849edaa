import type { Connection } from '@groundplan/terraform-run'
import type { JsonObject } from '@groundplan/terraform-type'
import { parseArn } from '../client/arn.ts'

/** Reads attributes of the Terraform provider: https://registry.terraform.io/providers/hashicorp/aws/latest/docs */
type Reader = (attributes: Attributes) => readonly (Connection | undefined)[]

/** How people reach resources of AWS, by type. */
const readers: Readonly<Record<string, Reader>> = {
  aws_instance: (instance) => {
    const id = instance.read('id', /^i-[0-9a-f]{8,17}$/)
    const address = instance.host('public_dns') ?? instance.host('public_ip')
    return [
      instance.command('Session Manager', id && `aws ssm start-session --target ${id}`),
      instance.read('key_name', name) === undefined ? undefined : command('SSH', address && `ssh ${address}`),
      text('Public address', address),
      text('Private address', instance.host('private_ip')),
    ]
  },
  aws_db_instance: (database) =>
    readDatabase(database, { host: 'address', name: 'db_name', user: 'username' }),
  aws_rds_cluster: (cluster) =>
    readDatabase(cluster, { host: 'endpoint', name: 'database_name', user: 'master_username' }),
  aws_eks_cluster: (cluster) => {
    const id = cluster.read('name', name)
    return [cluster.command('kubectl', id && `aws eks update-kubeconfig --name ${id}`)]
  },
  aws_elasticache_replication_group: (group) => [
    text('Primary endpoint', withPort(group.host('primary_endpoint_address'), group.port())),
    text('Reader endpoint', withPort(group.host('reader_endpoint_address'), group.port())),
  ],
  aws_lb: (balancer) => [text('DNS name', balancer.host('dns_name'))],
  aws_cloudfront_distribution: (site) => [link('Website', site.host('domain_name'))],
  aws_apigatewayv2_api: (api) => [url('API', api.read('api_endpoint', webAddress))],
  aws_lambda_function_url: (lambda) => [url('Function', lambda.read('function_url', webAddress))],
  aws_apprunner_service: (service) => [link('Service', service.host('service_url'))],
  aws_amplify_app: (app) => [link('Website', app.host('default_domain'))],
  aws_s3_bucket: (bucket) => {
    const id = bucket.read('bucket', /^[a-z0-9.-]{3,63}$/)
    return [bucket.command('List', id && `aws s3 ls s3://${id}`)]
  },
  aws_sqs_queue: (queue) => [text('Queue URL', queue.read('url', webAddress))],
  aws_ecr_repository: (repository) => [
    text('Registry', repository.read('repository_url', /^[\w.-]+(?::\d+)?(?:\/[\w.-]+){1,10}$/)),
  ],
  aws_cloudwatch_log_group: (group) => {
    const id = group.read('name', /^[\w./#][\w./#-]{0,511}$/)
    return [group.command('Follow', id && `aws logs tail '${id}' --follow`)]
  },
  aws_secretsmanager_secret: (secret) => {
    const id = secret.read('arn', /^arn:[\w:/.+=@-]{1,600}$/)
    return [secret.command('Read', id && `aws secretsmanager get-secret-value --secret-id ${id}`)]
  },
}

/** How people reach a resource; none if its type is of no kind that people reach. */
export function findConnections(type: string, attributes: JsonObject): readonly Connection[] {
  const reader = Object.hasOwn(readers, type) ? readers[type] : undefined
  return (reader?.(new Attributes(attributes)) ?? []).flatMap((connection) => connection ?? [])
}

/** Nothing that starts as an option of a command does. */
const name = /^\w[\w.-]{0,127}$/
const webAddress = /^https?:\/\/[\w.-]+(?::\d{1,5})?(?:\/[\w./-]{0,500})?$/
const hostName = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i
const regionName = /^[a-z]{2}(?:-[a-z]+)+-\d$/

/** The attributes of a resource, of which only what has the right form is read. */
class Attributes {
  readonly #values: JsonObject

  constructor(values: JsonObject) {
    this.#values = values
  }

  read(attribute: string, form: RegExp): string | undefined {
    const value = this.#values[attribute]
    return typeof value === 'string' && form.test(value) ? value : undefined
  }

  host(attribute: string): string | undefined {
    return this.read(attribute, hostName)
  }

  port(): number | undefined {
    const port = this.#values['port']
    return typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined
  }

  /** A command of the AWS CLI, in the region of the resource. */
  command(label: string, line: string | undefined): Connection | undefined {
    const region = this.read('region', regionName) ?? parseArn(this.read('arn', /^.{1,2000}$/) ?? '')?.region
    return command(label, line && (region === undefined ? line : `${line} --region ${region}`))
  }
}

interface DatabaseAttributes {
  readonly host: string
  readonly name: string
  readonly user: string
}

/** The program of each family of engines, which asks for the password. */
function readDatabase(
  database: Attributes,
  attributes: DatabaseAttributes,
): readonly (Connection | undefined)[] {
  const host = database.host(attributes.host)
  const port = database.port()
  const [schema, user] = [database.read(attributes.name, name), database.read(attributes.user, name)]
  const engine = database.read('engine', name) ?? ''
  const option = (flag: string, value: string | number | undefined) =>
    value === undefined ? [] : [`${flag} ${value}`]
  const line = /postgres/.test(engine)
    ? ['psql', ...option('--host', host), ...option('--port', port), ...option('--username', user)].concat(
        option('--dbname', schema),
      )
    : /mysql|mariadb/.test(engine)
      ? ['mysql', ...option('--host', host), ...option('--port', port), ...option('--user', user)].concat(
          ['--password'],
          schema ?? [],
        )
      : undefined
  return [
    host === undefined || line === undefined ? undefined : command(line[0] ?? '', line.join(' ')),
    text('Endpoint', withPort(host, port)),
  ]
}

function withPort(host: string | undefined, port: number | undefined): string | undefined {
  return host === undefined || port === undefined ? host : `${host}:${port}`
}

function command(label: string, value: string | undefined): Connection | undefined {
  return value === undefined ? undefined : { kind: 'command', label, value }
}

function text(label: string, value: string | undefined): Connection | undefined {
  return value === undefined ? undefined : { kind: 'address', label, value }
}

function url(label: string, value: string | undefined): Connection | undefined {
  return value === undefined ? undefined : { kind: 'link', label, value }
}

function link(label: string, host: string | undefined): Connection | undefined {
  return url(label, host && `https://${host}`)
}
