import { Button, type ButtonProps } from '@mantine/core'

export interface RowButtonProps extends Pick<ButtonProps, 'color' | 'loading'> {
  readonly label: string
  /** Which row it is about, for screen readers. */
  readonly about: string
  readonly onClick: () => void
}

/** A small button of a table's row. */
export function RowButton({ label, about, onClick, ...look }: RowButtonProps) {
  return (
    <Button
      size="compact-xs"
      variant={look.color === 'red' ? 'subtle' : 'default'}
      onClick={onClick}
      {...(look.color === 'red' ? { c: 'var(--mantine-color-error)' } : {})}
      {...look}
    >
      {label}
      <span className="visually-hidden"> {about}</span>
    </Button>
  )
}
