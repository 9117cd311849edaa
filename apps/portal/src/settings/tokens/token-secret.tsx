import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core'
import { CopyTextButton } from '../../layout/copy-text-button.tsx'
import classes from './token-secret.module.css'

export interface TokenSecretProps {
  readonly name: string
  readonly secret: string
  readonly onClose: () => void
}

/** The secret of a new token, this once. */
export function TokenSecret({ name, secret, onClose }: TokenSecretProps) {
  return (
    <Stack gap="md">
      <Alert color="teal" title={`The token ${name} is ready`} role="status">
        Copy its secret now. You can’t see it again.
      </Alert>
      <div className={classes.secret}>
        <Code block className={classes.text} aria-label={`Secret of ${name}`}>
          {secret}
        </Code>
        <CopyTextButton text={secret} what="the secret" />
      </div>
      <Text size="sm" c="dimmed">
        Programs send it as <code>Authorization: Bearer …</code>; the command line reads it from{' '}
        <code>GROUNDPLAN_ACCESS_TOKEN</code>.
      </Text>
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          Done
        </Button>
      </Group>
    </Stack>
  )
}
