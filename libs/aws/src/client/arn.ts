/** Parts of an Amazon Resource Name: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html. */
interface Arn {
  readonly partition: string
  readonly region?: string
}

/** `undefined` if the text is no ARN. */
export function parseArn(text: string): Arn | undefined {
  const [, partition, region] = /^arn:(aws[a-z-]*):[a-z0-9-]+:([a-z0-9-]*):\d*:./.exec(text) ?? []
  if (partition === undefined) return undefined
  return region === undefined || region === '' ? { partition } : { partition, region }
}

/** A region of a partition, for services that are the same in all of them. */
export function firstRegion(partition: string): string {
  if (partition === 'aws-cn') return 'cn-north-1'
  return partition === 'aws-us-gov' ? 'us-gov-west-1' : 'us-east-1'
}
