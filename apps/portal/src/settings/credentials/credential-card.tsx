import type { CredentialView } from '@groundplan/api-client'
import { Badge, Group, Stack } from '@mantine/core'
import { CopyTextButton } from '../../layout/copy-text-button.tsx'
import { FactList, type Fact } from '../../layout/fact-list.tsx'
import { Panel } from '../../layout/panel.tsx'
import { RelativeTime } from '../../layout/relative-time.tsx'
import { RowButton } from '../row-button.tsx'
import { credentialKinds } from './credential-words.ts'
import { useCredentialTest } from './use-credential-test.tsx'

export interface CredentialCardProps {
  readonly credential: CredentialView
  /** Absent: it can't be tested or changed. */
  readonly acts: { readonly onReplace: Act; readonly onRemove: Act } | undefined
}

type Act = (credential: CredentialView) => void

/** One credential, without its secret. */
export function CredentialCard({ credential, acts }: CredentialCardProps) {
  const { name, settings } = credential
  const test = useCredentialTest(name)
  return (
    <Panel
      title={name}
      actions={
        acts && (
          <Group gap={6}>
            <RowButton
              label="Test connection"
              about={`of ${name}`}
              loading={test.isPending}
              onClick={test.run}
            />
            <RowButton label="Replace" about={name} onClick={() => acts.onReplace(credential)} />
            <RowButton label="Remove" about={name} color="red" onClick={() => acts.onRemove(credential)} />
          </Group>
        )
      }
    >
      <Stack gap="md">
        <FactList
          facts={[
            {
              label: 'Kind',
              value: (
                <Badge color={settings.kind === 'static-keys' ? 'yellow' : 'teal'}>
                  {credentialKinds[settings.kind].label}
                </Badge>
              ),
            },
            ...factsOf(settings),
            {
              label: 'Set',
              value: (
                <>
                  <RelativeTime time={credential.changedAt} /> by {credential.changedBy}
                </>
              ),
            },
          ]}
        />
        {test.result}
      </Stack>
    </Panel>
  )
}

function factsOf(settings: CredentialView['settings']): readonly Fact[] {
  const region = settings.region === undefined ? [] : [{ label: 'Region', value: settings.region }]
  switch (settings.kind) {
    case 'web-identity':
      return [
        { label: 'Role', value: <code>{settings.roleArn}</code> },
        { label: 'Audience', value: <code>{settings.audience}</code> },
        ...region,
      ]
    case 'assumed-role':
      return [
        { label: 'Role', value: <code>{settings.roleArn}</code> },
        {
          label: 'External ID, which the role’s trust policy must require',
          value: (
            <Group gap={8}>
              <code>{settings.externalId}</code>
              <CopyTextButton text={settings.externalId} what="the external ID" />
            </Group>
          ),
        },
        ...region,
      ]
    case 'static-keys':
      return [
        { label: 'Access key ID', value: <code>{settings.accessKeyId}</code> },
        { label: 'Secret key', value: 'Stored, encrypted' },
        ...region,
      ]
  }
}
