import { gone, unlessMissing, type PowerSwitch } from './power-switch.ts'

/** Off is without instances. With a maximum of 0 no policy and no schedule brings any back. */
export const autoScalingGroup: PowerSwitch = {
  service: 'Amazon EC2 Auto Scaling',
  actions: {
    read: ['autoscaling:DescribeAutoScalingGroups'],
    switchOff: ['autoscaling:UpdateAutoScalingGroup'],
    switchOn: ['autoscaling:UpdateAutoScalingGroup'],
    restart: ['autoscaling:StartInstanceRefresh'],
  },
  async read({ id }, config) {
    const { AutoScalingClient, DescribeAutoScalingGroupsCommand } =
      await import('@aws-sdk/client-auto-scaling')
    return unlessMissing(async () => {
      const command = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [id] })
      const { AutoScalingGroups: [group] = [] } = await new AutoScalingClient(config).send(command)
      if (group === undefined) return gone
      const {
        MinSize: min = 0,
        MaxSize: max = 0,
        DesiredCapacity: desired = 0,
        Instances: instances = [],
      } = group
      const sizes = { min, max, desired }
      if (max === 0) return { status: instances.length === 0 ? 'off' : 'changing', sizes }
      const inService = instances.filter(({ LifecycleState: state }) => state === 'InService').length
      return { status: inService >= desired ? 'on' : 'changing', sizes }
    })
  },
  async switchOff({ id }, config) {
    const { AutoScalingClient, UpdateAutoScalingGroupCommand } = await import('@aws-sdk/client-auto-scaling')
    const sizes = { MinSize: 0, MaxSize: 0, DesiredCapacity: 0 }
    await new AutoScalingClient(config).send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: id, ...sizes }),
    )
  },
  async switchOn({ id }, config, { min = 0, desired = min, max = Math.max(desired, 1) }) {
    const { AutoScalingClient, UpdateAutoScalingGroupCommand } = await import('@aws-sdk/client-auto-scaling')
    const sizes = { MinSize: min, MaxSize: max, DesiredCapacity: desired }
    await new AutoScalingClient(config).send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: id, ...sizes }),
    )
  },
  async restart({ id }, config) {
    const { AutoScalingClient, StartInstanceRefreshCommand } = await import('@aws-sdk/client-auto-scaling')
    await new AutoScalingClient(config).send(new StartInstanceRefreshCommand({ AutoScalingGroupName: id }))
  },
}
