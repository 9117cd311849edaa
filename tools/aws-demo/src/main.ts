// `npm run demo:aws`: an environment from its launch to its end, with the command line, real Terraform and a stand-in for AWS.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProviderMirror, GitRepository, hasMoto, hasTerraform, startMoto } from '@groundplan/testing'
import { listTagged, type TaggedResource } from './list-tagged.ts'
import { region, shopModule, topicFile } from './shop-module.ts'
import { startProduct } from './start-product.ts'

const missing = [
  ...((await hasTerraform()) ? [] : ['terraform on PATH']),
  ...((await hasMoto()) ? [] : ['moto for Python 3 (pip install "moto[server]")']),
]
if (missing.length > 0) {
  console.error(`The demo needs ${missing.join(' and ')}.`)
  process.exit(3)
}

const directory = await mkdtemp(join(tmpdir(), 'groundplan-aws-demo-'))
const mirror = await findProviderMirror()
const moto = await startMoto()
const product = await startProduct(join(directory, 'home'), {
  ...{ AWS_ENDPOINT_URL: moto.endpoint, AWS_S3_USE_PATH_STYLE: 'true', AWS_EC2_METADATA_DISABLED: 'true' },
  GROUNDPLAN_RUN_VARIABLES: 'AWS_ENDPOINT_URL,AWS_S3_USE_PATH_STYLE,AWS_EC2_METADATA_DISABLED',
  ...(mirror === undefined
    ? {}
    : { GROUNDPLAN_PROVIDER_MIRROR: mirror, GROUNDPLAN_PROVIDER_DOWNLOADS: 'off' }),
})
try {
  const { groundplan, groundplanWith } = product
  const repository = await GitRepository.create(join(directory, 'platform'))
  const publish = async (files: Readonly<Record<string, string>>) => {
    await repository.commit(files)
    await groundplan('import', repository.directory)
    await groundplan('proposal', 'approve', '--all')
  }
  await publish({ 'modules/shop/main.tf': shopModule })
  const keys = ['--access-key-id', 'AKIAIOSFODNN7EXAMPLE', '--region', region] as const
  await groundplanWith('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'credentials', 'set', 'default', ...keys)

  await groundplan(
    'env',
    'launch',
    'shop',
    '--name',
    'my-shop',
    '--set',
    'name=my-shop',
    '--for',
    '8h',
    '--wait',
  )
  await showAws('after the launch', 'dynamodb', 'ec2', 's3', 'sqs')
  await groundplan('env', 'outputs', 'my-shop')
  await groundplan('env', 'update', 'my-shop', '--set', 'visibility=45', '--wait')

  await publish({ 'modules/shop/topic.tf': topicFile })
  await groundplan('env', 'upgrade', 'my-shop', '--yes', '--wait')
  await showAws('after the upgrade', 'dynamodb', 'ec2', 's3', 'sns', 'sqs')

  await groundplan('env', 'stop', 'my-shop', '--wait')
  await groundplan('env', 'start', 'my-shop', '--wait')
  await groundplan('env', 'restart', 'my-shop', '--wait')
  await groundplan('env', 'show', 'my-shop')
  await groundplan('env', 'end', 'my-shop', '--wait')
  await showAws('after the end')
} finally {
  await product.stop()
  await moto.stop()
  await rm(directory, { recursive: true, force: true, maxRetries: 5 })
}

/** Prints what AWS has. Throws if that is something else. Machines and their disks show for a while after they are terminated. */
async function showAws(when: string, ...services: readonly string[]): Promise<void> {
  const found = await listTagged(moto.endpoint)
  const isOver = ({ service }: TaggedResource) => services.length === 0 && service === 'ec2'
  const left = found.filter((resource) => !isOver(resource))
  console.log(`\nAWS ${when}:${left.length === 0 ? ' nothing' : ''}`)
  for (const { arn, tags } of left) console.log(`  ${arn}  (version ${tags['groundplan:version']})`)
  const seen = [...new Set(left.map(({ service }) => service))].toSorted()
  if (seen.join() !== services.toSorted().join())
    throw new Error(
      `AWS should have ${services.join(', ') || 'nothing'}, and has ${seen.join(', ') || 'nothing'}.`,
    )
}
