import { Alert, Group, Text } from '@mantine/core'
import { CopyTextButton } from '../../layout/copy-text-button.tsx'
import { Panel } from '../../layout/panel.tsx'

/** The provider that clouds have to trust for web identity. */
export function IssuerPanel({ issuer }: { readonly issuer: string | undefined }) {
  if (issuer === undefined) {
    return (
      <Alert color="ink" title="This server issues no tokens for web identity">
        Set <code>GROUNDPLAN_PUBLIC_URL</code> to an https:// address at which AWS can read its keys.
      </Alert>
    )
  }
  return (
    <Panel title="OpenID provider for AWS">
      <Text size="sm" mb="xs">
        For web identity, create an identity provider with this URL and the audience{' '}
        <code>sts.amazonaws.com</code> in each AWS account. The role’s trust policy must check the subject of
        the token.
      </Text>
      <Group gap={10}>
        <code>{issuer}</code>
        <CopyTextButton text={issuer} what="the URL of the provider" />
      </Group>
    </Panel>
  )
}
