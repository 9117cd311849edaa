import { sensitiveMark, type ResourceFacts, type StateResource } from '@groundplan/terraform-run'
import { isJsonObject, type JsonObject } from '@groundplan/terraform-type'
import { parseArn } from '../client/arn.ts'
import { findConnections } from './find-connections.ts'

/** As many as a resource can have: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const mostTags = 50
/** In characters, of a name and of a value. */
const longestTag = 256

/**
 * What people want to know of a resource of AWS. A state can say anything, for instance of a provider that only calls itself AWS: what does
 * not look like what it should be is left out, so that commands can be pasted into a shell.
 */
export function describeResource({ type, attributes }: StateResource): ResourceFacts {
  if (!type.startsWith('aws_') || !isJsonObject(attributes)) return {}
  const console = consoleAddress(attributes['arn'])
  const tags = readTags(attributes['tags_all'] ?? attributes['tags'])
  const connections = findConnections(type, attributes)
  return {
    ...(console === undefined ? {} : { console }),
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    ...(connections.length === 0 ? {} : { connections }),
  }
}

/** Of each partition that has one. */
const consoles: ReadonlyMap<string, string> = new Map([
  ['aws', 'console.aws.amazon.com'],
  ['aws-cn', 'console.amazonaws.cn'],
  ['aws-us-gov', 'console.amazonaws-us-gov.com'],
])

/** The console finds the page of an ARN by itself, and asks whoever has not signed in to do that. */
function consoleAddress(arn: JsonObject[string] | undefined): string | undefined {
  if (typeof arn !== 'string' || !/^[\w:/.+=,@*-]{1,1000}$/.test(arn)) return undefined
  const host = consoles.get(parseArn(arn)?.partition ?? '')
  return host && `https://${host}/go/view?arn=${encodeURIComponent(arn)}`
}

function readTags(tags: JsonObject[string] | undefined): Readonly<Record<string, string>> {
  if (tags === undefined || !isJsonObject(tags)) return {}
  const kept = Object.entries(tags).flatMap(([name, value]) =>
    typeof value === 'string' && value !== sensitiveMark
      ? [[name.slice(0, longestTag), value.slice(0, longestTag)] as const]
      : [],
  )
  return Object.fromEntries(kept.slice(0, mostTags))
}
