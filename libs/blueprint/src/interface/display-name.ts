const acronyms =
  'acl acm alb ami api arn asg aws az cidr cpu db dlq dns ebs ec2 ecr ecs efs eks elb fifo gb http https iam id io iops ip json kms kb lb mb mfa nat nlb rds s3 sg sns sql sqs ssh ssl ssm tcp tls ttl udp uri url vpc vpn waf yaml'
const names = 'CloudFront CloudWatch DynamoDB ElastiCache GitHub OpenSearch PostgreSQL'

/** Spelling of special words: acronyms, their plurals (`ids`) and product names. */
const spellings: ReadonlyMap<string, string> = new Map([
  ...acronyms
    .split(' ')
    .flatMap((word) => [
      [word, word.toUpperCase()] as const,
      [`${word}s`, `${word.toUpperCase()}s`] as const,
    ]),
  // These end like plurals but are words of their own.
  ...['dns', 'https', 'iops', 'sns', 'sqs', 'tls'].map((word) => [word, word.toUpperCase()] as const),
  ...names.split(' ').map((name) => [name.toLowerCase(), name] as const),
])

/** Converts an identifier to a display name: `multi_az` becomes `Multi AZ`. */
export function displayName(name: string): string {
  const words = name.split(/[-_\s]+/).filter((word) => word !== '')
  return words.map((word, index) => spellings.get(word) ?? (index === 0 ? capitalize(word) : word)).join(' ')
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
