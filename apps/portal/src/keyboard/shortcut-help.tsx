import { Button, Kbd, Modal } from '@mantine/core'
import { IconKeyboard } from '../icons/icons.ts'
import classes from './shortcut-help.module.css'

export interface ShortcutHelpProps {
  /** Keys and what they do, in the order shown. */
  readonly shortcuts: readonly (readonly [key: string, action: string])[]
  readonly opened: boolean
  readonly onOpen: () => void
  readonly onClose: () => void
}

/** A button, and the dialog that it opens, which lists the keyboard shortcuts of a page. */
export function ShortcutHelp({ shortcuts, opened, onOpen, onClose }: ShortcutHelpProps) {
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        className={classes.button}
        onClick={onOpen}
        leftSection={<IconKeyboard size={17} stroke={1.6} aria-hidden />}
      >
        Shortcuts
      </Button>
      <Modal
        opened={opened}
        onClose={onClose}
        title="Keyboard shortcuts"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <dl className={classes.list}>
          {shortcuts.map(([key, action]) => (
            <div key={key} className={classes.row}>
              <dt>
                <Kbd>{key}</Kbd>
              </dt>
              <dd>{action}</dd>
            </div>
          ))}
        </dl>
      </Modal>
    </>
  )
}
