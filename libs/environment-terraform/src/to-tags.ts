import { displayActor } from '@groundplan/actor'
import type { GrainTask } from '@groundplan/environment'

/** AWS takes no longer values: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html. */
const longestValue = 256

/** What every resource of an environment is tagged with, so that costs and orphans can be found from the cloud's side. */
export function toTags({
  environmentId,
  spaceId,
  version,
  belongsTo,
}: Pick<GrainTask, 'environmentId' | 'spaceId' | 'version' | 'belongsTo'>): Readonly<Record<string, string>> {
  const { name, owner, component } = belongsTo
  const tags = {
    'groundplan:environment': environmentId,
    'groundplan:environment-name': name,
    'groundplan:space': spaceId,
    'groundplan:owner': displayActor(owner),
    'groundplan:blueprint': version.name,
    'groundplan:version': version.version,
    ...(component === undefined ? {} : { 'groundplan:component': component }),
  }
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, toTagValue(value)]))
}

/**
 * The tags as variables that the AWS provider reads since 5.62; a `default_tags` block of the module takes precedence:
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs#default_tags-configuration-block.
 */
export function toTagVariables(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`TF_AWS_DEFAULT_TAGS_${key}`, value]))
}

/** What a value cannot have becomes `_`. */
function toTagValue(value: string): string {
  return value.replace(/[^\p{L}\p{Nd} _.:/=+\-@]/gu, '_').slice(0, longestValue)
}
