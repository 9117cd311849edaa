import { InputError } from '@groundplan/errors'
import type { PowerControl, PowerReading, PowerSession, PowerTarget } from '@groundplan/terraform-run'
import type { AwsAccess } from '../client/aws-access.ts'
import { toAwsError } from '../client/aws-error.ts'
import { createClientConfig } from '../client/create-client-config.ts'
import { autoScalingGroup } from './auto-scaling-group.ts'
import { ec2Instance } from './ec2-instance.ts'
import { ecsService } from './ecs-service.ts'
import { findPowerTargets, isPowerTargetType, type PowerTargetType } from './find-power-targets.ts'
import type { ClientConfig, PowerSwitch } from './power-switch.ts'
import { rdsCluster, rdsInstance } from './rds.ts'

const switches: Readonly<Record<PowerTargetType, PowerSwitch>> = {
  aws_instance: ec2Instance,
  aws_db_instance: rdsInstance,
  aws_rds_cluster: rdsCluster,
  aws_ecs_service: ecsService,
  aws_autoscaling_group: autoScalingGroup,
}

/** Switches what runs in AWS off and on, with the credentials of a run. */
export class AwsPower implements PowerControl {
  readonly #access: Pick<AwsAccess, 'endpoint' | 'network'>

  constructor(access: Pick<AwsAccess, 'endpoint' | 'network'> = {}) {
    this.#access = access
  }

  readonly findTargets = findPowerTargets

  /** `AWS_ENDPOINT_URL` of the run counts where the server has no endpoint of its own. */
  open(credentials: Readonly<Record<string, string>>): PowerSession {
    const access = {
      network: this.#access.network,
      endpoint: this.#access.endpoint ?? credentials['AWS_ENDPOINT_URL'],
    }
    const configure = ({ region }: PowerTarget): ClientConfig =>
      createClientConfig(access, {
        region: region ?? credentials['AWS_REGION'] ?? credentials['AWS_DEFAULT_REGION'],
        keys: readKeys(credentials),
      })
    const call = async <Answer>(
      target: PowerTarget,
      action: keyof PowerSwitch['actions'],
      work: (found: PowerSwitch, config: ClientConfig) => Promise<Answer>,
    ): Promise<Answer> => {
      const found = requireSwitch(target)
      try {
        return await work(found, configure(target))
      } catch (error) {
        const subject = `${target.address} (${target.id})`
        const secrets = secretNames.flatMap((name) => credentials[name] ?? [])
        throw toAwsError(error, { service: found.service, subject, actions: found.actions[action], secrets })
      }
    }
    return {
      read: (target): Promise<PowerReading> =>
        call(target, 'read', (found, config) => found.read(target, config)),
      switchOff: (target) => call(target, 'switchOff', (found, config) => found.switchOff(target, config)),
      switchOn: (target, sizes = target.sizes ?? {}) =>
        call(target, 'switchOn', (found, config) => found.switchOn(target, config, sizes)),
      restart: (target) => call(target, 'restart', (found, config) => found.restart(target, config)),
    }
  }
}

const secretNames = ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const

function requireSwitch({ type, address }: PowerTarget): PowerSwitch {
  if (isPowerTargetType(type)) return switches[type]
  throw new InputError(`${address} cannot be switched off and on: that is not known of the type ${type}.`)
}

/** A run never acts as the server itself. Throws InputError without keys. */
function readKeys(credentials: Readonly<Record<string, string>>) {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = credentials
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw new InputError('The run has no AWS credentials.', { hint: 'Give the space a cloud credential.' })
  return { accessKeyId, secretAccessKey, sessionToken: credentials['AWS_SESSION_TOKEN'] }
}
