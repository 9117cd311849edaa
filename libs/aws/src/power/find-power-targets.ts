import type { PowerSizes, PowerTarget, StateResource } from '@groundplan/terraform-run'
import { isJsonObject, type Json, type JsonObject } from '@groundplan/terraform-type'
import { parseArn } from '../client/arn.ts'

/** How each type of resource is known to its service, by the attributes of the Terraform provider. */
const identified = {
  aws_instance: { id: 'id' },
  aws_db_instance: { id: 'identifier' },
  aws_rds_cluster: { id: 'cluster_identifier' },
  aws_ecs_service: { id: 'name', parent: 'cluster', sizes: { desired: 'desired_count' } },
  aws_autoscaling_group: {
    id: 'name',
    sizes: { min: 'min_size', max: 'max_size', desired: 'desired_capacity' },
  },
} as const satisfies Readonly<Record<string, Identification>>

interface Identification {
  readonly id: string
  readonly parent?: string
  readonly sizes?: Readonly<Record<string, string>>
}

export type PowerTargetType = keyof typeof identified

/**
 * Attributes that change when something is switched off or on. They say nothing about drift.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 */
export const powerAttributes: Readonly<Record<PowerTargetType, readonly string[]>> = {
  aws_instance: ['instance_state', 'public_ip', 'public_dns'],
  aws_db_instance: ['status'],
  aws_rds_cluster: [],
  aws_ecs_service: Object.values(identified.aws_ecs_service.sizes),
  aws_autoscaling_group: Object.values(identified.aws_autoscaling_group.sizes),
}

/** What of a state can be switched off and on in AWS. */
export function findPowerTargets(resources: readonly StateResource[]): readonly PowerTarget[] {
  return resources.flatMap((resource) => toTarget(resource) ?? [])
}

export function isPowerTargetType(type: string): type is PowerTargetType {
  return Object.hasOwn(identified, type)
}

function toTarget({ address, type, mode, attributes }: StateResource): PowerTarget | undefined {
  if (mode !== 'managed' || !isPowerTargetType(type) || !isJsonObject(attributes)) return undefined
  // One task on each machine of the cluster: it has no size.
  if (attributes['scheduling_strategy'] === 'DAEMON') return undefined
  const { id: idName, parent: parentName, sizes: sizeNames }: Identification = identified[type]
  const id = textOf(attributes[idName])
  if (id === undefined) return undefined
  const region = textOf(attributes['region']) ?? parseArn(textOf(attributes['arn']) ?? '')?.region
  const parent = parentName === undefined ? undefined : textOf(attributes[parentName])
  return {
    ...{ address, type, id },
    ...(region === undefined ? {} : { region }),
    ...(parent === undefined ? {} : { parent }),
    ...(sizeNames === undefined ? {} : { sizes: readSizes(attributes, sizeNames) }),
  }
}

function readSizes(attributes: JsonObject, names: Readonly<Record<string, string>>): PowerSizes {
  const known = Object.entries(names).map(
    ([name, attribute]) => [name, Number(attributes[attribute] ?? 0)] as const,
  )
  return Object.fromEntries(known.filter(([, size]) => Number.isInteger(size) && size >= 0))
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
