import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api'
import { region } from './shop-module.ts'

export interface TaggedResource {
  /** Amazon Resource Name. */
  readonly arn: string
  /** As the ARN has it: `sqs`, `ec2`. */
  readonly service: string
  readonly tags: Readonly<Record<string, string>>
}

/** What exists in AWS of an environment, or of all of them, by the tags that it was created with. */
export async function listTagged(endpoint: string, environment?: string): Promise<readonly TaggedResource[]> {
  const client = new ResourceGroupsTaggingAPIClient({
    ...{ region, endpoint, credentials: { accessKeyId: 'any', secretAccessKey: 'any' } },
  })
  const filter = {
    Key: 'groundplan:environment',
    ...(environment === undefined ? {} : { Values: [environment] }),
  }
  const { ResourceTagMappingList: found = [] } = await client.send(
    new GetResourcesCommand({ TagFilters: [filter] }),
  )
  return found.map(({ ResourceARN: arn = '', Tags = [] }) => ({
    arn,
    service: arn.split(':')[2] ?? '',
    tags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
  }))
}
