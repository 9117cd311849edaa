import { visibleText } from '@groundplan/errors'
import { Alert, List } from '@mantine/core'
import { IconClockExclamation } from '../icons/icons.ts'
import type { UncheckedInput } from './check/check-form.ts'

/** Longer patterns are cut. */
const longestShown = 200

/** Rules that could not be checked in time. An empty list stands for the whole form. */
export function UncheckedNotice({ inputs }: { readonly inputs: readonly UncheckedInput[] }) {
  return (
    <Alert
      mt="xl"
      color="yellow"
      role="status"
      icon={<IconClockExclamation aria-hidden />}
      title={inputs.length === 0 ? 'This form couldn’t be checked' : 'Some values took too long to check'}
    >
      Check {inputs.length === 0 ? 'the values' : 'them'} yourself before you use them.
      {inputs.length > 0 && (
        <List size="sm" mt="xs">
          {inputs.map(({ label, patterns }) => (
            <List.Item key={label}>
              {visibleText(label, { lines: false })}: {patterns.length === 1 ? 'the pattern' : 'the patterns'}{' '}
              {patterns.map((pattern, index) => (
                <span key={pattern}>
                  {index > 0 && ', '}
                  <code>{shortened(pattern)}</code>
                </span>
              ))}
            </List.Item>
          ))}
        </List>
      )}
    </Alert>
  )
}

function shortened(pattern: string): string {
  const shown = visibleText(pattern, { lines: false })
  return shown.length > longestShown ? `${shown.slice(0, longestShown)}…` : shown
}
