import type { PowerStatus } from '@groundplan/terraform-run'
import { gone, unlessMissing, type PowerSwitch } from './power-switch.ts'

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html */
const statuses: Readonly<Record<string, PowerStatus>> = {
  running: 'on',
  stopped: 'off',
  terminated: 'gone',
}

export const ec2Instance: PowerSwitch = {
  service: 'Amazon EC2',
  actions: {
    read: ['ec2:DescribeInstances'],
    switchOff: ['ec2:StopInstances'],
    switchOn: ['ec2:StartInstances'],
    restart: ['ec2:RebootInstances'],
  },
  async read({ id }, config) {
    const { EC2Client, DescribeInstancesCommand } = await import('@aws-sdk/client-ec2')
    return unlessMissing(async () => {
      const answer = await new EC2Client(config).send(new DescribeInstancesCommand({ InstanceIds: [id] }))
      const name = answer.Reservations?.[0]?.Instances?.[0]?.State?.Name
      return name === undefined ? gone : { status: statuses[name] ?? 'changing' }
    })
  },
  async switchOff({ id }, config) {
    const { EC2Client, StopInstancesCommand } = await import('@aws-sdk/client-ec2')
    await new EC2Client(config).send(new StopInstancesCommand({ InstanceIds: [id] }))
  },
  async switchOn({ id }, config) {
    const { EC2Client, StartInstancesCommand } = await import('@aws-sdk/client-ec2')
    await new EC2Client(config).send(new StartInstancesCommand({ InstanceIds: [id] }))
  },
  async restart({ id }, config) {
    const { EC2Client, RebootInstancesCommand } = await import('@aws-sdk/client-ec2')
    await new EC2Client(config).send(new RebootInstancesCommand({ InstanceIds: [id] }))
  },
}
