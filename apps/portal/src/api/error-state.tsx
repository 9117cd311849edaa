import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCloudOff, IconRefresh } from '../icons/icons.ts'
import { describeApiError } from './api-error.ts'

export interface ErrorStateProps {
  readonly error: unknown
  readonly onRetry?: () => void
  readonly retrying?: boolean
}

/** What went wrong, the next step and, where it can help, a button to try again. */
export function ErrorState({ error, onRetry, retrying = false }: ErrorStateProps) {
  const { kind, message, hint } = describeApiError(error)
  const Icon = kind === 'unreachable' ? IconCloudOff : IconAlertTriangle
  return (
    <Alert color="red" role="alert" icon={<Icon aria-hidden />} title={message}>
      <Stack gap="sm" align="flex-start">
        {hint !== undefined && <Text size="sm">{hint}</Text>}
        {onRetry !== undefined && kind !== 'not-found' && (
          <Button
            size="xs"
            variant="default"
            loading={retrying}
            leftSection={<IconRefresh size={15} aria-hidden />}
            onClick={onRetry}
          >
            Try again
          </Button>
        )}
      </Stack>
    </Alert>
  )
}
