import type { EnvironmentView } from '@groundplan/api-client'
import { Alert } from '@mantine/core'
import { resources as count } from '../words/plan-words.ts'
import classes from './destroyed-resources.module.css'

/** So many are named. */
const mostNamed = 50

/** Names what is lost. */
export function DestroyedResources({
  environment: { grains, mayHaveResources },
}: {
  readonly environment: EnvironmentView
}) {
  const all = grains.flatMap(({ name, resources }) =>
    resources.map(({ address }) => ({ grain: name, address })),
  )
  if (all.length === 0) {
    return (
      <Alert color={mayHaveResources ? 'yellow' : 'gray'} title="No resources are known">
        {mayHaveResources && 'There may be some from a run that did not complete. The plan shows them.'}
      </Alert>
    )
  }
  return (
    <Alert color="red" title={`This destroys ${count(all.length)}`}>
      <ul className={classes.list} tabIndex={0} aria-label="Resources that are destroyed">
        {all.slice(0, mostNamed).map(({ grain, address }) => (
          <li key={`${grain} ${address}`}>
            <code>{address}</code> <span className={classes.grain}>{grain}</span>
          </li>
        ))}
        {all.length > mostNamed && <li>and {(all.length - mostNamed).toLocaleString('en')} more</li>}
      </ul>
    </Alert>
  )
}
