import { Button, CopyButton } from '@mantine/core'
import { IconCheck, IconCopy } from '../icons/icons.ts'

export interface CopyTextButtonProps {
  readonly text: string
  /** What is copied, for screen readers, e.g. `the YAML`. */
  readonly what: string
}

/** Puts a text on the clipboard and says so. */
export function CopyTextButton({ text, what }: CopyTextButtonProps) {
  return (
    <CopyButton value={text} timeout={2000}>
      {({ copied, copy }) => (
        <Button
          size="compact-sm"
          variant="default"
          onClick={copy}
          leftSection={copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
        >
          <span aria-live="polite">{copied ? 'Copied' : 'Copy'}</span>
          <span className="visually-hidden"> {what}</span>
        </Button>
      )}
    </CopyButton>
  )
}
