import type { PowerReading } from '@groundplan/terraform-run'
import { gone, unlessMissing, type PowerSwitch } from './power-switch.ts'

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html: many others mean that something is going on. */
function readStatus(status: string | undefined): PowerReading {
  if (status === undefined) return gone
  if (status === 'available') return { status: 'on' }
  return { status: status === 'stopped' ? 'off' : 'changing' }
}

export const rdsInstance: PowerSwitch = {
  service: 'Amazon RDS',
  actions: {
    read: ['rds:DescribeDBInstances'],
    switchOff: ['rds:StopDBInstance'],
    switchOn: ['rds:StartDBInstance'],
    restart: ['rds:RebootDBInstance'],
  },
  async read({ id }, config) {
    const { RDSClient, DescribeDBInstancesCommand } = await import('@aws-sdk/client-rds')
    return unlessMissing(async () => {
      const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier: id })
      const { DBInstances: [instance] = [] } = await new RDSClient(config).send(command)
      return readStatus(instance?.DBInstanceStatus)
    })
  },
  async switchOff({ id }, config) {
    const { RDSClient, StopDBInstanceCommand } = await import('@aws-sdk/client-rds')
    await new RDSClient(config).send(new StopDBInstanceCommand({ DBInstanceIdentifier: id }))
  },
  async switchOn({ id }, config) {
    const { RDSClient, StartDBInstanceCommand } = await import('@aws-sdk/client-rds')
    await new RDSClient(config).send(new StartDBInstanceCommand({ DBInstanceIdentifier: id }))
  },
  async restart({ id }, config) {
    const { RDSClient, RebootDBInstanceCommand } = await import('@aws-sdk/client-rds')
    await new RDSClient(config).send(new RebootDBInstanceCommand({ DBInstanceIdentifier: id }))
  },
}

export const rdsCluster: PowerSwitch = {
  service: 'Amazon RDS',
  actions: {
    read: ['rds:DescribeDBClusters'],
    switchOff: ['rds:StopDBCluster'],
    switchOn: ['rds:StartDBCluster'],
    restart: ['rds:DescribeDBClusters', 'rds:RebootDBInstance'],
  },
  async read({ id }, config) {
    const { RDSClient, DescribeDBClustersCommand } = await import('@aws-sdk/client-rds')
    return unlessMissing(async () => {
      const command = new DescribeDBClustersCommand({ DBClusterIdentifier: id })
      const { DBClusters: [cluster] = [] } = await new RDSClient(config).send(command)
      return readStatus(cluster?.Status)
    })
  },
  async switchOff({ id }, config) {
    const { RDSClient, StopDBClusterCommand } = await import('@aws-sdk/client-rds')
    await new RDSClient(config).send(new StopDBClusterCommand({ DBClusterIdentifier: id }))
  },
  async switchOn({ id }, config) {
    const { RDSClient, StartDBClusterCommand } = await import('@aws-sdk/client-rds')
    await new RDSClient(config).send(new StartDBClusterCommand({ DBClusterIdentifier: id }))
  },
  /** The writer last: what is asked of it meanwhile goes on. */
  async restart({ id }, config) {
    const { RDSClient, DescribeDBClustersCommand, RebootDBInstanceCommand } =
      await import('@aws-sdk/client-rds')
    const client = new RDSClient(config)
    const { DBClusters: [cluster] = [] } = await client.send(
      new DescribeDBClustersCommand({ DBClusterIdentifier: id }),
    )
    const members = cluster?.DBClusterMembers ?? []
    const writersLast = [
      ...members.filter((each) => each.IsClusterWriter !== true),
      ...members.filter((each) => each.IsClusterWriter === true),
    ]
    for (const { DBInstanceIdentifier: member } of writersLast)
      await client.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: member }))
  },
}
