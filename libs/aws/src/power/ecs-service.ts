import { gone, unlessMissing, type PowerSwitch } from './power-switch.ts'

/** Off is without tasks. Those that still run end by themselves. */
export const ecsService: PowerSwitch = {
  service: 'Amazon ECS',
  actions: {
    read: ['ecs:DescribeServices'],
    switchOff: ['ecs:UpdateService'],
    switchOn: ['ecs:UpdateService'],
    restart: ['ecs:UpdateService'],
  },
  async read({ id, parent }, config) {
    const { ECSClient, DescribeServicesCommand } = await import('@aws-sdk/client-ecs')
    return unlessMissing(async () => {
      const command = new DescribeServicesCommand({ cluster: parent, services: [id] })
      const { services: [service] = [] } = await new ECSClient(config).send(command)
      const { status, desiredCount: desired = 0, runningCount: running = 0 } = service ?? {}
      if (status === undefined || status === 'INACTIVE') return gone
      if (desired === 0) return { status: 'off', sizes: { desired } }
      return { status: running >= desired ? 'on' : 'changing', sizes: { desired } }
    })
  },
  async switchOff({ id, parent }, config) {
    const { ECSClient, UpdateServiceCommand } = await import('@aws-sdk/client-ecs')
    await new ECSClient(config).send(
      new UpdateServiceCommand({ cluster: parent, service: id, desiredCount: 0 }),
    )
  },
  async switchOn({ id, parent }, config, { desired = 1 }) {
    const { ECSClient, UpdateServiceCommand } = await import('@aws-sdk/client-ecs')
    const command = new UpdateServiceCommand({
      cluster: parent,
      service: id,
      desiredCount: Math.max(desired, 1),
    })
    await new ECSClient(config).send(command)
  },
  async restart({ id, parent }, config) {
    const { ECSClient, UpdateServiceCommand } = await import('@aws-sdk/client-ecs')
    const command = new UpdateServiceCommand({ cluster: parent, service: id, forceNewDeployment: true })
    await new ECSClient(config).send(command)
  },
}
