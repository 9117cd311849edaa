const acronyms = new Set(
  'acl acm alb ami api arn asg aws az azs cidr cidrs cpu db dlq dns ebs ec2 ecr ecs efs eks elb fifo gb http https iam id ids io iops ip ips json kms kb mb nat nlb rds s3 sg sns sql sqs ssh ssl ssm tcp tls ttl udp uri url vpc vpn waf yaml'.split(
    ' ',
  ),
)

/** A name for people from a name for machines: `multi_az` gives `Multi AZ`. */
export function displayName(name: string): string {
  const words = name.split(/[-_\s]+/).filter((word) => word !== '')
  return words
    .map((word, index) => (acronyms.has(word) ? word.toUpperCase() : index === 0 ? capitalize(word) : word))
    .join(' ')
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
