import type { AccountFacts } from './fill-form.ts'

const [role, user] = ['engineers', 'grace']
const mayAssume = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } }],
}

/** What every account has from the beginning, and a role and a user. */
export async function readAccount(endpoint: string, region: string): Promise<AccountFacts> {
  const ask = async (service: 'ec2' | 'iam', form: Readonly<Record<string, string>>, element: string) => {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=any/20300101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ Version: service === 'ec2' ? '2016-11-15' : '2010-05-08', ...form }),
    })
    const text = await answer.text()
    const found = text.matchAll(new RegExp(`<${element}>([^<]+)</${element}>`, 'g'))
    const values = [...found].map(([, value = '']) => value)
    if (values.length > 0) return values
    throw new Error(`${form['Action']} answered ${answer.status}: ${text.slice(0, 300)}`)
  }
  const [[vpc = ''], subnets, [securityGroup = '']] = await Promise.all([
    ask('ec2', { Action: 'DescribeVpcs' }, 'vpcId'),
    ask('ec2', { Action: 'DescribeSubnets' }, 'subnetId'),
    ask('ec2', { Action: 'DescribeSecurityGroups' }, 'groupId'),
    ask(
      'iam',
      { Action: 'CreateRole', RoleName: role, AssumeRolePolicyDocument: JSON.stringify(mayAssume) },
      'Arn',
    ),
    ask('iam', { Action: 'CreateUser', UserName: user }, 'Arn'),
  ])
  return { vpc, subnets: subnets.slice(0, 2), securityGroup, role, user }
}
