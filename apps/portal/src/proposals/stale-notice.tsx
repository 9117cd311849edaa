import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconRefresh } from '../icons/icons.ts'

/** Says that a proposal has changed while it was open in the browser. */
export function StaleNotice({ onReview }: { readonly onReview: () => void }) {
  return (
    <Alert
      color="yellow"
      role="alert"
      icon={<IconRefresh aria-hidden />}
      title="This proposal has changed since you opened it"
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">This page shows its latest version. Review the changes before you approve.</Text>
        <Button size="xs" variant="default" onClick={onReview}>
          Review changes
        </Button>
      </Stack>
    </Alert>
  )
}
