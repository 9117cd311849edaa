import { Alert, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { describeApiError } from '../../api/api-error.ts'
import { useTRPC } from '../../api/trpc.ts'
import { IconAlertTriangle, IconCircleCheck } from '../../icons/icons.ts'

export interface CredentialTest {
  readonly run: () => void
  readonly isPending: boolean
  /** What the last test found; nothing before the first one. */
  readonly result: ReactNode
}

/** Signs in with a credential, and says in plain words how that went. */
export function useCredentialTest(name: string): CredentialTest {
  const trpc = useTRPC()
  const test = useMutation(trpc.credentials.test.mutationOptions())
  return { run: () => test.mutate({ name }), isPending: test.isPending, result: resultOf(test) }
}

interface Test {
  readonly data: { readonly account: string; readonly arn: string } | undefined
  readonly error: unknown
  readonly isPending: boolean
}

function resultOf({ data, error, isPending }: Test): ReactNode {
  if (isPending)
    return (
      <Text size="sm" c="dimmed" role="status">
        Signing in to AWS…
      </Text>
    )
  if (error !== null) {
    const { message, hint } = describeApiError(error)
    return (
      <Alert color="red" role="alert" icon={<IconAlertTriangle aria-hidden />} title="Can’t sign in to AWS">
        <Text size="sm">{message}</Text>
        {hint !== undefined && (
          <Text size="sm" mt={4}>
            {hint}
          </Text>
        )}
      </Alert>
    )
  }
  if (data === undefined) return null
  return (
    <Alert color="teal" role="status" icon={<IconCircleCheck aria-hidden />} title="It works">
      <Text size="sm">
        Signs in to the AWS account <strong>{data.account}</strong> as <code>{data.arn}</code>.
      </Text>
    </Alert>
  )
}
