import { expect, it } from 'vitest'
import { inAnyOrder } from './read-state.ts'

const dashboard = (open: string, closed: string) =>
  `Intro.\n\n- **[queues](https://h/queues)**: ${open}\n- **stores**: ${closed}\n`

it('compares dashboards whatever the order in which their pull requests were opened', () => {
  const one = dashboard('[#N](u) `a`, `b`; [#N](u) `c`', '`d` ([#N](u)), reopening, `e` ([#N](u))')
  const other = dashboard('[#N](u) `c`; [#N](u) `b`, `a`', '`e` ([#N](u)), `d` ([#N](u)), reopening')
  expect(inAnyOrder(one)).toBe(inAnyOrder(other))
})

it.each([
  [
    'a blueprint is in another pull request',
    '[#N](u) `a`; [#N](u) `b`, `c`',
    '`d` ([#N](u)), reopening, `e` ([#N](u))',
  ],
  ['another one is reopened', '[#N](u) `a`, `b`; [#N](u) `c`', '`d` ([#N](u)), `e` ([#N](u)), reopening'],
  ['one is missing', '[#N](u) `a`, `b`', '`d` ([#N](u)), reopening, `e` ([#N](u))'],
])('sees the difference if %s', (_, open, closed) => {
  const wanted = dashboard('[#N](u) `a`, `b`; [#N](u) `c`', '`d` ([#N](u)), reopening, `e` ([#N](u))')
  expect(inAnyOrder(dashboard(open, closed))).not.toBe(inAnyOrder(wanted))
})
