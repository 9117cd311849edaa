import { Alert, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { IconAlertTriangle } from '../icons/icons.ts'
import classes from './failure-alert.module.css'
import { splitMessage } from './words/split-message.ts'

export interface FailureAlertProps {
  readonly failure: { readonly message: string; readonly hint?: string | undefined }
  /** False for what somebody wanted, such as a cancellation. */
  readonly isError?: boolean
  /** What to do next. */
  readonly children?: ReactNode
}

/** Why something did not go well. Long messages, such as those of Terraform, scroll below their first line. */
export function FailureAlert({ failure: { message, hint }, isError = true, children }: FailureAlertProps) {
  const { title, text } = splitMessage(message)
  return (
    <Alert
      color={isError ? 'red' : 'gray'}
      {...(isError ? { icon: <IconAlertTriangle aria-hidden /> } : {})}
      title={title}
    >
      {text !== undefined && (
        <pre className={classes.text} tabIndex={0} role="region" aria-label="The whole message">
          {text}
        </pre>
      )}
      {hint !== undefined && <Text size="sm">{hint}</Text>}
      {children}
    </Alert>
  )
}
